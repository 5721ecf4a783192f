"""Make the feedback pages of a class with nbgrader's own converter, several at one time.

A page is made in a process that ends with the grader and has so much time and memory. Where it
cannot be made there is a plain one in its place, and the others are as if nothing had happened.
"""

from __future__ import annotations

import errno
import functools
import logging
import math
import signal
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from solidarity import trouble
from solidarity.grade.class_run import load_config
from solidarity.grade.gradebook import patiently
from solidarity.grade.guard import demand_of_one, in_words
from solidarity.grade.plain_page import notebooks_with_marks, page_folder, write_plain_page
from solidarity.notebooks.files_beside import demand_folder, demand_writable
from solidarity.run import processes
from solidarity.trouble import Trouble, of_the_machine

if sys.platform != "win32":
    import resource

CPU_SECONDS = 30
"""For the pages of one learner; an honest one takes a second on a slow machine."""

WALL_SECONDS = 300
"""For what waits and does not work: another program has the gradebook, say."""

MEMORY = 2**30
"""Bytes that may be added to what a process has when it begins."""

MOST_BYTES = 50 * 2**20
"""Of one page."""

NOT_SHOWN = (
    "Your work was graded, and this page can show only your points: something in your notebook "
    "could not be put on a page. Ask your instructor if you would like to know more."
)
NOT_GRADED = (
    "Your work could not be graded this time. Your instructor has been told the reason. "
    "Ask your instructor what you can do."
)

_LOOK_EVERY = 1.0
"""Seconds between two looks at what should have ended."""

ALL = "*"

Job = tuple[str, str]
"""A learner and one of the notebooks, or ``ALL`` of them."""


@dataclass(frozen=True)
class PagesMade:
    """What became of a learner's pages. said: for whoever grades, what is not as it should be.

    missing: there is no page at all.
    """

    student: str
    said: tuple[str, ...] = ()
    missing: bool = False


def make_pages(
    root: Path, module: str, students: Sequence[str], jobs: int, failed: Sequence[str] = ()
) -> Iterator[PagesMade]:
    """Make each learner's pages anew, and give each learner back when they are made.

    failed: those who were not graded; their pages are plain.
    """
    folders = CourseDirectory(config=load_config(root))
    folders.assignment_id = module
    # Where no page at all can be written, it would be said for each learner.
    feedback = Path(folders.root, folders.feedback_directory)
    feedback.mkdir(exist_ok=True)
    demand_writable(feedback)
    for student in students:
        if student in failed:
            yield _plain(folders, root, student, NOT_GRADED)
    ways = (_way(folders, root, student) for student in students if student not in failed)
    yield from _side_by_side(ways, root, module, min(jobs, len(students)))


_Way = Generator[Job, str, PagesMade]
"""The way to one learner's pages: it gives a job, and takes why it was not done, "" if it was."""


def _way(folders: CourseDirectory, root: Path, student: str) -> _Way:
    """All pages together; where that fails each by itself, so that the others are not lost."""
    if not (yield student, ALL):
        return PagesMade(student)
    said: list[str] = []
    for notebook in _graded(folders, student):
        if reason := (yield student, notebook):
            made = _plain(folders, root, student, NOT_SHOWN, notebook)
            said += made.said or (f"The page {notebook}.html is plain, because {reason}.",)
            if made.missing:
                return made
    return PagesMade(student, tuple(said)) if said else PagesMade(student)


def _graded(folders: CourseDirectory, student: str) -> list[str]:
    kept = Path(folders.root, folders.autograded_directory, student, folders.assignment_id)
    return sorted(path.stem for path in kept.glob("*.ipynb")) or notebooks_with_marks(folders)


def _plain(
    folders: CourseDirectory, root: Path, student: str, said: str, notebook: str = ""
) -> PagesMade:
    try:
        for name in [notebook] if notebook else notebooks_with_marks(folders):
            write = functools.partial(write_plain_page, folders, root, student, name, [said])
            patiently(write, folders.db_url)
    except Exception as error:
        demand_of_one(error)
        return PagesMade(student, (f"There is no new page: {in_words(error)}.",), missing=True)
    return PagesMade(student)


# --- Side by side --------------------------------------------------------------------------------


