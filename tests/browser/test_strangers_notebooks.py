"""Whoever opens a stranger's notebook is safe: nothing runs before a person runs it.

In JupyterLab and in Notebook 7, as ``sse lab`` starts them and as an instructor does who types
``jupyter lab`` with the course installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser import strangers
from browser.strangers import LISTENER
from browsing import TOKEN, Lab, look, serving, wait_for_kernel
from helpers import copy_course, wait_until
from playwright.sync_api import Page, expect

import run

DOORS = ("sse lab", "jupyter lab")
SCREENS = ("lab/tree", "notebooks")
FOLDER = "submitted/eve/m04-savings-groups"


@pytest.fixture(scope="module", params=DOORS)
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = copy_course(tmp_path_factory.mktemp("strangers") / "course-copy")
    home = tmp_path_factory.mktemp("home")
    (root / FOLDER).mkdir(parents=True)
    module = ["solidarity.cli", "lab", "--root", str(root)]
    if request.param == "jupyter lab":
        module = ["jupyterlab"]
        # As `python3 run.py` leaves the .venv that these tests run in.
        run.lay_settings(Path(sys.prefix))
    with serving(module, root, home) as lab:
        yield lab


def lay(door: Lab, name: str, notebook: Any) -> Path:
    path = door.root / FOLDER / name
    text = json.dumps(notebook) if isinstance(notebook, dict) else nbformat.writes(notebook)
    path.write_text(text, encoding="utf-8")
    return path


def visit(page: Page, door: Lab, screen: str, path: str) -> None:
    """Open a notebook, and wait until all that happens by itself has happened."""
    page.goto(f"{door.address}/{screen}/{path}?token={TOKEN}&reset")
    expect(page.get_by_role("heading", name="It is open").first).to_be_visible()
    wait_for_kernel(page)
    # JupyterLab loads saved widgets when the kernel has told it of its own.
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("screen", SCREENS)
def test_saved_widgets_of_a_stranger_run_nothing(
    page: Page, door: Lab, screen: str, outside: list[str]
) -> None:
    path = lay(door, "widget.ipynb", strangers.with_widget())
    before = path.read_bytes()
    visit(page, door, screen, f"{FOLDER}/widget.ipynb")
    expect(page.locator(".jp-OutputArea img")).to_be_visible()
    look(page, f"stranger-{screen[:3]}")
    assert outside == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("screen", SCREENS)
def test_widgets_of_a_signed_notebook_work(
    page: Page, door: Lab, screen: str, outside: list[str]
) -> None:
    """The control: what a person trusts runs, so that the test above can fail."""
    notebook = strangers.with_widget()
    del notebook.cells[1].metadata["trusted"]
    path = lay(door, "signed.ipynb", notebook)
    sign(door, path)
    page.goto(f"{door.address}/{screen}/{FOLDER}/signed.ipynb?token={TOKEN}&reset")
    expect(page.get_by_text("I am drawn.").first).to_be_visible()
    wait_until(lambda: f"{LISTENER}/session-200" in outside, lambda: str(outside))
    assert {f"{LISTENER}/module", f"{LISTENER}/initialize"} <= set(outside)


def sign(door: Lab, path: Path) -> None:
    command = [sys.executable, "-m", "nbformat.sign", str(path)]
    env = {"HOME": str(door.home), "JUPYTER_DATA_DIR": str(door.home / "data")}
    subprocess.run(command, env=env, capture_output=True, check=True)
