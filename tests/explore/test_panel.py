"""Moving a control computes once and renews the views; an error keeps the last ones."""

from __future__ import annotations

from typing import Any

import ipywidgets
import pytest

from solidarity.explore import Chart, Range, Sentence, Table, explore, line_chart
from solidarity.explore.controls import RangeWidget
from solidarity.explore.panel import Explorer
from solidarity.models.revolving import Fund, revolve
from solidarity.models.savings import Group, vsla_year

SCRIPT = "<script>alert('5')</script>"


def counting() -> tuple[Any, list[dict[str, Any]]]:
    """A model that keeps the values of every time it is computed."""
    calls: list[dict[str, Any]] = []

    def model(**values: Any) -> dict[str, Any]:
        calls.append(values)
        if values.get("weeks", 0) > 52:
            raise ValueError(f"weeks is {values['weeks']} {SCRIPT}")
        return values

    return model, calls


CONTROLS = {
    "weeks": Range("Weeks", 10, 1, 60, unit="weeks", source="C45"),
    "charge": Range("Charge", 5, 0, 10, step=0.5, unit="%", factor=0.01),
}


def drawing(result: dict[str, Any]) -> Any:
    return line_chart(
        title=f"After {result['weeks']} weeks",
        x_name="week",
        x=[1, 2],
        lines={"box": [0, result["weeks"]]},
        unit="pesos",
        description="It rises.",
    )


VIEWS = [
    Sentence(lambda r: f"It ran for {r['weeks']} weeks."),
    Chart(drawing),
    Table(lambda r: {"weeks": [r["weeks"]]}, "How long it ran"),
]


def panel(views: Any = VIEWS) -> tuple[Explorer, list[dict[str, Any]]]:
    model, calls = counting()
    return Explorer(model, views, CONTROLS), calls


def shown(explorer: Explorer) -> str:
    """All that the panel says, the style sheet left out."""
    texts = [w.value for w in explorer.children if isinstance(w, ipywidgets.HTML)]
    return "\n".join(text for text in texts if not text.startswith("<style>"))


def reset_button(explorer: Explorer) -> Any:
    return next(w for w in explorer.children if isinstance(w, ipywidgets.Button))


def test_the_first_values_are_computed_once_and_shown() -> None:
    explorer, calls = panel()
    assert calls == [{"weeks": 10, "charge": pytest.approx(0.05)}]
    for words in ("It ran for 10 weeks.", "After 10 weeks", "<td>10</td>", "How long it ran"):
        assert words in shown(explorer)
    assert 'role="alert"' not in shown(explorer)


def test_moving_a_control_computes_once_and_renews_every_view() -> None:
    explorer, calls = panel()
    explorer.widgets["weeks"].value = 20
    assert len(calls) == 2
    for words in ("It ran for 20 weeks.", "After 20 weeks", "<td>20</td>"):
        assert words in shown(explorer)
    assert "10 weeks" not in shown(explorer)


def test_a_control_that_stays_where_it_is_computes_nothing() -> None:
    explorer, calls = panel()
    explorer.widgets["weeks"].value = 10
    assert len(calls) == 1


def test_what_the_browser_sends_is_computed_once_and_answered() -> None:
    explorer, calls = panel()
    widget = explorer.widgets["charge"]
    widget.set_state({"value": 7.5, "asked": 1})
    assert len(calls) == 2
    assert calls[-1]["charge"] == pytest.approx(0.075)
    assert widget.answered == 1


def test_each_question_is_answered_also_when_nothing_changed() -> None:
    explorer, _ = panel()
    widget = explorer.widgets["weeks"]
    for asked in (1, 2, 7):
        widget.set_state({"value": 10.0, "asked": asked})
        assert widget.answered == asked
    assert explorer.widgets["charge"].answered == 0


def test_a_question_is_answered_also_when_the_model_fails() -> None:
    explorer, _ = panel()
    explorer.widgets["weeks"].set_state({"value": 55.0, "asked": 1})
    assert explorer.widgets["weeks"].answered == 1


def test_an_answer_comes_after_the_new_views() -> None:
    explorer, _ = panel()
    seen: list[str] = []
    explorer.widgets["weeks"].observe(lambda _: seen.append(shown(explorer)), "answered")
    explorer.widgets["weeks"].set_state({"value": 33.0, "asked": 1})
    assert len(seen) == 1
    assert "It ran for 33 weeks." in seen[0]


def test_an_error_of_the_model_is_told_and_the_last_views_are_kept() -> None:
    explorer, _ = panel()
    explorer.widgets["weeks"].value = 20
    explorer.widgets["weeks"].value = 55
    assert "These values do not go together: weeks is 55" in shown(explorer)
    assert 'role="alert"' in shown(explorer)
    assert "It ran for 20 weeks." in shown(explorer)
    assert "Traceback" not in shown(explorer)


