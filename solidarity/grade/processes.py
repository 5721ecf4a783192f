"""Where the processes that grade come from: a server that has imported everything and is forked."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext

_READY_WITH = ["solidarity.cli", "solidarity.grade.engines", "solidarity.grade.jail.kept"]


def context() -> BaseContext:
    """The kind of processes that grade. Windows has no such server: each imports for itself."""
    kinds = multiprocessing.get_all_start_methods()
    found = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
    found.set_forkserver_preload(_READY_WITH)
    return found


def start_server() -> None:
    """Let the server import while this process does something else; it takes a second."""
    if context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()
