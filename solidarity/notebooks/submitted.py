"""A submitted notebook as people hand it in: anything at all, until it was read here."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import nbformat

from solidarity.problem import Problem

MOST_BYTES = 100 * 2**20
MOST_CELLS = 2_000
MOST_VALUES = 4_000_000
"""Each value of a JSON file takes up to 70 bytes when it is read, and three bytes in the file."""
MOST_LETTERS = 5_000_000
"""Of all cells: whoever shows them sets each letter in colour."""
_KINDS = ("code", "markdown", "raw")
_ID = re.compile("[a-zA-Z0-9_-]{1,64}")
"""Of a cell, as nbformat knows it."""
_PASTED = ("image/png", "image/jpeg", "image/gif")


class UnreadableNotebook(Problem):
    """No notebook could be read; the text says what was found and what its author can do."""


def printable(text: str) -> str:
    """The text with a sign in the place of each letter that a terminal would obey, or not show."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def submitted_bytes(path: Path) -> bytes:
    """The bytes of a submitted file. Raises UnreadableNotebook for a link and for a huge file.

    A link could lead to another learner's work, or to the key, and would be shown in the feedback.
    What was a file may be a link or a pipe by the time that it is opened, or be longer.
    """
    if path.is_symlink() or not path.is_file():
        raise _no_file(path)
    try:
        handle = os.open(path, os.O_RDONLY | _AS_IT_IS)
    except OSError:
        if path.is_symlink():
            raise _no_file(path) from None
        raise
    with open(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise _no_file(path)
        # Of a file with holes nothing is read that would not be taken.
        data = file.read(MOST_BYTES + 1) if found.st_size <= MOST_BYTES else b""
    size = max(found.st_size, len(data))
    if size > MOST_BYTES:
        raise UnreadableNotebook(
            f"{path.name} has {size / 2**20:,.0f} MB; {MOST_BYTES // 2**20} MB is the most. "
            "Choose Edit, Clear Outputs of All Cells, save, and hand it in again."
        )
    return data


_AS_IT_IS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""To open no link, wait for nobody to write into a pipe, and change no line's end."""


def _no_file(path: Path) -> UnreadableNotebook:
    return UnreadableNotebook(
        f"{path.name} is a link or a folder, not a notebook. Hand in the file."
    )


def read_submitted(data: bytes, *, outputs: bool = False) -> tuple[Any, list[str]]:
    """The notebook in these bytes, without outputs, and a sentence for each thing mended.

    Only what grading needs is taken over, built anew from known parts. Raises UnreadableNotebook.
    outputs: keep what the cells showed, as it came; whoever shows it must clean it
    (see ``grade.feedback.outputs``).
    """
    said: list[str] = []
    if not data.strip():
        raise UnreadableNotebook("The file is empty. Save the notebook and hand it in again.")
    if sum(data.count(mark) for mark in (b"[", b"{", b",", b":")) > MOST_VALUES:
        raise UnreadableNotebook(
            "The file holds far more than a notebook does. "
            "Choose Edit, Clear Outputs of All Cells, save, and hand it in again."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        said.append("The file was not stored as UTF-8; it was read as Latin-1.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableNotebook(
            "The file is not a notebook: it is damaged, or was cut off while it was copied. "
            "Open it in JupyterLab, and if it opens, save it and hand it in again."
        ) from None
    if isinstance(content, dict) and "worksheets" in content:
        content = _upgraded(content)
        said.append("The notebook was of an old format and was brought to the present one.")
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise UnreadableNotebook(
            "The file holds no cells. Hand in the notebook that you worked in."
        )
    if len(cells) > MOST_CELLS:
        raise UnreadableNotebook(
            f"The notebook has {len(cells):,} cells; {MOST_CELLS:,} is the most."
        )
    given = [cell for cell in cells if isinstance(cell, dict)]
    built = [_cell(cell, place) for place, cell in enumerate(given)]
    pairs = zip(given, built, strict=True)
    if renamed := sum("id" in cell and cell["id"] != new["id"] for cell, new in pairs):
        said.append(f"Cells with ids that no notebook may have got new ones: {renamed}.")
    if outputs:
        for cell, original in zip(built, given, strict=True):
            if cell["cell_type"] == "code":
                cell["outputs"] = _shown(original.get("outputs"))
    letters = sum(len(cell["source"]) for cell in built)
    if letters > MOST_LETTERS:
        raise UnreadableNotebook(
            f"The cells have {letters:,} letters; {MOST_LETTERS:,} is the most. "
            "Is a picture or a whole data file pasted into one of them?"
        )
    metadata: dict[str, Any] = {"language_info": {"name": "python"}}
    kernel = _dict(_dict(content.get("metadata")).get("kernelspec"))
    if kernel:
        names = ("name", "display_name", "language")
        kept = {name: _writable(str(kernel.get(name, ""))) for name in names}
        metadata["kernelspec"] = {name: text for name, text in kept.items() if text}
    notebook = {
        "cells": built,
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # Not through nbformat's own makers: they validate each cell, which is known to be right here,
    # and take half of all the time that grading needs outside the jail.
    return nbformat.from_dict(notebook), said


def _upgraded(content: dict[str, Any]) -> Any:
    try:
        cells = [cell for sheet in content["worksheets"] for cell in sheet["cells"]]
        for cell in cells:
            # Not wanted here, and the conversion takes a minute for many of them.
            cell["outputs"] = []
        if len(cells) > MOST_CELLS:
            return {"cells": cells}
        return nbformat.convert(nbformat.from_dict(content), 4)
    except Exception:
        raise UnreadableNotebook(
            "The notebook is of an old format that cannot be read any more."
        ) from None


def _cell(given: dict[str, Any], place: int) -> dict[str, Any]:
    kind = given.get("cell_type")
    source = given.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    source = source if isinstance(source, str) else ""
    name = given.get("id")
    usable = isinstance(name, str) and _ID.fullmatch(name)
    cell: dict[str, Any] = {
        "cell_type": kind if kind in _KINDS else "raw",
        "id": name if usable else f"cell-{place}",
        "metadata": {},
        # A lone surrogate cannot be written to a file, nor be run.
        "source": _writable(source),
    }
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    elif pasted := _pasted(given.get("attachments")):
        cell["attachments"] = pasted
    meta = _dict(given.get("metadata")).get("nbgrader")
    if isinstance(meta, dict):
        cell["metadata"]["nbgrader"] = {
            _writable(k): _writable(v) if isinstance(v, str) else v
            for k, v in meta.items()
            if isinstance(v, str | int | float)
        }
    return cell


def _shown(given: Any) -> list[dict[str, Any]]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _pasted(given: Any) -> dict[str, dict[str, str]]:
    """Pictures that were pasted into a text, by name and kind."""
    kept = {
        _writable(name): {
            k: _writable(d) for k, d in _dict(bundle).items() if k in _PASTED and isinstance(d, str)
        }
        for name, bundle in _dict(given).items()
    }
    return {name: bundle for name, bundle in kept.items() if bundle}


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
