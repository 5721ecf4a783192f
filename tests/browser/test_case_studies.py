"""The panels of the case studies in a real browser: hands, eyes, and what may go wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from browser.axe import Violation, violations
from browsing import (
    TOKEN,
    Lab,
    cell,
    look,
    new_page,
    open_notebook,
    run_all,
    wait_for_kernel,
)
from helpers import MODULES, some
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

HERE = Path(__file__).parent
PANELS = HERE / "panels.py"
SAVINGS = "m04-savings-groups"

# A panel that moves; one in a saved output is a picture.
LIVE = ".jp-NotebookPanel:visible .sse-panel:not(.sse-static)"
BACK, KEEP, STOP = "Back to the first values", "Keep this run and compare", "Stop comparing"

# What JupyterLab itself does wrong: (rule of axe, part of the element's HTML, why it is let pass).
UPSTREAM = [
    ("aria-allowed-attr", "<jp-button", "every button of JupyterLab's tool bars says aria-pressed"),
    ("aria-input-field-name", "cm-content", "the editors of JupyterLab's cells have no name"),
    ("button-name", "jp-collapseHeadingButton", "JupyterLab's buttons to fold a heading are mute"),
    (
        "aria-required-children",
        'role="feed"',
        "JupyterLab's list of cells is a feed of no articles",
    ),
]


# -- notebooks in the browser --------------------------------------------------------------------


@dataclass(frozen=True)
class Notebook:
    """A notebook with all its cells run; what its page asked of the world, and its complaints."""

    page: Page
    path: Path
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, lab: Lab, path: str) -> Iterator[Notebook]:
    outside: list[str] = []
    with new_page(browser, outside) as page:
        notebook = Notebook(page, lab.root / path, outside)
        page.on(
            "console",
            lambda said: notebook.complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: notebook.complaints.append(str(error)))
        open_notebook(page, lab, path)
        run_all(page)
        expect(page.locator(LIVE)).to_have_count(panels_in(notebook.path))
        wait_for_kernel(page)
        yield notebook
        assert notebook.complaints == []
        assert notebook.outside == []
        end_kernel(page, lab, path)


def end_kernel(page: Page, lab: Lab, path: str) -> None:
    """End the kernel of a notebook: the kernels of ten cases need more memory than some have."""
    for session in page.request.get(f"{lab.address}/api/sessions?token={TOKEN}").json():
        if session["path"] == path:
            headers = {"Authorization": f"token {TOKEN}"}
            address = f"{lab.address}/api/sessions/{session['id']}?token={TOKEN}"
            assert page.request.delete(address, headers=headers).ok


def panels_in(path: Path) -> int:
    """How many panels the cells of a notebook ask for."""
    cells = nbformat.read(path, as_version=4).cells
    sources = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    return len(re.findall(r"^explore\(", sources, re.MULTILINE))


def write_notebook(path: Path, *wanted: str) -> None:
    """Cells of panels.py as a notebook: the imports, and those that hold a wanted piece of text."""
    notebook = jupytext.read(PANELS, fmt="py:percent")
    first, second, *others = notebook.cells
    chosen = [one for one in others if any(text in one.source for text in wanted or [""])]
    notebook.cells = [first, second, *chosen]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


@pytest.fixture(scope="module", params=MODULES, ids=lambda folder: folder.name)
def case(request: pytest.FixtureRequest, browser: Browser, lab: Lab) -> Iterator[Notebook]:
    """The case study of each module."""
    with opened(browser, lab, f"release/{request.param.name}/case.ipynb") as notebook:
        yield notebook


@pytest.fixture(scope="module")
def gallery(browser: Browser, lab: Lab) -> Iterator[Notebook]:
    """A notebook with every kind of control, view and chart, and with slow and faulty models."""
    write_notebook(lab.root / "panels.ipynb")
    with opened(browser, lab, "panels.ipynb") as notebook:
        yield notebook


@pytest.fixture(scope="module")
def quick(browser: Browser, lab: Lab) -> Iterator[Notebook]:
    """A notebook of its own with one quick panel, to be reloaded and restarted."""
    write_notebook(lab.root / "quick.ipynb", 'Range("Quick"')
    with opened(browser, lab, "quick.ipynb") as notebook:
        yield notebook


# -- panels --------------------------------------------------------------------------------------


def panel_with(page: Page, label: str) -> Locator:
    """The panel that has a control of this name, on the screen."""
    panel = page.locator(LIVE, has=page.get_by_label(label, exact=True)).first
    # JupyterLab may draw a cell anew as a page opens: scrolling would wait for the one it left.
    expect(panel).to_be_visible()
    panel.scroll_into_view_if_needed()
    return panel


def slider_of(panel: Locator, label: str) -> Locator:
    return panel.get_by_role("slider", name=label, exact=True)


def typed(panel: Locator, label: str, value: str) -> None:
    """Type a number beside a slider and leave the field."""
    number = panel.get_by_label(f"{label}, as a number", exact=True)
    number.fill(value)
    number.press("Tab")


def results(panel: Locator) -> Locator:
    return panel.get_by_role("group", name="Results", exact=True)


def kept(panel: Locator) -> Locator:
    return panel.get_by_role("group", name="The run you kept", exact=True)


def sentence(panel: Locator) -> Locator:
    return results(panel).locator(".sse-sentence")


def press(panel: Locator, name: str) -> None:
    panel.get_by_role("button", name=name, exact=True).click()


_SETTLED = """async (panel, quiet) => {
  // In the second frame, what watches the width has seen it and asked for new drawings.
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const asking = () => panel.closest("[data-asking]") !== null;
  await new Promise(done => {
    const again = () => (timer = setTimeout(() => (asking() ? again() : done()), quiet));
    let timer;
    new MutationObserver(() => {
      clearTimeout(timer);
      again();
    }).observe(panel, { subtree: true, childList: true, attributes: true });
    again();
  });
}"""


def settle(panel: Locator, quiet: int = 400) -> None:
    """Wait until Python owes no answer and nothing has changed for so many milliseconds."""
    panel.evaluate(_SETTLED, quiet)


def unfold_tables(panel: Locator) -> None:
    panel.evaluate("panel => panel.querySelectorAll('details').forEach(one => (one.open = true))")


def picture(panel: Locator, name: str) -> None:
    """A picture of the page with this panel on it, for people to look at."""
    if "SSE_PICTURES" in os.environ:
        panel.scroll_into_view_if_needed()
        look(panel.page, name)


def home(panel: Locator) -> None:
    """Back to the first values, and no message is left."""
    press(panel, BACK)
    expect(panel.get_by_role("alert")).to_be_empty()


@contextmanager
def comparing(panel: Locator) -> Iterator[Locator]:
    """A panel that keeps its present run for a while."""
    press(panel, KEEP)
    expect(kept(panel)).to_be_visible()
    settle(panel)
    try:
        yield panel
    finally:
        press(panel, STOP)
        expect(kept(panel)).to_be_hidden()
        home(panel)


@contextmanager
def screen(page: Page, width: int, height: int, scale: int = 1) -> Iterator[None]:
    """Another screen for a while: a telephone's, or the one of somebody who zooms in."""
    before = page.viewport_size
    assert before is not None
    session = page.context.new_cdp_session(page)
    page.set_viewport_size({"width": width, "height": height})
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    try:
        yield
    finally:
        session.send("Emulation.clearDeviceMetricsOverride")
        session.detach()
        page.set_viewport_size(before)


