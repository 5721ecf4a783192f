"""Running a notebook and asking for answers: what a cell can cost, and what it cannot learn."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from helpers import PATIENCE, wait_until
from ways_to_run import Way, by_workers, each_way, trusted

from solidarity.run.kept import close_kept_worker, kept_worker
from solidarity.run.runner import Limits, Question, Run
from solidarity.run.worker import Worker

LIMITS = Limits(cell_seconds=PATIENCE, ask_seconds=PATIENCE)
SHORT_CELLS = Limits(cell_seconds=6, ask_seconds=6)
SHORT_ANSWERS = Limits(cell_seconds=PATIENCE, ask_seconds=6)
"""For what never ends: what is honest beside it takes next to nothing."""

DOUBLE = "def double(x):\n    return 2 * x"


def run(
    way: Way,
    tmp_path: Path,
    *sources: str,
    ask: dict[int, Question] | None = None,
    limits: Limits = LIMITS,
) -> Run:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    return way(notebook, ask or {}, limits, tmp_path)


def asking(index: int, *values: Any, name: str = "double") -> dict[int, Question]:
    return {index: Question(name, [[["x", value]] for value in values])}


def values(result: Run, name: str = "double") -> list[Any]:
    told = [answer.plain() for answer in result.answers[name]]
    return [answer.get("value", answer.get("error")) for answer in told]


def texts(result: Run) -> str:
    return "".join(
        str(o.get("text", "")) + str(o.get("data", ""))
        for c in result.notebook.cells
        for o in c.outputs
    )


@each_way
def test_answers_come_from_the_state_where_the_check_stands(way: Way, tmp_path: Path) -> None:
    result = run(
        way, tmp_path, DOUBLE, "check()", "def double(x):\n    return 0", ask=asking(1, 3, 4)
    )
    assert values(result) == [6, 8]
    assert result.notebook.cells[1].source == "check()"


@by_workers
def test_a_later_cell_cannot_tell_which_inputs_were_asked(way: Way, tmp_path: Path) -> None:
    spy = "seen = []\ndef double(x):\n    seen.append(x)\n    print('asked', x)\n    return 2 * x"
    result = run(way, tmp_path, spy, "check()", "print('seen:', seen)", ask=asking(1, 4711))
    assert values(result) == [9422]
    assert "4711" not in texts(result)
    assert "seen: []" in texts(result)


@by_workers
def test_a_cell_that_raises_costs_only_itself(way: Way, tmp_path: Path) -> None:
    result = run(way, tmp_path, "1 / 0", DOUBLE, "check()", ask=asking(2, 5))
    assert values(result) == [10]


@each_way
def test_an_endless_cell_is_stopped_and_the_rest_is_graded(way: Way, tmp_path: Path) -> None:
    result = run(
        way,
        tmp_path,
        "while True:\n    pass",
        DOUBLE,
        "check()",
        ask=asking(2, 5),
        limits=SHORT_CELLS,
    )
    assert values(result) == [10]
    assert "did not end in time" in texts(result)


@by_workers
def test_a_cell_that_cannot_be_stopped_is_left_out(way: Way, tmp_path: Path) -> None:
    stubborn = (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except KeyboardInterrupt:\n        pass"
    )
    result = run(way, tmp_path, DOUBLE, stubborn, "check()", ask=asking(2, 5), limits=SHORT_CELLS)
    assert values(result) == [10]
    assert "could not be stopped" in " ".join(result.trouble)


@each_way
def test_a_cell_that_ends_python_is_left_out(way: Way, tmp_path: Path) -> None:
    result = run(way, tmp_path, DOUBLE, "import os\nos._exit(1)", "check()", ask=asking(2, 5))
    assert values(result) == [10]
    assert "ended Python itself" in " ".join(result.trouble)


@by_workers
def test_an_endless_answer_times_out_and_the_others_stand(way: Way, tmp_path: Path) -> None:
    slow = "def double(x):\n    while x == 2:\n        pass\n    return 2 * x"
    result = run(way, tmp_path, slow, "check()", ask=asking(1, 1, 2, 3), limits=SHORT_ANSWERS)
    assert values(result) == [2, "TimeoutError", "TimeoutError"]


@by_workers
def test_an_answer_that_ends_python_costs_only_itself(way: Way, tmp_path: Path) -> None:
    deadly = "import os\ndef double(x):\n    os._exit(0)"
    result = run(
        way,
        tmp_path,
        deadly,
        "check()",
        "def triple(x):\n    return 3 * x",
        "check()",
        ask={**asking(1, 1), **asking(3, 2, name="triple")},
    )
    assert values(result) == ["SystemExit"]
    assert values(result, "triple") == [6]


@each_way
def test_magics_widgets_and_plots_run_as_in_a_live_notebook(way: Way, tmp_path: Path) -> None:
    result = run(
        way,
        tmp_path,
        "%time 1 + 1",
        "import ipywidgets\nipywidgets.IntText(3)",
        DOUBLE,
        "check()",
        ask=asking(3, 1),
    )
    assert values(result) == [2]
    assert not any(o.output_type == "error" for c in result.notebook.cells for o in c.outputs)


@by_workers
def test_a_function_answers_with_what_stood_there_at_its_check(way: Way, tmp_path: Path) -> None:
    """Also where it is changed in place afterwards, in memory or in a file."""
    kept = "rules = [2]\nopen('two.txt', 'w').write('2')"
    uses = "def double(x):\n    return x * rules[0] * int(open('two.txt').read()) / 2"
    later = "rules[0] = 4\nopen('two.txt', 'w').write('4')"
    result = run(way, tmp_path, kept, uses, "check()", later, ask=asking(2, 3))
    assert values(result) == [6]


@by_workers
def test_what_was_started_ends_with_the_notebook(way: Way, tmp_path: Path) -> None:
    mark = f"beats-{uuid.uuid4()}"
    beats = f"import time\nwhile True:\n    print('{mark}', flush=True)\n    time.sleep(0.05)"
    start = (
        "import subprocess, sys\n"
        f"started = subprocess.Popen([sys.executable, '-c', {beats!r}], stdout=open('beats', 'w'))"
    )
    begun = "import time\nwhile not open('beats').read(): time.sleep(0.05)\nprint('begun')"
    assert "begun" in texts(run(way, tmp_path, start, begun))
    wait_until(lambda: not any(mark in line for line in command_lines()), lambda: "it goes on")


def command_lines() -> Iterator[str]:
    """Of all processes, also of those behind a wall."""
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            yield " ".join(one.cmdline())


def test_trusted_work_runs_in_the_folder_of_the_notebook_and_leaves_nothing_else(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "m04"
    folder.mkdir()
    (folder / "mine.txt").write_text("5")
    code = "def double(x):\n    return 2 * x * int(open('mine.txt').read()) / 5"
    result = run(trusted, folder, code, "check()", "open('new.txt', 'w')", ask=asking(1, 3))
    assert values(result) == [6]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["m04", "mine.txt", "new.txt"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
def test_a_copy_of_the_process_gets_a_worker_of_its_own() -> None:
    """Engines are copies: two on one line would read each other's answers, and kill the other's."""
    worker = kept_worker({}, Limits(), None)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    assert shown(worker.run(notebook, {})) == "42"
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            own = kept_worker({}, Limits(), None)
            said = f"{own is worker} {shown(own.run(notebook, {}))}"
            os.write(writer, said.encode())
        finally:
            close_kept_worker()
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said_by_the_copy:
        assert said_by_the_copy.read() == "False 42"
    os.wait()
    assert kept_worker({}, Limits(), None) is worker
    assert shown(worker.run(notebook, {})) == "42"
    close_kept_worker()


def shown(run: Run) -> str:
    return str(run.notebook.cells[0].outputs[0]["data"]["text/plain"])


def test_a_worker_that_was_ended_meanwhile_is_begun_anew() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    with Worker(wall=None) as worker:
        assert shown(worker.run(notebook, {})) == "42"
        assert worker._process is not None
        ended = worker._process._process
        ended.kill()
        ended.wait()
        assert shown(worker.run(notebook, {})) == "42"
