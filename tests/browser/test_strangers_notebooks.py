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
from browsing import TOKEN, Lab, look, run_all, serving, wait_for_kernel, wait_in
from helpers import copy_course, notebook_at
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
    module = ["solidarity", "lab", "--root", str(root)]
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
    # The same words elsewhere would count as signed too.
    notebook.cells[1].source = "2 + 2"
    path = lay(door, "signed.ipynb", notebook)
    sign(door, path)
    page.goto(f"{door.address}/{screen}/{FOLDER}/signed.ipynb?token={TOKEN}&reset")
    expect(page.get_by_text("I am drawn.").first).to_be_visible()
    wait_in(page, lambda: f"{LISTENER}/session-200" in outside, lambda: str(outside))
    assert {f"{LISTENER}/module", f"{LISTENER}/initialize"} <= set(outside)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_other_content_of_a_stranger_runs(
    page: Page, door: Lab, screen: str, outside: list[str]
) -> None:
    lay(door, "everything.ipynb", strangers.with_everything())
    # JupyterLab makes only what is in view.
    page.set_viewport_size({"width": 1280, "height": 30_000})
    visit(page, door, screen, f"{FOLDER}/everything.ipynb")
    expect(page.locator(".jp-RenderedMermaid").first).to_be_attached()
    expect(page.locator(".jp-RawCell").last).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in outside if not url.startswith("attachment:")] == []
    assert page.locator(".vega-embed").count() == 0


def test_a_signed_drawing_is_drawn_in_notebook_7(page: Page, door: Lab, outside: list[str]) -> None:
    """The control: what the test above looks for does ask, when a person trusts it."""
    cell = strangers.code(
        {
            "output_type": "display_data",
            "data": {"application/vnd.vega.v5+json": strangers.vega("vega")},
            "metadata": {},
        }
    )
    cell["metadata"] = {}
    notebook = {**strangers.with_everything(), "cells": [strangers.markdown("# It is open"), cell]}
    sign(door, lay(door, "drawing.ipynb", notebook))
    visit(page, door, "notebooks", f"{FOLDER}/drawing.ipynb")
    wait_in(page, lambda: f"{LISTENER}/vega-START.ipynb" in outside, lambda: str(outside))


def test_a_file_beside_a_notebook_does_not_run_when_its_kernel_starts(
    page: Page, door: Lab, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    folder = door.root / FOLDER / "kernel"
    folder.mkdir(exist_ok=True)
    for name in SHADOWS:
        text = f"open({str(ran)!r}, 'a').write({name!r})\nraise SystemExit(1)"
        (folder / name).write_text(text)
    (folder / "helper.py").write_text("WORD = 'I am imported.'")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# It is open"),
            nbformat.v4.new_code_cell("import helper\nhelper.WORD"),
        ],
        metadata=strangers.with_widget().metadata,
    )
    lay(door, "kernel/stranger.ipynb", notebook)
    visit(page, door, "lab/tree", f"{FOLDER}/kernel/stranger.ipynb")
    assert not ran.exists()
    # What a person runs may import from there, as always.
    run_all(page)
    expect(page.locator(".jp-OutputArea", has_text="I am imported.").first).to_be_visible()


# What Python, Jupyter and IPython would look for beside a notebook.
SHADOWS = (
    "ipykernel_launcher.py",
    "ipykernel.py",
    "runpy.py",
    "sitecustomize.py",
    "usercustomize.py",
    "ipython_config.py",
    "ipython_kernel_config.py",
    "jupyter_config.py",
    "jupyter_server_config.py",
    ".jupytext.py",
    "debugpy.py",
    "tornado.py",
    "zmq.py",
)


def test_a_picture_that_leads_to_formgrader_runs_no_settings(
    page: Page, door: Lab, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    (door.root / FOLDER / "nbgrader_config.py").write_text(f"open({str(ran)!r}, 'w')")
    address = f"{door.address}/formgrader?path={FOLDER}"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# It is open\n\n![]({address})")],
        metadata=strangers.with_widget().metadata,
    )
    lay(door, "picture.ipynb", notebook)
    with page.expect_response(lambda answer: answer.url == address) as asked:
        visit(page, door, "lab/tree", f"{FOLDER}/picture.ipynb")
    assert asked.value.status == 400
    assert not ran.exists()
    page.goto(address)
    expect(page.get_by_text("For another course, start JupyterLab in its folder")).to_be_visible()
    # Its own folder is open as before.
    page.goto(f"{door.address}/formgrader?path={door.root}")
    expect(page.get_by_text("m04-savings-groups").first).to_be_visible()


def test_uploaded_notebooks_and_their_copies_run_nothing(
    page: Page, door: Lab, tmp_path: Path, outside: list[str]
) -> None:
    """Each cell of theirs says that it is trusted, which a server believes of what it saves."""
    file = tmp_path / "sent.ipynb"
    notebook = strangers.with_widget()
    notebook.cells[1].outputs = []
    file.write_text(nbformat.writes(notebook))
    (door.root / FOLDER / "here.txt").write_text("here")
    page.goto(f"{door.address}/lab/tree/{FOLDER}?token={TOKEN}&reset")
    expect(page.locator(".jp-DirListing-item", has_text="here.txt")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.locator("[data-jp-item-name='uploader']").click()
    chooser.value.set_files(file)
    folder = door.root / FOLDER
    wait_in(page, (folder / "sent.ipynb").is_file, lambda: "nothing was uploaded")
    # What Duplicate in the menu asks for.
    page.request.post(
        f"{door.address}/api/contents/{FOLDER}",
        data={"copy_from": f"{FOLDER}/sent.ipynb"},
        headers={"Authorization": f"token {TOKEN}"},
    )
    assert (folder / "sent-Copy1.ipynb").is_file()
    for name in ("sent.ipynb", "sent-Copy1.ipynb"):
        for screen in SCREENS:
            visit(page, door, screen, f"{FOLDER}/{name}")
    assert outside == []
    for name in ("sent.ipynb", "sent-Copy1.ipynb"):
        (folder / name).unlink()


def test_trusting_and_saving_an_opened_notebook_brings_its_widgets_not_back(
    page: Page, door: Lab, outside: list[str]
) -> None:
    path = lay(door, "trusted.ipynb", strangers.with_widget())
    visit(page, door, "lab/tree", f"{FOLDER}/trusted.ipynb")
    page.get_by_role("menuitem", name="View", exact=True).click()
    page.get_by_role("menuitem", name="Activate Command Palette").click()
    page.locator("#modal-command-palette input").fill("Trust Notebook")
    page.keyboard.press("Enter")
    page.locator(".jp-Dialog-footer .jp-mod-accept").click()
    page.keyboard.press("Control+s")
    wait_in(page, lambda: saved_without_widgets(path), path.read_text)
    visit(page, door, "lab/tree", f"{FOLDER}/trusted.ipynb")
    assert outside == []


def saved_without_widgets(path: Path) -> bool:
    notebook = notebook_at(path)
    return bool(notebook.cells) and "widgets" not in notebook.metadata


def sign(door: Lab, path: Path) -> None:
    """What the server does when all cells were run and the notebook is saved."""
    command = [sys.executable, "-c", SIGN, str(path)]
    env = {"HOME": str(door.home), "JUPYTER_DATA_DIR": str(door.home / "data")}
    subprocess.run(command, env=env, capture_output=True, check=True)


SIGN = """
import sys, nbformat
from nbformat.sign import NotebookNotary
from solidarity.lab import unsigned
with NotebookNotary() as notary:
    unsigned.tell_apart(notary)
    notary.sign(nbformat.read(sys.argv[1], 4))
"""
