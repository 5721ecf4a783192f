"""A worker from outside: a process that runs one notebook after the other, in a jail or without."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from solidarity.answers.wire import Ended, Late, Nonsense, receive, send
from solidarity.course import CourseProblem
from solidarity.run import python
from solidarity.run.left_out import run_without_killers
from solidarity.run.memory import fills_more, in_sockets
from solidarity.run.messages import Job, Setup, packed
from solidarity.run.runner import ERRORS, Limits, Question, Run
from solidarity.run.talk import Talk
from solidarity.run.wall import Wall

START_SECONDS = 60
_END_SECONDS = 10
_MODULE = ["-m", "solidarity.run"]


class Worker:
    """A process that has everything imported, and a child of it for each notebook.

    files: what lies beside every notebook, by name (data that the module releases).
    wall: what keeps learners' code from all else on this machine. None: it runs with all rights
    of whoever started it, which is for trusted work alone. All else is the same.
    warm: whether what exercises use is imported before the first cell.
    """

    def __init__(
        self,
        files: Mapping[str, bytes] | None = None,
        limits: Limits | None = None,
        *,
        wall: Wall | None,
        warm: bool = True,
    ) -> None:
        self._files, self._warm = dict(files or {}), warm
        self.limits = limits or Limits()
        self.wall = wall
        self._process: _Process | None = None

    def run(
        self,
        notebook: NotebookNode,
        questions: Mapping[int, Question],
        own: Mapping[str, bytes] | None = None,
        *,
        folder: Path | None = None,
    ) -> Run:
        """Run all cells from top to bottom and ask each question as things stood at its check.

        A cell that raises costs itself, one that does not end is interrupted. A cell that ends
        Python or cannot be interrupted is left out and the notebook is run again without it.
        own: files of this learner, in the place of those that the module releases. folder: where
        the cells run, if not in a folder of their own; behind a wall there is no other.
        Raises NoJail, or CourseProblem where Python does not start without a wall.
        """
        return run_without_killers(
            notebook,
            lambda run, left_out: self._run_once(run, questions, left_out, own or {}, folder),
            self.limits.restarts,
        )

    def close(self) -> None:
        """End the process and all that runs in it."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run_once(
        self,
        run: Run,
        questions: Mapping[int, Question],
        left_out: Mapping[int, str],
        own: Mapping[str, bytes],
        folder: Path | None,
    ) -> None:
        sources = [
            cell.source if cell.cell_type == "code" and place not in left_out else None
            for place, cell in enumerate(run.notebook.cells)
        ]
        with self._scratch() as scratch:
            job: Job = {
                "cells": sources,
                "left_out": {str(place): ERRORS[reason] for place, reason in left_out.items()},
                "checks": {str(place): (one.name, one.answer) for place, one in questions.items()},
                "files": packed(own),
                "scratch": scratch,
                "folder": str(folder or Path(scratch, "work")),
            }
            with self._submission(job) as line:
                talk = Talk(line, self.limits, self._fills_more)
                talk.read_outputs(run, sources)
                run.answers = talk.ask_all(list(questions.values()))

    @contextlib.contextmanager
    def _scratch(self) -> Iterator[str]:
        """A folder for one submission. In a jail it is named so there, and nobody else sees it."""
        if self.wall:
            yield self.wall.scratch
            return
        with tempfile.TemporaryDirectory(prefix="sse-work-", ignore_cleanup_errors=True) as folder:
            yield folder

    @contextlib.contextmanager
    def _submission(self, job: Job) -> Iterator[socket.socket]:
        process = self._living()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process.take(theirs)
            # Not through the worker: what it once read, every later child could find in its memory.
            send(ours, job, START_SECONDS)
            yield ours
        finally:
            ours.close()
            # A process without namespaces below it may have been changed by what ran beside it.
            alone = self.wall is not None and not self.wall.nested
            if alone or not process.ended_submission():
                self.close()

    def _living(self) -> _Process:
        """The process, a new one where there is none, or where something ended it meanwhile."""
        if self._process is not None and self._process.has_ended():
            self.close()
        if self._process is None:
            self._process = _Process(self._files, self.limits, self.wall, self._warm)
        return self._process

    def _fills_more(self, most: int) -> bool:
        return self._process is not None and self._process.fills_more(most)


class _Process:
    """The worker's process, and the line to it."""

    def __init__(
        self, files: Mapping[str, bytes], limits: Limits, wall: Wall | None, warm: bool
    ) -> None:
        self._wall, self._owner = wall, os.getpid()
        self._line, theirs = socket.socketpair()
        self._scratch = tempfile.mkdtemp(prefix="sse-worker-")
        with theirs:
            self._process = subprocess.Popen(
                wall.command(_MODULE, limits.scratch_bytes) if wall else python.command(_MODULE),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=None if wall else _environment(),
                # Ctrl-C in a terminal is for whoever started this, and not for the learner's cell.
                start_new_session=True,
            )
        setup: Setup = {
            "files": packed(files),
            "limits": dataclasses.asdict(limits),
            "scratch": wall.scratch if wall else self._scratch,
            "nested": wall.nested if wall else None,
            "warm": warm,
        }
        try:
            send(self._line, setup)
            receive(self._line, START_SECONDS)
        except (Ended, Late, Nonsense) as error:
            raise self._did_not_start(error) from None

    def has_ended(self) -> bool:
        """Whether something ended it while it had nothing to do."""
        return self._process.poll() is not None

    def take(self, own: socket.socket) -> None:
        """Start a submission, at the other end of this line."""
        socket.send_fds(self._line, [b"."], [own.fileno()])

    def ended_submission(self) -> bool:
        """End the present submission; False when the worker itself no longer answers."""
        try:
            send(self._line, {"end": True})
            return bool(receive(self._line, _END_SECONDS) == {"ended": 0})
        except (Ended, Late, Nonsense):
            return False

    def fills_more(self, most: int) -> bool:
        """Whether all that runs in the worker fills more bytes than this."""
        pid = self._process.pid
        # Without a wall the sockets to be seen are those of the whole machine.
        return fills_more(pid, most - in_sockets(pid) if self._wall else most)

    def close(self) -> None:
        self._line.close()
        if os.getpid() != self._owner:
            # A copy of the process that started it, which goes on with it.
            return
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _did_not_start(self, error: Exception) -> Exception:
        self._process.kill()
        said = self._process.communicate()[1].decode(errors="replace").strip()
        self.close()
        reason = said.splitlines()[-1] if said else type(error).__name__
        if self._wall:
            return self._wall.did_not_start(reason)
        return CourseProblem(f"Python does not start for this notebook ({reason}).")


def _environment() -> dict[str, str]:
    """This process's own, and what the same work needs to show the same."""
    modules = os.pathsep.join(
        filter(None, (python.ENVIRONMENT["PYTHONPATH"], os.environ.get("PYTHONPATH")))
    )
    own = {"PATH": python.path(os.environ.get("PATH", "")), "PYTHONPATH": modules}
    return {**os.environ, **python.ENVIRONMENT, **own}
