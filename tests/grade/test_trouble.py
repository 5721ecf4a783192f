"""A problem of the machine is told in words; any other error keeps its traceback."""

from __future__ import annotations

import errno
import os
import pickle
import sqlite3
from pathlib import Path

import pytest
import typer
from nbgrader.api import InvalidEntry
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from solidarity import cli
from solidarity.files import lay_out, write_whole
from solidarity.grade.submission import Kit, Submission, grade_submission
from solidarity.notebooks import files_beside
from solidarity.notebooks.handed_in import files_handed_in
from solidarity.trouble import Trouble, at, in_words, is_locked, of_the_machine

PATH = "/course/autograded/ana/exercises.ipynb"

# The number, a word of what was seen, and one of what to do.
KNOWN = {
    errno.ENOSPC: ("full", "Make room"),
    errno.EDQUOT: ("quota", "more room"),
    errno.EROFS: ("can only be read", "Copy the whole folder"),
    errno.EACCES: ("permissions", "right to read and write"),
    errno.EPERM: ("permissions", "right to read and write"),
    errno.EMFILE: ("Too many files are open", "ulimit -n"),
    errno.ENFILE: ("too many files open", "Close other programs"),
    errno.ENOMEM: ("no memory left", "--jobs 1"),
    errno.EFBIG: ("larger than a file may be", "ulimit -f"),
    errno.EIO: ("network drive", "Make a copy"),
    errno.ESTALE: ("network drive", "Make a copy"),
    errno.ENOENT: ("is not there", "Put it back"),
    errno.ENOTDIR: ("a folder is wanted", "Move that file away"),
    errno.EISDIR: ("a file is wanted", "Move the folder away"),
    errno.EEXIST: ("a folder is wanted", "Move the file away"),
}


def error_of(number: int, *path: str) -> OSError:
    return OSError(number, os.strerror(number), *path)


@pytest.mark.parametrize("number", KNOWN, ids=errno.errorcode.get)
def test_a_known_problem_says_what_was_seen_where_and_what_to_do(number: int) -> None:
    words = in_words(error_of(number, PATH)) or ""
    seen, to_do = KNOWN[number]
    assert seen in words
    assert to_do in words
    assert PATH in words
    assert "Errno" not in words


def test_a_copy_that_fails_names_the_file_that_could_not_be_written() -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "/course/release/a", None, PATH)
    assert PATH in (in_words(error) or "")


def test_a_write_that_fails_names_its_file(tmp_path: Path) -> None:
    """A failing write knows only a number: whoever writes says where."""
    with pytest.raises(OSError, match="No space") as raised, at(tmp_path / "a"):
        raise error_of(errno.ENOSPC)
    assert str(tmp_path / "a") in (in_words(raised.value) or "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_files_that_are_written_whole_or_at_once_name_themselves(tmp_path: Path) -> None:
    (tmp_path / ".a.writing").symlink_to("/dev/full")
    (tmp_path / "b").symlink_to("/dev/full")
    for write in (
        lambda: write_whole(tmp_path / "a", b"x"),
        lambda: lay_out({"b": b"x"}, tmp_path),
    ):
        with pytest.raises(OSError, match="No space") as raised:
            write()
        assert str(tmp_path) in (in_words(raised.value) or "")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        FileNotFoundError(errno.ENOENT, "No such file or directory", "alembic"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        sqlite3.IntegrityError("UNIQUE constraint failed: student.id"),
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
    ],
    ids=repr,
)
def test_a_fault_of_ours_is_not_made_a_problem_of_the_machine(error: Exception) -> None:
    assert in_words(error) is None
    assert not of_the_machine(error)


def test_an_older_error_does_not_hide_a_fault_of_ours() -> None:
    fault = KeyError("a fault of ours")
    fault.__context__ = error_of(errno.ENOSPC, PATH)
    assert in_words(fault) is None


