"""Formgrader's page for manual grading, as its server makes it, with hostile work on it."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from feedback.reader import code, labelled, shows, text
from feedback.test_hostile import EVERYTHING, everywhere
from helpers import ROOT
from nbconvert.exporters import HTMLExporter
from nbformat import from_dict
from nbformat.v4 import new_notebook, new_raw_cell

from solidarity.grade.class_run import load_config

RESOURCES = {
    "base_url": "",
    "submission_id": "s1",
    "notebook_id": "exercises",
    "assignment_id": "m04",
    "student": "eva",
    "notebook_path": "autograded/eva/m04/exercises.ipynb",
    "index": 0,
    "total": 1,
}


def page(*cells: Any) -> Any:
    """The page as a browser reads it; nbgrader's own markup is not well-formed throughout."""
    exporter = HTMLExporter(config=load_config(ROOT))
    html, _ = exporter.from_notebook_node(new_notebook(cells=list(cells)), dict(RESOURCES))
    return html5lib.parse(html, namespaceHTMLElements=False)


def its_own() -> set[str]:
    return {"".join(script.itertext()) for script in page(text("Words.")).iter("script")}


@pytest.mark.parametrize("name", EVERYTHING)
def test_hostile_work_does_nothing_there(name: str) -> None:
    evil = EVERYTHING[name].encode("utf-8", "replace").decode()
    cells = [*everywhere(evil), new_raw_cell(evil)]
    # Settings that nbconvert writes into the page as they come.
    loud = shows(image_png="AAAA")
    loud.metadata = from_dict({"image/png": {"width": "1 onerror=alert(1)"}})
    cells += [code("x", loud), text("x", metadata={"tags": ['"><script>alert(1)</script>']})]
    tree = page(*cells)
    scripts = {"".join(script.itertext()) for script in tree.iter("script")}
    assert scripts <= its_own()
    for part in tree.iter():
        assert part.tag not in ("iframe", "object", "embed", "base", "form", "svg", "video")
        for attribute, value in part.attrib.items():
            # One of nbgrader's own: the sign that shows or hides the learner's name.
            assert not attribute.startswith("on") or value.startswith("toggle_name(")
            if attribute in ("href", "src"):
                assert re.match(r"/formgrader/|data:image/|#|$", value), value
            assert attribute != "http-equiv" or value == "Content-Security-Policy"
    assert len(list(tree.iter("textarea"))) == 2


def test_formulas_and_pasted_pictures_are_shown_there() -> None:
    cell = text("$\\frac{1}{2}$ ![our box](attachment:a.png)")
    cell.attachments = from_dict({"a.png": {"image/png": "iVBORw0KGgo="}})
    labelled(cell, "reflection", grade=True, solution=True, points=5)
    tree = page(cell)
    assert any(str(part.tag).endswith("mfrac") for part in tree.iter())
    (picture,) = tree.iter("img")
    assert picture.get("alt") == "our box"
