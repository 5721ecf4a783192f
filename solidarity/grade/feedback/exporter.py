"""From a graded notebook to the learner's page, as one of nbconvert's exporters."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from nbconvert.exporters import Exporter
from traitlets import Unicode

from solidarity.course import PARTS, CourseProblem, load_course
from solidarity.grade.feedback.graded_page import page_of
from solidarity.page.clean import Place
from solidarity.page.pictures import picture
from solidarity.page.printable import printable

_IN_PAGE = re.compile(r"#[^\s\"<>]*")
_PART = re.compile(r"([\w-]+)\.(?:ipynb|html)(#[^\s\"<>]*)?")


class FeedbackPage(Exporter):
    """Writes a page of its own: one file, no script, no request to anywhere.

    nbgrader uses it for ``generate_feedback`` and Formgrader's button, after ``GetMarks``.
    """

    course_root = Unicode(help="The folder of the course, for the titles of its modules.").tag(
        config=True
    )
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page, and what nbconvert knows of the notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        marks = resources.get("nbgrader", {})
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        name = str(marks.get("notebook") or resources.get("metadata", {}).get("name", ""))
        siblings = sorted((path.stem for path in folder.glob("*.ipynb")), key=_order)
        html = _template().render(
            module=module_title(self.course_root, str(marks.get("assignment", ""))),
            part=part_title(name),
            student=marks.get("student", ""),
            learner=marks.get("learner", ""),
            page=page_of(nb, marks, place_beside(folder, siblings)),
            pages=[(quote(f"{one}.html"), part_title(one)) for one in siblings if one != name],
        )
        return printable(html), resources


def place_beside(folder: Path, siblings: list[str]) -> Place:
    """Links lead to this page and to the others of the module; pictures are taken in from there."""

    def link(address: str) -> str | None:
        if _IN_PAGE.fullmatch(address):
            return address
        part = _PART.fullmatch(address)
        if part is None or part[1] not in siblings:
            return None
        place = part[2] or ""
        # The pages have an address for each heading, and none for a cell.
        return f"{part[1]}.html{'' if place.startswith('#cell-id=') else place}"

    return Place(link, lambda name: picture(folder, name))


def _order(name: str) -> tuple[int, str]:
    return (PARTS.index(name) if name in PARTS else len(PARTS), name)


def part_title(name: str) -> str:
    """How a notebook is called on a page."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return "Case study" if name == "case" else words[:1].upper() + words[1:]


@functools.cache
def module_title(root: str, module: str) -> str:
    """How a module is called on a page."""
    try:
        titles = {one.id: one.title for one in load_course(Path(root)).modules}
    except CourseProblem:
        return module
    return titles.get(module, module)


@functools.cache
def _template() -> Any:
    loader = PackageLoader("solidarity.grade.feedback", "templates")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("page.html.j2")
