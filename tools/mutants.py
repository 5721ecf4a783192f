"""Change the package in small ways, one at a time, and see whether the tests next to it notice.

    python tools/mutants.py                 all files below
    python tools/mutants.py models/mill     those whose path holds this

The list of changes is the same each time. A change that no test notices is printed with its line:
a test is missing there, or the change makes no difference. Nothing else may work in the folder
meanwhile; each file is put back as it was.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EACH = 12
"""Changes of one file, spread over its length."""

PATIENCE = 300
"""Seconds for the tests of one change: some changes make a loop without end."""

FILES = {
    "models/door_to_door": ["models/test_claims_m09.py"],
    "models/mill": ["models/test_mill.py", "models/test_claims_m06.py"],
    "models/fairtrade": ["models/test_fairtrade.py", "models/test_claims_m06.py"],
    "models/ladder": ["models/test_ladder.py", "models/test_claims_m06.py"],
    "models/savings": ["models/test_savings.py", "models/test_claims_m04.py"],
    "models/surplus": ["models/test_surplus.py", "models/test_claims_m08.py"],
    "explore/charts/bars": ["explore/test_room.py", "explore/test_charts.py"],
    "explore/controls": ["explore/test_controls.py"],
    "answers/kinds/table": ["answers/test_reader.py", "answers/test_plain.py"],
    "answers/kinds/value": ["answers/test_reader.py", "exercises/test_verdict.py"],
    "exercises/diagnosis": ["exercises/test_verdict.py", "exercises/test_sights.py"],
    "exercises/sights": ["exercises/test_sights.py", "exercises/test_words_for_beginners.py"],
    "notebooks/repair": ["notebooks/test_repair.py"],
}
"""Files of the package, and the tests next to each."""

LIBRARIES = (
    "pytest",
    "hypothesis.strategies",
    "pandas",
    "nbformat",
    "IPython",
    "networkx",
    "pygal",
)
"""Loaded once, as each run of the tests is a copy of this process; of the package nothing is."""

OTHERS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutants(source: str) -> Iterator[tuple[int, str]]:
    """The source with one operator, one number or one condition changed, and the line of each."""
    for place, node in enumerate(ast.walk(ast.parse(source))):
        tree = ast.parse(source)
        twin = list(ast.walk(tree))[place]
        if _changed(twin):
            yield getattr(node, "lineno", 0), ast.unparse(tree)


def _changed(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) if type(operator) in OTHERS:
            node.op = OTHERS[type(operator)]()  # type: ignore[assignment]
        case ast.Compare(ops=[operator, *rest]) if type(operator) in OTHERS:
            node.ops = [OTHERS[type(operator)](), *rest]  # type: ignore[list-item]
        case ast.If(test=test) | ast.IfExp(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            node.value = value + 1
        case _:
            return False
    ast.fix_missing_locations(node)
    return True


def spread(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """So many of them as one file has, from its first line to its last."""
    ordered = sorted(found, key=lambda one: one[0])
    count = min(EACH, len(ordered))
    return [ordered[place * len(ordered) // count] for place in range(count)]


def notices(tests: list[str]) -> bool:
    """Does any of these tests fail now, or never end?"""
    run = get_context("fork").Process(target=_run, args=(tests,))
    run.start()
    run.join(PATIENCE)
    if run.is_alive():
        run.kill()
        run.join()
    return run.exitcode != 0


def _run(tests: list[str]) -> None:
    import pytest

    os.chdir(ROOT)
    # What was compiled a moment ago may look as new as what is tried now.
    sys.dont_write_bytecode = True
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    quick = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    os._exit(pytest.main([*quick, *tests]))


def tried(name: str) -> tuple[int, list[int]]:
    """How many changes of a file were tried, and the lines of those that nothing noticed."""
    path = ROOT / "solidarity" / f"{name}.py"
    tests = [f"tests/{one}" for one in FILES[name]]
    if notices(tests):
        raise SystemExit(f"The tests of {name} fail before anything is changed.")
    source = path.read_text(encoding="utf-8")
    chosen = spread(list(mutants(source)))
    unseen = []
    try:
        for line, mutant in chosen:
            path.write_text(mutant, encoding="utf-8")
            if not notices(tests):
                unseen.append(line)
    finally:
        path.write_text(source, encoding="utf-8")
    return len(chosen), unseen


def main() -> int:
    """Print a line for each file."""
    wanted = sys.argv[1:] or [""]
    for library in LIBRARIES:
        importlib.import_module(library)
    for name in FILES:
        if any(part in name for part in wanted):
            count, unseen = tried(name)
            told = f"; not noticed in line {', '.join(map(str, unseen))}" if unseen else ""
            print(f"{name}: {count - len(unseen)} of {count} noticed{told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
