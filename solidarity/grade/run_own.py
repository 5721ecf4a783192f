"""Run one's own notebook: in the jail where there is one, else as it runs in JupyterLab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solidarity.grade.jail.bubblewrap import NoJail
from solidarity.grade.run import Limits, Question, Run


def run_own(
    notebook: Any,
    questions: Mapping[int, Question],
    files: Mapping[str, bytes],
    limits: Limits | None = None,
) -> Run:
    """Run all cells and ask each question in its place; files: what lies beside the notebook."""
    from solidarity.grade.jail.kept import kept_jail

    limits = limits or Limits()
    try:
        return kept_jail(files, limits).run(notebook, questions)
    except NoJail:
        # One's own work may run with one's own rights, as it does in JupyterLab.
        from solidarity.grade.kernel import run_in_a_folder

        return run_in_a_folder(notebook, questions, files, limits)
