"""The course's extension of the Jupyter server: opening what others wrote runs nothing.

``jupyter_server_config.d/solidarity.json`` turns it on. ``sse lab`` finds that file here, and every
other server of a Python that the course is installed in finds it in ``etc/jupyter``.
"""

from __future__ import annotations

from typing import Any

from solidarity.lab import kernels, unsigned


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "solidarity.lab.server"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    _guard(serverapp)


async def _start_jupyter_server_extension(serverapp: Any) -> None:
    """Once more, as an extension that was loaded later may have changed something."""
    _guard(serverapp)


def _guard(serverapp: Any) -> None:
    settings = serverapp.web_app.settings
    unsigned.guard(settings["contents_manager"])
    kernels.guard(settings["kernel_spec_manager"])
    if "nbgrader_formgrader" in settings:
        # Loaded here, as a learner alone has no nbgrader.
        from solidarity.lab import own_course_only

        own_course_only.guard(serverapp.web_app)
