"""The measures of poverty and inequality keep their axioms, and agree with two peer libraries.

The peers are the packages ``povertyinequalitymeasures`` 1.1.1 and ``mpitb`` 0.2. Where one of them
is wrong, or follows another convention, a test shows it and its docstring says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise, permutations
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from povertyInequalityMeasures import inequality as peer_inequality
from povertyInequalityMeasures import poverty as peer_poverty

from solidarity.data import load
from solidarity.models.hardship import CutOffs, hardships
from solidarity.models.poverty import (
    MEASURES,
    PARTS,
    AlkireFoster,
    alkire_foster,
    alkire_foster_by_group,
    by_group,
    deprivation_score,
    fgt,
    gini,
    lorenz,
    palma,
)

CLOSE = 1e-9
HAIR = 1e-6  # more than rounding can do, less than any step between two scores

income = st.floats(0, 1e6, allow_subnormal=False) | st.integers(0, 50).map(float)
incomes = st.lists(income, min_size=1, max_size=30)
some_incomes = incomes.filter(lambda x: sum(x) > 1e-3)
lines = st.floats(1, 1e6)
alphas = st.sampled_from([0, 0.5, 1, 1.5, 2, 3])
counts = st.integers(1, 9)


@st.composite
def weighted(draw: st.DrawFn, least: int = 1) -> tuple[list[float], list[int]]:
    """Incomes, not all 0, with the number of people who have each."""
    x = draw(st.lists(income, min_size=least, max_size=30).filter(lambda x: sum(x) > 1e-3))
    return x, draw(st.lists(counts, min_size=len(x), max_size=len(x)))


@st.composite
def with_poor(draw: st.DrawFn) -> tuple[list[float], float]:
    """Incomes and a line with at least two poor, none of whom is near nothing or near the line."""
    line = draw(lines)
    poor = draw(st.lists(st.floats(0.02, 0.97), min_size=2, max_size=10))
    others = draw(st.lists(st.floats(0, 3), max_size=10))
    return [line * share for share in draw(st.permutations(poor + others))], line


def close(value: Any) -> Any:
    return pytest.approx(value, abs=CLOSE, rel=CLOSE)


def h_a_m0(found: AlkireFoster) -> list[float]:
    return [found.H, found.A, found.M0]


H_A_M0 = ("H (share)", "A (share)", "M0 (0 to 1)")


# --- The poverty measures by hand ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("alpha", "value"),
    [(0, 2 / 4), (1, (0.5 + 0.25) / 4), (2, (0.25 + 0.0625) / 4), (3, (0.125 + 0.015625) / 4)],
)
def test_four_people_and_a_line(alpha: float, value: float) -> None:
    assert fgt([50, 75, 100, 200], 100, alpha) == close(value)


def test_just_at_the_line_is_not_poor() -> None:
    assert [fgt([100], 100, alpha) for alpha in (0, 1, 2)] == [0, 0, 0]


def test_who_has_nothing_lacks_the_whole_line() -> None:
    assert [fgt([0], 100, alpha) for alpha in (0, 0.5, 1, 2, 7)] == [1, 1, 1, 1, 1]


def test_a_weight_is_a_number_of_people() -> None:
    # A poor household of six and one of two that is not poor: half the households, 6 of 8 people.
    assert fgt([50, 200], 100, 0) == 0.5
    assert fgt([50, 200], 100, 0, weight=[6, 2]) == 0.75
    assert fgt([50, 200], 100, 1, weight=[6, 2]) == 0.375


def test_groups_by_hand() -> None:
    table = by_group([50, 200, 75, 100], 100, ["b", "b", "a", "a"], weight=[6, 2, 4, 0])

    assert table["group"].tolist() == ["a", "b"]
    assert table["population (share)"].tolist() == close([4 / 12, 8 / 12])
    assert table["headcount (share)"].tolist() == close([1, 0.75])
    assert table["gap (share of line)"].tolist() == close([0.25, 0.375])
    assert table["severity (0 to 1)"].tolist() == close([0.0625, 0.1875])
    assert table["of all poor (share)"].tolist() == close([0.4, 0.6])
    assert table["of all gaps (share)"].tolist() == close([0.25, 0.75])
    assert table["of all severity (share)"].tolist() == close([0.25 / 1.75, 1.5 / 1.75])


def test_a_group_without_people_is_left_out_and_no_poverty_has_no_parts() -> None:
    table = by_group([5, 6, 7], 1, [1, 2, 3], weight=[1, 0, 2])

    assert table["group"].tolist() == [1, 3]
    assert not table[[*MEASURES, *PARTS]].to_numpy().any()


# --- The axioms of a poverty measure -------------------------------------------------------------


@given(incomes, lines, alphas, st.integers(-20, 20))
def test_poverty_does_not_depend_on_the_unit(
    x: list[float], line: float, alpha: float, power: int
) -> None:
    # Powers of two change no digit, so nobody slips across the line by rounding.
    unit = 2.0**power
    assert fgt([unit * one for one in x], unit * line, alpha) == close(fgt(x, line, alpha))


@given(weighted(), lines, alphas)
def test_a_weight_repeats_a_person(
    data: tuple[list[float], list[int]], line: float, alpha: float
) -> None:
    x, people = data
    assert fgt(x, line, alpha, people) == close(fgt(np.repeat(x, people), line, alpha))


@given(incomes, lines, alphas, counts)
def test_two_equal_villages_are_as_poor_as_one(
    x: list[float], line: float, alpha: float, copies: int
) -> None:
    assert fgt(x * copies, line, alpha) == close(fgt(x, line, alpha))
    assert fgt(x, line, alpha, [copies] * len(x)) == close(fgt(x, line, alpha))


@given(incomes, lines, alphas, st.randoms())
def test_names_do_not_matter(x: list[float], line: float, alpha: float, rng: Any) -> None:
    shuffled = rng.sample(x, len(x))
    assert fgt(shuffled, line, alpha) == close(fgt(x, line, alpha))


@given(incomes, lines, alphas, st.floats(0, 1e6))
def test_the_fortune_of_those_who_are_not_poor_does_not_matter(
    x: list[float], line: float, alpha: float, more: float
) -> None:
    richer = [one + more if one >= line else one for one in x]
    assert fgt(richer, line, alpha) == fgt(x, line, alpha)


@given(with_poor(), st.data())
def test_a_poorer_poor_person_makes_the_gap_and_severity_worse_but_not_the_headcount(
    village: tuple[list[float], float], data: st.DataObject
) -> None:
    x, line = village
    loser = data.draw(st.sampled_from([i for i, one in enumerate(x) if 0.01 * line < one < line]))
    worse = [one / 2 if i == loser else one for i, one in enumerate(x)]
    assert fgt(worse, line, 0) == fgt(x, line, 0)
    assert fgt(worse, line, 1) > fgt(x, line, 1)
    assert fgt(worse, line, 2) > fgt(x, line, 2)


@given(with_poor(), st.data())
def test_from_the_poorer_to_the_less_poor_is_seen_by_severity_alone(
    village: tuple[list[float], float], data: st.DataObject
) -> None:
    x, line = village
    able = (i for i, one in enumerate(x) if 0.01 * line < one < 0.98 * line)
    poor = sorted(able, key=x.__getitem__)
    giver = data.draw(st.integers(0, len(poor) - 2))
    receiver = data.draw(st.integers(giver + 1, len(poor) - 1))
    gift = 0.005 * line
    moved = list(x)
    moved[poor[giver]] -= gift
    moved[poor[receiver]] += gift
    assert fgt(moved, line, 0) == fgt(x, line, 0)
    assert fgt(moved, line, 1) == close(fgt(x, line, 1))
    assert fgt(moved, line, 2) > fgt(x, line, 2)


def test_robbing_the_poorest_can_make_the_headcount_look_better() -> None:
    before, after = [20, 95, 200], [10, 105, 200]

    assert fgt(after, 100, 0) < fgt(before, 100, 0)
    assert fgt(after, 100, 2) > fgt(before, 100, 2)


@given(weighted(), lines)
def test_the_deeper_a_measure_looks_the_less_it_is(
    data: tuple[list[float], list[int]], line: float
) -> None:
    x, people = data
    values = [fgt(x, line, alpha, people) for alpha in (0, 0.5, 1, 2, 5)]
    assert values[0] <= 1
    assert all(more >= less - CLOSE for more, less in pairwise(values))
    assert values[-1] >= 0


@given(incomes, lines, lines, alphas)
def test_a_higher_line_never_finds_less_poverty(
    x: list[float], one: float, other: float, alpha: float
) -> None:
    low, high = sorted((one, other))
    assert fgt(x, low, alpha) <= fgt(x, high, alpha) + CLOSE


@given(weighted(), lines, st.data())
def test_the_groups_add_up_to_all(
    data: tuple[list[float], list[int]], line: float, more: st.DataObject
) -> None:
    x, people = data
    group = more.draw(st.lists(st.sampled_from("abc"), min_size=len(x), max_size=len(x)))
    table = by_group(x, line, group, people)
    assert table["population (share)"].sum() == close(1)
    for alpha, (measure, part) in enumerate(zip(MEASURES, PARTS, strict=True)):
        whole = fgt(x, line, alpha, people)
        assert (table["population (share)"] * table[measure]).sum() == close(whole)
        assert table[part].sum() == close(1 if whole else 0)
        for name, value in zip(table["group"], table[measure], strict=True):
            mine = [i for i, one in enumerate(group) if one == name]
            assert value == close(fgt([x[i] for i in mine], line, alpha, [people[i] for i in mine]))


# --- Inequality by hand, and its axioms ----------------------------------------------------------


def test_gini_by_hand() -> None:
    assert gini([3, 3, 3]) == 0
    assert gini([0, 0, 0, 12]) == close(3 / 4)
    assert gini([15, 7, 18, 10]) == close(0.19)
    # Two people have 1 each, one has 4: the mean gap of all nine pairs is 4/3, twice the mean is 4.
    assert gini([1, 4], weight=[2, 1]) == close(1 / 3)


@given(weighted())
def test_gini_is_half_the_mean_gap_between_two_people_over_the_mean(
    data: tuple[list[float], list[int]],
) -> None:
    x, w = np.array(data[0]), np.array(data[1])
    gaps = np.abs(x[:, None] - x[None, :])
    mean = (w @ x) / w.sum()
    assert gini(x, w) == close((w @ gaps @ w) / w.sum() ** 2 / (2 * mean))


@given(weighted())
def test_gini_is_the_area_between_the_curve_and_equality(
    data: tuple[list[float], list[int]],
) -> None:
    curve = lorenz(*data)
    assert gini(*data) == close(1 - 2 * np.trapezoid(curve.held, curve.people))


@given(some_incomes, counts, st.integers(-20, 20), st.randoms())
def test_inequality_depends_on_neither_unit_nor_number_nor_order(
    x: list[float], copies: int, power: int, rng: Any
) -> None:
    changed = [2.0**power * one for one in rng.sample(x, len(x)) * copies]
    assert gini(changed) == close(gini(x))
    if lorenz(x).at(0.4) > 1e-3:
        assert palma(changed) == close(palma(x))


@given(weighted())
def test_weights_repeat_people_for_inequality_too(data: tuple[list[float], list[int]]) -> None:
    x, people = data
    everyone = np.repeat(x, people)
    assert gini(x, people) == close(gini(everyone))
    if lorenz(x, people).at(0.4) > 1e-3:
        assert palma(x, people) == close(palma(everyone))
    for share in (0, 0.1, 0.25, 0.4, 0.9, 1):
        assert lorenz(x, people).at(share) == close(lorenz(everyone).at(share))


@given(some_incomes.filter(lambda x: max(x) - min(x) > 1e-3 * max(x)), st.floats(0.01, 0.5))
def test_from_the_richest_to_the_poorest_makes_it_more_equal(x: list[float], part: float) -> None:
    rich, poor = x.index(max(x)), x.index(min(x))
    gift = part * (x[rich] - x[poor]) / 2
    moved = list(x)
    moved[rich] -= gift
    moved[poor] += gift
    assert gini(moved) < gini(x)


@given(weighted())
def test_the_curve_rises_ever_steeper_below_equality(data: tuple[list[float], list[int]]) -> None:
    curve = lorenz(*data)
    assert (curve.people[0], curve.held[0]) == (0, 0)
    assert (curve.people[-1], curve.held[-1]) == close((1, 1))
    slopes = np.diff(curve.held) / np.diff(curve.people)
    assert (np.diff(slopes) >= -1e-6 * slopes[-1]).all()
    assert (curve.held <= curve.people + CLOSE).all()


@given(weighted(), st.integers(2, 200))
def test_even_points_lie_on_the_curve(data: tuple[list[float], list[int]], points: int) -> None:
    exact, even = lorenz(*data), lorenz(*data, points=points)
    assert even.people.size == even.held.size == points
    assert even.people == close(np.linspace(0, 1, points))
    assert even.held.tolist() == close([exact.at(one) for one in even.people])


def test_palma_by_hand() -> None:
    assert palma([5, 5, 5]) == close(0.25)
    assert palma(range(1, 11)) == close(10 / (1 + 2 + 3 + 4))
    # Of three people the richest tenth is three tenths of the richest one, and the poorest four
    # tenths are the poorest one and a fifth of the next.
    assert palma([6, 1, 2]) == close(0.3 * 6 / (1 + 0.2 * 2))
    # Two households of ten: the first has all of the poorest tenths, the second all of the others.
    assert palma([1, 8], weight=[5, 5]) == close(1 * 8 / (4 * 1))
    # One rich person counts for a whole tenth if there are ten, for half of it if there are twenty.
    assert palma([1] * 19 + [21]) == close((21 + 1) / 8)


def test_palma_does_not_mind_the_order_of_equals() -> None:
    # Equals across the border at four tenths: which of them is "inside" must not matter.
    assert palma([2, 1, 2, 3], [1, 3, 5, 1]) == close(palma([2, 1, 2, 3], [5, 3, 1, 1]))


# --- Poor in many ways ---------------------------------------------------------------------------

FOUR = [[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]


def test_four_households_by_hand() -> None:
    found = alkire_foster(FOUR, [0.25] * 4, k=0.5)

    assert h_a_m0(found) == [0.5, (0.75 + 0.5) / 2, 0.5 * 0.625]
    assert found.deprived == (0.75, 0.5, 0.25, 0)
    assert found.censored == (0.5, 0.5, 0.25, 0)
    assert found.contributions == close((0.4, 0.4, 0.2, 0))


def test_households_with_people_by_hand() -> None:
    found = alkire_foster(FOUR, [0.5, 0.3, 0.1, 0.1], k=0.6, weight=[4, 1, 3, 2])

    assert h_a_m0(found) == close([5 / 10, (4 * 0.9 + 1 * 0.8) / 5, 4.4 / 10])
    assert found.contributions == close((2.5 / 4.4, 1.5 / 4.4, 0.4 / 4.4, 0))


def test_the_table_of_indicators_names_them() -> None:
    named = pd.DataFrame(FOUR, columns=["water", "school", "light", "food"])
    weights = {"food": 0.1, "light": 0.1, "school": 0.3, "water": 0.5}
    table = alkire_foster(named, weights, k=0.6).by_indicator()

    assert table["indicator"].tolist() == ["water", "school", "light", "food"]
    assert table["weight (share)"].tolist() == [0.5, 0.3, 0.1, 0.1]
    assert table["deprived (share of people)"].tolist() == [0.75, 0.5, 0.25, 0]
    assert table["part of M0 (share)"].sum() == close(1)
    assert deprivation_score(named, weights).tolist() == close([0.9, 0.8, 0.5, 0])


@pytest.mark.parametrize("kind", [bool, np.int8, float, object])
def test_yes_and_no_may_be_written_in_several_ways(kind: type) -> None:
    assert alkire_foster(np.array(FOUR, dtype=kind), [0.25] * 4, 0.5).M0 == 0.3125


@pytest.mark.parametrize(
    ("weights", "k"),
    [([0.1, 0.2, 0.7], 0.8), ([0.1] * 10, 1), ([0.1] * 10, 0.3), ([1 / 6] * 6, 1 / 3)],
)
def test_just_at_the_cut_off_is_poor_however_computers_add(weights: list[float], k: float) -> None:
    count = {0.8: 3, 1: 10, 0.3: 3, 1 / 3: 2}[k]
    just = [1, 0, 1] if k == 0.8 else [1] * count + [0] * (len(weights) - count)
    assert alkire_foster([just, [0] * len(weights)], weights, k).H == 0.5


@st.composite
def hardship_tables(draw: st.DrawFn) -> tuple[np.ndarray, list[float], float, list[int]]:
    """Deprivations, indicator weights, a k that no score touches, and people per household."""
    count, rows = draw(st.integers(1, 6)), draw(st.integers(1, 20))
    each = st.lists(st.booleans(), min_size=count, max_size=count)
    matrix = np.array(draw(st.lists(each, min_size=rows, max_size=rows)))
    raw = np.array(draw(st.lists(st.integers(1, 9), min_size=count, max_size=count)))
    shares = (raw / raw.sum()).tolist()
    # Scores are multiples of 1 / sum: in the middle between two of them none is near.
    k = (draw(st.integers(0, int(raw.sum()) - 1)) + 0.5) / int(raw.sum())
    people = draw(st.lists(counts, min_size=rows, max_size=rows))
    return matrix, shares, k, people


Hard = tuple[np.ndarray, list[float], float, list[int]]


@given(hardship_tables())
def test_the_adjusted_headcount_is_headcount_times_intensity(data: Hard) -> None:
    found = alkire_foster(*data)
    score = deprivation_score(data[0], data[1])
    poor = score > data[2]
    headcount, intensity, m0 = h_a_m0(found)
    assert m0 == close(headcount * intensity)
    assert m0 == close(np.average(score * poor, weights=data[3]))
    assert sum(found.contributions) == close(1 if found.H else 0)
    assert data[2] - CLOSE <= found.A <= 1 + CLOSE or not found.H
    assert all(c <= d + CLOSE for c, d in zip(found.censored, found.deprived, strict=True))


@given(hardship_tables())
def test_a_weight_repeats_a_household(data: Hard) -> None:
    matrix, shares, k, people = data
    one, many = alkire_foster(*data), alkire_foster(np.repeat(matrix, people, axis=0), shares, k)
    assert h_a_m0(one) == close(h_a_m0(many))
    assert one.contributions == close(many.contributions)


@given(hardship_tables(), st.data())
def test_one_more_hardship_of_a_poor_household_is_seen_by_m0_but_not_by_the_headcount(
    data: Hard, more: st.DataObject
) -> None:
    matrix, shares, k, people = data
    poor = deprivation_score(matrix, shares) > k
    free = np.argwhere(poor[:, None] & ~matrix)
    assume(len(free))
    row, column = more.draw(st.sampled_from(free.tolist()))
    worse = matrix.copy()
    worse[row, column] = True
    before, after = alkire_foster(*data), alkire_foster(worse, shares, k, people)
    assert abs(after.H - before.H) < CLOSE
    assert after.M0 > before.M0


@given(hardship_tables())
def test_what_those_go_without_who_are_not_poor_does_not_count(data: Hard) -> None:
    matrix, shares, k, people = data
    poor = deprivation_score(matrix, shares) > k
    all_said, censored = (
        alkire_foster(told, shares, k, people) for told in (matrix, matrix & poor[:, None])
    )
    assert h_a_m0(censored) == close(h_a_m0(all_said))
    assert censored.deprived == close(all_said.censored)


@given(hardship_tables(), st.data())
def test_m0_of_the_groups_adds_up_to_all(data: Hard, more: st.DataObject) -> None:
    matrix, shares, k, people = data
    rows = len(matrix)
    group = np.array(more.draw(st.lists(st.sampled_from("abc"), min_size=rows, max_size=rows)))
    table, whole = alkire_foster_by_group(matrix, shares, k, group, people), alkire_foster(*data)
    size = table["population (share)"]
    assert (size * table["H (share)"]).sum() == close(whole.H)
    assert (size * table["M0 (0 to 1)"]).sum() == close(whole.M0)
    assert table["of all M0 (share)"].sum() == close(1 if whole.H else 0)
    for _, line in table.iterrows():
        mine = group == line["group"]
        alone = alkire_foster(matrix[mine], shares, k, np.array(people)[mine])
        assert line[list(H_A_M0)].tolist() == close(h_a_m0(alone))


@given(hardship_tables(), st.floats(0.001, 1), st.floats(0.001, 1))
def test_a_stricter_cut_off_never_finds_more_poor(data: Hard, one: float, other: float) -> None:
    low, high = sorted((one, other))
    many, few = (alkire_foster(data[0], data[1], k, data[3]) for k in (low, high))
    assert few.H <= many.H
    assert few.M0 <= many.M0 + CLOSE


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: fgt([], 1, 0), "income is empty"),
        (lambda: fgt([[1, 2]], 1, 0), "one column of numbers"),
        (lambda: fgt(5, 1, 0), "one column of numbers"),
        (lambda: fgt(["two"], 1, 0), "income must hold numbers only"),
        (lambda: fgt([1, None], 1, 0), "income has a value that is missing"),
        (lambda: fgt([1, np.nan], 1, 0), "income has a value that is missing"),
        (lambda: fgt([1, np.inf], 1, 0), "income has a value of inf"),
        (lambda: fgt([1, -2], 1, 0), "income has a negative value, -2"),
        (lambda: fgt([1], 0, 0), "line is 0, and must be above 0"),
        (lambda: fgt([1], -3, 0), "line is -3, and must be above 0"),
        (lambda: fgt([1], np.nan, 0), "line is nan, and must be"),
        (lambda: fgt([1], np.inf, 0), "line is inf, and must be above 0"),
        (lambda: fgt([1], "high", 0), "line is 'high', and must be a number"),
        (lambda: fgt([1], 1, -1), "alpha is -1, and must be from 0"),
        (lambda: fgt([1, 2], 1, 0, [1]), "weight has 1 values for 2 rows"),
        (lambda: fgt([1, 2], 1, 0, [0, 0]), "weight is 0 everywhere"),
        (lambda: fgt([1, 2], 1, 0, [1, -1]), "weight has a negative value, -1"),
        (lambda: fgt([1, 2], 1, 0, [1, np.nan]), "weight has a value that is missing"),
        (lambda: by_group([1, 2], 1, ["a"]), "group has 1 values for 2 rows"),
        (lambda: by_group([1, 2], 1, ["a", None]), "group has a value that is missing"),
        (lambda: gini([0, 0]), "x is 0 for everybody"),
        (lambda: gini([0, 3], [1, 0]), "x is 0 for everybody"),
        (lambda: gini([]), "x is empty"),
        (lambda: lorenz([1, 2], points=1), "points is 1, and must be from 2"),
        (lambda: lorenz([1, 2]).at(2), "people is 2, and must be from 0 to 1"),
        (lambda: palma([0, 0, 0, 0, 5]), "the poorest four tenths hold nothing"),
        (lambda: alkire_foster([], [1], 1), "deprived must be a table"),
        (lambda: alkire_foster([1, 0], [1], 1), "deprived must be a table"),
        (lambda: alkire_foster([[2]], [1], 1), "must hold 1 .* and 0"),
        (lambda: alkire_foster([[0.5]], [1], 1), "must hold 1 .* and 0"),
        (lambda: alkire_foster([[np.nan]], [1], 1), "must hold 1 .* and 0"),
        (lambda: alkire_foster([["yes"]], [1], 1), "must hold 1 .* and 0"),
        (lambda: alkire_foster([[None]], [1], 1), "must hold 1 .* and 0"),
        (lambda: alkire_foster([[pd.NA]], [1], 1), "must hold 1 .* and 0"),
        (lambda: alkire_foster([[1], [1, 0]], [1], 1), "same number of indicators in every row"),
        (lambda: alkire_foster([[1, 0]], [1], 1), "indicator_weights has 1 values for 2"),
        (lambda: alkire_foster([[1, 0]], [0.5, 0.4], 1), "add up to 0.9, and must add up to 1"),
        (lambda: alkire_foster([[1, 0]], [1.5, -0.5], 1), "indicator_weights has a negative"),
        (lambda: alkire_foster([[1]], {2: 1}, 1), "has 2, and must have just the indicators 1"),
        (lambda: alkire_foster([[1]], [1], 0), "k is 0, and must be above 0"),
        (lambda: alkire_foster([[1]], [1], 1.1), "k is 1.1, and must be from 0 to 1"),
        (lambda: alkire_foster([[1]], [1], 33), "k is 33, and must be from 0 to 1"),
        (lambda: alkire_foster([[1], [0]], [1], 1, [1]), "weight has 1 values for 2 rows"),
    ],
)
def test_a_wrong_input_is_refused_in_plain_words(wrong: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wrong()


def test_nothing_given_is_changed() -> None:
    x, w = np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
    matrix = np.array(FOUR)
    for run in (
        lambda: fgt(x, 2, 2, w),
        lambda: gini(x, w),
        lambda: palma(x, w),
        lambda: by_group(x, 2, ["b", "a", "a"], w),
        lambda: alkire_foster(matrix, [0.25] * 4, 0.5),
    ):
        run()
    assert x.tolist() == [3, 1, 2]
    assert w.tolist() == [1, 2, 3]
    assert matrix.tolist() == FOUR


# --- Peers ---------------------------------------------------------------------------------------


@contextmanager
def unrounded() -> Iterator[None]:
    """Let the peer tell all its digits: it rounds nearly all its answers to five."""
    with (
        patch.object(peer_poverty, "round", lambda value, _: value, create=True),
        patch.object(peer_inequality, "round", lambda value, _: value, create=True),
    ):
        yield


def survey(x: Any, w: Any) -> pd.DataFrame:
    """A fresh table for the peer, which writes into what it is given."""
    return pd.DataFrame({"x": np.asarray(x, dtype=float), "w": np.asarray(w, dtype=float)})


def vietnam() -> tuple[np.ndarray, np.ndarray, float]:
    """Spending per head, persons, and half the median of the real survey."""
    households = load("vietnam_1998")
    x = (households["spending"] / households["people"]).to_numpy()
    return x, households["people"].to_numpy(), float(np.median(x)) / 2


def assert_same_poverty(x: Any, w: Any, line: float) -> None:
    with unrounded():
        for alpha, peer in enumerate(
            (
                peer_poverty.get_headcount_index,
                peer_poverty.get_poverty_gap_index,
                peer_poverty.get_poverty_severity_index,
            )
        ):
            assert fgt(x, line, alpha, w) == close(peer(line, survey(x, w), "x", "w"))
        for alpha in (0, 0.5, 1, 2, 3.7):
            peers = peer_poverty.get_poverty_severity_index_generic(
                line, survey(x, w), "x", "w", alpha
            )
            assert fgt(x, line, alpha, w) == close(peers)


def peer_gini(x: Any, w: Any) -> float:
    """The peer's Gini of a table that begins with a household of nobody who has nothing."""
    with unrounded():
        return float(peer_inequality.get_gini(survey([0, *x], [0, *w]), "x", "w"))


