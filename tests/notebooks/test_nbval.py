"""Every notebook runs from its first cell to its last, offline, in the folder it lies in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import MODULES, PATIENCE, ROOT, copy_course
from nbclient import NotebookClient

from solidarity.exercises.keys import load_key

pytestmark = pytest.mark.slow

IDS = [folder.name for folder in MODULES]
CALL = re.compile(r'check\("(\w+)"\)')

# Read by every Python that starts with this folder on its path, kernels too: whoever asks for
# another machine gets an error. A kernel talks to its notebook by numbers of this machine only.
NO_NETWORK = """\
import socket
import sys

sys.modules.setdefault("rfc3987_syntax", None)  # saves 2 s a process, see tests/conftest.py
_HERE = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "", None)
_look_up, _connect = socket.getaddrinfo, socket.socket.connect


def _refuse(host):
    raise OSError(f"this test is offline, and something asked for {host!r}")


def getaddrinfo(host, *args, **options):
    return _look_up(host, *args, **options) if host in _HERE else _refuse(host)


def connect(self, address):
    outside = isinstance(address, tuple) and address[0] not in _HERE
    return _refuse(address[0]) if outside else _connect(self, address)


socket.getaddrinfo, socket.socket.connect = getaddrinfo, connect
"""


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which no Python reaches another machine."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return kept | {"PYTHONPATH": str(folder), "IPYTHONDIR": str(folder)}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("course") / "copy")


def test_the_offline_environment_refuses_another_machine(offline: dict[str, str]) -> None:
    ask = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=5)"

    result = subprocess.run(
        [sys.executable, "-c", ask], env=offline, capture_output=True, text=True, timeout=PATIENCE
    )

    assert result.returncode == 1
    assert "this test is offline" in result.stderr


NOTEBOOKS = ["START.ipynb"] + [
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "source").glob("*/*.ipynb"))
    # Of these all is run below, with what each check shows.
    if path.stem != "exercises"
]


@pytest.fixture(scope="module")
def told(copy: Path, offline: dict[str, str]) -> ET.Element:
    """What nbval says of each code cell: of all notebooks at once, as it starts slowly."""
    report = copy / "nbval.xml"
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q"),
            *("-p", "no:cacheprovider", "--rootdir", str(copy), f"--junitxml={report}"),
            *NOTEBOOKS,
        ],
        cwd=copy,
        env=offline,
        capture_output=True,
        timeout=4 * PATIENCE,
    )
    return ET.parse(report).getroot()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_code_cell_of_a_notebook_runs(copy: Path, told: ET.Element, name: str) -> None:
    cells = nbformat.read(copy / name, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code" and cell.source.strip()]
    of_this = name.replace("/", ".")

    found = [one for one in told.iter("testcase") if one.attrib["classname"] == of_this]

    assert code
    assert len(found) == len(code)
    assert [ET.tostring(one, encoding="unicode") for one in found if len(one)] == []


def run(path: Path, environment: dict[str, str], *, go_on: bool = False) -> Any:
    """The notebook after all its cells were run; errors stop it unless it should go on."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        allow_errors=go_on,
        resources={"metadata": {"path": str(path.parent)}},
    )
    with client.setup_kernel(env=environment):
        for place, cell in enumerate(notebook.cells):
            client.execute_cell(cell, place)
    return notebook


def panels(notebook: Any) -> dict[str, Any]:
    """What each check showed, by the name of its exercise."""
    found = {}
    for cell in notebook.cells:
        call = CALL.fullmatch(cell.source.strip()) if cell.cell_type == "code" else None
        if call:
            (output,) = cell.outputs
            assert output.output_type == "execute_result", output
            found[call.group(1)] = output.data
    return found


@pytest.mark.parametrize("module", IDS)
def test_every_solution_earns_its_points_and_a_panel_that_says_right(
    copy: Path, offline: dict[str, str], module: str
) -> None:
    key = load_key(ROOT / "course" / module / "key.py")

    shown = panels(run(copy / "source" / module / "exercises.ipynb", offline))

    assert {name: data["text/plain"] for name, data in shown.items()} == {
        name: f"{exercise.points:g}" for name, exercise in key.items()
    }
    for name, data in shown.items():
        assert f"Right: {name}" in data["text/html"]


@pytest.mark.parametrize("module", IDS)
def test_every_stub_earns_nothing_and_a_panel_that_says_what_to_do(
    copy: Path, offline: dict[str, str], module: str
) -> None:
    key = load_key(ROOT / "course" / module / "key.py")

    shown = panels(run(copy / "release" / module / "exercises.ipynb", offline, go_on=True))

    assert {name: data["text/plain"] for name, data in shown.items()} == dict.fromkeys(key, "0")
    for name, data in shown.items():
        assert f"Not yet: {name}" in data["text/html"] or "Cannot read" in data["text/html"], name
        assert "Traceback" not in data["text/html"], name
