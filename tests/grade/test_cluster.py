"""Grading on a Dask cluster gives what grading on this machine gives, whatever happens to it."""

from __future__ import annotations

import copy
import os
import shutil
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from grade.clusters import Cluster, cluster
from grade.test_grade_class import marks
from helpers import PATIENCE, ROOT
from submissions import (
    MENDED,
    MODULE,
    course_with_gradebook,
    hand_in,
    solved,
    solved_with,
)

from solidarity.course import CourseProblem
from solidarity.grade.class_run import ClassRun, Tell
from solidarity.grade.engines import this_machine
from solidarity.grade.engines.cluster import _result, dask
from solidarity.grade.run_record import RunRecord
from solidarity.run.jail.bubblewrap import NoJail

pytestmark = [
    pytest.mark.jail,
    pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed"),
]

COUNT = 60
"""Ten times what may be on its way at one time."""
FAULTS = ("deleted-answer", "settings-stripped", "kernel-killed", "warning", "duplicated-check")


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the courses of this file; where the workers run it is empty."""
    return tmp_path_factory.mktemp("hidden")


# A lambda, and so sent to the cluster as it stands: nobody there can import this file.
_count_tasks = lambda dask_scheduler: len(dask_scheduler.tasks)  # noqa: E731


def test_sixty_submissions_get_the_marks_of_this_machine(
    handed_in: Path, here: Outcome, hidden: Path, tmp_path: Path
) -> None:
    course = shutil.copytree(handed_in, hidden / "sixty")
    known: list[int] = []
    with (
        cluster(tmp_path / "cluster", hidden) as processes,
        processes.client() as client,
        processes.worker("one"),
        processes.worker("two"),
    ):
        client.wait_for_workers(2, timeout=PATIENCE)
        for path in (course / "gradebook.db", ROOT / "course" / MODULE):
            assert path.exists()
            assert set(client.run(os.path.exists, str(path)).values()) == {False}

        def look(_: Any, done: int, count: int) -> None:
            if done % 4 == 0:
                known.append(client.run_on_scheduler(_count_tasks))

        report = grade(course, processes, look)
    lines, *_ = here
    assert len(lines) == COUNT
    assert {line[1] for line in lines.values()} == {"graded", "repaired", "crashed", "unreadable"}
    assert outcome(course, report) == here
    # Three for each worker, and the kit: submissions and results do not pile up in the cluster.
    assert len(known) == COUNT // 4
    assert max(known) <= 2 * this_machine.AHEAD + 1


def test_workers_that_are_killed_cost_nothing_but_time(
    handed_in: Path, here: Outcome, hidden: Path, tmp_path: Path
) -> None:
    """One of two for ever, later the other with all that it had: its nanny starts it anew."""
    course = shutil.copytree(handed_in, hidden / "killed")
    killed = []
    with (
        cluster(tmp_path / "cluster", hidden) as processes,
        processes.client() as client,
        processes.worker("mortal", nanny=False),
        processes.worker("nursed"),
    ):
        client.wait_for_workers(2, timeout=PATIENCE)

        def kill(_: Any, done: int, count: int) -> None:
            if done == COUNT // 3:
                processes.end("mortal")
                killed.append("mortal")
            if done == COUNT // 2:
                client.run(signal.raise_signal, signal.SIGKILL, on_error="ignore")
                killed.append("nursed")

        report = grade(course, processes, kill)
        assert "signal 9" in processes.said("nursed")
    assert killed == ["mortal", "nursed"]
    assert outcome(course, report) == here


# --- What goes wrong with a cluster ---------------------------------------------------------------


@pytest.fixture(scope="module")
def small(hidden: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster without workers; each test adds and ends its own."""
    with cluster(tmp_path_factory.mktemp("small") / "cluster", hidden, deaths=0) as processes:
        yield processes


@pytest.fixture
def four(hidden: Path, tmp_path: Path) -> Path:
    """A course where four have handed in."""
    course = course_with_gradebook(hidden / tmp_path.name)
    for learner in ("ana", "ben", "carla", "poison"):
        hand_in(course, learner, solved())
    return course


POISON = """
import os, signal
from solidarity.grade.engines import cluster
from solidarity.grade.engines.this_machine import grade_here

def or_die(kit, submission):
    if submission.student == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_here(kit, submission)

cluster.grade_here = or_die
"""


def test_a_submission_that_ends_every_worker_costs_only_itself(
    four: Path, small: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "poison.py").write_text(POISON)
    with small.worker("one", preload=tmp_path / "poison.py"):
        report = grade(four, small)
    assert {name: line.status for name, line in report.learners.items()} == {
        "ana": "graded",
        "ben": "graded",
        "carla": "graded",
        "poison": "crashed",
    }
    assert report.learners["poison"].said == (this_machine.ENDED,)


