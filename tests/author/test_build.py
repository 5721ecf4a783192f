"""The build as a whole: the same bytes every time, and nobody's edit is lost."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from helpers import ROOT
from typer.testing import CliRunner

from solidarity.author import master, steps
from solidarity.author.adopt import adopt
from solidarity.author.build_course import make
from solidarity.author.drafts import PAGES
from solidarity.author.master import BuildProblem
from solidarity.author.record import RECORD, BuildReport, drift, write
from solidarity.cli import app
from solidarity.course import PARTS, load_course

M04 = "m04-savings-groups"
M05 = "m05-credit"
READING = f"source/{M04}/reading.ipynb"


def sse(*arguments: str) -> tuple[int, str]:
    """The exit code of the command and all that it said."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def build(course: Path, module: str = "") -> BuildReport:
    return write(course, make(course, module))


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} times {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def edit_notebook(path: Path, change: Callable[[nbformat.NotebookNode], None]) -> None:
    """Change a notebook and save it as JupyterLab would."""
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def run_by_hand(notebook: nbformat.NotebookNode) -> None:
    """What is in a file after somebody ran all cells and saved."""
    notebook.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    notebook.metadata.language_info["version"] = "3.12.1"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        cell.metadata["execution"] = {"iopub.status.idle": "2026-01-01T00:00:00Z"}
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="42\n")]


def reword(path: Path, old: str, new: str) -> None:
    """Edit the words of the one cell of a notebook that holds ``old``."""

    def change(notebook: nbformat.NotebookNode) -> None:
        (cell,) = (cell for cell in notebook.cells if old in cell.source)
        cell.source = cell.source.replace(old, new)

    edit_notebook(path, change)


# --- The same bytes ------------------------------------------------------------------------------


def test_the_committed_files_are_what_a_fresh_build_gives() -> None:
    code, said = sse("build", "--check", "--root", str(ROOT))

    assert code == 0, said


def test_a_build_from_nothing_gives_the_committed_bytes(course: Path) -> None:
    committed = files_below(course)
    for folder in ("source", "release"):
        shutil.rmtree(course / folder)
    for page in PAGES:
        (course / page).unlink()
    (course / "course/built.json").unlink()

    build(course)

    assert files_below(course) == committed


def test_building_twice_changes_nothing_the_second_time(course: Path) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")
    build(course, M04)
    after_one = files_below(course)

    report = build(course, M04)

    assert report.written == []
    assert files_below(course) == after_one


def test_the_bytes_depend_on_neither_hash_seed_nor_clock_nor_working_folder(
    course: Path, tmp_path: Path
) -> None:
    environment = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LANG": "C"}

    assert made_elsewhere(course, tmp_path, environment) == make(ROOT).files


def test_the_bytes_do_not_depend_on_the_processor(course: Path, tmp_path: Path) -> None:
    """An older processor adds in another order and knows other ways to e and logarithms."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    older = {
        "NPY_DISABLE_CPU_FEATURES": " ".join(found),
        "OPENBLAS_CORETYPE": "Prescott",
        "OPENBLAS_NUM_THREADS": "1",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA,-FMA4",
    }

    assert made_elsewhere(course, tmp_path, older) == make(ROOT).files


def made_elsewhere(course: Path, folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Every generated file with its text, made by another Python in this folder."""
    print_all = (
        "import sys, json; from pathlib import Path; "
        "from solidarity.author.build_course import make;"
        "print(json.dumps(make(Path(sys.argv[1])).files, sort_keys=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", print_all, str(course)],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    made: dict[str, str] = json.loads(done.stdout)
    return made


def test_make_writes_nothing(course: Path) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")
    before = files_below(course)

    make(course, M04)

    assert files_below(course) == before


# --- Drift is found ------------------------------------------------------------------------------


def test_a_changed_master_shows_as_drift_of_its_notebooks_only(course: Path) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")

    drifted = drift(course, make(course, M04))

    assert drifted == [READING, f"release/{M04}/reading.ipynb"]


