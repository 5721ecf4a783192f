"""What was found in each answer: right, wrong, or not to be read, and why."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity.answers.ask import Answer
from solidarity.answers.compare import demand_readable, same
from solidarity.answers.plain import Plain
from solidarity.answers.reader import UnreadableAnswer, letters, nothing
from solidarity.exercises import form
from solidarity.exercises.exercise import Case, Spec

UNREADABLE = "Your answer cannot be read. Look at what kind of value the exercise asks for."


@dataclass(frozen=True)
class Finding:
    """One case judged: right, wrong, or unreadable with the reason; of a form what it lacks."""

    case: Case
    answer: Answer
    right: bool
    unreadable: str = ""
    lacks: tuple[str, ...] = ()


def find(spec: Spec, case: Case, answer: Answer) -> Finding:
    """What the answer to this case is worth."""
    if "value" not in answer:
        unreadable = reason_of_form(spec, case, answer)
        return Finding(case, answer, right=False, unreadable=unreadable)
    if answer.get("not_a_function"):
        reason = f"`{spec.name}` is a value here, not a function. Did a later cell reuse the name?"
        return Finding(case, answer, right=False, unreadable=reason)
    try:
        if spec.kind == "form":
            lacks = tuple(form.lacking(case.expected, answer["value"]))
            return Finding(case, answer, right=not lacks, lacks=lacks)
        right = _agrees(spec, case.expected, answer["value"])
    except UnreadableAnswer as error:
        return Finding(case, answer, right=False, unreadable=str(error) or UNREADABLE)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        # A value that is not in plain form: nobody's honest answer, and no reason to stop.
        return Finding(case, answer, right=False, unreadable=UNREADABLE)
    return Finding(case, answer, right)


def _agrees(spec: Spec, expected: Plain, given: Plain) -> bool:
    if spec.options:
        if given is None:
            raise nothing(given)
        chosen = letters(given, list(spec.options))
        wanted = {str(item) for item in expected["items"]}
        if len(wanted) == 1 and len(chosen) > 1:
            raise UnreadableAnswer("Choose one letter: several were given.")
        return chosen == wanted
    return same(expected, given, spec.rule)


def reason_of_form(spec: Spec, case: Case, answer: Answer) -> str:
    """Why there is nothing to compare, where the reason is form and not understanding."""
    if answer.get("missing"):
        what = "function" if case.inputs is not None else "answer"
        return (
            f"There is no {what} called `{spec.name}` yet. "
            "Run the cell with your answer first (Shift + Enter), and check the spelling. "
            "If an error stands under that cell, its last line says what to mend."
        )
    if "inputs" in answer:
        wanted = ", ".join(name for name, _ in case.inputs or [])
        taken = ", ".join(names_in(answer, "inputs")) or "none"
        return (
            f"Your function takes these inputs: {taken}. "
            f"It should take: {wanted}. Keep the first line as it was given."
        )
    return ""


def unreadable_shape(spec: Spec, value: Plain) -> str:
    """Why the value is not of the kind that the exercise asks for; "" where it is."""
    try:
        if spec.options:
            letters(value, list(spec.options))
        else:
            demand_readable(spec.shape, value)
    except (UnreadableAnswer, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return str(error) if isinstance(error, UnreadableAnswer) and str(error) else UNREADABLE
    return ""


def names_in(answer: Answer, field: str) -> list[str]:
    """The names that an answer tells in this field."""
    listed = answer.get(field)
    return [str(name) for name in listed] if isinstance(listed, list) else []
