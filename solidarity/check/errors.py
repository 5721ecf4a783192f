"""An error of a learner's own code, told in plain words: what it means, and what to do."""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solidarity.check.plain import type_name

MOST_LETTERS = 200
NEAR_LETTERS = 80


@dataclass(frozen=True)
class CodeError:
    """An error of a learner's own code, as plain data: safe to send as JSON."""

    kind: str
    """``"NameError"``"""
    message: str
    """Python's own words, at most 200 letters."""
    line: str = ""
    """The learner's own line, stripped, at most 200 letters."""
    near: str = ""
    """What was probably meant: a name or a column that exists, the line as Python can read it,
    or the name that was given a value of one's own; at most 80 letters."""
    slip: str = ""
    """The name of the slip, where it was recognised by more than Python's words, or ""."""


ERRORS_IN_WORDS = {
    "NotImplementedError": "You have not written this one yet. Put your own lines in the place "
    "of the three dots `...`.",
    "NameError": "Python met a name that it does not know. Look for a spelling that differs, "
    "a text without its quotation marks, or a cell that was not run.",
    "UnboundLocalError": "A name is used before it has a value. "
    "Give it a first value before the loop or the if.",
    "TypeError": "Two things were combined that do not fit together, such as a text and a number, "
    "or a list and a number.",
    "ZeroDivisionError": "Something was divided by zero. What should happen in that case?",
    "IndexError": "The code asked for a place in a list that does not exist. "
    "Places are counted from 0, so the last one is one less than the length. "
    "`for place in range(len(prices)):` goes through the places, `for price in prices:` "
    "through the values.",
    "KeyError": "The code asked for a name that is not in the dictionary or table. "
    "Compare the spelling letter by letter, or give it a first value before you add to it.",
    "AttributeError": "The code used a dot and a name that this value does not have. "
    "Check the spelling, and what kind of value stands before the dot.",
    "ValueError": "A value has the right type but cannot be used here.",
    "RecursionError": "The function calls itself without end.",
    "SystemExit": "The function ended Python itself. Leave out `exit()` and the like.",
    "TimeoutError": "The function did not finish in time. Is there a loop that never ends?",
}

# What some errors say is clearer than their kind, but only to those who know it already.
MESSAGES_IN_WORDS = {
    r"truth value of a (Series|DataFrame|array)": "`if`, `and`, `or` and `not` ask for one answer, "
    "and a column gives one for each row. Keep the rows you want with square brackets, as in "
    "`column[column < 10]`, and join two columns of True and False with `&`.",
    r"Cannot perform '(r?and|r?or)_'": "Each part beside `&` must be a column of True and False. "
    "Put both parts together into brackets before you go on with `.sum()`.",
    r"for \^:": "A power is written with two stars: `2 ** 3` is 8.",
    r"type float$|indices must be integers( or slices)?, not float|'float' object cannot be "
    "interpreted as an integer": "A whole number belongs here, and `/` never gives one. "
    "`//` divides and rounds down.",
    r"indices must be integers( or slices)?, not str": "A list is asked by a place, and here it "
    "was asked by a name. Go through it in a loop, and ask each part by its name.",
    r"'(int|float)' object is not iterable": "Several values are needed here, and this is one "
    "number. A loop goes through a list or a range, as in `range(3)`; "
    "`max` takes its values with commas between them.",
    r"multiply sequence by|'list' and '(list|int|float)'|'(int|float)' and 'list'": "A whole list "
    "cannot be computed with. Take one value of it, as in `prices[place]`.",
    r"name '(none|true|false)' is not defined": "Python writes None, True and False "
    "with a capital letter.",
    r"required positional argument|takes \d+ positional argument": "A function got too few inputs, "
    "or too many. Compare the call with the first line of that function.",
    r"'NoneType' object": "A name holds None, which means nothing. `append` changes a list itself: "
    "write `x.append(…)` alone, and not `x = x.append(…)`. "
    "A function without `return` gives None too.",
    r"builtin_function_or_method": "A name that works on something needs round brackets behind it, "
    "also empty ones: `random()`.",
    r"object is not callable": "Round brackets behind a name call a function, and this is none. "
    "A place in a list or dictionary stands in square brackets, and times is written `*`.",
    r"object is not subscriptable": "Square brackets behind a name ask for a part of a list or a "
    "dictionary, and this value has no parts.",
    r"argument of type": "`in` looks into a list, a dictionary or a text, and here is a single "
    "value. Was its name given a new value on the way?",
    r"'dict' object has no attribute": "A value of a dictionary is taken with square brackets and "
    "quotation marks, and not with a dot.",
    r"'set' object has no attribute 'append'": "A set takes a new value with `add`, "
    "a list with `append`.",
    r"unhashable type: 'list'": "A whole list was used as the name of a value. "
    "Take the part of it that is the name.",
}


def seen(error: BaseException, source: str, names: Mapping[str, Any]) -> CodeError:
    """What can be told of a live exception. Never raises, whatever the exception is.

    source: the text of the cell that stopped. names: the notebook's namespace.
    """
    kind = type_name(error)[:60]
    return CodeError(kind, _message(error), _own_line(error)[:MOST_LETTERS])


def in_words(error: CodeError) -> str:
    """One to three plain sentences: what it means, what to do. "" if nothing is known."""
    for pattern, words in MESSAGES_IN_WORDS.items():
        if re.search(pattern, error.message):
            return words
    return ERRORS_IN_WORDS.get(error.kind, "")


def _message(error: BaseException) -> str:
    """Python's own words. The exception may be the learner's, and its text may do anything."""
    try:
        if isinstance(error, SyntaxError):
            return str(error.msg or "")[:MOST_LETTERS]
        return str(error)[:MOST_LETTERS]
    except BaseException:
        return ""


def _own_line(error: BaseException) -> str:
    """The last line of the learner's own cell: it says more than one deep inside a library."""
    try:
        if isinstance(error, SyntaxError):
            return (error.text or "").strip()
        frames = traceback.extract_tb(error.__traceback__)
        cells = [f for f in frames if "ipykernel" in f.filename or f.filename.startswith("<")]
        for frame in reversed(cells):
            line = linecache.getline(frame.filename, frame.lineno or 0).strip()
            if line:
                return line
    except BaseException:
        return ""
    return ""
