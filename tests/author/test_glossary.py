"""A term that a reading links is explained at its end; what does not fit is told with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import MODULES

from solidarity.author.adopt import adopt
from solidarity.author.build_course import make
from solidarity.author.drafts import read_plan
from solidarity.author.glossary import HEADING, load_glossary
from solidarity.author.master import BuildProblem
from solidarity.course import CourseProblem

M04 = "m04-savings-groups"
READING = f"course/{M04}/reading.md"
GLOSSARY = "course/glossary.toml"
LINK = re.compile(r'\[([^\]]+)\]\(#([^)\s]+) "([^"]+)"\)')


def replace(course: Path, name: str, old: str, new: str) -> int:
    """Change a file at the one place that reads ``old``; returns that line."""
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def add(course: Path, entry: str) -> None:
    with (course / GLOSSARY).open("a", encoding="utf-8") as glossary:
        glossary.write(f"\n{entry}\n")


def problems(course: Path) -> list[str]:
    with pytest.raises(BuildProblem) as found:
        make(course, M04)
    return found.value.problems


def cells_of(text: str) -> list[Any]:
    return list(nbformat.reads(text, as_version=4).cells)


def words_of(cells: list[Any]) -> tuple[int, Any]:
    """The place of the cell with the words, and the cell."""
    ((place, cell),) = ((n, c) for n, c in enumerate(cells) if c.source.startswith(f"## {HEADING}"))
    return place, cell


# --- What a reader gets --------------------------------------------------------------------------


@pytest.mark.parametrize("module", [folder.name for folder in MODULES])
@pytest.mark.parametrize("folder", ["source", "release"])
def test_every_link_leads_to_its_word_at_the_end_of_the_same_notebook(
    root: Path, folder: str, module: str
) -> None:
    cells = cells_of((root / folder / module / "reading.ipynb").read_text(encoding="utf-8"))
    place, words = words_of(cells)
    links = [link for cell in cells[:place] for link in LINK.findall(cell.source)]

    listed = dict(re.findall(r"(?m)^### (.+)\n\n(.+)$", words.source))
    meanings = {word.replace(" ", "-"): means for word, means in listed.items()}

    assert links
    for _, address, means in links:
        assert meanings[address] == means


@pytest.mark.parametrize("module", [folder.name for folder in MODULES])
def test_the_words_stand_before_the_sources_in_alphabetical_order(root: Path, module: str) -> None:
    text = (root / "source" / module / "reading.ipynb").read_text(encoding="utf-8")
    cells = cells_of(text)
    place, words = words_of(cells)
    listed = re.findall(r"(?m)^### (.+)$", words.source)

    assert cells[place + 1].source.startswith("## Sources")
    assert place + 2 == len(cells)
    assert listed == sorted(listed, key=str.casefold)
    assert {address for c in cells for _, address, _ in LINK.findall(c.source)} == {
        word.replace(" ", "-") for word in listed
    }
    assert "(glossary#" not in text


def test_a_word_says_in_which_section_it_was_first_met(root: Path) -> None:
    cells = cells_of((root / "source" / M04 / "reading.ipynb").read_text(encoding="utf-8"))
    _, words = words_of(cells)

    assert "First met in [A box with three locks](#A-box-with-three-locks)." in words.source


def test_the_glossary_page_says_for_each_word_what_it_means_and_where_it_is_used(
    root: Path,
) -> None:
    glossary = load_glossary(root / GLOSSARY)
    text = "\n".join(
        cell.source for cell in cells_of((root / "GLOSSARY.ipynb").read_text(encoding="utf-8"))
    )
    rows = re.findall(r"(?m)^\| \*\*(.+?)\*\* \| (.+?) \| (.+) \|$", text)

    assert [(word, means) for word, means, _ in rows] == [
        (entry.term, entry.means) for entry in glossary.values()
    ]
    for (_, _, used_in), key in zip(rows, glossary, strict=True):
        modules = [
            folder.name
            for folder in MODULES
            if f"(glossary#{key})" in (folder / "reading.md").read_text(encoding="utf-8")
        ]
        assert re.findall(r"\(my-work/(.+?)/reading.ipynb\)", used_in) == modules


def test_a_reading_that_links_nothing_has_no_list_of_words(course: Path) -> None:
    path = course / READING
    text = re.sub(r"\[([^\]]+)\]\(glossary#[^)]*\)", r"\1", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8", newline="\n")
    others = read_plan(course).known.uses
    kept = [
        f'[{key}]\nterm = "{entry.term}"\nmeans = "{entry.means}"\n'
        for key, entry in load_glossary(course / GLOSSARY).items()
        if key in others
    ]
    (course / GLOSSARY).write_text("\n".join(kept), encoding="utf-8", newline="\n")

    cells = cells_of(make(course, M04).files[f"source/{M04}/reading.ipynb"])

    assert not [cell for cell in cells if HEADING in cell.source]


# --- What an author is told ----------------------------------------------------------------------


def test_an_unknown_term_is_told_with_file_cell_and_line(course: Path) -> None:
    line = replace(course, READING, "(glossary#social-fund)", "(glossary#sozial-fund)")

    (message,) = problems(course)

    assert re.fullmatch(
        rf"{READING}, cell \d+, line {line}: "
        r"the term \[sozial-fund\] is not in course/glossary\.toml\.",
        message,
    )


@pytest.mark.parametrize("page", [f"course/{M04}/case.md", "course/index.md"])
def test_a_link_from_a_page_without_a_list_of_words_is_told(course: Path, page: str) -> None:
    path = course / page
    lines = path.read_text(encoding="utf-8").split("\n")
    at = lines.index("+++") - 2
    lines[at] += " See the [share-out](glossary#share-out)."
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")

    (message,) = problems(course)

    assert re.match(rf"{page}, cell 1, line {at + 1}: only a reading lists its words", message)


def test_an_entry_that_no_reading_links_is_told_and_how_to_link_it(course: Path) -> None:
    add(course, '[pot]\nterm = "pot"\nmeans = "What all pay in at one meeting."')

    (message,) = problems(course)

    assert message.startswith("course/glossary.toml, [pot]: no reading links this term.")
    assert "[pot](glossary#pot)" in message


def test_an_entry_is_not_called_unused_while_a_reading_has_a_problem_of_its_own(
    course: Path,
) -> None:
    (course / READING).unlink()

    (message,) = problems(course)

    assert message == f"{READING} is missing."


BROKEN = {
    "no meaning": ('[pot]\nterm = "pot"', "'means'"),
    "an unknown field": ('[pot]\nterm = "pot"\nmeans = "x."\nword = "y"', "'word'"),
    "another key": ('[pots]\nterm = "pot"\nmeans = "x."', "the key of 'pot' must be 'pot'"),
    "capitals in the key": ('[Pot]\nterm = "Pot"\nmeans = "x."', "must be 'pot'"),
    "brackets in the term": ('[pot]\nterm = "pot (of money)"\nmeans = "x."', "letters, digits"),
    "a quotation mark": ('[pot]\nterm = "pot"\nmeans = \'The "pot".\'', "must not hold"),
    "a bar": ('[pot]\nterm = "pot"\nmeans = "a | b"', "must not hold"),
    "an entry listed twice": ('[rosca]\nterm = "ROSCA"\nmeans = "x."', "line"),
}


@pytest.mark.parametrize(("entry", "wanted"), BROKEN.values(), ids=list(BROKEN))
def test_an_entry_that_cannot_be_right_is_told(course: Path, entry: str, wanted: str) -> None:
    add(course, entry)

    with pytest.raises(CourseProblem) as refused:
        make(course, M04)

    assert "glossary.toml" in str(refused.value)
    assert wanted in str(refused.value)


# --- Hand edits ----------------------------------------------------------------------------------


def test_adopting_a_reading_leaves_its_links_as_the_master_writes_them(course: Path) -> None:
    name = f"source/{M04}/reading.ipynb"
    before = (course / READING).read_text(encoding="utf-8")
    notebook = nbformat.read(course / name, as_version=4)
    notebook.cells[0].source += "\n\nOne more sentence."
    nbformat.write(notebook, course / name)

    adopt(course, name)

    after = (course / READING).read_text(encoding="utf-8")
    assert after.replace("\n\nOne more sentence.", "", 1) == before
    assert HEADING not in after


def test_a_link_of_a_persons_own_that_has_a_title_stays_as_it_is(course: Path) -> None:
    name = f"source/{M04}/reading.ipynb"
    notebook = nbformat.read(course / name, as_version=4)
    notebook.cells[0].source += '\n\n[Up](#Summary "to the summary")'
    nbformat.write(notebook, course / name)

    adopt(course, name)

    assert '[Up](#Summary "to the summary")' in (course / READING).read_text(encoding="utf-8")
