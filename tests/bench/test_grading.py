"""How fast a class is graded, beside nbgrader as it ships and otter, with the same scores.

Thirty learners hand in module 4: right, wrong in ways that many people are, half finished, with a
picture, with a long loop. All programs get the same files and judge by the same key.

nbgrader as it ships cannot run our checks: it trusts what a cell of the learner's own kernel says.
So the assignment it is given is the same module whose eight test cells ask the key there and then
(``grading/bench_key.py``): the marks come out the same for honest work, and nothing else is
changed. It runs each notebook of a module; for those who keep reading and case elsewhere there is
a row with the exercises alone. otter runs those alone too, without Docker; its tests are all or
nothing, so the edges of an exercise are a test each. Neither of the two keeps learners apart.

Left out is work on which the peers differ by design: with them a warning on stderr costs the mark,
and a duplicated cell stops the class.

Absolute times depend on the machine and are told; asserted are equal scores, and ratios far below
what is measured anywhere.
"""

from __future__ import annotations

import copy
import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from bench.figures import machine
from bench.usage import Usage, used_by
from helpers import ROOT
from rich.console import Console
from rich.table import Table
from submissions import MODULE, course_with_gradebook, hand_in, solved, solved_with

from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.exercises.spec import Spec
from solidarity.grade.key_read import full_specs

pytestmark = [
    pytest.mark.jail,
    pytest.mark.skipif(
        find_spec("otter") is None, reason="otter is missing; `python3 run.py bench` brings it"
    ),
]

TOOLS = Path(__file__).parent / "grading"
COUNT = 30
SIZES = (10, 30, 100, 1_000)
AIM_STOCK, AIM_FLOOR = 25, 3

Scores = dict[str, dict[str, float]]
say = Console(highlight=False)


# --- Who hands in what ----------------------------------------------------------------------------

PICTURE = """\
import pygal
from IPython.display import HTML

chart = pygal.Line(title="The box of the group", x_title="week", y_title="pesos")
chart.add("saved", [240 * week for week in range(52)])
HTML(chart.render(is_unicode=True))"""

LOOP = """\
total = 0
for meeting in range(200_000):
    total += meeting % 7
total"""


def with_picture(notebook: Any) -> None:
    notebook.cells.append(nbformat.v4.new_code_cell(PICTURE))


def with_loop(notebook: Any) -> None:
    notebook.cells.append(nbformat.v4.new_code_cell(LOOP))


def half_finished(notebook: Any) -> None:
    """The last four answers are still as they were released."""
    released = nbformat.read(ROOT / "release" / MODULE / "exercises.ipynb", as_version=4)
    answers = [cell for cell in released.cells if cell.id.endswith("-answer")]
    stubs = {cell.id: cell.source for cell in answers[-4:]}
    for cell in notebook.cells:
        cell.source = stubs.get(cell.id, cell.source)


KINDS = [
    (solved(), 10),
    (solved_with(demo.misconceptions), 8),
    (solved_with(half_finished), 4),
    (solved_with(with_picture), 4),
    (solved_with(demo.misconceptions, with_loop), 4),
]


def submissions(count: int) -> Iterator[tuple[str, Any]]:
    """So many learners and their notebooks, no two the same."""
    kinds = [content for content, share in KINDS for _ in range(share)]
    for number in range(count):
        content = copy.deepcopy(kinds[number % len(kinds)])
        content.cells.append(nbformat.v4.new_code_cell(f"print('My number is {number}')"))
        yield f"learner-{number:04}", content


# --- The programs ---------------------------------------------------------------------------------


def ours(course: Path, jobs: int) -> Usage:
    command = [sys.executable, "-m", "solidarity", "grade", MODULE, "--no-feedback"]
    return used_by([*command, "--jobs", str(jobs), "--root", str(course)], folder=course)


def stock(*courses: Path, env: dict[str, str]) -> Usage:
    """nbgrader's own command, once for each of the courses, side by side."""
    command = [sys.executable, "-m", "nbgrader", "autograde", MODULE]
    commands = [[*command, f"--CourseDirectory.root={course}"] for course in courses]
    return used_by(*commands, env=env, folder=courses[0])


def stock_course(target: Path, env: dict[str, str], *, alone: bool = False) -> Path:
    """A course for nbgrader as it ships: no settings but the folder, the key asked in its cells."""
    source = target / "source" / MODULE
    shutil.copytree(ROOT / "source" / MODULE, source)
    if alone:
        for name in ("reading.ipynb", "case.ipynb"):
            (source / name).unlink()
    notebook = nbformat.read(source / "exercises.ipynb", as_version=4)
    for cell in notebook.cells:
        label = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and label.get("grade"):
            cell.source = f"__import__('bench_key').score(globals(), {label['grade_id']!r})"
    nbformat.write(notebook, source / "exercises.ipynb")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", MODULE]
    used_by([*command, f"--CourseDirectory.root={target}"], env=env, folder=target)
    return target


