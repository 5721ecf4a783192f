"""Run a notebook's code cells in this process, and keep what they show as a notebook keeps it.

No kernel is started: IPython executes the cells as a kernel would, and outputs go into lists.
Call it in a process of its own: cells may change anything in the process they run in.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets.config import Config

from solidarity.answers.ask import nobody_to_ask
from solidarity.run import outputs as output

MOST_LETTERS = 10_000_000
"""What all cells of a notebook may show together; what comes after it is left out."""

_MOST_NAME = 200

_OF_A_KERNEL = ("autosave", "clear", "cls", "connect_info", "less", "more", "qtconsole")
"""Lines with % that only a kernel knows. They do something to the page, and here there is none."""

_Raised = tuple[object, object, object]
"""What ``sys.exc_info`` tells."""

TOO_MUCH = "\n… the rest of the output was left out: there is too much of it.\n"


@dataclass
class Shown:
    """What one cell showed: its outputs, and in words the error that stopped it, if one did."""

    outputs: list[NotebookNode] = field(default_factory=list)
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
        self.shell: InteractiveShell = _Shell.instance(
            config=config,
            ipython_dir=folder,
            display_pub_class=_Publisher,
            displayhook_class=_Hook,
        )
        self._room = _Room(most_letters)
        self._show = _Show(Shown(), self._room)
        # The same ones for all cells, as in a kernel: somebody may keep one of them.
        self._out = _Stream(lambda: self._show, "stdout")
        self._err = _Stream(lambda: self._show, "stderr")
        self._run_cell = self.shell.run_cell
        for name in _OF_A_KERNEL:
            self.shell.register_magic_function(_nothing_to_do, "line", name)
        own = ("display_formatter", "display_pub", "displayhook", "events")
        self._own = {name: getattr(self.shell, name) for name in own}

    def run(self, source: str, cell: str | None = None) -> Shown:
        """Run one cell. An error in it becomes an output, as in a kernel.

        Whatever the cell did to IPython, or shows: this ends, and the next cell can be run.
        ``cell`` is its id, for those who listen (see ``check.runs``).
        """
        shown = Shown()
        show = _Show(shown, self._room)
        # A cell may have put something else, or nothing, in the place of these.
        for name, part in self._own.items():
            setattr(self.shell, name, part)
        self.shell.show = self.shell.display_pub.show = self.shell.displayhook.show = show
        self._show = show
        out, err = self._out, self._err
        stopped: BaseException | None
        try:
            with (
                nobody_to_ask(),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                result = self._run_cell(source, store_history=True, cell_id=cell)
            stopped = result.error_before_exec or result.error_in_exec
        except BaseException as odd:
            # Raised by IPython itself, after the cell has changed it.
            stopped = odd
            show.output(output.error(type(odd), odd, None))
        show.finish()
        if stopped is not None:
            shown.error = f"{output.kind_of(stopped)}: {output.text_of(stopped)}"
        return shown

    def count(self) -> None:
        """Count a cell that is not run here, so that ``Out[7]`` means the same as in a kernel."""
        # Whatever a cell has put there.
        with contextlib.suppress(Exception):
            self.shell.history_manager.store_inputs(self.shell.execution_count, "")
            self.shell.execution_count += 1


class _Room:
    """How many letters may still be shown."""

    def __init__(self, letters: int) -> None:
        self.left = letters


class _Show:
    """Takes what a cell shows, as long as there is room."""

    def __init__(self, shown: Shown, room: _Room) -> None:
        self.shown, self._room = shown, room

    def text(self, name: str, text: str) -> None:
        outputs = self.shown.outputs
        # Joined at the end: adding to a long text again and again would take for ever.
        more = bool(outputs) and outputs[-1].get("name") == name
        room = self._room.left - (0 if more else output.BESIDE)
        if room <= 0 or not text or (self._full() and not more):
            return
        if len(text) > room:
            text = text[:room] + TOO_MUCH
        if not more:
            outputs.append(output.stream(name, ""))
            outputs[-1]["text"] = []
        elif isinstance(outputs[-1]["text"], str):
            # The cell has ended, and something that it began still writes.
            outputs[-1]["text"] = [outputs[-1]["text"]]
        outputs[-1]["text"].append(text)
        self._room.left = room - len(text)

    def output(self, one: NotebookNode) -> None:
        if self._room.left > 0 and not self._full():
            fitted = output.fitted(one, self._room.left)
            self._room.left -= output.letters(fitted)
            self.shown.outputs.append(fitted)

    def update(self, name: str, one: NotebookNode) -> None:
        """Show this in the place of what was shown under the same name."""
        for place, old in enumerate(self.shown.outputs):
            if old.get("display") == name:
                self._room.left += output.letters(old)
                fitted = output.fitted(one, max(0, self._room.left))
                self._room.left -= output.letters(fitted)
                self.shown.outputs[place] = fitted

    def clear(self) -> None:
        """Forget what was shown: the room is there for what comes next."""
        self._room.left += sum(map(output.letters, self.shown.outputs))
        self.shown.outputs.clear()

    def finish(self) -> None:
        for one in self.shown.outputs:
            if isinstance(one.get("text"), list):
                one["text"] = "".join(one["text"])

    def _full(self) -> bool:
        """Whether there are so many outputs that only a note may follow, which is then made."""
        outputs = self.shown.outputs
        if len(outputs) == output.MOST_OUTPUTS - 1:
            outputs.append(output.stream("stdout", ""))
            outputs[-1]["text"] = [TOO_MUCH]
        return len(outputs) >= output.MOST_OUTPUTS


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells; what is written belongs to the present one."""

    encoding = "utf-8"

    def __init__(self, show: Callable[[], _Show], name: str) -> None:
        self._show, self._name = show, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() takes a text, not {output.kind_of(text)}")
        self._show().text(self._name, str.__str__(text))
        return len(text)

    def fileno(self) -> int:
        """For programs that a cell starts: as in a kernel, what they write is not the cell's."""
        return 1 if self._name == "stdout" else 2

    def close(self) -> None:
        """It is there for the next cell too."""

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """Where ``display(…)`` goes."""

    show: _Show

    def publish(self, data: object, metadata: object = None, **options: object) -> None:
        one = output.data("display_data", data, metadata)
        transient = options.get("transient")
        if isinstance(transient, dict) and transient.get("display_id"):
            one["display"] = output.text_of(transient["display_id"])[:_MOST_NAME]
        if not options.get("update"):
            self.show.output(one)
            return
        self.show.update(one.get("display", ""), one)
        # What was emptied again (a progress bar) leaves no trace.
        shown = self.show.shown
        shown.outputs = [o for o in shown.outputs if o.get("data", {}).get("text/html") != ""]

    def clear_output(self, wait: bool = False) -> None:
        self.show.clear()


