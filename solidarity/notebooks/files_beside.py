"""The files beside a learner's notebook: anything at all, and none of them stops the grading.

What a browser may run is not laid where people look at it: a server or a double click would open
it with the rights of whoever looks. Only kinds that are known to do nothing are.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from solidarity.trouble import at, of_the_machine

MOST_FILES = 1_000
MOST_FOLDERS = 1_000
MOST_BYTES = 200 * 2**20
MOST_FOLDERS_DEEP = 20
MOST_OWN_BYTES = 16 * 2**20
"""Of the files that a learner may change and that therefore go into the jail."""

_PICTURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
}
"""How a file of each kind begins."""

_TEXTS = (".csv", ".json", ".md", ".tsv", ".txt")
_PACKED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")
_BEGINNING = 1_024
_MOST_NAMED = 5


def files_in(folder: Path, ignored: Sequence[str]) -> Iterator[Path]:
    """The ordinary files in a folder, a thousand at most, of so many bytes together.

    Left out are links (one could lead to somebody else's files), pipes and devices (reading them
    may never end), notebooks, and what lies deeper than any honest folder.
    """
    left, room, folders = MOST_FILES, MOST_BYTES, MOST_FOLDERS
    waiting = [(folder, 0)]
    while waiting and folders:
        inside, depth = waiting.pop()
        folders -= 1
        try:
            entries = sorted(os.scandir(inside), key=lambda entry: entry.name)
        except OSError as problem:
            if of_the_machine(problem):
                raise
            continue
        for entry in entries:
            # Not nbgrader's own function: for each file it searches all folders whose names fit the
            # name of the file's folder, as a pattern.
            if entry.name.endswith(".ipynb") or any(fnmatch(entry.name, one) for one in ignored):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < MOST_FOLDERS_DEEP:
                    waiting.append((Path(entry.path), depth + 1))
            elif entry.is_file(follow_symlinks=False):
                # Of a file with holes it counts what a copy would take.
                room -= _size(entry)
                left -= 1
                if left < 0 or room < 0:
                    return
                yield Path(entry.path)


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0


def copy_beside(
    submitted: Path, released: Path, target: Path, ignored: Sequence[str], own: Collection[str]
) -> list[str]:
    """Copy what was released and what the learner added to it into a new folder.

    What was released is as it was released, but for the files named in ``own``, as with nbgrader's
    ``Autograde.exclude_overwriting``. A file that cannot be copied is left out, and so is one that
    a browser might run: these are named in the sentences that are given back.
    """
    left = []
    given = {path.relative_to(released).as_posix() for path in files_in(released, ignored)}
    for name in given:
        _copy(released / name, target / name)
    for path in files_in(submitted, ignored):
        name = path.relative_to(submitted).as_posix()
        if name not in own and name in given:
            continue
        if does_nothing(path, own=name in own):
            _copy(path, target / name)
        else:
            left.append(name)
    return not_shown(left)


def take_out(folder: Path, released: Path, own: Collection[str]) -> list[str]:
    """Remove from a folder of nbgrader's what ``copy_beside`` would not have copied.

    It copies all files of a learner itself. Sentences that name what was removed are given back.
    """
    left = []
    for inside, _, names in os.walk(folder):
        for path in (Path(inside, name) for name in names):
            name = path.relative_to(folder).as_posix()
            as_given = (released / name).is_file() and name not in own
            graded = path.suffix == ".ipynb" and path.parent == folder
            if not (as_given or graded or does_nothing(path, own=name in own)):
                path.unlink(missing_ok=True)
                left.append(name)
    return not_shown(left)


def does_nothing(path: Path, *, own: bool = False) -> bool:
    """Whether no browser runs this file, by its name and by how it begins.

    own: it is one that the module lets learners change, which may be a program.
    """
    kind = path.suffix.casefold()
    try:
        with path.open("rb") as file:
            begins = file.read(_BEGINNING)
    except OSError as problem:
        if of_the_machine(problem):
            raise
        return False
    if kind in _PICTURES:
        return begins.startswith(_PICTURES[kind])
    # A text that begins as a page does is taken for one by whoever does not look at its name.
    first = begins.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    begins_later = not first and len(begins) == _BEGINNING
    text = b"\0" not in begins and first != b"<" and not begins_later
    return text and (kind in _TEXTS or (own and kind == ".py"))


def not_shown(names: Sequence[str]) -> list[str]:
    """In words, which files are not where people look."""
    if not names:
        return []
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    which = ", ".join(sorted(names)[:_MOST_NAMED]) + more
    kept = "is kept in submitted/ and is" if len(names) == 1 else "are kept in submitted/ and are"
    said = [f"{which} {kept} not shown here: a browser might run what is in such a file."]
    if packed := [name for name in names if name.casefold().endswith(_PACKED)]:
        said.append(
            f"Nothing was unpacked. If work is in {', '.join(sorted(packed)[:_MOST_NAMED])}, "
            "unpack it there in submitted/, and grade again."
        )
    return said


def _copy(path: Path, copy: Path) -> None:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with at(copy):
            shutil.copyfile(path, copy)
    except OSError as problem:
        if of_the_machine(problem):
            raise
        # Too long a name, no right to read it, or a folder of that name: it costs this file only.
        return


def own_files(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    """Those of the named files that are there and ordinary, by name, while there is room."""
    found: dict[str, bytes] = {}
    room = MOST_OWN_BYTES
    for name in sorted(names):
        path = folder / name
        parts = [path, *list(path.parents)[: len(Path(name).parts) - 1]]
        try:
            if any(part.is_symlink() for part in parts) or not path.is_file():
                continue
            room -= path.stat().st_size
            if room < 0:
                break
            found[name] = path.read_bytes()
        except OSError as problem:
            if of_the_machine(problem):
                raise
            # No right to read it: then the released one is taken.
            continue
    return found


def demand_folder(place: Path) -> None:
    """Raises OSError where something is in the way that is no folder, or only a link to one."""
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        kind = "is a link" if place.is_symlink() else "is no folder"
        raise NotADirectoryError(errno.ENOTDIR, f"{kind}; move it away", str(place))


def demand_writable(folder: Path) -> None:
    """Raises OSError where nothing can be put into it: no right to, or a disk only to be read."""
    if os.access(folder, os.W_OK | os.X_OK):
        return
    only_read = sys.platform != "win32" and os.statvfs(folder).f_flag & os.ST_RDONLY
    number = errno.EROFS if only_read else errno.EACCES
    raise OSError(number, os.strerror(number), str(folder))


def files_of(release: Path) -> dict[str, bytes]:
    """What a module releases beside its notebooks, by name: it lies beside the learner's work."""
    if not release.is_dir():
        return {}
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb"
    }
