"""Outputs as they come out of the jail: anything at all, until they were rebuilt here."""

from __future__ import annotations

import base64
import binascii

import nbformat
from nbformat import NotebookNode

from solidarity.answers.plain import Plain
from solidarity.run.outputs import MOST_OUTPUTS

_LETTERS = 2_000_000
_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex")
_PICTURES = ("image/png", "image/jpeg")


def read_outputs(given: Plain) -> list[NotebookNode]:
    """Notebook outputs built anew from known parts; what is not as agreed is left out.

    HTML stays as it came: pages that show it must clean it (see ``grade.feedback.clean``).
    """
    if not isinstance(given, list):
        return []
    rebuilt = [_output(one) for one in given[:MOST_OUTPUTS] if isinstance(one, dict)]
    return [one for one in rebuilt if one is not None]


def _output(given: dict[str, Plain]) -> NotebookNode | None:
    match given.get("output_type"):
        case "stream":
            name = "stderr" if given.get("name") == "stderr" else "stdout"
            return _made("stream", name=name, text=_text(given.get("text")))
        case "error":
            lines = given.get("traceback")
            return _made(
                "error",
                ename=_text(given.get("ename"))[:200],
                evalue=_text(given.get("evalue"))[:10_000],
                traceback=[_text(line) for line in lines[:200]] if isinstance(lines, list) else [],
            )
        case "display_data" | "execute_result" as kind:
            data = given.get("data")
            kept = _data(data) if isinstance(data, dict) else {}
            count = {"execution_count": None} if kind == "execute_result" else {}
            return _made(kind, data=kept, metadata={}, **count) if kept else None
    return None


def _made(kind: str, **fields: object) -> NotebookNode:
    return nbformat.from_dict({"output_type": kind, **fields})


def _data(given: dict[str, Plain]) -> dict[str, str]:
    kept = {kind: _text(given[kind]) for kind in _TEXTS if isinstance(given.get(kind), str)}
    for kind in _PICTURES:
        picture = given.get(kind)
        if isinstance(picture, str) and _is_base64(picture):
            kept[kind] = picture
    return kept


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _text(value: Plain) -> str:
    # A lone surrogate cannot be written to a file; it is shown as a question mark.
    text = value if isinstance(value, str) else ""
    return text[:_LETTERS].encode("utf-8", "replace").decode("utf-8")
