"""What a cell shows costs nobody a mark: what cannot be sent has a plain note in its place."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacks.conftest import skip_without
from ways_to_run import Way, in_a_kernel, trusted

from solidarity.answers.answer import Given
from solidarity.answers.kinds.number import NumberValue
from solidarity.run.jail.probe import wall_here
from solidarity.run.outputs import MOST_OUTPUTS
from solidarity.run.runner import Limits, Question, Run
from solidarity.run.session import Session
from solidarity.run.worker import Worker

ODD = {
    "html of 100 MB": """
        class Odd:
            def _repr_html_(self): return "x" * 100 * 2**20
        right = 5
        Odd()
    """,
    "html of 100 MB that is displayed": """
        class Odd:
            def _repr_html_(self): return "x" * 100 * 2**20
        right = 5
        display(Odd(), Odd())
    """,
    "bytes in a bundle": """
        class Odd:
            def _repr_mimebundle_(self, **_): return {"text/plain": b"bytes", "text/html": b"b"}
        right = 5
        Odd()
    """,
    "anything in a bundle": """
        class Odd:
            def _repr_mimebundle_(self, **_):
                return {"text/plain": {1, 2}, "text/html": None, "a/b": object(), 7: float("nan"),
                        "application/json": {"n": float("nan")}, (1, 2): [1]}, {"m": {3}}
        right = 5
        Odd()
    """,
    "a bundle that is none": """
        class Odd:
            def _repr_mimebundle_(self, **_): return 7
        right = 5
        Odd()
    """,
    "texts that lie about their length": """
        class Text(str):
            def __len__(self): return 1
            def __str__(self): return self
        right = 5
        print(Text("a" * 30_000_000))
        display({"text/plain": Text("a" * 30_000_000)}, raw=True)
    """,
    "a list in the place of a text": """
        right = 5
        display({"text/plain": ["one\\n", "two"], "text/html": [1, 2]}, raw=True)
    """,
    "a list that holds itself": """
        itself = []
        itself.append(itself)
        right = 5
        display({"application/json": itself, "text/plain": "a"}, raw=True, metadata={"a": itself})
    """,
    "names of kinds without end": """
        right = 5
        display({"x" * 20_000_000: "a"}, raw=True, metadata={"y" * 20_000_000: "a"})
    """,
    "no hook of Python": """
        import sys
        right = 5
        sys.displayhook = None
        5
    """,
    "no hook of IPython": "right = 5\nget_ipython().displayhook = None",
    "no formatter": "right = 5\nget_ipython().display_formatter = None\n5",
    "no publisher": "right = 5\nget_ipython().display_pub = None",
    "no events": "right = 5\nget_ipython().events = None",
    "no way to run a cell": "right = 5\nget_ipython().run_cell = None",
    "an error whose text raises": """
        class Odd(Exception):
            def __str__(self): raise ValueError("no text")
            __repr__ = __str__
        right = 5
        raise Odd
    """,
    "an error whose text leaves": """
        class Odd(Exception):
            def __str__(self): raise SystemExit
            __repr__ = __str__
        right = 5
        raise Odd
    """,
    "an error whose text is bytes": """
        class Odd(Exception):
            def __str__(self): return b"bytes"
        right = 5
        raise Odd
    """,
    "an error of 100 MB": "right = 5\nraise ValueError('x' * 100 * 2**20)",
    "an error with an odd class": """
        class Kind(type):
            __name__ = property(lambda self: 1 / 0)
        class Odd(Exception, metaclass=Kind):
            __class__ = property(lambda self: 1 / 0)
        right = 5
        raise Odd
    """,
    "an error that shows itself oddly": """
        class Odd(Exception):
            def _render_traceback_(self): return None
        right = 5
        raise Odd
    """,
    "print of 100 MB": "right = 5\nprint('x' * 100 * 2**20)",
    "signs that cannot be printed": "right = 5\nprint(chr(0) * 10_000_000)",
    "halves of letters": "right = 5\nprint(chr(0xD800) * 10)\nchr(0xDC00)",
    "a text without end": """
        class Odd:
            def __repr__(self): return repr(self)
        right = 5
        Odd()
    """,
    "a text that is none": """
        class Odd:
            def __repr__(self): return 7
        right = 5
        Odd()
    """,
    "a text that leaves": """
        class Odd:
            def __repr__(self): raise SystemExit
        right = 5
        Odd()
    """,
    "many small outputs": "right = 5\nfor n in range(30_000): display({'a': 'n'}, raw=True)",
    "two streams by turns": """
        import sys
        right = 5
        for n in range(100_000):
            print("a", end="")
            print("b", end="", file=sys.stderr)
    """,
    "shown again and again": """
        handle = display({"text/plain": "a"}, raw=True, display_id=True)
        for n in range(20):
            handle.update({"text/plain": "a" * 2_000_000}, raw=True)
        right = 5
    """,
    "sounds, pictures and films": """
        from IPython.display import Audio, Image, Video
        right = 5
        display(Audio(b"RIFF" + bytes(60), rate=8000), Image(bytes(8), format="png"))
        display(Video(bytes(50), embed=True, mimetype="video/mp4"))
        class Odd:
            def _repr_png_(self): return bytes(30_000_000)
        Odd()
    """,
}

_FILL_THE_PAGE = (
    "many small outputs",
    "two streams by turns",
    "print of 100 MB",
    "signs that cannot be printed",
    "texts that lie about their length",
)

LIMITS = Limits(cell_seconds=20, ask_seconds=5, total_seconds=60, output_letters=200_000)


@pytest.fixture(scope="module")
def jail() -> Iterator[Worker]:
    with Worker({}, LIMITS, wall=wall_here(), warm=False) as jail:
        skip_without(jail)
        yield jail


def run(jail: Worker, *sources: str) -> Run:
    cells = [nbformat.v4.new_code_cell(textwrap.dedent(source).strip()) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("check()")])
    return jail.run(notebook, {len(cells): Question("right", [None], shown=1)})


@pytest.mark.parametrize("name", ODD)
def test_a_cell_that_shows_something_odd_keeps_its_effect_and_all_marks(
    jail: Worker, name: str
) -> None:
    # A cell that stops gives no answer, so the answer stands in a cell of its own.
    done = run(jail, "right = 5", ODD[name].replace("right = 5", "kept = 5"), "kept + 1")
    assert done.trouble == []
    assert done.answers["right"] == [Given(NumberValue(5))]
    written = json.dumps(done.notebook.cells[1].outputs, allow_nan=False)
    assert len(written) < 7 * LIMITS.output_letters
    written.encode()
    if name not in _FILL_THE_PAGE:
        # The next cell shows what it shows.
        assert done.notebook.cells[2].outputs[0].data == {"text/plain": "6"}


def test_what_is_too_large_is_left_out_and_named(jail: Worker) -> None:
    shown = run(jail, ODD["html of 100 MB"]).notebook.cells[0].outputs[0].data
    assert "text/html is left out: it has 104,857,600 letters" in shown["text/plain"]
    shown = run(jail, ODD["bytes in a bundle"]).notebook.cells[0].outputs[0].data
    assert "text/html is left out: it is a bytes" in shown["text/plain"]
    error = run(jail, ODD["an error whose text raises"]).notebook.cells[0].outputs[-1]
    assert "cannot be shown" in error.evalue


def test_a_progress_bar_takes_no_room_from_what_follows(tmp_path: Path) -> None:
    session = Session(str(tmp_path), most_letters=20_000)
    bar = """
