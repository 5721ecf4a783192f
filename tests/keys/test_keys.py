"""Every key judges fairly: right answers in any dress pass, mistakes are named, mutants fail."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from helpers import MODULES, ROOT, some

from solidarity.answers.ask import ask
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.keys import key_problems, load_key
from solidarity.exercises.spec import Spec
from solidarity.exercises.verdict import Verdict, judge

KEYS = {module.name: load_key(module / "key.py") for module in MODULES}
EXERCISES = [(module, name) for module, key in KEYS.items() for name in key]
# Of a form there is no right value that could come in another dress.
COMPARED = [(module, name) for module, name in EXERCISES if KEYS[module][name].kind != "form"]
SEEDS = ("solidarity", "a class's own secret")


def exercise_of(module: str, name: str) -> Exercise:
    return KEYS[module][name]


def asked(spec: Spec, answer: Any) -> list[Any]:
    return [ask({spec.name: answer}, spec.name, case.inputs) for case in spec.cases]


def verdict_on(spec: Spec, answer: Any) -> Verdict:
    return judge(spec, asked(spec, answer))


@cache
def specs_of(module: str, name: str) -> list[Spec]:
    """What the learner's check judges by, and what the grader does with two seeds."""
    exercise = exercise_of(module, name)
    return [exercise.spec(name), *(exercise.spec(name, hidden_seed=seed) for seed in SEEDS)]


@pytest.mark.parametrize("module", KEYS)
def test_a_key_has_no_problem(module: str) -> None:
    assert key_problems(KEYS[module]) == []


@pytest.mark.parametrize(("module", "name"), EXERCISES)
def test_every_mistake_is_refused_named_as_itself_and_taken_for_no_other(
    module: str, name: str
) -> None:
    exercise = exercise_of(module, name)
    assert exercise.mistakes or exercise.kind == "form"
    for spec in specs_of(module, name):
        for mistake in exercise.mistakes:
            answers = asked(spec, exercise.wrong(mistake))
            verdict = judge(spec, answers)
            assert verdict.status == "not yet"
            assert verdict.mistake == mistake
            assert verdict.explanation == exercise.messages[mistake]
            assert verdict.score == 0 or spec.edge_points > 0
            others = {n: words for n, words in spec.messages.items() if n != mistake}
            assert judge(replace(spec, messages=others), answers).mistake == ""


CALLED = [(module, name) for module, name in COMPARED if exercise_of(module, name).called]


@pytest.mark.parametrize(("module", "name"), CALLED)
def test_a_number_in_the_place_of_an_input_is_refused_at_home_already(
    module: str, name: str
) -> None:
    """Whoever writes the value of the first example would be called right, and graded wrong."""
    exercise = exercise_of(module, name)
    at_home, at_grading, _ = specs_of(module, name)
    for place, value in some(enumerate(exercise.examples[0].values())):

        def fixed(*inputs: Any, place: int = place, value: Any = value) -> Any:
            taken = [*inputs[:place], copy.deepcopy(value), *inputs[place + 1 :]]
            return exercise.answer(*taken)

        graded_right = verdict_on(at_grading, fixed).status == "right"
        assert graded_right or verdict_on(at_home, fixed).status != "right"


