"""Panels with tiny models for the tests in a browser. `# %%` begins each cell of a notebook.

Every model counts how often it was computed, and its panel says so.
"""

# %%
import itertools
import math
import random
import time
from pathlib import Path

from solidarity.explore import (
    BigNumber,
    Chart,
    Choice,
    Range,
    Seed,
    Sentence,
    SmallMultiples,
    Switch,
    Table,
    bar_chart,
    explore,
    grouped_bar_chart,
    line_chart,
    lorenz_curve,
    network,
    radar,
    stacked_area,
    waterfall,
)

# %% Every kind of control, every kind of view, every chart.
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
COSTS = {"flour, yeast, salt": 0.4, "firewood and the oven": 0.2, "a boy with a bicycle": 0.1}


def bakery(price, flour, holiday, luck):
    dice = random.Random(luck)
    pull = flour * (1.4 if holiday else 1) * (60 - price)
    loaves = [round(pull * (1 + day / 10) + dice.randint(0, 9)) for day in range(7)]
    return {"price": price, "loaves": loaves, "sales": price * sum(loaves)}


def bakery_words(week):
    return f"At {week['price']:g} pesos a loaf the bakery sells {sum(week['loaves'])} loaves."


def loaves_by_day(week):
    return line_chart(
        title="Loaves sold, day by day",
        x_name="day",
        x=range(1, 8),
        lines={"sold": week["loaves"], "baked": [max(week["loaves"])] * 7},
        unit="loaves",
        description=bakery_words(week),
    )


def loaves_standing(week):
    return bar_chart(
        title="Loaves sold on each day of the week",
        names=[name[:3] for name in WEEK],
        values=week["loaves"],
        unit="loaves",
        description=bakery_words(week),
    )


def sales_lying(week):
    return bar_chart(
        title="What the money of the week pays for",
        names=[*COSTS, "a share for the women who bake", "the reserve of the group"],
        values=[week["sales"] * part for part in (*COSTS.values(), 0.25, 0.05)],
        unit="pesos",
        description=bakery_words(week),
    )


def two_ovens(week):
    return grouped_bar_chart(
        title="Two ovens",
        names=["morning", "noon", "evening"],
        bars={"clay oven": week["loaves"][:3], "iron oven": week["loaves"][3:6]},
        unit="loaves",
        description=bakery_words(week),
    )


