"""Large HTML, brought into an order that a parser reads in a time that is bounded.

What browsers do with tags that are not closed takes the square of their number, in ``nh3`` too: a
hundred thousand open ``<div>`` keep it busy for minutes, and open ``<b lang=…>`` are opened again
in every paragraph after them. So do the attributes of one tag. Nothing is judged here: ``clean``
does so with what comes out.
"""

from __future__ import annotations

import re

LARGE = 5_000
"""Letters; in a shorter text, nothing that its tags do takes long."""

_MOST_DEEP = 100
_MOST_OPENED_AGAIN = 8

# No part of it can begin again inside another, so each letter is looked at a few times at most.
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    | <[!?][^<>]*>
    | <(?P<end>/?)(?P<name>[a-z][\w:.-]*)
      (?P<rest>(?:
        (?:\s+|(?<=["'])) [^\s"'<>/=]+ (?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>`]+))?
      ){0,100})
      \s*(?P<alone>/?)>""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)

_ALONE = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_OPENED_AGAIN = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_ENDED_BY: dict[str, frozenset[str]] = {
    "p": frozenset(["p"]),
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "td": frozenset(["td", "th"]),
    "th": frozenset(["td", "th"]),
    "tr": frozenset(["td", "th", "tr"]),
}
"""Tags that need no end: which of them end where another begins."""


def in_order(html: str, left_out: frozenset[str]) -> str:
    """The same content, each tag closed where its parent is, and none of them too deep.

    left_out: the tags that go with all that is in them. A sign that begins no tag becomes text.
    """
    found: list[str] = []
    opened: list[str] = []
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        found.append(html[at : tag.start()].replace("<", "&lt;"))
        at = tag.end()
        name = (tag["name"] or "").lower()
        if tag["end"]:
            _close(name, opened, found)
        elif name in left_out and name not in _ALONE:
            end = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(html, at)
            at = end.end() if end else len(html)
        elif name:
            _open(name, tag["rest"], bool(tag["alone"]) or name in _ALONE, opened, found)
    found.append(html[at:].replace("<", "&lt;"))
    found += [f"</{name}>" for name in reversed(opened)]
    return "".join(found)


def _open(name: str, rest: str, alone: bool, opened: list[str], found: list[str]) -> None:
    while opened and opened[-1] in _ENDED_BY.get(name, ()):
        found.append(f"</{opened.pop()}>")
    if alone:
        found.append(f"<{name}{rest}>" if name in _ALONE else f"<{name}{rest}></{name}>")
        return
    again = name in _OPENED_AGAIN and sum(one in _OPENED_AGAIN for one in opened)
    if len(opened) < _MOST_DEEP and again < _MOST_OPENED_AGAIN:
        opened.append(name)
        found.append(f"<{name}{rest}>")


def _close(name: str, opened: list[str], found: list[str]) -> None:
    while name in opened:
        last = opened.pop()
        found.append(f"</{last}>")
        if last == name:
            return
