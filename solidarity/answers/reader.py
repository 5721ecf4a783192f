"""The patient reader: what a person would understand by an answer, whatever its type or spelling.

Everything here takes plain values (see ``plain.py``) and either returns the value meant or raises
``UnreadableAnswer`` with a sentence that tells the learner how to repair the form of the answer.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

from solidarity.answers.plain import MARK, Plain, is_a

# What people write before or after an amount of money.
_MONEY = re.compile(
    r"(?i)^(₱|\$|€|£|¥|₹|rs\.?|php|inr|usd|p(?=\s*\d))\s*|\s*(₱|€|₹|php|inr|usd|/-)$"
)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f_']")
# Groups of three need a first group that is a number: "0,123" is a decimal comma.
_WESTERN = re.compile(r"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$")
_INDIAN = re.compile(r"^[+-]?[1-9]\d?(,\d{2})*,\d{3}(\.\d*)?$")
_EUROPEAN = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+$")
# Looking for units in a long text of spaces takes the square of its length.
_MOST_LETTERS_OF_A_NUMBER = 100
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")


class UnreadableAnswer(ValueError):
    """The form of an answer cannot be read; the message says what was seen and what to do."""


def describe(value: Plain) -> str:
    """A few words for what an answer is, for messages: ``a list of 3 values``."""
    if value is None:
        return "None (nothing)"
    if isinstance(value, bool):
        return f"{value} (true or false)"
    if isinstance(value, (int, float)) or is_a(value, "number"):
        return "a number"
    if isinstance(value, str):
        return f"the text {shorten(value)!r}"
    if isinstance(value, list):
        return f"a list of {len(value)} value{'' if len(value) == 1 else 's'}"
    what = value.get(MARK)
    if what == "other":
        return "a function" if value["type"] == "function" else f"a value of type {value['type']}"
    if is_a(value, "series"):
        return f"a column of {len(value['values'])} values (a pandas Series)"
    words = {
        "set": "a set",
        "dict": "a dictionary",
        "table": "a table",
        "date": "a date",
    }
    return words.get(str(what), "a value of unknown form")


def shorten(text: str, width: int = 60) -> str:
    """The text, cut to a width that fits a message."""
    return text if len(text) <= width else text[: width - 1] + "…"


def nothing(value: Plain) -> UnreadableAnswer:
    """The error for an answer that is missing or is a function, which have their own remedies."""
    if value is None:
        return UnreadableAnswer(
            "Your answer is None, which means nothing. A function gives None when it ends without "
            "reaching a `return`: look below each `if`, and how far each line is set in. "
            "`print` only shows, and `append` only adds to a list."
        )
    if is_a(value, "other") and value["type"] == "function":
        return UnreadableAnswer(
            "Your answer is a function, not its result. "
            "Write its name with brackets and inputs, as in `name(1, 2)`."
        )
    return UnreadableAnswer("")


def number(value: Plain, unit: str = "") -> float:
    """The number meant by an answer: ``1234.5`` for ``"₱1,234.50"``, ``0.12`` for ``"12 %"``.

    With a unit in percent, ``"12 %"`` is 12. A list or table with one value counts as that value.
    """
    if isinstance(value, bool):
        raise UnreadableAnswer(f"A number belongs here, and your answer is {value}.")
    if isinstance(value, (int, float)):
        return value
    if is_a(value, "number"):
        return _marked_number(value["text"])
    if isinstance(value, str):
        return _number_in_text(value, unit)
    single = _only_value(value)
    if single is not None:
        return number(single, unit)
    reason = nothing(value)
    after = " Look whether a `.sum()` is missing." if is_a(value, "series") else _comma(value)
    raise (
        reason
        if str(reason)
        else UnreadableAnswer(
            f"One number belongs here, and your answer is {describe(value)}.{after}"
        )
    )


def _comma(value: Plain) -> str:
    """For 1,234 or 1329,41 written without quotation marks: Python makes a pair of it."""
    if not isinstance(value, list) or not any(isinstance(part, int) for part in value):
        return ""
    if not all(isinstance(part, (int, float)) for part in value):
        return ""
    return (
        " If you wrote a comma within the number, Python makes two of it: "
        "write a point for decimals, and nothing between thousands."
    )


def _marked_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        # Decimal knows kinds of "not a number" that float does not.
        return math.nan


def _only_value(value: Plain) -> Plain:
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    if is_a(value, "series") and len(value["values"]) == 1:
        return value["values"][0]
    if is_a(value, "table") and len(value["rows"]) == 1 and len(value["columns"]) == 1:
        return value["rows"][0][0]
    return None


def _number_in_text(text: str, unit: str) -> float:
    bare = text.strip()
    if len(bare) > _MOST_LETTERS_OF_A_NUMBER:
        raise _no_number(text)
    for word in unit.replace("/", " ").split():
        bare = re.sub(rf"(?i)\s*\b{re.escape(word)}\b\s*$", "", bare) if word.isalpha() else bare
    bare = re.sub(r"(?i)\b(pesos?|rupees?|per|shares?)\b", "", bare).strip()
    # A minus may stand before the sign of the money, and brackets are a bookkeeper's minus.
    minus = bare[:1] in ("-", "−") or (bare[:1] == "(" and bare[-1:] == ")")
    bare = bare.strip("()").lstrip("-−") if minus else bare
    bare = ("-" if minus else "") + _SPACES.sub("", _MONEY.sub("", bare.strip()))
    percent = bare.endswith("%")
    bare = bare.removesuffix("%")
    bare = bare.replace("−", "-")
    if _WESTERN.match(bare) or _INDIAN.match(bare):
        bare = bare.replace(",", "")
    elif _EUROPEAN.match(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _DECIMAL_COMMA.match(bare):
        bare = bare.replace(",", ".")
    try:
        found = float(str(Decimal(bare)))
    except (InvalidOperation, ValueError, OverflowError):
        raise _no_number(text) from None
    if percent and not unit.startswith(("%", "percent")):
        found /= 100
    return found if math.isfinite(found) else math.nan


def _no_number(text: str) -> UnreadableAnswer:
    return UnreadableAnswer(
        f"A number belongs here, and your answer is the text {shorten(text)!r}. "
        "Write the number without quotation marks and without words."
    )


def truth(value: Plain) -> bool:
    """True or False, also for 1 and 0 and for the words yes and no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in ("true", "yes", "false", "no"):
        return value.strip().lower() in ("true", "yes")
    reason = nothing(value)
    raise (
        reason
        if str(reason)
        else UnreadableAnswer(f"True or False belongs here, and your answer is {describe(value)}.")
    )