def test_a_full_gradebook_is_known_below_the_errors_that_stand_for_it() -> None:
    # As nbgrader does, from within its handling of the first.
    error = InvalidEntry("(sqlite3.OperationalError) database or disk is full")
    full = sqlite3.OperationalError("database or disk is full")
    error.__context__ = OperationalError("INSERT", {}, full)
    assert "The disk is full: /course/gradebook.db" in (
        in_words(error, "/course/gradebook.db") or ""
    )
    assert of_the_machine(error)


def test_a_problem_is_known_after_it_came_from_another_process(tmp_path: Path) -> None:
    book = sqlite3.connect(tmp_path / "a.db")
    book.execute("CREATE TABLE a (b)")
    book.execute("BEGIN EXCLUSIVE")
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}?timeout=0")
    with pytest.raises(OperationalError) as raised, engine.connect() as other:
        other.execute(text("INSERT INTO a VALUES (1)"))
    assert is_locked(pickle.loads(pickle.dumps(raised.value)))
    assert str(pickle.loads(pickle.dumps(Trouble("words")))) == "words"


# --- They cost no learner anything ---------------------------------------------------------------

MACHINE = [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM]


@pytest.mark.parametrize("number", MACHINE, ids=errno.errorcode.get)
def test_what_the_machine_is_short_of_stops_the_run_and_not_a_learner(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error_of(number)

    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "exercises.ipynb").write_text('{"cells": []}')
    cell = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    kit = Kit("m", {"exercises": cell}, {"exercises": cell}, {}, {})
    with monkeypatch.context() as patched:
        patched.setattr("solidarity.grade.submission._grade_notebook", fails)
        with pytest.raises(OSError, match="Errno"):
            grade_submission(kit, Submission("ana", {"exercises": cell.encode()}), fails)
    with monkeypatch.context() as patched:
        patched.setattr("solidarity.notebooks.handed_in.submitted_bytes", fails)
        with pytest.raises(OSError, match="Errno"):
            files_handed_in(tmp_path, ["exercises"], [])
    with monkeypatch.context() as patched:
        patched.setattr("os.scandir", fails)
        with pytest.raises(OSError, match="Errno"):
            list(files_beside.files_in(tmp_path, []))
    with monkeypatch.context() as patched:
        patched.setattr("shutil.copyfile", fails)
        with pytest.raises(OSError, match="Errno"):
            files_beside.copy_beside(tmp_path, tmp_path / "none", tmp_path / "new", [], [])
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.read_bytes", fails)
        with pytest.raises(OSError, match="Errno"):
            files_beside.own_files(tmp_path, ["notes.txt"])


# --- In every command ----------------------------------------------------------------------------


def commands() -> list[str]:
    return sorted(typer.main.get_group(cli.app).commands)


ARGUMENTS = {
    "grade": ["m04-savings-groups"],
    "return": ["m04-savings-groups"],
    "check": ["a.ipynb"],
    "verify": ["a.json"],
}


@pytest.mark.parametrize("command", commands())
def test_every_command_tells_a_full_disk_in_words(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise error_of(errno.ENOSPC, PATH)

    # The first that every command does, but for verify, which needs no course with a key given.
    monkeypatch.setattr("solidarity.cli.root.find_root", fails)
    monkeypatch.setattr("solidarity.report.statement.read", fails)
    told = CliRunner().invoke(cli.app, [command, *ARGUMENTS.get(command, [])])
    assert told.exit_code == 2
    assert f"The disk is full: {PATH}" in told.stderr
    assert "Traceback" not in told.output


def test_a_fault_of_ours_keeps_its_traceback_and_says_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("solidarity.cli.root.find_root", fails)
    told = CliRunner().invoke(cli.app, ["grade", "m04-savings-groups"])
    assert isinstance(told.exception, KeyError)
    assert "nothing was changed" in told.exception.__notes__[0]


def test_a_folder_that_was_removed_under_the_terminal_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    told = CliRunner().invoke(cli.app, ["progress"])
    assert told.exit_code == 2
    assert "was moved or deleted" in told.stderr
