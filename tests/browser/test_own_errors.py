"""An error of a learner's own cell in a real browser: told in words, and still there on return."""

from __future__ import annotations

from browsing import cell, look, open_notebook, run_cell, type_into, wait_for_kernel, wait_in
from playwright.sync_api import Page, expect

EXERCISES = "my-work/m01-first-notebook/exercises.ipynb"


def test_a_slip_is_told_in_words_and_the_words_are_kept(page: Page, lab) -> None:
    open_notebook(page, lab, EXERCISES)
    run_cell(page, cell(page, "from solidarity.check"))
    answer = page.locator(".jp-NotebookPanel:visible .jp-CodeCell", has_text="members = ...").first
    type_into(page, answer, "members = 36 lakh")
    answer = cell(page, "members = 36")
    run_cell(page, answer)
    panel = answer.get_by_role("status")
    expect(panel).to_contain_text("Python cannot read this line")
    expect(panel).to_contain_text("members = 36 * 100_000")
    own = panel.locator("details pre")
    expect(own).to_be_hidden()
    expect(answer.locator("[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)
    look(page, "own-error-wide")
    panel.get_by_text("What Python itself says").click()
    expect(own).to_be_visible()
    expect(own).to_contain_text("SyntaxError: invalid syntax")
    look(page, "own-error-unfolded")

    page.keyboard.press("Control+s")
    saved = lab.root / EXERCISES
    wait_in(
        page,
        lambda: "36 * 100_000" in saved.read_text(encoding="utf-8"),
        lambda: "The notebook was not saved.",
    )
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    wait_for_kernel(page)
    panel = cell(page, "members = 36").get_by_role("status")
    expect(panel).to_contain_text("members = 36 * 100_000")
    expect(panel.locator("details pre")).to_be_hidden()

    # On a telephone, where Notebook has the whole width, nothing is cut off at the side.
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(lab.url(EXERCISES).replace("/lab/tree/", "/notebooks/"))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    panel = cell(page, "members = 36").get_by_role("status")
    panel.scroll_into_view_if_needed()
    expect(panel).to_contain_text("members = 36 * 100_000")
    look(page, "own-error-360")
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
