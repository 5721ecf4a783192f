"""One or several options of a list, by their letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.kinds.text import TextValue
from solidarity.answers.kinds.truth import TruthValue
from solidarity.answers.kinds.value import UnreadableValue, Value
from solidarity.exercises.kinds.kind import ExerciseKind, value_expected
from solidarity.exercises.spec import Case, Spec


class ChoiceKind(ExerciseKind):
    """The options chosen are compared with the right ones."""

    def is_right(self, spec: Spec, case: Case, given: Value) -> bool:
        chosen, wanted = letters(given, spec.options), _listed(value_expected(case))
        if len(wanted) == 1 and len(chosen) > 1:
            raise UnreadableValue("Choose one letter: several were given.", "size")
        return chosen == wanted

    def is_mistaken(self, spec: Spec, case: Case, wrong: Value, given: Value) -> bool:
        """For several letters: is this mistake's letter among those judged wrongly?"""
        chosen = letters(given, spec.options)
        key, mistaken = _listed(value_expected(case)), _listed(wrong)
        if len(key) == 1:
            return chosen == mistaken
        return (mistaken ^ key).issubset(chosen ^ key)

    def demand_readable(self, spec: Spec, given: Value) -> None:
        letters(given, spec.options)

    def praise(self, spec: Spec) -> str:
        several = len(_listed(value_expected(spec.cases[0]))) > 1
        return "Yes, those are the ones." if several else "Yes, that is the one."


def letters(value: Value, options: Mapping[str, str]) -> set[str]:
    """The options chosen in a choice: ``"b"``, ``" B "``, ``["b"]`` and ``{"b"}`` are the same.

    Several letters may stand in one text: ``"a, c"`` and ``"ac"``.
    """
    known = list(options)
    asked = f"Answer with a letter in quotation marks ({', '.join(known)})"
    if isinstance(value, (TruthValue, NumberValue)):
        raise UnreadableValue(f"{asked}, and your answer is {value.described()}.", "letter")
    chosen: set[str] = set()
    for item in value.as_members():
        parts = (part.strip("().:'\"") for part in _BETWEEN.split(item.as_text()))
        chosen |= {part for part in parts if part} - _JOINING
    if len(chosen) == 1 and not chosen & set(known):
        # Several letters written as one word: "ac".
        (word,) = chosen
        chosen = set(word) if word and set(word) <= set(known) else chosen
    if not chosen:
        raise UnreadableValue(f"{asked}: your answer is empty.", "letter")
    if not chosen <= set(known):
        raise UnreadableValue(_not_the_letter_alone(asked, value, chosen, options), "letter")
    return chosen


_BETWEEN = re.compile(r"[\s,;]+")
_JOINING = {"and", "&", "+"}


def _not_the_letter_alone(
    asked: str, value: Value, chosen: Collection[str], options: Mapping[str, str]
) -> str:
    """What is wrong where something else than letters stands there."""
    for letter, words in options.items():
        said, shown = (" ".join(_WORD.findall(text.casefold())) for text in (words, value.shown()))
        if len(shown) > _MANY_LETTERS and (shown in said or said in shown):
            return f"{asked}: you wrote the words of option {letter}. Write its letter alone."
    if set(options) & set(chosen):
        return f"{asked}: {_shown(value)} holds other words too. Write the letter alone."
    if len(chosen) == 1:
        return f"{asked}: there is no option {next(iter(chosen))!r}."
    return f"{asked}: no letter stands in {_shown(value)}."


_WORD = re.compile(r"\w+")
_MANY_LETTERS = 8


def _shown(value: Value) -> str:
    return value.described() if isinstance(value, TextValue) else "your answer"


def right_letters(spec: Spec) -> set[str]:
    """The letters that are right."""
    return _listed(value_expected(spec.cases[0]))


def _listed(value: Value) -> set[str]:
    return {str(item.plain()) for item in value.as_members()}
