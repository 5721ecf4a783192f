"""What goes wrong with one learner's files costs this learner; what concerns all stops the run."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import OperationalError

from solidarity.course import CourseProblem
from solidarity.grade.ids import shown
from solidarity.run.jail.bubblewrap import NoJail
from solidarity.trouble import of_the_machine

_MOST_LETTERS = 300


def demand_of_one(error: Exception) -> None:
    """Raises the error again where it is no learner's: a full disk, a locked gradebook, no jail."""
    of_all = OperationalError | CourseProblem | NoJail
    if of_the_machine(error) or any(isinstance(one, of_all) for one in _with_causes(error)):
        raise error


def in_words(error: Exception) -> str:
    """What went wrong, for whoever grades."""
    if isinstance(error, OSError) and error.strerror and isinstance(error.filename, str | bytes):
        place = error.filename if isinstance(error.filename, str) else error.filename.decode()
        words = f"{place}: {error.strerror}"
    else:
        words = f"{type(error).__name__}: {error}"
    words = shown(" ".join(words.split()))
    return words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS]}…"


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen:
        seen.append(one)
        yield one
        one = one.__cause__ or one.__context__
