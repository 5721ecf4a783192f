"""More of the same, by somebody who did not build the jail: what it shows, limits and lets pass."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from attacks.conftest import skip_without
from attacks.stage import (
    FULL,
    LIMITS,
    assert_unharmed,
    attack,
    grade,
    passing_on,
    printed,
    shown,
    solved,
)
from attacks.test_filter import ALLOWED, MACHINES, decide
from attacks.test_hidden_inputs import SPELLINGS, all_that_is_kept, kit_with_a_secret
from cycle.people import people
from helpers import PATIENCE, wait_until

from solidarity.grade.submission import Submission, grade_submission
from solidarity.run.jail.bubblewrap import Bubblewrap
from solidarity.run.memory import fills_more, in_sockets
from solidarity.run.runner import TOO_MUCH_MEMORY
from solidarity.run.worker import Worker

PATIENT = dataclasses.replace(
    LIMITS, cell_seconds=PATIENCE, ask_seconds=PATIENCE, cpu_seconds=PATIENCE, restarts=0
)


def of_cells(*codes: str) -> Any:
    codes = tuple(textwrap.dedent(code).strip() for code in codes)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])


def text(run: Any) -> str:
    outputs = [one for cell in run.notebook.cells for one in cell.get("outputs", [])]
    return "".join(one.get("text", "") + "\n".join(one.get("traceback", [])) for one in outputs)


# --- What is to be seen --------------------------------------------------------------------------

# Each line succeeds only where something shows that should not; then its name is printed.
SEES = {
    "a course by its package": "assert set(os.listdir(course)) - {'solidarity', '.venv'}",
    "a folder named by an editable install": "assert [n for one in glob.glob(packages +"
    " '/*.dist-info/direct_url.json') for n in os.listdir(json.load(open(one))['url'][7:])"
    " if n not in ('solidarity', '.venv')]",
    "a folder named by a .pth file": "assert [n for one in glob.glob(packages + '/*.pth') for line"
    " in open(one) if os.path.isdir(line.strip()) for n in os.listdir(line.strip())"
    " if n not in ('solidarity', '.venv')]",
    "a folder of sys.path": "assert [n for one in sys.path if one and os.path.isdir(one) and"
    " 'site-packages' not in one and 'lib/python' not in one and one != os.getcwd()"
    " for n in os.listdir(one) if n not in ('solidarity', '.venv')]",
    "work, marks or keys anywhere": "assert [os.path.join(top, n) for top, folders, files in"
    " os.walk('/') for n in [*folders, *files] if n in ('gradebook.db', 'class_config.py',"
    " 'nbgrader_config.py', 'submission_secret.txt', 'inbound', 'submitted', 'autograded',"
    " '.ssh', '.netrc', '.jupyter', '.git', 'authorized_keys', 'nbgrader_cache')"
    " and 'site-packages' not in top and not top.startswith(course + '/solidarity')]",
    "bytes of a key that was compiled": "assert glob.glob(course + '/**/__pycache__/key.*',"
    " recursive=True) + glob.glob('/tmp/**/key*.pyc', recursive=True)",
    "the other side of the loader's list": "assert [p for p in re.findall(rb'/[^\\0]+(?=\\0)',"
    " open('/etc/ld.so.cache', 'rb').read()) for n in os.listdir(os.path.dirname(p))"
    " if '.so' not in n and not re.search(rb'/lib/|/lib64/|-linux-', p)]",
    "settings of the machine": "assert set(os.listdir('/etc')) - {'ld.so.cache', 'localtime',"
    " 'alternatives', 'ssl'}",
    "the root of another process": "assert glob.glob('/proc/*/root') + glob.glob('/proc/*/cwd')",
    "its own descriptors by name": "os.listdir('/proc/self/fd')",
    "the table of mounts": "open('/proc/self/mountinfo')",
    "the system's own files": "os.listdir('/sys')",
    "what runs on the machine": "os.listdir('/run')",
    "what others keep": "os.listdir('/var')",
    "a folder that is open": "[os.listdir(fd) for fd in range(3, 128) if is_folder(fd)][0]",
    "a way up from the working folder": "assert set(os.listdir('/scratch/../..')) - {'bin', 'dev',"
    " 'etc', 'lib', 'lib32', 'lib64', 'proc', 'root', 'home', 'scratch', 'tmp', 'usr', 'opt'}"
    " - {course.split('/')[1]}",
    "the grader by its socket": "assert any(os.fstat(s.getsockopt(1, 77)) for s in sockets())",
    "a signal to the grader": "[signal.pidfd_send_signal(s.getsockopt(1, 77), 0)"
    " for s in sockets()][0]",
    "the terminal of whoever grades": "os.open('/dev/tty', os.O_RDWR)",
    "letters typed for somebody": "[fcntl.ioctl(fd, termios.TIOCSTI, b'x') for fd in range(4)][0]",
    "a console": "open('/dev/console')",
    "the course's settings in the environment": "assert [n for n in os.environ"
    " if 'SOLIDARITY' in n or 'JUPYTER' in n or 'SSH' in n]",
    "how many processes there ever were": "os.fstat(os.pidfd_open(os.getpid())).st_ino",
    "the same by a fork": "fd = ctypes.c_int(-1); n = call(clone, 0x1011, 0, ctypes.byref(fd), 0,"
    " 0); n or os._exit(0); assert fd.value >= 0",
    "memory in a pipe that nobody counts": "assert call(vmsplice, os.pipe()[1], iov(), 1, 0) > 0",
    "rules of the kernel's that nobody counts": "assert call(444, struct.pack('QQ', 0, 3), 16, 0)"
    " >= 0",
    "calls that are newer than the filter": "assert call(470, 0, 0, 0, 0) >= 0"
    " or ctypes.get_errno() != 38",
    "a pair of sockets of another kind": "socket.socketpair(40, socket.SOCK_STREAM)",
    "the time of a device": "before = os.stat('/dev/null').st_mtime_ns; os.utime('/dev/null');"
    " assert os.stat('/dev/null').st_mtime_ns != before",
    "the time of a device by its number": "fd = os.open('/dev/zero', os.O_RDWR);"
    " before = os.fstat(fd).st_mtime_ns; os.utime(fd); assert os.fstat(fd).st_mtime_ns != before",
    "the owner of a device": "os.chown('/dev/null', os.getuid(), -1)",
    "a mark on a device": "os.setxattr('/dev/null', 'user.planted', b'x')",
    "a mark on a file that all see": "os.setxattr(os.__file__, 'user.planted', b'x')",
}


def test_nothing_more_is_to_be_seen(jail: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIDARITY_SEED", "secret")
    lines = [
        "import ctypes, fcntl, glob, json, os, re, signal, socket, stat, struct, sys, termios",
        "import pandas, solidarity",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "call, intel = libc.syscall, os.uname().machine == 'x86_64'",
        "clone, vmsplice = (56, 278) if intel else (220, 75)",
        "course = os.path.dirname(os.path.dirname(solidarity.__file__))",
        "packages = os.path.dirname(os.path.dirname(pandas.__file__))",
        "KEPT = ctypes.create_string_buffer(8192)",
        "def iov(): return struct.pack('PN', ctypes.addressof(KEPT), 4096)",
        "def is_folder(fd):",
        "    try: return stat.S_ISDIR(os.fstat(fd).st_mode)",
        "    except OSError: return False",
        "def sockets():",
        "    for fd in range(3, 40):",
        "        try: one = socket.socket(fileno=os.dup(fd)); one.getsockname(); yield one",
        "        except OSError: pass",
    ]
    for what, code in SEES.items():
        lines += ["try:", f"    {code}", f"    print('>', {what!r})", "except BaseException:"]
        lines += ["    pass"]
    graded = grade(jail, attack(solved(), "\n".join([*lines, "print('all tried')"])))
    assert "all tried" in shown(graded), shown(graded)
    assert printed(graded) == []
    assert graded.score == FULL


# --- Memory that is filled and not seen ----------------------------------------------------------

FILL = """
import ctypes, os, signal, socket, time
libc = ctypes.CDLL(None, use_errno=True)
def fill(megabytes):
    kept = bytearray(megabytes * 2**20)
    for place in range(0, len(kept), 4096):
        kept[place] = 1
    return kept
