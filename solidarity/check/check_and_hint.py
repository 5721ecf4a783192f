"""``check("share_value")`` and ``hint("share_value")``: what a learner writes in a notebook."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solidarity.answers.answer import Answer
from solidarity.answers.standing import Runs, watch_this_notebook
from solidarity.answers.without_trace import ask_all
from solidarity.check import verdict_panel
from solidarity.check.remember import digest, remember
from solidarity.course import CHECKS
from solidarity.exercises.spec import ChecksProblem, Spec, load
from solidarity.exercises.verdict import judge, values_of

_hints_given: dict[str, int] = {}


@dataclass(frozen=True)
class Display:
    """Something to look at: HTML in a notebook, words elsewhere.

    In a notebook the text twin is the score when ``score`` is given: nbgrader's *Validate* button
    reads it there, as every partial credit. ``answer`` is the digest of the answer that was
    judged: a score is told from one for another answer by it.
    """

    html: str
    words: str
    score: float | None = None
    answer: str = ""

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        plain = self.words if self.score is None else f"{self.score:g}"
        about = {"solidarity": {"answer": self.answer}} if self.answer else {}
        return {"text/html": self.html, "text/plain": plain}, about


def check(name: str) -> Display:
    """Say whether the answer called ``name`` is right for the examples, and if not, why.

    ``name`` is the name of the exercise in quotation marks. Nothing is sent anywhere.
    """
    namespace = sys._getframe(1).f_globals
    try:
        spec, neighbours = _spec(name), values_of(load(_folder()).values())
    except ChecksProblem as problem:
        return _trouble(problem)
    runs = watch_this_notebook()
    verdict = judge(spec, _answers(namespace, spec, runs), neighbours)
    ran = runs.answered_by(spec.name) if runs is not None else None
    answer = digest(ran.source) if ran is not None else ""
    if ran is not None and verdict.status == "right":
        remember(_folder(), spec.name, ran.cell, answer)
    return Display(verdict_panel.html(verdict), verdict_panel.text(verdict), verdict.score, answer)


def hint(name: str) -> Display:
    """The next hint for the exercise called ``name``."""
    try:
        spec = _spec(name)
    except ChecksProblem as problem:
        return _trouble(problem)
    if not spec.hints:
        words = "There are no hints here: this exercise is for you alone."
        return Display(verdict_panel.trouble_html(spec.name, words), words)
    place = min(_hints_given.get(spec.name, 0) + 1, len(spec.hints))
    _hints_given[spec.name] = place
    words = spec.hints[place - 1]
    if place == len(spec.hints):
        words += f" (This is the last hint. The section to reread is “{spec.read[0]}”.)"
    return Display(
        verdict_panel.hint_html(spec.name, place, len(spec.hints), words), f"Hint: {words}"
    )


def _answers(namespace: Mapping[str, Any], spec: Spec, runs: Runs | None) -> list[Answer]:
    """What the notebook answers; where the cell of the answer gives nothing, why not."""
    nothing = runs.trouble(spec.name) if runs is not None else None
    if nothing is not None:
        return [nothing] * len(spec.cases)
    return ask_all(namespace, spec.name, [case.inputs for case in spec.cases])


def _folder() -> Path:
    """Where the notebook lies; a learner's code may have gone to another folder since."""
    runs = watch_this_notebook()
    if runs is not None and (runs.folder / CHECKS).exists():
        return runs.folder
    return Path.cwd()


def _spec(name: object) -> Spec:
    specs = load(_folder())
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


def _trouble(problem: ChecksProblem) -> Display:
    words = str(problem)
    return Display(verdict_panel.trouble_html("", words), words, 0.0)
