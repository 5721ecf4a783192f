"""All that a statement of grades says, in lines: nothing is signed that is not shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from solidarity.course import CourseProblem
from solidarity.foreign import visible

FORMAT = "solidarity statement 1"
_MOST_LETTERS = 300
_MOST_MODULES = 1_000
_MOST_POINTS = 1_000_000


def facts(content: dict[str, Any]) -> list[str]:
    """All that a statement says, a line each: whatever is signed is shown.

    Raises CourseProblem when it lacks something, or says more than can be shown here.
    """
    _demand_parts("it", content, _PARTS)
    for module in content["modules"]:
        _demand_parts("a module in it", module, _OF_A_MODULE)
        open_ones = [module["points"] is None, module["of"] is None, not module["final"]]
        if open_ones[0] != open_ones[1] or all(open_ones):
            raise CourseProblem(_odd("a module in it", "points"))
    said = [f"{name}: {_spaced(content[name])}" for name in _PARTS if name not in _NOT_TEXTS]
    rows = zip(content["modules"], lines(content), strict=True)
    return said + [
        f"  {_spaced(title)} ({_spaced(module['id'])}): {points}"
        for module, (title, points) in rows
    ]


def _demand_parts(what: str, given: Any, wanted: Mapping[str, Callable[[Any], bool]]) -> None:
    if not isinstance(given, dict):
        raise CourseProblem(_odd("it", "modules"))
    for name, fit in wanted.items():
        if name not in given:
            raise CourseProblem(f"{what} lacks “{name}”")
        if not fit(given[name]):
            raise CourseProblem(_odd(what, name))
    for name in given.keys() - wanted.keys():
        raise CourseProblem(
            f"{what} has a part “{visible(name[:_MOST_LETTERS])}”, which this version of the "
            "course does not know; a newer one may"
        )


def _odd(what: str, name: str) -> str:
    return f"{what} has no “{name}” as statements have it"


def _spaced(text: str) -> str:
    """A text in which every sign can be seen, also the second of two blanks."""
    return re.sub(r"^ | (?= )| $", "<U+0020>", visible(text))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_LETTERS


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST_MODULES


def _are_points(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return value is None or (isinstance(value, int | float) and 0 <= value <= _MOST_POINTS)


_PARTS: dict[str, Callable[[Any], bool]] = {
    "format": lambda value: value == FORMAT,
    "course": _is_text,
    "version": _is_text,
    "name": _is_text,
    "learner": _is_text,
    "issued": _is_day,
    "modules": lambda value: isinstance(value, list) and len(value) < _MOST_MODULES,
}
"""What a statement holds, in the order in which it is read out."""

_NOT_TEXTS = ("format", "modules")

_OF_A_MODULE: dict[str, Callable[[Any], bool]] = {
    "id": _is_text,
    "number": _is_number,
    "title": _is_text,
    "points": _are_points,
    "of": _are_points,
    "final": lambda value: isinstance(value, bool),
}


def lines(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The modules of a statement and their marks, as people read them."""
    return [
        (
            f"{module['number']}. {module['title']}",
            "not handed in"
            if module["points"] is None
            else f"{_exact(module['points'])} of {_exact(module['of'])} points"
            + ("" if module["final"] else ", a part still to be marked"),
        )
        for module in content["modules"]
    ]


def _exact(points: float) -> str:
    """A number as people write it, and never another one than was signed."""
    short = f"{points:g}"
    return short if float(short) == points else repr(points)
