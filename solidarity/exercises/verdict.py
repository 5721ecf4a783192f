"""Judge answers against an exercise's cases and say in plain words what was found."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from solidarity.answers import show
from solidarity.answers.ask import Answer
from solidarity.answers.compare import demand_readable, same
from solidarity.answers.plain import Plain, is_a
from solidarity.answers.reader import UnreadableAnswer, letters, mapping, nothing, table
from solidarity.exercises import form
from solidarity.exercises.exercise import Case, Spec
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

UNREADABLE = "Your answer cannot be read. Look at what kind of value the exercise asks for."


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


@dataclass(frozen=True)
class _Finding:
    """One case judged: right, wrong, or unreadable with the reason; of a form what it lacks."""

    case: Case
    answer: Answer
    right: bool
    unreadable: str = ""
    lacks: tuple[str, ...] = ()


def judge(spec: Spec, answers: list[Answer]) -> Verdict:
    """The verdict on the answers to ``spec.cases``, in the same order.

    Fewer answers than cases means that the rest was never given: they count as missing.
    """
    answers = answers + [{"missing": True}] * (len(spec.cases) - len(answers))
    # Of an example: what an answer to a hidden input says of itself may be that input.
    if spec.cases[0].place == "example" and "cell" in answers[0]:
        return _not_judged(spec, answers[0])
    if spec.feedback == "after grading" and all(case.expected is None for case in spec.cases):
        return _only_readable(spec, answers)
    findings = [_find(spec, c, a) for c, a in zip(spec.cases, answers, strict=False)]
    score = _score(spec, findings)
    notes = _notes(findings)
    if all(finding.right for finding in findings):
        praise = "Your answer agrees with the key."
        if spec.kind == "form":
            praise = "Nothing is missing. How good it is, people will judge."
        if spec.options:
            several = len(spec.cases[0].expected["items"]) > 1
            praise = "Yes, those are the ones." if several else "Yes, that is the one."
        return Verdict(spec.name, "right", praise, score, spec.points, notes=notes)
    return _explain(spec, findings, score, notes)


def _not_judged(spec: Spec, answer: Answer) -> Verdict:
    """The cell of the answer gives nothing to judge: only what was seen there is said."""
    if answer["cell"] == "stopped":
        explanation = _cell_stopped(answer)
    elif answer["cell"] == "changed":
        explanation = (
            "What stands in the cell above now is not what was run. Run it again (Shift + Enter), "
            "and then this one."
        )
    elif answer["cell"] == "elsewhere":
        explanation = (
            f"The value of `{spec.name}` comes from a cell that does not stand above this check. "
            "Write your answer in the cell above, run it (Shift + Enter), and then this one."
        )
    elif answer["cell"] == "order":
        explanation = (
            f"More than one cell above gives `{spec.name}`, and the lowest of them was not run "
            "last. Keep your answer in one cell, run it (Shift + Enter), and then this one."
        )
    elif answer["cell"] == "empty":
        explanation = (
            "The cell of your answer is empty. Write your answer there, run it (Shift + Enter), "
            "and then this one."
        )
    else:
        explanation = _gives_others(spec, _names(answer, "names"))
    return Verdict(spec.name, "not judged", explanation, 0.0, spec.points)


def _cell_stopped(answer: Answer) -> str:
    told = [f"The cell of your answer {_stop(answer)}."]
    told += [words] if (words := errors.in_words(CodeError.of_answer(answer))) else []
    return " ".join([*told, "Mend it and run it, then run this check again."])


def _gives_others(spec: Spec, names: list[str]) -> str:
    function = any(case.inputs is not None for case in spec.cases)
    inputs = ", ".join(name for name, _ in spec.cases[0].inputs or [])
    wanted = f"a function `{spec.name}`" if function else f"`{spec.name}`"
    begin = f"def {spec.name}({inputs}):" if function else f"{spec.name} = …"
    if names:
        given = " and ".join(f"`{name}`" for name in names)
        seen = f"The cell of your answer gives {given}; this exercise asks for {wanted}."
    else:
        seen = f"The cell of your answer runs, and gives nothing the name `{spec.name}`."
    return f"{seen} Begin your answer with `{begin}`, and run both cells again."


def _find(spec: Spec, case: Case, answer: Answer) -> _Finding:
    if "value" not in answer:
        unreadable = _form(spec, case, answer)
        return _Finding(case, answer, right=False, unreadable=unreadable)
    if answer.get("not_a_function"):
        reason = f"`{spec.name}` is a value here, not a function. Did a later cell reuse the name?"
        return _Finding(case, answer, right=False, unreadable=reason)
    try:
        if spec.kind == "form":
            lacks = tuple(form.lacking(case.expected, answer["value"]))
            return _Finding(case, answer, right=not lacks, lacks=lacks)
        right = _agrees(spec, case.expected, answer["value"])
    except UnreadableAnswer as error:
        return _Finding(case, answer, right=False, unreadable=str(error) or UNREADABLE)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        # A value that is not in plain form: nobody's honest answer, and no reason to stop.
        return _Finding(case, answer, right=False, unreadable=UNREADABLE)
    return _Finding(case, answer, right)


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


def _form(spec: Spec, case: Case, answer: Answer) -> str:
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
        taken = ", ".join(_names(answer, "inputs")) or "none"
        return (
            f"Your function takes these inputs: {taken}. "
            f"It should take: {wanted}. Keep the first line as it was given."
        )
    return ""


def _score(spec: Spec, findings: list[_Finding]) -> float:
    """Ordinary inputs first: only who has them all right can earn the points of the edges."""
    ordinary = [f for f in findings if f.case.place != "edge"]
    edges = [f for f in findings if f.case.place == "edge"]
    if not all(finding.right for finding in ordinary):
        return 0.0
    if not edges:
        # Beside the learner no edge is judged; whoever has all examples right sees full marks.
        return spec.points
    share = sum(finding.right for finding in edges) / len(edges)
    return round(spec.points - spec.edge_points + spec.edge_points * share, 2)


def _notes(findings: list[_Finding]) -> tuple[str, ...]:
    # Only names of inputs, for also answers to hidden inputs are looked at here: whatever else
    # an answer says may be what it was asked.
    changed = sorted(
        {
            name
            for f in findings
            for name, _ in f.case.inputs or []
            if name in _names(f.answer, "changed")
        }
    )
    if not changed:
        return ()
    return (
        f"Your function changes what it was given ({', '.join(changed)}). "
        "Whoever calls it may still need the old values: work on a copy.",
    )


def _names(answer: Answer, field: str) -> list[str]:
    listed = answer.get(field)
    return [str(name) for name in listed] if isinstance(listed, list) else []


def _explain(spec: Spec, findings: list[_Finding], score: float, notes: tuple[str, ...]) -> Verdict:
    wrong = [finding for finding in findings if not finding.right]
    examples = [finding for finding in findings if finding.case.place == "example"]
    shown = next((finding for finding in wrong if finding.case.place == "example"), None)
    if shown is not None and shown.lacks:
        return _incomplete(spec, shown.lacks)
    unfinished = shown is not None and "dots" in shown.answer
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


def _unreadable(finding: _Finding, examples: list[_Finding]) -> str:
    silent = "value" in finding.answer and finding.answer["value"] is None
    if silent and finding.answer.get("printed"):
        return (
            "Your function shows its result with `print` but gives nothing back. "
            "Use `return` in place of `print`."
        )
    if silent and any(f.answer.get("value") is not None for f in examples):
        return (
            "Here your function gives nothing back (None), and for another example it does. "
            "Every way through it must end with a `return` and a value."
        )
    return finding.unreadable


def _unnamed(
    spec: Spec, examples: list[_Finding], wrong: list[_Finding], shown: _Finding | None
) -> str:
    """What to say when no known mistake fits. Of hidden cases only the kind is told."""
    if all(_is_rounded(spec, finding) for finding in wrong):
        return ROUNDED
    if shown is None and all(finding.case.place == "edge" for finding in wrong):
        about = f" Think of {spec.edges_about}." if spec.edges_about else ""
        return f"Right for ordinary inputs, but not for every unusual one.{about}"
    if shown is None:
        return _only_hidden(wrong)
    if "error" in shown.answer:
        return _stopped(shown.answer)
    if shown.answer.get("one_round"):
        return ONE_ROUND
    known = _sizes(spec, shown) or _always_the_same(examples)
    if known:
        return known
    by_hand = "the example out by hand" if shown.case.inputs else "it out on paper"
    return (
        "It differs from the key, and not in a way that we know. "
        f"Work {by_hand} and compare each step, or ask for a hint."
    )


def _is_rounded(spec: Spec, finding: _Finding) -> bool:
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


def _sizes(spec: Spec, finding: _Finding) -> str:
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


def _is_part(spec: Spec, finding: _Finding, part: slice) -> bool:
    """Is the learner's list or table this part of the right one?"""
    whole = finding.case.expected
    cut = {**whole, "rows": whole["rows"][part]} if is_a(whole, "table") else whole[part]
    try:
        return same(cut, finding.answer["value"], spec.rule)
    except (UnreadableAnswer, ArithmeticError, LookupError, TypeError, ValueError):
        return False


