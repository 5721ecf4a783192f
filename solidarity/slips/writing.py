"""Slips of writing: what makes a line that Python cannot read at all (SyntaxError).

A slip is told only where the line itself shows it, outside texts and remarks, and only of things
that are never Python. A mended line is offered only if the whole cell can be read with it.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass

Mend = Callable[[re.Match[str]], str]

MOST_LETTERS_READ = 100_000
"""A longer cell is nobody's exercise."""

_WORDS = "|".join(keyword.kwlist)
_NAME = rf"(?!(?:{_WORDS})\b)[^\W\d]\w*"
_NUMBER = (
    r"(?<![\w.])(?>0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+"
    r"|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)"
)
_SCALES = {
    "hundred": "100",
    "thousand": "1_000",
    "lakh": "100_000",
    "lac": "100_000",
    "million": "1_000_000",
    "crore": "10_000_000",
    "billion": "1_000_000_000",
}
_SCALE = rf"(?i:{'|'.join(_SCALES)})s?"
_FIRST_WORDS = ("return", "while", "import", "from", "else", "elif", "def", "for", "if", "print")
_QUOTES = dict.fromkeys("“”„‟«»〝〞", '"') | dict.fromkeys("‘’‚‛‹›´", "'") | {"`": "'"}
_MINUS = "−–—‒‐‑﹣"
_DIVIDED = {"÷": "/", "∕": "/", "⁄": "/"}
_COMPARED = {"≤": "<=", "≥": ">=", "≠": "!="}
_RAISED = {"¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6"}
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "1 / 3", "⅔": "2 / 3"}
# A blank of another kind, or a sign that takes no room at all.
_INVISIBLE = "\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff"


@dataclass(frozen=True)
class Slip:
    """One slip of writing, and how it looks in a line whose texts and remarks are blanked."""

    looks: str
    """A pattern for the blanked line."""
    words: str
    """What it means and what to do; ``{near}`` is the piece that was found."""
    example: str
    """A cell that has it."""
    says: str = ""
    """A pattern for Python's own words, where the line alone does not tell."""
    mend: Mend | None = None
    """What to write in the place of each match."""
    only_mended: bool = False
    """Is it told only if the mended cell can be read?"""


def _to(text: str) -> Mend:
    return lambda found: found.expand(text)


def _each(table: dict[str, str]) -> Mend:
    return lambda found: table[found[0]]


def _scaled(found: re.Match[str]) -> str:
    return f"{found[1]} * {_SCALES[found[2].lower().removesuffix('s')]}"


def _joined(found: re.Match[str]) -> str:
    return re.sub(r"[ -]+", "_", found[0].strip())


def _spelt(word: str) -> str:
    if sorted(word) == sorted("from"):
        return "from"
    near = difflib.get_close_matches(word, _FIRST_WORDS, n=1, cutoff=0.7)
    return near[0] if near else word


def _visible(found: re.Match[str]) -> str:
    return " " if unicodedata.category(found[0]) == "Zs" else ""


