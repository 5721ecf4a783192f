"""A contents manager gives no widgets and no Vega drawings of a notebook that was not signed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser.strangers import with_widget
from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.largefilemanager import (
    AsyncLargeFileManager,
    LargeFileManager,
)
from jupytext import AsyncTextFileContentsManager, TextFileContentsManager
from nbformat.sign import NotebookNotary, yield_everything

from solidarity.lab import unsigned

KINDS = [
    LargeFileManager,
    AsyncLargeFileManager,
    TextFileContentsManager,
    AsyncTextFileContentsManager,
]
WORK = "work.ipynb"


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A guarded one of each kind, with ``work.ipynb`` in its folder."""
    root = tmp_path / "root"
    root.mkdir()
    nbformat.write(with_widget(), root / WORK)
    made = request.param(root_dir=str(root))
    made.notary = NotebookNotary(data_dir=str(tmp_path))
    unsigned.guard(made)
    unsigned.guard(made)
    return made


def done(answer: Any) -> Any:
    # A browser that other tests left open has a loop in this thread, and SQLite stays in one.
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(ensure_async(answer))
    finally:
        asyncio._set_running_loop(loop)


def on_disk(manager: Any, name: str = WORK) -> Any:
    return nbformat.read(Path(manager.root_dir, name), 4)


def given(manager: Any, name: str = WORK) -> Any:
    return done(manager.get(name, type="notebook"))["content"]


def has_widgets(notebook: Any) -> bool:
    return "widgets" in notebook["metadata"]


def test_unsigned_widgets_stay_in_the_file(manager: Any) -> None:
    before = Path(manager.root_dir, WORK).read_bytes()
    notebook = given(manager)
    assert not has_widgets(notebook)
    assert "image/png" in notebook["cells"][1]["outputs"][0]["data"]
    assert Path(manager.root_dir, WORK).read_bytes() == before


def test_signed_widgets_are_given(manager: Any) -> None:
    manager.notary.sign(on_disk(manager))
    notebook = given(manager)
    assert has_widgets(notebook)
    assert notebook["cells"][1]["metadata"]["trusted"] is True


def test_what_its_owner_ran_and_saved_is_signed_and_keeps_its_widgets(manager: Any) -> None:
    mine = with_widget()
    mine.cells[1].metadata["trusted"] = True
    done(manager.save({"type": "notebook", "format": "json", "content": mine}, "mine.ipynb"))
    assert has_widgets(given(manager, "mine.ipynb"))


def test_a_copy_is_not_signed_with_the_widgets_of_a_stranger(manager: Any) -> None:
    """Jupyter signs a copy that shows nothing but words, whoever wrote it."""
    stranger = with_widget()
    stranger.cells[1].outputs = []
    nbformat.write(stranger, Path(manager.root_dir, WORK))
    copied = done(manager.copy(WORK))["path"]
    assert not has_widgets(given(manager, copied))
    assert not has_widgets(on_disk(manager, copied))
    assert has_widgets(on_disk(manager))


def test_saving_what_was_opened_unsigned_keeps_no_widgets(manager: Any) -> None:
    opened = given(manager)
    opened["cells"][1]["metadata"]["trusted"] = True
    done(manager.save({"type": "notebook", "format": "json", "content": opened}, WORK))
    assert not has_widgets(on_disk(manager))
    assert not has_widgets(given(manager))


@pytest.mark.parametrize("name", ["work.txt", "work.json", "work.html", "work"])
def test_the_name_of_the_file_makes_no_difference(manager: Any, name: str) -> None:
    """Open With, Notebook: any file may hold one."""
    Path(manager.root_dir, WORK).rename(Path(manager.root_dir, name))
    assert not has_widgets(given(manager, name))


def test_a_checkpoint_brings_no_widgets_back(manager: Any) -> None:
    checkpoint = done(manager.create_checkpoint(WORK))["id"]
    done(manager.restore_checkpoint(checkpoint, WORK))
    assert has_widgets(on_disk(manager))
    assert not has_widgets(given(manager))


def test_lists_and_other_files_are_given_as_before(manager: Any) -> None:
    Path(manager.root_dir, "notes.txt").write_text("widgets")
    assert done(manager.get("notes.txt"))["content"] == "widgets"
    assert done(manager.get(WORK, content=False))["content"] is None
    names = {one["name"] for one in done(manager.get(""))["content"]}
    assert names == {WORK, "notes.txt"}


VEGA = ["application/vnd.vega.v5+json", "application/vnd.vegalite.v4+json"]


