"""What comes out of the jail is anything at all: it earns nothing, costs little, breaks nothing."""

from __future__ import annotations

import dataclasses
import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

import nbformat
import pytest
from attacks.on_the_line import (
    LIMITS,
    PATIENT,
    Play,
    Played,
    frame,
    honest,
    right_answers,
    run_cells,
    said,
)
from attacks.stage import FULL, cells, grade, kit, solved
from helpers import PATIENCE

from solidarity.answers.kinds.text import TextValue
from solidarity.answers.wire import receive, send
from solidarity.grade.submission import Submission, grade_submission
from solidarity.run import talk

Line = socket.socket
Job = Mapping[str, Any]

GRACE = 0.3
EVERY = 0.05  # seconds from one byte to the next, of one who never ends
MOST_SECONDS = LIMITS.total_seconds + PATIENCE
"""The rest is for a busy machine."""


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here takes time by itself, so that waiting longer shows nothing more."""
    monkeypatch.setattr(talk, "GRACE", GRACE)


def test_honest_messages_earn_all_points() -> None:
    graded = grade(Played(honest, PATIENT), solved())
    assert (graded.score, graded.status) == (FULL, "graded"), graded.said


def at_the_start(data: bytes) -> Play:
    """Send these bytes in the place of the first message."""

    def play(line: Line, job: Job) -> None:
        line.sendall(data)

    return play


def as_answer(data: bytes) -> Play:
    """Send these bytes as the answer to each question."""

    def play(line: Line, job: Job) -> None:
        run_cells(line, job)
        while True:
            receive(line, PATIENCE)
            line.sendall(data)

    return play


def in_an_answer(text: str) -> Play:
    """Give this JSON as the value of every answer."""

    def play(line: Line, job: Job) -> None:
        run_cells(line, job)
        while True:
            count = len(receive(line, PATIENCE)["inputs"])
            answers = ", ".join([f'{{"value": {text}}}'] * count)
            line.sendall(frame(f'{{"answers": [{answers}]}}'.encode("utf-8", "surrogatepass")))

    return play


def trickle(line: Line, job: Job) -> None:
    """Never late by much: a byte now and then, for ever."""
    for byte in said({"cell": 0}) * 10_000:
        line.sendall(bytes([byte]))
        time.sleep(EVERY)


def many_cells_in_time(line: Line, job: Job) -> None:
    for _ in range(10_000):
        line.sendall(said({"cell": 0}))


def answers_before_questions(line: Line, job: Job) -> None:
    run_cells(line, job)
    for _ in range(100):
        send(line, {"answers": [{"value": 20.0}] * 30})


def never_reads(line: Line, job: Job) -> None:
    run_cells(line, job)
    time.sleep(3 * LIMITS.ask_seconds + GRACE)


def hangs_up(line: Line, job: Job) -> None:
    run_cells(line, job)
    receive(line, PATIENCE)
    line.sendall(struct.pack("!I", 100) + b'{"answers"')
    line.shutdown(socket.SHUT_RDWR)


ZEROS = "9" * 4_299
PLAYS: dict[str, Play] = {
    "half a length": at_the_start(b"\0\0"),
    "half a message": at_the_start(struct.pack("!I", 50) + b'{"cell": '),
    "a length of 4 GB": at_the_start(b"\xff\xff\xff\xff"),
    "a length that is too small": at_the_start(struct.pack("!I", 3) + b'{"done": true}'),
    "no length at all": at_the_start(b'{"done": true}\n' * 100),
    "an empty message": at_the_start(frame(b"")),
    "not JSON": at_the_start(frame(b"\x80\x04\x95pickle")),
    "another encoding": at_the_start(frame('{"done": true}'.encode("utf-32"))),
    "deep lists": at_the_start(frame(b"[" * 100_000 + b"]" * 100_000)),
    "deep objects": at_the_start(frame(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)),
    "many small things": at_the_start(frame(b"[" + b"[]," * 500_000 + b"[]]")),
    "too large a message": at_the_start(frame(b'"' + b"x" * 5_000_000 + b'"')),
    "a message that is a list": at_the_start(said([{"done": True}])),
    "a verdict": at_the_start(said({"done": True, "score": 18, "verdict": "right"}) * 50),
    "a cell that is true": at_the_start(said({"cell": True})),
    "a cell far away": at_the_start(said({"cell": 10**9}) + said({"shown": []})),
    "a cell of many digits": at_the_start(frame(b'{"cell": ' + b"9" * 5_000 + b"}")),
    "a cell before the first": at_the_start(said({"cell": -1}) + said({"shown": []})),
    "outputs before a cell": at_the_start(said({"shown": []})),
    "outputs of a text": at_the_start(said({"cell": 0}) + said({"shown": "x"}) * 9),
    "trickle": trickle,
    "the same cell again and again": many_cells_in_time,
    "answers before questions": answers_before_questions,
    "never reads": never_reads,
    "hangs up": hangs_up,
    "answer: nothing": as_answer(said({})),
    "answer: a list": as_answer(said([{"value": 20.0}])),
    "answer: a text": as_answer(said({"answers": "right"})),
    "answer: texts": as_answer(said({"answers": ["right"] * 30})),
    "answer: none": as_answer(said({"answers": []})),
    "answer: a verdict": as_answer(
        said({"answers": [{"value": True, "right": True, "score": 99}] * 30, "score": 18})
    ),
    "answer: too many": as_answer(said({"answers": [{"value": None}] * 100_000})),
    "answer: the wrong fields": as_answer(
        said({"answers": [{"error": [], "inputs": [[]] * 50, "changed": {}, "line": {}}] * 30})
    ),
    "answer: twice the same key": in_an_answer('20, "value": {"~": "table"}'),
    "answer: too long": as_answer(frame(b'{"answers": ["' + b"x" * 3_000_000 + b'"]}')),
    "value: NaN": in_an_answer("NaN"),
    "value: infinity": in_an_answer("-Infinity"),
    "value: beyond floats": in_an_answer("1e999"),
    "value: a huge whole number": in_an_answer(ZEROS),
    "value: a whole number beyond Python": in_an_answer(ZEROS * 2),
    "value: half a letter": in_an_answer('"\\ud800"'),
    "value: half a letter as it is": in_an_answer('"\ud800"'),
    "value: deep": in_an_answer("[" * 900 + "1" + "]" * 900),
    "value: of many tables": in_an_answer(json.dumps([{"~": "table", "columns": []}] * 100)),
    "value: a mark of another kind": in_an_answer(json.dumps({"~": ["list"], "items": {}})),
    "value: a number of letters": in_an_answer(json.dumps({"~": "number", "text": "9" * 5_000})),
    "value: a set of sets": in_an_answer(json.dumps({"~": "set", "items": [{"~": "set"}]})),
    "value: code": in_an_answer(json.dumps({"~": "other", "type": "__import__('os')._exit(1)"})),
}


@pytest.mark.parametrize("name", PLAYS)
def test_forged_messages_earn_nothing_and_end_in_time(name: str) -> None:
    started = time.monotonic()
    graded = grade(Played(PLAYS[name]), solved())
    assert time.monotonic() - started < MOST_SECONDS
    assert graded.score == 0
    assert graded.points == FULL
    assert len(graded.notebooks["exercises"]) < 2_000_000
    assert not any("Grading stopped" in sentence for sentence in graded.said), graded.said
    json.dumps([graded.notebooks, graded.said], allow_nan=False).encode()


def test_a_question_larger_than_the_line_holds_does_not_stop_the_grader() -> None:
    """Whoever does not read lets the grader's question wait in the socket, until it is full."""
    specs = {
        name: dataclasses.replace(
            spec,
            cases=[
                dataclasses.replace(case, inputs=(("cash", TextValue("x" * 2_000_000)),))
                for case in spec.cases
            ],
        )
        for name, spec in kit().specs.items()
    }
    large = dataclasses.replace(kit(), specs=specs)
    submission = Submission("eve", {"exercises": nbformat.writes(solved()).encode()})
    started = time.monotonic()
    graded = grade_submission(large, submission, Played(never_reads).run)
    assert time.monotonic() - started < MOST_SECONDS
    assert graded.score == 0


