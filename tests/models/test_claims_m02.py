"""What case.md, reading.md and facilitator.md of module 2 say about the models holds."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from helpers import ROOT

from solidarity import explore
from solidarity.author.master import read_master
from solidarity.models.board import WORDS, board
from solidarity.models.enterprises import ENTERPRISES
from solidarity.models.sse_tests import Organisation, five_tests, verdict
from solidarity.models.voting import smallest_majority, top_tenth, vote_shares

FOLDER = ROOT / "course" / "m02-what-counts"
LIMITS = [percent / 100 for percent in range(0, 105, 5)]


def verdicts(**rules: Any) -> dict[str, str]:
    return {name: board(name, **rules).verdict for name in ENTERPRISES}


# --- Panel 1 -------------------------------------------------------------------------------------


def test_on_paper_nobody_gets_five_lights_and_only_the_savings_group_a_clear_no() -> None:
    assert verdicts() == {
        name: "not yet" if name == "VSLA, the method" else "insufficient information"
        for name in ENTERPRISES
    }
    assert board("VSLA, the method").lights["people first"] is False
    assert board("VSLA, the method").count(False) == 1


@pytest.mark.parametrize("limit", LIMITS)
def test_with_property_nobody_passes_wherever_the_limit_stands(limit: float) -> None:
    assert "SSE" not in verdicts(capital_limit=limit).values()


@pytest.mark.parametrize("limit", LIMITS[:-1])
def test_without_property_the_union_alone_gets_five_lights(limit: float) -> None:
    found = verdicts(look_at_assets=False, capital_limit=limit)
    assert [name for name, one in found.items() if one == "SSE"] == ["SEWA, the union"]


def test_without_property_and_limit_the_savings_group_passes_too() -> None:
    found = verdicts(look_at_assets=False, capital_limit=1)
    assert [name for name, one in found.items() if one == "SSE"] == [
        "SEWA, the union",
        "VSLA, the method",
    ]


def test_no_paper_tells_what_becomes_of_the_property_of_sewa_seikatsu_and_card() -> None:
    silent = [name for name, one in ENTERPRISES.items() if "assets" not in one.facts]
    assert silent == [name for name in ENTERPRISES if name != "VSLA, the method"]


def test_without_their_own_word_savings_group_and_card_have_no_light_at_all() -> None:
    on = {name: board(name, own_word=False).count(True) for name in ENTERPRISES}
    assert [name for name, count in on.items() if count == 0] == [
        "VSLA, the method",
        "CARD, the bank",
        "CARD, the mutual",
    ]
    assert on["Seikatsu, the cooperative"] == 3
    assert max(on.values()) == 3
    assert all(board(name, own_word=False).count(False) == 0 for name in ENTERPRISES)


# --- Panel 2 -------------------------------------------------------------------------------------

CHOICES: dict[str, list[Any]] = {
    "serves": ["members", "community", "owners", None],
    "votes": ["per member", "per share", "none", None],
    "independent": [True, False, None],
    "assets": ["in common", "by shares", None],
}


def groups(on_capital: float) -> list[Organisation]:
    fixed = {"voluntary": True, "mutual_aid": True, "consulted": False, "on_capital": on_capital}
    return [
        Organisation(**fixed, **dict(zip(CHOICES, way, strict=True)))  # type: ignore[arg-type]
        for way in product(*CHOICES.values())
    ]


def panel_two() -> dict[str, Any]:
    """The names of the second panel's cell, and the controls it shows."""
    cells = read_master(FOLDER / "case.md", "case.md").notebook.cells
    (code,) = (cell.source for cell in cells if "def group(" in cell.source)
    found: dict[str, Any] = {name: getattr(explore, name) for name in explore.__all__}
    found["WORDS"] = WORDS
    found["explore"] = lambda model, *, views, **controls: found.update(controls=controls)
    exec(code, found)
    return found


