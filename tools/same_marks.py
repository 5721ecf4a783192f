"""A saved class of 60, to prove that a change of the code changes no mark and no word.

    python tools/same_marks.py make CLASS
    python tools/same_marks.py grade CLASS BEFORE.json [--with /another/tree/.venv/bin/python]
    ... change the code ...
    python tools/same_marks.py grade CLASS AFTER.json
    python tools/same_marks.py compare BEFORE.json AFTER.json

``make`` writes what 60 learners hand in for every module: right answers in plain and in odd dress,
each mistake that a key names, Python errors of all kinds, notebooks that want repair, broken files,
reflections, late work. The same files come from the same course.
``grade`` copies the course of the tree whose Python runs it (``--with``: that of another Python),
lays the class into it and grades it with ``sse grade``; CLASS itself is only read. A person then
marks some of the first module, and those are graded again.
``compare`` ends with 0 where both are equal to the point and the word, and else tells what differs.

A saved class can be graded as long as source/ and release/ stay the same bytes.
"""

from __future__ import annotations

import argparse
import copy
import difflib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

import solidarity
from solidarity.answers.inputs import inputs_in_plain_form
from solidarity.answers.plain import MARK
from solidarity.answers.values import load
from solidarity.exercises.exercise import PUBLIC_SEED, Exercise
from solidarity.exercises.keys import load_key

ROOT = Path(solidarity.__file__).parent.parent
"""The tree of the Python that runs this."""

COUNT = 60
FEW = 3
"""So many hand in the reading and the case too."""

CLASS_CONFIG = """\
c = get_config()

# Only the endless loops of this class come near it, also on a busy machine.
c.GradeWithKey.cell_seconds = 20
c.GradeWithKey.ask_seconds = 10

from nbgrader.plugins import LateSubmissionPlugin


class OnePointADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0 * (1 + total_seconds_late // 86_400)


c.AssignLatePenalties.plugin_class = OnePointADay
"""
DUE = "2026-02-03 10:00:00 UTC"
IN_TIME, LATE = "2026-02-03 09:00:00 UTC", "2026-02-04 12:00:00 UTC"
EACH_SO_MANY_IS_LATE = 7


# --- The class ------------------------------------------------------------------------------------

Change = Callable[["Work"], None]


class Work:
    """The exercises of a module as one learner hands them in; all right as long as unchanged.

    exercises: the key, by the name of the exercise.
    """

    def __init__(self, module: str, exercises: dict[str, Exercise]) -> None:
        self.exercises = exercises
        source = nbformat.read(ROOT / "source" / module / "exercises.ipynb", as_version=4)
        written = {cell.id: cell.source for cell in source.cells}
        self.notebook = nbformat.read(ROOT / "release" / module / "exercises.ipynb", as_version=4)
        self.stubs: dict[str, str] = {}
        self.answers: dict[str, Any] = {}
        last = None
        for cell in self.notebook.cells:
            label = cell.metadata.get("nbgrader", {})
            if cell.cell_type != "code" or not label:
                continue
            if label["grade"]:
                self.answers[label["grade_id"]] = last
            elif label["solution"]:
                last = cell
                self.stubs[cell.id] = cell.source
                cell.source = _as_typed(written[cell.id])

    @property
    def reflections(self) -> list[Any]:
        """The cells that a person marks."""
        return [
            cell
            for cell in self.notebook.cells
            if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution")
        ]

    @property
    def first(self) -> str:
        """The name of the first exercise."""
        return next(iter(self.answers))

    def cell(self, wanted: str) -> Any:
        """The cell with this id."""
        return next(cell for cell in self.notebook.cells if cell.get("id") == wanted)


def _as_typed(source: str) -> str:
    """A solution without the author's marks."""
    marks = ("### BEGIN SOLUTION", "### END SOLUTION", "### GIVEN")
    return "\n".join(line for line in source.split("\n") if not line.strip().startswith(marks))


# --- A mistake of the key, written as an answer ---------------------------------------------------


def mistake(number: int, work: Work) -> None:
    """In every exercise the mistake of this number that its key names; right where it has fewer."""
    for name, exercise in work.exercises.items():
        names = [*exercise.mistakes]
        if number < len(names):
            spec = exercise.spec(name, hidden_seed=PUBLIC_SEED)
            wrong = [
                (inputs_in_plain_form(c.inputs), c.mistakes[names[number]].plain())
                for c in spec.cases
            ]
            work.answers[name].source = _written(name, wrong)


