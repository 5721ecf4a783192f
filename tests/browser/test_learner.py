"""A learner's first hour in a real browser: landing page, reading, case study, exercises."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MODULE = "m04-savings-groups"


def look(what: Page | Locator, name: str) -> None:
    """Keep a picture for people to look at, where SSE_PICTURES names a folder."""
    folder = os.environ.get("SSE_PICTURES")
    if folder:
        if isinstance(what, Locator):
            # Tall enough for the whole part to be on the screen at once.
            what.page.set_viewport_size({"width": 1100, "height": 1700})
            what.scroll_into_view_if_needed()
        what.screenshot(path=str(Path(folder) / f"{name}.png"))


def open_notebook(page: Page, lab, path: str) -> None:
    page.goto(lab.url(path))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    wait_for_kernel(page)


def wait_for_kernel(page: Page) -> None:
    expect(
        page.locator(".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator")
    ).to_have_attribute("data-status", "idle", timeout=60_000)


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def cell(page: Page, text: str) -> Locator:
    return page.locator(".jp-NotebookPanel:visible .jp-CodeCell", has_text=text).first


def run_cell(page: Page, target: Locator) -> None:
    prompt = target.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    for _ in range(3):
        target.locator(".cm-content").click()
        expect(target.locator(".cm-content")).to_be_focused()
        page.keyboard.press("Control+Enter")
        try:
            expect(prompt).not_to_have_text(before, timeout=3_000)
            break
        except AssertionError:
            # While JupyterLab is still setting up its page, a key may be lost.
            continue
    expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=60_000)


def type_into(page: Page, target: Locator, text: str) -> None:
    target.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_landing_page_opens_a_working_copy(page: Page, lab, outside: list[str]) -> None:
    work = lab.root / "my-work" / MODULE
    open_notebook(page, lab, "START.ipynb")
    expect(page.locator(".jp-RenderedMarkdown td", has_text="coming").first).to_be_visible()
    run_cell(page, cell(page, "start()"))
    link = page.locator(".jp-OutputArea").get_by_role("link", name="exercises").first
    expect(link).to_be_visible()
    look(page, "landing")
    link.click()
    expect(page.get_by_role("heading", name="Exercises: savings groups")).to_be_visible()
    assert (work / "exercises.ipynb").is_file()
    assert outside == []


def test_links_of_the_path_open_the_reading_and_its_figure(page: Page, lab) -> None:
    open_notebook(page, lab, "START.ipynb")
    page.locator(".jp-RenderedMarkdown table").get_by_role("link", name="reading").first.click()
    expect(page.get_by_role("heading", name="A cow, two cows, five goats")).to_be_visible()
    figure = page.get_by_role("img", name="How money moves in a savings group")
    figure.scroll_into_view_if_needed()
    assert figure.evaluate("image => image.naturalWidth") > 0
    look(page, "reading-figure")
    folded = page.locator(".jp-RenderedMarkdown details p").first
    expect(folded).to_be_hidden()
    page.locator(".jp-RenderedMarkdown summary").first.click()
    expect(folded).to_be_visible()


def test_a_slider_changes_chart_table_and_sentence(page: Page, lab, outside: list[str]) -> None:
    open_notebook(page, lab, f"my-work/{MODULE}/case.ipynb")
    run_all(page)
    slider = page.get_by_role("slider", name="Service charge per month")
    expect(slider).to_be_visible(timeout=60_000)
    slider.scroll_into_view_if_needed()
    panel = page.locator(".jp-OutputArea", has=slider).first
    chart = panel.get_by_role("img", name="Where the group's money is")
    sentence = panel.get_by_role("status").filter(has_text="Members paid")
    table = panel.locator("table.sse-table").first
    before = [sentence.inner_text(), chart.inner_html(), table.inner_text()]
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(panel.get_by_label("Service charge per month, as a number")).to_have_value("7")
    expect(sentence).not_to_have_text(before[0])
    after = [sentence.inner_text(), chart.inner_html(), table.inner_text()]
    assert all(new != old for new, old in zip(after, before, strict=True))
    look(page, "case-page")
    look(panel, "case")
    panel.get_by_role("button", name="Back to the first values").click()
    expect(sentence).to_have_text(before[0])
    assert outside == []


def test_a_wrong_answer_is_explained_and_a_right_one_praised(page: Page, lab) -> None:
    open_notebook(page, lab, f"my-work/{MODULE}/exercises.ipynb")
    run_cell(page, cell(page, "from solidarity.check"))
    answer = cell(page, "def share_value")
    check = cell(page, 'check("share_value")')
    run_cell(page, check)
    expect(check).to_contain_text("There is no function called share_value yet")
    type_into(
        page,
        answer,
        "def share_value(cash, good_loans, social_fund, shares):\n"
        "    return (cash + good_loans) / shares",
    )
    run_cell(page, answer)
    run_cell(page, check)
    expect(check).to_contain_text("Not yet: share_value")
    expect(check).to_contain_text("The social fund is for emergencies")
    expect(check).to_contain_text("22.2222 pesos per share")
    check.locator(".jp-OutputArea").scroll_into_view_if_needed()
    look(page, "wrong-page")
    look(check, "wrong")
    check.get_by_role("link", name="What one share is worth").click()
    section = page.locator(".jp-MarkdownCell", has_text="9,500 pesos of cash")
    expect(section.locator(".jp-RenderedMarkdown").first).to_be_in_viewport(ratio=0.3)
    look(page, "reread")
    page.get_by_role("tab", name="exercises.ipynb").click()
    type_into(
        page,
        answer,
        "def share_value(cash, good_loans, social_fund, shares):\n"
        "    if shares == 0:\n        return 0\n"
        "    return (cash + good_loans - social_fund) / shares",
    )
    run_cell(page, answer)
    run_cell(page, check)
    expect(check).to_contain_text("Right: share_value")
    look(page, "right")
