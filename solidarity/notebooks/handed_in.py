"""The files in a learner's folder that may be notebooks, whatever they are called."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from solidarity.notebooks.submitted import UnreadableNotebook, printable, submitted_bytes
from solidarity.trouble import of_the_machine

MOST_OTHERS = 100
"""Files beside those of the right names that are looked into; more are only named."""

MOST_OTHER_BYTES = 100 * 2**20
"""Of those together."""

NOT_LOOKED_INTO = "it was not looked into, as there are so many files, or such large ones."

_DEEP = 6
_MOST_ENTRIES = 5_000
_NEVER = (".*", "__MACOSX")
_SUFFIX = ".ipynb"
_SAVED_AS = (".json", ".txt", "")
"""What a browser makes of the name of a notebook, or an e-mail program."""


def files_handed_in(
    folder: Path, names: Collection[str], ignored: Sequence[str]
) -> dict[str, bytes | str]:
    """What may be a notebook, by name: its bytes, or in words why there are none.

    names: those of the module's notebooks, without ``.ipynb``; their files come first. The name of
    an ordinary notebook is without it too, others have their path below the folder.
    """
    found: dict[str, bytes | str] = {}
    for name in names:
        path = folder / f"{name}{_SUFFIX}"
        if path.is_symlink() or path.exists():
            found[name] = _bytes(path)
    left, room = MOST_OTHERS, MOST_OTHER_BYTES
    for path in _others(folder, ignored):
        plain = path.parent == folder and path.name.endswith(_SUFFIX)
        name = printable(path.stem if plain else path.relative_to(folder).as_posix())
        if plain and name in names:
            continue
        if name in found or name in names:
            name = f"{name} (without {_SUFFIX})"
        data: bytes | str = NOT_LOOKED_INTO
        if left > 0 and _size(path) <= room:
            data = _bytes(path)
            left, room = left - 1, room - len(data)
        if is_named_so(path.name) or (isinstance(data, bytes) and b'"cells"' in data):
            found[name] = data
    return found


def is_named_so(name: str) -> bool:
    """Whether a file calls itself a notebook, if not by its last letters."""
    return _SUFFIX in name.casefold()


def _others(folder: Path, ignored: Sequence[str]) -> Iterator[Path]:
    """Files that may be notebooks, those that say so first, and those of the folder itself."""
    waiting = [(folder, 0)]
    unsure: list[Path] = []
    seen = 0
    while waiting:
        inside, depth = waiting.pop(0)
        try:
            entries = sorted(os.scandir(inside), key=lambda entry: entry.name)
        except OSError as problem:
            if of_the_machine(problem):
                raise
            continue
        seen += len(entries)
        if seen > _MOST_ENTRIES:
            break
        for entry in entries:
            if any(fnmatch(entry.name, pattern) for pattern in (*_NEVER, *ignored)):
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEP:
                    waiting.append((path, depth + 1))
            elif is_named_so(entry.name):
                yield path
            elif path.suffix.casefold() in _SAVED_AS and entry.is_file(follow_symlinks=False):
                unsure.append(path)
    yield from unsure


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _bytes(path: Path) -> bytes | str:
    try:
        return submitted_bytes(path)
    except UnreadableNotebook as problem:
        return str(problem)
    except OSError as problem:
        if of_the_machine(problem):
            raise
        return f"{path.name} cannot be opened ({type(problem).__name__})."
