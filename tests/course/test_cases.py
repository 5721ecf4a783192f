"""Every case is a panel with sourced first values, and the same model without the panel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import MODULES, ROOT, some

each_module = pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)

# A column that counts or names needs no unit: its heading says all.
WITHOUT_UNIT = {
    "member",
    "members",
    "week",
    "month",
    "year",
    "name",
    "group",
    "shares",
    "household",
    "country",
    "partner",
}
MOST_LINES = 3


def cells(folder: Path) -> list[Any]:
    return list(nbformat.read(ROOT / "release" / folder.name / "case.ipynb", as_version=4).cells)


def tables(folder: Path) -> dict[str, str]:
    """The cells of a case that show a DataFrame: their code and the table as HTML."""
    return {
        cell.source: output.data["text/html"]
        for cell in cells(folder)
        for output in cell.get("outputs", [])
        if 'class="dataframe"' in output.get("data", {}).get("text/html", "")
    }


@each_module
def test_the_model_can_be_called_in_a_line_and_gives_a_table(folder: Path) -> None:
    found = tables(folder)
    assert found, "no cell of the case shows a DataFrame"
    for code in found:
        assert len(code.splitlines()) <= MOST_LINES, code


@each_module
def test_the_columns_of_that_table_name_their_units(folder: Path) -> None:
    for html in some(tables(folder).values()):
        heads = re.findall(r"<th>(.*?)</th>", html.partition("</thead>")[0])
        named = [head for head in heads if head]
        assert named
        for head in named:
            assert re.search(r"\(.+\)$", head) or head in WITHOUT_UNIT, head


@each_module
def test_a_question_stands_before_the_first_panel(folder: Path) -> None:
    seen = ""
    for cell in cells(folder):
        if re.search(r"(?m)^explore\(", cell.source):
            break
        seen += cell.source
    assert "What do you expect?" in seen
    assert seen.count("?") >= 2
