"""The whole nbgrader cycle: release, fetch, submit, collect, autograde, feedback, export."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from pathlib import Path

import demo
import programs
import pytest
from helpers import ROOT, some

from solidarity.exercises.keys import load_key


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> demo.Outcome:
    with pytest.MonkeyPatch.context() as patch:
        # Two users begin every command of README themselves: see test_two_users.py.
        patch.setattr(demo, "subprocess", programs)
        return demo.run_cycle(tmp_path_factory.mktemp("cycle"))


def test_who_answers_right_gets_full_marks(outcome: demo.Outcome) -> None:
    key = load_key(ROOT / "course" / demo.MODULE / "key.py")
    marks = {name: score for name, score in outcome.scores["ana"].items() if name in key}
    assert marks == {name: exercise.points for name, exercise in key.items()}


def test_each_wrong_answer_costs_its_own_points_and_no_others(outcome: demo.Outcome) -> None:
    lost = {
        name: {e for e, score in scores.items() if score == 0}
        for name, scores in outcome.scores.items()
    }
    assert lost == {"ana": set(), "ben": {"share_value", "rosca_position"}, "carla": {"share_out"}}


def test_the_reflection_waits_for_a_person(outcome: demo.Outcome) -> None:
    assert [scores["reflection"] for scores in outcome.scores.values()] == [None, None, None]


def test_feedback_names_the_misconception_and_the_paragraph(outcome: demo.Outcome) -> None:
    page = outcome.feedback["ben"].read_text()
    assert "The social fund is for emergencies" in page
    assert "Nobody gains in a rotating group" in page
    assert "reading.html#What-one-share-is-worth" in page
    assert "Score: 0 of 2 points" in page


def test_nbgraders_own_commands_write_the_page_that_sse_grade_writes(
    outcome: demo.Outcome, tmp_path: Path
) -> None:
    course = tmp_path / "course"
    others = shutil.ignore_patterns("autograded", "feedback", "__pycache__")
    shutil.copytree(outcome.folder / "course", course, ignore=others)
    for command in ("autograde", "generate_feedback"):
        asked = [sys.executable, "-m", "nbgrader", command, demo.MODULE, "--student=ben"]
        done = programs.run(asked, cwd=course)
        assert done.returncode == 0, done.stderr
    page = course / "feedback" / "ben" / demo.MODULE / "exercises.html"
    assert page.read_text() == outcome.feedback["ben"].read_text()


def test_an_endless_loop_is_told_and_a_warning_costs_nothing(outcome: demo.Outcome) -> None:
    page = outcome.feedback["carla"].read_text()
    assert "did not finish in time" in page
    assert "a warning costs nothing" in page
    assert outcome.scores["carla"]["deposits_per_group"] == 1


def test_what_was_repaired_is_said_in_the_feedback(outcome: demo.Outcome) -> None:
    (sentence,) = outcome.repairs["carla"]
    assert "more than once" in sentence
    assert sentence in outcome.feedback["carla"].read_text()
    assert outcome.repairs["ana"] == outcome.repairs["ben"] == []


def test_no_feedback_page_shows_a_hidden_input_or_the_key(outcome: demo.Outcome) -> None:
    key = load_key(ROOT / "course" / demo.MODULE / "key.py")
    secret = {
        digits
        for exercise in key.values()
        for case in exercise.hidden_cases()
        if case.place == "drawn"
        for _, value in case.inputs or []
        for digits in re.findall(r"\d{5,}", json.dumps(value.plain()))
    }
    assert len(secret) > 20
    for page in outcome.feedback.values():
        text = page.read_text().replace(",", "")
        shown = set(re.findall(r"\d{5,}", text))
        # Numbers of the examples and of the prompts may be shown; drawn ones may not.
        examples = set(
            re.findall(r"\d{5,}", (ROOT / "release" / demo.MODULE / "checks.json").read_text())
        )
        prompts = set(
            re.findall(
                r"\d{5,}",
                (ROOT / "release" / demo.MODULE / "exercises.ipynb").read_text().replace(",", ""),
            )
        )
        assert not (secret & shown) - examples - prompts
        for word in ("lambda", "hidden_cases", "_draw_", "BEGIN SOLUTION"):
            assert word not in text


def test_the_export_lists_every_learner(outcome: demo.Outcome) -> None:
    path = outcome.folder / "course" / "grades.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(lines)}
    assert rows == {"ana": 18, "ben": 13, "carla": 15}


def test_the_learners_own_work_is_as_it_was_handed_in(outcome: demo.Outcome) -> None:
    for name in some(outcome.feedback):
        handed_in = outcome.folder / "course" / "submitted" / name / demo.MODULE / "exercises.ipynb"
        own = outcome.folder / "homes" / name / demo.COURSE / demo.MODULE / "exercises.ipynb"
        assert handed_in.read_bytes() == own.read_bytes()


def test_autograded_notebooks_carry_verdict_records(outcome: demo.Outcome) -> None:
    import nbformat

    path = outcome.folder / "course" / "autograded" / "ben" / demo.MODULE / "exercises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    records = [
        output.metadata["solidarity"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "solidarity" in output.get("metadata", {})
    ]
    assert {r["exercise"]: r["mistake"] for r in records if r["mistake"]} == {
        "share_value": "counts-social-fund",
        "rosca_position": "winners-gain",
    }
