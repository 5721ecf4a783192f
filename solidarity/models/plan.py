"""The form of a plan for a solidarity-based community enterprise: is everything there?

A plan is a list of steps, one for each piece of work; each step is a dictionary with the names of
``FIELDS``. Links and forms of groups are those of the concept note (source key N1), codes those of
the SDG indicators. Whether a plan is a good one is for people to judge, and not for this file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from solidarity.models.scorecard import DIMENSIONS

FIELDS = ("link", "group", "partner", "dimension", "sdg", "indicator", "unit")

LINKS = (
    "primary production",
    "processing",
    "assembly and transport",
    "marketing",
    "financing",
    "consumption",
)
GROUPS = ("cooperative", "association", "club", "workers' union", "self-help group")
FEWEST_LINKS = 4
MODULES = range(3, 10)
"""The modules whose models a plan is built from."""
RUN_FIELDS = ("module", "result", "unit", "means")
"""The names of a model run: its module, what came out, in which unit, and a sentence on it."""

_SHOWN = 40
"""So many letters of a word that is not known are repeated."""

# Targets of each goal, the numbered and the lettered ones: 169 together.
_NUMBERED = (5, 5, 9, 7, 6, 6, 3, 10, 5, 7, 7, 8, 3, 7, 9, 10, 19)
_LETTERED = [
    "ab",
    "abc",
    "abcd",
    "abc",
    "abc",
    "ab",
    "ab",
    "ab",
    "abc",
    "abc",
    "abc",
    "abc",
    "ab",
    "abc",
    "abc",
    "ab",
    "-",
]
TARGETS = frozenset(
    f"{goal}.{target}"
    for goal, (last, letters) in enumerate(zip(_NUMBERED, _LETTERED, strict=True), start=1)
    for target in (*range(1, last + 1), *letters.strip("-"))
)
"""All targets of the SDGs, such as 8.3 or 5.a."""


def is_indicator(code: object) -> bool:
    """Is this an SDG indicator's code, goal.target.indicator, of a target that exists?

    The last number is only checked for its form: the list of indicators is revised again and again.
    """
    if not isinstance(code, str) or not re.fullmatch(r"\d{1,2}\.[0-9a-z]{1,2}\.[1-9]", code):
        return False
    return code.rpartition(".")[0] in TARGETS


def missing(plan: object, run: object = None) -> list[str]:
    """What a plan still lacks, a plain sentence each; an empty list when its form is complete.

    plan: the steps. run: what one model said, a dictionary with ``RUN_FIELDS``: ``module`` (3 to
    9), ``result`` (a number), ``unit`` and ``means`` (a sentence).
    Small and capital letters and outer spaces make no difference. Never raises, whatever it gets.
    """
    return _plan(plan) + _run(run)


def _plan(plan: object) -> list[str]:
    if isinstance(plan, Mapping):
        return ["The plan must be a list: put square brackets around its steps."]
    if not isinstance(plan, Sequence) or isinstance(plan, str) or not plan:
        return ["The plan is a list of steps, and it has none yet."]
    found = [sentence for n, step in enumerate(plan, start=1) for sentence in _step(n, step)]
    steps = [step for step in plan if isinstance(step, Mapping)]
    links = {_bare(step.get("link")) for step in steps} & set(LINKS)
    if len(links) < FEWEST_LINKS:
        count = f"{len(links)} link{'' if len(links) == 1 else 's'}"
        found.append(
            f"The plan has {count} of the chain, each counted once. It needs {FEWEST_LINKS} at "
            "least."
        )
    shown = {_bare(step.get("dimension")) for step in steps}
    lost = [name for name in DIMENSIONS if name not in shown]
    if lost:
        what = "the dimension" if len(lost) == 1 else "these dimensions:"
        found.append(f"No step serves {what} {', '.join(lost)}.")
    return found


def _step(n: int, step: object) -> list[str]:
    if not isinstance(step, Mapping):
        return [f"Step {n} must be a dictionary with the names {', '.join(FIELDS)}."]
    found = _no_text(f"Step {n}", step, FIELDS)
    known = {"link": LINKS, "group": GROUPS, "dimension": DIMENSIONS}
    found += [
        f"Step {n}: the {name} is {_shown(step[name])}, and must be one of: {', '.join(words)}."
        for name, words in known.items()
        if _bare(step.get(name)) and _bare(step[name]) not in words
    ]
    if _bare(step.get("sdg")) and not is_indicator(_bare(step["sdg"])):
        found.append(
            f"Step {n}: the sdg is {_shown(step['sdg'])}. "
            "An indicator has three parts, such as 8.3.1, and its target must exist."
        )
    return found


def _run(run: object) -> list[str]:
    if not isinstance(run, Mapping) or not run:
        return [f"There is no model run yet: a dictionary with {', '.join(RUN_FIELDS)}."]
    found = []
    module = _number(run.get("module"))
    if module not in MODULES:
        found.append(
            "The model run must name its module: a number from 3 to 9, without quotation marks."
        )
    if not math.isfinite(_number(run.get("result"))):
        found.append("The result of the model run must be a number, without quotation marks.")
    return found + _no_text("The model run", run, ("unit", "means"))


def _no_text(whose: str, words: Mapping[str, object], names: Sequence[str]) -> list[str]:
    """Which of the names have nothing yet, and which something that is no text."""
    other = [name for name in names if not isinstance(words.get(name), str | None)]
    empty = [name for name in names if name not in other and not _bare(words.get(name))]
    found = [f"{whose} has no text yet for: {', '.join(empty)}."] if empty else []
    if other:
        found.append(f"{whose} needs a text in quotation marks for: {', '.join(other)}.")
    return found


def _bare(text: object) -> str:
    """A word as people read it; empty for what is no text."""
    return " ".join(text.replace("’", "'").split()).casefold() if isinstance(text, str) else ""


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _number(value: object) -> float:
    """The number that this is, also of NumPy; not a number (NaN) for everything else."""
    if isinstance(value, (bool, str)) or not hasattr(value, "__float__"):
        return math.nan
    try:
        return float(value)
    except (ArithmeticError, TypeError, ValueError):
        return math.nan
