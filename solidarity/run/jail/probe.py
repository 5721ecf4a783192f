"""Prove that the jail holds on this machine before anybody's work is run in it."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import nbformat

from solidarity.run.jail.bubblewrap import NEEDED, SCRATCH, Bubblewrap, NoJail
from solidarity.run.jail.system_calls import known_processor
from solidarity.run.jail.visible_files import on_the_way, places
from solidarity.run.runner import Limits
from solidarity.run.worker import Worker

# Each line must be refused in the jail; what is not refused is printed.
_ATTEMPTS = {
    "reach the network": "__import__('socket').create_connection(('127.0.0.1', 9), 1)",
    "leave the network namespace": "assert len(__import__('socket').if_nameindex()) > 1",
    "read your password file": "open('/etc/passwd')",
    "write into the package": "open(__import__('solidarity').__file__, 'a')",
    "see other processes": "assert [n for n in __import__('os').listdir('/proc') if n.isdigit()]",
    "read the environment": "assert 'SOLIDARITY_SEED' in __import__('os').environ",
    "become root": "__import__('os').setuid(0)",
    "mount": "assert not __import__('ctypes').CDLL(None).mount(b'x', b'/usr', b'tmpfs', 0, None)",
}
_ATTEMPTS_AT_THE_FILTER = {
    "keep memory that nobody counts": "__import__('os').memfd_create('x')",
}

# Tells of each path in the jail which file it is, and what a folder holds.
_LOOK = """\
import json, os
for path in {paths}:
    try:
        found = os.stat(path)
    except OSError:
        continue
    names = []
    try:
        names = os.listdir(path)
    except OSError:
        pass
    print("there: " + json.dumps([path, found.st_dev, found.st_ino, names]))
"""
_THERE = "there: "
_OF_THE_JAIL = ("/dev", "/proc", "/tmp", SCRATCH)
"""Folders that the jail has of its own, whatever lies under these names outside."""

VISIBLE = """\
Learners' code could find {paths} from inside the jail, and with it the answer keys, the gradebook
or what others handed in. Nobody was graded. Move it to another place, such as your home, and tell
the people who look after the course: this should not be possible."""


_one_trial = threading.Lock()


def begin() -> None:
    """Begin the trial of ``works_nested`` and do not wait for it: it takes half a second."""
    threading.Thread(target=_begun, daemon=True).start()


def _begun() -> None:
    # Whoever asks for the result tries it again, and is told what is wrong. Ctrl-C ends the jail
    # of this trial too, and is heard elsewhere.
    with contextlib.suppress(Exception):
        works_nested()


def works_nested() -> bool:
    """Whether each submission can get namespaces of its own inside one jail.

    It is tried once; whoever asks meanwhile waits. Raises NoJail when no jail holds here at all.
    """
    with _one_trial:
        return _tried()


@functools.cache
def _tried() -> bool:
    reasons = []
    for nested in (True, False):
        reason = _why_not(nested)
        if not reason:
            return nested
        reasons.append(reason)
    raise NoJail(NEEDED.format(why=reasons[-1]))


def wall_here() -> Bubblewrap:
    """The wall that holds on this machine. Raises NoJail where none does."""
    return Bubblewrap(works_nested())


def mode() -> str:
    """In words, how submissions are kept apart on this machine."""
    unfiltered = "" if known_processor() else ", without a filter of system calls"
    if works_nested():
        return f"one jail per worker, and fresh namespaces for each submission{unfiltered}"
    return (
        f"one jail for each submission (this system refuses namespaces inside a jail){unfiltered}"
    )


def _why_not(nested: bool) -> str:

    attempts = dict(_ATTEMPTS)
    if known_processor():
        attempts |= _ATTEMPTS_AT_THE_FILTER
    code = "".join(
        f"try:\n    {attempt}\n    print({what!r})\nexcept (Exception, OSError):\n    pass\n"
        for what, attempt in attempts.items()
    )
    # A second process must be possible: answers are asked for in one.
    code += "import os\nif os.fork() == 0: os._exit(0)\nos.wait()\n"
    code += _LOOK.format(paths=ascii(sorted(_ways())))
    try:
        said, trouble = _printed(code, nested)
    except NoJail as problem:
        return str(problem).splitlines()[0].partition(": ")[2].rstrip(".")
    if trouble:
        return f"a trial in the jail did not run ({trouble})"
    held = [line for line in said if not line.startswith(_THERE)]
    held += [f"see {path}" for path in _seen(said)]
    return f"in the jail one could {', '.join(held)}" if held else ""


@functools.cache
def prove_unseen(paths: tuple[str, ...]) -> None:
    """Raise NoJail if one of these, which exist outside, is to be seen from inside the jail."""
    code = _LOOK.format(paths=ascii(paths))
    said, trouble = _printed(code, works_nested())
    if trouble:
        raise NoJail(NEEDED.format(why=f"a trial in the jail did not run ({trouble})"))
    if seen := list(_seen(said)):
        raise NoJail(VISIBLE.format(paths=", ".join(seen)))


def _printed(code: str, nested: bool) -> tuple[list[str], str]:
    """The lines that code prints in a jail, and what went wrong if it did not come to its end."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code + "print('done')")])
    limits, wall = Limits(cell_seconds=20), Bubblewrap(nested)
    with Worker(limits=limits, wall=wall, warm=False) as worker:
        run = worker.run(notebook, {})
    outputs = run.notebook.cells[0].outputs
    said = [*filter(None, "".join(one.get("text", "") for one in outputs).split("\n"))]
    if said[-1:] != ["done"]:
        return said, " ".join(run.trouble) or "it stopped"
    return said[:-1], ""


def _ways() -> set[str]:
    """The folders that stand above what is shown."""
    return {str(folder) for path in places() for folder in Path(path).parents}


def _seen(said: list[str]) -> Iterator[str]:
    """The paths, of those that were looked at, that show in the jail what lies outside."""
    for line in said:
        if line.startswith(_THERE):
            path, device, number, names = json.loads(line.removeprefix(_THERE))
            if _is_the_same(path, device, number):
                yield path
            elif not _is_own(path):
                way = on_the_way(path)
                beside = (os.path.join(path, name) for name in names if name not in way)
                yield from (one for one in beside if not _is_own(one))
                if not way:
                    yield path


def _is_the_same(path: str, device: int, number: int) -> bool:
    try:
        found = os.stat(path)
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (device, number)


def _is_own(path: str) -> bool:
    # Where Python itself lies below such a name, the jail has the real folder there.
    own = [top for top in _OF_THE_JAIL if not on_the_way(top)]
    return any(path == top or path.startswith(f"{top}/") for top in own)
