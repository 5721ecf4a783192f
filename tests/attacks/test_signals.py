"""Two submissions side by side, one of which tries to tell the other something: nothing arrives."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import nbformat
from attacks.conftest import skip_without
from attacks.stage import LIMITS
from helpers import PATIENCE

from solidarity.run.worker import Worker

BOTH = """
import ctypes, fcntl, mmap, os, struct, threading, time
libc = ctypes.CDLL(None, use_errno=True)
intel = os.uname().machine == "x86_64"
FUTEX = 202 if intel else 98
IO_SETUP = 206 if intel else 0
here = os.path.dirname(os.__file__)
shared = {n: os.path.join(here, n) for n in ("ast.py", "abc.py", "bdb.py", "cmd.py", "csv.py")}
WHOLE = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
PART = struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 0, 0)
def mapped(path):
    # A page of a file in memory is the same page in every jail.
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    return libc.mmap(None, 4096, 1, 1, os.open(path, os.O_RDONLY), 0)
"""

# Each holds or repeats a sign for as long as the sender lives.
SENDS = """
kept = []
def tries(what):
    def run():
        try:
            what()
        except Exception:
            pass
    threading.Thread(target=run, daemon=True).start()
def whole_file():
    kept.append(open(shared["ast.py"])); fcntl.flock(kept[-1], fcntl.LOCK_EX)
def device():
    kept.append(os.open("/dev/null", os.O_RDWR)); fcntl.flock(kept[-1], fcntl.LOCK_EX)
def device_record():
    kept.append(os.open("/dev/zero", os.O_RDWR)); fcntl.lockf(kept[-1], fcntl.LOCK_EX)
def record():
    kept.append(open(shared["abc.py"])); fcntl.fcntl(kept[-1], fcntl.F_SETLK, PART)
def open_file_record():
    kept.append(open(shared["bdb.py"])); fcntl.fcntl(kept[-1], 37, PART)
def lease():
    kept.append(open(shared["csv.py"]))
def opens_again_and_again():
    while True:
        open(shared["cmd.py"]).close(); time.sleep(0.05)
def sleeps_on_a_shared_page():
    place = mapped(os.path.join(here, "dis.py"))
    word = ctypes.c_uint.from_address(place).value
    while True:
        libc.syscall(FUTEX, ctypes.c_void_p(place), 0, word, None, None, 0); time.sleep(0.001)
def ends_on_a_shared_page():
    place = mapped(os.path.join(here, "enum.py"))
    while True:
        def end():
            libc.syscall(218 if intel else 96, ctypes.c_void_p(place))
        one = threading.Thread(target=end); one.start(); one.join(); time.sleep(0.05)
def takes_all_queues():
    # All that the machine has, again and again: others may hold some for a while.
    context = ctypes.c_ulong(0)
    size = int(2**17)
    while size > 64:
        context = ctypes.c_ulong(0)
        if libc.syscall(IO_SETUP, size, ctypes.byref(context)) != 0:
            size //= 2
        kept.append(context)
def many():
    for _ in range(60):
        child = os.fork()
        if child == 0:
            time.sleep(1e6)
for one in (whole_file, device, device_record, record, open_file_record, lease, many,
            opens_again_and_again, sleeps_on_a_shared_page, ends_on_a_shared_page,
            takes_all_queues):
    tries(one)
"""
STAYS = "time.sleep(1e6)"

# Each says whether the sign is there.
HEARS = """
def whole_file():
    return locked(open(shared["ast.py"]))
def device():
    return locked(os.open("/dev/null", os.O_RDWR))
def locked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
def device_record():
    file = os.open("/dev/zero", os.O_RDWR)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
def record():
    with open(shared["abc.py"]) as file:
        return struct.unpack("h", fcntl.fcntl(file, fcntl.F_GETLK, WHOLE)[:2])[0] == fcntl.F_RDLCK
def open_file_record():
    with open(shared["bdb.py"]) as file:
        return struct.unpack("h", fcntl.fcntl(file, 36, WHOLE)[:2])[0] == fcntl.F_RDLCK
