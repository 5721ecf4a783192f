"""A bar shows only while somebody waits, and is gone afterwards whatever happened."""

from __future__ import annotations

import contextvars
import threading
from typing import Any

import pytest
from explore.panels import CONTROLS, VIEWS, Counting
from helpers import PATIENCE

from solidarity.explore import explore
from solidarity.explore.waiting import SOON, waiting


class Cell:
    """Stands for the output of a cell: what is displayed, in this order."""

    def __init__(self, *, has_handles: bool = True) -> None:
        self.events: list[str] = []
        self.appeared = threading.Event()
        self.has_handles = has_handles

    def display(self, shown: Any, **_: Any) -> Cell | None:
        self.events.append(getattr(shown, "data", type(shown).__name__))
        self.appeared.set()
        return self if self.has_handles else None

    def update(self, shown: Any) -> None:
        self.events.append(shown.data)


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> Cell:
    found = Cell()
    monkeypatch.setattr("solidarity.explore.waiting.display", found.display)
    monkeypatch.setattr("solidarity.explore.panel.display", found.display)
    return found


def test_what_is_ready_at_once_shows_nothing_then_or_later(cell: Cell) -> None:
    before = threading.active_count()
    with waiting(soon=PATIENCE):
        pass
    # No bar will come, as nothing is left that could show it.
    assert threading.active_count() == before
    assert cell.events == []


def test_what_takes_its_time_shows_a_bar_and_takes_it_away(cell: Cell) -> None:
    with waiting(soon=0.01):
        assert cell.appeared.wait(PATIENCE)
        assert len(cell.events) == 1
        assert "<progress" in cell.events[0]
    assert cell.events[1:] == [""]


def test_the_bar_says_what_it_is_for(cell: Cell) -> None:
    with waiting(soon=0.01):
        cell.appeared.wait(PATIENCE)
    assert 'aria-label="Computing the first result"' in cell.events[0]
    assert cell.events[0].endswith("Computing the first result …")


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()], ids=repr)
def test_the_bar_is_taken_away_after_an_error_too(cell: Cell, error: BaseException) -> None:
    def fail() -> None:
        with waiting(soon=0.01):
            cell.appeared.wait(PATIENCE)
            raise error

    with pytest.raises(type(error)):
        fail()
    assert cell.events[1:] == [""]


def test_an_error_at_once_shows_no_bar(cell: Cell) -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="no"), waiting(soon=PATIENCE):
        raise ValueError("no")
    assert threading.active_count() == before
    assert cell.events == []


def test_the_bar_belongs_to_the_cell_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    # The kernel finds the cell of an output by a variable of the context.
    running = contextvars.ContextVar("running", default="no cell")
    running.set("this cell")
    found: list[str] = []
    shown = threading.Event()

    def display(*_: Any, **__: Any) -> None:
        found.append(running.get())
        shown.set()

    monkeypatch.setattr("solidarity.explore.waiting.display", display)
    with waiting(soon=0.01):
        assert shown.wait(PATIENCE)
    assert found == ["this cell"]


def test_where_nothing_can_be_taken_away_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    # Outside of Jupyter, display prints and gives nothing back.
    cell = Cell(has_handles=False)
    monkeypatch.setattr("solidarity.explore.waiting.display", cell.display)
    with waiting(soon=0.01):
        assert cell.appeared.wait(PATIENCE)
    assert len(cell.events) == 1


def test_no_thread_is_left_behind(cell: Cell) -> None:
    before = threading.active_count()
    for soon in (0.01, PATIENCE):
        with waiting(soon=soon):
            if soon < 1:
                cell.appeared.wait(PATIENCE)
    assert threading.active_count() == before


def test_a_slow_case_shows_the_bar_before_its_panel_and_not_beside_it(cell: Cell) -> None:
    counting = Counting()

    def slow(weeks: int, charge: float, fire: bool) -> Any:
        cell.appeared.wait(PATIENCE)
        return counting(weeks, charge, fire)

    explore(slow, views=VIEWS, **CONTROLS)
    assert "<progress" in cell.events[0]
    assert cell.events[1:] == ["", "Panel"]


def test_a_quick_case_shows_its_panel_alone(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solidarity.explore.panel.waiting", lambda: waiting(soon=PATIENCE))
    explore(Counting(), views=[VIEWS[0]], **CONTROLS)
    assert cell.events == ["Panel"]


def test_people_wait_a_moment_before_they_see_a_bar() -> None:
    assert 0.1 <= SOON <= 1
