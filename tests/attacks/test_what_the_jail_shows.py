"""The jail shows what Python needs and nothing else: no exchange, no home, no other course."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacks.conftest import skip_without
from attacks.stage import LIMITS, MODULE, attack, hand_in, solved
from cycle.people import Somebody, people
from helpers import ROOT
from submissions import course_with_gradebook, nbgrader_of
from traitlets.config import Config
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.notebooks.labels import ANSWER
from solidarity.run.jail import bubblewrap, probe, visible_files
from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.jail.probe import wall_here
from solidarity.run.jail.unseen import demand_unseen
from solidarity.run.jail.visible_files import on_the_way, places
from solidarity.run.worker import Worker

MARK = "planted-for-whoever-looks"

# Looks through all that there is, and asks for what it knows by name.
SEARCH = """
import os
FOUND = []
for folder, folders, files in os.walk("/"):
    FOUND += [os.path.join(folder, name) for name in [*folders, *files] if MARK in name]
for path in KNOWN:
    if os.path.exists(path):
        FOUND.append(path)
print("FOUND", FOUND)
"""


def searching(known: list[Path]) -> Any:
    """A notebook that has all its marks if it finds one thing, and none if it does not."""
    notebook = attack(solved(), f"MARK, KNOWN = {MARK!r}, {list(map(str, known))}\n{SEARCH}")
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            name = cell.metadata.nbgrader.grade_id.removesuffix(ANSWER)
            cell.source += f"\nif not FOUND:\n    {name} = 'nothing was found'"
    return notebook


@pytest.fixture
def beside_python() -> Iterator[Path]:
    """A folder that everybody may read, in the part of Python's own folder that is not needed."""
    yield from _folder(Path(sys.prefix, "share"))


@pytest.fixture
def within_python() -> Iterator[Path]:
    """The same among the packages, which must be shown."""
    yield from _folder(Path(sysconfig.get_path("purelib")))


def _folder(top: Path) -> Iterator[Path]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="sse-test-", dir=top))
    except OSError:
        pytest.skip(f"nothing can be laid into {top}")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def ines() -> Iterator[Somebody]:
    """An ordinary user, as whom a jail is made with a user namespace, and who owns all work."""
    machine = Path(tempfile.mkdtemp(prefix="sse-village-"))
    try:
        (one,) = people(machine, "ines")
        tried = one.tries("python -c 'from solidarity.run.jail import probe; probe.mode()'")
        if tried.returncode != 0:
            pytest.skip(f"no jail for an ordinary user here: {tried.stderr[-300:]}")
        yield one
    finally:
        shutil.rmtree(machine)


def test_nobody_finds_the_exchange_a_home_or_another_course(
    ines: Somebody, beside_python: Path
) -> None:
    """Found with nbgrader's usual exchange, which lies in /usr: 18 of 18 for a copied answer."""
    course = course_with_gradebook(ines.home / "course")
    exchange, cache = beside_python / "exchange", beside_python / "cache"
    marked = [
        *(exchange / name / "inbound" / "ana" for name in ("sse-course", "another")),
        *(cache, ines.home, ines.home / "another-course", course / "signing", course / "course"),
        *(course / name for name in ("submitted/ana", "autograded/ana", "feedback/ana")),
        *(course / name for name in ("source", "release", "course")),
    ]
    for folder in marked:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{MARK}.ipynb").touch()
    (ines.home / "another-course" / "gradebook.db").touch()
    settings = f"c.Exchange.root = {str(exchange)!r}\nc.Exchange.cache = {str(cache)!r}\n"
    (course / "class_config.py").write_text(f"c = get_config()\n{settings}", encoding="utf-8")
    known = [*marked, exchange, beside_python, course / "gradebook.db", course / "course"]
    handed_in = hand_in(course, "eve", searching(known)) / "exercises.ipynb"
    ines.owns(ines.home)

    ines.types(f"sse grade {MODULE} --no-feedback", course)
    assert points_of(course) == {"eve": 0}
    assert outputs(course) == "FOUND []\n"
    ines.types(f"nbgrader autograde --force --student eve {MODULE}", course)
    assert outputs(course) == "FOUND []\n"
    said = ines.tries(f"sse check {handed_in}", course).stdout
    assert "Together: 0 of 18 points" in said


def points_of(course: Path) -> dict[str, float]:
    (path,) = (course / "autograded").glob("*.json")
    lines = json.loads(path.read_text(encoding="utf-8"))["learners"]
    return {line["student"]: line["score"] for line in lines}


def outputs(course: Path) -> str:
    """What the first cell of eve's graded notebook shows."""
    path = course / "autograded" / "eve" / MODULE / "exercises.ipynb"
    return "".join(one.get("text", "") for one in nbformat.read(path, 4).cells[0].outputs)


# --- What cannot be hidden, since it lies among what Python needs ---------------------------------

NAMED = [
    ("Exchange", "root", "{}"),
    ("Exchange", "cache", "{}"),
    ("ExchangeSubmit", "root", "{}"),
    ("CourseDirectory", "root", "{}"),
    ("CourseDirectory", "source_directory", "{}"),
    ("CourseDirectory", "release_directory", "{}"),
    ("CourseDirectory", "submitted_directory", "{}"),
    ("CourseDirectory", "autograded_directory", "{}"),
    ("CourseDirectory", "feedback_directory", "{}"),
    ("CourseDirectory", "solution_directory", "{}"),
    ("CourseDirectory", "db_url", "sqlite:///{}"),
    ("ZipCollectApp", "archive_directory", "{}"),
]


