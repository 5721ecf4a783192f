"""A learner's own error in a real kernel: a panel in plain words, Python's own text folded."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from solidarity.check import in_cells
from solidarity.run.session import run_cells

PATIENCE = 60
IMPORT = "from solidarity.check import check"


class Kernel:
    """A kernel as JupyterLab speaks to it: somebody sits there who could answer a question."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def run(
        self, cell: str, *, person: bool = True, stop: Any = None
    ) -> tuple[dict[str, Any], list[Any]]:
        """The kernel's reply, and what it showed."""
        shown: list[Any] = []

        def keep(message: Any) -> None:
            if message["msg_type"] == "status":
                return
            shown.append(SimpleNamespace(kind=message["msg_type"], **message["content"]))
            if stop is not None and message["msg_type"] == "stream":
                stop()

        reply = self.client.execute_interactive(
            cell, allow_stdin=person, output_hook=keep, timeout=PATIENCE
        )
        return reply["content"], [one for one in shown if one.kind != "execute_input"]


@pytest.fixture(scope="module")
def manager() -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(manager: KernelManager) -> Iterator[Kernel]:
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)
    kernel = Kernel(client)
    assert kernel.run(f"{IMPORT}\nimport solidarity.check, importlib")[0]["status"] == "ok"
    yield kernel
    client.stop_channels()


def panel_of(shown: list[Any]) -> tuple[str, str]:
    """The panel's HTML and its text; there is one, and no error beside it."""
    assert [one.kind for one in shown if one.kind != "stream"] == ["display_data"]
    data = shown[-1].data
    return data["text/html"], data["text/plain"]


def printed(shown: list[Any]) -> str:
    return "".join(one.text for one in shown if one.kind == "stream").strip()


@pytest.mark.parametrize(
    ("cell", "line", "words", "last"),
    [
        ("members = 36 lakh", "members = 36 lakh", "36 * 100_000", "SyntaxError: invalid syntax"),
        ("x = sum([3, 4)", "x = sum([3, 4)", "another kind", "SyntaxError: closing parenthesis"),
        ("x = (3 + 4", "x = (3 + 4", "`(` was opened", "SyntaxError: incomplete input"),
        ("if 3:\nx = 1", "x = 1", "four spaces", "IndentationError"),
        ("x = 1\nx = c", "x = c", '`"c"`', "NameError: name 'c' is not defined"),
        ("{'a': 1}['b']", "{'a': 1}['b']", "not in the dictionary", "KeyError: 'b'"),
        ("def f():\n    return 1 / 0\nf()", "return 1 / 0", "by zero", "ZeroDivisionError"),
    ],
)
def test_an_error_is_told_in_words_first_and_pythons_own_text_is_folded(
    kernel: Kernel, cell: str, line: str, words: str, last: str
) -> None:
    reply, shown = kernel.run(cell)
    html, text = panel_of(shown)
    before, _, folded = html.partition("<details")
    assert 'role="status"' in before
    assert f">{escape(line)}</pre>" in before
    assert words in unescape(re.sub("</?code[^>]*>", "`", before))
    assert words in text
    for own in (unescape(folded), text):
        assert last in own
        assert "\x1b" not in own
    # The kernel's reply stays an error: Run All stops, and tags behave.
    assert reply["status"] == "error"
    assert last.startswith(reply["ename"])
    assert any(reply["ename"] in part for part in reply["traceback"])


def test_what_was_printed_before_stands_before_it(kernel: Kernel) -> None:
    _, shown = kernel.run("print('first')\n1 / 0")
    assert [one.kind for one in shown] == ["stream", "display_data"]


def test_an_unknown_error_shows_its_last_line_and_how_to_read_it(kernel: Kernel) -> None:
    kernel.run("class Odd(Exception):\n    pass")
    html, text = panel_of(kernel.run("raise Odd('the <net> is torn')")[1])
    assert "Read the last line of what Python itself says." in html
    assert ">Odd: the &lt;net&gt; is torn</p>" in html[: html.index("<details")]
    assert text.endswith("Odd: the <net> is torn")


def test_an_error_whose_text_raises_does_no_harm(kernel: Kernel) -> None:
    kernel.run("class Mute(Exception):\n    def __str__(self):\n        raise ValueError")
    kernel.run("raise Mute()")
    assert kernel.run("1 + 1")[0]["status"] == "ok"


def test_a_very_long_text_is_cut(kernel: Kernel) -> None:
    html, text = panel_of(kernel.run("raise ValueError('x' * 10 ** 6)")[1])
    assert len(html) < 50_000
    assert len(text) < 50_000


