"""A chart can be read by everyone, and asks nobody outside for anything."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from solidarity.explore import Figure, line_chart
from solidarity.explore.charts import SVG, html_table

ODD = """<script>alert("&'")</script>"""
GOOD: dict[str, Any] = {
    "title": "Where the money is",
    "x_name": "week",
    "x": [1, 2, 3],
    "lines": {"in the box": [100, 250, 75.5], "on loan": [0, 50, 300]},
    "unit": "pesos",
    "description": "The box rises and falls.",
}


def chart(**changed: Any) -> Figure:
    return line_chart(**{**GOOD, **changed})


def parsed(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)


def words_in(figure: Figure) -> str:
    return " ".join(parsed(figure).itertext())


@pytest.mark.parametrize("what", ["title", "unit", "description"])
@pytest.mark.parametrize("words", ["", " \n "])
def test_a_chart_that_says_nothing_is_refused(what: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"needs a {what}"):
        chart(**{what: words})


@pytest.mark.parametrize("what", ["title", "unit", "description", "x_name"])
def test_a_chart_cannot_be_asked_for_without_its_words(what: str) -> None:
    with pytest.raises(TypeError, match=what):
        line_chart(**{name: value for name, value in GOOD.items() if name != what})


@pytest.mark.parametrize("values", [[1, 2], [1, 2, 3, 4], []])
def test_a_line_of_another_length_is_refused_by_its_name(values: list[float]) -> None:
    with pytest.raises(ValueError, match=f"'on loan' has {len(values)} values and the axis 3"):
        chart(lines={"in the box": [1, 2, 3], "on loan": values})


def test_the_drawing_is_an_image_with_a_name_and_a_description() -> None:
    root = parsed(chart())
    assert root.tag == f"{{{SVG}}}svg"
    assert (root.get("role"), root.get("aria-label")) == ("img", "Where the money is")
    assert [child.tag for child in root[:2]] == [f"{{{SVG}}}title", f"{{{SVG}}}desc"]
    assert [child.text for child in root[:2]] == [GOOD["title"], GOOD["description"]]
    assert len(list(root.iter(f"{{{SVG}}}title"))) == 1
    assert len(list(root.iter(f"{{{SVG}}}desc"))) == 1


def test_unit_axis_and_lines_are_named_in_the_drawing() -> None:
    for words in ("pesos", "week", "in the box", "on loan"):
        assert words in words_in(chart())


def test_the_drawing_asks_for_no_outside_address() -> None:
    svg = chart().svg
    assert set(re.findall(r"\w+://[^\s\"'<>)]+", svg)) <= {SVG, "http://www.w3.org/1999/xlink"}
    assert "<script" not in svg
    assert "@import" not in svg
    assert not re.search(r"url\((?!#)", svg)
    assert not re.search(r"\bon\w+=", svg)


def test_words_in_a_chart_are_escaped() -> None:
    figure = chart(title=ODD, description=ODD, unit=ODD, x_name=ODD, lines={ODD: [1, 2, 3]})
    assert "<script" not in figure.svg
    root = parsed(figure)
    assert [root.get("aria-label"), root[0].text, root[1].text] == [ODD, ODD, ODD]


@pytest.mark.parametrize("count", [1, 6, 7, 12])
def test_every_line_is_drawn(count: int) -> None:
    names = [f"member number {n}." for n in range(count)]
    figure = chart(lines={name: [1, 2, 3] for name in names})
    assert [name for name in names if name not in words_in(figure)] == []
    assert list(figure.table) == ["week", *names]


def test_lines_can_be_told_apart_without_colour() -> None:
    figure = chart(lines={f"line {n}": [n, n, n] for n in range(6)})
    dashes = re.findall(r"stroke-dasharray:\s*([^;\"}]+)", figure.svg)
    assert len(set(dashes) - {"1,0"}) == 6


def test_the_vertical_axis_begins_at_zero() -> None:
    figure = chart(lines={"in the box": [1000, 1001, 1002]})
    assert "0" in words_in(figure).split()


def test_the_numbers_come_with_the_drawing() -> None:
    assert chart().table == {
        "week": [1, 2, 3],
        "in the box": [100, 250, 75.5],
        "on loan": [0, 50, 300],
    }


def test_the_same_numbers_give_the_same_drawing() -> None:
    assert chart().svg == chart().svg


@pytest.mark.parametrize("lines", [{"in the box": [0, 0, 0]}, {"in the box": [5, 5, 5]}])
def test_a_flat_line_can_be_drawn(lines: dict[str, list[float]]) -> None:
    assert "in the box" in words_in(chart(lines=lines))


# --- Tables --------------------------------------------------------------------------------------


def test_a_table_has_a_caption_and_headings() -> None:
    html = html_table({"week": [1, 2], "box": [1234.5, 0.25]}, "The box, week by week")
    root = ElementTree.fromstring(html)
    assert root.findtext("caption") == "The box, week by week"
    assert [(th.text, th.get("scope")) for th in root.iter("th")] == [
        ("week", "col"),
        ("box", "col"),
    ]
    assert [td.text for td in root.iter("td")] == ["1", "1,234", "2", "0.25"]


def test_a_table_is_escaped() -> None:
    html = html_table({ODD: [ODD]}, ODD)
    assert "<script" not in html
    root = ElementTree.fromstring(html)
    assert [root.findtext(f".//{tag}") for tag in ("caption", "th", "td")] == [ODD, ODD, ODD]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "True"), (None, "None"), ("Ana", "Ana"), (0.5, "0.50"), (-3, "-3"), (1e6, "1,000,000")],
)
def test_a_cell_shows_what_it_holds(value: object, shown: str) -> None:
    assert f"<td>{shown}</td>" in html_table({"a": [value]}, "One")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_cell_that_holds_no_number_is_no_trouble(value: float) -> None:
    assert "<td>" in html_table({"a": [value]}, "One")


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        html_table({"a": [1, 2], "b": [1]}, "Two")
