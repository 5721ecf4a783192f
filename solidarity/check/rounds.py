"""See whether a loop of a function can ever come to its second round."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from types import FunctionType
from typing import Any


def ends_in_the_first_round(function: Any) -> bool:
    """Whether a ``return`` stands straight in the body of a loop, and nothing goes round it.

    One level too far to the right is the most frequent slip with ``return``. False when the text of
    the function is not known.
    """
    return isinstance(function, FunctionType) and _by_its_text(function)


@functools.lru_cache(maxsize=64)
def _by_its_text(function: FunctionType) -> bool:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (Exception, SystemExit):
        # A learner's object may answer anything at all when it is asked for its text.
        return False
    return any(_ends_at_once(node) for node in ast.walk(tree))


def _ends_at_once(node: ast.AST) -> bool:
    if not isinstance(node, (ast.For, ast.While)):
        return False
    goes_round = any(isinstance(part, ast.Continue) for part in ast.walk(node))
    return not goes_round and any(isinstance(part, ast.Return) for part in node.body)
