"""A learner double-clicks an answer and writes: the words stand there, and nothing else changed."""

from __future__ import annotations

import shutil
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from browsing import AGAIN_MS, TOKEN, Lab, again_until, look, new_page, wait_in
from helpers import ROOT
from playwright.sync_api import Browser, Locator, Page, expect

from solidarity.course import Module, load_course

MODULES = load_course(ROOT).written
NOT_WRITTEN = "*Write your answer here.*"
ANSWER = ".jp-NotebookPanel:visible .jp-MarkdownCell:has-text('Write your answer here.')"
# Full of letters that JupyterLab takes for commands: x cuts a cell, r makes it raw, dd deletes it.
SENTENCE = "Our co-op is old. We fix nets every day, x d d m r y, and I read it."
# JupyterLab's own keys for cells that are held together with Ctrl.
HELD = ["Control+Backspace", "Control+Shift+M", "Control+x", "Control+v"]
HELD += [f"Control+Shift+Arrow{way}" for way in ("Up", "Down", "Left", "Right")]
# Keys that write nothing. Those that move between cells go there and back.
SILENT = ["Delete", "Backspace", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp", "Escape"]
SILENT += ["Shift+ArrowUp", "Shift+ArrowDown", "Shift+Home", "Shift+End", "Space", "Shift+Space"]

Cells = list[tuple[str, str, str, dict[str, object]]]


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """One page for all notebooks, as a browser loads JupyterLab's programs only once."""
    with new_page(browser, []) as page:
        yield page


def lay_out(lab: Lab, module: Module, name: str) -> Path:
    """A fresh copy of the exercises beside the learner's own."""
    path = lab.root / "my-work" / module.id / f"{name}.ipynb"
    shutil.copy(lab.root / "release" / module.id / "exercises.ipynb", path)
    return path


def saved(path: Path) -> Cells:
    """What the notebook's cells are on the disk."""
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.id, cell.cell_type, cell.source, dict(cell.metadata)) for cell in cells]


def open_in(page: Page, lab: Lab, path: Path, app: str = "lab/tree") -> list[Locator]:
    """Open it, and give its answers that are to be written in words, each found by its place."""
    place = path.relative_to(lab.root).as_posix()
    page.goto(f"{lab.address}/{app}/{place}?token={TOKEN}&reset")
    places = [n for n, (*_, source, _) in enumerate(saved(path)) if source == NOT_WRITTEN]
    # The far end of a notebook is drawn last.
    expect(page.locator(ANSWER)).to_have_count(len(places))
    cells = ".jp-NotebookPanel:visible .jp-Cell[data-windowed-list-index='{}']"
    return [page.locator(cells.format(place)) for place in places]


def in_command_mode(page: Page) -> Locator:
    return page.locator(".jp-NotebookPanel:visible .jp-Notebook.jp-mod-commandMode")


def choose(page: Page, answer: Locator) -> None:
    """Click on it once, so that its cell is chosen and nothing is open for writing."""
    answer.locator(".jp-MarkdownOutput").click()
    expect(in_command_mode(page)).to_be_attached()
    expect(answer).to_be_focused()


def double_click(answer: Locator) -> None:
    until_open(answer, answer.locator(".jp-MarkdownOutput").dblclick)


def until_open(answer: Locator, click: Callable[[], None]) -> None:
    """Click until the text opens, and see that the caret is in it.

    While the notebook is still being drawn, the text may move away under the pointer.
    """
    text = answer.locator(".jp-MarkdownOutput")
    again_until(click, lambda: expect(text).to_be_hidden(timeout=AGAIN_MS))
    expect(answer.locator(".cm-content")).to_be_focused()


def close(page: Page, answer: Locator) -> None:
    page.keyboard.press("Control+Enter")
    expect(answer.locator(".jp-MarkdownOutput")).to_be_visible()


def save(page: Page, path: Path, words: list[str]) -> None:
    """Press Ctrl and S, and wait until these words are on the disk."""
    page.keyboard.press("Control+s")

    def on_the_disk() -> bool:
        try:
            sources = [source for _, _, source, _ in saved(path)]
        except ValueError:  # read while it was being written
            return False
        return all(word in sources for word in words)

    wait_in(page, on_the_disk, lambda: f"These words did not reach the disk: {words}")


