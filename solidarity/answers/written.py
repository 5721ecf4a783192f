"""The text of a learner's function, and whether anything was written in it."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from types import FunctionType


def is_unwritten(function: object) -> bool:
    """Is this a function as it was given, with three dots (or ``pass``) in the place of steps?"""
    tree = tree_of(function)
    if tree is None or not tree.body or not isinstance(tree.body[0], ast.FunctionDef):
        return False
    return all(
        isinstance(step, ast.Pass)
        or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))
        for step in tree.body[0].body
    )


def dots_in(tree: ast.Module) -> bool:
    """Do the three dots of a function as it was given still stand somewhere in it?"""
    return any(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value is ...
        for node in ast.walk(tree)
    )


def tree_of(function: object) -> ast.Module | None:
    """The function's text as Python reads it; None when it is not known."""
    return _tree(function) if type(function) is FunctionType else None


@functools.lru_cache(maxsize=64)
def _tree(function: FunctionType) -> ast.Module | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (Exception, SystemExit):
        # A learner's object may answer anything at all when it is asked for its text.
        return None
