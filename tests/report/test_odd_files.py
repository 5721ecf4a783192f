"""Odd files in a learner's folder and beside a course: nobody waits for them, and words say so."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import programs
import pytest
from helpers import copy_course

MODULE = "m04-savings-groups"

DO = """
import json, os, resource, sys
from pathlib import Path
from typer.testing import CliRunner
from solidarity.check.remember import remember, remembered
from solidarity.exercises.spec import ChecksProblem, load
from solidarity.cli import app
resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
root, module = sys.argv[1:]
work = Path(root) / "my-work" / module
os.chdir(root)
told = [CliRunner().invoke(app, [one]) for one in ("progress", "start")]
remember(work, "share_value", "a", "b")
try:
    checks = f"{len(load(work))} checks"
except ChecksProblem as problem:
    checks = str(problem)
answers = [[one.exit_code, repr(one.exception), one.output] for one in told]
print(json.dumps([*answers, checks, len(remembered(work))]))
"""


def pipe(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").touch()


def huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 2**40)


def to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def saying(text: str | bytes) -> Callable[[Path], None]:
    data = text.encode() if isinstance(text, str) else text
    return lambda path: path.write_bytes(data) and None


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": pipe,
    "zeros": zeros,
    "folder": folder,
    "huge": huge,
    "to itself": to_itself,
    "nothing in it": saying(""),
    "a list": saying("[]"),
    "a text": saying('"a"'),
    "null": saying("null"),
    "deep": saying("[" * 100_000),
    "deep in a name": saying('{"cells": ' + "[" * 100_000),
    "a long number": saying('{"cells": ' + "9" * 10_000 + "}"),
    "wrong parts": saying('{"cells": [1, {"source": 3, "outputs": [null, {"data": 1}]}]}'),
    "wrong notes": saying('{"a": 1, "b": {"cell": {}, "answer": []}, "c": null}'),
    "no text": saying(b"\xff\xfe\x00"),
}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_course(tmp_path_factory.mktemp("odd") / "course")
    command = [sys.executable, "-m", "solidarity", "start", "--root", str(root)]
    assert programs.run(command, cwd=root).returncode == 0
    return root


def done_with(root: Path) -> Any:
    told = programs.run([sys.executable, "-c", DO, str(root), MODULE], cwd=root)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def plain_words(answer: list[Any]) -> bool:
    """Whether a command ended by itself, and said something where not all went well."""
    code, error, text = answer
    return error in ("None", f"SystemExit({code})") and code in (0, 1, 2) and bool(text)


@pytest.mark.parametrize("odd", ODD)
def test_whatever_lies_in_a_learners_folder_every_command_ends_in_words(
    given: Path, tmp_path: Path, odd: str
) -> None:
    """In the place of the notebook, of the notes on progress and of the examples, all at once."""
    root = tmp_path / "course"
    shutil.copytree(given, root, symlinks=True)
    for name in ("exercises.ipynb", ".progress.json", "checks.json"):
        path = root / "my-work" / MODULE / name
        path.unlink()
        ODD[odd](path)
    progress, start, checks, notes = done_with(root)
    assert plain_words(progress)
    assert plain_words(start)
    assert notes in (0, 1)
    if start[0] == 0:
        # The examples are the course's own, and laid out anew.
        assert checks.endswith(" checks")
    else:
        assert "not complete" in start[2]
        assert "checks.json" in checks
    kept = root / "my-work" / MODULE / "exercises.ipynb"
    assert os.path.lexists(kept)
    if odd == "folder":
        assert (kept / "mine.txt").exists()


def test_work_that_cannot_be_written_is_told(given: Path, tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(given, root, symlinks=True)
    shutil.rmtree(root / "my-work")
    (root / "my-work").write_text("mine")
    command = [sys.executable, "-m", "solidarity", "start", "--root", str(root)]
    told = programs.run(command, cwd=root)
    assert told.returncode == 2
    assert "my-work" in told.stderr
    assert "not complete" in told.stderr
    assert "Traceback" not in told.stderr
    assert (root / "my-work").read_text() == "mine"
