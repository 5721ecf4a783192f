"""What a learner's side can make of a submitted folder: each trick by name, for whole classes.

A trick takes the folder in ``submitted/<learner>/<module>``, with the learner's right work in it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

WITH_NO_MORE_RIGHTS = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("setpriv")
    else []
)
"""Before a command that is to be refused what others are refused: root may open everything."""

Trick = Callable[[Path], object]

TIME, SECRET = "timestamp.txt", "submission_secret.txt"


def text(name: str, content: str | bytes) -> Trick:
    data = content if isinstance(content, bytes) else content.encode()
    return lambda folder: (folder / name).write_bytes(data)


def pipe(name: str) -> Trick:
    return _instead(name, os.mkfifo)


def inner_folder(name: str) -> Trick:
    return _instead(name, Path.mkdir)


def link(name: str, target: str) -> Trick:
    return _instead(name, lambda path: path.symlink_to(target))


def holes(name: str) -> Trick:
    def make(path: Path) -> None:
        path.touch()
        os.truncate(path, 2**40)

    return _instead(name, make)


def _instead(name: str, make: Callable[[Path], object]) -> Trick:
    def trick(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        make(folder / name)

    return trick


def filled(name: str) -> Trick:
    """A folder of this name with a file in it."""

    def trick(folder: Path) -> None:
        (folder / name).mkdir()
        (folder / name / "data.csv").write_text("1")

    return trick


def closed(folder: Path) -> None:
    """Nobody but root can look into it."""
    folder.chmod(0)


def as_a_file(folder: Path) -> None:
    """The folder itself is a file."""
    shutil.rmtree(folder)
    folder.write_text("my work")


def as_a_pipe(folder: Path) -> None:
    shutil.rmtree(folder)
    os.mkfifo(folder)


def as_a_link(target: str) -> Trick:
    def trick(folder: Path) -> None:
        shutil.rmtree(folder)
        folder.symlink_to(target)

    return trick


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def changed_cells(change: Callable[[list[dict[str, Any]]], object]) -> Trick:
    """The notebook with its cells changed as JSON: no reader looks at them before the grader."""

    def trick(folder: Path) -> None:
        path = folder / "exercises.ipynb"
        content = json.loads(path.read_bytes())
        change(content["cells"])
        path.write_text(json.dumps(content))

    return trick


def _ids(*names: object) -> Trick:
    def change(cells: list[dict[str, Any]]) -> None:
        for cell, name in zip(cells, names, strict=False):
            cell["id"] = name

    return changed_cells(change)


def _half_signs(cells: list[dict[str, Any]]) -> None:
    """Lone surrogates, which JSON may hold and no file in UTF-8."""
    cells[0]["attachments"] = {"\ud800.png": {"image/png": "\udfff"}}
    cells[0]["metadata"]["nbgrader"] = {"grade_id": "\ud800", "\udfff": "\ud800"}
    cells.append({"cell_type": "markdown", "source": "\ud800", "metadata": {}, "id": "\udfff"})


def patterns_as_folders(folder: Path) -> None:
    """For each file nbgrader searches all folders that fit the name of the file's folder."""
    inside = folder
    for _ in range(4):
        inside /= "*"
        for name in ("*", "a", "[!b]*", "**"):
            (inside.parent / name).mkdir(exist_ok=True)
    (inside / "data.csv").touch()


TIMES: dict[str, Trick] = {
    "time-in-words": text(TIME, "yesterday, I think"),
    "time-in-bytes": text(TIME, b"\xff\xfe"),
    "time-empty": text(TIME, ""),
    "time-year-1": text(TIME, "0001-01-01 00:00:00+14:00"),
    "time-year-9999": text(TIME, "9999-12-31 23:59:59-14:00"),
    "time-of-no-day": text(TIME, "10:00"),
    "time-to-come": text(TIME, "2199-01-01 00:00:00 UTC"),
    "time-huge": text(TIME, "2026-01-01 00:00:00 UTC" + " " * 10**6),
    "time-of-holes": holes(TIME),
    "time-as-folder": inner_folder(TIME),
    "time-as-pipe": pipe(TIME),
    "time-as-link": link(TIME, "/dev/zero"),
    "time-as-link-to-nothing": link(TIME, "nothing"),
}
IDS: dict[str, Trick] = {
    "cell-id-umlaut": _ids("ü-cell", "x" * 65, "", None, 7, [], {}, "a b", "a\n", "<b>", "\ud800"),
    "cell-ids-the-same": _ids(*["cell-1"] * 50),
    "cell-ids-of-ours": _ids(*(f"copy-{n}" for n in range(9, 0, -1)), "solidarity-trouble"),
    "half-signs": changed_cells(_half_signs),
}
FILES: dict[str, Trick] = {
    "secret-in-bytes": text(SECRET, b"\xff\xfe"),
    "secret-as-pipe": pipe(SECRET),
    "released-file-as-pipe": pipe("checks.json"),
    "data-as-folder": inner_folder("data.csv"),
    "data-of-holes": holes("data.bin"),
    "patterns-as-folders": patterns_as_folders,
    "page-of-ones-own": text("exercises.html", "<script>alert(1)</script>"),
}
NO_PAGE: dict[str, Trick] = {
    "page-as-folder": filled("exercises.html"),
    "half-a-page-as-folder": filled(".exercises.html.writing"),
}
"""What lies beside the work stands in the way of its page, or could."""
READINGS: dict[str, Trick] = {
    "reading-as-pipe": pipe("reading.ipynb"),
    "case-as-link": link("case.ipynb", "/etc/passwd"),
}
"""These notebooks cannot be read, and give no points."""
NO_WORK: dict[str, Trick] = {
    "notebook-as-pipe": pipe("exercises.ipynb"),
    "notebook-as-folder": inner_folder("exercises.ipynb"),
    "notebook-as-link": link("exercises.ipynb", "/dev/zero"),
    "notebook-of-holes": holes("exercises.ipynb"),
    "notebook-of-nothing": text("exercises.ipynb", b""),
    "notebook-of-noise": text("exercises.ipynb", bytes(range(256)) * 64),
    "module-as-file": as_a_file,
    "module-as-pipe": as_a_pipe,
    "module-as-link-to-nothing": as_a_link("nothing"),
    "module-as-link-to-itself": as_a_link("."),
    "module-empty": emptied,
}
"""Of these nothing can be earned."""

COST_NOTHING = {**TIMES, **IDS, **FILES, **READINGS, **NO_PAGE}
"""The work beside them is right, and has all its points."""

NAMES = [
    os.fsdecode(b"ana\xff"),
    "ev[e]",
    "eve*",
    "eve<img src=x onerror=alert(1)>",
    'q" onmouseover="alert(1)" x="',
    "%s%n",
    "eve' onfocus='alert(1)",
    "two\nlines",
    "\x1b[1A\x1b[2Kana graded 18 of 18",
    "right\u202eleft",
    ".hidden",
    " spaces ",
    "x" * 200,
]
"""Ids that cannot be graded."""

ODD_NAMES = [
    "-dash",
    "--root=elsewhere",
    "a..b",
    "comma, and space",
    "plus+plus@example.org",
    "{student_id}",
    "$HOME",
    "o'eve",
    "Jos\u00e9",
    "Jose\u0301",
    "王小明",
    "feedback",
    "README.md",
    "CON",
    "null",
]
"""Ids that can."""
