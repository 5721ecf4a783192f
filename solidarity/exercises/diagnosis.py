"""Why an answer is wrong: a mistake that the key knows, or what can be seen in its outcome."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from solidarity.answers.compare import same
from solidarity.answers.plain import Plain, is_a
from solidarity.answers.reader import UnreadableAnswer, letters, mapping, table
from solidarity.exercises.exercise import Spec
from solidarity.exercises.findings import Finding


def diagnose(spec: Spec, findings: list[Finding]) -> str:
    """The name of the first mistake whose outputs are the learner's, or "".

    A mistake may be right by chance for some inputs; it must explain all the wrong ones. Where
    the learner's function also stops with an error for some inputs, the others decide.
    """
    values = [finding for finding in findings if "value" in finding.answer]
    for explained in (findings, values):
        if all(finding.right for finding in explained):
            continue
        for name in spec.messages:
            if all(_is_mistaken(spec, finding, name) for finding in explained):
                return name
    return ""


def _is_mistaken(spec: Spec, finding: Finding, name: str) -> bool:
    wrong = finding.case.mistakes.get(name)
    answer = finding.answer
    if isinstance(wrong, dict) and "error" in wrong:
        return bool(answer.get("error") == wrong["error"])
    if "value" not in answer:
        return False
    if wrong is None:
        # The mistake is to give nothing back.
        return answer["value"] is None
    try:
        if spec.options:
            return _chose_wrongly(spec, finding, wrong)
        return same(wrong, answer["value"], spec.rule)
    except (UnreadableAnswer, ArithmeticError, LookupError, TypeError, ValueError):
        return False


def _chose_wrongly(spec: Spec, finding: Finding, wrong: Plain) -> bool:
    """For several letters: is this mistake's letter among those judged wrongly?"""
    chosen = letters(finding.answer["value"], list(spec.options))
    key = {str(item) for item in finding.case.expected["items"]}
    mistaken = {str(item) for item in wrong["items"]}
    if len(key) == 1:
        return chosen == mistaken
    return (mistaken ^ key).issubset(chosen ^ key)


def is_rounded(spec: Spec, finding: Finding) -> bool:
    """Is this wrong answer the right one with its end cut off? One digit is too few to tell."""
    try:
        given = _numbers(finding.answer["value"])
        expected = _numbers(finding.case.expected)
        pairs = [
            (Decimal(repr(one)).normalize(), Decimal(repr(other)))
            for one, other in zip(given, expected, strict=True)
            if not same(other, one, spec.rule)
        ]
        return any(len(one.as_tuple().digits) > 1 for one, _ in pairs) and all(
            one in (other.quantize(one), other.quantize(one, ROUND_DOWN)) for one, other in pairs
        )
    except (UnreadableAnswer, ArithmeticError, LookupError, TypeError, ValueError):
        return False


def _numbers(value: Plain) -> list[float]:
    """A number, or those of a list, dictionary or table; raises TypeError for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [value]
    if is_a(value, "dict"):
        value = [part for _, part in sorted(mapping(value).items())]
    if is_a(value, "table"):
        value = [column for _, column in sorted(table(value).items())]
    if not isinstance(value, list):
        raise TypeError(value)
    return [number for part in value for number in _numbers(part)]


def sizes(spec: Spec, finding: Finding) -> str:
    """Too few values or too many: what a loop that ends early, or runs on, gives."""
    try:
        given, expected = _items(finding.answer["value"]), _items(finding.case.expected)
    except (LookupError, TypeError, ValueError):
        return ""
    if given is None or expected is None or len(given) == len(expected):
        return ""
    what = "row" if is_a(finding.case.expected, "table") else "value"
    count = f"{len(given)} {what}{'' if len(given) == 1 else 's'}"
    seen = f"Your answer has {count}, and {len(expected)} belong here."
    if not finding.case.inputs:
        return f"{seen} Read once more what the exercise asks for."
    if not given:
        return f"{seen} Does your loop add each {what} with `append`?"
    if _is_part(spec, finding, slice(len(given))):
        return f"{seen} {_ends_early(what, len(given))}"
    if _is_part(spec, finding, slice(-len(given), None)):
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


def _is_part(spec: Spec, finding: Finding, part: slice) -> bool:
    """Is the learner's list or table this part of the right one?"""
    whole = finding.case.expected
    cut = {**whole, "rows": whole["rows"][part]} if is_a(whole, "table") else whole[part]
    try:
        return same(cut, finding.answer["value"], spec.rule)
    except (UnreadableAnswer, ArithmeticError, LookupError, TypeError, ValueError):
        return False


def always_the_same(examples: list[Finding]) -> str:
    """One answer to different examples: a number written into the function, or inputs unused."""
    answers = [finding.answer.get("value") for finding in examples]
    expected = [finding.case.expected for finding in examples]
    if answers.count(answers[0]) < len(answers) or expected.count(expected[0]) == len(expected):
        return ""
    return (
        "Your function gives the same answer for every example. "
        "Does it use its inputs, or a number from one example?"
    )


def _items(value: Plain) -> list[Plain] | None:
    """The values of a list, or the rows of a table; None for anything else."""
    if isinstance(value, dict) and isinstance(value.get("rows"), list):
        return list(value["rows"])
    return value if isinstance(value, list) else None
