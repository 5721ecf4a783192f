import altair as alt
import ipywidgets
from IPython.display import display

from solidarity.models.savings import Group, vsla_year

# Without this the chart's JavaScript comes from the internet.
alt.JupyterChart.enable_offline()


def rows(seed):
    return [
        {"week": w.week, "pesos": pesos, "line": line}
        for w in vsla_year(Group(seed=seed)).weeks
        for line, pesos in [
            ("paid for shares so far", w.saved),
            ("on loan", w.on_loan),
            ("in the box", w.box),
        ]
    ]


def chart(seed):
    return (
        alt.Chart(alt.Data(values=rows(seed)))
        .mark_line()
        .encode(x="week:Q", y="pesos:Q", color="line:N", strokeDash="line:N")
        .properties(title="Where the group's money is, week by week", width=600, height=260)
    )


def draw(change):
    widget.chart = chart(change["new"])


slider = ipywidgets.IntSlider(value=1, min=1, max=50, description="Luck")
# SVG, as on a canvas nobody outside could see that the chart has changed.
widget = alt.JupyterChart(chart(slider.value), embed_options={"renderer": "svg", "actions": False})
slider.observe(draw, "value")
display(slider, widget)
