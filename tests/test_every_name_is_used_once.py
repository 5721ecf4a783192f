"""A name means one thing: no two modules or public classes share one, and none is of the past."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

PACKAGE = ROOT / "solidarity"
MODULES = sorted(PACKAGE.rglob("*.py"))
IN_PACKAGES = ("__init__", "__main__")
DOTTED = re.compile(r"\bsolidarity(?:\.[a-z_0-9]+)+\b")


def public_classes(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def shared(names: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """The names that stand in more than one file, with these."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, path in names:
        found[name].append(path.relative_to(ROOT).as_posix())
    return {name: files for name, files in found.items() if len(files) > 1}


def test_no_two_public_classes_have_one_name() -> None:
    assert len(MODULES) > 200
    assert shared((name, path) for path in MODULES for name in public_classes(path)) == {}


def test_no_two_modules_have_one_name() -> None:
    assert shared((path.stem, path) for path in MODULES if path.stem not in IN_PACKAGES) == {}


def test_a_shared_name_is_found() -> None:
    here, other = ROOT / "a.py", ROOT / "b.py"
    assert shared(iter([("Fund", here), ("Fund", other), ("Row", here)])) == {
        "Fund": ["a.py", "b.py"]
    }


WITH_CODE = {".py", ".md", ".toml", ".ts", ".tsx", ".j2", ".json", ".yml"}


def written_names() -> dict[str, str]:
    """Each dotted name of the package that any file of the repository holds, and one such file.

    Also in strings: a subprocess, a template or the browser calls by them, and no linter looks.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    found: dict[str, str] = {}
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        # What was once called otherwise stands in the changelog; bundles hold what they are told.
        if path.suffix in WITH_CODE and name != "CHANGELOG.md" and path.is_file():
            for dotted in DOTTED.findall(path.read_text(encoding="utf-8")):
                found.setdefault(dotted, name)
    return found


def exists(dotted: str) -> bool:
    """Is it a module, or something in one?"""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:count])
        if path.is_dir() or path.with_suffix(".py").is_file():
            if count == len(parts):
                return True
            module = importlib.import_module(".".join(parts[:count]))
            return hasattr(module, parts[count])
    return False


NO_NAMES = {
    "solidarity.stamp": "a file",
    "solidarity.json": "a file",
    "solidarity.feedback": "a logger",
    "solidarity.return": "a logger",
    "solidarity.report.plan": "a name for two tests that look for names",
    "solidarity.nothing": "what a test finds missing",
    "solidarity.chek": "a slip that is explained",
    "solidarity.build": "here, as one of the past",
    "solidarity.check.asking.ask": "here, as one of the past",
}


def test_every_name_of_the_package_that_is_written_anywhere_exists() -> None:
    names = written_names()
    assert len(names) > 200
    gone = {name: file for name, file in names.items() if not exists(name)}
    assert gone == {name: file for name, file in gone.items() if name in NO_NAMES}


@pytest.mark.parametrize("dotted", ["solidarity.build", "solidarity.check.asking.ask"])
def test_a_name_of_the_past_is_found(dotted: str) -> None:
    assert not exists(dotted)
