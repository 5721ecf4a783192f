"""What a beginner reads when a loop ends early, or a name is no function."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import ROOT

from solidarity.check import panel
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
        (lambda members, contribution, draw: [-100], "A `return` inside the loop"),
        (lambda members, contribution, draw: [-100, 200, 100], "has 3 values, and 4 belong here"),
        (lambda members, contribution, draw: [1] * 9, "Where does your loop begin"),
    ],
)
def test_too_few_or_too_many_values_are_counted(answer: Any, words: str) -> None:
    found = verdict("rosca_position", answer)
    assert found.status == "not yet"
    assert words in found.explanation


def test_a_table_with_too_few_rows_is_counted() -> None:
    import pandas as pd

    table = pd.DataFrame({"week": [1, 2], "loan": [1, 1], "box": [1, 1]})
    assert "has 2 values, and 4 belong here" in verdict("vsla_weeks", lambda *_: table).explanation


def test_a_number_in_the_place_of_a_function_is_not_compared() -> None:
    found = verdict("share_value", 20)
    assert "is a value here, not a function" in found.explanation
    assert "It should be" not in panel.text(found)