_LOOK_UP = """\
import datetime
from decimal import Decimal

import pandas as pd

{text}

_{name} = {{
{lines}
}}


def {name}({names}):
    given = _{name}[repr([{texts}])]
    if type(given) is type:
        raise given()
    return given"""


def _text(value: Any) -> str:
    if isinstance(value, set):
        return repr(sorted(value))
    return repr(value.to_dict() if hasattr(value, "to_dict") else value)


_TEXT = """
def _text(value):
    if isinstance(value, set):
        return repr(sorted(value))
    return repr(value.to_dict() if hasattr(value, "to_dict") else value)
"""


def _written(name: str, wrong: list[tuple[Any, Any]]) -> str:
    """An answer that gives these outputs for these inputs, as a list of both."""
    inputs, output = wrong[0]
    if inputs is None:
        return f"import datetime\n\nimport pandas as pd\n\n{name} = {_literal(output)}"
    names = [one for one, _ in inputs]
    texts = ", ".join(f"_text({one})" for one in names)
    lines = "\n".join(f"    {_asked(given)!r}: {_literal(gives)}," for given, gives in wrong)
    given = {"name": name, "names": ", ".join(names), "texts": texts, "lines": lines}
    return _LOOK_UP.format(text=_TEXT, **given)


def _asked(inputs: Any) -> str:
    """The inputs as the answer finds them."""
    return repr([_text(load(value).python()) for _, value in inputs])


def _literal(value: Any) -> str:
    """A plain value as Python that gives it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if not isinstance(value, dict):
        return repr(value)
    if "error" in value:
        return str(value["error"])
    what = value[MARK]
    if what == "number":
        return f"float({value['text']!r})"
    if what == "set":
        return f"set([{', '.join(map(_literal, value['items']))}])"
    if what == "dict":
        return f"{{{', '.join(f'{_literal(k)}: {_literal(v)}' for k, v in value['items'])}}}"
    if what == "date":
        return f"datetime.datetime.fromisoformat({value['text']!r}).date()"
    if what == "series":
        return f"pd.Series({_literal(value['values'])}, index={_literal(value['index'])})"
    if what == "table":
        return f"pd.DataFrame({_literal(value['rows'])}, columns={value['columns']!r})"
    raise ValueError(f"a mistake gives {value!r}, and nothing here writes that down")


# --- A right answer in odd dress ------------------------------------------------------------------

_DRESSED = """\
import decimal

import numpy as np
import pandas as pd


def _dress(value):
    if isinstance(value, pd.DataFrame):
        return {table}
    if isinstance(value, bool):
        return {truth}
    if isinstance(value, dict):
        return {mapping}
    if isinstance(value, (list, tuple)):
        return {sequence}
    if isinstance(value, set):
        return {group}
    if isinstance(value, (int, float)):
        return {number}
    if isinstance(value, str):
        return {text}
    return value

