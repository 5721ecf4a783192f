"""``check("share_value")`` and ``hint("share_value")``: what a learner writes in a notebook."""

from __future__ import annotations

import dataclasses
import difflib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solidarity.check import panel
from solidarity.check.ask import ask
from solidarity.check.exercise import Spec
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
    answers = [ask(namespace, spec.name, case.inputs) for case in spec.cases]
    verdict = judge(spec, answers)
    stopped = _stopped_before(spec.name)
    if stopped:
        verdict = dataclasses.replace(verdict, notes=(stopped, *verdict.notes))
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


def _stopped_before(name: str) -> str:
    """What to say when the cell that ran last was to answer this exercise, and stopped."""
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    last = getattr(shell, "last_execution_result", None)
    if last is None or last.success or not re.search(rf"\b{name}\b", str(last.info.raw_cell)):
        return ""
    error = last.error_before_exec or last.error_in_exec
    return (
        f"The cell that you ran before this one stopped with {type(error).__name__}. "
        "What is judged here is what was there before: mend that error first, and run both again."
    )


def _spec(name: object) -> Spec:
    specs = load(Path.cwd())
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