def hand_in_all(course: Path, work: Iterator[tuple[str, Any]], *, alone: bool = False) -> Path:
    (course / "release" / MODULE).mkdir(parents=True, exist_ok=True)
    for student, content in work:
        folder = hand_in(course, student, content) if not alone else _only(course, student)
        nbformat.write(content, folder / "exercises.ipynb")
    return course


def _only(course: Path, student: str) -> Path:
    folder = course / "submitted" / student / MODULE
    folder.mkdir(parents=True)
    return folder


OTTER_TEST = """\
OK_FORMAT = False
from otter.test_files import test_case
from bench_key import earns

name = {name!r}
points = None
"""
OTTER_CASE = """
@test_case(points={worth!r})
def test_{number}(env):
    earns(env, {name!r}, {earned!r})
"""


def otter_tests(folder: Path, specs: dict[str, Spec]) -> Path:
    """A test file for each exercise: one test for ordinary inputs, one more for each edge."""
    folder.mkdir()
    for name, spec in specs.items():
        edges = sum(case.place == "edge" for case in spec.cases)
        earned = [spec.points - (spec.edge_points if edges else 0)]
        worth = list(earned)
        for _ in range(edges):
            worth.append(spec.edge_points / edges)
            earned.append(earned[-1] + spec.edge_points / edges)
        cases = (
            OTTER_CASE.format(worth=points, number=number, name=name, earned=least)
            for number, (points, least) in enumerate(zip(worth, earned, strict=True))
        )
        (folder / f"{name}.py").write_text(OTTER_TEST.format(name=name) + "".join(cases))
    return folder


def otter(course: Path, folder: Path, specs: dict[str, Spec], env: dict[str, str]) -> Usage:
    """otter's own function for grading without Docker, one submission after the other."""
    tests = otter_tests(folder / "tests", specs)
    zipped = folder / "autograder.zip"
    make = ["generate", "-t", str(tests), "-o", str(zipped), "--no-environment"]
    make += ["--no-requirements", "--no-config"]
    subprocess.run([sys.executable, "-m", "otter", *make], check=True, cwd=folder, env=None)
    notebooks = sorted(str(path) for path in course.glob(f"submitted/*/{MODULE}/exercises.ipynb"))
    command = [sys.executable, str(TOOLS / "run_otter.py"), str(zipped)]
    return used_by([*command, str(folder / "scores.json"), *notebooks], env=env, folder=folder)


def floor(course: Path, env: dict[str, str]) -> float:
    """CPU seconds a submission, of its cells and answers alone."""
    notebooks = sorted(str(path) for path in course.glob(f"submitted/*/{MODULE}/exercises.ipynb"))
    command = [sys.executable, str(TOOLS / "floor.py"), env["BENCH_KEY"], *notebooks]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def graded_by_us(notebook: Path) -> bool:
    """Whether our steps were at work: our settings in the folder it starts in would be enough."""
    return "sse-panel" in notebook.read_text()


def scores_in(*courses: Path) -> Scores:
    """What the gradebooks hold for the exercises.

    Not for the reflection: an empty one has 0 with us. nbgrader as it ships leaves another sentence
    in its place, and so takes ours for an answer that waits for a person.
    """
    return {
        student: {name: mark for name, mark in marks.items() if name != "reflection"}
        for course in courses
        for student, marks in demo.read_scores(course).items()
    }


# --- Side by side ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def specs() -> dict[str, Spec]:
    return full_specs(ROOT / "course" / MODULE / "key.py", PUBLIC_SEED)


