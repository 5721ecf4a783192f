"""The plan of the last module: its form is graded at once, and its five pages by a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from submissions import cells, course_with_gradebook, hand_in, released, solved

from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.key_read import full_specs
from solidarity.grade.run_record import RunRecord
from solidarity.learn.own_marks import check_own

MODULE = "m10-long-path"
PAGES = [f"capstone-{name}" for name in ("governance", "values", "people", "planet", "economy")]
FORM, BY_MACHINE, BY_HAND = 4.0, 28.0, 20.0

pytestmark = pytest.mark.jail


def after(code: str) -> Callable[[Any], None]:
    """A learner's own line below the model run."""

    def change(notebook: Any) -> None:
        (cell,) = cells(notebook, "plan-run")
        cell.source += f"\n{code}"

    return change


def not_a_cell_of_the_plan(notebook: Any) -> None:
    for name in ("plan-steps", "plan-run"):
        cells(notebook, name)[0].source = ""


GAPS: dict[str, tuple[Callable[[Any], None], str]] = {
    "three-links": (
        after("plan[3]['link'] = plan[4]['link'] = plan[0]['link']"),
        "The plan has 3 links of the chain, each counted once. It needs 4 at least.",
    ),
    "no-planet": (after("plan[0]['dimension'] = 'people'"), "No step serves the dimension planet."),
    "wrong-code": (
        after("plan[1]['sdg'] = '9.3'"),
        "Step 2: the sdg is '9.3'. "
        "An indicator has three parts, such as 8.3.1, and its target must exist.",
    ),
    "no-such-target": (
        after("plan[1]['sdg'] = '9.9.1'"),
        "Step 2: the sdg is '9.9.1'. "
        "An indicator has three parts, such as 8.3.1, and its target must exist.",
    ),
    "company": (
        after("plan[2]['group'] = 'company'"),
        "Step 3: the group is 'company', and must be one of: "
        "cooperative, association, club, workers' union, self-help group.",
    ),
    "no-unit": (after("plan[4]['unit'] = ''"), "Step 5 has no text yet for: unit."),
    "no-run": (
        after("model_run = {}"),
        "There is no model run yet: a dictionary with module, result, unit, means.",
    ),
    "no-result": (
        after("model_run['result'] = None"),
        "The result of the model run must be a number, without quotation marks.",
    ),
    "no-meaning": (
        after("model_run['means'] = ' '"),
        "The model run has no text yet for: means.",
    ),
    "module-2": (
        after("model_run['module'] = 2"),
        "The model run must name its module: a number from 3 to 9, without quotation marks.",
    ),
}
"""A plan with one gap, by name: what is done to a whole plan, and the sentence it must get."""


def answers_for_itself(notebook: Any) -> None:
    """A cell of the learner's own between the locked one and the check."""
    (check,) = cells(notebook, "plan_form")
    own = nbformat.v4.new_code_cell("def plan_form():\n    return []")
    notebook.cells.insert(notebook.cells.index(check), own)


TRICKS: dict[str, Callable[[Any], None]] = {
    "answers-for-itself": answers_for_itself,
    "disarms-the-judge": after(
        "import solidarity.models.plan\n"
        "solidarity.models.plan.missing = lambda *parts, **named: []\n"
        "plan = []"
    ),
    "equals-everything": after(
        "class Whole(dict):\n"
        "    def get(self, name, default=None):\n"
        "        return 'marketing'\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    __hash__ = dict.__hash__\n"
        "plan = [Whole()]"
    ),
}
"""Code in the learner's process that would make an incomplete plan look whole there."""


def changed(change: Callable[[Any], None]) -> Any:
    notebook = solved(MODULE)
    change(notebook)
    return notebook


def writes_the_pages(notebook: Any) -> None:
    for name in PAGES:
        cells(notebook, name)[0].source = f"My page on {name}, with a reason."


def half_a_plan(notebook: Any) -> None:
    """One page written, four left as they were."""
    cells(notebook, PAGES[2])[0].source = "The women without land come first."


SUBMITTED: dict[str, Callable[[], Any]] = {
    "whole": lambda: changed(writes_the_pages),
    "half": lambda: changed(half_a_plan),
    "untouched": lambda: released(MODULE),
    "cleared": lambda: changed(not_a_cell_of_the_plan),
    **{name: lambda change=change: changed(change) for name, (change, _) in GAPS.items()},
    **{name: lambda change=change: changed(change) for name, change in TRICKS.items()},
}


