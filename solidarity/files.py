"""Writing files: whole or not at all, and many at once into a folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from solidarity.trouble import at


def write_whole(path: Path, content: bytes) -> None:
    """Write so that the file is there whole or as it was before, even if the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.writing")
    try:
        with at(path):
            half.write_bytes(content)
        os.replace(half, path)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename == str(half):
            # Of the name beside it nobody knows.
            error.filename = str(path)
        # Only then: on a disk that can only be read, taking away nothing would fail too.
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write these files, by their names within the folder; folders that are missing are made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with at(path):
            path.write_bytes(data)
