"""A fund serves whom its rule names, and its errors and effects are counted as they are defined."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from helpers import some
from hypothesis import given
from hypothesis import strategies as st

from solidarity.data import load
from solidarity.models.poverty import MEASURES, by_group, fgt
from solidarity.models.targeting import EVERYBODY, RULES, Reached, TargetingFund, reach

each_rule = pytest.mark.parametrize("rule", RULES)
LINE = 100

# Per head 40, 90, 60, 100, 300 and 99: the fourth is just at the line, and so not poor.
SPENDING, PEOPLE = [160, 180, 300, 100, 600, 99], [4, 2, 5, 1, 2, 1]


@st.composite
def villages(draw: st.DrawFn) -> tuple[list[int], list[int], list[int]]:
    """Spending, members and news of some households."""
    count = draw(st.integers(1, 25))
    column = st.lists
    return (
        draw(column(st.integers(0, 2000), min_size=count, max_size=count)),
        draw(column(st.integers(1, 9), min_size=count, max_size=count)),
        draw(column(st.integers(1, 20), min_size=count, max_size=count)),
    )


@st.composite
def played(draw: st.DrawFn) -> Reached:
    """A fund of any kind among any households."""
    spending, people, news = draw(villages())
    fund = TargetingFund(
        rule=draw(st.sampled_from(RULES)),
        places=draw(st.integers(0, len(spending))),
        transfer=draw(st.integers(0, 500)),
        leakage=draw(st.sampled_from([0, 0.1, 0.5, 1])),
        pull=draw(st.sampled_from([-2, -0.5, 0, 1, 2])),
        seed=draw(st.integers(0, 1000)),
    )
    return reach(fund, spending, people, LINE, news)


def served(fund: TargetingFund, **more: Any) -> list[int]:
    """The numbers of the households with a place, from 0."""
    return np.flatnonzero(reach(fund, SPENDING, PEOPLE, LINE, **more).got).tolist()


# --- Who is served -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "order"),
    [("poorest first", [0, 2, 1, 5, 3, 4]), ("just below the line", [5, 1, 2, 0, 3, 4])],
)
def test_the_order_of_a_rule_that_knows_what_people_spend(rule: Any, order: list[int]) -> None:
    for places in range(7):
        assert served(TargetingFund(rule, places=places)) == sorted(order[:places])


@given(played())
def test_every_place_goes_to_one_household(found: Reached) -> None:
    assert found.got.sum() == found.fund.places


@given(played())
def test_leaked_places_go_to_those_who_are_not_poor(found: Reached) -> None:
    not_poor = (~found.poor).sum()
    leaked = min(not_poor, int(found.fund.places * found.fund.leakage + 0.5))
    assert (found.got & ~found.poor).sum() >= leaked
    if found.fund.rule in ("poorest first", "just below the line"):
        # These two serve somebody else only when there are places left.
        rest = max(0, found.fund.places - leaked - found.poor.sum())
        assert (found.got & ~found.poor).sum() == leaked + rest


@given(villages(), st.sampled_from(RULES), st.integers(0, 1000))
def test_one_place_more_takes_none_away(
    village: tuple[list[int], list[int], list[int]], rule: Any, seed: int
) -> None:
    spending, people, news = village
    before: set[int] = set()
    for places in some(range(len(spending) + 1)):
        fund = TargetingFund(rule, places=places, seed=seed)
        now = set(np.flatnonzero(reach(fund, spending, people, LINE, news).got).tolist())
        assert before <= now
        before = now


@each_rule
def test_the_same_seed_gives_the_same_luck_whatever_the_transfer(rule: Any) -> None:
    fund = TargetingFund(rule, places=3, leakage=0.4, seed=7)
    assert served(fund) == served(fund) == served(replace(fund, transfer=1))


def test_luck_alone_where_nobody_has_news_and_nobody_is_pulled() -> None:
    for seed in range(30):
        lottery = served(TargetingFund("random", places=3, seed=seed))
        assert served(TargetingFund("first come", places=3, seed=seed)) == lottery
        assert served(TargetingFund("first come", places=3, seed=seed), news=[5] * 6) == lottery
        assert served(TargetingFund("self-selected", places=3, pull=0, seed=seed)) == lottery


# 2,000 draws of a share near 0.5 or 0.6 stray by 0.011 (one standard error): 0.045 is four of them.
DRAWS, STRAY = 2000, 0.045


def test_a_lottery_is_fair() -> None:
    wins = sum(
        reach(TargetingFund(places=3, seed=n), SPENDING, PEOPLE, LINE).got for n in range(DRAWS)
    )
    assert np.asarray(wins) / DRAWS == pytest.approx([0.5] * 6, abs=STRAY)


def test_leaks_fall_on_all_who_are_not_poor_alike() -> None:
    fund = TargetingFund("poorest first", places=1, leakage=1)
    wins = sum(reach(replace(fund, seed=n), SPENDING, PEOPLE, LINE).got for n in range(DRAWS))
    assert np.asarray(wins) / DRAWS == pytest.approx([0, 0, 0, 0.5, 0.5, 0], abs=STRAY)


def test_a_leak_does_not_change_the_luck_of_the_others() -> None:
    # One place leaks to one of the two who are not poor. The other place is drawn among the five
    # who are left, one of whom is not poor: so 1.2 of the two places miss the poor on average.
    fund = TargetingFund("random", places=2, leakage=0.5)
    missed = [
        reach(replace(fund, seed=n), SPENDING, PEOPLE, LINE).inclusion_error for n in range(DRAWS)
    ]
    assert np.mean(missed) == pytest.approx(0.6, abs=STRAY / 2)


def first_of_two(fund: TargetingFund, spending: list[int], news: list[int] | None = None) -> float:
    """How often the first of two households gets the only place."""
    wins = sum(
        int(reach(replace(fund, seed=n), spending, [1, 1], LINE, news).got[0]) for n in range(DRAWS)
    )
    return wins / DRAWS


def test_who_hears_twice_as_early_comes_first_two_times_out_of_three() -> None:
    assert first_of_two(TargetingFund("first come", places=1), [50, 50], [2, 1]) == pytest.approx(
        2 / 3, abs=STRAY
    )


@pytest.mark.parametrize(("pull", "share"), [(1, 2 / 3), (-1, 1 / 3), (2, 4 / 5), (0, 1 / 2)])
def test_who_spends_twice_as_much_steps_forward_as_the_pull_says(pull: float, share: float) -> None:
    fund = TargetingFund("self-selected", places=1, pull=pull)
    assert first_of_two(fund, [200, 100]) == pytest.approx(share, abs=STRAY)


def test_one_who_spends_nothing_can_be_pulled_either_way() -> None:
    assert first_of_two(TargetingFund("self-selected", places=1, pull=2), [0, 100]) == 0
    assert first_of_two(TargetingFund("self-selected", places=1, pull=-2), [0, 100]) == 1


# --- What is counted -----------------------------------------------------------------------------


def test_errors_by_hand() -> None:
    # Four are poor. Four places of six, half of them leaked: the two who are not poor get them,
    # and the two poorest get the others.
    found = reach(TargetingFund("poorest first", places=4, leakage=0.5), SPENDING, PEOPLE, LINE)

    assert found.poor.tolist() == [True, True, True, False, False, True]
    assert found.got.tolist() == [True, False, True, True, True, False]
    assert found.inclusion_error == 2 / 4
    assert found.exclusion_error == 2 / 4
    assert found.least_exclusion == 0
    assert found.cost == 4000


def test_effects_by_hand() -> None:
    # 40 more for a household: the single person at 99 rises over the line, the four by 10 each.
    fund = TargetingFund("just below the line", places=1, transfer=40)
    found = reach(fund, SPENDING, PEOPLE, LINE)
    assert found.after.tolist() == [40, 90, 60, 100, 300, 139]
    assert found.fgt(0) == pytest.approx((12 / 15, 11 / 15))
    assert found.fgt(1) == pytest.approx((4.61 / 15, 4.6 / 15))

    found = reach(replace(fund, rule="poorest first"), SPENDING, PEOPLE, LINE)
    assert found.after.tolist() == [50, 90, 60, 100, 300, 99]
    assert found.fgt(0) == pytest.approx((12 / 15, 12 / 15))
    assert found.fgt(1) == pytest.approx((4.61 / 15, 4.21 / 15))


@given(played())
def test_the_errors_are_what_they_are_defined_as(found: Reached) -> None:
    pairs = list(zip(found.got.tolist(), found.poor.tolist(), strict=True))
    served = [poor for got, poor in pairs if got]
    needy = [got for got, poor in pairs if poor]
    assert found.inclusion_error == (served.count(False) / len(served) if served else 0)
    assert found.exclusion_error == (needy.count(False) / len(needy) if needy else 0)
    assert found.least_exclusion - 1e-12 <= found.exclusion_error
    if found.fund.rule in ("poorest first", "just below the line") and not found.fund.leakage:
        assert found.exclusion_error == pytest.approx(found.least_exclusion)


@given(played())
def test_the_money_arrives_and_nowhere_else(found: Reached) -> None:
    gained = (found.after - found.before) * found.people
    assert gained == pytest.approx(found.fund.transfer * found.got, abs=1e-6)
    assert gained.sum() == pytest.approx(found.cost, abs=1e-6)
    assert (found.poor == (found.before < found.line)).all()


@given(played(), st.data())
def test_the_table_tells_the_poverty_of_each_group_and_of_everybody(
    found: Reached, more: st.DataObject
) -> None:
    rows = found.got.size
    group = more.draw(st.lists(st.sampled_from("abc"), min_size=rows, max_size=rows))
    table = found.by_group(group)
    for when, values in (("before", found.before), ("after", found.after)):
        alone = by_group(values, LINE, group, found.people)
        columns = [m.replace(" ", f" {when} ", 1) for m in MEASURES]
        assert table["group"].tolist() == [*alone["group"], EVERYBODY]
        assert table[columns].to_numpy()[:-1] == pytest.approx(alone[list(MEASURES)].to_numpy())
        whole = [fgt(values, LINE, alpha, found.people) for alpha in (0, 1, 2)]
        assert table[columns].iloc[-1].tolist() == pytest.approx(whole)
    share, got = table["population (share)"], table["served (share)"]
    assert share.iloc[:-1].sum() == pytest.approx(1)
    assert share.iloc[-1] == 1
    assert got.iloc[-1] == pytest.approx(np.average(found.got, weights=found.people))
    assert (share * got).iloc[:-1].sum() == pytest.approx(got.iloc[-1])
    last = found.by_group()
    assert last.to_numpy().tolist() == [pytest.approx(table.iloc[-1].tolist())]


@given(played())
def test_money_never_makes_poverty_worse(found: Reached) -> None:
    for alpha in (0, 1, 2):
        before, after = found.fgt(alpha)
        assert after <= before + 1e-12


# --- On the survey -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vietnam() -> dict[str, Any]:
    households = load("vietnam_1998")
    per_head = households["spending"] / households["people"]
    return {
        "spending": households["spending"],
        "people": households["people"],
        "line": per_head.median() / 2,
        "news": 1 + households["schooling"],
    }


def test_the_poor_households_of_the_survey(vietnam: dict[str, Any]) -> None:
    found = reach(TargetingFund("poorest first", places=300), **vietnam)
    assert found.poor.sum() == 510
    assert found.least_exclusion == found.exclusion_error == pytest.approx(1 - 300 / 510)
    assert found.fgt(0)[0] == pytest.approx(0.1038, abs=5e-5)


@each_rule
def test_whom_a_rule_reaches_on_the_survey_hardly_depends_on_the_seed(
    rule: Any, vietnam: dict[str, Any]
) -> None:
    errors = [
        reach(TargetingFund(rule, places=600, seed=seed), **vietnam).inclusion_error
        for seed in range(20)
    ]
    # 600 places drawn by luck: a share near 0.9 strays by 0.012 (one standard error).
    assert max(errors) - min(errors) < 0.08


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule", "poorest"),
        ("places", -1),
        ("places", 2.5),
        ("transfer", -1),
        ("leakage", 1.1),
        ("pull", 3),
        ("seed", "luck"),
        ("leakage", float("nan")),
    ],
)
def test_a_fund_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        TargetingFund(**{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"spending": [-1, 2]}, "spending has a negative value"),
        ({"spending": []}, "spending is empty"),
        ({"people": [1]}, "people has 1 values for 2 rows"),
        ({"people": [1, 0]}, "people is 0 for some household"),
        ({"news": [1, 0]}, "news is 0 for some household"),
        ({"news": [1, 2, 3]}, "news has 3 values for 2 rows"),
        ({"line": 0}, "line is 0, and must be above 0"),
        ({"fund": TargetingFund(places=3)}, "places is 3, and must be from 0 to 2"),
    ],
)
def test_households_that_cannot_be_are_refused(change: dict[str, Any], words: str) -> None:
    fit = {"fund": TargetingFund(places=1), "spending": [1, 2], "people": [1, 1], "line": 1}
    with pytest.raises(ValueError, match=words):
        reach(**{**fit, **change})


def test_the_groups_must_be_as_many_as_the_households() -> None:
    found = reach(TargetingFund(places=1), SPENDING, PEOPLE, LINE)
    with pytest.raises(ValueError, match="group has 2 values for 6 rows"):
        found.by_group(["a", "b"])
    with pytest.raises(FrozenInstanceError):
        found.line = 5  # type: ignore[misc]
