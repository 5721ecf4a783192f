"""Remember which answers were right, so that running something again takes no progress away.

``sse start`` lays a small file beside a learner's own notebook; where it lies, what was right is
noted there with the answer that was judged. Nothing else is kept, and nothing is sent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from solidarity.course import CourseProblem
from solidarity.files import write_whole
from solidarity.foreign import bytes_of

FILE = ".progress.json"
EMPTY = "{}\n"
_MOST_BYTES = 10_000_000
_DAMAGED = (
    *(CourseProblem, OSError, ValueError, LookupError, TypeError),
    *(AttributeError, RecursionError),
)


def digest(source: str) -> str:
    """A name for the text of a cell; blanks round it do not count."""
    return hashlib.sha256(source.strip().encode("utf-8", "replace")).hexdigest()[:16]


def remember(folder: Path, exercise: str, cell: str, answer: str) -> None:
    """Note that the exercise was right, with the id of the cell and the digest of its text.

    Where the note cannot be written, the verdict stands all the same.
    """
    path = folder / FILE
    note = {"cell": cell, "answer": answer}
    with contextlib.suppress(OSError):
        notes = remembered(folder)
        if path.is_file() and notes.get(exercise) != note:
            write_whole(path, (json.dumps({**notes, exercise: note}, indent=1) + "\n").encode())


def remembered(folder: Path) -> dict[str, dict[str, str]]:
    """What was noted here: by exercise, ``cell`` and ``answer``. A damaged file says nothing."""
    try:
        notes = json.loads(bytes_of(folder / FILE, _MOST_BYTES))
        return {
            str(exercise): {"cell": str(note["cell"]), "answer": str(note["answer"])}
            for exercise, note in notes.items()
        }
    except _DAMAGED:
        return {}