class _Hook(DisplayHook):
    """Where the value of a cell's last line goes."""

    show: _Show

    def __call__(self, result: object = None) -> None:
        if result is None or self.quiet():
            return
        self.update_user_ns(result)
        self.show.output(self._shown(result))

    def _shown(self, result: object) -> NotebookNode:
        try:
            data, metadata = self.shell.display_formatter.format(result)
        except Exception as error:
            note = f"({output.kind_of(result)} cannot be shown: {output.kind_of(error)})"
            return output.data("execute_result", {"text/plain": note})
        return output.data("execute_result", data, metadata)


class _Shell(InteractiveShell):
    """IPython whose errors become outputs, and which nobody can leave."""

    show: _Show

    def showtraceback(
        self, exc_tuple: _Raised | None = None, *args: object, **options: object
    ) -> None:
        """Show an error, also one that cannot be shown as IPython does it."""
        kind, value, _ = exc_tuple or sys.exc_info()
        try:
            super().showtraceback(exc_tuple, *args, **options)
        except (Exception, SystemExit):
            self.show.output(output.error(kind, value, None))

    def _showtraceback(self, etype: object, evalue: object, stb: object) -> None:
        self.show.output(output.error(etype, evalue, stb))

    def _format_exception_for_storage(self, *_: object, **__: object) -> dict[str, object]:
        """For a history that nobody reads; IPython's own asks the error for its text again."""
        return {}

    def ask_exit(self) -> None:
        """What ``exit`` and ``quit`` call: here the cells go on."""


def _nothing_to_do(line: str) -> None:
    pass
