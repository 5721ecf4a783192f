"""What is measured as the verdict at home is what ``check()`` says there, in all modules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from beside_the_learner import beside_the_learner
from helpers import MODULES, ROOT

from solidarity.check import verdict_panel
from solidarity.measure.measured import QUICK, corpus_of
from solidarity.measure.tried import bench_of
from solidarity.run.worker import Worker

pytestmark = pytest.mark.slow

EACH = 31
"""One answer of so many: a process is begun for each."""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_the_check_says_what_was_measured(module: Path, tmp_path: Path) -> None:
    released = ROOT / "release" / module.name
    folder = shutil.copytree(released, tmp_path / module.name)
    bench = bench_of(ROOT, module.name)
    # What ends Python takes the kernel with it, what is drawn is another answer each time, and who
    # cheats may put another function in the place of check.
    entries = [
        one
        for one in corpus_of(ROOT, module.name)
        if one.deserves != "cheat" and not any(word in one.code for word in ("exit", "random"))
    ][::EACH]
    assert len(entries) >= 9
    differ = []
    with Worker(bench.files, QUICK, wall=None) as worker:
        for one in entries:
            measured = bench.try_out(one.exercise, one.code, worker.run).home
            notebook = bench.notebook_with(one.exercise, one.code)
            said = beside_the_learner(notebook, folder, QUICK.ask_seconds)[one.exercise]
            heading, words = verdict_panel.words(measured.status), measured.explanation
            if not said.heading.startswith(heading) or said.explanation != words.replace("`", ""):
                differ.append((one.place, said, heading, words))
    assert differ == []
