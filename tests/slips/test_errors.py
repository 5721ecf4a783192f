"""Each slip of a beginner is told in words that fit what Python really says, and no other is."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
from helpers import some
from IPython.core.interactiveshell import InteractiveShell

from solidarity.slips import errors, writing
from solidarity.slips.errors import CodeError, in_words, seen
from solidarity.slips.meanings import MEANINGS, Meaning

COURSE = {
    "asia": "import pandas as pd\nasia = pd.DataFrame({'life_expectancy': [70], 'year': [1]})"
}


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """The IPython that a notebook's kernel runs: its words are not always Python's own."""
    shell = InteractiveShell.instance()
    # What IPython prints is not looked at here, and takes most of the time.
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    yield shell
    InteractiveShell.clear_instance()


def stopped(shell: InteractiveShell, *cells: str) -> CodeError:
    """What is seen of the error of the last cell; those before it run through."""
    shell.user_ns.clear()
    shell.init_user_ns()
    for cell in cells[:-1]:
        assert shell.run_cell(cell).success, cell
    result = shell.run_cell(cells[-1])
    error = result.error_before_exec or result.error_in_exec
    assert error is not None, f"no error: {cells[-1]}"
    return seen(error, cells[-1], shell.user_ns)


def told(shell: InteractiveShell, *cells: str) -> str:
    return in_words(stopped(shell, *cells))


@pytest.mark.parametrize("name", writing.SLIPS)
def test_each_slip_of_writing_is_known_by_its_example(shell: InteractiveShell, name: str) -> None:
    slip = writing.SLIPS[name]
    found = stopped(shell, slip.example)
    assert found.slip == name
    assert in_words(found).startswith(slip.words.replace("{near}", found.near))
    assert "{" not in slip.words.replace("{near}", "")
    if slip.mend is not None:
        # What is offered in place of the line can be read.
        assert f"so: `{found.near}`" in in_words(found)


def raised(code: str) -> CodeError:
    """What Python says of this code; without a cell to look at, as of a function that stopped."""
    names: dict[str, Any] = {}
    with pytest.raises((Exception, SystemExit, KeyboardInterrupt)) as caught:
        exec(compile(code, "<cell>", "exec"), names)
    return CodeError(type(caught.value).__name__, errors._message(caught.value))


@pytest.mark.parametrize("meaning", MEANINGS, ids=lambda one: one.slip or one.example[:30])
def test_each_meaning_is_told_of_its_own_example(shell: InteractiveShell, meaning: Meaning) -> None:
    found = stopped(shell, *meaning.cells) if meaning.slip else raised(meaning.example)
    assert errors.meaning_of(found) is meaning
    as_told = re.sub(r"\\{(\d|near)\\}", ".+", re.escape(meaning.words))
    assert re.fullmatch(as_told, in_words(found))
    assert not re.search(r"\{(\d|near)\}", in_words(found))


# What people type, what is said, and what is offered in its place ("" where nothing is).
TYPED = [
    ("members = 36 lakh", "no words for large ones", "members = 36 * 100_000"),
    ("members = 36lakh", "no words for large ones", "members = 36 * 100_000"),
    ("x = 3.6 Crores + 1", "no words for large ones", "x = 3.6 * 10_000_000 + 1"),
    ("total = 5 x 3", "with a star", "total = 5 * 3"),
    ("total = 5x3", "with a star", "total = 5 * 3"),
    ("total = price x 3", "with a star", "total = price * 3"),
    ("total = 3 x price", "with a star", "total = 3 * price"),
    ("total = 5×3 − 2", "long one of printed text", ""),
    ("return_rate = 10%", "does not mean percent", "return_rate = 10 / 100"),
    ("x = 10% of 500", "does not mean percent", ""),
    ("x = 200 * 10 %", "does not mean percent", "x = 200 * 10 / 100"),
    ("x = 10 percent", "10 / 100", "x = 10 / 100"),
    ("x = ₹500", "no sign of money", "x = 500"),
    ("x = Rs. 500", "no sign of money", "x = 500"),
    ("x = 500 pesos", "`500 pesos`", ""),
    ("members = 3,600,050", "A comma separates", "members = 3_600_050"),
    ("members = 1.000.000", "only one point", "members = 1_000_000"),
    ("members = 1 000 000", "no blanks in it", "members = 1_000_000"),
    ("begin = 08/01/2026", "A date is no number", ""),
    ("begin = 7:30", "A time of day", ""),
    ("members = 36 00 000", "no blanks in it", "members = 36_00_000"),
    ("x = 500 Rs", "no sign of money", "x = 500"),
    ("x = ₱ 500", "no sign of money", "x = 500"),
    ("c) It is the third", "stands alone, in quotation marks", ""),
    ("def f(x):\n    retrun x * 2", "is misspelt", "return x * 2"),
    ("whlie x > 3:\n    x = 1", "is misspelt", "while x > 3:"),
    ("form math import sqrt", "is misspelt", "from math import sqrt"),
    ("total(prices):\n    return 3", "with `def`", "def total(prices):"),
    ("function total(prices):\n    return 3", "with `def`", "def total(prices):"),
    ("if x > 3:\n    y = 1\n    else:\n    y = 2", "no `if` that it belongs to", ""),
    ("if not x = 3:\n    y = 1", "two signs", "if not x == 3:"),
    ("x = [1]\nx[x[0] = 1]", "asked with `==`", ""),
    ("x + = 1", "stands no blank", "x += 1"),
    ("x = 6 \\ 3", "A backslash", ""),
    ("asia.life expectancy", "`life expectancy`", ""),
    ("number = 007", "cannot begin with zeros", ""),
    ("my total = 3", "a blank in it", "my_total = 3"),
    ("life-expectancy = 3", "a hyphen in it", "life_expectancy = 3"),
    ("2nd = 3", "`2nd`", ""),
    ("lambda = 3", "`lambda` belongs to Python", ""),
    ("int members = 3", "no word before it", "members = 3"),
    ("total(5) = 3", "a name alone", ""),
    ("3600000 = members", "On the left of `=`", ""),
    ("members == = 3", "cannot read this line as it stands", ""),
    ("if x = 3:\n    y = 1", "two signs", "if x == 3:"),
    ("while x = 3:\n    y = 1", "two signs", "while x == 3:"),
    ("if x => 3:\n    y = 1", "no such sign of comparison", "if x >= 3:"),
    ("if x > 3\n    y = 1", "ends with a colon", "if x > 3:"),
    ("def f(x)\n    return x", "ends with a colon", "def f(x):"),
    ("for i in [1, 2];\n    x = 1", "ends with a colon", "for i in [1, 2]:"),
    ("if x > 3 print(x)", "ends with a colon", ""),
    ("if x > 3:\nprint(x)", "Begin the next line with four spaces", ""),
    ("def f(x):\n    # nothing yet", "what belongs to it is missing", ""),
    ("x = 3\n  y = 4", "further right", ""),
    ("def f():\n        x = 3\n    return x", "begin at the same place", ""),
    ("if x:\n    y = 1\nelse if z:\n    y = 2", "`elif`", "elif z:"),
    ("if x > 3 then\n    y = 1", "no word `then`", "if x > 3:"),
    ("Return 3", "`Return` is none of them", ""),
    ("For i in range(3):\n    x = 1", "`For` is none of them", ""),
    ('print "hello"', "in round brackets", ""),
    ("print total", "in round brackets", ""),
    ("if x && y:\n    z = 1", "`and` in place of", "if x and y:"),
    ("if x || y:\n    z = 1", "`or` in place of", "if x or y:"),
    ("if !x:\n    z = 1", "`not` in place of", "if not x:"),
    ("x = [1, 2; 3]", "separated by commas", "x = [1, 2, 3]"),
    ("x = total members", "`total members`", ""),
    ("x = [3 4]", "`3 4`", ""),
    ('x = ["a", "b" 3]', "a comma, or a sign", ""),
    ('x = {"rice": 40, "fish" = 90}', "a colon stands between", 'x = {"rice": 40, "fish": 90}'),
    ("x = (3 + 4", "`(` was opened", ""),
    ("x = [3, 4", "`[` was opened", ""),
    ('x = {"rice": 40', "`{` was opened", ""),
    ("print(sum([3, 4])", "`(` was opened", ""),
    ("x = 3 + 4)", "`)` closes nothing", ""),
    ("x = [3, 4)", "`[` was closed with `)`", ""),
    ('name = "Ana', "has no partner", ""),
    ("name = 'don't'", "as in don't", ""),
    ('plan = """We meet', "three marks at its end", ""),
    ("country = “India”", "not those of the keyboard", 'country = "India"'),
    ("country = ‘India’", "not those of the keyboard", "country = 'India'"),
    ("country = «India»", "not those of the keyboard", 'country = "India"'),
    ("country = „India“", "not those of the keyboard", 'country = "India"'),
    ("country = `India`", "not those of the keyboard", "country = 'India'"),
    ("x\u00a0=\u00a03", "cannot be seen", "x = 3"),
    ("x =\u200b 3", "cannot be seen", "x = 3"),
    ("x = 6 ÷ 2", "with a slash", "x = 6 / 2"),
    ("x = 3 – 2", "long one", "x = 3 - 2"),
    ("x = 3 · 2", "with a star", "x = 3 * 2"),
    ("x = 3³", "two stars", "x = 3 ** 3"),
    ("x = 2½", "no fractions", ""),
    ("x = （3）", "wide kind", "x = (3)"),
    ("members = …", "only mark a place", ""),
    ("members = ", "Nothing stands behind `=`", ""),
    ("members := 3", "with `=` alone", "members = 3"),
    ("x++", "`+= 1`", "x += 1"),
    ("return 3\nx = = 2", "as it stands", ""),
    ("Our co-op is old. We fix nets every day", "reads like a sentence", ""),
    ("The answer is c because it counts members", "reads like a sentence", ""),
    ("Our group’s plan is to save more", "reads like a sentence", ""),
    ('said = "We say "yes" here"', "ends at the next quotation mark", ""),
    ("def (x):\n    return x", "needs a name", ""),
    ("def f:\n    return 3", "round brackets with its inputs", "def f():"),
    # A text within the mended piece is kept.
    ('planet_too = ["b"; "c"; ""]', "separated by commas", 'planet_too = ["b", "c", ""]'),
    ('if 3 == "a"\n    x = 1', "ends with a colon", 'if 3 == "a":'),
    ('if 3 == "a" then\n    x = 1', "no word `then`", 'if 3 == "a":'),
    ("x = “don't”", "make them curly", "x = \"don't\""),
    # A comma within a number makes two values: such a line is not offered.
    ("members = ₱3,600,000", "without commas", ""),
    ("members = 3,600,000 PHP", "without commas", ""),
    ("members = 3,6 lakh", "no words for large ones", ""),
    ("rate = 8,5%", "does not mean percent", ""),
    ("rate = 0,08", "behind a point", "rate = 0.08"),
    ("x = round(1,05)", "behind a point", "x = round(1.05)"),
    ("members = ३६", "figures 0 to 9", "members = 36"),
    ("members = ๓๖ * 2", "figures 0 to 9", "members = 36 * 2"),
    ("x = 36∗2", "with a star", "x = 36 * 2"),
    ('x = len "rice"', "in round brackets", 'x = len("rice")'),
    ("si 3 > 2:\n    x = 1", "words are English", ""),
    ("for x em range(3):\n    y = 1", "words are English", ""),
    ("def f(x):\n    regresar x * 2", "words are English", ""),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "words", "offered"), TYPED)
