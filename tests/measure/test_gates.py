"""The grader is fair, as far as the corpus tells: measured anew, module by module."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from helpers import MODULES, ROOT

from solidarity.exercises.kinds.choice import right_letters
from solidarity.measure import told
from solidarity.measure.figures import Figures
from solidarity.measure.measured import LIVE, Measured, measure
from solidarity.measure.page import PAGE, exercise_lines, line_of
from solidarity.measure.tried import bench_of

pytestmark = pytest.mark.slow

WANTED = {"right": 8, "cheat": 3, "unreadable": 2}
WRONG, WRONG_OF_A_CHOICE = 12, 3


@pytest.fixture(scope="module", params=[module.name for module in MODULES])
def measured(request: pytest.FixtureRequest) -> Measured:
    return measure(ROOT, request.param)


@pytest.fixture(scope="module")
def figures(measured: Measured) -> Figures:
    return told.figures_of_all(measured)


def faults(measured: Measured) -> str:
    return "\n".join(told.lines(measured))


def test_no_right_answer_loses_points(measured: Measured, figures: Figures) -> None:
    assert figures.lost_points.count == 0, faults(measured)


def test_no_other_answer_earns_all(measured: Measured, figures: Figures) -> None:
    assert figures.earned_all.count == 0, faults(measured)


def test_what_is_right_at_home_is_right_at_grading(measured: Measured, figures: Figures) -> None:
    assert figures.right_at_home_only.value <= 0.01, faults(measured)
    assert figures.mutants_at_home_only.value <= 0.01, faults(measured)


def test_nobody_is_told_of_what_she_did_not_do(measured: Measured, figures: Figures) -> None:
    assert figures.misnamed.count == 0, faults(measured)


def test_the_returned_page_names_what_the_notebook_named(
    measured: Measured, figures: Figures
) -> None:
    assert figures.other_at_grading.count == 0, faults(measured)


def test_few_hear_the_general_sentence_alone(measured: Measured, figures: Figures) -> None:
    assert figures.only_general.value <= 0.15, faults(measured)


def test_mutants_are_killed(measured: Measured, figures: Figures) -> None:
    assert figures.alive.value <= 0.02, faults(measured)


def test_there_are_enough_answers_and_mutants(measured: Measured) -> None:
    bench = bench_of(ROOT, measured.module)
    counted = Counter((one.entry.exercise, one.entry.deserves) for one in measured.answers)
    live = Counter(one.exercise for one in measured.mutants if not one.equivalent)
    few = []
    for name, spec in bench.full.items():
        wrong = WRONG_OF_A_CHOICE if spec.kind == "choice" else WRONG
        wanted = {**WANTED, "wrong": wrong}
        few += [f"{name}: {kind}" for kind, least in wanted.items() if counted[name, kind] < least]
        if spec.kind == "choice":
            # All other sets of letters: there are no more.
            several = len(right_letters(spec)) > 1
            least = 2 ** len(spec.options) - 2 if several else len(spec.options) - 1
        else:
            least = 0 if spec.kind == "form" else LIVE
        few += [f"{name}: {live[name]} live mutants"] if live[name] < least else []
    assert few == []


def test_the_page_tells_the_same(measured: Measured) -> None:
    page = Path(ROOT, PAGE).read_text(encoding="utf-8").splitlines()
    missing = {line_of(measured), *exercise_lines(measured)} - set(page)
    assert not missing, f"Run: sse measure --page\n{missing}"
