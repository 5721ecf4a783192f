"""What learners' code can reach from the jail, and what it can take with it: nothing but itself."""

from __future__ import annotations

import pytest
from attacks.stage import FULL, assert_unharmed, attack, grade, passing_on, printed, shown, solved
from helpers import ROOT

from solidarity.run.worker import Worker

# Each line succeeds for an attacker only where the jail does not hold; then its name is printed.
REACHES = {
    "the key": f"open({str(ROOT / 'course' / 'm04-savings-groups' / 'key.py')!r})",
    "the source": f"os.listdir({str(ROOT / 'source')!r})",
    "the grader's folder": f"assert 'course' in os.listdir({str(ROOT)!r})",
    "the password file": "open('/etc/passwd')",
    "somebody's home": "assert set(os.listdir('/root') + os.listdir('/home'))"
    " - {'.pyenv', '.local'}",
    "the environment": "assert 'SOLIDARITY_SEED' in os.environ",
    "another process's environment": "open('/proc/1/environ').read()[0]",
    "its memory": "open('/proc/1/mem', 'rb').read(1)",
    "its own parent": "assert os.getppid() > 0",
    "the network": "socket.create_connection(('127.0.0.1', 9), 1)",
    "outside": "socket.create_connection(('192.0.2.1', 80), 1)",
    "another interface": "assert len(socket.if_nameindex()) > 1",
    "the package": "open(solidarity.__file__, 'a')",
    "the interpreter": "open(os.path.join(os.path.dirname(os.__file__), 'planted.py'), 'w')",
    "root's rights": "os.setuid(0); open('/planted', 'w')",
    "a mount": "assert not libc.mount(b'none', b'/usr', b'tmpfs', 0, None)",
    "a way out by chroot": "os.chroot('/usr')",
    "the kernel's log": "open('/dev/kmsg')",
    "a device": "os.mknod('/scratch/planted', 0o600 | 0o060000, os.makedev(8, 0))",
    "an abstract socket": "socket.socket(socket.AF_UNIX).connect('\\0/tmp/.X11-unix/X0')",
    "the tracing of process 2": "assert libc.ptrace(16, 2, 0, 0) == 0",
    "a namespace of its own": "assert libc.unshare(0x10000000) == 0",
    "a namespace by clone": "n = call(clone, 0x10000011, 0, 0, 0, 0)"
    "; n or os._exit(0); assert n > 0",
    "memory that no limit counts": "os.memfd_create('planted')",
    "memory that nobody owns": "assert libc.shmget(0, 4096, 0o1600) >= 0",
    "a key for the next learner": "assert call(add_key, b'user', b'planted', b'x', 1, -3) > 0",
    "the keys of the machine": "assert call(keyctl, 0, -4, 1) > 0",
    "the machine's other sockets": "socket.socket(40, socket.SOCK_STREAM)",
    "an old table of system calls": "assert call(0x40000000 + 39) > 0",
    "the kernel's own programs": "assert call(bpf, 0, ctypes.create_string_buffer(200), 120) >= 0",
    "the kernel's queues": "assert call(425, 8, ctypes.create_string_buffer(200)) >= 0",
    "memory in no process": "mmap.mmap(-1, 4096)",
    "memory behind a device": "mmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096)",
    "a lock on what all see": "fcntl.flock(open(os.__file__), fcntl.LOCK_SH)",
    "a lock on a device": "fcntl.flock(os.open('/dev/null', os.O_RDWR), fcntl.LOCK_EX)",
    "who else has a lock": "fcntl.fcntl(open(os.__file__), fcntl.F_GETLK, bytes(32))",
    "who else has a lock on an open file": "fcntl.fcntl(open(os.__file__), 36, bytes(32))",
    "a lock on an open file": "fcntl.fcntl(open(os.__file__), 37, bytes(32))",
    "a lease": "fcntl.fcntl(open(os.__file__), fcntl.F_SETLEASE, fcntl.F_RDLCK)",
    "a lease behind a long number": "assert call(fcntl_, libc.open(os.__file__.encode(), 0),"
    " ctypes.c_ulong(2**32 + 1025), 0) >= 0",
    "a watched folder": "fcntl.fcntl(os.open('/usr', 0), fcntl.F_NOTIFY, 1)",
    "a watched file": "assert libc.inotify_init() >= 0 or libc.inotify_init1(0) >= 0",
    "the memory and the processes of the machine": "assert libc.sysinfo(bytes(200)) == 0",
    "a queue of the machine": "assert call(io_setup, 1, ctypes.byref(ctypes.c_ulong())) == 0",
    "what of a file is in memory": "page = mmap.mmap(os.open(os.__file__, 0), 4096, prot=1);"
    " found = ctypes.create_string_buffer(9);"
    " assert libc.mincore(ctypes.c_void_p(address(page)), 4096, found) == 0",
    "what comes without the disk": "os.preadv(os.open(os.__file__, 0), [bytearray(9)], 0, 8)",
    "files on their way": "a, b = socket.socketpair(); socket.send_fds(a, [b'.'], [0])",
    "where folders come from": "assert call(458, bytes(64), bytes(800), 99, 0) >= 0"
    " or ctypes.get_errno() not in (1, 38)",
    "more signals than its share": "resource.setrlimit(resource.RLIMIT_SIGPENDING, (999, 999))",
    "the root folder": "open('/planted', 'w')",
    "the folder of devices": "open('/dev/planted', 'w')",
    "shared memory": "open('/dev/shm/planted', 'w')",
    "more disk than it has": "[open(f'planted-{n}', 'wb').write(bytes(2**22)) for n in range(9)]",
}