def text(value: Plain) -> str:
    """Text in its bare form: no outer spaces, no difference of upper and lower case."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if is_a(value, "date"):
        return str(value["text"])
    reason = nothing(value)
    raise (
        reason
        if str(reason)
        else UnreadableAnswer(
            f"A text in quotation marks belongs here, and your answer is {describe(value)}."
        )
    )


def sequence(value: Plain) -> list[Plain]:
    """The values of a list, tuple, array, Series or one-column table, in their order."""
    if isinstance(value, list):
        return value
    if is_a(value, "series"):
        return list(value["values"])
    if is_a(value, "table") and len(value["columns"]) == 1:
        return [row[0] for row in value["rows"]]
    reason = nothing(value)
    raise (
        reason
        if str(reason)
        else UnreadableAnswer(
            f"A list of values belongs here, and your answer is {describe(value)}."
        )
    )


def members(value: Plain) -> list[Plain]:
    """The values of a set, or of anything that can be read as one, without an order."""
    if is_a(value, "set"):
        return list(value["items"])
    if isinstance(value, str):
        return [part for part in re.split(r"[\s,;]+", value) if part]
    return sequence(value)


def mapping(value: Plain) -> dict[str, Plain]:
    """A dictionary by the bare text of its keys; a Series counts, with its index as keys."""
    if is_a(value, "dict"):
        return {_key(key): item for key, item in value["items"]}
    if is_a(value, "series"):
        return {_key(key): item for key, item in zip(value["index"], value["values"], strict=True)}
    reason = nothing(value)
    raise (
        reason
        if str(reason)
        else UnreadableAnswer(
            f"A dictionary belongs here, and your answer is {describe(value)}. "
            'It looks like `{"a": 1, "b": 2}`: a name, a colon and its value.'
        )
    )


def _key(key: Plain) -> str:
    if isinstance(key, float) and key.is_integer():
        key = int(key)
    return column_name(str(key))


def written(value: Plain) -> dict[str, str]:
    """How the keys of a dictionary or the columns of a table were written, by their bare names."""
    if is_a(value, "dict"):
        return {_key(key): str(key) for key, _ in value["items"]}
    if is_a(value, "table"):
        return {column_name(name): name for name in value["columns"]}
    return {}


def column_name(name: str) -> str:
    """A column's name as people read it: case, spaces, dashes and underscores do not matter."""
    return re.sub(r"[\s_\-]+", " ", name).strip().casefold()


def table(value: Plain) -> dict[str, list[Plain]]:
    """A table as columns by their bare names; a list of dictionaries counts too."""
    if is_a(value, "table"):
        names = [column_name(name) for name in value["columns"]]
        return {name: [row[place] for row in value["rows"]] for place, name in enumerate(names)}
    if isinstance(value, list) and value and all(is_a(row, "dict") for row in value):
        rows = [mapping(row) for row in value]
        if all(row.keys() == rows[0].keys() for row in rows):
            return {name: [row[name] for row in rows] for name in rows[0]}
    if is_a(value, "dict") and all(isinstance(column, list) for _, column in value["items"]):
        return mapping(value)
    if is_a(value, "series"):
        return {column_name(value["name"] or ""): list(value["values"])}
    reason = nothing(value)
    raise (
        reason
        if str(reason)
        else UnreadableAnswer(
            f"A table (a pandas DataFrame) belongs here, and your answer is {describe(value)}."
        )
    )


def letters(value: Plain, options: list[str]) -> set[str]:
    """The options chosen in a choice: ``"b"``, ``" B "``, ``["b"]`` and ``{"b"}`` are the same."""
    if isinstance(value, (bool, int, float)):
        raise UnreadableAnswer(
            f"Answer with a letter in quotation marks ({', '.join(options)}), "
            f"and your answer is {describe(value)}."
        )
    chosen = {text(item).strip("().:'\"") for item in members(value)} - {"and", "&", "+"}
    if len(chosen) == 1 and not chosen & set(options):
        # Several letters written as one word: "ac".
        (word,) = chosen
        chosen = set(word) if word and set(word) <= set(options) else chosen
    unknown = sorted(chosen - set(options))
    if unknown or not chosen:
        seen = f"there is no option {unknown[0]!r}" if unknown else "your answer is empty"
        raise UnreadableAnswer(
            f"Answer with a letter in quotation marks ({', '.join(options)}): {seen}."
        )
    return chosen
