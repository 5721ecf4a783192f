"""Judge answers against an exercise's cases and say in plain words what was found."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from solidarity.answers import show
from solidarity.answers.answer import Answer, Given, Missing, NothingStands, Raised, value_in
from solidarity.answers.kinds.nothing import Nothing
from solidarity.answers.plain import Plain
from solidarity.exercises.diagnosis import always_the_same, diagnose, is_rounded, sizes
from solidarity.exercises.finding import Finding
from solidarity.exercises.findings import find, reason_of_form, unreadable_shape
from solidarity.exercises.kinds import KINDS
from solidarity.exercises.scoring import score_of
from solidarity.exercises.spec import Spec
from solidarity.slips import errors
from solidarity.slips.errors import CodeError

Status = Literal["right", "not yet", "cannot read", "readable", "not judged"]

MOST_LACKING = 8
"""A longer list of what is missing would be read by nobody."""

ROUNDED = (
    "It looks rounded. Give the number as Python computes it, without `round`: "
    "who reads it can still round."
)

ONE_ROUND = (
    "Your function ends in the first round of its loop, because a `return` stands in there. "
    "Move it to the left, so that it begins where `for` or `while` begins."
)

DOTS = (
    "The three dots `...` still stand in your function: it is not finished. "
    "Put your own lines in their place."
)


@dataclass(frozen=True)
class Verdict:
    """What is said about one exercise. It never holds a hidden input or a hidden output.

    ``score`` counts what was judged: beside the learner the examples, at grading every case.
    ``mistake`` is the name of the mistake recognised, or "".
    """

    exercise: str
    status: Status
    explanation: str
    score: float
    points: float
    mistake: str = ""
    call: str = ""
    given: str = ""
    expected: str = ""
    read: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Plain]:
        """The verdict as a plain record, for reports."""
        return dataclasses.asdict(self)


def judge(spec: Spec, answers: list[Answer]) -> Verdict:
    """The verdict on the answers to ``spec.cases``, in the same order.

    Fewer answers than cases means that the rest was never given: they count as missing.
    """
    answers = answers + [Missing()] * (len(spec.cases) - len(answers))
    # Of an example: what an answer to a hidden input says of itself may be that input.
    first = answers[0]
    if spec.cases[0].place == "example" and isinstance(first, NothingStands):
        return _not_judged(spec, first)
    if spec.kept_back:
        return _only_readable(spec, answers)
    findings = [find(spec, c, a) for c, a in zip(spec.cases, answers, strict=False)]
    score = score_of(spec, findings)
    notes = _notes(findings)
    if all(finding.right for finding in findings):
        praise = KINDS[spec.kind].praise(spec)
        return Verdict(spec.name, "right", praise, score, spec.points, notes=notes)
    return _explain(spec, findings, score, notes)


def _not_judged(spec: Spec, answer: NothingStands) -> Verdict:
    """The cell of the answer gives nothing to judge: only what was seen there is said."""
    if answer.error is not None:
        explanation = _cell_stopped(answer.error)
    elif answer.trouble == "changed":
        explanation = (
            "What stands in the cell above now is not what was run. Run it again (Shift + Enter), "
            "and then this one."
        )
    elif answer.trouble == "elsewhere":
        explanation = (
            f"The value of `{spec.name}` comes from a cell that does not stand above this check. "
            "Write your answer in the cell above, run it (Shift + Enter), and then this one."
        )
    elif answer.trouble == "order":
        explanation = (
            f"More than one cell above gives `{spec.name}`, and the lowest of them was not run "
            "last. Keep your answer in one cell, run it (Shift + Enter), and then this one."
        )
    elif answer.trouble == "empty":
        explanation = (
            "The cell of your answer is empty. Write your answer there, run it (Shift + Enter), "
            "and then this one."
        )
    else:
        explanation = _gives_others(spec, answer.names)
    return Verdict(spec.name, "not judged", explanation, 0.0, spec.points)


def _cell_stopped(error: CodeError) -> str:
    told = [f"The cell of your answer {_stop(error)}."]
    told += [words] if (words := errors.in_words(error)) else []
    return " ".join([*told, "Mend it and run it, then run this check again."])


def _gives_others(spec: Spec, names: tuple[str, ...]) -> str:
    function = any(case.inputs is not None for case in spec.cases)
    inputs = ", ".join(name for name, _ in spec.cases[0].inputs or ())
    wanted = f"a function `{spec.name}`" if function else f"`{spec.name}`"
    begin = f"def {spec.name}({inputs}):" if function else f"{spec.name} = …"
    if names:
        given = " and ".join(f"`{name}`" for name in names)
        seen = f"The cell of your answer gives {given}; this exercise asks for {wanted}."
    else:
        seen = f"The cell of your answer runs, and gives nothing the name `{spec.name}`."
    return f"{seen} Begin your answer with `{begin}`, and run both cells again."


def _notes(findings: list[Finding]) -> tuple[str, ...]:
    # Only names of inputs, for also answers to hidden inputs are looked at here: whatever else
    # an answer says may be what it was asked.
    changed = sorted(
        {
            name
            for f in findings
            for name, _ in f.case.inputs or ()
            if isinstance(f.answer, Given) and name in f.answer.changed
        }
    )
    if not changed:
        return ()
    return (
        f"Your function changes what it was given ({', '.join(changed)}). "
        "Whoever calls it may still need the old values: work on a copy.",
    )


def _explain(spec: Spec, findings: list[Finding], score: float, notes: tuple[str, ...]) -> Verdict:
    wrong = [finding for finding in findings if not finding.right]
    examples = [finding for finding in findings if finding.case.place == "example"]
    shown = next((finding for finding in wrong if finding.case.place == "example"), None)
    if shown is not None and shown.lacks:
        return _incomplete(spec, shown.lacks)
    unfinished = shown is not None and isinstance(shown.answer, Given) and shown.answer.dots
    mistake = "" if unfinished else diagnose(spec, findings)
    status: Status = "not yet"
    if unfinished:
        explanation = DOTS
    elif mistake:
        explanation = spec.messages[mistake]
    elif shown is not None and shown.unreadable:
        status, explanation = "cannot read", _unreadable(shown, examples)
    else:
        explanation = _unnamed(spec, examples, wrong, shown)
        if shown is None and all(finding.unreadable for finding in wrong):
            status = "cannot read"
    verdict = Verdict(
        spec.name, status, explanation, score, spec.points, mistake, read=spec.read, notes=notes
    )
    return verdict if shown is None else _with_example(spec, verdict, shown)


def _incomplete(spec: Spec, lacks: tuple[str, ...]) -> Verdict:
    """What a form lacks, a line each."""
    count = "One thing is" if len(lacks) == 1 else f"{len(lacks)} things are"
    told = [f"• {sentence}" for sentence in lacks[:MOST_LACKING]]
    if len(lacks) > len(told):
        told.append(f"… and {len(lacks) - len(told)} more. Mend these first.")
    return Verdict(
        spec.name,
        "not yet",
        f"{count} missing or not right yet:",
        0.0,
        spec.points,
        read=spec.read,
        notes=tuple(told),
    )


def _unreadable(finding: Finding, examples: list[Finding]) -> str:
    answer = finding.answer
    silent = isinstance(answer, Given) and isinstance(answer.value, Nothing)
    if isinstance(answer, Given) and silent and answer.printed:
        return (
            "Your function shows its result with `print` but gives nothing back. "
            "Use `return` in place of `print`."
        )
    if silent and any(f.value not in (None, Nothing()) for f in examples):
        return (
            "Here your function gives nothing back (None), and for another example it does. "
            "Every way through it must end with a `return` and a value."
        )
    return finding.unreadable


def _unnamed(
    spec: Spec, examples: list[Finding], wrong: list[Finding], shown: Finding | None
) -> str:
    """What to say when no known mistake fits. Of hidden cases only the kind is told."""
    if all(is_rounded(spec, finding) for finding in wrong):
        return ROUNDED
    if shown is None and all(finding.case.place == "edge" for finding in wrong):
        about = f" Think of {spec.edges_about}." if spec.edges_about else ""
        return f"Right for ordinary inputs, but not for every unusual one.{about}"
    if shown is None:
        return _only_hidden(wrong)
    if isinstance(shown.answer, Raised):
        return _stopped(shown.answer.error)
    if isinstance(shown.answer, Given) and shown.answer.one_round:
        return ONE_ROUND
    known = sizes(spec, shown) or always_the_same(examples)
    if known:
        return known
    by_hand = "the example out by hand" if shown.case.inputs else "it out on paper"
    return (
        "It differs from the key, and not in a way that we know. "
        f"Work {by_hand} and compare each step, or ask for a hint."
    )


def _only_hidden(wrong: list[Finding]) -> str:
    """Wrong for hidden inputs alone: nothing that came out of them may be repeated here."""
    kind = next((f.answer.error.kind for f in wrong if isinstance(f.answer, Raised)), "")
    if kind:
        words = errors.in_words(CodeError(kind, ""))
        called = f" ({kind})" if words else ""
        return f"Right for the example, but with other inputs it stops{called}. {words}".strip()
    if any(finding.unreadable for finding in wrong):
        return (
            "Right for the example, but with other inputs it gives something that cannot be read. "
            "Does every way through your function end with a `return`?"
        )
    return (
        "Right for the example, but not for other inputs of the same kind. "
        "Does your function use its inputs everywhere, or a number from the example?"
    )


def _stopped(error: CodeError) -> str:
    words = errors.in_words(error)
    if error.kind in ("NotImplementedError", "TimeoutError"):
        return words
    return f"Your function {_stop(error)}. {words}".strip()


def _stop(error: CodeError) -> str:
    """``stopped at the line `1 / 0` with ZeroDivisionError: division by zero``"""
    where = f" at the line `{error.line}`" if error.line else ""
    what = f"{error.kind}: {error.message}".strip(": .")
    return f"stopped{where} with {what}"


def _with_example(spec: Spec, verdict: Verdict, finding: Finding) -> Verdict:
    unit, answer, wanted = spec.rule.unit, finding.answer, finding.expected
    # A single value would give itself away; a function's example is not the answer.
    expected = wanted.shown(unit) if wanted is not None and finding.case.inputs else ""
    given = ""
    if isinstance(answer, Given) and answer.not_a_function:
        # A number in the place of a function cannot be compared with what a call should give.
        expected = ""
    elif isinstance(answer, Given):
        given = answer.value.shown(unit)
        if given == expected and wanted is not None and finding.case.inputs:
            given, expected = show.difference(answer.value, wanted)
    return dataclasses.replace(
        verdict, call=show.call(spec.name, finding.case.inputs), given=given, expected=expected
    )


def _only_readable(spec: Spec, answers: list[Answer]) -> Verdict:
    """For an exercise whose feedback waits: only say whether the answer can be read."""
    for case, answer in zip(spec.cases, answers, strict=False):
        reason = reason_of_form(spec, case, answer)
        if not reason and isinstance(answer, Raised):
            reason = _stopped(answer.error)
        if not reason and isinstance(answer, Given) and answer.not_a_function:
            reason = f"`{spec.name}` is a value here, and a function belongs here."
        if not reason:
            reason = unreadable_shape(spec, value_in(answer) or Nothing())
        if reason:
            return Verdict(spec.name, "cannot read", reason, 0.0, spec.points)
    return Verdict(
        spec.name,
        "readable",
        "Your answer can be read. You will see the verdict after grading.",
        0.0,
        spec.points,
    )
