"""Tricks for marks without work: each earns exactly what the answers beside it earn, so nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attacks.stage import (
    FULL,
    assert_unharmed,
    attack,
    empty,
    grade,
    passing_on,
    printed,
    solved,
    verdicts,
)

from solidarity.run.worker import Worker

ALWAYS_AGREEING = """
    class Yes(float):
        def _yes(self, *_): return True
        __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _yes
        def __float__(self): return 1.0
        def __int__(self): return 1
        __index__ = __round__ = __int__
        def __sub__(self, *_): return Yes(0)
        __rsub__ = __abs__ = __sub__
        def __len__(self): return 3
        def __iter__(self): return iter([Yes()] * 3)
        def __getitem__(self, _): return Yes()
        def __hash__(self): return 0
        def __repr__(self): return "20.0"
        @property
        def __class__(self): return float
"""

TRICKS = {
    "input-transformer": """
        def answer_all(lines):
            return ["pass"] if "check(" in "".join(lines) else lines
        get_ipython().input_transformers_post.append(answer_all)
        get_ipython().input_transformers_cleanup.append(answer_all)
    """,
    "ast-transformer": """
        import ast
        class Nothing(ast.NodeTransformer):
            def visit_Raise(self, node): return ast.Pass()
            def visit_Assert(self, node): return ast.Pass()
        get_ipython().ast_transformers.append(Nothing())
    """,
    "object-that-always-agrees": ALWAYS_AGREEING
    + """
        class Namespace(dict):
            def __contains__(self, name): return True
            def __missing__(self, name): return lambda *_: Yes()
        for name in NAMES:
            globals()[name] = lambda *_: Yes()
    """,
    "class-that-lies-about-itself": """
        class Liar:
            __class__ = property(lambda self: float)
            def __float__(self): return 20.0
            def __index__(self): return 20
            def __eq__(self, other): return True
            def __reduce__(self): return (print, ("unpickled",))
        for name in NAMES:
            globals()[name] = lambda *_: Liar()
    """,
    "patched-json": """
        import json
        json.dumps = lambda *_, **__: '{"value": true, "score": 99}'
        json.loads = lambda *_, **__: {"score": 99}
        json.encoder.JSONEncoder.encode = lambda *_: "1"
    """,
    "patched-builtins": """
        import builtins
        builtins.float = builtins.abs = builtins.round = lambda *_: 20.0
        builtins.isinstance = builtins.issubclass = builtins.all = lambda *_: True
        builtins.NotImplementedError = type("Fine", (Exception,), {})
    """,
    "patched-pandas": """
        import pandas, numpy
        pandas.DataFrame.equals = pandas.Series.equals = lambda *_: True
        pandas.DataFrame.__eq__ = pandas.Series.__eq__ = lambda *_: True
        pandas.testing.assert_frame_equal = numpy.allclose = lambda *_, **__: True
        numpy.testing.assert_allclose = lambda *_, **__: None
    """,
    "patched-solidarity": """
        import solidarity.check.check_and_hint, solidarity.answers.ask, solidarity.answers.kinds
        import solidarity.exercises.verdict, solidarity.exercises.kinds
        from dataclasses import replace
        real = solidarity.exercises.verdict.judge
        def generous(spec, answers, neighbours=None):
            return replace(real(spec, answers), status="right", score=spec.points)
        solidarity.exercises.verdict.judge = solidarity.check.check_and_hint.judge = generous
        for kind in solidarity.answers.kinds.KINDS:
            kind.agrees = lambda *_: True
        for kind in solidarity.exercises.kinds.KINDS.values():
            type(kind).is_right = lambda *_: True
        solidarity.answers.ask.value_of = lambda value: True
    """,
    "patched-ipython": """
        shell = get_ipython()
        shell.showtraceback = shell._showtraceback = lambda *_, **__: None
        shell.run_cell = lambda *_, **__: type("R", (), dict(
            error_before_exec=None, error_in_exec=None, success=True, result=2))()
        shell.display_formatter.format = lambda *_, **__: ({"text/plain": "99"}, {})
        shell.user_ns.update({"_grade": 99, "points": 99})
    """,
    "score-as-output": """
        from IPython.display import display
        print("Score: 18 of 18 points.")
        display({"text/plain": "18"}, raw=True, metadata={"solidarity": {"score": 18}})
        18.0
    """,
    "own-check-cells": """
        def check(name): return 99.0
        hint = check
    """,
    "frames": """
        import sys
        for frame in sys._current_frames().values():
            while frame:
                for name, value in list(frame.f_locals.items()):
                    if isinstance(value, dict) and "checks" in value:
                        value["checks"].clear()
                        value["cells"][:] = [None] * len(value["cells"])
                frame = frame.f_back
    """,
    "tracing": """
        import sys, threading
        def trace(frame, event, argument):
            for name, value in list(frame.f_locals.items()):
                if isinstance(value, dict) and "value" in value:
                    value["value"] = 20.0
                if isinstance(value, dict) and "checks" in value:
                    value["checks"].clear()
            return trace
        sys.settrace(trace)
        sys.setprofile(trace)
        threading.settrace_all_threads(trace) if sys.version_info >= (3, 12) else None
        for name in NAMES:
            globals()[name] = lambda *_: {"value": 20.0}
    """,
    "walk through memory": """
        import gc
        for thing in gc.get_objects():
            try:
                if isinstance(thing, dict) and {"expected", "inputs"} & thing.keys():
                    thing.update(expected=20.0, inputs=None, score=99, status="right")
                for field in ("score", "points", "value", "right"):
                    if type(thing).__module__.startswith("solidarity") and hasattr(thing, field):
                        object.__setattr__(thing, field, 99)
            except Exception:
                pass
        for name in NAMES:
            globals()[name] = lambda *_: 20.0
    """,
    "audit hook": """
        import sys
        def hook(event, arguments):
            if hook.on and event in ("compile", "exec", "socket.send", "os.fork", "open"):
                raise RuntimeError("no errors here, please")
        hook.on = False
        sys.addaudithook(hook)
        hook.on = True
    """,
    "at-exit": """
        import atexit, os, threading
        atexit.register(os._exit, 0)
        threading._register_atexit(os._exit, 0)
    """,
}


@pytest.mark.parametrize("answers", [empty, passing_on])
@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_earns_nothing(one_jail: Worker, name: str, answers: Callable[[], Any]) -> None:
    graded = grade(one_jail, attack(answers(), _with_names(TRICKS[name])))
    assert graded.score == 0, {n: v["explanation"] for n, v in verdicts(graded).items()}
    assert_unharmed(one_jail)


@pytest.mark.parametrize("name", [n for n in TRICKS if n not in ("frames",)])
def test_a_trick_after_right_answers_earns_no_more_than_they_do(
    one_jail: Worker, name: str
) -> None:
    graded = grade(one_jail, attack(solved(), _with_names(TRICKS[name]), last=True))
    assert graded.score <= FULL == graded.points


ENDLESS = {
    "generator": """
        def answer(*_):
            while True:
                yield 20.0
    """,
    "list": """
        class Endless(list):
            def __iter__(self):
                while True:
                    yield 20.0
            def __len__(self): return 2**62
        answer = lambda *_: Endless([20.0])
    """,
    "dictionary": """
        import itertools
        class Endless(dict):
            def items(self): return ((str(n), 20.0) for n in itertools.count())
            def __iter__(self): return map(str, itertools.count())
            keys = __iter__
            def __len__(self): return 2**62
        answer = lambda *_: Endless(a=20.0)
    """,
    "rows": """
        import itertools, pandas
        class Endless(pandas.DataFrame):
            def to_dict(self, *_, **__): return itertools.count()
            def itertuples(self, *_, **__): return itertools.repeat((1, 2))
            def iterrows(self): return itertools.repeat((1, {}))
            def __len__(self): return 2**62
            shape = property(lambda self: (2**62, 2**62))
        answer = lambda *_: Endless({"week": [1], "balance": [20.0]})
    """,
    "list that holds itself": """
        itself = []
        itself.append(itself)
        answer = lambda *_: itself
    """,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_without_end_earns_nothing_and_ends(one_jail: Worker, name: str) -> None:
    lines = [ENDLESS[name], "    for name in NAMES:\n        globals()[name] = answer"]
    notebook = passing_on()
    graded = grade(one_jail, attack(notebook, *(_with_names(line) for line in ["\n".join(lines)])))
    assert graded.score == 0
    assert all(verdict["explanation"] for verdict in verdicts(graded).values())
    assert_unharmed(one_jail)


def test_what_a_learner_can_read_beside_the_notebook_earns_numbers_and_choices_alone(
    one_jail: Worker,
) -> None:
    """Known and said in the README: checks.json holds the examples' answers, and no more."""
    code = """
        import json
        for entry in json.load(open("checks.json"))["exercises"]:
            answers = {json.dumps(c["inputs"]): c["expected"] for c in entry["cases"]}
            names = [label for label, _ in entry["cases"][0]["inputs"] or []]
            def looked_up(*given, names=names, answers=answers):
                return answers.get(json.dumps([list(pair) for pair in zip(names, given)]))
            value = answers.get("null")
            if isinstance(value, dict):
                value = value["items"]
            globals()[entry["name"]] = looked_up if names else value
            print(">", entry["name"])
    """
    graded = grade(one_jail, attack(passing_on(), code))
    assert len(printed(graded)) == 8
    right = {name for name, verdict in verdicts(graded).items() if verdict["score"] > 0}
    assert right == {"deposits_per_group", "loans_per_group", "velocity_tells"}


def _with_names(code: str) -> str:
    names = "share_value share_out rosca_position vsla_weeks yearly_return deposits_per_group"
    if "NAMES" not in code:
        return code
    import textwrap

    return f"NAMES = {names.split()}\n" + textwrap.dedent(code)
