"""How long a build takes: an author waits for it after every change of a master.

Whatever builds with nbgrader has to import it, so the build is compared with that import alone.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from bench.figures import judged, machine
from helpers import ROOT
from rich.console import Console
from rich.table import Table

TIMES = 5
AIM = 2  # s, beyond the import

# The package that ``sse`` does without, too: it would make the import three times as long.
IMPORT = "import sys; sys.modules['rfc3987_syntax'] = None; import nbgrader.apps"
COMMANDS = {
    "import nbgrader": ["-c", IMPORT],
    "sse build --check m04": ["-m", "solidarity", "build", "--check", "m04"],
    "sse build --check": ["-m", "solidarity", "build", "--check"],
}


def seconds(arguments: Sequence[str]) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - before


def test_a_build_beside_the_import_of_nbgrader() -> None:
    # In turn, so that whatever else the machine does falls on all of them.
    rounds = [[seconds(arguments) for arguments in COMMANDS.values()] for _ in range(TIMES)]
    bare, one, whole = (statistics.median(times) for times in zip(*rounds, strict=True))
    table = Table(title=f"A build, median of {TIMES} times\n{machine()}")
    for head in ("what", "seconds", "times the import"):
        table.add_column(head, justify="left" if head == "what" else "right")
    for name, value in zip(COMMANDS, (bare, one, whole), strict=True):
        table.add_row(name, f"{value:.2f}", f"{value / bare:.2f}")
    console = Console(highlight=False)
    console.print("\n", table, sep="")
    console.print(judged("A whole build beyond nbgrader's import", whole - bare, AIM, "s"))
    # Far above what is measured on a machine with nothing else to do.
    assert whole < 8 * bare
    assert one < whole
