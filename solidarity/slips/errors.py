"""An error of a learner's own code, told in plain words: what it means, and what to do."""

from __future__ import annotations

import builtins
import dataclasses
import linecache
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solidarity.slips import behind, writing
from solidarity.slips.kind import type_name

MOST_LETTERS = 200
NEAR_LETTERS = 80

SYNTAX = frozenset({"SyntaxError", "IndentationError", "TabError", "_IncompleteInputError"})


@dataclass(frozen=True)
class CodeError:
    """An error of a learner's own code, as plain data: safe to send as JSON."""

    kind: str
    """``"NameError"``"""
    message: str
    """Python's own words, at most 200 letters."""
    line: str = ""
    """The learner's own line, stripped, at most 200 letters."""
    near: str = ""
    """What was probably meant: a name or a column that exists, the line as Python can read it,
    or the name that was given a value of one's own; at most 80 letters."""
    slip: str = ""
    """The name of the slip, where it was recognised by more than Python's words, or ""."""

    def to_answer(self) -> dict[str, str]:
        """The same as part of an answer (see ``ask``), without what is empty."""
        told = dataclasses.asdict(self)
        return {"error": told.pop("kind"), **{name: text for name, text in told.items() if text}}

    @classmethod
    def of_answer(cls, answer: Mapping[str, Any]) -> CodeError:
        """The error in an answer, which may be anybody's word."""
        names = [field.name for field in dataclasses.fields(cls)][1:]
        return cls(str(answer.get("error", "")), **{n: str(answer.get(n, "")) for n in names})


@dataclass(frozen=True)
class Meaning:
    """What some words of Python mean. ``example`` is code of which Python says them."""

    kinds: str
    says: str
    words: str
    example: str


_ALL = "|".join(SYNTAX)