def test_a_deleted_release_file_shows_as_drift_and_comes_back(course: Path) -> None:
    lost = course / f"release/{M04}/figures/flow.svg"
    before = lost.read_bytes()
    lost.unlink()

    assert drift(course, make(course, M04)) == [f"release/{M04}/figures/flow.svg"]
    build(course, M04)
    assert lost.read_bytes() == before


def test_an_outdated_record_shows_as_drift(course: Path) -> None:
    (course / RECORD).write_text("{}\n")

    assert drift(course, make(course, M04)) == [RECORD]


def test_a_stray_file_in_the_release_shows_as_drift(course: Path) -> None:
    (course / f"release/{M04}/notes.txt").write_text("who did not hand in")

    assert drift(course, make(course, M04)) == [f"release/{M04}/notes.txt"]


def test_check_names_what_differs_writes_nothing_and_fails(course: Path) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")
    before = files_below(course)

    code, said = sse("build", "m04", "--check", "--root", str(course))

    assert code == 1
    assert f"{READING} differs" in said
    assert "sse build" in said
    assert files_below(course) == before


def test_words_of_the_readme_outside_the_table_are_no_drift(course: Path) -> None:
    with (course / "README.md").open("a", encoding="utf-8") as readme:
        readme.write("\nOne more sentence by a person.\n")

    assert drift(course, make(course, M04)) == []


@pytest.mark.parametrize("stray", ["notes.txt", "key.py", "data/members.csv", "figures/key.py"])
def test_a_stray_file_in_source_is_refused_because_learners_would_get_it(
    course: Path, stray: str
) -> None:
    path = course / f"source/{M04}" / stray
    path.parent.mkdir(exist_ok=True)
    path.write_text("secret")
    before = files_below(course)

    code, said = sse("build", "m04", "--root", str(course))

    assert code == 1
    assert stray.split("/")[0] in said
    assert "was not made by the build" in said
    assert "nbgrader would release it" in said
    assert files_below(course) == before


def test_a_figure_taken_from_the_masters_goes_from_source_and_release(course: Path) -> None:
    figure = course / f"course/{M04}/figures/extra.svg"
    figure.write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>x</title></svg>")
    build(course, M04)
    assert (course / f"release/{M04}/figures/extra.svg").is_file()
    figure.unlink()

    report = build(course, M04)

    assert not (course / f"source/{M04}/figures/extra.svg").exists()
    assert not (course / f"release/{M04}/figures/extra.svg").exists()
    assert [line for line in report.written if "extra.svg (removed" in line]
    assert drift(course, make(course, M04)) == []


# --- Each file once ------------------------------------------------------------------------------


def test_each_master_is_read_once_and_parsed_once(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = course.parent / "told.txt"
    read, parsed = Path.read_text, master.myst_to_notebook

    def tell(line: str) -> None:
        # Modules are made in processes of their own, which have nothing else in common.
        with told.open("a", encoding="utf-8") as lines:
            lines.write(f"{line}\n")

    def read_text(path: Path, *args: Any, **options: Any) -> str:
        if path.suffix == ".md":
            tell(f"read {path.relative_to(course)}")
        return read(path, *args, **options)

    def myst_to_notebook(text: str, **options: Any) -> Any:
        tell(f"parsed {hashlib.sha256(text.encode()).hexdigest()}")
        return parsed(text, **options)

    monkeypatch.setattr(Path, "read_text", read_text)
    monkeypatch.setattr(master, "myst_to_notebook", myst_to_notebook)
    make(course)
    monkeypatch.undo()

    masters = [course / name for name in PAGES.values()]
    masters += [
        course / f"course/{m.id}/{p}.md" for m in load_course(course).written for p in PARTS
    ]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in masters]
    # A key takes its words from the exercises by itself, as it does where nobody builds.
    words = [path for path in masters if path.name == "exercises.md"]
    assert words
    wanted = [f"read {path.relative_to(course)}" for path in [*masters, *words]]
    wanted += [f"parsed {digest}" for digest in digests]
    lines = told.read_text(encoding="utf-8").splitlines()
    assert sorted(line for line in lines if line != "read README.md") == sorted(wanted)