"""

_DRESSES = [
    {
        "table": "value[list(reversed(value.columns))]",
        "truth": "np.bool_(value)",
        "mapping": "dict(reversed(value.items()))",
        "sequence": "tuple(value)",
        "group": "sorted(value)",
        "number": "np.float64(value)",
        "text": "value.upper()",
    },
    {
        "table": "value.sample(frac=1, random_state=1)",
        "truth": "str(value)",
        "mapping": "{name.upper(): item for name, item in value.items()}",
        "sequence": "np.array(value)",
        "group": "', '.join(sorted(value))",
        "number": "decimal.Decimal(repr(float(value)))",
        "text": "f' {value} '",
    },
    {
        "table": "value.set_index(value.columns[0])",
        "truth": "'yes' if value else 'no'",
        "mapping": "pd.Series(value, dtype=object)",
        "sequence": "pd.Series(value)",
        "group": "tuple(sorted(value, reverse=True))",
        "number": "f'{value:,.10f}'",
        "text": "[value]",
    },
    {
        "table": "value.to_dict('records')",
        "truth": "int(value)",
        "mapping": "list(value.items())",
        "sequence": "[str(item) for item in value]",
        "group": "frozenset(value)",
        "number": "[value]",
        "text": "f'({value})'",
    },
    {
        "table": "value.rename(columns=str.upper)",
        "truth": "[value]",
        "mapping": "pd.DataFrame([value])",
        "sequence": "{place: item for place, item in enumerate(value)}",
        "group": "''.join(sorted(value))",
        "number": "f'{value} pesos'",
        "text": "value[:1]",
    },
    {
        "table": "value.round(1).astype(str)",
        "truth": "not value",
        "mapping": "{name: round(item, 1) if isinstance(item, float) else item"
        " for name, item in value.items()}",
        "sequence": "value[:-1]",
        "group": "set()",
        "number": "round(value, 1)",
        "text": "value + '?'",
    },
]
"""Most are right in another writing; some cannot be read, and some lose what was right."""


def _dress(number: int, work: Work) -> None:
    """Every answer in this dress."""
    for name, exercise in work.exercises.items():
        code = work.answers[name].source + "\n\n\n" + _DRESSED.format(**_DRESSES[number])
        if exercise.called:
            code += f"\n_plain = {name}\n\n\ndef {name}(*inputs, _plain=_plain):\n"
            code += "    return _dress(_plain(*inputs))"
        else:
            code += f"\n{name} = _dress({name})"
        work.answers[name].source = code


# --- Errors ---------------------------------------------------------------------------------------

_FUNCTION_ERRORS = [
    "def {name}({inputs}:\n    return 1",
    "def {name}({inputs}):\nreturn 1",
    "def {name}({inputs}):\n    return cahs + 1",
    "def {name}_2({inputs}):\n    return 1",
    "{stub}",
    "{right}\n\n_right = {name}\n\n\ndef {name}(*inputs, _right=_right):\n"
    "    result = _right(*inputs)\n    for one in inputs:\n"
    "        if isinstance(one, list):\n            one.append(0)\n"
    "        if isinstance(one, pd.DataFrame):\n            one['more'] = 1\n    return result",
    "def {name}({inputs}):\n    print(1)",
    "def {name}({inputs}):\n    return 1 / 0",
    "def {name}():\n    return 1",
    "def {name}({inputs}):\n    return [1, 2][7]",
    "def {name}({inputs}):\n    return {{}}['rate']",
    "def {name}({inputs}):\n    return 'one' + 1",
    "def {name}({inputs}):\n    return {name}({inputs})",
    "def {name}({inputs}):\n    return input('How much? ')",
    "def {name}({inputs}):\n    for turn in range(3):\n        return turn",
    "import seaborn_that_is_not_here\n\n{right}",
    "{right}\n\n{name}(1, 2, 3, 4, 5, 6, 7, 8, 9)",
    "{name} = 3",
    "def {name}({inputs}):\n    return print",
    "{right}\n\nprint('what I tried')\nraise ValueError('my own <b>words</b>')",
]
_VALUE_ERRORS = [
    "{name} = (1 + 2",
    "  {name} = 3",
    "{name} = cahs + 1",
    "{name}_2 = 3",
    "{stub}",
    "{right}\n\ndel {name}",
    "print(3)",
    "{name} = 1 / 0",
    "{name} = lambda: 3",
    "{name} = [1, 2][7]",
    "{name} = {{}}['rate']",
    "{name} = 'one' + 1",
    "{name} = None",
    "{name} = input('How much? ')",
    "{name} = float('nan')",
    "import seaborn_that_is_not_here\n\n{right}",
    "{right}\n\n{name}(1)",
    "{name} = open('my-own-file.csv').read()",
    "{name} = print",
    "{right}\n\nraise ValueError('my own <b>words</b>')",
]


def _error(number: int, work: Work) -> None:
    """In each exercise another of the errors, beginning with this one."""
    for place, (name, exercise) in enumerate(work.exercises.items()):
        cell = work.answers[name]
        kinds = _FUNCTION_ERRORS if exercise.called else _VALUE_ERRORS
        inputs = ", ".join(exercise.examples[0]) if exercise.examples else ""
        wrong = kinds[(number + place) % len(kinds)]
        stub = work.stubs[cell.id]
        cell.source = wrong.format(name=name, inputs=inputs, stub=stub, right=cell.source)


def _endless(work: Work) -> None:
    """A loop without end in the first answer, and right answers below it."""
    work.answers[work.first].source = "while True:\n    pass"


# --- Notebooks that want repair -------------------------------------------------------------------


def _duplicated_check(work: Work) -> None:
    work.notebook.cells.append(copy.deepcopy(work.cell(work.first)))


def _duplicated_answer(work: Work) -> None:
    cells = work.notebook.cells
    cells.insert(0, copy.deepcopy(work.answers[work.first]))


def _deleted_check(work: Work) -> None:
    work.notebook.cells.remove(work.cell(work.first))


def _deleted_answer(work: Work) -> None:
    work.notebook.cells.remove(work.answers[work.first])


def _altered_check(work: Work) -> None:
    check = work.cell(work.first)
    check.source, check.metadata.nbgrader.points = "5.0", 100


def _settings_stripped(work: Work) -> None:
    for cell in work.notebook.cells:
        cell.metadata.clear()


def _settings_and_ids_stripped(work: Work) -> None:
    for place, cell in enumerate(work.notebook.cells):
        cell.metadata.clear()
        cell["id"] = f"new-{place}"


def _first_code_deleted(work: Work) -> None:
    place = [cell.cell_type for cell in work.notebook.cells].index("code")
    del work.notebook.cells[place]


def _reordered(work: Work) -> None:
    first, *rest = work.notebook.cells
    work.notebook.cells = [first, *rest[-6:], *rest[:-6]]


def _ends_python(work: Work) -> None:
    code = "import os\nos._exit(0)"
    work.notebook.cells.insert(3, nbformat.v4.new_code_cell(code, id="ends-python"))


def _shows_much(work: Work) -> None:
    """What stands on a page beside the verdicts: text, a table, HTML, a picture, a warning."""
    codes = [
        "print('\\n'.join(map(str, range(3_000))))",
        "import pandas as pd\npd.DataFrame({'a <b>': [1, 2]})",
        "from IPython.display import HTML\nHTML('<script>x</script><b onclick=y()>bold</b>')",
        "from IPython.display import SVG\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
        "import warnings\nwarnings.warn('only a warning')",
        "%time sum(range(10))\n!echo hello",
    ]
    work.notebook.cells[1:1] = [
        nbformat.v4.new_code_cell(code, id=f"more-{place}") for place, code in enumerate(codes)
    ]


def _reflects(work: Work) -> None:
    words = "We save **together**, $x^2$.\n\n- [a](javascript:x)\n- <img src=x onerror=y>\n\n| a |"
    for cell in work.reflections:
        cell.source = words


# --- Files that are no notebook -------------------------------------------------------------------


def _cut_off(data: bytes) -> bytes:
    return data[:5_000]


def _latin_1(data: bytes) -> bytes:
    return data.decode().replace("# Exercises", "# Exercises ©", 1).encode("latin-1", "ignore")


def _format_5(data: bytes) -> bytes:
    return json.dumps(json.loads(data) | {"nbformat": 5, "nbformat_minor": 0}).encode()


def _no_cells(data: bytes) -> bytes:
    return json.dumps(json.loads(data) | {"cells": [None, 3, {"cell_type": "spell"}]}).encode()


CHANGES: list[Change] = [
    lambda work: None,
    _reflects,
    *(partial(mistake, number) for number in range(12)),
    *(partial(_dress, number) for number in range(len(_DRESSES))),
    *(partial(_error, number) for number in range(len(_FUNCTION_ERRORS))),
    _endless,
    _duplicated_check,
    _duplicated_answer,
    _deleted_check,
    _deleted_answer,
    _altered_check,
    _settings_stripped,
    _settings_and_ids_stripped,
    _first_code_deleted,
    _reordered,
    _ends_python,
    _shows_much,
]
FILES: list[Callable[[bytes], bytes | None]] = [
    _cut_off,
    _latin_1,
    _format_5,
    _no_cells,
    lambda data: b"",
    lambda data: b"{ this is no notebook",
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: None,
]


def make(target: Path) -> None:
    """Write the class into a new folder."""
    assert len(CHANGES) + len(FILES) == COUNT
    target.mkdir(parents=True)
    (target / "class_config.py").write_text(CLASS_CONFIG)
    for module in _modules():
        key = load_key(ROOT / "course" / module / "key.py")
        for number, (student, data) in enumerate(_handed_in(module, key)):
            folder = target / "submitted" / student / module
            folder.mkdir(parents=True)
            for part in ("reading.ipynb", "case.ipynb") if number < FEW else ():
                shutil.copy(ROOT / "release" / module / part, folder)
            if data is not None:
                (folder / "exercises.ipynb").write_bytes(data)
            late = number % EACH_SO_MANY_IS_LATE == 3
            (folder / "timestamp.txt").write_text(LATE if late else IN_TIME)


def _handed_in(module: str, key: dict[str, Exercise]) -> Iterator[tuple[str, bytes | None]]:
    for number, change in enumerate(CHANGES):
        work = Work(module, key)
        change(work)
        for cell in work.reflections if number % 3 == 0 else []:
            cell.source = f"Reflection {number}: we share what we earn."
        yield f"learner-{number:02}", _bytes(work.notebook)
    right = _bytes(Work(module, key).notebook)
    for number, change_file in enumerate(FILES, start=len(CHANGES)):
        yield f"learner-{number:02}", change_file(right)


def _bytes(notebook: Any) -> bytes:
    """As it stands: nbformat would give a cell that is there twice an id by chance."""
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _modules() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "course").glob("*/module.toml"))


# --- Graded ---------------------------------------------------------------------------------------


def grade(saved: Path, only: list[str]) -> dict[str, Any]:
    """Every mark and word that this tree gives the saved class, by module and learner."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        _lay(saved, course)
        modules = only or _modules()
        _announce(course, modules)
        for module in modules:
            _sse_grade(course, module)
        # Always the same module, so that one that is graded alone can be compared too.
        if (first := _modules()[0]) in modules:
            marked = _mark_by_hand(course, first)
            _sse_grade(course, first, *(f"--student={student}" for student in marked))
        return {module: _results(course, module) for module in modules}


