"""What goes wrong with the machine and not with the course: which errors these are, and in words.

The one table of such errors. ``cli`` turns them into sentences and an exit code; whoever guards
against what a learner hands in lets them pass, as they are no learner's fault.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAKE_ROOM = "Make room there (delete or move large files), and try again."

_MEANS = {
    errno.ENOSPC: f"The disk is full: {{where}} could not be written. {MAKE_ROOM}",
    errno.EDQUOT: "Your share of the disk (your quota) is used up: {where} could not be written. "
    "Delete or move files of your own, or ask for more room, and try again.",
    errno.EFBIG: "{where} could not be written: it would become larger than a file may be here. "
    "See the limit with: ulimit -f",
    errno.EROFS: "{where} could not be written: it lies on a disk that can only be read. "
    "Copy the whole folder of the course to a disk that can be written to, or have this one "
    "opened for writing, and try again.",
    errno.EACCES: "{where} could not be opened or changed: its permissions do not allow you to, "
    "or another program holds it. See whose it is with: ls -l. Get the right to read and write "
    "it, or start this as its owner.",
    errno.EMFILE: "Too many files are open at one time ({where}). Do less side by side, such as "
    "with --jobs 1, or raise the limit with: ulimit -n 4096",
    errno.ENFILE: "The whole machine has too many files open ({where}). Close other programs, and "
    "try again.",
    errno.ENOMEM: "The machine has no memory left ({where}). Close other programs or do less side "
    "by side, such as with --jobs 1, and try again.",
    errno.EIO: "The disk did not read or write {where} as it should. It may be damaged, or a "
    "network drive that was lost. Make a copy of the course's folder, and try again from there.",
    errno.ENOENT: "{where} is not there. It may have been moved, renamed or deleted meanwhile. "
    "Put it back, or make it anew, and try again.",
    errno.ENOTDIR: "{where} cannot be reached: a part of this path is a file, and a folder is "
    "wanted. Move that file away, and try again.",
    errno.EISDIR: "{where} is a folder, and a file is wanted. Move the folder away, and try again.",
    errno.EEXIST: "{where} is a file, and a folder is wanted. Move the file away, and try again.",
    errno.ENOTEMPTY: "{where} could not be replaced: something was put into it meanwhile. Is "
    "another program at work in it? Try again.",
    errno.ENAMETOOLONG: "{where} could not be written: the name is too long for this disk. Give "
    "it a shorter one, and try again.",
}
_MEANS[errno.EPERM] = _MEANS[errno.EACCES]
for _number in (errno.ESTALE, errno.ENOTCONN, errno.ENODEV, errno.ENXIO):
    _MEANS[_number] = _MEANS[errno.EIO]

_NAMED_ONLY = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY}
"""Without a path these are no problem of the machine, but a missing program, or a fault of ours."""

_OF_WRITING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}

_NOBODYS_FAULT = {
    *_OF_WRITING,
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ENOTCONN),
}
"""What no file of a learner can bring about."""

LOCKED = (
    "{where} is in use by another program and could not be read or written for {seconds:g} "
    "seconds. That may be Formgrader while it saves, another sse grade or nbgrader command, a "
    "program that looks into the gradebook, a backup, or a program that keeps the folder the same "
    "on several machines; on a network drive also another machine. Wait for it or close it, and "
    "try again."
)
DAMAGED = (
    "{where} is damaged, or no gradebook at all, so it was not touched. Put it aside under another "
    "name and take your last copy of it. Where there is none, make a new one (nbgrader "
    "generate_assignment --force, with the module) and grade again; marks that were given by hand "
    "must then be given anew."
)
OTHER_VERSION = (
    "{where} was made by another version of nbgrader than the one that is installed, so it was not "
    "touched. If a newer one made it, install that one. If an older one did, make a copy "
    "of the gradebook, and run: nbgrader db upgrade"
)

_SQLITE = {
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
_SQLITE_BY_WORDS = {
    "database is locked": sqlite3.SQLITE_BUSY,
    "database table is locked": sqlite3.SQLITE_LOCKED,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
}
_WRAPPERS = ("nbgrader.", "sqlalchemy.")


class Trouble(Exception):
    """A problem of the machine, told in full: what was seen, why, and what to do next."""


def in_words(error: BaseException, where: Path | str | None = None) -> str | None:
    """What a known problem of the machine means, and what to do; None for any other error.

    where: the file or folder that it was met at, if the error itself does not say, or not wholly.
    """
    for one in _all_of(error):
        if isinstance(one, Trouble):
            return str(one)
        if isinstance(one, sqlite3.Error):
            return _of_sqlite(one, where)
        if isinstance(one, OSError) and one.errno in _MEANS:
            named = _named(one, where)
            if one.errno in _NAMED_ONLY and (named is None or named.parent == Path()):
                return None
            return _meaning(one.errno, named or "a file")
    return None


def of_the_gradebook(error: BaseException, where: Path | str | None = None) -> str | None:
    """The same for problems of the database alone; where: its file."""
    found = (one for one in _all_of(error) if isinstance(one, sqlite3.Error))
    return next((words for one in found if (words := _of_sqlite(one, where))), None)


def is_locked(error: BaseException) -> bool:
    """Whether another program holds the gradebook at this moment."""
    codes = {_code(one) for one in _all_of(error) if isinstance(one, sqlite3.Error)}
    return bool(codes & {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def of_the_machine(error: BaseException) -> bool:
    """Whether this can be no learner's fault, so that it must not cost a learner anything."""
    return any(
        isinstance(one, Trouble)
        or (isinstance(one, sqlite3.Error) and _of_sqlite(one, None) is not None)
        or (isinstance(one, OSError) and one.errno in _NOBODYS_FAULT)
        for one in _all_of(error)
    )


@contextmanager
def at(path: Path) -> Iterator[None]:
    """Name this path in an error that does not name one: a failing write knows no name."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        raise


def _all_of(error: BaseException) -> Iterator[BaseException]:
    """The error and those that it came from.

    What was being handled meanwhile counts only for packages that put an error of their own in
    the place of the first one: elsewhere it would hide a fault of ours behind an older error.
    """
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "orig", None), one.__cause__]
        if type(one).__module__.startswith(_WRAPPERS):
            waiting.append(one.__context__)


def _of_sqlite(error: sqlite3.Error, where: Path | str | None) -> str | None:
    named = where or "The gradebook"
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LOCKED.format(where=named, seconds=5)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DAMAGED.format(where=named)
    if str(error).startswith(("no such table", "no such column")):
        return OTHER_VERSION.format(where=named)
    return _meaning(_SQLITE[code], named) if code in _SQLITE else None


def _code(error: sqlite3.Error) -> int:
    """SQLite's own number for the kind of error; from its words where it came without one."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        # The upper bits tell more, such as at which step a disk failed.
        return code & 0xFF
    return next((code for words, code in _SQLITE_BY_WORDS.items() if words in str(error)), -1)


def _named(error: OSError, where: Path | str | None) -> Path | None:
    """The path that an error is about, as far as anybody can tell."""
    # Of two paths the second is written to.
    second = error.filename2 if error.errno in _OF_WRITING else None
    named = second or error.filename
    if not isinstance(named, str | bytes | Path):
        return Path(where) if where is not None else None
    text = named.decode(errors="replace") if isinstance(named, bytes) else str(named)
    path = Path(text.encode(errors="replace").decode())
    return path if path.is_absolute() or where is None else Path(where, path)


def _meaning(number: int, named: Path | str) -> str:
    words = _MEANS[number].format(where=named)
    return words.replace("a file", "A file", 1) if words.startswith("a file") else words
