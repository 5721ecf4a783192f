"""Ids and names made text on Formgrader's lists: assignments, submissions, learners, gradebook.

The templates of nbgrader 0.9.6 escape nothing. An id stands on these pages, and in their scripts,
as it comes: from a folder's name, or from the address of the page, which may be a stranger's link.
The scripts put it into the address of a request as it is, where signs could lead elsewhere.
What fills the lists is sent as if it were a page, and would be shown as one to whoever opens it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment

_HANDLERS = "nbgrader.server_extensions.formgrader.base"
_POLICY = Path(__file__).parent / "templates" / "shielded" / "policy.html"

_STRING_IN_SCRIPT = re.compile(r'= "\{\{ (\w+) \}\}";')
_OWN_SCRIPTS = "{%- block head -%}"

_GUARD = r"""
<script>
$.ajaxPrefilter((request) => {
  request.url = request.url.replace(/[\\?#]/g, encodeURIComponent).replace(/%2e/gi, "%252e");
});
const asMarkup = createModal;
createModal = (id, title, body, footer) =>
  asMarkup(id, title, typeof body === "string" ? document.createTextNode(body) : body, footer);
</script>
"""
"""A learner may be called ``..\\..\\api\\shutdown?``: her name stays one part of an address.

And it is text in the words of a dialog that says what went wrong.
"""


def make_names_text() -> None:
    """Let Formgrader escape what it writes, in the process whose Formgrader reads our settings."""
    handlers: Any = sys.modules.get(_HANDLERS)
    if handlers is not None:
        handlers.BaseHandler.render = _render
        handlers.BaseApiHandler.set_default_headers = _as_plain_text


def _render(handler: Any, name: str, **names: Any) -> str:
    """In the place of the handlers' own method."""
    return escaping(handler.settings["nbgrader_jinja2_env"]).get_template(name).render(**names)


def _as_plain_text(handler: Any) -> None:
    """In the place of the handlers' own method. The scripts read JSON out of text."""
    # Not loaded by those who only grade.
    from jupyter_server.base.handlers import JupyterHandler

    JupyterHandler.set_default_headers(handler)
    handler.set_header("Content-Type", "text/plain; charset=UTF-8")


@cache
def escaping(environment: Environment) -> Environment:
    """The same templates, where all that is written is escaped."""
    assert environment.loader is not None
    return environment.overlay(autoescape=True, loader=_Shielded(environment.loader))


class _Shielded(BaseLoader):
    """nbgrader's templates, with a policy, and with strings in scripts as JSON."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """A template as it lies in nbgrader, and the three changes."""
        source, path, unchanged = self._loader.get_source(environment, template)
        source = source.replace("<head>", f"<head>\n{_POLICY.read_text('utf-8')}")
        source = source.replace(_OWN_SCRIPTS, _GUARD + _OWN_SCRIPTS)
        return _STRING_IN_SCRIPT.sub(r"= {{ \1 | tojson }};", source), path, unchanged
