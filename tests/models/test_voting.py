"""Votes per member and per share: all votes are given out, and a majority is more than half."""

from __future__ import annotations

from itertools import combinations

import pytest
from helpers import ROOT, some
from hypothesis import given
from hypothesis import strategies as st

from solidarity.exercises.keys import load_key
from solidarity.models.voting import Rule, smallest_majority, top_tenth, vote_shares

RULES: tuple[Rule, ...] = ("per member", "per share")

holdings = st.lists(st.integers(0, 50), min_size=1, max_size=40).filter(any)
rules = st.sampled_from(RULES)


@given(holdings, rules)
def test_all_votes_are_given_out(shares: list[int], rule: Rule) -> None:
    votes = vote_shares(shares, rule)
    assert len(votes) == len(shares)
    assert min(votes) >= 0
    assert sum(votes) == pytest.approx(1)


@given(holdings)
def test_with_one_vote_each_all_count_the_same(shares: list[int]) -> None:
    assert set(vote_shares(shares, "per member")) == {1 / len(shares)}


def test_with_votes_per_share_who_holds_twice_as_much_has_twice_the_votes() -> None:
    assert vote_shares([1, 2, 1], "per share") == [0.25, 0.5, 0.25]


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7).filter(any), rules)
def test_no_smaller_group_has_more_than_half_of_the_votes(shares: list[int], rule: Rule) -> None:
    counted = shares if rule == "per share" else [1] * len(shares)

    def outvotes(size: int) -> bool:
        return any(2 * sum(some) > sum(counted) for some in combinations(counted, size))

    size = smallest_majority(shares, rule)
    assert outvotes(size)
    assert not outvotes(size - 1)


def test_exactly_half_of_the_votes_is_no_majority() -> None:
    assert smallest_majority([5, 5], "per share") == 2
    assert smallest_majority([1] * 10, "per member") == 6
    assert smallest_majority([0.1, 0.1, 0.2], "per share") == 2


def test_a_tenth_is_rounded_down_and_is_one_member_at_least() -> None:
    assert top_tenth([3, 1, 1], "per share") == 3 / 5
    assert top_tenth([1] * 25, "per member") == pytest.approx(2 / 25)


@given(holdings)
def test_the_top_tenth_never_holds_fewer_votes_per_share_than_per_head(shares: list[int]) -> None:
    assert top_tenth(shares, "per share") >= top_tenth(shares, "per member") - 1e-9


@pytest.mark.parametrize(
    ("shares", "rule", "words"),
    [
        ([], "per member", "no members"),
        ([1, -1], "per share", "less than 0"),
        ([0, 0], "per share", "no shares"),
        ([1, 2], "per head", "per head"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_plain_words(
    shares: list[int], rule: Rule, words: str
) -> None:
    for count in (vote_shares, top_tenth, smallest_majority):
        with pytest.raises(ValueError, match=words):
            count(shares, rule)


def test_the_model_and_the_key_count_alike() -> None:
    exercise = load_key(ROOT / "course" / "m02-what-counts" / "key.py")["top_tenth"]
    for case in some([*exercise.visible_cases(), *exercise.hidden_cases()]):
        shares, rule = (value.python() for _, value in case.inputs or ())
        assert top_tenth(shares, rule) == pytest.approx(case.expected.python())
