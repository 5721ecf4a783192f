"""Run one's own notebook: in the jail where there is one, else as it runs in JupyterLab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.runner import Limits, Question, Run
from solidarity.run.whose import Before


def run_own(
    notebook: Any,
    questions: Mapping[int, Question],
    files: Mapping[str, bytes],
    limits: Limits | None = None,
    before: Before = lambda jailed: None,
) -> Run:
    """Run all cells and ask each question in its place; files: what lies beside the notebook.

    before: told whether it is in the jail, and may refuse; without it the caller answers for the
    notebook, as where no jail is possible it runs with all rights.
    """
    from solidarity.run.jail.kept import kept_jail

    limits = limits or Limits()
    try:
        jail = kept_jail(files, limits)
        before(True)
        return jail.run(notebook, questions)
    except NoJail:
        from solidarity.run.kernel import run_in_a_folder

        before(False)
        return run_in_a_folder(notebook, questions, files, limits)
