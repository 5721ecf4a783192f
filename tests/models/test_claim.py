"""The claim of a fourfold income: the figures that were printed, and what must hold for any."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.claim import Claim

prices = st.floats(1, 200)
volumes = st.floats(0.1, 100)
claims = st.builds(
    Claim,
    price_before=prices,
    price_after=prices,
    volume_before=volumes,
    volume_after=volumes,
    members_before=st.floats(0.1, 10),
    members_after=st.floats(0.1, 10),
    years=st.integers(1, 30),
    inflation=st.floats(-0.05, 0.2),
)


def test_the_claim_as_it_was_printed() -> None:
    """49 / 24.30 × 17.65 / 9.09 [C2]."""
    assert Claim().total == pytest.approx(3.915, abs=0.001)


def test_what_is_left_for_a_member_is_what_the_reading_says() -> None:
    claim = Claim()

    assert claim.members == pytest.approx(1.24, abs=0.005)
    assert claim.prices == pytest.approx(1.71, abs=0.005)
    assert claim.real_per_member == pytest.approx(1.84, abs=0.005)
    assert claim.litres_per_member == pytest.approx(4.9, abs=0.05)


@given(claims)
def test_the_order_in_which_one_divides_does_not_matter(claim: Claim) -> None:
    assert math.isclose(claim.real_per_member, claim.real_total / claim.members)
    assert math.isclose(claim.real_per_member * claim.prices * claim.members, claim.total)


@given(claims)
def test_path_and_line_join_the_same_ends(claim: Claim) -> None:
    for way in (claim.path(), claim.line()):
        assert len(way) == claim.years + 1
        assert way[0] == 1
        assert math.isclose(way[-1], claim.total, rel_tol=1e-9)


@given(claims)
def test_without_inflation_and_new_members_the_claim_stands(claim: Claim) -> None:
    bare = dataclasses.replace(claim, inflation=0, members_after=claim.members_before)

    assert bare.real_per_member == bare.total


def test_the_table_by_year_begins_at_one_and_ends_at_the_figures() -> None:
    claim = Claim()
    table = claim.by_year()

    assert list(table["year"]) == list(range(8))
    assert table.iloc[0, 1:].tolist() == [1, 1, 1]
    assert table.iloc[-1, 1:].tolist() == [
        round(value, 2) for value in (claim.total, claim.per_member, claim.real_per_member)
    ]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"price_before": 0}, "price_before"),
        ({"volume_after": -1}, "volume_after"),
        ({"members_before": 0}, "members_before"),
        ({"years": 2.5}, "years"),
        ({"years": 0}, "years"),
        ({"inflation": 2}, "inflation"),
        ({"inflation": "8 %"}, "inflation"),
    ],
)
def test_a_value_outside_the_domain_is_refused_by_its_name(values: dict, name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} is "):
        Claim(**values)
