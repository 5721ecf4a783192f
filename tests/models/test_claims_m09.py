"""What module 9 says its models show, for any contract."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from solidarity.models.door_to_door import Contract, most_rival
from solidarity.models.partners import bridge_actor, cut_off, degree_centrality
from solidarity.models.sample_partners import ACTORS, GROUPS, LINKS, SECOND_LINE

FIRST = Contract()
contracts = st.builds(
    Contract,
    households=st.integers(150, 400),
    fee=st.integers(50, 150),
    paying=st.floats(0.4, 1),
    scrap=st.integers(0, 60),
)


# --- the contract --------------------------------------------------------------------------------


def test_the_pair_of_the_reading() -> None:
    assert (FIRST.fees, FIRST.scrap_income, FIRST.income) == (15_000, 5_000, 10_000)
    assert replace(FIRST, rival=0.2).fees == pytest.approx(10_800)


def test_its_members_earn_what_the_director_tells_of() -> None:
    assert 7_000 <= FIRST.income <= 18_000


@given(contracts, st.floats(0.1, 0.8), st.floats(0.1, 1))
@example(Contract(households=150, fee=50, paying=0.4, scrap=0), 0.1, 0.1)
@example(Contract(households=400, fee=150, paying=1, scrap=60), 0.8, 1)
def test_a_rival_takes_more_than_its_share_of_the_fees(
    contract: Contract, rival: float, follow: float
) -> None:
    less = replace(contract, rival=rival, follow=follow)
    assert less.fees < (1 - rival) * contract.fees
    assert less.income <= (1 - rival) * contract.income
    # And the city loses at the same time.
    assert less.city_gain < contract.city_gain


def test_without_followers_a_rival_takes_just_its_share() -> None:
    assert replace(FIRST, rival=0.2, follow=0).income == pytest.approx(0.8 * FIRST.income)


def test_a_rival_at_a_fifth_takes_a_quarter_of_a_members_income() -> None:
    less = replace(FIRST, rival=0.2).income
    assert less == pytest.approx(7_400)
    assert 1 - less / FIRST.income == pytest.approx(0.26)


def test_recyclables_alone_give_a_member_2500_rupees() -> None:
    assert replace(FIRST, fee=0).income == 2_500
    assert replace(FIRST, paying=0).income == 2_500


def test_a_year_without_the_citys_payment_does_not_break_the_round() -> None:
    assert replace(FIRST, city_pays=False).income == 9_250


def test_what_the_city_saves_is_computed_from_its_own_page() -> None:
    served = 2_600 / 2 * 225  # waste pickers in pairs, the middle of 200 to 250 households
    assert round(15 * 10_000_000 / 12 / served) == FIRST.saved


def test_the_printed_break_point() -> None:
    share = most_rival(FIRST, 7_000)
    assert share is not None
    assert round(100 * share) == 23


# --- the map -------------------------------------------------------------------------------------


def test_the_one_with_most_partners_can_be_done_without() -> None:
    central = degree_centrality(ACTORS, LINKS)
    assert max(central, key=lambda one: central[one]) == "NGO"
    assert round(central["NGO"], 2) == 0.55
    assert cut_off(ACTORS, LINKS, "town hall", "NGO") == ()


def test_the_federation_with_fewer_links_cannot() -> None:
    assert bridge_actor(ACTORS, LINKS, "town hall") == "federation"
    assert set(GROUPS) <= set(cut_off(ACTORS, LINKS, "town hall", "federation"))


def test_one_more_link_keeps_every_group_on_the_line() -> None:
    links = [*LINKS, SECOND_LINE]
    assert cut_off(ACTORS, links, "town hall", "federation") == ("bank",)
    assert cut_off(ACTORS, links, "town hall", "NGO") == ()
