"""Run trusted work: without a jail, with all the rights of whoever runs it, and else the same."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from solidarity.run.runner import Limits, Question, Run

COPIES = hasattr(os, "fork")
"""Whether a process can be copied here."""


def run_trusted(
    notebook: NotebookNode,
    questions: Mapping[int, Question],
    files: Mapping[str, bytes],
    limits: Limits,
    *,
    own: Mapping[str, bytes] | None = None,
    folder: Path | None = None,
) -> Run:
    """Run all cells and ask each question in its place, as ``Worker.run`` does.

    files: what lies beside every notebook. own: of this learner, in its place. folder: where the
    cells run, if not in a new folder with these files. Raises CourseProblem where Python does not
    start.
    """
    if COPIES:
        from solidarity.run.kept import kept_worker

        return kept_worker(files, limits, None).run(notebook, questions, own, folder=folder)
    from solidarity.run.kernel import run_in_kernel

    return run_in_kernel(notebook, questions, {**files, **(own or {})}, limits, folder)
