"""What works in an ordinary kernel works here: it would cost the answer its points."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from attacks.conftest import skip_without
from ways_to_run import Way, each_way

from solidarity.answers.answer import Given
from solidarity.answers.kinds.number import NumberValue
from solidarity.run.jail.probe import wall_here
from solidarity.run.runner import Limits, Question, Run
from solidarity.run.worker import Worker
from solidarity.slips.errors import CodeError, in_words

LIMITS = Limits(cell_seconds=20, ask_seconds=5, total_seconds=60)

WORKS = {
    "a folder of her own": """
        import os
        os.makedirs("mine"); os.chdir("mine")
        open("five.txt", "w").write("5")
        def right(): return int(open("five.txt").read())
    """,
    "a folder elsewhere": """
        import os, tempfile
        os.chdir(tempfile.mkdtemp())
        open("five.txt", "w").write("5")
        def right(): return int(open("five.txt").read())
    """,
    "an empty folder to write to": """
        import os
        os.makedirs("out")
        def right(): return open("out/five.txt", "w").write("five!")
    """,
    "a link": """
        import os
        open("five.txt", "w").write("5")
        os.symlink("five.txt", "latest.txt")
        def right(): return int(open("latest.txt").read())
    """,
    "a program that may be run": """
        import os, subprocess
        open("five.sh", "w").write("#!/bin/sh\\nexit 5\\n")
        os.chmod("five.sh", 0o755)
        def right(): return subprocess.run(["./five.sh"]).returncode
    """,
    "a stream that was kept": """
        import sys
        out = sys.stdout
        print("begins", file=out)
        --
        print("goes on", file=out)
        def right():
            print("and on", file=out)
            return 5
    """,
    "a stream that was closed": """
        import sys
        sys.stdout.close()
        --
        print("again")
        def right(): return 5
    """,
    "a stream for another program": """
        import faulthandler, subprocess, sys
        faulthandler.enable()
        subprocess.run(["true"], stdout=sys.stdout, stderr=sys.stderr)
        def right(): return 5
    """,
    "lines for the page": """
        %autosave 60
        %clear
        def right(): return 5
    """,
    "the name of the person": """
        import getpass
        print("This is the work of", getpass.getuser())
        def right(): return 5
    """,
    "many processes": """
        import subprocess
        started = [subprocess.Popen(["sleep", "20"]) for _ in range(70)]
        def right(): return 5
    """,
    "a copy of Python that was forgotten": """
        import os
        os.fork()
        def right(): return 5
    """,
}


@pytest.fixture(scope="module")
def jail() -> Iterator[Worker]:
    with Worker({}, LIMITS, wall=wall_here(), warm=False) as jail:
        skip_without(jail)
        yield jail


def notebook_of(source: str) -> tuple[nbformat.NotebookNode, dict[int, Question]]:
    parts = [*textwrap.dedent(source).strip().split("\n--\n"), "check()", "after = 1"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(p) for p in parts])
    return notebook, {len(parts) - 2: Question("right", [[]], shown=1)}


def answer(run: Run) -> object:
    (given,) = run.answers["right"]
    told = given.plain()
    return told.get("value", told)


@pytest.fixture(scope="module")
def trusted() -> Iterator[Worker]:
    with Worker({}, LIMITS, wall=None, warm=False) as worker:
        yield worker


@pytest.mark.parametrize("name", WORKS)
def test_in_the_jail(jail: Worker, name: str) -> None:
    run = jail.run(*notebook_of(WORKS[name]))
    assert (run.trouble, answer(run)) == ([], 5), run.notebook.cells


@pytest.mark.parametrize("name", WORKS)
def test_without_a_jail(trusted: Worker, name: str) -> None:
    run = trusted.run(*notebook_of(WORKS[name]))
    assert (run.trouble, answer(run)) == ([], 5), run.notebook.cells


def test_the_age_of_a_file_is_not_chosen_in_the_jail_and_nothing_stops(jail: Worker) -> None:
    """Whoever sets the age of a device tells all others something: see ``system_calls``."""
    code = """
        import os, shutil
        open("five.txt", "w").close()
        os.utime("five.txt", (5, 5))
        shutil.copy2("five.txt", "copy.txt")
        def right(): return 5 if os.path.exists("copy.txt") else 0
    """
    run = jail.run(*notebook_of(code))
    assert (run.trouble, answer(run)) == ([], 5), run.notebook.cells


@each_way
def test_cells_have_the_numbers_that_they_have_beside_the_learner(way: Way, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(c) for c in ("x = 1", "check()", "40 + 2", "y = Out[3]")]
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("check()")])
    asked = {1: Question("x", [None], shown=1), 4: Question("y", [None], shown=1)}
    run = way(notebook, asked, LIMITS, tmp_path)
    assert run.answers == {"x": [Given(NumberValue(1))], "y": [Given(NumberValue(42))]}


CROWD = """
    import os, time
    while True:
        try:
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
        except OSError:
            break
    def right(): return 5
"""


def test_where_no_process_is_left_that_is_said_and_nothing_else(jail: Worker) -> None:
    said = answer(jail.run(*notebook_of(CROWD)))
    assert isinstance(said, dict)
    assert "so many programs" in in_words(CodeError.of_answer(said))


def test_many_files_of_her_own_leave_room_for_more(jail: Worker) -> None:
    writes = "for n in range(1_000):\n    open(f'{n}.txt', 'w').write(str({}))"
    cells = ["right = 5", "check()"]
    for part in range(6):
        cells += [writes.replace("{}", str(part)), f"also_{part} = 5", "check()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    checks = [place for place, source in enumerate(cells) if source == "check()"]
    names = ["right", *(f"also_{part}" for part in range(6))]
    asked = {
        place: Question(name, [None], shown=1) for place, name in zip(checks, names, strict=True)
    }
    run = jail.run(notebook, asked)
    assert run.answers == {name: [Given(NumberValue(5))] for name in names}
    assert [o for c in run.notebook.cells for o in c.outputs if o.output_type == "error"] == []
