"""The lock files agree with each other, with pyproject.toml and with what Binder installs."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    "pyproject.toml",
    "requirements.lock",
    "requirements-teach.lock",
    "requirements-dev.lock",
    "requirements-bench.lock",
    "environment.yml",
)


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lock = load(ROOT / "tools" / "lock.py")


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_the_files_of_the_repository_agree() -> None:
    assert lock.complaints(ROOT) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("environment.yml", "python=3.12", "python=3.13", "environment.yml is not what"),
        ("environment.yml", '"nbformat==', '"nbformat>=', "environment.yml is not what"),
        ("requirements.lock", "\nnbformat==", "\nnbformat==9", "environment.yml is not what"),
        ("requirements.lock", "\nnh3==", "\nnh3==0.0", "has no pin that fits nh3"),
        ("requirements.lock", "\nnbformat==", "\n# nbformat==", "has no pin that fits nbformat"),
        ("requirements-teach.lock", "\nnbgrader==", "\nnbgrader==9", "no pin that fits nbgrader"),
        ("requirements-teach.lock", "\nnbgrader==", "\n# nbgrader==", "no pin that fits nbgrader"),
        ("requirements-teach.lock", "\nnbgrader", "\n# https://example.org\nnbgrader", "holds the"),
        ("requirements-teach.lock", "\npandas==", "\npandas==9", "not so in requirements-teach"),
        ("requirements-dev.lock", "\npytest==", "\n# pytest==", "has no pin that fits pytest"),
        ("requirements-dev.lock", "\npsutil==", "\npsutil==9", "but not so in requirements-dev"),
        ("requirements-dev.lock", "\npandas==", "\npandas==9", "but not so in requirements-dev"),
        ("requirements-bench.lock", "\naltair==", "\n# altair==", "has no pin that fits altair"),
        ("requirements-bench.lock", "\npytest==", "\n# pytest==", "has no pin that fits pytest"),
        (
            "requirements-bench.lock",
            "\npytest==",
            "\npytest==9",
            "but not so in requirements-bench",
        ),
        (
            "requirements-bench.lock",
            "\nplotly",
            "\n# https://example.org\nplotly",
            "holds the addr",
        ),
        ("requirements.lock", "\npygal", "\n# https://example.org\npygal", "holds the addr"),
        ("requirements-dev.lock", "\npytest", "\n# https://example.org\npytest", "holds the addr"),
        ("pyproject.toml", "dependencies = [", 'dependencies = [\n  "brick",', "fits brick"),
    ],
)
def test_a_difference_is_named(copies: Path, name: str, old: str, new: str, complaint: str) -> None:
    text = (copies / name).read_text(encoding="utf-8")
    assert old in text
    (copies / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert complaint in "\n".join(lock.complaints(copies))


def test_the_peers_of_the_bench_are_in_no_other_lock() -> None:
    for peer in ("matplotlib", "plotly", "altair", "vl-convert-python", "otter-grader"):
        holders = [
            name
            for name in lock.LOCKS
            if lock.fits(peer, lock.pins((ROOT / name).read_text(encoding="utf-8")))
        ]
        assert holders == ["requirements-bench.lock"]


def test_who_learns_alone_gets_no_nbgrader() -> None:
    holders = [
        name
        for name in lock.LOCKS
        if lock.fits("nbgrader", lock.pins((ROOT / name).read_text(encoding="utf-8")))
    ]
    assert holders == [name for name in lock.LOCKS if name != "requirements.lock"]
    assert len(holders) == 3


def test_a_larger_lock_may_want_a_package_on_more_systems() -> None:
    assert lock.holds(["psutil==7"], "psutil==7 ; sys_platform != 'android'")
    assert not lock.holds(["psutil==7 ; sys_platform != 'android'"], "psutil==7")


def test_pins_keep_markers_and_leave_the_rest() -> None:
    text = (
        "# a comment\n"
        "numpy==2 ; python_full_version < '3.12' \\\n"
        "    --hash=sha256:00 \\\n"
        "    --hash=sha256:11\n"
        "    # via pandas\n"
        "pandas==3 \\\n"
        "    --hash=sha256:22\n"
    )
    assert lock.pins(text) == ["numpy==2 ; python_full_version < '3.12'", "pandas==3"]


def test_binder_gets_python_and_pip_from_conda_and_the_pins_from_pip() -> None:
    made = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = made["dependencies"]
    # No conda solver can be run in our tests, so conda is asked for nothing that could surprise.
    assert conda == ["python=3.12", "pip"]
    assert made["channels"] == ["conda-forge", "nodefaults"]
    # Exact versions only: `-r`, `-e` or a path would make Binder install everything anew each time.
    assert pip == {"pip": lock.pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))}
    assert all("==" in pin and not pin.startswith(("-", ".")) for pin in pip["pip"])
