"""Charts as inline SVG. Each demands a title, a unit and a description, and keeps its table."""

from solidarity.explore.charts.bars import bar_chart, grouped_bar_chart, waterfall
from solidarity.explore.charts.lines import line_chart, lorenz_curve, stacked_area
from solidarity.explore.charts.network import network
from solidarity.explore.charts.radar import radar

__all__ = [
    "bar_chart",
    "grouped_bar_chart",
    "line_chart",
    "lorenz_curve",
    "network",
    "radar",
    "stacked_area",
    "waterfall",
]
