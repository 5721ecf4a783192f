"""More ways of a stranger to act for the one who opens a file, found by looking for them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import strangers
from browser.strangers import LISTENER, tells
from browser.test_files_beside_a_submission import submission
from browser.test_formgrader import formgrader
from browser.test_strangers_notebooks import FOLDER, SCREENS, door, lay, visit
from browsing import TOKEN, Lab, wait_in
from playwright.sync_api import Page, expect

__all__ = ["door", "formgrader", "submission"]

MODULE = f"{FOLDER.replace('/', '.')}.others"
"""How Python would import ``others.py`` beside the notebook, from the folder of the course."""

SESSION = f"fetch('/api/contents').then(a => fetch('{LISTENER}/session-' + a.status));"


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    kernel = strangers.with_widget().metadata["kernelspec"]
    opened = strangers.markdown("# It is open")
    return {
        "cells": [opened, *cells],
        "metadata": {"kernelspec": kernel, **metadata},
        "nbformat": 4,
        "nbformat_minor": 4,
    }


def shown(kind: str, what: str) -> dict[str, Any]:
    """A cell of code with HTML as an output of this kind."""
    html = f'<img src=x onerror="{tells(what)}{SESSION}"><script>{tells(what)}{SESSION}</script>'
    return strangers.code({"output_type": kind, "data": {"text/html": html}, "metadata": {}})


def save(page: Page, path: Path) -> None:
    """Change a letter of the first cell of code, run nothing, and save."""
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.insert_text("# mine")
    page.keyboard.press("Control+s")
    wait_in(page, lambda: "# mine" in path.read_text("utf-8"), lambda: path.read_text("utf-8"))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_picture_that_leads_to_a_script_imports_no_file_beside_it(
    page: Page, door: Lab, screen: str, tmp_path: Path
) -> None:
    """``nbconvert/script`` imports what the notebook names as the program to write it with."""
    ran = tmp_path / "ran"
    lay_text(door, "others.py", f"open({str(ran)!r}, 'w')\nclass Exporter: pass\n")
    address = f"{door.address}/nbconvert/script/{FOLDER}/script.ipynb"
    language = {"name": "python", "nbconvert_exporter": f"{MODULE}.Exporter"}
    lay(
        door,
        "script.ipynb",
        notebook(strangers.markdown(f"![]({address})"), language_info=language),
    )
    with page.expect_response(lambda answer: answer.url.startswith(address)):
        visit(page, door, screen, f"{FOLDER}/script.ipynb")
    assert not ran.exists()


def test_an_output_of_a_third_kind_does_not_become_trusted_by_saving(
    page: Page, door: Lab, outside: list[str]
) -> None:
    """nbformat's notary calls it harmless, and JupyterLab shows it."""
    path = lay(door, "third.ipynb", notebook(shown("update_display_data", "third")))
    visit(page, door, "lab/tree", f"{FOLDER}/third.ipynb")
    save(page, path)
    for screen in SCREENS:
        visit(page, door, screen, f"{FOLDER}/third.ipynb")
    assert outside == []


def test_what_others_showed_is_not_trusted_when_one_cell_was_run_and_saved(
    page: Page, door: Lab, outside: list[str]
) -> None:
    mine = {**shown("display_data", "mine"), "source": "1 + 1"}
    cells = [mine, shown("display_data", "old"), shown("execute_result", "older")]
    path = lay(door, "one.ipynb", notebook(*cells, widgets=strangers.widget_state()))
    visit(page, door, "lab/tree", f"{FOLDER}/one.ipynb")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-OutputArea-output", has_text="2").first).to_be_visible()
    save(page, path)
    for screen in SCREENS:
        visit(page, door, screen, f"{FOLDER}/one.ipynb")
    assert outside == []


@pytest.mark.parametrize("screen", ["lab/tree", "edit"])
def test_a_drawing_that_is_a_file_asks_nobody(
    page: Page, door: Lab, screen: str, outside: list[str]
) -> None:
    """Drawn, it would read the files of whoever opens it, and tell others what is in them."""
    for name, kind in (("a.vl.json", "vegalite"), ("b.vg", "vega"), ("c.vegalite", "vegalite")):
        drawing = {**strangers.vega(kind), "description": "It is open"}
        lay(door, name, drawing)
        page.goto(f"{door.address}/{screen}/{FOLDER}/{name}?token={TOKEN}&reset")
        expect(page.get_by_text("It is open").last).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert outside == []


def lay_text(door: Lab, name: str, text: str) -> None:
    (door.root / FOLDER / name).write_text(text, encoding="utf-8")


WAYS = (
    "page.html/",
    "page.html//",
    "/page.html",
    "%70age.htm%6c",
    "page%2ehtml",
    "PAGE.HTML?download=1",
    "figures/../page.html",
    "figures/%2e%2e/page.html",
    "figures%2f..%2fpage.html",
    "./page.html",
    "page.html?v=1",
    "page.html;a.txt",
    "page.html%00.txt",
    "no-ending",
    "components/../page.html",
    "../{exercise}/page.html",
    "..%2f..%2f..%2fsubmitted%2fmia%2f{exercise}%2fpage.html",
    "../../../../../../etc/hostname",
    "exercises.ipynb",
)


def test_no_way_to_write_an_address_makes_a_file_a_page_of_the_server(
    page: Page, lab: Lab, submission: str
) -> None:
    page.goto(lab.url("START.ipynb"))
    sent = {"Range": "bytes=0-400"}
    for way in WAYS:
        url = f"{submission}/{way}".replace("{exercise}", "m04-savings-groups")
        for answer in (
            page.request.get(url),
            page.request.head(url),
            page.request.get(url, headers=sent),
            page.request.get(url, headers={"Accept": "text/html", "If-None-Match": "x"}),
        ):
            if answer.headers.get("content-type", "").startswith("text/html") and not answer.ok:
                assert "I am served" not in answer.text(), way
            elif answer.ok and "/formgrader/submissions/" in answer.url:
                policy = answer.headers["content-security-policy"]
                assert "sandbox" in [part.strip() for part in policy.split(";")], way
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            other = page.request.fetch(url, method=method)
            assert "I am served" not in other.text(), (way, method)


def test_no_address_leads_out_of_the_learners_folder(page: Page, lab: Lab, submission: str) -> None:
    """The class's settings hold the seed, and the gradebook is everybody's."""
    page.goto(lab.url("START.ipynb"))
    (lab.root / "aside.txt").write_text("I am served.")
    root = str(lab.root).replace("/", "%2f")
    for way in ("..%2f..%2f..%2faside.txt", f"{root}%2faside.txt", "figures%2f..%2f..%2f..%2fa"):
        answer = page.request.get(f"{submission}/{way}")
        assert answer.status == 404, way
        assert "I am served" not in answer.text()
