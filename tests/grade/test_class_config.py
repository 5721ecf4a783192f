"""A class's own settings: read by every command from anywhere, and never passed over."""

from __future__ import annotations

import asyncio
import csv
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import demo
import programs
import pytest
from helpers import ROOT, copy_course
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc
from submissions import MODULE, course_with_gradebook, hand_in, nbgrader_of, solved
from traitlets.config import PyFileConfigLoader

from solidarity.course import CourseProblem
from solidarity.grade.class_config import FILE, ClassConfigProblem, settings
from solidarity.grade.class_run import ClassRun, load_config
from solidarity.grade.engines import this_machine

OWN = """\
c.Exchange.root = "/srv/our-exchange"
c.GradeWithKey.seed = "seven goats"
c.CourseDirectory.course_id = "solidarity"
c.CourseDirectory.ignore.append("*.mp4")
"""
SAID = "/srv/our-exchange seven goats solidarity *.mp4 SafeCsvExport"
FIELDS = (
    "print(c.Exchange.root, c.GradeWithKey.seed, c.CourseDirectory.course_id, "
    "c.CourseDirectory.ignore[-1], c.ExportApp.plugin_class.__name__)"
)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose class has its own settings."""
    course = copy_course(tmp_path_factory.mktemp("class") / "course")
    (course / "class_config.py").write_text(OWN, encoding="utf-8")
    return course


def python(code: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return programs.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**{k: v for k, v in os.environ.items() if k != "SOLIDARITY_SEED"}, **env},
    )


READERS = {
    "nbgrader's commands": "from nbgrader.apps import {app} as App\n"
    "app = App(); app.initialize(['--CourseDirectory.root=' + {root!r}]); c = app.config",
    "sse grade": "from pathlib import Path\n"
    "from solidarity.grade.class_run import load_config\nc = load_config(Path({root!r}))",
}
APPS = ("AutogradeApp", "CollectApp", "ExportApp", "ReleaseAssignmentApp", "GenerateFeedbackApp")


@pytest.mark.parametrize("place", ["the course", "elsewhere"])
@pytest.mark.parametrize("reader", [*APPS, "sse grade"])
def test_every_command_reads_them_from_any_folder(
    village: Path, tmp_path: Path, reader: str, place: str
) -> None:
    folder = village if place == "the course" else tmp_path
    code = READERS["sse grade" if reader == "sse grade" else "nbgrader's commands"]
    done = python(code.format(app=reader, root=str(village)) + "\n" + FIELDS, folder)
    assert done.stdout.strip() == SAID, done.stderr


def test_formgrader_reads_them_too(village: Path) -> None:
    """As JupyterLab loads it; its buttons pass these settings on."""
    code = (
        "import os\n"
        "from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension\n"
        "app = FormgradeExtension(); app.root_dir = os.getcwd(); app.initialize([])\n"
        "c = app.config\n"
    )
    done = python(code + FIELDS, village)
    assert done.stdout.strip() == SAID, done.stderr


def test_sse_lab_starts_formgrader_in_the_course_from_any_folder(
    village: Path, tmp_path: Path
) -> None:
    """nbgrader looks for its settings where the server was started."""
    code = (
        "import os, sys\n"
        "os.execv = lambda program, arguments: print(os.getcwd())\n"
        "from solidarity.cli import app\n"
        f"sys.argv = ['sse', 'lab', '--root', {str(village)!r}]\n"
        "app()\n"
    )
    for folder in (tmp_path, village / "course"):
        done = python(code, folder)
        assert done.stdout.splitlines()[-1:] == [str(village.resolve())], done.stderr


def test_the_variable_for_the_seed_has_the_last_word(village: Path) -> None:
    code = READERS["sse grade"].format(root=str(village)) + "\nprint(c.GradeWithKey.seed)"
    assert python(code, village, SOLIDARITY_SEED="of today").stdout.strip() == "of today"


def test_the_variable_for_the_seed_works_without_a_file(course: Path) -> None:
    code = READERS["sse grade"].format(root=str(course)) + "\nprint(c.GradeWithKey.seed)"
    assert python(code, course, SOLIDARITY_SEED="of today").stdout.strip() == "of today"
    plain = code.replace("print(c.GradeWithKey.seed)", "print('seed' in c.GradeWithKey)")
    assert python(plain, course).stdout.strip() == "False"


# --- A file that cannot be used ------------------------------------------------------------------

BROKEN = {
    "a quotation mark is missing": ('x = 1\nc.Exchange.root = "/srv', 2, "SyntaxError"),
    "curly quotation marks": ("c.Exchange.root = “/srv”", 1, "SyntaxError"),
    "a name that Python lacks": ("\n\nc.Exchange.root = srv", 3, "NameError: name 'srv'"),
    "a module that is not there": ("import nowhere", 1, "No module named 'nowhere'"),
    "an error deeper down": ("import json\njson.loads('{')", 2, "JSONDecodeError"),
    "a misspelt part": ('c.Exchnage.root = "/srv"', 1, "perhaps Exchange is meant"),
    "a misspelt setting": ('\nc.GradeWithKey.sead = "x"', 2, "perhaps seed is meant"),
    "a value of the wrong kind": ("c.Exchange.root = 5", 1, "unicode string"),
    "a small letter": ('c.exchange.root = "/srv"', 1, "perhaps Exchange is meant"),
    "compared and not given": ('\nc.Exchange.root == "/srv"', 2, "given no value"),
    "an end of Python": ("import sys\nsys.exit(3)", 2, "SystemExit"),
    "not text": ("c.Exchange.root = b'\\x00'\x00", None, "null bytes"),
}
COMMANDS = {
    "nbgrader": ["-m", "nbgrader", "list"],
    "sse grade": ["-m", "solidarity", "grade", MODULE],
    "sse build": ["-m", "solidarity", "build", "--check"],
    "sse statement": ["-m", "solidarity", "statement"],
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    text, line, reason = BROKEN[fault]
    (tmp_path / "class_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(ClassConfigProblem) as found:
        settings(tmp_path)
    said = str(found.value)
    assert reason in said
    assert f"class_config.py, line {line}: " in said or line is None
    assert "class_config.py: " in said or line is not None
    assert "try again" in said


# One line would drop the jail, or the cleaning of pages, and nobody would see it.
DROPPED = {
    "no steps": ("c.Autograde.autograde_preprocessors = []", "leaves out GradeWithKey"),
    "nbgrader's own way to run": (
        "\nfrom nbgrader.preprocessors import Execute, LimitOutput, SaveAutoGrades\n"
        "c.Autograde.autograde_preprocessors = [Execute, LimitOutput, SaveAutoGrades]",
        "Execute runs what learners wrote, outside of the jail",
    ),
    "one more that runs": (
        "c.Autograde.autograde_preprocessors.append('nbgrader.preprocessors.Execute')",
        "Execute runs what learners wrote",
    ),
    "no repair": ("c.Autograde.sanitize_preprocessors = []", "leaves out"),
    "another order": (
        "from nbgrader.preprocessors import *\n"
        "from solidarity.grade.nbgrader_step import GradeWithKey\n"
        "from solidarity.grade.save_marks import SaveMarks\n"
        "c.Autograde.autograde_preprocessors = "
        "[SaveMarks, GradeWithKey, LimitOutput, AssignLatePenalties, CheckCellMetadata]",
        "another order",
    ),
    "pages as they come": ("c.HTMLExporter.preprocessors = []", "leaves out Shield"),
    "text as it comes": ("c.HTMLExporter.filters = {}", "leaves out markdown2html"),
    "another page": (
        "c.GenerateFeedback.exporter_class = 'nbconvert.HTMLExporter'",
        "leaves out FeedbackPage",
    ),
    "another template": ("c.HTMLExporter.template_name = 'lab'", "leaves out"),
}


@pytest.mark.parametrize("fault", DROPPED)
def test_what_keeps_everybody_safe_is_not_dropped(course: Path, fault: str) -> None:
    text, reason = DROPPED[fault]
    (course / "class_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(CourseProblem) as found:
        load_config(course)
    said = str(found.value)
    assert reason in said
    assert "class_config.py, line " in said
    assert "append" in said


@pytest.mark.parametrize(
    "more",
    [
        "c.Autograde.autograde_preprocessors.append('nbgrader.preprocessors.LimitOutput')",
        "c.HTMLExporter.filters.update({'more': str})",
        "c.HTMLExporter.extra_template_basedirs.append('/srv/templates')",
        "c.Autograde.sanitize_preprocessors.insert(0, 'nbgrader.preprocessors.ClearOutput')",
    ],
)
def test_a_class_may_add_to_what_keeps_everybody_safe(course: Path, more: str) -> None:
    (course / "class_config.py").write_text(more, encoding="utf-8")
    load_config(course)


def test_a_folder_of_this_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "class_config.py").mkdir()
    with pytest.raises(ClassConfigProblem, match="it is a folder"):
        settings(tmp_path)


@pytest.mark.parametrize("to", ["/dev/zero", "nowhere", FILE, "pipe"])
def test_settings_that_cannot_be_read_are_not_passed_over(tmp_path: Path, to: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / FILE).symlink_to(to)
    with pytest.raises(ClassConfigProblem, match="it is no ordinary file"):
        settings(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_goes_on_with_a_broken_file(course: Path, command: str) -> None:
    """traitlets would only log it, leave out the course's settings, and grade without the jail."""
    (course / "class_config.py").write_text('\nc.Exchange.root = "/srv', encoding="utf-8")
    done = programs.run([sys.executable, *COMMANDS[command]], cwd=course)
    assert done.returncode != 0
    assert "class_config.py, line 2: SyntaxError" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "gradebook.db").exists()


