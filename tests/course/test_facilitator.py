"""Every facilitator's page has what a session needs, and names every mistake of its module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import MODULES

from solidarity.keys import load_key

each_module = pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)

SECTIONS = (
    "Before the session",
    "Session plan",
    "Without computers",
    "Questions for discussion",
    "Mistakes you will meet",
    "The reflection",
    "Accommodation",
)
SHORTEST_SESSION, LONGEST_SESSION = 90, 120


def page(folder: Path) -> str:
    return (folder / "facilitator.md").read_text(encoding="utf-8")


@each_module
@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_has_this_section(folder: Path, section: str) -> None:
    assert re.search(rf"(?m)^## {section}", page(folder))


@each_module
def test_the_minutes_of_the_plan_follow_each_other_and_fill_the_session(folder: Path) -> None:
    (said,) = re.findall(r"(?m)^## Session plan \((\d+) minutes\)$", page(folder))
    rows = [(int(a), int(b)) for a, b in re.findall(r"(?m)^\| (\d+)–(\d+) \|", page(folder))]

    assert SHORTEST_SESSION <= int(said) <= LONGEST_SESSION
    assert [begin for begin, _ in rows] == [0, *(end for _, end in rows[:-1])]
    assert rows[-1][1] == int(said)


@each_module
def test_every_exercise_and_every_mistake_is_talked_about(folder: Path) -> None:
    for name, exercise in load_key(folder / "key.py").items():
        assert f"`{name}`" in page(folder)
        assert [m.name for m in exercise.mistakes if m.name not in page(folder)] == []


@each_module
def test_the_options_of_a_choice_are_those_that_the_exercise_prints(folder: Path) -> None:
    exercises = (folder / "exercises.md").read_text(encoding="utf-8")
    for exercise in load_key(folder / "key.py").values():
        for letter, words in exercise.options.items():
            assert f"- **{letter}** {words}" in exercises
