"""A learner's own cells as a section of the page: her words, her pictures, her tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from solidarity.page import markdown
from solidarity.page.cell_outputs import shown, text_of
from solidarity.page.clean import Place
from solidarity.page.markdown import Heading
from solidarity.page.pictures import picture

TOP = 3
"""The level of a section's highest heading: the page's own are above."""

_LOWEST = 6
_RICH = ("text/html", "image/png", "image/jpeg", "image/svg+xml")
"""What is worth showing to a town hall: charts and tables, but no lines that a cell printed."""

# A panel says below its picture how to move it, which nobody can on this page.
_PANEL_NOTE = re.compile(r'<p class="sse-note">[^<]*</p>')
_IMG = re.compile(r'(<img\b[^>]*? alt=")([^"]*)(")')
_NO_WORDS = "A picture without a description."
_SAYS_NOTHING = re.compile(
    r"(|image|attachment|[^\s]*\.(png|jpe?g|gif|webp|svg)"
    r"|A (picture|drawing) (without a description|that this code drew)\.)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Section:
    """Clean HTML with headings from level 3 on. wordless: pictures that nobody described."""

    html: str
    wordless: int


def place_in(folder: Path) -> Place:
    """No link leads anywhere; pictures that lie in the notebook's folder are taken in."""
    return Place(picture=lambda name: picture(folder, unquote(name)))


def parts_of(cells: Iterable[Any], place: Place) -> list[Heading | str]:
    """Headings and clean HTML, as the cells have them from top to bottom."""
    found: list[Heading | str] = []
    for cell in cells:
        if cell.cell_type == "markdown":
            found += markdown.parts(cell.source, place, cell.get("attachments"))
        elif cell.cell_type == "code":
            found += [html for output in cell.outputs if (html := _drawn(output, place))]
    return found


def section(parts: Sequence[Heading | str]) -> Section:
    """The parts with headings in order, where none is two levels below the one above it."""
    highest = min((part.level for part in parts if isinstance(part, Heading)), default=1)
    html, level = [], TOP - 1
    for part in parts:
        if isinstance(part, str):
            html.append(f'<div class="written">{part}</div>')
            continue
        level = min(part.level - highest + TOP, level + 1, _LOWEST)
        html.append(f"<h{level}>{part.html}</h{level}>")
    return _described("\n".join(html))


def _drawn(output: Any, place: Place) -> str:
    """A chart or a table that a cell showed, "" for anything else."""
    data = output.get("data")
    if not isinstance(data, dict):
        return ""
    kept = {kind: _PANEL_NOTE.sub("", text_of(data[kind])) for kind in _RICH if kind in data}
    html = shown({"output_type": output.get("output_type"), "data": kept}, place)
    if not html:
        return ""
    # A wide table is moved sideways within its own frame, also with the keyboard.
    return f'<div class="shown" tabindex="0" role="group" aria-label="Chart or table">{html}</div>'


def _described(html: str) -> Section:
    """The same HTML, where a picture's words are words: a file's name tells nobody anything."""
    wordless = 0

    def described(found: re.Match[str]) -> str:
        nonlocal wordless
        if not _SAYS_NOTHING.fullmatch(unescape(found[2]).strip()):
            return found[0]
        wordless += 1
        return f"{found[1]}{escape(_NO_WORDS)}{found[3]}"

    text = _IMG.sub(described, html)
    return Section(text, wordless)
