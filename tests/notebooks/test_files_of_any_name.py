"""A notebook is known by its cells: a file of any name is graded, and its owner gets a page."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from grade.test_grade_class import marks
from submissions import (
    FULL,
    MODULE,
    course_with_gradebook,
    deleted_answer,
    hand_in,
    nbgrader_of,
    released,
    saved_by_colab,
    settings_and_ids_stripped,
    solved,
    solved_with,
)

from solidarity.course import CourseProblem
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.pages import make_pages
from solidarity.grade.run_record import RunRecord
from solidarity.learn.own_marks import check_own
from solidarity.notebooks.handed_in import MOST_OTHERS, NOT_LOOKED_INTO, files_handed_in
from solidarity.notebooks.submitted import UnreadableNotebook
from solidarity.notebooks.which import choose

pytestmark = pytest.mark.jail

OTHER = "m05-credit"
NAMES = {
    "second-download": "exercises (1).ipynb",
    "own-name": "Ana exercises.ipynb",
    "number": "exercises-2.ipynb",
    "large-letter": "Exercises.ipynb",
    "text": "exercises.ipynb.txt",
    "json": "exercises.ipynb.json",
    "json-alone": "exercises.json",
    "large-suffix": "exercises.IPYNB",
    "no-suffix": "exercises",
    "twice-and-spaces": "  exercises.ipynb .ipynb",
    "composed": unicodedata.normalize("NFC", "ejercicios de José.ipynb"),
    "decomposed": unicodedata.normalize("NFD", "ejercicios de José.ipynb"),
    "another-script": "अभ्यास.ipynb",
    "folder": "my copy/exercises.ipynb",
    "folders": "Ana/Solidarity/release/m04/exercises.ipynb",
    "signs": "**a** [x](y) $z$ <b>c<!d> _e_.ipynb",
    "as-if-another": "reading-2.ipynb",
}
Files = dict[str, Any]


def text(notebook: Any) -> str:
    return nbformat.writes(notebook)


def partly() -> Any:
    return solved_with(deleted_answer)


@dataclass(frozen=True)
class Given:
    """What lies in a learner's folder, what it earns, and what is said about it."""

    files: Callable[[], Files]
    status: str
    earns: float
    says: str


def other_module() -> Any:
    return solved(OTHER)


def bare() -> Any:
    return solved_with(settings_and_ids_stripped)


def only_remarks() -> Any:
    """A copy in which a remark was written into every cell for an answer, and nothing else."""
    notebook = released()
    for cell in notebook.cells:
        if cell.id.endswith("-answer"):
            cell.source += "\n    # later"
    return notebook


def colab() -> Any:
    return solved_with(saved_by_colab)


GIVEN = {
    **{
        student: Given(lambda name=name: {name: solved()}, "repaired", FULL, "It was taken from")  # type: ignore[misc]
        for student, name in NAMES.items()
    },
    "bare": Given(lambda: {"exercises (1).ipynb": bare()}, "repaired", FULL, "exercises (1)"),
    "colab": Given(
        lambda: {"Copy of exercises.ipynb": colab()}, "repaired", FULL, "Copy of exercises"
    ),
    "untouched-and-copy": Given(
        lambda: {"exercises.ipynb": released(), "exercises (1).ipynb": solved()},
        "repaired",
        FULL,
        "“exercises (1)” was taken, with 8 answers; not taken: “exercises” with 0",
    ),
    "right-and-untouched-copy": Given(
        lambda: {"exercises.ipynb": partly(), "exercises (1).ipynb": released()},
        "repaired",
        FULL - 1,
        "“exercises” was taken, with 7 answers; not taken: “exercises (1)” with 0",
    ),
    "right-and-copy-with-remarks": Given(
        lambda: {"exercises.ipynb": partly(), "exercises (1).ipynb": only_remarks()},
        "repaired",
        FULL - 1,
        "“exercises” was taken, with 7 answers; not taken: “exercises (1)” with 0",
    ),
    "thirty": Given(
        lambda: {f"exercises ({n}).ipynb": released() if n < 29 else solved() for n in range(30)},
        "repaired",
        FULL,
        "“exercises (29)” was taken, with 8 answers",
    ),
    "right-and-same-copy": Given(
        lambda: {"exercises.ipynb": solved(), "exercises-Copy1.ipynb": solved()},
        "graded",
        FULL,
        "“exercises” was taken",
    ),
    "two-copies": Given(
        lambda: {"exercises (2).ipynb": partly(), "exercises (1).ipynb": solved()},
        "repaired",
        FULL,
        "“exercises (1)” was taken, with 8 answers; not taken: “exercises (2)” with 7",
    ),
    "two-copies-alike": Given(
        lambda: {"exercises (9).ipynb": solved(), "exercises (10).ipynb": solved()},
        "repaired",
        FULL,
        "“exercises (10)” was taken",
    ),
    "broken-and-copy": Given(
        lambda: {"exercises.ipynb": "{ broken", "exercises (1).ipynb": solved()},
        "repaired",
        FULL,
        "“exercises (1)”",
    ),
    "other-module": Given(
        lambda: {"exercises.ipynb": other_module()}, "unreadable", 0, "another notebook: module 5"
    ),
    "other-module-other-name": Given(
        lambda: {"exercises (1).ipynb": other_module()}, "unreadable", 0, "a notebook of module 5"
    ),
    "other-module-and-right": Given(
        lambda: {"exercises.ipynb": other_module(), "exercises (1).ipynb": solved()},
        "repaired",
        FULL,
        "“exercises (1)”",
    ),
    "reading-as-exercises": Given(
        lambda: {"exercises.ipynb": nbformat.v4.new_notebook()}, "repaired", 0, "put back"
    ),
    "nothing": Given(lambda: {}, "unreadable", 0, "no such notebook was handed in"),
    "own-notes": Given(
        lambda: {
            "my notes.ipynb": nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
        },
        "unreadable",
        0,
        "my notes: not a notebook of this module",
    ),
    "broken": Given(lambda: {"exercises.ipynb": "{ broken"}, "unreadable", 0, "damaged"),
    "broken-other-name": Given(
        lambda: {"exercises (1).ipynb": "{ broken"}, "unreadable", 0, "no such notebook"
    ),
}


