"""Where the processes that grade come from: on Linux they are copies of the one that grades."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.context import BaseContext


def context() -> BaseContext:
    """The kind of processes that grade.

    A copy has everything imported already; elsewhere than on Linux it would not be safe.
    Copies are best made while this process has one thread, so a progress bar begins after them.
    """
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
