"""The saved class makes the mistakes that it says, and no changed point or word is passed over."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import same_marks
from helpers import ROOT
from keys.test_keys import opening, verdict_on

from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.exercises.keys import load_key


@pytest.mark.parametrize("module", ["m02-what-counts", "m05-credit"])
def test_each_mistake_of_a_key_is_made_by_somebody(module: str) -> None:
    key = load_key(ROOT / "course" / module / "key.py")
    made = set()
    for number in range(max(len(exercise.mistakes) for exercise in key.values())):
        work = same_marks.Work(module, key)
        same_marks.mistake(number, work)
        for name, exercise in key.items():
            names = dict(opening(module))
            exec(work.answers[name].source, names)
            spec = exercise.spec(name, hidden_seed=PUBLIC_SEED)
            made.add((name, verdict_on(spec, names[name]).mistake))
    named = {(name, mistake) for name, one in key.items() for mistake in one.mistakes}
    assert named
    assert named <= made


RESULT: dict[str, Any] = {
    "m04": {"ana": {"marks": {"share_value": [2.0, None]}, "page": ["Right", "2 of 2 points"]}}
}


def test_the_same_result_has_no_difference() -> None:
    assert list(same_marks.differences(RESULT, copy.deepcopy(RESULT))) == []


def test_a_changed_point_word_or_learner_is_told_with_its_place() -> None:
    other = copy.deepcopy(RESULT)
    other["m04"]["ana"]["marks"]["share_value"][0] = 1.5
    other["m04"]["ana"]["page"][0] = "Not yet"
    other["m04"]["ben"] = {"marks": {}}

    told = list(same_marks.differences(RESULT, other))

    assert [one.partition(":")[0] for one in told] == [
        "/m04/ana/marks/share_value/0",
        "/m04/ana/page/0",
        "/m04/ben",
    ]
