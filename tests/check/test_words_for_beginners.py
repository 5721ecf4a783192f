"""What a beginner reads when a loop ends early, a name is no function, or pandas complains."""

from __future__ import annotations

from typing import Any

import pandas as pd
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


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda members, contribution, draw: [-100], "Does a `return` inside the loop"),
        (lambda members, contribution, draw: [-100, 200, 100], "has 3 values, and 4 belong here"),
        (lambda members, contribution, draw: [], "put in with `append`"),
        (lambda members, contribution, draw: [1] * 9, "Where does your loop begin"),
    ],
)
def test_too_few_or_too_many_values_are_counted(answer: Any, words: str) -> None:
    found = verdict("rosca_position", answer)
    assert found.status == "not yet"
    assert words in found.explanation


def test_a_table_with_too_few_rows_is_counted() -> None:
    table = pd.DataFrame({"week": [1, 2], "loan": [1, 1], "box": [1, 1]})
    assert "has 2 rows, and 4 belong here" in verdict("vsla_weeks", lambda *_: table).explanation


def test_a_number_in_the_place_of_a_function_is_not_compared() -> None:
    found = verdict("share_value", 20)
    assert "is a value here, not a function" in found.explanation
    assert "It should be" not in panel.text(found)


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
    mistakes=[
        Mistake("a", lambda amounts, people: -1, "No."),
        Mistake("b", lambda amounts, people: -2, "No."),
        Mistake("c", lambda amounts, people: -3, "No."),
    ],
    hints=["?"],
)
NUMBER = Exercise(
    kind="number",
    points=1,
    outcome="T.2",
    read="reading#parts",
    tolerance=0.0005,
    answer=0.36511,
    mistakes=[Mistake(name, 7 + place, "No.") for place, name in enumerate("abc")],
    hints=["?"],
)
PAIR = Exercise(
    kind="number",
    points=1,
    outcome="T.3",
    read="reading#parts",
    answer={"H": 0.5, "M0": 1 / 3},
    mistakes=[Mistake(name, {"H": 7 + place, "M0": 0}, "No.") for place, name in enumerate("abc")],
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
        (lambda amounts, people: [250, 0], "A comma makes two numbers of one"),
        (lambda amounts, people: None, "without reaching a `return`"),
        (lambda amounts, people: judged(1), "too few inputs"),
        (lambda amounts, people: [].append(1).append(2), "not `x = x.append(…)`"),
        (lambda amounts, people: amounts * people, "whether a `.sum()` is missing"),
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
        (PAIR, {"H": [0.5], "M0": "0.33"}),
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
        mistakes=[Mistake(name, lambda signs, n=n: -n, "No.") for n, name in enumerate("abc", 1)],
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
        mistakes=[
            Mistake(name, pd.DataFrame({"year": [2001, 2002], "part": [n, n]}), "No.")
            for n, name in enumerate("abc", 5)
        ],
        hints=["?"],
    )
    found = judged(exercise, pd.DataFrame({"year": [2001, 2002], "part": [0.80, 0.96]}))
    assert "2001" in found.given
    assert "It looks rounded" in found.explanation


def test_small_numbers_are_shown_without_powers_of_ten() -> None:
    assert judged(NUMBER, 0.0000469).given == "0.0000469"