def _lay(saved: Path, course: Path) -> None:
    for name in ("course", "source", "release"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("START.ipynb", "GLOSSARY.ipynb", "nbgrader_config.py", "README.md"):
        shutil.copy(ROOT / name, course / name)
    shutil.copytree(saved, course, dirs_exist_ok=True)


def _announce(course: Path, modules: list[str]) -> None:
    """Let a new gradebook know the modules, as nbgrader's own release does."""
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
    for module in modules:
        done = nbgrader.generate_assignment(module, force=True)
        if not done["success"]:
            raise SystemExit(f"{done.get('log')}{done.get('error')}")
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "sse-course") as gradebook:
            gradebook.update_or_create_assignment(module, duedate=DUE)


def _sse_grade(course: Path, module: str, *options: str) -> None:
    command = [sys.executable, "-m", "solidarity", "grade", module, *options]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    # 1: something befell somebody's notebook, which is what this class is for.
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout + done.stderr)
    print(f"{module}: graded", file=sys.stderr)


def _mark_by_hand(course: Path, module: str) -> list[str]:
    """A person reads some reflections, overrules a check and gives some points more: to whom."""
    from nbgrader.api import Gradebook

    marked = []
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "sse-course") as gradebook:
        for submission in gradebook.assignment_submissions(module):
            if not submission.student.id.endswith(("0", "5")):
                continue
            marked.append(str(submission.student.id))
            grades = [one for book in submission.notebooks for one in book.grades]
            for mark in grades:
                if mark.auto_score is None:
                    mark.manual_score, mark.needs_manual_grade = 1.5, False
            checks = sorted((one for one in grades if one.auto_score), key=lambda one: one.name)
            for mark in checks[:1]:
                mark.manual_score, mark.extra_credit = 0.5, 0.25
        gradebook.db.commit()
    return marked


