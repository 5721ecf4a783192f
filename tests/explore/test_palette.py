"""Colours, dashes and hatchings can be told apart: on white, in grey, and by the colour-blind.

Contrast: WCAG 2.2, "relative luminance" and "contrast ratio". Colour blindness: G. M. Machado,
M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009), severity 1.0; the
matrices are for linear RGB. Distance: CIE 1976 L*a*b*, white point D65.
"""

from __future__ import annotations

import itertools
import math
from xml.etree import ElementTree

import pytest

from solidarity.explore.charts.style import INK, LOOKS, look
from solidarity.explore.charts.svg import hatching

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

SEEN_BY: dict[str, Matrix] = {
    "most people": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 10  # ΔE*ab; 2.3 is just noticeable side by side
TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


def linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))

    def straight(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return straight(red), straight(green), straight(blue)


def times(matrix: Matrix, vector: Triple) -> Triple:
    red, green, blue = (sum(a * b for a, b in zip(r, vector, strict=True)) for r in matrix)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, matrix: Matrix) -> Triple:
    red, green, blue = (min(1.0, max(0.0, part)) for part in times(matrix, linear(colour)))
    white = times(TO_XYZ, (1, 1, 1))

    def root(ratio: float) -> float:
        return ratio ** (1 / 3) if ratio > (6 / 29) ** 3 else ratio / (3 * (6 / 29) ** 2) + 4 / 29

    x, y, z = (root(a / b) for a, b in zip(times(TO_XYZ, (red, green, blue)), white, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, eyes: str) -> float:
    return math.dist(lab(one, SEEN_BY[eyes]), lab(other, SEEN_BY[eyes]))


COLOURS = [each.colour for each in LOOKS]
PAIRS = list(itertools.combinations(COLOURS, 2))


def test_the_formulas_give_the_values_that_are_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert lab("#ff0000", SEEN_BY["most people"]) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert distance("#00aa00", "#aa5500", "deuteranopia") < distance(
        "#00aa00", "#aa5500", "most people"
    )


def test_there_are_at_least_four_looks() -> None:
    assert len(LOOKS) >= 4


@pytest.mark.parametrize("colour", [*COLOURS, INK])
def test_every_colour_stands_out_from_white(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_any_two_colours_can_be_told_apart(one: str, other: str, eyes: str) -> None:
    assert distance(one, other, eyes) >= APART


def test_no_two_dashes_are_the_same() -> None:
    assert len({each.dash for each in LOOKS}) == len(LOOKS)


def test_no_two_hatchings_look_the_same() -> None:
    drawn = set()
    for each in LOOKS:
        pattern = hatching("same", each)
        for part in pattern:
            if part.get("fill") == each.colour:
                part.set("fill", "colour")
        drawn.add(ElementTree.tostring(pattern))
    assert len(drawn) == len(LOOKS)


def test_the_white_of_a_hatching_stands_out_from_its_colour_and_covers_little_of_it() -> None:
    for each in LOOKS:
        pattern = hatching("x", each)
        white = [part for part in pattern if part.get("fill") == "#ffffff"]
        assert len(white) == (1 if each.hatch else 0)
        for part in white:
            wide, high = float(part.get("width", 0)), float(part.get("height", 0))
            covers = wide * high or math.pi * float(part.get("r", 0)) ** 2
            assert 0.05 < covers / 64 < 0.35


def test_after_the_last_look_they_begin_again() -> None:
    assert [look(place) for place in range(len(LOOKS) + 1)] == [*LOOKS, LOOKS[0]]
