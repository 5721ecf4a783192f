"""Markdown as JupyterLab shows it, in parts: the headings, and clean HTML between them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from solidarity.page.clean import NOWHERE, Place, clean, clean_line, plain
from solidarity.page.formulas import formula

MOST_LETTERS = 200_000


@dataclass(frozen=True)
class Heading:
    """A heading as it was written: its level from 1 to 6, its clean HTML and its plain words."""

    level: int
    html: str
    words: str


Attachments = Mapping[str, Mapping[str, str]]
"""A notebook cell's own pictures in base64, by name and kind."""


def parts(
    text: str, place: Place = NOWHERE, attachments: Attachments | None = None
) -> list[Heading | str]:
    """The headings and, as clean HTML, what stands between them."""
    parser = _parser()
    tokens = parser.parse(text[:MOST_LETTERS])
    _write_addresses(tokens)
    _attach(tokens, attachments or {})
    found: list[Heading | str] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.type != "heading_open" or token.level:
            continue
        found += _html(parser, tokens[start:at], place)
        inline = tokens[at + 1]
        html = clean_line(parser.renderer.render([inline], parser.options, {}), place)
        if words := plain(html):
            found.append(Heading(int(token.tag[1]), html, words))
        start = at + 3
    found += _html(parser, tokens[start:], place)
    if len(text) > MOST_LETTERS:
        found.append(f"<p>… and {len(text) - MOST_LETTERS:,} more letters.</p>")
    return found


def html(text: str, place: Place = NOWHERE, attachments: Attachments | None = None) -> str:
    """All of it as clean HTML, where headings are bold paragraphs."""
    return "".join(
        part if isinstance(part, str) else f"<p><strong>{part.html}</strong></p>"
        for part in parts(text, place, attachments)
    )


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    def draw(latex: str, options: Mapping[str, Any]) -> str:
        return formula(latex, display=bool(options.get("display_mode")))

    # Amounts of money are written with this sign too: "$5 or $10" is no formula.
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, renderer=draw)
    parser.use(amsmath_plugin, renderer=lambda latex: formula(latex, display=True))
    return parser


def _html(parser: MarkdownIt, tokens: Sequence[Token], place: Place) -> list[str]:
    if not tokens:
        return []
    return [clean(parser.renderer.render(tokens, parser.options, {}), place)]


def _write_addresses(tokens: Sequence[Token]) -> None:
    """Behind a link that leads out, its address in words: nothing here leads out by itself."""
    for token in tokens:
        children = token.children or []
        for at in range(len(children) - 1, -1, -1):
            if children[at].type != "link_open":
                continue
            address = str(children[at].attrGet("href") or "")
            ends = next(
                (n for n in range(at, len(children)) if children[n].type == "link_close"), at
            )
            said = "".join(child.content for child in children[at:ends])
            if address.startswith(("http:", "https:")) and address != said:
                words = Token("text", "", 0, content=f" ({address})")
                children.insert(ends + 1, words)


def _attach(tokens: Sequence[Token], attachments: Attachments) -> None:
    for token in tokens:
        for child in token.children or []:
            name = str(child.attrGet("src") or "")
            if child.type == "image" and name.startswith("attachment:"):
                bundle = attachments.get(name.removeprefix("attachment:"), {})
                for kind, data in bundle.items():
                    child.attrSet("src", f"data:{kind};base64,{''.join(str(data).split())}")
