"""Words and settings between a master and its notebook: taken out, filled in, and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from helpers import MODULES, ROOT

from solidarity.author.glossary import load_glossary, restore_links
from solidarity.author.master import HEADER, Master, read_master, write_master
from solidarity.author.prompts import put_back, ready
from solidarity.author.source import check_master, source_notebook
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.keys import load_key

each_module = pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)

KEY = {
    "part": Exercise(
        points=2, edge_points=0.5, outcome="T.1", read="reading#x", tolerance=0.005, answer=1
    ),
    "letter": Exercise(
        kind="choice",
        points=1,
        outcome="T.1",
        read="reading#x",
        answer="a",
        relative_tolerance=0.01,
    ),
}

TEXT = f"""{HEADER}
# Exercises

## 1. A part

An answer within {{{{ tolerance }}}} is right.

({{{{ points }}}}, of which {{{{ edge_points }}}} for unusual groups)

```{{code-cell}} ipython3
:answer: part

part = ...
```

```{{code-cell}} ipython3
:check: part

check("part")
```

```{{hints}} part
1. A hint.
```

```{{mistakes}} part
one
: What it means.
```

+++

## 2. A letter

```{{options}} letter
- **a** Alms
- **b** Box
```

An answer within {{{{ tolerance }}}}. ({{{{ points }}}})

```{{code-cell}} ipython3
:answer: letter

letter = ...
```

```{{code-cell}} ipython3
:check: letter

check("letter")
```

```{{hints}} letter
1. Words that no cell of their own holds.
```

## 3. Think

+++ {{"reflection": "thought", "points": 4}}

*One good answer.*
"""


@pytest.fixture
def master(tmp_path: Path) -> Master:
    path = tmp_path / "exercises.md"
    path.write_text(TEXT, encoding="utf-8")
    return read_master(path, "exercises.md")


def built(master: Master) -> Any:
    return source_notebook(ready(master, KEY).notebook, "exercises")


def test_prompts_are_filled_and_words_are_gone(master: Master) -> None:
    texts = [cell.source for cell in built(master).cells if cell.cell_type == "markdown"]

    assert texts == [
        "# Exercises\n\n## 1. A part\n\nAn answer within 0.005 is right.\n\n"
        "(2 points, of which 0.5 for unusual groups)",
        "## 2. A letter\n\n- **a** Alms\n- **b** Box\n\nAn answer within 1 %. (1 point)",
        "## 3. Think",
        "*One good answer.*",
    ]


def test_cells_are_written_out_as_nbgrader_wants_them(master: Master) -> None:
    cells = {cell.id: cell.metadata.nbgrader for cell in built(master).cells if cell.metadata}

    assert list(cells) == ["part-answer", "part", "letter-answer", "letter", "thought"]
    assert cells["part-answer"] == {
        "grade": False,
        "grade_id": "part-answer",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    assert (cells["part"].grade, cells["part"].locked, cells["part"].points) == (True, True, 2)
    assert (cells["thought"].grade, cells["thought"].locked, cells["thought"].points) == (
        True,
        False,
        4,
    )


def test_a_field_that_nothing_fills_is_told(tmp_path: Path) -> None:
    path = tmp_path / "exercises.md"
    path.write_text(TEXT.replace("{{ points }})", "{{ pionts }})"), encoding="utf-8")

    found = check_master(ready(read_master(path, "exercises.md"), KEY), KEY)

    assert [p for p in found if "nothing fills in '{{ pionts }}' here" in p]


def test_a_notebook_that_nobody_edited_gives_its_master_back(master: Master) -> None:
    notebook = built(master)

    put_back(notebook, master, "exercises", KEY)

    assert write_master(notebook) == TEXT


def change(cell: Any, old: str, new: str) -> None:
    assert old in cell.source
    cell.source = cell.source.replace(old, new)


EDITS: dict[str, tuple[Callable[[Any], None], tuple[str, str]]] = {
    "a sentence": (
        lambda cells: change(cells[0], "# Exercises", "# All exercises"),
        ("# Exercises", "# All exercises"),
    ),
    "an option": (
        lambda cells: change(cells[3], "**a** Alms", "**a** Gifts"),
        ("**a** Alms", "**a** Gifts"),
    ),
    "a new option": (
        lambda cells: change(cells[3], "- **b** Box", "- **b** Box\n- **c** Coin"),
        ("- **b** Box", "- **b** Box\n- **c** Coin"),
    ),
    "code": (
        lambda cells: change(cells[1], "part = ...", "part = 1"),
        ("part = ...", "part = 1"),
    ),
    "points of a reflection": (
        lambda cells: cells[7].metadata.nbgrader.update(points=6),
        ('"points": 4', '"points": 6'),
    ),
}


@pytest.mark.parametrize(("edit", "wanted"), EDITS.values(), ids=list(EDITS))
def test_an_edit_comes_back_and_the_words_stay(
    master: Master, edit: Callable[[Any], None], wanted: tuple[str, str]
) -> None:
    notebook = built(master)
    edit(notebook.cells)

    put_back(notebook, master, "exercises", KEY)

    assert write_master(notebook) == TEXT.replace(*wanted, 1)


def test_points_that_the_key_does_not_give_are_written_out(master: Master) -> None:
    notebook = built(master)
    notebook.cells[2].metadata.nbgrader.points = 3

    put_back(notebook, master, "exercises", KEY)

    text = write_master(notebook)
    assert "  grade_id: part\n  locked: true\n  points: 3\n" in text
    assert ":check: part" not in text


def test_words_stay_when_the_cell_above_them_is_deleted(master: Master) -> None:
    notebook = built(master)
    del notebook.cells[2]

    put_back(notebook, master, "exercises", KEY)

    text = write_master(notebook)
    assert text.index("part = ...") < text.index("```{hints} part") < text.index("## 2. A letter")


# --- The course ----------------------------------------------------------------------------------


@each_module
def test_a_module_comes_back_from_its_notebook_as_it_was(folder: Path) -> None:
    path = folder / "exercises.md"
    notebook = nbformat.read(ROOT / "source" / folder.name / "exercises.ipynb", as_version=4)
    restore_links(notebook, load_glossary(ROOT / "course" / "glossary.toml"))

    put_back(notebook, read_master(path, path.name), "exercises", load_key(folder / "key.py"))

    assert write_master(notebook) == path.read_text(encoding="utf-8")


@each_module
def test_jupyterlab_reads_and_writes_the_master_as_it_is(folder: Path) -> None:
    text = (folder / "exercises.md").read_text(encoding="utf-8")

    saved = jupytext.writes(jupytext.reads(text, fmt="md:myst"), fmt="md:myst")

    kept = [line for line in saved.splitlines() if "_version:" not in line]
    assert kept == text.splitlines()


@each_module
def test_no_words_of_the_key_stand_in_a_notebook(folder: Path) -> None:
    key = load_key(folder / "key.py")
    for room in ("source", "release"):
        notebook = nbformat.read(ROOT / room / folder.name / "exercises.ipynb", as_version=4)
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "```{" not in text
        assert "{{" not in text
        for exercise in key.values():
            words = [*exercise.hints, *exercise.messages.values()]
            assert words
            assert [said for said in words if said in text] == []
