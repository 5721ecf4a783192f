"""What a build is made from: every file that people write, read once, before anything is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from solidarity.author.bibliography import Source, load_sources
from solidarity.author.glossary import Entry, keys_linked, load_glossary
from solidarity.author.master import BuildProblem, read_text
from solidarity.course import PARTS, Course, Module, load_course

PAGES = {"START.ipynb": "course/index.md", "GLOSSARY.ipynb": "course/glossary.md"}
"""The notebooks beside the modules, each with its master."""

FIGURES = "figures"


@dataclass(frozen=True)
class Known:
    """What every page may name: the manifest, the sources, the terms.

    uses: for each term the modules whose reading links it.
    """

    course: Course
    sources: Mapping[str, Source]
    glossary: Mapping[str, Entry]
    uses: Mapping[str, list[Module]]


@dataclass(frozen=True)
class Draft:
    """A module as its authors wrote it; its key is not run yet.

    masters: the text of each part that could be read. figures: their texts by their file's name.
    problems: of the files that could not be read, a sentence each.
    """

    module: Module
    folder: Path
    masters: Mapping[str, str]
    figures: Mapping[str, str]
    problems: tuple[str, ...]

    @property
    def name(self) -> str:
        """The folder by its path from the root, as problems tell it."""
        return f"course/{self.module.id}"


@dataclass(frozen=True)
class Plan:
    """Everything that a build is made from; ``drafts`` are all the written modules'."""

    known: Known
    drafts: tuple[Draft, ...]


def read_plan(root: Path) -> Plan:
    """Read the manifest, the sources, the glossary and the masters, each file once.

    Raises CourseProblem when one of the first three cannot be right.
    """
    course = load_course(root)
    sources = load_sources(root / "course" / "sources.toml")
    glossary = load_glossary(root / "course" / "glossary.toml")
    drafts = tuple(_read_draft(course, module) for module in course.written)
    return Plan(Known(course, sources, glossary, _uses(drafts)), drafts)


def _read_draft(course: Course, module: Module) -> Draft:
    folder = course.folder(module)
    masters: dict[str, str] = {}
    problems: list[str] = []
    for part in PARTS:
        try:
            masters[part] = read_text(folder / f"{part}.md", f"course/{module.id}/{part}.md")
        except BuildProblem as found:
            problems += found.problems
    figures = {
        figure.name: figure.read_text(encoding="utf-8")
        for figure in sorted((folder / FIGURES).glob("*.svg"))
    }
    return Draft(module, folder, masters, figures, tuple(problems))


def _uses(drafts: Iterable[Draft]) -> dict[str, list[Module]]:
    """For each term the modules whose reading links it; a reading that is missing links none."""
    found: dict[str, list[Module]] = {}
    for draft in drafts:
        for key in dict.fromkeys(keys_linked(draft.masters.get("reading", ""))):
            found.setdefault(key, []).append(draft.module)
    return found
