"""The folder of the course that a command works in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solidarity.course import CourseProblem, find_root

Root = Annotated[
    Path | None, typer.Option(help="The folder of the course; found from here if not given.")
]


def root_of(given: Path | None) -> Path:
    """The folder that was named, or the one around here. Raises CourseProblem if it is none."""
    return find_root(given if given is not None else _here())


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise CourseProblem(
            "The folder that this terminal is in was moved or deleted. Change to the folder of the "
            "course (cd), and try again."
        ) from None
