"""An answer leaves the learner's process as plain, bounded JSON, whatever it is."""

from __future__ import annotations

import datetime
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import PATIENCE, ROOT
from hypothesis import given
from hypothesis import strategies as st

from solidarity.answers.ask import ask
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.plain import MAX_DEPTH, MAX_INTEGER, MAX_ITEMS, MAX_TEXT, Plain
from solidarity.answers.values import load, value_of

# The longest plain form of a small item, {"~": "other", "type": "a very large value"}, and some.
BYTES_MOST = 50 * MAX_ITEMS


def plain(thing: object) -> Plain:
    return value_of(thing).plain()


def revive(content: object) -> Any:
    return load(content).python()


def as_json(value: object) -> str:
    return json.dumps(value, allow_nan=False)


# --- There and back ------------------------------------------------------------------------------


def nested(leaves: st.SearchStrategy[Any], levels: int) -> st.SearchStrategy[Any]:
    if levels == 0:
        return leaves
    inner = nested(leaves, levels - 1)
    keys = st.text(max_size=5) | st.integers()
    lists, mappings = st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)
    return leaves | lists | mappings


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(1 - MAX_INTEGER, MAX_INTEGER - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=50)
    | st.dates()
    | st.frozensets(st.integers() | st.text(max_size=5), max_size=4)
)


@given(nested(LEAVES, 3))
def test_an_input_comes_back_as_it_was(value: Any) -> None:
    through_json = json.loads(as_json(plain(value)))
    assert revive(through_json) == value


def test_nan_comes_back_as_nan() -> None:
    assert math.isnan(revive(plain(float("nan"))))


def test_a_tuple_comes_back_as_a_tuple_so_that_a_set_can_hold_it() -> None:
    inputs = load(plain([((1, 2), 3), [4]])).python()
    assert inputs == [((1, 2), 3), [4]]


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"week": [1, 2], "loan": [0.5, 2.0], "name": ["Ana", "Ben"]}),
        pd.DataFrame({"paid": [1.0, float("nan")], "late": [True, False]}),
        pd.DataFrame({"day": [datetime.date(2024, 5, 1)]}),
        pd.DataFrame({"day": pd.to_datetime(["2024-05-01", "2024-05-08"])}),
    ],
)
def test_a_table_comes_back_as_it_was(table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(revive(json.loads(as_json(plain(table)))), table)


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, 2, 3]),
        pd.Series([1.5, 2.5], index=["Ana", "Ben"], name="paid"),
        pd.Series([1.5, float("nan")], index=[2021, 2022]),
    ],
)
def test_a_series_comes_back_as_it_was(series: pd.Series[Any]) -> None:
    pd.testing.assert_series_equal(revive(json.loads(as_json(plain(series)))), series)


def test_a_moment_comes_back_as_the_same_day() -> None:
    back = revive(plain(datetime.datetime(2024, 5, 1, 10, 30)))
    assert (back.year, back.month, back.day) == (2024, 5, 1)


def test_each_revival_is_fresh() -> None:
    kept = plain([[1, 2], {"a": [3]}])
    first = revive(kept)
    first[0].append(9)
    first[1]["a"].clear()
    assert revive(kept) == [[1, 2], {"a": [3]}]


@pytest.mark.parametrize("value", [print, object(), 1j, 10**50, "x" * 5000])
def test_what_has_no_plain_form_cannot_be_an_input(value: object) -> None:
    with pytest.raises(ValueError, match="an input of an exercise cannot be"):
        value_of(value).python()


# --- What each kind becomes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "becomes"),
    [
        (np.int64(5), 5),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.longdouble(1.5), 1.5),
        (Fraction(1, 2), 0.5),
        (range(3), [0, 1, 2]),
        (np.arange(4).reshape(2, 2), [[0, 1], [2, 3]]),
        (pd.Index([1, 2]), [1, 2]),
        (pd.NA, None),
        (pd.NaT, None),
        (Decimal("1.50"), {"~": "number", "text": "1.50"}),
        (float("inf"), {"~": "number", "text": "inf"}),
        (print, {"~": "other", "type": "function"}),
        (int, {"~": "other", "type": "function"}),
        (1j, {"~": "other", "type": "complex"}),
        ({2: "b"}, {"~": "dict", "items": [[2, "b"]]}),
        ({"~": "number"}, {"~": "dict", "items": [["~", "number"]]}),
    ],
    ids=repr,
)
def test_a_value_becomes_its_plain_form(value: object, becomes: object) -> None:
    assert plain(value) == becomes


