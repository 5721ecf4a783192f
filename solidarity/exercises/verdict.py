"""Judge answers against an exercise's cases and say in plain words what was found."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from solidarity.answers import show
from solidarity.answers.answer import Answer, Given, Missing, NothingStands, Raised, value_in
from solidarity.answers.kinds.nothing import NothingValue
from solidarity.answers.kinds.value import Value
from solidarity.answers.plain import Plain
from solidarity.exercises.finding import Finding
from solidarity.exercises.findings import find, reason_of_form, unreadable_shape
from solidarity.exercises.kinds import KINDS
from solidarity.exercises.reason import Status, reason_for
from solidarity.exercises.scoring import score_of
from solidarity.exercises.sights import Evidence
from solidarity.exercises.spec import Spec
from solidarity.slips import errors
from solidarity.slips.errors import CodeError

MOST_LACKING = 8
"""A longer list of what is missing would be read by nobody."""

BARE_LETTER = (
    "A letter without quotation marks is a name for Python, and nothing has that name. "
    'Write the letter in quotation marks, as in "b", run the cell, and then this check again.'
)


@dataclass(frozen=True)
class Verdict:
    """What is said about one exercise. It never holds a hidden input or a hidden output.

    ``score`` counts what was judged: beside the learner the examples, at grading every case.
    ``mistake`` is the name of the key's mistake that was recognised, ``or_else`` of another one
    that gives the same, ``seen`` what else was seen in the answer (see ``sights``); or "".
    """

    exercise: str
    status: Status
    explanation: str
    score: float
    points: float
    mistake: str = ""
    or_else: str = ""
    seen: str = ""
    call: str = ""
    given: str = ""
    expected: str = ""
    read: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Plain]:
        """The verdict as a plain record, for reports."""
        return dataclasses.asdict(self)


def judge(
    spec: Spec, answers: list[Answer], neighbours: Mapping[str, Value] | None = None
) -> Verdict:
    """The verdict on the answers to ``spec.cases``, in the same order.

    Fewer answers than cases means that the rest was never given: they count as missing.
    neighbours: what is right in the notebook's other exercises, where that is one value.
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
    return _explain(spec, findings, score, notes, neighbours or {})


def values_of(specs: Iterable[Spec]) -> dict[str, Value]:
    """What is right in those exercises whose answer is one value, by their names."""
    return {
        spec.name: spec.cases[0].expected
        for spec in specs
        if isinstance(spec.cases[0].expected, Value) and spec.cases[0].inputs is None
    }


def _not_judged(spec: Spec, answer: NothingStands) -> Verdict:
    """The cell of the answer gives nothing to judge: only what was seen there is said."""
    seen = "not-judged"
    if answer.error is not None and _is_bare_letter(spec, answer.error):
        explanation, seen = BARE_LETTER, "letter"
    elif answer.error is not None:
        explanation, seen = _cell_stopped(answer.error), "error"
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
    return Verdict(spec.name, "not judged", explanation, 0.0, spec.points, seen=seen)


def _is_bare_letter(spec: Spec, error: CodeError) -> bool:
    """Was an option's letter written without quotation marks? Python takes it for a name."""
    found = re.match(r"name '(\w+)' is not defined", error.message)
    return bool(found and found[1].lower() in spec.options)


def _cell_stopped(error: CodeError) -> str:
    told = [f"The cell of your answer {errors.where(error)}."]
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


def _explain(
    spec: Spec,
    findings: list[Finding],
    score: float,
    notes: tuple[str, ...],
    neighbours: Mapping[str, Value],
) -> Verdict:
    """Why it is not right. Where an example is wrong, the examples alone tell: so the learner
    reads the same in the notebook and on the returned page."""
    examples = [finding for finding in findings if finding.case.place == "example"]
    looked_at = findings if all(finding.right for finding in examples) else examples
    wrong = [finding for finding in looked_at if not finding.right]
    shown = wrong[0] if wrong[0].case.place == "example" else None
    if shown is not None and shown.lacks:
        return _incomplete(spec, shown.lacks)
    reason = reason_for(Evidence(spec, examples, wrong, neighbours), looked_at)
    verdict = Verdict(
        spec.name,
        reason.status,
        reason.words,
        score,
        spec.points,
        mistake=reason.mistake,
        or_else=reason.or_else,
        seen=reason.seen,
        read=spec.read,
        notes=notes,
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
        seen="lacks",
        read=spec.read,
        notes=tuple(told),
    )


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
            reason = errors.stopped(answer.error)
        if not reason and isinstance(answer, Given) and answer.not_a_function:
            reason = f"`{spec.name}` is a value here, and a function belongs here."
        if not reason:
            reason = unreadable_shape(spec, value_in(answer) or NothingValue())
        if reason:
            return Verdict(spec.name, "cannot read", reason, 0.0, spec.points)
    return Verdict(
        spec.name,
        "readable",
        "Your answer can be read. You will see the verdict after grading.",
        0.0,
        spec.points,
    )
