"""A learner's own copies: laid out once, and from then on nobody's but hers."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solidarity.check.remember import FILE
from solidarity.cli import app
from solidarity.course import CHECKS, WORK, CourseProblem
from solidarity.learn.start import start

M04 = "m04-savings-groups"


def files_below(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def work(course: Path) -> Path:
    """A learner's copies of module 4, just laid out."""
    start(course)
    return course / WORK / M04


def test_copies_are_laid_out_as_they_were_released(course: Path) -> None:
    copies = start(course)

    released = files_below(course / "release")
    assert files_below(course / WORK) == released
    assert sorted(copies.new) == sorted(f"{WORK}/{name}" for name in released)
    assert copies.kept == ()


def test_the_release_itself_is_left_alone(course: Path) -> None:
    before = files_below(course / "release")

    start(course)

    assert files_below(course / "release") == before


def test_checkpoints_of_a_released_notebook_are_not_copied(course: Path) -> None:
    left = course / "release" / M04 / ".ipynb_checkpoints" / "reading-checkpoint.ipynb"
    left.parent.mkdir()
    left.write_text("{}")

    start(course)

    assert not list((course / WORK).rglob(".ipynb_checkpoints"))


@pytest.mark.parametrize("name", ["exercises.ipynb", "reading.ipynb", "figures/flow.svg"])
@pytest.mark.parametrize("content", ["changed", "", '{"cells": ['], ids=["changed", "0", "torn"])
def test_a_second_run_never_overwrites_what_is_there(
    course: Path, work: Path, name: str, content: str
) -> None:
    (work / name).write_text(content)

    copies = start(course)

    assert (work / name).read_text() == content
    assert f"{WORK}/{M04}/{name}" in [Path(kept).as_posix() for kept in copies.kept]


def test_a_renewed_release_does_not_touch_a_notebook_that_was_never_opened(
    course: Path, work: Path
) -> None:
    before = (work / "reading.ipynb").read_bytes()
    (course / "release" / M04 / "reading.ipynb").write_text("{}")

    start(course)

    assert (work / "reading.ipynb").read_bytes() == before


def test_a_learners_own_files_stay(course: Path, work: Path) -> None:
    (work / "my notes.ipynb").write_text("mine")
    (course / WORK / "savings of my group.csv").write_text("a,b")

    start(course)

    assert (work / "my notes.ipynb").read_text() == "mine"
    assert (course / WORK / "savings of my group.csv").read_text() == "a,b"


def test_a_renamed_copy_stays_and_a_new_one_is_laid_out(course: Path, work: Path) -> None:
    (work / "exercises.ipynb").write_text("my answers")
    (work / "exercises.ipynb").rename(work / "exercises-old.ipynb")

    start(course)

    released = course / "release" / M04 / "exercises.ipynb"
    assert (work / "exercises-old.ipynb").read_text() == "my answers"
    assert (work / "exercises.ipynb").read_bytes() == released.read_bytes()


def test_a_new_file_of_a_renewed_release_arrives(course: Path, work: Path) -> None:
    (course / "release" / M04 / "figures" / "new.svg").write_text("<svg/>")

    copies = start(course)

    assert (work / "figures" / "new.svg").read_text() == "<svg/>"
    assert [name for name in copies.new if name.endswith("new.svg")]


def test_checks_are_renewed_so_that_a_mended_example_reaches_everyone(
    course: Path, work: Path
) -> None:
    (course / "release" / M04 / CHECKS).write_text('{"format": 1, "exercises": []}')

    start(course)

    assert (work / CHECKS).read_text() == '{"format": 1, "exercises": []}'


def test_damaged_checks_are_mended(course: Path, work: Path) -> None:
    (work / CHECKS).write_text("{")

    start(course)

    assert (work / CHECKS).read_bytes() == (course / "release" / M04 / CHECKS).read_bytes()


def test_a_run_that_is_killed_within_a_copy_leaves_no_half_notebook(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def half_a_copy(target: Path, content: bytes) -> None:
        write(target, content[: len(content) // 2])
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(Path, "write_bytes", half_a_copy)
        with pytest.raises(KeyboardInterrupt):
            start(course)
    assert not list((course / WORK).rglob("*.ipynb"))

    start(course)

    assert files_below(course / WORK) == files_below(course / "release")


@pytest.mark.parametrize("below", ["course", f"release/{M04}/figures", WORK])
def test_it_works_from_a_folder_of_the_course(
    course: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (course / below).mkdir(exist_ok=True)
    monkeypatch.chdir(course / below)

    copies = start()

    assert (course / WORK / M04 / "exercises.ipynb").is_file()
    assert not (course / below / WORK).exists()
    back = os.path.relpath(course).replace(os.sep, "/")
    assert f'href="{back}/{WORK}/{M04}/reading.ipynb"' in copies.html


def test_links_from_the_landing_page_lead_to_the_copies(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)

    html = start()._repr_html_()

    for part in ("reading", "case", "exercises"):
        assert f'href="{WORK}/{M04}/{part}.ipynb"' in html


def test_in_a_terminal_the_answer_is_one_line(course: Path) -> None:
    count = len(files_below(course / "release"))

    assert repr(start(course)) == f"{count} files copied to {WORK}/, 0 kept as they are."


def test_outside_a_course_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseProblem, match="Change to the folder of the course"):
        start(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_outside_a_course_the_command_says_what_to_do_without_a_traceback(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["start", "--root", str(tmp_path)])

    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
    assert "Change to the folder of the course" in result.stderr
    assert "Traceback" not in result.output


def test_the_command_says_in_one_line_what_it_did(course: Path) -> None:
    result = CliRunner().invoke(app, ["start", "--root", str(course)])

    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert f"files copied to {WORK}/" in result.stdout


def test_the_quiet_command_lays_out_the_same_and_prints_nothing(course: Path) -> None:
    result = CliRunner().invoke(app, ["start", "--quiet", "--root", str(course)])

    assert result.exit_code == 0
    assert result.output == ""
    assert files_below(course / WORK) == files_below(course / "release")


def test_a_course_without_its_release_says_so(course: Path) -> None:
    shutil.rmtree(course / "release")

    with pytest.raises(CourseProblem, match="release"):
        start(course)
