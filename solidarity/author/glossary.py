"""The glossary: a reading links its key terms, and explains them at its end.

In a master a term is linked where it is first used: ``[ROSCA](glossary#rosca)``. In the notebook
the link leads to the reading's own list of words, since a learner may have this folder alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from solidarity.author.master import GENERATED_SOURCES, GENERATED_WORDS, Master
from solidarity.course import WORK, CourseProblem, Module, read_toml
from solidarity.notebooks.headings import anchor

HEADING = "Words in this reading"
PAGE_MARK = "<!-- all words of the course stand here -->"

_LINK = re.compile(r"\]\(glossary#([^)\s]*)\)")
_RESOLVED = re.compile(r'\]\((#[\w-]+) "[^"]*"\)')
_TERM = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Entry:
    """One term and what it means, in a sentence or two."""

    key: str
    term: str
    means: str

    @property
    def address(self) -> str:
        """Where its heading is in a notebook."""
        return f"#{anchor(self.term)}"


def load_glossary(path: Path) -> dict[str, Entry]:
    """All terms by their key, in alphabetical order.

    Raises CourseProblem when an entry is not whole, or is not called after its term.
    """
    found = {}
    for key, entry in read_toml(path).items():
        try:
            found[key] = Entry(key=key, **entry)
        except TypeError as error:
            raise CourseProblem(f"{path.name}, [{key}]: {error}.") from None
        problem = _problem(found[key])
        if problem:
            raise CourseProblem(f"{path.name}, [{key}]: {problem}.")
    return dict(sorted(found.items(), key=lambda item: item[1].term.casefold()))


def _problem(entry: Entry) -> str:
    if not _TERM.fullmatch(entry.term):
        return f"the term {entry.term!r} may hold letters, digits, single spaces and hyphens only"
    key = entry.address.lower().removeprefix("#")
    if key != entry.key:
        return f"the key of {entry.term!r} must be {key!r}"
    if re.search(r'["|\n]', entry.means):
        return 'its meaning must not hold ", | or a line break; write “ and ”'
    return ""


def keys_linked(text: str) -> list[str]:
    """The keys of the terms that a text of a master links, in their order."""
    return _LINK.findall(text)


def check_glossary(master: Master, part: str, glossary: Mapping[str, Entry]) -> list[str]:
    """Links to terms that there are not, or from a page without a list of words."""
    problems = []
    for place, line, key in _links(master):
        at = f"{master.name}, cell {place + 1}, line {line}"
        if part != "reading":
            problems.append(
                f"{at}: only a reading lists its words; link [{key}] there, and not here."
            )
        elif key not in glossary:
            problems.append(f"{at}: the term [{key}] is not in course/glossary.toml.")
    return problems


def _links(master: Master) -> Iterator[tuple[int, int, str]]:
    """Each link of a master: its cell, its line in the file, and the key."""
    for place, cell in enumerate(master.notebook.cells):
        if cell.cell_type == "markdown":
            for line, text in enumerate(cell.source.split("\n"), start=master.lines[place]):
                for key in keys_linked(text):
                    yield place, line, key


def unused_terms(glossary: Mapping[str, Entry], uses: Mapping[str, Sequence[Module]]) -> list[str]:
    """Terms that no reading links."""
    return [
        f"course/glossary.toml, [{key}]: no reading links this term. Link it where it is first "
        f"used, as [{entry.term}](glossary#{key}), or take it out."
        for key, entry in glossary.items()
        if key not in uses
    ]


def list_words(notebook: Any, glossary: Mapping[str, Entry]) -> None:
    """Turn the links of a reading to the words at its end, and put these words there."""

    def resolved(link: re.Match[str]) -> str:
        entry = glossary.get(link[1])
        # The meaning shows under the pointer, so that nobody has to leave the sentence for it.
        return f']({entry.address} "{entry.means}")' if entry else link[0]

    first_met = _first_met(notebook)
    if not first_met:
        return
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(resolved, cell.source)
    words = [_word(entry, first_met[key]) for key, entry in glossary.items() if key in first_met]
    text = "\n\n".join([f"## {HEADING}", GENERATED_WORDS, *words])
    notebook.cells.insert(_before_sources(notebook), nbformat.v4.new_markdown_cell(text))


def _word(entry: Entry, heading: str) -> str:
    return f"### {entry.term}\n\n{entry.means}\nFirst met in [{heading}](#{anchor(heading)})."


def _first_met(notebook: Any) -> dict[str, str]:
    """For each linked term the heading of the section that links it first."""
    found: dict[str, str] = {}
    heading = ""
    for cell in notebook.cells:
        for line in cell.source.split("\n") if cell.cell_type == "markdown" else []:
            if line.startswith("#"):
                heading = line.lstrip("#").strip()
            for key in keys_linked(line):
                found.setdefault(key, heading)
    return found


def _before_sources(notebook: Any) -> int:
    places = [n for n, cell in enumerate(notebook.cells) if GENERATED_SOURCES in cell.source]
    return places[0] if places else len(notebook.cells)


def restore_links(notebook: Any, glossary: Mapping[str, Entry]) -> None:
    """The reverse of ``list_words``: from a notebook back to what a master says."""
    keys = {entry.address: key for key, entry in glossary.items()}

    def restored(link: re.Match[str]) -> str:
        return f"](glossary#{keys[link[1]]})" if link[1] in keys else link[0]

    notebook.cells = [cell for cell in notebook.cells if GENERATED_WORDS not in cell.source]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _RESOLVED.sub(restored, cell.source)


def list_terms(
    notebook: Any, glossary: Mapping[str, Entry], uses: Mapping[str, Sequence[Module]]
) -> None:
    """Put the table of all terms into the place kept for it on the glossary page."""
    for cell in notebook.cells:
        if PAGE_MARK in cell.source:
            cell.source = cell.source.replace(PAGE_MARK, _table(glossary, uses))


def _table(glossary: Mapping[str, Entry], uses: Mapping[str, Sequence[Module]]) -> str:
    lines = ["| Word | What it means | Used in |", "|:---|:---|:---|"]
    for key, entry in glossary.items():
        modules = ", ".join(_used_in(module) for module in uses.get(key, []))
        lines.append(f"| **{entry.term}** | {entry.means} | {modules} |")
    return "\n".join(lines)


def _used_in(module: Module) -> str:
    return f"[module {module.number}]({WORK}/{module.id}/reading.ipynb)"