@pytest.fixture(scope="module")
def env(specs: dict[str, Spec], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    key = tmp_path_factory.mktemp("key") / "specs.pickle"
    key.write_bytes(pickle.dumps(specs))
    return {"PYTHONPATH": str(TOOLS), "BENCH_KEY": str(key)}


def test_a_class_is_graded_faster_than_by_its_peers(
    specs: dict[str, Spec], env: dict[str, str], tmp_path: Path
) -> None:
    work = list(submissions(COUNT))
    used: dict[str, Usage] = {}

    own = hand_in_all(course_with_gradebook(tmp_path / "ours"), iter(work))
    least = floor(own, env)
    used["ours, jailed, 1 job"] = ours(own, 1)
    expected = scores_in(own)
    assert len({json.dumps(marks) for marks in expected.values()}) == 3
    best = [ours_anew(tmp_path / "before", work, expected)]

    whole = hand_in_all(stock_course(tmp_path / "stock", env), iter(work))
    used["nbgrader, the module"] = stock(whole, env=env)
    assert scores_in(whole) == expected
    assert not any(map(graded_by_us, whole.glob("autograded/*/*/exercises.ipynb")))

    halves = [
        hand_in_all(stock_course(tmp_path / f"half-{n}", env), iter(work[n::2])) for n in (0, 1)
    ]
    used["nbgrader, the module, 2 processes"] = stock(*halves, env=env)
    assert scores_in(*halves) == expected

    alone = stock_course(tmp_path / "alone", env, alone=True)
    used["nbgrader, exercises alone"] = stock(hand_in_all(alone, iter(work), alone=True), env=env)
    assert scores_in(alone) == expected

    (tmp_path / "otter").mkdir()
    used["otter, exercises alone"] = otter(own, tmp_path / "otter", specs, env)
    given = json.loads((tmp_path / "otter" / "scores.json").read_text())
    assert {s: {n: round(m, 2) for n, m in marks.items()} for s, marks in given.items()} == expected

    best += [ours_anew(tmp_path / f"after-{n}", work, expected) for n in (1, 2)]
    used["ours, jailed, 2 jobs"] = sorted(best, key=lambda usage: usage.seconds)[1]
    report(used, least)
    serial = used["nbgrader, the module"]
    assert serial.seconds > 5 * used["ours, jailed, 2 jobs"].seconds


def ours_anew(course: Path, work: list[tuple[str, Any]], expected: Scores) -> Usage:
    """A few seconds, so it is run before and after the peers' minutes: the median is told."""
    hand_in_all(course_with_gradebook(course), iter(work))
    used = ours(course, 2)
    assert scores_in(course) == expected
    return used


def report(used: dict[str, Usage], least: float) -> None:
    table = Table(title=f"{COUNT} submissions of module 4, the same scores from all\n{machine()}")
    table.add_column("program")
    for head in ("submissions/s", "CPU s each", "peak MB", "to ours, 2 jobs"):
        table.add_column(head, justify="right")
    best = used["ours, jailed, 2 jobs"]
    for name, usage in used.items():
        table.add_row(
            name,
            f"{COUNT / usage.seconds:.2f}",
            f"{usage.cpu / COUNT:.3f}",
            f"{usage.all_mb:.0f}",
            f"{usage.seconds / best.seconds:.1f}",
        )
    table.add_row("the floor, on one core", f"{1 / least:.2f}", f"{least:.3f}", "", "")
    say.print("\n", table, sep="")
    say.print("All times include the start of the program. Ours, 2 jobs: the median of three.")
    times = used["nbgrader, the module"].seconds / best.seconds
    say.print(_aim(f"Ours, 2 jobs, {times:.1f} times nbgrader", times >= AIM_STOCK, AIM_STOCK))


def _aim(what: str, met: bool, aim: float) -> str:
    return f"{what}; the aim, {aim:g} times, is {'met' if met else 'NOT met'}."


# --- With the size of the class -------------------------------------------------------------------


def test_the_cost_grows_with_the_class_and_the_memory_does_not(
    env: dict[str, str], tmp_path: Path
) -> None:
    used: dict[int, Usage] = {}
    least = 0.0
    for size in SIZES:
        course = hand_in_all(course_with_gradebook(tmp_path / str(size)), submissions(size))
        if size == COUNT:  # each kind as often as it comes; among the first ten is only one kind
            least = floor(course, env)
        used[size] = ours(course, 2)
    table = Table(title=f"Ours, jailed, 2 jobs\n{machine()}")
    for head in ("submissions", "s", "s each", "CPU s each", "parent, peak MB", "all, peak MB"):
        table.add_column(head, justify="right")
    for size, usage in used.items():
        table.add_row(
            f"{size:,}",
            f"{usage.seconds:.1f}",
            f"{usage.seconds / size:.3f}",
            f"{usage.cpu / size:.3f}",
            f"{usage.own_mb:.0f}",
            f"{usage.all_mb:.0f}",
        )
    say.print("\n", table, sep="")
    small, middle, large = used[10], used[100], used[1_000]
    # What one more submission costs, once everything has started.
    early, late = (middle.cpu - small.cpu) / 90, (large.cpu - middle.cpu) / 900
    say.print(f"One more submission costs {early:.3f} CPU s up to 100, and {late:.3f} up to 1,000.")
    say.print(f"Linear: the ratio of the two is {late / early:.2f}.")
    more = large.all_mb / used[30].all_mb
    say.print(f"Memory of 1,000 is {more:.2f} times that of 30.")
    what = f"A submission on one core, {late / least:.1f} times the floor of {least:.3f} CPU s"
    say.print(_aim(what, late <= AIM_FLOOR * least, AIM_FLOOR))
    assert late < 2 * early
    assert more < 1.5
