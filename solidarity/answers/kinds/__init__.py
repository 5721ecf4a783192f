"""The kinds of value that an answer can be, each named here once.

A Python object is taken by the first kind that knows it.
"""

from __future__ import annotations

from solidarity.answers.kinds.column import Column
from solidarity.answers.kinds.date import Date
from solidarity.answers.kinds.dictionary import Dictionary
from solidarity.answers.kinds.digits import Digits
from solidarity.answers.kinds.group import Group
from solidarity.answers.kinds.list import List
from solidarity.answers.kinds.nothing import Nothing
from solidarity.answers.kinds.number import Number
from solidarity.answers.kinds.other import Other
from solidarity.answers.kinds.table import Table
from solidarity.answers.kinds.text import Text
from solidarity.answers.kinds.truth import Truth
from solidarity.answers.kinds.value import Value

KINDS: tuple[type[Value], ...] = (
    Nothing,
    Truth,
    Number,
    Text,
    Digits,
    List,
    Group,
    Table,
    Column,
    Date,
    Dictionary,
    Other,
)
