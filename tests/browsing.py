"""A JupyterLab served by ``sse lab`` on a copy of the course, a browser, and hands to use both.

The fixtures are imported in the conftest.py of the folders that need them, so that no other test
loads Playwright.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import PATIENCE, PATIENCE_MS, copy_course, wait_until
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)

TOKEN = "solidarity-test"
expect.set_options(timeout=PATIENCE_MS)

AGAIN_MS = 3_000
"""How long a key or a click may take to show something, before it is given once more.

While JupyterLab is still setting up its page, it may lose one.
"""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="Chromium is missing; on Debian and Ubuntu: sudo apt install chromium",
    ),
]
# Chromium would look for updates and its maker's servers; the tests allow this machine only.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its folder, its user's home and its server's log."""

    address: str
    root: Path
    home: Path
    log: Path

    def url(self, path: str) -> str:
        """The address that opens a file in JupyterLab, in a workspace of its own."""
        return f"{self.address}/lab/tree/{path}?token={TOKEN}&reset"


def wait_in(page: Page, happened: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait for what the page is to do; ``otherwise`` gives the words for when it did not.

    Playwright hears of requests, and answers those that a test stands in for, only while it is
    waiting itself: asleep, we would wait for an answer that is ours to give.
    """
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, otherwise()
        page.wait_for_timeout(50)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = copy_course(tmp_path_factory.mktemp("lab") / "course-copy")
    home = tmp_path_factory.mktemp("home")
    with serving(["solidarity", "lab", "--root", str(root)], root, home) as lab:
        yield lab


@contextmanager
def serving(module: list[str], root: Path, home: Path, **variables: str) -> Iterator[Lab]:
    """A JupyterLab that this module of Python starts in ``root``, with a home of its own.

    Neither the developer's settings nor an earlier run's workspaces count.
    """
    log = home / "lab.log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        **variables,
    }
    command = [sys.executable, "-m", *module]
    command += ["--no-browser", f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
    command += ["--ServerApp.port_retries=0", "--allow-root"]
    with log.open("w") as out:
        server = subprocess.Popen(
            command, env={**os.environ, **own}, stdout=out, stderr=subprocess.STDOUT, cwd=root
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for_server(f"{address}/api/status?token={TOKEN}", server, log)
            yield Lab(address, root, home, log)
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for_server(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    def answers() -> bool:
        assert server.poll() is None, f"The server ended at once:\n{log.read_text()[-3000:]}"
        try:
            urllib.request.urlopen(url, timeout=PATIENCE).close()
        except OSError:
            return False
        return True

    wait_until(answers, lambda: f"The server did not answer:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def outside() -> list[str]:
    """The addresses outside this machine that the page asked for."""
    return []


@pytest.fixture
def page(browser: Browser, outside: list[str]) -> Iterator[Page]:
    with new_page(browser, outside) as page:
        yield page


@contextmanager
def new_page(browser: Browser, outside: list[str], height: int = 1000) -> Iterator[Page]:
    """A page that shares nothing with others; what it asks of the world is noted in ``outside``."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": height})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)

    def note(request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            outside.append(url)

    page.on("request", note)
    yield page
    context.close()


def look(what: Page | Locator, name: str) -> None:
    """Keep a picture for people to look at, where SSE_PICTURES names a folder."""
    folder = os.environ.get("SSE_PICTURES")
    if folder:
        if isinstance(what, Locator):
            # Tall enough for the whole part to be on the screen at once.
            what.page.set_viewport_size({"width": 1100, "height": 1700})
            what.scroll_into_view_if_needed()
        what.screenshot(path=str(Path(folder) / f"{name}.png"))


def open_notebook(page: Page, lab: Lab, path: str) -> None:
    page.goto(lab.url(path))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    wait_for_kernel(page)


def wait_for_kernel(page: Page) -> None:
    # A kernel that has not been chosen yet also counts as idle, and what it is asked is lost.
    name = page.locator(".jp-NotebookPanel:visible .jp-KernelName")
    expect(name).not_to_have_text("No Kernel")
    expect(
        page.locator(".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator")
    ).to_have_attribute("data-status", "idle")


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def cell(page: Page, text: str) -> Locator:
    return page.locator(".jp-NotebookPanel:visible .jp-CodeCell", has_text=text).first


def run_cell(page: Page, target: Locator) -> None:
    prompt = target.locator(".jp-InputPrompt")
    before = prompt.inner_text()

    def press() -> None:
        target.locator(".cm-content").click()
        expect(target.locator(".cm-content")).to_be_focused()
        page.keyboard.press("Control+Enter")

    again_until(press, lambda: expect(prompt).not_to_have_text(before, timeout=AGAIN_MS))
    expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))


def again_until(act: Callable[[], None], seen: Callable[[], None]) -> None:
    """Do what a person would do once more, until ``seen`` no longer raises AssertionError."""

    def done() -> bool:
        act()
        try:
            seen()
        except AssertionError:
            return False
        return True

    wait_until(done, otherwise=lambda: "done again and again, it showed nothing")


def type_into(page: Page, target: Locator, text: str) -> None:
    target.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
