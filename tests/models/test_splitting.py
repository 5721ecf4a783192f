"""Not a cent is lost or made, whoever shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from helpers import some
from hypothesis import assume, given
from hypothesis import strategies as st

from solidarity.models.splitting import split_exact

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


def test_a_hundred_pesos_among_three_equal_members() -> None:
    assert split_exact(10_000, [1, 1, 1]) == (3334, 3333, 3333)


def test_the_cents_left_go_to_those_who_lost_most_by_rounding() -> None:
    # Wanted: 1.4, 1.7, 6.9.
    assert split_exact(10, [14, 17, 69]) == (1, 2, 7)


@given(st.integers(0, 10**12), WEIGHTS)
def test_the_parts_add_up_and_are_within_a_cent_of_the_exact_share(
    cents: int, weights: list[int]
) -> None:
    parts = split_exact(cents, weights)
    assert sum(parts) == cents
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(cents * weight, sum(weights))) < 1


@given(st.integers(0, 10**9), WEIGHTS)
def test_a_heavier_weight_never_gets_less(cents: int, weights: list[int]) -> None:
    assume(len(weights) > 1)
    parts = split_exact(cents, weights)
    by_weight = sorted(zip(weights, parts, strict=True))
    for (light, less), (heavy, more) in some(pairwise(by_weight)):
        assert light == heavy or less <= more


@given(st.integers(0, 10**9), WEIGHTS, st.integers(1, 1000))
def test_only_the_proportions_matter(cents: int, weights: list[int], times: int) -> None:
    assert split_exact(cents, weights) == split_exact(cents, [times * w for w in weights])


def test_weights_may_be_decimals_fractions_and_floats() -> None:
    assert split_exact(100, [Decimal("0.1"), Fraction(1, 10)]) == (50, 50)
    assert split_exact(3, [0.5, 0.25]) == (2, 1)


@pytest.mark.parametrize(
    ("cents", "weights", "words"),
    [
        (100, [], "nobody"),
        (100, [0, 0], "all weights are 0"),
        (100, [1, -1], "cannot be less than 0"),
        (100, [1, float("nan")], "must be a number"),
        (100, [1, float("inf")], "must be a number"),
        (100, ["half"], "must be a number"),
        (99.5, [1], "whole number of cents"),
        (-1, [1], "whole number of cents"),
        (True, [1], "whole number of cents"),
    ],
)
def test_what_cannot_be_split_is_refused_in_words(
    cents: int, weights: list[float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        split_exact(cents, weights)