# -- 1. every case of every module ---------------------------------------------------------------


def test_every_panel_of_a_case_shows_all_its_views(case: Notebook) -> None:
    for panel in case.page.locator(LIVE).all():
        views = results(panel).locator("> .sse-view")
        assert views.count() > 0
        for view in views.all():
            expect(view).to_contain_text(re.compile(r"\S"))
        for chart in results(panel).locator(".sse-chart").all():
            expect(chart.get_by_role("img")).to_have_count(1)
    expect(case.page.locator(".sse-trouble:visible")).to_have_count(0)
    assert case.complaints == []
    assert case.outside == []
    with screen(case.page, 1280, 2400):
        picture(case.page.locator(LIVE).first, f"{case.path.parent.name}-1280")


# -- 2. the keyboard alone -----------------------------------------------------------------------

_STOP = """panel => {
  const at = document.activeElement;
  if (!panel.contains(at)) return null;
  window.stop = at;
  at.setAttribute("data-visited", "");
  const middle = (Number(at.min) + Number(at.max)) / 2;
  return {
    kind: at.matches(".sse-scroll") ? "scroll" : at.type ?? at.localName,
    name: at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent,
    middle: String(Math.round(middle)),
    wide: at.scrollWidth > at.clientWidth + 1,
  };
}"""
_NOTE_STATE = """panel => {
  const value = ({ type, checked, value }) => (type === "checkbox" ? checked : value);
  window.state = () => ({
    value: value(window.stop),
    words: window.stop.textContent,
    open: window.stop.parentElement.open,
    place: window.stop.scrollLeft,
    results: panel.querySelector("[aria-label=Results]").innerHTML,
    comparing: panel.querySelector(".sse-comparing") !== null,
  });
  window.before = window.state();
}"""
_CHANGED = "parts => parts.every(part => window.state()[part] !== window.before[part])"
_SAME_STOP = "() => document.activeElement === window.stop"

