"""Case studies: a model, controls that move it, and views of each result. No economics in here.

Every control shows where its first value comes from: a source key, or the word *illustrative*.
"""

from solidarity.explore.charts import (
    bar_chart,
    grouped_bar_chart,
    line_chart,
    lorenz_curve,
    network,
    radar,
    stacked_area,
    waterfall,
)
from solidarity.explore.controls import Choice, Range, Seed, Switch
from solidarity.explore.figure import Figure
from solidarity.explore.panel import explore
from solidarity.explore.percent import percent
from solidarity.explore.views import BigNumber, Chart, Sentence, SmallMultiples, Table

__all__ = [
    "BigNumber",
    "Chart",
    "Choice",
    "Figure",
    "Range",
    "Seed",
    "Sentence",
    "SmallMultiples",
    "Switch",
    "Table",
    "bar_chart",
    "explore",
    "grouped_bar_chart",
    "line_chart",
    "lorenz_curve",
    "network",
    "percent",
    "radar",
    "stacked_area",
    "waterfall",
]
