"""From pygal's drawing to an SVG for everyone: named, described, and styled without a style sheet.

pygal styles its drawings with CSS and a script for the mouse. Both are taken out: many places that
show notebooks drop them and leave black boxes behind. Every part carries its own colours instead.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from solidarity.explore.charts.style import (
    FONT,
    GUIDE,
    INK,
    LABEL_SIZE,
    LOOKS,
    TITLE_SIZE,
    Look,
)

_FOR_THE_MOUSE = {"script", "title", "desc", "defs", "style"}
LEFTWARD = "\u2060"
"""Stands before what is printed at a bar that points to the left, and is taken out again."""
RIGHTWARD = "\u2061"
"""The same at a bar that points to the right, for words that begin with a minus."""

_DECIMALS = re.compile(r"-?\d+\.\d+")
_ANCHORS = {"x": "middle", "y": "end"}


def finished(root: Element, *, title: str, description: str, width: int, height: int) -> str:
    """The text of a drawing: with a role, a title and a description, and no foreign parts."""
    root.attrib.clear()
    root.attrib.update(
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "role": "img",
            "aria-label": title,
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "style": "max-width:100%;height:auto",
            "font-family": FONT,
        }
    )
    named, described = Element("title"), Element("desc")
    named.text, described.text = title, description
    root.insert(0, named)
    root.insert(1, described)
    return ElementTree.tostring(root, encoding="unicode")


def paint(
    root: Element, *, name: str, looks: Sequence[Look | None] = LOOKS, areas: bool, lying: bool
) -> None:
    """Give every part of pygal's drawing its own colours.

    areas: the series are areas or bars, and not lines. lying: the bars lie. A series whose look is
    None stays unseen. name makes the ids of hatchings unique on a page with several drawings.
    """
    prefix = "h" + hashlib.sha256(name.encode()).hexdigest()[:10]
    _strip(root)
    used = _paint(root, None, looks, prefix if areas else "")
    if areas:
        defs = Element("defs")
        for place in sorted(used):
            series = looks[place % len(looks)]
            if series and series.hatch:
                defs.append(hatching(f"{prefix}-{place}", series))
        root.insert(0, defs)
    if lying:
        for text in root.iter("text"):
            if text.attrib.pop("data-value", None):
                # Beside the end of its bar, and not across it.
                words = text.text or ""
                text.set("text-anchor", "end" if words.startswith(("-", LEFTWARD)) else "start")
    for text in root.iter("text"):
        text.text = (text.text or "").replace(LEFTWARD, "").replace(RIGHTWARD, "")


def hatching(name: str, series: Look) -> Element:
    """An SVG pattern in the colour of the series, with white lines or dots across."""
    turn = series.hatch if series.hatch.isdigit() else "0"
    pattern = Element(
        "pattern",
        {
            "id": name,
            "width": "8",
            "height": "8",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": f"rotate({turn})",
        },
    )
    ground = {"width": "8", "height": "8", "fill": series.colour}
    pattern.append(Element("rect", ground))
    if series.hatch == "dots":
        pattern.append(Element("circle", {"cx": "4", "cy": "4", "r": "1.4", "fill": "#ffffff"}))
    elif series.hatch:
        pattern.append(Element("rect", {"width": "8", "height": "1.6", "fill": "#ffffff"}))
    return pattern


def _strip(parent: Element) -> None:
    for child in list(parent):
        tag = child.tag
        mouse = not isinstance(tag, str) or tag in _FOR_THE_MOUSE
        if mouse or "tooltip-overlay" in child.get("class", ""):
            parent.remove(child)
        else:
            _strip(child)


def _paint(part: Element, series: int | None, looks: Sequence[Look | None], hatch: str) -> set[int]:
    """Paint a part and all below it; the places of the series that were met."""
    classes = part.attrib.pop("class", "").split()
    part.attrib.pop("id", None)
    for name in classes:
        if name.startswith("color-"):
            series = int(name.removeprefix("color-"))
    _round(part)
    if part.tag == "text":
        _paint_text(part, classes)
    elif "background" in classes:
        part.set("fill", "#ffffff")
    elif part.tag == "path" and series is None:
        strong = "guide" not in classes
        part.attrib.update({"fill": "none", "stroke": INK if strong else GUIDE})
    elif part.tag in ("path", "rect", "circle") and series is not None:
        _paint_series(part, classes, looks[series % len(looks)], f"{hatch}-{series}", bool(hatch))
    met = set() if series is None else {series}
    for child in part:
        if "axis" in classes and "guides" in child.get("class", ""):
            for text in child.iter("text"):
                text.set("text-anchor", _ANCHORS["x" if "x" in classes else "y"])
        met |= _paint(child, series, looks, hatch)
    return met


def _paint_text(part: Element, classes: list[str]) -> None:
    part.set("fill", INK)
    if "plot_title" in classes:
        part.attrib.update({"font-size": str(TITLE_SIZE), "font-weight": "bold"})
    else:
        part.set("font-size", str(LABEL_SIZE))
    if "title" in classes:
        part.set("text-anchor", "middle")
    if "value" in classes:
        part.set("data-value", "yes")


def _paint_series(
    part: Element, classes: list[str], series: Look | None, hatched: str, area: bool
) -> None:
    if series is None:
        part.set("fill", "none")
    elif part.tag == "circle":
        part.attrib.update({"fill": series.colour, "stroke": "#ffffff"})
    elif area:
        fill = f"url(#{hatched})" if series.hatch else series.colour
        part.attrib.update({"fill": fill, "stroke": series.colour})
    elif part.tag == "rect":
        # The key to a line is a piece of that line: dashes show there too.
        x, y, size = (float(part.get(side, "0")) for side in ("x", "y", "height"))
        part.tag = "path"
        for side in ("x", "y", "width", "height"):
            part.attrib.pop(side, None)
        part.set("d", f"M{x - 14:g} {y + size / 2:g} h{size + 12:g}")
        _draw_line(part, series)
    else:
        _draw_line(part, series)


def _draw_line(part: Element, series: Look) -> None:
    part.attrib.update({"fill": "none", "stroke": series.colour, "stroke-width": "2.5"})
    part.set("stroke-linejoin", "round")
    if series.dash:
        part.set("stroke-dasharray", series.dash)


def _round(part: Element) -> None:
    """One decimal of a pixel is enough, and the same on every machine."""
    for name in ("x", "y", "width", "height", "cx", "cy"):
        if name in part.attrib:
            part.set(name, f"{float(part.attrib[name]):.1f}")
    for name in ("d", "transform"):
        if name in part.attrib:
            part.set(name, _DECIMALS.sub(lambda m: f"{float(m[0]):.1f}", part.attrib[name]))
