"""Somebody else's notebook: what ``sse check`` and ``sse export`` say and ask before it runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from helpers import PATIENCE, copy_course
from report.capstones import PLAN, cell_of, saved, small_course, worked
from submissions import solved

from solidarity.run.whose import is_own

M04, M10 = "m04-savings-groups", "m10-long-path"
WITHOUT_A_JAIL = {**os.environ, "PATH": str(Path(sys.executable).parent)}
NOISE = ("IPKernelApp", "WARNING", "encryption", "Traceback", "Warning")


@dataclass
class Told:
    """How a command ended, what it gave and what it said, and whether the notebook's cells ran."""

    code: int
    out: str
    err: str
    ran: bool


def sse(root: Path, *arguments: object, env: dict[str, str] | None = None, typed: str = "") -> Told:
    """The command in a process of its own; typed: what is answered at a terminal, if there is one.

    At the terminal nobody waits for ever either: the process that reads from it has the one limit.
    """
    marker = root.parent / "the-cells-ran"
    marker.unlink(missing_ok=True)
    command = [sys.executable, "-m", "solidarity", *map(str, arguments), "--root", str(root)]
    if typed:
        command = [sys.executable, "-c", AT_A_TERMINAL, json.dumps([command, typed])]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=env or WITHOUT_A_JAIL,
        cwd=root,
        timeout=PATIENCE,
    )
    return Told(done.returncode, done.stdout, done.stderr, marker.exists())


AT_A_TERMINAL = """
import json, os, pty, sys
command, typed = json.loads(sys.argv[1])
out = os.dup(1)
child, terminal = pty.fork()
if child == 0:
    os.dup2(out, 1)
    os.execv(command[0], command)
said = b""
try:
    while piece := os.read(terminal, 65536):
        os.write(2, piece)
        before, said = said, said + piece
        if b"[y/N]" in said and b"[y/N]" not in before:
            os.write(terminal, typed.encode())
except OSError:
    # The other side has ended.
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the learner's copies, and a notebook that leaves a mark where it runs."""
    root = copy_course(tmp_path_factory.mktemp("whose") / "course")
    assert sse(root, "start").code == 0
    notebook = solved()
    mark = f"open({str(root.parent / 'the-cells-ran')!r}, 'w').close()"
    noise = "import os, sys\nos.write(2, b'Warning')\nprint('Warning', file=sys.__stderr__)"
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in (mark, noise)]
    nbformat.write(notebook, root / "my-work" / M04 / "exercises.ipynb")
    nbformat.write(notebook, root / "my-work" / M04 / "exercises-ben.ipynb")
    nbformat.write(notebook, root.parent / "download.ipynb")
    return root


@pytest.fixture(scope="module")
def download(root: Path) -> Path:
    return root.parent / "download.ipynb"


# --- No jail --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["download", "beside"])
def test_where_nobody_answers_a_strangers_notebook_is_not_run(
    root: Path, download: Path, place: str
) -> None:
    path = download if place == "download" else root / "my-work" / M04 / "exercises-ben.ipynb"
    told = sse(root, "check", path, "--json")
    assert (told.code, told.out, told.ran) == (2, "", False)
    assert "somebody else may have written" in told.err
    assert "all your rights" in told.err
    assert "--trust" in told.err


def test_one_answer_is_enough_and_the_json_stays_whole(root: Path, download: Path) -> None:
    told = sse(root, "check", download, "--json", typed="y\n")
    assert told.ran
    assert told.err.count("[y/N]") == 1
    assert json.loads(told.out)["score"] == 18
    assert not any(word in told.err for word in NOISE)


@pytest.mark.parametrize("typed", ["n\n", "\n", "\x03", "\x04"], ids=ascii)
def test_any_other_answer_means_no(root: Path, download: Path, typed: str) -> None:
    told = sse(root, "check", download, typed=typed)
    assert (told.code, told.out, told.ran) == (2, "", False)
    assert "Nothing was run." in told.err


def test_who_says_so_is_not_asked(root: Path, download: Path) -> None:
    told = sse(root, "check", download, "--trust", "--json")
    assert told.ran
    assert json.loads(told.out)["score"] == 18
    assert "You trust it" in told.err
    assert not any(word in told.err for word in NOISE)


def test_ones_own_copy_runs_with_one_sentence_and_no_noise_of_the_kernel(root: Path) -> None:
    told = sse(root, "check", root / "my-work" / M04 / "exercises.ipynb")
    assert (told.code, told.ran) == (0, True)
    assert told.err.splitlines() == [
        "No jail is possible here, so your notebook runs with all your rights, as in JupyterLab."
    ]
    assert "Together: 18 of 18 points." in told.out
    assert not any(word in told.out for word in NOISE)


