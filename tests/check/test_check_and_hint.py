"""What a learner meets who writes check("…") and hint("…") in a notebook."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import PATIENCE, ROOT, told
from IPython.core.interactiveshell import InteractiveShell

from solidarity.answers.standing import watch
from solidarity.check import Exercise, check_and_hint
from solidarity.check.check_and_hint import Display
from solidarity.exercises.spec import to_text

MISTAKES = [
    ("no-division", lambda paid, members: paid, "Divide by the members."),
    ("upside-down", lambda paid, members: members / paid, "The other way round."),
    ("too-much", lambda paid, members: paid * members, "Divide, do not multiply."),
]
PART = Exercise(
    points=2,
    outcome="T.1",
    read="reading#parts",
    unit="pesos",
    answer=lambda paid, members: paid / members,
    examples=[{"paid": 120, "members": 4}],
    **told(*MISTAKES),
    hints=["Who gets how much?", "Divide.", "Write `return paid / members`."],
)
TOTAL = Exercise(
    kind="number",
    points=1.5,
    outcome="T.2",
    read="reading#parts",
    answer=31_729,
    **told(*((name, n, words) for n, (name, _, words) in enumerate(MISTAKES))),
    hints=["Add."],
)
SILENT = Exercise(
    points=1,
    outcome="T.3",
    read="reading#parts",
    answer=len,
    examples=[{"values": [1]}],
    feedback="after grading",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module's folder with its checks.json, in which the notebook runs; no hint given yet."""
    home = tmp_path / "m04"
    home.mkdir()
    read = ("Parts of the whole", "reading.ipynb#cell-id=reading-001")
    key = {"part": PART, "total": TOTAL, "silent": SILENT}
    specs = [exercise.spec(name, read=read) for name, exercise in key.items()]
    (home / "checks.json").write_text(to_text(specs), encoding="utf-8")
    monkeypatch.chdir(home)
    monkeypatch.setattr(check_and_hint, "_hints_given", {})
    return home


def cell(code: str, **names: Any) -> Display:
    """What the last expression of a notebook cell gives, where these names are defined."""
    notebook = {**names}
    exec("from solidarity.check import check, hint", notebook)
    return eval(code, notebook)  # type: ignore[no-any-return]


def bundle(shown: Display) -> dict[str, str]:
    return shown._repr_mimebundle_(include=None, exclude=None)[0]


def part(paid: float, members: int) -> float:
    return paid / members


def test_a_right_answer_is_praised_in_words_and_counted_in_full() -> None:
    shown = cell('check("part")', part=part)
    assert repr(shown).startswith("✓ Right: part")
    assert float(bundle(shown)["text/plain"]) == 2


def test_the_text_twin_of_a_wrong_answer_is_a_score_of_zero() -> None:
    shown = cell('check("total")', total=5)
    assert float(bundle(shown)["text/plain"]) == 0
    assert "Not yet" in bundle(shown)["text/html"]


def test_a_score_with_a_fraction_is_written_as_a_number() -> None:
    assert bundle(cell('check("total")', total="31,729"))["text/plain"] == "1.5"


def test_a_wrong_answer_shows_example_answer_key_and_where_to_read() -> None:
    shown = cell('check("part")', part=lambda paid, members: paid)
    for words in ("Divide by the members.", "part(paid=120, members=4)", "120 pesos", "30 pesos"):
        assert words in bundle(shown)["text/html"]
        assert words in repr(shown)
    assert 'href="reading.ipynb#cell-id=reading-001"' in bundle(shown)["text/html"]


def test_the_answer_is_looked_up_where_check_is_called() -> None:
    assert "Right" in repr(cell('check("total")', total=31_729))
    assert "no answer called `total` yet" in repr(cell('check("total")'))


def test_a_function_not_defined_yet_is_told_what_to_do() -> None:
    shown = cell('check("part")')
    assert "no function called `part` yet" in repr(shown)
    assert "Shift + Enter" in repr(shown)


def asks(paid: float, members: int) -> float:
    return float(input("How much? ")) / members