@given(weighted(), lines)
def test_poverty_agrees_with_the_peer_on_random_data(
    data: tuple[list[float], list[int]], line: float
) -> None:
    assert_same_poverty(*data, line)


def test_poverty_agrees_with_the_peer_on_the_survey() -> None:
    x, people, line = vietnam()
    assert_same_poverty(x, people, line)
    assert_same_poverty(x, np.ones(len(x)), line)


def test_the_peers_gini_leaves_out_the_poorest_unless_the_curve_is_begun_for_it() -> None:
    """``get_gini`` 1.1.1 adds up the Lorenz curve from the poorest household on, not from nothing.

    It so leaves out the first triangle. Its own README says 0.19 for this example, as is right.
    A first row with weight 0 gives the curve its beginning, and then the peer is right too.
    """
    x, w = [7, 10, 15, 18], [1, 1, 1, 1]
    with unrounded():
        alone = peer_inequality.get_gini(survey(x, w), "x", "w")
    assert alone == close(0.225)
    assert gini(x, w) == close(0.19)
    assert alone - gini(x, w) == close((1 / 4) * (7 / 50))
    assert peer_gini(x, w) == close(0.19)


@given(weighted())
def test_gini_agrees_with_the_peer_on_random_data(data: tuple[list[float], list[int]]) -> None:
    assert gini(*data) == close(peer_gini(*data))


