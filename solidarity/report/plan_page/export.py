"""What ``sse export`` does: from a learner's notebook to ``plan.html`` and ``plan.pdf``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from solidarity.author.bibliography import load_sources
from solidarity.course import CourseProblem, load_course
from solidarity.files import write_whole
from solidarity.models.plan import missing
from solidarity.page.markdown import Heading
from solidarity.problem import Problem
from solidarity.report.plan_page import pdf
from solidarity.report.plan_page.capstone import PAGES, RUN, Capstone, own_copy, read_capstone
from solidarity.report.plan_page.computed import plan_and_run
from solidarity.report.plan_page.layout import PlanPage, html_of, run_of, steps_of
from solidarity.report.plan_page.seal import is_ours, sealed
from solidarity.report.plan_page.sections import Section, parts_of, place_in, section
from solidarity.run.whose import Before

HTML, PDF = "plan.html", "plan.pdf"
TITLES = {
    "governance": "Governance: who decides",
    "values": "Values: what binds us",
    "people": "People: who gains",
    "planet": "Planet: what it takes and gives back",
    "economy": "Economy: what carries it, and what may break it",
}
UNTITLED = "A plan for a solidarity-based community enterprise"
_SOURCES = ("N1", "A2", "J12")
"""Of the links and groups, of the five dimensions, and of the codes."""


class Incomplete(Problem):
    """The plan is not complete; the message says in plain sentences what it lacks."""

    code = 1

    def __init__(self, lacking: Sequence[str]) -> None:
        lines = [f"• {sentence}" for sentence in lacking]
        save = "Save your notebook when it is. To have it as it stands: sse export --draft"
        super().__init__("\n".join(["The plan is not complete yet:", *lines, save]))


@dataclass(frozen=True)
class Exported:
    """The files that were written. no_pdf: why there is no PDF, "" if there is one.

    missing: what a draft lacks. notes: what its author may want to mend.
    """

    html: Path
    pdf: Path | None
    no_pdf: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def export(
    root: Path,
    notebook: Path | None = None,
    *,
    to: Path | None = None,
    title: str = "",
    name: str = "",
    draft: bool = False,
    browser: str | None = None,
    today: date,
    before: Before = lambda jailed: None,
) -> Exported:
    """Write the page, and the PDF where a browser can print it.

    notebook: the learner's own copy of module 10 if None. to: the folder to write to, else that of
    the notebook. title: else the first heading of the first page. browser: one that prints.
    before: see ``run_own``; called only where the plan is computed.
    Raises CourseProblem, UnreadableNotebook, or Incomplete for what is no draft; then nothing is
    written.
    """
    capstone = read_capstone(root, notebook if notebook is not None else own_copy(root))
    folder = to if to is not None else capstone.folder
    _demand_free(folder)
    plan, run, trouble = plan_and_run(root, capstone, before)
    lacking = missing(plan, run) + [
        f"The page on {PAGES[part]} is not written yet: the cell {part}."
        for part in capstone.unwritten
    ]
    if lacking and not draft:
        raise Incomplete(lacking)
    page, notes = _page(root, capstone, plan, run, title, name, today, draft=bool(lacking))
    html = folder / HTML
    write_whole(html, sealed(html_of(page)))
    written, no_pdf = _print(html, folder / PDF, browser)
    said = (*capstone.said, *trouble, *notes)
    return Exported(html, written, no_pdf, tuple(lacking), said)


def _demand_free(folder: Path) -> None:
    """Nobody's file is written over: neither another's, nor one of ours that was changed."""
    if folder.exists() and not folder.is_dir():
        raise CourseProblem(f"{folder} is a file. Give a folder: sse export --to FOLDER")
    for path in (folder / HTML, folder / PDF):
        if os.path.lexists(path) and not is_ours(path):
            names = (folder / f"plan-{n}" for n in range(2, 1000))
            free = next(name for name in names if not os.path.lexists(name))
            raise CourseProblem(
                f"{path} was not written by this command, or was changed since. It stays as it is. "
                f"Give another folder, as in: sse export --to {free}"
            )


def _page(
    root: Path,
    capstone: Capstone,
    plan: object,
    run: object,
    title: str,
    name: str,
    today: date,
    *,
    draft: bool,
) -> tuple[PlanPage, list[str]]:
    place = place_in(capstone.folder)
    parts = {part: parts_of(cells, place) for part, cells in capstone.cells.items()}
    for part, dimension in PAGES.items():
        parts[part] = _without_its_name(parts[part], dimension)
    notes = []
    if not title:
        title, parts = _titled(parts)
    if not title:
        title = UNTITLED
        notes.append('The plan has no title of its own. Give it one: sse export --title "…"')
    sections = {part: section(found) for part, found in parts.items()}
    notes += [_wordless(part, found) for part, found in sections.items() if found.wordless]
    course = load_course(root)
    sources = load_sources(root / "course" / "sources.toml")
    page = PlanPage(
        title=title,
        name=name,
        day=today,
        draft=draft,
        steps=steps_of(plan),
        run=run_of(run, {module.number: module.title for module in course.modules}),
        drawn=sections[RUN].html,
        parts=[(TITLES[dimension], sections[part].html) for part, dimension in PAGES.items()],
        sources=[
            f"{one.publisher}, {one.title} ({one.year}). {one.url}"
            for one in map(sources.__getitem__, _SOURCES)
        ],
    )
    return page, notes


def _without_its_name(parts: list[Heading | str], dimension: str) -> list[Heading | str]:
    """The page puts the dimension above each part; a learner may have done so too."""
    first = parts[0] if parts else ""
    doubled = isinstance(first, Heading) and first.words.strip(" .:0123456789").lower() == dimension
    return parts[1:] if doubled else parts


def _titled(parts: dict[str, list[Heading | str]]) -> tuple[str, dict[str, list[Heading | str]]]:
    """The first heading of the first page, which then stands above them all, and the rest."""
    first, *_ = PAGES
    for at, part in enumerate(parts[first]):
        if isinstance(part, Heading):
            rest = parts[first][:at] + parts[first][at + 1 :]
            return part.words, {**parts, first: rest}
    return "", parts


def _wordless(part: str, found: Section) -> str:
    count = "One picture" if found.wordless == 1 else f"{found.wordless} pictures"
    return (
        f"{count} at {part} cannot be heard by people who do not see. In a text, say what it shows "
        "between the square brackets: ![Our mill in March](…). Below a code cell, say it in words."
    )


def _print(html: Path, target: Path, browser: str | None) -> tuple[Path | None, str]:
    found = browser or pdf.find_browser()
    if found is None:
        return None, "no browser that can print by itself (Chromium, Chrome or Edge) was found"
    try:
        content = pdf.printed(html, target.with_name(f".{PDF}.printing.pdf"), found)
    except pdf.NoPdf as problem:
        return None, str(problem)
    write_whole(target, sealed(content))
    return target, ""