# What some errors say is clearer than their kind, but only to those who know it already.
# ``{1}`` is what the first brackets of the pattern hold.
MEANINGS = (
    # --- Writing ---------------------------------------------------------------------------------
    Meaning(
        _ALL,
        r"^'([(\[{])' was never closed",
        "A bracket `{1}` was opened in this line and never closed. "
        "Each opening bracket needs its closing one.",
        "total = sum([3, 4)".replace(")", "]"),
    ),
    Meaning(
        _ALL,
        r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'",
        "The bracket `{2}` was closed with `{1}`, which is of another kind. "
        "`(` is closed with `)`, `[` with `]`, and `{` with `}`.",
        "prices = [3, 4)",
    ),
    Meaning(
        _ALL,
        r"^unmatched '(.)'",
        "The bracket `{1}` closes nothing: it is one too many, or an opening one is missing.",
        "total = 3)",
    ),
    Meaning(
        _ALL,
        r"^unterminated triple-quoted",
        "A text that begins with three quotation marks has no three marks at its end.",
        'plan = """We meet',
    ),
    Meaning(
        _ALL,
        r"^(unterminated (f-string|string)|EOL while scanning)",
        "A quotation mark in this line has no partner. "
        "A text begins and ends with the same mark; one with an apostrophe in it, as in don't, "
        "stands between double marks.",
        "name = 'don't'",
    ),
    Meaning(
        _ALL,
        r"^expected an indented block after (.+) on line \d+",
        "The line above it ends with a colon, and what belongs to it is missing. "
        "Begin the next line with four spaces.",
        "def total(prices):\nreturn 3",
    ),
    Meaning(
        _ALL,
        r"^unexpected indent",
        "This line begins further right than the line above it, and nothing asks for that. "
        "Take away the spaces at its beginning.",
        "x = 3\n    y = 4",
    ),
    Meaning(
        _ALL,
        r"^unindent does not match",
        "This line begins neither where the line above it begins, nor where an earlier one does. "
        "Lines that belong together begin at the same place.",
        "def total(prices):\n        x = 3\n    return x",
    ),
    Meaning(
        _ALL,
        r"^inconsistent use of tabs",
        "Some lines begin with spaces and others with the tab key. "
        "Begin them all with spaces, four for each step.",
        "if True:\n        x = 1\n\ty = 2",
    ),
    Meaning(
        _ALL,
        r"^Missing parentheses in call to 'print'",
        "What `print` is to show stands in round brackets: `print(3)`.",
        "print 3",
    ),
    Meaning(
        _ALL,
        r"^'(return|yield)' outside function",
        "`{1}` belongs into a function. Its line begins with spaces, below a line with `def`.",
        "return 3",
    ),
    Meaning(
        _ALL,
        r"^'(break|continue)' (outside|not properly in) loop",
        "`{1}` belongs into a loop. Its line begins with spaces, "
        "below a line with `for` or `while`.",
        "break",
    ),
    Meaning(
        _ALL,
        r"^leading zeros in decimal",
        "A number cannot begin with zeros. Leave them out; "
        "where they matter, as in a telephone number, make it a text in quotation marks.",
        "number = 007",
    ),
    Meaning(
        _ALL,
        r"^cannot assign to function call",
        "On the left of `=` stands a name alone, and here a call with brackets stands there. "
        "A function is made with `def`; whether two things are equal is asked with `==`.",
        "total(3) = 5",
    ),
    Meaning(
        _ALL,
        r"^cannot assign to ",
        "On the left of `=` stands the name that gets a value, alone; the value or the sum stands "
        "on the right. Whether two things are equal is asked with `==`.",
        "3 = members",
    ),
    Meaning(
        _ALL,
        r"Maybe you meant '==' or ':='|perhaps you meant \"==\"",
        "One `=` gives a value to a name, and cannot stand here. "
        "Whether two things are equal is asked with two signs, `==`.",
        "print(3 + x = 4)",
    ),
    Meaning(
        _ALL,
        r"Perhaps you forgot a comma",
        "Something is missing between two values in brackets: a comma, or a sign such as `+`.",
        'names = ["Ana" 3]',
    ),
    Meaning(
        _ALL,
        r"^expected ':'",
        "A colon is missing at the end of what begins with `if`, `else`, `for`, `while` or `def`.",
        "while 3 > 4\n    x = 1",
    ),
    Meaning(
        _ALL,
        r"^expected 'else' after 'if' expression",
        "A value with `if` behind it needs an `else` too: `5 if rain else 3`. "
        "To do something only in one case, begin a line with `if`.",
        "x = 3 if True",
    ),
    Meaning(
        _ALL,
        r"^positional argument follows keyword argument",
        "In a call, values without a name come first, and those with `name=` after them.",
        "round(number=3, 2)",
    ),
    Meaning(
        _ALL,
        r"^(keyword argument repeated|duplicate argument)",
        "The same input stands there twice.",
        "dict(a=1, a=2)",
    ),
    Meaning(
        _ALL,
        r"(non-default argument follows default|without a default follows)",
        "In the line with `def`, inputs that have a value of their own come last.",
        "def pay(rate=3, members):\n    return 1",
    ),
    Meaning(
        _ALL,
        r"^f-string: ",
        "In a text with f before it, the curly brackets hold a name or a sum. "
        "What stands in them here cannot be read, or a bracket is missing.",
        'print(f"{3")',
    ),
    Meaning(
        _ALL,
        r"^invalid decimal literal",
        "A number runs into letters. Put a sign or a blank between them, "
        "and begin a name with a letter.",
        "x = 3y + 1",
    ),
    Meaning(
        _ALL,
        r"^invalid character '(.)'",
        "Python does not read the sign `{1}`. Delete it, or write it as the keyboard has it.",
        "x = 3 ★",
    ),
    Meaning(
        _ALL,
        r"^unexpected character after line continuation",
        "A backslash `\\` stands in this line. Divided is written with `/`, "
        "and a line simply ends.",
        "x = 6 \\ 3",
    ),
    # --- Names -----------------------------------------------------------------------------------
    Meaning(
        "NameError",
        r"name '(none|true|false|NONE|TRUE|FALSE)' is not defined",
        "Python writes None, True and False with a capital letter.",
        "x = true",
    ),
    Meaning(
        "NameError",
        r"(?i)name '(null|nil|undefined)' is not defined",
        "Python's word for nothing is `None`, with a capital letter.",
        "x = null",
    ),
    Meaning(
        "NameError",
        r"(?i)name '(hundred|thousand|lakh|lac|million|crore|billion)s?' is not defined",
        "Python knows no words for large numbers. Write the zeros; "
        "`_` may stand between them, as in `100_000`.",
        "members = 36 * lakh",
    ),
    Meaning(
        "NameError",
        r"name '([^']+)' is not defined",
        "Python met a name that it does not know: `{1}`. Look for a spelling that differs, "
        "a text without its quotation marks, or a cell that was not run.",
        "total = members_of_the_group",
    ),
    Meaning(
        "UnboundLocalError",
        r"cannot access local variable '([^']+)'",
        "Within the function, the name `{1}` is used before it has a value. "
        "Give it a first value before the loop or the if.",
        "def f():\n    total = total + 1\nf()",
    ),
    # --- Kinds that do not fit -------------------------------------------------------------------
    Meaning(
        "TypeError",
        r"Cannot perform '(r?and|r?or)_'",
        "Each part beside `&` must be a column of True and False. "
        "Put both parts together into brackets before you go on with `.sum()`.",
        "import pandas as pd\n(pd.Series([1.5]) < 9) & 1.5",
    ),
    Meaning(
        "TypeError",
        r"for \^:|ufunc 'bitwise_xor'|perform 'r?xor'",
        "A power is written with two stars: `2 ** 3` is 8.",
        "2.0 ^ 3",
    ),
    Meaning(
        "TypeError",
        r"type float$|indices must be integers( or slices)?, not float|"
        r"'float' object cannot be interpreted as an integer",
        "A whole number belongs here, and `/` never gives one. `//` divides and rounds down.",
        "range(6 / 3)",
    ),
    Meaning(
        "TypeError",
        r"list indices must be integers( or slices)?, not str",
        "A list is asked by a place, and here it was asked by a name. "
        "Go through it in a loop, and ask each part by its name.",
        '[3, 4]["first"]',
    ),
    Meaning(
        "TypeError",
        r"string indices must be integers",
        "Square brackets behind a text ask for a letter by its place, and here it was asked by "
        "something else. A loop through a dictionary gives its names, which are texts; "
        "its values come from `.items()` or `.values()`.",
        '"rice"["price"]',
    ),
    Meaning(
        "TypeError",
        r"'(int|float)' object is not iterable",
        "Several values are needed here, and this is one number. A loop goes through a list or a "
        "range, as in `range(3)`; `max` takes its values with commas between them.",
        "for month in 12:\n    pass",
    ),
    Meaning(
        "TypeError",
        r"'list' and '(list|int|float)'|'(int|float)' and 'list'",
        "A whole list cannot be computed with. Take one value of it, as in `prices[place]`.",
        "[1, 2] / 2",
    ),
    Meaning(
        "TypeError",
        r"multiply sequence by",
        "A list or a text cannot be computed with as a whole. Take one value of a list, "
        "as in `prices[place]`; a number stands without quotation marks.",
        "[1, 2] * 0.5",
    ),
    Meaning(
        "TypeError",
        r"'tuple' and '(int|float)'|'(int|float)' and 'tuple'|"
        r"can only concatenate tuple \(not \"int",
        "One of the values is a row of several numbers. A comma makes such a row: "
        "3,600,000 is three numbers. Write `3_600_000`, and a point for decimals.",
        "members = 3,600,000\nmembers / 2",
    ),
    Meaning(
        "TypeError",
        r"can only concatenate str \(not \"(?:int|float)\"\)|'str' and '(?:int|float)'|"
        r"'(?:int|float)' and 'str'|unary .: 'str'|must be real number, not str",
        "A text and a number do not go together in a sum or a comparison. A number stands without "
        "quotation marks; `float(…)` makes a number of a text, and `str(…)` a text of a number.",
        '"members: " + 5',
    ),
    Meaning(
        "TypeError|UFuncTypeError|_UFuncNoLoopError|UFuncNoLoopError",
        r"ufunc '\w+' (did not contain a loop|not supported for the input types)|"
        r"with (string|str) dtype|type str doesn't define __round__",
        "There is text where only numbers can be computed with. "
        "Choose the columns that hold numbers, or make numbers of the text first.",
        'import pandas as pd\npd.DataFrame({"country": ["India", "Nepal"]}).mean()',
    ),
    Meaning(
        "TypeError",
        r"can only concatenate list",
        "With `+`, only a list can be added to a list. "
        "`append` adds one value: `prices.append(3)`.",
        "[3, 4] + 5",
    ),
    Meaning(
        "TypeError",
        r"'NoneType' object",
        "A name holds None, which means nothing. `append` and `sort` change a list itself: "
        "write `x.append(…)` alone, and not `x = x.append(…)`. "
        "A function without `return` gives None too, and so does `print`.",
        "x = [].append(3)\nx[0]",
    ),
    Meaning(
        "TypeError",
        r"'NoneType' and|and 'NoneType'|not \"NoneType\"",
        "One of the values is None, which means nothing. A function without `return` gives None, "
        "and so does `print`.",
        "print(3) + 1",
    ),
    Meaning(
        "TypeError",
        r"^list\.(\w+)\(\) takes exactly one argument|^append\(\) takes exactly one",
        "`append` takes one value. Add several with one `append` for each, "
        "or write them as a list: `x.extend([3, 4])`.",
        "[].append(3, 4)",
    ),
    Meaning(
        "TypeError",
        r"'builtin_function_or_method'",
        "A name that works on something needs round brackets behind it, also empty ones: "
        "`random()`.",
        "len / 2",
    ),
    Meaning(
        "TypeError",
        r"'(?:method|method_descriptor|function|type)' object is not subscriptable|"
        r"^type '\w+' is not subscriptable",
        "What stands before the square brackets is a function. "
        "Its inputs stand in round brackets: `round(3.5)`, `table.head(3)`.",
        "import pandas as pd\npd.Series([1]).head[0]",
    ),
    Meaning(
        "TypeError",
        r"(?:and|:) '(?:method|function)'|'(?:method|function)' (?:and|object)",
        "A function itself was taken in place of what it gives. "
        "Round brackets behind its name call it, also empty ones: `column.sum()`.",
        "def pay():\n    return 3\npay + 1",
    ),
    Meaning(
        "TypeError",
        r"'module' object is not callable",
        "The name before the brackets is a module, a box of functions. "
        "Name the one you want behind a dot, as in `random.random()`.",
        "import random\nrandom()",
    ),
    Meaning(
        "TypeError",
        r"object is not callable",
        "Round brackets behind a name call a function, and this is none. "
        "A place in a list or dictionary stands in square brackets, and times is written `*`.",
        "price = 3\nprice(4)",
    ),
    Meaning(
        "TypeError",
        r"object is not subscriptable",
        "Square brackets behind a name ask for a part of a list or a dictionary, "
        "and this value has no parts.",
        "price = 3\nprice[0]",
    ),
    Meaning(
        "TypeError",
        r"argument of type|is not a container or iterable",
        "`in` looks into a list, a dictionary or a text, and here is a single value. "
        "Was its name given a new value on the way?",
        "3 in 4",
    ),
    Meaning(
        "TypeError",
        r"'(tuple|str)' object does not support item assignment",
        "A text, or a row of values in round brackets, cannot be changed in place. "
        "Use a list, in square brackets, or make a new value.",
        "x = (1, 2)\nx[0] = 3",
    ),
    Meaning(
        "TypeError",
        r"object does not support item assignment",
        "Square brackets on the left of `=` put a value into a list or a dictionary, "
        "and this name holds neither.",
        "x = 3\nx[0] = 4",
    ),
    Meaning(
        "TypeError",
        r"object of type '(?:int|float)' has no len",
        "`len` counts the values of a list, a table or a text, and this is one number.",
        "len(3)",
    ),
    Meaning(
        "TypeError",
        r"missing (\d+) required positional argument|missing (\d+) required keyword",
        "A function got too few inputs. Compare the call with the first line of that function.",
        "def pay(rate):\n    return rate\npay()",
    ),
    Meaning(
        "TypeError",
        r"takes (from )?\d+ (to \d+ )?positional argument|takes no arguments|"
        r"takes exactly \w+ argument|expected (at (most|least) )?\d+ arguments?, got",
        "A function got too few inputs, or too many. "
        "Compare the call with the first line of that function.",
        "def pay(rate):\n    return rate\npay(3, 4)",
    ),
    Meaning(
        "TypeError",
        r"got an unexpected keyword argument '([^']+)'",
        "The function has no input called `{1}`. Compare the call with the names of its inputs.",
        "def pay(rate):\n    return rate\npay(rates=3)",
    ),
    Meaning(
        "TypeError",
        r"got multiple values for argument '([^']+)'",
        "The input `{1}` was given twice. Compare the call with the function's first line.",
        "def pay(rate):\n    return rate\npay(3, rate=4)",
    ),
    Meaning(
        "TypeError",
        r"cannot unpack non-(iterable|sequence)",
        "Several names stand on the left, and there is one value for them all.",
        "a, b = 3",
    ),
    Meaning(
        "TypeError",
        r"unhashable type: 'list'",
        "A whole list was used as the name of a value. Take the part of it that is the name.",
        "{}[[1, 2]]",
    ),
    Meaning(
        "TypeError",
        r"not all arguments converted during string formatting",
        "`%` was used on a text. For the remainder of a division, both must be numbers: "
        "a number stands without quotation marks.",
        '"7" % 2',
    ),
    Meaning(
        "TypeError",
        r"(int|float)\(\) argument must be a string",
        "`int` and `float` make a number of one text, and not of a list or of None.",
        "float([3])",
    ),
    # --- Values that do not fit ------------------------------------------------------------------
    Meaning(
        "ValueError",
        r"truth value of a (Series|DataFrame|array)",
        "`if`, `and`, `or` and `not` ask for one answer, and a column gives one for each row. "
        "Keep the rows you want with square brackets, as in `column[column < 10]`, "
        "and join two columns of True and False with `&`.",
        "import pandas as pd\nif pd.Series([1, 2]) < 2:\n    pass",
    ),
    Meaning(
        "ValueError",
        r"invalid literal for int\(\)",
        "`int` reads a text of figures alone: no words, no commas, no point and no sign of money. "
        "`float` reads a point too.",
        'int("36 lakh")',
    ),
    Meaning(
        "ValueError",
        r"could not convert string.* to float",
        "This text is not a number as Python writes one. It takes figures and one point: "
        "no words, no commas between thousands, no sign of money.",
        'float("1,000")',
    ),
    Meaning(
        "ValueError",
        r"list\.remove\(x\)|is not in list|\.index\(x\)|x not in tuple",
        "The list does not hold this value. Compare the spelling letter by letter.",
        "[3, 4].remove(5)",
    ),
    Meaning(
        "ValueError",
        r"(max|min)\(\) (arg|iterable argument) is (an )?empty",
        "There is no largest or smallest of nothing: the list is empty here.",
        "max([])",
    ),
    Meaning(
        "ValueError",
        r"not enough values to unpack|too many values to unpack",
        "There are not as many names as values here: count both. "
        "A loop through a dictionary gives name and value together with `.items()`.",
        "a, b = [1, 2, 3]",
    ),
    Meaning(
        "ValueError",
        r"identically-labeled",
        "Two columns are compared whose rows are not the same. "
        "Take both from the same table, cut in the same way.",
        "import pandas as pd\npd.Series([1]) == pd.Series([1, 2])",
    ),
    Meaning(
        "ValueError",
        r"arrays must all be same length|All arrays must be of the same length|"
        r"does not match length of index",
        "The columns of a table must all have the same number of values. Count them. "
        "If this line was given to you: did a cell above give a table that it reads another value? "
        "Choose a new name there.",
        'import pandas as pd\npd.DataFrame({"a": [1], "b": [1, 2]})',
    ),
    Meaning(
        "ValueError",
        r"math domain error|expected a (?:nonnegative|positive) input",
        "This cannot be computed, such as the root of a number below zero.",
        "import math\nmath.sqrt(-1)",
    ),
    Meaning(
        "ValueError",
        r"cannot convert float NaN to integer",
        "A value is missing here (NaN), and a missing value cannot become a whole number.",
        'int(float("nan"))',
    ),
    # --- What is not there -----------------------------------------------------------------------
    Meaning(
        "IndexError",
        r"from an empty sequence",
        "The list is empty, so nothing can be chosen.",
        "import random\nrandom.choice([])",
    ),
    Meaning(
        "IndexError",
        r"pop from empty",
        "The list is empty, so nothing can be taken out.",
        "[].pop()",
    ),
    Meaning(
        "IndexError",
        r"single positional indexer is out-of-bounds",
        "The table or column has no row at this place. Rows are counted from 0, "
        "so the last one is one less than the number of rows.",
        "import pandas as pd\npd.Series([1]).iloc[5]",
    ),
    Meaning(
        "IndexError",
        r"string index out of range",
        "The text has no letter at this place. Places are counted from 0.",
        '"rice"[9]',
    ),
    Meaning(
        "AttributeError",
        r"'NoneType' object",
        "A name holds None, which means nothing. `append` and `sort` change a list itself: "
        "write `x.append(…)` alone, and not `x = x.append(…)`. "
        "A function without `return` gives None too, and so does `print`.",
        "x = [].append(3)\nx.append(4)",
    ),
    Meaning(
        "AttributeError",
        r"'dict' object has no attribute 'append'",
        "A dictionary has no `append`. A value is put into it with square brackets: "
        '`prices["rice"] = 40`.',
        "{}.append(3)",
    ),
    Meaning(
        "AttributeError",
        r"'dict' object has no attribute",
        "A value of a dictionary is taken with square brackets and quotation marks, "
        "and not with a dot.",
        '{"rice": 40}.rice',
    ),
    Meaning(
        "AttributeError",
        r"'set' object has no attribute 'append'",
        "A set takes a new value with `add`, a list with `append`.",
        "{3}.append(4)",
    ),
    Meaning(
        "AttributeError",
        r"'(int|float|str)' object has no attribute 'append'",
        "`append` adds to a list, and this name holds a single value. "
        "Begin with an empty list, `[]`.",
        "x = 3\nx.append(4)",
    ),
    Meaning(
        "AttributeError",
        r"'list' object has no attribute '(sum|mean|max|min|round|std|median)'",
        "A list has no `.{1}()`. `sum(prices)`, `max(prices)` and `len(prices)` work on a list; "
        "a column of a table has the rest.",
        "[3, 4].sum()",
    ),
    Meaning(
        "AttributeError",
        r"'(?:DataFrame|Series)' object has no attribute '(len|length)'",
        "How many rows a table or a column has is asked with `len(table)`, without a dot.",
        "import pandas\npandas.Series([3]).length",
    ),
    Meaning(
        "AttributeError",
        r"'(?:DataFrame|Series)' object has no attribute '(sort|order|order_by)'",
        'A table is sorted with `table.sort_values("column")`.',
        "import pandas\npandas.Series([3]).sort()",
    ),
    Meaning(
        "RuntimeError",
        r"^input\(\) cannot be used here",
        "`input()` waits for somebody to type, and nobody sits there when your function is tried. "
        "Leave it out: what the function needs comes in by the names in the brackets of `def`.",
        'raise RuntimeError("input() cannot be used here: nobody is there to answer it")',
    ),
    Meaning(
        "KeyError",
        r"^(True|False)$",
        "The comparison between the square brackets gives `{1}`, and nothing has this name. "
        'A filter names the table twice: `table[table["year"] == 2007]`.',
        '{}["year" == 2007]',
    ),
    Meaning(
        "AttributeError",
        r"'list' object has no attribute '(len|length|size)'",
        "How many values a list has is asked with `len(prices)`, without a dot.",
        "[3, 4].length",
    ),
    Meaning(
        "AttributeError",
        r"'list' object has no attribute '(add|push)'",
        "A list takes a new value with `append`, as in `prices.append(3)`.",
        "[3, 4].add(5)",
    ),
    Meaning(
        "ModuleNotFoundError",
        r"No module named '([^']+)'",
        "Nothing called `{1}` is installed here. Compare the spelling letter by letter.",
        "import pandaz",
    ),
    Meaning(
        "ImportError",
        r"cannot import name '([^']+)'",
        "`{1}` is not in there. Compare the spelling letter by letter.",
        "from math import squareroot",
    ),
    Meaning(
        "FileNotFoundError",
        r"No such file",
        "There is no file of this name at this place. "
        "Compare the spelling, and the ending such as .csv.",
        'open("no such file.csv")',
    ),
)

