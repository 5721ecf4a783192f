"""Notebooks as people hand them in: right ones, and ones with the faults that really happen."""

from __future__ import annotations

import atexit
import copy
import functools
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import demo
import nbformat
from helpers import ROOT, copy_course
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

MODULE = demo.MODULE
FULL = 18.0


def nbgrader_of(course: Path) -> NbGraderAPI:
    """nbgrader's interface as Formgrader uses it, with the course's own settings."""
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config())
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def course_with_gradebook(target: Path, module: str = MODULE) -> Path:
    """A copy of the course whose gradebook knows the module, as after nbgrader's own release."""
    return shutil.copytree(_template(module), target)


@functools.cache
def _template(module: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sse-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    course = copy_course(folder / "course")
    done = nbgrader_of(course).generate_assignment(module)
    assert done["success"], done.get("error") or done.get("log")
    return course


def released(module: str = MODULE) -> Any:
    """The exercises as learners get them."""
    return nbformat.read(ROOT / "release" / module / "exercises.ipynb", as_version=4)


def solved(module: str = MODULE) -> Any:
    """The released exercises, all answered right."""
    source = nbformat.read(ROOT / "source" / module / "exercises.ipynb", as_version=4)
    notebook = released(module)
    code = {cell.id: cell.source for cell in source.cells}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = code[cell.id]
    return notebook


def solved_with(*changes: Callable[[Any], None]) -> Any:
    """The same, changed."""
    notebook = solved()
    for change in changes:
        change(notebook)
    return notebook


def hand_in(course: Path, student: str, content: Any, module: str = MODULE) -> Path:
    """Lay a learner's exercises, and the untouched other notebooks, into submitted/."""
    folder = course / "submitted" / student / module
    folder.mkdir(parents=True)
    for part in ("reading.ipynb", "case.ipynb"):
        shutil.copy(course / "release" / module / part, folder)
    data = content if isinstance(content, bytes) else nbformat.writes(content).encode()
    (folder / "exercises.ipynb").write_bytes(data)
    return folder


# --- What happens to notebooks -------------------------------------------------------------------


def cells(notebook: Any, *ids: str) -> list[Any]:
    return [cell for cell in notebook.cells if cell.get("id") in ids]


def nothing(notebook: Any) -> None:
    """A notebook in good shape."""


def duplicated_check(notebook: Any) -> None:
    notebook.cells.append(copy.deepcopy(cells(notebook, "share_value")[0]))


def duplicated_answer(notebook: Any) -> None:
    place = [cell.id for cell in notebook.cells].index("share_out-answer")
    notebook.cells.insert(place, copy.deepcopy(notebook.cells[place]))


def deleted_check(notebook: Any) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.id != "share_out"]


def deleted_answer(notebook: Any) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.id != "loans_per_group-answer"]


def split_answer(notebook: Any) -> None:
    """JupyterLab's Split Cell: the first half keeps the settings, the second is a new cell."""
    answer = cells(notebook, "rosca_position-answer")[0]
    place = notebook.cells.index(answer)
    answer.source = "part = 'a trial of mine'\n" + answer.source
    first, _, rest = answer.source.partition("\n")
    answer.source = first
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(rest))


def altered_check(notebook: Any) -> None:
    cells(notebook, "rosca_position")[0].source = "5.0"


def altered_points(notebook: Any) -> None:
    cells(notebook, "rosca_position")[0].metadata.nbgrader.points = 100


def check_no_longer_graded(notebook: Any) -> None:
    cells(notebook, "rosca_position")[0].metadata.nbgrader.grade = False