SLIPS = {
    "misspelt": Slip(
        r"^(\s*)([a-z]{2,8})(?=\s|:|$)",
        "A word of Python's own is misspelt at the beginning of this line.",
        "def three():\n    retrun 3",
        says="invalid syntax|expected|unexpected indent",
        mend=lambda found: found[1] + _spelt(found[2]),
        only_mended=True,
    ),
    "prose": Slip(
        rf"^\s*(?!print\b){_NAME}(?:[’'-]\w+)*(?:[,;:.?!]? +[\w’'-]+){{3,}}[.?!]?\s*$",
        "This line reads like a sentence, and a code cell takes only Python. "
        "Put a `#` before a remark; an answer in words goes into quotation marks, "
        "or into a cell for text.",
        "Our group is old and we fix nets",
    ),
    "curly quotes": Slip(
        f"[{''.join(_QUOTES)}]",
        "The quotation marks in this line are not those of the keyboard: word processors and web "
        "pages make them curly. Python reads only the straight ones, \" and '. Type them anew.",
        "country = “India”",
        mend=_each(_QUOTES),
    ),
    "invisible": Slip(
        f"[{_INVISIBLE}]",
        "In this line stands a sign that cannot be seen, or a blank of another kind, "
        "as copied text often has it. Delete the blanks in the line and type them anew.",
        "members\u00a0= 3",
        mend=_visible,
    ),
    "figures of another script": Slip(
        r"(?![0-9\uff10-\uff19])\d",
        "Python reads a number only in the figures 0 to 9.",
        "members = ३६",
        mend=lambda found: str(unicodedata.digit(found[0])),
    ),
    "fullwidth": Slip(
        r"[\uff01-\uff5e]",
        "A sign in this line is of the wide kind that some keyboards give. "
        "Switch the keyboard to plain letters and type the line anew.",
        "x = （3 + 4）",
        mend=lambda found: chr(ord(found[0]) - 0xFEE0),
    ),
    "minus": Slip(
        f"[{_MINUS}]",
        "The minus in this line is the long one of printed text. "
        "Python reads only the short one of the keyboard, `-`.",
        "change = 40 − 50",
        mend=_to("-"),
    ),
    "times sign": Slip(
        r"\s*[×✕✖∙⋅•·∗⨯✱]\s*",
        "Times is written with a star: `2 * 3` is 6.",
        "total = 5 × 3",
        mend=_to(" * "),
    ),
    "divided": Slip(
        f"[{''.join(_DIVIDED)}]",
        "Divided is written with a slash: `6 / 3` is 2.",
        "half = 6 ÷ 2",
        mend=_each(_DIVIDED),
    ),
    "comparison sign": Slip(
        f"[{''.join(_COMPARED)}]",
        "Python writes comparisons with signs of the keyboard: `<=`, `>=` and `!=` (not equal).",
        "few = 3 ≤ 4",
        mend=_each(_COMPARED),
    ),
    "raised": Slip(
        f"[{''.join(_RAISED)}]",
        "Python reads no small raised figures. A power is written with two stars: `3 ** 2` is 9.",
        "area = 3²",
        mend=lambda found: f" ** {_RAISED[found[0]]}",
    ),
    "fraction sign": Slip(
        f"[{''.join(_FRACTIONS)}]",
        "Python reads no fractions in one sign. Write `0.5` or `1 / 2`.",
        "half = ½",
        mend=_each(_FRACTIONS),
    ),
    "three dots": Slip(
        "…",
        "The three dots only mark a place: put your own words there.",
        "members = …",
    ),
    "money": Slip(
        r"[$€£¥₱₹] ?|\b(?:Rs|PHP|USD|EUR|INR|Php)\.? ?(?=\d)|(?<=\d) ?(?:Rs|PHP|USD|EUR|INR|Php)\b",
        "Python reads no sign of money. Write the number alone, without commas.",
        "price = $500",
        says="invalid",
        mend=_to(""),
    ),
    "percent": Slip(
        rf"({_NUMBER})\s*%(?=\s*(?:$|[)\]}},;:*/<>=]|of\b))",
        "The sign `%` does not mean percent here: Python takes it for the remainder of a division. "
        "10 percent is written `10 / 100`, or 0.1.",
        "rate = 10%",
        mend=_to(r"\1 / 100"),
    ),
    "percent word": Slip(
        rf"({_NUMBER})\s*percent\b",
        "Python reads no words behind a number. 10 percent is written `10 / 100`, or 0.1.",
        "rate = 10 percent",
        mend=_to(r"\1 / 100"),
    ),
    "scale": Slip(
        rf"({_NUMBER})\s*({_SCALE})\b",
        "Python knows numbers, and no words for large ones. "
        "Write the zeros, or multiply; `_` may stand between them, as in `100_000`.",
        "members = 36 lakh",
        mend=_scaled,
    ),
    "letter x": Slip(
        rf"({_NUMBER})\s*[xX]\s*(?=[\d(])|(?<![\w.])({_NAME})\s+[xX]\s+(?=[\d(]|{_NAME})"
        rf"|({_NUMBER})\s+[xX]\s+(?={_NAME})",
        "Times is written with a star and not with the letter x: `2 * 3` is 6.",
        "total = 5 x 3",
        mend=lambda found: f"{found[1] or found[2] or found[3]} * ",
    ),
    "name begins with a digit": Slip(
        r"^\s*\d+_?[^\W\d]\w*(?=\s*=(?!=))",
        "A name cannot begin with a digit: `{near}`. Begin it with a letter.",
        "2members = 3",
    ),
    "blanks in a number": Slip(
        r"(?<![\w.])\d{1,3}(?: \d{2,3})+(?![\w.])",
        "A number has no blanks in it. "
        "Leave them out, or write `_` in their place, as in `100_000`.",
        "members = 3 600 000",
        mend=lambda found: found[0].replace(" ", "_"),
    ),
    "points in a number": Slip(
        r"(?<![\w.])\d{1,3}(?:\.\d{3}){2,}(?![\w.])",
        "A number has only one point, before its decimals. "
        "Between thousands write nothing, or `_`, as in `100_000`.",
        "members = 3.600.000",
        mend=lambda found: found[0].replace(".", "_"),
    ),
    "date": Slip(
        r"(?<![\w.])\d{1,4}([-/])\d{1,2}\1\d{1,4}(?![\w.])",
        "A date is no number: Python would subtract or divide. Put it into quotation marks.",
        "begin = 2026-08-01",
        says="leading zeros",
    ),
    "time of day": Slip(
        r"^[^\[{(]*=\s*\d{1,2}:\d{2}(?!\d)",
        "A time of day is no number. Put it into quotation marks.",
        "begin = 7:30",
        says="leading zeros|invalid syntax",
    ),
    "decimal comma": Slip(
        r"(?<![\w.,])(?:0,\d+|\d{1,3},0\d?)(?![\w.,])",
        "The comma separates two values. The decimals of a number stand behind a point.",
        "rate = 0,08",
        says="leading zeros",
        mend=lambda found: found[0].replace(",", "."),
    ),
    "commas in a number": Slip(
        r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\w.])",
        "A comma separates two values, and does not stand between thousands. "
        "Leave it out, or write `_` in its place, as in `100_000`.",
        "members = 3,600,050",
        says="leading zeros",
        mend=lambda found: found[0].replace(",", "_"),
    ),
    "type first": Slip(
        rf"^(\s*)(?:let|var|const|int|float|str|double) (?={_NAME}\s*=(?!=))",
        "In Python a name needs no word before it. Write the name, `=` and the value.",
        "let members = 3",
        mend=_to(r"\1"),
    ),
    "blank in a name": Slip(
        rf"^\s*{_NAME}(?: +(?:{_NAME}|\d\w*))+(?=\s*=(?!=))",
        "A name cannot have a blank in it. Write `_` in its place.",
        "my total = 3",
        mend=_joined,
    ),
    "hyphen in a name": Slip(
        rf"^\s*{_NAME}(?:-{_NAME})+(?=\s*=(?!=))",
        "A name cannot have a hyphen in it: Python takes it for a minus. Write `_` in its place.",
        "life-expectancy = 3",
        mend=_joined,
    ),
    "reserved": Slip(
        rf"^\s*(?:{_WORDS})(?=\s*=(?!=))",
        "The word `{near}` belongs to Python itself and cannot be a name. Choose another name.",
        "class = 3",
    ),
    "reserved input": Slip(
        rf"(?<=[(,])\s*(?:{_WORDS})(?=\s*[,)].*:)",
        "The word `{near}` belongs to Python itself and cannot be the name of an input. "
        "Choose another name.",
        "def change(from, to):\n    return to",
        says="invalid syntax",
    ),
    "else if": Slip(
        r"^(\s*)(?:else\s+if|elseif|elsif)\b",
        "Python writes `elif` for else if.",
        "if 3 > 4:\n    x = 1\nelse if 3 > 2:\n    x = 2",
        mend=_to(r"\1elif"),
    ),
    "then": Slip(
        r"^(\s*(?:if|elif)\b.*?)\s*\bthen\b\s*:?\s*$",
        "Python has no word `then`. A colon stands at the end of the line.",
        "if 3 > 2 then\n    x = 1",
        mend=_to(r"\1:"),
    ),
    "else alone": Slip(
        r"^\s*else\s*:\s*$",
        "This `else` has no `if` that it belongs to. It begins where its `if` begins, "
        "and between the two stands only what is further right.",
        "x = 3\nelse:\n    x = 4",
        says="invalid syntax$",
    ),
    "def forgotten": Slip(
        rf"^(\s*)(?:(?:function|func|fun|define|sub)\s+)?(?={_NAME}\s*\([\w\s,]*\)\s*:\s*$)",
        "A function is made with `def` before its name.",
        "total(prices):\n    return 3",
        says="invalid syntax$",
        mend=_to(r"\1def "),
        only_mended=True,
    ),
    "capital": Slip(
        r"^(\s*)(Def|If|Elif|Else|For|While|Return|Import|From|DEF|IF|ELSE|FOR|RETURN)\b"
        r"(?=:| +[^=\s])",
        "Python's own words are written small: `{near}` is none of them.",
        "If 3 > 2:\n    x = 1",
    ),
    "function without a name": Slip(
        r"^\s*def\s*(?=\()",
        "A function needs a name between `def` and the brackets, as in `def total(prices):`.",
        "def (x):\n    return x",
    ),
    "blank in a function's name": Slip(
        rf"(?<=def )\s*{_NAME}(?: +{_NAME})+(?=\s*\()",
        "A name cannot have a blank in it. Write `_` in its place.",
        "def my total(x):\n    return x",
        mend=_joined,
    ),
    "hyphen in a function's name": Slip(
        rf"(?<=def )\s*{_NAME}(?:-{_NAME})+(?=\s*\()",
        "A name cannot have a hyphen in it: Python takes it for a minus. Write `_` in its place.",
        "def my-total(x):\n    return x",
        mend=_joined,
    ),
    "function without brackets": Slip(
        rf"^(\s*def {_NAME})\s*(?=:|$)",
        "Behind the name of a function stand round brackets with its inputs, "
        "also empty ones, and then a colon.",
        "def total:\n    return 3",
        mend=_to(r"\1()"),
    ),
    "and": Slip(
        r"\s*&&\s*",
        "Python writes the word `and` in place of `&&`.",
        "x = True && False",
        mend=_to(" and "),
    ),
    "or": Slip(
        r"\s*\|\|\s*",
        "Python writes the word `or` in place of `||`.",
        "x = True || False",
        mend=_to(" or "),
    ),
    "order of signs": Slip(
        r"=<|=>|<>|=!(?=\s)",
        "Python has no such sign of comparison. It has `<=`, `>=` and `!=` (not equal).",
        "if 3 => 4:\n    x = 1",
        mend=lambda found: {"=<": "<=", "=>": ">="}.get(found[0], "!="),
    ),
    "not": Slip(
        r"!(?!=)\s*(?=[\w(])",
        "Python writes the word `not` in place of `!`.",
        "if !True:\n    x = 1",
        mend=_to("not "),
    ),
    "plus plus": Slip(
        rf"^(\s*)({_NAME})\s*(\+|-)\3\s*$",
        "Python has no `++` and no `--`. Add to a name with `+= 1`.",
        "x++",
        mend=_to(r"\1\2 \3= 1"),
    ),
    "blank before equal": Slip(
        r"([-+*/])\s+=(?!=)",
        "Between the sign and `=` stands no blank.",
        "x + = 1",
        says="invalid syntax",
        mend=_to(r"\1="),
        only_mended=True,
    ),
    "letter with a bracket": Slip(
        rf"^\s*(?:{_NAME}\s*=\s*)?[A-Za-z]\)(?:\s|$)",
        'The letter of an answer stands alone, in quotation marks: `"c"`.',
        "c) The pages count different things",
        says="^unmatched",
    ),
    "colon equal": Slip(
        rf"^(\s*{_NAME}\s*):=",
        "A name gets its value with `=` alone.",
        "x := 5",
        mend=_to(r"\1="),
    ),
    "equal in a dictionary": Slip(
        r"(?<=[\"'])\s*=(?!=)",
        "In curly brackets a colon stands between a name and its value.",
        'prices = {"rice" = 40}',
        says="cannot assign|invalid syntax|':' expected",
        mend=_to(":"),
        only_mended=True,
    ),
    "equal in a question": Slip(
        r"(?<=[\w)\]\"' ])(?<![<>=!])=(?!=)",
        "Whether two things are equal is asked with two signs, `==`. "
        "One `=` gives a value to a name.",
        "if x = 3:\n    y = 1",
        says=r"Maybe you meant '==' or ':='|invalid syntax$",
        mend=_to("=="),
        only_mended=True,
    ),
    "colon": Slip(
        r"^(\s*(?:if|elif|else|for|while|def|try|class|with)\b[^:]*?)\s*[;,.]?\s*$",
        "A line that begins with `if`, `else`, `for`, `while` or `def` ends with a colon, and what "
        "belongs to it stands on the next lines, four spaces further right.",
        "if 3 > 2\n    x = 1",
        says="expected ':'|invalid syntax$",
        mend=_to(r"\1:"),
    ),
    "nothing after equal": Slip(
        r"(?<![=!<>])=\s*$",
        "Nothing stands behind `=`. Write there what the name is to hold.",
        "members = ",
        says="invalid syntax$",
    ),
    "semicolon": Slip(
        r"[\[({][^\])}]*;",
        "Within brackets, values are separated by commas and not by `;`.",
        "prices = [1; 2]",
        mend=lambda found: found[0].replace(";", ","),
    ),
    "call without brackets": Slip(
        r"(?<![\w.])(len|sum|max|min|abs|round|sorted|range|float|check|hint|load)"
        r"[ \t]+([\w\"'][^()=]*?)[ \t]*$",
        "What a function works on stands in round brackets.",
        "len prices",
        says="invalid syntax",
        mend=_to(r"\1(\2)"),
        only_mended=True,
    ),
    "quotation marks within a text": Slip(
        rf"[\"'](?![rbfuRBFU]{{1,2}}[\"']){_NAME}[\w ]*[\"']",
        "A text ends at the next quotation mark of its own kind. "
        "Where it has such marks inside, put it between marks of the other kind, ' or \".",
        'said = "We say "yes" here"',
        says="invalid syntax",
    ),
    "number and word": Slip(
        rf"{_NUMBER}\s*{_NAME}",
        "A number and a word stand side by side: `{near}`. Python reads no words behind a number. "
        "Leave the word out, or put the sign that is missing between them.",
        "weight = 5 kg",
        says="invalid (?:syntax|decimal literal)",
    ),
    "another language": Slip(
        r"^\s*(?:si|se|sino|senão|para|mientras|enquanto|kung|habang|nếu|अगर)\b(?=.*:\s*$)"
        r"|^\s*(?:regresar?|devolver|devuelve|retornar?|ibalik)\b(?=\s*[\w(])"
        r"|(?<=for )\w+ (?:en|em|sa|trong)\b",
        "Python's own words are English, in every country: "
        "`if`, `else`, `for … in`, `while`, `def`, `return`.",
        "si 3 > 2:\n    x = 1",
        says="invalid syntax",
    ),
    "two names": Slip(
        rf"(?<!\w)(?!(?:match|case|type|print)\b){_NAME} +{_NAME}",
        "Two names stand side by side: `{near}`. Between them a sign is missing, such as `*`, `+` "
        "or a comma; and a name cannot have a blank in it.",
        "total = price members",
        says="invalid syntax",
    ),
    "two numbers": Slip(
        rf"{_NUMBER} +{_NUMBER}",
        "Two numbers stand side by side: `{near}`. "
        "Between them a sign is missing, such as `*`, `+` or a comma.",
        "prices = [1 2]",
        says="invalid syntax",
    ),
    "two commands": Slip(
        rf"\)\s*{_NAME}",
        "Behind a closing bracket a word follows without a sign between them. "
        "Each command stands on a line of its own.",
        "print(3) print(4)",
        says="invalid syntax",
    ),
}


