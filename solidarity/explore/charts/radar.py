"""Several scores of one thing at a glance, on axes that begin in one centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pygal

from solidarity.explore.charts.drawing import PLOT, draw, half, round_places, shortened
from solidarity.explore.figure import Figure, Reach, demand_numbers, demand_series, demand_words


def radar(
    *,
    title: str,
    axes: Sequence[str],
    shapes: Mapping[str, Sequence[float]],
    unit: str,
    description: str,
    top: float | None = None,
) -> Figure:
    """One closed line per shape, with a corner on each axis.

    axes: names, three at least. shapes: for each its value on every axis, zero or more, all in
    the same unit. top: the value at the outer end of the axes, the largest value if not given.
    Raises ValueError otherwise.
    """
    demand_words(title=title, unit=unit, description=description)
    if len(axes) < 3:
        raise ValueError(f"A radar needs three axes or more, and got {len(axes)}.")
    drawn = demand_series(axes, shapes, "shape", least=0)
    if top is not None:
        demand_numbers("the end of the axes", [top])
    highest = max(max(values) for values in drawn.values())
    if top is not None and highest > top:
        raise ValueError(f"A value is {highest:g}, and the axes of the radar end at {top:g}.")

    end = top if top is not None else highest or 1.0
    rings = [ring for ring in round_places(0, end, 380) if ring < end]

    def at(width: int, reach: Reach | None = None, /) -> str:
        names = [shortened(str(axis), width * 0.3) for axis in axes]
        beside = max(12, max(map(half, names)) - 20)
        return draw(
            pygal.Radar,
            drawn,
            title=title,
            # An empty line leaves room for the name of the axis that points up.
            headline=f"{title} ({unit})\n\u00a0",
            description=description,
            width=min(width, 480),
            plot=PLOT,
            # pygal fills the box it is given, and a circle is to stay one.
            square=True,
            show_dots=True,
            dots_size=4,
            x_labels=names,
            margin_left=beside,
            margin_right=beside,
            range=(0, end),
            # The outermost ring has no number: the name of an axis stands there.
            y_labels=[*rings, {"value": end, "label": ""}],
            # pygal turns these labels along their axes unless told an angle.
            x_label_rotation=0.001,
        )

    columns: dict[str, list[object]] = {"axis": list(axes)}
    columns |= {f"{name} ({unit})": list(values) for name, values in shapes.items()}
    return Figure(title, description, columns, at)
