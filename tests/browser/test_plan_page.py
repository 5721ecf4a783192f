"""A learner's plan in a browser and as a PDF: readable for everybody, and it asks for nothing."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browser.axe import violations
from browser.pdf_text import text_of
from browsing import CHROMIUM, look, wait_in
from feedback.reader import shows
from nbformat.v4 import new_code_cell
from playwright.sync_api import Page
from report.capstones import add_after, cell_of, png, saved, small_course, worked

from solidarity.report.plan_page.export import TITLES, Exported, export
from solidarity.report.plan_page.pdf import find_browser, printed
from solidarity.report.plan_page.seal import is_ours

PHONE = {"width": 360, "height": 740}
PAPER = {"width": 673, "height": 1000}
"""178 mm, which is A4 without its margins."""

WIDE = "<table><tr>" + "".join(f"<td>{10**9 + n}</td>" for n in range(30)) + "</tr></table>"


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_course(tmp_path_factory.mktemp("small") / "course")


@pytest.fixture(scope="module")
def done(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """A plan with pictures, a wide table, long words and many pages."""
    notebook = worked(
        planet="![A sack](attachment:a.png)\n\n| a | b |\n|---|---|\n| 1 | " + "x" * 300 + " |",
        economy="\n\n".join(f"Paragraph {n}. " + "Rice and money. " * 40 for n in range(12)),
        people="# Who eats\n\n`" + "code" * 60 + "`\n\n    " + "pre " * 80,
    )
    cell_of(notebook, "capstone-planet")["attachments"] = {"a.png": {"image/png": png()}}
    chart = "<svg width='720' height='300'><title>Rice</title><desc>It grows.</desc></svg>"
    outputs = [shows(text_html=chart), shows(text_html=WIDE)]
    add_after(notebook, "capstone-economy", new_code_cell("draw()", outputs=outputs))
    folder = tmp_path_factory.mktemp("work")
    path = saved(notebook, folder)
    return export(top, path, name="Ana Cruz", browser=CHROMIUM, today=date(2026, 11, 25))


@pytest.mark.parametrize("size", [None, PHONE, PAPER], ids=["desk", "phone", "paper"])
def test_everybody_can_read_it(page: Page, done: Exported, size: Any, outside: list[str]) -> None:
    if size:
        page.set_viewport_size(size)
    if size == PAPER:
        page.emulate_media(media="print")
    page.goto(done.html.as_uri())
    look(page, f"plan-{size['width'] if size else 'desk'}")
    # Nothing sticks out to the right: what is wide moves within its own frame, or is broken.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size == PAPER:
        beyond = """() => [...document.querySelectorAll("td, th, img, pre, p")].filter(
            one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML)"""
        assert page.evaluate(beyond) == []
    assert violations(page) == []
    assert [url for url in outside if not url.startswith("file:")] == []


def test_on_a_phone_each_cell_of_the_chain_has_its_name(page: Page, done: Exported) -> None:
    page.set_viewport_size(PHONE)
    page.goto(done.html.as_uri())
    # Also for those who hear it: it stays a table with headings.
    table = page.get_by_role("table", name="Who does which work")
    assert table.get_by_role("columnheader").count() == 7
    assert table.get_by_role("row").count() == 6
    label = "getComputedStyle(document.querySelector('.chain tbody td'), '::before').content"
    assert page.evaluate(label) == '"Group: " / ""'


def test_the_pdf_says_what_the_plan_says(done: Exported) -> None:
    assert done.pdf is not None, done.no_pdf
    content = done.pdf.read_bytes()
    assert content.startswith(b"%PDF-")
    assert is_ours(done.pdf)
    text = text_of(content)
    for words in (
        "Rice of San Isidro",
        "Ana Cruz",
        "25 November 2026",
        "Provincial agriculture office",
        "16.7.2",
        "1.84 times",
        "most is spent again in our town",
        "We help the neediest first",
        "Paragraph 11.",
        "1000000029",
        # The number of the page, and of all pages.
        "1 / ",
    ):
        assert words.replace(" ", "") in text, words


def test_the_pdf_is_read_in_the_order_of_the_page(done: Exported) -> None:
    assert done.pdf is not None
    text = text_of(done.pdf.read_bytes())
    places = [text.index(title.replace(" ", "")) for title in TITLES.values()]
    assert places == sorted(places)
    assert text.index("Wehelptheneediest") < text.index(TITLES["people"].replace(" ", ""))


def test_the_pdf_is_made_anew_and_leaves_no_trace_of_its_making(
    top: Path, done: Exported, tmp_path: Path
) -> None:
    folder = shutil.copytree(done.html.parent, tmp_path / "work")
    again = export(top, folder / "exercises.ipynb", browser=CHROMIUM, today=date(2027, 1, 2))
    assert again.pdf is not None
    assert "2January2027" in text_of(again.pdf.read_bytes())
    assert {one.name for one in folder.iterdir()} == {"exercises.ipynb", "plan.html", "plan.pdf"}


def test_a_draft_says_so_on_every_page_of_paper(top: Path, tmp_path: Path) -> None:
    long = "\n\n".join(["Rice and money. " * 40] * 12)
    path = saved(worked("plan = []", economy=long), tmp_path)
    done = export(top, path, draft=True, browser=CHROMIUM, today=date(2026, 11, 25))
    assert done.pdf is not None, done.no_pdf
    text = text_of(done.pdf.read_bytes())
    pages = len(re.findall(r"\d/(\d)", text))
    assert pages > 2
    # Once more at the top of the first page, and never in the words of the plan.
    assert text.count("Draft") == pages + 1


def test_a_browser_is_found_here() -> None:
    assert find_browser() == CHROMIUM


# --- Nothing is asked for -------------------------------------------------------------------------


class _Counter(ThreadingHTTPServer):
    """A server on this machine that notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Noting)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Noting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Counter)
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def counter() -> Iterator[_Counter]:
    server = _Counter()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def tempting(address: str) -> str:
    """HTML that asks the server for something as soon as it is shown."""
    return (
        f"<img src='{address}/picture'><link rel=stylesheet href='{address}/sheet'>"
        f"<script src='{address}/script'></script><iframe src='{address}/frame'></iframe>"
        f"<p style='background-image:url({address}/style)'>x</p>"
        f"<style>@import url({address}/import);</style><a href='javascript:alert(1)'>go</a>"
        f"<svg><image href='{address}/svg'/></svg><object data='{address}/object'></object>"
        f"<video poster='{address}/poster'></video><meta http-equiv=refresh content='0;{address}'>"
    )