USABLE = "input, select, button, summary, [tabindex='0']"
# For each kind of stop the keys that a person would press, and what each of them changes. A small
# step may change no result, a step to the end does.
Key = tuple[str, list[str]]
_TO_VALUE, _TO_RESULTS = ["value"], ["value", "results"]
_KEYS: dict[str, list[Key]] = {
    "range": [
        ("ArrowRight", _TO_VALUE),
        ("ArrowUp", _TO_VALUE),
        ("End", _TO_RESULTS),
        ("Home", _TO_RESULTS),
    ],
    "select-one": [("ArrowDown", _TO_RESULTS)],
    "checkbox": [("Space", _TO_RESULTS)],
    "summary": [("Enter", ["open"])],
    "button": [("Enter", ["results"])],
    KEEP: [("Enter", ["words", "comparing"]), ("Enter", ["words", "comparing"])],
}


# Controls that change nothing as long as the others stand as they do when Tab reaches this one.
IDLE = {
    "Social fund, per meeting": "the fund shows only in an emergency, which is switched on below",
    "Social fund, per meeting, as a number": "the same",
}


def keys_for(stop: dict[str, Any]) -> list[Key]:
    """What a person would press where the focus is."""
    if stop["name"] in IDLE:
        return [(stop["middle"] if stop["kind"] == "number" else "End", _TO_VALUE)]
    if stop["kind"] == "number":
        return [(stop["middle"], _TO_RESULTS)]
    if stop["kind"] == "scroll":
        return [("ArrowRight", ["place"] if stop["wide"] else [])]
    return _KEYS.get(stop["name"]) or _KEYS[stop["kind"]]


def try_stop(page: Page, panel: Locator, stop: dict[str, Any]) -> None:
    """Use what has the focus as a person would, and see that it works and keeps the focus."""
    where = f"{stop['name']!r} ({stop['kind']})"
    for key, changes in keys_for(stop):
        panel.evaluate(_NOTE_STATE)
        if key.isdigit():
            page.keyboard.press("Control+a")
            page.keyboard.type(key)
        else:
            page.keyboard.press(key)
        try:
            page.wait_for_function(_CHANGED, arg=changes)
        except TimeoutError as error:
            raise AssertionError(f"{key} on {where} does not change {changes}") from error
        if "results" in changes or "comparing" in changes:
            settle(panel, 120)
        assert page.evaluate(_SAME_STOP), f"{key} took the focus away from {where}"


def walk(page: Page, panel: Locator) -> set[str]:
    """Go through a panel with Tab and use everything on the way; the kinds of stops there are."""
    panel.locator("input, select").first.focus()
    met = set()
    for _ in range(150):
        stop = panel.evaluate(_STOP)
        if stop is None:
            return met
        met.add(stop["kind"])
        try_stop(page, panel, stop)
        page.keyboard.press("Tab")
    pytest.fail("Tab never leaves the panel")


def number_cells(page: Page) -> list[str]:
    page.evaluate(
        "() => document.querySelectorAll('.jp-Notebook .jp-Cell')"
        ".forEach((cell, at) => (cell.dataset.place = at))"
    )
    return numbered_cells(page)


