"""Working copies: a learner works on her own copy of a module, and nothing ever overwrites it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from solidarity import trouble
from solidarity.check import remember
from solidarity.course import (
    CHECKS,
    WORK,
    Course,
    CourseProblem,
    Module,
    find_root,
    load_course,
    released,
)
from solidarity.files import write_whole
from solidarity.foreign import visible


@dataclass(frozen=True)
class Copies:
    """What was laid out: the new files, and those that were there and were kept."""

    new: tuple[str, ...]
    kept: tuple[str, ...]
    html: str

    def __repr__(self) -> str:
        return f"{len(self.new)} files copied to {WORK}/, {len(self.kept)} kept as they are."

    def _repr_html_(self) -> str:
        return self.html


def start(root: Path | str | None = None) -> Copies:
    """Lay out the learner's copies of all written modules in ``my-work/`` and link to them.

    A notebook that is there already is never touched, whatever happened to the course meanwhile.
    """
    top = find_root(Path(root) if root is not None else Path.cwd())
    course = load_course(top)
    new: list[str] = []
    kept: list[str] = []
    for module in course.written:
        try:
            _lay_out(course, module, new, kept)
        except OSError as error:
            place = visible(os.path.relpath(error.filename2 or error.filename or WORK, top))
            words = trouble.in_words(error, course.root / WORK)
            raise CourseProblem(
                f"{words or f'{place} cannot be written ({error.strerror}).'} "
                "Your copies are not complete. What was there is as it was."
            ) from None
    return Copies(tuple(new), tuple(kept), _links(course, top))


def _lay_out(course: Course, module: Module, new: list[str], kept: list[str]) -> None:
    source = released(course.root, module.id)
    if not source.is_dir():
        raise CourseProblem(
            f"release/{module.id} is missing, so there is nothing to copy. Run: sse build"
        )
    target = course.root / WORK / module.id
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        place = target / file.relative_to(source)
        if ".ipynb_checkpoints" in place.parts:
            continue
        # The examples are not the learner's work: mended ones reach everyone.
        if place.exists() and place.name != CHECKS:
            kept.append(str(place.relative_to(course.root)))
            continue
        write_whole(place, file.read_bytes())
        new.append(str(place.relative_to(course.root)))
    notes = target / remember.FILE
    if not notes.exists():
        write_whole(notes, remember.EMPTY.encode())


def _links(course: Course, top: Path) -> str:
    here = os.path.relpath(top, Path.cwd())
    base = "" if here == "." else f"{Path(here).as_posix()}/"
    # Imported here, as it knows the folder of the copies from this file.
    from solidarity.learn.progress import progress

    found = progress(course)
    items = "".join(item(one.module, base, one.words) for one in found.modules)
    return (
        '<div style="font-size:14px;line-height:1.6"><p>Your own copies are ready. '
        "Nobody else will change them. Open a part:</p>"
        f"<ul>{items}</ul>"
        f"<p><strong>{escape(found.words)}</strong> Run this box again to see how far you are.</p>"
        "</div>"
    )


def item(module: Module, base: str, how_far: str) -> str:
    """A line of the landing page: the module, its parts, and in words how far the learner is."""
    parts: dict[str, Any] = {"reading": "reading", "case": "case study", "exercises": "exercises"}
    links = " · ".join(
        f'<a href="{escape(base)}{WORK}/{module.id}/{part}.ipynb">{words}</a>'
        for part, words in parts.items()
    )
    title = f"Module {module.number}, {escape(module.title)}"
    return f"<li>{title}: {links} <em>({escape(how_far)})</em></li>"
