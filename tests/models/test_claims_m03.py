"""What case.md, reading.md and exercises.md of module 3 say of survey and models holds.

Each claim that the case makes for every place of a slider is proved over a grid of these places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pandas as pd
import pytest
from helpers import ROOT, some

from solidarity.data import load
from solidarity.models.hardship import CutOffs, hardships
from solidarity.models.poverty import alkire_foster, by_group, deprivation_score, fgt, gini, palma
from solidarity.models.targeting import RULES, Reached, Rule, TargetingFund, reach

FOLDER = ROOT / "course" / "m03-neediest-first"
READING = (FOLDER / "reading.md").read_text(encoding="utf-8")
SURVEY = load("vietnam_1998")
PEOPLE = SURVEY["people"]
PER_HEAD = SURVEY["spending"] / PEOPLE
MEDIAN = PER_HEAD.median()

# The places of the case's sliders, in percent of the median and so on.
LINES = range(30, 105, 5)
PLACES = (50, 100, 150, 200, 250, 300, 400, 500)
TRANSFERS = (200, 500, 1_000, 1_500, 2_000)
NOBODY_CHOOSES: tuple[Rule, ...] = ("random", "first come", "self-selected")
QUARTERS = [0.25] * 4


def line_at(percent: float) -> float:
    return float(MEDIAN * percent / 100)


def is_poor(percent: float) -> pd.Series[bool]:
    return PER_HEAD.lt(line_at(percent))


def headcounts(column: str, percent: float, where: str = "") -> dict[str, float]:
    """The part of the people of each group who are below the line, in one area or in all."""
    rows = SURVEY["area"] == where if where else SURVEY["area"] != ""
    groups = by_group(PER_HEAD[rows], line_at(percent), SURVEY[column][rows], PEOPLE[rows])
    return dict(zip(groups["group"], groups["headcount (share)"], strict=True))


def fund(line: float = 50, **rules: object) -> Reached:
    return reach(
        TargetingFund(**rules),  # type: ignore[arg-type]
        SURVEY["spending"],
        PEOPLE,
        line_at(line),
        news=1 + SURVEY["schooling"],
    )


def falls(reached: Reached, alpha: int) -> float:
    """By what part of itself a measure falls."""
    before, after = reached.fgt(alpha)
    return 1 - after / before


# --- Panel 1: the line ---------------------------------------------------------------------------


@pytest.mark.parametrize("percent", LINES)
def test_more_of_the_people_are_poor_than_of_the_households_as_poor_households_are_larger(
    percent: int,
) -> None:
    line = line_at(percent)
    assert fgt(PER_HEAD, line, 0, PEOPLE) > fgt(PER_HEAD, line, 0)
    assert PEOPLE[is_poor(percent)].mean() > PEOPLE.mean()


@pytest.mark.parametrize("percent", LINES)
def test_counted_over_people_gap_and_severity_grow_too(percent: int) -> None:
    for alpha in (1, 2):
        assert fgt(PER_HEAD, line_at(percent), alpha, PEOPLE) > fgt(
            PER_HEAD, line_at(percent), alpha
        )


def test_counted_over_people_gini_and_palma_shrink() -> None:
    assert gini(PER_HEAD, PEOPLE) < gini(PER_HEAD)
    assert palma(PER_HEAD, PEOPLE) < palma(PER_HEAD)


@pytest.mark.parametrize("percent", LINES)
def test_more_than_nine_in_ten_who_are_poor_live_in_the_countryside(percent: int) -> None:
    groups = by_group(PER_HEAD, line_at(percent), SURVEY["area"], PEOPLE).set_index("group")
    assert groups.loc["countryside", "of all poor (share)"] > 0.9
    assert 0.7 < groups.loc["countryside", "population (share)"] < 0.75


@pytest.mark.parametrize("measure", [gini, palma])
@pytest.mark.parametrize("weight", [PEOPLE, None])
def test_the_countryside_is_more_equal_and_poorer(
    measure: Callable[..., float], weight: pd.Series[int] | None
) -> None:
    rows = {area: SURVEY["area"] == area for area in ("town", "countryside")}
    found = {
        area: measure(PER_HEAD[here], None if weight is None else weight[here])
        for area, here in rows.items()
    }
    assert found["countryside"] < found["town"]
    assert all(headcounts("area", p)["countryside"] > headcounts("area", p)["town"] for p in LINES)


@pytest.mark.parametrize("percent", LINES)
def test_where_a_woman_is_the_head_fewer_are_poor(percent: int) -> None:
    found = headcounts("head", percent)
    assert found["woman"] < found["man"]


def test_part_of_that_is_the_place_and_the_size() -> None:
    groups = SURVEY.groupby("head")
    in_town = groups.apply(lambda g: g["people"][g["area"] == "town"].sum() / g["people"].sum())
    assert in_town["woman"] > 1.5 * in_town["man"]
    assert groups["people"].mean()["woman"] < groups["people"].mean()["man"]


@pytest.mark.parametrize("percent", [85, 90, 95, 100])
def test_in_the_towns_alone_the_order_turns_round_near_the_median(percent: int) -> None:
    found = headcounts("head", percent, "town")
    assert (found["woman"] > found["man"]) == (percent >= 90)


# --- Panel 2: the fund ---------------------------------------------------------------------------

TIGHT = [
    (percent, places)
    for percent, places in product(LINES, PLACES)
    if places <= is_poor(percent).sum() / 2
]


@pytest.mark.parametrize(("percent", "places"), TIGHT)
def test_just_below_the_line_lowers_the_headcount_fastest_and_hardly_the_severity(
    percent: int, places: int
) -> None:
    """With places for at most half of the poor households; poorest first does the opposite."""
    for transfer in TRANSFERS:
        every = {r: fund(percent, rule=r, places=places, transfer=transfer) for r in RULES}
        heads = {rule: falls(reached, 0) for rule, reached in every.items()}
        depths = {rule: falls(reached, 2) for rule, reached in every.items()}
        assert max(heads, key=heads.__getitem__) == "just below the line"
        assert depths["just below the line"] < 0.1
        assert max(depths, key=depths.__getitem__) == "poorest first"
        assert depths["poorest first"] > 2 * depths["just below the line"]


def test_the_grid_of_the_fund_is_a_large_one() -> None:
    assert len(TIGHT) > 60
    assert (50, 250) in TIGHT
    assert is_poor(50).sum() == 510


@pytest.mark.parametrize(("rule", "seed"), product(NOBODY_CHOOSES, range(1, 21)))
def test_if_nobody_chooses_about_nine_in_ten_places_go_to_households_that_are_not_poor(
    rule: Rule, seed: int
) -> None:
    assert fund(rule=rule, places=250, seed=seed).inclusion_error > 0.85


def test_who_hears_early_or_dares_to_ask_is_poor_no_more_often_than_chance_has_it() -> None:
    def mean_error(rule: Rule) -> float:
        return sum(fund(rule=rule, places=250, seed=s).inclusion_error for s in range(1, 101)) / 100

    lot = mean_error("random")
    assert lot == pytest.approx(0.915, abs=0.01)
    assert mean_error("first come") > lot
    assert mean_error("self-selected") > lot


@pytest.mark.parametrize(("rule", "percent"), product(RULES, (40, 50, 60, 80)))
def test_with_fewer_places_than_households_in_need_somebody_is_left_out(
    rule: Rule, percent: int
) -> None:
    poor = int(is_poor(percent).sum())
    for places in some(p for p in PLACES if p < poor):
        reached = fund(percent, rule=rule, places=places)
        assert reached.exclusion_error >= reached.least_exclusion - 1e-12 > 0


@pytest.mark.parametrize("leakage", [0.05, 0.2, 0.5])
def test_places_for_friends_make_both_errors_grow(leakage: float) -> None:
    honest, leaking = (
        fund(rule="poorest first", places=250, leakage=part) for part in (0, leakage)
    )
    assert leaking.inclusion_error > honest.inclusion_error == 0
    assert leaking.exclusion_error > honest.exclusion_error


def test_places_or_money_is_a_real_choice() -> None:
    """Task 4: for the same sum, twice as many places of half the size change the measures apart."""
    few, many = (
        fund(rule="poorest first", places=places, transfer=transfer)
        for places, transfer in ((250, 1_000), (500, 500))
    )
    assert few.cost == many.cost
    assert falls(many, 0) > falls(few, 0)
    assert falls(many, 2) < falls(few, 2)


# --- Panel 3: several signs ----------------------------------------------------------------------


def test_the_limit_decides_how_many_are_poor() -> None:
    signs = hardships(SURVEY, CutOffs(line_at(50)))
    found = [alkire_foster(signs, QUARTERS, k, PEOPLE).H for k in (0.25, 0.5, 0.75, 1)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.5
    assert found[-1] < 0.005


def test_most_who_are_poor_by_the_list_are_not_below_the_line_and_one_in_five_the_other_way() -> (
    None
):
    signs = hardships(SURVEY, CutOffs(line_at(50)))
    poor = deprivation_score(signs, QUARTERS) >= 0.5
    below = signs["money"]
    assert PEOPLE[poor & ~below].sum() / PEOPLE[poor].sum() == pytest.approx(0.6, abs=0.02)
    assert PEOPLE[below & ~poor].sum() / PEOPLE[below].sum() == pytest.approx(0.2, abs=0.01)


# --- The reading ---------------------------------------------------------------------------------


def below_half_the_median_of_people() -> float:
    return fgt(PER_HEAD, PER_HEAD.repeat(PEOPLE).median() / 2, 0, PEOPLE)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Of the households, {} % are below our line", 100 * fgt(PER_HEAD, MEDIAN / 2, 0)),
        ("of the people, {} %.", 100 * fgt(PER_HEAD, MEDIAN / 2, 0, PEOPLE)),
        ("{} people on average, against", PEOPLE[is_poor(50)].mean()),
        ("against {} in all", PEOPLE.mean()),
        ("which the indicator means, {} % would be poor", 100 * below_half_the_median_of_people()),
        ("In the countryside {} % are poor", 100 * headcounts("area", 50)["countryside"]),
        ("in the towns {} %.", 100 * headcounts("area", 50)["town"]),
        ("average of the two is {} %", 50 * sum(headcounts("area", 50).values())),
        ("is a man, {} % are poor", 100 * headcounts("head", 50)["man"]),
        ("it is a woman, {} %.", 100 * headcounts("head", 50)["woman"]),
    ],
)
def test_a_figure_of_the_survey_in_the_reading_is_a_computed_one(said: str, found: float) -> None:
    before, _, after = said.partition("{}")
    printed = re.findall(rf"{re.escape(before)}([\d.]+){re.escape(after)}", READING)
    assert printed == [f"{found:.1f}"]


def test_the_weighted_sum_of_the_reading_is_right() -> None:
    found = by_group(PER_HEAD, MEDIAN / 2, SURVEY["area"], PEOPLE)
    people = SURVEY.groupby("area")["people"].sum()
    rural, town = (f"{share:.4f}" for share in found["headcount (share)"])
    assert (
        f"({people['countryside']:,} × {rural} + {people['town']:,} × {town}) ÷ {PEOPLE.sum():,}"
        " = 0.104"
    ) in READING
    total = (20_791 * 0.1373 + 7_718 * 0.0136) / 28_509
    assert total == pytest.approx(0.104, abs=5e-4)


def test_the_five_neighbours_of_the_reading() -> None:
    coins = [4, 8, 12, 16, 40]
    assert [fgt(coins, 10, alpha) for alpha in (0, 1, 2)] == pytest.approx([0.40, 0.16, 0.08])
    assert fgt([4, 10, 12, 16, 40], 10, 0) == pytest.approx(0.2)
    assert fgt([4, 10, 12, 16, 40], 10, 2) == pytest.approx(0.072)
    assert fgt([6, 8, 12, 16, 40], 10, 0) == pytest.approx(0.4)
    assert fgt([6, 8, 12, 16, 40], 10, 2) == pytest.approx(0.04)


def test_the_other_examples_by_hand() -> None:
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)
    assert palma([4, 1, 3, 2, 12, 5, 1, 3, 2, 4]) == pytest.approx(2)
    four = [[1, 1, 1, 0], [1, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    found = alkire_foster(four, QUARTERS, 0.5)
    three = [found.H, found.A, found.M0]
    assert three == pytest.approx([0.5, 0.625, 0.3125])