def attempts() -> str:
    lines = [
        "import ctypes, fcntl, mmap, os, resource, socket, solidarity",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "call, intel = libc.syscall, os.uname().machine == 'x86_64'",
        "clone, add_key, keyctl, bpf = (56, 248, 250, 321) if intel else (220, 217, 219, 280)",
        "fcntl_, io_setup = (72, 206) if intel else (25, 0)",
        "import numpy",
        "address = lambda page: numpy.frombuffer(page, 'u1').ctypes.data",
    ]
    for what, code in REACHES.items():
        lines += ["try:", f"    {code}", f"    print('>', {what!r})", "except BaseException:"]
        lines += ["    pass"]
    return "\n".join([*lines, "print('all tried')"])


def test_nothing_outside_can_be_reached(jail: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIDARITY_SEED", "secret")
    graded = grade(jail, attack(solved(), attempts()))
    assert "all tried" in shown(graded)
    allowed = {" its own parent"} if not jail.wall.nested else set()
    assert set(printed(graded)) <= allowed
    assert graded.score == FULL


# Each costs its author at most the cell that it stands in.
BOMBS = {
    "memory": "hoard = bytearray(10**10)",
    "memory of many": """
        import os
        for _ in range(8):
            if os.fork() == 0:
                hoard = [bytearray(os.urandom(1)) * (200 * 2**20)]
                while True: pass
        while True: pass
    """,
    "processes": """
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
    """,
    "disk": """
        for n in range(1_000):
            with open(f"planted-{n}", "wb") as file:
                file.write(b"x" * 2**22)
    """,
    "output": "for _ in range(100): print('x' * 10**6)",
    "output past Python": "import os\nfor _ in range(100): os.write(1, b'x' * 10**6)",
    "error text": "raise ValueError('x' * 10**8)",
    "ten thousand errors, no two the same": """
        for n in range(10_000):
            try:
                raise type(f"Error{n}", (Exception,), {})(f"{n} " * 1_000)
            except Exception:
                get_ipython().showtraceback()
    """,
    "displays": """
        from IPython.display import display, HTML
        for _ in range(10_000): display(HTML("<p>" + "x" * 10_000))
    """,
    "loop that refuses to stop": """
        while True:
            try:
                while True: pass
            except BaseException:
                pass
    """,
    "exit": "import os\nos._exit(0)",
    "signals to all": "import os\nos.kill(-1, 9)",
    "signal to the parent": "import os\nos.kill(os.getppid(), 9)",
    "thread that outlives the cell": """
        import os, threading, time
        def late():
            time.sleep(1)
            for number in range(3, 60):
                try: os.write(number, b"planted" * 100)
                except OSError: pass
        threading.Thread(target=late).start()
    """,
    "fork that outlives the cell": """
        import os, time
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
            os._exit(0)
    """,
    "planted files": """
        import os
        for folder in ("/tmp", "/scratch", "/dev/shm", "/var/tmp", os.path.expanduser("~"),
                       "/scratch/ipython", "/scratch/ipython/profile_default/startup"):
            try:
                os.makedirs(folder, exist_ok=True)
                open(os.path.join(folder, "planted.py"), "w").write("print('planted')")
            except OSError:
                pass
    """,
    "poisoned modules": """
        import sys, types
        sys.modules["planted"] = types.ModuleType("planted")
        import pandas
        pandas.DataFrame = None
    """,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_harms_nobody_else(one_jail: Worker, name: str) -> None:
    graded = grade(one_jail, attack(solved(), BOMBS[name], last=True))
    assert graded.status in ("graded", "timed out", "crashed")
    assert graded.score <= FULL
    assert len(graded.notebooks["exercises"]) < 5_000_000
    assert_unharmed(one_jail)


@pytest.mark.parametrize(
    "name", ["memory", "disk", "output", "error text", "exit", "planted files"]
)
def test_a_bomb_after_right_answers_costs_them_nothing(one_jail: Worker, name: str) -> None:
    assert grade(one_jail, attack(solved(), BOMBS[name], last=True)).score == FULL


FORGED = {
    "done and answers": """
        import json, os, struct
        def frame(message):
            data = json.dumps(message).encode()
            return struct.pack("!I", len(data)) + data
        for number in range(3, 60):
            try:
                os.write(number, frame({"done": True}))
                for _ in range(40):
                    os.write(number, frame({"answers": [{"value": 20.0}] * 40}))
            except OSError:
                pass
    """,
    "length of 4 GB": """
        import os
        for number in range(3, 60):
            try: os.write(number, b"\\xff\\xff\\xff\\xff")
            except OSError: pass
    """,
    "deep JSON": """
        import os, struct
        data = b"[" * 100_000
        for number in range(3, 60):
            try: os.write(number, struct.pack("!I", len(data)) + data)
            except OSError: pass
    """,
    "nonsense numbers": """
        import os, struct
        text = b'{"shown": [{"output_type": "stream", "text": 1e999}], "cell": '
        data = text + b"9" * 4_000 + b"}"
        for number in range(3, 60):
            try: os.write(number, struct.pack("!I", len(data)) + data)
            except OSError: pass
    """,
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_messages_earn_nothing_and_harm_nobody(one_jail: Worker, name: str) -> None:
    graded = grade(one_jail, attack(passing_on(), FORGED[name]))
    assert graded.score == 0
    assert_unharmed(one_jail)
