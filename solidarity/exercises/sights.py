"""What can be seen in a wrong answer, whichever exercise it belongs to.

Each sight is told where its outcome, or the code that was looked at, shows it, and nowhere else.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from solidarity.answers.answer import Given
from solidarity.answers.code_facts import NO_FACTS, Facts
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.kinds.table import TableValue
from solidarity.answers.kinds.text import TextValue
from solidarity.answers.kinds.value import (
    UnreadableValue,
    Value,
    count_of,
    members_agree,
)
from solidarity.answers.show_number import number
from solidarity.exercises.finding import Finding
from solidarity.exercises.spec import Spec


@dataclass(frozen=True)
class Sight:
    """What was seen, by a name for reports, and the words for the learner."""

    name: str
    words: str


@dataclass(frozen=True)
class Evidence:
    """What there is to look at: all examples, and of them and the hidden inputs what is wrong.

    ``neighbours``: the right values of the notebook's other exercises, by their names.
    """

    spec: Spec
    examples: Sequence[Finding]
    wrong: Sequence[Finding]
    neighbours: Mapping[str, Value]

    @property
    def first(self) -> Finding:
        """The first that is wrong: of the examples, where one of them is."""
        return self.wrong[0]

    @property
    def at_home(self) -> bool:
        """Is one of the examples wrong? What is hidden may not be told."""
        return self.first.case.place == "example"

    @property
    def facts(self) -> Facts:
        """What stands in the learner's function."""
        answers = (finding.answer for finding in self.examples)
        return next((one.facts for one in answers if isinstance(one, Given)), NO_FACTS)


def sight_of(look: Evidence) -> Sight | None:
    """What is seen first; None where nothing is."""
    return next((seen for see in _LOOKED_FOR if (seen := see(look))), None)


# --- Rounded -------------------------------------------------------------------------------------


def _rounded(look: Evidence) -> Sight | None:
    """Is every wrong answer the right one with its end cut off, and always at the same place?"""
    apart = _apart(look)
    if not apart:
        return None
    # One short number is too little to tell: 1 in place of 0.7 may come from anywhere.
    most = max(_digits(given) for given, _ in apart)
    if len({given for given, _ in apart}) == 1 and most < 2:
        return None
    places = range(-6 if most > 2 else 0, 9)
    if not any(all(_cut_at(place, *pair) for pair in apart) for place in places):
        return None
    return Sight("rounded", _rounded_by(look.facts.cutting))


ROUNDED = (
    "It looks rounded. Give the number as Python computes it, without `round`: "
    "who reads it can still round."
)


def _rounded_by(cutting: Sequence[str]) -> str:
    if not cutting or "round" in cutting:
        return ROUNDED
    signs = " and ".join(f"`{one}`" if one == "//" else f"`{one}()`" for one in cutting)
    return (
        f"It looks rounded: the end of the number is cut off. {signs} in your function takes "
        "digits away. Give the number with all its digits."
    )


def _apart(look: Evidence) -> list[tuple[float, float]]:
    """The numbers, given and expected, in which all the wrong answers differ; empty where one
    differs in something else too, or cannot be compared."""
    found = [_pairs(look.spec, finding) for finding in look.wrong]
    return [pair for pairs in found for pair in pairs] if all(found) else []


def _pairs(spec: Spec, finding: Finding) -> list[tuple[float, float]]:
    """The same for one answer."""
    if finding.value is None or finding.expected is None:
        return []
    given, expected = finding.value.leaves(), finding.expected.leaves()
    if len(given) != len(expected):
        return []
    pairs = []
    for one, other in zip(given, expected, strict=True):
        try:
            if other.agrees(one, spec.rule):
                continue
            if not isinstance(other, NumberValue):
                return []
            pairs.append((one.as_number(spec.rule.unit), float(other.value)))
        except UnreadableValue:
            return []
    return pairs


def _digits(value: float) -> int:
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


def _cut_at(places: int, given: float, expected: float) -> bool:
    exact, step = Decimal(repr(expected)), Decimal(1).scaleb(-places)
    ways = (ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN)
    try:
        return any(float(exact.quantize(step, way)) == given for way in ways)
    except InvalidOperation:
        # More digits than Decimal keeps.
        return False


# --- In the text of the function -----------------------------------------------------------------

ONE_ROUND = (
    "Your function ends in the first round of its loop, because a `return` stands in there. "
    "Move it to the left, so that it begins where `for` or `while` begins."
)


def _one_round(look: Evidence) -> Sight | None:
    return Sight("one-round", ONE_ROUND) if look.at_home and look.facts.one_round else None


def _of_an_example(look: Evidence) -> Sight | None:
    """A number of an example that is right stands in the function, in the place of an input."""
    numbers, texts = set(look.facts.numbers) - _EVERYBODYS, set(look.facts.texts)
    for finding in look.examples:
        for name, value in finding.case.inputs or () if finding.right else ():
            if isinstance(value, NumberValue) and value.value in numbers:
                shown = f"The number {number(value.value)}"
            elif (
                name in look.facts.unused and isinstance(value, TextValue) and value.value in texts
            ):
                shown = f"The text {value.shown()}"
            else:
                continue
            words = (
                f"{shown} stands in your function, and in an example that is `{name}`. "
                f"If you took it from there, write `{name}` in its place."
            )
            return Sight("example-number", words)
    return None


