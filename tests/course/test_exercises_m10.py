"""Module 10's exercises: what its tables promise, and what its sentences say of the model."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import nbformat
import pytest
from helpers import ROOT

from solidarity.exercises.keys import load_key
from solidarity.models.plan import FEWEST_LINKS, FIELDS, GROUPS, LINKS, RUN_FIELDS, is_indicator
from solidarity.models.scorecard import DIMENSIONS
from solidarity.models.two_paths import Path, play

MODULE = "m10-long-path"
KEY = load_key(ROOT / "course" / MODULE / "key.py")
TEXT = (ROOT / "course" / MODULE / "exercises.md").read_text(encoding="utf-8")


def code(folder: str) -> dict[str, str]:
    notebook = nbformat.read(ROOT / folder / MODULE / "exercises.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}


def cell_with(text: str) -> str:
    return next(source for source in code("release").values() if text in source)


# --- The plan's own cells ------------------------------------------------------------------------


def test_the_words_that_a_plan_takes_are_printed_as_the_judge_knows_them() -> None:
    names = re.findall(r"(?m)^\| `(\w+)` \|", TEXT)
    assert names == list(FIELDS)
    for words in (LINKS, GROUPS, DIMENSIONS):
        assert f"one of: {', '.join(words)}" in TEXT
    assert FEWEST_LINKS == 4
    assert "**four different links**" in TEXT


def test_the_codes_that_are_offered_exist() -> None:
    offered = re.findall(r'(?m)^\| `"([\w.]+)"` \|', TEXT)
    assert len(offered) >= 8
    assert all(map(is_indicator, offered))


def test_learners_begin_with_one_example_and_an_empty_run() -> None:
    given: dict[str, Any] = {}
    for name in ("plan-steps", "plan-run"):
        exec(code("release")[name], given)
    (step,) = given["plan"]
    assert tuple(step) == FIELDS
    assert set(given["model_run"]) == set(RUN_FIELDS)
    assert given["model_run"]["result"] is None
    for name in ("plan-steps", "plan-run"):
        assert "###" not in code("release")[name]


def test_the_cell_that_joins_both_is_locked() -> None:
    notebook = nbformat.read(ROOT / "release" / MODULE / "exercises.ipynb", as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "plan_form-answer")
    assert cell.metadata.nbgrader.locked
    assert not cell.metadata.nbgrader.solution


LINES = re.findall(r"(?m)^\| (\d) \| [^|]+ \| `([^`]+)` \| ([\d.,]+) \|$", TEXT)


def test_each_of_the_modules_3_to_9_offers_a_model() -> None:
    assert [int(module) for module, _, _ in LINES] == [*range(3, 10)]


@pytest.mark.parametrize(("module", "line", "gives"), LINES)
def test_a_line_to_begin_with_gives_what_the_table_says(module: str, line: str, gives: str) -> None:
    space: dict[str, Any] = {}
    exec(cell_with("from solidarity.models.freight import"), space)
    assert float(eval(line, space)) == pytest.approx(float(gives.replace(",", "")), abs=5e-5)


# --- What must hold in every run -----------------------------------------------------------------

GRID = [
    Path(now, reserve, training, 1 - now - reserve - training, shocks=shocks, size=size, runs=60)
    for now, reserve, training in [(1, 0, 0), (0.7, 0.3, 0), (0.4, 0.3, 0.15), (0.25, 0.25, 0.25)]
    for shocks, size in product([1, 4, 8], [30, 60, 90])
]


def keeps_more(path: Path, cover: float) -> tuple[Path, Path]:
    before = replace(path, cover=cover)
    return before, replace(before, now=before.now / 2, reserve=before.reserve + before.now / 2)


def test_the_key_knows_which_sentences_always_hold() -> None:
    assert KEY["always_true"].answer == {"a", "d"}


@pytest.mark.parametrize("cover", [0, 0.5, 1])
def test_a_more_of_what_was_paid_out_in_the_reserve_never_closes_earlier(cover: float) -> None:
    for path in GRID:
        before, more = keeps_more(path, cover)
        assert (play(more).alive >= play(before).alive).all()


def test_b_more_in_the_reserve_does_not_cut_poverty_in_the_first_year() -> None:
    """Without a shock in that year it never does, and often it makes it deeper."""
    pairs = [keeps_more(replace(path, shocks=0), 0) for path in GRID]
    deeper = [play(more).poverty(1) - play(before).poverty(1) for before, more in pairs]
    assert min(deeper) >= -1e-12
    assert max(deeper) > 0.01


def test_c_more_insurance_can_mean_more_poverty_after_twenty_years() -> None:
    worse = [
        path
        for path in GRID
        if play(replace(path, cover=1)).poverty(20) > play(replace(path, cover=0.5)).poverty(20)
    ]
    assert worse
    assert any(path.size == 90 for path in worse)


def test_d_one_more_shock_never_lets_an_enterprise_without_insurance_live_longer() -> None:
    for path in GRID:
        fewer = replace(path, cover=0)
        more = replace(fewer, shocks=fewer.shocks + 1)
        assert (play(more).alive <= play(fewer).alive).all()


def test_e_what_is_best_on_average_is_not_best_in_each_run() -> None:
    keeps = Path(0.4, 0.6, 0, 0, cover=0, runs=500)
    spends = Path(1, 0, 0, 0, cover=0, runs=500)
    lasting, other = (play(path) for path in (keeps, spends))
    # By what members were paid over twenty years.
    one, two = (outlook.pay.sum(axis=1) for outlook in (lasting, other))
    assert one.mean() > two.mean()
    assert (two > one).any()
