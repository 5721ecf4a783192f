"""What all charts that pygal draws have in common: size, letters, axes, and the finished SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pygal.etree
from pygal.style import Style

from solidarity.explore.charts.style import FONT, LABEL_SIZE, LOOKS, TITLE_SIZE, Look
from solidarity.explore.charts.svg import finished, paint
from solidarity.explore.figure import amount

# Where lxml happens to be installed pygal would use it; its trees are not the standard library's.
pygal.etree.etree.to_etree()

# pygal measures letters with these; the colours are painted later.
_STYLE = Style(
    font_family=FONT,
    title_font_size=TITLE_SIZE,
    label_font_size=LABEL_SIZE,
    major_label_font_size=LABEL_SIZE,
    value_font_size=LABEL_SIZE,
    legend_font_size=LABEL_SIZE,
)
PLOT = 220
"""Pixels that the drawing itself is high, where nothing asks for more."""

_LETTER, _BOLD_LETTER = 7.5, 9.5
"""Pixels that a letter of a label and of a title takes, about."""


def draw(
    kind: Any,
    series: Mapping[str, list[Any]],
    *,
    title: str,
    description: str,
    width: int,
    plot: int,
    headline: str = "",
    areas: bool = False,
    lying: bool = False,
    square: bool = False,
    looks: Sequence[Look | None] = LOOKS,
    **options: Any,
) -> str:
    """Draw series with one of pygal's chart classes; options are pygal's own.

    plot: height in pixels that the drawing itself has, beside title, labels and legend.
    headline: what stands above it, if not the title. square: make the drawing as high as wide.
    A series whose name begins with a blank has no place in the legend.
    """
    named = [name for name in series if not name.startswith(" ")]
    columns = _legend_columns(named, width)
    rows = -(-len(named) // columns)
    legend = len(named) > 1
    headline = headline or title
    lines = 1 + headline.count("\n") + int(len(headline) * _BOLD_LETTER // (width - 24))
    lines += int(len(options.get("x_title") or "") * _LETTER // (width * 0.33))
    total = plot + 26 * lines + 80 + (22 * rows if legend else 0)
    # pygal counts the rows of its legend in another way than it draws them.
    missing = rows - len(series) // columns if legend else 0
    settings = dict(
        style=_STYLE,
        js=(),
        css=(),
        width=width,
        margin=12,
        margin_bottom=12 + 20 * missing,
        title=headline,
        show_legend=legend,
        legend_at_bottom=True,
        legend_at_bottom_columns=columns,
        legend_box_size=12,
        truncate_legend=-1,
        truncate_label=-1,
        **{"min_scale": 3, "max_scale": 8, "value_formatter": amount, **options},
    )
    shown = [
        (None if name.startswith(" ") else shortened(name, width - 115), values)
        for name, values in series.items()
    ]
    left_over, root = _rendered(kind, shown, settings, total)
    if square:
        # Only now is it known what title, labels and legend left over.
        total += left_over
        _, root = _rendered(kind, shown, settings, total)
    numbers = [v["value"] if isinstance(v, dict) else v for vs in series.values() for v in vs]
    name = f"{title}{description}{width}{numbers}"
    paint(root, name=name, looks=looks, areas=areas, lying=lying)
    return finished(root, title=title, description=description, width=width, height=total)


def _rendered(
    kind: Any, series: Sequence[tuple[str | None, list[Any]]], settings: dict[str, Any], height: int
) -> tuple[int, Any]:
    """How much wider than high the drawing itself came out, and the tree of the whole."""
    chart = kind(height=height, **settings)
    # pygal names its parts by this id; we take all ids out, and a fixed one costs less.
    chart.uuid = "0"
    for name, values in series:
        chart.add(name, values)
    chart.setup()
    wider = int(chart.view.width - chart.view.height)
    root = chart.svg.root
    chart.teardown()
    return wider, root


def _legend_columns(names: list[str], width: int) -> int:
    """As many columns as the longest name allows."""
    longest = max((len(name) for name in names), default=0) * _LETTER + 40
    return max(1, min(len(names), int((width - 130) // longest)))


def fits(labels: list[str], width: int) -> bool:
    """Do these labels fit side by side below a chart of this width?"""
    return max(len(label) for label in labels) * _LETTER < (width - 100) / len(labels)


def half(label: str) -> int:
    """Half the pixels that a label takes: what sticks out of an axis it stands at the end of."""
    return int(len(label) * _LETTER / 2)


def shortened(label: str, pixels: float) -> str:
    """The label, cut with an ellipsis where it has no room; the table has it whole."""
    room = max(4, int(pixels / _LETTER))
    return label if len(label) <= room else label[: room - 1].rstrip() + "…"


def round_places(low: float, high: float, width: int) -> list[float]:
    """Round numbers for an axis of this many pixels, as many as have room, within its ends."""
    span = high - low
    if span <= 0:
        return [low]
    widest = max(len(amount(low)), len(amount(high))) * _LETTER
    room = max(1, int(width // max(75, widest + 20)))
    step = next(
        size
        for power in range(-9, 19)
        for size in (10.0**power, 2 * 10.0**power, 5 * 10.0**power)
        if span / size <= room
    )
    first = math.ceil(low / step)
    places = [round(step * count, 9) for count in range(first, first + room + 2)]
    return [place for place in places if low <= place <= high]