def lay(course: Path, student: str, given: Given) -> None:
    folder = hand_in(course, student, released())
    (folder / "exercises.ipynb").unlink()
    for name, content in given.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else text(content), "utf-8")


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Class:
    """A graded class with its pages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.handed_in = files_in(root / "submitted")
        run = ClassRun(root, MODULE)
        students = run.students()
        self.report: RunRecord = run.grade(students, this_machine.local(2), mode="test")
        made = list(make_pages(root, MODULE, students, 2))
        assert not [one for one in made if one.said]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    course = course_with_gradebook(tmp_path_factory.mktemp("names") / "course")
    for student, given in GIVEN.items():
        lay(course, student, given)
    empty = course / "submitted" / "empty" / MODULE
    empty.mkdir(parents=True)
    return Class(course)


@pytest.mark.parametrize("student", GIVEN)
def test_a_file_is_graded_for_its_cells_and_not_for_its_name(graded: Class, student: str) -> None:
    given, line = GIVEN[student], graded.report.learners[student]
    said = " ".join(line.said)
    assert (line.status, line.score, line.points) == (given.status, given.earns, FULL), said
    assert given.says in said
    scores = [v[0] for name, v in marks(graded.root)[student].items() if not name.endswith(")")]
    assert sum(score or 0 for score in scores) == given.earns


@pytest.mark.parametrize("student", [*GIVEN, "empty"])
def test_who_handed_in_anything_has_a_page_that_says_what_happened(
    graded: Class, student: str
) -> None:
    page = graded.root / "feedback" / student / MODULE / "exercises.html"
    words = page.read_text(encoding="utf-8")
    plain = words.casefold()
    if student == "empty":
        assert "no such notebook was handed in" in plain
    elif GIVEN[student].status == "unreadable":
        assert "Your notebook could not be graded" in words
        # Of what was not looked at nothing is said to be wrong.
        assert "not right yet" not in words
        assert "Not graded" in words
        assert GIVEN[student].says.casefold() in plain
    else:
        assert "About your file" in words or "taken" not in GIVEN[student].says


def test_a_name_with_signs_is_shown_as_it_is(graded: Class) -> None:
    page = graded.root / "feedback" / "signs" / MODULE / "exercises.html"
    name = NAMES["signs"].removesuffix(".ipynb")
    assert f"“{escape(name, quote=False)}”" in page.read_text(encoding="utf-8")


def test_what_was_not_looked_into_is_not_called_something_else(tmp_path: Path) -> None:
    for n in range(MOST_OTHERS + 1):
        (tmp_path / f"{n:03}.ipynb").write_text(text(released()), "utf-8")
    files = files_handed_in(tmp_path, ["exercises"], [])
    left = choose(files, {"exercises": released()}, {}).left
    assert left == [f"{MOST_OTHERS:03}: {NOT_LOOKED_INTO}"]


def test_what_was_handed_in_stays_as_it_is(graded: Class) -> None:
    assert files_in(graded.root / "submitted") == graded.handed_in


BY_NBGRADER = (
    "second-download",
    "text",
    "folder",
    "bare",
    "untouched-and-copy",
    "right-and-untouched-copy",
    "other-module",
    "broken",
    "nothing",
)


def test_nbgraders_own_way_takes_the_same_files(graded: Class, tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    for student in BY_NBGRADER:
        lay(course, student, GIVEN[student])
        done = nbgrader_of(course).autograde(MODULE, student)
        assert done["success"], done.get("error") or done.get("log")
        assert GIVEN[student].says in done["log"]
        assert nbgrader_of(course).generate_feedback(MODULE, student)["success"]
        page = course / "feedback" / student / MODULE / "exercises.html"
        theirs = graded.root / "feedback" / student / MODULE / "exercises.html"
        for words in ("Your notebook could not be graded", "About your file"):
            assert (words in page.read_text("utf-8")) == (words in theirs.read_text("utf-8"))
    expected = marks(graded.root)
    assert marks(course) == {student: expected[student] for student in BY_NBGRADER}


@pytest.mark.parametrize("name", ["exercises (1).ipynb", "exercises.ipynb.txt", "Ana.ipynb"])
def test_ones_own_file_of_any_name_can_be_checked(graded: Class, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(text(solved_with(settings_and_ids_stripped)), "utf-8")
    own = check_own(graded.root, path)
    assert (own.module, own.all_right) == (MODULE, True)


def test_ones_own_file_of_another_part_is_named_as_what_it_is(
    graded: Class, tmp_path: Path
) -> None:
    path = tmp_path / "exercises.ipynb"
    shutil.copy(graded.root / "release" / MODULE / "reading.ipynb", path)
    with pytest.raises(UnreadableNotebook, match=r"module 4.*reading"):
        check_own(graded.root, path)
    path.write_text(text(nbformat.v4.new_notebook()), "utf-8")
    with pytest.raises(UnreadableNotebook, match="holds no exercise"):
        check_own(graded.root, path)
    with pytest.raises(CourseProblem, match="no file"):
        check_own(graded.root, tmp_path / "gone.ipynb")
