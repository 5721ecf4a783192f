"""A Dask cluster on this machine whose workers share no folder with the course."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from helpers import PATIENCE, ROOT, wait_until


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own; ``folder`` is empty at first.

    Where a worker runs, ``hidden`` and the course of this repository are empty folders: they are
    covered, as on a machine that never had them. Workers have the package, the scheduler has not.
    """

    folder: Path
    hidden: Path
    deaths: int
    address: str = ""
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        told = self.folder / "scheduler.json"
        arguments = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter"]
        arguments += ["--scheduler-file", str(told)]
        env = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.deaths)}
        self._start("scheduler", ["scheduler", *arguments], self.without_the_course() | env)
        wait_until(lambda: self._found(told), otherwise=lambda: self.said("scheduler"))

    def _found(self, told: Path) -> bool:
        """Has the scheduler told its address yet?"""
        with contextlib.suppress(OSError, ValueError):
            self.address = json.loads(told.read_text())["address"]
        return bool(self.address)

    @contextlib.contextmanager
    def worker(
        self,
        name: str,
        *,
        nanny: bool = True,
        preload: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Iterator[None]:
        """A worker for a while; with a nanny it is started again when it ends."""
        arguments = ["--nthreads", "1", "--no-dashboard", "--name", name]
        arguments += ["--nanny" if nanny else "--no-nanny", "--memory-limit", "0"]
        if preload:
            arguments += ["--preload", str(preload)]
        self._start(name, ["worker", self.address, *arguments], env or {})
        try:
            yield
        finally:
            self.end(name)

    def client(self) -> Any:
        from distributed import Client

        return Client(self.address, timeout=PATIENCE)

    def without_the_course(self) -> dict[str, str]:
        """Variables for a process that finds no package of ours."""
        (self.folder / "none").mkdir(exist_ok=True)
        code = "import sys; sys.modules['solidarity'] = None"
        (self.folder / "none" / "sitecustomize.py").write_text(code)
        return {"PYTHONPATH": str(self.folder / "none")}

    def said(self, name: str) -> str:
        return (self.folder / name / "log").read_text()

    def end(self, name: str) -> None:
        """End a process and all that it started, at once."""
        if process := self._processes.pop(name, None):
            process.kill()
            process.wait()

    def _start(self, name: str, arguments: list[str], env: Mapping[str, str]) -> None:
        own = self.folder / name
        own.mkdir()
        covered = [self.hidden, *(ROOT / part for part in ("course", "source", "release"))]
        # A process namespace of its own ends with its first process: nothing is left over.
        command = [
            str(shutil.which("bwrap")),
            "--dev-bind",
            "/",
            "/",
            "--unshare-pid",
            "--proc",
            "/proc",
        ]
        command += ["--die-with-parent", "--chdir", str(own)]
        for path in covered:
            command += ["--tmpfs", str(path)]
        command += [sys.executable, "-m", "dask", *arguments]
        with (own / "log").open("wb") as log:
            self._processes[name] = self._popen(command, own, env, log)

    def _popen(
        self, command: list[str], own: Path, env: Mapping[str, str], log: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        # Not the working folder of the tests, nor what lies beside it, by any variable.
        kept = {"PATH": os.environ["PATH"], "HOME": str(own), "TMPDIR": str(own)}
        return subprocess.Popen(command, cwd=own, env={**kept, **env}, stdout=log, stderr=log)


@contextlib.contextmanager
def cluster(folder: Path, hidden: Path, *, deaths: int = 3) -> Iterator[Cluster]:
    """deaths: how many workers a submission may end and be tried again by Dask itself."""
    folder.mkdir()
    started = Cluster(folder, hidden, deaths)
    try:
        started.start()
        yield started
    finally:
        started.end("scheduler")
