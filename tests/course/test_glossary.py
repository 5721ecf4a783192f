"""Key words are linked where a reading first uses them, and explained in a few plain words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from course.reading_level import grade, words
from helpers import MODULES, ROOT, some

from solidarity.author.glossary import load_glossary
from solidarity.author.master import read_master

each_module = pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)

PATH = ROOT / "course" / "glossary.toml"
GLOSSARY = load_glossary(PATH)
FEWEST_TERMS = 8
MOST_WORDS = 40
LINK = re.compile(r"\[([^\]]+)\]\(glossary#([^)]+)\)")


def text_of(folder: Path) -> str:
    """A reading from its first section on: the promises at its top name words before their time."""
    cells = read_master(folder / "reading.md", "reading.md").notebook.cells
    return "\n".join(cell.source for cell in cells[1:] if cell.cell_type == "markdown")


@each_module
def test_a_reading_links_its_key_words(folder: Path) -> None:
    assert len(LINK.findall(text_of(folder))) >= FEWEST_TERMS


@each_module
def test_a_word_is_linked_once(folder: Path) -> None:
    keys = [key for _, key in LINK.findall(text_of(folder))]

    assert len(set(keys)) == len(keys)


@each_module
def test_a_word_is_linked_where_it_is_first_used(folder: Path) -> None:
    text = text_of(folder)
    for link in some(LINK.finditer(text)):
        before = re.sub(r"!\[[^\]]*\]", "", LINK.sub("", text[: link.start()]))
        prose = "\n".join(line for line in before.split("\n") if not line.startswith("#"))
        for term in {link[1], GLOSSARY[link[2]].term}:
            assert not re.search(rf"(?i)\b{re.escape(term)}\b(?!-)", prose), term


def test_the_file_is_in_alphabetical_order() -> None:
    terms = [entry["term"] for entry in tomllib.loads(PATH.read_text(encoding="utf-8")).values()]

    assert terms == sorted(terms, key=str.casefold)


@pytest.mark.parametrize("key", GLOSSARY)
def test_a_meaning_is_short_and_plain(key: str) -> None:
    means = GLOSSARY[key].means

    assert means[0].isupper() or means[0].isdigit()
    assert means.endswith(".")
    assert 4 <= words([means]) <= MOST_WORDS
    assert not re.search(r"[*_`\[\]<>!]", means)
    assert not re.search(r"[A-Z]\d+\]", means)


def test_all_meanings_together_ask_for_no_more_than_nine_years_of_school() -> None:
    terms = tuple(entry.term for entry in GLOSSARY.values())

    assert grade([entry.means for entry in GLOSSARY.values()], terms) <= 9