def test_a_line_that_cannot_be_read_is_told_in_plain_words(
    shell: InteractiveShell, cell: str, words: str, offered: str
) -> None:
    found = stopped(shell, cell)
    assert words in in_words(found)
    mended = in_words(found).partition("can read it so: `")[2].partition("`.")[0]
    if "`" not in offered:
        assert mended == offered or (not offered and found.near == mended)
    assert found.line in [line.strip() for line in cell.split("\n")]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["shrinking = c"], '`"c"`'),
        (["planet_too = [b, c]"], '`"b"`'),
        (["shrinking = c  # I think"], '`"c"`'),
        (['planet_too = ["b", c]'], '`"c"`'),
        (["list = [3]", "isinstance(3, list)"], "`del list`"),
        (["from solidarity.chek import check"], "`solidarity.check`"),
        ([COURSE["asia"], "asia.drop(columns='Year')"], "`'year'`"),
        ([COURSE["asia"], "asia['year'] + 'a'"], "text where only numbers"),
        (['int("3.5")'], "`float` reads a point too"),
        (["x = {'a': 1}", "for k, v in x:\n    pass"], "`.items()`"),
        (["x = [1]", "x.length"], "`len(prices)`"),
        (["total = 3", "totl + 1"], "`total`"),
        (["Total = 3", "total + 1"], "`Total`"),
        (["pritn(3)"], "`print`"),
        (["country = India"], "a text without its quotation marks"),
        (["x = true"], "with a capital letter"),
        (["x = None", "y = none"], "with a capital letter"),
        (["x = 36 * lakh"], "`100_000`"),
        (["asia = pd.DataFrame()"], "`import` or `from`"),
        (['check("members")'], "`check` yet"),
        (["asia.head()"], "a cell that was not run"),
        (["def check(name):\n    return 1", "check(members)"], '`check("members")`'),
        (["def f():\n    total = 3\n    return totl\nf()"], "`total`"),
        (["def f():\n    total = total + 1\nf()"], "`total` is used before"),
        ([COURSE["asia"], "asia['life expectancy']"], "`'life_expectancy'`"),
        ([COURSE["asia"], "asia['Year']"], "`'year'`"),
        ([COURSE["asia"], "asia[['Year']]"], "`'year'`"),
        ([COURSE["asia"], "asia.sort_values('Year')"], "`'year'`"),
        ([COURSE["asia"], "asia.groupby('Year').sum()"], "`'year'`"),
        ([COURSE["asia"], "asia.loc[0, 'Year']"], "`'year'`"),
        ([COURSE["asia"], "asia['zzzz']"], "letter by letter"),
        (['prices = {"rice": 40}', 'prices["Rice"]'], "`'rice'`"),
        (['a = {"b": {"rice": 40}}', 'a["b"]["ricee"]'], "`'rice'`"),
        (["a = {2007: 1}", 'a["2007"]'], "`2007`"),
        (['a = {"2007": 1}', "a[2007]"], "`'2007'`"),
        ([COURSE["asia"], "asia.life_expectanc"], "`life_expectancy`"),
        ([COURSE["asia"], "asia.heed()"], "`head`"),
        ([COURSE["asia"], "pd.Dataframe()"], "`DataFrame`"),
        (["x = []", "x.apend(3)"], "`append`"),
        (["x = [1]\nx = x.append(3)", "x.append(4)"], "`x` holds None"),
        (["x = [1]\nx = x.sort()", "x[0]"], "`x` holds None"),
        (["x = print(5)", "x + 1"], "`x` holds None"),
        (["def f():\n    3\ny = f()", "y * 2"], "`y` holds None"),
        (["[].append(3, 4)"], "`append` takes one value"),
        ([COURSE["asia"], "asia.head[3]"], "Its inputs stand in round brackets"),
        ([COURSE["asia"], "for row in asia.head:\n    pass"], "also empty ones"),
        ([COURSE["asia"], "asia['year'].sum + 1"], "also empty ones"),
        (["sum = 5", "sum([3, 4])"], "`del sum`"),
        (["list = [3]", "list(range(3))"], "`del list`"),
        (["max = 5", "def f(x):\n    return max(x, 3)\nf(2)"], "`del max`"),
        (["len = 5", "3 + len([1])"], "`del len`"),
        (["print = 5", "print(3)"], "`del print`"),
        (["str = 'a'", "str(3)"], "`del str`"),
        (["def f(max):\n    return max(1, 2)\nf(3)"], "Within this function, the name `max`"),
        (["check = 5", 'check("members")'], "`check` comes from an import"),
        (["pd = 5", "pd.DataFrame()"], "`pd` comes from an import"),
        (["members = 3,600,000", "members / 2"], "`3_600_000`"),
        (['x = "5"', "x + 1"], "A text and a number"),
        (['x = "5"', "x < 1"], "A text and a number"),
        (["x = 3", "x(4)"], "times is written `*`"),
        (["(3)(4)"], "times is written `*`"),
        (["x = [1]", "x[5]"], "counted from 0"),
        (["1 / 0"], "divided by zero"),
        ([COURSE["asia"], 'asia["year" == 2007]'], "names the table twice"),
        ([COURSE["asia"], "asia.len()"], "asked with `len(table)`"),
        (["def f():\n    return f()\nf()"], "calls itself"),
        (["import pandass"], "`pandas`"),
        (["from math import squrt"], "`sqrt`"),
        (['open("members.csv")'], "no file of this name"),
        (['int("36 lakh")'], "a text of figures alone"),
        (['float("1,000")'], "not a number as Python writes one"),
        ([COURSE["asia"], "if asia['year'] > 3:\n    pass"], "a column gives one for each row"),
        (["raise NotImplementedError()"], "not written this one yet"),
        ([COURSE["asia"], "asia.query('year > 3 lakh')"], "a text or a file"),
        (["eval('5 lakh')"], "a text or a file"),
    ],
)
def test_a_cell_that_stops_is_told_in_plain_words(
    shell: InteractiveShell, cells: list[str], words: str
) -> None:
    assert words in told(shell, *cells)