from IPython.display import clear_output, display
for n in range(300):
    clear_output()
    print("step", n, "." * 300)
handle = display({"text/plain": "0"}, raw=True, display_id=True)
for n in range(300):
    handle.update({"text/plain": str(n) + "." * 300}, raw=True)
"""
    outputs = session.run(bar).outputs
    assert outputs[0]["text"].startswith("step 299")
    assert outputs[1]["data"]["text/plain"].startswith("299.")
    assert session.run("'after'").outputs[0]["data"]["text/plain"] == "'after'"


def test_a_cell_with_very_many_outputs_ends_with_a_note(tmp_path: Path) -> None:
    shown: list[Any] = Session(str(tmp_path)).run("for n in range(900): display(n)").outputs
    assert len(shown) == MOST_OUTPUTS
    assert "the rest of the output was left out" in shown[-1]["text"]


@pytest.mark.parametrize("way", [trusted, in_a_kernel])
def test_without_a_jail_odd_displays_cost_nothing_either(way: Way, tmp_path: Path) -> None:
    names = (
        "a list in the place of a text",
        "an error that shows itself oddly",
        "html of 100 MB",
        "bytes in a bundle",
    )
    sources = [textwrap.dedent(ODD[name]).strip() for name in names]
    # The last one fills all the room that a notebook has for what it shows.
    signs = textwrap.dedent(ODD["signs that cannot be printed"]).strip()
    cells = [nbformat.v4.new_code_cell(s) for s in [*sources, "right + 1", signs, "check()"]]
    notebook = nbformat.v4.new_notebook(cells=cells)
    question = Question("right", [None], shown=1)
    done = way(notebook, {len(cells) - 1: question}, LIMITS, tmp_path)
    assert done.trouble == []
    assert done.answers["right"] == [Given(NumberValue(5))]
    assert done.notebook.cells[len(names)].outputs[0].data == {"text/plain": "6"}
    assert len(nbformat.writes(done.notebook)) < 7 * LIMITS.output_letters
