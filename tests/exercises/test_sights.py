"""What is seen in a wrong answer, whichever exercise it belongs to, and what is not claimed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from helpers import told

from solidarity.answers.ask import ask
from solidarity.check import Exercise
from solidarity.exercises.spec import Spec
from solidarity.exercises.verdict import Verdict, judge, values_of


def exercise(answer: Any, **more: Any) -> Exercise:
    return Exercise(points=2, outcome="T.1", read="reading#part", answer=answer, **more)


def verdict(key: Exercise, answer: Any, neighbours: list[Spec] | None = None) -> Verdict:
    spec = key.spec("part", hidden_seed="seed")
    answers = [ask({"part": answer}, "part", case.inputs) for case in spec.cases]
    return judge(spec, answers, values_of(neighbours or []))


SHARE = exercise(
    lambda poor, people: poor / people,
    examples=[{"poor": 120, "people": 960}, {"poor": 35, "people": 700}],
    draw=lambda rng: {"poor": rng.randint(20, 90), "people": rng.randint(91, 997)},
    tolerance=1e-6,
)
BOX = exercise(
    lambda paid: [part - 250 for part in paid],
    examples=[{"paid": [100, 400, 900]}, {"paid": [50, 60]}],
)
NUMBER = exercise(47_240.5, kind="number")
TABLE = exercise(
    pd.DataFrame({"week": [1, 2, 3], "loan": [40, 10, 25]}), kind="table", rows_in_order=True
)
MAP = exercise({"Ana": 30.0, "Ben": 45.0}, kind="number")
LARGE = exercise(252_139.4, kind="number")
WORDS = exercise(lambda votes: "self-help group", examples=[{"votes": 3}])
MAYBE = exercise(
    lambda part: None if part is None else part < 0.5, examples=[{"part": 0.3}, {"part": None}]
)
PIECES = exercise(
    lambda parts: {part: len(part) for part in parts}, examples=[{"parts": ["to", "the"]}]
)


def with_the_number_of_the_example(poor: int, people: int) -> float:
    return poor / 960


def without_an_input(poor: int, people: int) -> float:
    return poor / (poor + 1)


def right_for_many(poor: int, people: int) -> float:
    return poor / people if poor > 100 else poor / (people + 1)


def cut(poor: int, people: int) -> float:
    return (poor * 1_000 // people) / 1_000


@pytest.mark.parametrize(
    ("key", "answer", "name", "words"),
    [
        (SHARE, lambda poor, people: 100 * poor / people, "percent", "100 times the right one"),
        (SHARE, lambda poor, people: poor / people / 100, "percent", "divided by 100"),
        (SHARE, lambda poor, people: 12 * poor / people, "factor", "12 times"),
        (SHARE, lambda poor, people: -poor / people, "sign", "its sign is not"),
        (SHARE, lambda poor, people: round(poor / people, 2), "rounded", "without `round`"),
        (SHARE, cut, "rounded", "`//` in your function"),
        (SHARE, with_the_number_of_the_example, "example-number", "that is `people`"),
        (SHARE, lambda poor, people: 0.125, "same", "the same answer for every example"),
        (SHARE, without_an_input, "unused", "does not use `people`"),
        (SHARE, right_for_many, "right-for-one", "right for another example"),
        (BOX, lambda paid: [250 - part for part in paid], "sign", "its sign is not"),
        (BOX, lambda paid: [part - 250 for part in paid][::-1], "order", "in another order"),
        (BOX, lambda paid: [part - 250 for part in paid[:-1]], "size", "the end is missing"),
        (NUMBER, 47.2405, "factor", "Python reads 20.000 as 20"),
        (NUMBER, 47_240.5e5, "factor", "a lakh is 100,000"),
        (NUMBER, 47_240.5e-7, "factor", "that is a crore"),
        (NUMBER, 47_240, "rounded", "rounded"),
        (LARGE, 252_000, "rounded", "rounded"),
        (WORDS, lambda votes: "Self help grup", "spelling", "nearly the right one"),
        (WORDS, lambda votes: "a self-help group, I think", "spelling", "something more does"),
        (MAYBE, lambda part: None, "nothing", "one that gives None on purpose"),
        (BOX, [3], "kind", "is a value here, not a function"),
        (BOX, lambda paid: [(part, 1) for part in paid], "kind", "About one of the values"),
        (TABLE, TABLE.answer.iloc[::-1], "order", "The rows are right"),
        (TABLE, TABLE.answer.head(2), "size", "has 2 rows, and 3 belong here"),
        (TABLE, TABLE.answer.assign(note="x", more=1), "size", "2 columns more than was asked for"),
        (TABLE, TABLE.answer.rename(columns={"loan": "Lona"}), "names", "no column 'loan'"),
        (MAP, {"Ana": 30, "Ben": 45, "price": 9}, "size", "1 key more"),
        (PIECES, lambda parts: None, "nothing", "None"),
        (PIECES, lambda parts: print(parts), "print", "Use `return` in place of `print`"),
        (PIECES, lambda parts: dict.fromkeys(parts, 1 / 0), "error", "ZeroDivisionError"),
    ],
)
def test_it_is_seen_and_told(key: Exercise, answer: Any, name: str, words: str) -> None:
    found = verdict(key, answer)
    assert (found.seen, found.mistake) == (name, "")
    assert words in found.explanation


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (NUMBER, 47_000),
        (NUMBER, -100.0),
        (SHARE, lambda poor, people: poor - people),
        (BOX, lambda paid: [part + 250 for part in paid]),
        (TABLE, TABLE.answer.assign(loan=[40, 10, 26])),
    ],
)
def test_what_is_not_seen_is_not_claimed(key: Exercise, answer: Any) -> None:
    found = verdict(key, answer)
    assert (found.seen, found.mistake) == ("", "")
    assert "not in a way that we know" in found.explanation


def test_the_answer_to_another_exercise_is_known() -> None:
    other = exercise(1_329.41, kind="number").spec("other")
    found = verdict(NUMBER, 1_329.41, [other])
    assert (found.seen, "the answer to `other`" in found.explanation) == ("other-exercise", True)
    assert verdict(SHARE, lambda poor, people: 1_329.41, [other]).seen != "other-exercise"


def test_of_two_mistakes_that_give_the_same_both_are_offered() -> None:
    key = exercise(
        lambda price, kilos: price * kilos,
        examples=[{"price": 2, "kilos": 4}, {"price": 3, "kilos": 5}],
        edges=[{"price": 90, "kilos": 1}],
        edge_points=1,
        **told(
            ("added", lambda price, kilos: price + kilos, "You added."),
            ("fallen", lambda price, kilos: price + kilos if price < 9 else 0, "It fell."),
        ),
    )
    found = verdict(key, lambda price, kilos: price + kilos)
    assert found.explanation == "It is one of two things. Either: You added. Or: It fell."


def test_a_mistake_of_the_smaller_part_does_not_hide_an_error() -> None:
    """One example stops with an error, and the other one gives what a mistake gives."""
    key = exercise(
        lambda values: len(values),
        examples=[{"values": [1]}, {"values": []}],
        **told(("none-for-none", lambda values: len(values) or None, "Nothing is 0.")),
    )
    found = verdict(key, lambda values: 1 / 0 if values else None)
    assert found.mistake == ""
    assert "ZeroDivisionError" in found.explanation


@pytest.mark.parametrize(
    "answer",
    [
        lambda poor, people: 100 * poor / people,
        lambda poor, people: poor,
        with_the_number_of_the_example,
    ],
)
def test_the_returned_page_says_what_the_notebook_said(answer: Callable[..., Any]) -> None:
    home = SHARE.spec("part")
    graded = SHARE.spec("part", hidden_seed="seed")
    said = [
        judge(spec, [ask({"part": answer}, "part", case.inputs) for case in spec.cases])
        for spec in (home, graded)
    ]
    assert said[0].explanation == said[1].explanation
    assert said[0].seen == said[1].seen


def test_of_hidden_inputs_nothing_is_told_but_what_stands_in_the_code() -> None:
    key = exercise(
        lambda price, kilos: price * kilos,
        examples=[{"price": 250, "kilos": 3}],
        draw=lambda rng: {"price": rng.randint(20, 90), "kilos": rng.randint(13, 40)},
    )

    def by_the_example(price: int, kilos: int) -> int:
        return 250 * kilos

    found = verdict(key, by_the_example)
    assert found.explanation.startswith("Right for the examples only. The number 250 stands in")
    assert (found.call, found.given, found.expected) == ("", "", "")
    general = verdict(key, lambda price, kilos: price * min(kilos, 12))
    assert (general.seen, "other inputs of the same kind" in general.explanation) == ("", True)


def test_a_letter_without_quotation_marks_is_told_so() -> None:
    from solidarity.answers.answer import NothingStands
    from solidarity.slips.errors import CodeError

    key = exercise("b", kind="choice", options={"a": "Yes.", "b": "No.", "c": "Perhaps."})
    stopped = NothingStands("stopped", CodeError("NameError", "name 'c' is not defined"))
    found = judge(key.spec("part"), [stopped])
    assert (found.status, found.seen) == ("not judged", "letter")
    assert "Write the letter in quotation marks" in found.explanation
