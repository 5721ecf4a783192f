"""Give the feedback pages back through nbgrader's exchange, one learner at a time.

nbgrader's own ``release_feedback`` takes all learners in one go, and stops at the first one whose
files it cannot read: those files came from the learner's side.
"""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.exchange_factory import ExchangeFactory
from rich.console import Console

from solidarity.course import CourseProblem
from solidarity.grade.class_run import known_modules, load_config
from solidarity.grade.guard import demand_of_one, in_words
from solidarity.grade.ids import refusal, shown
from solidarity.grade.named import demand_learners, demand_module
from solidarity.grade.pages import MOST_BYTES
from solidarity.grade.plain_page import FOR_THE_WAY_BACK, SECRET, page_folder
from solidarity.notebooks.submitted import UnreadableNotebook, submitted_bytes

_MOST_BYTES = 10_000


@dataclass(frozen=True)
class Returned:
    """What became of one learner's pages. why_not: "" if they were returned."""

    student: str
    why_not: str = ""


def return_command(root: Path, module: str, students: Sequence[str], say: Console) -> bool:
    """Return the pages and say who has theirs; whether everybody has.

    Raises CourseProblem when nothing at all can be returned.
    """
    done = list(return_pages(root, module, students))
    left = [one for one in done if one.why_not]
    if len(left) == len(done) and len({one.why_not for one in left}) == 1:
        raise CourseProblem(f"Nobody's pages of {module} were returned: {left[0].why_not}.")
    for reason in dict.fromkeys(one.why_not for one in left):
        names = ", ".join(shown(one.student) for one in left if one.why_not == reason)
        say.print(f"Not returned, because {reason}: {names}", markup=False)
    say.print(f"{module}: returned to {len(done) - len(left)} of {len(done)} learners.")
    if left:
        say.print("Give the others their own folder in feedback/ in another way.")
    return not left


def return_pages(root: Path, module: str, students: Sequence[str] = ()) -> Iterator[Returned]:
    """Return each learner's pages of the module, of these learners only if any are named.

    Raises CourseProblem when there are no pages of somebody who was named, or none at all.
    """
    config = load_config(root)
    folders = CourseDirectory(config=config)
    demand_module(module, known_modules(root, folders), "sse return")
    folders.assignment_id = module
    top = Path(folders.root, folders.feedback_directory)
    names = sorted(os.listdir(top)) if top.is_dir() else []
    there = [name for name in names if os.path.isdir(page_folder(folders, name))]
    none = f"There are no pages of {module}{{}} in {top.name}/. Run: sse grade {module}"
    if not there:
        raise CourseProblem(none.format(""))
    demand_learners(students, there, f"{none.format(' for {who}')}.")
    wanted = [name for name in there if not students or name in students]
    troubles = who_cannot(folders, there)
    for student in wanted:
        if student in troubles:
            yield Returned(student, troubles[student])
            continue
        folders.student_id = student
        exchange = ExchangeFactory(config=config).ReleaseFeedback(coursedir=folders, config=config)
        # What happens is said by us, for each learner.
        exchange.log = logging.Logger("solidarity.return")
        exchange.log.addHandler(logging.NullHandler())
        try:
            exchange.start()
        except Exception as error:
            demand_of_one(error)
            yield Returned(student, in_words(error))
        else:
            yield Returned(student)


def who_cannot(folders: CourseDirectory, students: Sequence[str]) -> dict[str, str]:
    """Whose pages cannot be returned through the exchange, and why.

    students: all who have pages of the module. Under the secret of the work, which came with it,
    nbgrader lays a page into the exchange: with the same one, one page would replace another.
    """
    found = {student: _secret(page_folder(folders, student), student) for student in students}
    times = Counter(secret for secret, _ in found.values() if secret)
    return {
        student: why or "somebody else handed in the same submission_secret.txt"
        for student, (secret, why) in found.items()
        if why or times[secret] > 1
    }


def _secret(folder: Path, student: str) -> tuple[str, str]:
    """The secret of a learner's work; where there is none of use, in words why."""
    if refusal(student):
        return "", "the name of the folder is none that nbgrader can work with"
    if folder.is_symlink() or folder.parent.is_symlink():
        return "", "the folder in feedback/ is a link"
    pages = list(folder.glob("*.html"))
    if not pages:
        return "", "there is no page"
    for page in pages:
        # nbgrader would follow a link, and give back what it leads to.
        if page.is_symlink() or not page.is_file():
            return "", "a page of theirs in feedback/ is a link, a folder or a pipe"
        if page.stat().st_size > MOST_BYTES:
            return "", f"a page of theirs has more than {MOST_BYTES // 2**20} MB"
    texts: dict[str, str] = {}
    for name in FOR_THE_WAY_BACK:
        path = folder / name
        if not os.path.lexists(path):
            why = f"no {name} that can be read came with the work"
            return "", f"{why}, as none does outside of the exchange"
        try:
            if path.lstat().st_size > _MOST_BYTES:
                return "", f"{name} is far too large"
            # As nbgrader reads it: however lines end, it is the same secret.
            texts[name] = "\n".join(re.split("\r\n?|\n", submitted_bytes(path).decode()))
        except (OSError, UnreadableNotebook, UnicodeDecodeError):
            return "", f"{name} cannot be read"
        if not texts[name].strip():
            return "", f"{name} is empty"
    return texts[SECRET], ""
