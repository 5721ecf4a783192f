"""From a notebook of ``source/`` to one of ``release/``, by nbgrader's own steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import GenerateAssignment
from traitlets.config import Config, PyFileConfigLoader

from solidarity.author.master import BuildProblem


def load_config(config_file: Path) -> Config:
    """The course's settings of nbgrader. Raises BuildProblem when a class's own are broken."""
    try:
        loader = PyFileConfigLoader(config_file.name, path=str(config_file.parent))
        return Config(loader.load_config())
    except SystemExit as stop:
        raise BuildProblem([str(stop)]) from None


class Release:
    """nbgrader's steps for one module, as the course's ``nbgrader_config.py`` lists them.

    So an instructor's ``nbgrader generate_assignment`` gives the same bytes. Two steps are left
    out that change no notebook: the gradebook is not the build's, and cells were checked already.
    """

    def __init__(self, module: str, config_file: Path) -> None:
        config = load_config(config_file)
        config.SaveCells.enabled = False
        config.CheckCellMetadata.enabled = False
        config.Exporter.default_preprocessors = []
        # The notebook is validated after the last step, and not after each.
        config.Exporter.optimistic_validation = True
        self._module = module
        self._exporter: Any = NotebookExporter(config=config)
        for step in GenerateAssignment(config=config).preprocessors:
            self._exporter.register_preprocessor(step)

    def text(self, notebook: Any, part: str) -> str:
        """The text of the released notebook. Raises BuildProblem in nbgrader's own words."""
        about = {"student": ".", "assignment": self._module, "notebook": part}
        resources = {"unique_key": part, "nbgrader": about}
        try:
            text, _ = self._exporter.from_notebook_node(notebook, resources)
        except Exception as error:
            # nbgrader raises a bare exception from the one that says why.
            reason = str(error.__context__ or error).splitlines() or [type(error).__name__]
            raise BuildProblem(
                [f"nbgrader could not release {self._module}/{part}: {reason[0][:300]}"]
            ) from None
        return str(text)
