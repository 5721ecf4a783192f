"""A master: the MyST Markdown text that people write, read as a notebook and written back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml
from jupytext.myst import MystMetadataParsingError, myst_to_notebook, notebook_to_myst

from solidarity.author.graded_cells import DERIVED, SHORT
from solidarity.problem import Problem

HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---
"""
"""How every master begins: JupyterLab then opens it as a notebook."""

GENERATED_SOURCES = "<!-- sources: made by sse build -->"
"""What follows this mark in a cell is made by the build, and is not part of the master."""

GENERATED_WORDS = "<!-- words: made by sse build -->"
"""The same, in the cell with the words of a reading. All of that cell is made by the build."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class BuildProblem(Problem):
    """What keeps the build from going on: one sentence per problem, each with its place."""

    code = 1

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(f"• {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Master:
    """A master as read: its notebook, and for each cell the line of the text it starts at."""

    name: str
    notebook: Any
    lines: list[int]

    def place(self, cell: int) -> str:
        """``course/m04/reading.md, cell 3, line 41``: where a problem is."""
        return f"{self.name}, cell {cell + 1}, line {self.lines[cell]}"


def read_master(path: Path, name: str) -> Master:
    """Read and parse a master. Raises BuildProblem as ``read_text`` and ``parse`` do."""
    return parse(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """The text of a master. Raises BuildProblem when the file is missing or no text."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BuildProblem([f"{name} is missing."]) from None
    except UnicodeDecodeError as error:
        raise BuildProblem([f"{name} is not UTF-8 text ({error.reason})."]) from None


def parse(text: str, name: str) -> Master:
    """A master from its text. Raises BuildProblem naming file, cell and line if it cannot be."""
    if not text.startswith(HEADER):
        raise BuildProblem(
            [f"{name}, line 1: a master begins with this header, word for word:\n{HEADER}"]
        )
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise BuildProblem([f"{name}: {_yaml_place(text, error)}"]) from None
    except yaml.YAMLError as error:
        raise BuildProblem([f"{name}: the YAML of a cell cannot be read: {error}"]) from None
    starts = notebook.metadata.pop("source_map")
    return Master(name, notebook, [_first_line(text, start) for start in starts])


def _first_line(text: str, start: int) -> int:
    """The line, counted from 1, where a cell's text begins: blank lines above it do not count."""
    lines = text.splitlines()
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start + 1


def _yaml_place(text: str, error: Exception) -> str:
    """jupytext's message, with the line counted from the top of the file and not of the YAML."""
    found = re.match(r"(\w+) cell (\d+) at line (\d+) could not be read: (.*)", str(error), re.S)
    if found is None:
        return f"the header cannot be read: {error}"
    kind, cell, line, reason = found.groups()
    at, form = int(line), "JSON"
    if kind == "Code":
        inner = re.findall(r"line (\d+)", reason)
        # Settings between lines of three strokes begin a line lower than those with colons.
        fenced = text.splitlines()[at : at + 1] == ["---"]
        at, form = at + int(inner[-1]) + fenced if inner else at, "YAML"
    reason = re.sub(
        r'\s*(in "<unicode string>", )?:? line \d+,? column \d+( \(char \d+\))?:?', "", reason
    )
    reason = " ".join(reason.split())
    return (
        f"cell {int(cell) + 1}, line {at}: the settings of this {kind.lower()} cell are not valid "
        f"{form} ({reason}). Compare them with a cell that works."
    )


def write_master(notebook: Any) -> str:
    """The text of a master for a notebook: the form in which every master is kept."""
    cells = [_bare_cell(cell, place) for place, cell in enumerate(notebook.cells)]
    bare = nbformat.v4.new_notebook(cells=cells)
    body = notebook_to_myst(bare, default_lexer="ipython3")
    return f"{HEADER}\n{body.lstrip()}"


def _bare_cell(cell: Any, place: int) -> Any:
    before, mark, _ = cell.source.partition(GENERATED_SOURCES)
    bare = new_cell(cell, f"cell-{place}")
    bare.source = before + mark
    return bare


def new_cell(cell: Any, name: str) -> Any:
    """A cell of the same kind and text without outputs, with only the metadata that is kept.

    name: its id. Whether it is a cell is not asked here: a notebook is validated whole.
    """
    made = {
        "id": name,
        "cell_type": cell.cell_type,
        "source": cell.source,
        "metadata": kept_metadata(cell),
    }
    if cell.cell_type == "code":
        made |= {"execution_count": None, "outputs": []}
    return nbformat.from_dict(made)


def kept_metadata(cell: Any) -> dict[str, Any]:
    """The metadata of a cell that is part of the course: what it is for nbgrader, tags, folding."""
    kept: dict[str, Any] = {}
    if "nbgrader" in cell.metadata:
        settings = sorted(cell.metadata["nbgrader"].items())
        kept["nbgrader"] = {name: value for name, value in settings if name not in DERIVED}
    kept |= {name: cell.metadata[name] for name in SHORT if name in cell.metadata}
    if cell.metadata.get("tags"):
        kept["tags"] = list(cell.metadata["tags"])
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        # The code of a case opens folded: a learner meets the panel first.
        kept["jupyter"] = {"source_hidden": True}
    return kept