def children(count, what):
    for _ in range(count):
        if os.fork() == 0:
            kept = what()
            while True:
                time.sleep(1000)
def until_the_last():
    while True:
        time.sleep(0.05)
"""

HIDES = {
    "a name that tells of less memory": """
        libc.prctl(15, b"\\x1eVmRSS: -999999", 0, 0, 0)
        children(3, lambda: fill(400))
    """,
    "a name with a line in it": """
        libc.prctl(15, b"\\rVmRSS: -999999", 0, 0, 0)
        children(3, lambda: fill(400))
    """,
    "sockets that nobody reads": """
        def sockets():
            kept = []
            for _ in range(40):
                kept += socket.socketpair()
            for one in kept:
                one.setblocking(False)
                try:
                    while True:
                        one.send(b"x" * 65536)
                except OSError:
                    pass
            return kept
        children(30, sockets)
    """,
    "a queue before one socket": """
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("\\0here"); listener.listen(4096)
        try:
            for _ in range(4000):
                one = socket.socket(socket.AF_UNIX)
                one.setblocking(False); one.connect("\\0here")
                try:
                    one.send(b"x" * 100_000); one.send(b"x" * 100_000)
                except OSError:
                    pass
                one.close()
        except OSError:
            pass
    """,
    "children that hop": """
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        def hop():
            kept = []
            while True:
                if len(kept) < 20:
                    kept.append(fill(20))
                if os.fork():
                    os._exit(0)
        children(4, hop)
    """,
    "children that are stopped": """
        for _ in range(3):
            child = os.fork()
            if child == 0:
                kept = fill(400)
                os.kill(os.getpid(), signal.SIGSTOP)
                os._exit(0)
    """,
    "children that hide what they have": """
        def hidden():
            libc.prctl(4, 0, 0, 0, 0)
            return fill(400)
        children(3, hidden)
    """,
}


@pytest.mark.parametrize("nested", [True, False], ids=["nested", "alone"])
@pytest.mark.parametrize("name", HIDES)
def test_memory_that_hides_is_found(name: str, nested: bool) -> None:
    with Worker(limits=PATIENT, wall=Bubblewrap(nested)) as own:
        skip_without(own)
        run = own.run(of_cells(FILL + textwrap.dedent(HIDES[name]) + "\nuntil_the_last()"), {})
    assert any(TOO_MUCH_MEMORY in sentence for sentence in run.trouble), (run.trouble, text(run))


NAMED = """
import ctypes, sys, time
kept = bytearray(b"x") * (60 * 2**20)
ctypes.CDLL(None).prctl(15, {name!r}, 0, 0, 0)
print(flush=True); time.sleep(1e6)
"""


@pytest.mark.parametrize("name", [b"\x1eVmRSS: -999999", b"\rVmSwap:", b"\x0cVmRSS: x", b"\x85V"])
def test_a_process_says_nothing_of_its_memory_by_its_name(name: bytes) -> None:
    command = [sys.executable, "-c", NAMED.format(name=name)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as one:
        try:
            assert one.stdout
            one.stdout.readline()
            assert fills_more(one.pid, 50 * 2**20)
            assert not fills_more(one.pid, 2**33)
        finally:
            one.kill()


def test_who_has_a_few_sockets_is_let_be(jail: Worker) -> None:
    code = """
        import asyncio, socket
        pairs = [socket.socketpair() for _ in range(40)]
        for a, b in pairs:
            a.sendall(b"x" * 1000)
        async def wait():
            await asyncio.gather(*(asyncio.sleep(0.6) for _ in range(9)))
        loop = asyncio.new_event_loop(); loop.run_until_complete(wait()); loop.close()
        print("done")
    """
    run = jail.run(of_cells(code), {})
    assert (text(run), run.trouble) == ("done\n", [])


def test_sockets_of_what_has_ended_are_no_error() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as one:
        one.wait()
    assert in_sockets(one.pid) == 0


# --- Side by side --------------------------------------------------------------------------------

BOTH = """
import ctypes, os, resource, threading, time
here = os.path.dirname(os.__file__)
def large():
    # One that nothing else reads.
    return os.path.join(here, "turtle.py")
