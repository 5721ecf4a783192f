"""``checks.json``: the specs of a notebook's exercises, as they travel beside it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from solidarity.answers.compare import Rule
from solidarity.course import CHECKS, CourseProblem
from solidarity.exercises.exercise import Case, Spec
from solidarity.foreign import bytes_of

FORMAT = 1
_MOST_BYTES = 50_000_000


class ChecksProblem(Exception):
    """``checks.json`` is missing or cannot be read; the message is meant for the learner."""


def to_text(specs: list[Spec]) -> str:
    """The content of ``checks.json``, the same bytes for the same specs."""
    content = {
        "format": FORMAT,
        "note": "Made by sse build. Examples only: no solution and no hidden case is in here.",
        "exercises": [dataclasses.asdict(spec) for spec in specs],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_text(text: str) -> dict[str, Spec]:
    """The specs by name. Raises ValueError or KeyError when the text is not a ``checks.json``."""
    content = json.loads(text)
    if content["format"] != FORMAT:
        raise ValueError(
            f"checks.json has format {content['format']}, and this course reads {FORMAT}"
        )
    return {entry["name"]: _spec(entry) for entry in content["exercises"]}


def _spec(entry: dict[str, Any]) -> Spec:
    fields = dict(entry)
    fields["rule"] = Rule(**fields["rule"])
    fields["read"] = tuple(fields["read"])
    fields["cases"] = [Case(**case) for case in fields["cases"]]
    return Spec(**fields)


def load(folder: Path) -> dict[str, Spec]:
    """The specs that lie beside a notebook in this folder."""
    path = folder / CHECKS
    try:
        return from_text(bytes_of(path, _MOST_BYTES).decode("utf-8"))
    except FileNotFoundError:
        raise ChecksProblem(
            f"The file checks.json is not in the folder {folder.name!r}. It travels with the "
            "notebook and holds the examples. If you moved the notebook, move it back, or copy "
            "checks.json from the module's folder to this one. Your answers are safe."
        ) from None
    except (CourseProblem, ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise ChecksProblem(
            f"The file checks.json in the folder {folder.name!r} cannot be read ({error}). "
            "Copy it again from the module's folder in release/. Your answers are safe."
        ) from None
