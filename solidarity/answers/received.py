"""Answers as they come out of a learner's process: anything at all, until they were read here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_args

from solidarity.answers.answer import (
    Answer,
    Given,
    Missing,
    NothingStands,
    OtherInputs,
    Raised,
    Trouble,
)
from solidarity.answers.code_facts import MOST_NUMBERS, Facts
from solidarity.answers.plain import written
from solidarity.answers.values import rebuilt
from solidarity.slips.errors import CodeError

_TROUBLES: dict[str, Trouble] = {word: word for word in get_args(Trouble)}
_MOST_NAMES = 20
_MOST_LETTERS = 80


def read_answers(text: str, count: int) -> list[Answer]:
    """The answers in a text that may hold anything; fewer, or none, when it is not as agreed.

    The text is parsed as JSON and rebuilt from known parts; nothing in it is run or trusted.
    """
    try:
        return rebuilt_answers(json.loads(text), count)
    except (ValueError, RecursionError):
        return []


def rebuilt_answers(answers: object, count: int) -> list[Answer]:
    """The answers in a JSON value, rebuilt from known parts."""
    if not isinstance(answers, list):
        return []
    # What is no answer keeps its place, so that the others are judged by their own questions.
    return [rebuilt_answer(given) for given in answers[:count]]


def rebuilt_answer(given: object) -> Answer:
    """One answer; Missing for what is none."""
    if not isinstance(given, dict):
        return Missing()
    if "cell" in given:
        trouble = _TROUBLES.get(_text(given, "cell"), "gives")
        error = _error(given) if trouble == "stopped" else None
        return NothingStands(trouble, error, _names(given, "names"))
    if "value" in given:
        return Given(
            rebuilt(given["value"]),
            printed=given.get("printed") is True,
            not_a_function=given.get("not_a_function") is True,
            facts=Facts(
                one_round=given.get("one_round") is True,
                dots=given.get("dots") is True,
                unused=_names(given, "unused"),
                numbers=_numbers(given, "numbers"),
                texts=_names(given, "texts"),
                cutting=_names(given, "cutting"),
            ),
            changed=_names(given, "changed"),
        )
    if "error" in given:
        return Raised(_error(given))
    return OtherInputs(_names(given, "inputs")) if "inputs" in given else Missing()


def _error(given: Mapping[str, object]) -> CodeError:
    return CodeError.of_answer({name: _text(given, name) for name in given})


def _text(given: Mapping[str, object], name: str) -> str:
    found = given.get(name)
    return written(found) if isinstance(found, str) else ""


def _names(given: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = given.get(name)
    if not isinstance(found, list):
        return ()
    texts = [written(item) if isinstance(item, str) else "" for item in found[:_MOST_NAMES]]
    return tuple(text[:_MOST_LETTERS] for text in texts)


def _numbers(given: Mapping[str, object], name: str) -> tuple[float, ...]:
    found = given.get(name)
    if not isinstance(found, list):
        return ()
    return tuple(item for item in found[:MOST_NUMBERS] if type(item) is float)
