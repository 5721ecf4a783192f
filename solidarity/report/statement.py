"""A statement of a learner's grades: from nbgrader's gradebook, signed, as a file and a page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from jinja2 import Environment, PackageLoader
from nbgrader.api import Gradebook, MissingEntry

from solidarity.course import Course, CourseProblem
from solidarity.report.signing import fingerprint, fits, own_key, sign

FORMAT = "solidarity statement 1"
FOLDER = "statements"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Statement:
    """A statement as it lies in its file."""

    content: dict[str, Any]
    signature: str


def issue(course: Course, gradebook: str, students: Sequence[str], today: date) -> list[Path]:
    """Write a signed statement for each learner into ``statements/``, and give the files.

    gradebook: the address of nbgrader's database. students: all in the gradebook if empty.
    Beside each file lies a page to print. Raises CourseProblem for a learner whom the gradebook
    does not know, before anything is written.
    """
    contents = _contents(course, gradebook, students, today)
    names = {student: _file_name(student) for student in contents}
    if len(set(names.values())) < len(names):
        raise CourseProblem(
            "Two learners' names would give the same file. Issue their statements one by one, with "
            "--student, and rename the first file."
        )
    key = own_key(course.root)
    folder = course.root / FOLDER
    folder.mkdir(exist_ok=True)
    written = []
    for student, content in contents.items():
        statement = Statement(content, sign(content, key))
        path = folder / f"{names[student]}.json"
        path.write_text(_text(statement), encoding="utf-8")
        page = _page(statement, fingerprint(key.public_key()))
        path.with_suffix(".html").write_text(page, encoding="utf-8")
        written.append(path)
    return written


def read(path: Path) -> Statement:
    """A statement from its file. Raises CourseProblem with what is not right about the file."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CourseProblem(f"{path} is too large to be a statement.")
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise CourseProblem(f"{path} cannot be read.") from None
    except (ValueError, RecursionError):
        raise CourseProblem(f"{path} is no statement: it is not JSON.") from None
    content = found.get("statement") if isinstance(found, dict) else None
    signature = found.get("signature") if isinstance(found, dict) else None
    if not isinstance(content, dict) or not isinstance(signature, str):
        raise CourseProblem(f"{path} is no statement: it lacks its content or its signature.")
    if content.get("format") != FORMAT:
        raise CourseProblem(f"{path} is of another format than “{FORMAT}”.")
    return Statement(content, signature)


def holds(statement: Statement, key: Ed25519PublicKey) -> bool:
    """Was the statement signed with this key, and is it as it was signed?"""
    return fits(statement.content, statement.signature, key)


def lines(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The modules of a statement and their marks, as people read them."""
    return [
        (
            f"{module['number']}. {module['title']}",
            "not handed in"
            if module["points"] is None
            else f"{module['points']:g} of {module['of']:g} points"
            + ("" if module["final"] else ", a part still to be marked"),
        )
        for module in content["modules"]
    ]


def _contents(
    course: Course, gradebook: str, students: Sequence[str], today: date
) -> dict[str, dict[str, Any]]:
    if not gradebook.removeprefix("sqlite:///") or not _there(gradebook):
        raise CourseProblem("There is no gradebook yet, so there are no grades to state.")
    with Gradebook(gradebook) as book:
        known = {str(one.id): one for one in book.students}
        strangers = [one for one in students if one not in known]
        if strangers:
            raise CourseProblem(f"The gradebook does not know the learner {strangers[0]!r}.")
        return {
            one: {
                "format": FORMAT,
                "course": course.title,
                "version": version("solidarity-course"),
                "learner": one,
                "name": _name(known[one]),
                "issued": today.isoformat(),
                "modules": _modules(course, book, one),
            }
            for one in (students or sorted(known))
        }


def _there(gradebook: str) -> bool:
    """Is the database there? nbgrader would make an empty one."""
    return (
        not gradebook.startswith("sqlite:///")
        or Path(gradebook.removeprefix("sqlite:///")).is_file()
    )


def _modules(course: Course, book: Gradebook, student: str) -> list[dict[str, Any]]:
    return [
        {"id": module.id, "number": module.number, "title": module.title}
        | _marks(book, module.id, student)
        for module in course.written
    ]


def _marks(book: Gradebook, module: str, student: str) -> dict[str, Any]:
    try:
        found = book.find_submission(module, student)
    except MissingEntry:
        return {"points": None, "of": None, "final": True}
    # The same sum as nbgrader's own export.
    points = max(0.0, float(found.score) - float(found.late_submission_penalty))
    return {
        "points": points,
        "of": float(found.max_score),
        "final": not found.needs_manual_grade,
    }


def _name(student: Any) -> str:
    return " ".join(filter(None, (student.first_name, student.last_name))) or str(student.id)


def _file_name(student: str) -> str:
    """A learner's id as the name of a file, which no id can lead out of the folder."""
    return re.sub(r"[^\w.@+-]", "_", student).lstrip(".") or "_"


def _text(statement: Statement) -> str:
    found = {"statement": statement.content, "signature": statement.signature}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _page(statement: Statement, name_of_key: str) -> str:
    loader = PackageLoader("solidarity.report", "templates")
    template = Environment(loader=loader, autoescape=True).get_template("statement.html.j2")
    content = statement.content
    return template.render(
        content=content, lines=lines(content), signature=statement.signature, key=name_of_key
    )
