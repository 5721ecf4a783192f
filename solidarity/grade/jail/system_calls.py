"""A filter of system calls: what no exercise needs is refused by the kernel itself.

Namespaces leave a few doors open: memory that no limit counts, keys and sockets that belong to the
whole machine, and fresh user namespaces, in which one may mount and most holes of kernels were
found. The filter is a short program that the kernel runs before each call (seccomp(2)), put
together here because it needs nothing but the C library.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

# The number of each call on x86_64 and on aarch64 (asm/unistd_64.h, asm-generic/unistd.h).
REFUSED = {
    # Memory that belongs to no process, so that no limit of a process counts it.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    # Keys outlive their makers, and the next submission could read them.
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # Namespaces and mounts.
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    # Other processes.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # Large parts of the kernel that a course never needs, and the machine itself.
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "syslog": (103, 116),
    "acct": (163, 89),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "quotactl": (179, 60),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
}

_CLONE, _CLONE3, _SOCKET, _SECCOMP = (56, 220), (435, 435), (41, 198), (317, 277)
_NEW_NAMESPACES = 0x7E020000
_FAMILIES = (1, 2, 10, 16)
"""Unix, IPv4, IPv6 and netlink sockets. Others (vsock) know no network namespace."""

# The processors known here: their place in the pairs above, and the kernel's name for them.
_PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_OTHER_TABLE = 0x40000000
"""From here on the numbers of x86_64 mean the calls of another table."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _PROCESSOR, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_SET_FILTER, _AT_FULL_SPEED = 1, 4


def known_processor() -> bool:
    """Whether the numbers of system calls are known for this machine."""
    return os.uname().machine in _PROCESSORS and sys.maxsize > 2**32


def refuse_system_calls() -> None:
    """From now on these calls fail, in this process and all that it starts. Raises OSError.

    On a processor that is not known nothing happens.
    """
    if not known_processor():
        return
    place, processor = _PROCESSORS[os.uname().machine]
    steps = _program(place, processor)
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    # Full speed: the kernel would slow down everything else that a filtered process does.
    for flags in (_AT_FULL_SPEED, 0):
        if libc.syscall(_SECCOMP[place], _SET_FILTER, flags, ctypes.byref(program)) == 0:
            return
    number = ctypes.get_errno()
    raise OSError(number, f"seccomp: {os.strerror(number)}")


def _program(place: int, processor: int) -> list[tuple[int, int, int, int]]:
    """Steps of (what, how many to skip if so, how many if not, with which number)."""
    refuse = (_RETURN, 0, 0, _FAIL | errno.EPERM)
    allow = (_RETURN, 0, 0, _ALLOW)
    steps = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUAL, 1, 0, processor),
        refuse,
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_TABLE),
        refuse,
    ]
    for numbers in REFUSED.values():
        steps += [(_EQUAL, 0, 1, numbers[place]), refuse]
    # The C library asks again with the older clone, whose arguments can be looked at.
    steps += [(_EQUAL, 0, 1, _CLONE3[place]), (_RETURN, 0, 0, _FAIL | errno.ENOSYS)]
    steps += [
        (_EQUAL, 0, 4, _CLONE[place]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        refuse,
        allow,
    ]
    steps += [(_EQUAL, 0, len(_FAMILIES) + 2, _SOCKET[place]), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    for left, family in reversed(list(enumerate(_FAMILIES))):
        steps.append((_EQUAL, left + 1, 0, family))
    return [*steps, (_RETURN, 0, 0, _FAIL | errno.EAFNOSUPPORT), allow]
