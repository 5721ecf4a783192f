"""README's cycle, word for word, by Unix users of their own: an instructor and two learners.

The course lies in the instructor's home, which no learner can enter; all that they share is the
folder of the exchange.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from cycle.people import Somebody, people
from cycle.readme import INSTRUCTOR, LEARNER, cycle
from helpers import ROOT
from nbgrader.api import Gradebook

pytestmark = pytest.mark.slow

MODULE = demo.MODULE
ROSTER = 'id,last_name,first_name,email\nana,"Cruz, y Reyes",=1+1,ana@example.org\nben,Reyes,Ben,\n'


@dataclass(frozen=True)
class Village:
    """The people, the course in the instructor's home, and what each command said."""

    ines: Somebody
    ana: Somebody
    ben: Somebody
    course: Path
    exchange: Path
    said: dict[str, str]

    def work(self, who: Somebody) -> Path:
        return who.home / demo.COURSE / MODULE


@pytest.fixture(scope="module")
def village() -> Iterator[Village]:
    # Not pytest's own folder, which other users may not enter.
    machine = Path(tempfile.mkdtemp(prefix="sse-village-"))
    try:
        ines, ana, ben = people(machine, "ines", "ana", "ben")
        exchange = machine / "exchange"
        exchange.mkdir()
        exchange.chmod(0o1777)
        village = Village(ines, ana, ben, clone(ines), exchange, {})
        run_cycle(village)
        yield village
    finally:
        shutil.rmtree(machine)


def clone(owner: Somebody) -> Path:
    """What git holds of this course, as a repository of its own in somebody's home."""
    course = owner.home / "course"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("this is no clone: git does not know the course's files")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, course / name)
    owner.owns(course)
    commit = "git -c user.name=Ines -c user.email=ines@example.org commit -qm Course"
    owner.types(f"git init -q && git add -A && {commit}", course)
    return course


def run_cycle(village: Village) -> None:
    """Do what README says, in its order, for everybody."""
    ines, learners = village.ines, [village.ana, village.ben]
    ines.types("cp class_config.example.py class_config.py", village.course)
    settings = village.course / "class_config.py"
    example = settings.read_text(encoding="utf-8")
    line = f'c.Exchange.root = "{village.exchange}"'
    settings.write_text(example.replace('# c.Exchange.root = "/srv/exchange"', line), "utf-8")
    ines.writes(village.course / "roster.csv", ROSTER)
    for step in cycle():
        if step.kind == "python":
            (path,) = re.findall(r"`~/(.+?)`", step.where)
            own = step.text.replace("/srv/exchange", str(village.exchange))
            for learner in learners:
                learner.writes(learner.home / path, own)
            continue
        home = {"in this folder": village.course, "in her home folder": None}
        folder = home[step.where.partition(",")[0]]
        for command in step.commands:
            for who in learners if step.who == LEARNER else [ines]:
                if " submit " in command:
                    prepare(village, who)
                if command.startswith("sse grade"):
                    command = with_trust_where_no_jail_is(ines, command)
                village.said[f"{who.name}: {command.partition('#')[0].strip()}"] = who.types(
                    command, folder
                )
                if " submit " in command:
                    again(village, who, command)


def with_trust_where_no_jail_is(ines: Somebody, command: str) -> str:
    """As README says of a machine where no jail is possible."""
    probe = "python -c 'from solidarity.run.jail import probe; probe.mode()'"
    if ines.tries(probe).returncode == 0:
        return command
    return command.replace("sse grade", "sse grade --trust-submissions")


def prepare(village: Village, who: Somebody) -> None:
    change = {"ana": lambda notebook: None, "ben": demo.misconceptions}[who.name]
    demo.work(village.work(who) / "exercises.ipynb", change)


def again(village: Village, who: Somebody, command: str) -> None:
    """Ben finds one of his mistakes after the work was collected once, and hands in again."""
    if who is not village.ben:
        return
    village.ines.types(f"nbgrader collect {MODULE}", village.course)
    demo.work(village.work(who) / "exercises.ipynb", only_one_misconception)
    who.types(command)


def only_one_misconception(notebook: Any) -> None:
    demo.answer(notebook, "rosca_position", demo.WINNERS_GAIN)


