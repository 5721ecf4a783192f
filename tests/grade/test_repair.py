"""Repair as a pure function: what it restores, what it leaves, what it says."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
import pytest
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from solidarity.grade.repair import repair

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