_EVERYBODYS = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 12.0, 52.0, 100.0, 1000.0}
"""Numbers that stand in many a right function."""


def _unused(look: Evidence) -> Sight | None:
    if not look.facts.unused:
        return None
    names = " and ".join(f"`{name}`" for name in look.facts.unused)
    return Sight(
        "unused",
        f"Your function does not use {names}. Does the answer not change with "
        f"{'it' if len(look.facts.unused) == 1 else 'them'}?",
    )


# --- Lists, tables and dictionaries --------------------------------------------------------------


def _other_order(look: Evidence) -> Sight | None:
    if not all(_reordered(look.spec, finding) for finding in look.wrong):
        return None
    rows = "rows" if isinstance(look.first.expected, TableValue) else "values"
    return Sight(
        "order",
        f"The {rows} are right, and they stand in another order. "
        "Read once more which one comes first.",
    )


def _reordered(spec: Spec, finding: Finding) -> bool:
    given, expected = finding.value, finding.expected
    if given is None or expected is None:
        return False
    try:
        if isinstance(expected, TableValue):
            return expected.agrees(given, replace(spec.rule, rows_in_order=False))
        rows = expected.rows()
        return rows is not None and members_agree(expected.as_list(), given.as_list(), spec.rule)
    except UnreadableValue:
        return False


def _too_many_names(look: Evidence) -> Sight | None:
    given, expected = look.first.value, look.first.expected
    if given is None or expected is None or not look.at_home or look.spec.rule.others_may_stay:
        return None
    wanted, found = expected.written_names(), given.written_names()
    known = {*wanted, *TableValue.left_over(given)}
    more = [shown for name, shown in found.items() if name not in known]
    if not wanted or not set(wanted) <= set(found) or not more:
        return None
    what = "column" if isinstance(expected, TableValue) else "key"
    return Sight(
        "size",
        f"Your {'table' if what == 'column' else 'dictionary'} has {count_of(len(more), what)} "
        f"more than was asked for: {', '.join(more)}. It needs {', '.join(wanted.values())} alone.",
    )


def _sizes(look: Evidence) -> Sight | None:
    """Too few values or too many: what a loop that ends early, or runs on, gives."""
    given, expected = _rows(look.first)
    if not look.at_home or given is None or expected is None or len(given) == len(expected):
        return None
    what = "row" if isinstance(look.first.expected, TableValue) else "value"
    seen = f"Your answer has {count_of(len(given), what)}, and {len(expected)} belong here."
    return Sight("size", f"{seen} {_where(look, what, len(given))}")


def _where(look: Evidence, what: str, count: int) -> str:
    if not look.first.case.inputs:
        return "Read once more what the exercise asks for."
    if not count:
        return "Nothing was added to it. Which line adds, and is it reached?"
    if _all_parts(look, at_the_end=False):
        are = "is" if count == 1 else "are"
        first = what if count == 1 else str(count)
        return f"The first {first} {are} right: the end is missing."
    if _all_parts(look, at_the_end=True):
        if count == 1:
            return f"Only the last {what} is there. Does the line that adds it stand in the loop?"
        return f"The last {count} are right: the beginning is missing."
    return "Where does your answer begin, and where does it end?"


def _all_parts(look: Evidence, *, at_the_end: bool) -> bool:
    """Is it this part of the right one, and so is every other example that is too short?"""
    return _is_part(look.spec, look.first, at_the_end) and all(
        _is_part(look.spec, finding, at_the_end) for finding in look.wrong if _is_short(finding)
    )


def _rows(
    finding: Finding,
) -> tuple[Sequence[object] | None, Sequence[object] | None]:
    """The rows or values given and expected, where they can be counted."""
    given, expected = finding.value, finding.expected
    return (
        None if given is None else given.rows(),
        None if expected is None else expected.rows(),
    )


def _is_short(finding: Finding) -> bool:
    """Are there rows, and fewer than there should be?"""
    given, expected = _rows(finding)
    return given is not None and expected is not None and 0 < len(given) < len(expected)


def _is_part(spec: Spec, finding: Finding, at_the_end: bool) -> bool:
    """Are these the first rows or values of the right ones; or, at the end, the last?"""
    rows, _ = _rows(finding)
    if finding.value is None or finding.expected is None or rows is None:
        return False
    start, stop = (-len(rows), None) if at_the_end else (0, len(rows))
    try:
        return finding.expected.part(start, stop).agrees(finding.value, spec.rule)
    except UnreadableValue:
        return False


# --- Texts ---------------------------------------------------------------------------------------


