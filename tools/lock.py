#!/usr/bin/env python3
"""Choose the exact version of every package, for pip and for Binder.

    python3 run.py lock             keep the versions there are, add what is missing
    python3 run.py lock --upgrade   take the newest; other options of uv's compiler work too
    python3 run.py lock --check     only say whether the files agree (asks no network)

`pyproject.toml` says what the course needs; from it come `requirements.lock` (to learn with it),
`requirements-teach.lock` (to grade a class and to write), `requirements-dev.lock` (to work on it)
and `requirements-bench.lock` (to measure it beside its peers), and from the first
`environment.yml`.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

# Each lock file with the extras of pyproject.toml it holds beside the dependencies.
# Each one holds all that stands before it, so that what is measured is what people use.
LOCKS = {
    "requirements.lock": ["setup"],
    "requirements-teach.lock": ["setup", "grade", "author"],
    "requirements-dev.lock": ["setup", "grade", "author", "cluster", "dev"],
    "requirements-bench.lock": ["setup", "grade", "author", "cluster", "dev", "bench"],
}

# No address of a package index gets into a lock, so that any mirror serves; and one file
# serves every system and every Python from 3.11 on.
COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-header", "pyproject.toml"),
]

MEND = "`python3 run.py lock` mends this; where versions differ, add --upgrade."

HEADER = """\
# Generated from requirements.lock by `python3 run.py lock`; do not edit.
# Binder builds its computer from this file. The pins are spelled out, without `-r` or `-e`,
# because Binder then keeps the installed packages while only the course's text changes.
name: solidarity
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python=3.12
  - pip
  - pip:
"""


def pins(lock_text: str) -> list[str]:
    """The pinned requirements of a lock file, markers kept, hashes and comments left out."""
    lines = (line.rstrip(" \\") for line in lock_text.splitlines())
    return [line for line in lines if line and not line.startswith((" ", "#", "-"))]


def environment(pinned: list[str]) -> str:
    """The text of environment.yml that installs exactly these pins."""
    # A JSON string is also a YAML string, so colons, quotes and hashes in markers stay harmless.
    return HEADER + "".join(f"      - {json.dumps(pin)}\n" for pin in pinned)


def complaints(root: Path) -> list[str]:
    """Everything about the lock files in this folder that does not agree, in plain words."""
    texts = {name: (root / name).read_text(encoding="utf-8") for name in LOCKS}
    pinned = {name: pins(text) for name, text in texts.items()}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = []

    if (root / "environment.yml").read_text(encoding="utf-8") != environment(
        pinned["requirements.lock"]
    ):
        found.append("environment.yml is not what requirements.lock gives.")
    for name, extras in LOCKS.items():
        if "://" in texts[name]:
            found.append(f"{name} holds the address of a package index.")
        asked = list(project["dependencies"])
        for extra in extras:
            asked += project["optional-dependencies"][extra]
        found += [f"{name} has no pin that fits {a}." for a in asked if not fits(a, pinned[name])]
    found += [
        f"{pin} is pinned in {smaller}, but not so in {larger}."
        for smaller, larger in pairwise(LOCKS)
        for pin in pinned[smaller]
        if not holds(pinned[larger], pin)
    ]
    return found


def holds(pinned: list[str], pin: str) -> bool:
    """Is this very pin among them, or the same version without its marker?

    A package that one lock wants on some systems only may be wanted on all in a larger lock.
    """
    return pin in pinned or pin.partition(" ;")[0] in pinned


def fits(asked: str, pinned: list[str]) -> bool:
    """Is the package pinned, and every pin of it (there may be one per Python) allowed?"""
    need = Requirement(asked)
    versions = [
        next(iter(pin.specifier)).version
        for pin in map(Requirement, pinned)
        if canonicalize_name(pin.name) == canonicalize_name(need.name)
    ]
    return bool(versions) and all(need.specifier.contains(version) for version in versions)


def make(root: Path, options: list[str]) -> None:
    """Write the lock files and environment.yml."""
    uv = shutil.which("uv")
    if not uv:
        sys.exit("Making a lock file needs uv (see docs.astral.sh/uv); using one does not.")
    for name, extras in LOCKS.items():
        chosen = [word for extra in extras for word in ("--extra", extra)]
        command = [uv, *COMPILE, *chosen, "-o", name, *options]
        if subprocess.run(command, cwd=root, check=False).returncode:
            sys.exit(f"uv could not make {name}; the reason stands above.")
    text = environment(pins((root / "requirements.lock").read_text(encoding="utf-8")))
    # The same bytes on every system, as the check compares them.
    (root / "environment.yml").write_text(text, encoding="utf-8", newline="\n")


def main(args: list[str]) -> int:
    """Make the files, or with --check only compare them; give the exit code."""
    if "--check" not in args:
        make(ROOT, args)
    found = complaints(ROOT)
    for complaint in found:
        print(complaint)
    print(MEND if found else "The lock files agree.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