def stacked_loaves(week):
    return stacked_area(
        title="White and brown bread",
        x_name="day",
        x=range(1, 8),
        areas={"white": [n // 2 for n in week["loaves"]], "brown": week["loaves"]},
        unit="loaves",
        description=bakery_words(week),
    )


def shares_of_work(week):
    parts = sorted(week["loaves"])
    steps = [0, *itertools.accumulate(parts)]
    return lorenz_curve(
        title="Do the days share the work alike?",
        people=[place / 7 for place in range(8)],
        curves={"this week": [step / steps[-1] for step in steps]},
        unit="loaves",
        description=bakery_words(week),
    )


def who_buys(week):
    loaves = week["loaves"]
    return network(
        title="Who buys from whom",
        actors={
            "Bakery": "group",
            "Mill in the valley": "supplier",
            "School kitchen": "buyer",
            "Market stall by the bridge": "buyer",
            "Neighbours": "buyer",
        },
        links=[
            ("Mill in the valley", "Bakery", sum(loaves)),
            ("Bakery", "School kitchen", loaves[0]),
            ("Bakery", "Market stall by the bridge", loaves[5]),
            ("Bakery", "Neighbours", loaves[6]),
        ],
        unit="loaves",
        description=bakery_words(week),
        centre=["Bakery"],
    )


def how_good(week):
    low = min(week["loaves"])
    return radar(
        title="The week at a glance",
        axes=["people", "planet", "prosperity", "peace", "partnership"],
        shapes={"now": [low, 80, 40, 60, 90], "aim": [100, 90, 120, 90, 90]},
        unit="points",
        description=bakery_words(week),
    )


def from_sales_to_surplus(week):
    return waterfall(
        title="From sales to surplus",
        start=("sales", week["sales"]),
        steps=[(name, -week["sales"] * part) for name, part in COSTS.items()],
        end="left for the group",
        unit="pesos",
        description=bakery_words(week),
    )


def day_and_night(week):
    return [
        line_chart(
            title=f"The {name} half of the week",
            x_name="day",
            x=[1, 2, 3],
            lines={"sold": part},
            unit="loaves",
            description=bakery_words(week),
            y_range=(0, 200),
        )
        for name, part in (("first", week["loaves"][:3]), ("second", week["loaves"][3:6]))
    ]


def by_day(week):
    loaves = {f"{day}, loaves": [sold] for day, sold in zip(WEEK, week["loaves"], strict=True)}
    money = {name.replace("loaves", "pesos"): [week["price"] * n] for name, (n,) in loaves.items()}
    return {"what": ["sold"]} | loaves | money


explore(
    bakery,
    price=Range("Price of a loaf", 12, 5, 50, unit="pesos", source="C45"),
    flour=Choice("Flour", "wheat", {"wheat": 1, "maize and wheat": 1.1, "cassava": 0.8}),
    holiday=Switch("A holiday week"),
    luck=Seed("Luck of the week"),
    views=[
        BigNumber("Sales", lambda week: week["sales"], unit="pesos"),
        BigNumber("Loaves", lambda week: sum(week["loaves"])),
        Sentence(bakery_words),
        Chart(loaves_by_day),
        Chart(loaves_standing),
        Chart(sales_lying),
        Chart(two_ovens),
        Chart(stacked_loaves),
        Chart(shares_of_work),
        Chart(who_buys),
        Chart(how_good),
        Chart(from_sales_to_surplus),
        SmallMultiples(day_and_night),
        Table(by_day, "Each day of the week"),
    ],
)


# %% Models that are quick and models that are slow.
def counting(busy):
    times = itertools.count(1)

    def model(place):
        busy()
        return {"place": place, "times": next(times)}

    return model


def place_words(result):
    return f"The slider stands at {result['place']}. It was computed {result['times']} times."


def place_chart(result):
    return line_chart(
        title=f"Up to {result['place']}",
        x_name="step",
        x=[0, 1],
        lines={"place": [0, result["place"]]},
        unit="places",
        description=place_words(result),
    )


PLACE_VIEWS = [Sentence(place_words), Chart(place_chart)]


def at_once():
    pass


def a_moment():
    time.sleep(0.1)


def as_long_as_told():
    while Path("wait").exists():
        time.sleep(0.02)


explore(counting(at_once), place=Range("Quick", 0, 0, 100), views=PLACE_VIEWS)

# %%
explore(counting(a_moment), place=Range("Tired", 0, 0, 100), views=PLACE_VIEWS)

# %%
explore(counting(as_long_as_told), place=Range("Slow", 0, 0, 100), views=PLACE_VIEWS)


# %% A model that does not always have an answer.
def garden(rows, water):
    if rows > 52:
        raise ValueError(f"the garden has room for 52 rows, and {rows} were asked for")
    if water == "flood":
        raise ZeroDivisionError("float division by zero")
    return {"rows": rows, "plants": math.nan if water == "drought" else rows * 10}


def garden_words(result):
    return f"In {result['rows']} rows grow {result['plants']} plants."


def garden_chart(result):
    return bar_chart(
        title="Plants in the garden",
        names=["plants"],
        values=[result["plants"]],
        unit="plants",
        description=garden_words(result),
    )


GARDEN = {
    "rows": Range("Rows", 10, 1, 60, unit="rows"),
    "water": Choice("Water", "rain", {name: name for name in ("rain", "drought", "flood")}),
}

explore(garden, **GARDEN, views=[Sentence(garden_words), Chart(garden_chart)])

# %% A view that is none.
explore(
    garden,
    rows=Range("Rows beside a wrong view", 10, 1, 60),
    water=GARDEN["water"],
    views=[Sentence(garden_words), "a chart, please", Chart(garden_chart)],
)

# %%
1 + 1  # noqa: B018
