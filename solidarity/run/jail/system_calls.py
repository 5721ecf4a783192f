"""A filter of system calls: what no exercise needs is refused by the kernel itself.

Namespaces leave a few doors open: memory that no limit counts, keys and sockets that belong to the
whole machine, and fresh user namespaces, in which one may mount and most holes of kernels were
found. And submissions that run side by side see the same files and the same counters of the
machine: by locks on them, by watching them or by using them up one could tell another something.
The filter is a short program that the kernel runs before each call (seccomp(2)), put together here
because it needs nothing but the C library.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

# The number of each call on x86_64 and on aarch64 (asm/unistd_64.h, asm-generic/unistd.h); None
# where there is no such call.
REFUSED: dict[str, tuple[int, int | None]] = {
    # Memory that belongs to no process, so that no limit of a process counts it.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "vmsplice": (278, 75),  # a pipe keeps 2 MB for each small part of a large page
    "landlock_create_ruleset": (444, 444),
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
    "process_madvise": (440, 440),
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
    # Signals to the submission beside: locks and watches on files that both see, what is in memory
    # of them, and counters of the whole machine or of one user.
    "flock": (73, 32),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "mincore": (27, 232),
    "cachestat": (451, 451),
    "sysinfo": (99, 179),
    "io_setup": (206, 0),
    "sendmsg": (46, 211),  # open files on their way are counted for each user
    "sendmmsg": (307, 269),
    # The place on the machine from which each folder comes.
    "statmount": (457, 457),
    "listmount": (458, 458),
    "open_tree_attr": (467, 467),
    "quotactl_fd": (443, 443),
}

_CLONE, _SOCKET, _SECCOMP = (56, 220), (41, 198), (317, 277)
_FCNTL, _FUTEX, _PREADV2, _MMAP = (72, 25), (202, 98), (327, 286), (9, 222)
_SOCKETPAIR, _GETSOCKOPT, _SETSOCKOPT = (53, 199), (55, 209), (54, 208)
_FADVISE, _MADVISE = (221, 223), (28, 233)
# The C library asks again with the older calls, whose arguments can be looked at.
_UNKNOWN = ((435, 435), (449, 449), (454, 454), (455, 455), (456, 456), (434, 434))
"""clone3, futex_waitv, futex_wake, futex_wait, futex_requeue and pidfd_open.

The number of the file that the last one gives counts all processes that the machine ever began."""

_IGNORED: tuple[tuple[int, int | None], ...] = ((280, 88), (235, None), (132, None), (261, None))
"""utimensat, utimes, utime and futimesat: granted, and nothing is done.

Whoever may write to a device, such as /dev/null, may set its time to now, and all others see it.
Those that copy files set their times too, and go on."""

_NEWER = 470
"""From here on calls are refused as unknown: what they do was not looked at. The first of them is
listns, which counts the namespaces of the whole machine."""

_NEW_NAMESPACES = 0x7E020000
_WITH_A_FILE = 0x1000
"""clone with it gives the same file as pidfd_open."""

_OF_THE_OTHER_SIDE = 77
"""The option of a socket that gives such a file too."""

_ROOM_TO_SEND = 7
"""The option that lets more wait in a socket. It is granted and does nothing: what waits belongs to
no process, and is counted by how much may wait where nobody asked for more."""

_FAMILIES = (1, 2, 10, 16)
"""Unix, IPv4, IPv6 and netlink sockets. Others (vsock) know no network namespace."""

_OF_ONE_FILE = (0, 1, 2, 3, 4, 1027, 1030, 1031, 1032, 1034)
"""What fcntl may do: copies of a number, flags, the size of a pipe. No leases and no watches."""

_LOCKS = (6, 7)
"""F_SETLK and F_SETLKW: sqlite takes such locks on its files, and could not work without them.

They are granted and lock nothing: a learner's own files are used by nobody else."""

_PRIVATE, _CLOCK, _WAKES = 128, 256, (1, 10)
"""Of futex. One that is not private is known by its place in a file, which others see too. Threads
are waited for by such ones: who is told to try again does so until the thread has ended."""

_NOT_FROM_DISK = 8
"""preadv2 with it tells whether a part of a file is in memory."""

_FORGET = 4
"""fadvise64 with it takes a file's pages out of memory; who reads them again is then to be seen in
the next one's counters. It is granted and does nothing."""