def _always_the_same(examples: list[_Finding]) -> str:
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


def _only_hidden(wrong: list[_Finding]) -> str:
    """Wrong for hidden inputs alone: nothing that came out of them may be repeated here."""
    kind = next((str(f.answer["error"]) for f in wrong if "error" in f.answer), "")
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


def _stopped(answer: Answer) -> str:
    error = CodeError.of_answer(answer)
    words = errors.in_words(error)
    if error.kind in ("NotImplementedError", "TimeoutError"):
        return words
    return f"Your function {_stop(answer)}. {words}".strip()


def _stop(answer: Answer) -> str:
    """``stopped at the line `1 / 0` with ZeroDivisionError: division by zero``"""
    error = CodeError.of_answer(answer)
    where = f" at the line `{error.line}`" if error.line else ""
    what = f"{error.kind}: {error.message}".strip(": .")
    return f"stopped{where} with {what}"


def _with_example(spec: Spec, verdict: Verdict, finding: _Finding) -> Verdict:
    unit = spec.rule.unit
    # A single value would give itself away; a function's example is not the answer.
    expected = show.value(finding.case.expected, unit) if finding.case.inputs else ""
    given = ""
    if finding.answer.get("not_a_function"):
        # A number in the place of a function cannot be compared with what a call should give.
        expected = ""
    elif "value" in finding.answer:
        value = finding.answer["value"]
        given = show.value(value, unit)
        if given == expected and finding.case.inputs:
            given, expected = show.difference(value, finding.case.expected)
    return dataclasses.replace(
        verdict, call=show.call(spec.name, finding.case.inputs), given=given, expected=expected
    )


