"""A verdict is about what stands in the cell of the answer, and about nothing that was before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import told
from IPython.core.interactiveshell import InteractiveShell

from solidarity.answers import standing
from solidarity.answers.answer import NothingStands
from solidarity.answers.standing import Ran, Standing, names_given, not_given, stands, watch
from solidarity.check import Exercise, check
from solidarity.exercises.spec import to_text

MISTAKES = [(f"wrong-{n}", n, "Not this.") for n in range(3)]
MEMBERS = Exercise(
    kind="number",
    points=1,
    outcome="T.1",
    read="reading#lakh",
    answer=3_600_000,
    **told(*MISTAKES),
    hints=["Count the zeros."],
)
TWICE = Exercise(
    points=1,
    outcome="T.2",
    read="reading#lakh",
    answer=lambda x: 2 * x,
    examples=[{"x": 3}, {"x": 5}],
    **told(*((f"wrong-{n}", lambda x, n=n: n, "Not this.") for n in range(3))),
    hints=["Two times."],
)
RIGHT = "members = 36 * 100_000"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = ("Lakh", "reading.ipynb#cell-id=reading-001")
    specs = [MEMBERS.spec("members", read=read), TWICE.spec("twice", read=read)]
    (tmp_path / "checks.json").write_text(to_text(specs), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(standing, "_standing", {})


class Notebook:
    """A learner's session: cells are run with the ids that JupyterLab tells."""

    def __init__(self, *, tells_ids: bool = True) -> None:
        # Another test may have left one of another kind.
        InteractiveShell.clear_instance()
        self.shell = InteractiveShell.instance()
        self.shell.user_ns["check"] = check
        self._tells_ids = tells_ids
        watch(self.shell)

    def run(self, cell: str, source: str) -> Any:
        return self.shell.run_cell(source, cell_id=cell if self._tells_ids else None).result

    def check(self, name: str = "members") -> str:
        return repr(self.run(name, f'check("{name}")'))


@pytest.fixture(params=["ids", "no ids"])
def notebook(request: pytest.FixtureRequest) -> Iterator[Notebook]:
    yield Notebook(tells_ids=request.param == "ids")
    InteractiveShell.clear_instance()


@pytest.fixture
def lab() -> Iterator[Notebook]:
    yield Notebook()
    InteractiveShell.clear_instance()


STALE = {
    "lakh-in-words": ("members = 36 lakh", "SyntaxError"),
    "curly-quotes": ("members = “3600000”", "SyntaxError"),
    "open-bracket": ("members = (36 * 100_000", "SyntaxError"),
    "indented": ("  members = 36 * 100_000", "IndentationError"),
    "name-not-known": ("members = lakh * 36", "NameError"),
    "stops-before": ("1 / 0\nmembers = 3_600_000", "ZeroDivisionError"),
    "stops-after": ("members = 3_600_000\nmembers / 0", "ZeroDivisionError"),
}


@pytest.mark.parametrize("name", STALE)
def test_a_cell_that_stopped_is_not_judged_on_an_earlier_try(notebook: Notebook, name: str) -> None:
    source, error = STALE[name]
    if name == "indented":
        # IPython takes away a common indent, so that this one runs.
        source = f"x = 1\n{source}"
    notebook.run("members-answer", RIGHT)
    assert "✓ Right" in notebook.check()
    notebook.run("members-answer", source)
    shown = notebook.check()
    assert shown.startswith("! Not judged yet: members")
    assert "stopped at the line" in shown
    assert error in shown
    notebook.run("members-answer", RIGHT)
    assert "✓ Right" in notebook.check()


