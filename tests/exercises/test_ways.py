"""A mistake told by what it changes of the right answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from solidarity.answers.kinds.number import NumberValue
from solidarity.exercises.exercise import Exercise, KeyProblem
from solidarity.exercises.keys import load_key
from solidarity.exercises.ways import given, then, with_


def interest(principal: float, rate: float, *, months: int = 12) -> float:
    return principal * rate * months


def exercise(answer: Any, way: Any) -> Exercise:
    return Exercise(
        points=1,
        outcome="T.1",
        read="reading#interest",
        answer=answer,
        examples=[{"principal": 100, "rate": 0.5}] if callable(answer) else [],
        mistakes={"wrong": way},
        messages={"wrong": "No."},
    )


@pytest.mark.parametrize(
    ("way", "gives"),
    [
        (with_(months=1), 50),
        (given(rate=2), 2_400),
        (given(rate=lambda rate: rate / 2), 300),
        (given(principal=1, rate=lambda rate: 2 * rate), 12),
        (then(lambda right: -right), -600),
        (lambda principal, rate: principal, 100),
    ],
)
def test_a_way_gives_what_it_says_of_the_right_answer(way: Any, gives: float) -> None:
    mistaken = exercise(interest, way)
    (case,) = mistaken.visible_cases()

    assert case.expected == NumberValue(600)
    assert case.mistakes == {"wrong": NumberValue(gives)}
    assert mistaken.wrong("wrong")(100, 0.5) == gives


def test_something_is_done_to_a_value_as_well() -> None:
    (case,) = exercise(0.25, then(lambda right: 100 * right)).visible_cases()

    assert case.mistakes == {"wrong": NumberValue(25)}


@pytest.mark.parametrize("way", ["with_(moths=1)", "given(rat=1)"])
def test_a_name_that_the_answer_does_not_have_is_told_with_its_line(
    tmp_path: Path, way: str
) -> None:
    (tmp_path / "exercises.md").write_text("", encoding="utf-8")
    (tmp_path / "key.py").write_text(
        "from solidarity.exercises.exercise import Exercise\n"
        "from solidarity.exercises.ways import given, with_\n"
        "part = Exercise(points=1, outcome='T.1', read='reading#x',\n"
        f"    answer=lambda rate, months: rate, mistakes={{'wrong': {way}}})\n",
        encoding="utf-8",
    )

    with pytest.raises(KeyProblem, match=r"has no input of this name.*rate, months \(line 3\)"):
        load_key(tmp_path / "key.py")