def numbered_cells(page: Page) -> list[str]:
    """Every cell with the number it was given and its kind, in order."""
    cells = page.evaluate(
        """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(
          cell => `${cell.dataset.place} ${cell.classList.contains("jp-CodeCell")}`)"""
    )
    return list(cells)


@pytest.fixture(params=[f"release/{SAVINGS}/case.ipynb", "panels.ipynb"], ids=["case", "gallery"])
def first_panel(request: pytest.FixtureRequest, browser: Browser, lab: Lab) -> Iterator[Locator]:
    """The first panel of a notebook, on the screen."""
    if request.param == "panels.ipynb":
        page = request.getfixturevalue("gallery").page
        yield panel_with(page, "Price of a loaf")
    else:
        with opened(browser, lab, request.param) as notebook:
            yield panel_with(notebook.page, "Members")


def test_a_panel_is_used_with_the_keyboard_alone(first_panel: Locator) -> None:
    page = first_panel.page
    before = number_cells(page)
    met = walk(page, first_panel)
    assert {"range", "number", "checkbox", "button", "summary", "scroll"} <= met
    missed = first_panel.locator(f":is({USABLE}):not([data-visited]):visible")
    assert missed.evaluate_all("parts => parts.map(part => part.outerHTML)") == []
    assert numbered_cells(page) == before
    press(first_panel, BACK)


def test_letters_typed_on_a_slider_do_nothing_to_the_notebook(gallery: Notebook) -> None:
    page = gallery.page
    panel = panel_with(page, "Quick")
    slider = slider_of(panel, "Quick")
    before = number_cells(page)
    value = slider.input_value()
    slider.focus()
    for key in ("a", "b", "d", "d", "x", "j", "k", "m", "y", "z", "Enter", "Shift+Enter", "Escape"):
        page.keyboard.press(key)
        expect(slider).to_be_focused()
    assert slider.input_value() == value
    assert numbered_cells(page) == before


def test_the_focus_stays_in_the_results_while_they_are_drawn_anew(gallery: Notebook) -> None:
    page = gallery.page
    panel = panel_with(page, "Slow")
    summary = results(panel).locator("summary")
    with computing(gallery):
        slider_of(panel, "Slow").press("End")
        summary.focus()
    expect(sentence(panel)).to_contain_text("stands at 100.")
    settle(panel)
    expect(summary).to_be_focused()


# -- 3. axe --------------------------------------------------------------------------------------


def upstream(found: Violation) -> bool:
    return any(found.rule == rule and part in found.html for rule, part, _ in UPSTREAM)


def assert_usable(found: list[Violation]) -> None:
    """Nothing of ours is on axe's list, and of JupyterLab's own only what is known."""
    assert [one for one in found if one.ours] == []
    assert [one for one in found if not upstream(one)] == []


def test_axe_finds_nothing_in_the_panels_of_a_case(case: Notebook) -> None:
    with screen(case.page, 1280, 4000):
        for panel in case.page.locator(LIVE).all():
            panel.scroll_into_view_if_needed()
            settle(panel)
            assert_usable(violations(case.page))


def test_axe_finds_nothing_in_a_panel_that_compares_nor_in_its_tables(gallery: Notebook) -> None:
    page = gallery.page
    with screen(page, 1280, 4000), comparing(panel_with(page, "Price of a loaf")) as panel:
        slider_of(panel, "Price of a loaf").press("End")
        expect(panel.locator(".sse-difference")).to_contain_text("Price of a loaf")
        settle(panel)
        unfold_tables(panel)
        assert_usable(violations(page))


def test_axe_finds_nothing_in_a_panel_with_an_error_message(gallery: Notebook) -> None:
    panel = panel_with(gallery.page, "Rows")
    panel.get_by_label("Water").select_option("flood")
    expect(panel.get_by_role("alert")).to_contain_text("not your fault")
    assert_usable(violations(gallery.page))
    home(panel)


def test_axe_finds_nothing_in_the_static_pictures_of_panels(gallery: Notebook, page: Page) -> None:
    save(gallery.page)
    page.set_content(static_page(gallery.path))
    expect(page.locator(".sse-static")).to_have_count(panels_in(gallery.path))
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 6000})
    look(page, "static")


