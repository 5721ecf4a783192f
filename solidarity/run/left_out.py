"""Run a notebook again without the cells that ended Python, or could not be stopped."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping

import nbformat

from solidarity.run.runner import ENDED_PYTHON, NOT_STOPPED, STOPPED, TOO_MUCH_MEMORY, Run


class CellKilled(Exception):
    """The cell at ``place`` took its notebook's process with it, or had to be ended from outside.

    place: -1 where no cell had begun. reason: what is said of the cell.
    """

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place, self.reason = place, reason


Attempt = Callable[[Run, Mapping[int, str]], None]
"""Fills a run, without the cells at these places (with the reason). Raises CellKilled."""


def run_without_killers(notebook: nbformat.NotebookNode, attempt: Attempt, restarts: int) -> Run:
    """The first run that comes to its end, or the last of ``restarts`` more, and what to say of it.

    The notebook itself is not changed.
    """
    left_out: dict[int, str] = {}
    # Counted, and not taken from what is left out: a liar may name the same cell for ever.
    for left in range(restarts, -1, -1):
        run = Run(copy.deepcopy(notebook))
        _empty(run, left_out)
        try:
            attempt(run, left_out)
        except CellKilled as killed:
            left_out[killed.place] = killed.reason
            if left and killed.place >= 0:
                continue
            run.trouble.append("Too many cells stopped Python; the rest was not run.")
        break
    _tell(run, left_out)
    return run


def note(text: str) -> nbformat.NotebookNode:
    """A sentence of ours as an output."""
    return nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n")


def _empty(run: Run, left_out: Mapping[int, str]) -> None:
    for place, cell in enumerate(run.notebook.cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if place in left_out:
                cell.outputs = [note(f"This cell {left_out[place]}")]


def _tell(run: Run, left_out: Mapping[int, str]) -> None:
    run.trouble += [f"Cell {place + 1} {reason}" for place, reason in sorted(left_out.items())]
    run.crashed = ENDED_PYTHON in left_out.values() or TOO_MUCH_MEMORY in left_out.values()
    run.timed_out = NOT_STOPPED in left_out.values() or any(
        output.get("text", "").endswith(f"{STOPPED}\n")
        for cell in run.notebook.cells
        for output in cell.get("outputs", [])
    )
