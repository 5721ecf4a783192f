"""A progress bar for a first computation that takes its time."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.display import HTML, display

SOON = 0.3
"""Seconds after which people begin to wonder whether anything happens."""

_BAR = '<progress aria-label="Computing the first result"></progress> Computing the first result …'


@contextmanager
def waiting(soon: float = SOON) -> Iterator[None]:
    """Show a bar while the body takes longer than ``soon`` seconds, and take it away after it."""
    shown: list[Any] = []

    def show() -> None:
        shown.append(display(HTML(_BAR), display_id=True))

    # In this cell's own context: otherwise the kernel would not know which cell the bar is for.
    here = contextvars.copy_context()
    timer = threading.Timer(soon, lambda: here.run(show))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for handle in shown:
            if handle:
                handle.update(HTML(""))