def check_turned_to_markdown(notebook: Any) -> None:
    cell = cells(notebook, "rosca_position")[0]
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def settings_stripped(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata.clear()


def settings_and_ids_stripped(notebook: Any) -> None:
    for place, cell in enumerate(notebook.cells):
        cell.metadata.clear()
        cell["id"] = f"new-{place}"


def first_code_turned_raw(notebook: Any) -> None:
    """What a letter typed in command mode does to the cell that imports what all answers need."""
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.cell_type = "raw"
    del cell["outputs"], cell["execution_count"]


def first_code_deleted(notebook: Any) -> None:
    place = [cell.cell_type for cell in notebook.cells].index("code")
    del notebook.cells[place]


def first_code_at_the_end(notebook: Any) -> None:
    place = [cell.cell_type for cell in notebook.cells].index("code")
    notebook.cells.append(notebook.cells.pop(place))


def first_code_changed(notebook: Any) -> None:
    """An import of what is not installed, above those that all answers need."""
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.source = "import seaborn_that_is_not_here\n" + cell.source


def texts_turned_to_code(notebook: Any) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata:
            cell.cell_type, cell.outputs, cell.execution_count = "code", [], None


def reordered(notebook: Any) -> None:
    first, *rest = notebook.cells
    notebook.cells = [first, *rest[-6:], *rest[:-6]]


def check_above_its_answer(notebook: Any) -> None:
    check = cells(notebook, "vsla_weeks")[0]
    notebook.cells.remove(check)
    notebook.cells.insert(2, check)


def kernel_killed(notebook: Any) -> None:
    notebook.cells.insert(3, nbformat.v4.new_code_cell("import os\nos._exit(0)"))


def unknown_kernel(notebook: Any) -> None:
    notebook.metadata["kernelspec"] = {"name": "colab", "display_name": "?", "language": "python"}


def warning(notebook: Any) -> None:
    """A right answer that warns: stock nbgrader gives nothing for anything on stderr."""
    answer = cells(notebook, "deposits_per_group-answer")[0]
    answer.source = "import warnings\nwarnings.warn('only a warning')\n" + answer.source


def widgets_and_magics(notebook: Any) -> None:
    """What works in a live notebook and has no front end here."""
    notebook.cells[1:1] = [
        nbformat.v4.new_code_cell(code)
        for code in (
            "import ipywidgets\nipywidgets.interact(lambda x: x * x, x=(0, 10))",
            "%time sum(range(10))",
            "!echo hello",
            "name = input('Your name? ')",
        )
    ]


def saved_by_vs_code(notebook: Any) -> None:
    """No cell ids, a language on each cell, and the name of a virtual environment as kernel."""
    notebook.nbformat_minor = 2
    notebook.metadata["kernelspec"] = {
        "display_name": ".venv (3.12.3)",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python", "version": "3.12.3"}
    for cell in notebook.cells:
        del cell["id"]
        cell.metadata["vscode"] = {"languageId": "python"}


def saved_by_colab(notebook: Any) -> None:
    """Ids moved into the settings of the cell, the settings of nbgrader lost."""
    notebook.nbformat_minor = 0
    notebook.metadata.clear()
    notebook.metadata["colab"] = {"provenance": []}
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    for place, cell in enumerate(notebook.cells):
        del cell["id"]
        cell.metadata.clear()
        cell.metadata["id"] = f"Qx7{place:02}vTz"
        cell.metadata["executionInfo"] = {"status": "ok", "user_tz": -480}


MENDED: dict[str, tuple[Callable[[Any], None], float]] = {
    "right": (nothing, FULL),
    "duplicated-check": (duplicated_check, FULL),
    "duplicated-answer": (duplicated_answer, FULL),
    "deleted-check": (deleted_check, FULL),
    "deleted-answer": (deleted_answer, FULL - 1),
    "split-answer": (split_answer, FULL),
    "altered-check": (altered_check, FULL),
    "altered-points": (altered_points, FULL),
    "check-not-graded": (check_no_longer_graded, FULL),
    "check-to-markdown": (check_turned_to_markdown, FULL),
    "settings-stripped": (settings_stripped, FULL),
    "ids-stripped": (settings_and_ids_stripped, FULL),
    "check-above-answer": (check_above_its_answer, FULL),
    "first-code-raw": (first_code_turned_raw, FULL),
    "first-code-deleted": (first_code_deleted, FULL),
    "first-code-at-the-end": (first_code_at_the_end, FULL),
    "first-code-changed": (first_code_changed, FULL),
    "texts-to-code": (texts_turned_to_code, FULL),
    "reordered": (reordered, FULL),
    "kernel-killed": (kernel_killed, FULL),
    "unknown-kernel": (unknown_kernel, FULL),
    "warning": (warning, FULL),
    "widgets-and-magics": (widgets_and_magics, FULL),
    "saved-by-vs-code": (saved_by_vs_code, FULL),
    "saved-by-colab": (saved_by_colab, FULL),
}
"""A fault by name: what does it to a solved notebook, and the points that its author has earned."""


@dataclass(frozen=True)
class File:
    """A file as it was handed in, the status it leads to, and the points it still earns."""

    content: Callable[[], bytes]
    status: str
    earns: float
    says: str


def _json() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(nbformat.writes(solved()))
    return content


def _bytes(content: Any) -> bytes:
    return json.dumps(content).encode()


def huge() -> bytes:
    """50 MB of outputs, as after an endless print."""
    content = _json()
    code = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
    text = "again and again\n" * (50 * 2**20 // 16)
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    return _bytes(content)


def format_3() -> bytes:
    """A notebook as IPython wrote it before 2015."""
    return nbformat.writes(solved(), version=3).encode()


def format_5() -> bytes:
    """A format that does not exist yet."""
    return _bytes(_json() | {"nbformat": 5, "nbformat_minor": 0})


def no_format() -> bytes:
    content = _json()
    del content["nbformat"], content["nbformat_minor"]
    return _bytes(content)


def latin_1() -> bytes:
    notebook = solved()
    cells(notebook, "share_value-answer")[0].source += "\n    # ©"
    return nbformat.writes(notebook).encode("latin-1", "ignore")


FILES = {
    "huge": File(huge, "graded", FULL, ""),
    "format-3": File(format_3, "repaired", FULL, "old format"),
    "format-5": File(format_5, "graded", FULL, ""),
    "no-format": File(no_format, "graded", FULL, ""),
    "latin-1": File(latin_1, "repaired", FULL, "not stored as UTF-8"),
    "byte-order-mark": File(lambda: b"\xef\xbb\xbf" + _bytes(_json()), "graded", FULL, ""),
    "not-json": File(lambda: b"{ this is no notebook", "unreadable", 0, "damaged"),
    "cut-off": File(lambda: _bytes(_json())[:5_000], "unreadable", 0, "cut off"),
    "empty": File(lambda: b"", "unreadable", 0, "empty"),
    "a-list": File(lambda: b"[]", "unreadable", 0, "no cells"),
    "a-zip": File(lambda: b"PK\x03\x04\x00\xff\xfe", "unreadable", 0, "damaged"),
    "no-cells": File(lambda: _bytes(_json() | {"cells": []}), "repaired", 0, "put back"),
    "cells-of-nonsense": File(
        lambda: _bytes(_json() | {"cells": [None, 3, {"source": 7}, {"cell_type": "spell"}]}),
        "repaired",
        0,
        "put back",
    ),
    "deep": File(lambda: b'{"cells": ' + b"[" * 100_000, "unreadable", 0, "damaged"),
}
"""Files that are no ordinary notebook, by name."""
