"""The extension of the Jupyter server is on in every door, whatever else a server is set to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from jupyter_client.kernelspec import KernelSpec

import run
from solidarity.lab import kernels

LAB = ROOT / "solidarity" / "lab"

# A server is made ready as always, and says what it would use, instead of serving.
ASK = """
import asyncio, json, sys
from jupyter_server.serverapp import ServerApp

app = ServerApp()
app.initialize(argv=["--ServerApp.root_dir=.", "--ServerApp.port=0", "--allow-root", *sys.argv[1:]])
manager = app.web_app.settings["contents_manager"]
asyncio.run(app.extension_manager.start_extension("solidarity.lab.server"))
spec = app.kernel_spec_manager.get_kernel_spec("python3")
print(json.dumps({
    "class": type(manager).__name__,
    "same": manager is app.contents_manager,
    "guarded": hasattr(manager.get, "guarded"),
    "argv": spec.argv[1:3],
    "on": sorted(name for name, on in app.jpserver_extensions.items() if on),
}))
"""

OTHERS = {
    "as it is": [],
    "sync": [
        "--ServerApp.contents_manager_class="
        "jupyter_server.services.contents.filemanager.FileContentsManager"
    ],
    "Jupytext's": ["--ServerApp.contents_manager_class=jupytext.AsyncTextFileContentsManager"],
    "Jupytext's extension": ["--ServerApp.jpserver_extensions=jupyterlab_jupytext=True"],
}


def ask(home: Path, *arguments: str, **variables: str) -> dict[str, Any]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    env.update(HOME=str(home), **variables)
    command = [sys.executable, "-c", ASK, *arguments]
    done = subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", OTHERS.values(), ids=OTHERS)
def test_whatever_manages_the_files_is_guarded(tmp_path: Path, arguments: list[str]) -> None:
    found = ask(tmp_path, *arguments, JUPYTER_CONFIG_PATH=str(LAB))
    assert found["guarded"]
    assert found["same"]
    assert found["argv"][0] == "-c"


def test_jupytext_is_not_on_where_nobody_asks_for_it(tmp_path: Path) -> None:
    """It writes to the files that a notebook names."""
    on = ask(tmp_path, JUPYTER_CONFIG_PATH=str(LAB))["on"]
    assert "jupyterlab_jupytext" not in on
    assert "solidarity.lab.server" in on


def test_a_venv_of_run_py_guards_every_server_of_its_python(tmp_path: Path) -> None:
    """Also `jupyter lab` by hand: an installation that leads here lays no settings itself."""
    run.lay_settings(tmp_path)
    laid = {path.relative_to(tmp_path / "etc/jupyter") for path in tmp_path.rglob("*.json")}
    ours = {path.relative_to(LAB) for path in LAB.rglob("*.d/*.json")}
    assert laid == ours
    assert len(ours) == 3
    found = ask(tmp_path, JUPYTER_CONFIG_PATH=str(tmp_path / "etc/jupyter"))
    assert found["guarded"]


def test_run_py_lays_the_settings_of_the_venv_that_is_there_already() -> None:
    version = run.venv_version(Path(sys.prefix))
    assert version
    folder = Path(sys.prefix, "etc", "jupyter", "jupyter_server_config.d")
    assert (folder / "solidarity.json").read_bytes() == (
        LAB / "jupyter_server_config.d" / "solidarity.json"
    ).read_bytes()


@pytest.mark.parametrize("python", ["python", "python3.9", sys.executable, "/opt/old/python"])
@pytest.mark.parametrize("options", [[], ["-Xfrozen_modules=off"]])
def test_no_kernel_looks_beside_its_notebook_as_it_starts(python: str, options: list[str]) -> None:
    argv = [python, *options, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    found = kernels.safe(KernelSpec(argv=argv)).argv
    launch = kernels.LAUNCH.format(module="ipykernel_launcher")
    assert found == [python, *options, "-c", launch, "-f", "{connection_file}"]


def test_a_module_beside_it_is_not_what_starts(tmp_path: Path) -> None:
    for name in ("json.py", "runpy.py", "wanted.py"):
        (tmp_path / name).write_text(f"raise SystemExit({name!r})")
    command = [sys.executable, "-c", kernels.LAUNCH.format(module="this")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Zen of Python" in done.stdout


def test_a_kernel_of_another_language_is_as_it_was() -> None:
    spec = KernelSpec(argv=["julia", "-i", "-m", "kernel.jl", "{connection_file}"])
    assert kernels.safe(spec).argv == ["julia", "-i", "-m", "kernel.jl", "{connection_file}"]