def test_whoever_answers_each_question_at_the_last_moment_is_not_asked_for_ever() -> None:
    """Each answer comes in its own time, and all together in more than a notebook has."""
    asked = []

    def play(line: Line, job: Job) -> None:
        run_cells(line, job)
        while True:
            asked.append(receive(line, PATIENCE))
            time.sleep(LIMITS.ask_seconds)
            send(line, {"answers": right_answers(asked[-1])})

    grade(Played(play), solved())
    assert 1 <= len(asked) <= (LIMITS.total_seconds + GRACE) / LIMITS.ask_seconds + 1


def test_replies_beside_the_answers_shift_no_answer_to_another_question() -> None:
    """Each question takes the next reply: an extra one can only spoil its author's own."""

    def play(line: Line, job: Job) -> None:
        run_cells(line, job)
        send(line, {"answers": [{"value": 20.0}] * 30})
        while True:
            send(line, {"answers": right_answers(receive(line, PATIENCE))})

    assert grade(Played(play), solved()).score < FULL


def test_whoever_names_the_same_cell_again_and_again_is_not_run_for_ever() -> None:
    runs = []

    def play(line: Line, job: Job) -> None:
        runs.append(job)
        place = next(n for n, source in enumerate(runs[0]["cells"]) if source is not None)
        line.sendall(said({"cell": place}) + said("nonsense"))

    graded = grade(Played(play, dataclasses.replace(LIMITS, restarts=2)), solved())
    assert len(runs) <= 3
    assert (graded.score, graded.status) == (0, "crashed")


def test_thousands_of_outputs_are_cut() -> None:
    def play(line: Line, job: Job) -> None:
        place = next(n for n, source in enumerate(job["cells"]) if source is not None)
        output = {"output_type": "stream", "name": "stdout", "text": "x"}
        send(line, {"cell": place})
        send(line, {"shown": [output] * 10_000})
        send(line, {"done": True})

    graded = grade(Played(play), solved())
    assert max(len(cell.get("outputs", [])) for cell in cells(graded)) <= 200
