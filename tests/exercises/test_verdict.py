"""The verdict: what is right, what is not yet, what cannot be read, and what is never said."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from helpers import some, told

from solidarity.answers.answer import Given
from solidarity.answers.ask import ask
from solidarity.answers.inputs import inputs_in_plain_form
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.received import rebuilt_answers
from solidarity.check import Exercise, Verdict, verdict_panel
from solidarity.exercises.spec import to_text
from solidarity.exercises.verdict import judge

# Numbers that nobody writes by chance: where one of them appears, something hidden was told.
HIDDEN_PAID, HIDDEN_MEMBERS = 77_431_907, 13
HIDDEN_PART = HIDDEN_PAID / HIDDEN_MEMBERS
HIDDEN_EDGE = 88_642_351

A_THIRD_WAY = ("a-third-way", lambda *_: -3, "Nobody is that much in debt.")

PART = Exercise(
    points=2,
    edge_points=0.5,
    outcome="T.1",
    read="reading#parts",
    unit="pesos",
    tolerance=0.005,
    answer=lambda paid, members: paid / members if members else 0,
    examples=[{"paid": 120, "members": 4}, {"paid": 90, "members": 2}],
    edges=[{"paid": HIDDEN_EDGE, "members": 0}, {"paid": HIDDEN_EDGE, "members": 1}],
    edges_about="a group that nobody has joined yet",
    draw=lambda rng: {"paid": HIDDEN_PAID, "members": HIDDEN_MEMBERS},
    draws=2,
    **told(
        ("upside-down", lambda paid, members: members / paid, "The other way round."),
        ("no-division", lambda paid, members: paid, "Divide by the members."),
        A_THIRD_WAY,
    ),
    hints=["Who gets how much?"],
)
NUMBER = Exercise(
    kind="number",
    points=1,
    outcome="T.2",
    read="reading#numbers",
    answer=31_729,
    **told(
        ("too-small", 317.29, "A crore is more."),
        ("too-large", 3_172_900, "A lakh is less."),
        A_THIRD_WAY,
    ),
    hints=["How many zeros?"],
)
TABLE = Exercise(
    kind="table",
    points=3,
    outcome="T.3",
    read="reading#tables",
    answer=lambda saved: pd.DataFrame({"week": range(1, len(saved) + 1), "saved": saved}),
    examples=[{"saved": [5, 7]}],
    **told(
        (
            "from-zero",
            lambda saved: pd.DataFrame({"week": range(len(saved)), "saved": saved}),
            "The first week is week 1.",
        ),
        (
            "running",
            lambda saved: pd.DataFrame({"week": range(1, 3), "saved": pd.Series(saved).cumsum()}),
            "Each week for itself.",
        ),
        A_THIRD_WAY,
    ),
    hints=["One row a week."],
)
LETTER = Exercise(
    kind="choice",
    points=1,
    outcome="T.4",
    read="reading#letters",
    answer="b",
    options={"a": "Alms", "b": "Box", "c": "Coin", "d": "Debt"},
    **told(
        ("alms", "a", "Nobody gives alms here."),
        ("coin", "c", "A coin is not enough."),
        ("debt", "d", "Debt comes later."),
    ),
    hints=["What has three locks?"],
)
LETTERS = dataclasses.replace(
    LETTER,
    answer={"a", "c"},
    **told(
        ("leaves-a", "a", "The first one belongs to it."),
        ("takes-b", "b", "The box does not."),
        ("leaves-c", "c", "The coin belongs to it."),
    ),
)
MEND = Exercise(
    kind="mend",
    points=2,
    outcome="T.5",
    read="reading#mending",
    answer=lambda deposits: sum(deposits) / len(deposits),
    examples=[{"deposits": [2, 4, 9]}],
    **told(
        ("as-given", lambda deposits: sum(deposits), "It still gives the sum."),
        ("middle", lambda deposits: sorted(deposits)[len(deposits) // 2], "The middle one."),
        A_THIRD_WAY,
    ),
    hints=["What is a mean?"],
)


def verdict_on(exercise: Exercise, answer: Any, *, grading: bool = False) -> Verdict:
    spec = exercise.spec("part", hidden_seed="test" if grading else None)
    return judge(spec, [ask({"part": answer}, "part", case.inputs) for case in spec.cases])


def part(paid: float, members: int) -> float:
    return paid / members if members else 0


# --- Three verdicts for five kinds ---------------------------------------------------------------

KINDS = {
    "function": (PART, part, lambda paid, members: paid, "no-division", lambda paid, members: None),
    "number": (NUMBER, "31,729", 317.29, "too-small", "many"),
    "table": (
        TABLE,
        lambda saved: [{"saved": s, "week": w + 1} for w, s in enumerate(saved)],
        lambda saved: pd.DataFrame({"week": range(len(saved)), "saved": saved}),
        "from-zero",
        lambda saved: pd.DataFrame({"week": [1, 2]}),
    ),
    "choice of one": (LETTER, " B)", "c", "coin", "z"),
    "choice of several": (LETTERS, "c, a", {"c"}, "leaves-a", "a or c"),
    "mend": (MEND, lambda deposits: sum(deposits) / 3, sum, "as-given", lambda deposits: print),
}


@pytest.mark.parametrize(("exercise", "right"), [row[:2] for row in KINDS.values()], ids=KINDS)
@pytest.mark.parametrize("grading", [False, True])
def test_a_right_answer_is_right(exercise: Exercise, right: Any, grading: bool) -> None:
    verdict = verdict_on(exercise, right, grading=grading)
    assert (verdict.status, verdict.score) == ("right", exercise.points)
    assert (verdict.mistake, verdict.given, verdict.expected) == ("", "", "")


@pytest.mark.parametrize(
    ("exercise", "wrong", "mistake"), [(r[0], *r[2:4]) for r in KINDS.values()], ids=KINDS
)
@pytest.mark.parametrize("grading", [False, True])
def test_a_known_mistake_is_named_and_explained(
    exercise: Exercise, wrong: Any, mistake: str, grading: bool
) -> None:
    verdict = verdict_on(exercise, wrong, grading=grading)
    assert (verdict.status, verdict.score, verdict.mistake) == ("not yet", 0, mistake)
    assert verdict.explanation == exercise.messages[mistake]


@pytest.mark.parametrize(("exercise", "odd"), [(r[0], r[4]) for r in KINDS.values()], ids=KINDS)
@pytest.mark.parametrize("grading", [False, True])
def test_an_odd_form_is_told_from_a_wrong_answer(
    exercise: Exercise, odd: Any, grading: bool
) -> None:
    verdict = verdict_on(exercise, odd, grading=grading)
    assert (verdict.status, verdict.score, verdict.mistake) == ("cannot read", 0, "")
    assert verdict.explanation.endswith(".")


@pytest.mark.parametrize("exercise", [row[0] for row in KINDS.values()], ids=KINDS)
def test_an_answer_never_given_cannot_be_read(exercise: Exercise) -> None:
    verdict = judge(exercise.spec("part"), [])
    assert verdict.status == "cannot read"
    assert "called `part` yet" in verdict.explanation
    assert "Shift + Enter" in verdict.explanation


@pytest.mark.parametrize(
    ("chosen", "mistake"),
    [("a", "leaves-c"), ("a, b, c", "takes-b"), ("b, c", "leaves-a"), ("a, c, d", "")],
)
def test_of_several_letters_the_one_judged_wrongly_is_named(chosen: str, mistake: str) -> None:
    verdict = verdict_on(LETTERS, chosen)
    assert (verdict.status, verdict.mistake) == ("not yet", mistake)


def test_several_letters_where_one_belongs_cannot_be_read() -> None:
    verdict = verdict_on(LETTER, "a, b")
    assert verdict.status == "cannot read"
    assert "one letter" in verdict.explanation


@pytest.mark.parametrize("exercise", [NUMBER, LETTER, LETTERS])
@pytest.mark.parametrize("wrong", [5, "d", "many"])
def test_the_value_that_is_the_answer_is_never_told(exercise: Exercise, wrong: Any) -> None:
    verdict = verdict_on(exercise, wrong)
    assert verdict.expected == ""
    assert "31729" not in repr(verdict).replace(",", "")
    assert "Box" not in repr(verdict)


def test_a_mistake_must_explain_every_wrong_example() -> None:
    verdict = verdict_on(PART, lambda paid, members: 120 if paid == 120 else 17)
    assert (verdict.status, verdict.mistake) == ("not yet", "")


def test_a_wrong_example_is_shown_with_its_call() -> None:
    verdict = verdict_on(PART, lambda paid, members: paid / members + 1)
    assert verdict.call == "part(paid=120, members=4)"
    assert verdict.given == "31 pesos"
    assert verdict.expected == "30 pesos"


def test_a_call_with_a_dictionary_and_a_set_can_be_typed_as_it_is_shown() -> None:
    inputs = {"group": {"votes": "per member", "on_capital": 0.5}, "names": {"Asha", "Bela"}}
    exercise = dataclasses.replace(
        PART,
        answer=lambda group, names: {"both": names, "none": set(), "sure": True},
        examples=[inputs],
        mistakes={},
    )
    verdict = verdict_on(exercise, lambda group, names: {"both": {"Asha"}, "none": 1, "sure": 1})
    called = eval(verdict.call, {"part": lambda group, names: {"group": group, "names": names}})
    assert called == inputs
    assert verdict.expected == "{'both': {'Asha', 'Bela'}, 'none': set(), 'sure': True}"


def test_several_right_letters_are_praised_as_several() -> None:
    assert verdict_on(LETTER, "b").explanation == "Yes, that is the one."
    assert verdict_on(LETTERS, {"c", "a"}).explanation == "Yes, those are the ones."


ALIKE = [
    (1666.67, 10_000 / 6),
    (33.33, 100 / 3),
    ([1666.67, 3333.33], [10_000 / 6, 10_000 / 3]),
    (0.12345, 0.123451),
    ([0] * 12 + [1, 5], [0] * 12 + [2, 5]),
    ([[1, 2]] * 20 + [[3, 4]], [[1, 2]] * 20 + [[3, 5]]),
]


@pytest.mark.parametrize(("right", "wrong"), ALIKE, ids=lambda value: str(value)[:20])
def test_an_answer_judged_to_differ_is_shown_to_differ(right: Any, wrong: Any) -> None:
    exercise = dataclasses.replace(
        PART, tolerance=0, relative_tolerance=1e-9, answer=lambda paid, members: right, mistakes={}
    )
    verdict = verdict_on(exercise, lambda paid, members: wrong)
    assert verdict.status == "not yet"
    assert verdict.given != verdict.expected


# --- Points --------------------------------------------------------------------------------------


def hidden_wrong(paid: float, members: int) -> float:
    return paid / members if members in (2, 4) else -17


def edge_wrong(paid: float, members: int) -> float:
    return paid / members if members > 1 else -17


def half_the_edges(paid: float, members: int) -> float:
    return paid / max(1, members)


def only_edges(paid: float, members: int) -> float:
    return part(paid, members) if members < 2 else -17


@pytest.mark.parametrize(
    ("function", "beside", "graded"),
    [
        (part, 2, 2),
        (half_the_edges, 2, 1.75),
        (edge_wrong, 2, 1.5),
        (hidden_wrong, 2, 0),
        (only_edges, 0, 0),
        (lambda paid, members: -17, 0, 0),
    ],
    ids=["right", "half the edges", "edges wrong", "hidden wrong", "only edges", "wrong"],
)
def test_edges_earn_points_only_when_ordinary_inputs_are_right(
    function: Callable[..., float], beside: float, graded: float
) -> None:
    assert verdict_on(PART, function).score == beside
    assert verdict_on(PART, function, grading=True).score == graded


def test_when_only_edges_are_wrong_the_kind_of_edge_is_told() -> None:
    verdict = verdict_on(PART, edge_wrong, grading=True)
    assert verdict.status == "not yet"
    assert "nobody has joined" in verdict.explanation


def test_answers_that_stop_short_count_as_missing() -> None:
    spec = PART.spec("part", hidden_seed="test")
    verdict = judge(spec, [Given(NumberValue(30.0)), Given(NumberValue(45.0))])
    assert (verdict.status, verdict.score) == ("cannot read", 0)


# --- Functions that go wrong ---------------------------------------------------------------------


def prints(paid: float, members: int) -> None:
    print(paid / members)


def says_nothing(paid: float, members: int) -> None:
    paid / members


def of_a_group(group: list[int]) -> int:
    return len(group)


def without_inputs() -> int:
    return 30


def yields(paid: float, members: int) -> Any:
    yield paid / members


def leaves_python(paid: float, members: int) -> float:
    sys.exit()


def runs_into_itself(paid: float, members: int) -> float:
    return runs_into_itself(paid, members)


def asks_a_column(paid: float, members: int) -> float:
    return 1 if pd.Series([paid, members]) < 10 else 0


def stops(error: BaseException) -> Callable[..., float]:
    def function(paid: float, members: int) -> float:
        raise error

    return function


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (prints, "cannot read", "Use `return` in place of `print`"),
        (says_nothing, "cannot read", "`return`"),
        (of_a_group, "cannot read", "takes these inputs: group. It should take: paid, members"),
        (without_inputs, "cannot read", "takes these inputs: none"),
        (yields, "cannot read", "generator"),
        (lambda paid, members: part, "cannot read", "a function, not its result"),
        (lambda paid, members: [paid, members], "cannot read", "a list of 2 values"),
        (30, "cannot read", "not a function"),
        ("30", "cannot read", "not a function"),
        (pd.DataFrame(), "cannot read", "not a function"),
        (stops(NotImplementedError()), "not yet", "not written this one yet"),
        (stops(ZeroDivisionError("division by zero")), "not yet", "divided by zero"),
        (stops(KeyError("paid")), "not yet", "KeyError: 'paid'"),
        (asks_a_column, "not yet", "a column gives one for each row"),
        (stops(NameError("name 'x' is not defined")), "not yet", "a name that it does not know"),
        (runs_into_itself, "not yet", "calls itself without end"),
        (leaves_python, "not yet", "SystemExit"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)[:20]),
)
def test_a_function_that_goes_wrong_is_told_how(answer: Any, status: str, words: str) -> None:
    verdict = verdict_on(PART, answer)
    assert (verdict.status, verdict.score) == (status, 0)
    assert words in verdict.explanation
    assert "Traceback" not in verdict.explanation


def test_a_mistake_may_be_to_stop_with_an_error() -> None:
    careless = ("careless", lambda paid, members: paid / members, "Ask for zero first.")
    exercise = dataclasses.replace(
        PART, examples=[*PART.examples, {"paid": 5, "members": 0}], **told(careless)
    )
    verdict = verdict_on(exercise, lambda paid, members: paid / members)
    assert (verdict.status, verdict.mistake) == ("not yet", "careless")


def sorts_its_input(deposits: list[int]) -> float:
    deposits.sort(reverse=True)
    return sum(deposits) / len(deposits)


def empties_its_input(deposits: list[int]) -> float:
    mean = sum(deposits) / len(deposits)
    deposits.clear()
    return mean


@pytest.mark.parametrize("function", [sorts_its_input, empties_its_input])
def test_a_function_that_changes_its_inputs_is_told_so_and_loses_nothing(
    function: Callable[..., float],
) -> None:
    verdict = verdict_on(MEND, function)
    assert (verdict.status, verdict.score) == ("right", 2)
    assert "changes what it was given (deposits)" in verdict.notes[0]
    assert verdict_on(MEND, function) == verdict


def test_a_function_that_changes_a_table_is_told_so() -> None:
    def doubles(table: pd.DataFrame) -> float:
        table["paid"] = table["paid"] * 2
        return float(table["paid"].sum() / 2)

    books = pd.DataFrame({"paid": [1.0, float("nan")]})
    exercise = dataclasses.replace(MEND, answer=lambda table: 1, examples=[{"table": books}])
    assert verdict_on(exercise, doubles).notes
    assert not verdict_on(exercise, lambda table: float(table["paid"].sum())).notes


# --- Nothing hidden is told ----------------------------------------------------------------------


def visible(paid: float, members: int) -> bool:
    return members in (2, 4)


def tells(how: Callable[[float, int], Any]) -> Callable[..., Any]:
    """A function that is right for the examples and tries to tell the hidden inputs."""

    def function(paid: float, members: int) -> Any:
        return part(paid, members) if visible(paid, members) else how(paid, members)

    return function


def fails(kind: Callable[[float], Exception]) -> Callable[[float, int], Any]:
    def how(paid: float, members: int) -> Any:
        raise kind(paid)

    return how


def named(name: str, *bases: type) -> type:
    return type(name, bases, {})


TELLING = {
    "number": lambda paid, members: paid,
    "off by one": lambda paid, members: part(paid, members) + 1,
    "text": lambda paid, members: f"paid was {paid}",
    "list of text": lambda paid, members: [f"paid was {paid}"],
    "list": lambda paid, members: [paid, members],
    "dictionary": lambda paid, members: {f"paid {paid}": members},
    "table": lambda paid, members: pd.DataFrame({f"paid {paid}": [1, 2]}),
    "type": lambda paid, members: named(f"paid{paid}")(),
    "nothing": lambda paid, members: print(paid),
    "error": fails(lambda paid: ValueError(f"paid was {paid}")),
    "key error": fails(lambda paid: KeyError(paid)),
    "error of one's own": fails(lambda paid: named(f"Paid{paid}", Exception)()),
}


def hidden_words() -> list[str]:
    numbers = [HIDDEN_PAID, HIDDEN_EDGE, HIDDEN_PART, HIDDEN_PART + 1, HIDDEN_EDGE + 1]
    return [str(int(number)) for number in numbers]


@pytest.mark.parametrize("how", TELLING.values(), ids=TELLING)
def test_hidden_inputs_and_outputs_are_never_told(how: Callable[[float, int], Any]) -> None:
    verdict = verdict_on(PART, tells(how), grading=True)
    assert verdict.status != "right"
    told = repr(verdict) + verdict_panel.html(verdict, graded=True) + json.dumps(verdict.to_json())
    bare = told.replace(",", "").replace("_", "")
    assert not [number for number in hidden_words() if number in bare]
    assert (verdict.call, verdict.given, verdict.expected) == ("", "", "")


def test_columns_and_keys_of_hidden_outputs_are_never_told() -> None:
    exercise = dataclasses.replace(
        MEND,
        answer=lambda names: {name: len(name) for name in names},
        examples=[{"names": ["Ana"]}],
        draw=lambda rng: {"names": [f"Zenobia{HIDDEN_PAID}"]},
    )
    verdict = verdict_on(exercise, lambda names: {"Ana": 3}, grading=True)
    assert (verdict.status, verdict.score) != ("right", 2)
    assert str(HIDDEN_PAID) not in repr(verdict)
    assert "zenobia" not in repr(verdict).lower()


def test_a_column_that_a_learner_names_tells_nothing_at_grading() -> None:
    wide = dataclasses.replace(TABLE, draw=lambda rng: {"saved": [HIDDEN_PAID, HIDDEN_EDGE]})

    def renames(saved: list[int]) -> pd.DataFrame:
        name = "saved" if saved == [5, 7] else f"saved {saved[0]}"
        return pd.DataFrame({"week": [1, 2], name: saved})

    verdict = verdict_on(wide, renames, grading=True)
    assert str(HIDDEN_PAID) not in repr(verdict)


# --- Answers are data from a process that nobody trusts ------------------------------------------

FORGED: dict[str, Any] = {
    "value without a kind": {"value": {}},
    "value of no known kind": {"value": {"~": "gold"}},
    "value whose kind is a list": {"value": {"~": [1]}},
    "number without text": {"value": {"~": "number"}},
    "number of words": {"value": {"~": "number", "text": "gold"}},
    "table without rows": {"value": {"~": "table", "columns": ["week"]}},
    "table of ragged rows": {"value": {"~": "table", "columns": ["week", "saved"], "rows": [[1]]}},
    "table of one text": {"value": {"~": "table", "columns": "ab", "rows": "cd"}},
    "series of different lengths": {"value": {"~": "series", "index": [1], "values": []}},
    "other without a type": {"value": {"~": "other"}},
    "set of nothing": {"value": {"~": "set"}},
    "dictionary of triples": {"value": {"~": "dict", "items": [[1, 2, 3]]}},
    "integer without end": {"value": 10**400},
    "text that is no number": {"value": "snan"},
    "inputs are a number": {"inputs": 5},
    "changed is a number": {"value": 1, "changed": 5},
    "error is a list": {"error": [1], "message": {}, "line": 7},
    "nothing at all": {},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_answer_earns_nothing_and_stops_nothing(forged: Any) -> None:
    for exercise in (PART, NUMBER, TABLE, LETTER, LETTERS, MEND):
        spec = exercise.spec("part", hidden_seed="test")
        verdict = judge(spec, rebuilt_answers([forged] * len(spec.cases), len(spec.cases)))
        assert verdict.status in ("not yet", "cannot read")
        assert verdict.score == 0
        json.dumps(verdict.to_json(), allow_nan=False)
        verdict_panel.html(verdict, graded=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_verdict_travels_as_json(kind: str) -> None:
    for answer in some(KINDS[kind][1:]):
        record = verdict_on(KINDS[kind][0], answer).to_json()
        assert json.loads(json.dumps(record, allow_nan=False))["exercise"] == "part"


# --- Feedback after grading ----------------------------------------------------------------------


def exam(exercise: Exercise) -> Exercise:
    return dataclasses.replace(exercise, feedback="after grading")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [1, 2], ids=["right", "wrong"])
def test_before_grading_right_and_wrong_sound_alike(kind: str, place: int) -> None:
    verdict = verdict_on(exam(KINDS[kind][0]), KINDS[kind][place])
    assert verdict == verdict_on(exam(KINDS[kind][0]), KINDS[kind][1])
    assert verdict.status == "readable"
    assert (verdict.mistake, verdict.expected, verdict.given) == ("", "", "")


@pytest.mark.parametrize(
    ("exercise", "odd"),
    [
        (NUMBER, None),
        (NUMBER, "many"),
        (NUMBER, print),
        (NUMBER, [1, 2]),
        (LETTER, None),
        (LETTER, "z"),
        (LETTER, 2),
        (LETTERS, "z"),
        (PART, 30),
        (PART, prints),
        (PART, of_a_group),
        (PART, lambda paid, members: part),
        (PART, stops(KeyError("paid"))),
    ],
    ids=lambda value: getattr(value, "__name__", getattr(value, "kind", str(value))),
)
def test_before_grading_an_odd_form_is_told(exercise: Exercise, odd: Any) -> None:
    verdict = verdict_on(exam(exercise), odd)
    assert verdict.status == "cannot read"
    assert verdict.explanation.endswith((".", "?"))


@pytest.mark.parametrize("kind", KINDS)
def test_at_grading_an_exam_is_judged_like_any_exercise(kind: str) -> None:
    exercise, right, wrong = KINDS[kind][:3]
    for answer in (right, wrong):
        verdict = verdict_on(exam(exercise), answer, grading=True)
        assert verdict == verdict_on(exercise, answer, grading=True)


@pytest.mark.parametrize("kind", KINDS)
def test_checks_of_an_exam_hold_no_answer_no_mistake_and_no_hint(kind: str) -> None:
    exercise = exam(KINDS[kind][0])
    text = to_text([exercise.spec("part")])
    entry = json.loads(text)["exercises"][0]
    assert (entry["hints"], entry["messages"]) == ([], {})
    assert all(case["expected"] is None and case["mistakes"] == {} for case in entry["cases"])
    for secret in (
        *exercise.hints,
        *(name for name in exercise.mistakes if name != A_THIRD_WAY[0]),
        *exercise.messages.values(),
        "31729",
    ):
        assert secret not in text


def test_checks_of_an_ordinary_exercise_hold_no_hidden_case() -> None:
    text = to_text([PART.spec("part")])
    assert not [number for number in hidden_words() if number in text]
    assert {case["place"] for case in json.loads(text)["exercises"][0]["cases"]} == {"example"}


def test_hidden_cases_really_ask_for_the_hidden_inputs() -> None:
    """Without this, the tests above that search for hidden numbers could not fail."""
    asked = json.dumps([inputs_in_plain_form(case.inputs) for case in PART.hidden_cases("test")])
    assert str(HIDDEN_PAID) in asked
    assert str(HIDDEN_EDGE) in asked
