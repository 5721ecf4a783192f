"""Two paths over twenty years: what must hold in every run, whatever the luck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.models.poverty import fgt
from solidarity.models.scorecard import DIMENSIONS
from solidarity.models.two_paths import LINE, MEMBERS, Path, incomes, play

few = settings(max_examples=40, deadline=None)


@st.composite
def paths(draw: st.DrawFn) -> Path:
    cuts = sorted(draw(st.tuples(*[st.floats(0, 1)] * 3)))
    years = draw(st.integers(1, 25))
    return Path(
        *np.diff([0, *cuts, 1]).tolist(),
        poorest=draw(st.floats(0, 1)),
        shocks=draw(st.integers(0, years)),
        size=draw(st.floats(0, 150)),
        cover=draw(st.floats(0, 1)),
        years=years,
        runs=draw(st.integers(1, 30)),
        seed=draw(st.integers(0, 99)),
    )


@given(paths())
@few
def test_every_state_stays_in_its_bounds(path: Path) -> None:
    o = play(path)
    assert o.alive.shape == o.pay.shape == o.land.shape == (path.runs, path.years)
    assert ((o.pay >= 0) & (o.reserve >= 0)).all()
    for one in (o.land, o.skill, o.stayed):
        assert ((one >= 0) & (one <= 1)).all()
    # What is closed stays closed, pays nothing and owns nothing; who left does not come back.
    assert (o.alive[:, 1:] <= o.alive[:, :-1]).all()
    assert (o.stayed[:, 1:] <= o.stayed[:, :-1]).all()
    assert not o.pay[~o.alive].any()
    assert not o.reserve[~o.alive].any()


@given(paths(), st.floats(0, 1))
@few
def test_more_reserve_never_closes_an_enterprise_earlier(path: Path, part: float) -> None:
    moved = part * path.now
    more = replace(path, now=path.now - moved, reserve=path.reserve + moved)
    assert (play(more).alive >= play(path).alive).all()


@given(paths(), st.floats(0, 1))
@few
def test_a_reserve_is_not_a_cut_of_poverty_now(path: Path, part: float) -> None:
    """Money that is kept does not make anybody less poor in the first year without a shock."""
    calm = replace(path, shocks=0)
    moved = part * calm.now
    more = replace(calm, now=calm.now - moved, reserve=calm.reserve + moved)
    for alpha in (0, 1, 2):
        assert play(more).poverty(1, alpha) >= play(calm).poverty(1, alpha) - 1e-12


@given(paths())
@few
def test_another_shock_is_added_to_the_ones_there_are(path: Path) -> None:
    if path.shocks == path.years:
        return
    fewer, more = (
        play(replace(path, cover=0, shocks=n)).alive for n in (path.shocks, path.shocks + 1)
    )
    assert (more <= fewer).all()


@given(paths())
@few
def test_without_shocks_nothing_closes_and_no_premium_is_paid(path: Path) -> None:
    calm = replace(path, shocks=0)
    assert play(calm).alive.all()
    assert (play(calm).pay == play(replace(calm, cover=0)).pay).all()


@given(paths())
@few
def test_the_same_seed_is_the_same_luck(path: Path) -> None:
    assert (play(path).pay == play(path).pay).all()


@given(paths(), st.sampled_from([0, 0.5, 1, 2]))
@few
def test_poverty_is_that_of_the_poverty_model_over_single_people(path: Path, alpha: float) -> None:
    o = play(path)
    own = incomes(path.poorest)
    people, weights, each = [], [], []
    for pay, stayed in zip(o.pay[:, -1], o.stayed[:, -1], strict=True):
        inside = np.where(own < LINE, stayed, 1.0)
        people.append(np.concatenate([own + pay, own]))
        weights.append(np.concatenate([inside, 1 - inside]))
        each.append(fgt(people[-1], LINE, alpha, weights[-1]))
    found = o.poverty(path.years, alpha)
    assert found == pytest.approx(fgt(np.concatenate(people), LINE, alpha, np.concatenate(weights)))
    assert found <= o.poverty_without(alpha) + 1e-12
    assert o.poverty_by_run(path.years, alpha) == pytest.approx(each)
    spread = o.poverty_spread(path.years, alpha)
    assert spread == pytest.approx(np.percentile(each, (10, 50, 90)).tolist())


@given(paths())
@few
def test_the_dimensions_are_scores(path: Path) -> None:
    found = play(path).dimensions()
    assert tuple(found) == DIMENSIONS
    assert all(-1e-9 <= value <= 10 + 1e-9 for value in found.values())


def test_one_year_by_hand() -> None:
    """40 of surplus; half to members; a shock of 60 × luck, half insured at 60/1 × 0.5 × 1.25."""
    o = play(Path(0.5, 0.5, 0, 0, shocks=0, years=1, runs=1))
    assert o.pay[0, 0] == 20
    assert o.reserve[0, 0] == 20
    assert o.land[0, 0] == pytest.approx(0.96)
    assert o.stayed[0, 0] == 1
    insured = play(Path(0.5, 0.5, 0, 0, shocks=1, size=20, cover=0.5, years=1, runs=400))
    # Premium 12.5, so 13.75 each to members and reserve; damage 5 to 15 after insurance.
    assert insured.alive.all()
    left = insured.pay[:, 0] + insured.reserve[:, 0]
    assert ((left >= 27.5 - 15) & (left <= 27.5 - 5)).all()


def test_the_poor_are_as_many_as_said() -> None:
    assert incomes(0.6).size == MEMBERS
    assert (incomes(0.6) < LINE).sum() == 60


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"now": 0.9}, "make 150 %, and must make 100 %"),
        ({"shocks": 21}, "shocks is 21"),
        ({"shocks": 1.5}, "whole number"),
        ({"cover": 50}, "cover is 50"),
        ({"size": -1}, "size is -1"),
        ({"runs": 0}, "runs is 0"),
    ],
)
def test_a_path_outside_its_domain_is_refused(change: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(Path(), **change)  # type: ignore[arg-type]


def test_a_year_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="year is 21"):
        play(Path()).poverty(21)
