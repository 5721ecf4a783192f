"""A small drawing of who is linked with whom."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from solidarity.explore.charts.drawing import half, shortened
from solidarity.explore.charts.style import INK, LABEL_SIZE, LOOKS, TITLE_SIZE, Look, look
from solidarity.explore.charts.svg import finished
from solidarity.explore.figure import Figure, Reach, demand_numbers, demand_words

# Kinds of actors differ in shape too, so nobody has to tell them by colour.
_CORNERS = {"circle": 0, "square": 4, "triangle": 3, "diamond": 4, "pentagon": 5, "hexagon": 6}
_TURNS = {"square": math.pi / 4, "diamond": 0.0, "pentagon": math.pi / 2, "hexagon": 0.0}
SHAPES = tuple(_CORNERS)
MOST = 24
"""More actors than this make a knot that nobody can read."""


def network(
    *,
    title: str,
    actors: Mapping[str, str],
    links: Sequence[tuple[str, str] | tuple[str, str, float]],
    unit: str,
    description: str,
    centre: Sequence[str] = (),
) -> Figure:
    """Actors on a ring, in the order given, and a line for each link.

    actors: name → kind, with up to six kinds. links: pairs of names, with a weight in the unit
    where links differ (1 if left out); a heavier link is a thicker line. centre: actors drawn in
    the middle, for those who hold the others together. Raises ValueError for a link to an actor
    who is not there, for too many actors or kinds, and for a weight that is not above zero.
    """
    demand_words(title=title, unit=unit, description=description)
    kinds = list(dict.fromkeys(actors.values()))
    if not 1 <= len(actors) <= MOST:
        raise ValueError(f"A network of {len(actors)} actors: from 1 to {MOST} can be drawn.")
    if len(kinds) > len(SHAPES):
        raise ValueError(f"{len(kinds)} kinds of actors, and only {len(SHAPES)} shapes.")
    full = [(link[0], link[1], float(link[2]) if len(link) == 3 else 1.0) for link in links]
    strangers = [n for a, b, _ in full for n in (a, b) if n not in actors]
    strangers += [name for name in centre if name not in actors]
    if strangers:
        raise ValueError(f"{strangers[0]!r} is linked, but is not among the actors.")
    for a, b, weight in full:
        if demand_numbers(f"the link of {a} and {b}", [weight])[0] <= 0:
            raise ValueError(f"The link of {a} and {b} weighs {weight:g}: it must be above zero.")

    def at(width: int, reach: Reach | None = None, /) -> str:
        return _drawing(dict(actors), full, list(centre), kinds, width, title, description)

    table: dict[str, list[object]] = {
        "from": [a for a, _, _ in full],
        "to": [b for _, b, _ in full],
        f"weight ({unit})": [weight for _, _, weight in full],
    }
    return Figure(title, description, table, at)


def _drawing(
    actors: dict[str, str],
    links: list[tuple[str, str, float]],
    centre: list[str],
    kinds: list[str],
    width: int,
    title: str,
    description: str,
) -> str:
    size = min(width, 560)
    lines = textwrap.wrap(title, int(width / 9.5), break_on_hyphens=False)
    top = 14 + 20 * len(lines)
    height = top + int(size * 0.8) + 24 * len(kinds) - 4
    root = Element("svg")
    SubElement(root, "rect", {"width": str(width), "height": str(height), "fill": "#ffffff"})
    for row, words in enumerate(lines):
        _text(root, width / 2, 22 + 20 * row, words, "middle", TITLE_SIZE, bold=True)
    middle = top + size * 0.4
    places = _places(list(actors), centre, width / 2, middle, size)
    heaviest = max((weight for _, _, weight in links), default=1.0)
    for a, b, weight in links:
        (x1, y1), (x2, y2) = places[a], places[b]
        line = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        thick = 1.2 + 3.8 * weight / heaviest
        SubElement(
            root,
            "line",
            {name: f"{at:.1f}" for name, at in line.items()}
            | {"stroke": "#767676", "stroke-width": f"{thick:.1f}"},
        )
    for name, kind in actors.items():
        x, y = places[name]
        place = kinds.index(kind)
        _mark(root, SHAPES[place], x, y, look(place))
        _name(root, name, x, y, width, below=y > middle)
    for place, kind in enumerate(kinds):
        y = top + int(size * 0.8) + 10 + 24 * place
        _mark(root, SHAPES[place], 24, y, LOOKS[place])
        _text(root, 42, y + 5, kind, "start")
    return finished(root, title=title, description=description, width=width, height=height)


def _places(
    names: list[str], centre: list[str], x: float, y: float, size: float
) -> dict[str, tuple[float, float]]:
    """Where each actor stands: most on a ring, the named ones side by side in the middle."""
    ring = [name for name in names if name not in centre]
    wide, high = size * 0.38, size * 0.31
    found = {}
    for place, name in enumerate(ring):
        angle = 2 * math.pi * place / len(ring) - math.pi / 2
        found[name] = (x + wide * math.cos(angle), y + high * math.sin(angle))
    gap = wide * 0.9 / max(1, len(centre))
    for place, name in enumerate(centre):
        found[name] = (x + gap * (place - (len(centre) - 1) / 2), y)
    return found


def _mark(root: Element, shape: str, x: float, y: float, kind: Look) -> None:
    colours = {"fill": kind.colour, "stroke": "#ffffff", "stroke-width": "1.5"}
    corners = _CORNERS[shape]
    if not corners:
        SubElement(root, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "9"} | colours)
        return
    turn = _TURNS.get(shape, -math.pi / 2)
    angles = [turn + 2 * math.pi * corner / corners for corner in range(corners)]
    points = " ".join(f"{x + 11 * math.cos(a):.1f},{y + 11 * math.sin(a):.1f}" for a in angles)
    SubElement(root, "polygon", {"points": points} | colours)


def _name(root: Element, name: str, x: float, y: float, width: int, *, below: bool) -> None:
    """The name above or below its mark, pushed in where it would leave the drawing."""
    name = shortened(name, width * 0.35)
    inside = min(max(x, half(name) + 4), width - half(name) - 4)
    _text(root, inside, y + 26 if below else y - 15, name, "middle")


def _text(
    root: Element,
    x: float,
    y: float,
    words: str,
    anchor: str,
    size: int = LABEL_SIZE,
    *,
    bold: bool = False,
) -> None:
    text = SubElement(
        root,
        "text",
        {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "font-size": str(size)},
    )
    text.set("fill", INK)
    # A white rim keeps a name readable where a line passes behind it.
    text.attrib.update({"stroke": "#ffffff", "stroke-width": "4", "paint-order": "stroke"})
    if bold:
        text.set("font-weight", "bold")
    text.text = words
