"""The command that starts a process in a bubblewrap jail: what it sees, and what it does not."""

from __future__ import annotations

import functools
import os
import shutil
import site
import subprocess
import sys
from dataclasses import dataclass

from solidarity.problem import Problem
from solidarity.run import python
from solidarity.run.jail.visible_files import PROGRAM_FOLDERS, arguments, on_the_way

SCRATCH = "/scratch"
"""The only folder in the jail that can be written to. Not /tmp itself: the course may lie there."""


class NoJail(Problem):
    """No jail is possible on this machine; the text says why and what to do."""


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


@dataclass(frozen=True)
class Bubblewrap:
    """The wall round a worker (see ``Wall``)."""

    nested: bool
    scratch: str = SCRATCH

    def command(self, arguments: list[str], scratch_bytes: int) -> list[str]:
        """What starts Python with these arguments behind it. Raises NoJail where nothing can."""
        return _command(arguments, self.nested, scratch_bytes)

    def did_not_start(self, reason: str) -> NoJail:
        """What to raise where that came to nothing."""
        return NoJail(NEEDED.format(why=f"the jail did not start ({reason})"))


def _command(python_arguments: list[str], nested: bool, scratch_bytes: int) -> list[str]:
    seen = arguments()
    if nested:
        # It makes namespaces of its own, and needs this for that.
        seen += ["--proc", "/proc"]
    if not on_the_way("/tmp"):
        seen += ["--symlink", SCRATCH, "/tmp"]
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
        *seen,
        *("--dev", "/dev"),
        # Mapped into memory it is memory that belongs to no process.
        *("--dev-bind", "/dev/null", "/dev/zero"),
        *(*_limited(scratch_bytes), "--perms", "1777", "--tmpfs", SCRATCH),
        # Otherwise whoever has the same number as the grader could write there, without limit.
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", SCRATCH),
        *_environment(),
        *python.command(python_arguments),
    ]


@functools.cache
def _knows_sizes() -> bool:
    help_text = subprocess.run([program(), "--help"], capture_output=True, text=True).stdout
    return "--size" in help_text


def _limited(scratch_bytes: int) -> list[str]:
    # Before version 0.7 a folder in memory takes what it wants.
    return ["--size", str(scratch_bytes)] if _knows_sizes() else []


def _environment() -> list[str]:
    values = {
        **python.ENVIRONMENT,
        "PATH": python.path(PROGRAM_FOLDERS),
        "HOME": SCRATCH,
        # Nobody there is known to the system: getpass.getuser() finds a name here.
        "LOGNAME": "learner",
        "USER": "learner",
        "LANG": "C.UTF-8",
        # The loader looks beside the program for Python's own library, and learns only from /proc
        # where that is, or from this.
        "LD_ORIGIN_PATH": os.path.dirname(os.path.realpath(sys.executable)),
    }
    if site.ENABLE_USER_SITE:
        # Packages that somebody installed for themselves; the home in the jail is another one.
        values["PYTHONUSERBASE"] = site.getuserbase()
    return [part for name, value in values.items() for part in ("--setenv", name, value)]