def lease():
    with open(shared["csv.py"]) as file:
        try:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except BlockingIOError:
            return True
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
seen = []
def opens_again_and_again():
    if not seen:
        seen.append(libc.inotify_init1(os.O_NONBLOCK))
        libc.inotify_add_watch(seen[0], shared["cmd.py"].encode(), 0x20)
    return bool(os.read(seen[0], 4096))
pages = {}
def page(name):
    if name not in pages:
        pages[name] = mapped(os.path.join(here, name))
    return pages[name]
def sleeps_on_a_shared_page():
    return libc.syscall(FUTEX, ctypes.c_void_p(page("dis.py")), 1, 1, None, None, 0) > 0
def ends_on_a_shared_page():
    place = page("enum.py")
    word = ctypes.c_uint.from_address(place).value
    time_ = (ctypes.c_long * 2)(0, 200_000_000)
    return libc.syscall(FUTEX, ctypes.c_void_p(place), 0, word, time_, None, 0) == 0
def takes_all_queues():
    context = ctypes.c_ulong(0)
    if libc.syscall(IO_SETUP, 64, ctypes.byref(context)) == 0:
        libc.syscall(207 if intel else 1, context)
        return False
    return ctypes.get_errno() == 11
counts = []
def many():
    told = (ctypes.c_char * 112)()
    if libc.sysinfo(told) != 0:
        return False
    counts.append(struct.unpack_from("H", told, 80)[0])
    return max(counts) - min(counts) > 40
waiting = [whole_file, device, device_record, record, open_file_record, lease, many,
           opens_again_and_again, sleeps_on_a_shared_page, ends_on_a_shared_page,
           takes_all_queues]
for _ in range(120):
    for one in list(waiting):
        try:
            if one():
                print(">heard", one.__name__); waiting.remove(one)
        except Exception:
            pass
    time.sleep(0.05)
print("listened")
"""
EVERYTHING = {
    *("whole_file", "device", "device_record", "record", "open_file_record"),
    *("opens_again_and_again", "sleeps_on_a_shared_page", "ends_on_a_shared_page"),
    "takes_all_queues",
}
"""What is heard without a jail. A lease is for the owner of a file, and others count processes."""

PATIENT = dataclasses.replace(
    LIMITS, cell_seconds=PATIENCE, total_seconds=PATIENCE, cpu_seconds=PATIENCE, restarts=0
)


def of_cells(*codes: str) -> Any:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])


def text(outputs: list[Any]) -> str:
    return "".join(one.get("text", "") + "\n".join(one.get("traceback", [])) for one in outputs)


def heard(said: str) -> set[str]:
    return {line.split()[1] for line in said.splitlines() if line.startswith(">heard")}


def test_a_submission_hears_nothing_of_the_one_beside_it(jail: Worker) -> None:
    with (
        Worker(limits=PATIENT, wall=jail.wall) as sender,
        Worker(limits=PATIENT, wall=jail.wall) as receiver,
    ):
        skip_without(receiver)
        talk = threading.Thread(target=sender.run, args=(of_cells(BOTH + SENDS, STAYS), {}))
        talk.start()
        try:
            run = receiver.run(of_cells(BOTH, HEARS), {})
        finally:
            sender.close()
            talk.join(PATIENCE)
    said = text(run.notebook.cells[1].outputs)
    assert "listened" in said
    assert heard(said) == set()


def test_without_a_jail_each_sign_is_heard(tmp_path: Path) -> None:
    """So that the test above can fail."""
    command = [sys.executable, "-c", BOTH + SENDS + STAYS]
    sender = subprocess.Popen(command, cwd=tmp_path, start_new_session=True)
    try:
        command = [sys.executable, "-c", BOTH + HEARS]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    finally:
        os.killpg(sender.pid, signal.SIGKILL)
        sender.wait()
    assert "listened" in done.stdout, done.stderr
    assert heard(done.stdout) >= EVERYTHING
