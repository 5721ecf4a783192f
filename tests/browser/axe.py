"""axe-core in the page under test: what a program can say about its use without sight or mouse."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

BAD = ("serious", "critical")

_RUN = """async ([within, bad]) => {
  const { violations } = await axe.run(within, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => bad.includes(impact))
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => ({
        rule: id,
        help,
        html: node.html.slice(0, 200),
        ours: Boolean(document.querySelector(node.target[0])?.closest(".sse-panel")),
      })),
    );
}"""


@dataclass(frozen=True)
class Violation:
    """A rule of axe that one element breaks. ours: the element lies within a panel."""

    rule: str
    help: str
    html: str
    ours: bool


def violations(page: Page, within: str = "html") -> list[Violation]:
    """What axe calls serious or critical in this part of the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [Violation(**found) for found in page.evaluate(_RUN, [within, BAD])]
