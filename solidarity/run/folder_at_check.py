"""The learner's folder, and copies of it as it was at a check."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

_MOST_COPIED = 8 * 2**20
"""Bytes of the learner's folder that are kept as they were at a check."""
_MOST_FILES = 200
"""The same of files: the copies take of the room that the learner has."""


class FolderAtCheck:
    """A folder that changes, and its copies, which are made in ``scratch``."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self._folder, self._scratch = folder, scratch
        self._seen: dict[str, tuple[int, int, int]] = {}
        self._copies = 0
        self._copy = folder

    def as_it_is(self) -> Path:
        """Where the learner stands, in a copy of the folder; the same copy until something changes.

        In the folder itself when it holds too much, or cannot be copied.
        """
        found = {str(path): _stamp(path) for path in self._folder.rglob("*") if _is_copied(path)}
        if found != self._seen or not self._copies:
            self._seen = found
            self._copies += 1
            self._copy = self._copied([Path(path) for path in found])
        return self._inside(self._copy)

    def _inside(self, copy: Path) -> Path:
        """Where in the copy the learner stands; somebody who went elsewhere stays there."""
        try:
            here = Path.cwd()
        except OSError:
            return copy
        return copy / here.relative_to(self._folder) if here.is_relative_to(self._folder) else here

    def _copied(self, paths: list[Path]) -> Path:
        to = self._scratch / f"at-check-{self._copies}"
        try:
            size = sum(path.lstat().st_size for path in paths if _is_file(path))
            if size > _MOST_COPIED or len(paths) > _MOST_FILES:
                return self._folder
            to.mkdir()
            for path in paths:
                place = to / path.relative_to(self._folder)
                if path.is_dir() and not path.is_symlink():
                    place.mkdir(exist_ok=True)
                else:
                    shutil.copy2(path, place, follow_symlinks=False)
        except OSError:
            return self._folder
        return to


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.lstat()
    return found.st_mode, found.st_size, found.st_mtime_ns


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _is_copied(path: Path) -> bool:
    """A file, a folder or a link, and nothing that waits for somebody to write to it."""
    try:
        return stat.S_IFMT(path.lstat().st_mode) in (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK)
    except OSError:
        return False
