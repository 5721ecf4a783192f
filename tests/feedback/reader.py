"""Feedback pages for notebooks made up by a test, and what a browser would find in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import nbformat
from demo import MODULE
from helpers import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from solidarity.exercises.verdict import Verdict
from solidarity.grade.feedback.exporter import FeedbackPage

CONFIG = Config({"FeedbackPage": {"course_root": str(ROOT)}})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def page(*cells: Any, folder: str = "", name: str = "exercises", **marks: Any) -> str:
    """The page of a notebook with these cells; marks: what GetMarks leaves for the whole."""
    marks = {"assignment": MODULE, "notebook": name, "student": "ben", **marks}
    resources = {"nbgrader": marks, "metadata": {"name": name, "path": folder}}
    notebook = new_notebook(cells=list(cells))
    html, _ = FeedbackPage(config=CONFIG).from_notebook_node(notebook, resources)
    return html


def parsed(html: str) -> Element:
    """The page as a browser reads it. Raises where it is not well-formed HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def headings(tree: Element) -> list[tuple[int, str]]:
    """Level and words of each heading, in order."""
    return [
        (int(part.tag[1]), words(part))
        for part in tree.iter()
        if isinstance(part.tag, str) and part.tag in HEADINGS
    ]


def words(part: Element) -> str:
    """What is written in a part, with single blanks; of the whole page, what people see."""
    if part.tag == "html":
        part = next(part.iter("body"))
    return " ".join("".join(part.itertext()).split())


def of_class(tree: Element, name: str) -> list[Element]:
    return [part for part in tree.iter() if name in part.get("class", "").split()]


def attributes(tree: Element) -> Iterator[tuple[str, str, str]]:
    """Tag, name and value of each attribute on the page."""
    for part in tree.iter():
        for name, value in part.attrib.items():
            yield str(part.tag), str(name), value


# --- Demands that every page must meet ------------------------------------------------------------

_OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_LOADING = re.compile(r"url\s*\(|@import|image-set|expression\s*\(|\\", re.IGNORECASE)
_WORDS_ONLY = {"alt", "aria-label", "content", "id"}
_HARMLESS = set(
    """a abbr article b bdi blockquote body br caption code col colgroup dd del details div
dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li main mark
meta nav ol p pre q s section small span strong style sub summary sup table tbody td tfoot th thead
time title tr u ul""".split()
)
_FORMULA = "{http://www.w3.org/1998/Math/MathML}"


def demand_sound(html: str) -> Element:
    """The page, parsed, after every demand that holds for every page."""
    tree = parsed(html)
    assert tree.get("lang") == "en"
    _demand_order(headings(tree))
    _demand_nothing_outside(tree)
    ids = [value for _, name, value in attributes(tree) if name == "id"]
    assert len(ids) == len(set(ids))
    for _, name, value in attributes(tree):
        assert name != "href" or not value.startswith("#") or value[1:] in ids, value
    assert len(list(tree.iter("main"))) == len(list(tree.iter("article"))) == 1
    assert all("alt" in picture.attrib for picture in tree.iter("img"))
    return tree


def _demand_order(found: list[tuple[int, str]]) -> None:
    levels = [level for level, _ in found]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(title for _, title in found)


def _demand_nothing_outside(tree: Element) -> None:
    for part in tree.iter():
        tag = str(part.tag)
        assert tag in _HARMLESS or tag.startswith(_FORMULA), tag
    for tag, name, value in attributes(tree):
        assert not name.startswith("on"), name
        assert name not in ("srcset", "srcdoc", "action", "formaction", "ping", "background")
        if name == "src":
            assert tag == "img"
            assert value.startswith("data:image/")
        elif name not in _WORDS_ONLY:
            assert name == "style" or not _OUTSIDE.match(value), (tag, name, value)
        if name == "style":
            assert not _LOADING.search(value)
            assert not re.search(r"position|display|margin|float|transform|z-index", value) or (
                "sse-panel" in str(_owner(tree, value))
            )
    for style in tree.iter("style"):
        assert not _LOADING.search(style.text or "")


def _owner(tree: Element, style: str) -> str:
    """The classes of what holds the part with this style: verdicts are ours and may do more."""
    for panel in of_class(tree, "sse-panel"):
        if any(part.get("style") == style for part in panel.iter()):
            return panel.get("class", "")
    return ""


# --- Cells ----------------------------------------------------------------------------------------


def text(source: str, **more: Any) -> Any:
    return new_markdown_cell(source, **more)


def code(source: str, *outputs: Any) -> Any:
    return new_code_cell(source, outputs=list(outputs))


def shows(**data: str) -> Any:
    """An output; kinds are written as text_html, image_svg and so on."""
    names = {"image_svg": "image/svg+xml", "widget": "application/vnd.jupyter.widget-view+json"}
    kinds = {names.get(kind, kind.replace("_", "/", 1)): value for kind, value in data.items()}
    return nbformat.from_dict({"output_type": "display_data", "data": kinds, "metadata": {}})


def printed(line: str) -> Any:
    return new_output("stream", name="stdout", text=line)


def stopped(kind: str, message: str, *lines: str) -> Any:
    return new_output("error", ename=kind, evalue=message, traceback=list(lines))


def labelled(cell: Any, name: str, **label: Any) -> Any:
    cell.metadata["nbgrader"] = nbformat.from_dict({"grade_id": name, "schema_version": 3, **label})
    return cell


def answer(source: str, name: str, **label: Any) -> Any:
    return labelled(code(source), f"{name}-answer", **{"grade": False, "solution": True, **label})


def check(verdict: Verdict, **label: Any) -> Any:
    """The cell of a check, as grading leaves it."""
    output = new_output(
        "execute_result",
        data={"text/plain": str(verdict.score)},
        metadata={"solidarity": verdict.to_json()},
    )
    cell = code(f'check("{verdict.exercise}")', output)
    given = {"grade": True, "solution": False, "score": verdict.score, "points": verdict.points}
    return labelled(cell, verdict.exercise, **{**given, **label})


def reflection(source: str, **label: Any) -> Any:
    given = {"grade": True, "solution": True, "points": 5, "score": 0, "waiting": True}
    return labelled(text(source), "reflection", **{**given, **label})


RIGHT = Verdict("share_out", "right", "Your answer agrees with the key.", 3, 3)
WRONG = Verdict(
    "share_value",
    "not yet",
    "Take the social fund off before you divide.",
    0,
    2,
    mistake="counts-social-fund",
    call="share_value(cash=12000)",
    given="22.2222 pesos per share",
    expected="20 pesos per share",
    read=("What one share is worth", "reading.ipynb#cell-id=reading-005"),
)


def exercises() -> list[Any]:
    """A small graded notebook: one answer right, one wrong, and a text that waits."""
    return [
        text("# Exercises: savings groups\n\nHow it works."),
        code("import pandas as pd"),
        text("## 1. What is one share worth?\n\nWrite a function. It is like $\\frac{a}{b}$."),
        answer("def share_value(cash):\n    return cash / 540", "share_value"),
        check(WRONG),
        text("## 2. Share out the box\n\n### What to return\n\nA list."),
        answer("def share_out(shares):\n    return []", "share_out", comment="Neatly *done*."),
        check(RIGHT),
        text(
            "## 3. Reflection: week 30\n\n"
            "| Points | What we look for |\n|---:|:---|\n| 2 | A rule |"
        ),
        reflection("# My rule\n\nA grant at once."),
    ]
