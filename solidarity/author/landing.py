"""The landing page and the README's table, both made from the manifest."""

from __future__ import annotations

from typing import Any

from solidarity.course import PARTS, WORK, Course, Module

PATH_MARK = "<!-- the path of modules stands here -->"
README_BEGIN = "<!-- modules: made by sse build -->"
README_END = "<!-- end of modules -->"


def path_table(course: Course, *, base: str = WORK) -> str:
    """The modules as a Markdown table; links lead to the learner's own copies."""
    lines = [
        "| Module | What it is about | Minutes | Start |",
        "|:---|:---|---:|:---|",
    ]
    return "\n".join(lines + [_row(module, base) for module in course.modules])


def _row(module: Module, base: str) -> str:
    name = f"**{module.number}. {module.title}**"
    if not module.written:
        return f"| {module.number}. {module.title} | | | *coming* |"
    minutes = module.total_minutes
    links = " · ".join(
        f"[{part}]({base}/{module.id}/{part}.ipynb) ({module.minutes[part]})" for part in PARTS
    )
    return f"| {name} | {module.about} | {minutes} | {links} |"


def list_modules(notebook: Any, course: Course) -> None:
    """Put the table into the place kept for it on the landing page."""
    for cell in notebook.cells:
        if PATH_MARK in cell.source:
            cell.source = cell.source.replace(PATH_MARK, path_table(course))


def readme(text: str, course: Course) -> str:
    """The README with its table of modules renewed; a README without the marks stays as it is."""
    before, begin, rest = text.partition(README_BEGIN)
    _, end, after = rest.partition(README_END)
    if not (begin and end):
        return text
    table = path_table(course, base="release")
    return f"{before}{README_BEGIN}\n{table}\n{README_END}{after}"
