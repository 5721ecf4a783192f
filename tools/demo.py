"""The whole learning cycle in a scratch folder, with the commands of README and three learners.

    make demo

An instructor releases module 4. Ana answers right, Ben with two misconceptions that many people
have, and Carla hands in a notebook with a duplicated cell, an endless loop and a warning.
Each has a home of her own. Then everything is collected, graded and given back.
"""

from __future__ import annotations

import argparse
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
MODULE = "m04-savings-groups"
COURSE = "sse-course"

# What `nbgrader` itself does, without building 35 address parsers at every start
# (jsonschema #1428): it saves about two seconds per command.
NBGRADER = (
    "import sys; sys.modules['rfc3987_syntax'] = None; "
    "from nbgrader.apps.nbgraderapp import main; main()"
)

FORGETS_THE_FUND = """\
def share_value(cash, good_loans, social_fund, shares):
    if shares == 0:
        return 0
    return (cash + good_loans) / shares"""

WINNERS_GAIN = """\
def rosca_position(members, contribution, draw):
    positions = []
    for meeting in range(1, members + 1):
        position = 0
        if meeting >= draw:
            position = members * contribution
        positions.append(position)
    return positions"""

ENDLESS = """\
def share_out(shares, box):
    while True:
        pass"""

# The class's own settings. Short limits: only Carla's endless loops come near them.
# All three are one user of this machine here, so the owner of a file proves nothing.
CLASS = """\
c.Exchange.root = {exchange!r}
c.ExchangeCollect.check_owner = False
c.GradeWithKey.cell_seconds = 5
c.GradeWithKey.ask_seconds = 3
"""

# The three lines of a learner's own nbgrader_config.py.
OWN = """\
c.CourseDirectory.course_id = {course!r}
c.Exchange.path_includes_course = True
c.Exchange.root = {exchange!r}
"""

WARNS = """\
import warnings

warnings.warn("a warning costs nothing")
deposits_per_group = 47_240 * 10_000_000 / (119 * 100_000)"""

say = Console(highlight=False, soft_wrap=True)


@dataclass
class Outcome:
    """What the demo leaves behind: scores by learner and exercise, feedback pages, repairs."""

    folder: Path
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    feedback: dict[str, Path] = field(default_factory=dict)
    repairs: dict[str, list[str]] = field(default_factory=dict)


def main() -> int:
    """Run the demo and print what a class would see."""
    parser = argparse.ArgumentParser(description="Run the whole learning cycle.")
    parser.add_argument("--keep", type=Path, help="use this new folder and keep it")
    arguments = parser.parse_args()
    if arguments.keep is not None and arguments.keep.exists():
        say.print(f"{arguments.keep} exists already; give a new folder, so that nothing is lost.")
        return 2
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="solidarity-demo-"))
    outcome = run_cycle(folder)
    show(outcome)
    return 0


def run_cycle(folder: Path) -> Outcome:
    """Release, fetch, answer, submit, collect, grade, give back: all of it below ``folder``."""
    course, exchange = folder / "course", folder / "exchange"
    _copy_course(course)
    exchange.mkdir(parents=True)
    (course / "class_config.py").write_text(CLASS.format(exchange=str(exchange)), "utf-8")
    instructor = Person("instructor", course)
    instructor.nbgrader("generate_assignment", "--force", MODULE)
    instructor.nbgrader("release_assignment", MODULE)
    own = OWN.format(course=COURSE, exchange=str(exchange))
    learners = {name: Person(name, folder / "homes" / name) for name in ("ana", "ben", "carla")}
    answers: dict[str, Callable[[Any], None]] = {
        "ana": lambda notebook: None,
        "ben": misconceptions,
        "carla": damage,
    }
    for name, learner in learners.items():
        learner.settings.mkdir(parents=True)
        (learner.settings / "nbgrader_config.py").write_text(own, "utf-8")
        learner.nbgrader("fetch_assignment", MODULE)
        work(learner.home / COURSE / MODULE / "exercises.ipynb", answers[name])
        learner.nbgrader("submit", MODULE, f"--student={name}")
    instructor.nbgrader("collect", "--update", MODULE)
    say.print(instructor.sse("grade", MODULE, *_trust()), markup=False)
    instructor.sse("return", MODULE)
    instructor.nbgrader("export")
    outcome = Outcome(folder)
    for name, learner in learners.items():
        learner.nbgrader("fetch_feedback", MODULE, f"--student={name}")
        pages = sorted((learner.home / COURSE / MODULE / "feedback").rglob("exercises.html"))
        outcome.feedback[name] = pages[-1]
        outcome.repairs[name] = _repairs(course / "autograded" / name / MODULE / "exercises.ipynb")
    outcome.scores = read_scores(course)
    return outcome


def _trust() -> list[str]:
    """The three are made up, so a machine without a jail shows the demo too."""
    from solidarity.run.jail import probe
    from solidarity.run.jail.bubblewrap import NoJail

    try:
        probe.mode()
    except NoJail:
        return ["--trust-submissions"]
    return []


