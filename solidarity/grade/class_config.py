"""A class's own settings: ``class_config.py`` beside ``nbgrader_config.py``, ignored by git.

It is written in nbgrader's own language (``c.Exchange.root = "/srv/exchange"``) and read last, so
that it has the last word. A file that cannot be read stops what was begun: traitlets would only
log the error and go on without the course's settings, and so without the jail.
"""

from __future__ import annotations

import ast
import asyncio
import copy
import difflib
import os
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from traitlets import TraitError
from traitlets.config import Config, Configurable, LazyConfigValue, PyFileConfigLoader

FILE = "class_config.py"
EXAMPLE = "class_config.example.py"


class ClassConfigProblem(Exception):
    """The class's settings cannot be used; the message says where, why and what to do."""


def settings(root: Path) -> Config:
    """What the class's own file sets, empty where there is none. Raises ClassConfigProblem."""
    path = root / FILE
    if path.is_dir():
        raise _problem(path, None, "it is a folder, and a file is wanted")
    if not os.path.lexists(path):
        return Config()
    if not path.is_file():
        raise _problem(path, None, "it is no ordinary file, and one is wanted")
    try:
        found: Config = PyFileConfigLoader(FILE, path=str(root)).load_config()
    except (Exception, SystemExit) as error:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
        reason = f"{type(error).__name__}: {words}"
        raise _problem(path, _line(path, error), reason) from None
    _demand_known(path, found)
    return found


def merge_into(config: Config, root: Path) -> None:
    """Let the class's own settings have the last word in ``config``; or stop, and say why.

    Raises SystemExit, which no program mistakes for a file that may be left out. Inside a running
    server, where that would end everybody's work, it raises ClassConfigProblem.
    """
    before = copy.deepcopy(config)
    try:
        own = settings(root)
        config.merge(own)
        if own:
            _demand_walls(root / FILE, before, config)
    except ClassConfigProblem as problem:
        if _in_a_running_server():
            raise
        raise SystemExit(str(problem)) from None


def _demand_walls(path: Path, before: Config, after: Config) -> None:
    """Whoever has reason to grade without the jail says so each time (--trust-submissions)."""
    from solidarity.grade.walls import taken_down

    for section, option, reason in taken_down(before, after):
        raise _problem(
            path,
            _line_of(path, section, option),
            f"{section}.{option}: {reason}. Add to it with .append(...) instead",
        )


def _in_a_running_server() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _problem(path: Path, line: int | None, reason: str) -> ClassConfigProblem:
    where = f"{path}, line {line}" if line else str(path)
    return ClassConfigProblem(
        f"This class's own settings cannot be used.\n{where}: {reason}\n"
        "Nothing was done. Mend that line, or put a # before it, and try again; "
        f"{EXAMPLE} shows how the lines look."
    )


def _line(path: Path, error: BaseException) -> int | None:
    """The line of the class's file that the error came from, wherever it was raised."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return next((one.lineno for one in frames if one.filename == str(path)), None)


def _demand_known(path: Path, found: Config) -> None:
    """A misspelt name would be passed over without a word, and the setting with it."""
    known = _by_name() if found else {}
    for section, options in found.items():
        if section not in known:
            reason = f"nbgrader has no part that is called {section}{_nearest(section, known)}."
            raise _problem(path, _line_of(path, section), reason)
        traits = [kind.class_traits(config=True) for kind in known[section]]
        names = set().union(*traits)
        for option, value in options.items():
            line = _line_of(path, section, option)
            if isinstance(value, LazyConfigValue) and not value.to_dict():
                reason = f"{section}.{option} is named and given no value: one = gives it."
                raise _problem(path, line, reason)
            if option not in names:
                reason = f"{section} has no setting {option}{_nearest(option, names)}."
                raise _problem(path, line, reason)
            reasons = [_misfit(one[option], value) for one in traits if option in one]
            if all(reasons):
                raise _problem(path, line, f"{section}.{option}: {reasons[0]}")


def _misfit(trait: Any, value: Any) -> str:
    """Why the setting cannot have this value; empty if it can, or if only its use can tell."""
    if isinstance(value, LazyConfigValue):
        return ""
    try:
        trait.validate(None, value)
    except TraitError as error:
        return str(error)
    except Exception:
        return ""
    return ""


def _by_name() -> dict[str, list[Any]]:
    """Everything that can be configured, by name: several may share one."""
    import nbgrader.apps  # noqa: F401 (it loads all that nbgrader can configure)

    known: dict[str, list[Any]] = {}
    for kind in _below(Configurable):
        known.setdefault(kind.__name__, []).append(kind)
    return known


def _below(kind: Any) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _nearest(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name, known, 1)
    return f"; perhaps {found[0]} is meant" if found else ""


def _line_of(path: Path, *names: str) -> int | None:
    """The line that mentions ``c.<section>.<option>``."""
    wanted = ".".join(names)
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Attribute) and ast.unparse(node).partition(".")[2] == wanted:
            return node.lineno
    return None