def _results(course: Path, module: str) -> dict[str, Any]:
    from nbgrader.api import Gradebook

    found: dict[str, Any] = {}
    for record in sorted((course / "autograded").glob(f"{module}-*.json")):
        for line in json.loads(record.read_text())["learners"]:
            kept = {name: line[name] for name in ("status", "score", "points", "said")}
            found.setdefault(line["student"], {})[f"run {record.name[len(module) + 1 :][:3]}"] = (
                kept
            )
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "sse-course") as gradebook:
        for submission in gradebook.assignment_submissions(module):
            for book in submission.notebooks:
                marks = {
                    mark.name: [
                        *(mark.auto_score, mark.manual_score, mark.extra_credit),
                        mark.needs_manual_grade,
                    ]
                    for mark in sorted(book.grades, key=lambda one: str(one.name))
                }
                marks["late"] = book.late_submission_penalty
                found[submission.student.id][f"marks of {book.name}"] = marks
    for student, result in found.items():
        for path in sorted((course / "autograded" / student / module).glob("*.ipynb")):
            result[f"notebook {path.name}"] = [
                json.dumps(cell, sort_keys=True, ensure_ascii=False).replace(str(course), "COURSE")
                for cell in json.loads(path.read_text())["cells"]
            ]
        for path in sorted((course / "feedback" / student / module).glob("*.html")):
            result[f"page {path.name}"] = _words(path.read_text().replace(str(course), "COURSE"))
    return found


