"""No test depends on how fast the machine is: there is one limit for waiting, and no other number.

Looked for in the tests' own code, not in the code of attacks and submissions that they hold as
text. The benchmark measures speed, and is not looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

TESTS = ROOT / "tests"
FILES = [
    path.relative_to(TESTS).as_posix()
    for path in sorted(TESTS.rglob("*.py"))
    if "bench" not in path.relative_to(TESTS).parts
]

# Ways to wait for a time and not for what is to happen, each with what it is good for there.
SLEEPS = {"sleep", "wait_for_timeout"}
MAY_SLEEP = {
    "helpers.py": "asks again and again, up to the one limit",
    "browsing.py": "asks again and again, up to the one limit, while the page goes on",
    "browser/panels.py": "a model that is slow",
    "attacks/test_forged_messages.py": "an attacker who makes others wait",
    "grade/test_killed_and_mutated.py": "kills at random moments: any of them will do",
}
# Methods whose first argument is a limit.
WAITS = {"wait", "join", "set_default_timeout", "set_default_navigation_timeout"}


def numbers_as_limits(code: str) -> Iterator[str]:
    """The calls that wait for so many seconds or milliseconds, as a number on the spot."""
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = name_of(call)
        limits = [one.value for one in call.keywords if one.arg and "timeout" in one.arg]
        if name in WAITS and isinstance(call.func, ast.Attribute):
            limits += call.args[:1]
        if any(is_number(limit) for limit in limits):
            yield f"line {call.lineno}: {ast.unparse(call)}"


def sleeps(code: str) -> Iterator[str]:
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        if name_of(call) in SLEEPS:
            yield f"line {call.lineno}: {ast.unparse(call)}"


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_number(value: ast.expr) -> bool:
    """Also 60 * 1000, which is one."""
    parts = [part for part in ast.walk(value) if isinstance(part, ast.expr)]
    return all(isinstance(part, ast.Constant | ast.BinOp | ast.UnaryOp) for part in parts) and any(
        isinstance(part, ast.Constant) and isinstance(part.value, int | float) for part in parts
    )


@pytest.mark.parametrize("file", FILES)
def test_what_is_waited_for_has_the_one_limit(file: str) -> None:
    code = (TESTS / file).read_text(encoding="utf-8")
    assert list(numbers_as_limits(code)) == []
    if file not in MAY_SLEEP:
        assert list(sleeps(code)) == []


@pytest.mark.parametrize("file", MAY_SLEEP)
def test_who_may_sleep_does(file: str) -> None:
    assert list(sleeps((TESTS / file).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "code",
    [
        "expect(panel).to_be_visible(timeout=15_000)",
        "subprocess.run(command, timeout=60)",
        "server.wait(15)",
        "thread.join(10)",
        "page.set_default_timeout(30 * 1_000)",
        "Client(address, start_timeout=1.5)",
    ],
)
def test_a_number_as_a_limit_is_found(code: str) -> None:
    assert list(numbers_as_limits(code)) == [f"line 1: {ast.unparse(ast.parse(code))}"]


@pytest.mark.parametrize(
    "code",
    ["run(timeout=PATIENCE)", "', '.join(names)", "wait(AGAIN_MS)", "Path('a').joinpath('b')"],
)
def test_what_is_no_number_is_let_pass(code: str) -> None:
    assert list(numbers_as_limits(code)) == []
    assert list(sleeps(code)) == []


@pytest.mark.parametrize("code", ["time.sleep(1)", "sleep(a)", "page.wait_for_timeout(150)"])
def test_a_sleep_is_found(code: str) -> None:
    assert list(sleeps(code))


def test_the_tests_are_looked_at() -> None:
    assert {"browsing.py", "attacks/on_the_line.py", "browser/test_learner.py"} <= set(FILES)
    assert Path(__file__).relative_to(TESTS).as_posix() in FILES
