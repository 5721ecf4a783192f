"""More tricks with submitted folders, and with what lies in the course's folders from before.

As in ``test_class_of_sixty``: each costs its owner at most, and what is another's stays as it was.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from attacks import folders
from attacks.folders import SECRET, TIME, Trick, changed_cells
from attacks.test_class_of_sixty import Class, grade, hand_in
from grade.test_grade_class import marks
from helpers import PATIENCE, copy_course, some
from nbgrader.api import Gradebook
from submissions import FULL, MODULE, course_with_gradebook
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.grade.alone import alone as alone_in
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.run_record import RunRecord, _records
from solidarity.notebooks import submitted
from solidarity.notebooks.submitted import UnreadableNotebook, submitted_bytes
from solidarity.run.jail import probe
from solidarity.trouble import Trouble

pytestmark = pytest.mark.jail

ESCAPE = "\x1b[1A\x1b[2Khonest-1 graded 0 of 18"
DEEP = 900
"""So deep Python still reads JSON, and not much else can be done with it."""


def changed_notebook(change: Callable[[dict[str, Any]], object]) -> Trick:
    def trick(folder: Path) -> None:
        path = folder / "exercises.ipynb"
        content = json.loads(path.read_bytes())
        change(content)
        path.write_text(json.dumps(content))

    return trick


def deep(levels: int = DEEP) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = [value]
    return value


def with_kernelspec(**given: Any) -> Trick:
    return changed_notebook(lambda content: content["metadata"].update(kernelspec=given))


def added(kind: str, source: Any, **rest: Any) -> Trick:
    """A cell more, at the end."""
    cell = {"cell_type": kind, "metadata": {}, "source": source, **rest}
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    return changed_cells(lambda cells: cells.append(cell))


def twice_in_json(folder: Path) -> None:
    """Each name stands twice: first as something else, then as it should be."""
    path = folder / "exercises.ipynb"
    text = path.read_text().strip()
    path.write_text('{"cells": [], "nbformat": 3, "metadata": [], ' + text[1:])


def all_metadata(value: Any) -> Trick:
    def change(content: dict[str, Any]) -> None:
        content["metadata"] = value
        for cell in content["cells"]:
            if "nbgrader" not in cell["metadata"]:
                cell["metadata"] = value

    return changed_notebook(change)


def every_label_odd(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        if label := cell["metadata"].get("nbgrader"):
            names = ("items", "get", "__class__", "update", "_allownew")
            label.update({"points": float("nan"), "locked": "yes", "schema_version": 10**400})
            label.update(dict.fromkeys(names, float("-inf")))


def widget_state(content: dict[str, Any]) -> None:
    state = {"a": {"model_module": "anywidget", "state": {"_esm": "export default 'planted-esm'"}}}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    content["metadata"] |= {"widgets": widgets, "language_info": {"name": ["planted-esm"]}}


def old_format(content: dict[str, Any]) -> None:
    """No notebook of version 3 may look so: what reads it complains, and quotes it."""
    cells = content.pop("cells")
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["input"], cell["language"] = cell.pop("source"), "python"
            cell["outputs"] = []
            cell.pop("execution_count")
    cells.append({"cell_type": ESCAPE, "source": ESCAPE, "metadata": {}, ESCAPE: ESCAPE})
    content |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
    content["metadata"] = {"name": 7, ESCAPE: ESCAPE}


def odd_sources(cells: list[dict[str, Any]]) -> None:
    for place, source in enumerate([None, 7, {}, [1, None, ["x"]], True, [[]], float("nan")]):
        kind = ("markdown", "code", "raw")[place % 3]
        cells.append({"cell_type": kind, "source": source, "metadata": place, "id": place})


def a_picture_a_thousand_times(cells: list[dict[str, Any]]) -> None:
    """Pasted once and shown often: a page of gigabytes."""
    data = "iVBORw0KGgo" + "A" * 2**20
    shown = "![x](attachment:a.png)\n" * 2_000
    one = {"cell_type": "markdown", "metadata": {}, "source": shown}
    cells.append({**one, "attachments": {"a.png": {"image/png": data}}})


def as_a_socket(name: str) -> Trick:
    def trick(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        before = os.getcwd()
        with closing(socket.socket(socket.AF_UNIX)) as one:
            # An address has room for a hundred letters only.
            os.chdir(folder)
            one.bind(name)
            os.chdir(before)

    return trick


def mode(name: str, bits: int) -> Trick:
    return lambda folder: (folder / name).chmod(bits)


# --- In submitted/ -------------------------------------------------------------------------------

HARMLESS: dict[str, Trick] = {
    "kernelspec-deep": with_kernelspec(name=deep(), display_name=deep(), language="python"),
    "kernelspec-of-5-MB": with_kernelspec(name="x" * 5_000_000, language="python"),
    "kernelspec-escape": with_kernelspec(name=ESCAPE, display_name={"a": ESCAPE}),
    "metadata-a-list": all_metadata([1, [2]]),
    "metadata-a-text": all_metadata("<script>"),
    "metadata-nothing": all_metadata(None),
    "metadata-deep": all_metadata({"deep": deep()}),
    "twice-in-json": twice_in_json,
    "labels-odd": changed_cells(every_label_odd),
    "widget-state": changed_notebook(widget_state),
    "version-odd": changed_notebook(lambda c: c.update(nbformat=[4], nbformat_minor=float("nan"))),
    "version-huge": changed_notebook(lambda c: c.update(nbformat=-(10**300), nbformat_minor="5")),
    "sources-odd": changed_cells(odd_sources),
    "code-with-nul": added("code", "x = '\0'\n"),
    "code-deep-brackets": added("code", "(" * 9_000 + ")" * 9_000),
    "code-deep-minus": added("code", "-" * 19_000 + "1"),
    "code-escape": added("code", f"'''{ESCAPE}''' is 1\n'\\d'"),
    "time-as-socket": as_a_socket(TIME),
    "secret-as-socket": as_a_socket(SECRET),
    "data-as-socket": as_a_socket("data.csv"),
    "secret-closed": mode(SECRET, 0),
    "zone-of-their-own": folders.text(TIME, "2026-02-03 10:00:00 ../../../../../../dev/zero"),
    "time-of-nul": folders.text(TIME, b"\0" * 150),
    "time-escape": folders.text(TIME, f"2026-02-03 10:00:00 {ESCAPE}"),
}
"""All points, and a page that shows the work."""

PLAIN: dict[str, Trick] = {
    "picture-often": changed_cells(a_picture_a_thousand_times),
    "quotes-deep": added("markdown", ">" * 50_000 + " a"),
    "lists-deep": added("markdown", "\n".join("  " * n + "- a" for n in range(1_500))),
    "table-huge": added("markdown", "\n".join(["|a" * 3_000, "|-" * 3_000, *["|b" * 3_000] * 300])),
    "references": added("markdown", "\n".join(f"[{n}]: x\n[{n}]" for n in range(40_000))),
    "code-long": added("code", "'" + "\\'" * 1_000_000),
}
"""All points; the page may be a plain one."""

NOTHING: dict[str, Trick] = {
    "notebook-as-socket": as_a_socket("exercises.ipynb"),
    "notebook-closed": mode("exercises.ipynb", 0),
    "folder-without-x": lambda folder: folder.chmod(0o444),
}
"""No points, or none this time."""

OLD: dict[str, Trick] = {"old-format": changed_notebook(old_format)}

NAMED = [
    "~root",
    "a=b;ls|x",
    "a:b",
    "--help",
    f"{MODULE}-999999-20260101-000000.json",
    "nan",
    "(!)",
]
UNSEEN = ["honest-1\u3164", "honest-1\ufe0f", "z" + "\u0301" * 60]
"""On a page and in a terminal they look like another's, or are drawn over other lines."""


