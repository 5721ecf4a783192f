"""What the last build wrote: so that drift is found, and no hand edit is overwritten."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import reader

from solidarity.author.drafts import PAGES
from solidarity.author.master import (
    GENERATED_SOURCES,
    GENERATED_WORDS,
    BuildProblem,
    kept_metadata,
)
from solidarity.files import write_whole

RECORD = "course/built.json"
"""What the last build wrote: a digest for each generated file, by its path from the root."""

PENDING = "course/building.json"
"""The same, of a build that is not at its end."""


@dataclass(frozen=True)
class Generated:
    """What a build gives, not yet written.

    files: every generated file by its path below the root, with its text.
    module: the one that was made, with the pages that tell of all; empty for the whole course.
    """

    files: dict[str, str]
    module: str = ""

    @property
    def folders(self) -> tuple[str, str]:
        """The folders that hold what was made, and nothing else."""
        below = f"/{self.module}" if self.module else ""
        return f"source{below}", f"release{below}"

    def covers(self, name: str) -> bool:
        """Does the build answer for this file: make it, or else take it away?"""
        source, release = self.folders
        mine = name in self.files or name.startswith((f"{source}/", f"{release}/"))
        return mine or not self.module


@dataclass
class BuildReport:
    """What a build did: files written, and files left alone because they are as they should be."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0


def drift(root: Path, made: Generated) -> list[str]:
    """The generated files that differ from a fresh build, and those that no build makes."""
    found = [path for path, text in made.files.items() if text_at(root / path) != text]
    found += [name for name in files_below(root, *made.folders) if name not in made.files]
    if not found and _covered(read_record(root), made) != _digests(made):
        found.append(RECORD)
    return found


def write(root: Path, made: Generated) -> BuildReport:
    """Write what differs. Writes nothing and raises BuildProblem if a hand edit would be lost."""
    known = _settled(root)
    edited = _hand_edits(root, made)
    clashes = [path for path in edited if text_at(root / path) != made.files.get(path)]
    if clashes:
        raise BuildProblem([_hand_edit(path) for path in clashes])
    report = BuildReport()
    rest = {path: told for path, told in known.items() if not made.covers(path)}
    record = rest | _digests(made)
    # If the machine stops half-way, the next build finds here what this one was about to write,
    # and does not take it for somebody's edit.
    write_record(root, record, PENDING)
    for path, text in made.files.items():
        if text_at(root / path) == text:
            report.unchanged += 1
            continue
        write_whole(root / path, text.encode())
        report.written.append(path)
    gone = [path for path in known if path not in record and (root / path).is_file()]
    for path in gone:
        (root / path).unlink()
        report.written.append(f"{path} (removed: its master has gone)")
    write_record(root, record)
    (root / PENDING).unlink()
    return report


def _hand_edits(root: Path, made: Generated) -> list[str]:
    """Generated notebooks and checks that are no longer what the last build wrote.

    Running a notebook is not an edit: outputs do not count. A file that no build wrote counts.
    """
    known = [read_record(root), read_record(root, PENDING)]
    names = files_below(root, *made.folders)
    names += [name for name in PAGES if (root / name).is_file()]
    return [
        name
        for name in names
        if digest(name, text_at(root / name) or "") not in [record.get(name) for record in known]
    ]


def _hand_edit(path: str) -> str:
    what = f"{path} was edited by hand since the last build, and building would overwrite it."
    if path.startswith("source/") and path.endswith(".ipynb"):
        return (
            f"{what} To bring the edit into {master_of(path)}: sse build --adopt {path}. "
            "To throw it away: delete the file and build again."
        )
    return (
        f"{what} It is made from course/: make the change there. "
        "To throw the edit away: delete the file and build again."
    )


def stray_files(root: Path, made: Generated) -> list[str]:
    """A sentence for each file that nbgrader would hand to learners although no build made it."""
    known = made.files.keys() | read_record(root).keys()
    source, _ = made.folders
    return [
        f"{name} was not made by the build, and nbgrader would release it to learners. "
        "Move it out of source/; data belongs into solidarity/data/."
        for name in files_below(root, source)
        if name not in known
    ]


def master_of(path: str) -> str:
    """The master of a notebook in ``source/``."""
    return path.replace("source/", "course/", 1).replace(".ipynb", ".md")


def digest(path: str, text: str) -> str:
    """A fingerprint of what matters in a generated file: of a notebook, its cells and settings."""
    if path.endswith(".ipynb"):
        try:
            # Without a validation, which takes longer than all the rest.
            cells: Any = reader.reads(text).cells
            content = [[c.cell_type, _before_marks(c.source), kept_metadata(c)] for c in cells]
            text = json.dumps(content, sort_keys=True)
        except Exception:
            # Not a notebook any more: certainly not what the build wrote.
            return "unreadable"
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _before_marks(source: str) -> str:
    return source.partition(GENERATED_SOURCES)[0].partition(GENERATED_WORDS)[0]


def _digests(made: Generated) -> dict[str, str]:
    """What the record holds: the README is left out, since only its table is made here."""
    return {path: digest(path, text) for path, text in made.files.items() if path != "README.md"}


def _covered(record: dict[str, str], made: Generated) -> dict[str, str]:
    return {path: told for path, told in record.items() if made.covers(path)}


def _settled(root: Path) -> dict[str, str]:
    """The record, with what a build that was stopped had written by then."""
    pending = read_record(root, PENDING)
    written = {
        path: told
        for path, told in pending.items()
        if digest(path, text_at(root / path) or "") == told
    }
    return read_record(root) | written


def read_record(root: Path, name: str = RECORD) -> dict[str, str]:
    """The record, empty where there is none. Raises BuildProblem when it cannot be read."""
    text = text_at(root / name)
    try:
        record: dict[str, str] = json.loads(text) if text else {}
    except ValueError:
        raise BuildProblem(
            [f"{name} cannot be read. Take it back from git, and build again."]
        ) from None
    return record


def write_record(root: Path, record: dict[str, str], name: str = RECORD) -> None:
    """Write the record whole, in an order of its own."""
    write_whole(root / name, (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())


def files_below(root: Path, *folders: str) -> list[str]:
    """The files below these folders by their path from the root, without Jupyter's own copies."""
    return [
        path.relative_to(root).as_posix()
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    ]


def text_at(path: Path) -> str | None:
    """The text of a file, None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