KINDS = {
    "NotImplementedError": "You have not written this one yet. Put your own lines in the place "
    "of the three dots `...`.",
    "NameError": "Python met a name that it does not know. Look for a spelling that differs, "
    "a text without its quotation marks, or a cell that was not run.",
    "UnboundLocalError": "A name is used before it has a value. "
    "Give it a first value before the loop or the if.",
    "TypeError": "A value is of a kind that does not fit here, "
    "such as a text where a number belongs, or a whole list in the place of one value.",
    "ZeroDivisionError": "Something was divided by zero. What should happen in that case?",
    "IndexError": "The code asked for a place in a list that does not exist. "
    "Places are counted from 0, so the last one is one less than the length. "
    "`for place in range(len(prices)):` goes through the places, `for price in prices:` "
    "through the values.",
    "KeyError": "The code asked for a name that is not in the dictionary or table. "
    "Compare the spelling letter by letter, or give it a first value before you add to it.",
    "AttributeError": "The code used a dot and a name that this value does not have. "
    "Check the spelling, and what kind of value stands before the dot.",
    "ValueError": "A value has the right type but cannot be used here.",
    "RecursionError": "A function calls itself without end.",
    "SystemExit": "It ended Python itself. Leave out `exit()` and the like.",
    "TimeoutError": "It did not finish in time. Is there a loop that never ends?",
    "MemoryError": "The computer has no room for so large a value. "
    "Is there a loop that never ends, and adds to a list or a text?",
    "BlockingIOError": "Your cells have started so many programs or threads that there is no room "
    "for one more. End those that you no longer need.",
    "OverflowError": "The number became too large for Python to compute with.",
    "KeyboardInterrupt": "The cell was stopped before it came to its end. "
    "What it had done until then stays; run it again when you like.",
    **dict.fromkeys(
        SYNTAX,
        "Python cannot read this line as it stands. Is a sign, a bracket, a comma or a quotation "
        "mark missing, here or at the end of the line above, or is there one too many?",
    ),
}
"""What is said of an error's kind, where its words say no more."""

