"""A mark by which a file is known as written here, and not changed by anybody since."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_DIGITS = "0" * 64
BLANK = f"sse export {_DIGITS}"
"""What a file says in the place of its seal before it is sealed, below all that people wrote."""

_SEAL = re.compile(rb"sse export ([0-9a-f]{64})")


def sealed(content: bytes) -> bytes:
    """The content with a seal in the place of its last blank. Raises ValueError if it has none."""
    before, blank, after = content.rpartition(BLANK.encode())
    if not blank:
        raise ValueError("there is no place for the seal")
    return before + b"sse export " + _digest(content) + after


def is_ours(path: Path) -> bool:
    """Whether the file was sealed here and is still as it was; False for a link."""
    if path.is_symlink() or not path.is_file():
        return False
    content = path.read_bytes()
    seals = list(_SEAL.finditer(content))
    if not seals:
        return False
    digits = seals[-1].span(1)
    blank = content[: digits[0]] + _DIGITS.encode() + content[digits[1] :]
    return seals[-1][1] == _digest(blank)


def _digest(blank: bytes) -> bytes:
    return hashlib.sha256(blank).hexdigest().encode()
