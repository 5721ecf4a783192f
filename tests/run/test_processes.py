"""The processes that grade end at once, whatever they are in the midst of."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import PATIENCE, wait_until

from solidarity.run import processes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="looks into copies of a process")

PIPE = 2**16
"""Bytes that a pipe holds; whoever writes more waits for a reader."""


def begin() -> None:
    """What is done first in each process."""


def half_a_result(begun: Path) -> None:
    """Tell the first half of a result, and no more."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    pipe = frame.f_locals["result_queue"]._writer.fileno()
    os.write(pipe, struct.pack("!i", PIPE) + b"half")
    begun.touch()
    signal.pause()


def busy(begun: Path, work: bytes) -> None:
    """Be in the midst of something while more work waits than a pipe holds."""
    begun.touch()
    signal.pause()


def stop(what: str, begun: Path) -> None:
    """Stop a pool of processes as Ctrl-C does."""
    with processes.pool(2, begin) as pool:
        for _ in range(8):
            if what == "half a result":
                processes.submit(pool, half_a_result, begun)
            else:
                processes.submit(pool, busy, begun, bytes(3 * PIPE))
        wait_until(begun.exists, otherwise=lambda: "no process has begun")
        raise KeyboardInterrupt


@pytest.mark.parametrize("what", ["half a result", "a full pipe"])
def test_a_stop_waits_for_no_half_told_result_and_no_full_pipe(what: str, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    command = f"from run.test_processes import *; stop({what!r}, Path({str(begun)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert "KeyboardInterrupt" in done.stderr.splitlines()[-1]
