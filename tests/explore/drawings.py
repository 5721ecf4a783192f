"""One chart of each kind, and an SVG taken apart into marks with places on the page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

from solidarity.explore import (
    Figure,
    bar_chart,
    grouped_bar_chart,
    line_chart,
    lorenz_curve,
    network,
    radar,
    stacked_area,
    waterfall,
)

NAMESPACE = "http://www.w3.org/2000/svg"
ODD = """<script>alert("&'")</script>"""
# The words of a chart: too little for a picture, enough for a test.
WORDS = {"title": "Where the money is", "unit": "pesos", "description": "It rises and falls."}
FARMS = {"Ana": "farm", "Ben": "farm", "Mill cooperative": "workshop", "Town hall": "office"}

# What each function draws here, but for its words.
PARTS: dict[Callable[..., Figure], dict[str, Any]] = {
    line_chart: {
        "x_name": "week",
        "x": list(range(1, 53)),
        "lines": {
            "paid for shares": [3000 * week for week in range(1, 53)],
            "on loan": [90_000 - abs(26 - week) * 2500.5 for week in range(1, 53)],
        },
    },
    stacked_area: {
        "x_name": "month",
        "x": list(range(1, 13)),
        "areas": {"rice": list(range(12)), "fish": [5] * 12, "honey and nuts": [3.5] * 12},
    },
    lorenz_curve: {
        "people": [0, 0.25, 0.5, 0.75, 1],
        "curves": {"the village": [0, 0.1, 0.3, 0.6, 1]},
    },
    bar_chart: {"names": ["farm", "mill", "shop"], "values": [10, -20.5, 35]},
    grouped_bar_chart: {
        "names": ["Anan", "Bulacan", "Cebu"],
        "bars": {"before": [10, 20, 30], "after the year": [12, 18, 45], "goal": [20, 20, 20]},
    },
    waterfall: {
        "start": ("paid for shares", 156_000),
        "steps": [("charges from borrowers", 23_400), ("loans never repaid", -5000)],
        "end": "in the box",
    },
    radar: {
        "axes": ["Planet", "People", "Prosperity", "Peace", "Partnership"],
        "shapes": {"our group": [1, 4, 3, 2, 5], "a bank": [3, 2, 5, 1, 1.5]},
    },
    network: {
        "actors": FARMS,
        "links": [("Ana", "Mill cooperative", 3), ("Ben", "Mill cooperative"), ("Ana", "Ben", 2)],
        "centre": ["Mill cooperative"],
    },
}
KINDS = list(PARTS)


def name_of(value: object) -> str | None:
    """How pytest names a chart function in the list of tests."""
    return getattr(value, "__name__", None)


def chart(kind: Callable[..., Figure], **changed: Any) -> Figure:
    """The sample of this kind, with some of its parts changed."""
    return kind(**{**WORDS, **PARTS[kind], **changed})


def odd_chart(kind: Callable[..., Figure], odd: str, words: str | None = None) -> Figure:
    """A chart with this odd text wherever names can stand, and also as its words if not given."""
    places: dict[str, Any] = {
        "lines": {odd: list(range(52)), "b": [1] * 52},
        "areas": {odd: [1] * 12, "b": [1] * 12},
        "curves": {odd: [0, 0, 0, 0, 1]},
        "names": [odd, odd, odd],
        "bars": {odd: [1, 2, 3], "b": [1, 2, 3]},
        "shapes": {odd: [1, 2, 3, 4, 5], "b": [1, 2, 3, 4, 5]},
        "axes": [odd] * 5,
        "start": (odd, 1),
        "steps": [(odd, 1)],
        "end": odd,
        "x_name": words or odd,
        "actors": {odd: odd, "Ben": "farm"},
        "links": [(odd, "Ben")],
        "centre": [odd],
    }
    said = dict.fromkeys(WORDS, words or odd)
    return kind(**said, **{part: places.get(part, own) for part, own in PARTS[kind].items()})


# --- An SVG, taken apart --------------------------------------------------------------------------

Matrix = tuple[float, float, float, float, float, float]
_MARKS = {"text", "rect", "circle", "path", "line", "polygon"}


@dataclass(frozen=True)
class Mark:
    """A text or a shape, with its corners on the page."""

    tag: str
    points: tuple[tuple[float, float], ...]
    attributes: dict[str, str]
    words: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def colour(self) -> str:
        """What it is filled with, or drawn with if it is not filled."""
        fill = self.attributes.get("fill", "none")
        return self.attributes.get("stroke", "none") if fill == "none" else fill


@cache
def marks(svg: str) -> list[Mark]:
    """Texts and shapes in the order in which they are drawn; hatchings and empty texts left out."""
    found: list[Mark] = []
    _collect(ElementTree.fromstring(svg), (1, 0, 0, 1, 0, 0), found)
    return found


def texts(svg: str) -> list[Mark]:
    return [mark for mark in marks(svg) if mark.tag == "text"]


def page(svg: str) -> tuple[float, float]:
    """Width and height of the viewBox."""
    box = [float(number) for number in ElementTree.fromstring(svg).attrib["viewBox"].split()]
    assert box[:2] == [0, 0]
    return box[2], box[3]


def bars(svg: str) -> list[Mark]:
    """The bars that can be seen: without the ground, the keys of the legend and empty bars."""
    return [
        mark
        for mark in marks(svg)
        if mark.tag == "rect"
        and mark.colour not in ("none", "#ffffff")
        and min(_size(mark)) > 0
        and _size(mark) != (12, 12)
    ]


def series(svg: str) -> list[Mark]:
    """The lines of series: thicker than the guides, and no keys of the legend."""
    drawn = [mark for mark in marks(svg) if mark.attributes.get("stroke-width") == "2.5"]
    return [mark for mark in drawn if "h" not in mark.attributes["d"]]


def _size(mark: Mark) -> tuple[float, float]:
    # A bar of no size has no width, or no height.
    return float(mark.attributes.get("width", 0)), float(mark.attributes.get("height", 0))


def _collect(part: ElementTree.Element, placed: Matrix, found: list[Mark]) -> None:
    tag = part.tag.removeprefix(f"{{{NAMESPACE}}}")
    if tag == "defs":
        return
    placed = _times(placed, _transform(part.get("transform", "")))
    words = (part.text or "").strip()
    if tag in _MARKS and (tag != "text" or words):
        a, b, c, d, e, f = placed
        places = tuple((a * x + c * y + e, b * x + d * y + f) for x, y in _corners(tag, part))
        found.append(Mark(tag, places, dict(part.attrib), words if tag == "text" else ""))
    for child in part:
        _collect(child, placed, found)


def _transform(text: str) -> Matrix:
    whole: Matrix = (1, 0, 0, 1, 0, 0)
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", text):
        numbers = [float(number) for number in re.split(r"[ ,]+", inside.strip())]
        if name == "translate":
            whole = _times(whole, (1, 0, 0, 1, numbers[0], numbers[1]))
        else:
            assert name == "rotate", f"this transform is not known here: {name}"
            turn = math.radians(numbers[0])
            x, y = numbers[1:] or (0, 0)
            turned = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), x, y)
            whole = _times(_times(whole, turned), (1, 0, 0, 1, -x, -y))
    return whole


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def _corners(tag: str, part: ElementTree.Element) -> list[tuple[float, float]]:
    def number(name: str) -> float:
        return float(part.get(name, "0"))

    x, y = number("x"), number("y")
    match tag:
        case "rect":
            right, bottom = x + number("width"), y + number("height")
            return [(x, y), (right, y), (right, bottom), (x, bottom)]
        case "circle":
            x, y, r = number("cx"), number("cy"), number("r")
            return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
        case "line":
            return [(number("x1"), number("y1")), (number("x2"), number("y2"))]
        case "polygon":
            flat = [float(n) for n in re.findall(r"-?[\d.]+", part.get("points", ""))]
            return list(zip(flat[::2], flat[1::2], strict=True))
        case "path":
            return _path(part.get("d", ""))
    size = number("font-size")
    wide = len((part.text or "").strip()) * (9.5 if part.get("font-weight") == "bold" else 7.5)
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[part.get("text-anchor", "start")]
    top, bottom = y - 0.75 * size, y + 0.25 * size
    return [(left, top), (left + wide, top), (left + wide, bottom), (left, bottom)]


def _path(text: str) -> list[tuple[float, float]]:
    places: list[tuple[float, float]] = []
    for command, inside in re.findall(r"([A-Za-z])([^A-Za-z]*)", text):
        flat = [float(n) for n in re.findall(r"-?[\d.]+", inside)]
        match command:
            case "M" | "L":
                places += zip(flat[::2], flat[1::2], strict=True)
            case "h":
                places.append((places[-1][0] + flat[0], places[-1][1]))
            case "v":
                places.append((places[-1][0], places[-1][1] + flat[0]))
            case _:
                assert command == "Z", f"this command is not known here: {command}"
    return places