def static_page(path: Path) -> str:
    """What the saved outputs of a notebook show where nothing moves, as a page."""
    outputs = [
        output.data["text/html"]
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "sse-static" in output.get("data", {}).get("text/html", "")
    ]
    head = '<!doctype html><html lang="en"><head><title>Panels</title></head><body>'
    return f"{head}{''.join(outputs)}</body></html>"


def save(page: Page) -> None:
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Save Notebook").first.click()
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)


# -- 4. narrow screens and large letters ---------------------------------------------------------

_FAULTS = """panel => {
  const faults = [];
  const name = part => `${part.localName}.${part.getAttribute("class") ?? ""} ` +
    `"${(part.getAttribute("aria-label") ?? part.labels?.[0]?.textContent ??
      part.textContent).trim().slice(0, 50)}"`;
  const area = panel.closest(".jp-OutputArea-output").getBoundingClientRect();
  if (area.left < 0 || area.right > innerWidth + 1) faults.push("the output leaves the screen");
  for (const part of panel.querySelectorAll("*")) {
    if (part.closest(".sse-scroll, svg") && !part.matches(".sse-scroll, svg")) continue;
    if (!part.checkVisibility()) continue;
    const { left, right, height } = part.getBoundingClientRect();
    if (right > area.right + 1 || left < area.left - 1) faults.push(`${name(part)} is too wide`);
    const clipped = part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0;
    if (clipped && !part.matches("svg, .sse-scroll")) faults.push(`${name(part)} is clipped`);
    if (part.matches("button, input, select, summary")) {
      if (height < 23.9) faults.push(`${name(part)} is only ${height} px high`);
      part.scrollIntoView({ block: "center" });
      const { x, y, width: w, height: h } = part.getBoundingClientRect();
      const hit = document.elementFromPoint(x + w / 2, y + h / 2);
      if (!part.contains(hit)) faults.push(`${name(part)} is covered`);
    }
  }
  for (const svg of panel.querySelectorAll("svg")) {
    if (!svg.checkVisibility()) continue;
    const box = svg.getBoundingClientRect();
    const shrunk = box.width / svg.viewBox.baseVal.width;
    for (const text of svg.querySelectorAll("text")) {
      const size = parseFloat(text.getAttribute("font-size")) * shrunk;
      const words = `"${text.textContent}" in "${svg.getAttribute("aria-label")}"`;
      if (!(size >= 11)) faults.push(`${words} has letters of ${size.toFixed(1)} px`);
      const { left, right, top, bottom } = text.getBoundingClientRect();
      if (left < box.left - 1 || right > box.right + 1 || top < box.top - 1 ||
        bottom > box.bottom + 1) faults.push(`${words} is cut off`);
    }
  }
  return faults;
}"""


def faults(panel: Locator) -> list[str]:
    """What of a panel cannot be seen, read or reached on this screen."""
    panel.scroll_into_view_if_needed()
    settle(panel)
    return list(panel.evaluate(_FAULTS))


@contextmanager
def telephone(page: Page) -> Iterator[None]:
    """A screen of 320 pixels. JupyterLab's file browser takes most of it: a person closes it."""
    with screen(page, 320, 640):
        opened_tab = page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current")
        opened_tab.click()
        expect(opened_tab).to_have_count(0)
        try:
            yield
        finally:
            page.get_by_role("tab", name="File Browser").click()
            expect(opened_tab).to_have_count(1)


def zoomed(page: Page) -> Any:
    """What is left of a screen of 1280 by 1000 pixels for somebody who zooms in to 200 %."""
    return screen(page, 640, 500, scale=2)


def test_a_case_is_usable_on_a_telephone(case: Notebook) -> None:
    with telephone(case.page):
        for place, panel in some(enumerate(case.page.locator(LIVE).all(), start=1)):
            assert faults(panel) == []
            picture(panel, f"{case.path.parent.name}-320-{place}")


