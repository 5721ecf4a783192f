"""Is a given answer the same as an expected one, within the exercise's tolerance?

The expected value decides how the given one is read: a number is compared as a number, a table as a
table. Comparisons are made on plain values only (see ``plain.py``), never on a learner's objects.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from solidarity.answers import reader
from solidarity.answers.plain import MARK, Plain, is_a
from solidarity.answers.reader import UnreadableAnswer


@dataclass(frozen=True)
class Rule:
    """How close is close enough.

    ``tolerance`` is in the unit of the answer, ``relative_tolerance`` a share of it (0.01 is 1 %);
    an answer inside either is the same. ``rows_in_order`` matters for tables only.
    """

    tolerance: float = 0.0
    relative_tolerance: float = 1e-9
    unit: str = ""
    rows_in_order: bool = False


def same(expected: Plain, given: Plain, rule: Rule) -> bool:
    """Compare a plain answer with the plain expected value.

    Raises UnreadableAnswer when the form of ``given`` cannot be read as the kind of value expected.
    """
    if expected is None:
        return given is None or _is_nan(given)
    if isinstance(expected, bool):
        return reader.truth(given) == expected
    if isinstance(expected, (int, float)) or is_a(expected, "number"):
        return _same_number(reader.number(expected), reader.number(given, rule.unit), rule)
    if isinstance(expected, str):
        return reader.text(expected) == reader.text(given)
    if isinstance(expected, list):
        return _same_sequence(expected, reader.sequence(given), rule)
    match expected[MARK]:
        case "set":
            return _same_members(expected["items"], reader.members(given), rule)
        case "dict" | "series":
            return _same_mapping(expected, given, rule)
        case "table":
            return _same_table(expected, given, rule)
        case "date":
            return reader.text(expected) == reader.text(given)
    raise ValueError(f"a key cannot expect {expected!r}")


_READERS: dict[str, Callable[[Plain], object]] = {
    "number": reader.number,
    "truth": reader.truth,
    "text": reader.text,
    "list": reader.sequence,
    "set": reader.members,
    "dict": reader.mapping,
    "series": reader.mapping,
    "table": reader.table,
}


def demand_readable(shape: str, given: Plain) -> None:
    """Raise UnreadableAnswer unless the answer can be read as a value of this shape."""
    read = _READERS.get(shape)
    if read is not None:
        read(given)


def _is_nan(value: Plain) -> bool:
    return is_a(value, "number") and str(value["text"]).lower() == "nan"


def _same_number(expected: float, given: float, rule: Rule) -> bool:
    if math.isnan(expected) or math.isnan(given):
        return math.isnan(expected) and math.isnan(given)
    return math.isclose(expected, given, abs_tol=rule.tolerance, rel_tol=rule.relative_tolerance)


def _same_sequence(expected: list[Plain], given: list[Plain], rule: Rule) -> bool:
    if len(expected) != len(given):
        return False
    return _all_same(zip(expected, given, strict=True), rule)


def _all_same(pairs: Iterable[tuple[Plain, Plain]], rule: Rule) -> bool:
    # Every value is read before the verdict: one that cannot be read is worth saying
    # even if another one is wrong.
    verdicts = [same(expected, given, rule) for expected, given in pairs]
    return all(verdicts)


def _same_members(expected: list[Plain], given: list[Plain], rule: Rule) -> bool:
    if len(expected) != len(given):
        return False
    left = list(given)
    for item in expected:
        match = next((other for other in left if _agrees(item, other, rule)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _agrees(expected: Plain, given: Plain, rule: Rule) -> bool:
    try:
        return same(expected, given, rule)
    except UnreadableAnswer:
        return False


def _same_mapping(expected: Plain, given: Plain, rule: Rule) -> bool:
    wanted, found = reader.mapping(expected), reader.mapping(given)
    lacking = _lacking(expected, wanted, given, found)
    if lacking:
        raise UnreadableAnswer(f"Your dictionary has no key {lacking}.")
    agree = _all_same(((value, found[key]) for key, value in wanted.items()), rule)
    return agree and len(wanted) == len(found)


def _lacking(expected: Plain, wanted: Iterable[str], given: Plain, found: Iterable[str]) -> str:
    """The first name that is not there, with all that are wanted and all that are; or ""."""
    missing = next((name for name in wanted if name not in found), None)
    if missing is None:
        return ""
    as_written, as_given = reader.written(expected), reader.written(given)
    needs = ", ".join(as_written.get(name, name) for name in wanted)
    has = ", ".join(as_given.get(name, name) for name in found) or "none"
    return f"{as_written.get(missing, missing)!r}. It needs {needs}; yours has: {has}"


def _same_table(expected: Plain, given: Plain, rule: Rule) -> bool:
    wanted, found = reader.table(expected), reader.table(given)
    if not found:
        raise UnreadableAnswer("Your table is empty. Does your loop add a row in each round?")
    lacking = _lacking(expected, wanted, given, found)
    if lacking:
        raise UnreadableAnswer(f"Your table has no column {lacking}.")
    expected_rows = list(zip(*wanted.values(), strict=True))
    given_rows = list(zip(*(found[name] for name in wanted), strict=True))
    if len(expected_rows) != len(given_rows):
        return False
    if rule.rows_in_order:
        return _same_sequence(
            [list(row) for row in expected_rows], [list(row) for row in given_rows], rule
        )
    return _same_members(
        [list(row) for row in expected_rows], [list(row) for row in given_rows], rule
    )