def test_a_running_server_is_not_ended_by_a_broken_file(course: Path) -> None:
    (course / "class_config.py").write_text("c.Exchange.root = 5", encoding="utf-8")

    def nbgraders_own_way() -> None:
        PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()

    async def request() -> None:
        with pytest.raises(CourseProblem, match="line 1"):
            load_config(course)
        with pytest.raises(ClassConfigProblem, match="line 1"):
            nbgraders_own_way()

    # In a thread of its own: a browser that other tests left open has a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, request()).result()
        with pytest.raises(SystemExit, match="line 1"):
            pool.submit(nbgraders_own_way).result()


def test_the_example_works_line_by_line_and_all_together(course: Path) -> None:
    example = (ROOT / "class_config.example.py").read_text(encoding="utf-8")
    assert settings(course) == {}
    (course / "class_config.py").write_text(example, encoding="utf-8")
    assert settings(course) == {}
    code = re.sub(r"^# (?=c\.|from |class |    )", "", example, flags=re.M)
    (course / "class_config.py").write_text(code, encoding="utf-8")
    found = settings(course)
    assert found.Exchange.root == "/srv/exchange"
    assert found.GradeWithKey.seed
    assert found.CourseDirectory.course_id == "solidarity"
    assert found.AssignLatePenalties.plugin_class.__name__ == "OnePointADay"


