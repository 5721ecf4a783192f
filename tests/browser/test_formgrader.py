"""An instructor grades with Formgrader's own buttons, in a real browser, and gives back a page."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import demo
import nbformat
import pytest
from browser.axe import violations
from browsing import Lab, look, new_page
from demo import MODULE
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from playwright.sync_api import Browser, Locator, Page, expect
from traitlets.config import Config, PyFileConfigLoader

REFLECTION = (
    "# Our rule\n\nA grant of 900 pesos at once: $\\frac{900}{20} = 45$ pesos for each of us."
)

# What runs in the instructor's browser with the instructor's rights, unless it is cleaned.
EVIL = (
    "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>"
    "<img src='https://evil.example/seen.png'><a id='reflection' href='evil.html'>my notes</a>"
    "<svg onload='window.harmed = 3'></svg><iframe srcdoc='<script>parent.harmed=4</script>'>"
    "</iframe><style>body{display:none}</style></div></div></body>"
)

SPY = """
import json, os, socket
from pathlib import Path

def reaches(host, port):
    try:
        socket.create_connection((host, port), 2).close()
        return True
    except OSError:
        return False

print(json.dumps({
    "sees the gradebook": Path(%(gradebook)r).exists(),
    "sees the key": Path(%(key)r).exists(),
    "reaches the lab": reaches("127.0.0.1", %(port)d),
    "sees other processes": sum(name.isdigit() for name in os.listdir("/proc")) > 20,
}))
"""


@dataclass(frozen=True)
class Formgrader:
    """Formgrader of the course that the lab serves."""

    lab: Lab

    def open(self, page: Page, path: str) -> None:
        # The landing page gives the browser its cookie; Formgrader's own requests need it.
        page.goto(self.lab.url("START.ipynb"))
        page.goto(f"{self.lab.address}/formgrader/{path}")

    def press(self, page: Page, student: str, button: str, success: str) -> None:
        """Press a button in the learner's line of the submissions, and wait for its success."""
        self.open(page, f"manage_submissions/{MODULE}")
        page.locator("tr", has_text=student).first.locator(f".{button} a").click()
        dialog = page.locator(".modal", has_text="Success")
        expect(dialog).to_contain_text(success)

    def autograde(self, page: Page, student: str) -> None:
        self.press(page, student, "autograde", "Successfully autograded")

    def open_submission(self, page: Page, student: str) -> None:
        """The page for manual grading, with its marks loaded."""
        with self.gradebook() as gradebook:
            name = gradebook.find_submission_notebook("exercises", MODULE, student).id
        self.open(page, f"submissions/{name}/")
        page.wait_for_function("formgrader.loaded && formgrader.grades.loaded")
        page.wait_for_function("formgrader.comments.loaded")

    def gradebook(self) -> Any:
        return Gradebook(f"sqlite:///{self.lab.root / 'gradebook.db'}")

    def cell(self, page: Page, name: str) -> Locator:
        return page.locator(".nbgrader_cell", has=page.locator(f"textarea#{name}-comment"))


@pytest.fixture(scope="module")
def formgrader(lab: Lab) -> Formgrader:
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(lab.root)).load_config())
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.generate_assignment(MODULE)["success"]
    return Formgrader(lab)


def hand_in(lab: Lab, student: str, change: Callable[[Any], None]) -> None:
    folder = lab.root / "submitted" / student / MODULE
    shutil.copytree(lab.root / "release" / MODULE, folder)
    demo.work(folder / "exercises.ipynb", change)


def reflect(notebook: Any, words: str) -> None:
    next(cell for cell in notebook.cells if cell.id == "reflection").source = words


