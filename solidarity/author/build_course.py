"""The whole build, or one module of it: its modules side by side, then the pages about them all."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from solidarity.author import landing
from solidarity.author.drafts import PAGES, Draft, Known, read_plan
from solidarity.author.glossary import unused_terms
from solidarity.author.master import BuildProblem
from solidarity.author.record import Generated, stray_files
from solidarity.author.release import load_config
from solidarity.author.steps import make_module, make_page
from solidarity.run.processes import context

CONFIG = "nbgrader_config.py"

_FOR_ALL = ("pandas", "solidarity.explore", "IPython.core.completer", "IPython.core.magics")
"""What the key or the case of nearly every module imports, and takes long."""


def make(root: Path, module: str = "") -> Generated:
    """Every generated file with its text: of the whole course, or of one module. Writes nothing.

    module: the id of a written module. The pages that tell of all modules are made with it.
    Raises BuildProblem with every problem found in masters and keys.
    """
    plan = read_plan(root)
    wanted = [draft for draft in plan.drafts if module in ("", draft.module.id)]
    made = Generated({}, module)
    problems: list[str] = []
    for files, found in _modules(wanted, plan.known, root / CONFIG):
        made.files.update(files)
        problems += found
    for name in PAGES:
        try:
            made.files[name] = make_page(name, plan.known)
        except BuildProblem as found_there:
            problems += found_there.problems
    if not problems:
        # Told last: a reading with a problem of its own may be the one that would link a term.
        problems = unused_terms(plan.known.glossary, plan.known.uses) + stray_files(root, made)
    if problems:
        raise BuildProblem(problems)
    readme = root / "README.md"
    if readme.is_file():
        text = readme.read_text(encoding="utf-8")
        made.files[readme.name] = landing.readme(text, plan.known.course)
    return made


def _modules(
    drafts: list[Draft], known: Known, config_file: Path
) -> Iterable[tuple[dict[str, str], list[str]]]:
    """For each module its files, or its problems."""
    work = partial(_files_or_problems, known=known, config_file=config_file)
    if len(drafts) == 1:
        return [work(drafts[0])]
    # Imported here, so that the processes, which are copies of this one, need not do it each.
    load_config(config_file)
    for name in _FOR_ALL:
        importlib.import_module(name)
    # It stays as it is: Python need not look through it again and again, in no copy either.
    gc.freeze()
    try:
        with ProcessPoolExecutor(os.cpu_count() or 1, context()) as workers:
            return list(workers.map(work, drafts))
    finally:
        gc.unfreeze()


def _files_or_problems(
    draft: Draft, known: Known, config_file: Path
) -> tuple[dict[str, str], list[str]]:
    try:
        return make_module(draft, known, config_file), []
    except BuildProblem as found:
        return {}, found.problems
