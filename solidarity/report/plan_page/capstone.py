"""The capstone in a learner's notebook: her plan, her model run, and the five pages she wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solidarity.course import EXERCISES, WORK, CourseProblem
from solidarity.foreign import bytes_of, visible
from solidarity.models.scorecard import DIMENSIONS
from solidarity.notebooks.labels import name_of
from solidarity.notebooks.repair import repair
from solidarity.notebooks.submitted import MOST_BYTES, read_submitted
from solidarity.notebooks.which import released_of

MODULE = "m10-long-path"
STEPS, RUN, FORM = "plan-steps", "plan-run", "plan_form"
PAGES = {f"capstone-{dimension}": dimension for dimension in DIMENSIONS}
"""The cells that people read, by name, and the dimension of each."""


@dataclass(frozen=True)
class Capstone:
    """What a learner made of the capstone.

    notebook: mended, with what its cells showed as it came. cells: her own cells by the part they
    belong to, which is ``plan-run`` or a name of ``PAGES``. unwritten: the pages that have no words
    of hers. said: what was mended.
    """

    folder: Path
    notebook: Any
    cells: dict[str, list[Any]]
    unwritten: tuple[str, ...]
    said: tuple[str, ...]


def own_copy(root: Path) -> Path:
    """Where ``sse start`` lays the notebook with the capstone."""
    return root / WORK / MODULE / EXERCISES


def read_capstone(root: Path, path: Path) -> Capstone:
    """The capstone in this notebook. Raises CourseProblem or UnreadableNotebook in plain words."""
    try:
        data = bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        raise CourseProblem(
            f"There is no notebook {visible(path)}. Run `sse start` for a copy of your own, "
            "or give the path of your notebook."
        ) from None
    notebook, said = read_submitted(data, outputs=True)
    module, released = released_of(root, path.name, notebook)
    if STEPS not in map(name_of, released.cells):
        raise CourseProblem(
            f"{visible(path)} is a notebook of {module}. The plan is made in {MODULE}: "
            f"give {own_copy(Path()).as_posix()}, or leave the path out."
        )
    mended, repairs = repair(notebook, released)
    cells = _by_part(mended.cells, released.cells)
    unwritten = tuple(name for name in PAGES if not any(map(_has_words, cells[name])))
    return Capstone(path.parent, mended, cells, unwritten, (*said, *repairs))


def _by_part(cells: Iterable[Any], released: Sequence[Any]) -> dict[str, list[Any]]:
    """The learner's own cells, those of a part and those that she put beside them.

    A cell that she put above a part, below the course's words for it, belongs to that part too.
    What is still as it was given is left out.
    """
    known = {cell.get("id") for cell in released}
    words = {cell.source.strip() for cell in released}
    parts: dict[str, list[Any]] = {name: [] for name in (RUN, *PAGES)}
    part, above = "", list[Any]()
    for cell in cells:
        name = name_of(cell)
        if name in parts:
            parts[name] += above if cell.source.strip() in words else [*above, cell]
            part, above = name, []
        elif name == FORM:
            # A chart of the model run may stand below the check, which is below the run.
            part, above = RUN, []
        elif name or cell.get("id") in known or cell.source.strip() in words:
            part, above = "", []
        elif part:
            parts[part].append(cell)
        else:
            above.append(cell)
    return parts


def _has_words(cell: Any) -> bool:
    return cell.cell_type == "markdown" and bool(cell.source.strip())
