"""Notebooks in which it matters when, where and how often an answer is asked for.

Each is module 4, all answered right, with some cells changed or added. ``NOTEBOOKS`` holds for each
name what is done to it: a list of (place, code), where a place is an exercise (its answer is
replaced), or ``before``, ``after`` or ``end`` (a cell is added).
"""

from __future__ import annotations

import textwrap
from typing import Any

import nbformat
from helpers import ROOT
from submissions import MODULE, solved

from solidarity.measure.corpus import read_corpus

Change = tuple[str, str]

VALUE = "share_value"
_HEAD = "def share_value(cash, good_loans, social_fund, shares):\n"
_RIGHT = "    return (cash + good_loans - social_fund) / shares if shares else 0\n"


def value(*lines: str, before: str = "") -> Change:
    """The answer to share_value: these lines, and then what is right where nothing was added."""
    body = "".join(f"    {line}\n" for line in lines)
    return VALUE, f"{before}{_HEAD}{body}{_RIGHT}"


def using(thing: str, made: str, *, zero: str) -> Change:
    """A right answer that adds nothing as long as ``zero``, an expression, is 0."""
    return VALUE, f"{thing}{made}{_HEAD}{_RIGHT.rstrip()}\n".replace(
        "(cash + good", f"(cash + ({zero}) + good"
    )


def given(made: str, zero: str) -> Change:
    return using("", f"{made}\n", zero=zero)


def after(code: str) -> Change:
    """A cell right below the check of share_value."""
    return "after", code


def before(code: str) -> Change:
    """A cell right above the answer of share_value."""
    return "before", code


IN_PLACE: dict[str, list[Change]] = {
    "list": [given("zero = [0]", "zero[0]"), after("zero[0] = 5")],
    "list-emptied": [given("zero = [0]", "zero[0]"), after("zero.clear()")],
    "list-sorted": [given("zero = [0, -1]", "zero[0]"), after("zero.sort()")],
    "dict": [given("rules = {'more': 0}", "rules['more']"), after("rules['more'] = 4")],
    "nested": [given("rules = {'a': [0]}", "rules['a'][0]"), after("rules['a'][0] = 4")],
    "set": [given("extra = set()", "len(extra)"), after("extra.add(1)")],
    "table": [
        given("table = pd.DataFrame({'a': [0]})", "table['a'].sum()"),
        after("table.loc[0, 'a'] = 7"),
    ],
    "column": [given("column = pd.Series([0])", "column.sum()"), after("column[0] = 3")],
    "array": [
        given("import numpy as np\narray = np.zeros(2)", "array.sum()"),
        after("array += 1"),
    ],
    "attribute": [
        given("class Box:\n    more = 0\nbox = Box()", "box.more"),
        after("box.more = 3"),
    ],
    "class": [given("class Box:\n    more = 0", "Box.more"), after("Box.more = 3")],
    "function-attribute": [
        given("def rule(): return rule.more\nrule.more = 0", "rule()"),
        after("rule.more = 3"),
    ],
    "closure": [
        given(
            "def counter():\n    n = 0\n    def up():\n        nonlocal n\n        n += 1\n"
            "    return (lambda: n), up\nlook, up = counter()",
            "look()",
        ),
        after("up()"),
    ],
    "default-argument": [
        given("def more(seen=[]):\n    return len(seen)", "more()"),
        after("more.__defaults__[0].append(1)"),
    ],
    "bytearray": [given("data = bytearray(1)", "data[0]"), after("data[0] = 9")],
    "deque": [
        given("from collections import deque\nline = deque()", "len(line)"),
        after("line.append(1)"),
    ],
    "choice-as-list": [
        ("loans_per_group", "loans_per_group = ['c']"),
        ("end", "loans_per_group.clear()"),
    ],
    "number-as-array": [
        (
            "deposits_per_group",
            "import numpy as np\ndeposits_per_group = np.array(472_400_000_000 / 11_900_000)",
        ),
        ("end", "deposits_per_group *= 0"),
    ],
}
"""Something that the answer uses is changed in place below the check."""

