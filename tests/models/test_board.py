"""The board: every fact has its source, and what no source tells is not known."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from itertools import product

import pytest
from helpers import ROOT, some

from solidarity.author.bibliography import keys_in
from solidarity.author.master import read_master
from solidarity.models.board import LABELS, WORDS, board
from solidarity.models.enterprises import ENTERPRISES
from solidarity.models.sse_tests import PARTS, Organisation

SOURCES = tomllib.loads((ROOT / "course" / "sources.toml").read_text(encoding="utf-8"))
ATTRIBUTES = [field.name for field in fields(Organisation)]
CASE = ROOT / "course" / "m02-what-counts" / "case.md"

each_enterprise = pytest.mark.parametrize("name", ENTERPRISES)


# --- Facts ---------------------------------------------------------------------------------------


@each_enterprise
def test_a_fact_has_the_grade_of_its_source(name: str) -> None:
    for part, fact in some(ENTERPRISES[name].facts.items()):
        assert fact.source in SOURCES, part
        assert fact.grade == SOURCES[fact.source]["grade"], part


@each_enterprise
def test_what_is_known_and_what_is_missing_are_attributes_and_exclude_each_other(name: str) -> None:
    one = ENTERPRISES[name]
    assert set(one.facts) | set(one.missing) <= set(ATTRIBUTES)
    assert not set(one.facts) & set(one.missing)
    assert {source for _, source in one.missing.values()} <= set(SOURCES)


@each_enterprise
def test_what_has_no_fact_is_not_known_in_the_description(name: str) -> None:
    one = ENTERPRISES[name]
    described = one.described()
    for part in some(ATTRIBUTES):
        value = getattr(described, part)
        assert value == (one.facts[part].value if part in one.facts else None), part


def test_the_case_study_names_every_source_that_the_board_uses() -> None:
    cells = read_master(CASE, "case.md").notebook.cells
    named = {key for cell in cells for key in keys_in(cell)}
    for one in ENTERPRISES.values():
        used = {fact.source for fact in one.facts.values()}
        assert used | {source for _, source in one.missing.values()} <= named


# --- Rules ---------------------------------------------------------------------------------------


@each_enterprise
def test_leaving_out_its_own_word_leaves_only_what_others_say(name: str) -> None:
    one = ENTERPRISES[name]
    assert all(not fact.own for fact in one.counted(own_word=False).values())
    assert one.counted(own_word=True) == one.facts


@each_enterprise
def test_a_stricter_grade_leaves_out_the_weaker_sources(name: str) -> None:
    one = ENTERPRISES[name]
    for weakest in ("A", "B", "C"):
        kept = one.counted(weakest=weakest)  # type: ignore[arg-type]
        assert {part for part, fact in one.facts.items() if fact.grade <= weakest} == set(kept)


@each_enterprise
def test_fewer_sources_never_turn_a_light_into_its_contrary(name: str) -> None:
    full = board(name).lights
    for weakest, own_word in product(("A", "B", "C"), (True, False)):
        for test, light in some(board(name, weakest, own_word).lights.items()):  # type: ignore[arg-type]
            assert light is None or light is full[test]


# --- Words and tables ----------------------------------------------------------------------------


def test_every_attribute_is_looked_at_by_one_test() -> None:
    assert sorted(part for parts in PARTS.values() for part in parts) == sorted(ATTRIBUTES)
    assert list(LABELS) == ATTRIBUTES


@each_enterprise
def test_the_table_tells_each_light_and_what_stands_behind_it(name: str) -> None:
    one = board(name)
    table = one.by_test()
    assert len(table) == len(ATTRIBUTES)
    for test, light in zip(table.iloc[:, 0], table.iloc[:, 1], strict=True):
        assert light == WORDS[one.lights[test]]
    shown = one.rows()
    assert [test for test in shown["test"] if test] == list(PARTS)
    assert [light for light in shown["light"] if light] == [WORDS[x] for x in one.lights.values()]
    assert sum(one.count(light) for light in WORDS) == len(PARTS)


def test_a_fact_shows_its_source_and_one_that_is_set_aside_says_so() -> None:
    assert board("SEWA, the union").says("votes").endswith("(S3)")
    assert board("SEWA, the union", own_word=False).says("votes").startswith("set aside")
    assert board("SEWA, the union").says("assets").startswith("not known: its own rules")
    assert board("Seikatsu, the club of 1965").says("votes") == "not known: nothing found"


def test_property_is_not_shown_where_it_is_not_looked_at() -> None:
    without = board("VSLA, the method", look_at_assets=False)
    assert LABELS["assets"] not in without.rows()["looks at"]
    assert LABELS["assets"] in board("VSLA, the method").rows()["looks at"]


def test_an_unknown_enterprise_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ValueError, match="SEWA, the union"):
        board("Amul")
