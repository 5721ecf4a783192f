"""What case.md and reading.md of module 1 say about the models holds, for more than one setting."""

from __future__ import annotations

from itertools import product

import pytest

from solidarity.data import load
from solidarity.models.claim import Claim
from solidarity.models.ranking import By, ranked

ASIA = load("gapminder_asia").set_index("country")


def with_more(members: float, **values: float) -> Claim:
    before = Claim().members_before
    return Claim(members_after=before * (1 + members), **values)  # type: ignore[arg-type]


# --- Panel 1 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inflation", "members"),
    product([0, 0.005, 0.04, 0.08, 0.12, 0.2], [0, 0.01, 0.1, 0.24, 0.5, 1]),
)
def test_any_inflation_and_any_new_member_shrink_the_claim(
    inflation: float, members: float
) -> None:
    claim = with_more(members, inflation=inflation)
    assert (claim.real_per_member < claim.total) == (inflation > 0 or members > 0)


@pytest.mark.parametrize(("inflation", "members"), product([0.07, 0.08, 0.09], [0.2, 0.24, 0.3]))
def test_about_half_of_the_claim_is_left_also_a_little_beside_the_first_values(
    inflation: float, members: float
) -> None:
    claim = with_more(members, inflation=inflation)
    assert 0.4 < claim.real_per_member / claim.total < 0.55
    assert 1.6 < claim.real_per_member < 2.1


@pytest.mark.parametrize("inflation", [0.05, 0.07, 0.08, 0.1])
def test_prices_take_more_away_than_new_members(inflation: float) -> None:
    assert with_more(0, inflation=inflation).real_per_member < with_more(0.24, inflation=0).total
    assert with_more(0.24, inflation=inflation).prices > with_more(0.24).members


@pytest.mark.parametrize(("times", "years"), product([1.1, 2, 3.9, 8], [2, 7, 20]))
def test_on_the_way_the_straight_line_lies_above_growth_year_on_year(
    times: float, years: int
) -> None:
    claim = Claim(price_before=10, price_after=10 * times, volume_before=5, volume_after=5)
    longer = Claim(**{**vars(claim), "years": years})
    between = list(zip(longer.path(), longer.line(), strict=True))[1:-1]
    assert between
    assert all(line > path for path, line in between)


def test_the_two_rates_per_year_that_the_case_prints() -> None:
    assert round(Claim().straight, 2) == 0.42
    assert round(Claim().yearly, 2) == 0.22


def test_with_milk_from_gujarat_alone_a_member_could_buy_about_one_and_a_half_times_as_much() -> (
    None
):
    litres = 157.29 / 1.03 / 10
    assert litres == pytest.approx(15.3, abs=0.05)
    assert Claim(volume_after=15.3).real_per_member == pytest.approx(1.6, abs=0.05)


def test_the_inflation_of_the_slider_is_the_average_of_the_seven_printed_rates() -> None:
    rise = 1.0
    for percent in (12, 8.9, 9.5, 10, 6.7, 4.9, 4.9):
        rise *= 1 + percent / 100
    assert rise ** (1 / 7) - 1 == pytest.approx(0.081, abs=0.0005)


def test_the_blog_counts_about_seven_percent() -> None:
    rise = 1.0
    for percent in (9.47, 6.49, 11.17, 9.13, 5.86, 6.32, 2.23):
        rise *= 1 + percent / 100
    assert rise ** (1 / 7) - 1 == pytest.approx(0.072, abs=0.0005)


# --- Panel 2 -------------------------------------------------------------------------------------


def names(first: int, by: By, measure: str = "gdp_per_person") -> list[str]:
    before, after = (ASIA[ASIA["year"] == year][measure] for year in (first, 2007))
    return [grown.name for grown in ranked(before.to_dict(), after.to_dict(), by)]


def test_by_times_taiwan_is_first_and_china_fifth() -> None:
    assert names(1952, "times")[0] == "Taiwan"
    assert names(1952, "times")[4] == "China"


def test_by_how_much_singapore_is_first_and_china_not_among_the_eight() -> None:
    assert names(1952, "difference")[0] == "Singapore"
    assert "China" not in names(1952, "difference")[:8]


def test_the_first_year_decides_who_is_first() -> None:
    assert len({names(first, "times")[0] for first in range(1952, 2003, 5)}) >= 3


def test_kuwait_is_last_in_both_and_fell_from_a_large_figure() -> None:
    assert names(1952, "times")[-1] == names(1952, "difference")[-1] == "Kuwait"
    kuwait = ASIA.loc["Kuwait"].set_index("year")
    assert kuwait.loc[1952, "gdp_per_person"] == 108_382
    assert kuwait.loc[1952, "population"] == 160_000


# --- The reading ---------------------------------------------------------------------------------


def test_figures_that_the_reading_works_out_by_hand() -> None:
    assert round(19_405_047 / 347_180) == 56
    assert round(347_180 / 365) == 951
    assert 190 < 951 / 4.9 < 200
    assert round((49 / 24.30) ** (1 / 7) - 1, 3) == 0.105
    assert round(1.08**7, 1) == 1.7
    assert round(3.92 / 1.24 / 1.71, 2) == pytest.approx(1.84, abs=0.011)