# --- From before, in autograded/ and feedback/ ---------------------------------------------------


def feedback_of(root: Path, student: str) -> Path:
    folder = root / "feedback" / student / MODULE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def link_beside_a_page(root: Path, student: str) -> None:
    (feedback_of(root, student) / "data.csv").symlink_to(
        root / "submitted" / "honest-1" / MODULE / "exercises.ipynb"
    )


def link_as_page(root: Path, student: str) -> None:
    theirs = feedback_of(root, "honest-2") / "exercises.html"
    (feedback_of(root, student) / "exercises.html").symlink_to(theirs)


def link_to_a_page_that_comes(root: Path, student: str) -> None:
    (root / "feedback").mkdir(exist_ok=True)
    (root / "feedback" / student).symlink_to("honest-2")


def pipe_as_page(root: Path, student: str) -> None:
    os.mkfifo(feedback_of(root, student) / "exercises.html")


def closed_pages(root: Path, student: str) -> None:
    folder = feedback_of(root, student)
    (folder / "exercises.html").write_text("the page of before")
    folder.chmod(0o555)


def time_through_a_link(root: Path, student: str) -> None:
    """It leads to where nothing is yet: writing through it would make a file there."""
    (feedback_of(root, student) / TIME).symlink_to(root / "planted.txt")