def grades(village: Village) -> dict[str, dict[str, str]]:
    with (village.course / "grades.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["assignment"] == MODULE]
    assert all(None not in row for row in rows)
    return {row["student_id"]: row for row in rows}


def test_readme_has_the_whole_cycle() -> None:
    steps = [(step.who, step.kind) for step in cycle()]
    terminal, settings = "", "python"
    assert steps == [
        (INSTRUCTOR, terminal),
        (LEARNER, settings),
        (LEARNER, terminal),
        (INSTRUCTOR, terminal),
        (LEARNER, terminal),
    ]
    typed = [command.split()[:2] for step in cycle() if not step.kind for command in step.commands]
    assert typed == [
        ["nbgrader", "db"],
        ["nbgrader", "generate_assignment"],
        ["nbgrader", "db"],
        ["nbgrader", "release_assignment"],
        ["nbgrader", "fetch_assignment"],
        ["nbgrader", "submit"],
        ["nbgrader", "collect"],
        ["sse", "grade"],
        ["sse", "return"],
        ["nbgrader", "export"],
        ["nbgrader", "fetch_feedback"],
    ]


def test_every_command_of_the_readme_works_for_two_unix_users(village: Village) -> None:
    row = grades(village)
    assert {name: float(one["score"]) for name, one in row.items()} == {"ana": 18, "ben": 15}
    assert "cheating" not in "".join(village.said.values())


def test_no_learner_can_enter_the_course(village: Village) -> None:
    for learner in (village.ana, village.ben):
        assert learner.tries(f"ls {village.course}").returncode != 0
        assert learner.tries(f"ls {village.exchange / demo.COURSE / 'inbound'}").returncode != 0


def test_the_newest_work_is_graded_after_collect_update(village: Village) -> None:
    """Without --update nbgrader keeps the old one, and says so among many lines."""
    said = village.said[f"ines: nbgrader collect --update {MODULE}"]
    assert "Updating submission: ben" in said


def test_roster_and_due_date_are_in_the_export(village: Village) -> None:
    ana = grades(village)["ana"]
    assert (ana["last_name"], ana["first_name"]) == ("Cruz, y Reyes", "'=1+1")
    # 18:00 in Manila.
    assert ana["duedate"] == "2027-03-01 10:00:00"


def test_learners_get_their_pages_below_the_folder_that_readme_names(village: Village) -> None:
    for learner in (village.ana, village.ben):
        (page,) = (village.work(learner) / "feedback").rglob("exercises.html")
        assert page.stat().st_uid == learner.number
    assert "Nobody gains in a rotating group" in page.read_text()


def test_a_fetched_notebook_checks_answers_without_the_course(village: Village) -> None:
    """She has the exchange's files and the installed package; checks.json lies beside."""
    run = "python -m nbconvert --to notebook --execute --inplace --allow-errors exercises.ipynb"
    village.ana.types(run, village.work(village.ana))
    notebook = nbformat.read(village.work(village.ana) / "exercises.ipynb", as_version=4)
    told = {
        cell.id: f"Right: {cell.id}" in str(cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and "check(" in cell.source
    }
    assert len(told) == 8
    assert all(told.values()), told


def test_git_is_clean_after_the_whole_cycle(village: Village) -> None:
    village.ines.types("sse statement", village.course)
    assert (village.course / "signing" / "private-key.pem").is_file()
    assert village.ines.types("git status --porcelain", village.course) == ""


def test_late_work_loses_points_and_an_extension_gives_them_back(village: Village) -> None:
    """The rule of class_config.example.py and the lines of docs/class.md, word for word."""
    ines, course = village.ines, village.course
    settings = (course / "class_config.py").read_text()
    rule = settings[settings.index("# from nbgrader.plugins") :]
    ines.writes(course / "class_config.py", settings + re.sub(r"^# ?", "", rule, flags=re.M))
    # A moment ago in Manila: everybody is late by less than a day.
    due = subprocess.run(
        ["date", "-d", "1 hour ago", "+%Y-%m-%d %H:%M Asia/Manila"],
        env={"TZ": "Asia/Manila"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    ines.types(f'nbgrader db assignment add {MODULE} --duedate "{due}"', course)
    ines.types(extension(), course)
    command = with_trust_where_no_jail_is(ines, f"sse grade {MODULE}")
    ines.types(f"{command} && nbgrader export", course)
    row = grades(village)
    assert {name: float(one["late_submission_penalty"]) for name, one in row.items()} == {
        "ana": 0,
        "ben": 1,
    }
    assert float(row["ben"]["score"]) == 14


def extension() -> str:
    text = (ROOT / "docs" / "class.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"\n((?:    .*\n)+)", text.partition("More time for one learner")[2])[:1]
    return re.sub(r"^    ", "", block, flags=re.M)


def test_the_gradebook_has_no_second_learner_of_the_same_name(village: Village) -> None:
    with Gradebook(f"sqlite:///{village.course / 'gradebook.db'}") as gradebook:
        assert {one.id for one in gradebook.students} == {"ana", "ben"}
