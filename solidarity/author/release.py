"""From ``source/`` to ``release/`` by nbgrader's own generate step, in a folder of its own."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from solidarity.author.master import BuildProblem


def generate(scratch: Path, module: str, config_file: Path) -> None:
    """Fill ``scratch/release/<module>`` from ``scratch/source/<module>``.

    The course's own ``nbgrader_config.py`` is used, so that an instructor's
    ``nbgrader generate_assignment`` gives the same bytes; only the gradebook is left alone.
    Raises BuildProblem with nbgrader's own words when it refuses.
    """
    config = Config(
        PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    )
    config.CourseDirectory.root = str(scratch)
    config.CourseDirectory.assignment_id = module
    config.SaveCells.enabled = False
    config.GenerateAssignment.no_database = True
    course = CourseDirectory(config=config)
    said = _Listener()
    step: Any = GenerateAssignment(coursedir=course, config=config)
    step.log.addHandler(said)
    try:
        step.start()
    except (Exception, SystemExit) as error:
        reasons = said.errors or [f"{type(error).__name__}: {error}"]
        raise BuildProblem([f"nbgrader could not release {module}: {r}" for r in reasons]) from None
    finally:
        step.log.removeHandler(said)


class _Listener(logging.Handler):
    """Keeps nbgrader's error messages: it raises a bare exception and logs the reason."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage().splitlines()[-1][:300])
