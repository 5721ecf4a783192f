"""``check("share_value")`` and ``hint("share_value")``: what a learner writes in a notebook."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solidarity.check import panel
from solidarity.check.ask import Answer
from solidarity.check.asking import ask_all
from solidarity.check.exercise import Spec
from solidarity.check.runs import not_given, standing, watch_this_notebook
from solidarity.check.spec import ChecksProblem, load
from solidarity.check.verdict import judge

_hints_given: dict[str, int] = {}


@dataclass(frozen=True)
class Shown:
    """Something to look at: HTML in a notebook, words elsewhere.

    In a notebook the text twin is the score when ``score`` is given: nbgrader's *Validate* button
    reads it there, as it reads every partial credit.
    """

    html: str
    words: str
    score: float | None = None

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        plain = self.words if self.score is None else f"{self.score:g}"
        return {"text/html": self.html, "text/plain": plain}


def check(name: str) -> Shown:
    """Say whether the answer called ``name`` is right for the examples, and if not, why.

    ``name`` is the name of the exercise in quotation marks. Nothing is sent anywhere.
    """
    namespace = sys._getframe(1).f_globals
    try:
        spec = _spec(name)
    except ChecksProblem as problem:
        return _trouble(problem)
    verdict = judge(spec, _answers(namespace, spec))
    return Shown(panel.html(verdict), panel.text(verdict), verdict.score)


def hint(name: str) -> Shown:
    """The next hint for the exercise called ``name``."""
    try:
        spec = _spec(name)
    except ChecksProblem as problem:
        return _trouble(problem)
    if not spec.hints:
        words = "There are no hints here: this exercise is for you alone."
        return Shown(panel.trouble_html(spec.name, words), words)
    place = min(_hints_given.get(spec.name, 0) + 1, len(spec.hints))
    _hints_given[spec.name] = place
    words = spec.hints[place - 1]
    if place == len(spec.hints):
        words += f" (This is the last hint. The section to reread is “{spec.read[0]}”.)"
    return Shown(panel.hint_html(spec.name, place, len(spec.hints), words), f"Hint: {words}")


def _answers(namespace: Mapping[str, Any], spec: Spec) -> list[Answer]:
    """What the notebook answers; where the cell of the answer gives nothing, why not."""
    runs = watch_this_notebook()
    if runs is not None and not runs.given_now(spec.name):
        nothing = not_given(spec.name, runs.done, standing(spec.name))
        if nothing is not None:
            return [nothing] * len(spec.cases)
    return ask_all(namespace, spec.name, [case.inputs for case in spec.cases])


def _spec(name: object) -> Spec:
    runs = watch_this_notebook()
    specs = load(Path.cwd() if runs is None else runs.folder)
    if not isinstance(name, str):
        raise ChecksProblem(
            "Write the name of the exercise in quotation marks, "
            f'as in check("{next(iter(specs), "share_value")}").'
        )
    if name in specs:
        return specs[name]
    near = difflib.get_close_matches(name, specs, n=1, cutoff=0.5)
    meant = f' Did you mean check("{near[0]}")?' if near else ""
    raise ChecksProblem(
        f"There is no exercise called {name!r} in this notebook.{meant} "
        f"The names are: {', '.join(specs)}."
    )


def _trouble(problem: ChecksProblem) -> Shown:
    words = str(problem)
    return Shown(panel.trouble_html("", words), words, 0.0)