def test_gini_agrees_with_the_peer_on_the_survey() -> None:
    x, people, _ = vietnam()
    assert gini(x, people) == close(peer_gini(x, people))
    assert gini(x) == close(peer_gini(x, np.ones(len(x))))


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.floats(1, 1e6), min_size=10 * n, max_size=10 * n)
    )
)
def test_palma_agrees_with_the_peer_where_tenths_are_whole(x: list[float]) -> None:
    with unrounded():
        assert palma(x) == close(peer_inequality.get_palma(survey(x, np.ones(len(x))), "x", "w"))


def test_the_peer_gives_a_household_across_a_border_to_one_side() -> None:
    """``get_palma`` puts each row into one bin whole, so its answer depends on where rows begin.

    Ours divides such a household. On the survey the two conventions differ in the fourth digit,
    and the more rows there are, the less they differ.
    """
    x, people, _ = vietnam()
    with unrounded():
        peers = peer_inequality.get_palma(survey(x, people), "x", "w")
    assert palma(x, people) == pytest.approx(peers, rel=1e-3)
    assert palma(x, people) != close(peers)
    # Everybody as a row of her own, which is what our rule amounts to: 28,509 people, no multiple
    # of ten, so one person in each border is still on one side.
    with unrounded():
        rows = peer_inequality.get_palma(
            survey(np.repeat(x, people), np.ones(people.sum())), "x", "w"
        )
    assert palma(x, people) == pytest.approx(rows, rel=1e-4)
    assert abs(palma(x, people) - rows) < abs(palma(x, people) - peers)


