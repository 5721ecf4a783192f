"""Lines over a common axis, and areas stacked on each other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pygal

from solidarity.explore.charts.drawing import PLOT, draw, half, round_places
from solidarity.explore.figure import (
    Figure,
    Reach,
    demand_numbers,
    demand_series,
    demand_words,
    place,
)


def line_chart(
    *,
    title: str,
    x_name: str,
    x: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    unit: str,
    description: str,
    y_range: tuple[float, float] | None = None,
) -> Figure:
    """Lines over a common horizontal axis, told apart by colour and by dashes.

    title, unit, x_name and description must say something. x and every line have the same
    length. y_range sets the ends of the vertical axis, so that several charts can be compared;
    without it the axis includes zero. Raises ValueError otherwise.
    """
    demand_words(title=title, unit=unit, description=description, name_of_the_axis=x_name)
    drawn = demand_series(x, lines, "line")
    places = demand_numbers("the axis", x)
    if y_range is not None:
        _demand_room(y_range, drawn)
    points = {name: list(zip(places, line, strict=True)) for name, line in drawn.items()}
    values = [value for line in drawn.values() for value in line]
    ends = None if y_range else (min(0.0, *values), max(0.0, *values))

    def at(width: int, reach: Reach | None = None, /) -> str:
        return draw(
            pygal.XY,
            {name: list(line) for name, line in points.items()},
            title=title,
            description=description,
            width=width,
            plot=PLOT,
            show_dots=len(places) == 1,
            x_title=x_name,
            y_title=unit,
            # An axis that begins at zero does not make a small change look large.
            include_x_axis=y_range is None,
            range=y_range or (reach if reach != ends else None),
            x_value_formatter=lambda value: place(x_name, value),
            x_labels=round_places(min(places), max(places), width - 90),
            margin_right=12 + half(place(x_name, max(places))),
        )

    columns: dict[str, list[object]] = {x_name: list(x)}
    columns |= {f"{name} ({unit})": list(line) for name, line in lines.items()}
    return Figure(title, description, columns, at, ends)


def stacked_area(
    *,
    title: str,
    x_name: str,
    x: Sequence[float],
    areas: Mapping[str, Sequence[float]],
    unit: str,
    description: str,
) -> Figure:
    """Parts of a whole over a common axis, stacked on each other, the first at the bottom.

    The places on the axis are equally far apart and no part is below zero: anything else would
    draw a false picture. Raises ValueError otherwise.
    """
    demand_words(title=title, unit=unit, description=description, name_of_the_axis=x_name)
    drawn = demand_series(x, areas, "area", least=0)
    places = demand_numbers("the axis", x)
    steps = {round(b - a, 9) for a, b in itertools.pairwise(places)}
    if len(places) < 2 or len(steps) != 1 or steps.pop() <= 0:
        raise ValueError("The places on the axis of stacked areas must rise in equal steps.")
    labels = [place(x_name, one) for one in places]
    ends = 0.0, max(sum(parts) for parts in zip(*drawn.values(), strict=True))

    def at(width: int, reach: Reach | None = None, /) -> str:
        room = max(2, int((width - 100) // (max(len(label) for label in labels) * 7.5 + 14)))
        return draw(
            pygal.StackedLine,
            drawn,
            title=title,
            description=description,
            width=width,
            plot=PLOT,
            areas=True,
            fill=True,
            include_x_axis=True,
            range=reach if reach != ends else None,
            show_dots=False,
            x_title=x_name,
            y_title=unit,
            x_labels=labels,
            x_labels_major_every=max(1, -(-len(labels) // room)),
            show_minor_x_labels=False,
        )

    columns: dict[str, list[object]] = {x_name: list(x)}
    columns |= {f"{name} ({unit})": list(values) for name, values in areas.items()}
    return Figure(title, description, columns, at, ends)


def lorenz_curve(
    *,
    title: str,
    people: Sequence[float],
    curves: Mapping[str, Sequence[float]],
    unit: str,
    description: str,
) -> Figure:
    """Who has how much: the share of the poorest people, and the share that they hold together.

    people: cumulative shares from 0 to 1, rising. curves: for each group the cumulative share of
    what is shared, from 0 to 1. unit says what is shared, e.g. "spending". Drawn in percent,
    beside the straight line on which all would have the same. Raises ValueError when a share is
    outside 0 to 1 or does not rise.
    """
    demand_words(title=title, unit=unit, description=description)
    if not curves:
        raise ValueError("There is nothing to draw: no curve beside the line of equality.")
    for name, shares in {"people": people, **curves}.items():
        rising = demand_numbers(name, shares, least=0)
        # Shares that a program added up may end a hair above 1.
        if sorted(rising) != rising or not rising or rising[-1] > 1 + 1e-9:
            raise ValueError(f"{name}: cumulative shares must rise, from 0 to 1 at the most.")
    return line_chart(
        title=title,
        x_name="people, from the poorest (%)",
        x=_percent(people),
        lines={name: _percent(shares) for name, shares in curves.items()}
        | {"if all had the same": _percent(people)},
        unit=f"{unit}, % of all",
        description=description,
        y_range=(0, 100),
    )


def _percent(shares: Sequence[float]) -> list[float]:
    return [min(100.0, share * 100) for share in shares]


def _demand_room(ends: tuple[float, float], lines: Mapping[str, Sequence[float]]) -> None:
    low, high = demand_numbers("y_range", ends)
    if low >= high:
        raise ValueError(f"y_range is {ends}, and must rise.")
    for name, values in lines.items():
        if min(values) < low or max(values) > high:
            raise ValueError(f"The line {name!r} leaves the axis, which goes from {low} to {high}.")
