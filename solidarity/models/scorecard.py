"""A scorecard of five dimensions: our teaching instrument.

The five dimensions are those of the Asian Solidarity Economy Council (source keys A2, A7). Its own
indicators, weights and limits are not public, so scale, weights and rules here are ours, and
learners are meant to move and to doubt them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from solidarity.models.domain import demand, demand_above_0

Floats = npt.NDArray[np.float64]
How = Literal["arithmetic", "geometric", "minimum"]

DIMENSIONS = ("governance", "values", "people", "planet", "economy")
BEST = 10
"""Each dimension is scored from 0 to this."""


def score(dimensions: Sequence[float], weights: Sequence[float], how: How = "arithmetic") -> float:
    """One figure, 0 to 10, for the scores of one supply chain.

    dimensions: scores from 0 to 10. weights: as many, at least 0; they need not add up to 1.
    arithmetic: the weighted mean. geometric: the weighted geometric mean, 0 where a dimension that
    counts has 0. minimum: the lowest dimension that counts (its weight is above 0).
    Raises ValueError for a score or a weight outside its domain, or an unknown rule.
    """
    if not dimensions or len(dimensions) != len(weights):
        raise ValueError(f"there are {len(dimensions)} scores and {len(weights)} weights")
    for value in dimensions:
        demand("a score", value, 0, BEST)
    for value in weights:
        demand("a weight", value, 0, 1e9)
    demand_above_0("the sum of the weights", sum(weights))
    scores = np.asarray([dimensions], dtype=np.float64)
    return float(_scores(scores, np.asarray([weights], dtype=np.float64), how)[0, 0])


def rank_stability(
    chains: npt.ArrayLike, n: int = 10_000, seed: int = 1, how: How = "arithmetic"
) -> float:
    """The share of ``n`` random weightings that rank the chains as equal weights do, 0 to 1.

    chains: shape (chains, dimensions), scores from 0 to 10; at least two chains.
    Every weighting is as likely as any other (uniform over all that add up to 1).
    Two chains with the same score keep the order in which they stand, in both rankings.
    Raises ValueError as ``score`` does, or where there is nothing to rank.
    """
    scores = np.asarray(chains, dtype=np.float64)
    if scores.ndim != 2 or scores.shape[0] < 2 or scores.shape[1] < 1:
        raise ValueError("chains must be a table of at least two chains and one dimension")
    if not ((scores >= 0) & (scores <= BEST)).all():
        raise ValueError(f"a score must be from 0 to {BEST}")
    dimensions = scores.shape[1]
    random = np.asarray(random_weightings(int(n), int(seed), dimensions))
    usual = _order(_scores(scores, np.full((1, dimensions), 1 / dimensions), how))
    return float(np.mean((_order(_scores(scores, random, how)) == usual).all(axis=1)))


def random_weightings(n: int, seed: int = 1, dimensions: int = 5) -> list[list[float]]:
    """``n`` weightings drawn with a seed, each as likely as any other: the shape (n, dimensions).

    The weights of each are at least 0 and add up to 1.
    """
    demand("n", n, 1, 10_000_000, whole=True)
    demand("seed", seed, 0, 2**32 - 1, whole=True)
    demand("dimensions", dimensions, 1, 1_000, whole=True)
    drawn = np.random.default_rng(int(seed)).dirichlet(np.ones(int(dimensions)), int(n))
    found: list[list[float]] = drawn.tolist()
    return found


def _scores(scores: Floats, weights: Floats, how: str) -> Floats:
    """The score of each chain (c, d) under each weighting (n, d): the shape (n, c)."""
    if how not in get_args(How):
        raise ValueError(f"how is {how!r}, and must be one of {', '.join(get_args(How))}")
    shares = weights / weights.sum(axis=1, keepdims=True)
    if how == "arithmetic":
        means: Floats = shares @ scores.T
        return means
    counts = shares > 0
    if how == "minimum":
        lowest: Floats = np.where(counts[:, None, :], scores[None], np.inf).min(axis=2)
        return lowest
    zero = counts.astype(np.float64) @ (scores == 0).T > 0
    logs = np.log(np.where(scores > 0, scores, 1.0))
    return np.where(zero, 0.0, np.exp(shares @ logs.T))


def _order(scores: Floats) -> npt.NDArray[np.intp]:
    # Rounding makes scores that are equal on paper equal here too.
    return np.argsort(-np.round(scores, 12), axis=1, kind="stable")
