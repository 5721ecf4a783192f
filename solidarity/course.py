"""The manifest: which modules the course has, what each is about, and where its files lie.

``course/course.toml`` gives the order; each written module describes itself in ``module.toml``.
Landing page, README table, build and reports all read it here, so nothing is listed twice.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solidarity.problem import Problem

PARTS = ("reading", "case", "exercises")

WORK = "my-work"
"""The folder of a learner's own copies, in the folder of the course."""

EXERCISES = "exercises.ipynb"
CHECKS = "checks.json"
"""Beside a notebook with exercises: what is needed to check them at once."""


def released(root: Path, module: str) -> Path:
    """The folder of a module as learners get it."""
    return root / "release" / module


def masters(root: Path, module: str) -> Path:
    """The folder of a module as its authors write it."""
    return root / "course" / module


def key_of(root: Path, module: str) -> Path:
    """The key of a module's exercises."""
    return masters(root, module) / "key.py"


class CourseProblem(Problem):
    """Something in the course's files cannot be right; the message says where and what to do."""


@dataclass(frozen=True)
class Module:
    """One module of the path. ``written`` is False for a module that is still to come."""

    id: str
    number: int
    title: str
    written: bool
    about: str = ""
    minutes: dict[str, int] = field(default_factory=dict)
    prerequisites: tuple[str, ...] = ()
    outcomes: dict[str, str] = field(default_factory=dict)
    sdgs: tuple[str, ...] = ()
    idea: str = ""

    @property
    def total_minutes(self) -> int:
        """Minutes for reading, case and exercises together."""
        return sum(self.minutes.values())


@dataclass(frozen=True)
class Course:
    """The whole course and the folder it lies in."""

    root: Path
    title: str
    modules: tuple[Module, ...]

    @property
    def written(self) -> tuple[Module, ...]:
        """The modules that can be worked through today."""
        return tuple(module for module in self.modules if module.written)

    def folder(self, module: Module) -> Path:
        """Where the masters and the key of a module lie."""
        return masters(self.root, module.id)


def find_root(start: Path) -> Path:
    """The folder of the course that ``start`` lies in. Raises CourseProblem when there is none."""
    for folder in (start, *start.resolve().parents):
        if (folder / "course" / "course.toml").is_file():
            return folder
    raise CourseProblem(
        f"No course was found in {start} or above it (looked for course/course.toml). "
        "Change to the folder of the course and try again."
    )


def load_course(root: Path) -> Course:
    """Read the manifest. Raises CourseProblem with the file and the reason when it is not right."""
    path = root / "course" / "course.toml"
    manifest = read_toml(path)
    try:
        entries = manifest["path"]
        modules = tuple(_module(root, n, entry) for n, entry in enumerate(entries, start=1))
        title = str(manifest["title"])
    except KeyError as missing:
        raise CourseProblem(f"{path.name}: the field {missing} is missing.") from None
    except TypeError:
        raise CourseProblem(
            f'{path.name}: each entry of path looks like {{ id = "m04-savings-groups" }}.'
        ) from None
    _demand_each_once(root, [module.id for module in modules])
    return Course(root, title, modules)


def _demand_each_once(root: Path, listed: list[str]) -> None:
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise CourseProblem(f"course.toml lists the module {twice[0]!r} twice.")
    folders = sorted(path.parent.name for path in (root / "course").glob("*/module.toml"))
    forgotten = [name for name in folders if name not in listed]
    if forgotten:
        raise CourseProblem(
            f"The folder course/{forgotten[0]} is not in course.toml. Add it to the path."
        )


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary. Raises CourseProblem naming the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseProblem(f"{path} is missing.") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseProblem(f"{path}: {error}.") from None


def _module(root: Path, number: int, entry: dict[str, Any]) -> Module:
    folder = masters(root, entry["id"])
    if not folder.is_dir():
        if "coming" not in entry:
            raise CourseProblem(
                f"course.toml lists the module {entry['id']!r}, and it has no folder in course/. "
                'Write the module, or give the entry a title as coming = "…".'
            )
        return Module(entry["id"], number, entry["coming"], written=False)
    if "coming" in entry:
        raise CourseProblem(
            f"The module {entry['id']!r} has a folder and is still coming in course.toml. "
            "Remove the line coming = …"
        )
    path = folder / "module.toml"
    about = read_toml(path)
    try:
        return Module(
            id=entry["id"],
            number=number,
            title=about["title"],
            written=True,
            about=about["about"],
            minutes={part: _minutes(about["minutes"][part], part) for part in PARTS},
            prerequisites=_names(about["prerequisites"], "prerequisites"),
            outcomes={outcome["id"]: outcome["text"] for outcome in about["outcome"]},
            sdgs=_names(about["sdgs"], "sdgs"),
            idea=about["idea"],
        )
    except KeyError as missing:
        raise CourseProblem(f"course/{entry['id']}/module.toml: {missing} is missing.") from None
    except (TypeError, ValueError) as error:
        raise CourseProblem(f"course/{entry['id']}/module.toml: {error}.") from None


def _minutes(given: Any, part: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given <= 0:
        raise ValueError(f"minutes.{part} is {given!r}, and must be a whole number of minutes")
    return given


def _names(given: Any, field_name: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise ValueError(f'{field_name} is {given!r}, and must be a list such as ["a", "b"]')
    return tuple(given)
