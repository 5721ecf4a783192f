"""An instructor grades with Formgrader's own button, in a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import demo
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from playwright.sync_api import Page, expect
from traitlets.config import Config, PyFileConfigLoader


@pytest.fixture
def submission(lab) -> Path:
    """Ben's notebook, with two misconceptions, handed in to the course that the lab serves."""
    course = lab.root
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config())
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.generate_assignment(demo.MODULE)["success"]
    folder = course / "submitted" / "ben" / demo.MODULE
    shutil.copytree(course / "release" / demo.MODULE, folder)
    demo.work(folder / "exercises.ipynb", demo.misconceptions)
    return folder


def test_formgraders_button_grades_through_the_key(page: Page, lab, submission: Path) -> None:
    # The landing page gives the browser its cookie; Formgrader's own requests need it.
    page.goto(lab.url("START.ipynb"))
    page.goto(f"{lab.address}/formgrader/manage_submissions/{demo.MODULE}")
    row = page.locator("tr", has_text="ben").first
    expect(row).to_contain_text("needs autograding")
    row.locator(".autograde a").click()
    dialog = page.locator(".modal", has_text="Success")
    expect(dialog).to_contain_text("Successfully autograded", timeout=120_000)
    with Gradebook(f"sqlite:///{lab.root / 'gradebook.db'}") as gradebook:
        book = gradebook.find_submission_notebook("exercises", demo.MODULE, "ben")
        scores = {grade.name: grade.auto_score for grade in book.grades}
    assert {name for name, score in scores.items() if score == 0} == {
        "share_value",
        "rosca_position",
    }
