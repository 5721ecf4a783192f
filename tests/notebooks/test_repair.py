"""Repair as a pure function: what it restores, what it leaves, what it says."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
import pytest
from helpers import ROOT, some
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from solidarity.notebooks.repair import repair

RELEASED = nbformat.read(ROOT / "release/m04-savings-groups/exercises.ipynb", as_version=4)
GRADED = [c.metadata.nbgrader.grade_id for c in RELEASED.cells if "nbgrader" in c.metadata]


def labels(notebook: Any) -> list[str]:
    return [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]


def test_a_notebook_in_good_shape_is_left_alone() -> None:
    submitted = copy.deepcopy(RELEASED)
    submitted.cells[3].source = "def share_value(a, b, c, d):\n    return 1"
    mended, repairs = repair(submitted, RELEASED)
    assert repairs == []
    assert [c.source for c in mended.cells] == [c.source for c in submitted.cells]


def test_the_submitted_notebook_itself_is_not_changed() -> None:
    submitted = copy.deepcopy(RELEASED)
    del submitted.cells[4]
    before = nbformat.writes(submitted)
    repair(submitted, RELEASED)
    assert nbformat.writes(submitted) == before


def test_of_a_duplicated_answer_the_last_one_counts_and_both_stay() -> None:
    submitted = copy.deepcopy(RELEASED)
    place = [c.id for c in submitted.cells].index("share_value-answer")
    submitted.cells[place].source = "first = 1"
    twin = copy.deepcopy(submitted.cells[place])
    twin.source = "second = 2"
    submitted.cells.insert(place + 1, twin)
    mended, repairs = repair(submitted, RELEASED)
    kept = [c for c in mended.cells if c.source in ("first = 1", "second = 2")]
    assert ["nbgrader" in c.metadata for c in kept] == [False, True]
    assert len(repairs) == 1
    assert len({c.id for c in mended.cells}) == len(mended.cells)


def test_a_learners_own_cells_keep_their_text() -> None:
    submitted = copy.deepcopy(RELEASED)
    submitted.cells.insert(5, nbformat.v4.new_code_cell("my_own_trial = 42"))
    submitted.cells = [c for c in submitted.cells if c.id != "share_out"]
    mended, _ = repair(submitted, RELEASED)
    assert any(c.source == "my_own_trial = 42" for c in mended.cells)


@pytest.mark.parametrize("value", [None, "text", {}, {"grade_id": 7}, {"schema_version": 99}])
def test_nonsense_in_the_settings_of_a_cell_does_no_harm(value: Any) -> None:
    submitted = copy.deepcopy(RELEASED)
    submitted.cells[4].metadata["nbgrader"] = value
    mended, _ = repair(submitted, RELEASED)
    MetadataValidator().validate_nb(mended)
    assert sorted(labels(mended)) == sorted(GRADED)


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "twice", "move", "strip", "markdown", "text", "points", "id"]),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    max_size=12,
)


def _mutate(notebook: Any, operations: list[tuple[str, int, int]]) -> None:
    for what, one, two in operations:
        if not notebook.cells:
            return
        cell = notebook.cells[one % len(notebook.cells)]
        if what == "delete":
            notebook.cells.remove(cell)
        elif what == "twice":
            notebook.cells.insert(two % len(notebook.cells), copy.deepcopy(cell))
        elif what == "move":
            notebook.cells.remove(cell)
            notebook.cells.insert(two % (len(notebook.cells) + 1), cell)
        elif what == "strip":
            cell.metadata.pop("nbgrader", None)
        elif what == "markdown":
            cell.cell_type = "markdown"
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
        elif what == "text":
            cell.source = f"text_{two} = {two}"
        elif what == "points" and "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["points"] = two
        elif what == "id":
            cell["id"] = f"other-{two}"


@settings(max_examples=150)
@given(OPERATIONS)
def test_whatever_is_done_to_a_notebook_nbgrader_can_grade_it_afterwards(
    operations: list[tuple[str, int, int]],
) -> None:
    submitted = copy.deepcopy(RELEASED)
    _mutate(submitted, operations)
    mended, _ = repair(submitted, RELEASED)
    MetadataValidator().validate_nb(mended)
    assert sorted(labels(mended)) == sorted(GRADED)
    wanted = {c.metadata.nbgrader.grade_id: c for c in RELEASED.cells if "nbgrader" in c.metadata}
    for cell in mended.cells:
        if "nbgrader" in cell.metadata:
            original = wanted[cell.metadata.nbgrader.grade_id]
            assert cell.metadata.nbgrader == original.metadata.nbgrader
            if not original.metadata.nbgrader.solution:
                assert cell.source == original.source


# --- Cells that no label guards ------------------------------------------------------------------

EXERCISES = {
    path.parent.name: nbformat.read(path, as_version=4)
    for path in sorted(ROOT.glob("release/*/exercises.ipynb"))
}


def notebook_of(module: str) -> Any:
    return copy.deepcopy(EXERCISES[module])


def label_of(cell: Any) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def codes(notebook: Any) -> list[str]:
    return [c.source for c in notebook.cells if c.cell_type == "code"]


def unguarded(notebook: Any) -> list[Any]:
    """The code that is released without a label."""
    return [c for c in notebook.cells if c.cell_type == "code" and not label_of(c)]


def runs_above_its_answers(mended: Any, released: Any, text: str) -> bool:
    below = released.cells[[c.source for c in released.cells].index(text) :]
    answers = {label_of(c) for c in below if c.cell_type == "code"} - {""}
    first = min(n for n, c in enumerate(mended.cells) if label_of(c) in answers)
    return any(c.source == text and c.cell_type == "code" for c in mended.cells[:first])


def turn(kind: str) -> Any:
    def turned(notebook: Any, cell: Any) -> None:
        cell.cell_type = kind
        del cell["outputs"], cell["execution_count"]

    return turned


def delete(notebook: Any, cell: Any) -> None:
    notebook.cells = [c for c in notebook.cells if c is not cell]


def empty_it(notebook: Any, cell: Any) -> None:
    cell.source = ""


def move_to_the_end(notebook: Any, cell: Any) -> None:
    delete(notebook, cell)
    notebook.cells.append(cell)


def note_over_it(notebook: Any, cell: Any) -> None:
    turn("markdown")(notebook, cell)
    cell.source = "My own notes: the first cell, was it needed?"


def double_as_text(notebook: Any, cell: Any) -> None:
    notebook.cells.append(copy.deepcopy(cell))
    turn("raw")(notebook, cell)


HARM = {
    "raw": turn("raw"),
    "markdown": turn("markdown"),
    "deleted": delete,
    "emptied": empty_it,
    "moved below the answers": move_to_the_end,
    "written over with notes": note_over_it,
    "a text above, the code at the end": double_as_text,
}


def new_ids(notebook: Any) -> None:
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place}"


def new_ids_and_no_settings(notebook: Any) -> None:
    new_ids(notebook)
    for cell in notebook.cells:
        cell.metadata.clear()


SHAPES = {"as saved": lambda notebook: None, "no ids": new_ids, "bare": new_ids_and_no_settings}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("harm", HARM)
def test_code_that_no_label_guards_runs_above_its_answers(harm: str, shape: str) -> None:
    for module, released in some(EXERCISES.items()):
        for place, code in some(enumerate(unguarded(released))):
            submitted = notebook_of(module)
            HARM[harm](submitted, unguarded(submitted)[place])
            SHAPES[shape](submitted)
            mended, repairs = repair(submitted, released)
            assert runs_above_its_answers(mended, released, code.source), (module, repairs)
            assert repairs
            texts = [c.source for c in mended.cells]
            assert all(c.source in texts for c in submitted.cells), "what was written is lost"
            again, _ = repair(mended, released)
            assert codes(again) == codes(mended)


def test_what_a_learner_made_of_the_first_cell_is_kept_and_runs_after_the_released_one() -> None:
    released = notebook_of("m01-first-notebook")
    submitted = notebook_of("m01-first-notebook")
    own = "import pandas as pd\nasia = pd.DataFrame()  # my own"
    unguarded(submitted)[0].source = own
    mended, repairs = repair(submitted, released)
    assert codes(mended)[:2] == [unguarded(released)[0].source, own]
    assert "was changed; the one as released is run before it" in " ".join(repairs)


def test_a_changed_cell_that_became_a_text_is_code_again() -> None:
    released = notebook_of("m01-first-notebook")
    submitted = notebook_of("m01-first-notebook")
    cell = unguarded(submitted)[0]
    cell.source += "\nmine = 5"
    turn("raw")(submitted, cell)
    mended, repairs = repair(submitted, released)
    assert codes(mended)[0] == cell.source
    assert len(repairs) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "import math\n" + text,
        lambda text: text + "\n\nprint(len(asia))\nmine = 5",
        lambda text: "# My own remark\n" + text.replace('"', "'"),
    ],
    ids=["an import before it", "more after it", "a remark"],
)
def test_a_first_cell_that_surely_still_does_its_work_is_left_alone(change: Any) -> None:
    released = notebook_of("m01-first-notebook")
    submitted = notebook_of("m01-first-notebook")
    unguarded(submitted)[0].source = change(unguarded(released)[0].source)
    mended, repairs = repair(submitted, released)
    assert repairs == []
    assert [c.source for c in mended.cells] == [c.source for c in submitted.cells]


@pytest.mark.parametrize(
    "text",
    [
        "import pandas as pd (",
        "-" * 15_000 + "1",
        "import not_there_at_all\n{}",
        "import __main__\n{}",
        "raise KeyError\n{}",
    ],
    ids=["unreadable", "deep", "an import that fails", "an import of itself", "an error above"],
)
def test_a_first_cell_that_may_stop_half_way_has_the_released_one_before_it(text: str) -> None:
    released = notebook_of("m01-first-notebook")
    submitted = notebook_of("m01-first-notebook")
    wanted = unguarded(released)[0].source
    unguarded(submitted)[0].source = text.replace("{}", wanted)
    mended, _ = repair(submitted, released)
    assert codes(mended)[0] == wanted


def test_texts_that_became_code_are_texts_again() -> None:
    submitted = copy.deepcopy(RELEASED)
    prompts = [c for c in submitted.cells if c.cell_type == "markdown" and not label_of(c)]
    for cell in prompts:
        cell.cell_type = "code"
        cell.outputs, cell.execution_count = [], None
    mended, repairs = repair(submitted, RELEASED)
    assert [c.cell_type for c in mended.cells[1:]] == [c.cell_type for c in RELEASED.cells]
    assert repairs == [f"Texts that had become code were set back: {len(prompts)}."]


def test_an_answer_that_lost_its_settings_and_became_a_text_is_found() -> None:
    submitted = copy.deepcopy(RELEASED)
    answer = next(c for c in submitted.cells if c.id == "share_value-answer")
    answer.source = "def share_value(a, b, c, d):\n    return 1"
    turn("markdown")(submitted, answer)
    for place, cell in enumerate(submitted.cells):
        cell.metadata.clear()
        cell["id"] = f"new-{place}"
    mended, _ = repair(submitted, RELEASED)
    found = next(c for c in mended.cells if label_of(c) == "share_value-answer")
    assert (found.source, found.cell_type) == (answer.source, "code")


@pytest.mark.parametrize("part", ["reading", "case"])
def test_a_notebook_without_exercises_stays_what_its_reader_made_of_it(part: str) -> None:
    released = nbformat.read(ROOT / f"release/m04-savings-groups/{part}.ipynb", as_version=4)
    submitted = copy.deepcopy(released)
    submitted.cells = [c for c in submitted.cells if c.cell_type != "code"]
    assert repair(submitted, released)[1] == []