def test_a_named_index_becomes_a_column() -> None:
    table = pd.DataFrame({"shop": ["a", "a", "b"], "sold": [1, 2, 3]}).groupby("shop").sum()
    assert plain(table) == {
        "~": "table",
        "columns": ["shop", "sold"],
        "rows": [["a", 3], ["b", 3]],
        "labels": ["shop"],
    }


# --- Limits --------------------------------------------------------------------------------------


def boxed(levels: int) -> list[Any]:
    value: list[Any] = [1]
    for _ in range(levels - 1):
        value = [value]
    return value


def test_nesting_is_kept_to_the_limit_and_cut_beyond() -> None:
    assert plain(boxed(MAX_DEPTH)) == boxed(MAX_DEPTH)
    assert "a very large value" in as_json(plain(boxed(MAX_DEPTH + 1)))
    assert "a very large value" in as_json(plain(boxed(500)))


def test_a_list_that_holds_itself_is_cut() -> None:
    loop: list[Any] = [1]
    loop += [loop] * 20
    size = len(as_json(plain(loop)))
    assert size <= BYTES_MOST


def test_text_is_kept_to_the_limit_and_left_out_beyond() -> None:
    assert plain("x" * MAX_TEXT) == "x" * MAX_TEXT
    assert plain("x" * (MAX_TEXT + 1)) == {"~": "other", "type": "a very long text"}


@pytest.mark.parametrize(
    "number", [MAX_INTEGER, -MAX_INTEGER, 1 << 20_000, 1 << 1_000_000], ids=int.bit_length
)
def test_a_huge_whole_number_is_left_out(number: int) -> None:
    assert plain(number) == {"~": "other", "type": "a very large whole number"}
    assert plain(MAX_INTEGER - 1) == MAX_INTEGER - 1


def test_a_value_of_the_allowed_size_is_kept_whole() -> None:
    assert plain(list(range(MAX_ITEMS - 1))) == list(range(MAX_ITEMS - 1))


class Endless(list[int]):
    """A list that says it is short and goes on (for the test's sake, not for ever)."""

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[int]:
        return iter(range(300_000))


