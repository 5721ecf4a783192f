"""The rate of a list of payments: found where it exists, refused where it does not."""

from __future__ import annotations

import random
from itertools import accumulate

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.internal_rate import internal_rate, worth_today

amounts = st.integers(1, 10**9)


# --- By hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        # 100 pesos now, 110 a month later: 10 %.
        ([100, -110], 0.10),
        # Lent and not borrowed: the same rate seen from the other side.
        ([-100, 110], 0.10),
        # Two months: 100 · 1.1 · 1.1 = 121.
        ([100, 0, -121], 0.10),
        # 200 now; 110 pays interest 10 % of 200 and 90 of the loan; 121 the other 110 with 10 %.
        ([200, -110, -121], 0.10),
        # Given back as it was: 0 %.
        ([100, -50, -50], 0.0),
        # Half of it lost: −50 %.
        ([100, -50], -0.5),
        # Everything but a centavo lost.
        ([10_000, -1], -0.9999),
        # A hundred times as much.
        ([1, -100], 99.0),
        # Zeros at both ends move nothing.
        ([0, 0, 100, -110, 0], 0.10),
        # Part of what is paid comes back at the end (locked savings). At 100 % a peso is halved
        # with each period: 85 − 60 − 30 + 5 = 0.
        ([85, -120, -120, 40], 1.0),
    ],
)
def test_the_rate_of_payments_done_by_hand(flows: list[float], rate: float) -> None:
    assert internal_rate(flows) == pytest.approx(rate, abs=1e-6)


@pytest.mark.parametrize("rate", [-1, -1.5, float("nan")])
def test_no_payment_has_a_worth_at_a_rate_of_minus_one(rate: float) -> None:
    with pytest.raises(ValueError, match="must be above -1"):
        worth_today([100, -110], rate)


def test_the_worth_today_by_hand() -> None:
    assert worth_today([100, -110], 0.10) == pytest.approx(0)
    assert worth_today([0, 0, 121], 0.10) == pytest.approx(100)
    assert worth_today([5, 5], 0) == 10
    assert worth_today([], 0.1) == 0


# --- Where there is no rate, or more than one ----------------------------------------------------


@pytest.mark.parametrize("flows", [[], [0, 0], [100], [100, 50], [-1, 0, -1], [0, 5]])
def test_payments_in_one_direction_have_no_rate(flows: list[float]) -> None:
    with pytest.raises(ValueError, match="one way"):
        internal_rate(flows)


@pytest.mark.parametrize(
    "flows",
    [
        # The standard example: 25 % and 400 % both fit.
        [-1600, 10_000, -10_000],
        # (9 − 10v)(8 − 10v)(7 − 10v) with v = 1 / (1 + rate): three rates above zero fit.
        [504, -1910, 2400, -1000],
        # No rate fits: the discriminant is below zero.
        [100, -100, 100],
        # Zero fits, and so does another rate.
        [40, *[-10] * 9, -10 + 60],
    ],
)
def test_payments_that_may_fit_several_rates_or_none_are_refused(flows: list[float]) -> None:
    with pytest.raises(ValueError, match="more than one rate may fit, or none"):
        internal_rate(flows)


def test_the_examples_that_are_refused_do_fit_several_rates_or_none() -> None:
    assert worth_today([-1600, 10_000, -10_000], 0.25) == pytest.approx(0)
    assert worth_today([-1600, 10_000, -10_000], 4.0) == pytest.approx(0)
    for factor in (0.9, 0.8, 0.7):
        assert worth_today([504, -1910, 2400, -1000], 1 / factor - 1) == pytest.approx(0, abs=1e-9)
    assert all(worth_today([100, -100, 100], rate / 100) > 0 for rate in range(-99, 2000))


@pytest.mark.parametrize("flow", [float("nan"), float("inf"), float("-inf")])
def test_a_payment_that_is_no_number_is_refused(flow: float) -> None:
    with pytest.raises(ValueError, match="must be a number"):
        internal_rate([100, flow])


# --- For any payments ----------------------------------------------------------------------------


