"""Which of the key's mistakes explain a wrong answer."""

from __future__ import annotations

from collections.abc import Sequence

from solidarity.answers.answer import Given, Raised
from solidarity.answers.kinds.nothing import NothingValue
from solidarity.answers.kinds.value import UnreadableValue
from solidarity.exercises.finding import Finding
from solidarity.exercises.kinds import KINDS
from solidarity.exercises.spec import Spec, Stops


def diagnose(spec: Spec, findings: Sequence[Finding]) -> list[str]:
    """The names of the mistakes that explain these findings; two that give the same are two.

    A mistake may be right by chance for some inputs; it must explain all the wrong ones. Where
    the learner's function also stops with an error for some inputs, the others decide, if they
    are the larger part of what is wrong and the first that is wrong is one of them.
    """
    wrong = [finding for finding in findings if not finding.right]
    values = [finding for finding in wrong if isinstance(finding.answer, Given)]
    if named := _explaining(spec, findings):
        return named
    if not values or wrong[0] is not values[0] or 2 * len(values) <= len(wrong):
        return []
    return _explaining(spec, [f for f in findings if isinstance(f.answer, Given)])


def _explaining(spec: Spec, findings: Sequence[Finding]) -> list[str]:
    return [
        name
        for name in spec.messages
        if all(_is_mistaken(spec, finding, name) for finding in findings)
    ]


def _is_mistaken(spec: Spec, finding: Finding, name: str) -> bool:
    wrong, answer = finding.case.mistakes.get(name), finding.answer
    if isinstance(wrong, Stops):
        return isinstance(answer, Raised) and answer.error.kind == wrong.kind
    if not isinstance(answer, Given):
        return False
    if wrong is None or isinstance(wrong, NothingValue):
        # The mistake is to give nothing back.
        return isinstance(answer.value, NothingValue)
    try:
        return KINDS[spec.kind].is_mistaken(spec, finding.case, wrong, answer.value)
    except UnreadableValue:
        return False
