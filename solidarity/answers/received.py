"""Answers as they come out of a learner's process: anything at all, until they were read here."""

from __future__ import annotations

import json
import math
from typing import Any

from solidarity.answers.ask import Answer
from solidarity.answers.plain import MARK, MAX_DEPTH, MAX_INTEGER, MAX_TEXT, Plain, other

_FIELDS_OF_TEXT = ("error", "message", "line", "near", "slip", "cell")
_FLAGS = ("missing", "printed", "not_a_function", "one_round", "dots")
_LISTS_OF_NAMES = ("inputs", "changed", "names")


def read_answers(text: str, count: int) -> list[Answer]:
    """The answers in a text that may hold anything; fewer, or none, when it is not as agreed.

    The text is parsed as JSON and rebuilt from known parts; nothing in it is run or trusted.
    """
    try:
        return rebuilt(json.loads(text), count)
    except (ValueError, RecursionError):
        return []


def rebuilt(answers: Any, count: int) -> list[Answer]:
    """The answers in a JSON value, rebuilt from known parts."""
    if not isinstance(answers, list):
        return []
    # What is no answer keeps its place, so that the others are judged by their own questions.
    return [_answer(given if isinstance(given, dict) else {}) for given in answers[:count]]


def _answer(given: dict[str, Any]) -> Answer:
    clean: Answer = {}
    if "value" in given:
        clean["value"] = _plain(given["value"], 0)
    clean |= {name: _text(given[name]) for name in _FIELDS_OF_TEXT if name in given}
    clean |= {name: True for name in _FLAGS if given.get(name) is True}
    for name in _LISTS_OF_NAMES:
        if isinstance(given.get(name), list):
            clean[name] = [_text(item)[:80] for item in given[name][:20]]
    return clean or {"missing": True}


def _text(value: Any) -> str:
    # A lone surrogate cannot be written to a file; it is shown as a question mark.
    text = value if isinstance(value, str) else ""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any, depth: int) -> Plain:
    """The same value if it is in plain form, else a marker that says it cannot be read."""
    if depth > 2 * MAX_DEPTH:
        return other("a very deep value")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < MAX_INTEGER else other("a very large whole number")
    if isinstance(value, float):
        return value if math.isfinite(value) else {MARK: "number", "text": str(value)}
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    try:
        return _object(value, depth + 1)
    except (KeyError, TypeError, ValueError, AttributeError):
        return other("a value of unknown form")


def _object(value: dict[str, Any], depth: int) -> Plain:
    match value[MARK]:
        case "number":
            return {MARK: "number", "text": str(float(value["text"]))}
        case "date":
            return {MARK: "date", "text": _text(value["text"])[:40]}
        case "set":
            return {MARK: "set", "items": [_plain(item, depth) for item in value["items"]]}
        case "dict":
            pairs = [[_plain(k, depth), _plain(v, depth)] for k, v in value["items"]]
            return {MARK: "dict", "items": pairs}
        case "series":
            index, values = _plain(value["index"], depth), _plain(value["values"], depth)
            if not (isinstance(index, list) and isinstance(values, list)):
                raise ValueError(value)
            if len(index) != len(values):
                raise ValueError(value)
            name = None if value["name"] is None else _text(value["name"])
            return {MARK: "series", "name": name, "index": index, "values": values}
        case "table":
            columns = [_text(name) for name in value["columns"]]
            rows = [_plain(row, depth) for row in value["rows"]]
            if any(not isinstance(row, list) or len(row) != len(columns) for row in rows):
                raise ValueError(value)
            return {MARK: "table", "columns": columns, "rows": rows}
    return other(_text(value.get("type", "unknown")))
