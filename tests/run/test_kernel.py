"""Running a notebook and asking for answers: what a cell can cost, and what it cannot learn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from helpers import PATIENCE

from solidarity.run.kernel import run_in_kernel
from solidarity.run.runner import Limits, Question, Run

LIMITS = Limits(cell_seconds=PATIENCE, ask_seconds=PATIENCE)
SHORT_CELLS = Limits(cell_seconds=6, ask_seconds=6)
SHORT_ANSWERS = Limits(cell_seconds=PATIENCE, ask_seconds=6)
"""For what never ends: what is honest beside it takes next to nothing."""

DOUBLE = "def double(x):\n    return 2 * x"


def run(
    tmp_path: Path,
    *sources: str,
    ask: dict[int, Question] | None = None,
    limits: Limits = LIMITS,
) -> Run:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    return run_in_kernel(notebook, ask or {}, tmp_path, limits)


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


def test_answers_come_from_the_state_where_the_check_stands(tmp_path: Path) -> None:
    result = run(tmp_path, DOUBLE, "check()", "def double(x):\n    return 0", ask=asking(1, 3, 4))
    assert values(result) == [6, 8]
    assert result.notebook.cells[1].source == "check()"


def test_a_later_cell_cannot_tell_which_inputs_were_asked(tmp_path: Path) -> None:
    spy = "seen = []\ndef double(x):\n    seen.append(x)\n    print('asked', x)\n    return 2 * x"
    result = run(tmp_path, spy, "check()", "print('seen:', seen)", ask=asking(1, 4711))
    assert values(result) == [9422]
    assert "4711" not in texts(result)
    assert "seen: []" in texts(result)


def test_a_cell_that_raises_costs_only_itself(tmp_path: Path) -> None:
    result = run(tmp_path, "1 / 0", DOUBLE, "check()", ask=asking(2, 5))
    assert values(result) == [10]


def test_an_endless_cell_is_stopped_and_the_rest_is_graded(tmp_path: Path) -> None:
    result = run(
        tmp_path, "while True:\n    pass", DOUBLE, "check()", ask=asking(2, 5), limits=SHORT_CELLS
    )
    assert values(result) == [10]
    assert "did not end in time" in texts(result)


def test_a_cell_that_cannot_be_stopped_is_left_out(tmp_path: Path) -> None:
    stubborn = (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except KeyboardInterrupt:\n        pass"
    )
    result = run(tmp_path, DOUBLE, stubborn, "check()", ask=asking(2, 5), limits=SHORT_CELLS)
    assert values(result) == [10]
    assert "could not be stopped" in " ".join(result.trouble)


def test_a_cell_that_ends_python_is_left_out(tmp_path: Path) -> None:
    result = run(tmp_path, DOUBLE, "import os\nos._exit(1)", "check()", ask=asking(2, 5))
    assert values(result) == [10]
    assert "ended Python itself" in " ".join(result.trouble)


def test_an_endless_answer_times_out_and_the_others_stand(tmp_path: Path) -> None:
    slow = "def double(x):\n    while x == 2:\n        pass\n    return 2 * x"
    result = run(tmp_path, slow, "check()", ask=asking(1, 1, 2, 3), limits=SHORT_ANSWERS)
    assert values(result) == [2, "TimeoutError", "TimeoutError"]


def test_an_answer_that_ends_python_costs_only_itself(tmp_path: Path) -> None:
    deadly = "import os\ndef double(x):\n    os._exit(0)"
    result = run(
        tmp_path,
        deadly,
        "check()",
        "def triple(x):\n    return 3 * x",
        "check()",
        ask={**asking(1, 1), **asking(3, 2, name="triple")},
    )
    assert values(result) == ["SystemExit"]
    assert values(result, "triple") == [6]


def test_magics_widgets_and_plots_run_as_in_a_live_notebook(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        "%time 1 + 1",
        "import ipywidgets\nipywidgets.IntText(3)",
        DOUBLE,
        "check()",
        ask=asking(3, 1),
    )
    assert values(result) == [2]
    assert not any(o.output_type == "error" for c in result.notebook.cells for o in c.outputs)
