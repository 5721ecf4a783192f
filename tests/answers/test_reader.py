"""The patient reader understands what a person would, and says how to repair the rest."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import name_of
from hypothesis import example, given
from hypothesis import strategies as st

from solidarity.answers.kinds.value import Closeness, UnreadableValue
from solidarity.answers.values import value_of
from solidarity.exercises.kinds.choice import letters

BOOKS = pd.DataFrame({"week": [1, 2, 3], "loan": [360.0, 200.0, 0.0], "box in pesos": [40, 618, 9]})


def read(value: Any, unit: str = "") -> float:
    return value_of(value).as_number(unit)


def agrees(expected: Any, given: Any, **rule: Any) -> bool:
    return value_of(expected).agrees(value_of(given), Closeness(**rule))


def number_or_reason(value: Any) -> Any:
    try:
        return read(value)
    except UnreadableValue as error:
        return str(error)


# --- One number ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        1234.5,
        Decimal("1234.50"),
        Fraction(2469, 2),
        np.float64(1234.5),
        np.float32(1234.5),
        np.longdouble(1234.5),
        np.array(1234.5),
        np.array([[1234.5]]),
        [1234.5],
        (1234.5,),
        [[1234.5]],
        ["1,234.50"],
        pd.Series([1234.5], index=["sum"]),
        pd.DataFrame({"sum": [1234.5]}),
    ],
    ids=name_of,
)
def test_a_number_is_read_whatever_its_type(value: Any) -> None:
    assert read(value) == 1234.5


@pytest.mark.parametrize(
    "value", [7, np.int8(7), np.uint64(7), np.int64(7), Decimal(7), Fraction(7), pd.Index([7])]
)
def test_a_whole_number_is_read_whatever_its_type(value: Any) -> None:
    assert read(value) == 7


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1234.5", 1234.5),
        (" 1,234.50 ", 1234.5),
        ("1 234.50", 1234.5),
        ("1'234.50", 1234.5),
        ("1_234.50", 1234.5),
        ("1\u00a0234,50", 1234.5),
        ("1\u202f234,50", 1234.5),
        ("1.234,50", 1234.5),
        ("1.234.567,5", 1_234_567.5),
        ("1,5", 1.5),
        ("0,05", 0.05),
        ("1,234,567", 1_234_567),
        ("1,51,051", 151_051),
        ("12,34,567.5", 1_234_567.5),
        ("+5", 5),
        ("-1,200", -1200),
        ("−1,200", -1200),
        ("1e5", 100_000),
        ("₱1,200", 1200),
        ("₱ -5", -5),
        ("P1,200", 1200),
        ("PHP 1,200.00", 1200),
        ("1,200 pesos", 1200),
        ("Rs 1,51,051", 151_051),
        ("Rs.1,51,051", 151_051),
        ("₹39,697.48", 39_697.48),
        ("INR 23,000", 23_000),
        ("23,000 rupees", 23_000),
        ("$5", 5),
        ("€1.234,50", 1234.5),
        ("12 %", 0.12),
        ("12,5 %", 0.125),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, meant: float) -> None:
    assert read(text) == pytest.approx(meant, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "meant"),
    [
        ("20 pesos per share", "pesos per share", 20),
        ("39,697 rupees", "rupees", 39_697),
        ("70 kg", "kg", 70),
        ("12 %", "%", 12),
        ("12 %", "percent", 12),
        ("12 percent", "percent", 12),
        ("40 %", "(0.40 is 40 %)", 0.4),
    ],
)
def test_the_unit_of_the_exercise_may_stand_beside_the_number(
    text: str, unit: str, meant: float
) -> None:
    assert read(text, unit) == pytest.approx(meant)


@pytest.mark.parametrize(("text", "meant"), [("0,123", 0.123), ("0,400", 0.4), ("-0,125", -0.125)])
def test_a_comma_after_a_bare_zero_stands_for_a_decimal_point(text: str, meant: float) -> None:
    # Nobody groups thousands behind a zero.
    assert read(text) == pytest.approx(meant)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_finite_number_with_thousands_separators_reads_back_as_itself(number: float) -> None:
    assert read(f"{number:,}") == number


@given(st.integers(min_value=-(10**39), max_value=10**39))
def test_any_whole_number_with_thousands_separators_reads_back_as_itself(number: int) -> None:
    assert read(f"{number:,}") == float(number)
    assert read(f"₱{number:,}") == float(number)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_a_number_written_with_dots_and_a_decimal_comma_reads_back_as_itself(
    number: Decimal,
) -> None:
    text = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert read(text) == float(number)


@given(st.integers(0, 10**15))
def test_a_number_grouped_in_lakh_and_crore_reads_back_as_itself(number: int) -> None:
    front, last = divmod(number, 1000)
    groups = [f"{last:03}"] if front else [str(last)]
    while front:
        front, pair = divmod(front, 100)
        groups.insert(0, f"{pair:02}" if front else str(pair))
    assert read("Rs " + ",".join(groups)) == number


def test_numbers_that_are_none_stay_so() -> None:
    assert math.isnan(read(float("nan")))
    assert math.isnan(read(Decimal("NaN")))
    assert read(float("-inf")) == -math.inf


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "return"),
        (print, "brackets"),
        (lambda: 5, "brackets"),
        (True, "True"),
        (np.True_, "True"),
        ("twelve", "'twelve'"),
        ("", "without quotation marks"),
        ("1,2,3", "'1,2,3'"),
        ("1,234,56", "'1,234,56'"),
        ([1, 2], "a list of 2 values"),
        ([], "a list of 0 values"),
        ({1}, "a set"),
        ({"a": 1}, "a dictionary"),
        (pd.Series([1, 2]), "a pandas Series"),
        (pd.DataFrame({"a": [1, 2]}), "a table"),
        (datetime.date(2024, 5, 1), "a date"),
        (1j, "complex"),
        (object(), "object"),
    ],
    ids=lambda value: name_of(value)[:40],
)
def test_what_is_no_number_is_said_in_a_helpful_sentence(value: Any, words: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read(value)
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert "~" not in sentence


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read("word " * 300)
    assert len(str(caught.value)) < 300


@given(st.text() | st.from_regex(r"\A[₱Rs]{0,2} ?[-+\d.,eE nainfs]{0,12}%?\Z"))
@example("snan")
@example("-sNaN12")
@example("1e9999999%")
@example("1e-9999999%")
@example("9" * 2000)
def test_any_text_is_read_as_a_number_or_said_to_be_unreadable(text: str) -> None:
    found = number_or_reason(text)
    assert isinstance(found, float) or "A number belongs here" in found


@pytest.mark.parametrize("text", ["sNaN", "NaN123", "-sNaN7"])
def test_a_decimal_that_is_no_number_is_nan_or_unreadable(text: str) -> None:
    found = number_or_reason(Decimal(text))
    assert isinstance(found, str) or math.isnan(found)


# --- True or false, text -------------------------------------------------------------------------


@pytest.mark.parametrize("value", [True, 1, 1.0, np.True_])
def test_what_means_true_is_true(value: Any) -> None:
    assert agrees(True, value)
    assert not agrees(False, value)


@pytest.mark.parametrize("value", ["True", " false "])
def test_a_truth_in_quotation_marks_is_a_text(value: str) -> None:
    with pytest.raises(UnreadableValue, match="without quotation marks"):
        agrees(True, value)


@pytest.mark.parametrize("value", [2, "perhaps", None, [True, False]])
def test_what_is_neither_true_nor_false_is_unreadable(value: Any) -> None:
    with pytest.raises(UnreadableValue, match=r"."):
        agrees(True, value)


@pytest.mark.parametrize(
    "value", ["Self-Help Group", "  self-help   group\n", np.str_("SELF-HELP GROUP")]
)
def test_text_is_compared_without_case_and_outer_spaces(value: str) -> None:
    assert agrees("self-help group", value)


@pytest.mark.parametrize("value", ["workers' union", "Workers’ Union.", "workers union"])
def test_text_is_compared_without_the_signs_that_nobody_hears(value: str) -> None:
    assert agrees("workers’ union", value)


@pytest.mark.parametrize(("one", "other"), [("union", "unions"), ("8.1", "8.10"), ("-5", "5")])
def test_other_text_is_other_text(one: str, other: str) -> None:
    assert not agrees(one, other)


# --- Several values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5, 3],
        (1, 2.5, 3),
        ["1", "2,5", "₱3"],
        np.array([1, 2.5, 3]),
        np.array([1, 2.5, 3], dtype=np.float32),
        pd.Series([1, 2.5, 3], index=["a", "b", "c"]),
        pd.DataFrame({"pay": [1, 2.5, 3]}),
        [Decimal(1), Fraction(5, 2), np.int64(3)],
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_list_of_numbers_is_read_whatever_holds_it(value: Any) -> None:
    assert agrees([1, 2.5, 3], value)


@pytest.mark.parametrize("value", [[1, 3, 2.5], [1, 2.5], [1, 2.5, 3, 3], [1, 2.6, 3]])
def test_order_length_and_values_of_a_list_matter(value: Any) -> None:
    assert not agrees([1, 2.5, 3], value)


def test_range_counts_as_a_list() -> None:
    assert agrees([1, 2, 3], range(1, 4))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "return"),
        (5, "a number"),
        ("1, 2, 3", "the text '1, 2, 3'"),
        ({"a": 1}, "a dictionary"),
        (pd.DataFrame({"a": [1], "b": [2]}), "a table"),
        (sum, "brackets"),
    ],
    ids=lambda value: name_of(value)[:30],
)
def test_what_is_no_list_is_said_in_a_helpful_sentence(value: Any, words: str) -> None:
    with pytest.raises(UnreadableValue, match=words):
        agrees([1, 2, 3], value)


def test_a_value_that_cannot_be_read_is_said_even_when_another_is_wrong() -> None:
    with pytest.raises(UnreadableValue, match="'many'"):
        agrees([1, 2], [7, "many"])


@pytest.mark.parametrize("value", [{1, 2, 3}, [3, 2, 1], (2, 1, 3), np.array([3, 1, 2])])
def test_a_set_is_read_from_anything_without_order(value: Any) -> None:
    assert agrees({1, 2, 3}, value)
    assert not agrees({1, 2}, value)


@pytest.mark.parametrize(
    "value",
    [
        {"Ana": 1, "Ben": 2.5},
        {"ben": "2.5", " ANA ": 1},
        pd.Series({"Ana": 1, "Ben": 2.5}),
        pd.Series({"Ben": 2.5, "Ana": 1}),
    ],
)
def test_a_dictionary_is_read_by_the_bare_text_of_its_keys(value: Any) -> None:
    assert agrees({"Ana": 1, "Ben": 2.5}, value)


def test_a_dictionary_with_more_keys_is_another_dictionary() -> None:
    assert not agrees({"Ana": 1}, {"Ana": 1, "Ben": 2})


def test_whole_numbers_as_keys_may_be_floats() -> None:
    assert agrees({2021: 5}, pd.Series([5.0], index=[2021.0]))


def test_a_missing_key_is_named() -> None:
    with pytest.raises(UnreadableValue, match=r"'Ben'\. It needs Ana, Ben; yours has: Ana\."):
        agrees({"Ana": 1, "Ben": 2}, {"Ana": 1})


@pytest.mark.parametrize(
    "expected", [[1, 2], {"a": 1}, {1, 2}, BOOKS], ids=lambda e: type(e).__name__
)
@pytest.mark.parametrize("count", [15_000, 30_000])
def test_a_very_long_series_is_not_the_answer_and_no_trouble(expected: Any, count: int) -> None:
    try:
        agreed = agrees(expected, pd.Series(range(count)))
    except UnreadableValue:
        agreed = False
    assert not agreed


# --- Tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        BOOKS,
        BOOKS[["box in pesos", "week", "loan"]],
        BOOKS.iloc[::-1],
        BOOKS.sample(frac=1, random_state=1).reset_index(drop=True),
        BOOKS.set_index("week"),
        BOOKS.set_index(["loan", "week"]),
        BOOKS.set_index("week", drop=False),
        BOOKS.set_axis([7, 8, 9]),
        BOOKS.assign(index=0),
        BOOKS.rename(columns={"week": " Week", "loan": "LOAN", "box in pesos": "Box_in-Pesos "}),
        BOOKS.astype(str),
        BOOKS.astype(object),
        BOOKS.to_dict("records"),
        BOOKS.to_dict("list"),
        BOOKS.groupby("week", as_index=False).sum(),
        BOOKS.groupby("week").sum(),
        pd.concat({"all": BOOKS}, names=["group"]),
    ],
    ids=lambda value: str(list(value) if isinstance(value, list) else getattr(value, "shape", "")),
)
def test_a_table_is_read_whatever_its_order_index_and_spelling(value: Any) -> None:
    assert agrees(BOOKS, value)


@pytest.mark.parametrize(
    "value",
    [
        BOOKS.head(2),
        pd.concat([BOOKS, BOOKS.tail(1)]),
        BOOKS.assign(loan=[360, 200, 1]),
        BOOKS.assign(loan=BOOKS["loan"].to_numpy()[::-1]),
    ],
)
def test_a_table_with_other_rows_is_another_table(value: pd.DataFrame) -> None:
    assert not agrees(BOOKS, value)


def test_the_order_of_rows_matters_where_the_exercise_says_so() -> None:
    assert agrees(BOOKS, BOOKS.copy(), rows_in_order=True)
    assert not agrees(BOOKS, BOOKS.iloc[::-1], rows_in_order=True)


def test_other_columns_and_keys_are_refused_unless_they_may_stay() -> None:
    more = BOOKS.assign(note="mine")
    assert not agrees(BOOKS, more)
    assert agrees(BOOKS, more, others_may_stay=True)
    assert agrees({"Ana": 1}, {"Ana": 1, "Ben": 2}, others_may_stay=True)
    with pytest.raises(UnreadableValue, match="no key 'Ben'"):
        agrees({"Ana": 1, "Ben": 2}, {"Ana": 1}, others_may_stay=True)


def test_one_column_may_be_a_series() -> None:
    assert agrees(BOOKS[["loan"]], BOOKS["loan"])


def test_missing_values_are_equal_to_missing_values_only() -> None:
    table = pd.DataFrame({"paid": [1.0, float("nan")]})
    assert agrees(table, table.copy())
    assert not agrees(table, table.fillna(0))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (BOOKS.drop(columns="loan"), "no column 'loan'.*week, box in pesos"),
        (pd.DataFrame(), "Your table is empty"),
        (None, "return"),
        (5, "a number"),
        ("BOOKS", "the text 'BOOKS'"),
        ([[1, 360, 40]], "a list of 1 value"),
        ([], "a list of 0 values"),
        ([{"week": 1}, {"loan": 2}], "a list of 2 values"),
        (pd.DataFrame, "brackets"),
    ],
    ids=lambda value: name_of(value)[:25],
)
def test_what_is_no_such_table_is_said_in_a_helpful_sentence(value: Any, words: str) -> None:
    with pytest.raises(UnreadableValue, match=words):
        agrees(BOOKS, value)


# --- Letters -------------------------------------------------------------------------------------

OPTIONS = {
    "a": "The poor save.",
    "b": "Because the loans are counted in crore and the groups in lakh.",
    "c": "Nobody knows.",
    "d": "The box was empty.",
}


@pytest.mark.parametrize(
    "value",
    [
        "b",
        "B",
        " b ",
        "(b)",
        "b)",
        "B.",
        "b:",
        "'b'",
        '"b"',
        "b\n",
        ["b"],
        ("B",),
        {"b"},
        frozenset("b"),
        np.array(["b"]),
        np.str_("b"),
        pd.Series(["b"]),
    ],
    ids=name_of,
)
def test_one_letter_is_read_in_every_spelling(value: Any) -> None:
    assert letters(value_of(value), OPTIONS) == {"b"}


@pytest.mark.parametrize(
    "value",
    [
        "a, c",
        "c a",
        "A;C",
        "(a), (c)",
        "a,c,",
        "a\nc",
        "a,a,c",
        ["c", "a"],
        {"a", "c"},
        ("A.", "c)"),
    ],
    ids=name_of,
)
def test_several_letters_are_read_in_every_spelling(value: Any) -> None:
    assert letters(value_of(value), OPTIONS) == {"a", "c"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("e", "no option 'e'"),
        ("because", "no option 'because'"),
        ("option c", "Write the letter alone"),
        ("c is right", "Write the letter alone"),
        ("Because the loans are counted in crore", "the words of option b"),
        ("", "empty"),
        ([], "empty"),
        (2, "a number"),
        ([2], "no option '2'"),
        (None, "nothing"),
        (print, "function"),
        (..., "ellipsis"),
    ],
    ids=name_of,
)
def test_what_is_no_letter_is_said_in_a_helpful_sentence(value: Any, words: str) -> None:
    with pytest.raises(UnreadableValue, match=words):
        letters(value_of(value), OPTIONS)
