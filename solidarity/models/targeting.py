"""A fund with too few places: whom does it reach, and what does that do to poverty?

A fund has some places, one for a household. A rule says who gets them; some places leak to
households that are not poor, whatever the rule. Each place raises what its household can spend in
the year by the same amount. For a loan fund that amount is what the loan earns after its charges,
not the loan.

Poverty before and after is measured per person with ``solidarity.models.poverty`` [F26]. Rates at
which households come forward are our illustration, not estimates: studies of the Thai Village Fund
disagree on whom such a fund reaches [C68, C69].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt

from solidarity.models.domain import demand, demand_above_0
from solidarity.models.poverty import MEASURES, fgt, fgt_sums
from solidarity.models.survey import HUGE, Bools, Codes, Floats, amounts, demand_rows, groups

if TYPE_CHECKING:
    import pandas as pd

Rule = Literal["poorest first", "just below the line", "random", "first come", "self-selected"]
RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True)
class TargetingFund:
    """The rules of one fund.

    rule: who gets the places.
      "poorest first": those who spend least per head.
      "just below the line": the poor who are nearest to the line, then who is nearest above it.
      "random": a lottery among all households.
      "first come": whoever arrives first; who has news of it early tends to arrive first.
      "self-selected": whoever steps forward; see ``pull``.
    places: households that the fund can serve.
    transfer: what a place adds to its household's spending in the year, in the unit of spending.
    leakage: share of the places, 0 to 1, that go to households that are not poor, drawn by lot
    before the rule is applied (at most as many as there are).
    pull: who steps forward under "self-selected", -2 to 2. A household that spends twice as much
    per head steps forward 2 to the power ``pull`` times as readily: above 0 the better-off (who
    dare to borrow), at 0 all alike, below 0 the poor (work for a low wage draws nobody else).
    seed: the same seed gives the same luck again.
    """

    rule: Rule = "random"
    places: int = 300
    transfer: float = 1000
    leakage: float = 0.0
    pull: float = 0.5
    seed: int = 1

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"rule is {self.rule!r}, and must be one of: {', '.join(RULES)}")
        demand("places", self.places, 0, 1e9, whole=True)
        demand("transfer", self.transfer, 0, HUGE)
        demand("leakage", self.leakage, 0, 1)
        demand("pull", self.pull, -2, 2)
        demand("seed", self.seed, 0, 2**32, whole=True)


@dataclass(frozen=True, eq=False)
class Reached:
    """Whom a fund reached, and poverty before and after; arrays have one value per household, (n,).

    got: who has a place. poor: who was poor before (per head below the line), which makes a
    household eligible. before, after: spending per head. people: members. line: per head.
    """

    fund: TargetingFund
    line: float
    people: Floats
    poor: Bools
    got: Bools
    before: Floats
    after: Floats

    @property
    def cost(self) -> float:
        """What all places cost together, in the unit of spending."""
        return self.fund.places * self.fund.transfer

    @property
    def inclusion_error(self) -> float:
        """Of the households that got a place, the share that is not poor (0 without places)."""
        return _part(self.got & ~self.poor, self.got)

    @property
    def exclusion_error(self) -> float:
        """Of the poor households, the share that got no place (0 when nobody is poor)."""
        return _part(self.poor & ~self.got, self.poor)

    @property
    def least_exclusion(self) -> float:
        """The exclusion error that is left when every place goes to a poor household."""
        poor = int(self.poor.sum())
        return max(0.0, 1 - self.fund.places / poor) if poor else 0.0

    def fgt(self, alpha: float) -> tuple[float, float]:
        """The poverty measure ``fgt`` per person, before and after."""
        before, after = (
            fgt(income, self.line, alpha, self.people) for income in (self.before, self.after)
        )
        return before, after

    def by_group(self, group: npt.ArrayLike | None = None) -> pd.DataFrame:
        """Poverty per person before and after, one line per group and a last one for everybody.

        group: shape (n,), the name of each household's group; None gives the last line only.
        Shares are from 0 to 1. Raises ValueError when there are not as many as households.
        """
        import pandas as pd

        nobody: tuple[Codes, list[object]] = (np.zeros(self.got.size, dtype=np.intp), [])
        codes, names = nobody if group is None else groups("group", group, self.got.size)
        count = max(1, len(names))

        def lines(sums: Floats) -> Floats:
            """A value for each group, and their sum for everybody."""
            return np.append(sums[: len(names)], sums.sum())

        people, before = fgt_sums(self.before, self.line, codes, count, self.people)
        _, after = fgt_sums(self.after, self.line, codes, count, self.people)
        served = np.bincount(codes, self.people * self.got, minlength=count).astype(np.float64)
        members = lines(people)
        columns: dict[str, object] = {
            "group": [*names, EVERYBODY],
            "population (share)": members / people.sum(),
            "served (share)": lines(served) / members,
        }
        for measure, was, now in zip(MEASURES, before, after, strict=True):
            name, unit = measure.split(" ", 1)
            columns[f"{name} before {unit}"] = lines(was) / members
            columns[f"{name} after {unit}"] = lines(now) / members
        return pd.DataFrame(columns)


EVERYBODY = "everybody"


def reach(
    fund: TargetingFund,
    spending: npt.ArrayLike,
    people: npt.ArrayLike,
    line: float,
    news: npt.ArrayLike | None = None,
) -> Reached:
    """Give the places of a fund to households, and measure poverty before and after.

    spending: of each household in the year, shape (n,), at least 0. people: its members, (n,),
    above 0. line: per head, above 0, in the unit of spending. news: how early a household tends to
    hear of things, (n,), above 0; with 2 it tends to be twice as early as with 1. Only "first come"
    asks for it; without it all hear alike, and first come is a lottery.
    Each household has its luck from the seed alone, so moving one rule changes that rule and
    nothing else. Raises ValueError when an input is outside its domain.
    """
    totals = amounts("spending", spending)
    members = _above_0("people", people, totals.size)
    earliness = np.ones(totals.size) if news is None else _above_0("news", news, totals.size)
    demand_above_0("line", line)
    demand("places", fund.places, 0, totals.size)
    before = totals / members
    poor = before < line
    luck, favour = np.random.Generator(np.random.PCG64(fund.seed)).random((2, totals.size))

    got = np.zeros(totals.size, dtype=np.bool_)
    rich = np.flatnonzero(~poor)
    leaked = min(rich.size, int(fund.places * fund.leakage + 0.5))
    got[rich[_first(favour[rich], leaked)]] = True
    rest = np.flatnonzero(~got)
    order = _order(fund, before, line, earliness, luck)
    got[rest[_first(order[rest], fund.places - leaked)]] = True

    after = (totals + fund.transfer * got) / members
    return Reached(fund, line, members, poor, got, before, after)


def _order(fund: TargetingFund, before: Floats, line: float, news: Floats, luck: Floats) -> Floats:
    """A number for each household: those with the smallest come first."""
    if fund.rule == "poorest first":
        return before
    if fund.rule == "just below the line":
        # Every gap below the line comes before every distance above it.
        return np.where(before < line, line - before, line + before)
    # Waiting times for a chance that comes at a steady rate: who has twice another's rate is
    # ahead of her two times out of three.
    wait: Floats = -np.log1p(-luck)
    if fund.rule == "first come":
        return wait / news
    if fund.rule == "self-selected":
        # A household that spends nothing never steps forward before one that spends something.
        rate = np.maximum(before / line, 1e-9) ** fund.pull
        return wait / rate
    return wait


def _first(order: Floats, count: int) -> npt.NDArray[np.intp]:
    return np.argsort(order, kind="stable")[:count]


def _above_0(name: str, values: npt.ArrayLike, rows: int) -> Floats:
    numbers = amounts(name, values)
    demand_rows(name, numbers.size, rows)
    if numbers.min() == 0:
        raise ValueError(f"{name} is 0 for some household, and must be above 0")
    return numbers


def _part(counted: Bools, of: Bools) -> float:
    everyone = int(of.sum())
    return int(counted.sum()) / everyone if everyone else 0.0
