"""A key that cannot be right is refused in words, before a learner meets it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from helpers import MODULES, told

from solidarity.answers.kinds.list import ListValue
from solidarity.answers.kinds.number import NumberValue
from solidarity.check import Exercise
from solidarity.exercises.exercise import KeyProblem
from solidarity.exercises.keys import key_problems, load_key
from solidarity.exercises.spec import ChecksProblem, Spec, Stops, from_text, load, to_text


def wrong(name: str, gives: Any) -> tuple[str, Any, str]:
    return name, gives, "Look again."


def with_mistakes(exercise: Exercise, *mistakes: tuple[str, Any, str], **changed: Any) -> Exercise:
    """The same exercise with these mistakes as well."""
    more = told(*mistakes)
    return dataclasses.replace(
        exercise,
        mistakes={**exercise.mistakes, **more["mistakes"]},
        messages={**exercise.messages, **more["messages"]},
        **changed,
    )


PART = Exercise(
    points=2,
    edge_points=0.5,
    outcome="T.1",
    read="reading#parts",
    tolerance=0.005,
    answer=lambda paid, members: paid / members if members else 0,
    examples=[{"paid": 120, "members": 4}, {"paid": 5, "members": 0}],
    edges=[{"paid": 0, "members": 3}],
    draw=lambda rng: {"paid": rng.randint(1, 10**6), "members": rng.randint(1, 30)},
    **told(
        wrong("no-division", lambda paid, members: paid),
        wrong("divides-by-zero", lambda paid, members: paid / members),
        wrong("minus-one", lambda paid, members: -1),
    ),
    hints=["Who gets how much?"],
)
NUMBER = Exercise(
    kind="number",
    points=1,
    outcome="T.2",
    read="reading#numbers",
    answer=31_729,
    **told(wrong("one", 1), wrong("two", 2), wrong("three", 3)),
    hints=["Add."],
)
CHOICE = Exercise(
    kind="choice",
    points=1,
    outcome="T.3",
    read="reading#letters",
    answer="b",
    options={"a": "Alms", "b": "Box", "c": "Coin", "d": "Debt"},
    **told(wrong("alms", "a"), wrong("coin", "c"), wrong("debt", "d")),
    hints=["What has three locks?"],
)
MEND = with_mistakes(PART, wrong("as-given", lambda paid, members: 0), kind="mend")
SOUND = {"part": PART, "number": NUMBER, "choice": CHOICE, "mend": MEND}


def test_a_sound_key_has_no_problems() -> None:
    assert key_problems(SOUND) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_key_of_each_module_has_no_problems(module: Path) -> None:
    key = load_key(module / "key.py")
    assert key
    assert key_problems(key) == []


@pytest.mark.parametrize(
    ("exercise", "changed", "problem"),
    [
        (
            PART,
            {"mistakes": {"one": 1, "two": 2}},
            "names 2 mistake(s); at least 3 are needed",
        ),
        (NUMBER, {"mistakes": {}}, "names 0 mistake(s)"),
        (PART, {"hints": []}, "no hint"),
        (PART, {"edge_points": 2}, "less than points"),
        (PART, {"edge_points": -0.5}, "at least 0"),
        (PART, {"edge_points": 0}, "edges and edge_points belong together"),
        (PART, {"edges": []}, "edges and edge_points belong together"),
        (PART, {"examples": []}, "a function needs at least one example"),
        (MEND, {"examples": []}, "a mend needs at least one example"),
        (NUMBER, {"examples": [{"paid": 1}]}, "a number is a value in a variable"),
        (CHOICE, {"examples": [{"paid": 1}]}, "a choice is a value in a variable"),
        (CHOICE, {"options": {}}, "a choice needs them"),
        (NUMBER, {"options": CHOICE.options}, "options belong to a choice"),
        (MEND, {"mistakes": PART.mistakes}, "needs the mistake 'as-given'"),
    ],
)
def test_what_cannot_be_right_is_said_in_words(
    exercise: Exercise, changed: dict[str, Any], problem: str
) -> None:
    broken = dataclasses.replace(exercise, **changed)
    assert [said for said in broken.problems() if problem in said]
    assert [said for said in key_problems({"mine": broken}) if said.startswith("mine: ")]


EQUAL = [
    (PART, wrong("right-after-all", lambda paid, members: paid / members if members else 0)),
    (PART, wrong("within-tolerance", lambda paid, members: PART.answer(paid, members) + 0.004)),
    (NUMBER, wrong("the-same", 31_729)),
    (NUMBER, wrong("the-same-in-words", "31,729")),
    (CHOICE, wrong("box", "b")),
    (CHOICE, wrong("box-in-capitals", "B")),
]


@pytest.mark.parametrize(("exercise", "mistake"), EQUAL, ids=[name for _, (name, *_) in EQUAL])
def test_a_mistake_that_is_right_is_refused(
    exercise: Exercise, mistake: tuple[str, Any, str]
) -> None:
    broken = with_mistakes(exercise, mistake)
    assert any(
        f"the mistake {mistake[0]!r} gives the right answer" in said
        for said in key_problems({"mine": broken})
    )


TWINS = [
    (PART, wrong("twin", lambda paid, members: float(paid)), "no-division"),
    (PART, wrong("twin", lambda paid, members: 120 / 0 if not members else 30), "divides-by-zero"),
    (NUMBER, wrong("twin", 1.0), "one"),
    (CHOICE, wrong("twin", "d"), "debt"),
]


@pytest.mark.parametrize(("exercise", "mistake", "other"), TWINS)
def test_twin_mistakes_are_refused(
    exercise: Exercise, mistake: tuple[str, Any, str], other: str
) -> None:
    broken = with_mistakes(exercise, mistake)
    assert any(
        f"the mistakes {other!r} and 'twin' give the same answers" in said
        for said in key_problems({"mine": broken})
    )


def test_mistakes_that_one_example_tells_apart_are_no_twins() -> None:
    late = wrong("late", lambda paid, members: paid if members else -2)
    assert key_problems({"mine": with_mistakes(PART, late)}) == []


@pytest.mark.parametrize("feedback", ["at once", "after grading"])
def test_a_key_that_stops_with_an_error_is_refused(feedback: str) -> None:
    broken = dataclasses.replace(
        PART, answer=lambda paid, members: paid / members, feedback=feedback
    )
    assert any(
        "the key itself stops with ZeroDivisionError" in p for p in key_problems({"m": broken})
    )


def test_an_exam_is_examined_as_strictly_as_an_exercise() -> None:
    broken = with_mistakes(PART, EQUAL[0][1], feedback="after grading")
    assert any("gives the right answer" in said for said in key_problems({"mine": broken}))


# --- Hidden cases --------------------------------------------------------------------------------


def test_hidden_cases_are_the_same_for_the_same_seed() -> None:
    assert PART.hidden_cases("a secret") == PART.hidden_cases("a secret")


def test_hidden_cases_differ_for_another_seed() -> None:
    ours, theirs = (
        [case.inputs for case in PART.hidden_cases(seed) if case.place == "drawn"]
        for seed in ("a secret", "another")
    )
    assert len(ours) == len(theirs) == PART.draws
    assert not [inputs for inputs in ours if inputs in theirs]


def test_edges_are_hidden_whatever_the_seed() -> None:
    for seed in ("a secret", "another"):
        edges = [case for case in PART.hidden_cases(seed) if case.place == "edge"]
        assert [
            {name: value.python() for name, value in case.inputs or ()} for case in edges
        ] == list(PART.edges)


def test_a_case_holds_the_right_output_and_that_of_each_mistake() -> None:
    case = PART.case({"paid": 6, "members": 0})
    assert case.inputs == (("paid", NumberValue(6)), ("members", NumberValue(0)))
    assert case.expected == NumberValue(0)
    assert case.mistakes == {
        "no-division": NumberValue(6),
        "divides-by-zero": Stops("ZeroDivisionError"),
        "minus-one": NumberValue(-1),
    }


def test_a_key_that_changes_its_inputs_spoils_no_mistake() -> None:
    exercise = dataclasses.replace(
        PART,
        answer=lambda paid: paid.pop(),
        examples=[{"paid": [1, 2]}],
        **told(wrong("sum", sum), wrong("length", len)),
    )
    case = exercise.visible_cases()[0]
    assert case.expected == NumberValue(2)
    assert case.mistakes == {"sum": NumberValue(3), "length": NumberValue(2)}
    assert case.inputs == (("paid", ListValue((NumberValue(1), NumberValue(2)))),)


# --- checks.json ---------------------------------------------------------------------------------


def specs() -> list[Spec]:
    table = dataclasses.replace(
        PART, kind="table", answer=lambda paid, members: pd.DataFrame({"paid": [paid] * members})
    )
    return [exercise.spec(name) for name, exercise in {**SOUND, "table": table}.items()]


def test_specs_come_back_from_text_as_they_were() -> None:
    assert from_text(to_text(specs())) == {spec.name: spec for spec in specs()}


def test_the_same_specs_give_the_same_bytes() -> None:
    assert to_text(specs()) == to_text(specs())


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda entry: entry.pop("cases"), "the field 'cases' is missing"),
        (lambda entry: entry.update(kind="riddle"), "no kind of exercise called 'riddle'"),
        (lambda entry: entry.update(points="two"), "the field 'points' must be a number"),
        (lambda entry: entry["cases"][0].update(inputs=[["paid"]]), "has a name and a value"),
        (lambda entry: entry["cases"][0].update(expected={"~": "gold"}), "is no kind of value"),
        (
            lambda entry: entry["cases"][0].update(expected={"~": "number", "text": "x"}),
            "no number",
        ),
    ],
)
def test_a_damaged_file_is_told_with_the_exercise_and_what_to_do(
    tmp_path: Path, damage: Any, words: str
) -> None:
    content = json.loads(to_text([PART.spec("part")]))
    damage(content["exercises"][0])
    (tmp_path / "checks.json").write_text(json.dumps(content))
    with pytest.raises(ChecksProblem) as problem:
        load(tmp_path)
    assert "exercise 'part': " in str(problem.value)
    assert words in str(problem.value)
    assert "Copy it again" in str(problem.value)


# --- Loading a key -------------------------------------------------------------------------------


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match=r"key\.py is missing"):
        load_key(tmp_path / "key.py")


@pytest.mark.parametrize(
    ("code", "words"),
    [("1 / 0", "ZeroDivisionError"), ("def f(:", "SyntaxError"), ("import no_such", "no_such")],
)
def test_a_key_that_cannot_be_run_is_named(tmp_path: Path, code: str, words: str) -> None:
    (tmp_path / "key.py").write_text(code)
    with pytest.raises(KeyProblem, match=words):
        load_key(tmp_path / "key.py")