def with_answers(cells: Cells, words: list[str]) -> Cells:
    """The notebook as it must be when these words, and nothing else, were written into it."""
    left = iter(words)
    return [
        (one, kind, next(left) if source == NOT_WRITTEN else source, metadata)
        for one, kind, source, metadata in cells
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_a_double_click_begins_to_write(desk: Page, lab: Lab, module: Module) -> None:
    path = lay_out(lab, module, "double-click")
    before = saved(path)
    found = open_in(desk, lab, path)
    assert found
    words = [f"{SENTENCE} Page {number}." for number, _ in enumerate(found)]
    for answer, text in zip(found, words, strict=True):
        double_click(answer)
        desk.keyboard.type(text)
    look(desk, f"reflection-{module.number}")
    save(desk, path, words)
    assert saved(path) == with_answers(before, words)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_ctrl_a_and_letters_do_nothing_to_other_cells(desk: Page, lab: Lab, module: Module) -> None:
    path = lay_out(lab, module, "letters")
    before = saved(path)
    found = open_in(desk, lab, path)
    words = [f"{SENTENCE} Page {number}." for number, _ in enumerate(found)]
    for answer, text in zip(found, words, strict=True):
        choose(desk, answer)
        # Each one twice: D D deletes a cell, 0 0 asks whether to restart.
        for letter in string.ascii_letters + string.digits:
            desk.keyboard.press(letter)
            desk.keyboard.press(letter)
        desk.keyboard.press("Control+a")
        double_click(answer)
        desk.keyboard.type("Not yet.")
        desk.keyboard.press("Control+a")
        desk.keyboard.type(text)
        close(desk, answer)
    expect(desk.locator(".jp-Dialog")).to_have_count(0)
    save(desk, path, words)
    assert saved(path) == with_answers(before, words)


@pytest.mark.parametrize("app", ["lab/tree", "notebooks"])
def test_no_key_harms_the_cells(page: Page, lab: Lab, app: str) -> None:
    path = lay_out(lab, MODULES[3], f"keys-{app.replace('/', '-')}")
    before = saved(path)
    (answer,) = open_in(page, lab, path, app)
    choose(page, answer)
    for key in [*SILENT, *HELD, *string.ascii_letters, *string.digits, *string.punctuation]:
        page.keyboard.press(key)
    page.keyboard.press("Control+a")
    page.keyboard.type(SENTENCE)
    double_click(answer)
    # A browser's key to make the page smaller: JupyterLab would cut the answer in two.
    page.keyboard.type(SENTENCE)
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Shift+Minus")
    look(page, f"keys-{app.replace('/', '-')}")
    save(page, path, [SENTENCE])
    assert saved(path) == with_answers(before, [SENTENCE])


@pytest.mark.parametrize("app", ["lab/tree", "notebooks"])
def test_a_click_and_enter_begin_to_write(page: Page, lab: Lab, app: str) -> None:
    path = lay_out(lab, MODULES[0], f"enter-{app.replace('/', '-')}")
    before = saved(path)
    (answer,) = open_in(page, lab, path, app)
    choose(page, answer)
    page.keyboard.press("Enter")
    expect(answer.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(SENTENCE)
    save(page, path, [SENTENCE])
    assert saved(path) == with_answers(before, [SENTENCE])


def test_a_second_double_click_goes_on_at_the_end(page: Page, lab: Lab) -> None:
    path = lay_out(lab, MODULES[3], "go-on")
    (answer,) = open_in(page, lab, path, "notebooks")
    double_click(answer)
    page.keyboard.type("First words.")
    close(page, answer)
    double_click(answer)
    page.keyboard.type(" And more.")
    save(page, path, ["First words. And more."])


def test_two_taps_on_a_telephone_begin_to_write(browser: Browser, lab: Lab) -> None:
    path = lay_out(lab, MODULES[3], "telephone")
    before = saved(path)
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    (answer,) = open_in(page, lab, path, "notebooks")

    def tap_twice() -> None:
        answer.scroll_into_view_if_needed()
        place = answer.locator(".jp-MarkdownOutput").bounding_box()
        assert place is not None
        for _ in range(2):
            page.touchscreen.tap(place["x"] + 20, place["y"] + place["height"] / 2)

    until_open(answer, tap_twice)
    page.keyboard.type(SENTENCE)
    look(page, "reflection-telephone")
    save(page, path, [SENTENCE])
    assert saved(path) == with_answers(before, [SENTENCE])
    context.close()
