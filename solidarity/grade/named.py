"""A module or a learner by the name that somebody typed: the right one, or in words which it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from solidarity.course import CourseProblem

_MOST = 3
_BY_LEARNER = ("submitted", "autograded", "feedback")
"""The folders in which each learner has one, with one for each module in it."""


def demand_module(given: str, known: Collection[str], command: str = "sse grade") -> None:
    """Raises CourseProblem, with the nearest names, for what is the name of no module.

    known: the names of all modules. command: to which the name belongs. Where nothing is known,
    every name that can be one is let pass.
    """
    if given in known:
        return
    names = sorted(known)
    if not given.strip():
        raise CourseProblem(
            f"No module is named, so nothing was done. Name one, as in: {command} "
            f"{names[0] if names else 'm01'}\n{_all(names)}"
        )
    parts = [part for part in re.split(r"[\\/]+", given) if part not in ("", ".")]
    if len(parts) > 1 or parts != [given]:
        raise CourseProblem(_not_a_path(given, parts, known, command))
    if known or re.search(r"[*?\[\]+]", given) or given == "..":
        near = nearest_modules(given, names)
        meant = f"Did you mean {' or '.join(near)}?" if near else _all(names)
        raise CourseProblem(f"There is no module called {given}. {meant} Nothing was done.")


def whole_name(given: str, known: Collection[str], command: str) -> str:
    """The module that is meant by its name, by how its name begins, or by its number: m04, M4, 4.

    Raises CourseProblem, as ``demand_module`` does, where none is meant, or more than one.
    """
    short = re.fullmatch(r"[mM]?0*(\d+)", given)
    meant = [
        name
        for name in known
        if name == given or (short and _number(name) == int(short[1])) or name.startswith(given)
    ]
    if len(meant) != 1:
        demand_module(given, known, command)
    return meant[0] if len(meant) == 1 else given


def nearest_modules(given: str, names: list[str]) -> list[str]:
    """Those that begin so or have the same number; else the most alike, which may be none."""
    number = _number(given)
    begins = [
        name
        for name in names
        if name.casefold().startswith(given.casefold()) or (number and _number(name) == number)
    ]
    folded = {name.casefold(): name for name in names}
    alike = get_close_matches(given.casefold(), list(folded), _MOST, 0.3)
    return begins or [folded[one] for one in alike]


def demand_learners(given: Iterable[str], known: Collection[str], words: str) -> None:
    """Raises CourseProblem, with the nearest id, for whoever is not known.

    words: what is said of them, with ``{who}`` where their names belong.
    """
    lost = [one for one in given if one not in known]
    if not lost:
        return
    near = [found for one in lost for found in _alike(one.strip(), sorted(known))]
    named = ", ".join(one or '""' for one in lost)
    hint = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
    raise CourseProblem(words.replace("{who}", named) + hint)


def _alike(given: str, names: list[str]) -> list[str]:
    folded = {name.casefold(): name for name in names}
    typed = given.casefold()
    begins = [one for one in folded if typed and one.startswith(typed)][:_MOST]
    return [folded[one] for one in begins or get_close_matches(typed, list(folded), _MOST, 0.6)]


def _not_a_path(given: str, parts: list[str], known: Collection[str], command: str) -> str:
    """What to type in the place of a path, with the learner if the path names one."""
    place = next((n for n, part in enumerate(parts) if part in known), None)
    if place is None:
        meant = f"{command} MODULE"
        end = _all(sorted(known))
    else:
        whose = parts[place - 1] if place >= 2 and parts[place - 2] in _BY_LEARNER else ""
        meant = f"{command} {parts[place]}" + (f" --student {whose}" if whose else "")
        end = "It finds the folders itself."
    return (
        f"{given} is a path, and the name of a module is wanted, so nothing was done. "
        f"Type: {meant}\n{end}"
    )


def _all(names: list[str]) -> str:
    return f"The modules are: {', '.join(names)}."


def _number(module: str) -> int:
    """The number in a module's name, 0 if there is none."""
    found = re.search(r"\d+", module)
    return int(found[0]) if found else 0