@pytest.mark.parametrize(
    ("cells", "not_told"),
    [
        # An error of another cause beside what only looks like a slip.
        (['x = "36 lakh" + + "']  , "large ones"),
        (["x = 1  # 5 x 3\ny = (2"], "star"),
        (['text = "10%"; y = = 3'], "percent"),
        (["x = 10 % 3; y = = 3"], "percent"),
        (["x = 10 % -3; y = = 3"], "percent"),
        (["x = 0x1f + 1e5 + = 2"], "number and a word"),
        (["x = 5 if True else 3; y = = 1"], "side by side"),
        (['x = ["a" if True else "b"; 3]'], "quotation mark of its own"),
        (["x = [1,\n   2 for i in range(3), z = 4]"], "colon"),
        (["x = {'a': 1}\nx['b'] = = 2"], "colon"),
        (['"""\nif x = 3\n"""\ny = = 1'], "two signs"),
        (["If = 3; y = = 1"], "written small"),
        # Errors whose names and texts only sound like others.
        (["raise ValueError('NoneType object')"], "None"),
        (["raise KeyError('object is not callable')"], "brackets"),
        (["x = {}", "x['argument of type']"], "looks into"),
        (["sum = 5", "x = 3", "x(4)"], "sum"),
        (["sum = 5", "y = {}['rice']"], "sum"),
        (["x = None", "y = 3", "y(4)"], "None"),
        (["x = {'b': 1}", "x['zzzz']"], "nearest"),
        (["zzzz = 3", "qqqqq"], "nearest"),
        (["a = b + c"], "answer"),
        (["yes"], "nearest"),
        (["total price = = 3"], "misspelt"),
        (["def f():\n    result 3 + 4"], "misspelt"),
        (["x = 3 +"], "misspelt"),
        (["if True:\n    x = 1\nelse:\n    x = = 3"], "belongs to"),
        (["x = {3: 30, 4: = 2}"], "time of day"),
        (["print(max(3) x)"], "def"),
        (["class Odd:\n    pass", "Odd().name"], "nearest"),
        (["'abc' + None"], "number"),
    ],
)  # fmt: skip
def test_no_sentence_is_given_for_an_error_of_another_cause(
    shell: InteractiveShell, cells: list[str], not_told: str
) -> None:
    assert not_told not in told(shell, *cells)


