"""Records of grading runs: a damaged or foreign file beside them is passed over."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from solidarity.grade.run_record import Line, begun_by_another, new_report, unfinished_report

MODULE, KIT = "m04-savings-groups", "a kit"


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content)


ODD: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
    "zeros": lambda path: path.symlink_to("/dev/zero"),
    "nowhere": lambda path: path.symlink_to("nowhere"),
    "empty": text(""),
    "a list": text("[]"),
    "null": text("null"),
    "deep": text("[" * 100_000),
    "a long number": text("9" * 10_000),
    "no learners": text(json.dumps({"kit": KIT, "mode": "", "started": ""})),
    "odd learners": text(json.dumps({"kit": KIT, "mode": "", "started": "", "learners": [1]})),
    "unknown fields": text(
        json.dumps({"kit": KIT, "mode": "", "started": "", "learners": [{"said": [], "x": 1}]})
    ),
    "no text": lambda path: path.write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_run_goes_on_from_its_record_whatever_lies_beside_it(tmp_path: Path, odd: str) -> None:
    report = new_report(tmp_path, MODULE, "a mode", KIT, {"ana": {"share_value": 2.0}})
    report.add(Line("ana", "graded", 2.0, 2.0, ("said",), "digest"))
    report.write()
    # Its number is higher than the record's, so it is looked at first.
    ODD[odd](tmp_path / f"{MODULE}-999-20260101-000000.json")
    found = unfinished_report(tmp_path, MODULE, KIT)
    assert found is not None
    assert found.learners == report.learners
    assert found.before == report.before
    assert begun_by_another(tmp_path, MODULE, "another kit")
    assert new_report(tmp_path, MODULE, "a mode", KIT, {}).before == report.before
