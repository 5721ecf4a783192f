#!/usr/bin/env python3
"""Find JupyterLab's keys that would change a learner's cells, and switch them off.

    .venv/bin/python tools/quiet_keys.py

Outside a text, JupyterLab takes letters and digits for commands: X cuts a cell, R makes it raw.
The list is made from what the installed JupyterLab, Notebook and their extensions say about
their keys, and stands in our extension, which JupyterLab asks for its keys as it does any other.
Run this after a new version of any of them; a test compares.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).resolve().parent
OURS = TOOLS / "room" / "schema" / "writing.json"
# The same file in the bundle, so that new keys need no new bundle, and no Node.
BUNDLE = TOOLS.parent / "solidarity" / "lab" / "labextensions" / "solidarity-room"
BUNDLED = BUNDLE / "schemas" / "solidarity-room" / "writing.json"

# Keys that write no letter. All others do something only together with Ctrl, Alt or Cmd.
NOT_LETTERS = re.compile(
    r"Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|Enter|Escape|Tab|Space|F\d+"
    r"|Delete|Backspace"
)
HELD = {"Accel", "Alt", "Cmd", "Ctrl"}

# What must not happen to cells by a slip of the fingers, whatever the keys are: Ctrl+Shift+M,
# or Ctrl+Backspace for a word. Whoever marks all cells with Ctrl+A changes all of them next.
# Folding hides cells, and the notebook keeps it.
HARMFUL = re.compile(
    r"notebook:("
    r"(change-cell-to|collapse|cut|delete|expand|extend-marked|insert|merge|move-cell|paste|split)-"
    r"|move-cursor-heading-(above-or-collapse|below-or-expand)$"
    r"|select-all$"
    r")"
)

# A shortcut may have other keys on some systems.
KEYS = ("keys", "macKeys", "winKeys", "linuxKeys")

Shortcut = dict[str, Any]


def installed(share: Path) -> Iterator[Shortcut]:
    """Every shortcut that is installed below this ``share/jupyter``, but for our own."""
    for folder in (share / "lab" / "schemas", share / "labextensions"):
        for path in sorted(folder.rglob("*.json")):
            if "schemas" in path.relative_to(share).parts and "solidarity-room" not in path.parts:
                yield from json.loads(path.read_text("utf-8")).get("jupyter.lab.shortcuts", [])


def is_letter(stroke: str) -> bool:
    """Would this stroke (such as ``Shift M``) write something into a text?"""
    *held, key = stroke.split(" ")
    return bool(key) and not HELD & set(held) and not NOT_LETTERS.fullmatch(key)


def to_be_quiet(shortcut: Shortcut) -> bool:
    """Is it typed with letters alone, or harmful to cells?"""
    strokes = [stroke for kind in KEYS for stroke in shortcut.get(kind, [])]
    if not any(strokes):
        return False
    return any(map(is_letter, strokes)) or bool(HARMFUL.match(shortcut["command"]))


def quiet(shortcuts: Iterator[Shortcut]) -> list[Shortcut]:
    """The shortcuts to switch off, as JupyterLab wants it told: each one whole, and disabled."""
    off = [{**one, "disabled": True} for one in shortcuts if to_be_quiet(one)]
    return sorted(off, key=lambda one: json.dumps([one["command"], one["selector"], one["keys"]]))


def schema(share: Path) -> str:
    """The text of our extension's file of settings."""
    content = {
        "title": "Writing",
        "description": "Made by tools/quiet_keys.py: these keys do nothing, as they change cells.",
        "jupyter.lab.shortcuts": quiet(installed(share)),
        "type": "object",
        "properties": {},
        "additionalProperties": False,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    text = schema(Path(sys.prefix, "share", "jupyter"))
    for target in (OURS, BUNDLED):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    print(f"{text.count('disabled')} keys are switched off.")
