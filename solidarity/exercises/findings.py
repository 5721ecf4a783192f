"""What was found in each answer: right, wrong, or not to be read, and why."""

from __future__ import annotations

from solidarity.answers.answer import Answer, Given, Missing, OtherInputs
from solidarity.answers.kinds.value import UnreadableValue, Value
from solidarity.exercises.finding import Finding
from solidarity.exercises.kinds import KINDS
from solidarity.exercises.spec import Case, Spec

UNREADABLE = "Your answer cannot be read. Look at what kind of value the exercise asks for."


def find(spec: Spec, case: Case, answer: Answer) -> Finding:
    """What the answer to this case is worth."""
    if not isinstance(answer, Given):
        reason = reason_of_form(spec, case, answer)
        return Finding(case, answer, right=False, unreadable=reason, seen="form")
    if answer.not_a_function:
        inputs = ", ".join(name for name, _ in case.inputs or ())
        reason = (
            f"`{spec.name}` is a value here, not a function. Begin your answer with "
            f"`def {spec.name}({inputs}):`. If it does, another cell gave its name to a value."
        )
        return Finding(case, answer, right=False, unreadable=reason, seen="kind")
    kind = KINDS[spec.kind]
    try:
        lacks = kind.lacks(case, answer.value)
        right = not lacks and kind.is_right(spec, case, answer.value)
    except UnreadableValue as error:
        reason = str(error) or UNREADABLE
        return Finding(case, answer, right=False, unreadable=reason, seen=error.seen)
    return Finding(case, answer, right, lacks=lacks)


def reason_of_form(spec: Spec, case: Case, answer: Answer) -> str:
    """Why there is nothing to compare, where the reason is form and not understanding."""
    if isinstance(answer, Missing):
        what = "function" if case.inputs is not None else "answer"
        return (
            f"There is no {what} called `{spec.name}` yet. "
            "Run the cell with your answer first (Shift + Enter), and check the spelling. "
            "If an error stands under that cell, its last line says what to mend."
        )
    if isinstance(answer, OtherInputs):
        wanted = ", ".join(name for name, _ in case.inputs or ())
        taken = ", ".join(answer.names) or "none"
        return (
            f"Your function takes these inputs: {taken}. "
            f"It should take: {wanted}. Keep the first line as it was given."
        )
    return ""


def unreadable_shape(spec: Spec, value: Value) -> str:
    """Why the value is not of the kind that the exercise asks for; "" where it is."""
    try:
        KINDS[spec.kind].demand_readable(spec, value)
    except UnreadableValue as error:
        return str(error) or UNREADABLE
    return ""
