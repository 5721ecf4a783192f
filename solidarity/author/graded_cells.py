"""The settings that nbgrader wants of a cell, from the short form in which a master gives them.

A master names a cell for what it is, and nothing else::

    ```{code-cell} ipython3
    :check: share_value

A cell with settings of nbgrader's own, written out, is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solidarity.exercises.exercise import Exercise
from solidarity.notebooks.labels import ANSWER, label_of, name_of

_SETTINGS = {
    "answer": {"grade": False, "locked": False, "solution": True},
    "solution": {"grade": False, "locked": False, "solution": True},
    "locked": {"grade": False, "locked": True, "solution": False},
    "check": {"grade": True, "locked": True, "solution": False},
    "reflection": {"grade": True, "locked": False, "solution": True},
}
"""What each kind of cell is for nbgrader.

An answer belongs to the check of its name. A solution is any other cell that learners write in, a
locked cell one that they shall not change, and a reflection is graded by hand.
"""

SHORT = (*_SETTINGS, "points")
"""The names that the short form uses among the metadata of a cell."""


DERIVED = ("checksum", "cell_type")
"""What nbgrader adds when it generates: it follows from the cell itself."""


def kind_of(cell: Any) -> str | None:
    """The kind of a cell in its short form; None for a cell without."""
    return next((kind for kind in _SETTINGS if kind in cell.metadata), None)


def write_out(cell: Any, key: Mapping[str, Exercise]) -> None:
    """Give a cell nbgrader's settings in the place of the short form.

    The points of a check are those of the key; 0 where the key has no such exercise.
    """
    kind = kind_of(cell)
    if kind is None:
        return
    name = str(cell.metadata.pop(kind))
    cell.metadata["nbgrader"] = _settings(kind, name, cell.metadata.pop("points", None), key)


def shorten(cell: Any, key: Mapping[str, Exercise]) -> None:
    """Give a cell the short form back, if nothing of its settings is lost by it."""
    written = {name: value for name, value in label_of(cell).items() if name not in DERIVED}
    grade_id, points = name_of(cell), written.get("points")
    for kind in _SETTINGS if written else ():
        name = grade_id.removesuffix(ANSWER) if kind == "answer" else grade_id
        own = {"points": points} if kind == "reflection" else {}
        if _settings(kind, name, own.get("points"), key) == written:
            del cell.metadata["nbgrader"]
            cell.metadata.update({kind: name, **own})
            return


def _settings(
    kind: str, name: str, points: float | None, key: Mapping[str, Exercise]
) -> dict[str, Any]:
    """What nbgrader wants of a cell of this kind; points: those that the short form gives."""
    settings = {"grade_id": name, "schema_version": 3, "task": False, **_SETTINGS[kind]}
    if kind == "answer":
        settings["grade_id"] = name + ANSWER
    if kind == "check" and points is None:
        points = key[name].points if name in key else 0
    if settings["grade"]:
        settings["points"] = points
    return dict(sorted(settings.items()))
