"""A call as it would be typed, and two values where they differ."""

from __future__ import annotations

from solidarity.answers.inputs import Inputs
from solidarity.answers.kinds.list import ListValue
from solidarity.answers.kinds.value import Value


def call(name: str, inputs: Inputs) -> str:
    """The call as a learner would type it, or the bare name of a variable."""
    if inputs is None:
        return name
    return f"{name}({', '.join(f'{label}={value.argument()}' for label, value in inputs)})"


def difference(given: Value, expected: Value) -> tuple[str, str]:
    """Two values that look alike when shortened, shown where they first differ."""
    if not (isinstance(given, ListValue) and isinstance(expected, ListValue)):
        return given.in_full(), expected.in_full()
    for place, (one, two) in enumerate(zip(given.items, expected.items, strict=False), start=1):
        if one != two:
            shown = difference(one, two)
            return f"value {place}: {shown[0]}", f"value {place}: {shown[1]}"
    return f"{len(given.items)} values", f"{len(expected.items)} values"
