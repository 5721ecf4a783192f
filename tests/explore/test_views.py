"""Each view turns a result into HTML that says what it is, and refuses what is no number."""

from __future__ import annotations

import math
from typing import Any
from xml.etree import ElementTree

import pytest
from explore.drawings import NAMESPACE, ODD, chart

from solidarity.explore import (
    BigNumber,
    Chart,
    Sentence,
    SmallMultiples,
    Table,
    bar_chart,
    line_chart,
)
from solidarity.explore.views import VIEWS, View


def small(title: str) -> Any:
    return chart(
        line_chart, title=title, x=[1, 2], lines={"a": [1, 2]}, description="D", y_range=(0, 9)
    )


ALL: list[View] = [
    Sentence(lambda r: f"It is {r}."),
    BigNumber("How many", lambda r: r, unit="pesos"),
    Chart(lambda r: chart(bar_chart, values=[r, 2, 3])),
    SmallMultiples(lambda r: [small(f"Village {n}") for n in range(r)]),
    Table(lambda r: {"week": [1], "box (pesos)": [r]}, "The box"),
]


def parsed(view: View, result: Any = 3, width: int = 720) -> ElementTree.Element:
    """The view as a tree; a view that is no well-formed HTML does not get this far."""
    return ElementTree.fromstring(f"<div>{view.html(result, width)}</div>")


def said(view: View, result: Any = 3) -> str:
    return " ".join("".join(parsed(view, result).itertext()).split())


def drawings(view: View, width: int, result: Any = 3) -> list[tuple[int, ElementTree.Element]]:
    """The drawings of a view with their widths."""
    found = parsed(view, result, width).iter(f"{{{NAMESPACE}}}svg")
    return [(int(svg.attrib["width"]), svg) for svg in found]


def test_each_kind_of_view_has_a_name_of_its_own() -> None:
    assert {type(view) for view in ALL} == set(VIEWS)
    assert len({view.kind for view in VIEWS}) == len(VIEWS)


@pytest.mark.parametrize("view", ALL, ids=lambda view: view.kind)
def test_the_same_result_gives_the_same_html(view: View) -> None:
    assert view.html(3, 480) == view.html(3, 480)


# --- Sentences and numbers ------------------------------------------------------------------------


def test_a_sentence_says_the_result() -> None:
    assert said(Sentence(lambda r: f"The box holds {r} pesos.")) == "The box holds 3 pesos."


@pytest.mark.parametrize(
    "words",
    [
        f"It is {math.nan}.",
        f"It is {math.inf:,.0f} pesos",
        f"It is {-math.inf:.1f}.",
        f"A gain of {math.nan:.0%}",
        f"₱{math.nan}",
        "nan",
    ],
)
def test_a_sentence_with_something_that_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        Sentence(lambda _: words).html(None, 720)


@pytest.mark.parametrize(
    "words", ["Ana finances a naan bakery.", "Information for Nan, infants too.", "inflation: 3"]
)
def test_words_that_only_look_like_no_number_are_said(words: str) -> None:
    assert said(Sentence(lambda _: words)) == words


def test_a_big_number_stands_between_its_label_and_its_unit() -> None:
    assert said(BigNumber("Gain", lambda r: r * 1000.5, unit="pesos")) == "Gain 3,002 pesos"


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (-0.0, "0"), (True, "1"), (2.345, "2.35")])
def test_a_big_number_is_written_as_people_write_it(value: float, shown: str) -> None:
    assert parsed(BigNumber("N", lambda _: value)).findtext("strong") == shown


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_big_number_that_is_none_is_refused_by_its_label(value: float) -> None:
    with pytest.raises(ValueError, match=r"Gain is .*not a number"):
        BigNumber("Gain", lambda _: value).html(None, 720)


# --- Charts and tables ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [240, 480, 880])
def test_a_chart_is_drawn_for_the_width_there_is(width: int) -> None:
    assert [found for found, _ in drawings(ALL[2], width)] == [width]


def test_a_chart_has_its_numbers_folded_below() -> None:
    root = parsed(ALL[2])
    folded = root.find("details")
    assert folded is not None
    assert folded.get("open") is None
    assert folded.findtext("summary") == "The same numbers as a table"
    assert [td.text for td in folded.iter("td")][:2] == ["farm", "3"]
    assert folded.findtext(".//caption") == "Where the money is"


@pytest.mark.parametrize(("width", "in_a_row"), [(240, 1), (500, 1), (560, 2), (800, 3), (880, 3)])
def test_small_charts_stand_side_by_side_where_there_is_room(width: int, in_a_row: int) -> None:
    widths = [found for found, _ in drawings(ALL[3], width)]
    assert len(widths) == 3
    assert len(set(widths)) == 1
    assert width // (widths[0] + 8) == in_a_row
    assert widths[0] >= 230


def test_each_small_chart_keeps_its_title_and_its_table() -> None:
    root = parsed(ALL[3])
    titles = [svg.get("aria-label") for svg in root.iter(f"{{{NAMESPACE}}}svg")]
    assert titles == ["Village 0", "Village 1", "Village 2"]
    assert len(list(root.iter("details"))) == 3


def test_no_small_charts_are_refused() -> None:
    with pytest.raises(ValueError, match="no small chart"):
        ALL[3].html(0, 720)


def test_a_table_shows_its_numbers_under_its_caption() -> None:
    root = parsed(ALL[4])
    assert root.findtext(".//caption") == "The box"
    assert [th.text for th in root.iter("th")] == ["week", "box (pesos)"]
    assert [td.text for td in root.iter("td")] == ["1", "3"]


@pytest.mark.parametrize("view", [ALL[2], ALL[4]], ids=lambda view: view.kind)
def test_a_wide_table_can_be_scrolled_with_the_keyboard_and_has_a_name(view: View) -> None:
    around = next(part for part in parsed(view).iter("div") if part.get("class") == "sse-scroll")
    assert (around.get("tabindex"), around.get("role")) == ("0", "group")
    assert around.get("aria-label") == parsed(view).findtext(".//caption")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_table_with_something_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        ALL[4].html(value, 720)


# --- Text stays text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view",
    [
        Sentence(lambda _: ODD),
        BigNumber(ODD, lambda _: 1, unit=ODD),
        Chart(lambda _: chart(bar_chart, title=ODD, names=[ODD] * 3, name_of=ODD)),
        SmallMultiples(lambda _: [small(ODD)]),
        Table(lambda _: {ODD: [ODD]}, ODD),
    ],
    ids=lambda view: view.kind,
)
def test_odd_words_stay_text(view: View) -> None:
    assert "<script" not in view.html(None, 720)
    assert ODD in "".join(parsed(view, None).itertext())
