"""Asking for answers leaves no trace and comes to an end, with a copy of the process or without."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solidarity.answers import in_time, without_trace
from solidarity.answers.inputs import Inputs
from solidarity.answers.values import value_of
from solidarity.answers.without_trace import ask_all

SHORT = 2.0
Ways = Callable[..., list[dict[str, Any]]]


def in_a_copy(names: dict[str, Any], inputs: list[Any], **more: Any) -> list[Any]:
    return ask_all(names, "f", inputs, seconds=SHORT, **more)


def here(names: dict[str, Any], inputs: list[Any], **more: Any) -> list[Any]:
    """As where no copy is safe, which is on macOS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        return in_a_copy(names, inputs, **more)


def without_timers(names: dict[str, Any], inputs: list[Any], **more: Any) -> list[Any]:
    """As on Windows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(signal, "setitimer")
        return here(names, inputs, **more)


WAYS = [in_a_copy, here, without_timers]
each_way = pytest.mark.parametrize("way", WAYS)


def of(value: Any) -> Inputs:
    return (("x", value_of(value)),)


def given(answers: list[Any]) -> list[Any]:
    told = [answer.plain() for answer in answers]
    return [answer.get("value", answer.get("error")) for answer in told]


def children_of_this_process() -> set[str]:
    lists = Path("/proc/self/task").glob("*/children")
    return {child for one in lists for child in one.read_text().split()}


def for_ever(x: int) -> int:
    while x == 2:
        pass
    return x


def for_ever_and_catching(x: int) -> int:
    while x == 2:
        try:
            while True:
                pass
        except:  # noqa: E722
            pass
    return x


def waits(x: int) -> int:
    if x == 2:
        signal.pause()
    return x


def computes(x: int) -> int:
    return sum(range(10**15)) if x == 2 else x


@each_way
def test_a_loop_without_end_ends(way: Any) -> None:
    answers = way({"f": for_ever}, [of(1), of(2), of(3)])
    assert given(answers) == [1, "TimeoutError", "TimeoutError"]


@pytest.mark.parametrize("way", [in_a_copy, here])
def test_a_function_that_waits_ends(way: Any) -> None:
    assert given(way({"f": waits}, [of(1), of(2)])) == [1, "TimeoutError"]


def test_a_loop_that_catches_everything_ends_with_the_copy() -> None:
    answers = in_a_copy({"f": for_ever_and_catching}, [of(1), of(2)])
    assert given(answers) == [1, "TimeoutError"]


def test_a_long_step_of_a_library_ends_with_the_copy() -> None:
    assert given(in_a_copy({"f": computes}, [of(2), of(1)])) == ["TimeoutError"] * 2


@each_way
def test_after_a_loop_that_was_ended_all_goes_on(way: Any) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGINT)}
    threads = threading.active_count()
    children = children_of_this_process()
    for _ in range(3):
        way({"f": for_ever}, [of(2)])
        assert given(way({"f": for_ever}, [of(1)])) == [1]
    assert {number: signal.getsignal(number) for number in before} == before
    assert threading.active_count() == threads
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert children_of_this_process() == children


@pytest.mark.parametrize("way", [here, without_timers])
def test_an_interruption_that_comes_while_the_limit_ends_changes_nothing(
    way: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may be the one that is told of an alarm, and pass it on late."""
    before = {number: signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGINT)}
    real = signal.signal
    late: list[int] = []

    def put_back(number: int, handler: Any) -> Any:
        if signal.getsignal(number) != before[signal.Signals(number)]:
            late.append(number)
            signal.raise_signal(number)
        return real(number, handler)

    monkeypatch.setattr(signal, "signal", put_back)
    assert given(way({"f": for_ever}, [of(1), of(2)])) == [1, "TimeoutError"]
    assert len(late) == 1
    assert {number: signal.getsignal(number) for number in before} == before


@each_way
def test_the_examples_and_the_rest_have_their_time_each(way: Any) -> None:
    def slow(x: int) -> int:
        end = time.monotonic() + SHORT * 0.6
        while time.monotonic() < end:
            pass
        return x

    inputs = [of(1), of(2)]
    assert given(way({"f": slow}, inputs, shown=1)) == [1, 2]
    assert given(way({"f": slow}, inputs)) == [1, "TimeoutError"]


def test_what_a_function_changes_is_forgotten() -> None:
    seen: list[int] = []

    def f(x: int) -> int:
        seen.append(x)
        return len(seen)

    assert given(in_a_copy({"f": f}, [of(1), of(1)])) == [1, 2]
    assert given(in_a_copy({"f": f}, [of(1)])) == [1]
    assert seen == []


def test_a_seed_of_the_learners_own_holds() -> None:
    """Python begins chance anew in a copy of a process."""
    random.seed(4)
    wanted = random.random()
    random.seed(4)
    assert given(in_a_copy({"f": lambda x: random.random()}, [of(1)])) == [wanted]


def test_a_function_that_ends_python_costs_only_its_answers() -> None:
    def f(x: int) -> int:
        if x == 2:
            os._exit(0)
        return x

    assert given(in_a_copy({"f": f}, [of(1), of(2), of(3)])) == [1, "SystemExit", "SystemExit"]


def test_a_large_answer_comes_whole() -> None:
    assert (
        given(in_a_copy({"f": lambda x: ["ab" * 500] * 150}, [of(1)] * 3))
        == [["ab" * 500] * 150] * 3
    )


def test_the_key_that_stops_a_cell_stops_it_at_once() -> None:
    """Where the limit makes use of the same signal, which is on Windows."""

    def f(x: int) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return for_ever(2)

    with pytest.raises(KeyboardInterrupt):
        without_timers({"f": f}, [of(1)])


def test_in_another_thread_there_is_no_limit_and_no_harm() -> None:
    done: list[Any] = []
    thread = threading.Thread(target=lambda: done.extend(here({"f": for_ever}, [of(1)])))
    thread.start()
    thread.join()
    assert given(done) == [1]


def test_time_that_is_not_up_interrupts_nothing() -> None:
    with in_time.in_time(SHORT):
        total = sum(range(1000))
    assert total == 499_500
    assert without_trace.SECONDS >= 5


def endless_in_time(seconds: float) -> None:
    with in_time.in_time(seconds):
        while True:
            pass


SLOW_TRACER = """
import time

def trace(frame, event, arg):
    if frame.f_code.co_filename.endswith("in_time.py"):
        end = time.monotonic() + 0.005
        while time.monotonic() < end:
            pass
    return trace
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_an_alarm_above_our_own_lines_leaves_the_former_handler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A debugger or coverage runs above each line, also above those that put the handler back."""
    tracer: dict[str, Any] = {"__name__": "coverage.slow"}
    exec(SLOW_TRACER, tracer)
    before, traced = signal.getsignal(signal.SIGALRM), sys.gettrace()
    sys.settrace(tracer["trace"])
    try:
        with pytest.raises(in_time.OutOfTime):
            endless_in_time(0.02)
    finally:
        sys.settrace(traced)
    assert signal.getsignal(signal.SIGALRM) is before