def test_where_python_does_not_start_it_is_said_why(root: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if any(one == 'solidarity.run' for one in sys.orig_argv):\n"
        "    sys.exit('no Python today')\n"
    )
    env = {**WITHOUT_A_JAIL, "PYTHONPATH": str(tmp_path)}
    told = sse(root, "check", root / "my-work" / M04 / "exercises.ipynb", env=env)
    assert (told.code, told.out, told.ran) == (2, "", False)
    assert "Python does not start" in told.err
    assert "no Python today" in told.err
    assert "Traceback" not in told.err


# --- A jail ---------------------------------------------------------------------------------------


@pytest.mark.jail
def test_in_a_jail_it_is_said_and_nothing_is_asked(root: Path, download: Path) -> None:
    told = sse(root, "check", download, "--json", env=dict(os.environ))
    assert not told.ran
    assert json.loads(told.out)["score"] == 18
    assert "somebody else may have written" in told.err
    assert "in a jail" in told.err
    own = sse(root, "check", root / "my-work" / M04 / "exercises.ipynb", env=dict(os.environ))
    assert (own.code, own.err, own.ran) == (0, "", False)


# --- The plan -------------------------------------------------------------------------------------


def test_a_strangers_plan_is_asked_about_only_where_it_must_be_run(tmp_path: Path) -> None:
    root = small_course(tmp_path / "course")
    mark = f"open({str(tmp_path / 'the-cells-ran')!r}, 'w').close()\n"
    computed = worked(mark + PLAN + "plan = list(plan)\n")
    path = saved(computed, tmp_path / "download")
    told = sse(root, "export", path)
    assert (told.code, told.out, told.ran) == (2, "", False)
    assert "--trust" in told.err
    assert not (path.parent / "plan.html").exists()
    told = sse(root, "export", path, "--trust")
    assert (told.code, told.ran) == (0, True)
    assert not any(word in told.err for word in NOISE)
    own = saved(computed, root / "my-work" / M10)
    told = sse(root, "export")
    assert (told.code, told.ran) == (0, True)
    assert len(told.err.splitlines()) == 1
    cell_of(computed, "plan-steps")["source"] = cell_of(worked(), "plan-steps")["source"]
    told = sse(root, "export", saved(computed, tmp_path / "literal"))
    assert (told.code, told.err, told.ran) == (0, "", False)
    assert own.exists()


# --- Whose it is ----------------------------------------------------------------------------------


def test_own_are_the_copies_that_were_laid_out_and_no_others(
    root: Path, download: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = root / "my-work"
    own = work / M04 / "exercises.ipynb"
    assert is_own(root, own)
    assert is_own(root, work / M04 / "reading.ipynb")
    assert not is_own(root, work / M04 / "exercises-ben.ipynb")
    assert not is_own(root, root / "release" / M04 / "exercises.ipynb")
    assert not is_own(root, root / "submitted" / "ben" / M04 / "exercises.ipynb")
    assert not is_own(root, work / "exercises.ipynb")
    assert not is_own(root, work / ".." / "submitted" / M04 / "exercises.ipynb")
    assert not is_own(root, work / M04 / "gone.ipynb")
    monkeypatch.chdir(work / M04)
    assert is_own(root, Path("exercises.ipynb"))
    assert is_own(root, Path("../") / M04 / "exercises.ipynb")
    # A link leads elsewhere.
    (work / "m05-credit" / "exercises.ipynb").unlink()
    (work / "m05-credit" / "exercises.ipynb").symlink_to(download)
    assert not is_own(root, work / "m05-credit" / "exercises.ipynb")
    # So does a folder that is one.
    (work / "m99").symlink_to(work / M04)
    assert not is_own(root, work / "m99" / "exercises.ipynb")
    # And so does what stands behind a link, though its words lead back here.
    (root.parent / "others" / "pictures").mkdir(parents=True)
    (root.parent / "others" / M04).mkdir()
    shutil.copy(download, root.parent / "others" / M04 / "exercises.ipynb")
    (work / "pictures").symlink_to(root.parent / "others" / "pictures")
    assert not is_own(root, work / "pictures" / ".." / M04 / "exercises.ipynb")
    # A folder of a friend that was unpacked here.
    (work / "m04-savings-groups (1)").mkdir()
    shutil.copy(download, work / "m04-savings-groups (1)" / "exercises.ipynb")
    assert not is_own(root, work / "m04-savings-groups (1)" / "exercises.ipynb")
    # Another user's file is theirs, wherever it lies.
    monkeypatch.setattr(os, "getuid", lambda: own.stat().st_uid + 1)
    assert not is_own(root, own)
