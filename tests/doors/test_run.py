"""The front door: one command makes .venv once, and says plainly what is missing."""

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from helpers import PATIENCE

RUN = Path(__file__).resolve().parents[2] / "run.py"
WITH_UV = shutil.which("uv") is not None
needs_posix = pytest.mark.skipif(os.name == "nt", reason="uses shell scripts and signals")

# A build backend without dependencies, so that these tests ask no network for setuptools.
BACKEND = """
import pathlib, zipfile
METADATA = "Metadata-Version: 2.1\\nName: solidarity-course\\nVersion: 0\\n"
WHEEL = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "solidarity_course-0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr("house.pth", str(pathlib.Path.cwd()))
        wheel.writestr("solidarity_course-0.dist-info/METADATA", METADATA)
        wheel.writestr("solidarity_course-0.dist-info/WHEEL", WHEEL)
        wheel.writestr("solidarity_course-0.dist-info/RECORD", "")
    return name
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "solidarity-course"
version = "0"
"""
# Stands for every program that run.py starts: says what it was asked and ends as told.
SPEAKER = "import sys; print('{name}', *sys.argv[1:], flush=True); sys.exit({code})"


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path) -> str:
    """Make a package called brick and give the line that pins it."""
    path = folder / "brick-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brick.py", "")
        archive.writestr(
            "brick-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: brick\nVersion: 1\n"
        )
        archive.writestr(
            "brick-1.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("brick-1.dist-info/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"brick @ {path.as_uri()} --hash=sha256:{digest}\n"


def speaker(path: Path, code: int = 0) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(SPEAKER.format(name=path.stem, code=code), encoding="utf-8")


def script(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small repository around a copy of run.py; nothing in it needs the network."""
    root = tmp_path / "house"
    root.mkdir()
    shutil.copy(RUN, root)
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    (root / "requirements.lock").write_text(wheel(tmp_path), encoding="utf-8")
    for size in ("teach", "dev", "bench"):
        lock = root / f"requirements-{size}.lock"
        lock.write_text(f"# {size}\n{wheel(tmp_path)}", encoding="utf-8")
    for name in ("solidarity/__main__", "tools/demo", "tools/lock", "tools/check", "pytest"):
        speaker(root / f"{name}.py")
    return root


def run(house: Path, *args: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "run.py", *args],
        cwd=house,
        env={**os.environ, **({"PATH": str(path)} if path else {})},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_the_second_run_installs_nothing(house: Path, tmp_path: Path, installer: str) -> None:
    if installer == "uv" and not WITH_UV:
        pytest.skip("no uv on this machine")
    bare = tmp_path / "bin"
    # A name without a program behind it, as version managers leave them: no uv to use.
    script(bare / "uv", "exit 127")
    path = None if installer == "uv" else bare

    first = run(house, "lab", "--port", "8900", path=path)
    assert first.returncode == 0, first.stderr
    assert "Installing the packages of requirements.lock" in first.stdout
    assert first.stdout.endswith("__main__ lab --port 8900\n")
    config = (house / ".venv" / "pyvenv.cfg").read_text(encoding="utf-8")
    assert ("uv = " in config) == (installer == "uv")
    # Compiled now, or by every program that may not write there: the jail never may.
    assert len(list((house / ".venv").rglob("brick.*.pyc"))) == 1

    # Nothing to install with is on this path, so an attempt would fail.
    second = run(house, "lab", path=bare)
    assert (second.returncode, second.stdout) == (0, "__main__ lab\n")


def test_a_larger_set_serves_the_commands_that_need_less(house: Path) -> None:
    assert "requirements-dev.lock" in run(house, "test", "-k", "name").stdout
    assert run(house, "lab").stdout == "__main__ lab\n"
    assert run(house, "teach").stdout == "__main__ lab\n"
    assert run(house, "demo").stdout == "demo\n"


def test_who_needs_more_than_a_learner_gets_it(house: Path) -> None:
    assert "Installing the packages of requirements.lock" in run(house, "lab").stdout
    assert "Installing the packages of requirements-teach.lock" in run(house, "teach").stdout
    assert run(house, "build").stdout == "__main__ build\n"
    assert run(house, "lab").stdout == "__main__ lab\n"
    assert "Installing the packages of requirements-dev.lock" in run(house, "check").stdout
    assert run(house, "lock").stdout == "lock\n"


def test_a_changed_lock_is_installed(house: Path) -> None:
    run(house, "setup")
    lock = house / "requirements.lock"
    lock.write_text("# newer\n" + lock.read_text(encoding="utf-8"), encoding="utf-8")
    assert "Installing" in run(house, "setup").stdout


def test_a_package_other_than_the_locked_one_is_refused(house: Path) -> None:
    lock = house / "requirements.lock"
    right = lock.read_text(encoding="utf-8")
    lock.write_text(right[:-5] + "0000\n", encoding="utf-8")
    refused = run(house, "lab")
    assert refused.returncode != 0
    assert "This did not work" in refused.stderr
    assert "__main__ lab" not in refused.stdout
    # The half-made .venv must not pass for a finished one.
    lock.write_text(right, encoding="utf-8")
    assert "Installing" in run(house, "lab").stdout


def test_a_venv_whose_python_has_gone_is_made_anew(house: Path) -> None:
    run(house, "setup")
    for python in (house / ".venv").glob("[bS]*/python*"):
        python.unlink()
    again = run(house, "lab")
    assert "does not work any more: making it anew" in again.stdout
    assert again.stdout.endswith("__main__ lab\n")


def test_a_venv_that_was_moved_is_made_anew(house: Path) -> None:
    run(house, "setup")
    moved = run(house.rename(house.with_name("moved")), "lab")
    assert "does not work any more: making it anew" in moved.stdout
    assert moved.stdout.endswith("__main__ lab\n")


@needs_posix
def test_checks_run_in_order_and_stop_at_the_first_failure(house: Path) -> None:
    run(house, "test", "-q")
    programs = house / ".venv" / "bin"
    names = "ruff ruff deptry deptry lint-imports mypy pytest".split()
    for name in names:
        script(programs / name, f"echo {name} $1")
    all_well = run(house, "test")
    assert all_well.returncode == 0
    said = all_well.stdout.splitlines()
    # Each is announced in the words that somebody would type, and then run with them.
    assert [line.split()[1] for line in said[::2]] == names
    assert [f"> {line}" == before[: len(line) + 2] for before, line in pairs(said)] == [True] * 7

    script(programs / "mypy", "echo mypy; exit 3")
    failing = run(house, "test")
    assert failing.returncode == 3
    assert failing.stdout.endswith("> mypy\nmypy\n")


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    return list(zip(lines[::2], (line.strip() for line in lines[1::2]), strict=True))


def test_arguments_go_to_pytest_alone(house: Path) -> None:
    run(house, "test", "-q")
    assert run(house, "test", "-k", "two words").stdout == "pytest -k two words\n"


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_the_bench_has_a_venv_of_its_own(house: Path, tmp_path: Path, installer: str) -> None:
    if installer == "uv" and not WITH_UV:
        pytest.skip("no uv on this machine")
    bare = tmp_path / "bin"
    script(bare / "uv", "exit 127")
    path = None if installer == "uv" else bare

    bench = run(house, "bench", "-k", "models", path=path)
    assert bench.returncode == 0, bench.stderr
    assert "Installing the packages of requirements-bench.lock" in bench.stdout
    assert bench.stdout.endswith("pytest tests/bench -s -k models\n")
    # Nobody who only learns or tests should get the peers.
    assert not (house / ".venv").exists()
    assert run(house, "bench", path=bare).stdout == "pytest tests/bench -s\n"


def test_the_bench_leaves_the_other_venv_as_it_is(house: Path) -> None:
    run(house, "lab")
    run(house, "bench")
    assert run(house, "lab").stdout == "__main__ lab\n"
    assert "Installing" in run(house, "test", "-q").stdout
    assert run(house, "bench").stdout == "pytest tests/bench -s\n"


@needs_posix
def test_programs_are_found_in_the_venv_of_their_command(house: Path) -> None:
    show_path = "import os; print(os.environ['PATH'].split(os.pathsep)[0])"
    for name in ("solidarity/__main__.py", "pytest.py"):
        (house / name).write_text(show_path, encoding="utf-8")
    assert run(house, "lab").stdout.endswith(f"{house / '.venv' / 'bin'}\n")
    assert run(house, "bench").stdout.endswith(f"{house / '.venv-bench' / 'bin'}\n")


def test_help_is_given_without_and_with_a_wrong_command(house: Path) -> None:
    assert "run.py lab" in run(house).stdout
    wrong = run(house, "lap")
    assert wrong.returncode == 2
    assert "There is no command 'lap'" in wrong.stdout
    assert not (house / ".venv").exists()


def test_clean_venv_removes_both(house: Path) -> None:
    assert run(house, "clean-venv").returncode == 0
    run(house, "setup")
    run(house, "bench")
    assert run(house, "clean-venv").returncode == 0
    assert not list(house.glob(".venv*"))


@needs_posix
def test_stopping_the_front_door_stops_what_it_started(house: Path) -> None:
    run(house, "setup")
    (house / "solidarity" / "__main__.py").write_text(
        f"import os, time; print(os.getpid(), flush=True); time.sleep({PATIENCE})", encoding="utf-8"
    )
    door = subprocess.Popen(
        [sys.executable, "run.py", "lab"], cwd=house, stdout=subprocess.PIPE, text=True
    )
    assert door.stdout is not None
    with door.stdout:
        child = int(door.stdout.readline())
        door.terminate()
        assert door.wait(timeout=PATIENCE) == 128 + 15
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_an_old_python_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.14; you have 3\.9\.\n.*nstall"):
        load(RUN).other_python((3, 9))


@needs_posix
def test_an_old_python_hands_over_to_a_fitting_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    script(tmp_path / "python3.14", "exit 127")
    script(tmp_path / "python3.12", "echo yes")
    assert load(RUN).other_python((3, 9)) == str(tmp_path / "python3.12")


def test_a_newer_python_is_warned_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert load(RUN).other_python((3, 15)) == ""
    assert "Python 3.15 has not been tried" in capsys.readouterr().out
    assert load(RUN).other_python((3, 14)) == ""
    assert capsys.readouterr().out == ""


def test_an_old_python_can_read_the_file() -> None:
    tree = ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
    nodes = list(ast.walk(tree))
    hints = [node.annotation for node in nodes if isinstance(node, ast.arg | ast.AnnAssign)]
    hints += [node.returns for node in nodes if isinstance(node, ast.FunctionDef)]
    # An unquoted `list[str]` would be evaluated, and fail, before any message could be printed.
    assert all(isinstance(hint, ast.Constant | ast.Name | None) for hint in hints)


def test_a_python_without_ensurepip_is_told_what_to_install(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    door = load(house / "run.py")
    monkeypatch.setattr(door, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match=r"(?s)apt install python3-venv.*install uv"):
        door.prepare("requirements.lock")
    assert not (house / ".venv").exists()
