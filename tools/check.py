#!/usr/bin/env python3
"""Look at what you changed, in about a minute: format, lint, imports, types, the nearest tests.

    python3 run.py check

Changed is what differs from origin's main, or from the last commit where there is no such branch.
The nearest tests are those that import or name a changed file; where there are none, those of the
files that import or name it, and so on; at last those of its room. Tests marked ``slow`` or
``browser`` are for `run.py test`, and so is what a minute does not hold.
"""

from __future__ import annotations

import ast
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
_MODULE = re.compile(r"\bm\d\d\b")


def main() -> int:
    """Check what was changed; give the exit code of the first check that fails."""
    began = time.monotonic()
    changed = changed_files()
    if not changed:
        print("Nothing differs from origin's main.")
        return 0
    print(f"Changed: {', '.join(changed)}")
    python = [name for name in changed if name.endswith(".py") and (ROOT / name).is_file()]
    checks = [["ruff", "format", *python], ["ruff", "check", *python]] if python else []
    checks += [["lint-imports", "--no-logo"], ["mypy"]] if python else []
    for check in checks:
        if code := run(check):
            return code
    tests = nearest_tests(changed, mentions(ROOT))
    if not tests:
        print("No test is near to that.")
        return 0
    return run_tests(tests, SECONDS - (time.monotonic() - began))


def changed_files() -> list[str]:
    """What differs from origin's main, new files too; paths from the root, in order."""
    known = git("rev-parse", "--verify", "--quiet", "origin/main")
    base = git("merge-base", "HEAD", "origin/main") if known else ["HEAD"]
    differing = git("diff", "--name-only", *base)
    return sorted({*differing, *git("ls-files", "--others", "--exclude-standard")})


def git(*arguments: str) -> list[str]:
    """The lines that git prints; none where it fails."""
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines() if done.returncode == 0 else []


def mentions(root: Path) -> dict[str, set[str]]:
    """For each file of Python, the files of the project that it imports or names."""
    paths = [*root.glob("*.py")]
    for folder in ("solidarity", "tests", "tools"):
        paths += (root / folder).rglob("*.py")
    files = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    modules = {module_of(name): name for name in files}
    return {
        name: {modules.get(one, one) for one in imported(text) | named(text)}
        for name, text in files.items()
    }


def module_of(name: str) -> str:
    """How a file is imported: tests and tools by what stands below their folder."""
    parts = PurePosixPath(name).with_suffix("").parts
    parts = parts[1:] if parts[0] in ("tests", "tools") else parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(text: str) -> set[str]:
    """All that a text of Python imports, names of modules and of what stands in them alike."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def named(text: str) -> set[str]:
    """The files and modules that a text of Python names where it does not import them."""
    return set(re.findall(r"[\w-]+(?:\.[\w-]+)+|postBuild|Makefile", text))


def nearest_tests(changed: Iterable[str], mentioned: Mapping[str, set[str]]) -> list[str]:
    """The files of tests next to these, the nearest first. mentioned: see ``mentions``."""
    found: dict[str, None] = {}
    for name in changed:
        tests = [test for test in sorted(mentioned) if is_test(test)]
        namesakes = [test for test in tests if by_name(name, test)]
        users = by_mention(name, mentioned)
        found |= dict.fromkeys([*namesakes, *users] or of_the_room(name, tests))
    return list(found)


def by_name(name: str, test: str) -> bool:
    """Is it this very test, the test of this file, or one of this module of the course?"""
    stem = PurePosixPath(test).stem
    module = _MODULE.search(name) if name.startswith("course/") else None
    own = stem == f"test_{PurePosixPath(name).stem}" or name == test
    return own or bool(module and module[0] in stem.split("_"))


def by_mention(name: str, mentioned: Mapping[str, set[str]]) -> list[str]:
    """The tests that mention a file, or else those of the files that do, and so on."""
    level, seen = {name}, {name}
    while level:
        # What is no module is known by its name alone, as programs open it.
        wanted = level | {PurePosixPath(one).name for one in level if not is_module(one)}
        level = {one for one, others in mentioned.items() if others & wanted} - seen
        seen |= level
        if tests := sorted(filter(is_test, level)):
            return tests
    return []


def of_the_room(name: str, tests: Iterable[str]) -> list[str]:
    """The tests in the folder that is called as the innermost one possible around this file."""
    for room in reversed(PurePosixPath(name).parent.parts):
        if found := [test for test in tests if test.startswith(f"tests/{room}/")]:
            return found
    return []


def is_module(name: str) -> bool:
    """Can other files import it?"""
    return name.endswith(".py") and name.startswith(("solidarity/", "tests/"))


def is_test(name: str) -> bool:
    """Would pytest collect it, in a usual run?"""
    path = PurePosixPath(name)
    return path.name.startswith("test_") and not name.startswith("tests/bench/")


def run(command: list[str]) -> int:
    """Run a program of this Python's venv, saying which, and give its exit code."""
    print(f"> {' '.join(command)}", flush=True)
    return subprocess.run([program(command[0]), *command[1:]], cwd=ROOT, check=False).returncode


def program(name: str) -> str:
    """The path of a program that stands beside this Python."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


def run_tests(tests: list[str], seconds: float) -> int:
    """Run these files of tests up to the first failure, for so many seconds at most."""
    command = ["pytest", "-q", "-x", "-m", "not slow and not browser", *tests]
    print(f"> {' '.join(command)}", flush=True)
    started = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT)
    try:
        code = started.wait(timeout=max(seconds, 1))
    except subprocess.TimeoutExpired:
        # As Ctrl-C would, where a program can send it: pytest then says how many passed.
        started.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        started.wait()
        print("That was a minute, and nothing had failed; `run.py test` runs the rest.")
        return 0
    # 5: no test was left after the slow ones had been taken out.
    return 0 if code == 5 else code


if __name__ == "__main__":
    sys.exit(main())
