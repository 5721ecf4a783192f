"""Where nothing moves, a panel is a picture with the same words and numbers."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from explore.drawings import NAMESPACE, ODD, chart
from explore.panels import CONTROLS, VIEWS, Browser, Counting, drawing
from helpers import some

from solidarity.explore import (
    Chart,
    Choice,
    Range,
    Seed,
    SmallMultiples,
    Switch,
    bar_chart,
    grouped_bar_chart,
    line_chart,
)
from solidarity.explore.panel import Panel

EMPTY = {"img", "br", "hr", "input", "meta", "link"}
DATA = "data:image/svg+xml;base64,"


@dataclass
class Page(HTMLParser):
    """The parts of a page; it fails where tags do not close each other."""

    html: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if self.open[-1:] in (["td"], ["th"], ["caption"]):
            self.cells.append(data)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def pictures(self) -> list[str]:
        """The SVGs inside the images."""
        found = [image["src"] for image in self.all("img")]
        return [base64.b64decode(source.removeprefix(DATA)).decode() for source in found]


def static(**changed: Any) -> str:
    return Browser(**changed).panel.static_html()


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(static())


def test_the_same_panel_gives_the_same_bytes() -> None:
    assert static() == static()


def test_the_picture_of_a_panel_does_not_depend_on_the_width_of_a_window() -> None:
    browser = Browser()
    before = browser.panel.static_html()
    browser.ask(width=300)
    assert browser.panel.static_html() == before


def test_it_holds_the_sentence_and_the_big_number_of_the_live_panel(page: Page) -> None:
    assert "It ran for 10 weeks." in page.said
    assert "It ran for 10 weeks" in page.said.replace("It ran for 10 weeks.", "")


def test_it_holds_every_table_of_the_live_panel(page: Page) -> None:
    live = Page("".join(Browser().panel.views))
    assert live.cells
    for cell in live.cells:
        assert page.cells.count(cell) >= live.cells.count(cell)
    # Not folded away for good: a summary can be opened without any program.
    assert len(page.all("details")) == len(live.all("details")) == 1


def test_the_alternative_of_a_picture_is_its_title_and_its_description(page: Page) -> None:
    assert [image["alt"] for image in page.all("img")] == ["After 10 weeks. The box rises."]


def test_a_picture_is_the_drawing_of_the_live_panel(page: Page) -> None:
    assert page.pictures == [drawing({"weeks": 10}).svg]
    assert ElementTree.fromstring(page.pictures[0]).tag == f"{{{NAMESPACE}}}svg"


def test_it_tells_each_value_with_its_unit_and_its_source(page: Page) -> None:
    rows = [page.cells[at : at + 3] for at in range(4, 13, 3)]
    assert page.cells[:4] == ["The controls", "control", "value", "from"]
    assert rows == [
        ["Weeks", "10 weeks", "source C45"],
        ["Charge", "5 %", "illustrative"],
        ["A house burns", "off", "illustrative"],
    ]


def test_it_says_how_to_get_controls_that_move(page: Page) -> None:
    assert page.said.startswith("This is a picture of the panel. To move the controls, open")


def test_nothing_in_it_runs_or_comes_from_elsewhere(page: Page) -> None:
    assert not {"script", "iframe", "link", "object", "embed"} & {tag for tag, _ in page.tags}
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "href"]
    assert [image["src"][: len(DATA)] for image in page.all("img")] == [DATA]
    whole = page.html + "".join(page.pictures)
    assert set(re.findall(r"\w+://[^\s\"'<>)]+", whole)) <= {NAMESPACE}
    assert not re.search(r"@import|url\((?!#)", whole)


def test_two_panels_on_one_page_share_no_id() -> None:
    ids = [attributes["id"] for _, attributes in Page(static() * 2).tags if "id" in attributes]
    assert len(set(ids)) == len(ids)


def test_each_small_chart_is_a_picture_of_its_own() -> None:
    names = ["Anan", "Bulacan", "Cebu"]
    views = [SmallMultiples(lambda _: [chart(bar_chart, title=name) for name in names])]
    page = Page(static(views=views))
    assert [image["alt"].partition(".")[0] for image in page.all("img")] == names
    assert len({image["width"] for image in page.all("img")}) == 1
    assert [ElementTree.fromstring(svg)[0].text for svg in page.pictures] == names
    assert len(page.all("details")) == 3


def test_pictures_shrink_where_the_page_is_narrow(page: Page) -> None:
    assert "max-width:100%" in page.all("img")[0]["style"].replace(" ", "")


# --- Which run is shown ---------------------------------------------------------------------------


def test_after_a_change_it_shows_the_new_values_and_their_result() -> None:
    browser = Browser()
    browser.move(weeks=20, fire=True)
    page = Page(browser.panel.static_html())
    assert "It ran for 20 weeks." in page.said
    assert {"20 weeks", "on"} <= set(page.cells)


def test_after_an_error_the_values_are_those_of_the_result_that_is_shown() -> None:
    browser = Browser()
    browser.model.failing[50] = ValueError("too long")
    browser.move(weeks=20)
    browser.move(weeks=50)
    page = Page(browser.panel.static_html())
    assert "too long" in page.said
    assert "It ran for 20 weeks." in page.said
    assert "20 weeks" in page.cells
    assert "50 weeks" not in page.cells


def test_a_panel_without_any_result_says_what_is_wrong() -> None:
    model = Counting()
    model.failing[10] = ValueError("too short")
    page = Page(Browser(model).panel.static_html())
    assert "too short" in page.said
    assert page.all("img") == page.all("table") == []


def test_a_panel_that_was_not_computed_yet_can_still_be_printed() -> None:
    assert "This is a picture" in Page(Panel(Counting(), VIEWS, CONTROLS).static_html()).said


@pytest.mark.parametrize(
    ("control", "row"),
    [
        (Choice("Who", "all", {"all": 1}), ["Who", "all", "illustrative"]),
        (Switch("Fire", True, source="C1"), ["Fire", "on", "source C1"]),
        (Seed("Luck", 7), ["Luck", "number 7", "chance"]),
        (Range("Price", 1250, 0, 9000, unit="pesos"), ["Price", "1,250 pesos", "illustrative"]),
    ],
    ids=["choice", "switch", "seed", "range"],
)
def test_every_kind_of_control_is_told(control: Any, row: list[str]) -> None:
    page = Page(static(model=lambda one: one, views=[], controls={"one": control}))
    assert page.cells[4:] == row


def test_a_title_that_asks_needs_no_full_stop() -> None:
    views = [Chart(lambda _: chart(bar_chart, title="Who gains?"))]
    assert "?." not in Page(static(views=views)).all("img")[0]["alt"]


# --- Text stays text ------------------------------------------------------------------------------


def test_odd_words_stay_text() -> None:
    control = Choice(ODD, ODD, {ODD: 1}, source=ODD)
    figure = chart(line_chart, title=ODD, description=ODD, x_name=ODD)
    html = static(model=lambda one: one, views=[Chart(lambda _: figure)], controls={"one": control})
    page = Page(html)
    assert "<script" not in html
    assert page.cells[4:7] == [ODD, ODD, f"source {ODD}"]
    assert page.all("img")[0]["alt"] == f"{ODD}. {ODD}"


# --- What Jupyter keeps in the notebook -----------------------------------------------------------


def test_jupyter_gets_the_panel_its_picture_and_words() -> None:
    panel = Browser().panel
    data, _ = panel._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    assert data["text/html"] == panel.static_html()
    assert data["text/plain"].strip()
    assert "object at 0x" not in data["text/plain"]


def test_hatched_bars_are_pictures_with_their_own_hatchings() -> None:
    views = [Chart(lambda _: chart(grouped_bar_chart))] * 2
    for svg in some(Page(static(views=views)).pictures):
        ids = re.findall(r'id="([^"]+)"', svg)
        assert ids
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
