"""Charts as inline SVG, each with a title, a description and its numbers as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle
from typing import Any
from xml.etree import ElementTree

import pygal
from pygal.style import Style

SVG = "http://www.w3.org/2000/svg"

# Okabe and Ito's colours, dark enough on white; dashes tell the lines apart without colour.
COLOURS = ("#0b5394", "#b34700", "#1b7340", "#7a2d7a", "#5c4a00", "#333333")
DASHES = ("", "9,5", "3,4", "12,4,3,4", "2,7", "6,2")

_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1c1c1c",
    foreground_strong="#1c1c1c",
    foreground_subtle="#8a8a8a",
    guide_stroke_color="#d0d0d0",
    major_guide_stroke_color="#b0b0b0",
    guide_stroke_dasharray="1,0",
    major_guide_stroke_dasharray="1,0",
    font_family="sans-serif",
    title_font_size=17,
    label_font_size=13,
    major_label_font_size=13,
    legend_font_size=14,
    colors=COLOURS,
)


@dataclass(frozen=True)
class Figure:
    """A drawn chart: its SVG, and the same numbers as a table (column name → values)."""

    svg: str
    table: dict[str, list[float]]


def line_chart(
    *,
    title: str,
    x_name: str,
    x: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    unit: str,
    description: str,
) -> Figure:
    """Lines over a common horizontal axis.

    title, unit and description must say something: a chart without them cannot be read by
    everyone. x and every line have the same length. Raises ValueError otherwise.
    """
    for what, words in (("title", title), ("unit", unit), ("description", description)):
        if not words.strip():
            raise ValueError(f"A chart needs a {what}: people who cannot see it rely on it.")
    for name, values in lines.items():
        if len(values) != len(x):
            raise ValueError(
                f"The line {name!r} has {len(values)} values and the axis {len(x)}: "
                "they must be equally many."
            )
    chart: Any = pygal.XY(
        style=_STYLE,
        js=(),
        width=720,
        height=340,
        show_dots=False,
        stroke=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        title=title,
        x_title=x_name,
        y_title=unit,
        # An axis that begins at zero does not make a small change look large.
        include_x_axis=True,
        value_formatter=_amount,
        x_value_formatter=_amount,
        truncate_legend=-1,
        disable_xml_declaration=True,
    )
    # pygal scopes its style by this id; drawn from the title, it is the same at every build.
    chart.uuid = hashlib.sha256(title.encode()).hexdigest()[:12]
    for (name, values), dash in zip(lines.items(), cycle(DASHES), strict=False):
        points = list(zip(x, values, strict=True))
        chart.add(name, points, stroke_style={"width": 2.5, "dasharray": dash or "none"})
    svg = _accessible(chart.render(is_unicode=True), title, description)
    return Figure(svg, {x_name: list(x), **{n: list(v) for n, v in lines.items()}})


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.2f}"


def _accessible(svg: str, title: str, description: str) -> str:
    """Give the drawing a name and a description, and take out what only a mouse could use."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}script", f"{{{SVG}}}title", f"{{{SVG}}}desc"):
                parent.remove(child)
    for element in root.iter():
        # "reactive" parts answer to a mouse, and are drawn thin and pale for it.
        classes = element.get("class", "").split()
        if "reactive" in classes:
            element.set("class", " ".join(name for name in classes if name != "reactive"))
    root.set("role", "img")
    root.set("aria-label", title)
    root.set("style", "max-width:100%;height:auto")
    described = ElementTree.Element(f"{{{SVG}}}desc")
    described.text = description
    named = ElementTree.Element(f"{{{SVG}}}title")
    named.text = title
    root.insert(0, described)
    root.insert(0, named)
    return ElementTree.tostring(root, encoding="unicode")


def html_table(table: Mapping[str, Sequence[object]], caption: str) -> str:
    """A table of numbers as HTML, with a caption and proper headings."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row) + "</tr>"
        for row in zip(*table.values(), strict=True)
    )
    return (
        f'<table class="sse-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(value: object) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _amount(value)
    return str(value)
