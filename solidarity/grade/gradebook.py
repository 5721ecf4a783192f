"""nbgrader's gradebook as a file that others use too: is it one, and is it free at this moment?"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import nbgrader
from sqlalchemy.engine import URL, make_url

from solidarity.course import CourseProblem
from solidarity.trouble import LOCKED, OTHER_VERSION, Trouble, is_locked, of_the_gradebook

SECONDS = 30.0
"""How long somebody else's work in the gradebook is waited for, at each step."""

_AT_A_TIME = 0.5
"""Seconds that SQLite itself waits, which nobody can interrupt."""

_PAUSE = 0.2
_REVISIONS = Path(nbgrader.__file__).parent / "alembic" / "versions"

Tell = Callable[[str], None]
"""Called with a sentence when there is something to wait for."""

T = TypeVar("T")


def file_of(db_url: str) -> Path | None:
    """The file that the gradebook lies in; None where it is on a server of its own."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def with_short_waits(db_url: str) -> URL:
    """The same address, so that SQLite gives up soon; ``patiently`` asks it again."""
    url = make_url(db_url)
    return url if file_of(db_url) is None else url.update_query_dict({"timeout": str(_AT_A_TIME)})


def patiently(act: Callable[[], T], db_url: str, tell: Tell = lambda words: None) -> T:
    """What ``act`` gives; while another program holds the gradebook, it is tried again.

    act: changes nothing when it fails. Raises Trouble, in words, when the gradebook is not free
    after ``SECONDS``, and for whatever else is wrong with it.
    """
    where = file_of(db_url) or "The gradebook"
    end = time.monotonic() + SECONDS
    told = False
    while True:
        try:
            return act()
        except Exception as error:
            if not is_locked(error):
                words = of_the_gradebook(error, where)
                if words is None:
                    raise
                raise Trouble(words) from error
            if time.monotonic() > end:
                raise Trouble(LOCKED.format(where=where, seconds=SECONDS)) from error
        if not told:
            tell(f"{where} is in use by another program. Waiting, {SECONDS:g} seconds at most.")
            told = True
        time.sleep(_PAUSE)


def demand_gradebook(db_url: str, otherwise: str, tell: Tell = lambda words: None) -> None:
    """Look at the gradebook before nbgrader does, which would take anything for one, or make one.

    Raises CourseProblem with ``otherwise`` where there is none yet, and Trouble where its file
    cannot be used.
    """
    path = file_of(db_url)
    if path is None:
        return
    if path.is_dir():
        raise Trouble(
            f"{path} is a folder, and the gradebook is a file. Move the folder away and put the "
            "gradebook back from your copy; or name the right one in class_config.py, as "
            "c.CourseDirectory.db_url."
        )
    if not path.exists() or path.stat().st_size == 0:
        raise CourseProblem(otherwise)
    # Opened as any file first: SQLite tells less of why it cannot.
    with path.open("rb"):
        pass
    version = patiently(lambda: _version(path), db_url, tell)
    known = [one.name for one in _REVISIONS.glob("*.py")]
    if known and version and not any(name.startswith(version) for name in known):
        raise Trouble(OTHER_VERSION.format(where=path))


def _version(path: Path) -> str:
    """The version of its tables, as nbgrader notes it; "" where it does not."""
    with closing(sqlite3.connect(path, timeout=_AT_A_TIME)) as book:
        try:
            found = book.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if str(error).startswith("no such table"):
                return ""
            raise
    return str(found[0]) if found else ""
