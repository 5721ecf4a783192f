"""The page as PDF, printed by a browser that this machine has and that asks nobody anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from solidarity.report.plan_page.seal import BLANK

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
_SECONDS = 90

# No name is found and no proxy answers, so nothing leaves, whatever a page or the browser wants.
_OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
_PRINTING = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)


class NoPdf(Exception):
    """The PDF could not be made; the message says why."""


def find_browser() -> str | None:
    """A browser of the Chromium family, which can print without a window; None if there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((path for path in _PLACES.get(sys.platform, ()) if Path(path).is_file()), None)


def printed(page: Path, target: Path, browser: str) -> bytes:
    """The PDF of a page, with a blank for its seal. Raises NoPdf.

    target: where the browser writes it for a moment; some browsers may write in few places only.
    """
    with tempfile.TemporaryDirectory(prefix="sse-export-", ignore_cleanup_errors=True) as profile:
        command = [browser, *_PRINTING, *_OFFLINE, *_sandbox(), f"--user-data-dir={profile}"]
        command += [f"--print-to-pdf={target}", page.resolve().as_uri()]
        try:
            target.unlink(missing_ok=True)
            done = subprocess.run(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
            content = target.read_bytes() if target.exists() else b""
        except subprocess.TimeoutExpired:
            raise NoPdf(f"{browser} did not end within {_SECONDS} seconds") from None
        except OSError as error:
            raise NoPdf(f"{browser} could not be started ({error.strerror})") from None
        finally:
            target.unlink(missing_ok=True)
    if not content.startswith(b"%PDF-"):
        raise NoPdf(f"{browser} made none (exit code {done.returncode})")
    return _with_blank(content)


def _sandbox() -> list[str]:
    # Chromium refuses to start for the administrator otherwise; there is no script to lock in.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _with_blank(pdf: bytes) -> bytes:
    """A comment before the last ``startxref``: no address within the file is moved by it."""
    before, mark, after = pdf.rpartition(b"startxref")
    if not mark:
        raise NoPdf("what the browser made has no end")
    return b"%s%% %s\n%s%s" % (before, BLANK.encode(), mark, after)
