"""How long a model takes: a person who moves a slider waits for it at every step.

The peer is pandas reading the books of the very same year from a CSV file that is already in
memory. Whoever has no model has to load the books from somewhere, and 52 lines is the least there
is to load: so reading a year is the smallest thing that playing a year can be compared with.
"""

from __future__ import annotations

import io
import statistics

import pandas as pd
from bench.figures import TIMES, judged, machine, ms, p95
from rich.console import Console
from rich.table import Table

from solidarity.models.savings import Group, vsla_year

AIM = 2  # ms


def test_a_year_of_a_savings_group() -> None:
    books = vsla_year(Group()).by_week().to_csv(index=False)
    measured = {
        "vsla_year(Group())": ms(lambda: vsla_year(Group())),
        "pandas.read_csv of its books": ms(lambda: pd.read_csv(io.StringIO(books))),
    }
    model, peer = (statistics.median(durations) for durations in measured.values())
    table = Table(title=f"A year of a savings group, {TIMES} times\n{machine()}")
    table.add_column("what")
    for head in ("median, ms", "p95, ms"):
        table.add_column(head, justify="right")
    for name, durations in measured.items():
        table.add_row(name, f"{statistics.median(durations):.2f}", f"{p95(durations):.2f}")
    console = Console(highlight=False)
    console.print("\n", table, sep="")
    console.print(f"Playing the year takes {model / peer:.1f} times as long as reading it.")
    console.print(judged("Median of a year", model, AIM, "ms"))
    # Far above what is measured anywhere: only a model gone wrong gets there.
    assert model < 20 * peer
