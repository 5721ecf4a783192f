"""A learner's first hour in a real browser: landing page, reading, case study, exercises."""

from __future__ import annotations

import re

from browsing import (
    AGAIN_MS,
    again_until,
    cell,
    look,
    open_notebook,
    run_all,
    run_cell,
    type_into,
)
from playwright.sync_api import Page, expect

FIRST = "m01-first-notebook"
MODULE = "m04-savings-groups"


def test_landing_page_opens_a_working_copy(page: Page, lab, outside: list[str]) -> None:
    work = lab.root / "my-work" / MODULE
    open_notebook(page, lab, "START.ipynb")
    last = page.locator(".jp-RenderedMarkdown td", has_text="The long path").first
    expect(last).to_be_visible()
    run_cell(page, cell(page, "start()"))
    row = page.locator(".jp-OutputArea li", has_text="Savings groups")
    link = row.get_by_role("link", name="exercises")
    expect(link).to_be_visible()
    look(page, "landing")
    link.click()
    expect(page.get_by_role("heading", name="Exercises: savings groups")).to_be_visible()
    assert (work / "exercises.ipynb").is_file()
    assert outside == []


def test_links_of_the_path_open_the_reading_and_its_figure(page: Page, lab) -> None:
    open_notebook(page, lab, "START.ipynb")
    row = page.locator(".jp-RenderedMarkdown tr", has_text="Savings groups")
    row.get_by_role("link", name="reading").click()
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
    expect(slider).to_be_visible()
    slider.scroll_into_view_if_needed()
    panel = page.locator(".jp-OutputArea", has=slider).first
    chart = panel.get_by_role("img", name="Where the group's money is")
    sentence = panel.get_by_role("status").filter(has_text="Members paid")
    table = panel.get_by_role("table", name="The three members who gain most")
    before = [sentence.text_content(), chart.inner_html(), table.text_content()]
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(panel.get_by_label("Service charge per month, as a number")).to_have_value("7")
    expect(sentence).not_to_have_text(before[0])
    after = [sentence.text_content(), chart.inner_html(), table.text_content()]
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


def test_a_key_word_leads_to_its_meaning_and_back(page: Page, lab) -> None:
    open_notebook(page, lab, f"my-work/{FIRST}/reading.ipynb")
    link = page.locator(".jp-RenderedMarkdown").get_by_role("link", name="kernel", exact=True)
    expect(link).to_have_attribute("title", re.compile("remembers your names"))
    word = page.locator(".jp-RenderedMarkdown h3", has_text="kernel")
    # JupyterLab draws the far end of a notebook in its idle time, and scrolls there only then.
    expect(word).to_be_attached()
    again_until(link.click, lambda: expect(word).to_be_in_viewport(timeout=AGAIN_MS))
    look(page, "words")
    section = page.locator(".jp-RenderedMarkdown h2", has_text="An error, read without fear")
    page.get_by_role("link", name="An error, read without fear").first.click()
    expect(section).to_be_in_viewport()


def test_the_glossary_opens_from_the_landing_page_and_leads_to_a_reading(page: Page, lab) -> None:
    open_notebook(page, lab, "START.ipynb")
    run_cell(page, cell(page, "start()"))
    page.locator(".jp-RenderedMarkdown").get_by_role("link", name="glossary").click()
    row = page.locator(".jp-RenderedMarkdown tr", has_text="share-out").first
    expect(row).to_be_visible()
    page.locator(".jp-RenderedMarkdown tr", has_text="kernel").get_by_role("link").click()
    expect(page.get_by_role("heading", name="From the 5Ps to your own numbers")).to_be_visible()


def test_the_first_cell_and_the_error_on_purpose(page: Page, lab, outside: list[str]) -> None:
    open_notebook(page, lab, f"my-work/{FIRST}/reading.ipynb")
    first = cell(page, "Good morning")
    run_cell(page, first)
    expect(first.locator(".jp-OutputArea")).to_contain_text("Good morning")
    run_all(page)
    wrong = cell(page, "print(litre")
    wrong.scroll_into_view_if_needed()
    expect(wrong).to_contain_text("NameError: name 'litre' is not defined")
    # The error does not keep the cells below it from running.
    last = cell(page, '"8.10.2".split')
    last.scroll_into_view_if_needed()
    expect(last.locator(".jp-OutputArea")).to_contain_text("['8', '10', '2']")
    type_into(page, wrong, "print(litres)")
    run_cell(page, wrong)
    expect(wrong.locator(".jp-OutputArea")).to_contain_text("347180")
    assert outside == []
