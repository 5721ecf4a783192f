"""Prove that the jail holds on this machine before anybody's work is run in it."""

from __future__ import annotations

import contextlib
import functools
import threading

import nbformat

from solidarity.grade.jail.bubblewrap import NEEDED, NoJail
from solidarity.grade.jail.system_calls import known_processor
from solidarity.grade.run import Limits

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


_one_trial = threading.Lock()


def begin() -> None:
    """Begin the trial of ``works_nested`` and do not wait for it: it takes half a second."""
    threading.Thread(target=_begun, daemon=True).start()


def _begun() -> None:
    # Whoever asks for the result is told what is wrong.
    with contextlib.suppress(NoJail):
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


def mode() -> str:
    """In words, how submissions are kept apart on this machine."""
    unfiltered = "" if known_processor() else ", without a filter of system calls"
    if works_nested():
        return f"one jail per worker, and fresh namespaces for each submission{unfiltered}"
    return (
        f"one jail for each submission (this system refuses namespaces inside a jail){unfiltered}"
    )


def _why_not(nested: bool) -> str:
    from solidarity.grade.jail.runner import Jail

    attempts = dict(_ATTEMPTS)
    if known_processor():
        attempts |= _ATTEMPTS_AT_THE_FILTER
    code = "".join(
        f"try:\n    {attempt}\n    print({what!r})\nexcept (Exception, OSError):\n    pass\n"
        for what, attempt in attempts.items()
    )
    # A second process must be possible: answers are asked for in one.
    code += "import os\nif os.fork() == 0: os._exit(0)\nos.wait()\n"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code + "print('done')")])
    try:
        with Jail(limits=Limits(cell_seconds=20), nested=nested, warm=False) as jail:
            run = jail.run(notebook, {})
    except NoJail as problem:
        return str(problem).splitlines()[0].partition(": ")[2].rstrip(".")
    said = "".join(o.get("text", "") for o in run.notebook.cells[0].outputs).split("\n")
    held = [line for line in said if line and line != "done"]
    if "done" not in said:
        return f"a trial in the jail did not run ({' '.join(run.trouble)})"
    return f"in the jail one could {', '.join(held)}" if held else ""
