"""Make the feedback pages of a class with nbgrader's own converter, several at one time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from solidarity.grade import processes


def make_pages(root: Path, module: str, students: Sequence[str], jobs: int) -> Iterator[str]:
    """Make each learner's pages anew, and give back the learner when they are made."""
    workers = min(jobs, len(students))
    with ProcessPoolExecutor(workers, processes.context(), _begin, (root,)) as pool:
        waiting = {pool.submit(_make, module, student): student for student in students}
        for future in as_completed(waiting):
            future.result()
            yield waiting[future]


_config: Any = None


def _begin(root: Path) -> None:
    global _config
    from solidarity.grade.grade_class import load_config

    _config = load_config(root)


def _make(module: str, student: str) -> None:
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    folders = CourseDirectory(config=_config)
    folders.assignment_id, folders.student_id = module, student
    maker = GenerateFeedback(coursedir=folders, config=_config)
    maker.log = logging.getLogger("solidarity.feedback")
    maker.force = True
    maker.start()