SLIPS = {
    "elsewhere": "What Python could not read is not this cell itself, but a text or a file "
    "that this line uses.",
    "given a value": "The name `{near}` belongs to Python, and it was given a value of your own "
    "in this notebook, so it no longer does its work. Write `del {near}` in a cell and run it "
    "once; then choose another name for your value.",
    "given a value here": "Within this function, the name `{near}` stands for a value, so it no "
    "longer does the work that Python's `{near}` does. Choose another name for the value.",
    "import given a value": "The name `{near}` comes from an import, and it was given a value of "
    "your own in this notebook. Run the cell with the import once more; "
    "then choose another name for your value.",
    "not imported": "Nothing is called `{near}` yet: it comes from a line that begins with "
    "`import` or `from`, in a cell further up. Run that cell first, and then this one.",
    "choice": "`{near}` without quotation marks is the name of a value, and no value has it. "
    'The letter of an answer stands in quotation marks: `"{near}"`.',
    "name of an exercise": "The name of an exercise stands in quotation marks: "
    '`check("{near}")`, `hint("{near}")`.',
    "near name": "Python met a name that it does not know. The nearest that exists is `{near}`. "
    "If you mean another one, run the cell that makes it first.",
    "near key": "There is nothing of this name in the table or dictionary. "
    "The nearest that exists is `{near}`.",
    "near attribute": "This value has nothing of this name behind the dot. "
    "The nearest that exists is `{near}`.",
    "near module": "Nothing of this name is there. The nearest that exists is `{near}`.",
    "none": "The name `{near}` holds None, which means nothing. `append` and `sort` change a list "
    "itself: write `x.append(…)` alone, and not `x = x.append(…)`. "
    "A function without `return` gives None too, and so does `print`.",
}
"""What is said where more than Python's words was looked at."""