@pytest.mark.parametrize(
    ("section", "option", "text"), NAMED, ids=[f"{one[0]}.{one[1]}" for one in NAMED]
)
def test_whatever_nbgrader_names_is_refused_where_python_lies(
    within_python: Path, tmp_path: Path, section: str, option: str, text: str
) -> None:
    config = Config({section: {option: text.format(within_python)}})
    with pytest.raises(NoJail, match="can be read from inside the jail") as problem:
        demand_unseen(tmp_path, config)
    assert str(within_python) in str(problem.value)


def test_a_link_to_where_python_lies_is_followed(within_python: Path, tmp_path: Path) -> None:
    (tmp_path / "exchange").symlink_to(within_python)
    with pytest.raises(NoJail, match="can be read from inside the jail"):
        demand_unseen(tmp_path, Config({"Exchange": {"root": str(tmp_path / "exchange")}}))


def test_a_class_whose_exchange_python_shows_is_graded_in_no_way(
    within_python: Path, tmp_path: Path
) -> None:
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, "eve", searching([within_python]))
    text = f"c = get_config()\nc.Exchange.root = {str(within_python)!r}\n"
    (course / "class_config.py").write_text(text, encoding="utf-8")
    told = CliRunner().invoke(app, ["grade", MODULE, "--root", str(course)])
    assert told.exit_code == 2
    assert "can be read from inside the jail" in " ".join(told.output.split())
    result = nbgrader_of(course).autograde(MODULE, "eve")
    assert not result["success"]
    assert "can be read from inside the jail" in " ".join(result["log"].split())


# --- The proof -----------------------------------------------------------------------------------


@pytest.fixture
def some_jail() -> None:
    with Worker(limits=LIMITS, wall=wall_here()) as jail:
        skip_without(jail)


@pytest.mark.usefixtures("some_jail")
def test_the_proof_sees_what_is_shown(within_python: Path, tmp_path: Path) -> None:
    probe.prove_unseen((str(tmp_path), str(ROOT), str(ROOT / "course"), str(Path.home())))
    with pytest.raises(NoJail, match="from inside the jail"):
        probe.prove_unseen((str(tmp_path), str(within_python)))


@pytest.mark.usefixtures("some_jail")
@pytest.mark.parametrize("folder", ["/etc", "/usr/share", "/usr/local/share"])
def test_a_jail_that_shows_more_than_was_named_is_no_jail(
    monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    real = bubblewrap.arguments
    more = ["--ro-bind", folder, "/more" if folder == "/etc" else folder]
    monkeypatch.setattr(bubblewrap, "arguments", lambda: [*real(), *more])
    said = probe._why_not(nested=True)
    assert "one could" in said
    assert f"see {more[2]}" in said


def test_the_list_names_no_folder_that_holds_more_than_programs() -> None:
    whole = {Path(path) for path, text in places().items() if text is None and Path(path).is_dir()}
    for folder in (Path("/usr"), Path("/usr/local"), Path("/usr/share"), Path(sys.prefix), ROOT):
        assert folder not in whole
        assert whole.isdisjoint(folder.parents)
    assert on_the_way(str(ROOT)) <= {"solidarity", ".venv"}


def test_links_stand_in_the_jail_as_they_do_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As uv lays out its Pythons: a folder for 3.11 that is a link to the one for 3.11.7."""
    real = tmp_path / "cpython-3.11.7" / "bin"
    real.mkdir(parents=True)
    (real / "python3.11").touch()
    (real / "python3").symlink_to("python3.11")
    (tmp_path / "cpython-3.11").symlink_to("cpython-3.11.7")
    (tmp_path / "python").symlink_to("cpython-3.11/../cpython-3.11/bin/python3")
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "inside").symlink_to(tmp_path / "elsewhere")
    names = [str(tmp_path / "python"), str(tmp_path / "packages")]
    monkeypatch.setattr(visible_files, "shown", lambda: tuple(names))
    visible_files.places.cache_clear()
    try:
        found = {Path(path).relative_to(tmp_path): text for path, text in places().items()}
    finally:
        visible_files.places.cache_clear()
    assert found == {
        Path("cpython-3.11"): "cpython-3.11.7",
        Path("cpython-3.11.7/bin/python3"): "python3.11",
        Path("cpython-3.11.7/bin/python3.11"): None,
        Path("packages"): None,
        Path("python"): "cpython-3.11/../cpython-3.11/bin/python3",
    }


TRIES = """
from solidarity.run.jail import probe
import sys
print([probe._why_not(nested) for nested in (True, False)], sys.prefix)
"""


@pytest.mark.usefixtures("some_jail")
@pytest.mark.parametrize("layout", ["a folder of its own", "the user's own packages"])
def test_a_jail_is_made_with_the_python_of_the_system(tmp_path: Path, layout: str) -> None:
    """Its folders are others than those of the Python that runs the tests."""
    python, version = Path("/usr/bin/python3"), f"python3.{sys.version_info.minor}"
    if python.resolve().name != version:
        pytest.skip(f"this system has no {version} of its own")
    home = tmp_path / "home"
    packages = home / ".local" / "lib" / version
    if layout == "a folder of its own":
        subprocess.run([python, "-m", "venv", "--without-pip", home], check=True)
        python, packages = home / "bin" / "python3", home / "lib" / version
        shutil.rmtree(packages / "site-packages")
    packages.mkdir(parents=True, exist_ok=True)
    (packages / "site-packages").symlink_to(sysconfig.get_path("purelib"))
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    command = [python, "-c", TRIES]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.stdout.startswith("['', '']"), done.stdout + done.stderr