def peer_mpi(
    matrix: Any, shares: list[float], k: float, people: Any, group: Any = None
) -> pd.DataFrame:
    """The peer's estimates, one per line."""
    names = [f"i{j}" for j in range(len(shares))]
    table = pd.DataFrame(np.asarray(matrix).astype(int), columns=names)
    table["people"] = np.asarray(people)
    if group is not None:
        table["group"] = np.asarray(group)
    # Here, as it loads a second of SciPy that nobody else needs.
    from mpitb import MPIToolbox

    toolbox = MPIToolbox()
    toolbox.svyset(weight="people")
    toolbox.set("all", dimensions=[([name], name) for name in names])
    weights = dict(zip(names, shares, strict=True))
    over = None if group is None else ["group"]
    with np.errstate(all="ignore"):
        found = toolbox.est(table, "all", [100 * k], weights=weights, svy=True, over=over)
    return pd.DataFrame(found)


def assert_same_mpi(matrix: Any, shares: list[float], k: float, people: Any) -> None:
    found = alkire_foster(matrix, shares, k, people)
    peers = peer_mpi(matrix, shares, k, people)
    values = {name: rows["b"].tolist() for name, rows in peers.groupby("measure")}
    assert h_a_m0(found) == close([values[measure][0] for measure in ("H", "A", "M0")])
    assert list(found.deprived) == close(values["hd"])
    assert list(found.censored) == close(values["hdk"])
    assert list(found.contributions) == close(values["pctb"])