# --- One module ----------------------------------------------------------------------------------


def test_one_module_is_made_as_in_a_whole_build_with_the_pages_about_all(course: Path) -> None:
    made = make(course, M04).files

    wanted = {*PAGES, "README.md"}
    for folder in ("source", "release"):
        wanted |= {f"{folder}/{M04}/{name}" for name in files_below(course / folder / M04)}
    assert made.keys() == wanted
    assert {name: (ROOT / name).read_text(encoding="utf-8") for name in made} == made


def test_building_one_module_changes_its_own_files_and_no_others(course: Path) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")
    replace(course / f"course/{M05}/case.md", "## What do you expect?", "## Guess first")
    before = files_below(course)

    code, said = sse("build", "m04", "--root", str(course))

    assert code == 0
    assert f"Built: {M04}, and START, GLOSSARY and the README's table" in said
    assert "The other modules stay as they were." in said
    after = files_below(course)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {READING, f"release/{M04}/reading.ipynb", RECORD}
    assert after.keys() == before.keys()
    record = [json.loads(files[RECORD]) for files in (before, after)]
    assert {n for n in record[1] if record[1][n] != record[0].get(n)} == changed - {RECORD}
    assert sse("build", "m04", "--check", "--root", str(course))[0] == 0
    assert drift(course, make(course, M05)) == [
        f"source/{M05}/case.ipynb",
        f"release/{M05}/case.ipynb",
    ]


def test_a_word_that_one_module_links_anew_changes_its_row_of_the_glossary_alone(
    course: Path,
) -> None:
    before = (course / "GLOSSARY.ipynb").read_text(encoding="utf-8")
    with (course / f"course/{M05}/reading.md").open("a", encoding="utf-8") as reading:
        reading.write("\nIt is given back at the [share-out](glossary#share-out).\n")

    report = build(course, M05)

    assert "GLOSSARY.ipynb" in report.written
    after = (course / "GLOSSARY.ipynb").read_text(encoding="utf-8")
    lines = difflib.ndiff(before.split("\n"), after.split("\n"))
    changed = [line for line in lines if line[0] in "+-"]
    assert [M05 in line for line in changed] == [False, True]
    assert all("**share-out**" in line and M04 in line for line in changed)


def test_a_hand_edit_in_another_module_is_kept_and_told_by_the_whole_build(
    edited_by_hand: Path,
) -> None:
    edited = (edited_by_hand / READING).read_bytes()

    assert build(edited_by_hand, M05).written == []

    assert (edited_by_hand / READING).read_bytes() == edited
    with pytest.raises(BuildProblem, match="was edited by hand"):
        build(edited_by_hand, M04)


@pytest.mark.parametrize("name", ["m04", "M04", "4", "m4", M04, "m04-sav"])
def test_a_module_may_be_named_by_its_number(course: Path, name: str) -> None:
    code, said = sse("build", name, "--check", "--root", str(course))

    assert code == 0
    assert f"Looked at: {M04}, and START" in said
    assert "The other modules were not looked at." in said


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("m04-saving-groups", f"Did you mean {M04}?"),
        ("savings", M04),
        ("m4-savings", M04),
        ("m44", "The modules are: m01-"),
        (f"course/{M04}", f"Type: sse build {M04}"),
    ],
)
def test_a_wrong_name_of_a_module_gets_the_nearest_right_one_and_nothing_is_done(
    course: Path, name: str, meant: str
) -> None:
    before = files_below(course)

    code, said = sse("build", name, "--root", str(course))

    assert code != 0
    assert meant in said.replace("\n", " ")
    assert files_below(course) == before


# --- Hand edits ----------------------------------------------------------------------------------


