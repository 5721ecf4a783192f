"""A chart says what it shows, refuses what it cannot draw, and asks nobody outside for anything."""

from __future__ import annotations

import datetime
import hashlib
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from explore.drawings import (
    KINDS,
    NAMESPACE,
    ODD,
    PARTS,
    WORDS,
    chart,
    marks,
    name_of,
    odd_chart,
    texts,
)
from helpers import ROOT, some

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

Kind = Callable[..., Figure]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=name_of)


def series_part(kind: Kind) -> str:
    """The part of a chart that holds its numbers by name; "" for those built otherwise."""
    mine = {"lines", "areas", "curves", "bars", "shapes"} & set(PARTS[kind])
    return next(iter(mine), "")


def with_first_value(kind: Kind, value: Any) -> Figure:
    """A chart whose first number is this one."""
    if kind is bar_chart:
        return chart(kind, values=[value, 2, 3])
    if kind is waterfall:
        return chart(kind, start=("begin", value))
    if kind is network:
        return chart(kind, links=[("Ana", "Ben", value)])
    named = PARTS[kind][series_part(kind)]
    first, *rest = named
    changed = {first: [value, *named[first][1:]], **{name: named[name] for name in rest}}
    return chart(kind, **{series_part(kind): changed})


# --- Words ----------------------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("what", WORDS)
@pytest.mark.parametrize("words", ["", " \n "])
def test_a_chart_that_says_nothing_is_refused(kind: Kind, what: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"needs a {what}"):
        chart(kind, **{what: words})


@each_kind
@pytest.mark.parametrize("what", WORDS)
def test_a_chart_cannot_be_asked_for_without_its_words(kind: Kind, what: str) -> None:
    words = {name: text for name, text in WORDS.items() if name != what}
    with pytest.raises(TypeError, match=what):
        kind(**words, **PARTS[kind])


@pytest.mark.parametrize("kind", [line_chart, stacked_area], ids=name_of)
def test_an_axis_of_numbers_needs_a_name(kind: Kind) -> None:
    with pytest.raises(ValueError, match="name of the axis"):
        chart(kind, x_name=" ")


# --- Numbers --------------------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_drawn(kind: Kind, value: float) -> None:
    with pytest.raises(ValueError, match=r"nan|inf|at least"):
        with_first_value(kind, value)


@pytest.mark.parametrize("kind", [stacked_area, lorenz_curve, radar, network], ids=name_of)
def test_less_than_nothing_is_refused_where_it_would_draw_a_false_picture(kind: Kind) -> None:
    with pytest.raises(ValueError, match=r"at least 0|above zero"):
        with_first_value(kind, -0.5)


@pytest.mark.parametrize("kind", [line_chart, bar_chart, grouped_bar_chart, waterfall], ids=name_of)
def test_less_than_nothing_can_be_drawn_elsewhere(kind: Kind) -> None:
    assert with_first_value(kind, -0.5).svg


@pytest.mark.parametrize("kind", [k for k in KINDS if series_part(k)], ids=name_of)
@pytest.mark.parametrize("cut", [slice(1, None), slice(0, 0)], ids=["one fewer", "none"])
def test_a_series_of_another_length_is_refused(kind: Kind, cut: slice) -> None:
    named = PARTS[kind][series_part(kind)]
    wrong = {name: list(values)[cut] for name, values in named.items()}
    with pytest.raises(ValueError, match=r"equally many|must rise"):
        chart(kind, **{series_part(kind): wrong})


def test_a_refused_series_is_named() -> None:
    lines = {"in the box": [1, 2, 3], "on loan": [1, 2]}
    with pytest.raises(ValueError, match="'on loan' has 2 values and the axis 3"):
        chart(line_chart, x=[1, 2, 3], lines=lines)


NOTHING = [
    pytest.param(line_chart, {"lines": {}}, id="no line"),
    pytest.param(line_chart, {"x": [], "lines": {"a": []}}, id="no place"),
    pytest.param(stacked_area, {"areas": {}}, id="no area"),
    pytest.param(
        lorenz_curve,
        {"curves": {}},
        id="no curve",
    ),
    pytest.param(lorenz_curve, {"people": [], "curves": {"a": []}}, id="no people"),
    pytest.param(bar_chart, {"names": [], "values": []}, id="no bar"),
    pytest.param(grouped_bar_chart, {"bars": {}}, id="no group"),
    pytest.param(waterfall, {"steps": []}, id="no step"),
    pytest.param(radar, {"shapes": {}}, id="no shape"),
    pytest.param(radar, {"axes": ["a", "b"], "shapes": {"s": [1, 2]}}, id="two axes"),
    pytest.param(network, {"actors": {}, "links": [], "centre": []}, id="no actor"),
]


