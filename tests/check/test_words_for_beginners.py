"""What a beginner reads when a loop ends early, or a name is no function."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from helpers import ROOT

from solidarity.check import Exercise, Mistake, panel
from solidarity.check.ask import ask
from solidarity.check.verdict import Verdict, judge
from solidarity.keys import load_key

KEY = load_key(ROOT / "course" / "m04-savings-groups" / "key.py")


def verdict(name: str, answer: Any) -> Verdict:
    spec = KEY[name].spec(name)
    return judge(spec, [ask({name: answer}, name, case.inputs) for case in spec.cases])


def of_four(answer: Any) -> Verdict:
    """The verdict on an answer where four values belong."""
    key = Exercise(
        points=1,
        outcome="M0.1",
        read="reading#turns",
        answer=lambda members: [-100, -50, 200, -25],
        examples=[{"members": 4}],
    )
    spec = key.spec("turns")
    return judge(spec, [ask({"turns": lambda members: answer}, "turns", spec.cases[0].inputs)])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([-100], "has 1 value, and 4 belong here. The first value is right. A `return` inside"),
        ([-100, -50, 200], "has 3 values, and 4 belong here. The first 3 are right: the end"),
        ([-25], "Only the last value is there."),
        ([-50, 200, -25], "The last 3 are right: the beginning is missing."),
        ([7], "has 1 value, and 4 belong here. Where does your loop begin"),
        ([1] * 9, "Where does your loop begin"),
        ([], "has 0 values, and 4 belong here. Does your loop add each value?"),
    ],
)
def test_too_few_or_too_many_values_are_counted(answer: Any, words: str) -> None:
    found = of_four(answer)
    assert found.status == "not yet"
    assert words in found.explanation


def test_a_table_with_too_few_rows_is_counted() -> None:
    import pandas as pd

    def weeks(*inputs: Any) -> Any:
        right = KEY["vsla_weeks"].answer(*inputs)
        return right.tail(1)

    table = pd.DataFrame({"week": [1, 2], "loan": [1, 1], "box": [1, 1]})
    assert "has 2 rows, and 4 belong here" in verdict("vsla_weeks", lambda *_: table).explanation
    assert "Only the last row is there" in verdict("vsla_weeks", weeks).explanation
    empty = verdict("vsla_weeks", lambda *_: pd.DataFrame([]))
    assert "Your table is empty" in empty.explanation


def test_a_number_in_the_place_of_a_function_is_not_compared() -> None:
    found = verdict("share_value", 20)
    assert "is a value here, not a function" in found.explanation
    assert "It should be" not in panel.text(found)


# --- Slips that no key needs to name ------------------------------------------------------------

HALF = Exercise(
    points=1,
    outcome="M0.1",
    read="reading#halves",
    tolerance=0.001,
    answer=lambda number, divisor: number / divisor,
    examples=[{"number": 100, "divisor": 3}, {"number": 91, "divisor": 2}],
    draw=lambda rng: {"number": rng.randint(1, 9), "divisor": 7},
)


def on_half(answer: Any) -> Verdict:
    spec = HALF.spec("half")
    return judge(spec, [ask({"half": answer}, "half", case.inputs) for case in spec.cases])


def in_one_branch_only(number: float, divisor: float) -> float | None:
    if divisor == 3:
        return number / divisor
    return None


def loops_through_a_number(number: Any, divisor: float) -> float:
    return sum(part / divisor for part in number)


def brackets_forgotten(number: float, divisor: Any) -> Any:
    return max < divisor


def calls_a_number(number: Any, divisor: float) -> float:
    return float(number(divisor))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (in_one_branch_only, "Every way through it must end with a `return`"),
        (lambda number, divisor: 100 / 3, "the same answer for every example"),
        (lambda number, divisor: round(number / divisor, 2), "is rounded"),
        (lambda number, divisor: int(number / divisor), "is rounded"),
        (lambda number, divisor: number * divisor, "not in a way that we know"),
        (lambda number, divisor: 0, "the same answer for every example"),
        (loops_through_a_number, "a list, or `range(…)`"),
        (lambda number, divisor: [0 for _ in range(number / divisor)], "counts in whole numbers"),
        (lambda number, divisor: [].append(number), "`append` only adds to a list"),
        (brackets_forgotten, "round brackets behind it"),
        (calls_a_number, "times is written `*`"),
        (lambda number, divisor: (number / divisor) ^ 2, "power with two stars"),
        (lambda number, divisor: (1329, 41), "Write a point for decimals"),
        (lambda number, divisor: (6, 800, 0 / 3, 500), "Write a point for decimals"),
        (lambda number, divisor: {"of": number}.of, "square brackets and quotation marks"),
        (lambda number, divisor: set().append(number), "with `add`"),
        (lambda number, divisor: [number].__getitem__("number"), "asked by a place"),
        (lambda number, divisor: {}[number] + 1, "a first value before you add to it"),
        (lambda number, divisor: number in divisor, "looks into a list"),
        (lambda number, divisor: [0.5, 0.25], "a list of 2 values."),
    ],
)
def test_a_common_slip_is_told_in_plain_words(answer: Callable[..., Any], words: str) -> None:
    assert words in on_half(answer).explanation


def test_rounding_is_not_blamed_for_a_number_that_is_wrong_elsewhere() -> None:
    found = on_half(lambda number, divisor: 33 if divisor == 3 else 9)
    assert "rounded" not in found.explanation


@pytest.mark.parametrize("empty", [set(), "", [], {}])
def test_an_empty_answer_is_not_told_the_right_one(empty: Any) -> None:
    key = load_key(ROOT / "course" / "m07-transport-market" / "key.py")
    for name in ("local_claims", "equity_per_member"):
        spec = key[name].spec(name)
        found = judge(spec, [ask({name: empty}, name, None)])
        assert (found.status, found.expected) == ("cannot read", "")


def test_a_whole_number_far_from_the_right_one_is_not_called_rounded() -> None:
    key = load_key(ROOT / "course" / "m09-partnership" / "key.py")
    spec = key["lm3"].spec("lm3")
    namespace = {
        "lm3": lambda first, second, third: second / first + third / second if first else 0
    }
    found = judge(spec, [ask(namespace, "lm3", case.inputs) for case in spec.cases])
    assert "rounded" not in found.explanation


@pytest.mark.parametrize("value", [False, 3, 0.93])
def test_a_number_where_a_letter_belongs_is_told_so(value: Any) -> None:
    key = load_key(ROOT / "course" / "m09-partnership" / "key.py")
    spec = key["fifty_million"].spec("fifty_million")
    found = judge(spec, [ask({"fifty_million": value}, "fifty_million", None)])
    assert found.status == "cannot read"
    assert found.explanation.startswith("Answer with a letter in quotation marks (a, b, c, d)")


def test_a_mistake_may_be_to_give_nothing_back() -> None:
    silent = Mistake("silent", lambda number, divisor: None, "It gives nothing back.")
    exercise = dataclasses.replace(HALF, mistakes=[silent])
    spec = exercise.spec("half")
    nothing = [ask({"half": lambda *_: None}, "half", case.inputs) for case in spec.cases]
    assert judge(spec, nothing).mistake == "silent"


def test_a_number_alone_has_no_example_to_work_out() -> None:
    key = load_key(ROOT / "course" / "m07-transport-market" / "key.py")
    spec = key["equity_per_member"].spec("equity_per_member")
    found = judge(spec, [ask({"equity_per_member": 5}, "equity_per_member", None)])
    assert "example" not in found.explanation
