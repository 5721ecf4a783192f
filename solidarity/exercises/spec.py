"""All that judging an answer needs, and ``checks.json``, in which it travels beside a notebook."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from solidarity.answers.inputs import Inputs, inputs_in_plain_form, load_inputs
from solidarity.answers.kinds.nothing import NothingValue
from solidarity.answers.kinds.value import Closeness, Value
from solidarity.answers.plain import (
    MARK,
    Malformed,
    Plain,
    brief,
    field,
    fields,
    listed,
    numbered,
    worded,
)
from solidarity.answers.values import load as load_value
from solidarity.course import CHECKS, CourseProblem
from solidarity.foreign import bytes_of

FORMAT = 1
_MOST_BYTES = 50_000_000

Kind = Literal["function", "number", "table", "choice", "mend", "form"]
Place = Literal["example", "edge", "drawn"]


class ChecksProblem(Exception):
    """``checks.json`` is missing or cannot be read; the message is meant for the learner."""


@dataclass(frozen=True)
class Stops:
    """In the place of a value: the function stops with an error of this kind."""

    kind: str

    def plain(self) -> Plain:
        """The same as JSON."""
        return {"error": self.kind}


@dataclass(frozen=True)
class NamedJudge:
    """In the place of an expected value: a function by its name, as ``module:function``."""

    name: str

    shape = "form"

    def plain(self) -> Plain:
        """The same as JSON."""
        return {MARK: self.shape, "judge": self.name}


Outcome: TypeAlias = Value | Stops
Expected: TypeAlias = Value | Stops | NamedJudge


@dataclass(frozen=True)
class Case:
    """One set of inputs with the right output and each mistake's output.

    ``inputs`` is None where there is nothing to call: a number, a choice, a table in a variable.
    Of a form there is no right output: ``expected`` names its judge (see ``kinds/form.py``).
    Where the right output is kept back until grading, ``expected`` is Nothing.
    """

    place: Place
    inputs: Inputs
    expected: Expected
    mistakes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Spec:
    """All that judging an answer needs: this is what ``checks.json`` holds.

    ``kind`` is that of the exercise (see ``kinds``). ``shape`` is the kind of value expected
    (number, text, list, table, …): where the expected value itself is kept back, an answer can
    still be told to be unreadable.
    """

    name: str
    kind: Kind
    points: float
    edge_points: float
    rule: Closeness
    read: tuple[str, str]
    hints: list[str]
    messages: dict[str, str]
    options: dict[str, str]
    edges_about: str
    feedback: str
    shape: str
    cases: list[Case]

    @property
    def kept_back(self) -> bool:
        """Are the right answers kept back until grading?"""
        late = self.feedback == "after grading"
        return late and all(isinstance(case.expected, NothingValue) for case in self.cases)


def to_text(specs: list[Spec]) -> str:
    """The content of ``checks.json``, the same bytes for the same specs."""
    content = {
        "format": FORMAT,
        "note": "Made by sse build. Examples only: no solution and no hidden case is in here.",
        "exercises": [_spec_in_plain_form(spec) for spec in specs],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _spec_in_plain_form(spec: Spec) -> Plain:
    return {
        "name": spec.name,
        "kind": spec.kind,
        "points": spec.points,
        "edge_points": spec.edge_points,
        "rule": {
            "tolerance": spec.rule.tolerance,
            "relative_tolerance": spec.rule.relative_tolerance,
            "unit": spec.rule.unit,
            "rows_in_order": spec.rule.rows_in_order,
            "others_may_stay": spec.rule.others_may_stay,
        },
        "read": list(spec.read),
        "hints": list(spec.hints),
        "messages": dict(spec.messages),
        "options": dict(spec.options),
        "edges_about": spec.edges_about,
        "feedback": spec.feedback,
        "shape": spec.shape,
        "cases": [
            {
                "place": case.place,
                "inputs": inputs_in_plain_form(case.inputs),
                "expected": case.expected.plain(),
                "mistakes": {name: wrong.plain() for name, wrong in case.mistakes.items()},
            }
            for case in spec.cases
        ],
    }


def from_text(text: str) -> dict[str, Spec]:
    """The specs by name. Raises ValueError when the text is not a ``checks.json``."""
    content = fields(json.loads(text), "checks.json")
    if field(content, "format") != FORMAT:
        raise Malformed(
            f"checks.json has format {brief(content['format'])}, and this course reads {FORMAT}"
        )
    specs = [_load_spec(entry) for entry in listed(field(content, "exercises"), "the exercises")]
    return {spec.name: spec for spec in specs}


def _load_spec(content: object) -> Spec:
    entry = fields(content, "an exercise")
    name = worded(field(entry, "name"), "the name of an exercise")
    try:
        return Spec(
            name=name,
            kind=_kind(_text(entry, "kind")),
            points=_number(entry, "points"),
            edge_points=_number(entry, "edge_points"),
            rule=_load_closeness(field(entry, "rule")),
            read=_two(_texts(entry, "read")),
            hints=_texts(entry, "hints"),
            messages=_named_texts(entry, "messages"),
            options=_named_texts(entry, "options"),
            edges_about=_text(entry, "edges_about"),
            feedback=_text(entry, "feedback"),
            shape=_text(entry, "shape"),
            cases=[_load_case(case) for case in listed(field(entry, "cases"), "the cases")],
        )
    except Malformed as problem:
        raise Malformed(f"exercise {name!r}: {problem}") from None


def _load_closeness(content: object) -> Closeness:
    rule = fields(content, "a rule")
    return Closeness(
        _number(rule, "tolerance"),
        _number(rule, "relative_tolerance"),
        _text(rule, "unit"),
        field(rule, "rows_in_order") is True,
        field(rule, "others_may_stay") is True,
    )


def _load_case(content: object) -> Case:
    case = fields(content, "a case")
    mistakes = fields(field(case, "mistakes"), "the mistakes")
    return Case(
        _place(_text(case, "place")),
        load_inputs(field(case, "inputs")),
        _load_expected(field(case, "expected")),
        {name: _load_outcome(wrong) for name, wrong in mistakes.items()},
    )


def _kind(name: str) -> Kind:
    kind: Kind | None = next((known for known in get_args(Kind) if known == name), None)
    if kind is None:
        raise Malformed(f"there is no kind of exercise called {brief(name)}")
    return kind


def _place(name: str) -> Place:
    place: Place | None = next((known for known in get_args(Place) if known == name), None)
    if place is None:
        raise Malformed(f"there is no place {brief(name)} for a case")
    return place


def _load_expected(content: object) -> Expected:
    if isinstance(content, dict) and content.get(MARK) == NamedJudge.shape:
        return NamedJudge(worded(field(content, "judge"), "the judge of a form"))
    return _load_outcome(content)


def _load_outcome(content: object) -> Outcome:
    if isinstance(content, dict) and MARK not in content and "error" in content:
        return Stops(worded(content["error"], "the kind of an error"))
    return load_value(content)


def _text(entry: dict[str, object], name: str) -> str:
    return worded(field(entry, name), f"the field {name!r}")


def _number(entry: dict[str, object], name: str) -> int | float:
    return numbered(field(entry, name), f"the field {name!r}")


def _texts(entry: dict[str, object], name: str) -> list[str]:
    what = f"the field {name!r}"
    return [worded(item, what) for item in listed(field(entry, name), what)]


def _named_texts(entry: dict[str, object], name: str) -> dict[str, str]:
    what = f"the field {name!r}"
    return {key: worded(item, what) for key, item in fields(field(entry, name), what).items()}


def _two(texts: list[str]) -> tuple[str, str]:
    if len(texts) != 2:
        raise Malformed("what to read again is a title and an address")
    return texts[0], texts[1]


@functools.lru_cache(maxsize=2)
def _specs_in(text: str) -> dict[str, Spec]:
    # A learner checks again and again, and the file stays the same.
    return from_text(text)


def load(folder: Path) -> dict[str, Spec]:
    """The specs that lie beside a notebook in this folder."""
    path = folder / CHECKS
    try:
        return dict(_specs_in(bytes_of(path, _MOST_BYTES).decode("utf-8")))
    except FileNotFoundError:
        raise ChecksProblem(
            f"The file checks.json is not in the folder {folder.name!r}. It travels with the "
            "notebook and holds the examples. If you moved the notebook, move it back, or copy "
            "checks.json from the module's folder to this one. Your answers are safe."
        ) from None
    except (CourseProblem, ValueError, OSError, RecursionError) as error:
        raise ChecksProblem(
            f"The file checks.json in the folder {folder.name!r} cannot be read ({error}). "
            "Copy it again from the module's folder in release/. Your answers are safe."
        ) from None