class Graded:
    """A class whose plans were graded as `sse grade` does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, content in SUBMITTED.items():
            hand_in(root, name, content(), MODULE)
        run = ClassRun(root, MODULE)
        self.report: RunRecord = run.grade(run.students(), this_machine.local(2), mode="test")

    def form(self, student: str) -> tuple[float, dict[str, Any]]:
        """The score of the plan's form, and the record of its verdict."""
        path = self.root / "autograded" / student / MODULE / "exercises.ipynb"
        (cell,) = cells(nbformat.read(path, as_version=4), "plan_form")
        (output,) = cell.outputs
        return float(output.data["text/plain"]), output.metadata["solidarity"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    return Graded(course_with_gradebook(tmp_path_factory.mktemp("plans") / "course", MODULE))


def test_the_points_are_those_of_the_key() -> None:
    path = Path(__file__).parents[2] / "course" / MODULE / "key.py"
    specs = full_specs(path, PUBLIC_SEED)
    assert sum(spec.points for spec in specs.values()) == BY_MACHINE
    assert specs["plan_form"].points == FORM


def test_everybody_is_graded_without_trouble(graded: Graded) -> None:
    lines = graded.report.learners
    assert lines.keys() == SUBMITTED.keys()
    assert {line.status for line in lines.values()} == {"graded"}
    assert {line.points for line in lines.values()} == {BY_MACHINE}


@pytest.mark.parametrize("student", ["whole", "half"])
def test_a_whole_plan_passes(graded: Graded, student: str) -> None:
    score, verdict = graded.form(student)
    assert (score, verdict["status"], verdict["notes"]) == (FORM, "right", [])
    assert graded.report.learners[student].score == BY_MACHINE


@pytest.mark.parametrize("student", GAPS)
def test_a_gap_gets_its_plain_sentence_and_no_mark(graded: Graded, student: str) -> None:
    score, verdict = graded.form(student)
    assert (score, verdict["status"]) == (0, "not yet")
    assert verdict["explanation"] == "One thing is missing or not right yet:"
    assert verdict["notes"] == [f"• {GAPS[student][1]}"]
    # It costs the plan's own points, and those of no other exercise.
    assert graded.report.learners[student].score == BY_MACHINE - FORM


@pytest.mark.parametrize("student", TRICKS)
def test_what_a_learners_code_says_of_itself_does_not_count(graded: Graded, student: str) -> None:
    score, verdict = graded.form(student)
    assert (score, verdict["status"] == "right") == (0, False)
    assert graded.report.learners[student].score == BY_MACHINE - FORM


def test_the_notebook_as_it_was_given_out_earns_nothing_and_is_told_what_is_missing(
    graded: Graded,
) -> None:
    score, verdict = graded.form("untouched")
    assert score == graded.report.learners["untouched"].score == 0
    said = "\n".join(verdict["notes"])
    # The example itself is sound: nothing is said against its step.
    assert "Step 1" not in said
    assert "The plan has 1 link of the chain" in said
    assert "No step serves these dimensions: governance, values, planet, economy." in said


def test_a_plan_that_was_deleted_is_told_in_words(graded: Graded) -> None:
    score, verdict = graded.form("cleared")
    assert score == 0
    assert "a cell that was not run" in verdict["explanation"]


@pytest.mark.parametrize("student", ["whole", "untouched", "cleared", "no-unit", *TRICKS])
def test_the_learners_own_check_gives_the_same_verdict(
    graded: Graded, student: str, tmp_path: Path
) -> None:
    handed_in = graded.root / "submitted" / student / MODULE / "exercises.ipynb"
    own = check_own(graded.root, handed_in)
    (form,) = (one for one in own.verdicts if one.exercise == "plan_form")
    record = form.to_json() | {"notes": list(form.notes), "read": list(form.read)}
    assert record == graded.form(student)[1]


# --- The five pages ------------------------------------------------------------------------------


def marks(root: Path, student: str) -> Any:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(MODULE, student)
        grades = {g.name: g for book in submission.notebooks for g in book.grades}
        pages = {name: (grades[name].score, grades[name].needs_manual_grade) for name in PAGES}
        return submission.score, submission.max_score, pages


def test_a_page_waits_for_a_person_only_where_something_was_written(graded: Graded) -> None:
    for student, written in {"whole": PAGES, "half": [PAGES[2]], "untouched": []}.items():
        score, most, pages = marks(graded.root, student)
        assert most == BY_MACHINE + BY_HAND
        assert score == graded.report.learners[student].score
        assert {name for name, (_, waits) in pages.items() if waits} == set(written), student


def test_the_marks_of_the_five_pages_add_up_and_survive_grading_again(graded: Graded) -> None:
    given = dict(zip(PAGES, (4, 3, 2, 1, 3.5), strict=True))
    with Gradebook(f"sqlite:///{graded.root / 'gradebook.db'}") as gradebook:
        for name, points in given.items():
            grade = gradebook.find_grade(name, "exercises", MODULE, "whole")
            assert grade.max_score == 4
            grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
    assert marks(graded.root, "whole")[0] == BY_MACHINE + sum(given.values())
    ClassRun(graded.root, MODULE).grade(["whole"], this_machine.local(1), mode="test")
    score, _, pages = marks(graded.root, "whole")
    assert score == BY_MACHINE + sum(given.values())
    assert {name: points for name, (points, _) in pages.items()} == given


def test_each_page_stands_under_a_heading_of_its_own() -> None:
    """So that the feedback page names each in its table of points."""
    notebook = nbformat.read(
        Path(__file__).parents[2] / "source" / MODULE / "exercises.ipynb", as_version=4
    )
    place = {cell.id: n for n, cell in enumerate(notebook.cells)}
    for name in PAGES:
        above = notebook.cells[place[name] - 1].source
        assert re.match(r"## \d+\. Page \d: .*\(\w+\)$", above.split("\n")[0]), name
        assert name.removeprefix("capstone-") in above.split("\n")[0]