OTHERS = {
    "bare-value": ("3600000", "gives nothing the name `members`"),
    "wrong-name": ("member = 3600000", "gives `member`; this exercise asks for `members`"),
    "two-names": ("a = 36\nMembers = a * 100_000", "gives `Members` and `a`"),
    "compared": ("members == 3600000", "gives nothing the name `members`"),
    "only-a-note": ("# 3600000", "gives nothing the name `members`"),
    "in-a-list": ("[members for members in [3600000]]", "gives nothing the name `members`"),
    "in-a-function": ("def f():\n    members = 3600000", "gives `f`"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_cell_that_gives_another_name_is_told_what_it_gives(lab: Notebook, name: str) -> None:
    source, words = OTHERS[name]
    lab.run("members-answer", RIGHT)
    lab.run("members-answer", source)
    shown = lab.check()
    assert shown.startswith("! Not judged yet: members")
    assert words in shown
    assert "members = " in shown


def test_a_function_of_another_name_is_told_its_first_line(lab: Notebook) -> None:
    lab.run("twice-answer", "def twice(x):\n    return 2 * x")
    lab.run("twice-answer", "def twise(x):\n    return 2 * x")
    shown = lab.check("twice")
    assert "gives `twise`; this exercise asks for a function `twice`" in shown
    assert "def twice(x):" in shown


def test_the_same_value_again_is_given_again(notebook: Notebook) -> None:
    for _ in range(2):
        notebook.run("members-answer", RIGHT)
        assert "✓ Right" in notebook.check()
    notebook.run("members-answer", "small = 7\nmembers = small")
    notebook.run("members-answer", "members = small")
    assert "Not judged" not in notebook.check()


@pytest.mark.parametrize(
    "source",
    [
        "exec('members = 3600000')",
        "%time members = 3600000",
        "globals()['members'] = 3600000",
        "for members in [1, 3600000]: pass",
        "members: int = 3600000",
        "(members := 3600000)",
        "if True:\n    members = 3600000",
        "members, rest = 3600000, 0",
        "members = 3600000; print(members)",
    ],
)
def test_a_name_given_in_any_way_is_judged(lab: Notebook, source: str) -> None:
    lab.run("members-answer", "members = 5")
    lab.run("members-answer", source)
    assert "✓ Right" in lab.check()


def test_a_cell_of_her_own_that_gives_the_name_counts(notebook: Notebook) -> None:
    notebook.run("members-answer", "members = ...")
    assert "You have not written this one yet" in notebook.check()
    notebook.run("own", RIGHT)
    assert "✓ Right" in notebook.check()


def test_a_slip_in_another_cell_takes_nothing_away(lab: Notebook) -> None:
    lab.run("members-answer", RIGHT)
    lab.run("own", "members = 36 lakh")
    lab.run("own", "1 / 0")
    lab.run("twice-answer", "def twise(x): return 2 * x")
    assert "✓ Right" in lab.check()


def test_the_answer_in_the_very_cell_of_the_check_is_judged(notebook: Notebook) -> None:
    notebook.run("members-answer", "members = 36 lakh")
    shown = notebook.run("members", f'{RIGHT}\ncheck("members")')
    assert "✓ Right" in repr(shown)


def test_what_was_changed_and_not_run_is_not_judged(lab: Notebook) -> None:
    lab.run("members-answer", RIGHT)
    stands("members", "members-answer", "members = 36 lakh")
    assert "What stands in the cell above now is not what was run" in lab.check()
    stands("members", "members-answer", RIGHT)
    assert "✓ Right" in lab.check()
    # Of an error that was mended since, nothing is said.
    lab.run("members-answer", "members = 36 lakh")
    assert "What stands in the cell above now is not what was run" in lab.check()


def test_an_emptied_cell_gives_nothing(lab: Notebook) -> None:
    """JupyterLab does not even run it."""
    lab.run("members-answer", RIGHT)
    stands("members", "members-answer", " ")
    assert "The cell of your answer is empty" in lab.check()


WRONG = "members = 5"


@pytest.mark.parametrize(
    "answer",
    ["", "members = ...", "# nothing", WRONG],
    ids=["empty", "as given", "remark", "wrong"],
)
@pytest.mark.parametrize("was_run", [True, False])
def test_a_right_value_from_another_cell_is_no_verdict_on_the_answer(
    lab: Notebook, answer: str, was_run: bool
) -> None:
    """Below the check, that cell counts for nobody: grading gave 0 points for what was green."""
    if was_run:
        lab.run("members-answer", answer)
    lab.run("own", RIGHT)
    stands("members", "members-answer", answer, ["members-answer"])
    shown = lab.check()
    assert shown.startswith("! Not judged yet: members")
    assert "comes from a cell that does not stand above this check" in shown
    stands("members", "members-answer", RIGHT, ["members-answer"])
    lab.run("members-answer", RIGHT)
    assert "✓ Right" in lab.check()


def test_another_cell_that_changes_the_name_does_not_make_a_right_answer_wrong(
    lab: Notebook,
) -> None:
    stands("members", "members-answer", RIGHT, ["members-answer"])
    lab.run("members-answer", RIGHT)
    lab.run("own", WRONG)
    assert "does not stand above this check" in lab.check()


ABOVE = ["before", "members-answer", "between"]


def test_a_cell_above_the_check_counts_as_in_grading(lab: Notebook) -> None:
    """The second half of a cell that was split, say."""
    stands("members", "members-answer", "trial = 1", ABOVE)
    lab.run("members-answer", "trial = 1")
    lab.run("between", RIGHT)
    assert "✓ Right" in lab.check()


def test_the_lowest_cell_above_the_check_decides_as_when_all_are_run(lab: Notebook) -> None:
    stands("members", "members-answer", WRONG, ABOVE)
    lab.run("members-answer", WRONG)
    lab.run("before", RIGHT)
    assert "More than one cell above gives `members`" in lab.check()
    stands("members", "members-answer", RIGHT, ABOVE)
    lab.run("between", WRONG)
    lab.run("members-answer", RIGHT)
    assert "More than one cell above gives `members`" in lab.check()
    lab.run("between", "other = 1")
    assert "✓ Right" in lab.check()


def test_a_cell_that_was_deleted_counts_no_longer(lab: Notebook) -> None:
    lab.run("own", RIGHT)
    stands("members", "members-answer", "", ["members-answer"])
    assert "does not stand above this check" in lab.check()


def test_an_answer_cell_with_another_id_is_known_when_the_page_tells_it(lab: Notebook) -> None:
    """A cell that was copied keeps its settings and gets a new id."""
    stands("members", "f3a9", "3600000")
    lab.run("f3a9", "members = 5")
    lab.run("f3a9", "3600000")
    assert "gives nothing the name" in lab.check()


def test_cells_that_ran_before_anyone_listened_are_judged_as_they_are() -> None:
    shell = InteractiveShell.instance()
    try:
        shell.run_cell(f"from solidarity.check import check\n{RIGHT}", cell_id="members-answer")
        assert "✓ Right" in repr(shell.run_cell('check("members")').result)
    finally:
        InteractiveShell.clear_instance()


def test_a_stopped_cell_of_a_front_end_without_ids_is_known_by_its_text() -> None:
    known = Standing("", "3600000")
    before = Ran("", RIGHT, gave=frozenset({"members"}))
    assert not_given("members", [before, Ran("", "3600000")], known) == (NothingStands("gives"))
    assert not_given("members", [before, Ran("", "1 + 1")], known) is None


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import pandas as pd, os.path", {"pd", "os"}),
        ("from math import pi", {"pi"}),
        ("with open('x') as file:\n    text = file.read()", {"file", "text"}),
        ("class A:\n    inside = 1", {"A"}),
        ("try:\n    a = 1\nfinally:\n    b = 2", {"a", "b"}),
        ("a[0] = 1\na.b = 2", set()),
        ("lambda x: (y := x)", set()),
        ("36 lakh", set()),
    ],
)
def test_names_that_a_text_gives(source: str, names: set[str]) -> None:
    assert names_given(source) == names
