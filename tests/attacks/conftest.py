"""Jails of both modes, for those attacks that run in one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacks.stage import LIMITS, kit

from solidarity.run.jail.bubblewrap import Bubblewrap, NoJail
from solidarity.run.jail.probe import wall_here
from solidarity.run.worker import Worker


@pytest.fixture(scope="session", params=[True, False], ids=["nested", "alone"])
def jail(request: pytest.FixtureRequest) -> Iterator[Worker]:
    """One jail for all submissions in namespaces of their own, and one jail for each."""
    with Worker(kit().files, LIMITS, wall=Bubblewrap(request.param)) as jail:
        skip_without(jail)
        yield jail


@pytest.fixture(scope="session")
def one_jail() -> Iterator[Worker]:
    """For attacks on the trusted side: it makes no difference from which jail they come."""
    with Worker(kit().files, LIMITS, wall=wall_here()) as jail:
        skip_without(jail)
        yield jail


def skip_without(jail: Worker) -> None:
    """Skip the test where this machine allows no such jail."""
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    try:
        run = jail.run(notebook, {})
    except NoJail as problem:
        pytest.skip(str(problem).splitlines()[0])
    if not run.notebook.cells[0].outputs:
        pytest.skip(f"no jail of this kind here: {run.trouble}")
