import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import clear_output, display

from solidarity.models.savings import Group, vsla_year


def draw(change=None):
    year = vsla_year(Group(seed=slider.value))
    weeks = [w.week for w in year.weeks]
    with output:
        clear_output(wait=True)
        _, axes = plt.subplots(figsize=(7.2, 3.4))
        axes.plot(weeks, [w.saved for w in year.weeks], label="paid for shares so far")
        axes.plot(weeks, [w.on_loan for w in year.weeks], "--", label="on loan")
        axes.plot(weeks, [w.box for w in year.weeks], ":", label="in the box")
        axes.set(title="Where the group's money is, week by week", xlabel="week", ylabel="pesos")
        axes.grid()
        axes.legend()
        plt.show()


slider = ipywidgets.IntSlider(value=1, min=1, max=50, description="Luck")
output = ipywidgets.Output()
draw()
slider.observe(draw, "value")
display(slider, output)
