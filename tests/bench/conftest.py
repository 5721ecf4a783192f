"""The benchmark uses the same JupyterLab and browser as the tests in tests/browser."""

from __future__ import annotations

from browsing import browser, lab, outside

__all__ = ["browser", "lab", "outside"]
