"""Tables have headings and whole numbers of words, and numbers are written as people write them."""

from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
import pytest
from explore.drawings import ODD

from solidarity.explore import Figure
from solidarity.explore.figure import WIDE, amount, html_table


def test_a_figure_is_drawn_at_its_usual_width_unless_asked() -> None:
    figure = Figure("T", "D", {}, at=lambda width: f"<svg>{width}</svg>")
    assert figure.svg == f"<svg>{WIDE}</svg>"


def test_a_table_has_a_caption_and_headings() -> None:
    html = html_table({"week": [1, 2], "box": [1234.5, 0.25]}, "The box, week by week")
    root = ElementTree.fromstring(html)
    assert root.findtext("caption") == "The box, week by week"
    assert [(th.text, th.get("scope")) for th in root.iter("th")] == [
        ("week", "col"),
        ("box", "col"),
    ]
    assert [td.text for td in root.iter("td")] == ["1", "1,234", "2", "0.25"]


def test_a_dataframe_is_a_table_too() -> None:
    columns = {"member": ["Ana", "Ben"], "pay (pesos)": [100.5, 200]}
    assert html_table(pd.DataFrame(columns), "Pay") == html_table(columns, "Pay")


def test_a_table_is_escaped() -> None:
    html = html_table({ODD: [ODD]}, ODD)
    assert "<script" not in html
    root = ElementTree.fromstring(html)
    assert [root.findtext(f".//{tag}") for tag in ("caption", "th", "td")] == [ODD, ODD, ODD]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "True"), (None, "–"), ("Ana", "Ana"), (0.5, "0.50"), (-3, "-3"), (1e6, "1,000,000")],
)
def test_a_cell_shows_what_it_holds(value: object, shown: str) -> None:
    root = ElementTree.fromstring(html_table({"a": [value]}, "One"))
    assert root.findtext(".//td") == shown


def test_words_stand_left_and_numbers_right() -> None:
    root = ElementTree.fromstring(html_table({"who": ["Ana"], "gain": [5]}, "Gains"))
    assert [td.get("class") for td in root.iter("td")] == ["sse-word", None]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_cell_that_holds_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a number to show"):
        html_table({"a": [1, value]}, "One")


def test_columns_of_different_lengths_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"'Two' are not equally long: .*'b': 1"):
        html_table({"a": [1, 2], "b": [1]}, "Two")


def test_a_table_without_rows_still_has_its_headings() -> None:
    root = ElementTree.fromstring(html_table({"week": []}, "None yet"))
    assert [th.text for th in root.iter("th")] == ["week"]


def test_a_whole_number_of_numpy_is_a_number() -> None:
    numpy = pytest.importorskip("numpy")
    assert "<td>1,234</td>" in html_table({"a": numpy.array([1234])}, "One")


# --- Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7, "7"),
        (7.0, "7"),
        (-3, "-3"),
        (0.5, "0.50"),
        (3.14159, "3.14"),
        (99.5, "99.50"),
        (1.1 * 50, "55"),
        (123.456, "123"),
        (1234567.8, "1,234,568"),
        (-1234.5, "-1,234"),
        (10**12, "1,000,000,000,000"),
        (0.005, "0.005"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: float, written: str) -> None:
    assert amount(value) == written


@pytest.mark.parametrize("value", [0.1 + 0.2 - 0.3, -1e-14, 0.00001])
def test_nobody_has_to_read_powers_of_ten(value: float) -> None:
    assert "e" not in amount(value)
