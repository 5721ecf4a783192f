"""The extension of JupyterLab that comes with the course: whole, found, and its keys up to date."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import build_room as room
import pytest
import quiet_keys
from helpers import ROOT

import solidarity

SHARE = Path(sys.prefix, "share", "jupyter")

# All that is left, outside a text, without Ctrl, Alt or Cmd.
HARMLESS = {
    ("notebook:enter-edit-mode", "Enter"),
    ("notebook:move-cursor-up", "ArrowUp"),
    ("notebook:move-cursor-down", "ArrowDown"),
    ("runmenu:run", "Shift Enter"),
    ("application:toggle-fullscreen-mode", "F11"),
    ("debugger:continue", "F9"),
}


def test_the_bundle_is_made_of_the_source_beside_it() -> None:
    noted = json.loads(room.NOTE.read_text(encoding="utf-8"))
    assert noted == room.state(), "Run: .venv/bin/python tools/build_room.py"


def test_a_changed_source_or_bundle_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("one")
    first = room.digest(tmp_path, [tmp_path / "a.ts"])
    (tmp_path / "b.ts").write_text("")
    assert room.digest(tmp_path, [tmp_path / "a.ts", tmp_path / "b.ts"]) != first
    (tmp_path / "a.ts").write_text("two")
    assert room.digest(tmp_path, [tmp_path / "a.ts"]) != first


def test_the_quiet_keys_are_those_of_the_installed_jupyterlab() -> None:
    today = quiet_keys.schema(SHARE)
    for path in (quiet_keys.OURS, quiet_keys.BUNDLED):
        assert path.read_text(encoding="utf-8") == today, (
            "Run: .venv/bin/python tools/quiet_keys.py"
        )


def test_no_key_alone_changes_a_cell() -> None:
    off = {
        (one["selector"], *one["keys"])
        for one in json.loads(quiet_keys.OURS.read_text("utf-8"))["jupyter.lab.shortcuts"]
        if one["disabled"]
    }
    assert len(off) > 40
    left = {
        (one["command"], " ".join(one["keys"]))
        for one in quiet_keys.installed(SHARE)
        if outside_a_text(one["selector"])
        and (one["selector"], *one["keys"]) not in off
        and not any(quiet_keys.HELD & set(stroke.split()) for stroke in one["keys"])
        and any(one["keys"])
    }
    assert left == HARMLESS


def outside_a_text(selector: str) -> bool:
    """Does it hold where a notebook's cell is chosen, and nothing is open for writing?"""
    general = ("body", "[data-jp-code-runner]", "[data-jp-kernel-user]", "[data-jp-undoer]")
    return "commandMode" in selector or selector.split(":")[0] in general


@pytest.mark.parametrize("stroke", ["X", "Shift M", "1", "0", "-", "]", "=", "Shift Ñ"])
def test_what_writes_a_letter_is_a_letter(stroke: str) -> None:
    assert quiet_keys.is_letter(stroke)


@pytest.mark.parametrize("stroke", ["", "Accel A", "Ctrl Shift -", "Enter", "Shift Tab", "F9"])
def test_what_writes_nothing_is_no_letter(stroke: str) -> None:
    assert not quiet_keys.is_letter(stroke)


def test_the_keys_of_another_extension_are_found_too(tmp_path: Path) -> None:
    folder = tmp_path / "labextensions" / "@somebody" / "cells" / "schemas" / "@somebody" / "cells"
    folder.mkdir(parents=True)
    shortcut = {"command": "cells:burn", "keys": ["Q"], "selector": ".jp-Cell"}
    held = {"command": "notebook:merge-all", "keys": ["Ctrl Q"], "selector": ".jp-Cell"}
    fine = {"command": "cells:look", "keys": ["Ctrl L"], "selector": ".jp-Cell"}
    (folder / "plugin.json").write_text(
        json.dumps({"jupyter.lab.shortcuts": [shortcut, held, fine]}), encoding="utf-8"
    )
    found = quiet_keys.quiet(quiet_keys.installed(tmp_path))
    assert [one["command"] for one in found] == ["cells:burn", "notebook:merge-all"]


def test_the_lock_of_npm_names_no_registry() -> None:
    package = json.loads((room.SOURCE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((room.SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    assert package["private"] is True
    assert not [name for name, one in lock["packages"].items() if "resolved" in one]
    without_hash = [n for n, one in lock["packages"].items() if n and "integrity" not in one]
    assert without_hash == []


def test_what_is_not_written_yet_is_called_the_same_in_the_extension() -> None:
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    script = (room.SOURCE / "src" / "writing.ts").read_text(encoding="utf-8")
    assert 'c.ClearSolutions.text_stub = "*Write your answer here.*"' in config
    assert "const NOT_WRITTEN = '*Write your answer here.*';" in script


def test_jupyterlab_finds_it_without_node(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    env.update(HOME=str(tmp_path), JUPYTER_PATH=str(room.LAB), PATH=os.fspath(tmp_path))
    command = [sys.executable, "-m", "jupyterlab.labextensions", "list"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    (line,) = [one for one in (done.stdout + done.stderr).splitlines() if "solidarity-room" in one]
    assert "enabled" in line
    assert "OK" in line


def test_a_wheel_brings_it_to_jupyter_and_to_sse_lab(tmp_path: Path) -> None:
    """An editable installation has no data files, so the package holds the same bytes."""
    source, built = tmp_path / "source", tmp_path / "built"
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "solidarity", source / "solidarity", ignore=without)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / name, source / name)
    built.mkdir()
    code = f"from setuptools import build_meta; build_meta.build_wheel({str(built)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, check=True)
    with zipfile.ZipFile(*built.glob("*.whl")) as wheel:
        content = {name: wheel.read(name) for name in wheel.namelist()}
    bundle = {
        path.relative_to(room.BUNDLE).as_posix(): path.read_bytes()
        for path in room.BUNDLE.rglob("*")
        if path.is_file()
    }
    installed = f"solidarity_course-{solidarity.__version__}.data/data"
    data = f"{installed}/share/jupyter/labextensions/solidarity-room/"
    assert len(bundle) >= 6
    for folder in ("solidarity/lab/labextensions/solidarity-room/", data):
        shipped = {
            name.removeprefix(folder): text
            for name, text in content.items()
            if name.startswith(folder)
        }
        assert shipped == bundle
    settings = {path.relative_to(room.LAB).as_posix() for path in room.LAB.rglob("*.d/*.json")}
    assert "jupyter_server_config.d/solidarity.json" in settings
    for name in settings:
        text = (room.LAB / name).read_bytes()
        assert content[f"solidarity/lab/{name}"] == text
        assert content[f"{installed}/etc/jupyter/{name}"] == text
