"""No test holds only because the list that it goes through is empty."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest
from helpers import MODULES, ROOT

FILES = sorted(ROOT.glob("tests/**/test_*.py"))
AS_LONG = set("dict enumerate list pairwise product reversed set sorted tuple zip".split())
"""Functions that give something back for each thing that they are given."""


class Names(dict[str, ast.expr]):
    """What the names of a file and of one of its tests stand for, where that is written there."""

    def has_something(self, node: ast.expr) -> bool:
        """Is it plain from the text that there is something in this?"""
        match node:
            case ast.List() | ast.Tuple() | ast.Set():
                return any(
                    not isinstance(one, ast.Starred) or self.has_something(one.value)
                    for one in node.elts
                )
            case ast.Dict():
                return any(
                    key is not None or self.has_something(value)
                    for key, value in zip(node.keys, node.values, strict=True)
                )
            case ast.Constant(value=str() | bytes()):
                return bool(node.value)
            case ast.Name(id=name) if name in self:
                return self.has_something(self[name])
            case ast.Name(id=name) | ast.Attribute(attr=name):
                # A constant of another file is no list that a mistake empties.
                return name.isupper()
            case ast.ListComp() | ast.DictComp() | ast.SetComp() | ast.GeneratorExp():
                parts = node.generators
                return all(not part.ifs and self.has_something(part.iter) for part in parts)
            case ast.BinOp(op=ast.Add() | ast.BitOr()):
                return self.has_something(node.left) or self.has_something(node.right)
            case ast.Call(func=ast.Name(id="range"), args=args):
                return all(isinstance(one, ast.Constant | ast.Name) for one in args)
            case ast.Call(func=ast.Attribute(attr="items" | "values" | "keys" | "split", value=of)):
                return self.has_something(of)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
                if name in AS_LONG and args:
                    return all(self.has_something(one) for one in args)
                return name == "some"
        return False

    def demand(self, body: list[ast.stmt]) -> bool:
        """Does whoever runs these lines surely come to something that is demanded?"""
        for line in body:
            match line:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self[name] = value
                case ast.Return():
                    return False
            if self.demands(line):
                return True
        return False

    def demands(self, line: ast.stmt) -> bool:
        match line:
            case ast.Assert() | ast.Raise():
                return True
            case ast.Expr(value=ast.Call() as call):
                return demands_by_its_name(call)
            case ast.With(items=items, body=body):
                calls = [
                    one.context_expr for one in items if isinstance(one.context_expr, ast.Call)
                ]
                return any(map(demands_by_its_name, calls)) or self.demand(body)
            case ast.Try(body=body, finalbody=last):
                return self.demand(body) or self.demand(last)
            case ast.For(iter=things, body=body):
                return self.has_something(things) and self.demand(body)
            case ast.If(body=body, orelse=other):
                return self.demand(body) and self.demand(other)
        return False


def demands_by_its_name(call: ast.Call) -> bool:
    """Is it ``pytest.raises``, ``expect(…).to_be_visible``, or a helper that says so?"""
    parts = [part for part in ast.walk(call.func) if isinstance(part, ast.Name | ast.Attribute)]
    names = [part.id if isinstance(part, ast.Name) else part.attr for part in parts]
    known = ("raises", "warns", "expect", "wait_until")
    return any(name in known or name.startswith("assert_") for name in names)


def hollow(text: str) -> list[str]:
    """The tests of a file that demand something, but only of each thing in what may be empty."""
    tree = ast.parse(text)
    named = {}
    for line in tree.body:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                named[name] = value
    return [
        f"{test.name}, line {test.lineno}"
        for test in tree.body
        if isinstance(test, ast.FunctionDef)
        and test.name.startswith("test_")
        and any(isinstance(node, ast.Assert) for node in ast.walk(test))
        and not Names(named).demand(test.body)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_test_has_something_to_look_at(path: Path) -> None:
    assert hollow(path.read_text(encoding="utf-8")) == []


def test_what_many_tests_go_through_is_there() -> None:
    assert len(MODULES) == 10
    assert len(FILES) > 100


HOLLOW = {
    "a list from elsewhere": "for one in found():\n    assert one",
    "a part of a list": "for one in [n for n in (1, 2) if n > 5]:\n    assert one",
    "an if": "if found():\n    assert True",
    "an empty list": "all_of_them = []\nfor one in all_of_them:\n    assert one",
    "a list in a list": "for one in (1, 2):\n    for other in found(one):\n        assert other",
    "a return before": "if found():\n    pass\nreturn\nassert True",
}
SOUND = {
    "a list that is written there": "for one in (1, 2):\n    assert one",
    "a list that is asked for": "for one in some(found()):\n    assert one",
    "a list that was looked at": "assert found()\nfor one in found():\n    assert one",
    "either way": "if found():\n    assert True\nelse:\n    assert False",
    "an error": "for one in found():\n    assert one\nwith pytest.raises(OSError):\n    found()",
}


@pytest.mark.parametrize("body", HOLLOW.values(), ids=HOLLOW)
def test_one_that_may_look_at_nothing_is_found(body: str) -> None:
    assert len(hollow(f"def test_it():\n{textwrap.indent(body, '    ')}")) == 1


@pytest.mark.parametrize("body", SOUND.values(), ids=SOUND)
def test_one_that_looks_at_something_is_let_pass(body: str) -> None:
    assert hollow(f"def test_it():\n{textwrap.indent(body, '    ')}") == []
