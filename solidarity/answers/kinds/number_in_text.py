"""A number as people write it in a text: with units, signs of money, and commas of any custom."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

from solidarity.answers.kinds.value import UnreadableValue, shortened

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


def number_in_text(text: str, unit: str) -> float:
    """The number that a person would read: ``1234.5`` for ``"₱1,234.50"``, ``0.12`` for ``"12 %"``.

    unit: that of the answer, which may stand behind the number. Raises UnreadableValue.
    """
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


def _no_number(text: str) -> UnreadableValue:
    return UnreadableValue(
        f"A number belongs here, and your answer is the text {shortened(text)!r}. "
        "Write the number without quotation marks and without words."
    )
