"""What ``sse measure`` reads, makes, counts and prints."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from helpers import MODULES, ROOT, copy_course
from typer.testing import CliRunner

from solidarity.cli.app import app
from solidarity.measure.corpus import CorpusProblem, read_corpus
from solidarity.measure.figures import Rate
from solidarity.measure.measured import corpus_of
from solidarity.measure.mutants import mutants, other_choices
from solidarity.measure.tried import bench_of

ENTRY = """\
## {deserves}: {title}
{named}
```python
{code}
```
"""
RIGHT = "def share_value(cash, good_loans, social_fund, shares):\n" + (
    "    return (cash + good_loans - social_fund) / shares if shares else 0"
)
FORGETS = RIGHT.replace(" - social_fund", "")


def entry(deserves: str, title: str, code: str, named: str = "") -> str:
    told = f"named: {named}\n" if named else ""
    return ENTRY.format(deserves=deserves, title=title, code=code, named=told)


# --- The corpus ----------------------------------------------------------------------------------


def test_an_answer_is_read_with_its_title_its_names_and_its_place(tmp_path: Path) -> None:
    text = "# share_value\n\n" + entry("wrong", "a slip: small", "x = 1", "one, other-one")
    (tmp_path / "share_value.md").write_text(text)
    (found,) = read_corpus(tmp_path)
    assert (found.exercise, found.deserves, found.title) == (
        "share_value",
        "wrong",
        "a slip: small",
    )
    assert (found.named, found.code) == (("one", "other-one"), "x = 1\n")
    assert found.place.endswith("share_value.md, line 3")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (entry("good", "one", "x = 1"), "does not say what the answer deserves"),
        (entry("right", "", "x = 1"), "does not say what the answer deserves"),
        ("```python\nx = 1\n```\n", "does not say what the answer deserves"),
        (entry("right", "one", "x = 1") + entry("wrong", "one", "x = 2"), "another answer is"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "members.md").write_text(text)
    with pytest.raises(CorpusProblem, match=words) as found:
        read_corpus(tmp_path)
    assert "members" in str(found.value)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_name_in_the_corpus_is_a_mistake_of_the_key_or_a_sight(module: Path) -> None:
    sights = {
        *("rounded", "percent", "factor", "sign", "order", "names", "size", "example-number"),
        *("other-exercise", "thousands-point", "letter", "one-round", "print", "dots", "error"),
        *("nothing", "kind", "form", "edges", "unused", "right-for-one", "spelling", "lacks"),
    }
    bench = bench_of(ROOT, module.name)
    unknown = {
        f"{one.place}: {name}"
        for one in corpus_of(ROOT, module.name)
        for name in one.named
        if name not in sights | set(bench.full[one.exercise].messages)
    }
    assert unknown == set()


# --- Mutants -------------------------------------------------------------------------------------


def test_mutants_are_programs_that_differ_always_the_same_ones() -> None:
    solution = bench_of(ROOT, "m04-savings-groups").solutions["share_out"]
    made = mutants(solution)
    assert made == mutants(solution)
    assert len(made) == len(set(made)) == 40
    assert ast.unparse(ast.parse(solution)) not in made
    for code in made:
        compile(code, "mutant", "exec")


def test_only_the_written_lines_of_a_solution_are_changed_where_there_are_enough() -> None:
    solution = (
        "start = 5\n### BEGIN SOLUTION\nanswer = start * 3 + 2 - start / 4\n### END SOLUTION\n"
    )
    assert all(code.startswith("start = 5\n") for code in mutants(solution, wanted=10))


def test_other_choices_are_all_other_sets_of_letters() -> None:
    assert other_choices("x", {"b"}, ["a", "b", "c"]) == ["x = ['a']", "x = ['c']"]
    assert len(other_choices("x", {"a", "c"}, ["a", "b", "c"])) == 6


# --- Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "bound"), [(Rate(0, 100), 0.0263), (Rate(4, 507), 0.0172), (Rate(5, 10), 0.7307)]
)
def test_the_bound_is_wilsons(rate: Rate, bound: float) -> None:
    assert rate.at_most == pytest.approx(bound, abs=0.0005)


def test_of_nothing_nothing_is_known() -> None:
    assert Rate(0, 0).at_most == 1.0


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose corpus calls one right answer wrong, and one wrong answer by a false name."""
    root = copy_course(tmp_path_factory.mktemp("measured") / "course")
    corpus = root / "tests" / "answers" / "m04"
    corpus.mkdir(parents=True)
    (corpus / "share_value.md").write_text(
        entry("right", "as in the reading", RIGHT)
        + entry("wrong", "in fact right", RIGHT)
        + entry("wrong", "the fund stays in", FORGETS, "forgets-loans")
        + entry("unreadable", "no such name", "value = 20")
    )
    return root


def test_what_was_judged_otherwise_than_it_deserves_is_printed(course: Path) -> None:
    done = CliRunner().invoke(app, ["measure", "m04", "--no-mutants", "--root", str(course)])
    assert done.exit_code == 0, done.output
    assert "m04-savings-groups: 4 answers, 0 mutants" in done.output
    assert "others that earned all points: 1 of 3 (true share below" in done.output
    assert "share_value.md, line 7 [wrong] in fact right: EARNED ALL POINTS" in done.output
    assert "the fund stays in: named wrongly: counts-social-fund" in done.output
    assert "as in the reading" not in done.output


def test_the_figures_come_as_json(course: Path) -> None:
    command = ["measure", "m04", "--no-mutants", "--json", "--root", str(course)]
    (told,) = json.loads(CliRunner().invoke(app, command).output)
    assert told["exercises"]["share_value"]["earned_all"] == [1, 3]
    assert told["exercises"]["share_value"]["lost_points"] == [0, 1]


def test_marks_by_seed_are_counted(course: Path) -> None:
    command = ["measure", "m04", "--seeds", "3", "--root", str(course)]
    told = CliRunner().invoke(app, command).output
    assert "4 answers, 3 seeds: 0 marks depend on the seed" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["m05"], "There are no answers in tests/answers/m05"),
        (["m04", "--page"], "the page is about all modules"),
        (["m99"], "m99"),
    ],
)
def test_what_cannot_be_measured_is_told(course: Path, arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["measure", *arguments, "--root", str(course)])
    assert done.exit_code != 0
    assert words in " ".join(done.output.replace("│", " ").split())