MODULES = ("pandas", "numpy", "math", "random", "statistics", "matplotlib", "solidarity")


def seen(error: BaseException, source: str, names: Mapping[str, Any]) -> CodeError:
    """What can be told of a live exception. Never raises, whatever the exception is.

    source: the text of the cell that stopped. names: the notebook's namespace.
    """
    # The exception may be the learner's own, and looking at it may do anything.
    try:
        kind = type_name(error)[:60]
    except BaseException:
        kind = "Exception"
    message = _message(error)
    line = ""
    try:
        if isinstance(error, SyntaxError):
            return _unreadable(error, kind, source)
        found = behind.place(error)
        line = "" if found is None else found.line
        slip, near = _slip(error, message, found, names)
    except BaseException:
        slip, near = "", ""
    return _cut(kind, message, line, near, slip)


def in_words(error: CodeError) -> str:
    """One to three plain sentences: what it means, what to do. "" if nothing useful is known."""
    if error.slip in writing.SLIPS and error.kind in SYNTAX:
        slip = writing.SLIPS[error.slip]
        if slip.mend is None:
            return slip.words.replace("{near}", _code(error.near))
        mended = f" Python can read it so: `{_code(error.near)}`." if error.near else ""
        return slip.words + mended
    if error.slip == "refused":
        # Its words are for people already.
        return f"The course's own code says: {_code(error.message)}"
    if error.slip in SLIPS:
        return SLIPS[error.slip].replace("{near}", _code(error.near))
    for meaning in MEANINGS:
        if error.kind not in meaning.kinds.split("|"):
            continue
        found = re.search(meaning.says, error.message)
        if found is not None:
            return _filled(meaning.words, found)
    return KINDS.get(error.kind, "")


