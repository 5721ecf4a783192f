"""What is drawn is true: as long, as high and as thick as the numbers say."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import pytest
from explore.drawings import (
    PARTS,
    Mark,
    bars,
    chart,
    marks,
    name_of,
    page,
    series,
    texts,
)

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
from solidarity.explore.charts.style import INK, LOOKS

PIXEL = 1.5  # places are rounded, and a scale has its own rounding
LYING = "a name that is too long to stand upright"
Point = tuple[float, float]


def extent(bar: Mark, lying: bool) -> tuple[float, float]:
    """The lower and the upper end of a bar: to the left and right if it lies."""
    left, top, right, bottom = bar.box
    return (left, right) if lying else (-bottom, -top)


def scale(spans: list[tuple[float, float]], drawn: list[tuple[float, float]]) -> Point:
    """Pixels for one unit, and the place of zero, from all ends of all bars."""
    values, places = list(itertools.chain(*spans)), list(itertools.chain(*drawn))
    low, high = values.index(min(values)), values.index(max(values))
    unit = (places[high] - places[low]) / (values[high] - values[low])
    return unit, places[low] - values[low] * unit


def assert_spans(spans: list[tuple[float, float]], drawn: list[tuple[float, float]]) -> None:
    """Every bar reaches from where to where it should, on one scale for all."""
    spans = [(min(span), max(span)) for span in spans]
    assert len(drawn) == len(spans)
    unit, zero = scale(spans, drawn)
    assert unit > 0
    for span, found in zip(spans, drawn, strict=True):
        assert found == pytest.approx([zero + unit * end for end in span], abs=PIXEL)


# --- Bars -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lying", [False, True], ids=["standing", "lying"])
@pytest.mark.parametrize("width", [240, 480, 720])
@pytest.mark.parametrize(
    "values", [[10, 20, 30], [-10, 20, -35.5], [-1, -2, -4], [1000, 1001, 1002], [1e9, 1, 5e8]]
)
def test_bars_begin_at_zero_and_are_as_long_as_their_values(
    values: list[float], width: int, lying: bool
) -> None:
    names = [f"{LYING} {n}" for n in range(3)] if lying else ["a", "b", "c"]
    svg = chart(bar_chart, names=names, values=values).at(width)
    found = sorted(bars(svg), key=lambda bar: bar.box[1] if lying else bar.box[0])
    spans = [(0.0, value) for value in values if abs(value) > max(values) / 1e6]
    assert_spans(spans, [extent(bar, lying) for bar in found])


def test_bars_side_by_side_are_as_high_as_their_values_and_wear_their_own_looks() -> None:
    svg = chart(grouped_bar_chart).svg
    found = bars(svg)
    values = [v for heights in PARTS[grouped_bar_chart]["bars"].values() for v in heights]
    assert_spans([(0, value) for value in values], [extent(bar, False) for bar in found])
    worn = [bar.attributes["stroke"] for bar in found]
    assert worn == [look.colour for look in LOOKS[:3] for _ in range(3)]
    places = [bar.box[0] for bar in found]
    assert places[0] < places[3] < places[6] < places[1]


@pytest.mark.parametrize("lying", [False, True], ids=["standing", "lying"])
def test_the_amount_of_each_bar_is_printed_at_it(lying: bool) -> None:
    names = [f"{LYING} {n}" for n in range(3)] if lying else ["a", "b", "c"]
    svg = chart(bar_chart, names=names, values=[1234, 0.5, 0]).svg
    assert {"1,234", "0.50", "0"} <= {mark.words for mark in texts(svg)}


@pytest.mark.parametrize("lying", [False, True], ids=["standing", "lying"])
@pytest.mark.parametrize("width", [320, 480, 720])
@pytest.mark.parametrize("other", [[400, 5, 9], [-300, 10, 20], [1, 2, 3]])
def test_bars_of_two_figures_with_one_reach_can_be_compared_by_eye(
    other: list[float], width: int, lying: bool
) -> None:
    names = [f"{LYING} {n}" for n in range(3)] if lying else ["a", "b", "c"]
    values = [100, 50, 20]
    this, that = (chart(bar_chart, names=names, values=v) for v in (values, other))
    spans, drawn = [], []
    for figure, numbers in ((this, values), (that, other)):
        reach = this.beside(that)
        found = sorted(
            bars(figure.at(width, reach)), key=lambda bar: bar.box[1] if lying else bar.box[0]
        )
        spans += [(0.0, number) for number in numbers]
        drawn += [extent(bar, lying) for bar in found]
    # One zero and one unit for the bars of both.
    assert_spans(spans, drawn)


@pytest.mark.parametrize("kind", [line_chart, stacked_area, waterfall])
def test_a_figure_beside_a_larger_one_has_its_axis(kind: Any) -> None:
    small = chart(kind)
    low, high = small.reach
    assert small.at(480) == small.at(480, small.reach) != small.at(480, (low, 3 * high))


@pytest.mark.parametrize("kind", [radar, network, lorenz_curve])
def test_a_figure_with_an_axis_of_its_own_keeps_it(kind: Any) -> None:
    figure = chart(kind)
    assert figure.reach is None
    assert figure.beside(figure) is None
    assert figure.at(480, None) == figure.at(480)


# --- Waterfalls -----------------------------------------------------------------------------------

LADDERS = {
    "up and down": (100, [20, -50]),
    "down to nothing": (100, [-60, -40]),
    "below zero": (3, [-5]),
    "below zero and up again": (3, [-5, 4]),
    "from a debt": (-10, [-5, 25, -30]),
    "all below zero": (-10, [-5, 8]),
    "from nothing": (0, [5, -2]),
    "a step of nothing": (10, [0, -4]),
    "many": (60, [-8, -7.5, 3, -20, 11, -38.5, -2, 1]),
}


@pytest.mark.parametrize("lying", [False, True], ids=["standing", "lying"])
@pytest.mark.parametrize("ladder", LADDERS)
def test_each_step_hangs_where_the_one_before_it_ended(ladder: str, lying: bool) -> None:
    start, changes = LADDERS[ladder]
    name = LYING if lying else "s"
    steps = [(f"{name}{n}", change) for n, change in enumerate(changes)]
    svg = chart(waterfall, start=(name, start), steps=steps, end=name).at(720)
    levels = list(itertools.accumulate(changes, initial=start))
    spans = [(0, start), *itertools.pairwise(levels), (0, levels[-1])]
    # A bar that crosses zero is drawn in two pieces: put together what stands in one place.
    pieces: dict[int, list[tuple[float, float]]] = {}
    for bar in bars(svg):
        place = round(bar.box[1] if lying else bar.box[0])
        pieces.setdefault(place, []).append(extent(bar, lying))
    for ends in pieces.values():
        ends.sort()
        assert all(b[0] - a[1] == pytest.approx(0, abs=0.3) for a, b in itertools.pairwise(ends))
    drawn = [(ends[0][0], ends[-1][1]) for _, ends in sorted(pieces.items())]
    assert_spans([span for span in spans if span[0] != span[1]], drawn)


def test_amounts_and_steps_up_and_down_look_different() -> None:
    svg = chart(waterfall, start=("a", 100), steps=[("b", 20), ("c", -50)], end="d").svg
    worn = [bar.attributes["stroke"] for bar in sorted(bars(svg), key=lambda bar: bar.box[0])]
    assert worn[0] == worn[3]
    assert len(set(worn)) == 3
    assert {"amount", "added", "taken away"} <= {mark.words for mark in texts(svg)}


def test_each_step_says_its_change_with_its_sign() -> None:
    words = {mark.words for mark in texts(chart(waterfall).svg)}
    assert {"156,000", "+23,400", "-5,000", "174,400"} <= words


@pytest.mark.parametrize("change", [0, -0.0])
def test_a_step_of_nothing_says_so(change: float) -> None:
    svg = chart(waterfall, start=("a", 12), steps=[("never repaid", change)], end="b").svg
    assert [mark for mark in texts(svg) if mark.words.strip("+-") == "0" and mark.box[0] > 80]


# --- Lines and areas ------------------------------------------------------------------------------


def assert_straight(values: list[float], places: list[float]) -> None:
    """Places on the page are the values on one scale."""
    low, high = values.index(min(values)), values.index(max(values))
    unit = (places[high] - places[low]) / (values[high] - values[low])
    for value, place in zip(values, places, strict=True):
        assert place == pytest.approx(places[low] + (value - values[low]) * unit, abs=PIXEL)


@pytest.mark.parametrize("width", [240, 720])
def test_every_point_of_every_line_lies_where_its_numbers_say(width: int) -> None:
    x = [1, 2, 5, 9.5]
    lines = {"a": [10, -4, 7.5, 3], "b": [0, 100, 50, 25]}
    drawn = series(chart(line_chart, x=x, lines=lines).at(width))
    assert [len(line.points) for line in drawn] == [4, 4]
    points = [point for line in drawn for point in line.points]
    assert_straight(x * 2, [across for across, _ in points])
    assert_straight([*lines["a"], *lines["b"]], [-down for _, down in points])


def ticks(svg: str) -> dict[str, float]:
    """The numbers beside the vertical axis, and how high they stand."""
    left = min(mark.box[0] for mark in series(svg))
    return {mark.words: mark.box[1] for mark in texts(svg) if mark.box[2] < left}


def test_the_vertical_axis_includes_zero() -> None:
    assert "0" in ticks(chart(line_chart, lines={"a": [1000 + n for n in range(52)]}).svg)


def test_two_charts_with_the_same_ends_can_be_compared() -> None:
    one = ticks(chart(line_chart, lines={"a": [10] * 52, "b": [90] * 52}, y_range=(0, 100)).svg)
    other = ticks(chart(line_chart, lines={"a": [1] * 52, "b": [5] * 52}, y_range=(0, 100)).svg)
    assert one == other
    assert {"0", "100"} <= set(one)


@pytest.mark.parametrize("kind", [line_chart, radar], ids=name_of)
def test_lines_differ_in_colour_and_in_dashes(kind: Callable[..., Figure]) -> None:
    part, length = ("shapes", 5) if kind is radar else ("lines", 52)
    svg = chart(kind, **{part: {f"s{n}": [n + 1] * length for n in range(6)}}).svg
    looks = {(m.colour, m.attributes.get("stroke-dasharray")) for m in series(svg)}
    assert len({colour for colour, _ in looks}) == len({dash for _, dash in looks}) == 6


def test_more_lines_than_looks_are_refused_or_told_apart() -> None:
    try:
        svg = chart(line_chart, lines={f"s{n}": [n] * 52 for n in range(7)}).svg
    except ValueError:
        return
    assert len({(m.colour, m.attributes.get("stroke-dasharray")) for m in series(svg)}) == 7


def test_the_key_in_the_legend_has_the_dashes_of_its_line() -> None:
    svg = chart(line_chart).svg
    keys = [m for m in marks(svg) if m.attributes.get("stroke-width") == "2.5"][2:]
    assert [(m.colour, m.attributes.get("stroke-dasharray")) for m in keys] == [
        (m.colour, m.attributes.get("stroke-dasharray")) for m in series(svg)
    ]


@pytest.mark.parametrize(
    "rice", [[0, 4, 2], pytest.param([100, 104, 102])], ids=["from 0", "from 100"]
)
def test_areas_are_as_thick_as_their_values_and_stand_on_each_other(rice: list[float]) -> None:
    areas = {"rice": rice, "fish": [5, 0, 5], "honey": [2, 2, 8]}
    svg = chart(stacked_area, x=[1, 2, 3], areas=areas).svg
    looks = [look.colour for look in LOOKS[:3]]
    shapes = [m for m in marks(svg) if m.tag == "path" and m.attributes.get("stroke") in looks]
    assert [m.attributes["stroke"] for m in shapes] == looks
    ground = max(y for _, y in shapes[0].points)
    highs = []
    for place in range(3):
        across = sorted({round(x) for x, _ in shapes[1].points})[place]
        at = [[y for x, y in shape.points if round(x) == across] for shape in shapes]
        assert max(at[1]) == pytest.approx(min(at[0]), abs=0.3)
        assert max(at[2]) == pytest.approx(min(at[1]), abs=0.3)
        highs += [ground - min(at[0]), *(max(ys) - min(ys) for ys in at[1:])]
    assert_straight([areas[name][n] for n in range(3) for name in areas], highs)


def test_equality_is_a_straight_line_and_the_curve_hangs_below_it() -> None:
    curve, equal = series(chart(lorenz_curve).svg)
    (left, bottom), (right, top) = equal.points[0], equal.points[-1]
    for x, y in equal.points:
        assert (x - left) / (right - left) == pytest.approx((bottom - y) / (bottom - top), abs=0.01)
    for (_, curved), (_, straight) in zip(curve.points, equal.points, strict=True):
        assert curved >= straight - 0.1
    held = [(bottom - y) / (bottom - top) for _, y in curve.points]
    assert held == pytest.approx([0, 0.1, 0.3, 0.6, 1], abs=0.01)


@pytest.mark.parametrize("kind", [line_chart, stacked_area], ids=name_of)
def test_a_year_is_written_as_people_write_it(kind: Callable[..., Figure]) -> None:
    part = "lines" if kind is line_chart else "areas"
    figure = chart(kind, x_name="year", x=[2015, 2016, 2017], **{part: {"a": [1, 2, 3]}})
    words = {mark.words for mark in texts(figure.svg)}
    assert "2015" in words
    assert "2,015" not in words


# --- Radar and network ----------------------------------------------------------------------------


@pytest.mark.parametrize("top", [None, 5, 10])
def test_the_corners_of_a_radar_are_as_far_out_as_their_values(top: float | None) -> None:
    values = [1, 4, 3, 2, 5]
    svg = chart(radar, shapes={"a": values, "nothing": [0] * 5}, top=top).svg
    shape, nothing = series(svg)
    assert len(set(nothing.points)) == 1
    for value, corner, axis in zip(values, shape.points, axes(svg), strict=True):
        middle, end = axis.points
        assert nothing.points[0] == pytest.approx(middle, abs=0.3)
        assert math.dist(middle, corner) / math.dist(middle, end) == pytest.approx(
            value / (top or 5), abs=0.01
        )


def axes(svg: str) -> list[Mark]:
    return [m for m in marks(svg) if m.tag == "path" and m.colour == INK]


@pytest.mark.parametrize("width", [240, 300, 480])
def test_the_axes_of_a_radar_are_equally_long(width: int) -> None:
    lengths = [math.dist(*axis.points) for axis in axes(chart(radar).at(width))]
    assert len(lengths) == 5
    assert max(lengths) / min(lengths) < 1.05


def actors(svg: str) -> dict[str, Mark]:
    """The mark of each actor by its name; the legend, drawn last, is left out."""
    shapes = [m for m in marks(svg) if m.tag in ("circle", "polygon")]
    words = [m.words for m in texts(svg)[1:]]
    return dict(zip(words, shapes[: len(PARTS[network]["actors"])], strict=False))


def centre(mark: Mark) -> Point:
    xs, ys = zip(*mark.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def test_links_lead_from_actor_to_actor_and_heavier_ones_are_thicker() -> None:
    svg = chart(network).svg
    found = actors(svg)
    lines = [m for m in marks(svg) if m.tag == "line"]
    links = [("Ana", "Mill cooperative"), ("Ben", "Mill cooperative"), ("Ana", "Ben")]
    for line, (one, other) in zip(lines, links, strict=True):
        assert line.points[0] == pytest.approx(centre(found[one]), abs=0.3)
        assert line.points[1] == pytest.approx(centre(found[other]), abs=0.3)
    heavy, light, between = (float(line.attributes["stroke-width"]) for line in lines)
    assert heavy > between > light > 0.5


def test_kinds_of_actors_differ_in_shape_too() -> None:
    kinds = {f"actor {n}": f"kind {n}" for n in range(6)}
    svg = chart(network, actors=kinds, links=[], centre=[]).svg
    shapes = [m for m in marks(svg) if m.tag in ("circle", "polygon")][:6]

    def outline(mark: Mark) -> tuple[Any, ...]:
        x, y = centre(mark)
        return mark.tag, *(round(math.atan2(b - y, a - x), 1) for a, b in mark.points)

    assert len({outline(mark) for mark in shapes}) == len({mark.colour for mark in shapes}) == 6
    assert set(kinds.values()) <= {mark.words for mark in texts(svg)}


def test_those_in_the_centre_stand_in_the_middle() -> None:
    svg = chart(network).svg
    found = {name: centre(mark) for name, mark in actors(svg).items()}
    assert found["Mill cooperative"][0] == pytest.approx(page(svg)[0] / 2, abs=1)
    ring = [place for name, place in found.items() if name != "Mill cooperative"]
    assert min(math.dist(place, found["Mill cooperative"]) for place in ring) > 60