DUE = {
    "2027-03-01 18:00 Asia/Manila": 10,
    "2027-03-01 18:00+08:00": 10,
    "2027-03-01 18:00 +08:00": 18,
    "2027-03-01 18:00": 18,
}


@pytest.mark.parametrize("written", DUE)
def test_due_dates_are_read_as_docs_class_says(written: str) -> None:
    """The third is read wrong, so docs/class.md warns of it; the hour is that of Greenwich."""
    assert parse_utc(written).hour == DUE[written]


# --- The name of the course ----------------------------------------------------------------------


def course_id(root: Path) -> str:
    return str(load_config(root).CourseDirectory.course_id)


def test_the_courses_id_is_no_folder_of_the_repository_and_no_package(course: Path) -> None:
    """nbgrader fetches into a folder of this name, wherever the command is typed."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("this is no clone: git does not know the course's files")
    name = course_id(course)
    used = {part for path in listed.stdout.splitlines() for part in Path(path).parts}
    assert "solidarity" in used
    assert name not in used
    assert not name.isidentifier(), "Python would import it"
    assert "+" not in name, "nbgrader's exchange parts names there"


def test_demo_readme_and_settings_name_the_same_course(course: Path) -> None:
    name = course_id(course)
    assert name == demo.COURSE
    assert f'c.CourseDirectory.course_id = "{name}"' in (ROOT / "README.md").read_text("utf-8")


def grade(course: Path) -> None:
    run = ClassRun(course, MODULE)
    run.grade(run.students(), this_machine.local(1, trusted=True), mode="test")


def scores(course: Path, name: str) -> dict[str, tuple[Any, Any]]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = book.find_submission_notebook("exercises", MODULE, name)
        return {mark.name: (mark.auto_score, mark.manual_score) for mark in found.grades}


def test_a_gradebook_from_the_time_of_the_old_name_goes_on(tmp_path: Path) -> None:
    """Made, released and graded as "solidarity"; then graded, marked and exported as now."""
    course = course_with_gradebook(tmp_path / "course")
    (course / "gradebook.db").unlink()
    shutil.rmtree(course / "release" / MODULE)
    own = course / "class_config.py"
    own.write_text('c.CourseDirectory.course_id = "solidarity"\n', "utf-8")
    assert nbgrader_of(course).generate_assignment(MODULE)["success"]
    hand_in(course, "ana", solved())
    grade(course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "solidarity") as book:
        assert book.find_assignment(MODULE).course_id == "solidarity"
        book.find_grade("reflection", "exercises", MODULE, "ana").manual_score = 4.0
        book.update_or_create_assignment(MODULE, duedate="2027-03-01 10:00:00 UTC")
        book.db.commit()
    before = scores(course, "ana")

    own.write_text("c.GradeWithKey.trust_submissions = True\n", "utf-8")
    assert course_id(course) == "sse-course"
    hand_in(course, "ben", solved())
    grade(course)
    assert scores(course, "ana") == before
    assert before["reflection"][1] == 4.0
    hand_in(course, "carla", solved())
    assert nbgrader_of(course).autograde(MODULE, "carla")["success"]
    for name in ("ben", "carla"):
        assert scores(course, name)["share_value"] == before["share_value"]
    done = programs.run([sys.executable, "-m", "nbgrader", "export"], cwd=course)
    assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["student_id"] for row in rows} == {"ana", "ben", "carla"}
    assert {row["duedate"] for row in rows} == {"2027-03-01 10:00:00"}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", course_id(course)) as book:
        assert len(book.assignments) == 1