def test_a_function_that_waits_for_somebody_to_type_is_told_so_at_once() -> None:
    """It waited ten seconds, and was taken for a loop that never ends."""
    before = time.monotonic()
    shown = repr(cell('check("part")', part=asks))
    assert time.monotonic() - before < 5
    assert "`input()` waits for somebody to type" in shown
    assert "never ends" not in shown


def fills_the_memory(paid: float, members: int) -> float:
    rows = []
    while True:
        rows.append("x" * 1_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no copy is made that has a limit")
def test_a_loop_that_fills_the_memory_is_stopped_before_the_computer_is_full() -> None:
    """On Binder, or a small laptop, it would have taken the notebook with it."""
    shown = repr(cell('check("part")', part=fills_the_memory))
    assert "MemoryError" in shown
    assert "a loop that never ends" in shown
    assert "Right" in repr(cell('check("part")', part=part))


def test_text_where_a_number_belongs_is_told_how_to_repair() -> None:
    shown = cell('check("total")', total="three lakh")
    assert "Cannot read your answer" in repr(shown)
    assert "'three lakh'" in repr(shown)
    assert "without quotation marks" in repr(shown)


def test_an_exam_says_only_that_the_answer_can_be_read() -> None:
    shown = cell('check("silent")', silent=lambda values: 7)
    assert "can be read" in repr(shown)
    assert "no hints" in repr(cell('hint("silent")'))


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance()
    # As importing the check does in a notebook's own process.
    watch(shell)
    yield shell
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("stops", ["total = totl", "total = = 3"])
def test_an_older_answer_is_not_taken_for_the_one_that_stopped(
    shell: InteractiveShell, stops: str
) -> None:
    shell.run_cell("from solidarity.check import check")
    shell.run_cell("total = 31_729")
    shell.run_cell(stops)
    shown = repr(shell.run_cell('check("total")').result)
    error = "NameError" if stops.endswith("totl") else "SyntaxError"
    assert f"stopped at the line `{stops}` with {error}" in shown
    shell.run_cell("total = 31_729")
    assert "stopped" not in repr(shell.run_cell('check("total")').result)
    shell.run_cell("1 / 0  # somewhere else")
    assert "stopped" not in repr(shell.run_cell('check("total")').result)


# --- Small repairs -------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ["check", "hint"])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ('"parts"', 'Did you mean check("part")?'),
        ('"Total"', 'Did you mean check("total")?'),
        ('"zzzz"', "The names are: part, total, silent."),
        ('""', "The names are: part, total, silent."),
        ("part", 'in quotation marks, as in check("part")'),
        ("None", "in quotation marks"),
        ("['part']", "in quotation marks"),
        ("5", "in quotation marks"),
    ],
)
def test_a_name_that_is_none_is_met_with_a_way_out(function: str, given: str, words: str) -> None:
    shown = cell(f"{function}({given})", part=part)
    assert words in repr(shown)
    assert "needs a small repair" in bundle(shown)["text/html"]
    assert float(bundle(shown)["text/plain"]) == 0


def test_a_name_far_from_all_others_gets_no_suggestion() -> None:
    assert "Did you mean" not in repr(cell('check("zzzz")'))


