"""ruff leaves out some folders by their name alone: a file that is not read cannot be faulted."""

from __future__ import annotations

import subprocess
import sys

import pytest
from helpers import ROOT

READ_BY_RUFF = ("*.py", "*.pyi", "*.ipynb", "pyproject.toml")


def lines_of(*command: str) -> set[str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this copy of the course has no history")
def test_ruff_reads_every_tracked_file_of_python() -> None:
    tracked = lines_of("git", "ls-files", *READ_BY_RUFF)
    read = lines_of(sys.executable, "-m", "ruff", "check", "--show-files", ".")

    assert "solidarity/page/clean.py" in tracked
    assert tracked <= {path.removeprefix(f"{ROOT}/") for path in read}
