"""The scorecard: three rules, and how firm a ranking is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gmean

from solidarity.models.scorecard import DIMENSIONS, random_weightings, rank_stability, score

marks = st.lists(st.floats(0, 10), min_size=5, max_size=5)
positive = st.lists(st.floats(0.1, 10), min_size=5, max_size=5)
EQUAL = [1] * 5


def test_a_score_by_hand() -> None:
    assert score([8, 8, 8, 0, 8], EQUAL) == pytest.approx(6.4)
    assert score([8, 8, 8, 0, 8], EQUAL, "geometric") == 0
    assert score([8, 8, 8, 0, 8], EQUAL, "minimum") == 0
    assert score([9, 4], [1, 1], "geometric") == pytest.approx(6)


def test_a_dimension_without_weight_does_not_count() -> None:
    for how in ("arithmetic", "geometric", "minimum"):
        assert score([8, 8, 8, 0, 8], [1, 1, 1, 0, 1], how) == pytest.approx(8)


@given(positive, positive)
def test_the_means_are_those_of_numpy_and_scipy(scores: list[float], weights: list[float]) -> None:
    assert score(scores, weights) == pytest.approx(np.average(scores, weights=weights))
    assert score(scores, weights, "geometric") == pytest.approx(gmean(scores, weights=weights))


@given(marks, positive)
def test_the_rules_are_ordered(scores: list[float], weights: list[float]) -> None:
    low, middle, high = (
        score(scores, weights, how) for how in ("minimum", "geometric", "arithmetic")
    )
    assert low <= middle + 1e-9
    assert middle <= high + 1e-9
    assert high <= max(scores) + 1e-9


@given(marks, positive, st.floats(0.1, 100))
def test_only_the_proportions_of_the_weights_matter(
    scores: list[float], weights: list[float], factor: float
) -> None:
    assert score(scores, weights) == pytest.approx(score(scores, [factor * w for w in weights]))


def test_weightings_are_drawn_with_a_seed_and_add_up() -> None:
    drawn = random_weightings(500, seed=4)
    assert drawn == random_weightings(500, seed=4)
    assert drawn != random_weightings(500, seed=5)
    assert np.sum(drawn, axis=1) == pytest.approx(np.ones(500))
    assert np.mean(drawn, axis=0) == pytest.approx(np.full(len(DIMENSIONS), 0.2), abs=0.03)


@pytest.mark.parametrize("how", ["arithmetic", "geometric", "minimum"])
def test_stability_is_what_one_score_after_the_other_gives(how: str) -> None:
    chains = [[8, 7, 9, 2, 8], [6, 6, 6, 6, 6], [5, 9, 0, 9, 7]]

    def ranking(weights: list[float]) -> list[int]:
        return sorted(range(3), key=lambda one: -round(score(chains[one], weights, how), 12))  # type: ignore[arg-type]

    usual = ranking(EQUAL)
    drawn = random_weightings(400, seed=2)
    kept = sum(ranking(weights) == usual for weights in drawn) / 400
    assert rank_stability(chains, 400, 2, how) == kept  # type: ignore[arg-type]


@given(marks, marks)
def test_who_is_better_in_all_is_ahead_with_all_weights(
    one: list[float], gain: list[float]
) -> None:
    better = [min(10, a + 0.1 + b / 10) for a, b in zip(one, gain, strict=True)]
    worse = [min(a, b - 0.05) for a, b in zip(one, better, strict=True)]
    assert rank_stability([better, [max(0, a) for a in worse]], 200) == 1


def test_two_mirror_images_are_ahead_half_of_the_time() -> None:
    share = rank_stability([[9, 1, 5, 5, 5], [1, 9.001, 5, 5, 5]], 20_000)
    assert share == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: score([11, 1], [1, 1]), "a score is 11"),
        (lambda: score([1, 1], [0, 0]), "sum of the weights"),
        (lambda: score([1, 1], [1]), "2 scores and 1 weights"),
        (lambda: score([], []), "0 scores"),
        (lambda: score([1], [1], "median"), "how is 'median'"),  # type: ignore[arg-type]
        (lambda: rank_stability([[1, 2, 3]]), "at least two chains"),
        (lambda: rank_stability([[1, 2], [1, 200]]), "from 0 to 10"),
        (lambda: rank_stability([[1, 2], [1, 2]], 0), "n is 0"),
    ],
)
def test_what_cannot_be_scored_is_refused(call: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()  # type: ignore[operator]
