"""Every table can be loaded, and has the columns of its card."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from helpers import ROOT

from solidarity.data import card, load, names

each_table = pytest.mark.parametrize("name", names())


def test_there_are_tables() -> None:
    assert "gapminder_asia" in names()
    folders = {path.parent.name for path in (ROOT / "solidarity/data").glob("*/data.csv")}
    assert folders == set(names())


@each_table
def test_a_table_has_the_columns_and_rows_that_its_card_tells(name: str) -> None:
    table, about = load(name), card(name)

    assert list(table.columns) == list(about.columns)
    assert len(table) == about.rows


@each_table
def test_a_card_tells_all_that_one_must_know(name: str) -> None:
    about = card(name)

    for told in (about.title, about.source, about.licence, about.date, about.row):
        assert len(told) >= 8
    assert re.match(r"https?://\S+$", about.url)
    assert about.cautions
    for column in about.columns.values():
        assert column.means
        assert column.unit


@each_table
def test_nothing_is_missing_in_a_table(name: str) -> None:
    assert not load(name).isna().to_numpy().any()


@each_table
def test_a_table_that_was_changed_comes_back_whole(name: str) -> None:
    spoilt = load(name)
    spoilt[spoilt.columns[0]] = "spoilt"

    assert "spoilt" not in set(load(name).iloc[:, 0])


@each_table
def test_a_card_shows_every_column_with_its_unit_in_a_notebook(name: str) -> None:
    about = card(name)
    html = about._repr_html_()

    assert html.startswith("<table><caption>")
    for column, told in about.columns.items():
        assert f">{column}</th>" in html
        assert f"({told.unit})" in html


@pytest.mark.parametrize("ask", [load, card])
def test_an_unknown_name_is_told_with_the_names_there_are(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"no table 'gapminder'.*mean 'gapminder_asia'"):
        ask("gapminder")
    with pytest.raises(ValueError, match=r"no table '../models'. There are: .*gapminder_asia"):
        ask("../models")


# --- Gapminder, Asia -----------------------------------------------------------------------------


def test_every_country_of_asia_has_every_fifth_year() -> None:
    table = load("gapminder_asia")

    assert table["country"].nunique() == 33
    years = set(range(1952, 2008, 5))
    assert all(set(rows["year"]) == years for _, rows in table.groupby("country"))
    assert table["country"].is_monotonic_increasing


def test_figures_are_those_of_the_source() -> None:
    """Three rows, as the package prints them: 28.801 years, 8425333 people, 779.4453 dollars."""
    table = load("gapminder_asia").set_index(["country", "year"])

    assert table.loc[("Afghanistan", 1952)].tolist() == [8425333, 28.8, 779]
    assert table.loc[("Japan", 2007)].tolist() == [127467972, 82.6, 31656]
    assert table.loc[("Kuwait", 1952)].tolist() == [160000, 55.6, 108382]


def test_the_script_drops_other_continents_and_renames_the_columns() -> None:
    from gapminder import asia

    world = pd.DataFrame(
        {
            "rownames": [1, 2, 3],
            "country": ["Nepal", "Kenya", "Nepal"],
            "continent": ["Asia", "Africa", "Asia"],
            "year": [1957, 1952, 1952],
            "lifeExp": [37.686, 42.27, 36.157],
            "pop": [9682338, 6464046, 9182536],
            "gdpPercap": [597.936356, 853.540919, 545.865723],
        }
    )

    table = asia(world)

    assert list(table.columns) == list(card("gapminder_asia").columns)
    assert table.to_numpy().tolist() == [
        ["Nepal", 1952, 9182536, 36.2, 546],
        ["Nepal", 1957, 9682338, 37.7, 598],
    ]