"""
SENDS = """
def tries(what):
    def run():
        while True:
            try:
                what()
            except Exception:
                pass
            time.sleep(0.02)
    threading.Thread(target=run, daemon=True).start()
def time_of_a_device():
    os.utime("/dev/null")
def time_of_all_devices():
    for name in ("zero", "full", "random", "urandom"):
        os.utime(f"/dev/{name}")
def reads_a_file():
    with open(large(), "rb") as file:
        file.read()
for one in (time_of_a_device, time_of_all_devices, reads_a_file):
    tries(one)
"""
HEARS = """
seen = {}
def time_of_a_device():
    return changes("/dev/null")
def time_of_all_devices():
    return any([changes(f"/dev/{name}") for name in ("zero", "full", "random", "urandom")])
def changes(path):
    now = os.stat(path).st_mtime_ns
    return seen.setdefault(path, now) != now
def reads_a_file():
    # Out of memory with it; later it is there again, and no disk was asked.
    with open(large(), "rb", buffering=0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, 4)
        time.sleep(0.2)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_inblock
        file.read(4096)
        there = resource.getrusage(resource.RUSAGE_SELF).ru_inblock == before
        os.posix_fadvise(file.fileno(), 0, 0, 4)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_inblock
        file.seek(0)
        file.read(4096)
        # Only where a file that was put out is read from the disk this tells something.
        return there and resource.getrusage(resource.RUSAGE_SELF).ru_inblock != before
