"""Two paths over twenty years: what members get now, and what is kept for later.

An enterprise of a village divides its surplus between its members (the short path) and a reserve,
training and the land (the long path). Then shocks come. All of it is our own illustration: no
figure in here was measured. It is played many times over, because luck is part of it.

Money is counted for each founding member, in percent of the poverty line: 100 is the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from solidarity.models.domain import demand
from solidarity.models.poverty import fgt
from solidarity.models.scorecard import BEST, DIMENSIONS

Floats = npt.NDArray[np.float64]

LINE = 100.0
MEMBERS = 100
"""Founding members that poverty is measured over."""
SURPLUS = 40.0
"""A first year's surplus for each member, with healthy land and no training yet."""
NEEDED = 20.0
"""A poor member who gets less than this from the enterprise may have to leave it."""
LEAVING = 0.3
"""Of the poor members who get nothing in a year, this share leaves."""
LAND_WEAR, LAND_CARE = 0.04, 0.012
"""The share of the land's health that a year of work wears out; what one unit of care heals."""
SKILL_WEAR, SKILL_GAIN, MOST_SKILL = 0.05, 0.02, 1.0
"""Skill that is forgotten in a year; what one unit of training adds; the most there is to learn."""
LOADING = 0.25
"""What the federation's insurance costs above the damage it expects to pay."""
LUCK = (0.5, 1.5)
"""A shock is from half to one and a half times as large as usual."""


@dataclass(frozen=True)
class Path:
    """How an enterprise divides its surplus, who its members are, and what befalls it.

    now, reserve, training, ecology: shares of each year's surplus; they add up to 1.
    poorest: the share of the founding members who live below the poverty line (0 to 1).
    shocks: in how many of the years one comes. size: usual damage for each member, in percent of
    the poverty line. cover: the share of the damage that the federation's insurance pays; its
    premium is taken from the surplus before it is divided.
    years, runs: how long, and how many times over. seed: the same luck again.
    """

    now: float = 0.4
    reserve: float = 0.3
    training: float = 0.15
    ecology: float = 0.15
    poorest: float = 0.6
    shocks: int = 4
    size: float = 60.0
    cover: float = 0.5
    years: int = 20
    runs: int = 500
    seed: int = 1

    def __post_init__(self) -> None:
        parts = ("now", "reserve", "training", "ecology")
        for name in (*parts, "poorest", "cover"):
            demand(name, getattr(self, name), 0, 1)
        together = sum(getattr(self, name) for name in parts)
        if abs(together - 1) > 1e-9:
            raise ValueError(
                f"the four parts of the surplus make {100 * together:.0f} %, and must make 100 %"
            )
        demand("years", self.years, 1, 100, whole=True)
        demand("shocks", self.shocks, 0, self.years, whole=True)
        demand("size", self.size, 0, 1_000)
        demand("runs", self.runs, 1, 100_000, whole=True)
        demand("seed", self.seed, 0, 2**32 - 1, whole=True)


@dataclass(frozen=True, eq=False)
class Outlook:
    """What became of the enterprise; each array has the shape (runs, years), at a year's end.

    alive: still working. pay: what a member who stayed got, in percent of the poverty line.
    stayed: the share of the poor founding members who are still in. reserve: for each member.
    land, skill: from 0 to 1.
    """

    path: Path
    alive: npt.NDArray[np.bool_]
    pay: Floats
    stayed: Floats
    reserve: Floats
    land: Floats
    skill: Floats

    def survival(self) -> list[float]:
        """The share of all runs in which the enterprise still works, for each year."""
        found: list[float] = self.alive.mean(axis=0).tolist()
        return found

    def poverty(self, year: int, alpha: float = 1) -> float:
        """FGT of the founding members in a year (1 is the first), over all runs together."""
        return float(self.poverty_by_run(year, alpha).mean())

    def poverty_spread(
        self, year: int, alpha: float = 1, percentiles: tuple[float, ...] = (10, 50, 90)
    ) -> list[float]:
        """The same for single runs: a good one, the middle and a bad one."""
        found: list[float] = np.percentile(self.poverty_by_run(year, alpha), percentiles).tolist()
        return found

    def poverty_by_run(self, year: int, alpha: float = 1) -> Floats:
        """The same for each run: the shape (runs,).

        Poor founders who left count with what they have alone. ``poverty.fgt`` for one run after
        the other would give the same, far too slowly for a slider.
        """
        demand("year", year, 1, self.path.years, whole=True)
        demand("alpha", alpha, 0, 100)
        own = incomes(self.path.poorest)
        own = own[own < LINE]
        pay, stayed = (kept[:, int(year) - 1, None] for kept in (self.pay, self.stayed))
        depth = stayed * _depth(own + pay, alpha) + (1 - stayed) * _depth(own, alpha)
        each: Floats = depth.sum(axis=1) / MEMBERS
        return each

    def poverty_without(self, alpha: float = 1) -> float:
        """FGT of the same people if there were no enterprise."""
        return fgt(incomes(self.path.poorest), LINE, alpha)

    def land_spread(self, percentiles: tuple[float, ...] = (10, 50, 90)) -> list[float]:
        """The health of the land in the last year, in single runs (0 to 1)."""
        found: list[float] = np.percentile(self.land[:, -1], percentiles).tolist()
        return found

    def dimensions(self) -> dict[str, float]:
        """Our scores from 0 to 10 in the last year, by dimension; the rules are ours too.

        governance: how much is learned, where the enterprise still works. values: the share of the
        poor founders who are still members of a working enterprise. people: the share of the
        poverty gap that is closed. planet: the health of the land. economy: the share of runs in
        which it still works.
        """
        alive = self.alive[:, -1]
        without = self.poverty_without()
        closed = 1 - self.poverty(self.path.years) / without if without else 1.0
        found = (
            np.mean(self.skill[:, -1] * alive) / MOST_SKILL,
            np.mean(self.stayed[:, -1] * alive),
            closed,
            self.land[:, -1].mean(),
            alive.mean(),
        )
        return dict(zip(DIMENSIONS, (BEST * float(part) for part in found), strict=True))


