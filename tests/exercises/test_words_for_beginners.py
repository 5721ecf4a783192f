"""What a beginner reads when a loop ends early, a name is no function, or pandas complains."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from helpers import ROOT, told

from solidarity.answers.ask import ask
from solidarity.check import Exercise, verdict_panel
from solidarity.exercises.keys import load_key
from solidarity.exercises.verdict import Verdict, judge

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
        ([-100], "has 1 value, and 4 belong here. The first value is right: the end is missing."),
        ([-100, -50, 200], "has 3 values, and 4 belong here. The first 3 are right: the end"),
        ([-25], "Only the last value is there."),
        ([-50, 200, -25], "The last 3 are right: the beginning is missing."),
        ([7], "has 1 value, and 4 belong here. Where does your answer begin"),
        ([1] * 9, "has 9 values, and 4 belong here. Where does your answer begin"),
        ([], "has 0 values, and 4 belong here. Nothing was added to it."),
    ],
)
def test_too_few_or_too_many_values_are_counted(answer: Any, words: str) -> None:
    found = of_four(answer)
    assert found.status == "not yet"
    assert words in found.explanation


def test_a_table_with_too_few_rows_is_counted() -> None:
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
    assert "It should be" not in verdict_panel.text(found)


PART = Exercise(
    points=1,
    outcome="T.1",
    read="reading#parts",
    tolerance=1e-6,
    answer=lambda amounts, people: (amounts * people).sum() / people.sum(),
    examples=[
        {"amounts": pd.Series([1200, 3450, 7]), "people": pd.Series([3, 4, 6])},
        {"amounts": pd.Series([5.5, 2.25, 1.75]), "people": pd.Series([1, 1, 2])},
    ],
    **told(
        ("a", lambda amounts, people: -1, "No."),
        ("b", lambda amounts, people: -2, "No."),
        ("c", lambda amounts, people: -3, "No."),
    ),
    hints=["?"],
)
NUMBER = Exercise(
    kind="number",
    points=1,
    outcome="T.2",
    read="reading#parts",
    tolerance=0.0005,
    answer=0.36511,
    **told(*((name, 7 + place, "No.") for place, name in enumerate("abc"))),
    hints=["?"],
)
PAIR = Exercise(
    kind="number",
    points=1,
    outcome="T.3",
    read="reading#parts",
    answer={"H": 0.5, "M0": 1 / 3},
    **told(*((name, {"H": 7 + place, "M0": 0}, "No.") for place, name in enumerate("abc"))),
    hints=["?"],
)


def judged(exercise: Exercise, answer: Any) -> Verdict:
    spec = exercise.spec("part")
    return judge(spec, [ask({"part": answer}, "part", case.inputs) for case in spec.cases])


def _with_if(amounts: Any, people: Any) -> Any:
    return 1 if amounts < 10 else people


def _with_and(amounts: Any, people: Any) -> Any:
    return (amounts < 9) & 1.5


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_with_if, "a column gives one for each row"),
        (_with_and, "must be a column of True and False"),
        (lambda amounts, people: (amounts * 1.0) ^ 2, "two stars"),
        (lambda amounts, people: amounts.head(len(amounts) / 3), "`//` divides and rounds down"),
        (lambda amounts, people: [1, 2, 3][len(people) / 3], "`//` divides and rounds down"),
        (lambda amounts, people: list(3), "as in `range(3)`"),
        (lambda amounts, people: [1, 2] * 0.5, "`prices[place]`"),
        (lambda amounts, people: none, "with a capital letter"),  # noqa: F821
        (lambda amounts, people: [5, 6][7], "`for place in range(len(prices)):`"),
        (lambda amounts, people: [250, 0], "Python makes two of it"),
        (lambda amounts, people: None, "without reaching a `return`"),
        (lambda amounts, people: judged(1), "too few inputs"),
        (lambda amounts, people: [].append(1).append(2), "not `x = x.append(…)`"),
        (lambda amounts, people: amounts * people, "or a pair of brackets, is missing"),
    ],
)
def test_what_pandas_says_is_put_in_plain_words(answer: Any, words: str) -> None:
    assert words in judged(PART, answer).explanation


def test_a_message_that_ends_with_a_stop_gets_no_second_one() -> None:
    assert ".." not in judged(PART, _with_if).explanation


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (PART, lambda amounts, people: round((amounts * people).sum() / people.sum(), 2)),
        (NUMBER, 0.37),
        (PAIR, {"H": 0.5, "M0": 0.33}),
    ],
)
def test_a_rounded_answer_is_called_rounded(exercise: Exercise, answer: Any) -> None:
    assert "It looks rounded" in judged(exercise, answer).explanation


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        # One digit can be anything, and the others are not what rounding makes.
        (NUMBER, 0.4),
        (NUMBER, 0.38),
        (PAIR, {"H": 0.6, "M0": 0.33}),
        (PART, lambda amounts, people: round(amounts.sum() / people.sum(), 2)),
        (NUMBER, 10**400),
        (NUMBER, float("inf")),
        (PAIR, {"H": [0.5], "M0": "a third"}),
    ],
)
def test_another_wrong_answer_is_not_called_rounded(exercise: Exercise, answer: Any) -> None:
    assert "rounded" not in judged(exercise, answer).explanation


def test_where_there_is_no_example_none_is_spoken_of() -> None:
    assert "example" not in judged(NUMBER, 0.1).explanation
    assert "example" in judged(PART, lambda amounts, people: 0.1).explanation
    assert "It looks like `{" in judged(PAIR, {"H", 0.5}).explanation


def test_a_missing_answer_points_at_the_error_of_its_own_cell() -> None:
    spec = NUMBER.spec("part")
    found = judge(spec, [ask({}, "part", None)])
    assert "If an error stands under that cell" in found.explanation


def test_an_example_can_be_typed_and_its_numbers_do_not_run_together() -> None:
    found = judged(PART, lambda amounts, people: [1200, 3450.5])
    assert "amounts=pd.Series([1200, 3450, 7]), people=pd.Series([3, 4, 6])" in found.call
    assert found.given == "[1200, 3450.5]"


def test_a_small_table_among_the_inputs_is_shown_whole() -> None:
    signs = pd.DataFrame({"water": [1, 0], "roof": [0, 0]})
    exercise = Exercise(
        points=1,
        outcome="T.4",
        read="reading#parts",
        answer=lambda signs: int(signs.sum().sum()),
        examples=[{"signs": signs}],
        **told(*((name, lambda signs, n=n: -n, "No.") for n, name in enumerate("abc", 1))),
        hints=["?"],
    )
    assert "pd.DataFrame({'water': [1, 0], 'roof': [0, 0]})" in judged(exercise, None).call


def test_a_year_in_a_table_has_no_comma() -> None:
    exercise = Exercise(
        kind="table",
        points=1,
        outcome="T.5",
        read="reading#parts",
        answer=pd.DataFrame({"year": [2001, 2002], "part": [0.795, 0.962]}),
        **told(
            *(
                (name, pd.DataFrame({"year": [2001, 2002], "part": [n, n]}), "No.")
                for n, name in enumerate("abc", 5)
            )
        ),
        hints=["?"],
    )
    found = judged(exercise, pd.DataFrame({"year": [2001, 2002], "part": [0.80, 0.96]}))
    assert "2001" in found.given
    assert "It looks rounded" in found.explanation


def test_small_numbers_are_shown_without_powers_of_ten() -> None:
    assert judged(NUMBER, 0.0000469).given == "0.0000469"


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
        (lambda number, divisor: round(number / divisor, 2), "It looks rounded"),
        (lambda number, divisor: int(number / divisor), "It looks rounded"),
        (lambda number, divisor: number * divisor, "not in a way that we know"),
        (lambda number, divisor: 0, "the same answer for every example"),
        (loops_through_a_number, "a list or a range"),
        (
            lambda number, divisor: [0 for _ in range(number / divisor)],
            "`//` divides and rounds down",
        ),
        (lambda number, divisor: [].append(number), "`append` only adds to a list"),
        (brackets_forgotten, "round brackets behind it"),
        (calls_a_number, "times is written `*`"),
        (lambda number, divisor: (number / divisor) ^ 2, "written with two stars"),
        (lambda number, divisor: (1329, 41), "write a point for decimals"),
        (lambda number, divisor: (6, 800, 0 / 3, 500), "write a point for decimals"),
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
    silent = ("silent", lambda number, divisor: None, "It gives nothing back.")
    exercise = dataclasses.replace(HALF, **told(silent))
    spec = exercise.spec("half")
    nothing = [ask({"half": lambda *_: None}, "half", case.inputs) for case in spec.cases]
    assert judge(spec, nothing).mistake == "silent"


def test_a_number_alone_has_no_example_to_work_out() -> None:
    key = load_key(ROOT / "course" / "m07-transport-market" / "key.py")
    spec = key["equity_per_member"].spec("equity_per_member")
    found = judge(spec, [ask({"equity_per_member": 5}, "equity_per_member", None)])
    assert "example" not in found.explanation


TOTAL = Exercise(
    points=1,
    outcome="M0.1",
    read="reading#loops",
    answer=sum,
    examples=[{"values": [3, 4, 5]}, {"values": [0, 8]}],
)


def in_the_loop(values: list[int]) -> int:
    result = 0
    for value in values:
        result = result + value
        return result


def at_its_end(values: list[int]) -> int:
    result = 1
    for value in values:
        result = result + value
    return result


def going_round(values: list[int]) -> int:
    for value in values:
        if value == 0:
            continue
        return value


@pytest.mark.parametrize(
    ("answer", "told"), [(in_the_loop, True), (at_its_end, False), (going_round, False)]
)
def test_a_return_inside_the_loop_is_seen(answer: Callable[..., Any], told: bool) -> None:
    spec = TOTAL.spec("total")
    found = judge(spec, [ask({"total": answer}, "total", case.inputs) for case in spec.cases])
    assert found.status == "not yet"
    assert ("ends in the first round of its loop" in found.explanation) == told


def test_a_loop_in_a_function_of_unknown_text_is_passed_over() -> None:
    namespace: dict[str, Any] = {}
    exec("def total(values):\n    for value in values:\n        return value", namespace)
    spec = TOTAL.spec("total")
    found = judge(spec, [ask(namespace, "total", case.inputs) for case in spec.cases])
    assert "first round" not in found.explanation