def brackets(flows: list[int], rate: float) -> bool:
    """Does the worth today change its sign within a millionth of the rate's discount factor?

    Near a rate of -1 a computer cannot write the rate itself any finer.
    """
    factor = 1 / (1 + rate)
    near = [1 / (factor * (1 + step)) - 1 for step in (-1e-6, 1e-6)]
    below, above = (worth_today(flows, one) for one in near)
    return below * above <= 0


@given(amounts, st.lists(amounts, min_size=1, max_size=60))
def test_any_loan_that_is_paid_back_by_whatever_payments_has_its_rate_found(
    borrowed: int, payments: list[int]
) -> None:
    flows = [borrowed, *(-payment for payment in payments)]
    rate = internal_rate(flows)
    assert rate > -1
    assert brackets(flows, rate)
    # Who pays back more than she got pays a rate above zero.
    assert (rate > 0) == (sum(payments) > borrowed)
    assert (rate < 0) == (sum(payments) < borrowed)


@given(amounts, st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=60))
def test_the_search_begins_where_the_first_payment_outweighs_all_others(
    first: int, others: list[int]
) -> None:
    """The bracket that is proved in the module: at this rate nothing later can turn the sign."""
    far = sum(map(abs, others)) / first
    assert worth_today([first, *others], far) > 0


@given(amounts, st.lists(amounts, min_size=2, max_size=60), st.integers(0, 10**9))
def test_with_savings_given_back_at_the_end_the_rate_is_found_while_the_loan_costs_anything(
    borrowed: int, payments: list[int], saved: int
) -> None:
    flows = [borrowed, *(-payment for payment in payments)]
    flows[-1] += saved
    if sum(flows) >= 0:
        return
    rate = internal_rate(flows)
    assert rate > 0
    assert brackets(flows, rate)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=12))
def test_whatever_the_payments_a_rate_is_right_or_refused_in_words(flows: list[int]) -> None:
    try:
        rate = internal_rate(flows)
    except ValueError:
        return
    assert brackets(flows, rate)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=10))
def test_a_rate_above_zero_that_is_given_is_the_only_one(flows: list[int]) -> None:
    """Against all roots of the polynomial, which NumPy finds by another way (eigenvalues)."""
    try:
        rate = internal_rate(flows)
    except ValueError:
        return
    if rate <= 1e-3:
        return
    roots = np.roots(list(reversed(flows)))
    real = [root.real for root in roots if abs(root.imag) < 1e-9 and 0 < root.real < 1 - 1e-4]
    assert len(real) == 1
    assert 1 / real[0] - 1 == pytest.approx(rate, rel=1e-6)


@given(amounts, st.lists(amounts, min_size=1, max_size=30), st.integers(2, 1000))
def test_the_rate_is_the_same_in_any_currency_and_from_both_sides(
    borrowed: int, payments: list[int], factor: int
) -> None:
    flows = [borrowed, *(-payment for payment in payments)]
    rate = internal_rate(flows)
    assert internal_rate([flow * factor for flow in flows]) == pytest.approx(rate, rel=1e-9)
    assert internal_rate([-flow for flow in flows]) == pytest.approx(rate, rel=1e-9)


def test_it_agrees_with_numpy_financial_on_a_thousand_random_loans() -> None:
    rng = random.Random(20151)
    for _ in range(1000):
        borrowed = rng.randint(100, 1_000_000)
        number = rng.randint(1, 60)
        payments = [borrowed * rng.uniform(0.2, 3) / number for _ in range(number)]
        flows = [borrowed, *(-payment for payment in payments)]
        assert internal_rate(flows) == pytest.approx(npf.irr(flows), rel=1e-7, abs=1e-9)


def test_a_long_dear_loan_overflows_nothing() -> None:
    flows = [1, *[-(10**6)] * 520]
    assert internal_rate(flows) == pytest.approx(10**6, rel=1e-5)
    poor = [10**9, *[-1] * 520]
    assert internal_rate(poor) < 0
    assert list(accumulate(poor))[-1] > 0
