"""Run trusted work in a Jupyter kernel, where a process cannot be copied: on Windows.

Cells, questions and words are those of a worker. What differs is that each question is asked where
its check stands, and that a cell is interrupted by the kernel.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.validator import NotebookValidationError

from solidarity.answers.answer import Answer, NothingStands
from solidarity.answers.received import read_answers
from solidarity.course import CourseProblem
from solidarity.files import lay_out
from solidarity.run.asked_in_kernel import MIME
from solidarity.run.left_out import CellKilled, note, run_without_killers
from solidarity.run.outputs import fitted
from solidarity.run.runner import ENDED_PYTHON, ERRORS, NOT_STOPPED, STOPPED, Limits, Question, Run
from solidarity.slips.errors import CodeError

_MOST_LOG = 2_000


def run_in_kernel(
    notebook: NotebookNode,
    questions: Mapping[int, Question],
    files: Mapping[str, bytes],
    limits: Limits,
    folder: Path | None = None,
) -> Run:
    """Run all cells from top to bottom and ask each question in the place of its check.

    A cell that raises costs itself. A cell that does not end is interrupted. A cell that kills the
    kernel or cannot be interrupted is left out and the notebook is run again without it.
    files: laid into the folder where the cells run; without ``folder`` that is a new one.
    Raises CourseProblem where no kernel starts.
    """

    def attempt(run: Run, left_out: Mapping[int, str]) -> None:
        with tempfile.TemporaryDirectory(prefix="sse-work-") as own:
            place = folder or Path(own)
            lay_out(files, place)
            client = _client(run.notebook, place, limits)
            with _kernel(client, place):
                _run_cells(client, run, questions, left_out, limits)

    return _in_a_fresh_loop(lambda: run_without_killers(notebook, attempt, limits.restarts))


def _in_a_fresh_loop(work: Callable[[], Run]) -> Run:
    """Run ``work`` where no event loop runs: nbclient drives one of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _client(notebook: NotebookNode, folder: Path, limits: Limits) -> NotebookClient:
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
    left_out: Mapping[int, str],
    limits: Limits,
) -> None:
    if questions:
        # Not counted: a learner's Out[7] is the seventh of the notebook.
        _call(client, "begin()", min(questions), limits, counts=False)
    for place, cell in enumerate(run.notebook.cells):
        if cell.cell_type != "code" or place in left_out:
            continue
        if place in questions:
            run.answers[questions[place].name] = _ask(
                client, questions[place], place, left_out, limits
            )
        else:
            _execute(client, cell, place, limits)


def _execute(
    client: NotebookClient,
    cell: NotebookNode,
    place: int,
    limits: Limits,
    *,
    counts: bool = True,
) -> None:
    try:
        client.execute_cell(cell, place, store_history=counts)
    except DeadKernelError:
        raise CellKilled(place, ENDED_PYTHON) from None
    except CellTimeoutError:
        raise CellKilled(place, NOT_STOPPED) from None
    except NotebookValidationError:
        # What the cell did is done; a note stands in the place of what no notebook can hold.
        cell.outputs = [note("What this cell shows cannot be shown on a page.")]
    cell.outputs = [fitted(output, limits.output_letters) for output in cell.outputs]
    if any(o.output_type == "error" and o.ename == "KeyboardInterrupt" for o in cell.outputs):
        cell.outputs = [*(o for o in cell.outputs if o.output_type != "error"), note(STOPPED)]


def _call(
    client: NotebookClient, call: str, place: int, limits: Limits, *, counts: bool = True
) -> NotebookNode:
    """Run a call of ``asked_in_kernel`` in the place of a cell, which stays what it was."""
    code = f"__import__('importlib').import_module('solidarity.run.asked_in_kernel').{call}"
    own, kept = nbformat.v4.new_code_cell(code), client.nb.cells[place]
    # Asking has limits of its own, once for the examples and once for the rest.
    client.timeout = limits.cell_seconds + 2 * limits.ask_seconds
    try:
        _execute(client, own, place, limits, counts=counts)
    finally:
        client.timeout = limits.cell_seconds
        # nbclient puts what it ran into the notebook.
        client.nb.cells[place] = kept
    return own


def _ask(
    client: NotebookClient,
    question: Question,
    place: int,
    left_out: Mapping[int, str],
    limits: Limits,
) -> list[Answer]:
    """Put the questions in a cell of their own and read the answers from its output.

    The cell's output is the learner's word: it has a limit on its size, and anything odd about it
    means that there is no answer.
    """
    source = None
    if question.answer is not None:
        if question.answer in left_out:
            error = CodeError(ERRORS[left_out[question.answer]], "")
            return [NothingStands("stopped", error) for _ in question.inputs]
        source = client.nb.cells[question.answer].source
    asked = [question.name, question.inputs, question.shown, limits.ask_seconds, source]
    cell = _call(client, f"publish({json.dumps(asked)!r})", place, limits)
    for output in cell.outputs:
        text = output.get("data", {}).get(MIME)
        if isinstance(text, str) and len(text) <= limits.answer_bytes:
            return read_answers(text, len(question.inputs))
    return []