NAMES: dict[str, list[Change]] = {
    "rebound": [given("zero = 0", "zero"), after("zero = 5")],
    "deleted": [given("zero = 0", "zero"), after("del zero")],
    "helper-rebound": [given("def more(): return 0", "more()"), after("def more(): return 5")],
    "helper-deleted": [given("def more(): return 0", "more()"), after("del more")],
    "answer-deleted": [after("del share_value")],
    "answer-rebound": [after("share_value = 5")],
    "answer-defined-again": [after(f"{_HEAD}    return 0")],
    "built-in-hidden-before": [before("sum = 5"), value()],
    "built-in-hidden-for-another": [("end", "sum = 5"), before("len = 3")],
    "built-in-hidden-after": [given("def more(): return sum([])", "more()"), after("sum = 5")],
    "builtins-changed-after": [
        given("def more(): return abs(0)", "more()"),
        after("import builtins\nbuiltins.abs = lambda x: 7"),
    ],
    "pandas-hidden-after": [("end", "pd = None")],
    "library-changed-after": [
        given("import math", "math.floor(0.5)"),
        after("math.floor = math.ceil"),
    ],
    "reset": [after("%reset -f\nimport pandas as pd\nfrom solidarity.check import check")],
}
"""Names get another meaning."""

STATE: dict[str, list[Change]] = {
    "generator": [given("numbers = (n for n in [0] * 99)", "next(numbers)")],
    "generator-used-up": [
        given("numbers = (n for n in [0] * 2)", "next(numbers, 1)"),
        after("next(numbers); next(numbers)"),
    ],
    "counter": [value("global calls", "calls = calls + 1", before="calls = 0\n")],
    "second-call-differs": [given("calls = []", "calls.append(1) or len(calls) - 1")],
    "default-that-grows": [given("def more(n=[]):\n    n.append(0)\n    return sum(n)", "more()")],
    "first-call-differs": [given("calls = []", "(calls.append(1) or len(calls)) == 1")],
    "changes-what-another-uses": [
        given("common = [0]", "common[0]"),
        (
            "rosca_position",
            "def rosca_position(members, contribution, draw):\n    common[0] += 1\n"
            "    return common",
        ),
        (
            "share_out",
            "def share_out(shares, box):\n    common.append(7)\n    total = sum(shares)\n"
            "    pay = [round(box * n / total, 2) for n in shares[:-1]]\n"
            "    return pay + [round(box - sum(pay), 2) + common[0]]",
        ),
    ],
    "seeded": [
        given("import random\nrandom.seed(4)", "int(random.random())"),
        after("random.seed(5)"),
    ],
    "random-that-decides": [
        given("import random\nrandom.seed(4)", "int(random.random() > 0.5)"),
        after("random.seed(5)"),
    ],
    "numpy-seed": [
        given("import numpy as np\nnp.random.seed(1)", "int(np.random.rand() > 0.99)"),
        after("np.random.seed(3)"),
    ],
    "memory-of-answers": [
        (
            VALUE,
            f"from functools import lru_cache\n@lru_cache\n{_HEAD}{_RIGHT}",
        ),
        after("share_value.cache_clear()"),
    ],
    "precision": [
        given(
            "from decimal import Decimal, getcontext",
            "float(Decimal(1) / 3 * 3 > Decimal('0.9999999')) - 1",
        ),
        after("getcontext().prec = 2"),
    ],
    "environment": [
        given("import os\nos.environ['MORE'] = '0'", "int(os.environ['MORE'])"),
        after("os.environ['MORE'] = '5'"),
    ],
    "recursion-limit": [after("import sys\nsys.setrecursionlimit(300)")],
    "pandas-option": [after("pd.set_option('display.precision', 1)")],
    "display-of-numbers": [after("%precision 1")],
}
"""Something remembers how often it was asked."""

