"""Run a notebook's code cells in this process, and keep what they show as a notebook keeps it.

No kernel is started: IPython executes the cells as a kernel would, and outputs go into lists.
Call it in a process of its own: cells may change anything in the process they run in.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MOST_LETTERS = 10_000_000
"""What all cells of a notebook may show together; what comes after it is left out."""

TOO_MUCH = "\n… the rest of the output was left out: there is too much of it.\n"


@dataclass
class Shown:
    """What one cell showed: its outputs, and in words the error that stopped it, if one did."""

    outputs: list[Any] = field(default_factory=list)
    error: str = ""


def run_cells(sources: Sequence[str]) -> list[Shown]:
    """Run cells one after the other, up to the first that stops with an error."""
    done: list[Shown] = []
    with tempfile.TemporaryDirectory(prefix="sse-ipython-") as folder:
        session = Session(folder)
        for source in sources:
            done.append(session.run(source))
            if done[-1].error:
                break
    return done


class Session:
    """IPython with a memory of its own, in which cells are run one after the other.

    folder: where IPython may keep its files. most_letters: how much all cells may show together.
    """

    def __init__(self, folder: str, most_letters: int = MOST_LETTERS) -> None:
        config = Config()
        # Nothing of this run may be found in the history of whoever builds or grades.
        config.HistoryManager.enabled = False
        InteractiveShell.clear_instance()
        _Shell.clear_instance()
        self.shell: Any = _Shell.instance(
            config=config,
            ipython_dir=folder,
            display_pub_class=_Publisher,
            displayhook_class=_Hook,
        )
        self._room = _Room(most_letters)

    def run(self, source: str, cell: str | None = None) -> Shown:
        """Run one cell. An error in it becomes an output, as in a kernel.

        ``cell`` is its id, for those who listen (see ``check.runs``).
        """
        shown = Shown()
        show = _Show(shown, self._room)
        self.shell.show = self.shell.display_pub.show = self.shell.displayhook.show = show
        out, err = _Stream(show, "stdout"), _Stream(show, "stderr")
        with (
            _nobody_to_ask(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            result = self.shell.run_cell(source, store_history=True, cell_id=cell)
        show.finish()
        stopped = result.error_before_exec or result.error_in_exec
        if stopped is not None:
            shown.error = f"{type(stopped).__name__}: {stopped}"
        return shown


class _Room:
    """How many letters may still be shown."""

    def __init__(self, letters: int) -> None:
        self.left = letters


class _Show:
    """Takes what a cell shows, as long as there is room."""

    def __init__(self, shown: Shown, room: _Room) -> None:
        self.shown, self._room = shown, room

    def text(self, name: str, text: str) -> None:
        room, self._room.left = self._room.left, self._room.left - len(text)
        if room <= 0 or not text:
            return
        if len(text) > room:
            text = text[:room] + TOO_MUCH
        outputs = self.shown.outputs
        if outputs and outputs[-1].get("name") == name:
            # Joined at the end: adding to a long text again and again would take for ever.
            outputs[-1]["text"].append(text)
        else:
            outputs.append(nbformat.from_dict({"output_type": "stream", "name": name}))
            outputs[-1]["text"] = [text]

    def output(self, output: Any) -> None:
        room, self._room.left = self._room.left, self._room.left - _letters(output)
        if self._room.left >= 0:
            self.shown.outputs.append(output)
        elif room > 0:
            self.shown.outputs.append(
                nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": TOO_MUCH})
            )

    def finish(self) -> None:
        for output in self.shown.outputs:
            if isinstance(output.get("text"), list):
                output["text"] = "".join(output["text"])


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` while a cell runs."""

    encoding = "utf-8"

    def __init__(self, show: _Show, name: str) -> None:
        self._show, self._name = show, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() takes a text, not {type(text).__name__}")
        self._show.text(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """Where ``display(…)`` goes."""

    show: _Show

    def publish(self, data: Any, metadata: Any = None, **options: Any) -> None:
        name = (options.get("transient") or {}).get("display_id")
        if not options.get("update"):
            self.show.output(_output("display_data", data, metadata, name))
            return
        shown = self.show.shown
        shown.outputs = [
            _output("display_data", data, metadata, name) if old.get("display") == name else old
            for old in shown.outputs
        ]
        # What was emptied again (a progress bar) leaves no trace.
        shown.outputs = [o for o in shown.outputs if o.get("data", {}).get("text/html") != ""]

    def clear_output(self, wait: bool = False) -> None:
        self.show.shown.outputs.clear()


class _Hook(DisplayHook):
    """Where the value of a cell's last line goes."""

    show: _Show

    def __call__(self, result: Any = None) -> None:
        if result is None or self.quiet():
            return
        self.update_user_ns(result)
        data, metadata = self.shell.display_formatter.format(result)
        self.show.output(_output("execute_result", data, metadata))


class _Shell(InteractiveShell):
    """IPython whose errors become outputs, and which nobody can leave."""

    show: _Show

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        error = {"ename": str(etype.__name__), "evalue": str(evalue), "traceback": list(stb)}
        self.show.output(nbformat.from_dict({"output_type": "error", **error}))

    def ask_exit(self) -> None:
        """What ``exit`` and ``quit`` call: here the cells go on."""


def _output(kind: str, data: Any, metadata: Any = None, name: Any = None) -> Any:
    # Not through nbformat's own makers, which validate each output and take most of the time.
    output = nbformat.from_dict(
        {"output_type": kind, "data": dict(data), "metadata": dict(metadata or {})}
    )
    if kind == "execute_result":
        output["execution_count"] = None
    if name:
        output["display"] = name
    return output


def _letters(output: Any) -> int:
    if "data" in output:
        return sum(len(str(part)) for part in output["data"].values())
    return sum(len(str(part)) for part in output["traceback"])


@contextlib.contextmanager
def _nobody_to_ask() -> Iterator[None]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("input() cannot be used here: nobody is there to answer it")

    before = builtins.input
    builtins.input = refuse
    try:
        yield
    finally:
        builtins.input = before
