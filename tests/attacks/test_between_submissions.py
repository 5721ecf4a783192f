"""What one submission could leave for the next one, or find of the one before it."""

from __future__ import annotations

import os
import subprocess

import nbformat
import pytest
from attacks.conftest import skip_without
from attacks.stage import LIMITS, assert_unharmed, attack, grade, kit, printed, shown, solved
from attacks.test_isolation import BOMBS

from solidarity.run.jail.bubblewrap import Bubblewrap
from solidarity.run.worker import Worker

SECRET = "the sentence that only Ana wrote: mangosteen"

# Reads all that the worker's heap holds, also what it has thrown away. A write of memory that is
# not there is refused, so that the search goes on.
SEARCH_OF_MEMORY = """
    import ctypes, os, re
    libc = ctypes.CDLL(None)
    libc.sbrk.restype = ctypes.c_void_p
    libc.write.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
    wanted = re.compile(b"only[ ]Ana[ ]wrote")  # spelled so that it does not find itself
    out = os.open("memory", os.O_RDWR | os.O_CREAT)
    def look(start, end):
        before = b""
        for place in range(start, end, 4096):
            os.lseek(out, 0, 0)
            if libc.write(out, place, 4096) != 4096:
                continue
            page = os.pread(out, 4096, 0)
            if wanted.search(before[-100:] + page):
                print(">found a text of somebody else")
                return
            before = page
    top = libc.sbrk(0)
    look(top - 256 * 2**20 & ~4095, top)
    for thing in (object(), [1] * 100, "x" * 300, b"y" * 200_000):
        middle = id(thing) & ~4095
        look(middle - 24 * 2**20, middle + 24 * 2**20)
    print("searched")
"""


def test_nothing_of_the_submission_before_is_in_memory(jail: Worker) -> None:
    notebook = attack(solved(), f"# {SECRET}\n" + "# some more lines\n" * 5_000)
    notebook.cells.append(nbformat.v4.new_markdown_cell(SECRET))
    grade(jail, notebook)
    graded = grade(jail, attack(solved(), SEARCH_OF_MEMORY))
    assert "searched" in shown(graded)
    assert printed(graded) == []


# --- Where namespaces inside of a jail are refused ------------------------------------------------

WHO = "import os\nprint('>', os.getuid(), os.getgid())"


def test_without_namespaces_of_its_own_each_submission_has_a_jail_to_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[object] = []
    real = subprocess.Popen

    def start(*arguments: object, **options: object) -> object:
        started.append(arguments)
        return real(*arguments, **options)  # type: ignore[call-overload]

    with Worker(kit().files, LIMITS, wall=Bubblewrap(nested=False)) as jail:
        skip_without(jail)
        monkeypatch.setattr("solidarity.run.worker.subprocess.Popen", start)
        who = [printed(grade(jail, attack(solved(), WHO))) for _ in range(3)]
    assert len(started) == 3
    assert all(len(lines) == 1 for lines in who)
    if os.getuid() == 0:
        # Root's jail has numbers to give: everybody another one, and nobody root's.
        users = {int(lines[0].split()[0]) for lines in who}
        assert len(users) == 3
        assert 0 not in users


@pytest.mark.parametrize(
    "name", ["planted files", "poisoned modules", "fork that outlives the cell", "signals to all"]
)
def test_without_namespaces_of_its_own_nothing_is_left_for_the_next(name: str) -> None:
    with Worker(kit().files, LIMITS, wall=Bubblewrap(nested=False)) as jail:
        skip_without(jail)
        grade(jail, attack(solved(), BOMBS[name], last=True))
        assert_unharmed(jail)
