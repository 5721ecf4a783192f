"""Pictures that lie beside a notebook, taken into the page itself."""

from __future__ import annotations

import base64
from pathlib import Path

_KINDS = {
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".gif": "gif",
    ".webp": "webp",
    ".svg": "svg+xml",
}
_MOST_BYTES = 4 * 2**20


def picture(folder: Path, name: str) -> str | None:
    """A picture in the folder as an address that holds it; None for anything else, and for links.

    A link could lead to somebody else's picture.
    """
    kind = _KINDS.get(Path(name).suffix.lower())
    path = folder / name
    try:
        inside = path.resolve().relative_to(folder.resolve())
        if kind is None or path.resolve() != folder.resolve() / inside or _linked(folder, inside):
            return None
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        data = base64.b64encode(path.read_bytes()).decode()
    except (OSError, ValueError):
        return None
    return f"data:image/{kind};base64,{data}"


def _linked(folder: Path, inside: Path) -> bool:
    return any((folder / part).is_symlink() for part in [inside, *inside.parents][:-1])