def diagnose(spec: Spec, findings: list[_Finding]) -> str:
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


def _is_mistaken(spec: Spec, finding: _Finding, name: str) -> bool:
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


def _chose_wrongly(spec: Spec, finding: _Finding, wrong: Plain) -> bool:
    """For several letters: is this mistake's letter among those judged wrongly?"""
    chosen = letters(finding.answer["value"], list(spec.options))
    key = {str(item) for item in finding.case.expected["items"]}
    mistaken = {str(item) for item in wrong["items"]}
    if len(key) == 1:
        return chosen == mistaken
    return (mistaken ^ key).issubset(chosen ^ key)


def _only_readable(spec: Spec, answers: list[Answer]) -> Verdict:
    """For an exercise whose feedback waits: only say whether the answer can be read."""
    for case, answer in zip(spec.cases, answers, strict=False):
        reason = _form(spec, case, answer)
        if not reason and "error" in answer:
            reason = _stopped(answer)
        if not reason and answer.get("not_a_function"):
            reason = f"`{spec.name}` is a value here, and a function belongs here."
        if not reason:
            reason = _unreadable_shape(spec, answer.get("value"))
        if reason:
            return Verdict(spec.name, "cannot read", reason, 0.0, spec.points)
    return Verdict(
        spec.name,
        "readable",
        "Your answer can be read. You will see the verdict after grading.",
        0.0,
        spec.points,
    )


def _unreadable_shape(spec: Spec, value: Plain) -> str:
    try:
        if spec.options:
            letters(value, list(spec.options))
        else:
            demand_readable(spec.shape, value)
    except (UnreadableAnswer, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return str(error) if isinstance(error, UnreadableAnswer) and str(error) else UNREADABLE
    return ""