def test_a_learner_is_graded_read_graded_again_and_given_a_page(
    page: Page, formgrader: Formgrader, browser: Browser, outside: list[str]
) -> None:
    lab = formgrader.lab
    port = urlsplit(lab.address).port
    gradebook, key = lab.root / "gradebook.db", lab.root / "course" / MODULE / "key.py"
    spy = SPY % {"gradebook": str(gradebook), "key": str(key), "port": port}

    def ben(notebook: Any) -> None:
        demo.misconceptions(notebook)
        reflect(notebook, REFLECTION)
        notebook.cells.insert(2, nbformat.v4.new_code_cell(spy, id="spy"))

    hand_in(lab, "ben", ben)
    # What the spy asks for is there, outside of the jail.
    assert gradebook.exists()
    assert key.exists()
    socket.create_connection(("127.0.0.1", port or 0), 5).close()

    # The button grades, through the key and in the jail.
    formgrader.open(page, f"manage_submissions/{MODULE}")
    expect(page.locator("tr", has_text="ben").first).to_contain_text("needs autograding")
    formgrader.autograde(page, "ben")
    assert wrong_answers(formgrader, "ben") == {"share_value", "rosca_position"}
    graded = nbformat.read(lab.root / "autograded" / "ben" / MODULE / "exercises.ipynb", 4)
    (said,) = next(cell for cell in graded.cells if cell.id == "spy").outputs
    assert not any(json.loads(said.text).values()), said.text

    # A person reads the reflection, gives a mark and writes a comment.
    formgrader.open_submission(page, "ben")
    cell = formgrader.cell(page, "reflection")
    expect(cell.locator("mfrac")).to_be_visible()
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        cell.locator("input.score").fill("4")
        cell.locator("input.score").press("Tab")
    with page.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT"):
        cell.locator("textarea").fill("A *clear* rule, Ben. Who speaks for her?")
        cell.locator("textarea").press("Escape")
        page.locator("h4").first.click()
    look(page, "formgrader")

    # Both survive a second press of the button, and stand there when the page is opened again.
    formgrader.autograde(page, "ben")
    formgrader.open_submission(page, "ben")
    cell = formgrader.cell(page, "reflection")
    expect(cell.locator("input.score")).to_have_value("4")
    expect(cell.locator("textarea")).to_have_value("A *clear* rule, Ben. Who speaks for her?")

    # The learner's page, made by a button too, shows them and asks nobody for anything.
    formgrader.press(page, "ben", "generate-feedback", "Successfully generated feedback")
    assert outside == []
    feedback = lab.root / "feedback" / "ben" / MODULE / "exercises.html"
    asked: list[str] = []
    with new_page(browser, asked) as own:
        own.goto(feedback.as_uri())
        row = own.locator("table.marks tr", has_text="Reflection")
        expect(row).to_contain_text("Read by your instructor")
        expect(row).to_contain_text("4 of 5")
        expect(own.locator(".total")).to_have_text("17 of 23 points")
        expect(own.locator(".comment", has_text="Who speaks for her?")).to_be_visible()
        row.get_by_role("link").click()
        expect(own.get_by_role("heading", name="9. Reflection: week 30")).to_be_in_viewport()
        assert violations(own) == []
        look(own, "feedback")
        for width in (1280, 320):
            own.set_viewport_size({"width": width, "height": 900})
            assert own.evaluate("document.documentElement.scrollWidth") <= width
        own.get_by_role("link", name="What one share is worth").click()
        heading = own.get_by_role("heading", name="What one share is worth", exact=True)
        expect(heading).to_be_in_viewport()
        assert violations(own) == []
    assert [url for url in asked if not url.startswith("file:")] == []


def wrong_answers(formgrader: Formgrader, student: str) -> set[str]:
    with formgrader.gradebook() as gradebook:
        book = gradebook.find_submission_notebook("exercises", MODULE, student)
        return {grade.name for grade in book.grades if grade.auto_score == 0}


def test_a_hostile_notebook_does_nothing_in_anybodys_browser(
    page: Page, formgrader: Formgrader, browser: Browser, outside: list[str]
) -> None:
    lab = formgrader.lab

    def eva(notebook: Any) -> None:
        reflect(notebook, f"My words.\n\n{EVIL}")
        show = f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({EVIL!r}))"
        script = "display(Javascript('window.harmed = 5'))"
        notebook.cells.insert(2, nbformat.v4.new_code_cell(f"{show}\n{script}", id="evil"))
        notebook.cells.insert(3, nbformat.v4.new_markdown_cell(EVIL, id="evil-words"))

    hand_in(lab, "eva", eva)
    planted = "<script>opener.harmed = 6</script>"
    (lab.root / "submitted" / "eva" / MODULE / "evil.html").write_text(planted)
    formgrader.autograde(page, "eva")

    formgrader.open_submission(page, "eva")
    expect(page.get_by_text("My words.")).to_be_visible()
    assert page.evaluate("window.harmed") is None
    assert page.locator("a[href*='evil']").count() == 0
    assert page.locator("iframe").count() == 0
    # The page still works: what learners wrote cannot stand in the way of their marks.
    cell = formgrader.cell(page, "reflection")
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        cell.locator("input.score").fill("2")
        cell.locator("input.score").press("Tab")
    row = "select manual_score from grade where manual_score = 2"
    with sqlite3.connect(lab.root / "gradebook.db") as database:
        assert database.execute(row).fetchall() == [(2.0,)]

    formgrader.press(page, "eva", "generate-feedback", "Successfully generated feedback")
    assert outside == []
    feedback = lab.root / "feedback" / "eva" / MODULE / "exercises.html"
    asked: list[str] = []
    with new_page(browser, asked) as own:
        own.goto(feedback.as_uri())
        expect(own.get_by_text("My words.")).to_be_visible()
        assert own.evaluate("window.harmed") is None
        assert violations(own) == []
    assert asked == [feedback.as_uri()]