def new_as_a_link(root: Path, student: str) -> None:
    place = root / "autograded" / ".sse" / "new"
    place.mkdir(parents=True, exist_ok=True)
    (place / student).symlink_to(root / "submitted" / "honest-1")


def old_filled_and_closed(root: Path, student: str) -> None:
    place = root / "autograded" / ".sse" / "old" / MODULE / student / "inner"
    place.mkdir(parents=True)
    (place / "file").write_text("1")
    place.chmod(0o555)


def closed_work(root: Path, student: str) -> None:
    place = root / "autograded" / student / MODULE
    place.mkdir(parents=True)
    (place / "exercises.ipynb").write_text("{}")
    place.chmod(0o555)


def work_of_noise(root: Path, student: str) -> None:
    place = root / "autograded" / student / MODULE
    place.mkdir(parents=True)
    noise = {"cells": deep(), ESCAPE: ESCAPE, "nbformat": 4, "nbformat_minor": 5, "metadata": 1}
    (place / "exercises.ipynb").write_text(json.dumps(noise))


REFUSED = "eve*"
"""Of this name there is a plain page, beside which the time is laid."""

BEFORE: dict[str, Callable[[Path, str], None]] = {
    "link-beside-a-page": link_beside_a_page,
    "link-as-page": link_as_page,
    "feedback-a-link": link_to_a_page_that_comes,
    "pipe-as-page": pipe_as_page,
    "closed-pages": closed_pages,
    REFUSED: time_through_a_link,
    "new-a-link": new_as_a_link,
    "old-closed": old_filled_and_closed,
    "work-closed": closed_work,
    "work-of-noise": work_of_noise,
}
NO_PAGE = {"feedback-a-link", "closed-pages"}

HONEST = ("honest-1", "honest-2", "honest-3")
TRICKS = {**HARMLESS, **PLAIN, **NOTHING, **OLD}


def a_course(root: Path) -> Path:
    for kind, name in enumerate(HONEST):
        hand_in(root, name, kind)
    return root


def lines(found: Class) -> dict[str, Any]:
    """The record's, where a learner's folder may be called like one."""
    (path,) = (path for path in (found.root / "autograded").glob("*.json") if path.is_file())
    return {one["student"]: one for one in json.loads(path.read_text("utf-8"))["learners"]}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Class:
    return grade(a_course(course_with_gradebook(tmp_path_factory.mktemp("alone") / "course")))


def outside(root: Path) -> dict[str, Any]:
    """All that is none of the grader's to change: bytes and rights."""
    found = {}
    for folder in ("submitted", "course", "source", "release"):
        for path in (root / folder).rglob("*"):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes() if path.stat().st_size < 10**6 else b""
                found[str(path)] = (stat.S_IMODE(path.stat().st_mode), data)
    return found


