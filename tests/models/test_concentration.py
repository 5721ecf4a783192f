"""The index of concentration lies between 1/n and 1, and refuses what are no shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.concentration import equal_buyers, hhi, largest_four, shares_of

amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda some: sum(some) > 1)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 100])
def test_n_equal_buyers_give_one_over_n(n: int) -> None:
    assert hhi([1 / n] * n) == pytest.approx(1 / n)
    assert equal_buyers([1 / n] * n) == pytest.approx(n)


def test_one_buyer_for_all_gives_one() -> None:
    assert hhi([1]) == 1
    assert hhi([0, 1, 0]) == 1


def test_three_buyers_by_hand() -> None:
    assert hhi(shares_of([50, 30, 20])) == pytest.approx(0.25 + 0.09 + 0.04)


@given(amounts)
def test_the_index_lies_between_one_over_n_and_one(bought: list[float]) -> None:
    shares = shares_of(bought)
    assert sum(shares) == pytest.approx(1)
    assert 1 / len(shares) - 1e-9 <= hhi(shares) <= 1 + 1e-9


@given(amounts, st.randoms())
def test_the_order_of_buyers_and_the_unit_do_not_matter(bought: list[float], luck: object) -> None:
    shuffled = list(bought)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    assert hhi(shares_of(shuffled)) == pytest.approx(hhi(shares_of(bought)))
    assert hhi(shares_of([1000 * one for one in bought])) == pytest.approx(hhi(shares_of(bought)))


@given(amounts.filter(lambda some: len(some) > 1))
def test_when_two_buyers_become_one_the_index_does_not_fall(bought: list[float]) -> None:
    merged = [bought[0] + bought[1], *bought[2:]]
    assert hhi(shares_of(merged)) >= hhi(shares_of(bought)) - 1e-9


def test_buyers_who_buy_nothing_change_nothing() -> None:
    assert hhi(shares_of([6, 4, 0, 0])) == pytest.approx(hhi(shares_of([6, 4])))


@given(amounts)
def test_the_largest_four_hold_at_least_what_four_of_n_would(bought: list[float]) -> None:
    shares = shares_of(bought)
    assert min(1, 4 / len(shares)) - 1e-9 <= largest_four(shares) <= 1 + 1e-9


@pytest.mark.parametrize("shares", [[50, 30, 20], [0.5, 0.3], [0.5, 0.6], [1.5, -0.5], []])
def test_what_are_no_shares_is_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="must"):
        hhi(shares)


@pytest.mark.parametrize("bought", [[], [0, 0], [5, -1]])
def test_amounts_without_shares_are_refused(bought: list[float]) -> None:
    with pytest.raises(ValueError, match=r"nothing was bought|amount is"):
        shares_of(bought)
