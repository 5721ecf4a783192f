"""Bars: one amount for each name, several side by side, and the steps from one amount to another.

Where the names have no room below the bars, the bars lie down and the names stand beside them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pygal

from solidarity.explore.charts.drawing import PLOT, draw, fits, round_places, shortened
from solidarity.explore.charts.style import LOOKS, Look
from solidarity.explore.charts.svg import LEFTWARD, RIGHTWARD
from solidarity.explore.figure import Figure, Reach, amount, demand_series, demand_words


def bar_chart(
    *,
    title: str,
    names: Sequence[str],
    values: Sequence[float],
    unit: str,
    description: str,
    name_of: str = "name",
) -> Figure:
    """One bar for each name. name_of heads the names in the table.

    Raises ValueError for a missing title, unit or description, for values that are no numbers,
    and when names and values are not equally many.
    """
    return grouped_bar_chart(
        title=title,
        names=names,
        bars={unit: values},
        unit=unit,
        description=description,
        name_of=name_of,
    )


def grouped_bar_chart(
    *,
    title: str,
    names: Sequence[str],
    bars: Mapping[str, Sequence[float]],
    unit: str,
    description: str,
    name_of: str = "name",
) -> Figure:
    """For each name several bars side by side, one of each series. Raises as bar_chart."""
    demand_words(title=title, unit=unit, description=description)
    drawn = demand_series(names, bars, "series of bars")
    labels = [str(name) for name in names]
    values = [value for series in drawn.values() for value in series]
    ends = min(0.0, *values), max(0.0, *values)

    def at(width: int, reach: Reach | None = None, /) -> str:
        return _bars(
            (pygal.Bar, pygal.HorizontalBar),
            labels,
            drawn,
            title=title,
            description=description,
            width=width,
            unit=unit,
            side_by_side=len(drawn),
            ends=ends,
            reach=reach,
        )

    columns: dict[str, list[object]] = {name_of: list(names)}
    heads = {name: name if name == unit else f"{name} ({unit})" for name in bars}
    return Figure(
        title, description, columns | {heads[n]: list(v) for n, v in bars.items()}, at, ends
    )


_UNSEEN = " unseen"
_WATERFALL = {"amount": LOOKS[0], "added": LOOKS[2], "taken away": LOOKS[1]}


def waterfall(
    *,
    title: str,
    start: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: str,
    unit: str,
    description: str,
) -> Figure:
    """From one amount to another, step by step: a price ladder, or the way from sales to surplus.

    start: name and amount. steps: name and change, below zero for what is taken away. end: the
    name of the amount that is left. Each step's bar hangs where the one before it ended.
    Raises ValueError for a missing title, unit or description, and for no steps.
    """
    demand_words(title=title, unit=unit, description=description)
    changes = demand_series([name for name, _ in steps], {"steps": [c for _, c in steps]}, "list")
    levels = [float(start[1])]
    for change in changes["steps"]:
        levels.append(levels[-1] + change)
    demand_series(levels, {"amounts": levels}, "list")
    labels = [start[0], *(name for name, _ in steps), end]
    spans = [(0.0, levels[0]), *itertools.pairwise(levels), (0.0, levels[-1])]
    kinds = ["amount", *("added" if c >= 0 else "taken away" for c in changes["steps"]), "amount"]
    # pygal stacks bars from zero up and down: an unseen piece carries each bar to its place, and a
    # bar that crosses zero is one piece above and one below.
    base = [max(0.0, min(span)) + min(0.0, max(span)) for span in spans]
    pieces: dict[str, list[Any]] = {_UNSEEN: [_saying(carried, "") for carried in base]}
    said = [amount(levels[0]), *map(_signed, changes["steps"]), amount(levels[-1])]
    for kind in [kind for kind in _WATERFALL if kind in kinds]:
        own = [span if k == kind else (0.0, 0.0) for span, k in zip(spans, kinds, strict=True)]
        above = [max(0.0, max(span)) - max(0.0, min(span)) for span in own]
        below = [min(0.0, min(span)) - min(0.0, max(span)) for span in own]
        # Each step is said once: at its piece below zero only where it has none above. A step of
        # nothing is said too, or it would look forgotten.
        words = [w if k == kind else "" for w, k in zip(said, kinds, strict=True)]
        under = [bool(b and not a) for a, b in zip(above, below, strict=True)]
        over = [not here for here in under]
        pieces[kind] = [
            _saying(piece, RIGHTWARD + w, here)
            for piece, w, here in zip(above, words, over, strict=True)
        ]
        pieces[f" {kind}"] = [
            _saying(piece, LEFTWARD + w, here)
            for piece, w, here in zip(below, words, under, strict=True)
        ]
    looks = [None if kind == _UNSEEN else _WATERFALL[kind.strip()] for kind in pieces]
    table: dict[str, list[object]] = {
        "step": list(labels),
        f"change ({unit})": [None, *changes["steps"], None],
        f"amount after it ({unit})": [*levels, levels[-1]],
    }

    ends = min(0.0, *levels), max(0.0, *levels)

    def at(width: int, reach: Reach | None = None, /) -> str:
        return _bars(
            (pygal.StackedBar, pygal.HorizontalStackedBar),
            labels,
            pieces,
            title=title,
            description=description,
            width=width,
            unit=unit,
            side_by_side=1,
            looks=looks,
            ends=ends,
            reach=reach,
        )

    return Figure(title, description, table, at, ends)


def _saying(value: float, words: str, here: bool = True) -> dict[str, Any]:
    """A value as pygal takes it, with the words to print at its bar if they belong here."""
    return {"value": value, "formatter": lambda _: words if here else ""}


def _signed(change: float) -> str:
    return f"+{amount(change)}" if change >= 0 else f"-{amount(-change)}"


def _bars(
    kinds: tuple[Any, Any],
    labels: list[str],
    series: Mapping[str, list[Any]],
    *,
    title: str,
    description: str,
    width: int,
    unit: str,
    side_by_side: int,
    ends: Reach,
    reach: Reach | None,
    looks: Sequence[Look | None] = LOOKS,
) -> str:
    """Standing bars where the labels fit, lying bars where they do not.

    ends: the values' range. reach: that of the axis, where it is wider.
    """
    standing = fits(labels, width)
    room = (width - 100) / (len(labels) * side_by_side)
    if standing:
        plot = PLOT
        axes: dict[str, Any] = {"y_title": unit}
        if reach is not None and reach != ends:
            axes["range"] = reach
    else:
        # pygal draws lying bars from the bottom up; people read from the top.
        labels = [shortened(label, width * 0.4) for label in labels[::-1]]
        series = {name: values[::-1] for name, values in series.items()}
        plot = len(labels) * (26 if side_by_side == 1 else 18 * side_by_side + 12)
        # What a bar amounts to is printed beyond its end, and needs room there.
        ends = reach or ends
        printed = (ends[1] - ends[0] or 1.0) * 60 / (width - 180)
        low, high = (end + math.copysign(printed, end) if end else 0.0 for end in ends)
        places = round_places(low, high, width - 150)
        axes = {"x_title": unit, "range": (low, high), "y_labels": places}
    return draw(
        kinds[0] if standing else kinds[1],
        series,
        title=title,
        description=description,
        width=width,
        plot=plot,
        areas=True,
        lying=not standing,
        looks=looks,
        print_values=not standing or room > 48,
        print_values_position="top",
        x_labels=labels,
        **axes,
    )