def _depth(income: Floats, alpha: float) -> Floats:
    """((line - income) / line) to the power ``alpha``; 0 for whoever is not poor."""
    return np.where(income < LINE, np.maximum(0, 1 - income / LINE) ** alpha, 0.0)


def incomes(poorest: float) -> Floats:
    """What the founding members have without the enterprise: the shape (100,), the line is 100.

    The poor are spread evenly from 40 to 95, the others from 105 to 200 (illustrative).
    """
    poor = round(MEMBERS * poorest)
    return np.concatenate([np.linspace(40, 95, poor), np.linspace(105, 200, MEMBERS - poor)])


def play(path: Path) -> Outlook:
    """Play a path ``path.runs`` times over ``path.years`` years, all runs at once.

    In a year: the surplus comes (more with skill, less with tired land), the insurance premium is
    paid, the rest is divided. Then a shock may come: the insurance pays its part, the reserve the
    other. Where the reserve cannot, what members would have got that year is used too; where even
    that is not enough, the enterprise closes and its members get nothing any more.
    The luck depends on the seed alone: another division, size or cover moves no shock, and more
    shocks only add to the ones there are.
    """
    shape = runs, years = int(path.runs), int(path.years)
    damage = _shocks(path)
    premium = path.cover * path.size * path.shocks / path.years * (1 + LOADING)
    alive, reserve = np.ones(runs, dtype=bool), np.zeros(runs)
    land, skill, stayed = np.ones(runs), np.zeros(runs), np.ones(runs)
    kept = {name: np.zeros(shape) for name in ("pay", "stayed", "reserve", "land", "skill")}
    living = np.zeros(shape, dtype=bool)
    for year in range(years):
        surplus = SURPLUS * (0.4 + 0.6 * land) * (1 + skill) * alive
        divided = np.maximum(0, surplus - premium * alive)
        pay, reserve = path.now * divided, reserve + path.reserve * divided
        lost = (1 - path.cover) * damage[:, year] * alive
        from_reserve = np.minimum(reserve, lost)
        from_pay = np.minimum(pay, lost - from_reserve)
        alive = alive & (lost - from_reserve - from_pay <= 1e-9)
        reserve, pay = (reserve - from_reserve) * alive, (pay - from_pay) * alive
        # Land rests where nobody works it any more: wear and care both need a working enterprise.
        care = LAND_CARE * path.ecology * divided
        land = np.clip(land + (care - LAND_WEAR * land) * alive, 0, 1)
        learned = SKILL_GAIN * path.training * divided * (MOST_SKILL - skill)
        skill = np.clip(skill * (1 - SKILL_WEAR) + learned, 0, MOST_SKILL)
        stayed = stayed * (1 - LEAVING * np.maximum(0, 1 - pay / NEEDED))
        living[:, year] = alive
        for name, now in (
            ("pay", pay),
            ("stayed", stayed),
            ("reserve", reserve),
            ("land", land),
            ("skill", skill),
        ):
            kept[name][:, year] = now
    return Outlook(path, living, **kept)


def _shocks(path: Path) -> Floats:
    """The damage for each member, before insurance: the shape (runs, years)."""
    rng = np.random.default_rng(int(path.seed))
    shape = int(path.runs), int(path.years)
    order = rng.permuted(np.tile(np.arange(shape[1]), (shape[0], 1)), axis=1)
    luck = rng.uniform(*LUCK, size=shape)
    return np.where(order < path.shocks, path.size * luck, 0.0)
