"""A mistake told by the one thing in which it differs from the right answer.

    mistakes={
        "interest-on-the-first-amount": with_(on_first=True),  # a switch of the answer's function
        "rate-of-a-week": given(rate=lambda rate: rate / 52),  # another input
        "per-day": then(lambda right: right / 7),  # something done to the right answer
    }

A mistake that differs in more is a function of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol


class Function(Protocol):
    """What gives an answer, right or wrong, to the inputs of an exercise."""

    def __call__(self, *inputs: object, **switches: object) -> object:
        """The answer to these inputs."""


@dataclass(frozen=True)
class Way:
    """One change of the right answer: ``of`` makes the wrong function from the right one."""

    of: Callable[[Function], Function]


def with_(**switches: object) -> Way:
    """The answer's function called with these keywords as well."""

    def of(answer: Function) -> Function:
        _demand_names(answer, switches, "with_")
        return partial(answer, **switches)

    return Way(of)


def given(**changes: object) -> Way:
    """The answer's function called with other inputs.

    Each is a value, or a function of the input that stood there.
    """

    def of(answer: Function) -> Function:
        names = _demand_names(answer, changes, "given")

        def wrong(*inputs: object, **switches: object) -> object:
            return answer(*map(_changed, names, inputs), **switches)

        def _changed(name: str, value: object) -> object:
            change = changes.get(name, value)
            return change(value) if callable(change) else change

        return wrong

    return Way(of)


def then(turn: Callable[[object], object]) -> Way:
    """Something done to the right answer."""

    def of(answer: Function) -> Function:
        return lambda *inputs, **switches: turn(answer(*inputs, **switches))

    return Way(of)


def _demand_names(answer: Function, wanted: Iterable[str], said: str) -> list[str]:
    """The names of the answer's inputs. Raises TypeError for a name that it does not have."""
    names = list(inspect.signature(answer).parameters)
    if unknown := [name for name in wanted if name not in names]:
        raise TypeError(
            f"{said}({unknown[0]}=…): the answer has no input of this name; it has "
            f"{', '.join(names)}"
        )
    return names
