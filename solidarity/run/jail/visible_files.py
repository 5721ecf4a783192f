"""What the jail shows of this machine: what Python and its packages need, named one by one."""

from __future__ import annotations

import functools
import glob
import os
import re
import shutil
import site
import sys
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import solidarity

# Only what starting Python needs of the machine's settings.
_SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
_LOCALES = "/usr/lib/locale"

PROGRAM_FOLDERS = "/usr/bin:/bin"
_PROGRAMS = (
    *("sh", "bash", "env", "cat", "cp", "cut", "date", "echo", "expr", "false", "find", "grep"),
    *("head", "id", "ls", "mkdir", "mktemp", "mv", "printf", "pwd", "rm", "rmdir", "sed", "seq"),
    *("sleep", "sort", "tail", "tee", "test", "touch", "tr", "true", "uname", "uniq", "wc"),
    *("which", "whoami"),
)
"""For lines that begin with ! and for os.system."""

_LOADERS = ("/lib*/ld-linux*", "/lib/ld-musl-*")
_LIBRARY_FOLDERS = ("/lib64", "/usr/lib64", "/lib/*-linux-*", "/usr/lib/*-linux-*")
"""Folders in which there is nothing but libraries."""

_OF_MUSL = ("/lib/*.so*", "/usr/lib/*.so*")


@functools.cache
def shown() -> tuple[str, ...]:
    """The files and folders that the jail shows, by the names under which they are used."""
    named = [*_interpreter(), *_packages(), *_libraries(), *_programs()]
    named += [*_SETTINGS, _LOCALES, *zoneinfo.TZPATH]
    return tuple(path for path in dict.fromkeys(named) if os.path.exists(path))


@functools.cache
def places() -> dict[str, str | None]:
    """Where these things lie, in order: each with None, and each link on the way with its text.

    What lies in a folder that is shown is left out.
    """
    links: dict[str, str] = {}
    for path in shown():
        _note_links(path, links)
    found: dict[str, str | None] = {**links, **dict.fromkeys(map(os.path.realpath, shown()))}
    whole = {path for path, text in found.items() if text is None}
    return {path: found[path] for path in sorted(found) if whole.isdisjoint(_above(path))}


def on_the_way(folder: str) -> set[str]:
    """The names in this folder that lead to something shown."""
    top = Path(folder)
    below = [Path(path) for path in places() if top in Path(path).parents]
    return {path.relative_to(top).parts[0] for path in below}


def arguments() -> list[str]:
    """bubblewrap's arguments that show these things, and nothing beside them."""
    parts: list[str] = []
    made: set[str] = set()
    for path, text in places().items():
        for folder in reversed(_above(path)):
            if folder not in made:
                made.add(folder)
                # bubblewrap makes missing folders for root alone, and submissions are not root.
                parts += ["--perms", "0755", "--dir", folder]
        parts += ["--ro-bind", path, path] if text is None else ["--symlink", text, path]
    return parts


def _above(path: str) -> list[str]:
    """The folders above it, the nearest first, without /."""
    return [str(folder) for folder in Path(path).parents][:-1]


def _note_links(path: str, links: dict[str, str]) -> None:
    """Add every link on the way to ``path``: where it stands, and what it says."""
    here, left = Path("/"), list(Path(path).parts[1:])
    while left:
        part = left.pop(0)
        place = here / part
        if part == "..":
            here = here.parent
        elif place.is_symlink():
            text = links[str(place)] = os.readlink(place)
            left = [*Path(text).parts, *left]
        else:
            here = place


def _interpreter() -> Iterator[str]:
    base = getattr(sys, "_base_executable", sys.executable)
    yield from (sys.executable, base)
    # A virtual environment is known by this file.
    for folder in (sys.prefix, os.path.dirname(sys.executable)):
        yield os.path.join(folder, "pyvenv.cfg")
    yield os.path.dirname(os.__file__)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    yield os.path.join(sys.base_exec_prefix, sys.platlibdir, version, "lib-dynload")
    for prefix in dict.fromkeys((sys.base_prefix, sys.base_exec_prefix, sys.prefix)):
        if os.path.isdir(os.path.join(prefix, "conda-meta")):
            # All libraries of its packages lie there, and no loader's cache names them.
            yield os.path.join(prefix, "lib")
        yield from glob.glob(os.path.join(glob.escape(prefix), "lib*", "libpython*.so*"))


def _packages() -> Iterator[str]:
    known = [*site.getsitepackages(), site.getusersitepackages()]
    yield from (path for path in sys.path if path in known)
    # Of a folder with the course in it only the package is shown, never what stands beside it.
    yield str(Path(solidarity.__file__).parent)


def _libraries() -> Iterator[str]:
    whole = [folder for pattern in _LIBRARY_FOLDERS for folder in glob.glob(pattern)]
    yield from whole
    loaders = [path for pattern in _LOADERS for path in glob.glob(pattern)]
    yield from loaders
    if any("musl" in path for path in loaders):
        yield from (path for pattern in _OF_MUSL for path in glob.glob(pattern))
    yield from (path for path in _known_to_the_loader() if os.path.dirname(path) not in whole)


def _known_to_the_loader() -> list[str]:
    """The libraries that the loader's own list names: those of other folders one by one."""
    try:
        listed = Path("/etc/ld.so.cache").read_bytes()
    except OSError:
        return []
    return sorted({os.fsdecode(path) for path in re.findall(rb"/[^\0]+(?=\0)", listed)})


def _programs() -> Iterator[str]:
    for name in _PROGRAMS:
        if found := shutil.which(name, path=PROGRAM_FOLDERS):
            yield found
    # It is asked for by this name whatever the folders of programs are.
    yield "/bin/sh"
