"""The words for a key: options, hints, what each mistake means, and what is unusual in the edges.

They stand beside each exercise in ``exercises.md``, one sentence per line, in directives from
which the build takes options for the prompt. Numbers and functions stand in ``key.py``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass

from solidarity.exercises.directives import FILE, Directive, directives
from solidarity.exercises.exercise import Exercise, KeyProblem

_ITEM = {
    "options": re.compile(r"- \*\*(?P<label>\w+)\*\*\s+(?P<words>.+)$"),
    "hints": re.compile(r"(?P<label>\d+)\.\s+(?P<words>.+)$"),
    "mistakes": re.compile(r"(?P<label>[\w-]+)(?P<words>)$"),
    "edges": re.compile(r"(?P<words>(?P<label>[^\s:].*))$"),
}
"""How an item of each kind of directive begins."""

_FURTHER = re.compile(r"(?:: |  )\s*(.+)$")
"""A line that goes on with an item."""

_FORM = {
    "options": "an option begins as in: - **a** The words of the option",
    "hints": "a hint begins as in: 1. The words of the hint",
    "mistakes": "the name of a mistake stands alone on its line, and below it ': ' and its words",
    "edges": "here stands, in one line, what is unusual about the edges",
}
"""How an item begins, told to an author."""


@dataclass(frozen=True)
class Item:
    """One option, hint or mistake: its label, its words, and its line counted from 1."""

    label: str
    words: str
    line: int


@dataclass(frozen=True)
class Block:
    """The items of one directive, and the line where it begins."""

    line: int
    items: list[Item]


Words = Mapping[tuple[str, str], Block]
"""The words of a module, by the exercise and by the kind of directive."""


def with_words(key: Mapping[str, Exercise], text: str) -> dict[str, Exercise]:
    """The exercises of a key with their words from the text of a master.

    Raises KeyProblem with all that does not fit together, each with its line and what to do.
    """
    words = words_in(text)
    problems = [
        f"{FILE}, line {block.line}: key.py has no exercise {name!r} for these {kind}; "
        f"it has: {', '.join(key) or 'none'}"
        for (name, kind), block in words.items()
        if name not in key
    ]
    for name, exercise in key.items():
        problems += _misfits(name, exercise, words, text)
    if problems:
        raise KeyProblem(*problems)
    return {name: _worded(name, exercise, words) for name, exercise in key.items()}


def words_in(text: str) -> dict[tuple[str, str], Block]:
    """The words of a master. Raises KeyProblem with all that cannot be read."""
    words: dict[tuple[str, str], Block] = {}
    problems: list[str] = []
    for directive in directives(text.splitlines()):
        at, line = (directive.exercise, directive.kind), directive.start + 1
        if at in words:
            problems.append(
                f"{FILE}, line {line}: the {directive.kind} of {directive.exercise!r} stand at "
                f"line {words[at].line} already: bring the two together"
            )
            continue
        words[at] = Block(line, _items(directive, problems))
    if problems:
        raise KeyProblem(*problems)
    return words


def _items(directive: Directive, problems: list[str]) -> list[Item]:
    """The items of a directive, their sentences joined by blanks; adds to the problems."""
    items: list[Item] = []
    for line, text in enumerate(directive.inside, directive.start + 2):
        if begins := _ITEM[directive.kind].match(text):
            item = Item(begins["label"], begins["words"].strip(), line)
            if item.label in [other.label for other in items]:
                problems.append(
                    f"{FILE}, line {line}: {item.label!r} is given twice in the {directive.kind} "
                    f"of {directive.exercise!r}: give it once"
                )
            items.append(item)
        elif items and (more := _FURTHER.match(text)):
            last = items[-1]
            items[-1] = dataclasses.replace(last, words=f"{last.words} {more[1]}".strip())
        elif text.strip():
            problems.append(
                f"{FILE}, line {line}: {_FORM[directive.kind]}; each further sentence stands on "
                "a line of its own that begins with two blanks"
            )
    return items


def _misfits(name: str, exercise: Exercise, words: Words, text: str) -> list[str]:
    """What is told of mistakes and edges that do not exist, and what is not told."""
    told = words.get((name, "mistakes"), Block(_line_of_check(text, name), []))
    missing = exercise.mistakes.keys() - exercise.messages.keys()
    if missing and not told.items:
        return [
            f"{FILE}, line {told.line}: the mistakes of {name!r} have no words: write below its "
            f"check ```{{mistakes}} {name}, and there a name and its words for each mistake"
        ]
    found = [
        f"{FILE}, line {item.line}: key.py gives {name!r} no mistake {item.label!r}; "
        f"it has: {', '.join(exercise.mistakes) or 'none'}"
        for item in told.items
        if item.label not in exercise.mistakes
    ]
    worded = {item.label for item in told.items if item.words}
    found += [
        f"{FILE}, line {told.line}: the mistake {mistake!r} of {name!r} has no words: write its "
        "name on a line of its own here, and below it ': ' and what it means"
        for mistake in exercise.mistakes
        if mistake in missing - worded
    ]
    edges = words.get((name, "edges"))
    if edges and not exercise.edges:
        found.append(
            f"{FILE}, line {edges.line}: key.py gives {name!r} no edges: "
            "add some there, or take these words away"
        )
    return found


def _line_of_check(text: str, name: str) -> int:
    """The line of an exercise's check, below which its words belong; 1 where it has none."""
    before, check, _ = text.partition(f'check("{name}")')
    return before.count("\n") + 1 if check else 1


def _worded(name: str, exercise: Exercise, words: Words) -> Exercise:
    def items(kind: str) -> list[Item]:
        block = words.get((name, kind))
        return block.items if block else []

    return dataclasses.replace(
        exercise,
        hints=[item.words for item in items("hints")] or exercise.hints,
        options={item.label: item.words for item in items("options")} or exercise.options,
        messages={**exercise.messages, **{item.label: item.words for item in items("mistakes")}},
        edges_about=" ".join(item.words for item in items("edges")) or exercise.edges_about,
    )