_COMMA_IN_A_NUMBER = re.compile(r"[^\[({\"'#]*(?<![\w.])\d+,\d")
"""Python can read such a line, and means two values: to offer it would help nobody."""

_TEXT = re.compile(r"([\"']) *\1")


def blanked(source: str) -> str:
    """The same text, as long as before, with blanks for what stands in texts and remarks.

    A text that is not closed ends with its line, as Python sees it too.
    """
    shown: list[str] = []
    place = 0
    while place < len(source):
        letter = source[place]
        if letter == "#":
            end = source.find("\n", place)
            end = len(source) if end < 0 else end
            shown.append(" " * (end - place))
            place = end
        elif letter in "\"'":
            end = _end_of_text(source, place)
            marks = 3 if source.startswith(letter * 3, place) else 1
            inner = source[place + marks : max(end - marks, place + marks)]
            inside = "".join("\n" if one == "\n" else " " for one in inner)
            whole = letter * marks + inside + source[end - marks : end]
            shown.append(whole[: end - place])
            place = end
        else:
            shown.append(letter)
            place += 1
    return "".join(shown)


def _end_of_text(source: str, place: int) -> int:
    mark = source[place]
    if source.startswith(mark * 3, place):
        end = source.find(mark * 3, place + 3)
        return len(source) if end < 0 else end + 3
    place += 1
    while place < len(source) and source[place] != "\n":
        if source[place] == "\\":
            place += 1
        elif source[place] == mark:
            return place + 1
        place += 1
    return min(place, len(source))