@dataclass(frozen=True)
class Person:
    """Somebody who types commands: a name, and a home in which they are typed."""

    name: str
    home: Path

    @property
    def settings(self) -> Path:
        """The folder of this person's own Jupyter settings, ``~/.jupyter`` in real life."""
        return self.home / ".jupyter"

    def nbgrader(self, command: str, *arguments: str) -> str:
        """Run one nbgrader command in this person's home, as this person; returns what it says."""
        return self._run(["nbgrader", command, *arguments], ["-c", NBGRADER]).stderr

    def sse(self, *arguments: str) -> str:
        """Run one of the course's own commands, likewise; returns what it prints."""
        # Grading ends with 1 when something befell a learner's notebook, as it does to Carla's.
        command = ["sse", *arguments]
        return self._run(command, ["-m", "solidarity"], well=(0, 1)).stdout

    def _run(
        self, command: list[str], python: list[str], well: tuple[int, ...] = (0,)
    ) -> subprocess.CompletedProcess[str]:
        say.print(f"[bold]{self.name}[/bold]: {' '.join(command)}")
        self.home.mkdir(parents=True, exist_ok=True)
        own = {
            "HOME": str(self.home),
            "JUPYTER_DATA_DIR": str(self.home / ".jupyter-data"),
            "JUPYTER_CONFIG_DIR": str(self.settings),
            "JUPYTER_RUNTIME_DIR": str(self.home / ".jupyter-runtime"),
        }
        done = subprocess.run(
            [sys.executable, *python, *command[1:]],
            cwd=self.home,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
        )
        if done.returncode not in well:
            said = (done.stdout + done.stderr)[-4000:]
            raise RuntimeError(f"{' '.join(command[:2])} failed for {self.name}:\n{said}")
        return done


def _copy_course(target: Path) -> None:
    for name in ("course", "source"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", target)


def work(path: Path, change: Callable[[Any], None]) -> None:
    """Fill in the written solutions, as a learner who knows everything would, then change them."""
    notebook = nbformat.read(path, as_version=4)
    solved = nbformat.read(ROOT / "source" / MODULE / "exercises.ipynb", as_version=4)
    solutions = {cell.id: _as_typed(cell.source) for cell in solved.cells}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = solutions[cell.id]
    change(notebook)
    nbformat.write(notebook, path)


def _as_typed(source: str) -> str:
    """A solution as a learner would type it, without the author's marks."""
    marks = ("### BEGIN SOLUTION", "### END SOLUTION", "### GIVEN")
    return "\n".join(line for line in source.split("\n") if not line.strip().startswith(marks))


def answer(notebook: Any, exercise: str, code: str) -> int:
    """Put this code into the answer cell of an exercise; returns the place of the cell."""
    for place, cell in enumerate(notebook.cells):
        if cell.get("id") == f"{exercise}-answer":
            cell.source = code
            return place
    raise LookupError(exercise)


def misconceptions(notebook: Any) -> None:
    """Ben shares out the social fund, and believes that who draws the pot gains."""
    answer(notebook, "share_value", FORGETS_THE_FUND)
    answer(notebook, "rosca_position", WINNERS_GAIN)


def damage(notebook: Any) -> None:
    """Carla's answers are right but for one endless loop; her notebook is not in good shape."""
    answer(notebook, "share_out", ENDLESS)
    place = answer(notebook, "deposits_per_group", WARNS)
    twin = copy.deepcopy(notebook.cells[place])
    twin["id"] = "pasted-twice"
    notebook.cells.insert(place + 1, twin)
    notebook.cells.append(nbformat.v4.new_code_cell("while True:\n    pass"))


def _repairs(path: Path) -> list[str]:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "was repaired before grading" in cell.source:
            return [line[2:] for line in cell.source.splitlines() if line.startswith("- ")]
    return []


def read_scores(course: Path) -> dict[str, dict[str, float]]:
    """The automatic scores in the gradebook, by learner and exercise."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score
                for book in submission.notebooks
                for grade in book.grades
            }
            for submission in gradebook.assignment_submissions(MODULE)
        }


def show(outcome: Outcome) -> None:
    """Print the gradebook, the feedback pages and what was repaired."""
    exercises = list(next(iter(outcome.scores.values())))
    table = Table(title=f"Gradebook, {MODULE} (the reflection is graded by hand)")
    table.add_column("exercise")
    for name in outcome.scores:
        table.add_column(name, justify="right")
    for exercise in exercises:
        row = [outcome.scores[name][exercise] for name in outcome.scores]
        table.add_row(exercise, *("by hand" if score is None else f"{score:g}" for score in row))
    totals = [sum(filter(None, scores.values())) for scores in outcome.scores.values()]
    table.add_row("together", *(f"{total:g}" for total in totals))
    say.print(table)
    for name, page in outcome.feedback.items():
        say.print(f"Feedback for {name}: {page}")
    for name, repairs in outcome.repairs.items():
        for sentence in repairs:
            say.print(f"Repaired for {name}: {sentence}")
    say.print(f"Everything lies in {outcome.folder}")


if __name__ == "__main__":
    raise SystemExit(main())