@given(hardship_tables())
def test_alkire_foster_agrees_with_the_peer_on_random_data(data: Hard) -> None:
    assert_same_mpi(*data)


@pytest.mark.parametrize("k", [0.19, 0.34, 0.45, 0.74, 0.95])
@pytest.mark.parametrize("shares", [[0.25] * 4, [0.4, 0.3, 0.2, 0.1]])
def test_alkire_foster_agrees_with_the_peer_on_the_survey(shares: list[float], k: float) -> None:
    households = load("vietnam_1998")
    _, people, line = vietnam()
    matrix = hardships(households, CutOffs(line)).to_numpy()
    assert_same_mpi(matrix, shares, k, people)

    ours = alkire_foster_by_group(matrix, shares, k, households["area"], people)
    peers = peer_mpi(matrix, shares, k, people, households["area"])
    for measure, column in zip(("H", "A", "M0"), H_A_M0, strict=True):
        rows = peers[(peers["loa"] == "group") & (peers["measure"] == measure)]
        assert rows["subg"].tolist() == ours["group"].tolist()
        assert ours[column].tolist() == close(rows["b"].tolist())


def survey_hardships() -> tuple[np.ndarray, np.ndarray]:
    _, people, line = vietnam()
    return hardships(load("vietnam_1998"), CutOffs(line)).to_numpy(), people


