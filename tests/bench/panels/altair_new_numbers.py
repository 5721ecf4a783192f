import altair as alt
import ipywidgets
from IPython.display import display

from solidarity.models.savings import Group, vsla_year

# Without this the chart's JavaScript comes from the internet.
alt.JupyterChart.enable_offline()

NAMES = ("paid for shares so far", "on loan", "in the box")


def books(seed):
    return [[w.saved, w.on_loan, w.box] for w in vsla_year(Group(seed=seed)).weeks]


def draw(change):
    widget.params.books = books(change["new"])


slider = ipywidgets.IntSlider(value=1, min=1, max=50, description="Luck")
places = [
    {"week": week, "column": column, "line": name}
    for week in range(1, 53)
    for column, name in enumerate(NAMES)
]
chart = (
    alt.Chart(alt.Data(values=places))
    .mark_line()
    .transform_calculate(pesos="books[datum.week - 1][datum.column]")
    .encode(x="week:Q", y="pesos:Q", color="line:N", strokeDash="line:N")
    .properties(title="Where the group's money is, week by week", width=600, height=260)
    .add_params(alt.param(name="books", value=books(slider.value)))
)
# SVG, as on a canvas nobody outside could see that the chart has changed.
widget = alt.JupyterChart(chart, embed_options={"renderer": "svg", "actions": False})
slider.observe(draw, "value")
display(slider, widget)