@pytest.fixture
def edited_by_hand(course: Path) -> Path:
    """A course in which somebody corrected a sentence in the notebook, not in the master."""
    reword(course / READING, "No bank lent her this money.", "No bank had lent her this.")
    return course


def test_a_hand_edit_is_not_overwritten_and_nothing_else_is_built(edited_by_hand: Path) -> None:
    replace(edited_by_hand / f"course/{M04}/case.md", "## What do you expect?", "## Guess first")
    before = files_below(edited_by_hand)

    code, said = sse("build", "--root", str(edited_by_hand))

    assert code == 1
    assert f"{READING} was edited by hand" in said
    assert f"sse build --adopt {READING}" in said
    assert files_below(edited_by_hand) == before


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("reading", "No bank lent her this money.", "No bank had lent her this."),
        ("case", "## What do you expect?", "## Guess first"),
        ("exercises", "    if shares == 0:\n        return 0\n    return (", "    return ("),
    ],
)
def test_adopt_brings_the_edit_into_the_master_and_the_next_build_is_clean(
    course: Path, part: str, old: str, new: str
) -> None:
    master = course / f"course/{M04}/{part}.md"
    before = master.read_text(encoding="utf-8")
    reword(course / f"source/{M04}/{part}.ipynb", old, new)

    code, said = sse("build", "--adopt", f"source/{M04}/{part}.ipynb", "--root", str(course))

    assert code == 0, said
    assert f"course/{M04}/{part}.md now holds" in said
    assert master.read_text(encoding="utf-8") == before.replace(old, new)
    assert sse("build", "--root", str(course))[0] == 0
    assert sse("build", "m04", "--check", "--root", str(course))[0] == 0
    released = nbformat.read(course / f"release/{M04}/{part}.ipynb", as_version=4)
    assert part == "exercises" or new in "\n".join(cell.source for cell in released.cells)


def test_adopt_keeps_a_new_cell_and_drops_its_output(course: Path) -> None:
    def add_a_cell(notebook: nbformat.NotebookNode) -> None:
        run_by_hand(notebook)
        notebook.cells.insert(2, nbformat.v4.new_code_cell("print('a cell more')"))

    master = course / f"course/{M04}/reading.md"
    before = master.read_text(encoding="utf-8").splitlines()
    edit_notebook(course / READING, add_a_cell)

    adopt(course, READING)

    changes = [
        line
        for line in difflib.ndiff(before, master.read_text(encoding="utf-8").splitlines())
        if line[0] in "+-" and line[2:].strip()
    ]
    assert "+ print('a cell more')" in changes
    assert not [line for line in changes if line.startswith("- ") and line != "- +++"]
    assert "42" not in "".join(changes)


def test_adopt_leaves_both_when_the_master_was_changed_too(edited_by_hand: Path) -> None:
    master = edited_by_hand / f"course/{M04}/reading.md"
    replace(master, "A cow, two cows, five goats", "Five goats")
    before = files_below(edited_by_hand)

    code, said = sse("build", "--adopt", READING, "--root", str(edited_by_hand))

    assert code == 1
    assert "was changed too" in said
    assert "reading.adopted.md" in said
    beside = master.with_name("reading.adopted.md")
    assert "No bank had lent her this." in beside.read_text(encoding="utf-8")
    after = files_below(edited_by_hand)
    del after[beside.relative_to(edited_by_hand).as_posix()]
    assert after == before


@pytest.mark.parametrize(
    "path",
    [
        f"release/{M04}/reading.ipynb",
        f"source/{M04}/checks.json",
        f"source/{M04}/nothing.ipynb",
        "START.ipynb",
        f"course/{M04}/reading.md",
    ],
)
def test_only_a_notebook_of_source_can_be_adopted(course: Path, path: str) -> None:
    before = files_below(course)

    code, said = sse("build", "--adopt", path, "--root", str(course))

    assert code == 1
    assert f"{path} is not a notebook in source/" in said
    assert files_below(course) == before


