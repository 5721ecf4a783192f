"""The page ``docs/fair-marks.md``: how often the grader is wrong, and what that does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader

from solidarity.files import write_whole
from solidarity.measure.figures import Figures, Rate
from solidarity.measure.measured import Measured
from solidarity.measure.told import figures_of_all

PAGE = Path("docs", "fair-marks.md")

_COLUMNS = {
    "lost_points": "right, lost points",
    "earned_all": "others, all points",
    "right_at_home_only": "right at home only",
    "misnamed": "told untrue",
    "only_general": "only the general sentence",
    "alive": "mutants, all points",
}


def write_page(root: Path, measured: Sequence[Measured]) -> Path:
    """Write the page with the figures of all modules, and give its path."""
    path = root / PAGE
    write_whole(path, page(measured).encode())
    return path


def page(measured: Sequence[Measured]) -> str:
    """The whole page."""
    first, *rest = (figures_of_all(one) for one in measured)
    total = sum(rest, first)
    count = sum(len(one.answers) for one in measured)
    bounds = " | ".join(f"below {_percent(getattr(total, name))}" for name in _COLUMNS)
    words = Environment(loader=PackageLoader("solidarity.measure", "."), trim_blocks=True)
    return words.get_template("fair-marks.md.j2").render(
        head=f"| | answers | {' | '.join(_COLUMNS.values())} |\n"
        f"|:--|{'--:|' * (len(_COLUMNS) + 1)}",
        modules=list(map(line_of, measured)),
        total=f"| **all** | {count:,} | {_cells(total)} |",
        bounds=f"| true share | | {bounds} |",
        exercises=[row for one in measured for row in exercise_lines(one)],
    )


def line_of(measured: Measured) -> str:
    """The row of a module."""
    name = measured.module.split("-")[0]
    return f"| {name} | {len(measured.answers):,} | {_cells(figures_of_all(measured))} |"


def exercise_lines(measured: Measured) -> Iterator[str]:
    """The row of each exercise of a module."""
    module = measured.module.split("-")[0]
    for name, figures in measured.by_exercise().items():
        count = sum(one.entry.exercise == name for one in measured.answers)
        yield f"| {module} `{name}` | {count:,} | {_cells(figures)} |"


def _cells(figures: Figures) -> str:
    return " | ".join(_of(getattr(figures, name)) for name in _COLUMNS)


def _of(rate: Rate) -> str:
    return f"{rate.count:,} of {rate.of:,}" if rate.of else "–"


def _percent(rate: Rate) -> str:
    return f"{100 * rate.at_most:.1f} %"
