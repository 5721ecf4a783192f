"""Four rules lay out the same surplus, each to the cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.regimes import RULES, Rule, lay_out, side_by_side

MILLION = 100_000_000  # cents
AMOUNT = st.integers(0, 10**12)


@pytest.mark.parametrize("rule", RULES)
@given(surplus=AMOUNT, equity=AMOUNT, debts=AMOUNT)
def test_every_rule_lays_out_all_of_it(rule: Rule, surplus: int, equity: int, debts: int) -> None:
    layout = lay_out(surplus, rule, equity=equity, debts=debts)
    assert layout.total == surplus
    assert min(layout.reserve, layout.locked, layout.education, layout.community) >= 0
    assert layout.free >= 0


def test_a_million_under_four_rules() -> None:
    table = side_by_side(MILLION).set_index("rule")
    assert table.loc["Philippines"].tolist() == [100_000, 0, 0, 30_000, 870_000]
    assert table.loc["India"].tolist() == [350_000, 0, 10_000, 0, 640_000]
    assert table.loc["Québec"].tolist() == [100_000, 100_000, 0, 0, 800_000]
    assert table.loc["Mondragon"].tolist() == [450_000, 450_000, 0, 100_000, 0]


def test_quebecs_duty_ends_when_own_money_is_two_fifths_of_the_debts() -> None:
    assert lay_out(MILLION, "Québec", equity=400, debts=1000).free == MILLION
    assert lay_out(MILLION, "Québec", equity=399, debts=1000).reserve == MILLION // 10


@pytest.mark.parametrize(
    ("surplus", "rule", "others", "words"),
    [
        (-1, "India", {}, "year of loss"),
        (1, "Atlantis", {}, "must be one of: Philippines"),
        (1, "Québec", {"debts": -1}, "cannot be less than 0"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_in_words(
    surplus: int, rule: Rule, others: dict[str, int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        lay_out(surplus, rule, **others)
