"""Why an answer is wrong: a mistake that the key knows, or what can be seen in its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from solidarity.answers.answer import Given, Raised
from solidarity.answers.kinds.nothing import Nothing
from solidarity.answers.kinds.table import Table
from solidarity.answers.kinds.value import UnreadableValue, close, count_of
from solidarity.exercises.finding import Finding
from solidarity.exercises.kinds import KINDS
from solidarity.exercises.spec import Spec, Stops


def diagnose(spec: Spec, findings: Sequence[Finding]) -> str:
    """The name of the first mistake whose outputs are the learner's, or "".

    A mistake may be right by chance for some inputs; it must explain all the wrong ones. Where
    the learner's function also stops with an error for some inputs, the others decide.
    """
    values = [finding for finding in findings if isinstance(finding.answer, Given)]
    for explained in (findings, values):
        if all(finding.right for finding in explained):
            continue
        for name in spec.messages:
            if all(_is_mistaken(spec, finding, name) for finding in explained):
                return name
    return ""


def _is_mistaken(spec: Spec, finding: Finding, name: str) -> bool:
    wrong, answer = finding.case.mistakes.get(name), finding.answer
    if isinstance(wrong, Stops):
        return isinstance(answer, Raised) and answer.error.kind == wrong.kind
    if not isinstance(answer, Given):
        return False
    if wrong is None or isinstance(wrong, Nothing):
        # The mistake is to give nothing back.
        return isinstance(answer.value, Nothing)
    try:
        return KINDS[spec.kind].is_mistaken(spec, finding.case, wrong, answer.value)
    except UnreadableValue:
        return False


def is_rounded(spec: Spec, finding: Finding) -> bool:
    """Is this wrong answer the right one with its end cut off? One digit is too few to tell."""
    if finding.value is None or finding.expected is None:
        return False
    given, expected = finding.value.numbers(), finding.expected.numbers()
    if given is None or expected is None or len(given) != len(expected):
        return False
    pairs = [
        (Decimal(repr(one)).normalize(), Decimal(repr(other)))
        for one, other in zip(given, expected, strict=True)
        if not close(other, one, spec.rule)
    ]
    return any(len(one.as_tuple().digits) > 1 for one, _ in pairs) and all(
        _is_cut(one, other) for one, other in pairs
    )


def _is_cut(given: Decimal, expected: Decimal) -> bool:
    try:
        return given in (expected.quantize(given), expected.quantize(given, ROUND_DOWN))
    except InvalidOperation:
        # More digits than Decimal keeps.
        return False


def sizes(spec: Spec, finding: Finding) -> str:
    """Too few values or too many: what a loop that ends early, or runs on, gives."""
    if finding.value is None or finding.expected is None:
        return ""
    given, expected = finding.value.rows(), finding.expected.rows()
    if given is None or expected is None or len(given) == len(expected):
        return ""
    what = "row" if isinstance(finding.expected, Table) else "value"
    seen = f"Your answer has {count_of(len(given), what)}, and {len(expected)} belong here."
    if not finding.case.inputs:
        return f"{seen} Read once more what the exercise asks for."
    if not given:
        return f"{seen} Does your loop add each {what} with `append`?"
    if _is_part(spec, finding, 0, len(given)):
        return f"{seen} {_ends_early(what, len(given))}"
    if _is_part(spec, finding, -len(given), None):
        return f"{seen} {_begins_late(what, len(given))}"
    if len(given) == 1:
        return (
            f"{seen} Does a `return` inside the loop end it after the first round? "
            "Or does a line stand after the loop that belongs into it?"
        )
    return f"{seen} Where does your loop begin, and where does it end?"


def _ends_early(what: str, count: int) -> str:
    if count == 1:
        return f"The first {what} is right. A `return` inside the loop ends it too early."
    return f"The first {count} are right: the end is missing."


def _begins_late(what: str, count: int) -> str:
    if count == 1:
        return f"Only the last {what} is there. Does the line that adds it stand inside the loop?"
    return f"The last {count} are right: the beginning is missing."


def _is_part(spec: Spec, finding: Finding, start: int, stop: int | None) -> bool:
    """Is the learner's list or table this part of the right one?"""
    if finding.value is None or finding.expected is None:
        return False
    try:
        return finding.expected.part(start, stop).agrees(finding.value, spec.rule)
    except UnreadableValue:
        return False


def always_the_same(examples: Sequence[Finding]) -> str:
    """One answer to different examples: a number written into the function, or inputs unused."""
    answers = [finding.value for finding in examples]
    expected = [finding.case.expected for finding in examples]
    if answers.count(answers[0]) < len(answers) or expected.count(expected[0]) == len(expected):
        return ""
    return (
        "Your function gives the same answer for every example. "
        "Does it use its inputs, or a number from one example?"
    )