def test_a_worker_with_another_version_of_the_course_is_refused(
    four: Path, small: Cluster, tmp_path: Path
) -> None:
    other = shutil.copytree(ROOT / "solidarity", tmp_path / "other" / "solidarity")
    with (other / "check" / "compare.py").open("a") as file:
        file.write("\n# Something else.\n")
    with (
        small.worker("old", nanny=False, env={"PYTHONPATH": str(other.parent)}),
        pytest.raises(CourseProblem, match=r"a worker has solidarity \w+ \(and not \w+\)"),
    ):
        grade(four, small)
    assert marks(four) == {}


def test_a_worker_without_the_course_is_refused(four: Path, small: Cluster) -> None:
    with (
        small.worker("bare", nanny=False, env=small.without_the_course()),
        pytest.raises(CourseProblem, match=r"No module named 'solidarity.* same version"),
    ):
        grade(four, small)
    assert marks(four) == {}


def test_a_worker_without_bubblewrap_grades_nobody(four: Path, small: Cluster) -> None:
    with (
        small.worker("open", nanny=False, env={"PATH": "/nowhere"}),
        pytest.raises(NoJail, match="the program bwrap is missing"),
    ):
        grade(four, small)
    assert marks(four) == {}


def test_a_cluster_without_workers_is_not_waited_for_without_end(
    four: Path, small: Cluster
) -> None:
    run = ClassRun(four, MODULE)
    with pytest.raises(CourseProblem, match="has had no worker for 1 seconds"):
        run.grade(run.students(), dask(small.address, patience=1), mode="test")


def test_a_scheduler_that_is_lost_is_said_and_the_run_can_go_on(
    four: Path, hidden: Path, tmp_path: Path
) -> None:
    with (
        cluster(tmp_path / "cluster", hidden) as processes,
        processes.worker("one", nanny=False),
        pytest.raises(CourseProblem, match=r"cluster was lost.*sse grade --resume"),
    ):
        grade(four, processes, lambda *_: processes.end("scheduler"))
    run = ClassRun(four, MODULE)
    report = run.grade(run.students(), this_machine.local(1), mode="test", resume=True)
    assert [line.status for line in report.learners.values()] == ["graded"] * 4


def test_a_scheduler_that_is_lost_while_a_result_comes_is_said_too() -> None:
    from distributed.comm import CommClosedError

    class Breaking:
        def result(self) -> None:
            raise CommClosedError("in <TCP (closed)>: reset by peer")

    with pytest.raises(CourseProblem, match=r"cluster was lost.*sse grade --resume"):
        _result(Breaking())


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "nowhere://there"])
def test_a_wrong_address_is_said_with_what_a_right_one_looks_like(
    four: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solidarity.grade.engines.cluster._CONNECT", 1)
    run = ClassRun(four, MODULE)
    with pytest.raises(CourseProblem, match=r"no Dask scheduler at .*looks like tcp://"):
        run.grade(run.students(), dask(address), mode="test")


# --- One class for all: sixty learners with what sixty learners hand in ---------------------------

Outcome = tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]


def outcome(course: Path, report: RunRecord) -> Outcome:
    """All that is left of a run: its lines, the gradebook's rows, the notebooks."""
    lines = {
        line.student: (line.student, line.status, line.score, line.points, line.said, line.digest)
        for line in report.learners.values()
    }
    notebooks = {
        path.relative_to(course).as_posix(): path.read_bytes()
        for path in (course / "autograded").rglob("*.ipynb")
    }
    return lines, marks(course), notebooks


def grade(course: Path, processes: Cluster, tell: Tell | None = None) -> RunRecord:
    run = ClassRun(course, MODULE)
    engine = dask(processes.address)
    return run.grade(run.students(), engine, mode="test", tell=tell or (lambda *_: None))


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course where each learner has handed in a notebook of their own."""
    course = course_with_gradebook(tmp_path_factory.mktemp("class") / "course")
    kinds = [
        solved(),
        solved_with(demo.misconceptions),
        *(solved_with(MENDED[fault][0]) for fault in FAULTS),
    ]
    for number in range(COUNT):
        # Restarts cost time: of the faults there are some, of ordinary work there is much.
        content = copy.deepcopy(kinds[number % len(kinds) if number % 5 == 0 else number % 2])
        content.cells.append(nbformat.v4.new_code_cell(f"print('I am number {number}')"))
        broken = number % 50 == 7
        hand_in(course, f"learner-{number:03}", b"not a notebook" if broken else content)
    return course


@pytest.fixture(scope="module")
def here(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What two processes of this machine make of them."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("here") / "course")
    run = ClassRun(course, MODULE)
    return outcome(course, run.grade(run.students(), this_machine.local(2), mode="test"))
