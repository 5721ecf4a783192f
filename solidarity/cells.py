"""Run a notebook's code cells in this process, and keep what they show as a notebook keeps it.

No kernel is started: IPython executes the cells as a kernel would, and outputs go into lists.
Call it in a process of its own: cells may change anything in the process they run in.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


@dataclass
class Shown:
    """What one cell showed: its outputs, and in words the error that stopped it, if one did."""

    outputs: list[Any] = field(default_factory=list)
    error: str = ""


def run_cells(sources: Sequence[str]) -> list[Shown]:
    """Run cells one after the other, up to the first that stops with an error."""
    done: list[Shown] = []
    with tempfile.TemporaryDirectory(prefix="sse-ipython-") as folder:
        shell = _shell(folder)
        for source in sources:
            shown = Shown()
            done.append(shown)
            shell.display_pub.shown = shell.displayhook.shown = shown
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
                result = shell.run_cell(source, store_history=True)
            stopped = result.error_before_exec or result.error_in_exec
            if stopped is not None:
                shown.error = f"{type(stopped).__name__}: {stopped}"
                break
            if printed.getvalue():
                shown.outputs.insert(0, _output("display_data", {"text/plain": printed.getvalue()}))
    return done


class _Publisher(DisplayPublisher):
    """Where ``display(…)`` goes."""

    shown: Shown

    def publish(self, data: Any, metadata: Any = None, **options: Any) -> None:
        name = (options.get("transient") or {}).get("display_id")
        if options.get("update"):
            self.shown.outputs = [
                _output("display_data", data, metadata, name) if old.get("display") == name else old
                for old in self.shown.outputs
            ]
            # What was emptied again (a progress bar) leaves no trace.
            self.shown.outputs = [o for o in self.shown.outputs if o["data"].get("text/html") != ""]
        else:
            self.shown.outputs.append(_output("display_data", data, metadata, name))

    def clear_output(self, wait: bool = False) -> None:
        self.shown.outputs.clear()


class _Hook(DisplayHook):
    """Where the value of a cell's last line goes."""

    shown: Shown

    def __call__(self, result: Any = None) -> None:
        if result is not None and not self.quiet():
            data, metadata = self.shell.display_formatter.format(result)
            self.shown.outputs.append(_output("execute_result", data, metadata))


def _output(kind: str, data: Any, metadata: Any = None, name: Any = None) -> Any:
    output = nbformat.v4.new_output(kind, data=dict(data), metadata=dict(metadata or {}))
    if name:
        output["display"] = name
    return output


def _shell(folder: str) -> Any:
    config = Config()
    # Nothing of this run may be found in the history of whoever builds the course.
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    return InteractiveShell.instance(
        config=config,
        ipython_dir=folder,
        display_pub_class=_Publisher,
        displayhook_class=_Hook,
    )
