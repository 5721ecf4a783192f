"""An exercise is a value: what is right, what is wrong and why, declared once.

Its numbers and functions stand in ``key.py``, its words in ``exercises.md``. The learner's check,
the grader, the feedback and the tests of the grader all come from it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from solidarity.answers.inputs import Inputs
from solidarity.answers.kinds.nothing import NothingValue
from solidarity.answers.kinds.value import Closeness
from solidarity.answers.values import value_of
from solidarity.exercises.kinds import form
from solidarity.exercises.spec import Case, Kind, Outcome, Place, Spec, Stops
from solidarity.exercises.ways import Way

Example = Mapping[str, object]

PUBLIC_SEED = "solidarity"
"""The seed of the drawn cases where a class has not chosen its own secret one."""

MISTAKES_WANTED = 3


class KeyProblem(ValueError):
    """What cannot be right in a key and its words: each problem says where, and how to mend it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise of a module's key.

    The words (``hints``, ``options``, ``messages``, ``edges_about``) are filled in from
    ``exercises.md`` when the key is loaded.

    ``answer`` is a function of the inputs, or the value itself for a number, a table or a choice.
    A form is an answer of the learner's own, which a function without inputs gives as a dictionary;
    its ``answer`` is the function that takes the parts by name and says what they lack.
    ``examples`` are the inputs a learner sees; their order is the order of the function's inputs.
    ``edges`` are unusual inputs and ``draw`` makes ordinary ones; both stay hidden.
    Of the ``points``, ``edge_points`` reward the edges; the rest needs every ordinary input right.
    ``mistakes`` are the ways to be wrong that people really take, by name: what that way gives as
    a function of the same inputs, as a value (number, table), as what it changes of the right
    answer (see ``ways.py``), or for a choice as the letter that shows it. ``messages`` explain
    each in a sentence or two.
    ``read`` names the paragraph to reread, as ``reading#heading-of-the-section``.
    ``tolerance`` is in the answer's unit, ``relative_tolerance`` a share (0.01 is 1 %).
    ``rows_in_order`` and ``others_may_stay`` (other columns of a table, other keys of a dictionary)
    are said in the prompt too.
    """

    points: float
    outcome: str
    read: str
    answer: object
    kind: Kind = "function"
    unit: str = ""
    tolerance: float = 0.0
    relative_tolerance: float = 1e-9
    rows_in_order: bool = False
    others_may_stay: bool = False
    examples: Sequence[Example] = ()
    edges: Sequence[Example] = ()
    edge_points: float = 0.0
    edges_about: str = ""
    draw: Callable[[random.Random], Example] | None = None
    draws: int = 20
    mistakes: Mapping[str, object] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    hints: Sequence[str] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    feedback: Literal["at once", "after grading"] = "at once"

    def __post_init__(self) -> None:
        # A way that names no input of the answer is told where the exercise is declared.
        for name, way in self.mistakes.items():
            if isinstance(way, Way):
                self.wrong(name)

    @property
    def called(self) -> bool:
        """Is the learner's answer a function to call, or a value in a variable?"""
        return bool(self.examples) or self.kind == "form"

    @property
    def rule(self) -> Closeness:
        """How close an answer must be."""
        return Closeness(
            self.tolerance,
            self.relative_tolerance,
            self.unit,
            self.rows_in_order,
            self.others_may_stay,
        )

    def case(self, inputs: Example | None, place: Place = "example") -> Case:
        """Work out what is right for these inputs and what each mistake would give."""
        listed = None if inputs is None else tuple((k, value_of(v)) for k, v in inputs.items())
        return Case(
            place=place,
            inputs=listed,
            expected=form.named(self.answer)
            if self.kind == "form"
            else _output(self._right, listed),
            mistakes={name: _output(self.wrong(name), listed) for name in self.mistakes},
        )

    @property
    def _right(self) -> object:
        return {self.answer} if isinstance(self.answer, str) and self.options else self.answer

    def wrong(self, name: str) -> object:
        """What a learner gives who makes this mistake: a function, or a value."""
        way = self.mistakes[name]
        if self.kind == "choice":
            # Of several letters, the mistake is to judge this one wrongly: chosen, or left out.
            return {way} if isinstance(self.answer, str) else set(_letters(self.answer)) ^ {way}
        if not isinstance(way, Way):
            return way
        if callable(self.answer):
            return way.of(self.answer)
        return way.of(lambda *_, **__: self.answer)()

    def visible_cases(self) -> list[Case]:
        """The cases a learner may see."""
        if not self.called:
            return [self.case(None)]
        return [self.case(inputs) for inputs in self.examples or [{}]]

    def hidden_cases(self, seed: str = PUBLIC_SEED) -> list[Case]:
        """The edges, and ordinary inputs drawn from the seed."""
        edges = [self.case(inputs, "edge") for inputs in self.edges]
        return edges + [self.case(inputs, "drawn") for inputs in self._drawn(seed)]

    def stops_at(self) -> Iterator[tuple[Example, Stops]]:
        """The inputs, hidden ones too, for which the key's own answer stops, and how it does."""
        for inputs in [*self.examples, *self.edges, *self._drawn(PUBLIC_SEED)]:
            listed = tuple((name, value_of(value)) for name, value in inputs.items())
            outcome = _output(self._right, listed)
            if isinstance(outcome, Stops):
                yield inputs, outcome

    def _drawn(self, seed: str) -> list[Example]:
        if self.draw is None:
            return []
        rng = random.Random(f"{seed}/{self.outcome}/{self.read}")
        return [self.draw(rng) for _ in range(self.draws)]

    def spec(
        self, name: str, *, read: tuple[str, str] = ("", ""), hidden_seed: str | None = None
    ) -> Spec:
        """The exercise as plain data: for the learner without hidden cases, else with them."""
        secret = self.feedback == "after grading" and hidden_seed is None
        cases = self.visible_cases()
        shape = getattr(cases[0].expected, "shape", "")
        if secret:
            cases = [Case(c.place, c.inputs, NothingValue(), {}) for c in cases]
        if hidden_seed is not None:
            cases = cases + self.hidden_cases(hidden_seed)
        return Spec(
            name=name,
            kind=self.kind,
            points=self.points,
            edge_points=self.edge_points,
            rule=self.rule,
            read=read,
            hints=[] if secret else list(self.hints),
            messages={}
            if secret
            else {mistake: self.messages[mistake] for mistake in self.mistakes},
            options=dict(self.options),
            edges_about=self.edges_about,
            feedback=self.feedback,
            shape=shape,
            cases=cases,
        )

    def problems(self) -> list[str]:
        """What cannot be right about this exercise, in words; empty when all is well."""
        if self.kind == "form":
            return self._problems_of_a_form()
        found = []
        if len(self.mistakes) < MISTAKES_WANTED:
            found.append(
                f"it names {len(self.mistakes)} mistake(s); at least {MISTAKES_WANTED} are needed, "
                "so that a learner is told what went wrong"
            )
        if len(self.hints) < 1:
            found.append("it has no hint")
        if not 0 <= self.edge_points < self.points:
            found.append("edge_points must be at least 0 and less than points")
        if bool(self.edges) != bool(self.edge_points):
            found.append("edges and edge_points belong together: give both or neither")
        if self.kind in ("function", "mend") and not self.examples:
            found.append(f"a {self.kind} needs at least one example to call it with")
        if self.kind in ("number", "choice") and self.examples:
            found.append(f"a {self.kind} is a value in a variable and takes no examples")
        if (self.kind == "choice") != bool(self.options):
            found.append("options belong to a choice, and a choice needs them")
        if self.kind == "choice":
            letters = [*_letters(self.answer), *self.mistakes.values()]
            found += [
                f"{w!r} is not an option" for w in letters if str(w).lower() not in self.options
            ]
        if self.kind == "mend" and "as-given" not in self.mistakes:
            found.append(
                "a function to mend needs the mistake 'as-given': what the broken code gives"
            )
        return found

    def _problems_of_a_form(self) -> list[str]:
        found = [] if self.hints else ["it has no hint"]
        if self.mistakes or self.examples or self.edges or self.edge_points or self.draw:
            found.append("a form is the learner's own: it takes no examples, edges or mistakes")
        if not form.is_named(self.answer):
            found.append(
                "the answer of a form is a function of solidarity.models that says what is missing"
            )
        return found


def _letters(answer: object) -> list[object]:
    """The letters of a choice, which are one text or several."""
    if isinstance(answer, Iterable) and not isinstance(answer, str):
        return list(answer)
    return [answer]


def _output(answer: object, inputs: Inputs) -> Outcome:
    if inputs is None or not callable(answer):
        return value_of(answer)
    try:
        return value_of(answer(*(value.python() for _, value in inputs)))
    except Exception as error:
        return Stops(type(error).__name__)