def dresses(value: Any, a_choice: bool, in_order: bool) -> Iterator[Any]:
    """The same answer as other types and in other writing."""
    if isinstance(value, pd.DataFrame):
        yield value[list(reversed(value.columns))]
        yield value if in_order else value.sample(frac=1, random_state=1)
        yield value.set_index(value.columns[0])
        yield value.to_dict("records")
        yield value.rename(columns=str.upper)
        yield value.astype(dict.fromkeys(value.select_dtypes("number").columns, float))
    elif isinstance(value, bool):
        yield np.bool_(value)
        yield int(value)
    elif isinstance(value, dict):
        yield dict(reversed(value.items()))
        yield {name.upper(): item for name, item in value.items()}
        yield pd.Series(value, dtype=object)
    elif isinstance(value, list):
        yield tuple(value)
        yield np.array(value)
        yield pd.Series(value, dtype=float)
        yield [np.float64(item) for item in value]
        yield [str(item) for item in value]
    elif isinstance(value, (int, float)):
        yield np.float64(value)
        yield Decimal(repr(value))
        yield f"{value:,.10f}"
        yield [value]
        yield pd.Series([value])
        yield value * (1 + 1e-12)
    elif isinstance(value, str):
        yield value.upper()
        yield f" {value} "
        if a_choice:
            yield [value]
            yield {value}
            yield f"({value})"
    elif isinstance(value, set):
        yield sorted(value)
        yield tuple(sorted(value, reverse=True))
        yield ", ".join(sorted(value))
        yield "".join(sorted(value))
        yield {letter.upper() for letter in value}


@pytest.mark.parametrize(("module", "name"), COMPARED)
def test_a_right_answer_passes_in_any_dress(module: str, name: str) -> None:
    exercise = exercise_of(module, name)
    _, spec, _ = specs_of(module, name)
    right = exercise.answer if callable(exercise.answer) else lambda: exercise.answer
    a_choice = exercise.kind == "choice"
    rights = [right(*(value.python() for _, value in case.inputs or ())) for case in spec.cases]
    kinds = max(len(list(dresses(value, a_choice, exercise.rows_in_order))) for value in rights)
    assert kinds
    for kind in range(kinds):

        def dressed(*inputs: Any, kind: int = kind) -> Any:
            value = right(*inputs)
            # Answers of other cases may be of another type, with fewer dresses.
            return [*dresses(value, a_choice, exercise.rows_in_order), *[value] * (kind + 1)][kind]

        answer = dressed if exercise.called else dressed()
        verdict = verdict_on(spec, answer)
        assert verdict.status == "right", (kind, verdict)
        assert verdict.score == exercise.points


@cache
def answers_in(folder: str, module: str) -> dict[str, str]:
    """What stands above each check: an answer cell, or the several cells of a plan."""
    notebook = nbformat.read(ROOT / folder / module / "exercises.ipynb", as_version=4)
    found: dict[str, str] = {}
    above: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type != "code" or "nbgrader" not in cell.metadata:
            continue
        if cell.metadata.nbgrader.grade:
            found[cell.metadata.nbgrader.grade_id] = "\n".join(above)
            above = []
        else:
            above.append(cell.source)
    return found


def solutions(module: str) -> dict[str, str]:
    return answers_in("source", module)


@cache
def opening(module: str) -> dict[str, Any]:
    """What a learner has after the cells that ask for no answer: imports, and tables to use."""
    notebook = nbformat.read(ROOT / "source" / module / "exercises.ipynb", as_version=4)
    namespace: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            exec(cell.source, namespace)
    return namespace


def run(source: str, module: str) -> dict[str, Any]:
    namespace = dict(opening(module))
    exec(source, namespace)
    return namespace


@pytest.mark.parametrize(("module", "name"), EXERCISES)
def test_the_written_solution_earns_full_marks(module: str, name: str) -> None:
    exercise = exercise_of(module, name)
    answer = run(solutions(module)[name], module)[name]
    for spec in some(specs_of(module, name)):
        verdict = verdict_on(spec, answer)
        assert (verdict.status, verdict.score, verdict.notes) == ("right", exercise.points, ())


@pytest.mark.parametrize(("module", "name"), EXERCISES)
def test_the_stub_earns_nothing(module: str, name: str) -> None:
    try:
        namespace = run(answers_in("release", module)[name], module)
    except NotImplementedError:
        namespace = {}
    for spec in some(specs_of(module, name)):
        answers = [ask(namespace, name, case.inputs) for case in spec.cases]
        verdict = judge(spec, answers)
        assert verdict.score == 0
        assert verdict.status != "right"