def problem(source: str) -> SyntaxError | None:
    """What Python says of a cell that it cannot read; None if it can, or if nobody can tell."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, MemoryError, RecursionError, OverflowError):
        return None
    return None


def find(message: str, source: str, number: int) -> tuple[str, str]:
    """The slip in the line of this number (from 1), and what is near it: ("", "") if none is known.

    What is near is the line as Python can read it, or the piece that it cannot.
    """
    if len(source) > MOST_LETTERS_READ or not 1 <= number <= len(source.split("\n")):
        return "", ""
    lines, bare_lines = source.split("\n"), blanked(source).split("\n")
    raw, bare = lines[number - 1], bare_lines[number - 1]
    if len(raw) > 1_000:
        return "", ""
    before = "".join(bare_lines[: number - 1])
    inside = sum(map(before.count, "([{")) > sum(map(before.count, ")]}"))
    for name, slip in SLIPS.items():
        if slip.says and not re.search(slip.says, message):
            continue
        if inside and slip.looks.startswith("^"):
            # What begins a line may be the middle of something that brackets hold together.
            continue
        first = re.search(slip.looks, bare)
        if first is None:
            continue
        if slip.mend is None:
            return name, first[0].strip()
        mended = _mended(raw, bare, slip)
        cell = "\n".join([*lines[: number - 1], mended, *lines[number:]])
        if problem(cell) is None and not _COMMA_IN_A_NUMBER.match(mended):
            return name, mended.strip()
        if not slip.only_mended:
            return name, ""
    return "", ""


def _mended(raw: str, bare: str, slip: Slip) -> str:
    """The line with each match put right. The blanked line tells where, place by place."""
    parts, place = [], 0
    for found in re.finditer(slip.looks, bare):
        assert slip.mend is not None
        start, end = found.span()
        parts += [raw[place:start], _with_texts(slip.mend(found), raw[start:end], found[0])]
        place = end
    return "".join([*parts, raw[place:]])


def _with_texts(mended: str, raw: str, bare: str) -> str:
    """The mended piece with its texts, which were blanked; as it was, where one got lost."""
    texts = [raw[found.start() : found.end()] for found in _TEXT.finditer(bare)]
    between = _TEXT.split(mended)[::2]
    if len(between) != len(texts) + 1:
        return raw
    return "".join(a + b for a, b in zip(between, [*texts, ""], strict=True))
