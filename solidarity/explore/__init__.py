"""Case studies: a model, controls that move it, and views of each result. No economics in here.

Every control shows where its first value comes from: a source key, or the word *illustrative*.
"""

from solidarity.explore.charts import Figure, line_chart
from solidarity.explore.controls import Range
from solidarity.explore.panel import Chart, Sentence, Table, explore

__all__ = ["Chart", "Figure", "Range", "Sentence", "Table", "explore", "line_chart"]