waiting = [time_of_a_device, time_of_all_devices, reads_a_file]
for _ in range(15):
    for one in list(waiting):
        try:
            if one():
                print(">heard", one.__name__); waiting.remove(one)
        except Exception:
            pass
    time.sleep(0.05)
print("listened")
"""
STAYS = "time.sleep(1e6)"


def heard(said: str) -> set[str]:
    return {line.split()[1] for line in said.splitlines() if line.startswith(">heard")}


@pytest.mark.parametrize("nested", [True, False], ids=["nested", "alone"])
def test_nothing_more_is_heard_from_beside(nested: bool) -> None:
    limits = dataclasses.replace(PATIENT, total_seconds=PATIENCE)
    with (
        Worker(limits=limits, wall=Bubblewrap(nested)) as sender,
        Worker(limits=limits, wall=Bubblewrap(nested)) as hears,
    ):
        skip_without(hears)
        talk = threading.Thread(target=sender.run, args=(of_cells(BOTH + SENDS, STAYS), {}))
        talk.start()
        try:
            said = text(hears.run(of_cells(BOTH, HEARS), {}))
        finally:
            sender.close()
            talk.join(PATIENCE)
    assert "listened" in said
    assert heard(said) == set()


def test_without_a_jail_more_is_heard(tmp_path: Path) -> None:
    """So that the test above can fail."""
    if os.getuid() != 0:
        pytest.skip("in some containers others may not set the time of a device")
    command = [sys.executable, "-c", BOTH + SENDS + STAYS]
    sender = subprocess.Popen(command, cwd=tmp_path, start_new_session=True)
    try:
        command = [sys.executable, "-c", BOTH + HEARS]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    finally:
        os.killpg(sender.pid, signal.SIGKILL)
        sender.wait()
    assert heard(done.stdout) >= {"time_of_a_device", "time_of_all_devices"}, done.stderr


# By name: the number on each machine, the arguments, what is decided.
CALLS = {
    "utimensat": ((280, 88), (0, 1, 0), 0),
    "vmsplice": ((278, 75), (3, 1, 1, 0), errno.EPERM),
    "landlock_create_ruleset": ((444, 444), (0, 0, 1), errno.EPERM),
    "process_madvise": ((440, 440), (), errno.EPERM),
    "pidfd_open": ((434, 434), (1, 0), errno.ENOSYS),
    "clone: a file of the process": ((56, 220), (0x1011,), errno.EPERM),
    "clone: a fork": ((56, 220), (0x1200011,), ALLOWED),
    "clone: behind a high word": ((56, 220), (2**32 + 0x1011,), errno.EPERM),
    "socketpair": ((53, 199), (1, 1), ALLOWED),
    "socketpair: of the machine": ((53, 199), (40, 1), errno.EAFNOSUPPORT),
    "getsockopt": ((55, 209), (3, 1, 4), ALLOWED),
    "getsockopt: the other side": ((55, 209), (3, 1, 77), errno.ENOPROTOOPT),
    "getsockopt: behind a high word": ((55, 209), (3, 1, 2**32 + 77), errno.ENOPROTOOPT),
    "setsockopt": ((54, 208), (3, 1, 2), ALLOWED),
    "setsockopt: more room": ((54, 208), (3, 1, 7), 0),
    "fadvise: to come soon": ((221, 223), (3, 0, 0, 3), ALLOWED),
    "fadvise: to forget": ((221, 223), (3, 0, 0, 4), 0),
    "madvise: give back": ((28, 233), (0, 4096, 4), ALLOWED),
    "madvise: large pages": ((28, 233), (0, 4096, 14), ALLOWED),
    "madvise: put away": ((28, 233), (0, 4096, 21), errno.EPERM),
    "madvise: behind a high word": ((28, 233), (0, 4096, 2**32 + 21), errno.EPERM),
    "listns": ((470, 470), (), errno.ENOSYS),
    "a call that does not exist yet": ((4711, 4711), (), errno.ENOSYS),
    "the last that is known": ((469, 469), (), ALLOWED),
}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", CALLS)
def test_each_of_these_calls_is_decided(machine: str, name: str) -> None:
    numbers, arguments, decided = CALLS[name]
    assert decide(machine, numbers[MACHINES[machine][0]], *arguments) == decided


# --- What is left behind, and what goes on -------------------------------------------------------

GOES_ON = {
    "stopped children": """
        for _ in range(9):
            if os.fork() == 0:
                os.setsid()
                os.kill(os.getpid(), signal.SIGSTOP)
                os._exit(0)
    """,
    "everything stopped, itself too": "os.kill(-1, signal.SIGSTOP); os.kill(0, signal.SIGSTOP)",
    "zombies": """
        for _ in range(30):
            if os.fork() == 0:
                os._exit(0)
    """,
    "an end that never comes": """
        import atexit
        class Sleeps:
            def __del__(self): time.sleep(1000)
        sleeps = Sleeps()
        atexit.register(time.sleep, 1000)
        os.register_at_fork(before=lambda: None, after_in_child=lambda: time.sleep(1000))
    """,
    "signals that nobody hears": """
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        signal.setitimer(signal.ITIMER_REAL, 0)
        while True: time.sleep(1000)
    """,
    "times of devices": """
        for name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts/ptmx"):
            try: os.utime(f"/dev/{name}")
            except OSError: pass
    """,
    "terminals": """
        kept = []
        try:
            while True: kept += os.openpty()
        except OSError: pass
    """,
}
_SETUP = "import os, signal, time\n"


@pytest.mark.parametrize("nested", [True, False], ids=["nested", "alone"])
def test_nothing_goes_on_and_nothing_is_left(nested: bool) -> None:
    devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]
    before = [os.stat(path).st_mtime_ns for path in devices]
    limits = dataclasses.replace(LIMITS, cell_seconds=1, ask_seconds=2, restarts=0)
    with Worker({}, limits, wall=Bubblewrap(nested)) as own:
        skip_without(own)
        for name, code in GOES_ON.items():
            family: set[psutil.Process] = set()
            ended = threading.Event()
            look = threading.Thread(target=_note, args=(own, family, ended))
            look.start()
            own.run(of_cells(_SETUP + textwrap.dedent(code), "time.sleep(0.3)"), {})
            ended.set()
            look.join()
            assert family, name
            staying = 3 if nested else 0  # bubblewrap twice, and the worker
            _wait_until_few_live(family, staying, name)
            code = "import os, sys; print(sorted(os.listdir()), 'planted' in sys.modules)"
            assert text(own.run(of_cells(code), {})) == "[] False\n", name
    assert [os.stat(path).st_mtime_ns for path in devices] == before


def _note(jail: Worker, family: set[psutil.Process], ended: threading.Event) -> None:
    while not ended.is_set():
        family.update(_family(jail))


def _family(jail: Worker) -> list[psutil.Process]:
    """All that runs in the jail now."""
    if (own := jail._process) is None:
        return []
    try:
        first = psutil.Process(own._process.pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _wait_until_few_live(family: set[psutil.Process], staying: int, name: str) -> None:
    wait_until(lambda: len(_living(family)) <= staying, lambda: f"{name}: {_living(family)}")


def _living(family: set[psutil.Process]) -> list[psutil.Process]:
    return [one for one in family if one.is_running()]


# --- Beside an honest submission -----------------------------------------------------------------

TAKES_ALL = """
import os, socket, threading, time
def terminals():
    return [os.openpty() for _ in range(50)]
