"""The command that starts a process in a bubblewrap jail: what it sees, and what it does not."""

from __future__ import annotations

import functools
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

import solidarity

# Only what starting Python needs of the machine's settings.
_SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")

SCRATCH = "/scratch"
"""The only folder in the jail that can be written to. Not /tmp itself: the course may lie there."""

_SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")


class NoJail(Exception):
    """No jail is possible on this machine; the text says why and what to do."""


SEEN = """\
The course lies in {course}, and {top} can be read from inside the jail: learners' code would find
the answer keys, the gradebook and what others handed in. Nobody was graded.
Move the folder of the course to another place, such as your home, and grade it there."""

NEEDED = """\
Learners' work cannot be run safely here: {why}.
It needs Linux and bubblewrap (on Debian and Ubuntu: sudo apt install bubblewrap).
If you trust every one of these submissions as you trust your own programs, add
--trust-submissions. They then run with your rights, and may read, change or send your files."""


def program() -> str:
    """The path of bubblewrap. Raises NoJail where there is none."""
    if not sys.platform.startswith("linux"):
        raise NoJail(NEEDED.format(why=f"this system is {sys.platform}, and not Linux"))
    found = shutil.which("bwrap")
    if found is None:
        raise NoJail(NEEDED.format(why="the program bwrap is missing"))
    return found


def demand_unseen(course: Path) -> None:
    """Raise NoJail when the course lies in a folder that the jail shows."""
    for top in (*_SYSTEM, *_own_folders()):
        # /lib and others are links into /usr on most systems.
        if course.resolve().is_relative_to(Path(top).resolve()):
            raise NoJail(SEEN.format(course=course, top=top))


def command(python_args: list[str], *, nested: bool, scratch_bytes: int) -> list[str]:
    """bubblewrap, what to show in the jail, and Python with these arguments.

    nested: the process will make namespaces of its own, and needs /proc for that.
    """
    shown = [*_links_and_folders(), *_python_folders()]
    if nested:
        shown += ["--proc", "/proc"]
    if "/tmp" not in shown:
        shown += ["--symlink", SCRATCH, "/tmp"]
    powers = []
    if os.getuid() == 0:
        # As root no user namespace is needed here; submissions then become nobody.
        powers = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        powers = ["--unshare-user"]
    return [
        program(),
        *("--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"),
        *powers,
        *("--hostname", "jail"),
        *shown,
        *("--dev", "/dev", *_limited(scratch_bytes), "--perms", "1777", "--tmpfs", SCRATCH),
        # Otherwise whoever has the same number as the grader could write there, without limit.
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", SCRATCH),
        *_environment(),
        *(sys.executable, "-P", *python_args),
    ]


@functools.cache
def _knows_sizes() -> bool:
    help_text = subprocess.run([program(), "--help"], capture_output=True, text=True).stdout
    return "--size" in help_text


def _limited(scratch_bytes: int) -> list[str]:
    # Before version 0.7 a folder in memory takes what it wants.
    return ["--size", str(scratch_bytes)] if _knows_sizes() else []


def _environment() -> list[str]:
    # One seed for the order of sets: the same work shows the same output each time.
    values = {
        "PATH": "/usr/bin:/bin",
        "HOME": SCRATCH,
        # Nobody there is known to the system: getpass.getuser() finds a name here.
        "LOGNAME": "learner",
        "USER": "learner",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(Path(solidarity.__file__).parents[1]),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "NBGRADER_EXECUTION": "autograde",
    }
    return [part for name, value in values.items() for part in ("--setenv", name, value)]


def _links_and_folders() -> list[str]:
    parts = []
    for path in _SYSTEM:
        if os.path.islink(path):
            parts += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            parts += ["--ro-bind", path, path]
    for path in _SETTINGS:
        if os.path.exists(path):
            parts += [*_parents(path), "--ro-bind", path, path]
    return parts


def _own_folders() -> list[str]:
    """Python's own folders and those of the installed packages."""
    packages = [*site.getsitepackages(), site.getusersitepackages()]
    return [sys.base_prefix, sys.prefix, *(path for path in sys.path if path in packages)]


def _python_folders() -> list[str]:
    # Of a folder with the course in it only the package is shown, never what stands beside it.
    wanted = [*_own_folders(), str(Path(solidarity.__file__).parent)]
    parts: list[str] = []
    seen = ["/usr", "/lib", "/lib64"]
    for folder in dict.fromkeys(wanted):
        inside = any(folder == top or folder.startswith(top + "/") for top in seen)
        if inside or not os.path.isdir(folder):
            continue
        seen.append(folder)
        parts += [*_parents(folder), "--ro-bind", folder, folder]
    return parts


def _parents(path: str) -> list[str]:
    # bubblewrap makes missing parents for root alone, and submissions are not root.
    above = [str(p) for p in reversed(Path(path).parents) if str(p) != "/"]
    return [part for folder in above for part in ("--perms", "0755", "--dir", folder)]
