"""What one submission could leave for the next one, or find of the one before it."""

from __future__ import annotations

import nbformat
from attacks.stage import attack, grade, printed, shown, solved

from solidarity.grade.jail.runner import Jail

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


def test_nothing_of_the_submission_before_is_in_memory(jail: Jail) -> None:
    notebook = attack(solved(), f"# {SECRET}\n" + "# some more lines\n" * 5_000)
    notebook.cells.append(nbformat.v4.new_markdown_cell(SECRET))
    grade(jail, notebook)
    graded = grade(jail, attack(solved(), SEARCH_OF_MEMORY))
    assert "searched" in shown(graded)
    assert printed(graded) == []
