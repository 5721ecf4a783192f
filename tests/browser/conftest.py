"""Every test in this folder gets a JupyterLab and a browser, and needs Chromium."""

from __future__ import annotations

import pytest
from browsing import NEEDS_CHROMIUM, browser, lab, outside, page

__all__ = ["browser", "lab", "outside", "page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            for mark in NEEDS_CHROMIUM:
                item.add_marker(mark)
