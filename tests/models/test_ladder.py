"""The price ladder: no peso is lost on the way, and weight loss is counted once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from helpers import ROOT, some
from hypothesis import given
from hypothesis import strategies as st

from solidarity.exercises.keys import load_key
from solidarity.models.ladder import Link, margin, markup, price_ladder, producer_share

KEY = load_key(ROOT / "course" / "m06-production" / "key.py")

prices = st.floats(0.01, 10_000)
yields = st.floats(0.05, 1)
links = st.builds(Link, st.just("link"), prices, st.floats(0, 5_000), yields)
chains = st.lists(links, min_size=1, max_size=6)


@given(chains)
def test_value_added_of_all_links_is_the_retail_value_less_what_was_bought_in(
    chain: list[Link],
) -> None:
    ladder = price_ladder(chain)
    assert ladder.value_added == pytest.approx(ladder.retail - ladder.bought_in, abs=1e-6)
    assert ladder.value_added == pytest.approx(sum(r.value_added for r in ladder.rungs), abs=1e-6)


@given(chains)
def test_each_link_pays_what_the_link_before_it_gets(chain: list[Link]) -> None:
    rungs = price_ladder(chain).rungs
    assert rungs[0].paid == 0
    for before, after in pairwise(rungs):
        assert after.paid == pytest.approx(before.received)


@given(chains)
def test_the_last_link_sells_one_kilogram_at_the_retail_price(chain: list[Link]) -> None:
    ladder = price_ladder(chain)
    assert ladder.rungs[-1].kilograms == 1
    assert ladder.retail == chain[-1].price


@given(chains)
def test_the_share_lies_between_nothing_and_all_where_no_link_sells_below_what_it_paid(
    chain: list[Link],
) -> None:
    ladder = price_ladder(chain)
    later = ladder.rungs[1:]
    assert ladder.producer_share > 0
    if all(rung.gross_margin >= 0 for rung in later):
        assert ladder.producer_share <= 1 + 1e-9
    # Above 1 means that the links after the first lose money together.
    total = sum(rung.gross_margin for rung in later)
    assert ladder.producer_share == pytest.approx(1 - total / ladder.retail, abs=1e-6)


@given(prices, yields, prices)
def test_the_share_in_one_line_is_the_share_of_the_ladder(
    farm: float, rate: float, retail: float
) -> None:
    assert producer_share(farm, rate, retail) == pytest.approx(farm / rate / retail)


@given(chains, yields)
def test_the_first_link_s_yield_changes_nothing(chain: list[Link], rate: float) -> None:
    first = chain[0]
    other = [Link(first.name, first.price, first.bought_in, rate), *chain[1:]]
    assert price_ladder(other) == price_ladder(chain)


@given(prices, st.floats(0.01, 5))
def test_mark_up_and_margin_are_the_same_amount_on_two_bases(cost: float, part: float) -> None:
    price = cost * (1 + part)
    assert markup(cost, price) * cost == pytest.approx(margin(cost, price) * price)
    assert margin(cost, price) == pytest.approx(part / (1 + part))
    assert margin(cost, price) < markup(cost, price)


def test_a_quarter_on_top_is_a_fifth_of_the_price() -> None:
    assert markup(20, 25) == 0.25
    assert margin(20, 25) == 0.2


# By hand. One kilogram of rice needs 1 ÷ 0.5 = 2 kg of paddy. The farm gets 2 × 10 = 20 pesos and
# buys in 2 × 3 = 6. The mill pays 20, buys in 2, gets 30. The shop pays 30, buys in 1, gets 40.
BY_HAND = [Link("farm", 10, 3), Link("mill", 30, 2, 0.5), Link("shop", 40, 1)]


def test_a_small_ladder_agrees_with_the_sums_by_hand() -> None:
    ladder = price_ladder(BY_HAND)
    assert [(r.kilograms, r.paid, r.bought_in, r.received) for r in ladder.rungs] == [
        (2, 0, 6, 20),
        (1, 20, 2, 30),
        (1, 30, 1, 40),
    ]
    assert [r.value_added for r in ladder.rungs] == [14, 8, 9]
    assert (ladder.retail, ladder.bought_in, ladder.value_added) == (40, 9, 31)
    assert ladder.producer_share == 0.5


def test_two_losses_of_weight_multiply() -> None:
    chain = [Link("farm", 1), Link("dryer", 2, yield_rate=0.8), Link("mill", 5, yield_rate=0.5)]
    assert [r.kilograms for r in price_ladder(chain).rungs] == [2.5, 2, 1]


def test_the_table_repeats_the_ladder_and_names_its_units() -> None:
    table = price_ladder(BY_HAND).by_link()
    assert table["value added (pesos)"].tolist() == [14, 8, 9]
    assert table["name"].tolist() == ["farm", "mill", "shop"]
    assert all(head.endswith((")", "name")) for head in table.columns)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", 0),
        ("price", -1),
        ("price", "20"),
        ("bought_in", -0.1),
        ("yield_rate", 0),
        ("yield_rate", 1.01),
        ("yield_rate", 65),
        ("price", float("nan")),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        Link("mill", **{"price": 10, field: value})  # type: ignore[arg-type]


def test_a_chain_without_links_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one link"):
        price_ladder([])


@pytest.mark.parametrize(("cost", "price"), [(0, 10), (10, 0), (-1, 5)])
def test_a_mark_up_on_nothing_is_refused(cost: float, price: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        markup(cost, price)


def test_the_model_and_the_key_agree_on_the_producer_share() -> None:
    exercise = KEY["producer_share"]
    for case in some([*exercise.visible_cases(), *exercise.hidden_cases()]):
        inputs = {name: value.python() for name, value in case.inputs or ()}
        assert producer_share(**inputs) == pytest.approx(case.expected.python())


def test_the_model_and_the_key_agree_on_value_added() -> None:
    exercise = KEY["value_added"]
    for case in some([*exercise.visible_cases(), *exercise.hidden_cases()]):
        prices, bought_in = (value.python() for _, value in case.inputs or ())
        chain = [Link("link", p, b) for p, b in zip(prices, bought_in, strict=True)]
        got = [rung.value_added for rung in price_ladder(chain).rungs]
        assert got == pytest.approx(case.expected.python(), abs=1e-9)
