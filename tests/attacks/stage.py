"""Where attacks are played: module 4 as it is graded, and notebooks with an attack in them."""

from __future__ import annotations

import functools
import json
import textwrap
from pathlib import Path
from typing import Any

import demo
import nbformat
from helpers import PATIENCE, ROOT

from solidarity.grade.key_read import full_specs
from solidarity.grade.submission import Graded, Kit, Submission, grade_submission
from solidarity.notebooks.files_beside import files_of
from solidarity.notebooks.labels import ANSWER
from solidarity.run.runner import Limits
from solidarity.run.worker import Worker

MODULE = demo.MODULE
SEED = "a seed that no learner knows"
FULL = 18.0

# Small, so that bombs are small. What honest cells and answers take is next to nothing; the whole
# may take its time, as each cell that is stopped begins it anew.
LIMITS = Limits(
    cell_seconds=6,
    ask_seconds=6,
    total_seconds=PATIENCE,
    memory=700 * 2**20,
    cpu_seconds=20,
    file_bytes=4 * 2**20,
    scratch_bytes=16 * 2**20,
    output_letters=200_000,
)

HONEST_ASSERT = "assert share_value(12_000, 8_000, 2_000, 900) == 20"


@functools.cache
def kit() -> Kit:
    """What grading module 4 needs, with hidden inputs that nobody can know."""
    release = ROOT / "release" / MODULE
    text = nbformat.writes(nbformat.read(release / "exercises.ipynb", as_version=4))
    specs = full_specs(ROOT / "course" / MODULE / "key.py", SEED)
    return Kit(MODULE, {"exercises": text}, {"exercises": text}, specs, files_of(release), LIMITS)


def empty() -> Any:
    """The notebook as it is released: nothing is answered yet."""
    return nbformat.read(ROOT / "release" / MODULE / "exercises.ipynb", as_version=4)


def solved() -> Any:
    """The notebook with every answer right."""
    source = nbformat.read(ROOT / "source" / MODULE / "exercises.ipynb", as_version=4)
    code = {cell.id: cell.source for cell in source.cells}
    notebook = empty()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = code[cell.id]
    return notebook


def passing_on() -> Any:
    """The notebook with answers that only pass on what the attack put under their names."""
    notebook = empty()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            name = cell.metadata.nbgrader.grade_id.removesuffix(ANSWER)
            cell.source = f"{name} = {name}"
    return notebook


def attack(notebook: Any, *codes: str, last: bool = False) -> Any:
    """Put cells with these codes at the top of the notebook, or at its end."""
    cells = [nbformat.v4.new_code_cell(textwrap.dedent(code).strip()) for code in codes]
    notebook.cells[slice(len(notebook.cells), None) if last else slice(0, 0)] = cells
    return notebook


def grade(jail: Worker, notebook: Any) -> Graded:
    """Grade a notebook as ``sse grade`` does, but for the gradebook."""
    data = nbformat.writes(notebook).encode()
    return grade_submission(kit(), Submission("eve", {"exercises": data}), jail.run)


def cells(graded: Graded) -> list[Any]:
    """The cells of the graded notebook."""
    found: list[Any] = nbformat.from_dict(json.loads(graded.notebooks["exercises"])).cells
    return found


def shown(graded: Graded) -> str:
    """All that the learner's own cells showed, and what was said about them."""
    outputs = [o for cell in cells(graded) for o in cell.get("outputs", [])]
    texts = [str(o.get("text", "")) + "".join(o.get("traceback", [])) for o in outputs]
    return "\n".join([*texts, *graded.said])


def printed(graded: Graded) -> list[str]:
    """The lines that an attack printed, each of them after the sign ``>``."""
    return [line[1:] for line in shown(graded).splitlines() if line.startswith(">")]


def verdicts(graded: Graded) -> dict[str, Any]:
    """The record of each exercise's verdict."""
    records = [
        output.metadata["solidarity"]
        for cell in cells(graded)
        for output in cell.get("outputs", [])
        if "solidarity" in output.get("metadata", {})
    ]
    return {record["exercise"]: record for record in records}


def assert_unharmed(jail: Worker) -> None:
    """The next submission in the same jail has all its marks, and finds nothing left behind."""
    graded = grade(jail, attack(solved(), _LOOK_ROUND))
    assert (graded.status, graded.score) == ("graded", FULL), graded.said
    assert printed(graded) == []


_LOOK_ROUND = """
    import os, sys
    here = {name for name in os.listdir() if name not in ("checks.json", "figures")}
    there = [
        os.path.join(folder, name)
        for top in sorted(set(os.listdir("/")) - {"usr", "lib", "lib32", "lib64", "proc"})
        for folder, folders, files in os.walk("/" + top)
        for name in [*folders, *files]
        if "planted" in name and "site-packages" not in folder
    ]
    for found in sorted(here) + there + [n for n in sys.modules if "planted" in n]:
        print(">found", found)
"""


def folder_of(course: Path, student: str) -> Path:
    """Where a learner's files lie after they were collected; made if it is not there."""
    folder = course / "submitted" / student / MODULE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def hand_in(course: Path, student: str, notebook: Any) -> Path:
    """Lay a notebook into the learner's folder, and give back the folder."""
    folder = folder_of(course, student)
    nbformat.write(notebook, folder / "exercises.ipynb")
    return folder