def test_the_last_result_is_the_one_that_stopped(kernel: Kernel) -> None:
    for cell, stage in [("totl", "error_in_exec"), ("x = = 3", "error_before_exec")]:
        kernel.run(cell)
        _, shown = kernel.run(
            f"_r = get_ipython().last_execution_result\n"
            f"print(_r.success, type(_r.{stage}).__name__, _r.info.raw_cell)"
        )
        kind = "NameError" if cell == "totl" else "SyntaxError"
        assert printed(shown) == f"False {kind} {cell}"


def test_pythons_own_tools_still_show_the_traceback(kernel: Kernel) -> None:
    kernel.run("1 / 0")
    _, shown = kernel.run("%tb")
    assert [one.kind for one in shown] == ["error"]
    assert shown[0].ename == "ZeroDivisionError"
    _, shown = kernel.run("import sys; print(sys.last_type.__name__, sys.last_traceback is None)")
    assert printed(shown) == "ZeroDivisionError False"


def test_a_cell_that_was_stopped_gets_a_calm_sentence(
    kernel: Kernel, manager: KernelManager
) -> None:
    cell = "import time\nprint('now', flush=True)\ntime.sleep(50)"
    reply, shown = kernel.run(cell, stop=manager.interrupt_kernel)
    html, _ = panel_of(shown)
    assert "The cell was stopped" in html
    assert reply["ename"] == "KeyboardInterrupt"


def test_leaving_python_is_as_before(kernel: Kernel) -> None:
    _, shown = kernel.run("raise SystemExit(3)")
    assert "error" in [one.kind for one in shown]
    assert "display_data" not in [one.kind for one in shown]


def test_an_error_of_another_thread_is_left_alone(kernel: Kernel) -> None:
    _, shown = kernel.run(
        "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()"
    )
    assert "display_data" not in [one.kind for one in shown]


def test_installing_twice_does_no_harm(kernel: Kernel) -> None:
    kernel.run("importlib.reload(solidarity.check.in_cells)\nimportlib.reload(solidarity.check)")
    kernel.run("from solidarity.check import in_cells\nin_cells.install(get_ipython())")
    html, _ = panel_of(kernel.run("1 / 0")[1])
    assert html.count("<details") == 1


def test_a_fault_of_ours_does_not_hide_the_error(kernel: Kernel) -> None:
    kernel.run(
        "from solidarity.check import verdict_panel\n"
        "kept = verdict_panel.error_html\nverdict_panel.error_html = None"
    )
    _, shown = kernel.run("1 / 0")
    kernel.run("verdict_panel.error_html = kept")
    assert [one.kind for one in shown] == ["error"]
    panel_of(kernel.run("1 / 0")[1])


def test_a_program_that_runs_a_notebook_meets_an_error_as_ever(kernel: Kernel) -> None:
    reply, shown = kernel.run("1 / 0", person=False)
    assert [one.kind for one in shown] == ["error"]
    assert reply["ename"] == "ZeroDivisionError"


def test_nbgraders_own_runs_record_errors_as_errors() -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (IMPORT, "1 / 0", "x = = 3")]
    )
    NotebookClient(notebook, allow_errors=True, timeout=PATIENCE).execute()
    kinds = [[out.output_type for out in cell.outputs] for cell in notebook.cells]
    assert kinds == [[], ["error"], ["error"]]


@pytest.mark.parametrize("cell", ["1 / 0", "x = = 3", "raise KeyboardInterrupt", "totl"])
def test_the_graders_session_records_what_it_did(cell: str, tmp_path: Path) -> None:
    plainly, ours = run_cells(["1", cell])[-1], run_cells([IMPORT, cell])[-1]
    assert [out["output_type"] for out in ours.outputs] == ["error"]
    for field in ("ename", "evalue"):
        assert ours.outputs[0][field] == plainly.outputs[0][field]
    assert ours.error == plainly.error


def test_outside_a_notebook_nothing_is_imported_or_changed() -> None:
    code = textwrap.dedent("""
        import sys
        before = sys.excepthook
        import solidarity.check
        outside = {"IPython", "pandas", "numpy", "ipykernel", "traitlets"} & set(sys.modules)
        assert not outside, outside
        assert sys.excepthook is before
    """)
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_shell_without_a_kernel_is_left_alone() -> None:
    shell = SimpleNamespace(_showtraceback=print)
    in_cells.install(shell)
    assert shell._showtraceback is print
    assert threading.current_thread() is threading.main_thread()