def test_a_case_is_usable_at_twice_the_size(case: Notebook) -> None:
    with zoomed(case.page):
        for place, panel in some(enumerate(case.page.locator(LIVE).all(), start=1)):
            assert faults(panel) == []
            picture(panel, f"{case.path.parent.name}-zoomed-{place}")


def test_every_kind_of_view_is_usable_on_a_telephone(gallery: Notebook) -> None:
    with telephone(gallery.page):
        assert faults(panel_with(gallery.page, "Price of a loaf")) == []
        pictures_of_views(gallery.page, "320")


def test_every_kind_of_view_is_usable_at_twice_the_size(gallery: Notebook) -> None:
    panel = panel_with(gallery.page, "Price of a loaf")
    with zoomed(gallery.page):
        assert faults(panel) == []
        with comparing(panel):
            slider_of(panel, "Price of a loaf").press("ArrowRight")
            assert faults(panel) == []
            picture(panel, "gallery-zoomed-comparing")


def test_every_kind_of_view_is_usable_when_two_runs_are_compared(gallery: Notebook) -> None:
    with comparing(panel_with(gallery.page, "Price of a loaf")) as panel:
        slider_of(panel, "Price of a loaf").press("End")
        assert faults(panel) == []
        pictures_of_views(gallery.page, "comparing")


def pictures_of_views(page: Page, name: str) -> None:
    for place, view in enumerate(page.locator(f"{LIVE} >> nth=0 >> .sse-view:visible").all()):
        if "SSE_PICTURES" in os.environ:
            view.scroll_into_view_if_needed()
            view.screenshot(path=Path(os.environ["SSE_PICTURES"]) / f"{name}-{place:02}.png")


# -- 5. a slider that is dragged fast ------------------------------------------------------------

_DRAG = """(slider, last) => new Promise(done => {
  let value = 0;
  const timer = setInterval(() => {
    slider.value = ++value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    if (value < last) return;
    clearInterval(timer);
    done();
  }, 20);
})"""
_NOTE_WORDS = """place => {
  window.words = [];
  new MutationObserver(() => window.words.push(place.textContent)).observe(
    place, { childList: true, characterData: true, subtree: true });
}"""
_WORDS = re.compile(r"stands at (\d+)\. It was computed (\d+) times")


def heard(words: str | None) -> tuple[int, int]:
    """Where the slider stood for a sentence, and how often its model had been computed."""
    found = _WORDS.search(words or "")
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("label", ["Quick", "Tired"])
def test_a_slider_dragged_fast_ends_with_its_last_value(gallery: Notebook, label: str) -> None:
    page = gallery.page
    panel = panel_with(page, label)
    home(panel)
    settle(panel)
    sentence(panel).evaluate(_NOTE_WORDS)
    slider_of(panel, label).evaluate(_DRAG, 50)
    expect(sentence(panel)).to_contain_text("stands at 50.")
    expect(results(panel).get_by_role("img", name="Up to 50", exact=True)).to_have_count(1)
    kernel_answers(page)
    settle(panel)
    shown = [heard(words) for words in page.evaluate("() => window.words")]
    places = [place for place, _ in shown]
    assert places == sorted(places)
    assert places[-1] == 50
    assert slider_of(panel, label).input_value() == "50"


def test_what_a_slider_passes_over_meanwhile_is_never_computed(gallery: Notebook) -> None:
    panel = panel_with(gallery.page, "Slow")
    home(panel)
    settle(panel)
    _, times = heard(sentence(panel).text_content())
    with computing(gallery):
        slider_of(panel, "Slow").evaluate(_DRAG, 50)
    expect(sentence(panel)).to_contain_text("stands at 50.")
    settle(panel)
    assert heard(sentence(panel).text_content()) == (50, times + 2)


def kernel_answers(page: Page) -> None:
    """Run the cell 1 + 1: nothing waits in front of it."""
    target = cell(page, "1 + 1")
    prompt = target.locator(".jp-InputPrompt")
    before = prompt.text_content() or ""
    target.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(before)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))
    expect(target.locator(".jp-OutputArea-output")).to_have_text("2")


# -- 6. a slow model -----------------------------------------------------------------------------