@pytest.mark.parametrize(("kind", "parts"), NOTHING)
def test_a_chart_of_nothing_is_refused(kind: Kind, parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"nothing to draw|must rise|three axes|0 actors"):
        chart(kind, **parts)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (line_chart, {"x": [3], "lines": {"a": [5]}}),
        (bar_chart, {"names": ["a"], "values": [5]}),
        (grouped_bar_chart, {"names": ["a"], "bars": {"b": [5]}}),
        (waterfall, {"start": ("a", 0), "steps": [("b", 5)], "end": "c"}),
        (stacked_area, {"x": [1, 2], "areas": {"a": [5, 5]}}),
        (lorenz_curve, {"people": [0, 1], "curves": {"a": [0, 1]}}),
        (radar, {"axes": ["a", "b", "c"], "shapes": {"s": [5, 5, 5]}}),
        (network, {"actors": {"a": "b"}, "links": [], "centre": []}),
    ],
    ids=name_of,
)
def test_the_least_there_can_be_is_drawn(kind: Kind, parts: dict[str, Any]) -> None:
    assert len(texts(chart(kind, **parts).svg)) >= 2


def test_a_single_point_of_a_line_can_be_seen() -> None:
    assert "<circle" in chart(line_chart, x=[3], lines={"a": [5]}).svg


def sized(kind: Kind, size: float) -> Figure:
    """A chart with numbers about this large."""
    parts = {
        "lines": {"a": [size * week / 52 for week in range(52)]},
        "areas": {"a": [size] * 12},
        "values": [size, -size, size / 2],
        "bars": {"a": [size, -size, size / 2]},
        "start": ("a", size),
        "steps": [("b", -size / 2)],
        "shapes": {"a": [size, size, 0, 0, 0]},
        "links": [("Ana", "Ben", size or 1)],
    }
    return chart(kind, **{name: parts[name] for name in PARTS[kind] if name in parts})


sizeable = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind is not lorenz_curve], ids=name_of
)


@sizeable
@pytest.mark.parametrize("size", [0, 1e-12, 1e-6, 1e9, 1e11])
def test_tiny_and_huge_numbers_are_drawn(kind: Kind, size: float) -> None:
    for width in (240, 880):
        drawn = marks(sized(kind, size).at(width))
        assert drawn
        assert all(math.isfinite(place) for one in drawn for point in one.points for place in point)


@sizeable
@pytest.mark.parametrize("size", [1e16, 1e25, 1e300])
def test_numbers_without_bounds_are_drawn_or_refused_in_words(kind: Kind, size: float) -> None:
    # A growth rate typed wrongly gets there within 500 months.
    try:
        svg = sized(kind, size).svg
    except ValueError as error:
        svg, words = "", str(error)
    assert marks(svg) if svg else re.search("number|larger unit", words)


@pytest.mark.parametrize(
    ("x", "good"),
    [
        ([0, 0.1, 0.2, 0.30000000000000004], True),
        ([2015, 2020, 2025, 2030], True),
        ([1, 2, 4, 8], False),
        ([4, 3, 2, 1], False),
        ([1, 1, 1, 1], False),
    ],
)
def test_areas_want_places_that_rise_in_equal_steps(x: list[float], good: bool) -> None:
    if good:
        assert chart(stacked_area, x=x, areas={"a": [1] * 4}).svg
        return
    with pytest.raises(ValueError, match="equal steps"):
        chart(stacked_area, x=x, areas={"a": [1] * 4})


@pytest.mark.parametrize(
    ("people", "held"),
    [
        ([0, 0.5, 0.4], [0, 0.2, 1]),
        ([0, 0.5, 1], [0, 0.6, 0.5]),
        ([0, 0.5, 1.1], [0, 0.2, 1]),
        ([0, 0.5, 1], [0, 20, 100]),
        ([-0.1, 0.5, 1], [0, 0.2, 1]),
    ],
)
def test_a_lorenz_curve_refuses_shares_that_fall_or_leave_0_to_1(
    people: list[float], held: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"must rise|at least 0"):
        chart(lorenz_curve, people=people, curves={"a": held})


def test_a_lorenz_curve_takes_shares_that_a_program_added_up() -> None:
    incomes = [1, 10, 12, 32, 95, 228, 286, 290, 363, 445, 458, 486]
    held, sums = 0.0, [0.0]
    for income in incomes:
        held += income / sum(incomes)
        sums.append(held)
    assert chart(lorenz_curve, people=[n / 12 for n in range(13)], curves={"a": sums}).svg


@pytest.mark.parametrize("top", [0, 4.9, -1])
def test_a_radar_refuses_a_value_beyond_the_end_of_its_axes(top: float) -> None:
    with pytest.raises(ValueError, match="the axes of the radar end at"):
        chart(radar, top=top)


