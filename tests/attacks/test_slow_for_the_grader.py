"""Work that would cost the grader hours or all memory, outside of the jail: it costs seconds."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator

import pytest

from solidarity.answers.kinds.text import TextValue
from solidarity.answers.kinds.value import Closeness, UnreadableValue, Value
from solidarity.answers.plain import MARK, Plain
from solidarity.answers.received import rebuilt_answers
from solidarity.answers.values import rebuilt
from solidarity.exercises.kinds.choice import letters
from solidarity.notebooks import submitted
from solidarity.notebooks.repair import repair
from solidarity.notebooks.submitted import MOST_BYTES, MOST_CELLS, read_submitted

MOST_SECONDS = 60
"""CPU time: what others do on this machine does not count.

A slow processor stays far below, and the hours that would be the fault are far above.
"""


def _notebook(*sources: str, outputs: object = ()) -> bytes:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(outputs)}  # type: ignore[call-overload]
        for source in sources
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}).encode()


def _old_notebook() -> bytes:
    output = {"output_type": "stream", "text": "x"}
    cell = {"cell_type": "code", "input": "1", "outputs": [output] * 200, "language": "python"}
    sheet = {"cells": [cell] * 1_000, "metadata": {}}
    return json.dumps({"worksheets": [sheet], "metadata": {}, "nbformat": 3}).encode()


STREAM = {"output_type": "stream", "name": "stdout", "text": "x"}

READ: dict[str, Callable[[], bytes]] = {
    "100,000 outputs": lambda: _notebook("1", outputs=[STREAM] * 100_000),
    "one output of 50 MB": lambda: _notebook("1", outputs=[{**STREAM, "text": "x" * 50_000_000}]),
    "an old notebook of 200,000 outputs": _old_notebook,
}

REFUSED: dict[str, Callable[[], bytes]] = {
    "100,000 cells": lambda: _notebook(*["1"] * 100_000),
    "cells of 20 MB": lambda: _notebook("#" * 20_000_000),
    "many small values": lambda: b'{"cells":[' + b"[]," * 10_000_000 + b"[]]}",
    "many names": lambda: b'{"cells":[' + b'{"a":1},' * 5_000_000 + b"{}]}",
    "deep": lambda: b"[" * 60_000_000,
    "deep, but not very": lambda: b'{"cells":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "a text without end": lambda: b'"' + b"\\n" * 30_000_000,
    "a number without end": lambda: b'{"cells":' + b"9" * 30_000_000 + b"}",
    "no text at all": lambda: b"\xff" * 60_000_000,
    "an old notebook of nothing": lambda: b'{"worksheets": [[[]], 1, {"cells": 7}]}',
    "an old notebook of many cells": lambda: json.dumps(
        {"worksheets": [{"cells": [{"cell_type": "code"}] * (MOST_CELLS + 1)}]}
    ).encode(),
}


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < MOST_SECONDS


@pytest.mark.parametrize("name", READ)
def test_a_large_notebook_is_read_without_its_outputs(name: str) -> None:
    notebook, _ = read_submitted(READ[name]())
    assert notebook.cells[0].source == "1"
    assert notebook.cells[0].outputs == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_notebook_is_refused_in_words(name: str) -> None:
    data = REFUSED[name]()
    assert len(data) < MOST_BYTES
    with pytest.raises(submitted.UnreadableNotebook) as refused:
        read_submitted(data)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "source",
    [
        "def " * 20_000,
        "\n" * 80_000,
        "share_value" + " " * 70_000,
        "def share_value" + "\t" * 70_000,
    ],
    ids=["words", "lines", "spaces", "tabs"],
)
def test_repair_takes_no_longer_for_odd_texts(source: str) -> None:
    from attacks.stage import empty

    notebook, _ = read_submitted(_notebook(*[source] * 60))
    mended, _ = repair(notebook, empty())
    assert len(mended.cells) > 60


LONG = {
    "spaces inside": "1" + " " * 1_990 + "x",
    "units": "pesos per share " * 120,
    "digits": "9" * 1_990,
    "groups": "1" + ",111" * 490,
    "signs": "-" * 1_990,
    "a large power": "1e999999999",
}


@pytest.mark.parametrize("long", LONG)
def test_the_reader_takes_no_longer_for_odd_texts(long: str) -> None:
    """A hundred answers of this kind: a table may hold more."""
    for _ in range(100):
        for read in (
            lambda value: value.as_number("pesos per share"),
            lambda value: letters(value, {"a": "Yes, it is.", "b": "No."}),
            lambda value: TextValue("a long text").agrees(value, Closeness()),
        ):
            _try(read, rebuilt(LONG[long]))


def _try(read: Callable[[Value], object], value: Value) -> None:
    with contextlib.suppress(UnreadableValue):
        read(value)


def test_many_different_errors_are_told_and_cut() -> None:
    from attacks.stage import kit

    from solidarity.check.verdict_panel import html
    from solidarity.exercises.verdict import judge

    spec = kit().specs["share_value"]
    answers: list[dict[str, Plain]] = [
        {"error": f"E{n}" * 900, "message": "m" * 2_000, "line": "l" * 2_000} for n in range(10_000)
    ]
    assert len(html(judge(spec, rebuilt_answers(answers, 10_000)), graded=True)) < 20_000
    deep: Plain = 1
    for _ in range(16):
        deep = [deep, {MARK: "set", "items": [deep]}]
    assert judge(spec, rebuilt_answers([{"value": deep}], 1)).score == 0
