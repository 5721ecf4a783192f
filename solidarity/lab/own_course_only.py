"""What nbgrader 0.9 serves of a learner's folder gets no rights of the instructor's session.

The only file that knows nbgrader's handlers.

- ``/formgrader/submissions/<id>/<file>`` sends any file of ``autograded/`` as a page of the server
  itself: its scripts could do there whatever the instructor can.
- ``/formgrader?path=<folder>`` runs that folder's ``nbgrader_config.py``. No more than a picture
  with this address is needed, in a notebook that is opened or on a page anywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler, SubmissionFilesHandler
from tornado.web import HTTPError, authenticated


class SandboxedFile(SubmissionFilesHandler):
    """A learner's file, to which the browser gives no script and an origin of its own."""

    def parse_url_path(self, url_path: str) -> str:
        """The file's place. Raises HTTPError where an address leads out of the folder."""
        inside = Path(url_path.lstrip("/").partition("/")[2])
        if inside.is_absolute() or inside.drive or ".." in inside.parts:
            raise HTTPError(404)
        return str(super().parse_url_path(url_path))

    @property
    def content_security_policy(self) -> str:
        """Jupyter's policy, and that."""
        return f"{super().content_security_policy}; sandbox"


class OwnCourseOnly(FormgraderHandler):
    """Formgrader's first page, which stays in the folder where the server was started for it."""

    def initialize(self, course: Path) -> None:
        """Note the folder."""
        self.course = course

    @authenticated
    def get(self) -> Any:
        """The page, unless another folder is asked for."""
        asked = self.get_argument("path", "")
        if asked and Path(asked).resolve() != self.course:
            raise HTTPError(
                400,
                f"Formgrader was asked for the folder {asked}, and would run the settings there. "
                f"It shows {self.course} only. For another course, start JupyterLab in its folder.",
            )
        return super().get()


def guard(webapp: Any) -> None:
    """Put both in the place of nbgrader's own, in a server that has Formgrader."""
    course = Path(webapp.settings["nbgrader_formgrader"].coursedir.root).resolve()
    for rule in _rules(webapp.default_router):
        if rule.target is SubmissionFilesHandler:
            rule.target = SandboxedFile
        elif rule.target is FormgraderHandler:
            rule.target, rule.target_kwargs = OwnCourseOnly, {"course": course}


def _rules(router: Any) -> Any:
    """Every rule of a tornado router and of those within it."""
    for rule in router.rules:
        yield rule
        if hasattr(rule.target, "rules"):
            yield from _rules(rule.target)
