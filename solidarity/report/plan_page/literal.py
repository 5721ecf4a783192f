"""A value that stands in a cell as it is, read without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

_MOST_LETTERS = 200_000


class NotLiteral(Exception):
    """Reading is not enough to know the value: only running the cells would tell."""


def literal(sources: Iterable[str], name: str) -> object:
    """The one value that these cells give to a name; to show it besides is harmless.

    Raises NotLiteral where the value is computed, changed later, given twice or not at all.
    """
    mention = re.compile(rf"\b{re.escape(name)}\b")
    values = [
        value
        for source in sources
        if mention.search(source)
        for value in _values(_statements(source), name)
    ]
    if len(values) != 1:
        raise NotLiteral
    try:
        return ast.literal_eval(values[0])
    except (ValueError, TypeError, RecursionError, MemoryError):
        raise NotLiteral from None


def _statements(source: str) -> list[ast.stmt]:
    if len(source) > _MOST_LETTERS:
        raise NotLiteral
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # IPython's own commands, such as %time, are not Python either.
        raise NotLiteral from None


def _values(statements: Iterable[ast.stmt], name: str) -> list[ast.expr]:
    """What is assigned to the name. Raises NotLiteral where anything else happens to it."""
    found = []
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                _demand_unmentioned(value, name)
                found.append(value)
            case _ if not _only_shows(statement):
                _demand_unmentioned(statement, name)
    return found


def _only_shows(statement: ast.stmt) -> bool:
    """Is this ``plan`` or ``pd.DataFrame(plan)``, a line in which people look at what they have?"""
    match statement:
        case ast.Expr(value=ast.Name()):
            return True
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(attr="DataFrame"), args=[ast.Name()], keywords=[])
        ):
            return True
    return False


def _demand_unmentioned(node: ast.AST, name: str) -> None:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant):
            continue
        # A name is a text, or in a list of texts, in whatever node uses it: Name, arg, Global, …
        for _, text in ast.iter_fields(inner):
            if name == text or (isinstance(text, list) and name in text):
                raise NotLiteral
