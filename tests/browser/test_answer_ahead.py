"""Before a check runs, the kernel is told what stands in its answer, in both applications."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from browsing import TOKEN, Lab, run_all, run_cell, wait_for_kernel
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

# Stands for the module that keeps what it is told, and for a check that shows what it was told.
EARS = """\
import json, sys, types

ears, heard = types.ModuleType("solidarity.check"), []
ears.stands = lambda *given: heard.append(given)
sys.modules["solidarity.check"] = ears
def check(name):
    print("heard " + json.dumps(heard))"""
# As if there were no such module.
DEAF = """\
import sys

sys.modules["solidarity.check"] = None
def check(name):
    print("checked " + name)"""
# All that could end a string of Python too early, and signs beyond the usual alphabets.
TEXT = 'sum = "6" \'x\' """ \\n {0} %s\t# ₱ 🧵 ‘‚’ \\\nsum'
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# What stands in an answer need not run, and the cells below it run all the same.
TAGS = ["raises-exception"]


def notebook(ears: str) -> nbformat.NotebookNode:
    cells = [
        new_code_cell(ears, id="ears"),
        new_markdown_cell("Some text.", id="text"),
        answer("sum", "an earlier copy", "copied"),
        answer("sum", TEXT, "sum-answer"),
        new_code_cell('check("sum")', id="sum"),
        answer("mean", "mean = 2", "mean-answer"),
        new_code_cell(" check( 'mean' )  # once more", id="mean"),
        new_code_cell('check("nowhere")', id="nowhere"),
        new_code_cell('x = 1\ncheck("sum")', id="more"),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def answer(name: str, source: str, cell_id: str) -> nbformat.NotebookNode:
    marks = {"grade_id": f"{name}-answer", "solution": True, "schema_version": 3}
    return new_code_cell(source, id=cell_id, metadata={"nbgrader": marks, "tags": TAGS})


def opened(page: Page, lab: Lab, app: str, ears: str) -> list[Locator]:
    """The cells of a fresh notebook, open in this application."""
    path = lab.root / "my-work" / f"ahead-{app.replace('/', '-')}-{len(ears)}.ipynb"
    nbformat.write(notebook(ears), path)
    place = path.relative_to(lab.root).as_posix()
    page.goto(f"{lab.address}/{app}/{place}?token={TOKEN}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    wait_for_kernel(page)
    return [page.locator(f".jp-Cell[data-windowed-list-index='{n}']") for n in range(9)]


def heard(cell: Locator) -> list[list[Any]]:
    shown = cell.locator(".jp-OutputArea")
    expect(shown).to_contain_text("heard")
    found: list[list[Any]] = json.loads(shown.inner_text().strip().removeprefix("heard "))
    return found


@pytest.mark.parametrize("app", ["lab/tree", "notebooks"])
def test_a_check_hears_first_what_stands_in_its_answer(page: Page, lab: Lab, app: str) -> None:
    cells = opened(page, lab, app, EARS)
    run_all(page)
    above = ["ears", "copied", "sum-answer"]
    sum_stands = ["sum", "sum-answer", TEXT, above]
    mean_stands = ["mean", "mean-answer", "mean = 2", [*above, "sum", "mean-answer"]]
    assert heard(cells[4]) == [sum_stands]
    assert heard(cells[6]) == [sum_stands, mean_stands]
    # A check without an answer, and a cell that does more than check, tell nothing.
    assert heard(cells[8]) == heard(cells[7]) == [sum_stands, mean_stands]
    # It is not counted as something that was run.
    prompts = [cells[n].locator(".jp-InputPrompt").inner_text() for n in (0, 2, 3, 4, 5, 6, 7, 8)]
    assert prompts == [f"[{n}]:" for n in range(1, 9)]


def test_a_check_hears_what_was_typed_and_not_run(page: Page, lab: Lab) -> None:
    cells = opened(page, lab, "lab/tree", EARS)
    run_cell(page, cells[0])
    cells[5].locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("mean = 36 lakh")
    run_cell(page, cells[6])
    ((*told, _),) = heard(cells[6])
    assert told == ["mean", "mean-answer", "mean = 36 lakh"]


@pytest.mark.parametrize("app", ["lab/tree", "notebooks"])
def test_nothing_happens_where_nobody_listens(page: Page, lab: Lab, app: str) -> None:
    cells = opened(page, lab, app, DEAF)
    run_cell(page, cells[0])
    run_cell(page, cells[4])
    expect(cells[4].locator(".jp-OutputArea")).to_have_text("checked sum")
    expect(cells[4].locator(".jp-InputPrompt")).to_have_text("[2]:")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
