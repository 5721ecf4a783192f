import ipywidgets
import plotly.graph_objects as go
from IPython.display import display

from solidarity.models.savings import Group, vsla_year


def lines(seed):
    weeks = vsla_year(Group(seed=seed)).weeks
    return {
        "paid for shares so far": [w.saved for w in weeks],
        "on loan": [w.on_loan for w in weeks],
        "in the box": [w.box for w in weeks],
    }


def draw(change):
    with figure.batch_update():
        for trace, values in zip(figure.data, lines(change["new"]).values(), strict=True):
            trace.y = values


slider = ipywidgets.IntSlider(value=1, min=1, max=50, description="Luck")
figure = go.FigureWidget(
    data=[
        go.Scatter(x=list(range(1, 53)), y=values, name=name, mode="lines")
        for name, values in lines(slider.value).items()
    ],
    layout={
        "title": "Where the group's money is, week by week",
        "xaxis_title": "week",
        "yaxis_title": "pesos",
        "width": 720,
        "height": 340,
    },
)
slider.observe(draw, "value")
display(slider, figure)
