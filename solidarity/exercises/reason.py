"""Why an answer is not right, in words: a mistake of the key, or what was seen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solidarity.answers.answer import Given, Raised
from solidarity.answers.kinds.nothing import NothingValue
from solidarity.exercises.diagnosis import diagnose
from solidarity.exercises.finding import Finding
from solidarity.exercises.sights import Evidence, sight_of
from solidarity.exercises.spec import Spec
from solidarity.slips import errors
from solidarity.slips.errors import CodeError

Status = Literal["right", "not yet", "cannot read", "readable", "not judged"]

PRINTED = (
    "Your function shows its result with `print` but gives nothing back. "
    "Use `return` in place of `print`."
)

SOMETIMES_NOTHING = (
    "Here your function gives nothing back (None), and for another example it does. "
    "Every way through it must end with a `return` and a value."
)

NOTHING_IN_A_NAME = (
    "Your answer is None, which means nothing. `print` only shows a value and gives nothing back: "
    "write `{name} = …` with the value itself behind the sign."
)

NONE_IS_NOT_RIGHT_HERE = (
    "Here your function gives None, and something else is right. Is there a way through it that "
    "ends without a `return`, or does one that gives None on purpose come too early?"
)

UNREADABLE_LATER = (
    "Right for the examples, but with other inputs it gives something that cannot be read. "
    "Does every way through your function end with a `return`?"
)

WRONG_LATER = (
    "Right for the examples, but not for other inputs of the same kind. "
    "Make up an example of your own, work it out by hand, and compare."
)

DOTS = (
    "The three dots `...` still stand in your function: it is not finished. "
    "Put your own lines in their place."
)


@dataclass(frozen=True)
class Reason:
    """The words, with the names of what they tell of: mistakes of the key, or a sight."""

    words: str
    status: Status = "not yet"
    seen: str = ""
    mistake: str = ""
    or_else: str = ""


def reason_for(look: Evidence, findings: Sequence[Finding]) -> Reason:
    """Why it is not right. findings: all that are looked at, right ones too."""
    if look.at_home and look.facts.dots:
        return Reason(DOTS, seen="dots")
    if look.at_home and _is_silent(look.first) and _has_printed(look.first):
        return Reason(PRINTED, "cannot read", "print")
    if isinstance(look.first.answer, Given) and look.first.answer.not_a_function:
        return Reason(look.first.unreadable, "cannot read", look.first.seen)
    if mistakes := diagnose(look.spec, findings):
        return _mistaken(look.spec, *mistakes)
    return _of_an_example(look) if look.at_home else _of_hidden_inputs(look)


def _mistaken(spec: Spec, name: str, other: str = "", *_: str) -> Reason:
    """What a mistake means; where another one gives the same, what that means too."""
    words = spec.messages[name]
    if other and spec.kind == "choice":
        # Each letter is judged by itself, so both are true.
        words = f"{words} {spec.messages[other]}"
    elif other:
        words = f"It is one of two things. Either: {words} Or: {spec.messages[other]}"
    return Reason(words, mistake=name, or_else=other)


def _is_silent(finding: Finding) -> bool:
    return isinstance(finding.answer, Given) and isinstance(finding.answer.value, NothingValue)


def _has_printed(finding: Finding) -> bool:
    return isinstance(finding.answer, Given) and finding.answer.printed


def _of_an_example(look: Evidence) -> Reason:
    first = look.first
    if _is_silent(first) and first.case.inputs is None:
        return Reason(NOTHING_IN_A_NAME.format(name=look.spec.name), "cannot read", "nothing")
    if _is_silent(first) and any(one.expected == NothingValue() for one in look.examples):
        return Reason(NONE_IS_NOT_RIGHT_HERE, "cannot read", "nothing")
    if _is_silent(first) and any(one.value not in (None, NothingValue()) for one in look.examples):
        return Reason(SOMETIMES_NOTHING, "cannot read", "nothing")
    if first.unreadable:
        seen = "nothing" if _is_silent(first) else first.seen
        return Reason(first.unreadable, "cannot read", seen)
    if isinstance(first.answer, Raised):
        unfinished = first.answer.error.kind == "NotImplementedError"
        return Reason(errors.stopped(first.answer.error), seen="dots" if unfinished else "error")
    if seen_in_it := sight_of(look):
        return Reason(seen_in_it.words, seen=seen_in_it.name)
    by_hand = "the example out by hand" if first.case.inputs else "it out on paper"
    return Reason(
        "It differs from the key, and not in a way that we know. "
        f"Work {by_hand} and compare each step, or ask for a hint."
    )


def _of_hidden_inputs(look: Evidence) -> Reason:
    """Wrong for hidden inputs alone: nothing that came out of them may be repeated here."""
    nothing_read = all(finding.unreadable for finding in look.wrong)
    status: Status = "cannot read" if nothing_read else "not yet"
    if all(finding.case.place == "edge" for finding in look.wrong):
        about = f" Think of {look.spec.edges_about}." if look.spec.edges_about else ""
        words = f"Right for ordinary inputs, but not for every unusual one.{about}"
        return Reason(words, status, "edges")
    if seen := sight_of(look):
        return Reason(f"Right for the examples only. {seen.words}", seen=seen.name)
    if kinds := [f.answer.error.kind for f in look.wrong if isinstance(f.answer, Raised)]:
        words = errors.in_words(CodeError(kinds[0], ""))
        called = f" ({kinds[0]})" if words else ""
        told = f"Right for the examples, but with other inputs it stops{called}. {words}"
        return Reason(told.strip(), status, "error")
    if any(finding.unreadable for finding in look.wrong):
        return Reason(UNREADABLE_LATER, status, "nothing")
    return Reason(WRONG_LATER)
