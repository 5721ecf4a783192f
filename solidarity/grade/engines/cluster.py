"""Grade on a Dask cluster. Its workers need this package and bubblewrap, and no shared files.

The scheduler keeps every submission until its result has come, and the kit too: whatever is lost
with a worker is made again on another one. Grading changes nothing outside, so that is safe.
Workers are trusted, as this machine is; learners' code runs in a jail on the worker.
"""

from __future__ import annotations

import contextlib
import operator
import pickle
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from solidarity.course import CourseProblem
from solidarity.grade.engines.same_versions import differences, made_with
from solidarity.grade.engines.this_machine import AHEAD, ENDED, Engine, grade_here
from solidarity.grade.submission import Graded, Kit, Submission, not_graded
from solidarity.run.jail.bubblewrap import NoJail

_CONNECT = 10.0
_LOOK_EVERY = 2.0
_KEPT = "What was graded so far is kept: go on with sse grade --resume."
_LOST = f"The cluster was lost. {_KEPT}"


def dask(address: str, *, patience: float = 180) -> Engine:
    """A cluster by the address of its scheduler, as ``tcp://10.0.0.7:8786``.

    patience: seconds to wait while there is no worker at all; some clusters start them on demand.
    Raises CourseProblem when there is no such cluster, when it is lost, or when a worker has other
    versions than this machine; NoJail when a worker has no jail.
    """

    def run(kit: Kit, submissions: Iterable[Submission]) -> Generator[Graded, None, None]:
        with _connected(address) as client:
            # As a task and not as data: what is lost with a worker is made again, data is not.
            # As bytes, so that the scheduler needs nothing of ours.
            there = client.submit(pickle.loads, pickle.dumps(There(kit, dict(made_with()))))
            yield from _Work(client, kit, there, patience).results(submissions)

    return run


@dataclass(frozen=True)
class There:
    """Grades on a worker, where ``wanted`` names the versions that it must have."""

    kit: Kit
    wanted: Mapping[str, str]

    def __call__(self, submission: bytes) -> Graded:
        """The result for a pickled submission. Raises CourseProblem where marks could differ."""
        if different := differences(self.wanted):
            raise CourseProblem(
                f"a worker has {different}. "
                "Install the same requirements-teach.lock and the same course on every worker"
            )
        return grade_here(self.kit, pickle.loads(submission))


@dataclass
class _Work:
    """Submissions on their way through the cluster, only as many at one time as it has room for."""

    client: Any
    kit: Kit
    there: Any
    patience: float
    pending: dict[Any, Submission] = field(default_factory=dict)

    def results(self, submissions: Iterable[Submission]) -> Iterator[Graded]:
        waiting = iter(submissions)
        suspects: list[Submission] = []
        while True:
            # Asked anew each time: a cluster may grow and shrink.
            room = max(1, self._threads()) * AHEAD
            while len(self.pending) < room and (one := next(waiting, None)):
                self._send(one)
            if not self.pending:
                break
            for graded, one in self._done():
                if graded is None:
                    suspects.append(one)
                else:
                    yield graded
        # Whoever only waited at a worker that another one ended is blamed too: now one by one.
        for one in suspects:
            self._send(one)
            ((graded, _),) = self._done()
            yield graded or not_graded(self.kit, one.student, ENDED)

    def _threads(self) -> int:
        try:
            return sum(self.client.nthreads().values())
        except (OSError, ValueError):
            raise CourseProblem(_LOST) from None

    def _send(self, one: Submission) -> None:
        future = self.client.submit(operator.call, self.there, pickle.dumps(one), pure=False)
        self.pending[future] = one

    def _done(self) -> list[tuple[Graded | None, Submission]]:
        """What has come by now, at least one; nothing for one whose workers were ended."""
        from distributed import CancelledError, KilledWorker, wait

        alone_since = time.monotonic()
        while True:
            try:
                done = wait(list(self.pending), _LOOK_EVERY, "FIRST_COMPLETED").done
                break
            except CancelledError:
                raise CourseProblem(_LOST) from None
            except TimeoutError:
                pass
            if self._threads():
                alone_since = time.monotonic()
            elif time.monotonic() - alone_since > self.patience:
                raise CourseProblem(
                    f"The cluster has had no worker for {self.patience:.0f} seconds. {_KEPT}"
                )
        results: list[tuple[Graded | None, Submission]] = []
        for future in done:
            one = self.pending.pop(future)
            try:
                results.append((_result(future), one))
            except KilledWorker:
                results.append((None, one))
            # What is not wanted any more must not stay in the memory of the cluster.
            future.release()
        return results


def _result(future: Any) -> Graded:
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError

    try:
        graded: Graded = future.result()
        return graded
    except (NoJail, KilledWorker):
        raise
    except (CancelledError, CommClosedError):
        raise CourseProblem(_LOST) from None
    except CourseProblem as problem:
        raise CourseProblem(f"The cluster cannot grade: {problem}.") from None
    except Exception as error:
        raise CourseProblem(
            f"The cluster cannot grade: {type(error).__name__}: {error}. "
            "Do all workers have this package, in the same version?"
        ) from None


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        import dask as settings
        from distributed import Client
    except ImportError:
        raise CourseProblem(
            "Grading on a cluster needs Dask. Run: pip install 'solidarity-course[grade,cluster]'"
        ) from None
    # A notebook with many pictures is large, and there is no other way for it to travel.
    with settings.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
        try:
            client = Client(address, timeout=_CONNECT)
        except (OSError, ValueError) as error:
            raise CourseProblem(
                f"There is no Dask scheduler at {address!r} ({error}). "
                "Its address looks like tcp://10.0.0.7:8786; the scheduler says it when it starts."
            ) from None
        with client:
            yield client