def test_the_form_alone_changes_no_light() -> None:
    panel = panel_two()
    controls = panel["controls"]
    forms = list(controls["form"].options.values())
    assert len(forms) == 6
    rules = {name: list(controls[name].options.values()) for name in CHOICES}
    for way in product(*rules.values()):
        chosen = dict(zip(rules, way, strict=True))
        lights = [panel["group"](form=form, on_capital=0.2, **chosen)[1] for form in forms]
        assert all(one == lights[0] for one in lights)


def test_a_company_can_get_five_lights() -> None:
    lights = panel_two()["group"](
        form="company",
        serves="community",
        votes="per member",
        independent=True,
        on_capital=0,
        assets="in common",
    )[1]
    assert verdict(lights) == "SSE"


@pytest.mark.parametrize("on_capital", LIMITS)
def test_who_pays_more_than_half_on_shares_fails_test_five_whatever_else_it_does(
    on_capital: float,
) -> None:
    lights = {one: five_tests(one) for one in groups(on_capital)}
    if on_capital > 0.5:
        assert {found["people first"] for found in lights.values()} == {False}
        assert {verdict(found) for found in lights.values()} == {"not yet"}
    else:
        common = {one: found for one, found in lights.items() if one.assets == "in common"}
        assert {found["people first"] for found in common.values()} == {True}


def test_the_slider_alone_costs_the_first_cooperative_one_light() -> None:
    lights = [
        five_tests(
            Organisation(
                serves="members",
                voluntary=True,
                mutual_aid=True,
                votes="per member",
                consulted=False,
                independent=True,
                on_capital=part,
                assets="in common",
            )
        )
        for part in LIMITS
    ]
    lost = [sum(light is False for light in each.values()) for each in lights]
    assert lost == [0 if part <= 0.5 else 1 for part in LIMITS]


# --- Panel 3 -------------------------------------------------------------------------------------


def meeting(members: int, large: int, held: int) -> list[int]:
    return [held] * large + [1] * (members - large)


GRID = list(product(range(10, 26), range(1, 11), range(1, 51)))


def test_with_one_vote_each_more_than_half_of_the_members_are_always_needed() -> None:
    for members, large, held in GRID:
        needed = smallest_majority(meeting(members, large, held), "per member")
        assert needed == members // 2 + 1


def test_with_votes_per_share_never_more_members_are_needed() -> None:
    for setting in GRID:
        shares = meeting(*setting)
        needed = smallest_majority(shares, "per share")
        assert needed <= smallest_majority(shares, "per member")


def test_two_of_twenty_with_ten_shares_each_decide_alone() -> None:
    assert smallest_majority(meeting(20, 2, 10), "per share") == 2
    assert smallest_majority(meeting(20, 2, 9), "per share") > 2


def test_with_at_most_five_shares_four_of_twenty_are_needed() -> None:
    alone = [k for k in range(1, 11) if smallest_majority(meeting(20, k, 5), "per share") <= k]
    assert min(alone) == 4


def test_one_with_eleven_of_twenty_shares_decides_alone_as_the_reading_says() -> None:
    shares = [1, 1, 1, 1, 11, 1, 1, 1, 1, 1]
    assert vote_shares(shares, "per member")[4] == pytest.approx(0.10)
    assert top_tenth(shares, "per share") == pytest.approx(0.55)
    assert smallest_majority(shares, "per share") == 1


ROWS = re.findall(
    r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$",
    (FOLDER / "facilitator.md").read_text(encoding="utf-8"),
    re.M,
)


def test_the_printed_table_is_there() -> None:
    assert len(ROWS) == 4


@pytest.mark.parametrize("row", ROWS)
def test_printed_majorities_are_computed_ones(row: tuple[str, ...]) -> None:
    large, held, per_share, per_member = map(int, row)
    shares = meeting(20, large, held)
    assert smallest_majority(shares, "per share") == per_share
    assert smallest_majority(shares, "per member") == per_member
