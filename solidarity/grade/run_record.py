"""The record of a grading run: who was graded, how, and from which files."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from solidarity.course import CourseProblem
from solidarity.files import write_whole
from solidarity.foreign import bytes_of
from solidarity.grade.submission import WELL, Status
from solidarity.notebooks.submitted import printable

_MOST_BYTES = 100 * 2**20
_EVERY = 1.0
"""Seconds between two writings: the record of a thousand learners is not written a thousand times.

What was not written when a run is killed is graded again, with the same marks.
"""


@dataclass(frozen=True)
class Line:
    """What happened to one learner.

    changed: the marks that differ from those before the run, by the name of the exercise, from and
    to; total: all marks together, from and to, where any differs.
    """

    student: str
    status: Status
    score: float
    points: float
    said: tuple[str, ...]
    digest: str
    changed: Mapping[str, Sequence[float]] = field(default_factory=dict)
    total: Sequence[float] = ()


@dataclass
class RunRecord:
    """All learners of one run so far; kept in ``path`` while the run goes on.

    before: the marks of those who had some when the run began. anew: in words, why a run that was
    to be resumed was begun anew.
    """

    path: Path
    module: str
    mode: str
    kit: str
    started: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    finished: str = ""
    learners: dict[str, Line] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    anew: str = ""
    _written: float = 0.0

    def add(self, line: Line) -> None:
        """Note one learner."""
        self.learners[line.student] = line
        if time.monotonic() - self._written > _EVERY:
            self.write()

    def note(self, student: str, said: Sequence[str]) -> None:
        """Note what happened to a learner afterwards; ``write`` keeps it."""
        line = self.learners[student]
        self.learners[student] = replace(line, said=(*line.said, *said))

    def finish(self) -> None:
        """Note that the run has come to its end."""
        self.finished = datetime.now(UTC).isoformat(timespec="seconds")
        self.write()

    def write(self) -> None:
        """Write the record whole, so that a reader never finds half of it."""
        self._written = time.monotonic()
        content = {
            "module": self.module,
            "mode": self.mode,
            "kit": self.kit,
            "started": self.started,
            "finished": self.finished,
            "learners": [asdict(line) for line in self.learners.values()],
            # Only needed by a run that goes on.
            "before": {} if self.finished else self.before,
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.path, "".join(map(_as_written, text)).encode())

    @property
    def all_well(self) -> bool:
        """Whether every learner was graded without loss."""
        return all(line.status in WELL for line in self.learners.values())


def _as_written(sign: str) -> str:
    """A name may hold anything: signs that a terminal would obey, and halves of signs."""
    return sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1]


def new_report(
    folder: Path, module: str, mode: str, kit: str, before: Mapping[str, Mapping[str, float]]
) -> RunRecord:
    """A record that does not exist yet.

    What the last run changed before it was stopped was told to nobody; this one tells it too.
    """
    number = 1 + max((_place(path, module)[0] for path in _paths(folder, module)), default=0)
    path = folder / f"{module}-{number:03}-{datetime.now():%Y%m%d-%H%M%S}.json"
    last = _unfinished(folder, module)
    untold = last[0]["before"] if last else {}
    return RunRecord(path, module, mode, kit, before={**before, **untold})


def unfinished_report(folder: Path, module: str, kit: str) -> RunRecord | None:
    """The newest run of this module, if it was not finished and graded by the same key."""
    last = _unfinished(folder, module)
    if last is None or last[0].get("kit") != kit:
        return None
    content, path = last
    before = content["before"]
    report = RunRecord(path, module, content["mode"], kit, content["started"], before=before)
    for entry in content["learners"]:
        line = _line(entry)
        report.learners[line.student] = line
    return report


def begun_by_another(folder: Path, module: str, kit: str) -> bool:
    """Whether the newest run was not finished, and its marks would not be this kit's."""
    last = _unfinished(folder, module)
    return last is not None and last[0].get("kit") != kit


def _unfinished(folder: Path, module: str) -> tuple[dict[str, Any], Path] | None:
    newest = next(_records(folder, module), None)
    return None if newest is None or newest[0].get("finished") else newest


def _records(folder: Path, module: str) -> Iterator[tuple[dict[str, Any], Path]]:
    """The records of this module's runs, the newest first; any other file of the name is none."""
    for path in sorted(_paths(folder, module), key=lambda p: _place(p, module), reverse=True):
        try:
            found = json.loads(bytes_of(path, _MOST_BYTES))
            for entry in found["learners"]:
                _line(entry)
            found = {"before": {}, **found}
            if all(isinstance(found[name], str) for name in ("mode", "kit", "started")):
                _demand(all(map(_are_numbers, found["before"].values())))
                yield found, path
        except (CourseProblem, OSError, *_ODD):
            continue


_ODD = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What other content than a record's brings about."""


def _line(entry: dict[str, Any]) -> Line:
    """The line that an entry holds. Raises one of ``_ODD`` for any other content."""
    said, total = tuple(map(printable, entry["said"])), tuple(entry.get("total", ()))
    line = Line(**{**entry, "said": said, "total": total})
    _demand(isinstance(line.student, str) and isinstance(line.digest, str))
    _demand(line.status in get_args(Status) and _are_numbers({"": line.score, " ": line.points}))
    _demand(all(name.isprintable() and len(pair) == 2 for name, pair in line.changed.items()))
    _demand(len(line.total) == (2 if line.changed else 0))
    for pair in (*line.changed.values(), line.total):
        _demand(_are_numbers(dict(enumerate(pair))))
    return line


def _are_numbers(named: Mapping[Any, Any]) -> bool:
    return all(isinstance(one, int | float) for one in named.values())


def _demand(holds: bool) -> None:
    if not holds:
        raise ValueError("no record")


def _paths(folder: Path, module: str) -> list[Path]:
    """The files that may be records; a learner whose folder has such a name has no part in it."""
    name = _name(module)
    return [path for path in folder.glob("*.json") if name.fullmatch(path.name) and path.is_file()]


def _place(path: Path, module: str) -> tuple[int, str]:
    """Where a record stands among the others: by its number, as a clock may be set back.

    Records of older versions have no number; they come first, by the clock of then.
    """
    found = _name(module).fullmatch(path.name)
    assert found is not None
    return int(found["number"] or 0), found["moment"]


def _name(module: str) -> re.Pattern[str]:
    moment = r"(?P<moment>\d{8}-\d{6}\d*)"
    return re.compile(rf"{re.escape(module)}-(?:(?P<number>\d{{1,6}})-)?{moment}\.json")
