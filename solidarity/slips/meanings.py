"""What Python's errors mean, in plain words: one table, each entry with code that shows it."""

from __future__ import annotations

from dataclasses import dataclass

SYNTAX = frozenset({"SyntaxError", "IndentationError", "TabError", "_IncompleteInputError"})


@dataclass(frozen=True)
class Meaning:
    """What some words of Python mean, or a slip that was recognised by more than words."""

    kinds: str
    """The kinds of error it is told of, as in ``"NameError|KeyError"``."""
    says: str
    """A pattern for Python's own words."""
    words: str
    """What it means and what to do. ``{1}`` is what the first brackets of the pattern hold,
    ``{near}`` what was probably meant."""
    example: str
    """Code of which it is told; a line of three dashes stands between two cells."""
    slip: str = ""
    """The name of the slip; then ``kinds`` is empty, and ``says`` may be."""

    @property
    def cells(self) -> list[str]:
        """The example, cell by cell."""
        return self.example.split("\n---\n")


_ALL = "|".join(SYNTAX)


def _slip(name: str, words: str, example: str, says: str = "") -> Meaning:
    return Meaning("", says, words, example, name)


MEANINGS = (
    # --- Where more than Python's words was looked at --------------------------------------------
    _slip(
        "refused",
        "The course's own code says: {1}",
        'from solidarity.data import load\nload("gapminder asia")',
        says=r"(?s)^(.*)$",
    ),
    _slip(
        "elsewhere",
        "What Python could not read is not this cell itself, but a text or a file that "
        "this line uses.",
        "eval('5 lakh')",
    ),
    _slip(
        "given a value",
        "The name `{near}` belongs to Python, and it was given a value of your own in this "
        "notebook, so it no longer does its work. Write `del {near}` in a cell and run it "
        "once; then choose another name for your value.",
        "sum = 5\n---\nsum([3, 4])",
    ),
    _slip(
        "given a value here",
        "Within this function, the name `{near}` stands for a value, so it no longer does "
        "the work that Python's `{near}` does. Choose another name for the value.",
        "def f(max):\n    return max(1, 2)\nf(3)",
    ),
    _slip(
        "import given a value",
        "The name `{near}` comes from an import, and it was given a value of your own in "
        "this notebook. Run the cell with the import once more; then choose another name "
        "for your value.",
        "pd = 5\n---\npd.DataFrame()",
    ),
    _slip(
        "not imported",
        "Nothing is called `{near}` yet: it comes from a line that begins with `import` or "
        "`from`, in a cell further up. Run that cell first, and then this one.",
        "asia = pd.DataFrame()",
    ),
    _slip(
        "choice",
        "`{near}` without quotation marks is the name of a value, and no value has it. The "
        'letter of an answer stands in quotation marks: `"{near}"`.',
        "shrinking = c",
    ),
    _slip(
        "name of an exercise",
        'The name of an exercise stands in quotation marks: `check("{near}")`, `hint("{near}")`.',
        "def check(name):\n    return 1\n---\ncheck(members)",
    ),
    _slip(
        "near name",
        "Python met a name that it does not know. The nearest that exists is `{near}`. If "
        "you mean another one, run the cell that makes it first.",
        "total = 3\n---\ntotl + 1",
    ),
    _slip(
        "near key",
        "There is nothing of this name in the table or dictionary. The nearest that exists "
        "is `{near}`.",
        'prices = {"rice": 40}\n---\nprices["Rice"]',
    ),
    _slip(
        "near attribute",
        "This value has nothing of this name behind the dot. The nearest that exists is `{near}`.",
        "x = []\n---\nx.apend(3)",
    ),
    _slip(
        "near module",
        "Nothing of this name is there. The nearest that exists is `{near}`.",
        "import pandass",
    ),
    _slip(
        "none",
        "The name `{near}` holds None, which means nothing. `append` and `sort` change a "
        "list itself: write `x.append(…)` alone, and not `x = x.append(…)`. A function "
        "without `return` gives None too, and so does `print`.",
        "x = [1]\nx = x.append(3)\n---\nx.append(4)",
    ),
    # What some errors say is clearer than their kind, but only to those who know it already.
    # --- Writing ---------------------------------------------------------------------------------
    Meaning(
        _ALL,
        r"^'([(\[{])' was never closed",
        "A bracket `{1}` was opened in this line and never closed. "
        "Each opening bracket needs its closing one.",
        "total = sum([3, 4]",
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
        r"'(?:list|Series|DataFrame)' object cannot be interpreted as an integer",
        "`range` takes a number, and this is a list: `range(len(prices))` counts through it.",
        "range([3, 4])",
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
        r"for [&|]: '(?:list|set|dict)' and '(?:list|set|tuple|dict)'",
        "Such a sign works on two sets, and a list is none. Make a set of each: "
        "`set(members) & set(slips)`.",
        "[1, 2] & [2, 3]",
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
        "One of the values is None, which means nothing, and nothing cannot be computed with. "
        "Where a value may be None, ask first: `if part is None:`. "
        "A function without `return` gives None too, and so does `print`.",
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
    # --- Kinds whose words say no more -----------------------------------------------------------
    Meaning(
        "NotImplementedError",
        "",
        "You have not written this one yet. Put your own lines in the place of the three "
        "dots `...`.",
        "raise NotImplementedError",
    ),
    Meaning(
        "NameError",
        "",
        "Python met a name that it does not know. Look for a spelling that differs, a text "
        "without its quotation marks, or a cell that was not run.",
        "def f():\n    def g():\n        return x\n    g()\n    x = 1\nf()",
    ),
    Meaning(
        "UnboundLocalError",
        "",
        "A name is used before it has a value. Give it a first value before the loop or the if.",
        "raise UnboundLocalError",
    ),
    Meaning(
        "TypeError",
        "",
        "A value is of a kind that does not fit here, such as a text where a number "
        "belongs, or a whole list in the place of one value.",
        'abs("3")',
    ),
    Meaning(
        "ZeroDivisionError",
        "",
        "Something was divided by zero. What should happen in that case?",
        "1 / 0",
    ),
    Meaning(
        "IndexError",
        "",
        "The code asked for a place in a list that does not exist. Places are counted from "
        "0, so the last one is one less than the length. `for place in "
        "range(len(prices)):` goes through the places, `for price in prices:` through the "
        "values.",
        "[3, 4][2]",
    ),
    Meaning(
        "KeyError",
        "",
        "The code asked for a name that is not in the dictionary or table. Compare the "
        "spelling letter by letter, or give it a first value before you add to it.",
        '{"rice": 40}["beans"]',
    ),
    Meaning(
        "AttributeError",
        "",
        "The code used a dot and a name that this value does not have. Check the spelling, "
        "and what kind of value stands before the dot.",
        "(3).name",
    ),
    Meaning(
        "ValueError",
        "",
        "A value has the right type but cannot be used here.",
        '"abc".index("z")',
    ),
    Meaning(
        "RecursionError",
        "",
        "A function calls itself without end.",
        "def f():\n    return f()\nf()",
    ),
    Meaning(
        "SystemExit",
        "",
        "It ended Python itself. Leave out `exit()` and the like.",
        "exit()",
    ),
    Meaning(
        "TimeoutError",
        "",
        "It did not finish in time. Is there a loop that never ends?",
        "raise TimeoutError",
    ),
    Meaning(
        "MemoryError",
        "",
        "The computer has no room for so large a value. Is there a loop that never ends, "
        "and adds to a list or a text?",
        "raise MemoryError",
    ),
    Meaning(
        "BlockingIOError",
        "",
        "Your cells have started so many programs or threads that there is no room for one "
        "more. End those that you no longer need.",
        "raise BlockingIOError",
    ),
    Meaning(
        "OverflowError",
        "",
        "The number became too large for Python to compute with.",
        "2.0 ** 5000",
    ),
    Meaning(
        "KeyboardInterrupt",
        "",
        "The cell was stopped before it came to its end. What it had done until then "
        "stays; run it again when you like.",
        "raise KeyboardInterrupt",
    ),
    Meaning(
        _ALL,
        "",
        "Python cannot read this line as it stands. Is a sign, a bracket, a comma or a "
        "quotation mark missing, here or at the end of the line above, or is there one too "
        "many?",
        "x = = 3",
    ),
)
"""The first that fits is told."""