@pytest.mark.parametrize(
    "value",
    [
        [0] * 300_000,
        range(300_000),
        set(range(300_000)),
        dict.fromkeys(range(300_000)),
        [[0] * 1000] * 300,
        np.zeros(300_000),
        np.zeros((300, 1000)),
        pd.Series(np.zeros(300_000)),
        pd.Index(range(300_000)),
        pd.DataFrame(np.zeros((600, 500))),
        pd.DataFrame({"a": [[0] * 2000] * 1000}),
        Endless(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_large_value_has_a_small_plain_form(value: object) -> None:
    size = len(as_json(plain(value)))
    assert size <= BYTES_MOST


BIG = """
import resource, sys
sys.path.insert(0, sys.argv[1])
import numpy
from solidarity.answers.values import value_of
big = eval(sys.argv[2])
# Room for the arrays of the libraries, none for a list of as many numbers.
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
print(value_of(big).plain()["type"])
"""


@pytest.mark.parametrize("big", ["numpy.zeros(12_500_000)", "range(10**9)"])
def test_a_hundred_megabytes_are_refused_at_once(big: str) -> None:
    command = [sys.executable, "-c", BIG, str(ROOT), big]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout == "a very large value\n"


# --- Hostile values ------------------------------------------------------------------------------


def trouble(*_: object, **__: object) -> Any:
    raise RuntimeError("no")


def leave(*_: object, **__: object) -> Any:
    raise SystemExit


def a(bases: tuple[type, ...] = (), **members: Any) -> type:
    return type("Hostile", bases, members)


def liar(claimed: type) -> object:
    return a(__class__=property(lambda _: claimed))()


class OddName(type):
    __name__ = 5  # type: ignore[assignment]


class NameRaises(type):
    __name__ = property(trouble)  # type: ignore[assignment]


LIARS = [
    *(bool, int, float, str, list, dict, set, type(None), Decimal, Fraction, datetime.date),
    *(np.ndarray, np.float64, pd.DataFrame, pd.Series, pd.Index),
]
HOSTILE = {
    "eq raises": a(__eq__=trouble, __hash__=None)(),
    "eq is always true": a(__eq__=lambda *_: True, __hash__=lambda _: 1)(),
    "bool raises": a(__bool__=trouble)(),
    "repr raises": a(__repr__=trouble, __str__=trouble)(),
    "getattr raises": a(__getattribute__=trouble)(),
    "class raises": a(__class__=property(trouble))(),
    "float raises": a((float,), __float__=trouble)(1),
    "float gives text": a((float,), __float__=lambda _: "x")(1),
    "int raises": a((int,), __int__=trouble, __index__=trouble, __abs__=trouble)(1),
    "iter raises": a((list,), __iter__=trouble)([1]),
    "iter leaves Python": a((list,), __iter__=leave)([1]),
    "iter gives no iterator": a((list,), __iter__=lambda _: 5)([1]),
    "items raise": a((dict,), items=trouble)(),
    "items are odd": a((dict,), items=lambda _: [1, 2])(),
    "text methods raise": a((str,), __len__=trouble, split=trouble, strip=trouble)("b"),
    "text is no text": a((str,), __str__=lambda _: 5)("b"),
    "text stays its own": a((str,), __str__=lambda s: s, split=trouble, encode=trouble)("b"),
    "date writes an object": a((datetime.date,), isoformat=lambda _: object())(2024, 1, 1),
    "date writes a function": a((datetime.date,), isoformat=lambda _: print)(2024, 1, 1),
    "decimal raises": a((Decimal,), __str__=trouble)(1),
    "fraction raises": a((Fraction,), __float__=trouble)(1),
    "array gives objects": np.array([object(), print], dtype=object),
    "array of hostiles": np.array([a((float,), __float__=trouble)(1), None], dtype=object),
    "table of functions": pd.DataFrame({"a": [print, object()]}),
    "series of hostiles": pd.Series([a((list,), __iter__=trouble)([1])], dtype=object),
    "name of the class is a number": OddName("X", (), {})(),
    "name of the class raises": NameRaises("X", (), {})(),
    "the class itself": OddName("X", (), {}),
    "half a character": "\ud800",
    "generator": (n for n in ()),
    "module": sys,
    **{f"says it is {claimed.__name__}": liar(claimed) for claimed in LIARS},
}


# By name: pytest itself would stumble over the values.
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_value_neither_raises_nor_stays_alive(name: str) -> None:
    hostile = HOSTILE[name]
    for value in (hostile, [hostile, 1], {"key": hostile}):
        as_json(plain(value))


LONG_TEXTS = {
    "length lies": a((str,), __len__=lambda _: 1)("x" * 100_000),
    "text lies": a((str,), __str__=lambda _: "x" * 100_000)("x"),
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_text_that_lies_about_itself_is_cut_too(name: str) -> None:
    assert len(as_json(plain(LONG_TEXTS[name]))) < 2 * MAX_TEXT


@pytest.mark.parametrize("name", HOSTILE)
def test_a_function_that_gives_a_hostile_value_gives_a_plain_answer(name: str) -> None:
    as_json(ask({"f": lambda x: HOSTILE[name]}, "f", (("x", NumberValue(1)),)).plain())


def stops_with(error: BaseException) -> Any:
    def function(x: int) -> None:
        raise error

    return function


CALLED = {
    "error whose text raises": stops_with(a((Exception,), __str__=trouble)()),
    "error whose name is a number": stops_with(OddName("X", (Exception,), {})()),
    "leaves Python": stops_with(SystemExit(0)),
    "endless recursion": (lambda f: lambda x: f(f, x))(lambda f, x: f(f, x)),
    "signature is no signature": a(__call__=lambda s, x: 1, __signature__=5)(),
    "signature raises": a(__call__=lambda s, x: 1, __signature__=property(trouble))(),
    "callable without methods": a(__call__=trouble, __getattribute__=trouble)(),
    "built in": max,
    "type": int,
    "ufunc": np.sqrt,
}


@pytest.mark.parametrize("name", CALLED)
def test_asking_a_hostile_function_never_raises(name: str) -> None:
    as_json(ask({"f": CALLED[name]}, "f", (("x", NumberValue(4)),)).plain())
