"""What the corpus says about the grader: counts, and how large the true share can still be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from statistics import NormalDist

from solidarity.measure.corpus import KnownAnswer
from solidarity.measure.tried import Tried

_Z = NormalDist().inv_cdf(0.95)


PLAIN = {
    *("error", "dots", "nothing", "print", "kind", "names", "size", "form", "not-judged", "letter"),
    *("one-round", "edges", "lacks", "unused", "right-for-one", "same"),
}
"""Sights that say no more than what anybody sees: they are true wherever they are told."""


@dataclass(frozen=True)
class Rate:
    """So many of so many."""

    count: int
    of: int

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.count + other.count, self.of + other.of)

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.count / self.of if self.of else 0.0

    @property
    def at_most(self) -> float:
        """Below this lies the true share, 95 times of 100 (Wilson's bound, one-sided).

        The corpus is no random sample of what learners write: see docs/fair-marks.md.
        """
        if not self.of:
            return 1.0
        middle = self.value + _Z**2 / (2 * self.of)
        width = _Z * math.sqrt(self.value * (1 - self.value) / self.of + _Z**2 / (4 * self.of**2))
        return (middle + width) / (1 + _Z**2 / self.of)


@dataclass(frozen=True)
class Seen:
    """One answer of the corpus with what was said of it."""

    entry: KnownAnswer
    tried: Tried

    @property
    def full(self) -> bool:
        """Did it earn all points?"""
        return self.tried.graded.score >= self.tried.graded.points

    @property
    def lost_points(self) -> bool:
        """A right answer that did not earn all."""
        return self.entry.deserves == "right" and not self.full

    @property
    def earned_all(self) -> bool:
        """Another than a right answer, with all points."""
        return self.entry.deserves != "right" and self.full

    @property
    def right_at_home_only(self) -> bool:
        """Called right beside the learner, and no points at grading."""
        return self.tried.home.status == "right" and self.tried.graded.score == 0

    @property
    def said(self) -> tuple[str, ...]:
        """What was named, beside the learner and at grading."""
        told = (one.mistake or one.seen for one in (self.tried.home, self.tried.graded))
        return tuple(dict.fromkeys(name for name in told if name))

    @property
    def offered(self) -> set[str]:
        """The same, with what was offered as the other thing that it may be."""
        return {*self.said, *(one.or_else for one in (self.tried.home, self.tried.graded))}

    @property
    def misnamed(self) -> bool:
        """Was anything named that is not true of it?"""
        claimed = set(self.said) - PLAIN
        true = set(self.entry.named)
        return self.entry.deserves == "wrong" and bool(claimed) and not true & self.offered

    @property
    def other_at_grading(self) -> bool:
        """Did the learner hear one mistake at home and another one when it came back?"""
        return len(self.said) > 1

    @property
    def only_general(self) -> bool:
        """Wrong, and told no more than that it differs."""
        return self.entry.deserves == "wrong" and not self.said


@dataclass(frozen=True)
class Mutant:
    """A program with a fault. ``equivalent``: it is right all the same, in another way."""

    exercise: str
    code: str
    tried: Tried
    equivalent: bool

    @property
    def alive(self) -> bool:
        """Did it earn all points?"""
        return not self.equivalent and self.tried.graded.score >= self.tried.graded.points

    @property
    def right_at_home_only(self) -> bool:
        """Called right beside the learner, and no points at grading."""
        return self.tried.home.status == "right" and self.tried.graded.score == 0


@dataclass(frozen=True)
class Figures:
    """The shares for an exercise, a module or the course."""

    lost_points: Rate
    earned_all: Rate
    right_at_home_only: Rate
    misnamed: Rate
    other_at_grading: Rate
    only_general: Rate
    alive: Rate
    mutants_at_home_only: Rate

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(self))
        )


def figures_of(answers: Sequence[Seen], mutants: Sequence[Mutant]) -> Figures:
    """Count what is to be counted."""
    right = [one for one in answers if one.entry.deserves == "right"]
    others = [one for one in answers if one.entry.deserves != "right"]
    wrong = [one for one in answers if one.entry.deserves == "wrong"]
    live = [one for one in mutants if not one.equivalent]
    return Figures(
        lost_points=_share(one.lost_points for one in right),
        earned_all=_share(one.earned_all for one in others),
        right_at_home_only=_share(one.right_at_home_only for one in answers),
        misnamed=_share(one.misnamed for one in wrong),
        other_at_grading=_share(one.other_at_grading for one in wrong),
        only_general=_share(one.only_general for one in wrong),
        alive=_share(one.alive for one in live),
        mutants_at_home_only=_share(one.right_at_home_only for one in live),
    )


def _share(hits: Iterable[bool]) -> Rate:
    listed = list(hits)
    return Rate(sum(listed), len(listed))
