"""People of one machine: Unix users of their own, who are there for a test and leave no trace.

Each command runs in a mount namespace of its own, in which ``/etc/passwd`` knows these people.
Programs that lie in a closed folder, such as a Python below ``/root``, are shown there too, and
nothing else of that folder.
"""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import ROOT

NEEDED = ("unshare", "setpriv", "mount")
"""Programs of util-linux, which every Debian has."""


@dataclass(frozen=True)
class Somebody:
    """A Unix user with a home that nobody else may enter."""

    name: str
    number: int
    home: Path
    machine: Path

    def tries(self, command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Type a command in a folder, the home if none is given."""
        place = shlex.quote(str(folder or self.home))
        script = "\n".join([*_mounts(self.machine), f"cd {place}"])
        become = f"setpriv --reuid={self.number} --regid={self.number} --clear-groups"
        script += f'\nexec {become} --inh-caps=-all bash -c "$1"'
        return subprocess.run(
            [
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "bash",
                "-euc",
                script,
                "-",
                command,
            ],
            env={
                "HOME": str(self.home),
                "USER": self.name,
                "LANG": "C.UTF-8",
                "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def types(self, command: str, folder: Path | None = None) -> str:
        """Type a command that must work; returns all that it says."""
        done = self.tries(command, folder)
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{self.name}: {command}\n{said[-4000:]}"
        return said

    def writes(self, path: Path, text: str) -> None:
        """Have a file of one's own with this text."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.owns(path.parent)

    def owns(self, folder: Path) -> None:
        """Be the owner of a folder and all that is in it."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.number, self.number, follow_symlinks=False)


def people(machine: Path, *names: str) -> list[Somebody]:
    """New users with homes below ``machine``; skips the test where that is not possible."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("other Unix users can be tried by root only")
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"other Unix users cannot be tried without {', '.join(missing)} (util-linux)")
    machine.chmod(0o755)
    lines = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()
    found = []
    for number, name in enumerate(names, start=61001):
        one = Somebody(name, number, machine / "home" / name, machine)
        lines.append(f"{name}:x:{number}:{number}::{one.home}:/bin/bash")
        one.home.mkdir(parents=True)
        one.owns(one.home)
        one.home.chmod(0o700)
        found.append(one)
    (machine / "passwd").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tried = found[0].tries("python -c 'import nbgrader, solidarity'")
    if tried.returncode != 0:
        pytest.skip(f"another Unix user cannot start this Python here: {tried.stderr[-600:]}")
    return found


def _mounts(machine: Path) -> list[str]:
    """The lines of a shell that show the people, and the programs, to everybody."""
    lines = [f"mount --bind {machine}/passwd /etc/passwd"]
    closed: dict[Path, list[Path]] = {}
    for path in (Path(sys.base_prefix), Path(sys.prefix), ROOT):
        above = next((top for top in reversed(path.parents) if not _open(top)), None)
        if above is not None:
            closed.setdefault(above, []).append(path)
    for top, paths in closed.items():
        for path in paths:
            aside = shlex.quote(f"{machine}/aside{path}")
            lines += [f"mkdir -p {aside}", f"mount --bind {shlex.quote(str(path))} {aside}"]
        lines.append(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(top))}")
        for path in paths:
            aside, place = (shlex.quote(str(p)) for p in (f"{machine}/aside{path}", path))
            lines += [f"mkdir -p {place}", f"mount --bind {aside} {place}"]
    return lines


def _open(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)