@pytest.mark.parametrize("top", [math.nan, math.inf])
def test_a_radar_refuses_an_end_that_is_no_number(top: float) -> None:
    with pytest.raises(ValueError, match="number"):
        chart(radar, top=top)


@pytest.mark.parametrize("ends", [(5, 1), (0, math.nan), (0, math.inf)])
def test_an_axis_with_impossible_ends_is_refused_in_words(ends: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"y_range|ends of"):
        chart(line_chart, y_range=ends)


ALONE: dict[str, Any] = {"links": [], "centre": []}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"links": [("Ana", "Zoe")]}, "'Zoe' is linked, but is not among the actors"),
        ({"links": [("Zoe", "Ana")]}, "'Zoe'"),
        ({"centre": ["Zoe"]}, "'Zoe'"),
        ({"links": [("Ana", "Ben", 0)]}, "link of Ana and Ben weighs 0"),
        ({"links": [("Ana", "Ben", -2)]}, "above zero"),
        ({"actors": dict(zip("abcdefg", "tuvwxyz", strict=True)), **ALONE}, "7 kinds"),
        ({"actors": dict.fromkeys(map(str, range(99)), "member"), **ALONE}, "99 actors"),
    ],
)
def test_a_network_refuses_what_it_cannot_draw(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        chart(network, **parts)


@pytest.mark.parametrize("kind", [line_chart, bar_chart], ids=name_of)
def test_a_column_of_a_table_can_be_an_axis(kind: Kind) -> None:
    import pandas as pd

    column = pd.Series([1, 2, 3])
    given = {"names": column} if kind is bar_chart else {"x": column, "lines": {"a": column}}
    assert chart(kind, **given).svg


# --- Text stays text ------------------------------------------------------------------------------


@each_kind
def test_odd_names_stay_text(kind: Kind) -> None:
    figure = odd_chart(kind, ODD)
    root = ElementTree.fromstring(figure.svg)
    assert "<script" not in figure.svg
    assert [root.get("aria-label"), root[0].text, root[1].text] == [ODD, ODD, ODD]
    assert any(ODD in mark.words for mark in texts(figure.svg))


@each_kind
@pytest.mark.parametrize("name", ["", " ", " blank before", "₱ ’ é 村", "%s {0} \\n", "1e5"])
def test_names_of_every_kind_are_drawn(kind: Kind, name: str) -> None:
    figure = odd_chart(kind, name, words="Words")
    assert ElementTree.fromstring(figure.svg)[0].text == "Words"


# --- The SVG --------------------------------------------------------------------------------------


@each_kind
def test_the_drawing_is_an_image_with_a_name_and_a_description(kind: Kind) -> None:
    root = ElementTree.fromstring(chart(kind).svg)
    assert root.tag == f"{{{NAMESPACE}}}svg"
    assert (root.get("role"), root.get("aria-label")) == ("img", WORDS["title"])
    assert [(part.tag, part.text) for part in root[:2]] == [
        (f"{{{NAMESPACE}}}title", WORDS["title"]),
        (f"{{{NAMESPACE}}}desc", WORDS["description"]),
    ]
    for tag in ("title", "desc"):
        assert len(list(root.iter(f"{{{NAMESPACE}}}{tag}"))) == 1


@each_kind
def test_the_drawing_asks_for_no_outside_address(kind: Kind) -> None:
    svg = chart(kind).svg
    assert set(re.findall(r"\w+://[^\s\"'<>)]+", svg)) == {NAMESPACE}
    assert not re.search(r"url\((?!#)|@import|\bhref=|\bon\w+=|<!", svg)


@each_kind
def test_no_script_and_no_style_sheet_is_needed(kind: Kind) -> None:
    root = ElementTree.fromstring(chart(kind).svg)
    tags = {part.tag.removeprefix(f"{{{NAMESPACE}}}") for part in root.iter()}
    assert not tags & {"script", "style", "a", "image", "foreignObject", "use"}
    assert not [part.tag for part in root.iter() if "class" in part.attrib]
    # What carries no colour of its own is black: a box without one would hide the drawing.
    plain = [
        part.attrib
        for tag in ("rect", "circle", "path", "polygon", "text")
        for part in root.iter(f"{{{NAMESPACE}}}{tag}")
        if "fill" not in part.attrib
    ]
    assert plain == []


@each_kind
def test_only_hatchings_carry_an_id_and_each_is_in_the_same_drawing(kind: Kind) -> None:
    svg = chart(kind).svg
    root = ElementTree.fromstring(svg)
    patterns = [part.get("id") for part in root.iter(f"{{{NAMESPACE}}}pattern")]
    assert [part.get("id") for part in root.iter() if "id" in part.attrib] == patterns
    assert len(set(patterns)) == len(patterns)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(patterns)


def test_areas_and_bars_are_hatched_from_the_second_on() -> None:
    for kind in (grouped_bar_chart, stacked_area, waterfall):
        assert len(set(re.findall(r"url\(#([^)]+)\)", chart(kind).svg))) >= 2


def hatchings(figure: Figure, width: int = 720) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', figure.at(width)))


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another title"},
        {"description": "Another description."},
        pytest.param(
            {"bars": {"before": [1, 2, 3], "after": [3, 2, 1]}},
        ),
    ],
    ids=["title", "description", "numbers"],
)
def test_two_different_drawings_share_no_id(changed: dict[str, Any]) -> None:
    # On one page, url(#id) takes the first that it finds, also in a drawing that is hidden.
    one, other = hatchings(chart(grouped_bar_chart)), hatchings(chart(grouped_bar_chart, **changed))
    assert one
    assert other
    assert not one & other


