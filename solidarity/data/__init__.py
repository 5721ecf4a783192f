"""Tables that come with the course, each with a card: who made it, when, in which units.

A table lies in ``<name>/data.csv`` with its ``card.toml`` beside it. A script under ``tools/``
makes both from the package that the card names, so that anyone can make them again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from pathlib import Path

import pandas as pd

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Column:
    """A column of a table: what it holds, and in which unit."""

    means: str
    unit: str


@dataclass(frozen=True)
class Card:
    """What to know before one believes a table."""

    name: str
    title: str
    source: str
    url: str
    licence: str
    date: str
    rows: int
    row: str
    cautions: tuple[str, ...]
    columns: Mapping[str, Column]

    def _repr_html_(self) -> str:
        about = {
            "Each row is": self.row,
            "Rows": f"{self.rows:,}",
            "Source": self.source,
            "Address": self.url,
            "Licence": self.licence,
            "Date": self.date,
        }
        lines = [_line(head, escape(text)) for head, text in about.items()]
        cautions = "".join(f"<li>{escape(text)}</li>" for text in self.cautions)
        lines.append(_line("Take care", f"<ul>{cautions}</ul>"))
        lines += [
            _line(column, escape(f"{told.means} ({told.unit})"))
            for column, told in self.columns.items()
        ]
        return f"<table><caption>{escape(self.title)}</caption>{''.join(lines)}</table>"


def _line(head: str, html: str) -> str:
    left = "text-align:left"
    return (
        f'<tr><th scope="row" style="{left}">{escape(head)}</th><td style="{left}">{html}</td></tr>'
    )


def names() -> list[str]:
    """The names of all tables, in alphabetical order."""
    return sorted(path.parent.name for path in _HERE.glob("*/card.toml"))


def load(name: str) -> pd.DataFrame:
    """The table of this name, a fresh copy at every call; units stand on its ``card``.

    Raises ValueError with the names that there are when there is no such table.
    """
    return pd.read_csv(_folder(name) / "data.csv")


def card(name: str) -> Card:
    """The card of the table of this name: source, licence, date, and each column with its unit.

    Raises ValueError with the names that there are when there is no such table.
    """
    told = tomllib.loads((_folder(name) / "card.toml").read_text(encoding="utf-8"))
    columns = {column: Column(**about) for column, about in told.pop("columns").items()}
    return Card(name=name, cautions=tuple(told.pop("cautions")), columns=columns, **told)


def _folder(name: str) -> Path:
    if name in names():
        return _HERE / name
    near = get_close_matches(str(name), names(), n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"there is no table {name!r}.{meant} There are: {', '.join(names())}.")
