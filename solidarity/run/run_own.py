"""Run one's own notebook: in a jail where one is possible, else with all rights."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode

from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.runner import Limits, Question, Run
from solidarity.run.whose import Before


def run_own(
    notebook: NotebookNode,
    questions: Mapping[int, Question],
    files: Mapping[str, bytes],
    limits: Limits | None = None,
    before: Before = lambda jailed: None,
) -> Run:
    """Run all cells and ask each question in its place; files: what lies beside the notebook.

    before: told whether it is in the jail, and may refuse; without it the caller answers for the
    notebook, as where no jail is possible it runs with all rights.
    """
    from solidarity.run.jail.probe import wall_here
    from solidarity.run.kept import kept_worker

    limits = limits or Limits()
    try:
        worker = kept_worker(files, limits, wall_here())
        before(True)
        return worker.run(notebook, questions)
    except NoJail:
        from solidarity.run.trusted import run_trusted

        before(False)
        return run_trusted(notebook, questions, files, limits)
