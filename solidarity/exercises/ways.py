"""A mistake told by the one thing in which it differs from the right answer.

    mistakes={
        "interest-on-the-first-amount": with_(on_first=True),  # a switch of the answer's function
        "rate-of-a-year": given(rate=lambda rate: rate / 12),  # another input
        "as-percent": then(lambda right: 100 * right),  # something done to the right answer
    }

A mistake that differs in more is a function of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

Answer = Callable[..., Any]


@dataclass(frozen=True)
class Way:
    """One change of the right answer: ``of`` makes the wrong function from the right one."""

    of: Callable[[Answer], Answer]


def with_(**switches: object) -> Way:
    """The answer's function called with these keywords as well."""

    def of(answer: Answer) -> Answer:
        _demand_names(answer, switches, "with_")
        return partial(answer, **switches)

    return Way(of)


def given(**changes: object) -> Way:
    """The answer's function called with other inputs.

    Each is a value, or a function of the input that stood there.
    """

    def of(answer: Answer) -> Answer:
        names = _demand_names(answer, changes, "given")

        def wrong(*inputs: Any) -> Any:
            return answer(*map(_changed, names, inputs))

        def _changed(name: str, value: Any) -> Any:
            change = changes.get(name, value)
            return change(value) if callable(change) else change

        return wrong

    return Way(of)


def then(turn: Callable[[Any], Any]) -> Way:
    """Something done to the right answer."""

    def of(answer: Answer) -> Answer:
        return lambda *inputs: turn(answer(*inputs))

    return Way(of)


def _demand_names(answer: Answer, wanted: Iterable[str], said: str) -> list[str]:
    """The names of the answer's inputs. Raises TypeError for a name that it does not have."""
    names = list(inspect.signature(answer).parameters)
    if unknown := [name for name in wanted if name not in names]:
        raise TypeError(
            f"{said}({unknown[0]}=…): the answer has no input of this name; it has "
            f"{', '.join(names)}"
        )
    return names