_PUT_AWAY = (20, 21)
"""madvise with these does the same to pages of one's own files, and those of the packages are the
grader's, whose number an ordinary user's jail has."""

_SHARED_WITHOUT_A_FILE = 0x21
"""mmap: such memory can be given back to no process and stay filled, so that nobody counts it."""

# The processors known here: their place in the pairs above, and the kernel's name for them.
_PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_OTHER_TABLE = 0x40000000
"""From here on the numbers of x86_64 mean the calls of another table."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _PROCESSOR = 0, 4
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


_Step = tuple[int, int, int, int]
"""What, how many steps to skip if so, how many if not, with which number."""


def _argument(place: int) -> _Step:
    """Load the lower half of an argument: the kernel reads no more of those looked at here."""
    return (_LOAD, 0, 0, 16 + 8 * place)


def _fail(reason: int) -> _Step:
    return (_RETURN, 0, 0, _FAIL | reason)


_ALLOWED = (_RETURN, 0, 0, _ALLOW)
_REFUSED = _fail(errno.EPERM)
_GRANTED = _fail(0)


def _one_of(numbers: tuple[int, ...], then: _Step) -> list[_Step]:
    return [step for one in numbers for step in ((_EQUAL, 0, 1, one), then)]


def _by_argument(place: int) -> dict[int, list[_Step]]:
    """The calls for which it depends on an argument; each list ends with a decision."""
    of_family = [_argument(0), *_one_of(_FAMILIES, _ALLOWED), _fail(errno.EAFNOSUPPORT)]
    return {
        _MMAP[place]: [
            _argument(3),
            (_AND, 0, 0, _SHARED_WITHOUT_A_FILE),
            *_one_of((_SHARED_WITHOUT_A_FILE,), _REFUSED),
            _ALLOWED,
        ],
        _CLONE[place]: [
            _argument(0),
            (_ANY_BIT, 0, 1, _NEW_NAMESPACES | _WITH_A_FILE),
            _REFUSED,
            _ALLOWED,
        ],
        **{call[place]: of_family for call in (_SOCKET, _SOCKETPAIR)},
        _FCNTL[place]: [
            _argument(1),
            *_one_of(_OF_ONE_FILE, _ALLOWED),
            *_one_of(_LOCKS, _GRANTED),
            _REFUSED,
        ],
        _FUTEX[place]: [
            _argument(1),
            (_ANY_BIT, 0, 1, _PRIVATE),
            _ALLOWED,
            (_AND, 0, 0, ~_CLOCK & 0xFFFFFFFF),
            *_one_of(_WAKES, _ALLOWED),
            _fail(errno.EAGAIN),
        ],
        _GETSOCKOPT[place]: [
            _argument(2),
            *_one_of((_OF_THE_OTHER_SIDE,), _fail(errno.ENOPROTOOPT)),
            _ALLOWED,
        ],
        _SETSOCKOPT[place]: [_argument(2), *_one_of((_ROOM_TO_SEND,), _GRANTED), _ALLOWED],
        _FADVISE[place]: [_argument(3), *_one_of((_FORGET,), _GRANTED), _ALLOWED],
        _MADVISE[place]: [_argument(2), *_one_of(_PUT_AWAY, _REFUSED), _ALLOWED],
        _PREADV2[place]: [_argument(5), (_ANY_BIT, 0, 1, _NOT_FROM_DISK), _REFUSED, _ALLOWED],
    }


def _program(place: int, processor: int) -> list[_Step]:
    steps = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUAL, 1, 0, processor),
        _REFUSED,
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_TABLE),
        _REFUSED,
        (_AT_LEAST, 0, 1, _NEWER),
        _fail(errno.ENOSYS),
    ]
    # Those that are asked for most often first.
    for number, then in _by_argument(place).items():
        steps += [(_EQUAL, 0, len(then), number), *then]
    for numbers in REFUSED.values():
        if (known := numbers[place]) is not None:
            steps += [(_EQUAL, 0, 1, known), _REFUSED]
    for numbers in _IGNORED:
        if (known := numbers[place]) is not None:
            steps += [(_EQUAL, 0, 1, known), _GRANTED]
    for numbers in _UNKNOWN:
        steps += [(_EQUAL, 0, 1, numbers[place]), _fail(errno.ENOSYS)]
    return [*steps, _ALLOWED]
