"""Which folder names can be a learner's id: those that mean something elsewhere are refused."""

from __future__ import annotations

import os

import pytest

from solidarity.grade.ids import MOST_LETTERS, alike, refusal, shown

FINE = [
    "ana",
    "Ana Cruz",
    "Íñigo-王",
    "Nguyễn, Thị (2)",
    "ana+sse@example.org",
    "-ana",
    "a..b",
    "$HOME",
    "{nbgrader_step}",
    "Siobhán O'Brien",
    "d'Souza-d'Almeida",
    "अना",
    "m04-savings-groups-20260101-000000.json",
    "x" * MOST_LETTERS,
]
REFUSED = {
    "markup": "eve<img src=x onerror=alert(1)>",
    "an end of an attribute": 'eve" onmouseover="alert(1)',
    "an end of another": "eve' onmouseover='alert(1)",
    "an entity": "eve&lt;",
    "a backquote": "eve`x`",
    "a pattern": "[eve]",
    "all": "*",
    "a question mark": "ev?",
    "a backslash": "a\\b",
    "a part of an address": "eve#ana",
    "an address written in code": "eve%2f..%2fana",
    "an apostrophe that ends something": "eve'='x",
    "a line break": "eve\nana graded 18 of 18",
    "a terminal's sign": "eve\x1b[2K",
    "a sign of eight bits": "eve\x9b2K",
    "another direction": "eve\u202eana",
    "nothing to be seen": "ana\u200b",
    "no UTF-8": os.fsdecode(b"ana\xff"),
    "a dot first": ".ana",
    "a space first": " ana",
    "a space last": "ana ",
    "too long": "x" * (MOST_LETTERS + 1),
}


@pytest.mark.parametrize("name", FINE)
def test_an_ordinary_name_is_an_id(name: str) -> None:
    assert refusal(name) == ""
    assert shown(name) == name


@pytest.mark.parametrize("kind", REFUSED)
def test_a_name_that_means_something_elsewhere_is_refused_with_what_to_do(kind: str) -> None:
    words = refusal(REFUSED[kind])
    assert "Rename the folder in submitted/" in words
    assert words.isprintable()
    assert shown(REFUSED[kind]).isprintable()
    words.encode()


def test_names_that_cannot_be_printed_are_shown_each_by_its_own_code() -> None:
    names = [os.fsdecode(b"ana\xff"), os.fsdecode(b"ana\xfe"), "ana\n", "ana\x1b", "ana\u200b"]
    assert len(set(map(shown, names))) == len(names)
    assert shown(names[0]) == r"ana\xff"


def test_who_looks_the_same_is_known() -> None:
    composed, apart = "Jos\u00e9", "Jose\u0301"
    assert alike(["ana", "Ana", composed, apart, "ben"]) == {
        "ana": ["Ana"],
        "Ana": ["ana"],
        composed: [apart],
        apart: [composed],
    }
