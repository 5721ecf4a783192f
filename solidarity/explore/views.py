"""Views of a result: a sentence, a big number, a chart, several small charts, a table.

Each is declared with a function of the model's result, and gives HTML for a width in pixels.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

from solidarity.explore.figure import Figure, amount, html_table

SMALL = 260
"""Pixels that a chart among small multiples needs at least."""

_NO_NUMBER = re.compile(r"\b-?(nan|inf)\b")


@dataclass(frozen=True)
class Sentence:
    """Says in words what the result shows; screen readers read it out when it changes."""

    kind: ClassVar[str] = "sentence"

    words: Callable[[Any], str]

    def html(self, result: Any, width: int, beside: Any = None) -> str:
        """The sentence. Raises ValueError when a number in it is none (nan, inf)."""
        words = self.words(result)
        if _NO_NUMBER.search(words):
            raise ValueError(f"the sentence holds something that is not a number: {words}")
        return escape(words)


@dataclass(frozen=True)
class BigNumber:
    """The one figure to look at, large. value: a function of the result that returns a number."""

    kind: ClassVar[str] = "number"

    label: str
    value: Callable[[Any], float]
    unit: str = ""

    def html(self, result: Any, width: int, beside: Any = None) -> str:
        """The label, the number and its unit. Raises ValueError for nan and inf."""
        number = float(self.value(result))
        if not math.isfinite(number):
            raise ValueError(f"{self.label} is {number}, which is not a number to show")
        return (
            f'<span class="sse-number-label">{escape(self.label)}</span> '
            f'<strong>{amount(number)}</strong> <span class="sse-unit">{escape(self.unit)}</span>'
        )


@dataclass(frozen=True)
class Chart:
    """Draws the result: a function of it that returns a Figure. Its table is folded below."""

    kind: ClassVar[str] = "chart"

    draw: Callable[[Any], Figure]

    def html(self, result: Any, width: int, beside: Any = None) -> str:
        """The chart and its numbers; with the result beside it, on an axis that suits both."""
        figure = self.draw(result)
        reach = None if beside is None else figure.beside(self.draw(beside))
        return f"{figure.at(width, reach)}{_folded(figure)}"

    def figures(self, result: Any) -> list[Figure]:
        """The one figure, for places where it cannot be drawn anew."""
        return [self.draw(result)]


@dataclass(frozen=True)
class SmallMultiples:
    """Several small charts side by side: a function of the result that returns their Figures.

    They are there to be compared, so give them all the same y_range.
    """

    kind: ClassVar[str] = "multiples"

    draw: Callable[[Any], Sequence[Figure]]

    def html(self, result: Any, width: int, beside: Any = None) -> str:
        """The charts in as many columns as have room."""
        figures = self.figures(result)
        columns = max(1, min(len(figures), width // SMALL))
        each = width // columns - 8
        others = [] if beside is None else self.figures(beside)
        cells = "".join(
            f"<div>{figure.at(each, figure.beside(other or figure))}{_folded(figure)}</div>"
            for figure, other in itertools.zip_longest(figures, others[: len(figures)])
        )
        return f'<div class="sse-multiples">{cells}</div>'

    def figures(self, result: Any) -> list[Figure]:
        """The figures, for places where they cannot be drawn anew."""
        figures = list(self.draw(result))
        if not figures:
            raise ValueError("there is no small chart to draw")
        return figures


@dataclass(frozen=True)
class Table:
    """Shows numbers of the result: a function of it that returns columns by name or a DataFrame."""

    kind: ClassVar[str] = "table"

    columns: Callable[[Any], Mapping[str, Sequence[object]]]
    caption: str

    def html(self, result: Any, width: int, beside: Any = None) -> str:
        """The table."""
        return scrolling(html_table(self.columns(result), self.caption), self.caption)


View = Sentence | BigNumber | Chart | SmallMultiples | Table
VIEWS = (Sentence, BigNumber, Chart, SmallMultiples, Table)


def _folded(figure: Figure) -> str:
    table = scrolling(html_table(figure.table, figure.title), figure.title)
    return f"<details><summary>The same numbers as a table</summary>{table}</details>"


def scrolling(html: str, name: str) -> str:
    """A part that may be wider than the page: it scrolls, and the keyboard can reach it."""
    opening = f'<div class="sse-scroll" role="group" tabindex="0" aria-label="{escape(name)}">'
    return f"{opening}{html}</div>"
