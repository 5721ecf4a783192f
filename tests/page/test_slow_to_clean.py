"""What would keep a page's maker busy for minutes or fill its memory: it costs seconds, each time.

Each is as large as its place lets it be. The limit is CPU time: what others do does not count.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import html5lib
import pytest

from solidarity.grade.feedback.graded_page import code_html
from solidarity.page import markdown
from solidarity.page.cell_outputs import MOST_HTML, shown
from solidarity.page.clean import NOWHERE, clean
from solidarity.page.nesting import in_order

MOST_SECONDS = 30
MOST_LETTERS = 12_000_000


def html(*parts: str) -> str:
    """A first part, one that is repeated as often as there is room, and a last one."""
    before, again, after = parts if len(parts) == 3 else ("", *parts, "")
    text = before + again * ((MOST_HTML - len(before) - len(after)) // len(again)) + after
    return shown({"output_type": "display_data", "data": {"text/html": text}}, NOWHERE)


def drawing(before: str, again: str, after: str) -> str:
    text = before + again * (3_000_000 // len(again)) + after
    return shown({"output_type": "display_data", "data": {"image/svg+xml": text}}, NOWHERE)


def numbered(tag: str, count: int) -> str:
    return "".join(f"<{tag} lang=a{n}>" for n in range(count))


def words(again: str) -> str:
    return markdown.html(again * (markdown.MOST_LETTERS // len(again)))


def printed(again: str) -> str:
    text = again * (8_000_000 // len(again))
    return shown({"output_type": "stream", "text": text}, NOWHERE)


SLOW: dict[str, Callable[[], str]] = {
    "drawings that are not closed": lambda: html("<svg "),
    "drawings that are closed once": lambda: html("", "<svg ", "</svg>"),
    "titles that are not closed": lambda: html("<svg>", "<title ", "</svg>"),
    "titles without end": lambda: html("<svg>", "<title>", "</svg>"),
    "ends of drawings": lambda: html("<svg>", "</svg ", ""),
    "deep": lambda: html("<div>"),
    "deep, with ends of others": lambda: html("<b></p>"),
    "deep, with ends in comments": lambda: html("<div><!--</div>-->"),
    "deep, with ends in attributes": lambda: html("<div title='</div>'>"),
    "deep, with odd attributes": lambda: html('<div a=b">'),
    "deep formulas": lambda: html("<math>", "<td>", ""),
    "deep, where HTML has no rows": lambda: html("<rt><optgroup>"),
    "opened again in each paragraph": lambda: html(numbered("b", 10_000), "<p>x", ""),
    "opened again between cells": lambda: html("<table>" + numbered("b", 9_000), "</td>x<td>", ""),
    "links in links": lambda: html(numbered("a", 9_000), "<p><i><u>x", ""),
    "attributes without end": lambda: html("<p", " a", ""),
    "attributes that begin tags": lambda: html(""" t="<a u='" r=' s="'"""),
    "blanks in a tag": lambda: html("<p", " ", ""),
    "comments": lambda: html("<!--"),
    "half comments": lambda: html("<!"),
    "and signs": lambda: html("&"),
    "styles": lambda: html("<p style='color:", "rgb(1)a ", "!'>x</p>"),
    "objects": lambda: html("<object>"),
    "a drawing of drawings": lambda: drawing("", "<svg ", "</svg>"),
    "a drawing of titles": lambda: drawing("<svg>", "<title ", "</svg>"),
    "a drawing of names": lambda: drawing("<svg ", "xmlns ", "></svg>"),
    "a drawing with words without end": lambda: drawing("<svg><title>", "&amp;", "</title></svg>"),
    "empty lines": lambda: code_html("\n " * 10_000),
    "empty lines and tabs": lambda: code_html("\n\t\f" * 7_000),
    "codes of colours": lambda: printed("\x1b[1"),
    "one long line": lambda: printed("x"),
    **{
        f"Markdown {again!r}": lambda again=again: words(again)  # type: ignore[misc]
        for again in (
            *("[", "![", "*a_", "&", "~~a", "$a", "$$a", "a\n", "\\begin", "<a b=", "> ", "- "),
            *("`a``", "\\(", "|a|\n", "[a]: b\n", "<!--"),
        )
    },
}


@pytest.mark.parametrize("name", SLOW)
def test_what_is_slow_to_clean_takes_seconds_and_no_room(name: str) -> None:
    begun = time.process_time()
    html = SLOW[name]()
    assert time.process_time() - begun < MOST_SECONDS
    assert len(html) < MOST_LETTERS


# --- Brought into order ---------------------------------------------------------------------------


def text_in(html: str) -> str:
    return "".join(html5lib.parseFragment(html).itertext())


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td style='color:red'>a</td><td colspan=2>b &amp; c</td></tr>",
        "<tr><td>a<td>b</td></tr>",
        "<tr><td><ul><li>a<li>b</ul></td><td><p>one<p>two</td></tr>",
        "<tr><td><math><mspace width='1em'/><mi>x</mi></math><br/>y</td></tr>",
        "<tr><td><!-- note --><img src='data:image/png;base64,AAAA' alt='words'></td></tr>",
        "<tr><td><b>a<i>b</i></b><style>td > b {color: red}</style></td></tr>",
    ],
)
def test_a_large_table_is_what_it_was(row: str) -> None:
    """Small ones go to the parser as they are, and show the same."""
    small = clean(f"<table>{row}</table>")
    large = clean(f"<table>{row * 300}</table>")
    body = small.removeprefix("<table><tbody>").removesuffix("</tbody></table>")
    assert body
    assert large == f"<table><tbody>{body * 300}</tbody></table>"


def test_what_is_too_deep_keeps_its_words() -> None:
    text = "".join(f"<div>{n} " for n in range(5_000)) + "</div>" * 5_000
    assert text_in(clean(text)).split() == [str(n) for n in range(5_000)]


def test_a_sign_that_begins_no_tag_stays_a_sign() -> None:
    assert in_order("a < b <3 <", frozenset()) == "a &lt; b &lt;3 &lt;"
    assert in_order("<b>a</i></b></b>", frozenset()) == "<b>a</b>"
    assert in_order("a<script>x<b></script>c<script>d", frozenset(["script"])) == "ac"