def test_the_counter_counts(page: Page, counter: _Counter, tmp_path: Path) -> None:
    """Else the tests below would prove nothing."""
    path = tmp_path / "tempting.html"
    path.write_text(tempting(counter.address), "utf-8")
    page.goto(path.as_uri(), wait_until="commit")
    wait_in(
        page,
        lambda: {"/picture", "/frame"} <= set(counter.asked),
        otherwise=lambda: f"only {counter.asked} was asked for",
    )


def test_a_hostile_notebook_asks_for_nothing(
    page: Page, counter: _Counter, top: Path, tmp_path: Path
) -> None:
    evil = tempting(counter.address)
    remote = f"\n\n![x]({counter.address}/markdown)"
    notebook = worked(people=evil + remote, planet=remote)
    add_after(notebook, "capstone-planet", new_code_cell("x", outputs=[shows(text_html=evil)]))
    path = saved(notebook, tmp_path)
    done = export(top, path, title=evil, name=evil, browser=CHROMIUM, today=date(2026, 11, 25))
    assert done.pdf is not None, done.no_pdf
    # Everything that a page asks for by itself is asked for before it counts as idle.
    page.goto(done.html.as_uri(), wait_until="networkidle")
    assert page.url == done.html.as_uri()
    assert counter.asked == []


def test_even_a_page_that_asks_is_printed_without_an_answer(
    counter: _Counter, tmp_path: Path
) -> None:
    assert CHROMIUM
    path = tmp_path / "tempting.html"
    path.write_text(tempting(counter.address).replace("http-equiv=refresh", ""), "utf-8")
    assert printed(path, tmp_path / "tempting.pdf", CHROMIUM).startswith(b"%PDF-")
    assert counter.asked == []
