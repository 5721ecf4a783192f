"""What each check says where a learner runs her notebook from top to bottom, as JupyterLab does."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from solidarity.answers import without_trace
from solidarity.run.session import Shown


@dataclass(frozen=True)
class Said:
    """The heading of a verdict and its first sentences: all that a learner must find the same."""

    heading: str
    explanation: str


Verdicts = dict[str, Said]
_PANEL = re.compile(r"</span> (?P<heading>[^<]+)</p><p[^>]*>(?P<explanation>.*?)</p>")


def in_panel(html: str) -> Said:
    found = _PANEL.search(html)
    assert found is not None, html
    words = [unescape(re.sub("<[^>]+>", "", part)) for part in found.groups()]
    return Said(*words)


def beside_the_learner(notebook: Any, folder: Path, seconds: float) -> Verdicts:
    """What the checks of a notebook say; ``checks.json`` lies in the folder.

    seconds: for the answers to one exercise.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run_all, args=(notebook, folder, seconds, theirs))
    process.start()
    theirs.close()
    try:
        said: Verdicts = ours.recv()
    except EOFError:
        said = {}
    process.join()
    return said


def _run_all(notebook: Any, folder: Path, seconds: float, line: Any) -> None:
    from solidarity.answers.standing import stands
    from solidarity.notebooks.labels import ANSWER
    from solidarity.run.session import Session

    os.chdir(folder)
    sys.path.insert(0, "")
    without_trace.SECONDS = seconds
    session = Session(str(folder))
    session.run("import solidarity.answers.standing as s\ns.watch(get_ipython())\ndel s")
    said: Verdicts = {}
    above: list[str] = []
    sources: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if cell.id + ANSWER in sources:
            # As the page says before each check.
            stands(cell.id, cell.id + ANSWER, sources[cell.id + ANSWER], above)
        # JupyterLab does not run an empty cell.
        shown = session.run(cell.source, cell.id) if cell.source.strip() else Shown()
        above.append(cell.id)
        sources[cell.id] = cell.source
        for output in shown.outputs:
            if cell.source.startswith("check(") and "text/html" in output.get("data", {}):
                said[cell.id] = in_panel(output.data["text/html"])
    line.send(said)
    line.close()
    os._exit(0)
