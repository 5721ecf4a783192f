"""pytest leaves out some folders by their name alone: a test that is not collected cannot fail."""

from __future__ import annotations

import pytest
from helpers import ROOT

# The benchmark needs peers that only .venv-bench has; `run.py bench` names its folder to run it.
NOT_BY_MAKE_TEST = {"bench"}


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    names = {part for folder in folders for part in folder.relative_to(ROOT).parts}
    assert names & set(passed_over) == NOT_BY_MAKE_TEST
    assert {"author", "check", "cycle", "keys"} <= names
