"""Who is poor, how deeply, and how unequal all are.

Poverty on one scale is measured after Foster, Greer and Thorbecke (source keys F26 and F27 in
``course/sources.toml``), inequality by the Lorenz curve, the Gini index (F22, F23, F24) and the
Palma ratio (F25), poverty in many ways after Alkire and Foster (F28, F29).

Every function takes columns of a survey, as lists, arrays or Series, and a weight for each row.
The weight turns households into people: give each household the number of its members.
Amounts may be in any one unit, such as thousand dong per head and year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from solidarity.models.domain import demand, demand_above_0
from solidarity.models.survey import (
    Bools,
    Codes,
    Floats,
    amounts,
    demand_rows,
    groups,
    total,
    weights,
)

if TYPE_CHECKING:
    import pandas as pd

POOREST, RICHEST = 0.4, 0.1  # the shares of people that the Palma ratio compares
SLACK = 1e-9  # three tenths of a hardship must reach k = 0.3, however computers add them up


# --- How many are poor, and how deeply -----------------------------------------------------------


def fgt(
    income: npt.ArrayLike, line: float, alpha: float, weight: npt.ArrayLike | None = None
) -> float:
    """The poverty measure of Foster, Greer and Thorbecke, from 0 to 1 [F26, F27].

    It is the mean over everybody of ((line - income) / line) to the power ``alpha``, where whoever
    is not poor counts 0. Poor is who has less than the line: an income just at the line is enough.
    alpha 0 gives the headcount (share of people who are poor), 1 the gap (how much of the line is
    missing), 2 the severity (in which deep gaps weigh more).
    income: shape (n,), at least 0. line: in the same unit, above 0. weight: shape (n,).
    Raises ValueError when an input is outside its domain.
    """
    x = amounts("income", income)
    w = weights(weight, x.size)
    demand_above_0("line", line)
    demand("alpha", alpha, 0, 100)
    everybody = x.size if w is None else w.sum()
    poor = np.flatnonzero(x < line)
    people = None if w is None else w.take(poor)
    # np.power is slow, and nearly everybody asks for 0, 1 or 2.
    if alpha == 0:
        return float((poor.size if people is None else people.sum()) / everybody)
    gaps = 1 - x.take(poor) / line
    depth = gaps if alpha == 1 else gaps * gaps if alpha == 2 else gaps**alpha
    return float(total(depth, people) / everybody)


def by_group(
    income: npt.ArrayLike,
    line: float,
    group: npt.ArrayLike,
    weight: npt.ArrayLike | None = None,
) -> pd.DataFrame:
    """Poverty in each group, and each group's part of all poverty, as shares from 0 to 1.

    group: shape (n,), the name of each row's group. One line per group, in the names' order.
    The parts add up to 1; they are 0 where nobody is poor. A group's part of a measure is its
    population share times its own value over the value of all: the measures are decomposable
    [F26]. A group whose rows all have weight 0 is left out.
    Raises ValueError as ``fgt`` does, or when a group's name is missing.
    """
    import pandas as pd

    x = amounts("income", income)
    w = weights(weight, x.size)
    demand_above_0("line", line)
    codes, names = groups("group", group, x.size)
    people, sums = fgt_sums(x, line, codes, len(names), w)
    there = people > 0
    columns: dict[str, object] = {
        "group": [name for name, counted in zip(names, there, strict=True) if counted],
        "population (share)": people[there] / people.sum(),
    }
    for name, depth in zip(MEASURES, sums, strict=True):
        columns[name] = depth[there] / people[there]
    for name, depth in zip(PARTS, sums, strict=True):
        columns[name] = _parts(depth[there])
    return pd.DataFrame(columns)


MEASURES = ("headcount (share)", "gap (share of line)", "severity (0 to 1)")
PARTS = ("of all poor (share)", "of all gaps (share)", "of all severity (share)")


def fgt_sums(
    x: Floats, line: float, codes: Codes, count: int, weight: Floats | None
) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
    """For each of ``count`` groups its people, and its poverty for alpha 0, 1 and 2, not divided.

    The columns are checked already: x, codes (each row's group, 0 to count - 1) and weight, (n,).
    """
    people = _sums(codes, count, weight)
    poor = np.flatnonzero(x < line)
    gaps = 1 - x[poor] / line
    each = np.ones(poor.size) if weight is None else weight[poor]
    head, gap, severity = (
        _sums(codes[poor], count, depth) for depth in (each, each * gaps, each * gaps * gaps)
    )
    return people, (head, gap, severity)


def _sums(codes: Codes, count: int, values: Floats | None) -> Floats:
    return np.bincount(codes, values, minlength=count).astype(np.float64)


def _parts(sums: Floats) -> Floats:
    return sums / sums.sum() if sums.any() else np.zeros_like(sums)


# --- How unequal all are -------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Lorenz:
    """A Lorenz curve: the poorest ``people`` hold ``held`` together, both cumulative shares 0 to 1.

    Both have the same shape and rise from 0 to 1; between two points the curve is straight.
    """

    people: Floats
    held: Floats

    def at(self, people: float) -> float:
        """The share that the poorest ``people`` (0 to 1) hold."""
        demand("people", people, 0, 1)
        return float(np.interp(people, self.people, self.held))


def lorenz(
    x: npt.ArrayLike, weight: npt.ArrayLike | None = None, points: int | None = None
) -> Lorenz:
    """The Lorenz curve of ``x``: how much the poorest share of people holds of all [F24].

    x: shape (n,), at least 0, not all 0. weight: shape (n,). Without ``points`` the curve has
    n + 1 corners; with it so many evenly spaced points, 2 to 10,001, enough to draw.
    Raises ValueError when an input is outside its domain.
    """
    values, w = _sorted(x, weight)
    people = np.arange(1.0, values.size + 1) if w is None else np.cumsum(w)
    each = values if w is None else values * w
    _all_of(each)
    held = np.cumsum(each)
    curve = Lorenz(_from_nothing(people), _from_nothing(held))
    if points is None:
        return curve
    demand("points", points, 2, 10_001, whole=True)
    even = np.linspace(0, 1, points)
    return Lorenz(even, np.interp(even, curve.people, curve.held))


def gini(x: npt.ArrayLike, weight: npt.ArrayLike | None = None) -> float:
    """The Gini index: 0 when all have the same, near 1 when one has all [F22, F23].

    Without weights it is 2·Σ i·x(i) / (n·Σx) - (n+1)/n with x sorted from the smallest. It is one
    minus twice the area under the Lorenz curve, so with one owner of all it is (n-1)/n; no
    correction for small samples is made [F24].
    x: shape (n,), at least 0, not all 0. weight: shape (n,).
    Raises ValueError when an input is outside its domain.
    """
    values, w = _sorted(x, weight)
    if w is None:
        n = values.size
        ranks = np.arange(1.0, n + 1)
        index = 2 * (ranks @ values) / (n * _all_of(values)) - (n + 1) / n
    else:
        held = np.multiply(values, w, out=values)  # new room for millions takes longer
        # Twice the middle of each row's stretch of people: twice its end, less its own people.
        middles = 2 * (np.cumsum(w) @ held) - w @ held
        index = middles / (w.sum() * _all_of(held)) - 1
    # Where all have the same, rounding may leave a hair below 0.
    return max(0.0, float(index))


def palma(x: npt.ArrayLike, weight: npt.ArrayLike | None = None) -> float:
    """The Palma ratio: what the richest tenth holds over what the poorest four tenths hold [F25].

    Both are read off the Lorenz curve. So a row that lies across the border of a tenth is divided:
    the part of its people that is inside counts, with the same amount for each. Ties need no rule
    then, and small n neither: of three people the richest tenth is three tenths of the richest one.
    When all have the same, the ratio is 0.25.
    x: shape (n,), at least 0. weight: shape (n,).
    Raises ValueError when an input is outside its domain, or the poorest four tenths hold nothing.
    """
    curve = lorenz(x, weight)
    least = curve.at(POOREST)
    if least <= 0:
        raise ValueError("the poorest four tenths hold nothing, so there is no Palma ratio")
    return (1 - curve.at(1 - RICHEST)) / least


def _sorted(x: npt.ArrayLike, weight: npt.ArrayLike | None) -> tuple[Floats, Floats | None]:
    """The values from the smallest, and the weights in the same order; both checked."""
    values = amounts("x", x)
    w = weights(weight, values.size)
    if w is not None:
        w = w.take(_order(values))
    values = np.sort(values)
    return values, w


def _all_of(held: Floats) -> float:
    """The sum. Raises ValueError when it is 0."""
    together = float(held.sum())
    if together <= 0:
        raise ValueError("x is 0 for everybody: there is nothing to share")
    return together


def _order(values: Floats) -> Codes:
    """The rows from the smallest value: of 10^6 values, those nearer than 10^-9 of it in any order.

    A row's number stands in the last bits of its value, and the whole numbers that the bits of
    numbers from 0 on are, are sorted: NumPy does that several times faster than it finds an order.
    For millions 30 bits of the fraction are left, and what is so near may change places: no measure
    here moves by as much as rounding moves it.
    """
    bits = (values.size - 1).bit_length()
    keys = values.view(np.uint64) << 1  # the sign, of which nothing is negative
    keys >>= bits
    keys <<= bits
    keys |= np.arange(values.size, dtype=np.uint64)
    keys.sort()
    keys &= np.uint64(2**bits - 1)
    return keys.view(np.intp)


def _from_nothing(cumulated: Floats) -> Floats:
    return np.concatenate(([0.0], cumulated / cumulated[-1]))


# --- Poor in many ways ---------------------------------------------------------------------------


@dataclass(frozen=True)
class AlkireFoster:
    """Poverty in many ways [F28, F29]; all shares are from 0 to 1.

    H: share of people who are poor, which is: deprived in at least k of the weighted indicators.
    A: intensity, the mean score of the poor (0 when nobody is poor).
    M0: H × A, the adjusted headcount.
    indicators: their names. deprived: share of all people who are deprived in each. censored: share
    of all people who are deprived in it and poor. contributions: each indicator's part of M0 (they
    add up to 1; 0 when nobody is poor).
    """

    H: float
    A: float
    M0: float
    indicators: tuple[str, ...]
    weights: tuple[float, ...]
    deprived: tuple[float, ...]
    censored: tuple[float, ...]
    contributions: tuple[float, ...]

    def by_indicator(self) -> pd.DataFrame:
        """One line per indicator, with units in the column names."""
        import pandas as pd

        return pd.DataFrame(
            {
                "indicator": self.indicators,
                "weight (share)": self.weights,
                "deprived (share of people)": self.deprived,
                "deprived and poor (share of people)": self.censored,
                "part of M0 (share)": self.contributions,
            }
        )


IndicatorWeights = Sequence[float] | Mapping[str, float]


def deprivation_score(
    deprived: npt.ArrayLike | pd.DataFrame, indicator_weights: IndicatorWeights
) -> Floats:
    """Each row's score, shape (n,): the weights of what it is deprived in, added up, 0 to 1 [F28].

    deprived: shape (n, d), true or 1 where the row is deprived in the indicator.
    indicator_weights: d shares that add up to 1, in the columns' order or by the columns' names.
    Raises ValueError when an input is outside its domain.
    """
    matrix, names = _matrix(deprived)
    return _score(matrix, _indicator_weights(indicator_weights, names))


def alkire_foster(
    deprived: npt.ArrayLike | pd.DataFrame,
    indicator_weights: IndicatorWeights,
    k: float,
    weight: npt.ArrayLike | None = None,
) -> AlkireFoster:
    """Count the poor by the dual cut-off of Alkire and Foster, and how poor they are [F28, F29].

    A row is poor when its score is at least ``k``. What the others are deprived in is left out
    ("censored"). The global index uses k = 1/3 [F29].
    deprived: shape (n, d), true or 1 where the row is deprived in the indicator; a DataFrame's
    column names name the indicators. indicator_weights: d shares that add up to 1, in the columns'
    order or by the columns' names. k: above 0, up to 1. weight: shape (n,).
    Raises ValueError when an input is outside its domain.
    """
    matrix, names = _matrix(deprived)
    shares = _indicator_weights(indicator_weights, names)
    counted = _counted(weight, len(matrix))
    people = counted.sum()
    deprived_in = _deprived_sums(matrix, counted) / people
    counted *= _score(matrix, shares) >= _demand_k(k) - SLACK
    headcount = float(counted.sum() / people)
    censored = _deprived_sums(matrix, counted) / people
    m0 = float(censored @ shares)
    return AlkireFoster(
        H=headcount,
        A=m0 / headcount if headcount else 0.0,
        M0=m0,
        indicators=names,
        weights=tuple(shares.tolist()),
        deprived=tuple(deprived_in.tolist()),
        censored=tuple(censored.tolist()),
        contributions=tuple(_parts(censored * shares).tolist()),
    )


def alkire_foster_by_group(
    deprived: npt.ArrayLike | pd.DataFrame,
    indicator_weights: IndicatorWeights,
    k: float,
    group: npt.ArrayLike,
    weight: npt.ArrayLike | None = None,
) -> pd.DataFrame:
    """H, A and M0 in each group, and each group's part of M0, as shares from 0 to 1.

    group: shape (n,), the name of each row's group. One line per group, in the names' order; the
    parts add up to 1 (0 when nobody is poor). A group whose rows all have weight 0 is left out.
    Raises ValueError as ``alkire_foster`` does, or when a group's name is missing.
    """
    import pandas as pd

    matrix, names = _matrix(deprived)
    shares = _indicator_weights(indicator_weights, names)
    counted = _counted(weight, len(matrix))
    codes, found = groups("group", group, len(matrix))
    people = _sums(codes, len(found), counted)
    score = _score(matrix, shares)
    counted *= score >= _demand_k(k) - SLACK
    headcount = _sums(codes, len(found), counted)
    scores = _sums(codes, len(found), counted * score)
    there = people > 0
    people, headcount, scores = people[there], headcount[there], scores[there]
    return pd.DataFrame(
        {
            "group": [name for name, is_there in zip(found, there, strict=True) if is_there],
            "population (share)": people / people.sum(),
            "H (share)": headcount / people,
            "A (share)": np.divide(
                scores, headcount, out=np.zeros_like(scores), where=headcount > 0
            ),
            "M0 (0 to 1)": scores / people,
            "of all M0 (share)": _parts(scores),
        }
    )


def _matrix(deprived: npt.ArrayLike | pd.DataFrame) -> tuple[Bools, tuple[str, ...]]:
    named = getattr(deprived, "columns", None)
    try:
        values = np.asarray(deprived)
    except ValueError as error:
        raise ValueError("deprived must have the same number of indicators in every row") from error
    if values.ndim != 2 or not values.size:
        raise ValueError("deprived must be a table of rows and indicators, with at least one each")
    if values.dtype != np.bool_:
        told = values if values.dtype.kind in "iuf" else values.astype(object)
        try:
            values = told.astype(np.bool_)
            clear = bool((values == told).all())
        except TypeError:  # a missing value of pandas is neither true nor false
            clear = False
        if not clear:
            raise ValueError("deprived must hold 1 (or true) and 0 (or false) only")
    count = values.shape[1]
    names = range(1, count + 1) if named is None else named
    return values, tuple(str(name) for name in names)


def _indicator_weights(given: IndicatorWeights, names: tuple[str, ...]) -> Floats:
    if isinstance(given, Mapping):
        if set(given) != set(names):
            raise ValueError(
                f"indicator_weights has {', '.join(sorted(map(str, given)))}, "
                f"and must have just the indicators {', '.join(sorted(names))}"
            )
        given = [given[name] for name in names]
    shares = amounts("indicator_weights", given)
    demand_rows("indicator_weights", shares.size, len(names))
    if abs(shares.sum() - 1) > SLACK:
        raise ValueError(f"indicator_weights add up to {shares.sum():g}, and must add up to 1")
    return shares


def _counted(weight: npt.ArrayLike | None, rows: int) -> Floats:
    """How many each row counts for, shape (n,), in an array of our own."""
    w = weights(weight, rows)
    return np.ones(rows) if w is None else w.copy()


def _score(matrix: Bools, shares: Floats) -> Floats:
    # einsum multiplies truths by floats in passing; @ would copy the whole table as floats first.
    score: Floats = np.einsum("ij,j->i", matrix, shares)
    return score


def _deprived_sums(matrix: Bools, counted: Floats) -> Floats:
    """For each indicator the sum of what is counted for the rows deprived in it, shape (d,)."""
    sums: Floats = np.einsum("i,ij->j", counted, matrix)
    return sums


def _demand_k(k: float) -> float:
    demand("k", k, 0, 1)
    if k <= SLACK:
        raise ValueError(f"k is {k:g}, and must be above 0: else everybody would be poor")
    return k
