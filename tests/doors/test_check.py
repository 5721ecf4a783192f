"""`make check` runs the tests next to what changed, and no longer than it promises."""

from __future__ import annotations

from pathlib import Path

import check
import pytest
from helpers import PATIENCE, ROOT

FILES = {
    "run.py": "",
    "solidarity/__init__.py": "",
    "solidarity/page/__init__.py": "",
    "solidarity/page/clean.py": "STYLE = 'page.css'",
    "solidarity/page/nesting.py": "from solidarity.page import clean",
    "solidarity/report/plan.py": "def plan():\n    from solidarity.page.nesting import shallow",
    "solidarity/report/alone.py": "",
    "tools/lock.py": "",
    "tests/conftest.py": "import helpers",
    "tests/helpers.py": "",
    "tests/course/test_facilitator_m04.py": "",
    "tests/course/test_case_m10.py": "",
    "tests/doors/test_locks.py": "load('tools/lock.py')",
    "tests/page/test_clean.py": "",
    "tests/page/test_all.py": "import helpers\nfrom solidarity.page import clean",
    "tests/report/test_pages.py": "import solidarity.report.plan",
    "tests/report/test_statement.py": "",
    "tests/bench/test_speed.py": "import solidarity.report.plan",
}
OF_REPORT = ["tests/report/test_pages.py", "tests/report/test_statement.py"]


@pytest.fixture
def mentioned(tmp_path: Path) -> dict[str, set[str]]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return check.mentions(tmp_path)


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("solidarity/page/clean.py", ["tests/page/test_clean.py", "tests/page/test_all.py"]),
        # Nobody tests it by itself, so whoever uses it is asked; and the bench is no test.
        ("solidarity/page/nesting.py", ["tests/report/test_pages.py"]),
        ("solidarity/page/page.css", ["tests/page/test_all.py"]),
        # Nobody mentions it: the tests of its room.
        ("solidarity/report/alone.py", OF_REPORT),
        ("solidarity/report/templates/new.html", OF_REPORT),
        ("course/m04-savings-groups/key.py", ["tests/course/test_facilitator_m04.py"]),
        ("tools/lock.py", ["tests/doors/test_locks.py"]),
        ("tests/helpers.py", ["tests/page/test_all.py"]),
        ("tests/report/test_statement.py", ["tests/report/test_statement.py"]),
        ("LICENSE", []),
    ],
)
def test_the_nearest_tests_are_found(
    mentioned: dict[str, set[str]], changed: str, tests: list[str]
) -> None:
    assert check.nearest_tests([changed], mentioned) == tests


def test_tests_of_several_changes_are_run_once(mentioned: dict[str, set[str]]) -> None:
    changed = ["solidarity/page/nesting.py", "tests/report/test_pages.py"]
    assert check.nearest_tests(changed, mentioned) == ["tests/report/test_pages.py"]


def test_no_module_of_the_package_is_far_from_every_test() -> None:
    mentioned = check.mentions(ROOT)
    modules = [name for name in mentioned if name.startswith("solidarity/")]
    assert len(modules) > 100
    far = [name for name in modules if not check.nearest_tests([name], mentioned)]
    # The settings of JupyterLab name it, so the browser's tests alone meet it.
    assert far == ["solidarity/lab/quick.py"]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("pass", 0, "1 passed"),
        ("assert False", 1, "1 failed"),
        (f"import time; time.sleep({PATIENCE})", 0, "nothing had failed"),
    ],
)
def test_the_tests_have_a_limit_of_time(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    body: str,
    code: int,
    words: str,
) -> None:
    (tmp_path / "test_it.py").write_text(f"def test_it():\n    {body}\n", encoding="utf-8")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    seconds = 3 if "sleep" in body else PATIENCE
    assert check.run_tests(["test_it.py"], seconds) == code
    assert words in capfd.readouterr().out