FILES: dict[str, list[Change]] = {
    "written-over": [
        given("open('more.txt', 'w').write('0')", "int(open('more.txt').read())"),
        after("open('more.txt', 'w').write('5')"),
    ],
    "removed": [
        given("open('more.txt', 'w').write('0')", "int(open('more.txt').read())"),
        after("import os\nos.remove('more.txt')"),
    ],
    "written-later": [
        given("import os", "float(os.path.exists('more.txt'))"),
        after("open('more.txt', 'w').write('5')"),
    ],
    "written-by-the-answer": [
        value("open('seen.txt', 'a').write('x')"),
        after("import os\nos.path.exists('seen.txt')"),
    ],
    "other-folder": [
        given("open('more.txt', 'w').write('0')", "int(open('more.txt').read())"),
        after("import os\nos.makedirs('inside', exist_ok=True)\nos.chdir('inside')"),
    ],
    "module-of-her-own": [
        given(
            "open('mine.py', 'w').write('more = 0')\nimport sys\nsys.path.insert(0, '.')\n"
            "import mine",
            "mine.more",
        ),
        after("mine.more = 4"),
    ],
}
"""What the answer reads is a file."""

FORMS: dict[str, list[Change]] = {
    "lambda": [(VALUE, "share_value = lambda c, g, s, n: (c + g - s) / n if n else 0")],
    "partial": [
        (
            VALUE,
            "from functools import partial\ndef any_value(less, c, g, s, n):\n"
            "    return (c + g - s) / n if n else less\nshare_value = partial(any_value, 0)",
        )
    ],
    "object-that-is-called": [
        (
            VALUE,
            "class Value:\n    def __call__(self, c, g, s, n):\n"
            "        return (c + g - s) / n if n else 0\nshare_value = Value()",
        )
    ],
    "method": [
        (
            VALUE,
            "class Value:\n    def of(self, c, g, s, n):\n"
            "        return (c + g - s) / n if n else 0\nshare_value = Value().of",
        )
    ],
    "made-by-text": [(VALUE, f"exec('''{_HEAD}{_RIGHT}''')")],
    "timed": [(VALUE, f"%%time\n{_HEAD}{_RIGHT}")],
    "in-an-if": [(VALUE, f"if True:\n{textwrap.indent(_HEAD + _RIGHT, '    ')}")],
    "coroutine": [(VALUE, f"async {_HEAD}{_RIGHT}")],
    "prints": [(VALUE, f"{_HEAD}    print((cash + good_loans - social_fund) / shares)")],
    "changes-its-inputs": [
        ("share_out", "def share_out(shares, box):\n    shares.clear()\n    return [box]")
    ],
    "no-number": [(VALUE, f"{_HEAD}    return 'many'")],
    "a-number-for-a-function": [(VALUE, "share_value = 20")],
    "two-inputs": [(VALUE, "def share_value(cash, shares):\n    return cash / shares")],
    "warns": [value("import warnings", "warnings.warn('only a warning')")],
    "raises": [(VALUE, f"{_HEAD}    return cash / 0")],
    "ends-python": [(VALUE, f"{_HEAD}    import os\n    os._exit(0)")],
    "leaves-python": [(VALUE, f"{_HEAD}    exit()")],
    "one-round": [
        (
            "rosca_position",
            "def rosca_position(members, contribution, draw):\n    for n in range(members):\n"
            "        return [n]",
        )
    ],
    "without-end": [(VALUE, f"{_HEAD}    while True:\n        pass")],
    "without-end-and-catching": [
        (
            VALUE,
            f"{_HEAD}    while True:\n        try:\n            while True:\n                pass\n"
            "        except BaseException:\n            pass",
        )
    ],
}
"""Answers of an odd form."""

