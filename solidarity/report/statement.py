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
from solidarity.files import write_whole
from solidarity.foreign import bytes_of, json_of, visible
from solidarity.grade.gradebook import Tell, demand_gradebook, patiently, with_short_waits
from solidarity.grade.named import demand_learners
from solidarity.page.printable import printable
from solidarity.report.facts import FORMAT, facts, lines
from solidarity.report.signing import fingerprint, fits, own_key, sign

FOLDER = "statements"
_MOST_BYTES = 1_000_000
_MOST_NAME = 60
"""Letters of a file's name: no file system takes any number of them."""


@dataclass(frozen=True)
class Statement:
    """A statement as it lies in its file."""

    content: dict[str, Any]
    signature: str


def issue(
    course: Course,
    gradebook: str,
    students: Sequence[str],
    today: date,
    tell: Tell = lambda words: None,
) -> list[Path]:
    """Write a signed statement for each learner into ``statements/``, and give the files.

    gradebook: the address of nbgrader's database. students: all in the gradebook if empty. tell: is
    told when another program has to be waited for.
    Beside each file lies a page to print. Raises CourseProblem for a learner whom the gradebook
    does not know, before anything is written.
    """
    none = "There is no gradebook yet, so there are no grades to state."
    demand_gradebook(gradebook, none, tell)
    contents = patiently(lambda: _contents(course, gradebook, students, today), gradebook, tell)
    for student, content in contents.items():
        _demand_told(student, content)
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
        write_whole(path, _text(statement).encode())
        page = page_of(statement, path.name, fingerprint(key.public_key()))
        write_whole(path.with_suffix(".html"), page.encode())
        written.append(path)
    return written


def read(path: Path) -> Statement:
    """A statement from its file, as it was found there: nobody has looked at its signature yet.

    Raises CourseProblem with what is not right about the file.
    """
    name = visible(path)
    try:
        found = json_of(bytes_of(path, _MOST_BYTES))
    except FileNotFoundError:
        raise CourseProblem(f"There is no file {name}. Give the path of the statement.") from None
    except ValueError as reason:
        raise CourseProblem(f"{name} is no statement: {reason}.") from None
    content = found.get("statement") if isinstance(found, dict) else None
    signature = found.get("signature") if isinstance(found, dict) else None
    if not isinstance(content, dict) or not isinstance(signature, str):
        raise CourseProblem(f"{name} is no statement: it lacks its content or its signature.")
    if len(found) > 2:
        raise CourseProblem(
            f"{name} is no statement: beside what is signed it holds parts that are not. "
            "Ask whoever issued it for the file as it was."
        )
    if content.get("format") != FORMAT:
        raise CourseProblem(f"{name} is of another format than “{FORMAT}”.")
    return Statement(content, signature)


def holds(statement: Statement, key: Ed25519PublicKey) -> bool:
    """Was the statement signed with this key, and is it as it was signed?"""
    return fits(statement.content, statement.signature, key)


def _contents(
    course: Course, gradebook: str, students: Sequence[str], today: date
) -> dict[str, dict[str, Any]]:
    with Gradebook(with_short_waits(gradebook)) as book:
        known = {str(one.id): one for one in book.students}
        demand_learners(students, known, "The gradebook does not know the learner '{who}'.")
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


def _demand_told(student: str, content: dict[str, Any]) -> None:
    """What is signed must be what ``sse verify`` can read out."""
    try:
        facts(content)
    except CourseProblem as reason:
        raise CourseProblem(
            f"No statement can be written for {visible(student)!r}: {reason}. "
            "Mend the name or the marks in the gradebook."
        ) from None


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
    return re.sub(r"[^\w.@+-]", "_", student).lstrip(".")[:_MOST_NAME] or "_"


def _text(statement: Statement) -> str:
    found = {"statement": statement.content, "signature": statement.signature}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def page_of(statement: Statement, file: str, name_of_key: str) -> str:
    """The statement to print, as HTML; file: the name of the signed file beside it."""
    loader = PackageLoader("solidarity.report", "templates")
    environment = Environment(loader=loader, autoescape=True)
    environment.filters["visible"] = visible
    content = statement.content
    html = environment.get_template("statement.html.j2").render(
        content=content,
        lines=lines(content),
        file=file,
        signature=statement.signature,
        key=name_of_key,
    )
    return printable(html)