@pytest.mark.parametrize("kind", VEGA)
def test_an_unsigned_drawing_stays_in_the_file(manager: Any, kind: str) -> None:
    stranger = with_widget()
    del stranger.metadata["widgets"]
    data = stranger.cells[1].outputs[0]["data"]
    data[kind] = {"data": {"url": "/api/contents"}}
    stranger.cells[1].outputs.append(nbformat.v4.new_output("display_data", {kind: {}}))
    nbformat.write(stranger, Path(manager.root_dir, WORK))
    first, second = (one["data"] for one in given(manager)["cells"][1]["outputs"])
    assert kind not in first
    assert "image/png" in first
    assert second == {"text/plain": unsigned.INSTEAD}
    assert kind in on_disk(manager)["cells"][1]["outputs"][0]["data"]
    manager.notary.sign(on_disk(manager))
    assert kind in given(manager)["cells"][1]["outputs"][0]["data"]


def test_an_output_that_jupyter_does_not_know_is_given_as_what_it_is(manager: Any) -> None:
    """Its notary takes it for harmless, and signed it when a stranger's notebook was saved."""
    stranger = with_widget()
    stranger.cells[1].outputs[0]["output_type"] = "update_display_data"
    Path(manager.root_dir, WORK).write_text(json.dumps(stranger))
    opened = given(manager)
    assert opened["cells"][1]["outputs"][0]["output_type"] == "display_data"
    opened["cells"][1]["metadata"].pop("trusted")
    done(manager.save({"type": "notebook", "format": "json", "content": opened}, WORK))
    assert given(manager)["cells"][1]["metadata"]["trusted"] is False
    # What was signed so before this was known.
    manager.notary.sign(stranger)
    Path(manager.root_dir, WORK).write_text(json.dumps(stranger))
    opened = given(manager)
    assert opened["cells"][1]["metadata"]["trusted"] is False
    assert not has_widgets(opened)


def test_no_program_is_named_that_would_be_imported(manager: Any) -> None:
    stranger = with_widget()
    language = {"name": "python", "nbconvert_exporter": "submitted.eve.others.Exporter"}
    stranger.metadata["language_info"] = language
    nbformat.write(stranger, Path(manager.root_dir, WORK))
    manager.notary.sign(on_disk(manager))
    assert given(manager)["metadata"]["language_info"] == {"name": "python"}
    stranger.metadata["language_info"] = {**language, "nbconvert_exporter": "python"}
    nbformat.write(stranger, Path(manager.root_dir, WORK))
    assert given(manager)["metadata"]["language_info"]["nbconvert_exporter"] == "python"


def test_the_same_words_in_another_structure_are_not_signed(manager: Any) -> None:
    """A harmless notebook was signed, and one whose texts joined are the same is another."""
    stranger = {"cells": [], "metadata": with_widget().metadata, "nbformat": 4, "nbformat_minor": 5}
    words = b"".join(yield_everything(stranger["metadata"]["widgets"])).decode()
    harmless = {**stranger, "metadata": {**stranger["metadata"], "w": f"idgets{words}"}}
    del harmless["metadata"]["widgets"]
    assert b"".join(yield_everything(stranger)) == b"".join(yield_everything(harmless))
    Path(manager.root_dir, WORK).write_text(json.dumps(harmless))
    done(manager.copy(WORK))
    Path(manager.root_dir, WORK).write_text(json.dumps(stranger))
    assert not has_widgets(given(manager))


@pytest.mark.parametrize(
    "broken",
    [
        {"cells": [], "metadata": {}},
        {"cells": [{"cell_type": "code"}], "metadata": {"widgets": 1}},
        {"cells": [{"cell_type": "code", "metadata": {}, "outputs": [{}], "source": ""}]},
        {"cells": [{"cell_type": "code", "id": "a", "metadata": {}}], "metadata": {}},
        {"worksheets": [], "metadata": {"widgets": {}}, "nbformat": 3},
        {"metadata": {"widgets": {}}, "nbformat": 2},
    ],
    ids=repr,
)
def test_a_broken_notebook_is_given_as_before_or_refused_as_before(
    manager: Any, broken: dict[str, Any], tmp_path: Path
) -> None:
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, **broken})
    Path(manager.root_dir, WORK).write_text(text)
    plain = type(manager)(root_dir=manager.root_dir)
    plain.notary = NotebookNotary(data_dir=str(tmp_path))

    def outcome(asked: Any) -> Any:
        try:
            found = done(asked.get(WORK, type="notebook"))["content"]
        except Exception as error:
            return type(error)
        found["metadata"].pop("widgets", None)
        return found

    assert outcome(manager) == outcome(plain)
