"""Every facilitator's page carries a whole session, and talks about every mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import MODULES, some

from solidarity.exercises.keys import load_key

each_module = pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)


def page(folder: Path) -> str:
    return (folder / "facilitator.md").read_text(encoding="utf-8")


@each_module
@pytest.mark.parametrize(
    "heading",
    [
        "Before the session",
        "Session plan",
        "Without computers",
        "Questions for discussion",
        "Mistakes you will meet",
        "The reflection",
        "Accommodation",
        "Answers",
    ],
)
def test_a_page_has_every_part(folder: Path, heading: str) -> None:
    assert re.search(rf"(?m)^## {heading}", page(folder))


@each_module
def test_the_session_plan_is_without_gaps_and_as_long_as_it_says(folder: Path) -> None:
    (said,) = re.findall(r"(?m)^## Session plan \((\d+) minutes\)$", page(folder))
    rows = re.findall(r"(?m)^\| (\d+)–(\d+) \|", page(folder))

    assert 90 <= int(said) <= 120
    assert [start for start, _ in rows[1:]] == [end for _, end in rows[:-1]]
    assert (rows[0][0], rows[-1][1]) == ("0", said)


@each_module
def test_every_exercise_and_every_mistake_is_talked_about(folder: Path) -> None:
    for name, exercise in some(load_key(folder / "key.py").items()):
        assert f"`{name}`" in page(folder)
        assert [name for name in exercise.mistakes if name not in page(folder)] == []
