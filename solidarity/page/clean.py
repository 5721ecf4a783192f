"""Learners' HTML made harmless: no script, no foreign address, nothing outside its own place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape

import nh3

from solidarity.page.nesting import LARGE, in_order

_WORDS = """a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
figcaption figure hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup
table tbody td tfoot th thead tr u ul var wbr""".split()
_INLINE = """a abbr b br cite code del dfn em i ins kbd mark q s samp small span strong sub sup u
var wbr""".split()
_FORMULA = """math mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover""".split()
_FORMULA_LOOKS = """accent accentunder columnalign columnspacing columnspan depth display
displaystyle fence form height largeop linethickness lspace mathvariant maxsize minsize
movablelimits rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset
width""".split()

# With their content; of all other unknown tags the content stays.
_WHOLLY_OUT = """applet embed frame frameset iframe noembed noframes noscript object script style
svg template title""".split()

_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "details": {"open"},
    "col": {"span"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    **{tag: {"style", *_FORMULA_LOOKS} for tag in _FORMULA},
}

# Nothing that could move a thing out of its place, hide it, or name an address.
_STYLES = frozenset(
    """background background-color border border-bottom border-collapse border-color border-left
    border-radius border-right border-style border-top border-width color font-family font-style
    font-weight line-height max-width padding padding-bottom padding-left padding-right padding-top
    text-align text-decoration vertical-align white-space width""".split()
)
_COLOUR = r"(?:rgb|hsl)a?\([\d\s.,%/]+\)"
_STYLE_VALUE = re.compile(rf"(?:[\w\s#%.,-]|{_COLOUR})+")
_SMALL_NUMBER = re.compile(r"\d{1,4}")
_PLAIN_VALUE = re.compile(r"[\w\s.%-]{0,60}")

PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
"""A picture that carries its own bytes."""

_HEADING = re.compile(r"<(/?)h[1-6]\b", re.IGNORECASE)
_SVG = re.compile(r"<svg\b", re.IGNORECASE)
_END_OF_SVG = re.compile(r"</svg\s*>", re.IGNORECASE)
_NAMESPACE = re.compile(r"\sxmlns\s*=", re.IGNORECASE)
_SAID = {tag: re.compile(rf"<{tag}\b[^<>]*>([^<]*)<", re.IGNORECASE) for tag in ("title", "desc")}
_IMG = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')
_MOST_ROUNDS = 4
_MOST_WORDS = 1_000
"""Letters that are said in the place of a drawing."""


@dataclass(frozen=True)
class Place:
    """Where cleaned HTML will stand: which links lead somewhere there, which pictures there are.

    link: the address to write for one that was found, or None to leave it out.
    picture: the picture itself for a file's name, as a data: address, or None.
    """

    link: Callable[[str], str | None] = lambda address: None
    picture: Callable[[str], str | None] = lambda name: None


NOWHERE = Place()
"""A place where no link leads anywhere, and with no files beside it."""


def clean(html: str, place: Place = NOWHERE) -> str:
    """The same content, well-formed, with nothing that could harm who reads it.

    Headings become bold paragraphs: those of the page belong to the page.
    """
    text = _pictures_for_drawings(html)
    text = _HEADING.sub(lambda found: "</p" if found[1] else '<p style="font-weight:bold"', text)
    return _settled(text, _cleaner(place, _WORDS))


def clean_line(html: str, place: Place = NOWHERE) -> str:
    """The same for what stands within a line, such as a heading: no paragraphs, no pictures."""
    return _settled(html, _cleaner(place, _INLINE)).strip()


def plain(cleaned: str) -> str:
    """The words of a line that was cleaned."""
    return unescape(re.sub(r"<[^>]*>", "", cleaned)).strip()


def _pictures_for_drawings(html: str) -> str:
    found, at = [], 0
    while (begin := _SVG.search(html, at)) and (end := _END_OF_SVG.search(html, begin.end())):
        found += [html[at : begin.start()], svg_picture(html[begin.start() : end.end()])]
        at = end.end()
    return "".join([*found, html[at:]])


def _settled(text: str, cleaner: nh3.Cleaner) -> str:
    if len(text) > LARGE:
        text = in_order(text, frozenset(_WHOLLY_OUT))
    # What a parser makes of a text need not be what it makes of its own result; at the point
    # where both are the same, a browser will see what was judged here.
    for _ in range(_MOST_ROUNDS):
        before, text = text, _pictures_named(cleaner.clean(text))
        if text == before:
            return text
    return escape(text)


def svg_picture(svg: str) -> str:
    """A drawing as a picture: there it can neither run a script nor load anything."""
    import base64

    if (begin := _SVG.search(svg)) is not None:
        first = svg[begin.end() : svg.find(">", begin.end())]
        if not _NAMESPACE.search(first):
            name = ' xmlns="http://www.w3.org/2000/svg"'
            svg = f"{svg[: begin.end()]}{name}{svg[begin.end() :]}"
    said = [part for pattern in _SAID.values() for part in pattern.findall(svg)]
    data = base64.b64encode(svg.encode("utf-8", "replace")).decode()
    words = " ".join(said[:2])[:_MOST_WORDS] or "A drawing without a description."
    # The words come out of markup, so their signs are written as entities already.
    words = words.replace('"', "&quot;").replace(">", "&gt;")
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{words}">'


def _cleaner(place: Place, tags: Sequence[str]) -> nh3.Cleaner:
    def judged(tag: str, name: str, value: str) -> str | None:
        match name:
            case "href":
                return place.link(value.strip())
            case "src":
                address = "".join(value.split()) if value.startswith("data:") else value
                return address if PICTURE.fullmatch(address) else place.picture(value)
            case "style":
                return _plain_style(value)
            case "alt":
                return value
            case "width" | "height" if tag == "img":
                return value if _SMALL_NUMBER.fullmatch(value) else None
            case "colspan" | "rowspan" | "span" | "start":
                return value if _SMALL_NUMBER.fullmatch(value) else None
        return value if _PLAIN_VALUE.fullmatch(value) else None

    return nh3.Cleaner(
        tags={*tags, *_FORMULA},
        clean_content_tags=set(_WHOLLY_OUT),
        attributes=_ATTRIBUTES,
        attribute_filter=judged,
        link_rel=None,
        # What an address may be is judged above; the library would not even show it to us.
        url_schemes={"data", "http", "https"},
    )


def _plain_style(style: str) -> str | None:
    kept = []
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name in _STYLES and _STYLE_VALUE.fullmatch(value):
            kept.append(f"{name}:{value}")
    return ";".join(kept) or None


def _pictures_named(cleaned: str) -> str:
    """Every picture has words, and one that cannot be shown leaves its words behind."""

    def named(found: re.Match[str]) -> str:
        parts = dict(re.findall(r' ([\w-]+)="([^"]*)"', found[1]))
        if "src" not in parts:
            words = f": {parts['alt']}" if parts.get("alt") else ""
            words = words.replace("<", "&lt;").replace(">", "&gt;")
            return f"<em>[A picture that is not here{words}]</em>"
        if "alt" in parts:
            return found[0]
        return f'<img{found[1]} alt="A picture without a description.">'

    return _IMG.sub(named, cleaned)
