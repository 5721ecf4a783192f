"""The models of module 9: money that stays, links that hold, and a contract with break points."""

from __future__ import annotations

from dataclasses import replace

import networkx
import pytest
from helpers import some
from hypothesis import example, given
from hypothesis import strategies as st

from solidarity.models.door_to_door import Contract, least_paying, most_rival
from solidarity.models.multiplier import lm3, rounds
from solidarity.models.partners import bridge_actor, by_actor, cut_off, degree_centrality
from solidarity.models.sample_partners import ACTORS, LINKS

SHARE = st.floats(0, 1)


# --- LM3 -----------------------------------------------------------------------------------------


def test_the_example_of_a_hundred_thousand() -> None:
    assert lm3(100_000, 60_000, 24_000) == 1.84


@given(st.floats(1, 1e9), SHARE, SHARE)
@example(715827883.1746199, 1.0, 1.0)
def test_a_multiplier_lies_between_one_and_three(first: float, kept: float, passed: float) -> None:
    value = lm3(*rounds(first, kept, passed))
    assert 1 <= value <= 3
    assert value == pytest.approx(1 + kept + kept * passed)


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((0, 0, 0), "nothing to follow"),
        ((100, 120, 0), "second is 120, and must be from 0 to 100"),
        ((100, 50, 60), "third is 60, and must be from 0 to 50"),
        ((-1, 0, 0), "first is -1"),
    ],
)
def test_impossible_rounds_are_refused(amounts: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lm3(*amounts)


# --- partners ------------------------------------------------------------------------------------

NAMES = ["a", "b", "c", "d", "e", "f"]
MAPS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=12)


@given(MAPS)
def test_centrality_is_that_of_networkx(links: list[tuple[str, str]]) -> None:
    graph = networkx.Graph()
    graph.add_nodes_from(NAMES)
    graph.add_edges_from((a, b) for a, b in links if a != b)
    assert degree_centrality(NAMES, links) == pytest.approx(networkx.degree_centrality(graph))


@given(MAPS)
def test_who_is_cut_off_was_linked_before_and_is_not_after(links: list[tuple[str, str]]) -> None:
    def reached(some: list[tuple[str, str]], start: str) -> set[str]:
        found, waiting = {start}, [start]
        while waiting:
            one = waiting.pop()
            for a, b in some:
                for there in ([b] if a == one else []) + ([a] if b == one else []):
                    if there not in found:
                        found.add(there)
                        waiting.append(there)
        return found

    for missing in some(NAMES[1:]):
        lost = (
            reached(links, "a")
            - reached([link for link in links if missing not in link], "a")
            - {missing}
        )
        assert set(cut_off(NAMES, links, "a", missing)) == lost


def test_a_bridge_is_found_and_equals_go_by_order() -> None:
    assert bridge_actor(["t", "f", "g", "h"], [("t", "f"), ("f", "g"), ("f", "h")], "t") == "f"
    assert bridge_actor(["t", "b", "a"], [("t", "a"), ("t", "b")], "t") == "b"


def test_strangers_and_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="'x' is linked, but is not among the actors"):
        degree_centrality(["a"], [("a", "x")])
    with pytest.raises(ValueError, match="there are no actors"):
        degree_centrality([], [])
    with pytest.raises(ValueError, match="'z' is not among the actors"):
        cut_off(["a"], [], "a", "z")
    with pytest.raises(ValueError, match="nobody but the source"):
        bridge_actor(["a"], [], "a")


def test_a_lonely_actor_is_in_the_table() -> None:
    table = by_actor(["a", "b", "lonely"], [("a", "b"), ("b", "a")], "a").set_index("actor")
    assert table.loc["lonely", "partners"] == 0
    assert table.loc["a", "partners"] == 1


def test_the_sample_map_has_twelve_actors_and_no_link_twice() -> None:
    assert len(ACTORS) == 12
    assert len({frozenset(link) for link in LINKS}) == len(LINKS)


# --- a contract ----------------------------------------------------------------------------------

CONTRACTS = st.builds(
    Contract,
    households=st.integers(50, 600),
    fee=st.floats(0, 200),
    paying=SHARE,
    scrap=st.floats(0, 100),
    costs=st.floats(0, 5_000),
    city_pays=st.booleans(),
    saved=st.floats(0, 200),
    rival=SHARE,
    follow=SHARE,
)


@given(CONTRACTS)
def test_what_the_members_get_others_have_paid(contract: Contract) -> None:
    accounts = contract.accounts().set_index("partner")["gains (rupees a month)"]
    assert accounts["two members"] == pytest.approx(2 * contract.income, abs=1e-6)
    # The city's saving is the only gain that nobody here has paid for, and costs are a loss.
    assert accounts.sum() == pytest.approx(
        contract.served * contract.saved - contract.costs, abs=1e-6
    )


@given(CONTRACTS, st.floats(0, 20_000))
def test_break_points_are_where_the_income_is_just_enough(
    contract: Contract, needed: float
) -> None:
    paying = least_paying(contract, needed)
    if paying is None:
        assert replace(contract, paying=1.0).income < needed
    else:
        assert replace(contract, paying=paying).income >= needed - 1e-6
        if paying > 0:
            assert replace(contract, paying=max(0, paying - 1e-6)).income < needed + 1e-2
    rival = most_rival(contract, needed)
    if rival is None:
        assert replace(contract, rival=0.0).income < needed
    else:
        assert replace(contract, rival=rival).income >= needed - 1e-6


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"households": 10}, "households is 10, and must be from 50 to 600"),
        ({"paying": 1.2}, "paying is 1.2"),
        ({"fee": float("nan")}, "fee is nan"),
        ({"rival": -0.1}, "rival is -0.1"),
    ],
)
def test_impossible_contracts_are_refused(changed: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Contract(**changed)