def test_a_damaged_notebook_is_not_adopted_and_the_message_names_it(course: Path) -> None:
    (course / READING).write_text('{"cells": [', encoding="utf-8")
    before = files_below(course)

    code, said = sse("build", "--adopt", READING, "--root", str(course))

    assert code == 1
    assert READING in said
    assert files_below(course) == before


@pytest.mark.parametrize(
    "path",
    [f"release/{M04}/exercises.ipynb", f"release/{M04}/checks.json", *PAGES],
)
def test_a_hand_edit_elsewhere_is_kept_too_and_the_message_says_where_to_make_it(
    course: Path, path: str
) -> None:
    file = course / path
    if path.endswith(".ipynb"):
        edit_notebook(file, lambda notebook: notebook.cells.pop())
    else:
        file.write_text("{}")
    edited = file.read_bytes()

    with pytest.raises(BuildProblem) as refused:
        build(course, M04)

    (message,) = refused.value.problems
    assert message.startswith(f"{path} was edited by hand")
    assert "course/" in message
    assert "--adopt" not in message
    assert file.read_bytes() == edited


def test_a_deleted_hand_edit_is_thrown_away_as_the_message_promises(edited_by_hand: Path) -> None:
    (edited_by_hand / READING).unlink()

    build(edited_by_hand, M04)

    assert (edited_by_hand / READING).read_bytes() == (ROOT / READING).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        *(f"source/{M04}/{part}.ipynb" for part in PARTS),
        f"release/{M04}/exercises.ipynb",
        "START.ipynb",
    ],
)
def test_running_a_notebook_is_no_edit_and_the_next_build_strips_it(
    course: Path, path: str
) -> None:
    built = (course / path).read_bytes()
    edit_notebook(course / path, run_by_hand)
    assert (course / path).read_bytes() != built

    report = build(course, M04)

    assert report.written == [path]
    assert (course / path).read_bytes() == built


# --- A crash in the middle -----------------------------------------------------------------------


def stops_after(calls: int, write: Callable[..., int], half: bool) -> Callable[..., int]:
    """Path.write_bytes of a machine that loses power at the given call."""
    left = calls

    def write_bytes(path: Path, content: bytes) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            if half:
                write(path, content[: len(content) // 2])
            raise KeyboardInterrupt
        return write(path, content)

    return write_bytes


def test_a_crash_while_releasing_leaves_every_file_as_it_was(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")
    before = files_below(course)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "Release", crash)
    with pytest.raises(KeyboardInterrupt):
        build(course, M04)

    assert files_below(course) == before


@pytest.mark.parametrize("half", [False, True], ids=["between files", "within a file"])
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_the_build_after_a_crash_while_writing_finishes_the_work(
    course: Path, monkeypatch: pytest.MonkeyPatch, calls: int, half: bool
) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five goats")
    made = make(course, M04)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", stops_after(calls, Path.write_bytes, half))
        with pytest.raises(KeyboardInterrupt):
            write(course, made)

    build(course, M04)

    assert drift(course, make(course, M04)) == []


def test_a_build_of_one_module_remembers_what_a_stopped_whole_build_wrote(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(course / f"course/{M05}/case.md", "## What do you expect?", "## Guess first")
    with monkeypatch.context() as patched:
        # The record of what comes, and the first of two notebooks.
        patched.setattr(Path, "write_bytes", stops_after(2, Path.write_bytes, half=False))
        with pytest.raises(KeyboardInterrupt):
            build(course, M05)
    assert drift(course, make(course, M05)) == [f"release/{M05}/case.ipynb"]

    assert build(course, M04).written == []

    assert build(course, M05).written == [f"release/{M05}/case.ipynb"]


def test_a_problem_in_one_module_keeps_every_file_as_it_was(course: Path) -> None:
    replace(course / f"course/{M04}/reading.md", "A cow, two cows, five goats", "Five [Z9] goats")
    before = files_below(course)

    code, said = sse("build", "--root", str(course))

    assert code == 1
    assert "[Z9]" in said
    assert files_below(course) == before