def _nearly_the_text(look: Evidence) -> Sight | None:
    given, expected = look.first.value, look.first.expected
    if not (look.at_home and isinstance(given, TextValue) and isinstance(expected, TextValue)):
        return None
    said, wanted = given.as_text(), expected.as_text()
    if wanted and wanted in said:
        return Sight("spelling", "The right text stands in your answer, and something more does.")
    near = difflib.SequenceMatcher(None, said, wanted).ratio()
    if len(wanted) < _WORD or near < _ALIKE:
        return None
    return Sight("spelling", "Your text is nearly the right one. Look at each letter and sign.")


_WORD = 6
_ALIKE = 0.8


# --- The right number in another dress -----------------------------------------------------------

_PERCENT = (
    "Is a percent in the place of a fraction (12 % is 0.12), or are there two zeros too many or "
    "too few?"
)
_FACTORS = {
    100.0: ("percent", f"Your answer is 100 times the right one. {_PERCENT}"),
    0.01: ("percent", f"Your answer is the right one divided by 100. {_PERCENT}"),
    12.0: ("factor", "Your answer is 12 times the right one. Is it for a year, not for a month?"),
    1 / 12: (
        "factor",
        "Your answer is the right one divided by 12. Is it for a month, not for a year?",
    ),
    52.0: ("factor", "Your answer is 52 times the right one. Is it for a year, not for a week?"),
    1 / 52: (
        "factor",
        "Your answer is the right one divided by 52. Is it for a week, not for a year?",
    ),
    10.0: ("factor", "Your answer is 10 times the right one. Is there a zero too many?"),
    0.1: ("factor", "Your answer is the right one divided by 10. Is a zero missing?"),
    1e3: ("factor", "Your answer is 1,000 times the right one. Count the zeros, and the units."),
    1e-3: (
        "factor",
        "Your answer is the right one divided by 1,000. Python reads 20.000 as 20: "
        "write 20_000 for twenty thousand. Or is the unit another one?",
    ),
    1e5: ("factor", "Your answer is 100,000 times the right one: a lakh is 100,000."),
    1e-5: ("factor", "Your answer is the right one divided by 100,000: a lakh is 100,000."),
    1e6: ("factor", "Your answer is a million times the right one. Look at the units."),
    1e-6: ("factor", "Your answer is the right one divided by a million. Look at the units."),
    1e7: ("factor", "Your answer is ten million times the right one: that is a crore."),
    1e-7: ("factor", "Your answer is the right one divided by ten million: that is a crore."),
    -1.0: (
        "sign",
        "The number is right and its sign is not: what should be below zero is above it, "
        "or the other way round.",
    ),
}


def _factor(look: Evidence) -> Sight | None:
    """Is every wrong number the right one times the same?"""
    apart = _apart(look)
    if not apart:
        return None
    for factor, (name, words) in _FACTORS.items():
        if all(_is_times(look.spec, factor, *pair) for pair in apart):
            return Sight(name, words)
    return None


def _is_times(spec: Spec, factor: float, given: float, expected: float) -> bool:
    if not expected or not math.isfinite(given):
        return False
    near = max(spec.rule.tolerance * abs(factor), abs(expected * factor) * 1e-6)
    return abs(given - expected * factor) <= near


def _of_a_neighbour(look: Evidence) -> Sight | None:
    given = look.first.value
    if given is None or look.first.case.inputs is not None or not isinstance(given, NumberValue):
        return None
    for name, value in look.neighbours.items():
        telling = isinstance(value, NumberValue) and abs(value.value) > _TELLING
        if telling and value.agrees(given, look.spec.rule):
            words = f"This is the answer to `{name}`. Does it stand in another exercise's cell?"
            return Sight("other-exercise", words)
    return None


_TELLING = 12
"""A number up to this may come from anywhere."""


# --- Examples that tell more together ------------------------------------------------------------


def _always_the_same(look: Evidence) -> Sight | None:
    """One answer to different examples."""
    if not look.at_home:
        return None
    answers = [finding.value for finding in look.examples]
    expected = [finding.case.expected for finding in look.examples]
    if answers.count(answers[0]) < len(answers) or expected.count(expected[0]) == len(expected):
        return None
    return Sight(
        "same",
        "Your function gives the same answer for every example, and different ones are right. "
        "Is a number of one example written in, or is an input not used?",
    )


def _right_for_one(look: Evidence) -> Sight | None:
    if not look.at_home or not any(finding.right for finding in look.examples):
        return None
    return Sight(
        "right-for-one",
        "It is right for another example and not for this one. What is different here? "
        "Work this one out by hand, and look where your function goes another way.",
    )


_LOOKED_FOR: tuple[Callable[[Evidence], Sight | None], ...] = (
    _rounded,
    _one_round,
    _other_order,
    _too_many_names,
    _sizes,
    _nearly_the_text,
    _factor,
    _of_a_neighbour,
    _of_an_example,
    _always_the_same,
    _unused,
    _right_for_one,
)
"""In this order: what says most about the answer comes first."""
