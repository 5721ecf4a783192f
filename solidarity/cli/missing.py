"""What to type where a command needs packages that a learner alone does not have."""

from __future__ import annotations

_OF_INSTRUCTORS = ("cryptography", "dateutil", "markupsafe", "nbgrader", "sqlalchemy")
"""What the extras ``grade`` and ``author`` bring, as it is imported."""

WORDS = """\
This command is for instructors and authors, and a package that it needs is not installed: {name}.
To install what they need, and open JupyterLab with it, type in the folder of the course:
  make teach
(or python3 run.py teach). Into another Python: pip install -r requirements-teach.lock"""


def in_words(error: BaseException) -> str | None:
    """What is missing and how to get it; None where the error is another one."""
    name = error.name if isinstance(error, ModuleNotFoundError) and error.name else ""
    package = name.partition(".")[0]
    return WORDS.format(name=package) if package in _OF_INSTRUCTORS else None
