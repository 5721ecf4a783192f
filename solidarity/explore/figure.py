"""A figure: a drawing with a title, a description, and the same numbers as a table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from numbers import Real
from typing import Protocol

WIDE = 720
"""Pixels a figure is wide when nobody asks for another width."""


LARGEST = 1e12
"""A number with more digits than this has no room beside an axis."""


MOST_SERIES = 6
"""More series than this cannot be told apart; there are as many looks."""


Reach = tuple[float, float]
"""The lowest and the highest number of an axis."""


class Drawing(Protocol):
    """What draws a figure."""

    def __call__(self, width: int, reach: Reach | None = None, /) -> str:
        """The SVG for a width in pixels, on an axis that reaches as far as wanted."""


@dataclass(frozen=True)
class Figure:
    """What every chart function returns.

    table holds the drawn numbers: column name (with its unit) → values. at draws the SVG for a
    width in pixels: letters keep their size, so a narrow figure is laid out anew and not shrunk.
    reach: the ends of its axis, where it follows from the numbers; two figures that are compared
    are drawn with one reach.
    """

    title: str
    description: str
    table: dict[str, list[object]]
    at: Drawing
    reach: Reach | None = None

    def beside(self, other: Figure) -> Reach | None:
        """The reach that this figure and another one have together."""
        if self.reach is None or other.reach is None:
            return None
        return min(self.reach[0], other.reach[0]), max(self.reach[1], other.reach[1])

    @property
    def svg(self) -> str:
        """The drawing at its usual width."""
        return self.at(WIDE)


def demand_words(**words: str) -> None:
    """Raise ValueError for a title, unit or description that says nothing."""
    for what, text in words.items():
        if not text.strip():
            name = what.replace("_", " ")
            raise ValueError(f"A chart needs a {name}: people who cannot see it rely on it.")


def demand_numbers(name: str, values: Iterable[float], *, least: float = -math.inf) -> list[float]:
    """The values as a list; ValueError when one is no number, endless, or below the least."""
    numbers = [float(value) for value in values]
    for place, number in enumerate(numbers, start=1):
        if not math.isfinite(number):
            raise ValueError(f"{name}: value {place} is {number}, which is not a number to draw.")
        if abs(number) > LARGEST:
            raise ValueError(f"{name}: value {place} is {number:g}: choose a larger unit for it.")
        if number < least:
            raise ValueError(f"{name}: value {place} is {number:g}, and must be at least {least:g}")
    return numbers


def demand_series(
    places: Sequence[object],
    series: Mapping[str, Sequence[float]],
    kind: str,
    *,
    least: float = -math.inf,
) -> dict[str, list[float]]:
    """Series of equally many drawable values; ValueError names the one that is not."""
    # len, because a column of a pandas table does not know whether it is true.
    if len(series) == 0 or len(places) == 0:
        raise ValueError(f"There is nothing to draw: no {kind}, or no place on the axis.")
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} times a {kind}: only {MOST_SERIES} can be told apart.")
    for name, values in series.items():
        if len(values) != len(places):
            raise ValueError(
                f"The {kind} {name!r} has {len(values)} values and the axis {len(places)}: "
                "they must be equally many."
            )
    return {
        name.strip(): demand_numbers(name, values, least=least) for name, values in series.items()
    }


def amount(value: float) -> str:
    """A number as people write it: thousands apart, and no more digits than it needs."""
    size = abs(value)
    # 1.1 * 50 is 55.00000000000001 to a computer, and 55 to people.
    if value == 0 or size >= 100 or (size > 0.5 and round(float(value), 2).is_integer()):
        return f"{value + 0:,.0f}"
    if size >= 0.01:
        return f"{value:,.2f}"
    # What is smaller still is what computing leaves over, and nobody reads powers of ten.
    return f"{value:.6f}".rstrip("0") if size >= 0.000_001 else "0"


def place(name: str, value: float) -> str:
    """A number on an axis or in a column of this name: years are written without a comma."""
    if "year" in name.lower() and float(value).is_integer() and 1000 <= value < 3000:
        return f"{value:.0f}"
    return amount(value)


def html_table(table: Mapping[str, Sequence[object]], caption: str) -> str:
    """A table as HTML, with a caption and proper headings; None stands for "no value".

    table: columns by name, or a DataFrame.
    """
    # What both have in common: going through the names, and a column for each name.
    table = {name: list(table[name]) for name in table}
    lengths = {name: len(column) for name, column in table.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"The columns of the table {caption!r} are not equally long: {lengths}")
    heads = "".join(_head(name, column) for name, column in table.items())
    rows = "".join(
        "<tr>" + "".join(map(_cell, table, row)) + "</tr>"
        for row in zip(*table.values(), strict=True)
    )
    return (
        f'<table class="sse-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _head(name: str, column: Sequence[object]) -> str:
    words = ' class="sse-word"' if any(isinstance(value, str) for value in column) else ""
    return f'<th scope="col"{words}>{escape(name)}</th>'


def _cell(name: str, value: object) -> str:
    if isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"a number in the table is {value}, which is not a number to show")
        return f"<td>{place(name, number)}</td>"
    return f'<td class="sse-word">{escape("–" if value is None else str(value))}</td>'
