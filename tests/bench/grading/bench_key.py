"""The key of the course for peers that run it in the learner's own process.

The folder with this file is on their PYTHONPATH. ``BENCH_KEY`` names a file with the pickled specs.
"""

import functools
import os
import pickle
from pathlib import Path

from solidarity.answers.ask import ask
from solidarity.exercises.verdict import judge


@functools.cache
def specs():
    return pickle.loads(Path(os.environ["BENCH_KEY"]).read_bytes())


def score(names, exercise):
    """The points that the answer called ``exercise`` earns among these names."""
    spec = specs()[exercise]
    return judge(spec, [ask(names, exercise, case.inputs) for case in spec.cases]).score


_scores = {}


def earns(names, exercise, points):
    """An assert of the same: the answer earns these points, or more."""
    if exercise not in _scores:
        _scores[exercise] = score(names, exercise)
    assert _scores[exercise] >= points - 0.006, "not yet"