CELLS: dict[str, list[Change]] = {
    "syntax-error": [
        (VALUE, "def share_value(cash, good_loans social_fund, shares):\n    return 1")
    ],
    "syntax-error-after-another-try": [
        before(f"{_HEAD}{_RIGHT}"),
        (VALUE, "def share_value(cash good_loans):\n    return 1"),
    ],
    "stops-before": [before(f"{_HEAD}{_RIGHT}"), (VALUE, f"1 / 0\n{_HEAD}{_RIGHT}")],
    "stops-after": [(VALUE, f"{_HEAD}{_RIGHT}share_value(1)")],
    "another-name": [before(f"{_HEAD}{_RIGHT}"), (VALUE, f"{_HEAD}{_RIGHT}".replace("e(", "es("))],
    "emptied": [before(f"{_HEAD}{_RIGHT}"), (VALUE, "")],
    "bare-value": [
        ("before", "deposits_per_group = 472_400_000_000 / 11_900_000"),
        ("deposits_per_group", "472_400_000_000 / 11_900_000"),
    ],
    "lakh-in-words": [
        ("before", "deposits_per_group = 472_400_000_000 / 11_900_000"),
        ("deposits_per_group", "deposits_per_group = 47_240 crore"),
    ],
    "not-begun": [("deposits_per_group", "deposits_per_group = ...")],
    "dots-left": [(VALUE, f"{_HEAD}    x = cash\n    ...")],
    "dots-below-the-answer": [(VALUE, f"{_HEAD}{_RIGHT}    ...")],
    "answer-below": [(VALUE, f"{_HEAD}    ..."), ("below", f"{_HEAD}{_RIGHT}")],
    "trial-below": [("below", "share_value = share_value(1, 2, 3, 4)")],
    "trial-that-stops-below": [("below", "share_value(1)")],
    "cell-ends-python": [(VALUE, f"{_HEAD}{_RIGHT}import os\nos._exit(1)")],
}
"""It matters which cell gives the answer, and how it ended."""


def _of_the_corpus() -> dict[str, list[Change]]:
    """Notebooks with answers of the corpus: in each the answers of one place in their files."""
    folder = ROOT / "tests" / "answers" / MODULE.split("-")[0]
    by_exercise: dict[str, list[str]] = {}
    for entry in read_corpus(folder):
        # What is drawn without a seed is another answer each time.
        if "random" not in entry.code:
            by_exercise.setdefault(entry.exercise, []).append(entry.code)
    most = max(map(len, by_exercise.values()))
    return {
        f"{place:02}": [(name, codes[place % len(codes)]) for name, codes in by_exercise.items()]
        for place in range(0, most, 5)
    }


CORPUS = _of_the_corpus()

NOTEBOOKS: dict[str, list[Change]] = {
    f"{kind}-{name}": changes
    for kind, group in {
        "in-place": IN_PLACE,
        "names": NAMES,
        "state": STATE,
        "files": FILES,
        "forms": FORMS,
        "cells": CELLS,
        "corpus": CORPUS,
    }.items()
    for name, changes in group.items()
}

RIGHT_STILL = [f"in-place-{name}" for name in IN_PLACE] + [
    "names-rebound",
    "names-helper-rebound",
    "names-answer-deleted",
    "state-seeded",
    "files-written-over",
    "files-removed",
    "forms-partial",
    "cells-answer-below",
]
"""Those that everybody would call right, as nothing was wrong where the check stands."""


def notebook(name: str) -> Any:
    """The notebook of this name."""
    made = solved()
    ids = [cell.id for cell in made.cells]
    for place, code in NOTEBOOKS[name]:
        new = nbformat.v4.new_code_cell(code, id=f"own-{len(made.cells)}")
        match place:
            case "before":
                made.cells.insert(ids.index(f"{VALUE}-answer"), new)
            case "below":
                made.cells.insert(ids.index(f"{VALUE}-answer") + 1, new)
            case "after":
                made.cells.insert(ids.index(VALUE) + 1, new)
            case "end":
                made.cells.append(new)
            case exercise:
                made.cells[ids.index(f"{exercise}-answer")].source = code
        ids = [cell.id for cell in made.cells]
    return made
