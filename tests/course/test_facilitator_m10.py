"""The facilitator's page of module 10: its figures are computed ones."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT

from solidarity.exercises.keys import load_key
from solidarity.models.plan import missing
from solidarity.models.scorecard import DIMENSIONS, score
from solidarity.models.sroi import Outcome, sroi
from solidarity.models.two_paths import Path, play

FOLDER = ROOT / "course" / "m10-long-path"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
EXERCISES = (FOLDER / "exercises.md").read_text(encoding="utf-8")
KEY = load_key(FOLDER / "key.py")

PATHS = re.findall(r"^\| " + r" \| ".join([r"([\d.]+) %"] * 7) + r" \|$", PAGE, re.M)
LEVELS = re.findall(r"^\| (\w+) \| (.+) \| (.+) \| (.+) \| (.+) \|$", PAGE, re.M)
CHAINS = re.findall(r"^\| (\d) \| (\d\.\d\d) \| (\d\.\d\d) \|$", PAGE, re.M)


def test_the_tables_are_there() -> None:
    assert len(PATHS) == 5
    assert len(CHAINS) == 4


@pytest.mark.parametrize("row", PATHS)
def test_printed_paths_are_computed_ones(row: tuple[str, ...]) -> None:
    now, reserve, cover, *said = (float(cell) / 100 for cell in row)
    # What is neither paid out nor kept is for training and the land, in equal parts.
    other = (1 - now - reserve) / 2
    outlook = play(Path(now, reserve, other, other, cover=cover))
    alive = outlook.survival()
    found = (alive[2], alive[19], outlook.poverty(1), outlook.poverty(20))
    assert [f"{one:.2f}" for one in found[:2]] == [f"{one:.2f}" for one in said[:2]]
    assert [f"{one:.3f}" for one in found[2:]] == [f"{one:.3f}" for one in said[2:]]


@pytest.mark.parametrize("row", CHAINS)
def test_printed_scores_are_computed_ones(row: tuple[str, ...]) -> None:
    chains = re.search(r"rice ([\d, ]+); shrimp ([\d, ]+);", PAGE)
    assert chains
    weights = [int(row[0]) if name == "planet" else 1 for name in DIMENSIONS]
    for marks, said in zip(chains.groups(), row[1:], strict=True):
        assert f"{score([int(one) for one in marks.split(',')], weights):.2f}" == said


def test_the_rubric_is_the_one_that_learners_see() -> None:
    rubric = {name: levels for name, *levels in LEVELS if name in DIMENSIONS}
    assert tuple(rubric) == DIMENSIONS
    for name, levels in rubric.items():
        page = EXERCISES.partition(f"({name})\n")[2].partition("+++ {")[0]
        assert re.findall(r"^\| (\d) \| (.+) \|$", page, re.M) == [
            (str(points), words) for points, words in zip((4, 3, 2, 1), levels, strict=True)
        ]


def test_without_an_enterprise_the_gap_is_the_printed_one() -> None:
    (said,) = re.findall(r"With no enterprise at all the gap would be ([\d.]+) %", PAGE)
    assert f"{100 * play(Path()).poverty_without():.1f}" == said


def test_the_models_and_the_key_agree() -> None:
    assert KEY["weighted"].answer([8, 6, 7, 2, 9], [1, 1, 2, 2, 2]) == pytest.approx(
        score([8, 6, 7, 2, 9], [1, 1, 2, 2, 2])
    )
    for how in ("arithmetic", "geometric", "minimum"):
        marks = [8.0, 7.0, 3.0, 2.0, 9.0]
        assert KEY["score"].answer(marks, how) == pytest.approx(score(marks, [1] * 5, how))
    ratio = sroi([Outcome(10_000, 3, 0.2, 0.1, 0.25, 0.3)], [15_000], 0.05)
    assert KEY["sroi"].answer(10_000, 3, [0.2, 0.1, 0.25], 0.3, 0.05, 15_000) == pytest.approx(
        ratio
    )


def test_a_plan_without_gaps_has_the_form_that_the_capstone_checks() -> None:
    links = ["primary production", "processing", "marketing", "financing", "consumption"]
    plan = [
        {
            "link": link,
            "group": "cooperative",
            "partner": "town hall",
            "dimension": dimension,
            "sdg": "8.3.1",
            "indicator": "members",
            "unit": "people",
        }
        for link, dimension in zip(links, DIMENSIONS, strict=True)
    ]
    run = {"module": 8, "result": 10, "unit": "pesos", "means": "A reserve of ten pesos."}
    assert missing(plan, run) == []
    assert KEY["gaps"].answer(plan)["missing"].tolist() == [0, 0, 0]
