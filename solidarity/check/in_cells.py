"""An error of a learner's cell is shown in plain words first, and Python's own text folded below.

This works where a person sits at a notebook (JupyterLab, VS Code). A program that runs a notebook
(nbgrader, nbconvert) and the grader's own session meet errors as ever.
"""

from __future__ import annotations

import re
import sys
import threading
from typing import Any

from solidarity.check import verdict_panel
from solidarity.slips import behind, errors

MOST_SHOWN = 20_000
"""Letters of Python's own text that are kept: a notebook is a file that somebody stores."""

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def install(shell: Any) -> None:
    """Let a notebook's IPython show errors in plain words. Twice does no harm."""
    if getattr(shell, "kernel", None) is None or hasattr(shell._showtraceback, "plainly"):
        return
    ordinary = shell._showtraceback

    def show(kind: Any, error: BaseException, lines: list[str]) -> None:
        try:
            if _is_for_a_person(shell, error):
                _show(shell, error, lines)
                return
        except Exception:
            # A fault of ours must not hide a learner's error.
            pass
        ordinary(kind, error, lines)

    show.plainly = True  # type: ignore[attr-defined]
    shell._showtraceback = show


def install_if_in_a_notebook() -> None:
    """Find the IPython that is running, if one is. It is not imported for that."""
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    if shell is not None:
        install(shell)


def _is_for_a_person(shell: Any, error: BaseException) -> bool:
    """Did a cell stop just now, where somebody sits in front of it?

    A program that runs a notebook says that it answers no questions: then errors stay errors.
    """
    return bool(
        shell.kernel._allow_stdin
        and threading.current_thread() is threading.main_thread()
        # Whoever writes %tb later wants Python's own text.
        and sys.exc_info()[1] is error
        and not isinstance(error, (SystemExit, GeneratorExit))
        and (_is_unread(error) or any(map(_is_cell, behind.frames(error))))
    )


def _is_unread(error: BaseException) -> bool:
    return isinstance(error, SyntaxError) and behind.is_a_cell(str(error.filename))


def _is_cell(step: Any) -> bool:
    return behind.is_a_cell(step.tb_frame.f_code.co_filename)


def _show(shell: Any, error: BaseException, lines: list[str]) -> None:
    found = errors.seen(error, errors.cell_of(error), shell.user_ns)
    python = _COLOURS.sub("", "\n".join(lines))
    if len(python) > MOST_SHOWN:
        half = MOST_SHOWN // 2
        python = f"{python[:half]}\n… left out: it is very long …\n{python[-half:]}"
    data = {
        "text/html": verdict_panel.error_html(found, python),
        "text/plain": f"{verdict_panel.error_text(found)}\n\n{python}",
    }
    # What was printed before the error stands before it.
    sys.stdout.flush()
    sys.stderr.flush()
    shell.display_pub.publish(data=data)
    # What the kernel answers to whoever asked for the cell to be run.
    shell._last_traceback = lines
    if getattr(shell.displayhook, "msg", None) is not None:
        shell._last_traceback_during_displayhook = True
