"""A disk that is full at any step stops the run in words; with room made, it ends as any other."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from grade.test_killed_and_mutated import LEARNERS, outcome, prepared
from helpers import PATIENCE
from submissions import MODULE
from typer.testing import CliRunner

from solidarity import files
from solidarity.cli import app

pytestmark = pytest.mark.jail

GRADE = ("grade", MODULE, "--jobs", "2", "--resume")


def told(course: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*(arguments or GRADE), "--root", str(course)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("disk") / "course")


@pytest.fixture(scope="module")
def expected(start: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run on a disk with room leaves."""
    course = shutil.copytree(start, tmp_path_factory.mktemp("room") / "course")
    assert told(course)[0] == 0
    return outcome(course)


# --- A real one ----------------------------------------------------------------------------------


@contextlib.contextmanager
def disk(place: Path, *options: str) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(["size=20m", *options]), "tmpfs", str(place)],
        capture_output=True,
        timeout=PATIENCE,
    )
    if mounted.returncode:
        pytest.skip("a disk of 20 MB can be made by root alone, on Linux")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True, timeout=PATIENCE)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a disk in memory")
def test_a_disk_of_20_mb_that_fills_at_any_step_loses_nothing(
    start: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    """From no room at all to room for everything; each time the rest is made afterwards."""
    met: set[str] = set()
    with disk(tmp_path / "disk") as place:
        for left in (0, 12, 150, 700, 1_000, 1_150, 1_300):
            course = shutil.copytree(start, place / "course")
            ballast = place / "ballast"
            free = shutil.disk_usage(place).free
            ballast.write_bytes(bytes(max(0, free - left * 1024)))
            code, words = told(course)
            if code:
                assert code == 2, words
                assert "The disk is full: " in words
                assert str(place) in words
                assert "nothing is lost" in words
                assert f"sse grade {MODULE}" in words
                met.add(_step(words))
            ballast.unlink()
            assert told(course)[0] == 0
            assert outcome(course) == expected
            shutil.rmtree(course)
    assert {"record", "notebooks", "pages"} <= met


def _step(words: str) -> str:
    """What could not be written."""
    named = words.partition("The disk is full: ")[2].partition(" could not be written")[0]
    for step, sign in {
        "gradebook": "gradebook.db",
        "pages": "feedback",
        "notebooks": ".sse",
        "record": ".json",
    }.items():
        if sign in named:
            return step
    return named


# --- Everywhere ----------------------------------------------------------------------------------


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def quota(*_: object, **__: object) -> None:
    raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))


def read_only(*_: object, **__: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def at_the_second(fails: Callable[..., None], real: Any) -> Any:
    """Goes wrong from the second time on: something was kept by then."""
    count = 0

    def instead(*args: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        return real(*args, **options) if count < 2 else fails()

    return instead


STEPS: dict[str, tuple[str, Any]] = {
    "record": ("solidarity.grade.run_record.write_whole", files.write_whole),
    "notebooks": ("pathlib.Path.write_bytes", Path.write_bytes),
    "files beside": ("shutil.copyfile", shutil.copyfile),
    "pages": ("nbconvert.writers.files.FilesWriter.write", None),
}
WAYS = [*((step, full) for step in STEPS), ("notebooks", quota), ("pages", read_only)]


@pytest.mark.parametrize(("step", "fails"), WAYS)
def test_what_cannot_be_written_at_a_step_is_told_and_made_afterwards(
    start: Path,
    expected: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fails: Callable[..., None],
) -> None:
    course = shutil.copytree(start, tmp_path / "course")
    target, real = STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(target, fails if real is None else at_the_second(fails, real))
        code, words = told(course)
    assert code == 2, words
    assert "could not be written" in words
    assert "nothing is lost" in words
    assert f"sse grade {MODULE}" in words
    assert told(course)[0] == 0
    assert outcome(course) == expected


# --- Other commands ------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_private_key_is_written_whole_or_not_at_all(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a key would stand in the way of every later statement."""
    course = shutil.copytree(start, tmp_path / "course")
    assert told(course)[0] == 0
    real = os.open

    def open_full(path: Any, flags: int, *rest: int) -> int:
        descriptor = real(path, flags, *rest)
        if str(path).endswith("private-key.pem") and flags & os.O_CREAT:
            os.dup2(real("/dev/full", os.O_WRONLY), descriptor)
        return descriptor

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", open_full)
        code, words = told(course, "statement")
    assert code == 2
    assert "The disk is full: " in words
    assert "private-key.pem" in words
    assert told(course, "statement")[0] == 0
    assert len(list((course / "statements").glob("*.json"))) == len(LEARNERS)


FOLDERS = ["autograded", "feedback", "gradebook.db", "."]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a disk that can only be read")
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_can_only_be_read_is_told(
    start: Path, expected: dict[str, Any], tmp_path: Path, name: str
) -> None:
    course = shutil.copytree(start, tmp_path / "course")
    for folder in ("autograded", "feedback"):
        (course / folder).mkdir(exist_ok=True)
    target = course / name
    with read_only_place(target):
        code, words = told(course)
        assert code == 2, words
        assert "can only be read" in words
        assert str(target) in words
        assert "nothing is lost" in words
        for command in (["start"], ["build"], ["statement"]) if name == "." else []:
            code, words = told(course, *command)
            assert code in (0, 1, 2)
            assert code == 0 or "can only be read" in words or "no grades" in words
    assert told(course)[0] == 0
    assert outcome(course) == expected


@contextlib.contextmanager
def read_only_place(place: Path) -> Iterator[None]:
    def mount(*arguments: str) -> int:
        command = ["mount", *arguments, str(place)]
        return subprocess.run(command, capture_output=True, timeout=PATIENCE).returncode

    if mount("--bind", str(place)):
        pytest.skip("a folder can be made one that is only read by root alone, on Linux")
    try:
        if mount("-o", "remount,ro,bind"):
            pytest.skip("this system does not make a folder one that is only read")
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True, timeout=PATIENCE)


@pytest.mark.parametrize("name", ["gradebook.db", "submitted", "autograded", "feedback"])
def test_what_nobody_gave_a_right_to_is_told(start: Path, tmp_path: Path, name: str) -> None:
    course = shutil.copytree(start, tmp_path / "course")
    for folder in ("autograded", "feedback"):
        (course / folder).mkdir(exist_ok=True)
    (course / name).chmod(0)
    try:
        if os.access(course / name, os.R_OK):
            pytest.skip("root may read all")
        code, words = told(course)
    finally:
        (course / name).chmod(0o700)
    assert code == 2
    assert "permissions" in words
    assert str(course / name) in words
