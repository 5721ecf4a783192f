"""What learners are called and what they wrote is text on every page, in a real browser.

Each payload stands in each field of each page, and each page is hovered over and pressed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import nbgrader
import pytest
from browser.payloads import PAYLOADS
from browser.watched import Watched, watched
from feedback.reader import code, labelled, reflection, stopped, text
from feedback.reader import page as feedback_page
from feedback.test_hostile import everywhere
from helpers import ROOT
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_notebook
from playwright.sync_api import Browser

from solidarity.course import Module, load_course
from solidarity.grade.class_run import load_config
from solidarity.grade.feedback import lists, manual_grading
from solidarity.learn.progress import ModuleProgress
from solidarity.learn.start import item
from solidarity.report.plan_page.layout import PlanPage, html_of, run_of, steps_of
from solidarity.report.plan_page.sections import parts_of, place_in, section
from solidarity.report.statement import Statement, page_of

FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
LISTS = (
    "gradebook_assignments",
    "gradebook_notebook_submissions",
    "gradebook_notebooks",
    "manage_assignments",
    "manage_students",
    "manage_students_assignments",
    "manage_students_notebook_submissions",
    "manage_submissions",
)
SCRIPTS = {
    f"/formgrader/static/{path.relative_to(FORMGRADER / 'static')}": path
    for path in (FORMGRADER / "static").rglob("*.*")
    if path.suffix in (".js", ".css", ".woff2")
}


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as watch:
        yield watch


def look_at(watch: Watched, pages: list[str]) -> set[int]:
    """Open these pages; which payloads ran, or asked another server for something."""
    served = {f"/{number}.html": html for number, html in enumerate(pages)}
    watch.served = {**watch.served, **served}
    watch.open(list(served))
    return watch.acted


# --- The pages ------------------------------------------------------------------------------------


def grading_page(payload: str) -> str:
    """Formgrader's page for manual grading, as its handler makes it."""
    cells = [
        text(f"# {payload}\n\n{payload}"),
        code("x = 1", stopped(payload, payload, payload)),
        labelled(code(payload), payload, grade=True, solution=True, points=payload),
        reflection(payload),
    ]
    resources = {
        "base_url": "",
        "submission_id": "s1",
        "notebook_id": payload,
        "assignment_id": payload,
        "student": payload,
        "first_name": payload,
        "last_name": payload,
        "notebook_path": f"autograded/{payload}/m04/exercises.ipynb",
        "index": 0,
        "total": 1,
    }
    notebook = new_notebook(cells=cells, metadata={"title": payload})
    html, _ = _exporter().from_notebook_node(notebook, resources)
    return str(html)


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(config=load_config(ROOT))


def formgrader_list(payload: str, environment: Environment, name: str = "") -> str:
    """One of the lists, as its handler makes it: with the names that its address gives."""
    names = dict.fromkeys(
        ("assignment_id", "notebook_id", "student_id", "course_dir", "course_id", "exchange"),
        payload,
    )
    names |= dict.fromkeys(("current_config", "url_prefix", "default_timezone"), payload)
    name = name or LISTS[PAYLOADS.index(payload) % len(LISTS)]
    return environment.get_template(f"{name}.tpl").render(
        base_url="", exchange_missing=True, **names
    )


def plain_environment() -> Environment:
    """As nbgrader makes it."""
    return Environment(loader=FileSystemLoader([str(FORMGRADER / "templates")]))


def learners_page(payload: str) -> str:
    return feedback_page(
        *everywhere(payload), score=0, max_score=7, learner=payload, student=payload, name=payload
    )


def statement(payload: str) -> str:
    module = {"id": "m04", "number": 4, "title": payload, "points": 3.0, "of": 5.0, "final": True}
    content = {"course": payload, "learner": payload, "name": payload, "issued": "2026-11-28"}
    return page_of(Statement({**content, "modules": [module]}, payload), payload, payload)


