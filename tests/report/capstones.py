"""A small course with a capstone, and a learner's work on it, for tests of the plan's page."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from solidarity.report.plan_page.capstone import MODULE, PAGES

FORM = "def plan_form():\n    return plan, model_run"
STUB = "*Write your page here.*"

COURSE = """
title = "A course"
path = [
  {{ id = "m01", coming = "Numbers" }}, {{ id = "m02", coming = "Groups" }},
  {{ id = "m03", coming = "Poverty" }}, {{ id = "m04", coming = "Savings" }},
  {{ id = "m05", coming = "Credit" }}, {{ id = "m06", coming = "Production" }},
  {{ id = "m07", coming = "Transport" }}, {{ id = "m08", coming = "Surplus" }},
  {{ id = "m09", coming = "Local partnership" }}, {{ id = "{module}", coming = "The long path" }},
]
"""

SOURCES = "".join(
    f"""
[{key}]
title = "The text {key}"
publisher = "Its author"
url = "https://{key}.example"
year = "2016"
grade = "A"
note = "Made up for a test."
"""
    for key in ("N1", "A2", "J12")
)

PLAN = """plan = [
    {"link": "primary production", "group": "association", "partner": "Barangay council",
     "dimension": "people", "sdg": "2.3.1", "indicator": "income of a farming household",
     "unit": "pesos a year"},
    {"link": "processing", "group": "cooperative", "partner": "Provincial agriculture office",
     "dimension": "economy", "sdg": "8.3.1", "indicator": "members with paid work",
     "unit": "members"},
    {"link": "assembly and transport", "group": "workers' union", "partner": "Town hall",
     "dimension": "planet", "sdg": "9.4.1", "indicator": "fuel for one sack of rice",
     "unit": "litres"},
    {"link": "marketing", "group": "self-help group", "partner": "Parish",
     "dimension": "values", "sdg": "12.8.1", "indicator": "buyers who know a grower",
     "unit": "%"},
    {"link": "financing", "group": "club", "partner": "Rural bank",
     "dimension": "governance", "sdg": "16.7.2", "indicator": "members at the yearly meeting",
     "unit": "%"},
]
"""
RUN = """model_run = {"module": 9, "result": 1.84, "unit": "times",
       "means": "Of each peso that is spent with us, most is spent again in our town."}
"""
WORDS = {
    "capstone-governance": "# Rice of San Isidro\n\nOne member, one vote.",
    "capstone-values": "## Values\n\nWe help the *neediest* first.\n\n### How\n\nBy turns.",
    "capstone-people": "Thirty households eat.",
    "capstone-planet": "No husks are burnt.",
    "capstone-economy": "The weakest assumption is the price of rice.",
}


def small_course(folder: Path) -> Path:
    """A course with nothing but what the plan's page is made from."""
    (folder / "course").mkdir(parents=True)
    (folder / "course" / "course.toml").write_text(COURSE.format(module=MODULE), "utf-8")
    (folder / "course" / "sources.toml").write_text(SOURCES, "utf-8")
    (folder / "release" / MODULE).mkdir(parents=True)
    nbformat.write(released(), folder / "release" / MODULE / "exercises.ipynb")
    return folder


def released() -> Any:
    """The capstone as learners get it."""
    pages = [
        cell
        for name, dimension in PAGES.items()
        for cell in (
            new_markdown_cell(f"### {dimension}: the course's words", id=f"about-{name}"),
            labelled(new_markdown_cell(STUB), name, grade=True, solution=True, points=4),
        )
    ]
    cells = [
        new_markdown_cell("# Exercises of a course", id="exercises-001"),
        new_code_cell("import math", id="exercises-002"),
        new_markdown_cell("## Your plan", id="exercises-003"),
        labelled(new_code_cell("plan = []"), "plan-steps", grade=False, solution=True),
        new_markdown_cell("### One model run", id="exercises-005"),
        labelled(new_code_cell("model_run = {}"), "plan-run", grade=False, solution=True),
        new_markdown_cell("The check. Run the next two cells.", id="exercises-007"),
        labelled(new_code_cell(FORM), "plan_form-answer", grade=False, solution=False),
        labelled(
            new_code_cell("raise SystemExit"), "plan_form", grade=True, solution=False, points=4
        ),
        *pages,
        new_markdown_cell("## What is next", id="exercises-099"),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def labelled(cell: Any, name: str, **label: Any) -> Any:
    cell["id"] = name
    given = {"grade_id": name, "schema_version": 3, "task": False, **label}
    cell.metadata["nbgrader"] = {"locked": not label["solution"], **given}
    return cell


def worked(plan: str = PLAN, run: str = RUN, **words: str) -> Any:
    """A learner's notebook; words: by dimension, in the place of the usual ones."""
    notebook = released()
    texts = WORDS | {f"capstone-{dimension}": text for dimension, text in words.items()}
    for name, text in {"plan-steps": plan, "plan-run": run, **texts}.items():
        cell_of(notebook, name)["source"] = text
    return notebook


def cell_of(notebook: Any, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell["id"] == name)


def add_after(notebook: Any, name: str, *cells: Any) -> Any:
    at = notebook.cells.index(cell_of(notebook, name))
    notebook.cells[at + 1 : at + 1] = cells
    return notebook


def saved(notebook: Any, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "exercises.ipynb"
    nbformat.write(notebook, path)
    return path


def png() -> str:
    """A picture of one point, in base64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        chunk(b"IDAT", zlib.compress(b"\0\x80")),
        chunk(b"IEND", b""),
    ]
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(parts)).decode()
