"""Measure a module: its corpus and its mutants, put through the grader in several processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from solidarity.measure.corpus import Entry, read_corpus
from solidarity.measure.figures import Figures, Seen, figures_of
from solidarity.measure.tried import Bench, Tried, bench_of
from solidarity.problem import Problem
from solidarity.run import processes
from solidarity.run.kept import kept_worker
from solidarity.run.runner import Limits

CORPUS = "tests/answers"


@dataclass(frozen=True)
class Measured:
    """What was said of each answer to the exercises of a module."""

    module: str
    seen: tuple[Seen, ...]

    def by_exercise(self) -> dict[str, Figures]:
        """The figures of each exercise that has answers in the corpus."""
        names = dict.fromkeys(one.entry.exercise for one in self.seen)
        return {
            name: figures_of([one for one in self.seen if one.entry.exercise == name])
            for name in names
        }


def corpus_of(root: Path, module: str) -> list[Entry]:
    """The answers to a module's exercises. Raises CorpusProblem, or Problem for none."""
    folder = root / CORPUS / module.split("-")[0]
    entries = read_corpus(folder)
    if not entries:
        raise Problem(
            f"There are no answers in {folder.relative_to(root)}: nothing can be measured."
        )
    return entries


def measure(root: Path, module: str, *, jobs: int | None = None) -> Measured:
    """Put every answer of the module's corpus through the grader. Raises Problem."""
    entries = corpus_of(root, module)
    bench = bench_of(root, module)
    _demand_known(bench, entries)
    return Measured(module, tuple(_tried(bench, entries, jobs or os.cpu_count() or 1)))


def _demand_known(bench: Bench, entries: Iterable[Entry]) -> None:
    for entry in entries:
        if entry.exercise not in bench.full:
            raise Problem(
                f"{entry.place}: {bench.module} has no exercise called {entry.exercise!r}."
            )


def _tried(bench: Bench, entries: list[Entry], jobs: int) -> Iterator[Seen]:
    with processes.pool(jobs, _begin, bench) as pool:
        futures = [
            processes.submit(pool, _try_here, entry.exercise, entry.code) for entry in entries
        ]
        for entry, future in zip(entries, futures, strict=True):
            yield Seen(entry, future.result())


_bench: Bench | None = None


def _begin(bench: Bench) -> None:
    global _bench
    _bench = bench


def _try_here(exercise: str, code: str) -> Tried:
    if _bench is None:
        raise RuntimeError("this process was not begun with a module")
    # The corpus is the course's own: nobody's work has to be kept from it.
    worker = kept_worker(_bench.files, Limits(), None)
    return _bench.try_out(exercise, code, worker.run)
