"""The kinds of value that an answer can be, each named here once.

A Python object is taken by the first kind that knows it.
"""

from __future__ import annotations

from solidarity.answers.kinds.column import ColumnValue
from solidarity.answers.kinds.date import DateValue
from solidarity.answers.kinds.dictionary import DictionaryValue
from solidarity.answers.kinds.digits import DigitsValue
from solidarity.answers.kinds.group import GroupValue
from solidarity.answers.kinds.list import ListValue
from solidarity.answers.kinds.nothing import NothingValue
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.kinds.other import OtherValue
from solidarity.answers.kinds.table import TableValue
from solidarity.answers.kinds.text import TextValue
from solidarity.answers.kinds.truth import TruthValue
from solidarity.answers.kinds.tuple import TupleValue
from solidarity.answers.kinds.value import Value

KINDS: tuple[type[Value], ...] = (
    NothingValue,
    TruthValue,
    NumberValue,
    TextValue,
    DigitsValue,
    TupleValue,
    ListValue,
    GroupValue,
    TableValue,
    ColumnValue,
    DateValue,
    DictionaryValue,
    OtherValue,
)
