"""A table: a pandas DataFrame."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from solidarity.answers.kinds.list import ListValue, leaves_of
from solidarity.answers.kinds.value import (
    Closeness,
    Loading,
    Reading,
    UnreadableValue,
    Value,
    all_agree,
    alone,
    bare_name,
    lacking,
    members_agree,
)
from solidarity.answers.plain import (
    MARK,
    MAX_TEXT,
    Malformed,
    Plain,
    field,
    fields,
    listed,
    worded,
    written,
)

if TYPE_CHECKING:
    import pandas as pd

ROWS_SHOWN = 8
CELLS_SHOWN = 48

_OF_RESET_INDEX = ("index", "level_0")


@dataclass(frozen=True)
class TableValue(Value):
    """Rows of values under the names of columns; each row has one for each column.

    ``labels``: those of the columns that stood in the table's index.
    """

    columns: tuple[str, ...]
    cells: tuple[tuple[Value, ...], ...]
    labels: tuple[str, ...] = ()

    shape = "table"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> TableValue | None:
        pandas = sys.modules.get("pandas")
        if pandas is None or not issubclass(type(thing), pandas.DataFrame):
            return None
        frame = cast("pd.DataFrame", thing)
        reading.demand_room(frame.shape[0] * frame.shape[1])
        # A named index is a column that a groupby or set_index moved aside: it is read as a column.
        own = list(frame.columns)
        if any(name is not None for name in frame.index.names):
            frame = frame.reset_index([n for n in frame.index.names if n not in own])
        labels = [name for name in frame.columns if name not in own]
        names = tuple(str(name)[:MAX_TEXT] for name in frame.columns)
        columns = [frame.iloc[:, place].tolist() for place in range(len(names))]
        rows = zip(*columns, strict=True) if columns else [()] * len(frame)
        cells = tuple(reading.within(row, levels=2) for row in rows)
        return cls(names, cells, tuple(str(label)[:MAX_TEXT] for label in labels))

    @classmethod
    def load(cls, content: object, loading: Loading) -> TableValue:
        found = fields(content, "a table")
        names = listed(field(found, "columns"), "the columns of a table")
        columns = tuple(written(worded(name, "the name of a column")) for name in names)
        rows = listed(field(found, "rows"), "the rows of a table")
        cells = tuple(loading.within(row, levels=2) for row in rows)
        if any(len(row) != len(columns) for row in cells):
            raise Malformed(f"each row of a table of {len(columns)} columns has as many values")
        labels = listed(found.get("labels", []), "the labels of a table")
        return cls(
            columns, cells, tuple(written(worded(one, "the name of a label")) for one in labels)
        )

    def plain(self) -> Plain:
        labels: dict[str, Plain] = {"labels": list(self.labels)} if self.labels else {}
        return {
            MARK: self.shape,
            "columns": list(self.columns),
            "rows": [[cell.plain() for cell in row] for row in self.cells],
            **labels,
        }

    def python(self) -> pd.DataFrame:
        import pandas

        rows = [[cell.python() for cell in row] for row in self.cells]
        return pandas.DataFrame(rows, columns=list(self.columns))

    def agrees(self, given: Value, near: Closeness) -> bool:
        """Whatever the order of the columns; of the rows only where that is asked for."""
        wanted, found = self.as_table(), given.as_table()
        if not found:
            raise UnreadableValue("Your table is empty. Does your loop add a row in each round?")
        missing = lacking(self, wanted, given, found)
        if missing:
            raise UnreadableValue(f"Your table has no column {missing}.", "names")
        if not near.others_may_stay and set(found) - {*wanted, *self.left_over(given)}:
            return False
        expected_rows, given_rows = _rows(wanted, wanted), _rows(found, wanted)
        if len(expected_rows) != len(given_rows):
            return False
        compare = all_agree if near.rows_in_order else members_agree
        return compare(expected_rows, given_rows, near)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_table()

    @staticmethod
    def left_over(given: Value) -> set[str]:
        """The columns of a table that nobody wrote: labels of its rows, now or once."""
        labels = given.labels if isinstance(given, TableValue) else ()
        return {bare_name(name) for name in (*labels, *_OF_RESET_INDEX)}

    def described(self) -> str:
        return "a table"

    def shown(self, unit: str = "") -> str:
        """As lines of text, columns aligned, cut after a few rows."""
        rows = [list(self.columns)]
        rows += [list(map(_cell, self.columns, row)) for row in self.cells[:ROWS_SHOWN]]
        widths = [max(len(row[place]) for row in rows) for place in range(len(self.columns))]
        lines = ["  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
        left = len(self.cells) - ROWS_SHOWN
        return "\n".join(lines + ([f"… and {left} more rows"] if left > 0 else []))

    def argument(self) -> str:
        if len(self.cells) * len(self.columns) > CELLS_SHOWN:
            return f"<table of {len(self.cells)} rows>"
        columns = {name: self._column(place) for place, name in enumerate(self.columns)}
        shown = ", ".join(f"{name!r}: {ListValue(c).argument()}" for name, c in columns.items())
        return f"pd.DataFrame({{{shown}}})"

    def as_list(self) -> Sequence[Value]:
        return self._column(0) if len(self.columns) == 1 else super().as_list()

    def as_table(self) -> dict[str, Sequence[Value]]:
        return {bare_name(name): self._column(place) for place, name in enumerate(self.columns)}

    def rows(self) -> Sequence[object]:
        return self.cells

    def part(self, start: int, stop: int | None) -> TableValue:
        return TableValue(self.columns, self.cells[start:stop], self.labels)

    def leaves(self) -> list[Value]:
        """Column by column, in the order of their names."""
        columns = sorted(self.as_table().items(), key=lambda item: item[0])
        return [leaf for _, column in columns for leaf in leaves_of(column)]

    def single(self) -> Value | None:
        return alone(self.cells[0]) if len(self.cells) == 1 else None

    def written_names(self) -> dict[str, str]:
        return {bare_name(name): name for name in self.columns}

    def _column(self, place: int) -> tuple[Value, ...]:
        return tuple(row[place] for row in self.cells)


def _rows(
    columns: dict[str, Sequence[Value]], names: dict[str, Sequence[Value]]
) -> list[ListValue]:
    """The rows of columns, with only the named ones, in their order."""
    picked = [columns[name] for name in names]
    if len({len(column) for column in picked}) > 1:
        raise UnreadableValue("")
    return [ListValue(row) for row in zip(*picked, strict=True)]


def _cell(column: str, cell: Value) -> str:
    """A year is no amount: it has no comma."""
    return cell.inside() if "year" in column.lower() else cell.shown()
