#!/usr/bin/env python3
"""Build the extension of JupyterLab that comes with the course. Only this needs Node.

    .venv/bin/python tools/build_room.py

From `tools/room` comes `solidarity/lab/labextensions/solidarity-room`, which stands
in the repository: whoever uses the course needs no Node. What the bundle was made of is noted in
`built.json`, and a test compares.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
SOURCE, LAB = TOOLS / "room", TOOLS.parent / "solidarity" / "lab"
BUNDLE = LAB / "labextensions" / "solidarity-room"
NOTE = SOURCE / "built.json"


def digest(folder: Path, files: list[Path]) -> str:
    """One hash of these files, and of their names within the folder."""
    whole = hashlib.sha256()
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def state() -> dict[str, str]:
    """What source and bundle are now.

    Without the schema, which tools/quiet_keys.py writes to both.
    """
    source = [*SOURCE.glob("src/*.ts"), *SOURCE.glob("*.json")]
    bundle = [path for path in BUNDLE.rglob("*") if path.is_file() and path.name != "writing.json"]
    return {
        "source": digest(SOURCE, [path for path in source if path != NOTE]),
        "bundle": digest(BUNDLE, bundle),
    }


def build() -> None:
    """Make the bundle anew."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("To build the extension npm is needed, which comes with Node (nodejs.org).")
    # jupyter-builder stands beside this Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for step in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([npm, *step], cwd=SOURCE, env={**os.environ, "PATH": path}, check=True)
    NOTE.write_text(json.dumps(state(), indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build()
