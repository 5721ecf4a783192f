"""Run a notebook in an ordinary Jupyter kernel: no jail, for work that the instructor trusts."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.validator import NotebookValidationError

from solidarity.answers.answer import Answer, NothingStands
from solidarity.answers.received import read_answers
from solidarity.course import CourseProblem
from solidarity.files import lay_out
from solidarity.run.asked_in_kernel import MIME
from solidarity.run.outputs import fitted
from solidarity.run.runner import ENDED_PYTHON, ERRORS, NOT_STOPPED, STOPPED, Limits, Question, Run
from solidarity.slips.errors import CodeError

_MOST_LOG = 2_000


class _CellKilled(Exception):
    """A cell took the kernel with it, or could not be stopped."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index
        self.reason = reason


def run_in_kernel(
    notebook: Any, questions: Mapping[int, Question], folder: Path, limits: Limits
) -> Run:
    """Run all cells from top to bottom and ask each question in the place of its check.

    A cell that raises costs itself. A cell that does not end is interrupted. A cell that kills the
    kernel or cannot be interrupted is left out and the notebook is run again without it.
    """
    skipped: dict[int, str] = {}
    while True:
        run = Run(copy.deepcopy(notebook))
        client = _client(run.notebook, folder, limits)
        try:
            with _kernel(client, folder):
                _run_cells(client, run, questions, skipped, limits)
        except _CellKilled as killed:
            skipped[killed.index] = killed.reason
            if len(skipped) > limits.restarts:
                run.trouble.append("Too many cells stopped Python; the rest was not run.")
                return run
            continue
        run.trouble += [f"Cell {index + 1} {reason}" for index, reason in sorted(skipped.items())]
        run.crashed = ENDED_PYTHON in skipped.values()
        run.timed_out = NOT_STOPPED in skipped.values() or any(
            output.get("text") == f"{STOPPED}\n"
            for cell in run.notebook.cells
            for output in cell.get("outputs", [])
        )
        return run


def _client(notebook: Any, folder: Path, limits: Limits) -> NotebookClient:
    return NotebookClient(
        notebook,
        timeout=limits.cell_seconds,
        interrupt_on_timeout=True,
        # Interrupt once; a cell that is then still running raises CellTimeoutError.
        # Without these two nbclient would interrupt it again and again for ever.
        error_on_timeout={"ename": "CellTimeoutError", "evalue": "", "traceback": []},
        raise_on_iopub_timeout=True,
        allow_errors=True,
        kernel_name="python3",
        # nbclient's default manager is the one for synchronous callers.
        kernel_manager_class=AsyncKernelManager,
        resources={"metadata": {"path": str(folder)}},
    )


@contextlib.contextmanager
def _kernel(client: NotebookClient, folder: Path) -> Iterator[None]:
    """A kernel of its own. Raises CourseProblem where none starts.

    What a kernel writes to the terminal is for whoever looks after it, and frightens others: that
    nobody encrypts the way between two processes of one machine, say. Its last line is told where
    no kernel starts; what cells print is no part of it.
    """
    with tempfile.TemporaryFile() as log, contextlib.ExitStack() as stack:
        try:
            stack.enter_context(client.setup_kernel(cwd=str(folder), stdout=log, stderr=log))
        except RuntimeError as error:
            raise CourseProblem(
                f"Python does not start for this notebook ({error}). {_last_line(log)}"
            ) from None
        yield


def _last_line(log: IO[bytes]) -> str:
    log.seek(max(0, log.seek(0, os.SEEK_END) - _MOST_LOG))
    return (log.read().decode("utf-8", "replace").strip().splitlines() or [""])[-1]


def _run_cells(
    client: NotebookClient,
    run: Run,
    questions: Mapping[int, Question],
    skipped: Mapping[int, str],
    limits: Limits,
) -> None:
    if questions:
        # Not counted: a learner's Out[7] is the seventh of the notebook.
        _call(client, "begin()", min(questions), limits, counts=False)
    for index, cell in enumerate(run.notebook.cells):
        if cell.cell_type != "code":
            continue
        cell.outputs = []
        if index in skipped:
            cell.outputs = [_note(f"This cell {skipped[index]}")]
        elif index in questions:
            question = questions[index]
            left_out = skipped.get(question.answer) if question.answer is not None else None
            run.answers[question.name] = (
                _stopped(question, left_out) if left_out else _ask(client, question, index, limits)
            )
        else:
            _execute(client, cell, index, limits)


def _execute(
    client: NotebookClient, cell: Any, index: int, limits: Limits, *, counts: bool = True
) -> None:
    try:
        client.execute_cell(cell, index, store_history=counts)
    except DeadKernelError:
        raise _CellKilled(index, ENDED_PYTHON) from None
    except CellTimeoutError:
        raise _CellKilled(index, NOT_STOPPED) from None
    except NotebookValidationError:
        # What the cell did is done; a note stands in the place of what no notebook can hold.
        cell.outputs = [_note("What this cell shows cannot be shown on a page.")]
    cell.outputs = [fitted(output, limits.output_letters) for output in cell.outputs]
    if any(o.output_type == "error" and o.ename == "KeyboardInterrupt" for o in cell.outputs):
        cell.outputs = [o for o in cell.outputs if o.output_type != "error"] + [_note(STOPPED)]


def _call(
    client: NotebookClient, call: str, index: int, limits: Limits, *, counts: bool = True
) -> Any:
    """Run a call of ``asked_in_kernel`` in the place of a cell, which stays what it was."""
    code = f"__import__('solidarity.run.asked_in_kernel').run.asked_in_kernel.{call}"
    own, kept = nbformat.v4.new_code_cell(code), client.nb.cells[index]
    # Asking has limits of its own, once for the examples and once for the rest.
    client.timeout = limits.cell_seconds + 2 * limits.ask_seconds
    try:
        _execute(client, own, index, limits, counts=counts)
    finally:
        client.timeout = limits.cell_seconds
        # nbclient puts what it ran into the notebook.
        client.nb.cells[index] = kept
    return own


def _note(text: str) -> Any:
    return nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n")


def _stopped(question: Question, reason: str) -> list[Answer]:
    """What is answered where the cell of the answer was left out."""
    return [NothingStands("stopped", CodeError(ERRORS[reason], "")) for _ in question.inputs]


def _ask(client: NotebookClient, question: Question, index: int, limits: Limits) -> list[Answer]:
    """Put the questions in a cell of their own and read the answers from its output.

    The cell's output is the learner's word: it has a limit on its size, and anything odd about it
    means that there is no answer.
    """
    answer = None if question.answer is None else client.nb.cells[question.answer].source
    asked = [question.name, question.inputs, question.shown, limits.ask_seconds, answer]
    cell = _call(client, f"publish({json.dumps(asked)!r})", index, limits)
    for output in cell.outputs:
        text = output.get("data", {}).get(MIME)
        if isinstance(text, str) and len(text) <= limits.answer_bytes:
            return read_answers(text, len(question.inputs))
    return []


def run_in_a_folder(
    notebook: Any, questions: Mapping[int, Question], files: Mapping[str, bytes], limits: Limits
) -> Run:
    """The same in a new folder that holds these files, and is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="sse-work-") as folder:
        lay_out(files, Path(folder))
        run: Run = in_a_fresh_loop(lambda: run_in_kernel(notebook, questions, Path(folder), limits))
        return run


def in_a_fresh_loop(work: Any) -> Any:
    """Run ``work`` where no event loop runs: nbclient drives one of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
