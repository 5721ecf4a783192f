"""How a heading of a notebook is named in an address, and in a key."""

from __future__ import annotations

import re


def anchor(heading: str) -> str:
    """What stands behind # in its address, as JupyterLab, nbconvert and GitHub make it."""
    return "-".join(heading.split())


def key_name(heading: str) -> str:
    """What an exercise's ``read="reading#…"`` calls it: small letters, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")