@contextmanager
def computing(notebook: Notebook) -> Iterator[None]:
    """Meanwhile the model of the panel "Slow" gives no answer."""
    wait = notebook.path.parent / "wait"
    wait.touch()
    try:
        yield
    finally:
        wait.unlink()


def test_a_slow_model_shows_that_it_computes(gallery: Notebook) -> None:
    panel = panel_with(gallery.page, "Slow")
    home(panel)
    settle(panel)
    bar = panel.locator("progress")
    expect(bar).to_be_hidden()
    with computing(gallery):
        slider_of(panel, "Slow").press("ArrowRight")
        expect(bar).to_be_visible()
    expect(bar).to_be_hidden()
    expect(sentence(panel)).to_contain_text("stands at 1.")


def test_a_model_slow_at_its_first_run_shows_that_it_computes(gallery: Notebook) -> None:
    page = gallery.page
    output = cell(page, 'Range("Slow"').locator(".jp-OutputArea").first
    with computing(gallery):
        cell(page, 'Range("Slow"').locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        expect(output.get_by_label("Computing the first result")).to_be_visible()
    expect(output.locator(".sse-panel:not(.sse-static)")).to_have_count(1)
    expect(output).not_to_contain_text("Computing the first result")
    expect(output.locator("progress:visible")).to_have_count(0)
    expect(output.locator(".sse-sentence").last).to_contain_text("stands at 0.")


# -- 7. wrong input ------------------------------------------------------------------------------


def drawn(panel: Locator) -> str:
    return results(panel).inner_html()


def test_a_number_outside_the_range_is_refused_and_said(gallery: Notebook) -> None:
    panel = panel_with(gallery.page, "Rows")
    home(panel)
    settle(panel)
    before = drawn(panel)
    number = panel.get_by_label("Rows, as a number", exact=True)
    for wrong in ("99", "-3", ""):
        typed(panel, "Rows", wrong)
        refused = wrong or "That"
        expect(panel.locator(".sse-hint")).to_have_text(
            f"{refused} cannot be taken: choose from 1 to 60."
        )
        expect(number).to_have_value("10")
    assert drawn(panel) == before
    typed(panel, "Rows", "12")
    expect(panel.locator(".sse-hint")).to_be_empty()
    expect(sentence(panel)).to_contain_text("In 12 rows")
    home(panel)


# How a panel is brought to have no answer, and what it says then.
NO_ANSWERS = {
    "outside the model's domain": ("rows", "55", "These values do not go together: the garden"),
    "not a number": ("water", "drought", "These values do not go together: the sentence holds"),
    "an error in the model": ("water", "flood", "The model stopped, and it is not your fault"),
}


@pytest.mark.parametrize("wrong", NO_ANSWERS)
def test_a_run_without_a_result_is_explained_and_keeps_the_last_one(
    gallery: Notebook, wrong: str
) -> None:
    control, value, message = NO_ANSWERS[wrong]
    panel = panel_with(gallery.page, "Rows")
    home(panel)
    typed(panel, "Rows", "20")
    expect(sentence(panel)).to_contain_text("In 20 rows")
    settle(panel)
    before = drawn(panel)
    if control == "rows":
        typed(panel, "Rows", value)
    else:
        panel.get_by_label("Water").select_option(value)
    alert = panel.get_by_role("alert")
    expect(alert).to_contain_text(message)
    expect(alert).to_contain_text("The last good result is kept below.")
    assert drawn(panel) == before
    if wrong == "not a number":
        picture(panel, "error")
    # What is good again is shown again, and the message goes.
    if control == "rows":
        typed(panel, "Rows", "30")
        expect(sentence(panel)).to_contain_text("In 30 rows")
    else:
        panel.get_by_label("Water").select_option("rain")
    expect(alert).to_be_empty()
    panel.get_by_label("Water").select_option("flood")
    expect(alert).to_contain_text("not your fault")
    home(panel)
    expect(sentence(panel)).to_contain_text("In 10 rows grow 100 plants.")
    expect(slider_of(panel, "Rows")).to_have_value("10")


