"""Whose notebook it is, and what is said and asked before its code runs.

One's own are the copies that ``sse start`` laid out: they are run in JupyterLab day after day, with
all rights. Any other file may come from anybody, also one that lies beside them in ``my-work/``:
where it came from cannot be seen in it. In a jail it can do no harm. Without one a person decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from solidarity.course import PARTS, WORK, find_root, released
from solidarity.foreign import visible
from solidarity.problem import Problem

Before = Callable[[bool], None]
"""Told, right before the first cell runs, whether it runs in a jail. Raises NotTrusted."""

OWN = "No jail is possible here, so your notebook runs with all your rights, as in JupyterLab."
MAYBE_OTHERS = (
    f"{{path}} is none of the copies that sse start laid out for you in {WORK}/, so somebody else "
    "may have written what is in it."
)
IN_THE_JAIL = "It is run in a jail: its code reaches no file of yours, and no network."
WITH_ALL_RIGHTS = (
    "No jail is possible here (it needs Linux and bubblewrap), so its code would run with all your "
    "rights: it may read, change, delete or send your files."
)
QUESTION = "Is it your own work, or do you trust it like your own? Run it?"
TRUSTED = "No jail is possible here. You trust it, so it runs with all your rights."
NOT_RUN = "Nothing was run."
NAME_THE_FLAG = "If it is your own work, or you trust it like your own, add --trust."


class NotTrusted(Problem):
    """The notebook was not run; the text says why, and what to do."""


def is_own(root: Path, notebook: Path) -> bool:
    """Whether this is one of the copies that ``sse start`` lays out, in one's own course.

    root: the folder of the course. A link leads elsewhere, a file of another user is theirs, and a
    folder that is called otherwise than a module came from elsewhere.
    """
    path = Path(os.path.abspath(notebook))
    top = Path(os.path.abspath(find_root(root)))
    copies = top / WORK
    if path.stem not in PARTS or path.suffix != ".ipynb" or path.parent.parent != copies:
        return False
    if not (released(top, path.parent.name) / path.name).is_file():
        return False
    if os.path.realpath(path) != os.path.realpath(notebook):
        # "pictures/../m04" is another m04 where pictures is a link.
        return False
    if any(part.is_symlink() for part in (path, path.parent, copies)):
        return False
    try:
        owner = path.stat().st_uid
    except OSError:
        return False
    # Windows has no numbers for users, and gives each of them a home that is theirs alone.
    return not hasattr(os, "getuid") or owner == os.getuid()


def before_running(
    root: Path,
    notebook: Path,
    *,
    trusted: bool,
    tell: Callable[[str], None],
    ask: Callable[[str], bool | None],
) -> Before:
    """What to do before this notebook runs. ask: None where there is nobody to answer."""
    if is_own(root, notebook):
        return lambda jailed: None if jailed else tell(OWN)

    def before(jailed: bool) -> None:
        tell(MAYBE_OTHERS.format(path=visible(notebook)))
        if jailed:
            tell(IN_THE_JAIL)
        elif trusted:
            tell(TRUSTED)
        else:
            tell(WITH_ALL_RIGHTS)
            answer = ask(QUESTION)
            if not answer:
                raise NotTrusted(NOT_RUN if answer is False else f"{NOT_RUN} {NAME_THE_FLAG}")

    return before
