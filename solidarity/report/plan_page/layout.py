"""The plan as an HTML page: one file, no script, no address that anything is asked of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from solidarity.answers.show_number import number
from solidarity.models.plan import FIELDS
from solidarity.page.printable import printable
from solidarity.report.plan_page.seal import BLANK

COLUMNS = dict(
    zip(
        FIELDS,
        (
            "Link of the chain",
            "Group",
            "Partner",
            "Dimension",
            "SDG code",
            "What we measure",
            "Unit",
        ),
        strict=True,
    )
)
"""The fields of a step, and the heading of each column."""

NOTHING = "–"


@dataclass(frozen=True)
class ModelRun:
    """What one model said, in words. module: its number and title."""

    module: str
    result: str
    means: str


@dataclass(frozen=True)
class PlanPage:
    """All that a plan's page says. html of the parts is clean HTML, "" where nothing is written.

    steps: the words of each step, by field. drawn: what the cell of the model run drew. parts: the
    title and the HTML of each of the five pages. sources: where the words of the form come from.
    """

    title: str
    name: str
    day: date
    draft: bool
    steps: Sequence[Mapping[str, str]]
    run: ModelRun | None
    drawn: str
    parts: Sequence[tuple[str, str]]
    sources: Sequence[str]

    @property
    def day_in_words(self) -> str:
        """The date as people write it: 25 November 2026."""
        return f"{self.day.day} {self.day:%B %Y}"


def steps_of(plan: object) -> list[dict[str, str]]:
    """The steps of a plan that may be anything, as words."""
    steps = plan if isinstance(plan, list | tuple) else []
    return [
        {field: _words(step.get(field)) for field in FIELDS}
        for step in steps
        if isinstance(step, Mapping)
    ]


def run_of(run: object, titles: Mapping[int, str]) -> ModelRun | None:
    """What a model said, as words; None where there is nothing. titles: of the modules."""
    if not isinstance(run, Mapping):
        return None
    module: Any = run.get("module")
    known = isinstance(module, int) and module in titles
    return ModelRun(
        module=f"Module {module}: {titles[module]}" if known else _words(module),
        result=f"{_words(run.get('result'))} {_words(run.get('unit'))}",
        means=_words(run.get("means")),
    )


def html_of(page: PlanPage) -> bytes:
    """The page, with a blank for its seal."""
    html = _template().render(page=page, columns=COLUMNS, nothing=NOTHING, seal=BLANK)
    return printable(html).encode("utf-8", "replace")


def _words(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split()) or NOTHING
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return number(value)
    return NOTHING


def _template() -> Any:
    loader = ChoiceLoader(
        [
            PackageLoader("solidarity.report"),
            # The look that all our pages share lies there.
            PackageLoader("solidarity.grade.feedback"),
        ]
    )
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("plan.html.j2")