@pytest.fixture(scope="module")
def among(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = a_course(course_with_gradebook(tmp_path_factory.mktemp("among") / "course"))
    for name in (*TRICKS, *BEFORE, *NAMED, *UNSEEN):
        hand_in(root, name)
    for name, trick in TRICKS.items():
        trick(root / "submitted" / name / MODULE)
    (root / "autograded").mkdir(exist_ok=True)
    for name, before in BEFORE.items():
        before(root, name)
    os.chmod(root / "submitted" / "honest-1" / MODULE / "exercises.ipynb", 0o640)
    saved = outside(root)
    found = grade(root)
    assert outside(root) == saved
    yield found
    for path in (root / "autograded", root / "feedback", root / "submitted"):
        os.system(f"chmod -R u+rwX '{path}'")


def test_the_run_ends_in_order(among: Class) -> None:
    print(among.done.stdout)
    print(among.done.stderr)
    assert among.done.stderr == ""
    assert among.done.returncode == 1
    assert all(line.isprintable() for line in among.done.stdout.splitlines())
    assert set(lines(among)) == {*HONEST, *TRICKS, *BEFORE, *NAMED, *UNSEEN}
    assert not (among.root / "planted.txt").exists()


def test_the_honest_are_as_if_they_were_alone(alone: Class, among: Class) -> None:
    before, now = marks(alone.root), marks(among.root)
    for name in HONEST:
        assert now[name] == before[name]
        assert among.page(name) == alone.page(name)
        one, other = lines(alone)[name], lines(among)[name]
        assert {**other, "said": []} == {**one, "said": []}
        for path in (alone.root / "autograded" / name).rglob("*"):
            if path.is_file():
                other_path = among.root / path.relative_to(alone.root)
                assert other_path.read_bytes() == path.read_bytes(), path


@pytest.mark.parametrize("student", [*HARMLESS, *PLAIN, *OLD, *NAMED])
def test_right_work_with_odd_things_has_all_points(among: Class, student: str) -> None:
    line = lines(among)[student]
    assert (line["score"], line["points"]) == (FULL, FULL), line["said"]
    page = among.page(student)
    assert f"{FULL:g} of " in page
    if student not in PLAIN:
        assert "can show only your points" not in page


@pytest.mark.parametrize("student", NOTHING)
def test_what_cannot_be_read_earns_nothing_and_has_a_page(among: Class, student: str) -> None:
    assert lines(among)[student]["score"] == 0
    assert lines(among)[student]["said"]
    assert "</html>" in among.page(student)


@pytest.mark.parametrize("student", UNSEEN, ids=ascii)
def test_a_name_that_nobody_can_tell_from_another_is_refused(among: Class, student: str) -> None:
    assert lines(among)[student]["status"] == "not graded"
    assert "Rename the folder" in lines(among)[student]["said"][0]


@pytest.mark.parametrize("student", BEFORE)
def test_what_lies_there_from_before_costs_its_owner_at_most(among: Class, student: str) -> None:
    line = lines(among)[student]
    print(line)
    place = among.root / "feedback" / student / MODULE / "exercises.html"
    if student in NO_PAGE:
        assert any("There is no new page" in one for one in line["said"])
    else:
        assert place.is_file()
        assert not place.is_symlink()
        assert "</html>" in place.read_text("utf-8")


def test_no_state_of_widgets_is_kept(among: Class) -> None:
    for step in ("autograded", "feedback"):
        for path in some((among.root / step / "widget-state").rglob("*")):
            assert not path.is_file() or b"planted-esm" not in path.read_bytes()


# --- Beside a class: runs that go on, pages that go back, terminals of all kinds ------------------

ODD_RECORDS: dict[str, Any] = {
    "a-number-as-learner": {"learners": [{"student": 7}]},
    "a-list-as-learner": {"learners": [{"student": ["ana"]}]},
    "text-as-score": {"learners": [{"score": "18"}]},
    "a-status-that-acts": {"learners": [{"status": ESCAPE}]},
    "numbers-as-words": {"learners": [{"said": [7, None]}]},
    "text-as-changes": {"learners": [{"changed": "all", "total": [1, 2]}]},
    "no-total": {"learners": [{"changed": {"a": [1, 2]}, "total": []}]},
    "marks-as-a-list": {"before": ["ana"]},
    "marks-as-numbers": {"before": {"ana": 18}},
    "marks-as-words": {"before": {"ana": {"share_value": "all"}}},
}


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two learners, of whom one was graded when the run was stopped."""
    root = course_with_gradebook(tmp_path_factory.mktemp("stopped") / "course")
    for name in ("ana", "ben"):
        hand_in(root, name)
    report = graded(root)
    report.finished = ""
    del report.learners["ben"]
    report.write()
    return root


def graded(root: Path, *, resume: bool = False) -> RunRecord:
    run = ClassRun(root, MODULE)
    return run.grade(run.students(), this_machine.local(1), mode="test", resume=resume)


def copied(root: Path, target: Path) -> tuple[Path, Path]:
    """A copy of such a course, and its one record."""
    root = shutil.copytree(root, target / "course")
    (record,) = (root / "autograded").glob("*.json")
    return root, record


@pytest.mark.parametrize("kind", ODD_RECORDS)
def test_a_record_with_odd_content_is_none(stopped: Path, tmp_path: Path, kind: str) -> None:
    root, record = copied(stopped, tmp_path)
    content = json.loads(record.read_text("utf-8"))
    change = ODD_RECORDS[kind]
    for line, given in zip(content["learners"], change.get("learners", []), strict=False):
        line.update(given)
    content["before"] = change.get("before", content["before"])
    record.write_text(json.dumps(content))
    found = list(_records(root / "autograded", MODULE))
    assert not found


def test_a_run_goes_on_also_where_a_learner_is_called_like_the_last_record(
    stopped: Path, tmp_path: Path
) -> None:
    root, _ = copied(stopped, tmp_path)
    name = f"{MODULE}-999999-20260101-000000.json"
    (root / "autograded" / name / MODULE).mkdir(parents=True)
    again = graded(root)
    assert again.path.name.startswith(f"{MODULE}-002-"), again.path.name
    again.finished = ""
    again.write()
    assert graded(root, resume=True).path == again.path


def test_the_lock_is_no_link_that_empties_anothers_file(stopped: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("kept")
    (tmp_path / "lock").symlink_to(theirs)
    with pytest.raises(Trouble, match="is a link"), alone_in(tmp_path, MODULE, print):
        pass
    assert theirs.read_text() == "kept"


def test_killed_between_two_folders_what_was_read_stays_read(
    stopped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old folder is away, and the new one is not yet there."""
    root, _ = copied(stopped, tmp_path)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        for grade in gradebook.find_submission_notebook("exercises", MODULE, "ana").grades:
            if grade.max_score_taskcell is None and grade.needs_manual_grade:
                grade.manual_score, grade.needs_manual_grade = 1.0, False
        one = gradebook.find_grade("share_value", "exercises", MODULE, "ana")
        one.manual_score, one.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    before = marks(root)["ana"]
    replace = os.replace

    def killed(source: Any, target: Any) -> None:
        if Path(source).parent.name == "new":
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda a, b: killed(a, b))
        with pytest.raises(KeyboardInterrupt):
            graded(root)
    assert not (root / "autograded" / "ana" / MODULE).exists()
    graded(root, resume=True)
    assert marks(root)["ana"] == before
    assert (root / "autograded" / "ana" / MODULE / "exercises.ipynb").is_file()


