"""Mutants of a written solution: the same program with one or two small faults.

A grader that lets one of them earn all points does not look at what the prompt demands.
"""

from __future__ import annotations

import ast
import copy
import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

WANTED = 40
"""Mutants of each solution, where it has so many."""

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_CALLED = {
    "sum": ("mean", "max", "len"),
    "mean": ("sum", "median"),
    "median": ("mean",),
    "max": ("min", "sum"),
    "min": ("max", "sum"),
    "len": ("sum",),
    "head": ("tail",),
    "tail": ("head",),
    "count": ("sum",),
    "size": ("sum",),
    "nunique": ("count",),
    "round": ("int",),
    "ceil": ("floor",),
    "floor": ("ceil",),
    "any": ("all",),
    "all": ("any",),
    "values": ("keys",),
    "idxmax": ("idxmin",),
    "idxmin": ("idxmax",),
    "cumsum": ("cumprod",),
}


@dataclass(frozen=True)
class _Change:
    """One small fault: done to the node at this place of ``ast.walk``."""

    place: int
    do: Callable[[ast.AST], ast.AST | None]


def other_choices(name: str, right: Iterable[str], letters: Sequence[str]) -> list[str]:
    """For a choice: every other set of its letters, with as many of them as are asked for."""
    wanted = set(right)
    sizes = [1] if len(wanted) == 1 else range(1, len(letters) + 1)
    chosen = (set(one) for size in sizes for one in itertools.combinations(letters, size))
    return [f"{name} = {sorted(one)!r}" for one in chosen if one != wanted]


def mutants(code: str, wanted: int = WANTED) -> list[str]:
    """Programs with one fault each, then with two, until there are so many; always the same."""
    tree = ast.parse(code)
    rng = random.Random(code)
    own = ast.unparse(tree)
    found: dict[str, None] = {}
    # Of a function to mend, a few lines are the solution; the others come where it has too few.
    for lines in (_solution_lines(code), range(1, code.count("\n") + 2)):
        changes = list(_changes(tree, lines))
        rng.shuffle(changes)
        pairs = list(itertools.islice(itertools.combinations(changes, 2), 20 * wanted))
        rng.shuffle(pairs)
        for chosen in [*((one,) for one in changes), *pairs]:
            if len(found) >= wanted:
                break
            made = _changed(tree, chosen)
            if made is not None and made != own:
                found.setdefault(made)
    return list(found)


def _solution_lines(code: str) -> range:
    lines = [line.strip() for line in code.splitlines()]
    if _BEGIN not in lines:
        return range(1, len(lines) + 1)
    return range(lines.index(_BEGIN) + 1, lines.index(_END) + 1)


def _changed(tree: ast.Module, chosen: tuple[_Change, ...]) -> str | None:
    """The program with these changes; None where it is none any more."""
    made = copy.deepcopy(tree)
    nodes = list(ast.walk(made))
    for change in chosen:
        old = nodes[change.place]
        new = change.do(old)
        if new is not None:
            _Replace(old, new).visit(made)
    try:
        code = ast.unparse(ast.fix_missing_locations(made))
        compile(code, "mutant", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return None
    return code


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Put the new node where the old one stands."""
        return self.new if node is self.old else self.generic_visit(node)


def _changes(tree: ast.Module, lines: range) -> Iterator[_Change]:
    own = _own_names(tree)
    for place, node in enumerate(ast.walk(tree)):
        if getattr(node, "lineno", 0) in lines:
            for do in _faults(node):
                yield _Change(place, do)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in own:
                yield from (_Change(place, _with("id", name)) for name in own if name != node.id)


def _own_names(tree: ast.Module) -> list[str]:
    """The inputs and the names that the program gives values to."""
    inputs = [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    given = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(inputs + given))


def _faults(node: ast.AST) -> Iterator[Callable[[ast.AST], ast.AST | None]]:
    """What can be done wrong at this node."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        yield from (_with("op", new()) for new in _OPERATORS.get(type(node.op), ()))
    if isinstance(node, ast.BinOp):
        yield lambda old: _part(old, "left")
        yield lambda old: _part(old, "right")
        if isinstance(node.op, (ast.Sub, ast.Div, ast.Pow, ast.FloorDiv)):
            yield lambda old: _swapped(old)
    if isinstance(node, ast.Compare):
        for new in _COMPARISONS.get(type(node.ops[0]), ()):
            yield _with("ops", [new(), *node.ops[1:]])
    if isinstance(node, ast.BoolOp):
        yield _with("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        yield lambda old: _part(old, "values", 0)
        yield lambda old: _part(old, "values", -1)
    if isinstance(node, ast.UnaryOp):
        yield lambda old: _part(old, "operand")
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield lambda old: _with("test", ast.UnaryOp(ast.Not(), old.test))(old)  # type: ignore[attr-defined]
    if isinstance(node, ast.IfExp):
        yield lambda old: _part(old, "body")
        yield lambda old: _part(old, "orelse")
    if isinstance(node, ast.Constant):
        yield from (_with("value", value) for value in _other_values(node.value))
    if isinstance(node, ast.Call):
        yield from _other_calls(node)
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.Continue, ast.Break)):
        yield lambda old: ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None:
        yield _with("value", ast.Constant(None))


def _other_values(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from (value + 1, value - 1, value * 10, -value)
    elif isinstance(value, str) and value:
        yield value + "x"


def _other_calls(node: ast.Call) -> Iterator[Callable[[ast.AST], ast.AST | None]]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    field = "attr" if isinstance(node.func, ast.Attribute) else "id"
    for other in _CALLED.get(name, ()):
        yield lambda old, other=other: _deep(old, "func", field, other)  # type: ignore[misc]
    if len(node.args) > 1:
        yield _with("args", list(reversed(node.args)))
        yield _with("args", node.args[:-1])
    if node.args and name == "range":
        yield _with("args", [*node.args[:-1], ast.BinOp(node.args[-1], ast.Add(), ast.Constant(1))])
        yield _with("args", [*node.args[:-1], ast.BinOp(node.args[-1], ast.Sub(), ast.Constant(1))])
    for keyword in node.keywords:
        yield _with("keywords", [one for one in node.keywords if one is not keyword])


def _with(field: str, value: object) -> Callable[[ast.AST], ast.AST | None]:
    def do(old: ast.AST) -> None:
        setattr(old, field, copy.deepcopy(value))

    return do


def _deep(old: ast.AST, *path: str) -> None:
    *inner, field, value = path
    for name in inner:
        old = getattr(old, name)
    setattr(old, field, value)


def _part(old: ast.AST, field: str, place: int | None = None) -> ast.AST:
    part = getattr(old, field)
    found: ast.AST = part if place is None else part[place]
    return found


def _swapped(old: ast.AST) -> None:
    assert isinstance(old, ast.BinOp)
    old.left, old.right = old.right, old.left
