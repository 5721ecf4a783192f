"""A signed statement of grades: genuine ones are told from changed and from foreign ones."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from helpers import copy_course
from nbgrader.api import Gradebook
from typer.testing import CliRunner, Result

from solidarity.cli import app
from solidarity.course import CourseProblem, load_course
from solidarity.report.statement import issue

M04, M05 = "m04-savings-groups", "m01-first-notebook"


def sse(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook knows three learners; one has marks, one has some to wait for."""
    root = copy_course(tmp_path_factory.mktemp("graded") / "course")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.add_student("ana", first_name="Ana", last_name="Cruz <b>")
        book.add_student("ben")
        book.add_student("../eve")
        book.add_assignment(M04)
        book.add_notebook("exercises", M04)
        book.add_grade_cell("share_value", "exercises", M04, max_score=2, cell_type="code")
        book.add_grade_cell("reflection", "exercises", M04, max_score=5, cell_type="markdown")
        for student, by_hand in (("ana", 4.0), ("ben", None)):
            book.add_submission(M04, student)
            cell = book.find_grade("share_value", "exercises", M04, student)
            cell.auto_score, cell.needs_manual_grade = 1.5, False
            text = book.find_grade("reflection", "exercises", M04, student)
            text.manual_score, text.needs_manual_grade = by_hand, by_hand is None
            found = book.find_submission_notebook("exercises", M04, student)
            found.late_submission_penalty = 0.5
        book.db.commit()
    return root


@pytest.fixture
def top(graded: Path, tmp_path: Path) -> Path:
    # nbgrader takes seconds to make a gradebook, so each test gets a copy.
    return Path(shutil.copytree(graded, tmp_path / "course", symlinks=True))


@pytest.fixture
def ana(top: Path) -> Path:
    assert sse("statement", "--student", "ana", "--root", top).exit_code == 0
    return top / "statements" / "ana.json"


def test_a_statement_tells_the_gradebooks_marks(ana: Path) -> None:
    content = json.loads(ana.read_text(encoding="utf-8"))["statement"]
    marks = {one["id"]: (one["points"], one["of"], one["final"]) for one in content["modules"]}
    assert content["name"] == "Ana Cruz <b>"
    # 1.5 + 4 - 0.5 for being late, as nbgrader's own export has it.
    assert marks[M04] == (5.0, 7.0, True)
    assert marks[M05] == (None, None, True)


def test_what_is_still_to_be_marked_is_said(top: Path) -> None:
    told = sse("statement", "--root", top)
    assert told.exit_code == 0
    verified = sse("verify", top / "statements" / "ben.json", "--root", top)
    assert "1 of 7 points, a part still to be marked" in verified.stdout


def test_a_genuine_statement_is_called_so(ana: Path, top: Path) -> None:
    told = sse("verify", ana, "--key", top / "signing" / "public-key.pem")
    assert told.exit_code == 0
    assert "Genuine" in told.stdout
    assert "5 of 7 points" in told.stdout


def test_another_order_and_other_spaces_do_no_harm(ana: Path, top: Path) -> None:
    found = json.loads(ana.read_text(encoding="utf-8"))
    ana.write_text(json.dumps(dict(reversed(found.items())), sort_keys=True), encoding="utf-8")
    assert sse("verify", ana, "--root", top).exit_code == 0


def _more_points(found: dict[str, Any]) -> None:
    found["statement"]["modules"][3]["points"] = 7.0


def _other_name(found: dict[str, Any]) -> None:
    found["statement"]["name"] = "Eve"


def _one_more_field(found: dict[str, Any]) -> None:
    found["statement"]["honours"] = True


def _no_number(found: dict[str, Any]) -> None:
    found["statement"]["modules"][3]["points"] = float("nan")


def _other_signature(found: dict[str, Any]) -> None:
    found["signature"] = "A" * 86 + "=="


def _no_base64(found: dict[str, Any]) -> None:
    found["signature"] = "ä not base64"


@pytest.mark.parametrize(
    "change",
    [_more_points, _other_name, _one_more_field, _no_number, _other_signature, _no_base64],
)
def test_a_changed_statement_is_refused(
    ana: Path, top: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    found = json.loads(ana.read_text(encoding="utf-8"))
    change(found)
    ana.write_text(json.dumps(found), encoding="utf-8")
    told = sse("verify", ana, "--root", top)
    assert told.exit_code == 1
    assert "Not genuine" in told.stderr
    assert "Genuine:" not in told.stdout


def test_a_statement_of_another_class_is_refused(ana: Path, graded: Path, tmp_path: Path) -> None:
    other = shutil.copytree(graded, tmp_path / "other", symlinks=True)
    assert sse("statement", "--root", other).exit_code == 0
    told = sse("verify", ana, "--root", other)
    assert told.exit_code == 1
    assert "another key" in told.stderr


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"statement": 1, "signature": "x"}', '{"statement": {}}', "[" * 9999]
)
def test_what_is_no_statement_is_said(top: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.json"
    path.write_text(text, encoding="utf-8")
    told = sse("verify", path, "--root", top)
    assert told.exit_code == 2
    assert "is no statement" in told.stderr


def test_without_the_public_key_one_is_told_to_ask_for_it(ana: Path, tmp_path: Path) -> None:
    told = sse("verify", ana, "--key", tmp_path / "missing.pem")
    assert told.exit_code == 2
    assert "Ask whoever issued the statement" in told.stderr


def test_the_private_key_is_its_owners_alone_and_is_kept(ana: Path, top: Path) -> None:
    private = top / "signing" / "private-key.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    before = private.read_bytes()
    assert sse("statement", "--root", top).exit_code == 0
    assert private.read_bytes() == before
    assert sse("verify", ana, "--root", top).exit_code == 0


def test_a_damaged_private_key_is_never_written_over(ana: Path, top: Path) -> None:
    private = top / "signing" / "private-key.pem"
    private.write_text("not a key", encoding="utf-8")
    told = sse("statement", "--root", top)
    assert told.exit_code == 2
    assert "is no private key" in told.stderr
    assert private.read_text(encoding="utf-8") == "not a key"


def test_a_stranger_stops_it_before_anything_is_written(top: Path) -> None:
    told = sse("statement", "--student", "ana", "--student", "nobody", "--root", top)
    assert told.exit_code == 2
    assert "does not know the learner 'nobody'" in told.stderr
    assert not (top / "statements").exists()


def test_without_a_gradebook_there_is_nothing_to_state(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    told = sse("statement", "--root", root)
    assert told.exit_code == 2
    assert "no gradebook yet" in told.stderr
    assert not (root / "gradebook.db").exists()


def test_an_id_cannot_lead_out_of_the_folder(top: Path) -> None:
    assert sse("statement", "--student", "../eve", "--root", top).exit_code == 0
    assert [path.name for path in sorted((top / "statements").iterdir())] == [
        "_eve.html",
        "_eve.json",
    ]


def test_the_page_is_well_formed_and_asks_nothing_of_the_internet(ana: Path) -> None:
    text = ana.with_suffix(".html").read_text(encoding="utf-8")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(text)
    assert '<html lang="en">' in text
    assert "Ana Cruz &lt;b&gt;" in text
    assert "http" not in text.replace("http-equiv", "")


def test_two_learners_whose_names_would_share_a_file_are_refused(top: Path) -> None:
    with Gradebook(f"sqlite:///{top / 'gradebook.db'}") as book:
        book.add_student("_eve")
    with pytest.raises(CourseProblem, match="the same file"):
        issue(load_course(top), f"sqlite:///{top / 'gradebook.db'}", [], date(2026, 11, 25))
    assert not (top / "statements").exists()