@pytest.mark.parametrize("kind", ["pipe", "link", "longer"])
def test_a_notebook_that_becomes_another_file_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The moment before it is opened, when it was looked at already."""
    path = tmp_path / "exercises.ipynb"
    path.write_text("{}")
    secret = tmp_path / "another's"
    secret.write_text("another's work")

    changed: list[str] = []

    def become(given: object) -> None:
        if os.fspath(given) == str(path) and not changed:  # type: ignore[call-overload]
            changed.append(kind)
            path.unlink()
            match kind:
                case "pipe":
                    os.mkfifo(path)
                case "link":
                    path.symlink_to(secret)
                case _:
                    path.write_text("x" * 2_000)

    for module, name in ((os, "open"), (io, "open")):
        plain = getattr(module, name)

        def opening(given: Any, *rest: Any, plain: Any = plain, **more: Any) -> Any:
            become(given) if not isinstance(given, int) else None
            return plain(given, *rest, **more)

        monkeypatch.setattr(module, name, opening)
    monkeypatch.setattr(submitted, "MOST_BYTES", 1_000)
    if kind == "pipe":
        # Opened without care it would be waited for without end.
        monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it would wait"))
    with pytest.raises(UnreadableNotebook):
        submitted_bytes(path)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_name_that_the_terminal_cannot_write_stops_nobody(
    stopped: Path, tmp_path: Path, encoding: str
) -> None:
    root, _ = copied(stopped, tmp_path)
    hand_in(root, "\u738b\u5c0f\u660e")
    command = [sys.executable, "-m", "solidarity", "grade", MODULE, "--root", str(root)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u738b\u5c0f\u660e" in done.stdout
    for name in ("ana", "ben", "\u738b\u5c0f\u660e"):
        assert (root / "feedback" / name / MODULE / "exercises.html").is_file()


def test_ctrl_c_in_the_midst_of_the_trial_of_the_jail_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C ends all processes of the terminal, the jail of the trial before the first one."""

    def ended() -> bool:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(probe, "works_nested", ended)
    probe._begun()