def two_of_three() -> tuple[np.ndarray, np.ndarray]:
    return np.array([[1, 0, 1], [0, 0, 0]]), np.array([1, 1])


@pytest.mark.parametrize(
    ("table", "shares", "k", "just"),
    [
        (two_of_three, [0.1, 0.2, 0.7], 0.8, [True, False, True]),
        (survey_hardships, [0.4, 0.3, 0.2, 0.1], 1, [True] * 4),
    ],
)
def test_just_at_the_cut_off_is_poor_in_whatever_order_the_hardships_are_added(
    table: Any, shares: list[float], k: float, just: list[bool]
) -> None:
    """``mpitb`` compares sums of floats with k as they are: 0.1 + 0.7 is a hair below 0.8.

    Whether it counts who is just at k depends on the order in which a processor adds, so the peer
    is asked a hair below k, where no rounding decides. With us they are poor, by the definition
    (score ≥ k), also when the indicators change places.
    """
    matrix, people = table()
    at_k = (matrix == just).all(axis=1) @ people / people.sum()
    assert at_k > 0
    assert peer_headcount(matrix, shares, k - HAIR, people) == close(at_k)
    for order in map(list, permutations(range(len(shares)))):
        moved = [shares[place] for place in order]
        headcount, *_ = h_a_m0(alkire_foster(matrix[:, order], moved, k, people))
        assert headcount == close(at_k)


def peer_headcount(matrix: Any, shares: list[float], k: float, people: Any) -> float:
    peers = peer_mpi(matrix, shares, k, people)
    return float(peers.loc[peers["measure"] == "H", "b"].iloc[0])
