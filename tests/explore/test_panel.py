"""Moving a control computes once and renews the views; an error keeps the last ones."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from explore.drawings import ODD, chart
from explore.panels import CONTROLS, FIRST, VIEWS, Browser, Counting
from helpers import name_of

from solidarity.explore import (
    BigNumber,
    Chart,
    Choice,
    Figure,
    Range,
    Seed,
    Sentence,
    SmallMultiples,
    Switch,
    Table,
    bar_chart,
    explore,
    grouped_bar_chart,
)
from solidarity.explore.panel import Panel
from solidarity.models.revolving import RevolvingFund, revolve
from solidarity.models.savings import Group, vsla_year


@pytest.fixture
def browser() -> Browser:
    return Browser()


# --- The first run --------------------------------------------------------------------------------


def test_the_first_values_are_computed_once_and_shown(browser: Browser) -> None:
    assert browser.model.calls == [{"weeks": 10, "charge": pytest.approx(0.05), "fire": False}]
    for words in ("It ran for 10 weeks.", "After 10 weeks", "<td>10</td>", "How long it ran"):
        assert words in browser.shown
    assert browser.panel.trouble == ""


def test_the_browser_gets_every_control_and_the_kind_of_every_view(browser: Browser) -> None:
    state = browser.panel.get_state()
    assert {name: spec["first"] for name, spec in state["controls"].items()} == FIRST
    assert list(state["controls"]) == list(CONTROLS)
    assert state["kinds"] == ["sentence", "number", "chart", "table"]
    assert state["values"] == FIRST
    assert len(state["views"]) == 4


def test_nothing_is_computed_before_the_panel_is_shown() -> None:
    model = Counting()
    Panel(model, VIEWS, CONTROLS)
    assert model.calls == []


# --- One change, one computation, one message back ------------------------------------------------


def test_moving_a_control_computes_once_and_renews_every_view(browser: Browser) -> None:
    browser.move(weeks=20)
    assert browser.computed == 2
    assert browser.model.calls[-1]["weeks"] == 20
    for words in ("It ran for 20 weeks.", "After 20 weeks", "<td>20</td>"):
        assert words in browser.shown
    assert "10 weeks" not in browser.shown


def test_several_changes_at_once_are_computed_once(browser: Browser) -> None:
    browser.ask(values={"weeks": 20, "charge": 7.5, "fire": True}, width=480, keep=True)
    assert browser.computed == 2
    assert browser.model.calls[-1] == {"weeks": 20, "charge": pytest.approx(0.075), "fire": True}


def test_of_several_values_set_together_only_the_newest_is_computed(browser: Browser) -> None:
    with browser.panel.hold_trait_notifications():
        for weeks in (20, 30, 40):
            browser.panel.values = {**FIRST, "weeks": weeks}
    assert [call["weeks"] for call in browser.model.calls] == [10, 40]


@pytest.mark.parametrize("state", [{}, {"values": FIRST}, {"keep": False}, {"width": 720}])
def test_what_did_not_change_is_not_computed_again(browser: Browser, state: Any) -> None:
    before = list(browser.panel.views)
    browser.ask(**state)
    assert browser.computed == 1
    assert browser.panel.views == before


def test_going_back_to_the_first_values_computes_once(browser: Browser) -> None:
    browser.move(weeks=55, charge=9)
    browser.ask(values=FIRST)
    assert browser.computed == 3
    assert browser.model.calls[-1] == browser.model.calls[0]


CHANGES: list[dict[str, Any]] = [
    {},
    {"values": {**FIRST, "weeks": 20}},
    {"width": 400},
    {"keep": True},
    {"values": {**FIRST, "weeks": 20}, "width": 400, "keep": True},
    {"values": {**FIRST, "weeks": 50}},
    {"values": {**FIRST, "weeks": None}},
    {"values": {**FIRST, "stranger": 1}},
    {"values": {}},
]
each_change = pytest.mark.parametrize("state", CHANGES, ids=str)


@each_change
def test_one_message_goes_back_for_each_change(state: dict[str, Any]) -> None:
    browser = Browser()
    browser.model.failing[50] = ValueError("too long")
    browser.ask(**state)
    assert [message["method"] for message in browser.messages] == ["update"]
    # What the browser chose is not sent back: it may have been moved on meanwhile.
    assert not {"values", "width", "keep", "asked"} & set(browser.messages[0]["state"])


@each_change
def test_every_question_is_answered(state: dict[str, Any]) -> None:
    browser = Browser()
    browser.model.failing[50] = ZeroDivisionError()
    for count in (1, 2, 3):
        browser.ask(**state)
        assert browser.panel.answered == browser.panel.asked == count
        assert browser.messages[-1]["state"]["answered"] == count


def test_the_answer_never_comes_before_the_views(browser: Browser) -> None:
    seen: list[str] = []
    browser.panel.observe(lambda _: seen.append(browser.shown), "answered")
    browser.move(weeks=33)
    assert len(seen) == 1
    assert "It ran for 33 weeks." in seen[0]
    assert {"answered", "views"} <= set(browser.messages[0]["state"])


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(1)], ids=name_of)
def test_a_computation_that_is_interrupted_is_answered_too(
    browser: Browser, stop: BaseException
) -> None:
    browser.model.failing[50] = stop
    try:
        browser.move(weeks=50)
    except type(stop):
        pass
    assert browser.panel.answered == browser.panel.asked


def test_after_an_interruption_the_next_change_is_computed(browser: Browser) -> None:
    browser.model.failing[50] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        browser.move(weeks=50)
    browser.move(weeks=20)
    assert "It ran for 20 weeks." in browser.shown


# --- Width ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [240, 480, 880])
def test_another_width_redraws_and_computes_nothing(browser: Browser, width: int) -> None:
    browser.ask(width=width)
    assert browser.computed == 1
    assert f'viewBox="0 0 {width} ' in browser.panel.views[2]
    assert "It ran for 10 weeks." in browser.shown


def test_the_kept_run_is_redrawn_for_another_width_too(browser: Browser) -> None:
    browser.ask(keep=True)
    browser.ask(width=480)
    assert 'viewBox="0 0 480 ' in browser.panel.kept_views[2]
    assert browser.computed == 1


# --- Keep and compare -----------------------------------------------------------------------------


def test_a_kept_run_stands_still_while_the_other_moves(browser: Browser) -> None:
    browser.move(weeks=20)
    browser.ask(keep=True)
    assert browser.computed == 2
    assert browser.panel.kept_views == browser.panel.views
    for weeks in (30, 40):
        browser.move(weeks=weeks)
        assert "It ran for 20 weeks." in browser.panel.kept_views[0]
        assert f"It ran for {weeks} weeks." in browser.panel.views[0]
    assert browser.computed == 4


def test_two_runs_that_are_compared_share_their_axes(browser: Browser) -> None:
    alone = browser.panel.views[2]
    browser.ask(keep=True)
    assert browser.panel.kept_views[2] == browser.panel.views[2] == alone
    browser.move(weeks=40)
    # The kept run is the shorter one: beside the longer one its line must not look as high.
    assert browser.panel.kept_views[2] != alone
    browser.ask(keep=False)
    longer = browser.panel.views[2]
    browser.ask(keep=True)
    browser.move(weeks=10)
    assert browser.panel.kept_views[2] == longer
    assert browser.panel.views[2] != alone
    browser.ask(keep=False)
    assert browser.panel.views[2] == alone


def test_the_differences_are_told_in_words(browser: Browser) -> None:
    browser.ask(keep=True)
    assert "the same so far" in browser.panel.difference
    browser.move(weeks=20, charge=7.5, fire=True)
    assert browser.panel.difference == (
        "What differs: Weeks: 10 weeks → 20 weeks; Charge: 5 % → 7.5 %; A house burns: off → on."
    )
    browser.move(weeks=10, fire=False)
    assert browser.panel.difference == "What differs: Charge: 5 % → 7.5 %."
    browser.ask(values=FIRST)
    assert "the same so far" in browser.panel.difference


def test_to_stop_comparing_takes_the_kept_run_away(browser: Browser) -> None:
    browser.ask(keep=True)
    browser.move(weeks=20)
    browser.ask(keep=False)
    assert (browser.panel.kept_views, browser.panel.difference) == ([], "")
    assert "It ran for 20 weeks." in browser.panel.views[0]
    assert browser.computed == 2


def test_keeping_again_keeps_the_run_of_now(browser: Browser) -> None:
    browser.ask(keep=True)
    browser.move(weeks=20)
    browser.ask(keep=False)
    browser.ask(keep=True)
    assert "It ran for 20 weeks." in browser.panel.kept_views[0]


def test_an_error_leaves_both_runs_on_the_screen(browser: Browser) -> None:
    browser.model.failing[50] = ValueError("too long")
    browser.ask(keep=True)
    browser.move(weeks=20)
    browser.move(weeks=50)
    assert "too long" in browser.panel.trouble
    assert "10 weeks" in browser.panel.kept_views[0]
    assert "20 weeks" in browser.panel.views[0]


def test_comparing_can_be_stopped_while_there_is_an_error(browser: Browser) -> None:
    browser.model.failing[50] = ValueError("too long")
    browser.ask(keep=True)
    browser.move(weeks=50)
    browser.ask(keep=False)
    assert browser.panel.kept_views == []


def test_the_run_on_the_screen_can_be_kept_while_there_is_an_error(browser: Browser) -> None:
    # "The last good result is kept below": that is the one that the button is about.
    browser.model.failing[50] = ValueError("too long")
    browser.move(weeks=20)
    browser.move(weeks=50)
    browser.ask(keep=True)
    browser.move(weeks=30)
    assert "It ran for 20 weeks." in browser.panel.kept_views[0]


def test_another_width_computes_nothing_while_there_is_an_error(browser: Browser) -> None:
    browser.model.failing[50] = ValueError("too long")
    browser.move(weeks=50)
    browser.ask(width=400)
    assert browser.computed == 2


def test_the_kept_drawings_and_those_of_now_share_no_hatching() -> None:
    # In a narrow panel both are equally wide, and a hatching inside what is hidden draws nothing.
    def bars(result: dict[str, Any]) -> Figure:
        return chart(grouped_bar_chart, bars={"a": [result["weeks"], 1, 2], "b": [1, 2, 3]})

    browser = Browser(views=[Chart(bars)])
    browser.ask(keep=True)
    browser.move(weeks=20)
    kept, now = (
        set(re.findall(r'id="([^"]+)"', views[0]))
        for views in (browser.panel.kept_views, browser.panel.views)
    )
    assert kept
    assert now
    assert not kept & now


def test_an_error_in_drawing_the_kept_run_is_told_and_answered() -> None:
    drawn: list[int] = []

    def words(result: dict[str, Any]) -> str:
        drawn.append(result["weeks"])
        if len(drawn) == 2:  # at first, and then as the kept run
            raise ValueError("not a second time")
        return "It ran."

    browser = Browser(views=[Sentence(words)])
    browser.ask(keep=True)
    assert "not a second time" in browser.panel.trouble
    assert browser.panel.answered == browser.panel.asked


# --- Errors ---------------------------------------------------------------------------------------


def test_an_error_of_values_is_told_in_its_own_words(browser: Browser) -> None:
    browser.model.failing[50] = ValueError("A year has 52 weeks.")
    browser.move(weeks=20)
    browser.move(weeks=50)
    trouble = browser.panel.trouble
    assert "These values do not go together: A year has 52 weeks. The last" in trouble
    assert "It ran for 20 weeks." in browser.shown


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError("division by zero"), KeyError("x"), RecursionError(), ValueError()],
    ids=name_of,
)
def test_any_other_error_is_told_in_plain_words(browser: Browser, error: Exception) -> None:
    browser.model.failing[50] = error
    browser.move(weeks=50)
    assert "The model stopped, and it is not your fault" in browser.panel.trouble
    for jargon in ("Traceback", "File ", "line ", ".py"):
        assert jargon not in browser.panel.trouble
    assert "It ran for 10 weeks." in browser.shown


@pytest.mark.parametrize(
    "result", [None, 7, {}, "text", {"weeks": math.nan}, {"weeks": math.inf}, {"weeks": "many"}]
)
def test_a_result_that_cannot_be_shown_keeps_the_last_good_one(result: Any) -> None:
    browser = Browser()
    before = list(browser.panel.views)
    browser.model.failing[50] = result
    browser.move(weeks=50)
    assert browser.panel.trouble != ""
    assert browser.panel.views == before
    assert "nan" not in "".join(browser.panel.views)


def test_an_error_in_one_view_keeps_all_the_last_views() -> None:
    views = [
        Sentence(lambda r: f"It ran for {r['weeks']} weeks."),
        Table(lambda r: {"weeks": [1 / (20 - r["weeks"])]}, "One part"),
    ]
    browser = Browser(views=views)
    browser.move(weeks=20)
    assert "It ran for 10 weeks." in browser.shown
    assert "It ran for 20 weeks." not in browser.shown
    assert "The last good result is kept below." in browser.shown


def test_an_error_at_the_very_first_promises_no_last_result() -> None:
    model = Counting()
    model.failing[10] = ValueError("too short")
    browser = Browser(model)
    assert "too short" in browser.panel.trouble
    assert "last good result" not in browser.panel.trouble
    browser.move(weeks=20)
    assert browser.panel.trouble == ""
    assert "It ran for 20 weeks." in browser.shown


@pytest.mark.parametrize("failing", [ValueError("no"), ZeroDivisionError(), None])
def test_an_error_is_gone_when_the_values_go_together_again(failing: Any) -> None:
    browser = Browser()
    browser.model.failing[50] = failing
    browser.move(weeks=50)
    browser.move(weeks=30)
    assert browser.panel.trouble == ""
    assert "It ran for 30 weeks." in browser.shown


def test_back_to_the_run_before_an_error_shows_that_run(browser: Browser) -> None:
    browser.model.failing[50] = ValueError("no")
    browser.move(weeks=50)
    browser.ask(values=FIRST)
    assert browser.panel.trouble == ""
    assert "It ran for 10 weeks." in browser.shown


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"weeks": None}, "Weeks is None, which is not a number"),
        ({"weeks": "ten"}, "which is not a number"),
        ({"weeks": math.nan}, "Weeks is nan, which is not a number"),
        ({"weeks": True}, "Weeks is True, which is not a number"),
        ({"fire": 1}, "A house burns is 1, and must be on or off"),
        ({"stranger": 1}, "there is no control called"),
    ],
)
def test_values_that_no_control_takes_are_told_and_not_computed(
    browser: Browser, values: dict[str, Any], words: str
) -> None:
    browser.move(weeks=20)
    browser.ask(values={**FIRST, **values})
    assert words in browser.panel.trouble
    assert browser.computed == 2
    assert "It ran for 20 weeks." in browser.shown


def test_a_value_beyond_what_the_model_knows_is_told_in_the_models_words() -> None:
    control = Range("Members", 20, 0, 25)
    browser = Browser(
        lambda members: vsla_year(Group(members=members)),
        [Sentence(lambda year: f"{year.group.members} members")],
        {"members": control},
    )
    browser.ask(values={"members": 0})
    assert "These values do not go together: " in browser.panel.trouble
    assert "members" in browser.panel.trouble
    assert browser.panel.views == ["20 members"]


CASES = {
    "members": (lambda members: vsla_year(Group(members=members)), Range("Members", 20, 10, 25)),
    "shock_week": (
        lambda shock_week: vsla_year(Group(shock_week=shock_week)),
        Range("It burns in week", 0, 0, 52),
    ),
    "months": (
        lambda months: revolve(RevolvingFund(months=months)),
        Range("Age", 204, 12, 300, step=12),
    ),
    "repayment_months": (
        lambda repayment_months: revolve(RevolvingFund(repayment_months=repayment_months)),
        Range("Repaid over", 12, 1, 60),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_number_typed_between_two_steps_is_met_in_plain_words(name: str) -> None:
    # The field beside the slider sends what was typed, 12.5 too.
    model, control = CASES[name]
    browser = Browser(model, [Sentence(lambda _: "It ran.")], {name: control})
    browser.ask(values={name: 12.5})
    for jargon in ("float", "object", "int", "sequence"):
        assert jargon not in browser.shown
    assert browser.panel.views == ["It ran."]


# --- A case that was put together wrongly ---------------------------------------------------------


@pytest.mark.parametrize("wrong", [lambda r: "words", Sentence, None, "a sentence"], ids=name_of)
def test_a_view_that_is_none_is_named_and_left_out(wrong: Any) -> None:
    browser = Browser(views=[VIEWS[0], wrong, VIEWS[3]])
    assert "View 2 of this panel is " in browser.panel.trouble
    assert "must be one of Sentence, BigNumber, Chart, SmallMultiples, Table" in (
        browser.panel.trouble
    )
    assert browser.panel.kinds == ["sentence", "table"]
    browser.move(weeks=20)
    assert "It ran for 20 weeks." in browser.shown
    assert "View 2" in browser.panel.trouble


@pytest.mark.parametrize(
    ("controls", "name"),
    [
        ({**CONTROLS, "luck": Seed()}, "luck"),
        ({"weeks": CONTROLS["weeks"], "fire": CONTROLS["fire"]}, "charge"),
        ({}, "weeks"),
    ],
    ids=["one too many", "one too few", "none"],
)
def test_controls_that_the_model_does_not_take_are_named(controls: Any, name: str) -> None:
    browser = Browser(controls=controls)
    assert "The controls of this panel do not fit its model: " in browser.panel.trouble
    assert f"&#x27;{name}&#x27;" in browser.panel.trouble
    assert "Traceback" not in browser.panel.trouble


def test_something_else_than_a_model_is_told() -> None:
    panel = Panel(None, VIEWS, CONTROLS)  # type: ignore[arg-type]
    panel.renew()
    assert "do not fit its model" in panel.trouble


def test_a_control_that_is_none_is_named() -> None:
    panel = Panel(Counting(), VIEWS, {**CONTROLS, "fire": True})  # type: ignore[dict-item]
    panel.renew()
    assert "fire" in panel.trouble


def test_a_model_whose_inputs_python_cannot_tell_is_shown() -> None:
    browser = Browser(dict, [Sentence(lambda r: f"{r['weeks']:g}")], {"weeks": CONTROLS["weeks"]})
    assert browser.panel.views == ["10"]


def test_a_case_without_views_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one view: Sentence, BigNumber"):
        explore(dict, views=[], **CONTROLS)


def test_explore_shows_one_panel_with_its_first_result(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("solidarity.explore.panel.display", shown.append)
    explore(Counting(), views=VIEWS, **CONTROLS)
    assert [isinstance(panel, Panel) for panel in shown] == [True]
    assert "It ran for 10 weeks." in shown[0].views[0]


# --- Text stays text ------------------------------------------------------------------------------


def test_odd_words_stay_text_in_every_view() -> None:
    views = [
        Sentence(lambda _: ODD),
        BigNumber(ODD, lambda _: 1, unit=ODD),
        Chart(lambda _: chart(bar_chart, title=ODD, names=[ODD] * 3)),
        SmallMultiples(lambda _: [chart(bar_chart, title=ODD)]),
        Table(lambda _: {ODD: [ODD]}, ODD),
    ]
    browser = Browser(views=views)
    assert browser.panel.trouble == ""
    for html in browser.panel.views:
        assert "&lt;script&gt;" in html
        assert "<script" not in html


@pytest.mark.parametrize("error", [ValueError(ODD), TypeError(ODD), KeyError(ODD)], ids=name_of)
def test_odd_words_stay_text_in_an_error(browser: Browser, error: Exception) -> None:
    browser.model.failing[50] = error
    browser.move(weeks=50)
    assert "&lt;script&gt;" in browser.panel.trouble
    assert "<script" not in browser.panel.trouble


@pytest.mark.parametrize("wrong", [{ODD: 1}, {"weeks": ODD}, {"fire": ODD}], ids=str)
def test_odd_words_stay_text_in_values_and_names(browser: Browser, wrong: dict[str, Any]) -> None:
    browser.ask(values={**FIRST, **wrong})
    assert "&lt;script&gt;" in browser.panel.trouble
    assert "<script" not in browser.panel.trouble


def test_odd_words_stay_text_in_faults_of_the_case() -> None:
    controls = {ODD: CONTROLS["weeks"]}
    browser = Browser(lambda weeks: weeks, [f"<b>{ODD}", *VIEWS], controls)  # type: ignore[list-item]
    assert browser.panel.trouble.count("&lt;script&gt;") >= 1
    assert "<script" not in browser.panel.trouble
    assert "<b>" not in browser.panel.trouble


def test_what_the_browser_sets_as_text_is_not_escaped_twice() -> None:
    controls = {"who": Choice("A & B", "<a>", {"<a>": 1, "b": 2})}
    browser = Browser(lambda who: who, [Sentence(lambda r: f"{r}")], controls)
    browser.ask(keep=True)
    browser.ask(values={"who": "b"})
    assert browser.panel.difference == "What differs: A & B: <a> → b."


# --- From Python ----------------------------------------------------------------------------------


def test_values_set_from_python_move_the_panel(browser: Browser) -> None:
    browser.panel.values = {**FIRST, "weeks": 33}
    assert browser.computed == 2
    assert "It ran for 33 weeks." in browser.shown
    sent = [message["state"] for message in browser.messages]
    assert [state["values"]["weeks"] for state in sent if "values" in state] == [33]
    assert len([state for state in sent if "views" in state]) == 1


def test_a_control_left_out_from_python_has_its_first_value(browser: Browser) -> None:
    browser.panel.values = {"weeks": 33}
    assert browser.model.calls[-1] == {"weeks": 33, "charge": pytest.approx(0.05), "fire": False}


def test_a_wrong_value_from_python_is_told_in_the_panel(browser: Browser) -> None:
    browser.panel.values = {"weeks": "many"}
    assert "Weeks is" in browser.panel.trouble
    assert "It ran for 10 weeks." in browser.shown


def test_two_panels_of_one_case_do_not_share_their_values() -> None:
    one, other = Browser(), Browser()
    one.move(weeks=20)
    assert other.panel.values == FIRST
    assert "It ran for 10 weeks." in other.shown


def test_every_kind_of_control_reaches_the_model() -> None:
    seen: list[Any] = []
    controls = {
        "who": Choice("Who", "all", {"all": sum, "chair": max}),
        "fire": Switch("Fire", True),
        "luck": Seed(value=3),
        "rate": Range("Rate", 5, 0, 10, factor=0.01),
    }

    def model(**given: Any) -> int:
        seen.append(given)
        return 1

    browser = Browser(model, [Sentence(lambda r: f"{r}")], controls)
    browser.ask(values={"who": "chair", "fire": False, "luck": 4, "rate": 10})
    assert seen == [
        {"who": sum, "fire": True, "luck": 3, "rate": 0.05},
        {"who": max, "fire": False, "luck": 4, "rate": 0.1},
    ]
