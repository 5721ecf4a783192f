"""What a learner's function is called with."""

from __future__ import annotations

from typing import TypeAlias

from solidarity.answers.kinds.value import Value
from solidarity.answers.plain import Malformed, Plain, listed, worded
from solidarity.answers.values import load

Inputs: TypeAlias = tuple[tuple[str, Value], ...] | None
"""The inputs of one call, by name and in order; None where there is nothing to call."""


def inputs_in_plain_form(inputs: Inputs) -> Plain:
    """The inputs as JSON."""
    return None if inputs is None else [[name, value.plain()] for name, value in inputs]


def load_inputs(content: object) -> Inputs:
    """The inputs from JSON. Raises Malformed."""
    if content is None:
        return None
    pairs = [listed(pair, "an input") for pair in listed(content, "the inputs of a call")]
    if any(len(pair) != 2 for pair in pairs):
        raise Malformed("an input has a name and a value")
    return tuple((worded(name, "the name of an input"), load(value)) for name, value in pairs)