def test_an_error_is_escaped() -> None:
    explorer, _ = panel()
    explorer.widgets["weeks"].value = 55
    assert "<script" not in shown(explorer)
    assert "&lt;script&gt;" in shown(explorer)


def test_an_error_is_gone_when_the_values_go_together_again() -> None:
    explorer, _ = panel()
    explorer.widgets["weeks"].value = 55
    explorer.widgets["weeks"].value = 30
    assert 'role="alert"' not in shown(explorer)
    assert "It ran for 30 weeks." in shown(explorer)


def test_an_error_in_one_view_keeps_all_the_last_views() -> None:
    views = [
        Sentence(lambda r: f"It ran for {r['weeks']} weeks."),
        Table(lambda r: {"weeks": [1 / (20 - r["weeks"])]}, "One part"),
    ]
    explorer = panel(views)[0]
    explorer.widgets["weeks"].value = 20
    assert "It ran for 10 weeks." in shown(explorer)
    assert "20 weeks" not in shown(explorer)


def test_reset_goes_home_and_computes_once() -> None:
    explorer, calls = panel()
    explorer.widgets["weeks"].value = 55
    explorer.widgets["charge"].value = 9
    before = len(calls)
    reset_button(explorer).click()
    assert len(calls) == before + 1
    assert calls[-1] == calls[0]
    assert [widget.value for widget in explorer.widgets.values()] == [10, 5]
    assert "It ran for 10 weeks." in shown(explorer)
    assert 'role="alert"' not in shown(explorer)


def test_after_a_reset_the_controls_still_move_the_model() -> None:
    explorer, _ = panel()
    reset_button(explorer).click()
    explorer.widgets["weeks"].value = 12
    assert "It ran for 12 weeks." in shown(explorer)


def test_what_views_say_is_escaped() -> None:
    views = [Sentence(lambda _: SCRIPT), Table(lambda _: {SCRIPT: [SCRIPT]}, SCRIPT)]
    html = shown(panel(views)[0])
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4


def test_a_sentence_is_announced_politely() -> None:
    assert 'aria-live="polite"' in shown(panel()[0])


def test_a_case_without_views_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one view"):
        explore(dict, views=[], **CONTROLS)


# --- Controls ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 61, float("nan")])
def test_a_first_value_outside_its_bounds_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="Weeks: the first value"):
        Range("Weeks", value, 1, 60)


@pytest.mark.parametrize(
    ("control", "seen", "taken"),
    [
        (Range("Weeks", 1, 0, 9), 5.0, 5),
        (Range("Shares", 1, 0, 9, step=0.5), 2.5, 2.5),
        (Range("Charge", 1, 0, 9, factor=0.01), 5.0, 0.05),
        (Range("Charge", 1, 0, 100, step=5, factor=0.01), 100.0, 1.0),
    ],
)
def test_the_model_takes_what_people_see_in_its_own_unit(
    control: Range, seen: float, taken: float
) -> None:
    assert control.for_model(seen) == pytest.approx(taken)
    assert type(control.for_model(seen)) is type(taken)


@pytest.mark.parametrize("percent", range(101))
def test_a_share_in_percent_never_leaves_its_bounds(percent: int) -> None:
    assert 0 <= Range("Share", 0, 0, 100, factor=0.01).for_model(percent) <= 1


def test_a_control_tells_label_unit_and_where_its_first_value_comes_from() -> None:
    widget = RangeWidget.of(CONTROLS["weeks"])
    assert (widget.label, widget.unit, widget.source) == ("Weeks", "weeks", "C45")
    assert (widget.low, widget.high, widget.step, widget.value) == (1, 60, 1, 10)
    assert RangeWidget.of(CONTROLS["charge"]).source == "illustrative"


CASES = {
    "members": (lambda members: vsla_year(Group(members=members)), Range("Members", 20, 10, 25)),
    "shock_week": (
        lambda shock_week: vsla_year(Group(shock_week=shock_week)),
        Range("W", 0, 0, 52),
    ),
    "months": (lambda months: revolve(Fund(months=months)), Range("Age", 204, 12, 300, step=12)),
    "repayment_months": (
        lambda repayment_months: revolve(Fund(repayment_months=repayment_months)),
        Range("Repaid over", 12, 1, 60),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_number_typed_between_two_steps_is_met_in_plain_words(name: str) -> None:
    # The field beside the slider sends what was typed, 12.5 too.
    model, control = CASES[name]
    explorer = Explorer(model, [Sentence(lambda _: "It ran.")], {name: control})
    explorer.widgets[name].value = 12.5
    for jargon in ("float", "object", "int", "sequence"):
        assert jargon not in shown(explorer)