def page_as(make: Callable[[Path], object]) -> Trick:
    def trick(folder: Path) -> None:
        (folder / "exercises.html").unlink()
        make(folder / "exercises.html")

    return trick


def a_link_more(folder: Path) -> None:
    (folder / "case.html").symlink_to(f"../../ana/{MODULE}/exercises.html")


RETURNED: dict[str, Trick] = {
    "link-to-a-neighbours-page": page_as(
        lambda path: path.symlink_to(f"../../ana/{MODULE}/exercises.html")
    ),
    "link-to-passwords": page_as(lambda path: path.symlink_to("/etc/passwd")),
    "link-to-nothing": page_as(lambda path: path.symlink_to("nothing")),
    "page-as-folder": page_as(Path.mkdir),
    "page-as-pipe": page_as(os.mkfifo),
    "page-as-socket": as_a_socket("exercises.html"),
    "page-of-holes": page_as(lambda path: (path.touch(), os.truncate(path, 2**28))),
    "a-link-more": a_link_more,
    "secret-with-other-line": lambda folder: (folder / SECRET).write_bytes(b"secret\r\nof lines"),
    "secret-with-third-line": lambda folder: (folder / SECRET).write_bytes(b"secret\rof lines"),
}


def test_pages_that_are_no_file_of_ones_own_go_back_to_nobody(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with open(root / "nbgrader_config.py", "a") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    for student in ("ana", "lines", "zoe", *RETURNED):
        folder = feedback_of(root, student)
        (folder / "exercises.html").write_text(f"the page of {student}")
        (folder / SECRET).write_text(f"secret of {student}")
        (folder / TIME).write_text("2026-02-03 10:00:00 UTC")
        RETURNED.get(student, lambda folder: None)(folder)
    (feedback_of(root, "lines") / SECRET).write_bytes(b"secret\nof lines")
    done = CliRunner().invoke(app, ["return", MODULE, "--root", str(root)])
    assert done.exit_code == 1, done.output
    given = [path.read_text() for path in (exchange / "sse-course" / "feedback").iterdir()]
    assert sorted(given) == ["the page of ana", "the page of zoe"]
    assert "returned to 2 of " in done.stdout
    assert all(line.isprintable() for line in done.stdout.splitlines())
