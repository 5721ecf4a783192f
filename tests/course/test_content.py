"""Every written module is whole: taught, practised, assessed, sourced and readable."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course.reading_level import grade, prose_lines, words
from helpers import MODULES, ROOT, some

from solidarity.author.bibliography import keys_in
from solidarity.author.master import Master, read_master
from solidarity.author.prompts import ready
from solidarity.course import PARTS
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.keys import load_key

each_module = pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)
each_master = pytest.mark.parametrize(
    "path",
    [
        ROOT / "course/index.md",
        ROOT / "course/glossary.md",
        *(folder / f"{part}.md" for folder in MODULES for part in PARTS),
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)

FIELDS_OF_A_SOURCE = ("title", "publisher", "url", "year", "grade", "note")
SOURCES: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "course" / "sources.toml").read_text(encoding="utf-8")
)

# Words of the field that every reading may use: the course is there to teach them.
TERMS = ("association", "associations", "cooperative", "cooperatives", "solidarity", "illustrative")
MOST_YEARS_OF_SCHOOL = 9
FEWEST_WORDS, MOST_WORDS = 1_200, 2_000
SHORTEST_ALTERNATIVE = 20
HOW_TO_WRITE = (
    "To write in the cell below, click on it and press Enter; on a telephone, tap it twice."
)


@cache
def master(path: Path) -> Master:
    return read_master(path, f"{path.parent.name}/{path.name}")


@cache
def exercises(folder: Path) -> Master:
    """The master of the exercises as the build makes it ready."""
    return ready(master(folder / "exercises.md"), key_of(folder))


@cache
def key_of(folder: Path) -> dict[str, Exercise]:
    return load_key(folder / "key.py")


def about(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "module.toml").read_text(encoding="utf-8"))


def graded_by_hand(folder: Path) -> list[int]:
    """The places of the cells that an instructor reads."""
    return [
        place
        for place, cell in enumerate(exercises(folder).notebook.cells)
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade")
    ]


# --- Parts and outcomes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part", ["module.toml", "reading.md", "case.md", "exercises.md", "key.py", "facilitator.md"]
)
@each_module
def test_a_module_has_all_its_parts(folder: Path, part: str) -> None:
    assert (folder / part).is_file()
    assert (folder / part).read_text(encoding="utf-8").strip()


@each_module
def test_the_reading_promises_as_much_as_the_module_has_outcomes(folder: Path) -> None:
    cells = master(folder / "reading.md").notebook.cells
    (promise,) = (c.source for c in cells if "What you will be able to do" in c.source)

    promised = promise.partition("What you will be able to do")[2]
    assert len(re.findall(r"(?m)^- ", promised)) == len(about(folder)["outcome"])


@each_module
def test_every_outcome_is_assessed(folder: Path) -> None:
    """By an exercise, or by the case or the reflection where module.toml says so."""
    by_exercise = {exercise.outcome for exercise in key_of(folder).values()}
    outcomes = about(folder)["outcome"]
    elsewhere = {entry["id"] for entry in outcomes if entry.get("assessed")}

    assert [entry["id"] for entry in outcomes if entry["id"] not in by_exercise | elsewhere] == []


@each_module
def test_what_module_toml_names_as_assessing_an_outcome_exists(folder: Path) -> None:
    cells = exercises(folder).notebook.cells
    names = {cells[place].metadata.nbgrader.grade_id for place in graded_by_hand(folder)}

    named = {entry["assessed"] for entry in about(folder)["outcome"] if "assessed" in entry}
    assert named <= names | {"case"}


# --- Exercises -----------------------------------------------------------------------------------


@each_module
def test_there_are_seven_exercises_that_answer_at_once(folder: Path) -> None:
    assert len(key_of(folder)) >= 7


@each_module
def test_what_a_person_reads_has_a_rubric_that_gives_its_points(folder: Path) -> None:
    """One reflection, whose lines add up; or the pages of a plan, with a line for each level."""
    cells = exercises(folder).notebook.cells
    places = graded_by_hand(folder)

    assert places
    for place in places:
        prompt, points = cells[place - 1].source, cells[place].metadata.nbgrader.points
        rows = re.findall(r"(?m)^\|\s*([\d.]+)\s*\|\s*(\S.*?)\s*\|$", prompt)
        given = [float(points) for points, _ in rows]
        assert len({words for _, words in rows}) == len(rows) >= 3
        if len(places) == 1:
            assert sum(given) == points
        else:
            assert given == list(range(points, 0, -1))


@each_module
def test_how_to_write_an_answer_is_told_as_it_works_everywhere(folder: Path) -> None:
    """A double click does in our rooms only; Enter does in any JupyterLab. A telephone has none."""
    cells = exercises(folder).notebook.cells
    for place in graded_by_hand(folder):
        last = cells[place - 1].source.splitlines()[-1]
        assert last == HOW_TO_WRITE
    assert not any("twice on it" in cell.source for cell in cells)


@each_module
def test_every_prompt_says_its_points_as_the_key_has_them(folder: Path) -> None:
    cells = exercises(folder).notebook.cells
    key = key_of(folder)

    for place, cell in some(enumerate(cells)):
        meta = cell.metadata.get("nbgrader", {})
        if not (meta.get("grade") and meta.grade_id in key):
            continue
        exercise = key[meta.grade_id]
        text = "\n".join(c.source for c in cells[:place] if c.cell_type == "markdown")
        said = re.findall(r"\((\d[\d.]*) points?(?:, of which ([\d.]+) for [^)]+)?\)", text)
        points, edge_points = said[-1]
        assert float(points) == exercise.points, meta.grade_id
        assert float(edge_points or 0) == exercise.edge_points, meta.grade_id


EXERCISES = [
    pytest.param(exercise, id=f"{folder.name}-{name}")
    for folder in MODULES
    for name, exercise in key_of(folder).items()
]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_knows_three_mistakes_and_has_three_hints(exercise: Exercise) -> None:
    # A form is the learner's own, and its judge says what is missing.
    assert len(exercise.mistakes) >= 3 or exercise.kind == "form"
    assert len(exercise.hints) >= 3


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_message_of_a_mistake_is_plain_sentences(exercise: Exercise) -> None:
    assert exercise.messages.keys() == exercise.mistakes.keys()
    for name, told in exercise.messages.items():
        message = re.sub(r"`[^`]*`", "it", told)
        assert message.endswith((".", "?")), name
        # The message may begin with a name that is set as code.
        assert told[0] == "`" or message[0].isupper(), name
        assert not re.search(r"\b\w*Error\b|[Ww]rong!|[Ii]nvalid|[Ee]xception", message), name
        assert message.count("`") == 0, name
        assert "  " not in message, name


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_hint_is_plain_sentences(exercise: Exercise) -> None:
    for hint in some(exercise.hints):
        assert hint.endswith((".", "?")), hint
        assert hint.count("`") % 2 == 0, hint


# --- Sources -------------------------------------------------------------------------------------


def used_keys(path: Path) -> set[str]:
    return {key for cell in master(path).notebook.cells for key in keys_in(cell)}


@each_master
def test_every_source_key_exists_and_its_source_is_whole(path: Path) -> None:
    used = used_keys(path)
    assert used or path.stem == "glossary"
    for key in used:
        assert key in SOURCES
        source = SOURCES[key]
        assert [name for name in FIELDS_OF_A_SOURCE if not source.get(name)] == [], key
        assert re.match(r"https?://\S+\.\S+$", source["url"]), key
        assert re.fullmatch(r"\d{4}|n\.d\.", source["year"]), key
        assert source["grade"] in ("A", "B", "C"), key


def test_no_source_is_listed_twice_under_two_keys() -> None:
    urls = [source["url"] for source in SOURCES.values()]

    assert [url for url in urls if urls.count(url) > 1] == []


@pytest.mark.parametrize(
    ("master_path", "notebook_path"),
    [
        (ROOT / "course/index.md", ROOT / "START.ipynb"),
        *(
            (folder / f"{part}.md", ROOT / "source" / folder.name / f"{part}.ipynb")
            for folder in MODULES
            for part in PARTS
        ),
    ],
    ids=lambda path: path.name,
)
def test_a_page_that_uses_sources_lists_each_at_its_end(
    master_path: Path, notebook_path: Path
) -> None:
    used = used_keys(master_path)
    last = nbformat.read(notebook_path, as_version=4).cells[-1].source

    listed = re.findall(r"(?m)^- \*\*([A-Z]\d+[a-z]?)\*\* ", last)
    assert set(listed) == used
    assert len(listed) == len(used)
    for key in used:
        assert f"<{SOURCES[key]['url']}>" in last, key


@each_module
def test_a_reading_and_a_case_have_sources(folder: Path) -> None:
    assert used_keys(folder / "reading.md")
    assert used_keys(folder / "case.md")


# --- Figures -------------------------------------------------------------------------------------


def figures(path: Path) -> Iterator[tuple[str, str]]:
    """The alternative text and the address of every figure in a text."""
    text = path.read_text(encoding="utf-8")
    yield from re.findall(r"!\[([^\]]*)\]\(([^)\s]+)", text)
    for tag in re.findall(r"<img\b[^>]*>", text):
        found = dict(re.findall(r"(\w+)=[\"']([^\"']*)[\"']", tag))
        yield found.get("alt", ""), found.get("src", "")


@each_module
def test_every_figure_has_an_alternative_text_that_says_what_it_shows(folder: Path) -> None:
    pages = sorted(folder.glob("*.md"))
    shown = [(page, *figure) for page in pages for figure in figures(page)]

    assert shown
    for page, alternative, address in shown:
        assert len(alternative) >= SHORTEST_ALTERNATIVE, f"{page.name}: {address}"
        assert (folder / address).is_file(), f"{page.name}: {address}"
        assert Path(address).suffix == ".svg", "the build copies nothing else to learners"


@each_module
def test_no_figure_lies_about_unused(folder: Path) -> None:
    shown = {address for page in folder.glob("*.md") for _, address in figures(page)}

    for figure in some((folder / "figures").iterdir()):
        assert f"figures/{figure.name}" in shown


@pytest.mark.parametrize(
    "path",
    [figure for folder in MODULES for figure in sorted((folder / "figures").glob("*.svg"))],
    ids=lambda path: path.name,
)
def test_a_figure_has_title_and_description_of_its_own(path: Path) -> None:
    svg = ET.parse(path).getroot()
    space = {"svg": "http://www.w3.org/2000/svg"}
    title, description = svg.find("svg:title", space), svg.find("svg:desc", space)

    assert title is not None
    assert title.text
    assert description is not None
    assert len(description.text or "") >= SHORTEST_ALTERNATIVE
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby", "").split() == [title.get("id"), description.get("id")]


# --- Prose ---------------------------------------------------------------------------------------


@each_module
def test_a_reading_takes_about_half_an_hour(folder: Path) -> None:
    count = words(prose_lines(folder / "reading.md"))

    assert FEWEST_WORDS <= count <= MOST_WORDS


@each_master
def test_the_prose_asks_for_no_more_than_nine_years_of_school(path: Path) -> None:
    assert grade(prose_lines(path), TERMS) <= MOST_YEARS_OF_SCHOOL


def test_the_reading_level_tells_hard_prose_from_easy() -> None:
    easy = ["The box has three locks.", "Five of us keep the keys.", "No one can open it alone."]
    hard = [
        "Institutional heterogeneity notwithstanding, accumulating savings associations "
        "demonstrate considerable organisational resilience, particularly where intermediation "
        "by commercial establishments remains prohibitively expensive for participants."
    ]

    assert grade(easy) < 4
    assert grade(hard) > 16
    assert grade(["The association lends.", "It lends to members."], ("association",)) < grade(
        ["The association lends.", "It lends to members."]
    )


def test_only_prose_counts_as_prose(tmp_path: Path) -> None:
    text = (ROOT / "course/index.md").read_text(encoding="utf-8").partition("\n# ")[0]
    path = tmp_path / "reading.md"
    path.write_text(
        f"{text}\n# A heading\n\nFive words [are here](x.ipynb) [C45].\n\n"
        "| a | table |\n|:--|:--|\n\n    indented = code\n\n"
        "![An alternative text of many words](figures/x.svg)\n\n"
        "```{code-cell} ipython3\nprint('code')\n```\n\n## Sources\n\nNone of this counts.\n",
        encoding="utf-8",
    )

    assert prose_lines(path) == ["Five words are here."]
    assert words(["Five words are here: 4 × 100 = 400."]) == 4


# The end of a sentence with another after it. A name's initial (Benjamin R. Quiñones) is none.
ANOTHER_SENTENCE = re.compile(r"(?<!\b[A-Z])[.!?][”\")*_]*\s+[“\"(*_`]*[A-ZÀ-Þ]")
# What a line may begin with: a few words in bold or italics that say what follows.
LEAD_IN = re.compile(r"^(?:\*\*[^*]+\*\*|\*[^*]+\*)\s+")
NO_PARAGRAPH = re.compile(r"\s*(?:\||#|[-*] |\d+\. |<|!\[)| {4}")


@each_master
def test_every_sentence_of_a_paragraph_stands_on_a_line_of_its_own(path: Path) -> None:
    crowded = [
        line
        for cell in master(path).notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.split("\n")
        if not NO_PARAGRAPH.match(line) and ANOTHER_SENTENCE.search(LEAD_IN.sub("", line))
    ]

    assert crowded == []
