"""Ways to carry a hidden input out of the jail: none arrives in anything that is shown or kept."""

from __future__ import annotations

import dataclasses
import json
import textwrap

import nbformat
import pytest
from attacks.stage import attack, kit, passing_on, solved, verdicts

from solidarity.answers.inputs import Inputs
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.values import value_of
from solidarity.grade.submission import Graded, Kit, Submission, grade_submission
from solidarity.run.worker import Worker

SECRET = 918_273_645
SPELLINGS = ("918273645", "918,273,645", "546372819", "36bb9e6d")

WAYS = {
    "later answers": """
        seen = []
        def tells(*inputs):
            seen.append(repr(inputs))
            return seen
        for name in NAMES: globals()[name] = tells
    """,
    "errors": """
        def tells(*inputs):
            error = type(f"E{inputs[0]}", (Exception,), {})
            raise error(repr(inputs))
        for name in NAMES: globals()[name] = tells
    """,
    "all that a cell can show": """
        import os, sys, warnings
        from IPython.display import HTML, display
        def tells(*inputs):
            text = repr(inputs)
            print(text)
            print(text, file=sys.stderr)
            sys.__stdout__ and sys.__stdout__.write(text)
            warnings.warn(text)
            display(HTML(text))
            get_ipython().displayhook(text)
            get_ipython().show.text("stdout", text)
            for number in range(60):
                try: os.write(number, text.encode())
                except OSError: pass
            for folder in (".", "..", "/scratch", "/tmp", "/dev/shm"):
                try: open(f"{folder}/planted-{os.getpid()}", "w").write(text)
                except OSError: pass
            return text
        for name in NAMES: globals()[name] = tells
    """,
    "objects that speak": """
        class Speaks(float):
            def __new__(cls, inputs):
                self = float.__new__(cls, inputs[0] if isinstance(inputs[0], (int, float)) else 1)
                self.inputs = inputs
                return self
            def __repr__(self): return repr(self.inputs)
            __str__ = __format__ = lambda self, *_: repr(self.inputs)
        for name in NAMES: globals()[name] = lambda *inputs: [{repr(inputs): Speaks(inputs)}]
    """,
    "changed inputs": """
        def tells(*inputs):
            for one in inputs:
                if isinstance(one, list): one[:] = [repr(inputs)]
                if isinstance(one, dict): one[repr(inputs)] = 1
            return repr(inputs)
        for name in NAMES: globals()[name] = tells
    """,
    "every field of an answer": """
        from solidarity.run.child import _Moment
        def answers(self, inputs, seconds):
            text = repr(inputs)
            full = dict(value=text, error=text, message=text, line=text, inputs=[text],
                        changed=[text], printed=True, note=text, explanation=text, right=True)
            cell = dict(cell="stopped", error=text, message=text, line=text, near=text, slip=text)
            one = [cell, dict(cell="gives", names=[text]), dict(cell=text), dict(full),
                   {k: v for k, v in full.items() if k != "value"},
                   dict(changed=[text], value=1), dict(inputs=[text]), dict(error=text)]
            return [one[n % 8] for n, _ in enumerate(inputs)]
        _Moment.answers = answers
    """,
    "right for the examples and telling later": """
        from solidarity.run.child import _Moment
        real = _Moment.answers
        rounds = {}
        def answers(self, inputs, seconds):
            rounds[self] = rounds.get(self, 0) + 1
            if rounds[self] == 1: return real(self, inputs, seconds)
            text = repr(inputs)
            return [dict(value=text, changed=[text], inputs=[text], error=text, message=text,
                         cell="stopped", names=[text], near=text, slip=text) for _ in inputs]
        _Moment.answers = answers
    """,
    "messages that nobody asked for": """
        import solidarity.run.child as submission
        real = submission.receive
        def receive(line, *rest):
            question = real(line, *rest)
            text = repr(question)
            shown = [{"output_type": "stream", "name": "stdout", "text": text}]
            for message in ({"cell": 1}, {"shown": shown}, {"answers": [{"value": text}] * 30}):
                submission.send(line, message)
            return question
        submission.receive = receive
    """,
}


def kit_with_a_secret() -> Kit:
    """Module 4, with one large number in every hidden input."""
    specs = {
        name: dataclasses.replace(
            spec,
            cases=[
                case
                if case.place == "example" or not case.inputs
                else dataclasses.replace(case, inputs=_spoiled(case.inputs))
                for case in spec.cases
            ],
        )
        for name, spec in kit().specs.items()
    }
    return dataclasses.replace(kit(), specs=specs)


def _spoiled(inputs: Inputs) -> Inputs:
    assert inputs is not None
    return tuple(
        (name, value_of(SECRET if isinstance(value, NumberValue) else [SECRET]))
        for name, value in inputs
    )


def all_that_is_kept(graded: Graded) -> str:
    """The autograded notebook, which becomes the feedback page, and the line in the run's JSON."""
    return json.dumps([graded.notebooks, graded.said, graded.status], ensure_ascii=False)


@pytest.mark.parametrize("way", WAYS)
def test_no_hidden_input_leaves(one_jail: Worker, way: str) -> None:
    names = [name for name, spec in kit().specs.items() if spec.cases[0].inputs]
    code = f"NAMES = {names}\n" + textwrap.dedent(WAYS[way])
    honest = "_Moment" in code
    notebook = attack(solved() if honest else passing_on(), code)
    data = nbformat.writes(notebook).encode()
    graded = grade_submission(
        kit_with_a_secret(), Submission("eve", {"exercises": data}), one_jail.run
    )
    kept = all_that_is_kept(graded)
    assert [spelling for spelling in SPELLINGS if spelling in kept] == []
    assert len(verdicts(graded)) == len(kit().specs)