@pytest.mark.parametrize("kind", ["SyntaxError", "IndentationError", "TabError"])
def test_a_line_that_nobody_knows_is_still_told_where_to_look(kind: str) -> None:
    assert "cannot read this line as it stands" in in_words(CodeError(kind, "?"))


def test_an_error_of_an_unknown_kind_is_told_nothing() -> None:
    assert in_words(CodeError("OddError", "odd")) == ""


class Raises(Exception):
    def __str__(self) -> str:
        raise KeyboardInterrupt

    def __getattribute__(self, name: str) -> Any:
        raise SystemExit(name)


class Loud(SyntaxError):
    @property
    def lineno(self) -> Any:  # type: ignore[override]
        raise RuntimeError

    msg = property(lambda self: 1 / 0)  # type: ignore[assignment]


ODD: list[Callable[[], BaseException]] = [
    lambda: Raises(),
    lambda: Loud("x"),
    lambda: SyntaxError(),
    lambda: SyntaxError("invalid syntax", ("<cell>", 10**9, -5, None)),
    lambda: SyntaxError("invalid syntax", ("<cell>", 1, 1, "x" * 10**6)),
    lambda: KeyError(),
    lambda: KeyError(Raises()),
    lambda: NameError("name '' is not defined"),
    lambda: NameError("name '(((' is not defined"),
    lambda: AttributeError("x", name=5, obj=Raises()),  # type: ignore[arg-type]
    lambda: AttributeError("x", name="y", obj=Raises()),
    lambda: ImportError("cannot import name 'a' from 'b'", name="no such module"),
    lambda: ImportError(),
    lambda: ValueError("x" * 10**6),
    lambda: BaseException(),
]


