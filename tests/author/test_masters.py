"""Every mistake an author can make in a master or a key is told with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import ROOT, some

from solidarity.author.build_course import make
from solidarity.author.master import BuildProblem, read_master, write_master

M04 = "course/m04-savings-groups"
EXERCISES = f"{M04}/exercises.md"
CHECK = ":check: share_out\n"
READING = f"{M04}/reading.md"
CASE = f"{M04}/case.md"
KEY = f"{M04}/key.py"

# Made anew when a module is written: nobody has to remember to add it here.
MASTERS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "course").rglob("*.md")
    if path.stem in ("reading", "case", "exercises") or path.parent.name == "course"
)


def replace(course: Path, name: str, old: str, new: str) -> int:
    """Put a mistake into a file at the first place that reads ``old``; returns that line."""
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def problems(course: Path) -> list[str]:
    """What the build of the module complains about; an empty list when it does not."""
    try:
        make(course, Path(M04).name)
    except BuildProblem as found:
        return found.problems
    return []


def cell_at(name: str, line: int) -> str:
    """``course/…/exercises.md, cell 8, line 121``, for the cell of a committed master that holds
    this line, counted by hand: cells are fences, and the text between fences and ``+++`` lines.
    """
    cell, first, in_code, in_header = 0, 0, False, 0
    for number, text in enumerate((ROOT / name).read_text(encoding="utf-8").split("\n"), start=1):
        if in_header < 2:
            in_header += text == "---"
        elif text.startswith("```{code-cell}"):
            cell, first, in_code = cell + 1, number + 1, True
        elif in_code and text == "```":
            in_code, first = False, 0
        elif text.startswith("+++") and not in_code:
            first = 0
        elif text and not first:
            cell, first = cell + 1, number
        if number == line:
            return f"{name}, cell {cell}, line {first}"
    raise AssertionError(f"{name} has no line {line}")


def cell_number(name: str, line: int) -> str:
    """``cell 8``."""
    return cell_at(name, line).split(", ")[1]


def test_the_place_of_a_cell_counted_by_hand_agrees_with_an_editor() -> None:
    lines = (ROOT / EXERCISES).read_text(encoding="utf-8").split("\n")
    at = lines.index("import pandas as pd") + 1

    assert cell_at(EXERCISES, at) == f"{EXERCISES}, cell 2, line {at}"


@pytest.mark.parametrize("name", MASTERS)
def test_a_master_is_kept_in_the_form_that_the_build_writes(name: str) -> None:
    path = ROOT / name

    assert write_master(read_master(path, name).notebook) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MASTERS)
def test_the_line_of_every_cell_is_where_its_text_begins(name: str) -> None:
    master = read_master(ROOT / name, name)
    text = (ROOT / name).read_text(encoding="utf-8").split("\n")

    for cell, line in some(zip(master.notebook.cells, master.lines, strict=True)):
        shown = text[line - 1]
        # The settings of a code cell stand above its text, and belong to it.
        assert shown in (cell.source.split("\n")[0], "---") or shown.startswith(":"), (
            f"line {line} is {shown!r}"
        )


def written_out(**changed: str | None) -> str:
    """The settings of the check of share_out as nbgrader has them; None leaves one out."""
    settings = {
        "grade": "true",
        "grade_id": "share_out",
        "locked": "true",
        "points": "3",
        "schema_version": "3",
        "solution": "false",
        "task": "false",
        **changed,
    }
    lines = [f"  {name}: {value}\n" for name, value in settings.items() if value is not None]
    return f"---\nnbgrader:\n{''.join(lines)}---\n"


# --- One mistake, one message with its place -----------------------------------------------------

# file, what stands there, what the mistake makes of it, what the message must say. The place in
# front of the message is worked out from the line of the mistake.
IN_A_CELL = {
    "solution in a cell not marked as solution": (
        (EXERCISES, ":answer: share_value\n", ":locked: share_value-answer\n"),
        "a solution stands in a cell that is not marked as solution",
    ),
    "solution in a cell without settings": (
        (EXERCISES, "import pandas as pd", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
        "a solution stands in a cell that is not marked as solution",
    ),
    "solution in a case": (
        (CASE, "members = vsla_year(", "### BEGIN SOLUTION\nmembers = vsla_year("),
        "a solution stands in a cell that is not marked as solution",
    ),
    "solution that does not end": (
        (EXERCISES, "    ### END SOLUTION\n", ""),
        "1 × BEGIN SOLUTION and 0 × END SOLUTION",
    ),
    "solution that does not begin": (
        (EXERCISES, "    ### BEGIN SOLUTION\n", ""),
        "0 × BEGIN SOLUTION and 1 × END SOLUTION",
    ),
    "solution that ends before it begins": (
        (
            EXERCISES,
            '### BEGIN SOLUTION\nloans_per_group = "c"\n### END SOLUTION\n',
            '### END SOLUTION\nloans_per_group = "c"\n### BEGIN SOLUTION\n',
        ),
        "SOLUTION",
    ),
    "solution within a solution": (
        (
            EXERCISES,
            '### BEGIN SOLUTION\nloans_per_group = "c"\n### END SOLUTION\n',
            '### BEGIN SOLUTION\n### BEGIN SOLUTION\nloans_per_group = "c"\n'
            "### END SOLUTION\n### END SOLUTION\n",
        ),
        "SOLUTION",
    ),
    "name of a cell used twice": (
        (EXERCISES, ":answer: share_out\n", ":answer: share_value\n"),
        "the grade_id 'share_value-answer' is used already at line ",
    ),
    "name of a cell with a space": (
        (EXERCISES, ":answer: share_out\n", ":solution: share out\n"),
        "'share out'",
    ),
    "points that differ": (
        (EXERCISES, CHECK, written_out(points="4")),
        "the cell gives 4 points and key.py 3",
    ),
    "points in words": (
        (EXERCISES, CHECK, written_out(points="three")),
        "'three' is not of type 'number'",
    ),
    "points missing": (
        (EXERCISES, CHECK, written_out(points=None)),
        "points",
    ),
    "check of another exercise": (
        (EXERCISES, 'check("share_out")', 'check("share_outs")'),
        "the cell checks 'share_outs' and its grade_id is 'share_out'",
    ),
    "answer to grade by hand with a heading": (
        (EXERCISES, "*One good answer among many.*", "## One good answer"),
        "put the prompt into a cell of its own",
    ),
    "unknown source": ((EXERCISES, "[C43]", "[Z9]"), "[Z9]"),
    "unknown source among known ones": ((READING, "[G4, G5]", "[G4, Z9]"), "[Z9]"),
    "unknown source of a slider": ((CASE, 'source="C45"', 'source="Z9"'), "[Z9]"),
    "unknown source on the landing page": (("course/index.md", "[N1]", "[Z9]"), "[Z9]"),
}


@pytest.mark.parametrize(("change", "wanted"), IN_A_CELL.values(), ids=list(IN_A_CELL))
def test_a_broken_cell_is_told_with_file_cell_and_line(
    course: Path, change: tuple[str, str, str], wanted: str
) -> None:
    name, old, new = change
    # Settings and text of a cell lie below its first line, so the line of the mistake tells which.
    place = cell_at(name, replace(course, name, old, new))

    found = problems(course)

    assert [line for line in found if line.startswith(f"{place}: ") and wanted in line], (
        f"expected {place}: …{wanted}…, and the build says {found}"
    )


def test_a_name_used_twice_is_told_with_the_line_of_its_first_use(course: Path) -> None:
    replace(course, EXERCISES, CHECK, ":check: share_value\n")
    lines = (ROOT / EXERCISES).read_text(encoding="utf-8").split("\n")
    place = cell_at(EXERCISES, lines.index(":check: share_value") + 1)

    found = problems(course)

    assert [m for m in found if m.endswith(f"is used already at {place.split(', ')[-1]}.")]


def test_one_mistake_in_a_cell_gives_one_message(course: Path) -> None:
    replace(course, EXERCISES, CHECK, written_out(points="4"))

    assert len(problems(course)) == 1


@pytest.mark.parametrize(
    ("new", "lines_below"),
    [
        (":check: share_out: 2\n", 0),
        (written_out(grade_id="share_out: 2"), 3),
        # An open bracket is noticed where the next setting stands.
        (written_out(grade_id="[share_out"), 4),
    ],
)
def test_settings_of_a_code_cell_that_are_no_yaml_are_told_with_their_line(
    course: Path, new: str, lines_below: int
) -> None:
    first = replace(course, EXERCISES, CHECK, new)
    line = first + lines_below

    (message,) = problems(course)

    assert message.startswith(EXERCISES)
    assert cell_number(EXERCISES, first) in message
    assert re.search(rf"\bline {line}\b", message), message
    assert "not valid YAML" in message


@pytest.mark.parametrize("new", ['"points": 5,,}', '"points" 5}'])
def test_settings_after_the_plus_signs_that_are_no_json_are_told_with_their_line(
    course: Path, new: str
) -> None:
    line = replace(course, EXERCISES, '"points": 5}', new)

    (message,) = problems(course)

    assert message.startswith(EXERCISES)
    assert cell_number(EXERCISES, line + 2) in message
    assert re.findall(r"\bline (\d+)", message)[0] == str(line), message


@pytest.mark.parametrize("name", [EXERCISES, READING, CASE, "course/index.md"])
def test_another_header_is_refused_and_the_right_one_is_shown(course: Path, name: str) -> None:
    replace(course, name, "    format_name: myst", "    format_name: markdown")

    (message,) = problems(course)

    assert message.startswith(f"{name}, line 1: ")
    assert "format_name: myst" in message


def test_a_master_that_is_not_utf_8_is_named(course: Path) -> None:
    (course / READING).write_bytes((course / READING).read_bytes() + "pesos à".encode("latin-1"))

    assert [m for m in problems(course) if m.startswith(f"{READING} is not UTF-8 text")]


@pytest.mark.parametrize("name", [EXERCISES, READING, CASE, KEY])
def test_a_missing_file_of_a_module_is_named_and_nothing_that_follows_from_it(
    course: Path, name: str
) -> None:
    (course / name).unlink()

    (message,) = problems(course)

    assert message.startswith(name)
    assert "is missing" in message


def test_a_misspelt_code_cell_is_told_and_does_not_become_text(course: Path) -> None:
    line = replace(course, EXERCISES, "```{code-cell} ipython3\nimport", "```{code-cel}\nimport")

    assert [m for m in problems(course) if EXERCISES in m and f"line {line}" in m]


# --- Masters and key belong together -------------------------------------------------------------


def test_a_graded_cell_without_an_exercise_in_the_key_is_told(course: Path) -> None:
    replace(course, EXERCISES, CHECK, ":check: share_outs\n")
    line = replace(course, EXERCISES, 'check("share_out")', 'check("share_outs")')

    assert [
        message
        for message in problems(course)
        if message.startswith(f"{cell_at(EXERCISES, line)}: key.py has no exercise 'share_outs'")
        and "share_value, share_out, " in message
    ]


def test_an_exercise_of_the_key_that_the_master_does_not_know_is_told(course: Path) -> None:
    with (course / KEY).open("a", encoding="utf-8") as key:
        key.write("\nforgotten = share_value\n")

    (message,) = problems(course)

    assert message.startswith(f"{EXERCISES}, line 1: the mistakes of 'forgotten' have no words: ")


def test_an_exercise_with_words_and_without_a_graded_cell_is_told(course: Path) -> None:
    replace(course, EXERCISES, CHECK, "")

    assert problems(course) == [
        f"{EXERCISES}: key.py declares 'share_out', and no graded cell has this grade_id."
    ]


def test_an_exercise_without_an_answer_cell_is_told(course: Path) -> None:
    replace(course, EXERCISES, ":answer: share_out\n", ":solution: somewhere-else\n")
    check = (ROOT / EXERCISES).read_text(encoding="utf-8").split("\n").index('check("share_out")')

    (message,) = problems(course)

    assert message.startswith(f"{cell_at(EXERCISES, check + 1)}: ")
    assert "'share_out' has no answer cell" in message


def test_an_answer_below_its_check_is_told(course: Path) -> None:
    path = course / EXERCISES
    text = path.read_text(encoding="utf-8")
    fence = "```{code-cell} ipython3\n"
    start = text.index(f"{fence}:answer: loans_per_group")
    middle = text.index(f"{fence}:check: loans_per_group")
    end = text.index("\n```{hints} loans_per_group")
    answer, check = text[start:middle], text[middle:end]
    swapped = f"{text[:start]}{check}\n{answer.rstrip()}\n{text[end:]}"
    path.write_text(swapped, encoding="utf-8", newline="\n")
    # The check now stands where the answer stood, and so begins at its line.
    place = cell_at(EXERCISES, text[:start].count("\n") + 2)

    assert problems(course) == [
        f"{place}: the answer cell 'loans_per_group-answer' follows its check."
    ]


def test_points_are_compared_however_the_check_is_quoted(course: Path) -> None:
    replace(course, EXERCISES, 'check("share_out")', "check('share_out')")
    replace(course, EXERCISES, CHECK, written_out(points="4"))

    assert [message for message in problems(course) if "4 points and key.py 3" in message]


def test_a_paragraph_to_reread_that_does_not_exist_is_told_with_those_that_do(
    course: Path,
) -> None:
    replace(course, KEY, "reading#what-one-share-is-worth", "reading#what-one-share-costs")

    (message,) = problems(course)

    assert message.startswith(f"{KEY}: share_value: read='reading#what-one-share-costs'")
    assert "what-one-share-is-worth" in message


def test_a_renamed_heading_is_told_by_the_exercise_that_leads_to_it(course: Path) -> None:
    replace(course, READING, "## Three ways to pool", "## Three kinds of group")

    (message,) = problems(course)

    assert message.startswith(f"{KEY}: rosca_position: read='reading#three-ways-to-pool'")


def test_an_unknown_outcome_is_told_with_those_of_the_module(course: Path) -> None:
    replace(course, KEY, 'outcome="M4.3"', 'outcome="M9.9"')

    (message,) = problems(course)

    assert message.startswith(f"{KEY}: ")
    assert "the outcome 'M9.9' is not in module.toml, which has M4.1, M4.2, M4.3, " in message


def test_a_syntax_error_in_the_key_is_told_with_its_line(course: Path) -> None:
    line = replace(course, KEY, "share_value = Exercise(", "share_value = = Exercise(")

    (message,) = problems(course)

    assert message.startswith(f"{KEY}: ")
    assert f"line {line})" in message
    assert str(course) not in message


def test_an_error_while_the_key_runs_is_told_with_its_line(course: Path) -> None:
    line = replace(course, KEY, "    draw=_draw_rosca,", "    draw=_draw_roska,")

    (message,) = problems(course)

    assert message.startswith(f"{KEY}: ")
    assert "_draw_roska" in message
    assert re.search(rf"\bline {line}\b", message), message


def test_an_exercise_without_mistakes_and_hints_is_told(course: Path) -> None:
    with (course / KEY).open("a", encoding="utf-8") as key:
        key.write(
            '\nbare = Exercise(kind="number", points=1, outcome="M4.1", '
            'read="reading#summary", answer=1)\n'
        )

    found = problems(course)

    assert [m for m in found if m.startswith(f"{KEY}: bare: it names 0 mistake(s); at least 3")]
    assert f"{KEY}: bare: it has no hint." in found


# --- Several problems ----------------------------------------------------------------------------


def test_problems_of_all_files_of_a_module_are_told_at_once(course: Path) -> None:
    replace(course, READING, "[N1]", "[Z8]")
    replace(course, CASE, 'source="C45"', 'source="Z7"')
    replace(course, EXERCISES, CHECK, written_out(points="4"))
    replace(course, EXERCISES, "[C43]", "[Z9]")
    replace(course, KEY, 'outcome="M4.3"', 'outcome="M9.9"')
    replace(course, KEY, "reading#three-ways-to-pool", "reading#four-ways")

    found = "\n".join(problems(course))

    for wanted in ("[Z8]", "[Z7]", "4 points", "[Z9]", "'M9.9'", "'reading#four-ways'"):
        assert wanted in found


def test_an_unreadable_master_does_not_hide_the_problems_of_the_others(course: Path) -> None:
    replace(course, EXERCISES, CHECK, ":check: share_out: 2\n")
    replace(course, READING, "[N1]", "[Z8]")

    found = "\n".join(problems(course))

    assert "not valid YAML" in found
    assert "[Z8]" in found


def test_an_unreadable_key_does_not_hide_the_problems_of_the_masters(course: Path) -> None:
    replace(course, KEY, "share_value = Exercise(", "share_value = = Exercise(")
    replace(course, READING, "[N1]", "[Z8]")

    found = "\n".join(problems(course))

    assert "SyntaxError" in found
    assert "[Z8]" in found


def test_a_problem_of_a_module_does_not_hide_those_of_the_landing_page(course: Path) -> None:
    replace(course, "course/index.md", "[N1]", "[Z9]")
    replace(course, READING, "[N1]", "[Z8]")

    found = "\n".join(problems(course))

    assert "[Z9]" in found
    assert "[Z8]" in found