def _side_by_side(ways: Iterator[_Way], root: Path, module: str, jobs: int) -> Iterator[PagesMade]:
    workers = [_Worker(root, module) for _ in range(jobs)]
    working: dict[_Worker, _Way] = {}

    def begin(worker: _Worker) -> None:
        way = next(ways, None)
        if way is None:
            working.pop(worker, None)
            return
        working[worker] = way
        worker.begin(next(way))

    try:
        for worker in workers:
            begin(worker)
        while working:
            wait([handle for worker in working for handle in worker.handles], _LOOK_EVERY)
            for worker, way in list(working.items()):
                reason = worker.result()
                if reason is None:
                    continue
                try:
                    worker.begin(way.send(reason))
                except StopIteration as end:
                    yield end.value
                    begin(worker)
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that makes pages; a new one takes its place when it fails at one."""

    def __init__(self, root: Path, module: str) -> None:
        self._arguments = (root, module)
        self._process: Any = None
        self._pipe: Any = None
        self._until = 0.0

    def begin(self, job: Job) -> None:
        """Give it something to do."""
        if self._process is None:
            context: Any = processes.context()
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, *self._arguments))
            self._process.start()
            theirs.close()
        self._until = time.monotonic() + WALL_SECONDS
        with suppress(BrokenPipeError):
            self._pipe.send(job)

    @property
    def handles(self) -> list[Any]:
        """What tells that something has happened."""
        return [self._pipe, self._process.sentinel]

    def result(self) -> str | None:
        """Why the job could not be done, "" if it was done; None while it goes on.

        Raises Trouble where that is no learner's fault.
        """
        if self._pipe.poll():
            with suppress(EOFError, OSError):
                reason = self._pipe.recv()
                if isinstance(reason, Trouble):
                    raise reason
                if reason:
                    self.end()
                return str(reason)
        if self._process.is_alive() and time.monotonic() < self._until:
            return None
        late = self._process.is_alive()
        code = self.end()
        if late:
            return f"making it did not end within {WALL_SECONDS} seconds"
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"making it took more than {CPU_SECONDS} seconds of computing"
        return f"the process that made it was ended ({code})"

    def end(self) -> int:
        """End the process, whatever it does; the code that it ended with."""
        if self._process is None:
            return 0
        # One that has ended already keeps its code.
        self._process.kill()
        self._process.join()
        code = int(self._process.exitcode or 0)
        self._pipe.close()
        self._process.close()
        self._process = None
        return code


# --- In the process that makes them --------------------------------------------------------------


def _work(pipe: Connection[str | Trouble, Job], root: Path, module: str) -> None:
    processes.end_with_the_grader()
    processes.pass_over_stops()
    config = load_config(root)
    _limit_memory()
    while True:
        student, notebook = pipe.recv()
        folders = CourseDirectory(config=config)
        folders.assignment_id, folders.student_id, folders.notebook_id = module, student, notebook
        place = page_folder(folders, student)
        _limit_time(CPU_SECONDS)
        try:
            _make(config, folders, place)
            reason: str | Trouble = ""
        except Exception as error:
            reason = _why(error, place)
        _limit_time(None)
        pipe.send(reason)


def _why(error: Exception, place: Path) -> str | Trouble:
    """Why a page could not be made; Trouble, in words, where that is no learner's fault."""
    # What a page needs beyond the limit of this process is no lack of the machine.
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return "making it needs more memory than there is for it"
    if of_the_machine(error):
        # On its way to the first process an error loses what it came from.
        return Trouble(trouble.in_words(error, place) or str(error))
    return f"making it stopped with {in_words(error)}"


def _limit_memory() -> None:
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MEMORY
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_time(seconds: float | None) -> None:
    """From now on so much computing; the kernel ends what takes more, in the midst of anything."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = hard if seconds is None else math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _make(config: Any, folders: CourseDirectory, place: Path) -> None:
    for folder in (place.parent, place):
        demand_folder(folder)
    maker = GenerateFeedback(coursedir=folders, config=config)
    errors = _Errors()
    maker.log = logging.Logger("solidarity.feedback")
    maker.log.addHandler(errors)
    maker.force = True
    patiently(lambda: _start(maker, errors), folders.db_url)
    for page in place.glob(f"{folders.notebook_id}.html"):
        if page.lstat().st_size > MOST_BYTES:
            page.unlink()
            raise ValueError(f"it would have more than {MOST_BYTES / 2**20:.0f} MB")


def _start(maker: Any, errors: _Errors) -> None:
    errors.first = None
    try:
        maker.start()
    except Exception as error:
        raise errors.first or error from None


class _Errors(logging.Handler):
    """nbgrader writes what has happened into its log, and raises another error."""

    first: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the error that is being told of."""
        self.first = self.first or sys.exc_info()[1]