@pytest.mark.parametrize("make", ODD)
def test_whatever_the_exception_is_looking_at_it_raises_nothing(
    make: Callable[[], BaseException],
) -> None:
    error = make()
    for source in ("", "x = 1", "(" * 1_000, "'" * 999, "\x00", "x" * 10**6):
        found = seen(error, source, {"x": 1})
        assert json.loads(json.dumps(asdict(found))) == asdict(found)
        assert len(found.message) <= 200
        assert len(found.line) <= 200
        assert len(found.near) <= 80
        assert isinstance(in_words(found), str)


@pytest.mark.parametrize(
    "cell",
    ["x = " + "(" * 300, "36 lakh " * 3_000, "'" + "a b " * 10_000, "a " * 40_000, "“" * 9_000],
)
def test_a_long_odd_line_is_looked_at_quickly(cell: str) -> None:
    error = writing.problem(cell)
    if error is not None:
        in_words(seen(error, cell, {}))


def test_data_from_elsewhere_cannot_break_out_of_its_place() -> None:
    words = in_words(CodeError("NameError", "name 'a`b' is not defined", near="x`y", slip="odd"))
    assert words.count("`") == 2
    assert "`x'y`" in in_words(CodeError("NameError", "", near="x`y", slip="near name"))


def test_what_is_blanked_keeps_its_length_and_lines() -> None:
    for text in ("a = 'b' # c\nd", '"""x\ny"""z', "'don't", "'a\\'b'c", '"', "", "f'{x}'", "'''"):
        bare = writing.blanked(text)
        assert len(bare) == len(text)
        assert bare.count("\n") == text.count("\n")
    assert writing.blanked("x = 'a b'; y  # no") == "x = '   '; y      "


def test_no_word_of_python_is_taken_for_a_name() -> None:
    for word in some(keyword.kwlist):
        assert writing.find("invalid syntax", f"5 {word}", 1)[0] not in ("number and word", "scale")


def test_what_the_course_itself_refuses_is_told_in_its_own_words() -> None:
    names: dict[str, Any] = {}
    exec("from solidarity.data import load", names)
    source = 'load("gapminder asia")'
    try:
        exec(compile(source, "<ipython-input-1-a>", "exec"), names)
    except ValueError as error:
        words = in_words(seen(error, source, names))
    assert words.startswith("The course's own code says: there is no table 'gapminder asia'.")
    assert "Did you mean 'gapminder_asia'?" in words
