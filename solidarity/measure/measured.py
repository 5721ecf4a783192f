"""Measure a module: its corpus and its mutants, put through the grader in several processes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from solidarity.exercises.kinds.choice import right_letters
from solidarity.exercises.spec import Case
from solidarity.measure.corpus import KnownAnswer, read_corpus
from solidarity.measure.figures import Figures, Mutant, Seen, figures_of
from solidarity.measure.mutants import WANTED, mutants, other_choices
from solidarity.measure.seeds import BySeed, drawn_cases, marks_by_seed
from solidarity.measure.tried import Bench, bench_of
from solidarity.problem import Problem
from solidarity.run import processes
from solidarity.run.kept import kept_worker
from solidarity.run.runner import Limits, Runner

CORPUS = "tests/answers"

QUICK = Limits(cell_seconds=10, ask_seconds=4)
"""A mutant's loop may have no end."""

PATIENT = Limits(ask_seconds=600, total_seconds=3_600, answer_bytes=100_000_000)
"""For thousands of answers to one exercise."""

LIVE = 30
"""Mutants that are wrong, wanted of each solution; where fewer are, more are made."""

INPUTS = 2_000
"""A mutant that answers right for so many random inputs is another way to be right."""


@dataclass(frozen=True)
class Measured:
    """What was said of each answer to the exercises of a module, and of each mutant."""

    module: str
    answers: tuple[Seen, ...]
    mutants: tuple[Mutant, ...] = ()

    def by_exercise(self) -> dict[str, Figures]:
        """The figures of each exercise that has answers in the corpus."""
        names = dict.fromkeys(one.entry.exercise for one in self.answers)
        return {
            name: figures_of(
                [one for one in self.answers if one.entry.exercise == name],
                [one for one in self.mutants if one.exercise == name],
            )
            for name in names
        }


def corpus_of(root: Path, module: str) -> list[KnownAnswer]:
    """The answers to a module's exercises. Raises CorpusProblem, or Problem for none."""
    folder = root / CORPUS / module.split("-")[0]
    entries = read_corpus(folder)
    if not entries:
        raise Problem(
            f"There are no answers in {folder.relative_to(root)}: nothing can be measured."
        )
    return entries


def measure(
    root: Path, module: str, *, jobs: int | None = None, with_mutants: bool = True
) -> Measured:
    """Put every answer of the module's corpus through the grader. Raises Problem."""
    entries = corpus_of(root, module)
    bench = bench_of(root, module)
    _demand_known(bench, entries)
    names = [name for name in bench.full if with_mutants]
    with processes.pool(jobs or os.cpu_count() or 1, _begin, bench) as pool:
        # Mutants first: one that is as good as the solution takes longest to be known.
        made = {name: _mutants_of(bench, name, WANTED) for name in names}
        mutated = [processes.submit(pool, _try_mutant, n, code) for n in names for code in made[n]]
        answers = [processes.submit(pool, _try_answer, entry) for entry in entries]
        found = [future.result() for future in mutated]
        live = Counter(one.exercise for one in found if not one.equivalent)
        more = [
            processes.submit(pool, _try_mutant, name, code)
            for name in names
            if live[name] < LIVE
            for code in _mutants_of(bench, name, 2 * WANTED)
            if code not in made[name]
        ]
        found += [future.result() for future in more]
        return Measured(module, tuple(future.result() for future in answers), tuple(found))


def measure_seeds(root: Path, module: str, seeds: int, *, jobs: int | None = None) -> list[BySeed]:
    """The marks of every answer of the module's corpus with so many seeds. Raises Problem."""
    entries = corpus_of(root, module)
    bench = bench_of(root, module)
    _demand_known(bench, entries)
    names = [f"seed {number}" for number in range(seeds)]
    asked = {entry.exercise for entry in entries}
    drawn = {name: drawn_cases(bench.exercises[name], names) for name in asked}
    with processes.pool(jobs or os.cpu_count() or 1, _begin, bench) as pool:
        found = [
            processes.submit(pool, _try_seeds, entry, drawn[entry.exercise]) for entry in entries
        ]
        return [future.result() for future in found]


def _demand_known(bench: Bench, entries: Iterable[KnownAnswer]) -> None:
    for entry in entries:
        if entry.exercise not in bench.full:
            raise Problem(
                f"{entry.place}: {bench.module} has no exercise called {entry.exercise!r}."
            )


def _mutants_of(bench: Bench, name: str, wanted: int) -> list[str]:
    spec = bench.full[name]
    if spec.kind == "form":
        return []
    if spec.kind == "choice":
        return other_choices(name, right_letters(spec), list(spec.options))
    return mutants(bench.solutions[name], wanted)


_bench: Bench | None = None


def _begin(bench: Bench) -> None:
    global _bench
    _bench = bench


def _here(limits: Limits) -> tuple[Bench, Runner]:
    if _bench is None:
        raise RuntimeError("this process was not begun with a module")
    # The corpus is the course's own: nobody's work has to be kept from it.
    return _bench, kept_worker(_bench.files, limits, None).run


def _try_answer(entry: KnownAnswer) -> Seen:
    bench, run = _here(QUICK)
    return Seen(entry, bench.try_out(entry.exercise, entry.code, run))


def _try_seeds(entry: KnownAnswer, drawn: list[list[Case]]) -> BySeed:
    bench, run = _here(PATIENT)
    return marks_by_seed(bench, entry, drawn, run)


def _try_mutant(name: str, code: str) -> Mutant:
    bench, run = _here(QUICK)
    tried = bench.try_out(name, code, run)
    if tried.graded.score < tried.graded.points:
        return Mutant(name, code, tried, equivalent=False)
    _, patient = _here(PATIENT)
    return Mutant(name, code, tried, bench.agrees(name, code, patient, INPUTS))
