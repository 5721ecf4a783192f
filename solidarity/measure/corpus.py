"""The corpus: answers that people wrote, each with the verdict that it deserves.

A file for each exercise, as ``tests/answers/m04/share_value.md``. Each answer has a heading
(``## wrong: what was done``), a line ``named: …`` with all that may be said of it, and its code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from markdown_it import MarkdownIt
from markdown_it.token import Token

from solidarity.problem import Problem

Deserved = Literal["right", "wrong", "cheat", "unreadable"]
_DESERVED = get_args(Deserved)
_NAMED = "named:"


class CorpusProblem(Problem):
    """A file of the corpus cannot be read; the message says where and why."""


@dataclass(frozen=True)
class KnownAnswer:
    """One answer. ``named``: every mistake of the key, or sight of the engine, that is true of it.

    ``code`` is the whole content of the answer's cell.
    """

    exercise: str
    deserves: Deserved
    title: str
    code: str
    named: tuple[str, ...] = ()
    place: str = ""


def read_corpus(folder: Path) -> list[KnownAnswer]:
    """All answers in a module's folder of the corpus. Raises CorpusProblem."""
    return [entry for path in sorted(folder.glob("*.md")) for entry in _read(path)]


def _read(path: Path) -> Iterator[KnownAnswer]:
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    seen: set[str] = set()
    heading, place, named = "", "", ""
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            heading, named = tokens[at + 1].content, ""
            place = f"{path.parent.name}/{path.name}, line {_line(token)}"
        elif token.type == "paragraph_open" and tokens[at + 1].content.startswith(_NAMED):
            named = tokens[at + 1].content.removeprefix(_NAMED)
        elif token.type == "fence":
            yield _entry(path.stem, heading, named, token.content, place, seen)
            heading = ""


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _entry(
    exercise: str, heading: str, named: str, code: str, place: str, seen: set[str]
) -> KnownAnswer:
    deserves, _, title = (part.strip() for part in heading.partition(":"))
    if deserves not in _DESERVED or not title:
        raise CorpusProblem(
            f"{place or exercise}: the heading {heading!r} does not say what the answer deserves. "
            f"Write ## and one of {', '.join(_DESERVED)}, a colon and what was done."
        )
    if title in seen:
        raise CorpusProblem(f"{place}: another answer is called {title!r} too.")
    seen.add(title)
    names = tuple(name.strip() for name in named.split(",") if name.strip())
    return KnownAnswer(exercise, deserves, title, code, names, place)  # type: ignore[arg-type]
