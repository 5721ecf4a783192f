"""A file that came with a submission, served by Formgrader, has no rights of the instructor."""

from __future__ import annotations

from contextlib import suppress

import pytest
from browser.strangers import LISTENER, tells
from browser.test_formgrader import Formgrader, formgrader, hand_in
from browsing import Lab, new_page
from demo import MODULE
from helpers import some
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

__all__ = ["formgrader"]

LEARNER = "files-beside"
"""No other file of tests hands in for this one: all share the lab's folder."""

SESSION = (
    f"fetch('/api/contents').then(a => fetch('{LISTENER}/session-' + a.status),"
    f" e => fetch('{LISTENER}/refused'));"
)
SCRIPT = tells("script") + SESSION
PAGE = f"<html><body><p>I am served.</p><script>{SCRIPT}</script></body></html>"
XHTML = f"""<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>I am served.</p>
<script><![CDATA[{SCRIPT}]]></script></body></html>"""
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" onload="{tells("svg")}">
<text y="20">I am served.</text><script><![CDATA[{SCRIPT}]]></script></svg>"""
XSLT = f"""<?xml version="1.0"?><xsl:stylesheet version="1.0"
xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html><body>
<script>{SCRIPT.replace("=>", "=&gt;")}</script></body></html></xsl:template></xsl:stylesheet>"""
XML = '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="sheet.xsl"?><a>I am served.</a>'
PDF = f"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript
/JS (app.launchURL("{LISTENER}/pdf");)>> >> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]>> endobj
trailer <</Root 1 0 R>>
"""
MHTML = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html

{PAGE}
--b--
"""
FILES = {
    "page.html": PAGE,
    "page.htm": PAGE,
    "PAGE.HTML": PAGE,
    "page.shtml": PAGE,
    "page.xhtml": XHTML,
    "page.xht": XHTML,
    "drawing.svg": SVG,
    "figures/drawing.svg": SVG,
    "data.xml": XML,
    "data.rdf": XHTML,
    "data.atom": XHTML,
    "sheet.xsl": XSLT,
    "script.js": SCRIPT,
    "script.mjs": SCRIPT,
    "saved.mhtml": MHTML,
    "saved.mht": MHTML,
    "paper.pdf": PDF,
    "no-ending": PAGE,
    "odd.ending": PAGE,
    "copy.ipynb": PAGE,
    "readme.md": PAGE,
    "page.html.txt": PAGE,
    "page.hta": PAGE,
    "next": PAGE,
    "components/page.html": PAGE,
}


@pytest.fixture(scope="module")
def submission(
    request: pytest.FixtureRequest, lab: Lab, formgrader: Formgrader, browser: Browser
) -> str:
    """The address of Formgrader's page for what the learner handed in, with the files beside it."""
    # Another file of tests may ask for this too, in the same lab.
    here = request.module.__name__.endswith("test_files_beside_a_submission")
    learner = LEARNER if here else f"{LEARNER}-again"
    hand_in(lab, learner, lambda notebook: None)
    with new_page(browser, []) as page:
        formgrader.autograde(page, learner)
    # Put there by hand, so that this does not depend on what grading leaves out.
    for name, text in FILES.items():
        path = lab.root / "autograded" / learner / MODULE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with formgrader.gradebook() as gradebook:
        name = gradebook.find_submission_notebook("exercises", MODULE, learner).id
    return f"{lab.address}/formgrader/submissions/{name}"


def test_no_file_beside_a_submission_is_a_page_of_the_server(
    page: Page, lab: Lab, submission: str, outside: list[str]
) -> None:
    page.goto(lab.url("START.ipynb"))
    unlike_others = {"next", "components/page.html"}
    for name in some(sorted(set(FILES) - unlike_others)):
        url = f"{submission}/{name}"
        answer = page.request.get(url)
        assert answer.ok, name
        policy = answer.headers["content-security-policy"]
        assert "sandbox" in [part.strip() for part in policy.split(";")], name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        opened = page.context.new_page()
        opened.on("request", lambda request: note(request.url, outside))
        # What the browser stores instead of showing it is no page, and no error either.
        with suppress(PlaywrightError):
            opened.goto(url)
        opened.close()
        assert outside == [], name


def note(url: str, outside: list[str]) -> None:
    if url.startswith(LISTENER):
        outside.append(url)


def test_pictures_and_formgraders_own_pages_are_shown_as_before(
    page: Page, lab: Lab, submission: str, formgrader: Formgrader
) -> None:
    formgrader.open_submission(page, LEARNER)
    cell = formgrader.cell(page, "reflection")
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        cell.locator("input.score").fill("3")
        cell.locator("input.score").press("Tab")
    width = """address => new Promise((done) => {
        const picture = new Image();
        picture.onload = () => done(picture.naturalWidth);
        picture.onerror = () => done(0);
        picture.src = address;
    })"""
    assert page.evaluate(width, f"{submission}/figures/drawing.svg") > 0
    formgrader.open(page, "manage_submissions/" + MODULE)
    expect(page.locator("tr", has_text=LEARNER).first).to_be_visible()