def plan(payload: str) -> str:
    said = payload.encode("utf-8", "replace").decode()
    place = place_in(ROOT / "tests")
    html = section(parts_of(everywhere(said), place)).html
    return html_of(
        PlanPage(
            title=payload,
            name=payload,
            day=date(2026, 11, 28),
            draft=True,
            steps=steps_of([dict.fromkeys(("link", "group", "partner"), payload)]),
            run=run_of(
                {"module": payload, "result": payload, "unit": payload, "means": payload}, {}
            ),
            drawn=html,
            parts=[(payload, html)],
            sources=[payload],
        )
    ).decode()


def landing_page(payload: str) -> str:
    return item(_module(), "", ModuleProgress(_module(), problem=payload).words)


@cache
def _module() -> Module:
    return load_course(ROOT).written[0]


PAGES: dict[str, Callable[[str], str]] = {
    "manual grading": grading_page,
    "lists": lambda payload: formgrader_list(payload, lists.escaping(plain_environment())),
    "feedback": learners_page,
    "statement": statement,
    "plan": plan,
    "landing page": landing_page,
}


FILLED_BY = (
    "assignments",
    "students",
    "submissions/all",
    "notebooks/all",
    "submitted_notebooks/all/all",
    "student_submissions/all",
    "student_notebook_submissions/all/all",
)
"""Where the scripts of the lists get their rows, on pages of an assignment that is called all."""


def rows() -> str:
    """What Formgrader's server sends to fill a list, with a payload in every field."""
    scores = [f"{most}{kind}score" for most in _MOST for kind in ("", "code_", "written_", "task_")]
    names = ("id", "student", "first_name", "last_name", "email", "name", "status")
    times = ("timestamp", "display_timestamp", "display_duedate")
    found = []
    for place, payload in enumerate(PAYLOADS):
        row = dict.fromkeys(scores, 1.0) | dict.fromkeys((*names, *times), payload)
        found.append(row | {"index": place, "autograded": place % 2, "submitted": place % 3})
    return json.dumps(found)


_MOST = ("", "max_", "average_")


def bare(html: str) -> str:
    """The page without the policy that tells a browser to run nothing, and without its scripts.

    The policy is another wall, and must not be what holds here.
    """
    html = re.sub(r'(?:src|href)="/formgrader/static/[^"]*"', "", html)
    return html.replace("Content-Security-Policy", "none")


# --- The tests ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_names_and_words_of_learners_do_nothing(name: str, watch: Watched) -> None:
    assert look_at(watch, [bare(PAGES[name](payload)) for payload in PAYLOADS]) == set()
    assert watch.asked == set()


def test_names_in_the_rows_of_a_list_do_nothing(watch: Watched) -> None:
    filled = rows()
    watch.served = {**SCRIPTS, **{f"/formgrader/api/{one}": filled for one in FILLED_BY}}
    escaping = lists.escaping(plain_environment())
    assert look_at(watch, [formgrader_list("all", escaping, name) for name in LISTS]) == set()
    assert watch.asked == set()
    for frame in watch.page.frames[1:]:
        assert frame.locator("#main-table tr").count() == len(PAYLOADS)


def test_the_same_payloads_do_harm_where_nothing_is_cleaned(
    watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control: whoever watches does see what runs, on nbgrader's pages too."""
    raw = [f"<!doctype html><p>{one}<p title=\"{one}\">p<p title='{one}'>p" for one in PAYLOADS]
    assert len(look_at(watch, raw)) >= 50
    assert watch.asked
    watch.ran.clear(), watch.asked.clear()
    monkeypatch.setattr(manual_grading, "_escaped", dict)
    assert len(look_at(watch, [bare(grading_page(one)) for one in PAYLOADS])) >= 40
    watch.ran.clear(), watch.asked.clear()
    plain = plain_environment()
    assert len(look_at(watch, [bare(formgrader_list(one, plain)) for one in PAYLOADS])) >= 20