def pipes():
    return [os.pipe() for _ in range(50)]
def ports():
    return [socket.create_server(("127.0.0.1", 8000 + n)) for n in range(50)]
def names():
    kept = [socket.socket(socket.AF_UNIX) for _ in range(50)]
    for n, one in enumerate(kept): one.bind(f"\\0{n}")
    return kept
def files():
    for n in range(100_000): open(f"{os.getpid()}-{n}", "w").close()
def threads():
    for _ in range(20): threading.Thread(target=time.sleep, args=(1000,)).start()
for what in (terminals, pipes, ports, names, files, threads) * 4:
    if os.fork() == 0:
        kept = []
        try:
            while True: kept.append(what())
        except (OSError, RuntimeError): pass
        time.sleep(1000)
print("took")
"""

NEEDS_SOME = """
    import asyncio, os, socket, subprocess, sys, tempfile, threading
    assert get_ipython().getoutput("echo hello") == ["hello"]
    get_ipython().system("ls")
    subprocess.run(["ls"], check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as folder:
        for n in range(50): open(f"{folder}/{n}", "w").write("x" * 1000)
    socket.create_server(("127.0.0.1", 8000)).close()
    one = socket.socket(socket.AF_UNIX); one.bind("\\0" + "1"); one.close()
    for _ in range(8): threading.Thread(target=print).start()
    pipes = [os.pipe() for _ in range(20)]
    print("all there")
"""


def test_whoever_takes_all_takes_nothing_from_the_one_beside(jail: Worker) -> None:
    with Worker(limits=PATIENT, wall=jail.wall) as greedy:
        takes = threading.Thread(target=greedy.run, args=(of_cells(TAKES_ALL, STAYS), {}))
        takes.start()
        try:
            wait_until(lambda: len(_family(greedy)) > 20, lambda: "nothing was taken")
            graded = grade(jail, attack(solved(), NEEDS_SOME))
        finally:
            greedy.close()
            takes.join(PATIENCE)
    assert "all there" in shown(graded), shown(graded)
    assert (graded.status, graded.score) == ("graded", FULL)


def test_nobody_takes_all_terminals_of_the_machine() -> None:
    """There are some thousand for all users; without namespaces in the jail this cannot be kept."""
    code = """
        import os
        kept = []
        try:
            while True: kept.append(os.openpty())
        except OSError: pass
        print(len(kept))
    """
    with Worker(limits=LIMITS, wall=Bubblewrap(nested=True)) as own:
        skip_without(own)
        assert 1 <= int(text(own.run(of_cells(code), {}))) <= 20


# --- The copies that wait at checks --------------------------------------------------------------

SPEAKS_FOR_OTHERS = """
    import json, os, socket, struct
    def frame(message):
        data = json.dumps(message).encode()
        return struct.pack("!I", len(data)) + data
    def sockets():
        for fd in range(3, 128):
            try: yield socket.socket(fileno=os.dup(fd))
            except OSError: pass
"""

ABUSES = {
    "answers for others": """
        def tells(*inputs):
            for one in sockets():
                for message in ({"value": 20.0}, [[["n", 1]]], {"answers": [{"value": 20.0}] * 9}):
                    try: one.send(frame(message), socket.MSG_DONTWAIT)
                    except OSError: pass
            return 20.0
        for name in NAMES: globals()[name] = tells
    """,
    "listens for others": """
        heard = []
        def tells(*inputs):
            for one in sockets():
                try: heard.append(one.recv(65536, socket.MSG_PEEK | socket.MSG_DONTWAIT).decode())
                except (OSError, UnicodeDecodeError): pass
            raise ValueError(repr((heard, inputs)))
        for name in NAMES: globals()[name] = tells
    """,
    "closes the lines of others": """
        def tells(*inputs):
            for one in sockets(): one.shutdown(socket.SHUT_RDWR)
            return repr(inputs)
        for name in NAMES: globals()[name] = tells
    """,
    "one waits for what the next is asked": """
        places = []
        def tells(*inputs):
            with open("/scratch/told", "a") as file: file.write(repr(inputs))
            return open("/scratch/told").read()
        for name in NAMES: globals()[name] = tells
    """,
    "a copy that goes on in another process": """
        import time
        def tells(*inputs):
            if os.fork():
                return repr(inputs)
            for one in sockets():
                try: one.send(frame({"value": repr(inputs)}), socket.MSG_DONTWAIT)
                except OSError: pass
            time.sleep(1000)
        for name in NAMES: globals()[name] = tells
    """,
}


@pytest.mark.parametrize("name", ABUSES)
def test_no_copy_speaks_for_another(one_jail: Worker, name: str) -> None:
    kit = kit_with_a_secret()
    names = [name for name, spec in kit.specs.items() if spec.cases[0].inputs]
    code = "\n".join(map(textwrap.dedent, (f"NAMES = {names}", SPEAKS_FOR_OTHERS, ABUSES[name])))
    data = nbformat.writes(attack(passing_on(), code)).encode()
    graded = grade_submission(kit, Submission("eve", {"exercises": data}), one_jail.run)
    kept = all_that_is_kept(graded)
    assert [spelling for spelling in SPELLINGS if spelling in kept] == []
    assert graded.score == 0
    assert_unharmed(one_jail)


# --- As an ordinary user -------------------------------------------------------------------------

AS_INES = """
import json, sys
import nbformat
from solidarity.run.jail.bubblewrap import Bubblewrap
from solidarity.run.worker import Worker
from solidarity.run.runner import Limits
limits = Limits(**json.load(open("limits.json")))
for nested in (True, False):
    with Worker(limits=limits, wall=Bubblewrap(nested)) as jail:
        for code in json.load(open("codes.json")):
            cell = nbformat.v4.new_code_cell(code)
            run = jail.run(nbformat.v4.new_notebook(cells=[cell]), {})
            print(json.dumps(["".join(o.get("text", "") for o in run.notebook.cells[0].outputs),
                              run.trouble]))
"""

OF_THE_SAME_NUMBER = """
import os, signal, socket, time
print(">began")
try:
    os.kill(-1, signal.SIGTERM if os.getpid() == 1 else 0)
except OSError: pass
for number in range(1, 30):
    try: os.setpriority(os.PRIO_USER, os.getuid(), 19)
    except OSError: pass
for path in ("/dev/null", os.__file__):
    before = os.stat(path)
    for change in (lambda: os.utime(path), lambda: os.chmod(path, 0o777),
                   lambda: os.setxattr(path, "user.planted", b"x"),
                   lambda: os.rename(path, path + "-planted")):
        try: change()
        except OSError: pass
    after = os.stat(path)
    if (before.st_mtime_ns, before.st_mode) != (after.st_mtime_ns, after.st_mode):
        print(">changed", path)
"""


def test_an_ordinary_users_jail_holds_too() -> None:
    """There all submissions have the number of whoever grades, who owns the packages."""
    machine = Path(tempfile.mkdtemp(prefix="sse-village-"))
    try:
        (ines,) = people(machine, "ines")
        small = dataclasses.replace(PATIENT, total_seconds=PATIENCE)
        hides = [FILL + textwrap.dedent(code) + "\nuntil_the_last()" for code in HIDES.values()]
        ines.writes(ines.home / "limits.json", json.dumps(dataclasses.asdict(small)))
        ines.writes(ines.home / "codes.json", json.dumps([*hides, OF_THE_SAME_NUMBER]))
        ines.writes(ines.home / "tries.py", AS_INES)
        done = ines.tries("python tries.py")
        if "NoJail" in done.stderr:
            pytest.skip(f"no jail for an ordinary user here: {done.stderr[-300:]}")
        told = [json.loads(line) for line in done.stdout.splitlines()]
    finally:
        shutil.rmtree(machine)
    assert len(told) == 2 * (len(HIDES) + 1), done.stderr
    for said, trouble in told:
        if ">began" in said:
            assert said == ">began\n"
        else:
            assert any(TOO_MUCH_MEMORY in one for one in trouble), (said, trouble)


# --- Honest work ---------------------------------------------------------------------------------

HONEST = {
    "a file's time": """
        import os, pathlib, shutil
        path = pathlib.Path("a.txt"); path.touch(); path.touch(); path.write_text("x")
        shutil.copy2(path, "b.txt"); shutil.copystat(path, "b.txt")
        os.system("touch a.txt; cp -p a.txt c.txt")
        assert pathlib.Path("c.txt").read_text() == "x"
    """,
    "archives": """
        import tarfile, zipfile
        open("a.txt", "w").write("x")
        with tarfile.open("a.tgz", "w:gz") as archive: archive.add("a.txt")
        with tarfile.open("a.tgz") as archive: archive.extractall("out")
        assert open("out/a.txt").read() == "x"
    """,
    "asyncio with programs": """
        import asyncio
        async def say():
            one = await asyncio.create_subprocess_shell("cat", stdin=-1, stdout=-1)
            return (await one.communicate(b"x" * 100_000))[0]
        loop = asyncio.new_event_loop(); assert len(loop.run_until_complete(say())) == 100_000
        loop.close()
    """,
    "large tables of numbers": """
        import numpy
        numpy.zeros((1000, 1000)) @ numpy.ones((1000, 1000)); numpy.memmap("m", mode="w+", shape=99)
    """,
    "help": """
        import inspect, json, pydoc
        assert "Return" in inspect.getsource(json.dumps) or inspect.getdoc(json.dumps)
        pydoc.render_doc(str); help(len)
        get_ipython().run_cell("len?")
    """,
    "time and chance": """
        import datetime, decimal, fractions, locale, random, statistics, time, uuid, zoneinfo
        assert len(zoneinfo.available_timezones()) > 100
        datetime.datetime.now().astimezone(); time.tzset(); uuid.uuid1(); uuid.uuid4()
        statistics.quantiles(range(99)); locale.setlocale(locale.LC_ALL, "")
        random.SystemRandom().random()
    """,
    "many terminals one after the other": """
        for _ in range(20): get_ipython().system("true")
    """,
    "files that are kept": """
        import pandas, pathlib, pickle, shelve
        table = pandas.DataFrame({"a": [1]}); table.to_pickle("t"); table.to_json("j")
        pandas.read_pickle("t")
        with shelve.open("s") as kept: kept["a"] = 1
        (pathlib.Path.home() / "x").write_text("x"); pathlib.Path("~/x").expanduser().read_text()
    """,
}


def test_honest_work_goes_on(jail: Worker) -> None:
    lines = ["import traceback"]
    for name, code in HONEST.items():
        lines += ["try:", textwrap.indent(textwrap.dedent(code).strip(), "    ")]
        lines += ["except BaseException:", f"    print('>', {name!r}); traceback.print_exc()"]
    with Worker(wall=jail.wall) as ordinary:
        run = ordinary.run(of_cells("\n".join([*lines, "print('all tried')"])), {})
    said = text(run)
    assert "all tried" in said, (said, run.trouble)
    assert [line for line in said.splitlines() if line.startswith(">")] == [], said
