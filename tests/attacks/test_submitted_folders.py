"""Tricks in a folder that was handed in: each costs its owner at most, and the class is graded."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from attacks import folders
from helpers import some
from submissions import FULL, MODULE, course_with_gradebook, hand_in, nbgrader_of, solved

from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.pages import PagesMade, make_pages
from solidarity.grade.run_record import RunRecord
from solidarity.grade.submission import NOT_GRADED
from solidarity.notebooks.files_beside import MOST_FILES, own_files
from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.jail.probe import works_nested

MARKER = "planted was run"
PLANTED = f"import os, pathlib; pathlib.Path({{place!r}}).write_text({MARKER!r})\n"


def _link(name: str, target: str) -> Callable[[Path], None]:
    def trick(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return trick


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "data.csv")


def _pipe_as_notebook(folder: Path) -> None:
    (folder / "exercises.ipynb").unlink()
    os.mkfifo(folder / "exercises.ipynb")


def _folder_as_notebook(folder: Path) -> None:
    (folder / "exercises.ipynb").unlink()
    (folder / "exercises.ipynb").mkdir()
    (folder / "exercises.ipynb" / "data.csv").write_text("1")


def _folder_as_released_file(folder: Path) -> None:
    (folder / "checks.json").mkdir()
    (folder / "checks.json" / "inside").write_text("1")


def _file_as_released_folder(folder: Path) -> None:
    (folder / "figures").write_text("1")


def _odd_names(folder: Path) -> None:
    names = [b"\xff\xfe.ipynb", b"two\nlines.ipynb", b"\x1b[1A\x1b[2Kben graded 18 of 18.ipynb"]
    names += [b"x" * 249 + b".ipynb", b"..ipynb", b"\xff.csv", "½ \u202e.csv".encode()]
    for name in names:
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"{}")


def _deep(folder: Path) -> None:
    before = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(1_500):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(before)


def _many(folder: Path) -> None:
    for number in range(MOST_FILES + 200):
        (folder / f"{number}.txt").touch()
    for number in range(300):
        (folder / f"copy-{number}.ipynb").touch()


def _sparse(folder: Path) -> None:
    with open(folder / "huge.bin", "wb") as file:
        file.truncate(2**40)
    with open(folder / "huge.ipynb", "wb") as file:
        file.truncate(2**40)


def _shadows(folder: Path) -> None:
    (folder / "checks.json").write_text('{"exercises": []}')


def _programs(folder: Path) -> None:
    """Files that Python, pytest or nbgrader would run by themselves."""
    code = PLANTED.format(place=str(folder.parents[2] / "planted-was-run"))
    for name in ("pandas.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "nbformat.py"):
        (folder / name).write_text(code)
    (folder / "nbgrader_config.py").write_text(code)
    (folder / "planted.pth").write_text(code.strip())
    (folder / "solidarity").mkdir()
    (folder / "solidarity" / "__init__.py").write_text(code)
    (folder / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (folder / ".ipython" / "profile_default" / "startup" / "a.py").write_text(code)


BESIDE: dict[str, Callable[[Path], None]] = {
    "link-to-passwords": _link("words.txt", "/etc/passwd"),
    "link-to-key": _link("key.py", f"../../../course/{MODULE}/key.py"),
    "link-to-neighbour": _link("theirs.txt", f"../../honest/{MODULE}/exercises.ipynb"),
    "link-to-folder": _link("figures", "/etc"),
    "link-in-a-circle": _link("around", "."),
    "link-without-end": _link("zero", "/dev/zero"),
    "pipe": _pipe,
    "folder-as-file": _folder_as_released_file,
    "file-as-folder": _file_as_released_folder,
    "odd-names": _odd_names,
    "deep": _deep,
    "many": _many,
    "sparse": _sparse,
    "shadows": _shadows,
    "programs": _programs,
}
IN_ITS_PLACE: dict[str, Callable[[Path], None]] = {
    "pipe-as-notebook": _pipe_as_notebook,
    "folder-as-notebook": _folder_as_notebook,
    "notebook-of-neighbour": _link("exercises.ipynb", f"../../honest/{MODULE}/exercises.ipynb"),
    "notebook-of-source": _link("exercises.ipynb", f"../../../source/{MODULE}/exercises.ipynb"),
    "notebook-without-end": _link("exercises.ipynb", "/dev/zero"),
    "notebook-that-is-itself": _link("exercises.ipynb", "exercises.ipynb"),
}


def _needs_a_jail() -> str:
    try:
        works_nested()
    except NoJail as problem:
        return str(problem).splitlines()[0]
    return ""


class Class:
    """A class in which everybody but one has a trick in their folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.report: RunRecord
        self.made: dict[str, PagesMade] = {}

    def work(self, student: str) -> Path:
        """What is kept of a learner."""
        return self.root / "autograded" / student / MODULE

    def page(self, student: str) -> str:
        return (self.root / "feedback" / student / MODULE / "exercises.html").read_text("utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    if reason := _needs_a_jail():
        pytest.skip(reason)
    course = course_with_gradebook(tmp_path_factory.mktemp("folders") / "course")
    hand_in(course, "honest", solved())
    for student, trick in {**BESIDE, **IN_ITS_PLACE}.items():
        trick(hand_in(course, student, solved()))
    (course / "submitted" / "linked").mkdir()
    (course / "submitted" / "linked" / MODULE).symlink_to(course / "submitted" / "honest" / MODULE)
    for student, trick in {**folders.COST_NOTHING, **folders.NO_WORK}.items():
        trick(hand_in(course, student, solved()))
    for student in (*folders.NAMES, *folders.ODD_NAMES):
        hand_in(course, student, solved())
    run = ClassRun(course, MODULE)
    found = Class(course)
    found.report = run.grade(run.students(), this_machine.local(2), mode="test")
    failed = [line.student for line in found.report.learners.values() if line.status == NOT_GRADED]
    wanted = [*folders.NAMES, *folders.ODD_NAMES, *folders.NO_PAGE]
    for made in make_pages(course, MODULE, wanted, 2, failed):
        found.made[made.student] = made
    yield found
    # pytest's own cleaning, and Python's, give up on a folder as deep as that.
    os.system(f"rm -rf '{course}/submitted/deep'")


@pytest.mark.parametrize("student", ["honest", *BESIDE])
def test_who_has_odd_files_beside_a_right_notebook_has_all_points(
    graded: Class, student: str
) -> None:
    line = graded.report.learners[student]
    assert line.score == FULL, line.said
    kept = list(graded.work(student).rglob("*"))
    assert not [path for path in kept if path.is_symlink() or path.is_fifo()]
    assert len(kept) <= MOST_FILES + 100
    assert sum(path.stat().st_size for path in kept) < 50 * 2**20


@pytest.mark.parametrize("student", folders.COST_NOTHING)
def test_what_is_no_work_of_theirs_costs_nobody_their_points(graded: Class, student: str) -> None:
    line = graded.report.learners[student]
    assert (line.status == "unreadable") == (student in folders.READINGS)
    assert line.score == FULL, line.said
    assert (student in folders.TIMES) == ("No penalty was reckoned" in " ".join(line.said))


@pytest.mark.parametrize("student", folders.ODD_NAMES)
def test_an_odd_name_that_means_nothing_elsewhere_is_a_name(graded: Class, student: str) -> None:
    line = graded.report.learners[student]
    assert (line.status, line.score) == ("graded", FULL)
    assert (graded.work(student) / "exercises.ipynb").is_file()
    assert graded.made[student] == PagesMade(student)
    assert "could not" not in graded.page(student)


@pytest.mark.parametrize("student", folders.NO_PAGE)
def test_who_has_something_in_the_place_of_a_page_has_a_page(graded: Class, student: str) -> None:
    assert not graded.made[student].missing
    assert f"{FULL:g} of " in graded.page(student)


@pytest.mark.parametrize("student", folders.NAMES, ids=ascii)
def test_a_name_that_means_something_elsewhere_is_refused_and_nothing_is_lost(
    graded: Class, student: str
) -> None:
    line = graded.report.learners[student]
    assert line.status == "not graded"
    assert "Rename the folder in submitted/" in line.said[0]
    assert not graded.work(student).exists()
    assert (graded.root / "submitted" / student / MODULE / "exercises.ipynb").is_file()
    assert graded.made[student] == PagesMade(student)
    assert "could not be graded this time" in graded.page(student)


@pytest.mark.parametrize("student", [*IN_ITS_PLACE, *folders.NO_WORK, "linked"])
def test_what_is_no_file_of_ones_own_earns_nothing(graded: Class, student: str) -> None:
    line = graded.report.learners[student]
    assert (line.score, line.points, line.status) == (0, FULL, "unreadable")
    notebook = nbformat.read(graded.work(student) / "exercises.ipynb", as_version=4)
    assert "could not be graded" in notebook.cells[0].source
    assert "return (cash" not in nbformat.writes(notebook)


def test_everything_released_is_as_it_was_released(graded: Class) -> None:
    for student in ("shadows", "folder-as-file", "file-as-folder", "link-to-folder"):
        released = (graded.root / "release" / MODULE).rglob("*")
        for path in some(p for p in released if p.is_file() and p.suffix != ".ipynb"):
            kept = graded.work(student) / path.relative_to(graded.root / "release" / MODULE)
            assert kept.read_bytes() == path.read_bytes()


def test_no_planted_program_was_run(graded: Class) -> None:
    assert not (graded.root / "planted-was-run").exists()


def test_the_record_holds_nothing_that_a_terminal_would_obey(graded: Class) -> None:
    record = json.loads(graded.report.path.read_text("utf-8"))
    said = [sentence for line in record["learners"] for sentence in line["said"]]
    assert any("ben graded 18 of 18" in sentence for sentence in said)
    assert all(sentence.isprintable() for sentence in said)
    assert max(len(line["said"]) for line in record["learners"]) < 30


def test_released_files_that_learners_may_change_are_theirs_as_with_nbgrader(
    tmp_path: Path,
) -> None:
    """``Autograde.exclude_overwriting``, in the jail and in what is kept."""
    if reason := _needs_a_jail():
        pytest.skip(reason)
    course = course_with_gradebook(tmp_path / "course")
    for place in ("source", "release"):
        (course / place / MODULE / "helper.py").write_text("WORD = 'as released'\n")
    notebook = solved()
    notebook.cells.append(nbformat.v4.new_code_cell("import helper; print('>', helper.WORD)"))
    folder = hand_in(course, "ana", notebook)
    (folder / "helper.py").write_text("WORD = 'of my own'\n")

    def helpers_word() -> str:
        text = (course / "autograded" / "ana" / MODULE / "exercises.ipynb").read_text("utf-8")
        assert (course / "autograded" / "ana" / MODULE / "helper.py").is_file()
        return text.partition('"> ')[2].partition("\\n")[0]

    def graded_by(way: str) -> str:
        if way == "sse":
            run = ClassRun(course, MODULE)
            run.grade(["ana"], this_machine.local(1), mode="test")
        else:
            done = nbgrader_of(course).autograde(MODULE, "ana", force=True)
            assert done["success"], done.get("error") or done.get("log")
        return helpers_word()

    assert {way: graded_by(way) for way in ("sse", "nbgrader")} == {
        "sse": "as released",
        "nbgrader": "as released",
    }
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(f"\nc.Autograde.exclude_overwriting = {{{MODULE!r}: ['helper.py']}}\n")
    assert {way: graded_by(way) for way in ("sse", "nbgrader")} == {
        "sse": "of my own",
        "nbgrader": "of my own",
    }


def test_a_file_that_learners_may_change_is_no_link_and_not_huge(tmp_path: Path) -> None:
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    (tmp_path / "own.py").write_text("1")
    with open(tmp_path / "huge.bin", "wb") as file:
        file.truncate(2**40)
    names = ["link.py", "folder/passwd", "own.py", "missing.py", "a.py"]
    assert own_files(tmp_path, names) == {"own.py": b"1"}
    assert own_files(tmp_path, ["huge.bin"]) == {}


def test_an_archive_unpacks_nothing_outside_its_folder(tmp_path: Path) -> None:
    """Archives are nbgrader's affair (``zip_collect``); here it is proven what it does."""
    from nbgrader.utils import unzip

    inside = tmp_path / "a" / "b" / "inside"
    inside.mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        for name in ("../planted.py", "../../planted.py", "/tmp/sse-planted.py", "x/../../p.py"):
            archive.writestr(name, "1")
        archive.writestr("exercises.ipynb", "{}")
    # The older setuptools leaves such members out, the newer one refuses the whole archive.
    with suppress(Exception):
        unzip(str(tmp_path / "work.zip"), str(inside), tree=True)
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path).as_posix() for path in found} <= {
        "work.zip",
        "a/b/inside/exercises.ipynb",
    }
    assert not Path("/tmp/sse-planted.py").exists()