def test_the_same_drawing_at_another_width_shares_no_id() -> None:
    figure = chart(grouped_bar_chart)
    assert not hatchings(figure, 480) & hatchings(figure, 720)


# --- The same every time --------------------------------------------------------------------------


def fingerprint() -> str:
    """Of all samples at two widths."""
    drawn = "".join(chart(kind).at(width) for kind in KINDS for width in (300, 720))
    return hashlib.sha256(drawn.encode()).hexdigest()


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert fingerprint() == fingerprint()


def test_the_same_numbers_give_the_same_bytes_in_another_process() -> None:
    code = "from explore.test_charts import fingerprint; print(fingerprint())"
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == fingerprint()


def test_the_same_numbers_give_the_same_bytes_on_another_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class OtherDay(datetime.date):
        @classmethod
        def today(cls) -> OtherDay:
            return cls(1999, 1, 2)

    today = fingerprint()
    monkeypatch.setattr("pygal.svg.date", OtherDay)
    assert fingerprint() == today


# --- The table ------------------------------------------------------------------------------------

SHARES = "people, from the poorest (%)"
TABLES: dict[Kind, dict[str, list[Any]]] = {
    line_chart: {"week": PARTS[line_chart]["x"], **PARTS[line_chart]["lines"]},
    stacked_area: {"month": PARTS[stacked_area]["x"], **PARTS[stacked_area]["areas"]},
    lorenz_curve: {SHARES: [0, 25, 50, 75, 100], "the village": [0, 10, 30, 60, 100]},
    bar_chart: {"name": ["farm", "mill", "shop"], "pesos": [10, -20.5, 35]},
    grouped_bar_chart: {"name": ["Anan", "Bulacan", "Cebu"], **PARTS[grouped_bar_chart]["bars"]},
    waterfall: {
        "step": ["paid for shares", "charges from borrowers", "loans never repaid", "in the box"],
        "change": [None, 23_400, -5000, None],
        "amount after it": [156_000, 179_400, 174_400, 174_400],
    },
    radar: {"axis": PARTS[radar]["axes"], **PARTS[radar]["shapes"]},
    network: {
        "from": ["Ana", "Ben", "Ana"],
        "to": ["Mill cooperative", "Mill cooperative", "Ben"],
        "weight": [3, 1, 2],
    },
}


def without_unit(heading: str) -> str:
    return heading if heading == SHARES else re.sub(r" \(.+\)$", "", heading)


@each_kind
def test_the_table_has_the_drawn_numbers(kind: Kind) -> None:
    table = {without_unit(name): column for name, column in chart(kind).table.items()}
    for name, column in some(TABLES[kind].items()):
        assert table[name] == column if isinstance(column[0], (str, type(None))) else True
        assert table[name] == pytest.approx(column) if isinstance(column[0], (int, float)) else True


@pytest.mark.parametrize(
    "kind",
    [pytest.param(k, id=k.__name__) for k in KINDS],
)
def test_a_column_of_drawn_numbers_tells_its_unit(kind: Kind) -> None:
    columns = list(chart(kind, unit="sacks").table)
    drawn = columns[2:] if kind is network else columns[1:]
    assert [name for name in drawn if "sacks" not in name] == []


@pytest.mark.parametrize("kind", [k for k in KINDS if series_part(k)], ids=name_of)
def test_no_series_is_lost_from_the_table(kind: Kind) -> None:
    part = series_part(kind)
    values = sorted(next(iter(PARTS[kind][part].values())))
    table = chart(kind, **{part: {f"series {n}": values for n in range(5)}}).table
    assert [without_unit(name) for name in table if "series" in name] == [
        f"series {n}" for n in range(5)
    ]


def test_a_line_called_like_its_axis_does_not_push_it_from_the_table() -> None:
    table = chart(line_chart, x=[1, 2], lines={"week": [5, 6], "b": [1, 1]}).table
    assert [1, 2] in table.values()


def test_people_can_name_what_bars_stand_for() -> None:
    assert list(chart(bar_chart, name_of="member").table) == ["member", "pesos"]
