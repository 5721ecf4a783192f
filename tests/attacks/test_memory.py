"""Memory is watched on a clock: whoever takes too much is ended, whatever they say meanwhile."""

from __future__ import annotations

import dataclasses
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from attacks.conftest import skip_without
from attacks.stage import LIMITS
from helpers import PATIENCE

from solidarity.answers.answer import Given, Missing
from solidarity.answers.kinds.number import NumberValue
from solidarity.run import memory
from solidarity.run.jail.probe import wall_here
from solidarity.run.memory import fills_more
from solidarity.run.runner import TOO_MUCH_MEMORY, Question
from solidarity.run.worker import Worker

# Only memory may end these.
PATIENT = dataclasses.replace(
    LIMITS, cell_seconds=PATIENCE, ask_seconds=PATIENCE, cpu_seconds=PATIENCE, restarts=0
)

HOARD = """
import os, time
def hoard(megabytes, children):
    for _ in range(children):
        if os.fork() == 0:
            time.sleep(0.5)  # until its parent says something again
            kept = bytearray(megabytes * 2**20)
            for place in range(0, len(kept), 4096):
                kept[place] = 1
            while True:
                time.sleep(1000)
"""


@pytest.fixture(scope="module")
def patient() -> Iterator[Worker]:
    with Worker(limits=PATIENT, wall=wall_here()) as jail:
        skip_without(jail)
        yield jail


def notebook(*codes: str) -> Any:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])


def test_who_shows_something_all_the_time_is_ended(patient: Worker) -> None:
    busy = ["time.sleep(0.02)"] * 1_000
    run = patient.run(notebook(HOARD, "hoard(400, 4)", *busy), {})
    assert any(TOO_MUCH_MEMORY in sentence for sentence in run.trouble), run.trouble
    assert run.crashed


def asked_for(names: list[str]) -> dict[int, Question]:
    """Each of these for one example; the checks follow the first cell."""
    return {
        place: Question(name, [[["number", place]]], shown=1)
        for place, name in enumerate(names, start=1)
    }


def test_who_answers_all_the_time_is_ended(patient: Worker) -> None:
    names = [f"asked_{place}" for place in range(1, 101)]
    code = """
def asked(number):
    if number == 1:
        hoard(400, 4)
    time.sleep(0.05)
    return number
"""
    code = "\n".join([HOARD, code, *(f"{name} = asked" for name in names)])
    run = patient.run(notebook(code, *["..."] * 100), asked_for(names))
    assert run.answers["asked_100"] == [Missing()]


def test_an_honest_notebook_with_many_copies_is_let_be(patient: Worker) -> None:
    """Each check keeps a copy of the process: together they seem to be more than there may be."""
    names = [f"same_{place}" for place in range(1, 31)]
    code = "\n".join(f"def {name}(number): return number" for name in names)
    code += "\ntable = bytearray(b'x') * (60 * 2**20)"
    cells = notebook(code, *["..."] * 30, "import time\ntime.sleep(1)")
    run = patient.run(cells, asked_for(names))
    assert run.trouble == []
    assert [run.answers[name] for name in names] == [[Given(NumberValue(n))] for n in range(1, 31)]


# --- The counter ---------------------------------------------------------------------------------

COMES_AND_GOES = """
import os, threading
print(flush=True)
while True:
    threads = [threading.Thread(target=lambda: None) for _ in range(20)]
    for one in threads: one.start()
    child = os.fork()
    if child == 0: os._exit(0)
    for one in threads: one.join()
    os.waitpid(child, 0)
"""


def test_what_ends_while_it_is_looked_at_is_no_error() -> None:
    command = [sys.executable, "-c", COMES_AND_GOES]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as busy:
        try:
            assert busy.stdout
            busy.stdout.readline()
            for _ in range(2_000):
                assert not fills_more(busy.pid, 2**40)
                fills_more(busy.pid, 0)
        finally:
            busy.kill()
    assert not fills_more(busy.pid, 0)


HAS = """
import os, time
shared = bytearray(b"x") * (100 * 2**20)
for _ in range(3):
    if os.fork() == 0:
        print(flush=True); time.sleep(1e6)
print(flush=True); time.sleep(1e6)
"""


@pytest.fixture
def four() -> Iterator[int]:
    """A process with 100 MB and three copies that share it."""
    command = [sys.executable, "-c", HAS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            assert process.stdout
            for _ in range(4):
                process.stdout.readline()
            yield process.pid
        finally:
            os.killpg(process.pid, 9)


def test_shared_pages_count_once(four: int) -> None:
    assert fills_more(four, 90 * 2**20)
    assert not fills_more(four, 250 * 2**20)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_who_hides_what_is_shared_is_counted_whole(four: int) -> None:
    """As an ordinary user sees a process that may not be looked into."""
    # The module's text: the package may lie in a folder that is closed to others.
    code = f"{inspect.getsource(memory)}\nos.setuid(20001)\nprint(fills_more({four}, 300 * 2**20))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["True"], done.stderr
