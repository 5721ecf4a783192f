"""Fixtures of all tests, and the environment that they and their programs run in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hypothesis
import pytest
from helpers import ROOT, copy_course, jail_is_missing

# jsonschema builds 35 parsers when it finds this package, 2 s in every process (jsonschema #1428);
# without it only the check of international addresses is left out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# nbgrader calls alembic by its name, which an environment that is not activated would not find.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# Speed is measured in tests/bench; here a busy machine must not look like a fault.
hypothesis.settings.register_profile("solidarity", deadline=None)
hypothesis.settings.load_profile("solidarity")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return copy_course(tmp_path / "course-copy")


LONG = ("measure", "cycle", "grade", "run", "attacks", "browser", "notebooks", "doors", "author")
"""Folders with files that take minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # A file stays in one process. Where short ones come last, no process waits long for another.
    items.sort(key=lambda item: Path(item.path).relative_to(ROOT / "tests").parts[0] not in LONG)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # Here and not in a mark with a reason: a jail is tried for a second, and collecting is for all.
    if item.get_closest_marker("jail") and (reason := jail_is_missing()):
        pytest.skip(reason)
