"""A drawing fits its width: nothing leaves it, nothing covers what is to be read."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from explore.drawings import KINDS, Mark, bars, chart, marks, name_of, page, texts
from helpers import some

from solidarity.explore import (
    Figure,
    bar_chart,
    grouped_bar_chart,
    line_chart,
    network,
    radar,
    stacked_area,
    waterfall,
)

Kind = Callable[..., Figure]
WIDTHS = (240, 300, 480, 720, 880)
SLACK = 8  # pixels: what letters take is an estimate
LONG = "How the box comes to what it holds at the share-out of the year"
ASSOCIATION = "Association of women farmers of Bulacan"

each_kind = pytest.mark.parametrize("kind", KINDS, ids=name_of)
each_width = pytest.mark.parametrize("width", WIDTHS)


def outside(svg: str) -> list[str]:
    """What lies outside the viewBox, and by how many pixels."""
    width, height = page(svg)
    found = []
    for mark in marks(svg):
        left, top, right, bottom = mark.box
        beyond = max(-left, -top, right - width, bottom - height)
        if beyond > SLACK:
            found.append(f"{mark.words or mark.tag}: {beyond:.0f}")
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float]:
    """By how many pixels two boxes overlap, across and down."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]),
        min(one[3], other[3]) - max(one[1], other[1]),
    )


def letters(mark: Mark) -> tuple[float, float, float, float]:
    """The box of a text, with letters as narrow and as low as they can be."""
    left, top, right, bottom = mark.box
    across, down = (right - left) * 0.13, (bottom - top) * 0.13
    return left + across, top + down, right - across, bottom - down


def covered(svg: str) -> list[str]:
    """Pairs of texts that stand on each other."""
    found = []
    for one, other in itertools.combinations(texts(svg), 2):
        if min(overlap(letters(one), letters(other))) > 1:
            found.append(f"{one.words} / {other.words}")
    return found


