"""The kitchen's weeks: no box appears or vanishes, the seed decides, and a loop agrees."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from helpers import some
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.models.preorder import Kitchen, Pays, Plan, Season, season

parts = st.floats(0, 1)
kitchens = st.builds(
    Kitchen,
    households=st.integers(1, 400),
    keep=parts,
    together=parts,
    plan=st.sampled_from(get_args(Plan)),
    pays=st.sampled_from(get_args(Pays)),
    swing=parts,
    weather=parts,
    spare=parts,
    stored=parts,
    price=st.floats(1, 1_000),
    order_share=parts,
    open_share=parts,
    weeks=st.integers(2, 60),
    seed=st.integers(0, 9_999),
)
few = settings(max_examples=60, deadline=None)


def arrays(played: Season) -> list[np.ndarray]:
    return [
        getattr(way, field.name)
        for way in (played.market, played.orders)
        for field in dataclasses.fields(way)
    ]


# --- Chance --------------------------------------------------------------------------------------


@few
@given(kitchens)
def test_the_same_seed_gives_the_same_weeks(kitchen: Kitchen) -> None:
    again = season(dataclasses.replace(kitchen))
    for one, two in some(zip(arrays(season(kitchen)), arrays(again), strict=True)):
        assert (one == two).all()


def test_another_seed_gives_other_weeks() -> None:
    firsts = {season(Kitchen(seed=seed)).market.wanted[0] for seed in range(20)}
    assert len(firsts) == 20


@few
@given(kitchens, parts)
def test_how_orders_are_kept_does_not_touch_the_market(kitchen: Kitchen, keep: float) -> None:
    other = dataclasses.replace(kitchen, keep=keep)
    here, there = season(kitchen).market, season(other).market
    assert (here.sold == there.sold).all()
    assert (here.farmers == there.farmers).all()


@few
@given(kitchens)
def test_who_keeps_promises_more_often_keeps_no_fewer_in_any_week(kitchen: Kitchen) -> None:
    keeps = (0, 0.3, 0.6, 0.9, 1)
    kept = [season(dataclasses.replace(kitchen, keep=keep)).orders.wanted for keep in keeps]
    assert all((less <= more).all() for less, more in pairwise(kept))
    assert (kept[0] == 0).all()
    assert (kept[-1] == kitchen.households).all()


def test_over_many_weeks_as_many_orders_are_kept_as_was_said() -> None:
    for keep in (0.2, 0.5, 0.95):
        for together in (0, 0.5, 1):
            kept = season(Kitchen(keep=keep, together=together, weeks=5_000)).orders.wanted
            assert kept.mean() / 100 == pytest.approx(keep, abs=0.03)


def test_who_stays_away_together_makes_the_orders_swing() -> None:
    swings = [
        season(Kitchen(keep=0.8, together=together)).orders.wanted.std()
        for together in (0, 0.25, 0.5, 1)
    ]
    assert all(less < more for less, more in pairwise(swings))
    # All at once: either every order is kept, or none.
    assert set(season(Kitchen(keep=0.8, together=1)).orders.wanted) == {0.0, 100.0}


# --- Boxes ---------------------------------------------------------------------------------------


@few
@given(kitchens)
def test_no_box_is_below_nothing_and_none_is_sold_that_is_not_there(kitchen: Kitchen) -> None:
    played = season(kitchen)
    for values in arrays(played):
        assert values.shape == (kitchen.weeks,)
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    for way in (played.market, played.orders):
        assert (way.sold <= way.grown + 1e-9).all()
        assert (way.sold <= way.wanted + 1e-9).all()
        stored = (way.grown - way.sold) * kitchen.stored
        assert way.grown == pytest.approx(way.sold + stored + way.waste)
    assert (played.orders.wanted <= kitchen.households).all()


def test_without_chance_and_with_all_promises_kept_nothing_is_wasted() -> None:
    played = season(Kitchen(keep=1, weather=0, swing=0, spare=0))
    for way in (played.market, played.orders):
        assert way.waste_share == way.short_share == 0
        assert way.spread == 0
        assert way.price == 100
    assert played.market.income == pytest.approx(100 * 100 * 0.5)
    assert played.orders.income == pytest.approx(100 * 100 * 0.76)


def test_storing_everything_wastes_nothing() -> None:
    played = season(Kitchen(keep=0.5, stored=1))
    assert played.orders.waste_share == played.market.waste_share == 0


@few
@given(kitchens)
def test_farmers_get_their_part_of_what_is_spent_and_of_what_is_stored(kitchen: Kitchen) -> None:
    played = season(kitchen)
    for way, share in (
        (played.market, kitchen.open_share),
        (played.orders, kitchen.order_share),
    ):
        later = (way.grown - way.sold) * kitchen.stored * kitchen.price / 2
        assert way.farmers == pytest.approx(share * (way.spent + later))


@few
@given(kitchens)
def test_members_pay_least_for_what_they_fetch_and_most_for_a_share(kitchen: Kitchen) -> None:
    spent = [
        season(dataclasses.replace(kitchen, pays=pays)).orders.spent for pays in get_args(Pays)
    ]
    assert all((less <= more + 1e-9).all() for less, more in pairwise(spent))


# --- Arrays against a plain loop -----------------------------------------------------------------


@few
@given(kitchens)
def test_every_week_is_the_one_that_a_plain_loop_plays(kitchen: Kitchen) -> None:
    played = season(kitchen)
    rng = np.random.default_rng(kitchen.seed)
    weather, appetite = rng.standard_normal((2, kitchen.weeks))
    common = rng.random(kitchen.weeks)
    follows = rng.random(400)
    own = rng.random((kitchen.weeks, 400))
    planned = kitchen.households * (kitchen.keep if kitchen.plan == "what was kept before" else 1)
    for week in some(range(kitchen.weeks)):
        harvest = max(0.0, 1 + kitchen.weather * weather[week])
        wanted = kitchen.households * max(0.0, 1 + kitchen.swing * appetite[week])
        kept = 0
        for member in range(kitchen.households):
            luck = common[week] if follows[member] < kitchen.together else own[week][member]
            kept += luck < kitchen.keep
        grown = kitchen.households * (1 + kitchen.spare) * harvest
        assert played.market.grown[week] == pytest.approx(grown)
        assert played.market.sold[week] == pytest.approx(min(grown, wanted))
        if harvest > 0:
            scarcity = min(2, max(0.5, wanted / kitchen.households / harvest))
            price = kitchen.price * scarcity
            assert played.market.spent[week] == pytest.approx(price * min(grown, wanted))
        assert played.orders.grown[week] == pytest.approx(planned * harvest)
        assert played.orders.sold[week] == pytest.approx(min(planned * harvest, kept))


def test_the_table_repeats_the_weeks() -> None:
    played = season(Kitchen(weeks=5))
    table = played.by_week()
    assert table["week"].tolist() == [1, 2, 3, 4, 5]
    assert table["waste, orders (boxes)"].tolist() == played.orders.waste.round(1).tolist()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("households", 0),
        ("households", 401),
        ("households", 2.5),
        ("keep", 1.1),
        ("keep", 95),
        ("together", -0.1),
        ("swing", float("nan")),
        ("weather", None),
        ("order_share", 76),
        ("price", -1),
        ("weeks", 1),
        ("seed", -1),
        ("plan", "as we like"),
        ("pays", "nothing"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        dataclasses.replace(Kitchen(), **{field: value})  # type: ignore[arg-type]
