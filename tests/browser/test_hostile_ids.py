"""Formgrader's own server with a class whose ids and names are hostile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import quote

import nbformat
import pytest
from browser.payloads import PAYLOADS
from browser.watched import Watched, watched
from browsing import Lab
from demo import MODULE
from nbgrader.api import Gradebook
from playwright.sync_api import Browser
from submissions import nbgrader_of

EVERY_THIRD = [payload for payload in PAYLOADS if "\0" not in payload and len(payload) < 200][::3]
ASTRAY = "..\\..\\..\\..\\api\\shutdown?"
"""An id that leads the request of a button to where the server is shut down."""


@pytest.fixture(scope="module")
def book(lab: Lab) -> Iterator[Gradebook]:
    """A gradebook as an import may leave it, without them again for the tests of others."""
    assert nbgrader_of(lab.root).generate_assignment(MODULE)["success"]
    with Gradebook(f"sqlite:///{lab.root / 'gradebook.db'}", "sse-course") as book:
        for place, payload in enumerate(EVERY_THIRD):
            others = [EVERY_THIRD[(place + n) % len(EVERY_THIRD)] for n in (1, 2, 3)]
            names = dict(zip(("first_name", "last_name", "email"), others, strict=True))
            book.update_or_create_student(payload, **names)
            book.update_or_create_submission(MODULE, payload)
            note = book.find_comment("reflection", "exercises", MODULE, payload)
            note.manual_comment = payload
            folder = lab.root / "autograded" / payload / MODULE
            folder.mkdir(parents=True, exist_ok=True)
            words = nbformat.v4.new_markdown_cell(f"# {payload}")
            nbformat.write(nbformat.v4.new_notebook(cells=[words]), folder / "exercises.ipynb")
        book.db.commit()
        yield book
        for payload in EVERY_THIRD:
            book.remove_student(payload)
            shutil.rmtree(lab.root / "autograded" / payload.partition("/")[0])


def log_in(lab: Lab, watch: Watched) -> None:
    """The landing page gives the browser its cookie; Formgrader's own requests need it."""
    watch.page.goto(lab.url("START.ipynb"))


def test_hostile_ids_and_names_do_nothing_in_formgrader(
    lab: Lab, book: Gradebook, browser: Browser
) -> None:
    # The same course serves other tests, and has their learners too.
    handed_in = book.notebook_submissions("exercises", MODULE)
    ids = [one.id for one in handed_in if one.student.id in EVERY_THIRD]
    assert len(ids) == len(EVERY_THIRD)
    lists = [
        "manage_assignments",
        "manage_students",
        f"manage_submissions/{MODULE}",
        "gradebook",
        f"gradebook/{MODULE}",
        f"gradebook/{MODULE}/exercises",
    ]
    learners = [f"manage_students/{quote(one, safe='')}" for one in EVERY_THIRD]
    links = [f"gradebook/{quote(one, safe='')}" for one in EVERY_THIRD]
    pages = [*lists, *learners, *links, *(f"submissions/{one}/" for one in ids)]
    with watched(browser, lab.address) as watch:
        log_in(lab, watch)
        watch.open([f"/formgrader/{page}" for page in pages])
        shown = watch.page.frames[1 + len(lists) :]
        assert watch.ran == set()
        assert watch.asked == set()
        for frame, payload in zip(shown, EVERY_THIRD, strict=False):
            assert frame.evaluate("student_id") == payload
            assert frame.locator(".breadcrumb .active").text_content() == payload
        answer = watch.page.request.get(f"{lab.address}/formgrader/api/students")
        assert answer.headers["content-type"].startswith("text/plain")
        assert {one["id"] for one in answer.json()} >= set(EVERY_THIRD)


def test_an_id_leads_no_button_to_another_address(
    lab: Lab, book: Gradebook, browser: Browser
) -> None:
    book.update_or_create_student(ASTRAY)
    book.update_or_create_submission(MODULE, ASTRAY)
    book.db.commit()
    try:
        with watched(browser, lab.address) as watch:
            log_in(lab, watch)
            watch.page.goto(f"{lab.address}/formgrader/manage_submissions/{MODULE}")
            row = watch.page.locator("tr", has_text="shutdown")
            with watch.page.expect_request(lambda one: one.method == "POST") as pressed:
                row.locator(".autograde a").click()
            assert pressed.value.url.endswith("%3F/autograde")
            assert "/formgrader/api/submission/" in pressed.value.url
            dialog = watch.page.locator(".modal", has_text=ASTRAY)
            dialog.wait_for()
    finally:
        book.remove_student(ASTRAY)
