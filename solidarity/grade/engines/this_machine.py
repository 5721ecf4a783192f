"""Where submissions are graded: in processes of this machine (``cluster`` has another engine).

An engine is a generator: it takes submissions one by one as it has room for them, and gives back
results as they come. So the memory in use does not grow with the class.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool

from solidarity.grade.submission import Graded, Kit, Submission, grade_submission, not_graded
from solidarity.run import processes
from solidarity.run.jail.bubblewrap import Bubblewrap
from solidarity.run.jail.probe import wall_here, works_nested
from solidarity.run.trusted import run_trusted

Engine = Callable[[Kit, Iterable[Submission]], Generator[Graded, None, None]]

AHEAD = 3
"""Submissions that wait at each worker, so that none has to wait for the next."""

_TRIES = 3

ENDED = "The grading process was ended."
"""Said of a submission that takes every process with it."""


def grade_here(kit: Kit, submission: Submission, *, nested: bool | None = None) -> Graded:
    """Grade in this process, with a jail that is kept for the next submission.

    nested: the kind of jail that is known to hold on this machine; None tries which one does.
    """
    from solidarity.run.kept import kept_worker

    wall = wall_here() if nested is None else Bubblewrap(nested)
    return grade_submission(kit, submission, kept_worker(kit.files, kit.limits, wall).run)


def grade_trusted(kit: Kit, submission: Submission) -> Graded:
    """Grade without a jail, with all the rights of whoever grades."""
    return grade_submission(
        kit,
        submission,
        lambda notebook, questions, own: run_trusted(
            notebook, questions, kit.files, kit.limits, own=own
        ),
    )


def local(jobs: int, *, trusted: bool = False) -> Engine:
    """So many processes of this machine, each with a jail of its own."""

    def run(kit: Kit, submissions: Iterable[Submission]) -> Generator[Graded, None, None]:
        grade = _grade_trusted_in_worker if trusted else _grade_in_worker
        # Tried once, here: each process would need another second for it.
        nested = None if trusted else works_nested()
        waiting = iter(submissions)
        tries: dict[str, int] = {}
        again: list[Submission] = []
        while True:
            pending: dict[Future[Graded], Submission] = {}
            try:
                with processes.pool(jobs, _begin_worker, kit, nested) as pool:
                    while True:
                        while len(pending) < jobs * AHEAD:
                            one = again.pop() if again else next(waiting, None)
                            if one is None:
                                break
                            pending[processes.submit(pool, grade, one)] = one
                        if not pending:
                            return
                        done, _ = wait(pending, return_when=FIRST_COMPLETED)
                        for future in done:
                            yield future.result()
                            del pending[future]
            except BrokenProcessPool:
                # Somebody ended one of our processes. Whoever was in it is tried again.
                for one in pending.values():
                    tries[one.student] = tries.get(one.student, 0) + 1
                    if tries[one.student] < _TRIES:
                        again.append(one)
                    else:
                        yield not_graded(kit, one.student, ENDED)

    return run


_kit: Kit | None = None
_nested: bool | None = None


def _begin_worker(kit: Kit, nested: bool | None) -> None:
    global _kit, _nested
    _kit, _nested = kit, nested


def _grade_in_worker(submission: Submission) -> Graded:
    assert _kit is not None
    return grade_here(_kit, submission, nested=_nested)


def _grade_trusted_in_worker(submission: Submission) -> Graded:
    assert _kit is not None
    return grade_trusted(_kit, submission)
