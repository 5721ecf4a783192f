"""The filter's program, run here step by step as the kernel does, for both kinds of processors."""

from __future__ import annotations

import errno

import pytest
from helpers import some

from solidarity.run.jail import system_calls

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
ALLOWED = None
WORD = 0xFFFFFFFF


def decide(machine: str, number: int, *arguments: int, processor: int | None = None) -> int | None:
    """The error that a call gets, 0 if it is said to have worked, None if it is allowed."""
    place, own = MACHINES[machine]
    data = {0: number, 4: own if processor is None else processor}
    for n, value in enumerate([*arguments, 0, 0, 0, 0, 0, 0][:6]):
        data |= {16 + 8 * n: value & WORD, 20 + 8 * n: value >> 32 & WORD}
    program = system_calls._program(place, own)
    at = found = 0
    while True:
        what, yes, no, with_ = program[at]
        at += 1
        if what == 0x20:
            found = data[with_]
        elif what == 0x54:
            found &= with_
        elif what == 0x06:
            return ALLOWED if with_ == 0x7FFF0000 else with_ & 0xFFFF
        else:
            holds = {0x15: found == with_, 0x35: found >= with_, 0x45: bool(found & with_)}
            at += yes if holds[what] else no


# By name: the number on each machine, the arguments, what is decided.
CALLS = {
    "read": ((0, 63), (3,), ALLOWED),
    "flock": ((73, 32), (3, 2), errno.EPERM),
    "fcntl: flags": ((72, 25), (3, 4, 0), ALLOWED),
    "fcntl: a copy": ((72, 25), (3, 1030, 0), ALLOWED),
    "fcntl: F_SETLK": ((72, 25), (3, 6, 0), 0),
    "fcntl: F_SETLKW": ((72, 25), (3, 7, 0), 0),
    "fcntl: F_GETLK": ((72, 25), (3, 5, 0), errno.EPERM),
    "fcntl: F_OFD_GETLK": ((72, 25), (3, 36, 0), errno.EPERM),
    "fcntl: F_OFD_SETLK": ((72, 25), (3, 37, 0), errno.EPERM),
    "fcntl: F_OFD_SETLKW": ((72, 25), (3, 38, 0), errno.EPERM),
    "fcntl: F_SETLEASE": ((72, 25), (3, 1024, 0), errno.EPERM),
    "fcntl: F_GETLEASE": ((72, 25), (3, 1025, 0), errno.EPERM),
    "fcntl: F_NOTIFY": ((72, 25), (3, 1026, 0), errno.EPERM),
    "fcntl: a command of a later kernel": ((72, 25), (3, 1040, 0), errno.EPERM),
    "fcntl: F_SETLEASE behind a high word": ((72, 25), (3, 2**32 + 1024, 0), errno.EPERM),
    "fcntl: F_GETLK behind a high word": ((72, 25), (3, 2**63 + 5, 0), errno.EPERM),
    "fcntl: flags behind a high word": ((72, 25), (3, 2**40 + 3, 0), ALLOWED),
    "futex: a private wait": ((202, 98), (0, 128), ALLOWED),
    "futex: a private wait with a clock": ((202, 98), (0, 128 + 256 + 9), ALLOWED),
    "futex: a wait": ((202, 98), (0, 0), errno.EAGAIN),
    "futex: a wait for some": ((202, 98), (0, 256 + 9), errno.EAGAIN),
    "futex: a wait behind a high word": ((202, 98), (0, 2**32), errno.EAGAIN),
    "futex: to wake": ((202, 98), (0, 1), ALLOWED),
    "futex_waitv": ((449, 449), (), errno.ENOSYS),
    "futex_wait": ((455, 455), (), errno.ENOSYS),
    "inotify_init1": ((294, 26), (0,), errno.EPERM),
    "io_setup": ((206, 0), (1,), errno.EPERM),
    "sysinfo": ((99, 179), (), errno.EPERM),
    "mmap: own memory": ((9, 222), (0, 4096, 3, 0x22), ALLOWED),
    "mmap: a file": ((9, 222), (0, 4096, 3, 0x1), ALLOWED),
    "mmap: memory of nobody": ((9, 222), (0, 4096, 3, 0x21), errno.EPERM),
    "mmap: the same with more flags": ((9, 222), (0, 4096, 3, 0x8023), errno.EPERM),
    "preadv2": ((327, 286), (3, 0, 1, 0, 0, 0), ALLOWED),
    "preadv2: only from memory": ((327, 286), (3, 0, 1, 0, 0, 8), errno.EPERM),
    "clone: a thread": ((56, 220), (0x3D0F00,), ALLOWED),
    "clone: a namespace": ((56, 220), (0x10000011,), errno.EPERM),
    "clone3": ((435, 435), (), errno.ENOSYS),
    "socket: of this machine": ((41, 198), (1, 1), ALLOWED),
    "socket: netlink": ((41, 198), (16, 3), ALLOWED),
    "socket: vsock": ((41, 198), (40, 1), errno.EAFNOSUPPORT),
}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", CALLS)
def test_each_call_is_decided_by_its_number_and_arguments(machine: str, name: str) -> None:
    numbers, arguments, decided = CALLS[name]
    assert decide(machine, numbers[MACHINES[machine][0]], *arguments) == decided


@pytest.mark.parametrize("machine", MACHINES)
def test_all_that_is_named_is_refused(machine: str) -> None:
    here = {name: numbers[MACHINES[machine][0]] for name, numbers in system_calls.REFUSED.items()}
    for name, number in some(one for one in here.items() if one[1] is not None):
        assert decide(machine, number) == errno.EPERM, name


@pytest.mark.parametrize("machine", MACHINES)
def test_the_calls_of_another_table_are_refused(machine: str) -> None:
    assert decide(machine, 39, processor=0x40000003) == errno.EPERM
    assert decide(machine, 0x40000000 + 39) == errno.EPERM


def test_a_step_skips_no_more_than_the_kernel_can_count() -> None:
    for place, processor in MACHINES.values():
        program = system_calls._program(place, processor)
        assert len(program) < 4096
        assert all(0 <= skip < 256 for _, *skips, _ in program for skip in skips)