_PASSING = [
    (re.compile(r"\\u001b\[[\d;]*m"), ""),
    # What refuses input() is the only code of ours that a learner's error leads through.
    (re.compile(r"/[\w./-]*/solidarity/[\w/]+\.py:\d+"), "OUR-LINE"),
    (re.compile(r"\d+(?= +(def refuse|raise RuntimeError\(\\?\"input))"), "OUR-LINE"),
    (re.compile(r"/tmp/[^\s\"'<&\\]+"), "PATH"),
    (re.compile(r"0x[0-9a-f]{6,}"), "ADDRESS"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"), "MOMENT"),
    (re.compile(r"[\d.]+ (ns|[µμ]s|ms|s)\b"), "DURATION"),
]


def _lasting(text: str) -> str:
    """The text without times and places, which are others in every run."""
    for pattern, name in _PASSING:
        text = pattern.sub(name, text)
    return text


def _words(page: str) -> list[str]:
    """What can be read on a page, line by line."""
    page = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", page)
    text = html.unescape(re.sub(r"<[^>]*>", "\n", page))
    return [line for line in map(str.strip, text.splitlines()) if line]


# --- Compared -------------------------------------------------------------------------------------


def differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """What is not the same in two results, a line each."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(before.get(name), after.get(name), f"{where}/{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, f"{where}/{place}")
    elif isinstance(before, list) and isinstance(after, list):
        old_lines, new_lines = (list(map(str, one)) for one in (before, after))
        changed = [line for line in difflib.ndiff(old_lines, new_lines) if line[0] in "-+"]
        yield "\n".join([f"{where}:", *(f"  {line}" for line in changed)])
    elif isinstance(before, str) and isinstance(after, str):
        if _lasting(before) != _lasting(after):
            yield f"{where}:\n  - {before}\n  + {after}"
    elif before != after or type(before) is not type(after):
        yield f"{where}:\n  - {before}\n  + {after}"


def main() -> int:
    """Do the step that is named, with 0 for well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("make")
    step.add_argument("saved", type=Path)
    step = steps.add_parser("grade")
    step.add_argument("saved", type=Path)
    step.add_argument("result", type=Path)
    step.add_argument("--with", dest="python", help="the Python of another tree")
    step.add_argument("--module", action="append", default=[], help="only this one")
    step = steps.add_parser("compare")
    step.add_argument("before", type=Path)
    step.add_argument("after", type=Path)
    wanted = parser.parse_args()
    # nbgrader calls alembic by its name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    if wanted.step == "make":
        make(wanted.saved)
        return 0
    if wanted.step == "grade":
        if wanted.python:
            others = [f"--module={module}" for module in wanted.module]
            files = [str(wanted.saved), str(wanted.result)]
            os.execv(wanted.python, [wanted.python, __file__, "grade", *files, *others])
        result = grade(wanted.saved, wanted.module)
        wanted.result.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        return 0
    before, after = (json.loads(path.read_text()) for path in (wanted.before, wanted.after))
    both = {module: before[module] for module in after if module in before}
    found = list(differences(both, after))
    print("\n".join(found) or f"Equal to the point and the word: {', '.join(after)}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
