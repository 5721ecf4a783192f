"""Linux namespaces and limits for one process, through the C library. Needs no privileges."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource

from solidarity.run.runner import Limits

_NEWNS, _NEWUTS, _NEWIPC = 0x00020000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_FRESH = _NEWUSER | _NEWPID | _NEWNS | _NEWIPC | _NEWNET | _NEWUTS

_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REC, _PRIVATE = 1, 2, 4, 8, 0x4000, 0x40000
_SET_DUMPABLE, _SET_NO_NEW_PRIVS, _CAPABILITY_V3 = 4, 38, 0x20080522

NOBODY = 65534
_SOMEBODY_ELSE = 2**30
"""From here on no machine has people."""

_SIGNALS = 128
_TERMINALS = 16

_libc = ctypes.CDLL(None, use_errno=True)


def leave_root() -> None:
    """Become nobody where this process is root: a limit on processes does not hold for root.

    Every submission becomes another nobody. Older kernels count processes by their owner's number,
    so that one learner's many processes would leave none to the others.
    """
    if os.getuid() == 0:
        os.setgroups([])
        _become(_SOMEBODY_ELSE + int.from_bytes(os.urandom(3)))
        # Without this the files in /proc/self stay root's, and the map below cannot be written.
        _check(_libc.prctl(_SET_DUMPABLE, 1, 0, 0, 0), "prctl")


def _become(number: int) -> None:
    try:
        os.setresgid(number, number, number)
        os.setresuid(number, number, number)
    except OSError:
        # In some containers only the lower numbers exist.
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def enter() -> None:
    """Enter fresh user, process, mount, IPC, network and host name namespaces.

    The next child of this process is process 1 in there. Raises OSError where it is refused.
    """
    uid, gid = os.getuid(), os.getgid()
    _check(_libc.unshare(_FRESH), "unshare")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")


def cover(scratch: str, limits: Limits) -> None:
    """A fresh scratch folder, few terminals, and nothing to be seen in /proc and /dev/shm."""
    _check(_libc.mount(b"none", b"/", None, _REC | _PRIVATE, None), "mount /")
    size = f"size={limits.scratch_bytes},nr_inodes=4096,mode=0700".encode()
    _mount(scratch, _NOSUID | _NODEV, size)
    for folder in ("/proc", "/dev/shm"):
        if os.path.isdir(folder):
            _mount(folder, _RDONLY | _NOSUID | _NODEV | _NOEXEC, b"size=4k,nr_inodes=1")
    # The machine has a few thousand terminals for everybody; lines with ! take one each. Where a
    # container allows no terminals of one's own, those of the jail's are left.
    options = f"max={_TERMINALS},ptmxmode=0666,mode=0600".encode()
    with contextlib.suppress(OSError):
        _mount("/dev/pts", _NOSUID | _NOEXEC, options, b"devpts")


def limit_user(limits: Limits) -> None:
    """Limit what is counted for each user, who is another one here than outside."""
    for what, most in (
        (resource.RLIMIT_NPROC, limits.processes),
        # Waiting signals and timers: others could be left none.
        (resource.RLIMIT_SIGPENDING, _SIGNALS),
    ):
        resource.setrlimit(what, (most, most))


def drop_powers() -> None:
    """Give up all powers over the fresh namespaces, for good."""
    _check(_libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_V3, 0)
    none = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(ctypes.byref(header), ctypes.byref(none)), "capset")


def _mount(place: str, flags: int, options: bytes, kind: bytes = b"tmpfs") -> None:
    _check(_libc.mount(kind, place.encode(), kind, flags, options), f"mount {place}")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
