"""The outputs of a case, saved in its notebook.

On GitHub, on paper and in an exported page no cell runs. There the reader sees what the build saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from html import unescape
from typing import Any

import nbformat
from nbconvert.preprocessors import ClearOutputPreprocessor
from nbgrader.preprocessors import NbGraderPreprocessor

from solidarity.author.master import BuildProblem, Master
from solidarity.run.processes import context
from solidarity.run.session import Shown, run_cells

PARTS_WITH_OUTPUTS = ("case",)
"""The others show what a learner's own code gives, and that is for the learner to see."""

_MADE = {"made_by": "sse build"}
_TROUBLE = re.compile(r'<p class="sse-trouble">(.*?)</p>', re.DOTALL)
_LIVE = "application/vnd.jupyter.widget-view+json"


def run_case(master: Master) -> list[Shown]:
    """What the code cells of a master show, run in a process of their own.

    Raises BuildProblem when they end that process.
    """
    sources = [cell.source for cell in _code(master.notebook)]
    with ProcessPoolExecutor(1, context()) as own:
        try:
            return own.submit(run_cells, sources).result()
        except BrokenProcessPool:
            raise BuildProblem([f"{master.name}: a cell ended the Python that ran it."]) from None


def output_problems(master: Master, shown: list[Shown]) -> list[str]:
    """The cells of a case that stop with an error, or show a panel with one, with their place."""
    code = [at for at, cell in enumerate(master.notebook.cells) if cell.cell_type == "code"]
    return [
        f"{master.place(code[at])}: {problem}"
        for at, cell in enumerate(shown)
        for problem in _problems(cell)
    ]


def _problems(cell: Shown) -> Iterator[str]:
    if cell.error:
        yield f"this cell stops with {cell.error}."
    for output in cell.outputs:
        html = output.get("data", {}).get("text/html", "")
        for words in _TROUBLE.findall(html):
            yield f"its panel says: {unescape(words)}"


def save_outputs(notebook: Any, cells: list[Shown]) -> None:
    """Put the outputs into the notebook's code cells, without what needs a running kernel."""
    for count, (cell, seen) in enumerate(zip(_code(notebook), cells, strict=True), start=1):
        shown = [o for o in seen.outputs if o.get("name") != "stderr"]
        cell.outputs = [_saved(output, count) for output in shown]
        # Tools such as nbval do not believe outputs of a cell that was never run.
        cell.execution_count = count if cell.outputs else None


def _saved(output: Any, count: int) -> Any:
    if output["output_type"] == "stream":
        # Streams have no metadata, and so nothing that could say where they come from.
        printed = {"text/plain": output["text"]}
        output = nbformat.v4.new_output("display_data", data=printed)
    output.pop("display", None)
    if output["output_type"] == "execute_result":
        output["execution_count"] = count
    output["data"].pop(_LIVE, None)
    output["metadata"] = {"solidarity": dict(_MADE)}
    return output


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


class ClearOtherOutputs(NbGraderPreprocessor, ClearOutputPreprocessor):
    """nbgrader's ClearOutput, which leaves alone the outputs that the build saved."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Clear a cell, unless what it shows was put there by the build."""
        outputs = cell.get("outputs", [])
        if outputs and all(o.get("metadata", {}).get("solidarity") == _MADE for o in outputs):
            return cell, resources
        cleared: tuple[Any, Any] = super().preprocess_cell(cell, resources, index)
        return cleared