def _filled(words: str, found: re.Match[str]) -> str:
    for number, part in enumerate(found.groups(), start=1):
        words = words.replace(f"{{{number}}}", _code(part or ""))
    return words


def _code(text: str) -> str:
    """Text that stands between the marks of code, and cannot end them."""
    return text.replace("`", "'")


def _cut(kind: str, message: str, line: str, near: str, slip: str) -> CodeError:
    if len(near) > NEAR_LETTERS or "\n" in near:
        # Half a name or half a line would be a lie. A mended line can be left out, others not.
        near, slip = "", slip if slip in writing.SLIPS and writing.SLIPS[slip].mend else ""
    return CodeError(kind, message[:MOST_LETTERS], line.strip()[:MOST_LETTERS], near, slip)


def _message(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            return str(error.msg or "")[:MOST_LETTERS]
        return str(error)[:MOST_LETTERS]
    except BaseException:
        return ""


# --- A cell that cannot be read ------------------------------------------------------------------


def _unreadable(error: SyntaxError, kind: str, source: str) -> CodeError:
    """A SyntaxError: of the cell itself, or of something that it reads."""
    message = _message(error)
    if not _is_of(error, source):
        found = behind.place(error)
        return _cut(kind, message, "" if found is None else found.line, "", "elsewhere")
    # IPython calls a cell incomplete where Python knows the bracket that is open.
    told = writing.problem(source) if "incomplete input" in message else None
    if told is not None:
        error, kind, message = told, type_name(told), _message(told)
    number = error.lineno or 0
    lines = source.split("\n")
    line = lines[number - 1] if 1 <= number <= len(lines) else error.text or ""
    slip, near = writing.find(message, source, number)
    return _cut(kind, message, line, near, slip)


def _is_of(error: SyntaxError, source: str) -> bool:
    """Is the line that could not be read a line of this cell, as it was read and not run?"""
    if any(behind.is_a_cell(step.tb_frame.f_code.co_filename) for step in behind.frames(error)):
        return False
    lines = [line.strip() for line in source.split("\n")]
    return not error.text or any(line in lines for line in [error.text.strip()])


# --- A cell that stopped -------------------------------------------------------------------------


def _slip(
    error: BaseException, message: str, found: behind.Place | None, names: Mapping[str, Any]
) -> tuple[str, str]:
    """The slip and what was probably meant, or ("", "") where Python's words must do."""
    if isinstance(error, ValueError) and behind.is_raised_by_the_course(error):
        return "refused", ""
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        return _unknown_name(message, found, names)
    if isinstance(error, KeyError):
        return _unknown_key(error, found)
    if isinstance(error, ImportError):
        return _unknown_module(error, message)
    if found is None or not isinstance(error, (TypeError, AttributeError)):
        return "", ""
    if "NoneType" in message:
        near = behind.none_in(found)
        return ("none", near) if near else ("", "")
    if isinstance(error, AttributeError) or "not callable" in message or "arg 2 must" in message:
        near = behind.given_a_value(found, error)
        if near in behind.IMPORTED and not hasattr(builtins, near):
            return "import given a value", near
        if near:
            return "given a value here" if found.is_local(near) else "given a value", near
    if isinstance(error, AttributeError):
        return _unknown_attribute(error)
    return "", ""


def _unknown_name(
    message: str, found: behind.Place | None, names: Mapping[str, Any]
) -> tuple[str, str]:
    told = re.search(r"name '([^']+)' is not defined", message)
    if told is None or _has_meaning("NameError", message, most=-1):
        return "", ""
    name = told[1]
    if name in behind.IMPORTED:
        return "not imported", name
    line = "" if found is None else found.line
    if re.search(rf"\b(?:check|hint)\(\s*{re.escape(name)}\s*\)", line):
        return "name of an exercise", name
    letter = r"(?:[A-Za-z]|[\"'] *[\"'])"
    letters = rf"[\[({{]?\s*{letter}(?:\s*,\s*{letter})*\s*[\])}}]?"
    if re.fullmatch(rf"(?:\w+\s*=\s*)?{letters}\s*", writing.blanked(line)) and len(name) == 1:
        return "choice", name
    near = behind.nearest(name, behind.known_names(found, names))
    return ("near name", near) if near else ("", "")


def _has_meaning(kind: str, message: str, most: int) -> bool:
    """Is this one of the special meanings, and not the last, which fits every such error?"""
    special = [meaning for meaning in MEANINGS if meaning.kinds == kind][:most]
    return any(re.search(meaning.says, message) for meaning in special)


def _unknown_key(error: KeyError, found: behind.Place | None) -> tuple[str, str]:
    wanted = error.args[0] if error.args else None
    there = behind.keys(error, found)
    if type(wanted) is str:
        listed = re.search(r"^(?:None of \[Index\()?\[\\?'([^']+)'", wanted)
        name = listed[1] if listed and wanted.endswith(("index", "axis", "]")) else wanted
        near = behind.nearest(name, there)
        if near:
            return "near key", repr(near)
        numbers = [key for key in there if type(key) is int and str(key) == name]
        return ("near key", repr(numbers[0])) if numbers else ("", "")
    if type(wanted) is int and str(wanted) in [key for key in there if type(key) is str]:
        return "near key", repr(str(wanted))
    return "", ""


def _unknown_attribute(error: AttributeError) -> tuple[str, str]:
    name = getattr(error, "name", None)
    if type(name) is not str or _has_meaning("AttributeError", _message(error), most=99):
        return "", ""
    near = behind.nearest(name, behind.attributes(error.obj))
    return ("near attribute", near) if near else ("", "")


def _unknown_module(error: ImportError, message: str) -> tuple[str, str]:
    told = re.search(r"cannot import name '([^']+)' from", message)
    if told is not None:
        near = behind.nearest(told[1], behind.attributes(sys.modules[str(error.name)]))
        return ("near module", near) if near else ("", "")
    wanted = str(error.name)
    box = wanted.rpartition(".")[0]
    beside = [name for name in list(sys.modules) if name.startswith(f"{box}.")] if box else MODULES
    near = behind.nearest(wanted, beside)
    return ("near module", near) if near else ("", "")


def cell_of(error: BaseException) -> str:
    """The text of the cell that stopped, as Python keeps it; "" if it is not known."""
    if isinstance(error, SyntaxError) and behind.is_a_cell(str(error.filename)):
        return "".join(linecache.getlines(str(error.filename)))
    for step in reversed(behind.frames(error)):
        filename = step.tb_frame.f_code.co_filename
        if behind.is_a_cell(filename):
            return "".join(linecache.getlines(filename))
    return ""