# Words and numbers of a real group, longer than those of a sample.
REAL: dict[str, Callable[[], Figure]] = {
    "lines of module 4": lambda: chart(
        line_chart,
        lines={
            name: [900 * n] * 52 for n, name in enumerate(["paid for shares so far", "on loan"])
        },
    ),
    "money along the axis": lambda: chart(
        line_chart, x=[0, 1e6, 2e6], lines={"a": [0, 12_345_678, 5e7], "b": [1, 2, 3]}
    ),
    "six lines": lambda: chart(
        line_chart, lines={f"member number {n}": [n] * 52 for n in range(6)}
    ),
    "a line with a long name": lambda: chart(
        line_chart, lines={f"{ASSOCIATION} and of Cebu City": [1] * 52, "b": [2] * 52}
    ),
    "twenty members": lambda: chart(
        bar_chart,
        names=[str(n) for n in range(1, 21)],
        values=[(n - 10) * 133.3 for n in range(20)],
        unit="pesos gained",
    ),
    "forty members": lambda: chart(
        bar_chart,
        names=[f"member {n}" for n in range(40)],
        values=[(n - 10) * 133.3 for n in range(40)],
    ),
    "millions": lambda: chart(bar_chart, values=[12_345_678, -2_345_678, 345_678]),
    "an association": lambda: chart(bar_chart, names=[ASSOCIATION, "b", "c"]),
    "a long group": lambda: chart(grouped_bar_chart, names=[ASSOCIATION, "b", "c"]),
    "four bars each": lambda: chart(
        grouped_bar_chart,
        bars={name: [1, 2, 3] for name in ("before", "after the year", "goal", "mean of all")},
    ),
    "a price ladder": lambda: chart(
        waterfall,
        start=("price in town", 60),
        steps=[(name, -8) for name in ("rent of the stall", "wages", "transport to town", "tax")],
        end="left to the farm",
        unit="pesos per kilo",
    ),
    "a long unit": lambda: chart(waterfall, unit="loans per rupee saved"),
    "a year of months": lambda: chart(
        stacked_area, x=list(range(1000, 1052)), areas={n: [5] * 52 for n in ("rice", "fish", "h")}
    ),
    "criteria": lambda: chart(
        radar,
        axes=[
            "Participation in decisions",
            "Care for the environment",
            "Work and income",
            "Local partnership",
            "Education",
        ],
    ),
    "a network": lambda: chart(
        network,
        actors={ASSOCIATION: "association", "Mill": "workshop", "Cooperative shop": "shop"},
        links=[(ASSOCIATION, "Mill")],
        centre=[],
    ),
}


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Stop a body that never ends, where the system has an alarm."""
    if not hasattr(signal, "SIGALRM"):
        pytest.skip("this system has no alarm")

    def stop(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@each_kind
def test_a_drawing_is_as_wide_as_asked_and_all_of_it_can_be_read(kind: Kind) -> None:
    for width in WIDTHS:
        svg = chart(kind).at(width)
        # A radar is as wide as high, and would fill the screen.
        assert page(svg)[0] == (min(width, 480) if kind is radar else width)
        assert (outside(svg), covered(svg)) == ([], []), width


@each_kind
def test_a_long_title_has_room_and_is_whole(kind: Kind) -> None:
    for width in WIDTHS:
        svg = chart(kind, title=LONG).at(width)
        lines = [mark for mark in texts(svg) if mark.attributes.get("font-weight") == "bold"]
        assert " ".join(mark.words for mark in lines).startswith(LONG), width
        assert outside(svg) == [], width


@pytest.mark.parametrize("name", REAL)
def test_what_real_groups_draw_lies_inside_and_can_be_read(name: str) -> None:
    for width in WIDTHS:
        with at_most(seconds=3):
            svg = REAL[name]().at(width)
        assert (outside(svg), covered(svg)) == ([], []), width


@pytest.mark.parametrize("letters", [1, 10, 31, 80, 400])
@pytest.mark.parametrize("kind", [bar_chart, grouped_bar_chart, radar], ids=name_of)
def test_no_name_is_too_long_to_draw(kind: Kind, letters: int) -> None:
    # A drawing that never ends freezes the notebook.
    part = "axes" if kind is radar else "names"
    long = ["x" * letters] * (5 if kind is radar else 3)
    with at_most(seconds=3):
        assert outside(chart(kind, **{part: long}).at(240)) == []


@each_kind
@pytest.mark.parametrize("what", ["unit", "title"])
def test_no_word_is_too_long_to_draw(kind: Kind, what: str) -> None:
    with at_most(seconds=3):
        assert chart(kind, **{what: "word " * 60}).at(240)
        assert chart(kind, **{what: "x" * 300}).at(240)


def test_bars_lie_down_where_their_names_have_no_room() -> None:
    def standing(names: list[str], width: int) -> bool:
        one, other, _ = bars(chart(bar_chart, names=names, values=[10, 20, 30]).at(width))
        return one.box[3] == pytest.approx(other.box[3], abs=1)

    assert standing(["farm", "mill", "shop"], 480)
    assert standing([ASSOCIATION[:20]] * 3, 720)
    assert not standing([ASSOCIATION[:20]] * 3, 480)


def test_lying_bars_keep_the_order_of_their_names_from_top_to_bottom() -> None:
    names = ["the group one", "the group two", "the group three"]
    svg = chart(bar_chart, names=names, values=[10, 20, 30]).at(300)
    places = {mark.words: mark.box[1] for mark in texts(svg)}
    assert places[names[0]] < places[names[1]] < places[names[2]]
    lengths = sorted((bar.box[1], bar.box[2] - bar.box[0]) for bar in bars(svg))
    assert [round(length / lengths[0][1]) for _, length in lengths] == [1, 2, 3]


def below_zero(long: str) -> dict[str, Any]:
    return {
        "start": (f"debt {long}", -10),
        "steps": [(f"more {long}", -5), (f"paid {long}", 8)],
        "end": f"left {long}",
    }


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        pytest.param(bar_chart, {"values": [-10, 5, 0]}, id="standing bars"),
        pytest.param(
            bar_chart, {"values": [-10, 5, 0], "names": [ASSOCIATION] * 3}, id="lying bars"
        ),
        pytest.param(waterfall, {}, id="lying waterfall"),
        pytest.param(waterfall, below_zero(""), id="standing waterfall below zero"),
        pytest.param(waterfall, below_zero("x" * 25), id="lying waterfall below"),
    ],
)
def test_no_number_stands_on_a_bar(kind: Kind, parts: dict[str, Any]) -> None:
    svg = chart(kind, **parts).at(720)
    for text, bar in some(itertools.product(texts(svg), bars(svg))):
        assert min(overlap(letters(text), bar.box)) < 4, text.words


@each_width
def test_every_series_has_its_key_in_the_legend(width: int) -> None:
    for count in range(2, 7):
        names = [f"the member {n}" for n in range(count)]
        svg = chart(line_chart, lines={name: [1] * 52 for name in names}).at(width)
        assert [name for name in names if name not in {mark.words for mark in texts(svg)}] == []
        assert outside(svg) == []


def test_a_series_whose_name_begins_with_a_blank_has_its_key_too() -> None:
    svg = chart(line_chart, lines={" on loan": [1] * 52, "saved": [2] * 52}).svg
    assert {"on loan", "saved"} <= {mark.words for mark in texts(svg)}


def test_a_shortened_name_says_that_it_is_and_the_table_has_it_whole() -> None:
    figure = chart(bar_chart, names=[ASSOCIATION, "b", "c"])
    with at_most(seconds=3):
        shown = [mark.words for mark in texts(figure.at(240)) if mark.words.startswith("Assoc")]
    assert len(shown) == 1
    assert shown[0] == ASSOCIATION or shown[0].endswith("…")
    assert ASSOCIATION in figure.table["name"]


def test_a_line_beyond_the_ends_of_its_axis_is_refused_or_cut() -> None:
    try:
        svg = chart(line_chart, y_range=(0, 50_000)).svg
    except ValueError:
        return
    assert outside(svg) == []
