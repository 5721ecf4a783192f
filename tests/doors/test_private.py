"""What git never takes: work, marks, exports, keys and a class's settings. Git itself is asked."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import ROOT

PRIVATE = [
    "grades.csv",
    "Grades March.csv",
    "roster.csv",
    "roster.xlsx",
    "grades.ods",
    "grades.tsv",
    "exports/moodle.csv",
    "feedback.zip",
    "gradebook.db",
    "gradebook.db-journal",
    "gradebook.db.2026-11-28",
    "gradebook-copy.db",
    "class_config.py",
    "class_config.py.bak",
    "class_config (old).py",
    "signing/private-key.pem",
    "signing/public-key.pem",
    "private-key.pem",
    "docs/private-key.pem",
    "private-key (copy).pem",
    "private-key.pem.bak",
    "statements/ana.json",
    "statements/ana.html",
    "submitted/ana/m04-savings-groups/exercises.ipynb",
    "autograded/ana/m04-savings-groups/exercises.ipynb",
    "autograded/m04-savings-groups-20261128-150820.json",
    "feedback/ana/m04-savings-groups/exercises.html",
    "exchange/sse-course/inbound/ana/exercises.ipynb",
    "my-work/m04-savings-groups/exercises.ipynb",
    "sse-course/m04-savings-groups/exercises.ipynb",
    "solidarity/m04-savings-groups/exercises.ipynb",
    "solidarity/solidarity/m04-savings-groups/exercises.ipynb",
    ".grades.csv.writing",
    "grades.csv~",
    ".~lock.grades.csv#",
]
OURS_TO_COME = [
    "solidarity/data/a_new_survey/data.csv",
    "course/m11-new/prices.csv",
    "source/m11-new/prices.csv",
    "release/m11-new/prices.csv",
    "tests/data/golden.csv",
    "class_config.example.py",
    "docs/class.md",
    "solidarity/author/release.py",
    "solidarity/grade/feedback/marks.py",
    "tests/feedback/test_page.py",
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with nothing but our list of what git is to leave alone."""
    if shutil.which("git") is None:
        pytest.skip("git is missing, and only git can tell what it ignores")
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", folder], check=True)
    shutil.copy(ROOT / ".gitignore", folder)
    return folder


def ignored(repository: Path, names: list[str]) -> set[str]:
    """Which of these git ignores. A developer's own list of ignored names does not count."""
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"],
        cwd=repository,
        input="\0".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(filter(None, done.stdout.split("\0")))


@pytest.mark.parametrize("name", PRIVATE)
def test_git_never_takes(repository: Path, name: str) -> None:
    assert ignored(repository, [name]) == {name}


@pytest.mark.parametrize("name", OURS_TO_COME)
def test_git_takes_what_belongs_to_the_course(repository: Path, name: str) -> None:
    assert ignored(repository, [name]) == set()


def test_no_file_that_git_holds_is_ignored(repository: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("this is no clone: git does not know the course's files")
    names = list(filter(None, listed.stdout.split("\0")))
    assert len(names) > 300
    assert ignored(repository, names) == set()
