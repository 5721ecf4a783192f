"""The files beside a learner's notebook: anything at all, and none of them stops the grading."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from nbgrader.utils import is_ignored

MOST_FILES = 1_000
MOST_BYTES = 200 * 2**20
MOST_FOLDERS_DEEP = 20
MOST_OWN_BYTES = 16 * 2**20
"""Of the files that a learner may change and that therefore go into the jail."""


def files_in(folder: Path, ignored: Sequence[str]) -> Iterator[Path]:
    """The ordinary files in a folder, a thousand at most, of so many bytes together.

    Left out are links (one could lead to somebody else's files), pipes and devices (reading them
    may never end), notebooks, and what lies deeper than any honest folder.
    """
    left, room = MOST_FILES, MOST_BYTES
    waiting = [(folder, 0)]
    while waiting:
        inside, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(inside), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith(".ipynb") or is_ignored(entry.path, ignored):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < MOST_FOLDERS_DEEP:
                    waiting.append((Path(entry.path), depth + 1))
            elif entry.is_file(follow_symlinks=False):
                # Of a file with holes it counts what a copy would take.
                room -= entry.stat(follow_symlinks=False).st_size
                left -= 1
                if left < 0 or room < 0:
                    return
                yield Path(entry.path)


def copy_beside(
    submitted: Path, released: Path, target: Path, ignored: Sequence[str], own: Collection[str]
) -> None:
    """Copy what was released and what the learner added to it into a new folder.

    What was released is as it was released, but for the files named in ``own``, as with nbgrader's
    ``Autograde.exclude_overwriting``. A file that cannot be copied is left out.
    """
    given = {path.relative_to(released).as_posix() for path in files_in(released, ignored)}
    for name in given:
        _copy(released / name, target / name)
    for path in files_in(submitted, ignored):
        name = path.relative_to(submitted).as_posix()
        if name in own or name not in given:
            _copy(path, target / name)


def _copy(path: Path, copy: Path) -> None:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    except OSError:
        # Too long a name, no right to read it, or a folder of that name: it costs this file only.
        return


def own_files(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    """Those of the named files that are there and ordinary, by name, while there is room."""
    found: dict[str, bytes] = {}
    room = MOST_OWN_BYTES
    for name in sorted(names):
        path = folder / name
        parts = [path, *list(path.parents)[: len(Path(name).parts) - 1]]
        if any(part.is_symlink() for part in parts) or not path.is_file():
            continue
        room -= path.stat().st_size
        if room < 0:
            break
        found[name] = path.read_bytes()
    return found
