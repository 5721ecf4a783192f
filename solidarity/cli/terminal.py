"""What ``sse`` says and asks at a terminal: nothing in it that a terminal would obey."""

from __future__ import annotations

import sys

from rich.console import Console

from solidarity.foreign import visible_lines

# What people wrote is shown as it stands, also where it looks like the name of a picture (":x:").
say = Console(highlight=False, soft_wrap=True, emoji=False)
warn = Console(highlight=False, soft_wrap=True, emoji=False, stderr=True)


def complain(text: object) -> None:
    """Say it beside what the command gives, with nothing in it that a terminal would obey."""
    warn.print(visible_lines(text), markup=False)


def ask(question: str) -> bool | None:
    """What a person answers, no by default; None where nobody sits there to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    # Not with input(), which writes to where the JSON goes.
    try:
        warn.print(f"{question} [y/N] ", end="", markup=False)
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer.endswith("\n"):
        warn.print()
    return answer.strip().lower() in ("y", "yes")
