"""Does a mark depend on the seed of the hidden inputs? The same answers, graded with many seeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.findings import find
from solidarity.exercises.scoring import score_of
from solidarity.exercises.spec import Case
from solidarity.grade.verdicts import questions_of
from solidarity.measure.corpus import KnownAnswer
from solidarity.measure.tried import Bench
from solidarity.run.runner import Runner


@dataclass(frozen=True)
class BySeed:
    """The marks of one answer, and how many seeds gave each."""

    answer: KnownAnswer
    marks: Mapping[float, int]

    @property
    def depends(self) -> bool:
        """Is the mark another one with another seed?"""
        return len(self.marks) > 1


def drawn_cases(exercise: Exercise, seeds: Iterable[str]) -> list[list[Case]]:
    """The drawn cases of each seed: the same for every answer to the exercise.

    They are without what mistakes would give, which takes most of the time and earns no point.
    """
    bare = replace(exercise, mistakes={})
    return [[case for case in bare.hidden_cases(seed) if case.place == "drawn"] for seed in seeds]


def marks_by_seed(
    bench: Bench, answer: KnownAnswer, drawn: Sequence[Sequence[Case]], run: Runner
) -> BySeed:
    """Grade one answer with the cases of each seed, all in one run of its notebook.

    An answer that an example refuses has no points, whatever the seed: it is not asked again.
    """
    home = bench.try_out(answer.exercise, answer.code, run).home
    if home.status != "right":
        return BySeed(answer, {0.0: len(drawn)})
    spec = bench.full[answer.exercise]
    known = [case for case in spec.cases if case.place != "drawn"]
    every = replace(spec, cases=[*known, *(case for cases in drawn for case in cases)])
    notebook = bench.notebook_with(answer.exercise, answer.code)
    given = run(notebook, questions_of(notebook, {spec.name: every}), {}).answers[spec.name]
    found = [find(every, case, one) for case, one in zip(every.cases, given, strict=True)]
    fixed, left = found[: len(known)], found[len(known) :]
    marks: dict[float, int] = {}
    for cases in drawn:
        own, left = left[: len(cases)], left[len(cases) :]
        mark = score_of(spec, [*fixed, *own])
        marks[mark] = marks.get(mark, 0) + 1
    return BySeed(answer, marks)
