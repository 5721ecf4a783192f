"""The steps from what authors wrote to what learners get: read → check → fill → run → release.

Each module goes through them by itself, so that modules can be made side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from solidarity.author import landing
from solidarity.author.bibliography import check_sources, list_sources
from solidarity.author.case_outputs import (
    PARTS_WITH_OUTPUTS,
    output_problems,
    run_case,
    save_outputs,
)
from solidarity.author.drafts import FIGURES, PAGES, Draft, Known
from solidarity.author.glossary import check_glossary, list_terms, list_words
from solidarity.author.master import BuildProblem, Master, parse, read_text
from solidarity.author.prompts import ready
from solidarity.author.release import Release
from solidarity.author.source import (
    check_master,
    headings,
    notebook_text,
    reread,
    source_notebook,
)
from solidarity.course import CHECKS, Module
from solidarity.exercises.directives import FILE as WORDS
from solidarity.exercises.exercise import Exercise, KeyProblem
from solidarity.exercises.keys import key_problems, load_key
from solidarity.exercises.spec import Spec, to_text

Key = dict[str, Exercise]

FILL: tuple[Callable[[Any, Known], None], ...] = (
    lambda notebook, known: landing.list_modules(notebook, known.course),
    lambda notebook, known: list_terms(notebook, known.glossary, known.uses),
    lambda notebook, known: list_sources(notebook, known.sources),
    lambda notebook, known: list_words(notebook, known.glossary),
)
"""What the build writes into a notebook, one after the other, each into the place kept for it."""


def make_module(draft: Draft, known: Known, config_file: Path) -> dict[str, str]:
    """Every generated file of a module by its path below the root, with its text.

    config_file: the course's settings of nbgrader. Raises BuildProblem with every problem of the
    first step that finds one.
    """
    masters, key, problems = _read(draft)
    specs, found = _check(draft, known, masters, key)
    _demand_none(problems + found)
    notebooks = {part: _filled(master, part, known) for part, master in masters.items()}
    _demand_none(_run(masters, notebooks))
    source, release = f"source/{draft.module.id}", f"release/{draft.module.id}"
    beside = {CHECKS: to_text(specs)} | {f"{FIGURES}/{n}": t for n, t in draft.figures.items()}
    given = Release(draft.module.id, config_file)
    return (
        {f"{source}/{part}.ipynb": notebook_text(nb) for part, nb in notebooks.items()}
        | {f"{source}/{name}": text for name, text in beside.items()}
        | {f"{release}/{part}.ipynb": given.text(nb, part) for part, nb in notebooks.items()}
        | {f"{release}/{name}": text for name, text in beside.items()}
    )


def make_page(name: str, known: Known) -> str:
    """The text of a page beside the modules: the landing page, or the glossary."""
    part = Path(name).stem.lower()
    master = parse(read_text(known.course.root / PAGES[name], PAGES[name]), PAGES[name])
    _demand_none(_named_problems(master, part, known))
    return notebook_text(_filled(master, part, known))


def _demand_none(problems: list[str]) -> None:
    if problems:
        raise BuildProblem(problems)


# --- Read ----------------------------------------------------------------------------------------


def _read(draft: Draft) -> tuple[dict[str, Master], Key | None, list[str]]:
    """The masters that can be parsed, the key (None if it cannot be run), and the problems."""
    key, problems = key_of(draft.folder, draft.name)
    problems += draft.problems
    masters = {}
    for part, text in draft.masters.items():
        try:
            masters[part] = ready(parse(text, f"{draft.name}/{part}.md"), key or {})
        except BuildProblem as found:
            problems += found.problems
    return masters, key, problems


def key_of(folder: Path, name: str) -> tuple[Key | None, list[str]]:
    """The key of a module and its problems; no key at all when it cannot be run."""
    if not (folder / WORDS).is_file():
        # The master itself is the problem, and is told with the others.
        return None, []
    try:
        key = load_key(folder / "key.py")
    except KeyProblem as error:
        return None, [f"{name}/{problem}" for problem in error.problems]
    return key, [f"{name}/key.py: {problem}." for problem in key_problems(key)]


# --- Check ---------------------------------------------------------------------------------------


def _check(
    draft: Draft, known: Known, masters: dict[str, Master], key: Key | None
) -> tuple[list[Spec], list[str]]:
    """What ``checks.json`` is to hold, and what is wrong with masters and key."""
    problems = []
    for part, master in masters.items():
        problems += check_master(master, key if part == "exercises" else {})
        problems += _named_problems(master, part, known)
    specs = []
    anchors = headings(masters["reading"]) if "reading" in masters else None
    for name, exercise in (key or {}).items():
        problems += _outcome_problems(draft.module, name, exercise)
        if anchors is None:
            # The reading itself is the problem, and is told already.
            continue
        try:
            read = reread(exercise.read, anchors, f"{draft.name}/key.py: {name}")
            specs.append(exercise.spec(name, read=read))
        except BuildProblem as found:
            problems += found.problems
    return specs, problems


def _named_problems(master: Master, part: str, known: Known) -> list[str]:
    """Sources and terms that a master names, and that there are not."""
    return check_sources(master, known.sources) + check_glossary(master, part, known.glossary)


def _outcome_problems(module: Module, name: str, exercise: Exercise) -> list[str]:
    if exercise.outcome in module.outcomes:
        return []
    return [
        f"course/{module.id}/key.py: {name}: the outcome {exercise.outcome!r} is not in "
        f"module.toml, which has {', '.join(module.outcomes)}."
    ]


# --- Fill ----------------------------------------------------------------------------------------


def _filled(master: Master, part: str, known: Known) -> Any:
    """The notebook for ``source/``: the master's, with what the build writes into it."""
    # The steps give cells other words; the master's own stay, for its lines are told by them.
    notebook = NotebookNode(cells=[copy(cell) for cell in master.notebook.cells])
    for step in FILL:
        step(notebook, known)
    return source_notebook(notebook, part)


# --- Run -----------------------------------------------------------------------------------------


def _run(masters: dict[str, Master], notebooks: dict[str, Any]) -> list[str]:
    """Put into the case what its cells show; returns the problems that they meet."""
    problems = []
    for part in PARTS_WITH_OUTPUTS:
        shown = run_case(masters[part])
        problems += output_problems(masters[part], shown)
        if not problems:
            save_outputs(notebooks[part], shown)
    return problems
