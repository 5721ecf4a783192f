"""A browser that tells what ran in its pages and what they asked for; many pages at one time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from helpers import PATIENCE_MS
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, Route

HOME = "http://pages.test"

# Everything is hovered over and pressed, but for links to other pages of the same server: such a
# page would take the place of the one that is looked at.
_PRESS = """
async () => {
  for (const part of document.querySelectorAll("*")) {
    for (const kind of ["pointerover", "mouseover", "mouseenter", "focus", "toggle"])
      part.dispatchEvent(new Event(kind));
    const leads = part.closest("a[href]")?.getAttribute("href") || "";
    if (/^\\/[^/\\\\]|readthedocs/.test(leads)) continue;
    if (part.click) part.click();
    else part.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  }
  // What was begun before this picture failed has failed too, and has told so.
  await new Promise((done) => {
    const last = new Image();
    last.onerror = last.onload = done;
    last.src = "data:image/png,none";
  });
}
"""


@dataclass
class Watched:
    """ran: the numbers that were told. asked: addresses on servers that are not ours."""

    context: BrowserContext
    page: Page
    own: str = HOME
    served: Mapping[str, Any] = field(default_factory=dict)
    ran: set[int] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    @property
    def acted(self) -> set[int]:
        """The numbers of the payloads that ran, or that asked for something."""
        numbers = {re.search(r"evil\.test/(\d+)", url) for url in self.asked}
        return self.ran | {int(found[1]) for found in numbers if found}

    def open(self, addresses: Sequence[str]) -> None:
        """Open these pages beside each other, and hover over and press all that is on them."""
        frames = "".join(f'<iframe src="{address}"></iframe>' for address in addresses)
        self.served = {**self.served, "/all": f"<!doctype html><body>{frames}"}
        self.page.goto(f"{self.own}/all")
        self.page.wait_for_load_state("networkidle")
        for frame in self.page.frames[1:]:
            self._press(frame)
        self.page.wait_for_load_state("networkidle")

    def _press(self, frame: Frame) -> None:
        try:
            frame.evaluate(_PRESS)
        except Error:
            # The page has led itself away, or into a frame that is no page any more.
            return


@contextmanager
def watched(browser: Browser, own: str = HOME) -> Iterator[Watched]:
    """A page of its own, of which nothing leaves this machine. own: the server that is ours."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    watch = Watched(context, page, own)
    context.expose_binding("told", lambda source, number: watch.ran.add(int(number)))

    def answer(route: Route) -> None:
        url = route.request.url
        place = urlsplit(url)
        if f"{place.scheme}://{place.netloc}" != watch.own:
            watch.asked.add(url)
            route.abort()
        elif place.path in watch.served:
            content = watch.served[place.path]
            if isinstance(content, str):
                route.fulfill(body=content, content_type="text/html; charset=utf-8")
            else:
                route.fulfill(path=content)
        elif watch.own == HOME:
            route.fulfill(status=404, body="")
        else:
            route.continue_()

    context.route("**/*", answer)
    yield watch
    context.close()
