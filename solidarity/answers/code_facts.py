"""What can be seen in the text of a learner's function, without running it."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from types import FunctionType

from solidarity.answers.written import dots_in, tree_of

MOST_NUMBERS = 20
_LARGE = 2**53
_MOST_LETTERS = 80
_CUTTING = {"round", "int", "floor", "ceil", "trunc"}


@dataclass(frozen=True)
class Facts:
    """What stands in a function.

    ``one_round``: a loop that cannot come to its second round, because a ``return`` stands straight
    in it: one level too far to the right is the most frequent slip with ``return``. ``dots``: the
    three dots of a function as it was given. ``unused``: inputs that it never uses. ``numbers``
    and ``texts``: those written in it. ``cutting``: what takes digits off, as it is written
    (``round``, ``//``).
    """

    one_round: bool = False
    dots: bool = False
    unused: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    cutting: tuple[str, ...] = ()


NO_FACTS = Facts()


def facts_of(function: object) -> Facts:
    """What stands in this function; nothing where its text is not known."""
    return _facts(function) if type(function) is FunctionType else NO_FACTS


@functools.lru_cache(maxsize=64)
def _facts(function: FunctionType) -> Facts:
    tree = tree_of(function)
    if tree is None:
        return NO_FACTS
    nodes = list(ast.walk(tree))
    return Facts(
        one_round=any(map(_ends_at_once, nodes)),
        dots=dots_in(tree),
        unused=_unused(tree),
        numbers=tuple(dict.fromkeys(number for node in nodes for number in _written(node)))[
            :MOST_NUMBERS
        ],
        texts=tuple(dict.fromkeys(text for node in nodes for text in _text(node)))[:MOST_NUMBERS],
        cutting=tuple(sorted({name for node in nodes if (name := _cuts(node))})),
    )


def _ends_at_once(node: ast.AST) -> bool:
    if not isinstance(node, (ast.For, ast.While)):
        return False
    goes_round = any(isinstance(part, ast.Continue) for part in ast.walk(node))
    return not goes_round and any(map(_always_returns, node.body))


def _always_returns(step: ast.stmt) -> bool:
    """Is this a ``return``, or an ``if`` that returns whatever is the case?"""
    if isinstance(step, ast.If):
        return all(any(map(_always_returns, way)) for way in (step.body, step.orelse))
    return isinstance(step, ast.Return)


def _unused(tree: ast.Module) -> tuple[str, ...]:
    function = tree.body[0] if tree.body else None
    if not isinstance(function, ast.FunctionDef):
        return ()
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return tuple(one.arg for one in function.args.args if one.arg not in used)


def _written(node: ast.AST) -> list[float]:
    """The number that stands here, if one does."""
    value = node.value if isinstance(node, ast.Constant) else None
    # A truth is no number, and one too large for a float is nobody's example.
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return []
    return [float(value)] if -_LARGE < value < _LARGE else []


def _text(node: ast.AST) -> list[str]:
    value = node.value if isinstance(node, ast.Constant) else None
    return [value] if isinstance(value, str) and len(value) <= _MOST_LETTERS else []


def _cuts(node: ast.AST) -> str:
    """What takes digits off a number here, or ""."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.FloorDiv):
        return "//"
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return name if name in _CUTTING else ""
