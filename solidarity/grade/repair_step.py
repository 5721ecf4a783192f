"""Repair as a step of nbgrader's own commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from solidarity.notebooks.repair import repair


class Repair(NbGraderPreprocessor):
    """Restores the cells that nbgrader relies on, before nbgrader looks at them."""

    course_root = Unicode(help="The folder of the course; release/ is looked for in it.").tag(
        config=True
    )

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mend ``nb`` against the released notebook of the same name, if there is one."""
        names = resources["nbgrader"]
        path = Path(self.course_root, "release", names["assignment"], f"{names['notebook']}.ipynb")
        if not path.is_file():
            self.log.warning("No released notebook %s: nothing to repair against", path)
            return nb, resources
        released = nbformat.read(path, as_version=4)
        mended, repairs = repair(nb, released)
        for sentence in repairs:
            self.log.warning("Repaired %s: %s", names["notebook"], sentence)
        resources["solidarity_repairs"] = repairs
        # What is said about the file itself, see HandIn.
        mended.cells[:0] = resources.pop("solidarity_above", [])
        return mended, resources