@pytest.mark.parametrize("code", ['check("part")', 'hint("part")'])
def test_a_moved_notebook_is_told_where_the_examples_are(
    code: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = folder.parent / "my desk"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    words = repr(cell(code, part=part))
    assert "checks.json is not in the folder 'my desk'" in words
    assert "move it back" in words
    assert "Your answers are safe." in words


DAMAGED = {
    "empty": "",
    "half": '{"format": 1, "exercises": [{"name": "pa',
    "no JSON": "<<<<<<< HEAD",
    "a list": "[]",
    "nothing": "null",
    "a number": "1",
    "another format": '{"format": 99, "exercises": []}',
    "no exercises": '{"format": 1}',
    "exercises are text": '{"format": 1, "exercises": "part"}',
    "an exercise is text": '{"format": 1, "exercises": ["part"]}',
    "an exercise is empty": '{"format": 1, "exercises": [{}]}',
    "a field too many": '{"format": 1, "exercises": [{"name": "part", "colour": "red"}]}',
    "brackets without end": "[" * 200_000,
    "no text": b"\xff\xfe\x00\x80",
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_damaged_examples_are_told_in_words(damage: str | bytes, folder: Path) -> None:
    content = damage if isinstance(damage, bytes) else damage.encode()
    (folder / "checks.json").write_bytes(content)
    words = repr(cell('check("part")', part=part))
    assert "checks.json in the folder 'm04' cannot be read" in words
    assert "Copy it again" in words
    assert "Your answers are safe." in words


def test_a_folder_in_the_place_of_the_examples_is_told_in_words(folder: Path) -> None:
    (folder / "checks.json").unlink()
    (folder / "checks.json").mkdir()
    assert "cannot be read" in repr(cell('check("part")', part=part))


def test_a_notebook_without_exercises_is_told_in_words(folder: Path) -> None:
    (folder / "checks.json").write_text(to_text([]))
    assert "no exercise called 'part'" in repr(cell('check("part")'))
    assert "in quotation marks" in repr(cell("check(5)"))


# --- Hints ---------------------------------------------------------------------------------------


def test_hints_come_one_after_the_other_and_stay_at_the_last() -> None:
    shown = [cell('hint("part")') for _ in range(5)]
    places = [n for one in shown for n in "123" if f"part, {n} of 3" in one.html]
    assert places == ["1", "2", "3", "3", "3"]
    assert "Who gets how much?" in repr(shown[0])
    assert "Divide." in repr(shown[1])
    assert repr(shown[4]) == repr(shown[2])
    assert "last hint" in repr(shown[2])
    assert "Parts of the whole" in repr(shown[2])


def test_each_exercise_has_hints_of_its_own() -> None:
    cell('hint("part")')
    assert "Add." in repr(cell('hint("total")'))
    assert "Divide." in repr(cell('hint("part")'))


def test_a_hint_is_no_score() -> None:
    assert "Who gets how much?" in bundle(cell('hint("part")'))["text/plain"]


# --- What a learner writes is shown, never run ---------------------------------------------------

SCRIPT = "<script>alert('5')</script>"


def raises(paid: float, members: int) -> float:
    raise ValueError(f"{SCRIPT} `{SCRIPT}`")


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ('check("total")', SCRIPT),
        ('check("total")', [SCRIPT, SCRIPT]),
        ('check("total")', {SCRIPT: SCRIPT}),
        ('check("total")', type(SCRIPT, (), {})()),
        ('check("part")', raises),
        ('check("part")', lambda paid, members: SCRIPT),
        (f'check("""{SCRIPT}""")', 5),
        (f'hint("""{SCRIPT}""")', 5),
    ],
)
def test_what_a_learner_writes_is_escaped(code: str, answer: Any) -> None:
    html = bundle(cell(code, part=answer, total=answer))["text/html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_function_with_other_inputs_is_told_both_lists() -> None:
    names: dict[str, Any] = {}
    exec("def part(a_b_c, *rest, d): return 1", names)
    html = bundle(cell('check("part")', part=names["part"]))["text/html"]
    assert "a_b_c" in html
    assert "It should take: paid, members" in html


# --- The standard library is enough --------------------------------------------------------------

BARE = """
import sys
from collections.abc import Iterator
sys.path.insert(0, sys.argv[1])
from solidarity.check import check, hint
part = lambda paid, members: paid / members
total = "many"
assert "Right" in repr(check("part")), repr(check("part"))
assert "Cannot read" in repr(check("total"))
assert "Hint" in repr(hint("part"))
ours = {"__main__", "solidarity", "sitecustomize", "usercustomize"}
print(*sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - ours))
"""


def test_check_and_hint_need_nothing_but_the_standard_library(folder: Path) -> None:
    # -S leaves out site-packages, so that an import of anything else would stop here.
    command = [sys.executable, "-S", "-c", BARE, str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_importing_the_check_loads_no_heavy_library() -> None:
    code = (
        "import sys, solidarity.check; "
        "print(*{'pandas', 'numpy', 'IPython', 'nbformat', 'ipywidgets'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
