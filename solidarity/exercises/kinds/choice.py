"""One or several options of a list, by their letters."""

from __future__ import annotations

from collections.abc import Iterable

from solidarity.answers.kinds.number import Number
from solidarity.answers.kinds.truth import Truth
from solidarity.answers.kinds.value import UnreadableValue, Value
from solidarity.exercises.kinds.kind import ExerciseKind, value_expected
from solidarity.exercises.spec import Case, Spec


class Choice(ExerciseKind):
    """The options chosen are compared with the right ones."""

    def is_right(self, spec: Spec, case: Case, given: Value) -> bool:
        chosen, wanted = letters(given, spec.options), _listed(value_expected(case))
        if len(wanted) == 1 and len(chosen) > 1:
            raise UnreadableValue("Choose one letter: several were given.")
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


def letters(value: Value, options: Iterable[str]) -> set[str]:
    """The options chosen in a choice: ``"b"``, ``" B "``, ``["b"]`` and ``{"b"}`` are the same."""
    known = list(options)
    asked = f"Answer with a letter in quotation marks ({', '.join(known)})"
    if isinstance(value, (Truth, Number)):
        raise UnreadableValue(f"{asked}, and your answer is {value.described()}.")
    chosen = {item.as_text().strip("().:'\"") for item in value.as_members()} - {"and", "&", "+"}
    if len(chosen) == 1 and not chosen & set(known):
        # Several letters written as one word: "ac".
        (word,) = chosen
        chosen = set(word) if word and set(word) <= set(known) else chosen
    unknown = sorted(chosen - set(known))
    if unknown or not chosen:
        seen = f"there is no option {unknown[0]!r}" if unknown else "your answer is empty"
        raise UnreadableValue(f"{asked}: {seen}.")
    return chosen


def _listed(value: Value) -> set[str]:
    return {str(item.plain()) for item in value.as_members()}
