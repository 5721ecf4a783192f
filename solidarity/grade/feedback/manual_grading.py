"""Learners' content made harmless on Formgrader's page for manual grading.

nbgrader 0.9.6 shows a submission there as it is, with the rights of the instructor's own session:
HTML in Markdown and outputs, scripts, widgets, and links to files that came with the submission;
and the learner's id and name, which may come from a folder or from a list that was imported.
``nbgrader_config.py`` puts these two in the way, and a template that asks no other server for
MathJax.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import pass_context
from markupsafe import escape
from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict

from solidarity.notebooks.labels import label_of
from solidarity.page import markdown
from solidarity.page.cell_outputs import shown
from solidarity.page.clean import NOWHERE

TEMPLATE = "shielded"
TEMPLATES = [
    str(Path(__file__).parent / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
"""Where it lies, and nbgrader's own that it is built upon."""


class Shield(Preprocessor):
    """Replaces every output by clean HTML, and drops all metadata but nbgrader's own.

    nbgrader's template writes what is left, and ``resources`` with the names, as it comes.
    So both are escaped here, and not each time that they are written.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.enabled = True

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Change the notebook that is about to be shown; the file stays as it is."""
        nb.metadata = type(nb.metadata)()
        resources.update(_escaped(resources))
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Clean one cell."""
        label = label_of(cell)
        kept = {"nbgrader": _escaped(label)} if label else {}
        cell.metadata = type(cell.metadata)(kept)
        if cell.cell_type == "raw":
            cell.cell_type, cell.source = "markdown", f"```\n{cell.source}\n```"
        if cell.cell_type == "code":
            drawn = (shown(output, NOWHERE) for output in cell.outputs)
            cell.outputs = [_display(html) for html in drawn if html]
        return cell, resources


def _escaped(names: Mapping[str, Any]) -> dict[str, Any]:
    return {key: escape(value) if isinstance(value, str) else value for key, value in names.items()}


def _display(html: str) -> Any:
    return from_dict({"output_type": "display_data", "data": {"text/html": html}, "metadata": {}})


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """In the place of nbconvert's filter of this name."""
    attachments = context.get("cell", {}).get("attachments")
    return "".join(
        part if isinstance(part, str) else f"<h{part.level}>{part.html}</h{part.level}>"
        for part in markdown.parts(source, NOWHERE, attachments)
    )
