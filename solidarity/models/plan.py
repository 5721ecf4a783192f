"""The form of a plan for a solidarity-based community enterprise: is everything there?

A plan is a list of steps, one for each piece of work; each step is a dictionary with the names of
``FIELDS``. Links and forms of groups are those of the concept note (source key N1), codes those of
the SDG indicators. Whether a plan is a good one is for people to judge, and not for this file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

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

    plan: the steps. run: what one model said, a dictionary with ``module`` (3 to 9), ``result`` (a
    number), ``unit`` and ``means`` (a sentence).
    """
    if not isinstance(plan, Sequence) or isinstance(plan, str) or not plan:
        return ["The plan is a list of steps, and it has none yet."]
    found = [sentence for n, step in enumerate(plan, start=1) for sentence in _step(n, step)]
    steps = [step for step in plan if isinstance(step, Mapping)]
    links = {step.get("link") for step in steps if step.get("link") in LINKS}
    if len(links) < FEWEST_LINKS:
        found.append(
            f"The plan has {len(links)} different links of the chain, and needs {FEWEST_LINKS}."
        )
    shown = {step.get("dimension") for step in steps}
    found += [f"No step serves the dimension {name}." for name in DIMENSIONS if name not in shown]
    return found + _run(run)


def _step(n: int, step: object) -> list[str]:
    if not isinstance(step, Mapping):
        return [f"Step {n} must be a dictionary with the names {', '.join(FIELDS)}."]
    found = [
        f"Step {n}: {name} is empty or is no text."
        for name in FIELDS
        if not isinstance(step.get(name), str) or not step[name].strip()
    ]
    if found:
        return found
    known = {"link": LINKS, "group": GROUPS, "dimension": DIMENSIONS}
    found += [
        f"Step {n}: {name} is {step[name]!r}, and must be one of: {', '.join(words)}."
        for name, words in known.items()
        if step[name] not in words
    ]
    if not is_indicator(step["sdg"]):
        found.append(
            f"Step {n}: sdg is {step['sdg']!r}. An indicator has three parts, such as 8.3.1, "
            "and its target must exist."
        )
    return found


def _run(run: object) -> list[str]:
    if not isinstance(run, Mapping):
        return ["There is no model run: a dictionary with module, result, unit and means."]
    found = []
    module: Any = run.get("module")
    if isinstance(module, bool) or module not in MODULES:
        found.append("The model run must name its module, a number from 3 to 9.")
    result: Any = run.get("result")
    if isinstance(result, bool) or not hasattr(result, "__float__") or float(result) != result:
        found.append("The result of the model run must be a number.")
    found += [
        f"The model run: {name} is empty or is no text."
        for name in ("unit", "means")
        if not isinstance(run.get(name), str) or not run[name].strip()
    ]
    return found
