"""What the course prints can be copied into a cell: no sign there only looks like the keyboard's.

The rule. A minus is the keyboard's `-` everywhere, and no blank is of another kind: nobody sees
the difference, and Python stops at it. Code, the exercises and all that a key or the checks say
use only signs that Python reads. In the prose of a reading a worked sum may be printed with × and
÷, as in a schoolbook; it has thousands commas too, and is no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import MODULES, ROOT, some

from solidarity.answers.values import value_of
from solidarity.author.master import read_master
from solidarity.exercises.keys import load_key
from solidarity.exercises.spec import Spec
from solidarity.explore.charts import bars
from solidarity.slips import writing
from solidarity.slips.meanings import MEANINGS
from solidarity.slips.writing import blanked

# The long minus, and every blank that is not the keyboard's.
UNSEEN = re.compile("[\u2212\u2010\u2011\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2060\ufeff]")
# A dash that touches a number, and nothing before it: a minus in disguise.
DASH_AS_MINUS = re.compile(r"(?:^|[\s(\[|])[–—]\d")
NOT_CODE = re.compile("[×÷·∙⋅−–—‐‑“”„‘’«»²³¹½¼¾≤≥≠‹›´\u00a0\u2000-\u200f\u202f]")
# (A square metre is no power of a number.)
SUMS = re.compile("[×÷∙⋅½¼¾≤≥≠]|(?<!m)[²³]")
INLINE = re.compile(r"`+([^`\n]+)`+")

TEXTS = sorted((ROOT / "course").glob("*/*.md")) + sorted((ROOT / "course").glob("*.md"))
MASTERS = [path for path in TEXTS if path.name != "facilitator.md"]
each_master = pytest.mark.parametrize("path", MASTERS, ids=lambda p: f"{p.parent.name}/{p.name}")
each_key = pytest.mark.parametrize(
    "path", [folder / "key.py" for folder in MODULES], ids=lambda path: path.parent.name
)


def code_in(words: str) -> Iterator[str]:
    """The code within prose: between backticks, and in lines set off by four blanks."""
    for line in words.split("\n"):
        if line.startswith("    ") and not line.lstrip().startswith(("- ", "* ")):
            yield line
        yield from INLINE.findall(line)


def cells(path: Path) -> list[Any]:
    return list(read_master(path, f"{path.parent.name}/{path.name}").notebook.cells)


@pytest.mark.parametrize(
    "path",
    [*TEXTS, *sorted((ROOT / "course").rglob("*.toml"))],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_minus_and_no_blank_is_of_another_kind(path: Path) -> None:
    for number, line in some(enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)):
        assert not UNSEEN.search(line), f"{path}:{number}: {line}"
        assert not DASH_AS_MINUS.search(line), f"{path}:{number}: {line}"


@each_master
def test_code_has_only_signs_that_python_reads(path: Path) -> None:
    found = []
    for cell in cells(path):
        found += [blanked(cell.source)] if cell.cell_type == "code" else code_in(cell.source)
    # The glossary has words alone.
    assert found or path.stem == "glossary"
    assert [code for code in found if NOT_CODE.search(code)] == []


@pytest.mark.parametrize(
    "path", [folder / "exercises.md" for folder in MODULES], ids=lambda path: path.parent.name
)
def test_no_sum_in_an_exercise_breaks_when_it_is_copied(path: Path) -> None:
    words = [cell.source for cell in cells(path) if cell.cell_type != "code"]
    for line in some("\n".join(words).split("\n")):
        assert not SUMS.search(line), line


def told(spec: Spec) -> Iterator[str]:
    yield from spec.messages.values()
    yield from spec.hints
    yield from spec.options.values()
    yield spec.edges_about
    yield spec.rule.unit


@each_key
def test_what_a_key_says_has_only_signs_that_python_reads(path: Path) -> None:
    for name, exercise in some(load_key(path).items()):
        for words in some(told(exercise.spec(name))):
            assert not UNSEEN.search(words), (name, words)
            assert not SUMS.search(words), (name, words)
            for code in code_in(words):
                assert not NOT_CODE.search(code), (name, code)


SENTENCES = [
    *(slip.words for slip in writing.SLIPS.values()),
    *(meaning.words for meaning in MEANINGS),
]


@pytest.mark.parametrize("words", SENTENCES, ids=lambda words: words[:40])
def test_what_is_said_of_an_error_has_only_signs_that_python_reads(words: str) -> None:
    assert not UNSEEN.search(words)
    assert not SUMS.search(words)
    for code in code_in(words):
        assert not NOT_CODE.search(code)


def test_a_figure_below_zero_that_a_panel_shows_can_be_copied() -> None:
    assert value_of(-20).shown("pesos") == "-20 pesos"
    assert value_of([-20, -0.5]).shown() == "[-20, -0.5]"
    assert bars._signed(-5_000) == "-5,000"


def test_the_ready_notebooks_have_no_such_sign_either() -> None:
    for path in some((ROOT / "source").glob("*/*.ipynb")):
        for cell in some(nbformat.read(path, as_version=4).cells):
            assert not UNSEEN.search(cell.source), path


@pytest.mark.parametrize(
    "line", ["gives −20", "gives –20", "(–3 percent)", "5\u00a0kg", "(—3)", "a\u2009b"]
)
def test_the_rule_finds_what_it_is_to_find(line: str) -> None:
    assert UNSEEN.search(line) or DASH_AS_MINUS.search(line)


@pytest.mark.parametrize("line", ["2001–2011", "pages 3–5", "a – 5 of them", "gives -20"])
def test_the_rule_leaves_a_dash_between_words_and_years_alone(line: str) -> None:
    assert not UNSEEN.search(line)
    assert not DASH_AS_MINUS.search(line)