def test_a_view_that_is_none_is_named_and_the_others_are_shown(gallery: Notebook) -> None:
    label = "Rows beside a wrong view"
    panel = panel_with(gallery.page, label)
    alert = panel.get_by_role("alert")
    named = "View 2 of this panel is 'a chart, please', and must be one of Sentence"
    expect(alert).to_contain_text(named)
    typed(panel, label, "20")
    expect(sentence(panel)).to_contain_text("In 20 rows")
    expect(results(panel).get_by_role("img", name="Plants in the garden")).to_be_visible()
    expect(alert).to_contain_text(named)
    press(panel, BACK)
    expect(sentence(panel)).to_contain_text("In 10 rows")


# -- 8. keep and compare -------------------------------------------------------------------------


def test_a_kept_run_stands_beside_the_present_one(gallery: Notebook) -> None:
    page = gallery.page
    panel = panel_with(page, "Price of a loaf")
    home(panel)
    difference = panel.locator(".sse-difference")
    with comparing(panel):
        expect(difference).to_contain_text("Both runs are the same so far.")
        before = kept(panel).inner_html()
        slider_of(panel, "Price of a loaf").press("End")
        expect(difference).to_have_text("What differs: Price of a loaf: 12 pesos → 50 pesos.")
        panel.get_by_label("Flour").select_option("cassava")
        expect(difference).to_contain_text("Flour: wheat → cassava")
        settle(panel)
        assert kept(panel).inner_html() == before
        expect(kept(panel).locator(".sse-sentence")).to_contain_text("At 12 pesos")
        expect(sentence(panel)).to_contain_text("At 50 pesos")
        # Both at once: the page may scroll between two questions.
        left, right = panel.evaluate(
            """panel => [...panel.querySelectorAll('svg[aria-label*="Two ovens"]')]
            .map((drawing) => drawing.getBoundingClientRect().toJSON())"""
        )
        assert left["x"] + left["width"] <= right["x"] + 1
        assert abs(left["y"] - right["y"]) < 2
        with screen(page, 1280, 1400):
            picture(panel, "comparing")
    expect(difference).to_be_empty()
    expect(panel.get_by_role("img", name="Two ovens")).to_have_count(1)


# -- 9 and 10. a kernel that begins anew, and a page that is opened anew -------------------------


def kernel_of(notebook: Notebook, lab: Lab) -> str:
    """The address of the kernel that a notebook uses."""
    sessions = notebook.page.request.get(f"{lab.address}/api/sessions?token={TOKEN}").json()
    own = next(one for one in sessions if one["path"] == notebook.path.name)
    return f"{lab.address}/api/kernels/{own['kernel']['id']}"


def ask_of_kernel(notebook: Notebook, lab: Lab, what: str) -> None:
    address = f"{kernel_of(notebook, lab)}/{what}?token={TOKEN}"
    headers = {"Authorization": f"token {TOKEN}"}
    assert notebook.page.request.post(address, headers=headers).ok


def test_a_page_opened_anew_shows_the_panel_with_its_values(quick: Notebook) -> None:
    page = quick.page
    panel = panel_with(page, "Quick")
    typed(panel, "Quick", "37")
    expect(sentence(panel)).to_contain_text("stands at 37.")
    save(page)
    page.reload()
    panel = panel_with(page, "Quick")
    expect(slider_of(panel, "Quick")).to_have_value("37")
    expect(sentence(panel)).to_contain_text("stands at 37.")
    slider_of(panel, "Quick").press("ArrowRight")
    expect(sentence(panel)).to_contain_text("stands at 38.")


def test_a_panel_whose_kernel_began_anew_says_what_to_do(quick: Notebook, lab: Lab) -> None:
    page = quick.page
    ask_of_kernel(quick, lab, "restart")
    wait_for_kernel(page)
    panel = panel_with(page, "Quick")
    slider_of(panel, "Quick").press("ArrowRight")
    notice = panel.get_by_text("Python has not answered for a while.")
    expect(notice).to_be_visible()
    picture(panel, "silence")
    panel.evaluate("panel => panel.setAttribute('data-old', '')")
    run_all(page)
    expect(page.locator(f"{LIVE}[data-old]")).to_have_count(0)
    panel = panel_with(page, "Quick")
    expect(notice).to_be_hidden()
    slider_of(panel, "Quick").press("End")
    expect(sentence(panel)).to_contain_text("stands at 100.")
