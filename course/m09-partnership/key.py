"""The key of module 9: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_
from solidarity.models.partners import cut_off

# --- 1. LM3 --------------------------------------------------------------------------------------


def _draw_lm3(rng: Random) -> dict[str, Any]:
    first = 1_000 * rng.randint(20, 500)
    second = round(first * rng.uniform(0.2, 0.9))
    return {"first": first, "second": second, "third": round(second * rng.uniform(0.1, 0.9))}


lm3 = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M9.2",
    read="reading#money-that-stays",
    tolerance=0.0005,
    answer=lambda first, second, third: (first + second + third) / first if first else 0,
    examples=[
        {"first": 100_000, "second": 60_000, "third": 24_000},
        {"first": 80_000, "second": 62_000, "third": 47_000},
    ],
    edges=[
        {"first": 0, "second": 0, "third": 0},
        {"first": 50_000, "second": 0, "third": 0},
        {"first": 70, "second": 70, "third": 70},
        {"first": 9_000, "second": 4_500, "third": 0},
    ],
    draw=_draw_lm3,
    mistakes={
        "without-the-first": lambda first, second, third: (second + third) / first if first else 0,
        "multiplied": lambda first, second, third: (
            (second / first) * (third / second) if first and second else 0
        ),
        "divided-by-all": lambda first, second, third: (
            first / (first + second + third) if first + second + third else 0
        ),
        "average-of-three": lambda first, second, third: (
            (first + second + third) / 3 if first else 0
        ),
        "each-by-the-one-before": lambda first, second, third: (
            1 + second / first + third / second if first and second else 0
        ),
        "brackets-missing": lambda first, second, third: (
            first + second + third / first if first else 0
        ),
        "all-rounds-but-the-last": lambda first, second, third: (
            (first + second) / first if first else 0
        ),
        "not-divided": lambda first, second, third: first + second + third,
        "first-not-divided": lambda first, second, third: (
            first + (second + third) / first if first else 0
        ),
        "divided-by-the-second": lambda first, second, third: (
            (first + second + third) / second if second else 0
        ),
        "taken-off": lambda first, second, third: (first - second - third) / first if first else 0,
    },
)

# --- 2. Fees for each member ---------------------------------------------------------------------

fees_per_member = Exercise(
    kind="number",
    points=1,
    outcome="M9.3",
    read="reading#a-contract-has-break-points",
    unit="dollars a year",
    # One dollar, as a share of the answer: so small wrong answers can still be told apart.
    relative_tolerance=3_500 / 6_800_000,
    answer=6_800_000 / 3_500,
    mistakes={
        "a-month": 6_800_000 / 3_500 / 12,
        "million-forgotten": 6.8 / 3_500,
        "upside-down": 3_500 / 6_800_000,
        "thousands-with-a-point": 6_800_000 / 3.5,
        "hundred-thousand": 680_000 / 3_500,
        "multiplied": 6_800_000 * 3_500,
        "a-day": 6_800_000 / 3_500 / 365,
        "all-the-fees": 6_800_000,
        "only-the-members": 3_500,
        "people-of-pune": 6_800_000 / 3_100_000,
        "to-the-hundred": 1_900,
        "a-thousand-too-small": 6_800 / 3_500,
        "for-two": 6_800_000 / 3_500 / 2,
    },
)

# --- 3. Fifty million kilograms a day ------------------------------------------------------------

fifty_million = Exercise(
    kind="choice",
    points=1,
    outcome="M9.4",
    read="reading#who-pays-and-who-saves",
    answer="b",
    mistakes={
        "believes-it": "a",
        "other-cities": "c",
        "gives-up": "d",
    },
)

# --- 4. What is spent here -----------------------------------------------------------------------


def _share(records: list[dict[str, Any]], place: str, key: str = "spent") -> float:
    total = sum(record["amount"] for record in records)
    here = sum(record["amount"] for record in records if record[key] == place)
    return here / total if total else 0


def _part(records: list[dict[str, Any]], counts: Callable[[dict[str, Any]], bool]) -> float:
    total = sum(record["amount"] for record in records)
    return sum(record["amount"] for record in records if counts(record)) / total if total else 0


def _by(records: list[dict[str, Any]], place: str, divisor: float) -> float:
    here = sum(record["amount"] for record in records if record["spent"] == place)
    return here / divisor if divisor else 0


def _payments(*rows: tuple[str, str, float]) -> list[dict[str, Any]]:
    return [{"office": office, "spent": spent, "amount": amount} for office, spent, amount in rows]


def _draw_share(rng: Random) -> dict[str, Any]:
    towns = ["Panabo", "Davao", "Tagum"]
    rows = [
        (rng.choice(towns), rng.choice(towns), 100 * rng.randint(1, 90))
        for _ in range(rng.randint(5, 12))
    ]
    place, elsewhere = rng.sample(towns, 2)
    # Something stays and something leaves: that all is spent in one place is an edge.
    rows += [("Mati", place, 700), ("Mati", elsewhere, 400)]
    return {"records": _payments(*rows), "place": place}


local_share = Exercise(
    points=3,
    edge_points=1,
    outcome="M9.2",
    read="reading#money-that-stays",
    unit="of all the money",
    tolerance=0.0005,
    answer=_share,
    examples=[
        {
            "records": _payments(("Davao", "Panabo", 500), ("Panabo", "Davao", 1_500)),
            "place": "Panabo",
        },
        {
            "records": _payments(("Davao", "Panabo", 500), ("Panabo", "Davao", 1_500)),
            "place": "Davao",
        },
        {
            "records": _payments(
                ("Panabo", "Panabo", 300),
                ("Davao", "Tagum", 900),
                ("Panabo", "Panabo", 1_200),
                ("Tagum", "Panabo", 200),
                ("Panabo", "Davao", 400),
            ),
            "place": "Panabo",
        },
    ],
    edges=[
        {"records": [], "place": "Panabo"},
        {"records": _payments(("Davao", "Davao", 400)), "place": "Panabo"},
        {"records": _payments(("Davao", "Panabo", 400)), "place": "Panabo"},
        {"records": _payments(("Davao", "Panabo", 0)), "place": "Panabo"},
    ],
    draw=_draw_share,
    mistakes={
        "letter-box": with_(key="office"),
        "counts-payments": lambda records, place: (
            sum(record["spent"] == place for record in records) / len(records) if records else 0
        ),
        "first-payment-only": lambda records, place: (
            _share(records[:1], place) if records else None
        ),
        "last-payment-only": lambda records, place: (
            next((r["amount"] for r in records[::-1] if r["spent"] == place), 0)
            / sum(r["amount"] for r in records)
            if records
            else 0
        ),
        "total-of-here-only": then(lambda right: 1 if right else 0),
        "upside-down": then(lambda right: 1 / right if right else 0),
        "spent-elsewhere": lambda records, place: 1 - _share(records, place) if records else 0,
        "amount-not-share": lambda records, place: sum(
            r["amount"] for r in records if r["spent"] == place
        ),
        "as-percent": then(lambda right: 100 * right),
        "office-too": lambda records, place: _part(
            records, lambda r: place in (r["office"], r["spent"])
        ),
        "office-as-well": lambda records, place: _part(
            records, lambda r: r["office"] == r["spent"] == place
        ),
        "by-the-rest": lambda records, place: _by(
            records, place, sum(r["amount"] for r in records if r["spent"] != place)
        ),
        "by-the-count": lambda records, place: _by(records, place, len(records)),
        "total-of-the-last": lambda records, place: _by(
            records, place, records[-1]["amount"] if records else 0
        ),
        "always-panabo": given(place="Panabo"),
    },
)

# --- 5. One member's income ----------------------------------------------------------------------


def _income(
    households: float, fee: float, paying: float, scrap: float, costs: float, members: float = 2
) -> float:
    return (households * fee * paying + households * scrap - costs) / members


def _draw_income(rng: Random) -> dict[str, Any]:
    return {
        "households": rng.randint(120, 400),
        "fee": 5 * rng.randint(6, 24),
        "paying": rng.randint(56, 95) / 100,
        "scrap": rng.randint(5, 45),
        "costs": 50 * rng.randint(4, 60),
    }


member_income = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M9.3",
    read="reading#a-contract-has-break-points",
    unit="rupees a month",
    tolerance=0.005,
    answer=_income,
    examples=[
        {"households": 250, "fee": 75, "paying": 0.80, "scrap": 20, "costs": 1_500},
        # 134.55 households pay: neither they nor the rupees come out even.
        {"households": 207, "fee": 50, "paying": 0.65, "scrap": 30, "costs": 900},
    ],
    edges=[
        {"households": 300, "fee": 75, "paying": 0, "scrap": 20, "costs": 0},
        {"households": 150, "fee": 60, "paying": 1, "scrap": 0, "costs": 0},
        {"households": 100, "fee": 20, "paying": 0.1, "scrap": 5, "costs": 2_000},
    ],
    draw=_draw_income,
    mistakes={
        "for-both": with_(members=1),
        "everybody-pays": given(paying=1),
        "scrap-of-payers-only": lambda households, fee, paying, scrap, costs: (
            (households * paying * (fee + scrap) - costs) / 2
        ),
        "costs-forgotten": given(costs=0),
        "costs-for-each": given(costs=lambda costs: 2 * costs),
        "scrap-forgotten": given(scrap=0),
        "percent-again": given(paying=lambda paying: paying / 100),
        "costs-added": given(costs=lambda costs: -costs),
        "scrap-of-the-others-only": lambda households, fee, paying, scrap, costs: (
            (households * (paying * fee + (1 - paying) * scrap) - costs) / 2
        ),
        "scrap-once": lambda households, fee, paying, scrap, costs: (
            (households * fee * paying + scrap - costs) / 2
        ),
        "whole-households": lambda households, fee, paying, scrap, costs: _income(
            int(households * paying), fee, 1, 0, costs - households * scrap
        ),
        "those-who-do-not-pay": given(paying=lambda paying: 1 - paying),
        "twice-as-much": with_(members=0.5),
        "only-the-fees-shared": lambda households, fee, paying, scrap, costs: (
            households * fee * paying / 2 + households * scrap - costs
        ),
        "fees-not-shared": lambda households, fee, paying, scrap, costs: (
            households * fee * paying + (households * scrap - costs) / 2
        ),
        "divided-by-paying": given(paying=lambda paying: 1 / paying if paying else 0),
        "only-the-costs-shared": lambda households, fee, paying, scrap, costs: (
            households * fee * paying + households * scrap - costs / 2
        ),
    },
)

# --- 6. A free rival -----------------------------------------------------------------------------


def _draw_rival(rng: Random) -> dict[str, Any]:
    return {
        "fees": 500 * rng.randint(6, 60),
        "rival": rng.randint(10, 50) / 100,
        "follow": rng.randint(56, 95) / 100,
    }


fees_left = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M9.3",
    read="reading#a-contract-has-break-points",
    unit="rupees a month",
    tolerance=0.005,
    answer=lambda fees, rival, follow: fees * (1 - rival) * (1 - follow * rival),
    examples=[
        {"fees": 15_000, "rival": 0.2, "follow": 0.5},
        {"fees": 8_125, "rival": 0.35, "follow": 0.9},
    ],
    edges=[
        {"fees": 12_000, "rival": 0, "follow": 1},
        {"fees": 12_000, "rival": 1, "follow": 0.3},
        {"fees": 12_000, "rival": 0.4, "follow": 0},
    ],
    draw=_draw_rival,
    mistakes={
        "as-given": lambda fees, rival, follow: fees * (1 - rival),
        "follow-without-rival": lambda fees, rival, follow: fees * (1 - rival) * (1 - follow),
        "taken-off-together": lambda fees, rival, follow: fees * (1 - rival - follow * rival),
        "followers-only": lambda fees, rival, follow: fees * (1 - follow * rival),
        "followers-pay": lambda fees, rival, follow: fees * (1 - rival) * follow,
        "stopped-fees": lambda fees, rival, follow: fees * (1 - rival) * follow * rival,
        "a-share-taken-off": lambda fees, rival, follow: fees * (1 - rival) - follow * rival,
        "rival-twice": lambda fees, rival, follow: fees * (1 - rival) ** 2,
        "more-pay": lambda fees, rival, follow: fees * (1 - rival) * (1 + follow * rival),
        "shares-added": lambda fees, rival, follow: fees * (1 - rival) * (1 - follow - rival),
        "follow-those-served": lambda fees, rival, follow: (
            fees * (1 - rival) * (1 - follow * (1 - rival))
        ),
        "divided": lambda fees, rival, follow: (
            fees * (1 - rival) / (1 - follow * rival) if follow * rival != 1 else 0
        ),
        "nine-tenths": lambda fees, rival, follow: fees * (1 - rival) * 0.9,
        "share-not-rupees": lambda fees, rival, follow: (1 - rival) * (1 - follow * rival),
        "what-is-lost": lambda fees, rival, follow: (
            fees - fees * (1 - rival) * (1 - follow * rival)
        ),
    },
)

# --- 7. Degree centrality ------------------------------------------------------------------------

_MAP = ["town hall", "federation", "NGO", "group 1", "group 2"]
_LINKS = [
    ("town hall", "federation"),
    ("federation", "group 1"),
    ("group 1", "federation"),
    ("NGO", "group 1"),
    ("NGO", "group 2"),
    ("NGO", "group 2"),
    ("NGO", "federation"),
]


def _partners(actor: str, links: list[tuple[str, str]]) -> list[str]:
    return [b if a == actor else a for a, b in links if actor in (a, b)]


def _centrality(actors: list[str], links: list[tuple[str, str]]) -> dict[str, float]:
    return {a: len(set(_partners(a, links))) / (len(actors) - 1) for a in actors}


def _draw_map(rng: Random) -> dict[str, Any]:
    actors = [*_MAP, "mill", "bank"][: rng.randint(4, 7)]
    links = [tuple(rng.sample(actors, 2)) for _ in range(rng.randint(4, 10))]
    return {"actors": actors, "links": [*links, links[0][::-1]]}


degree_centrality = Exercise(
    points=4,
    edge_points=1,
    outcome="M9.1",
    read="reading#links-and-who-holds-them",
    unit="(0 to 1)",
    tolerance=0.0005,
    answer=_centrality,
    examples=[
        {"actors": ["a", "b", "c"], "links": [("a", "b"), ("b", "a")]},
        {"actors": _MAP, "links": _LINKS},
    ],
    edges=[
        {"actors": ["a", "b"], "links": []},
        {"actors": ["a", "b", "c", "d"], "links": [("a", "b"), ("a", "b"), ("a", "b")]},
        {"actors": ["a", "b"], "links": [("b", "a")]},
    ],
    draw=_draw_map,
    mistakes={
        "counts-links-twice": lambda actors, links: {
            a: len(_partners(a, links)) / (len(actors) - 1) for a in actors
        },
        "the-other-way-round-again": lambda actors, links: {
            a: len(_partners(a, sorted(set(map(tuple, links))))) / (len(actors) - 1) for a in actors
        },
        "itself-too": lambda actors, links: {
            a: len({name for link in links if a in link for name in link}) / (len(actors) - 1)
            for a in actors
        },
        "one-set-for-all": lambda actors, links: {
            a: len({b for c in actors[: n + 1] for b in _partners(c, links)}) / (len(actors) - 1)
            for n, a in enumerate(actors)
        },
        "nobody-has-partners": lambda actors, links: dict.fromkeys(actors, 0),
        "one-too-few": lambda actors, links: {
            a: len(set(_partners(a, links))) / max(1, len(actors) - 2) for a in actors
        },
        "second-names-only": lambda actors, links: {
            a: len({x for x, y in links if y == a}) / (len(actors) - 1) for a in actors
        },
        "divided-by-all-links": lambda actors, links: {
            a: len(set(_partners(a, links))) / max(1, len(links)) for a in actors
        },
        "counts-itself": lambda actors, links: {
            a: len(set(_partners(a, links))) / len(actors) for a in actors
        },
        "number-of-partners": lambda actors, links: {
            a: len(set(_partners(a, links))) for a in actors
        },
        "itself-for-partner": lambda actors, links: {
            a: len({a for _ in _partners(a, links)}) / (len(actors) - 1) for a in actors
        },
        "everybody-on-the-map": lambda actors, links: {
            a: len({name for link in links for name in link}) / (len(actors) - 1) for a in actors
        },
        "federation-for-all": lambda actors, links: {
            a: len(set(_partners("federation", links))) / (len(actors) - 1) for a in actors
        },
        "divided-by-links": lambda actors, links: {
            a: len(set(_partners(a, links))) / (len(links) - 1) for a in actors
        },
        "brackets-missing": lambda actors, links: {
            a: len(set(_partners(a, links))) / len(actors) - 1 for a in actors
        },
        "one-direction": lambda actors, links: {
            a: len({y for x, y in links if x == a}) / (len(actors) - 1) for a in actors
        },
        "lonely-left-out": lambda actors, links: {
            a: len(set(_partners(a, links))) / (len(actors) - 1)
            for a in actors
            if _partners(a, links)
        },
    },
)

# --- 8. The bridge -------------------------------------------------------------------------------


def _bridge(actors: list[str], links: list[tuple[str, str]], source: str) -> str:
    lost = {a: len(cut_off(actors, links, source, a)) for a in actors if a != source}
    return max(lost, key=lambda a: lost[a])


def _most_links(actors: list[str], links: list[tuple[str, str]], source: str) -> str:
    others = [one for one in actors if one != source]
    return max(others, key=lambda one: len(set(_partners(one, links))))


def _draw_bridge(rng: Random) -> dict[str, Any]:
    names = ["town hall", "NGO", "federation", "mill", "bank", "school", "club"]
    rng.shuffle(names)
    source, bridge, near, *behind = names[: rng.randint(5, 7)]
    links = [(source, bridge), (near, source), (bridge, behind[0])]
    # Behind the bridge, one has more links than it, and cuts off fewer.
    links += [*pairwise(behind), (behind[-1], behind[0]), *((behind[0], one) for one in behind[2:])]
    links = [pair[:: rng.choice([1, -1])] for pair in links]
    actors = rng.sample([source, bridge, near, *behind], len(behind) + 3)
    return {"actors": actors, "links": rng.sample(links, len(links)), "source": source}


_TOWN = ["town hall", "NGO", "federation", "group"]
_TOWN_LINKS = [("town hall", "federation"), ("federation", "group"), ("town hall", "NGO")]

bridge_actor = Exercise(
    points=3,
    edge_points=1,
    outcome="M9.1",
    read="reading#links-and-who-holds-them",
    answer=_bridge,
    examples=[
        {"actors": _TOWN, "links": _TOWN_LINKS, "source": "town hall"},
        {
            "actors": ["NGO", "bank", "town hall", "federation", "group 1", "group 2", "group 3"],
            "links": [
                ("town hall", "federation"),
                ("federation", "group 1"),
                ("NGO", "group 1"),
                ("NGO", "group 2"),
                ("NGO", "group 3"),
                ("group 1", "group 2"),
                ("group 2", "group 3"),
                ("town hall", "bank"),
            ],
            "source": "town hall",
        },
        {
            # Three are equal: the first of the list is neither the last nor first in the alphabet.
            "actors": ["town hall", "shop", "mill", "well", "school", "farm", "garden"],
            "links": [
                ("town hall", "mill"),
                ("town hall", "shop"),
                ("town hall", "well"),
                ("mill", "farm"),
                ("shop", "school"),
                ("well", "garden"),
            ],
            "source": "town hall",
        },
        {
            "actors": ["press", "town hall", "mill", "well", "shop", "farm"],
            "links": [
                ("town hall", "well"),
                ("well", "press"),
                ("press", "mill"),
                ("mill", "farm"),
                ("farm", "shop"),
            ],
            "source": "shop",
        },
        {
            # Two roads lead to the mill: those beside the source can both be done without.
            "actors": ["well", "bank", "mill", "farm", "town hall", "shop"],
            "links": [
                ("town hall", "bank"),
                ("town hall", "well"),
                ("bank", "mill"),
                ("well", "mill"),
                ("mill", "farm"),
                ("shop", "mill"),
            ],
            "source": "town hall",
        },
    ],
    edges=[
        {"actors": ["town hall", "NGO"], "links": [], "source": "town hall"},
        {
            "actors": ["a", "b", "c"],
            "links": [("a", "b"), ("b", "c"), ("c", "a")],
            "source": "c",
        },
        {
            "actors": ["a", "b", "c", "d"],
            "links": [("a", "b"), ("b", "c"), ("c", "d")],
            "source": "d",
        },
    ],
    draw=_draw_bridge,
    mistakes={
        "most-links": _most_links,
        "next-to-the-source": lambda actors, links, source: max(
            (a for a in actors if a in _partners(source, links)),
            key=lambda a: len(cut_off(actors, links, source, a)),
            default="",
        ),
        "source-itself": lambda actors, links, source: source,
        "last-of-equals": given(actors=lambda actors: actors[::-1]),
        "fewest-lost": lambda actors, links, source: min(
            (a for a in actors if a != source),
            key=lambda a: len(cut_off(actors, links, source, a)),
        ),
        "places-exchanged": lambda actors, links, source: max(
            (a for a in actors if a != source),
            key=lambda a: len(cut_off(actors, links, a, source)),
        ),
        "first-that-cuts-off": lambda actors, links, source: next(
            (a for a in actors if a != source and cut_off(actors, links, source, a)), ""
        ),
        "nobody-found": lambda actors, links, source: "",
        "last-in-the-list": lambda actors, links, source: next(
            one for one in reversed(actors) if one != source
        ),
        "number-not-name": lambda actors, links, source: len(
            cut_off(actors, links, source, _bridge(actors, links, source))
        ),
        "first-in-the-list": lambda actors, links, source: next(
            one for one in actors if one != source
        ),
    },
)

# --- 9. Who answers for what ---------------------------------------------------------------------

Chart = list[dict[str, str]]


def _table(counts: dict[str, int]) -> pd.DataFrame:
    rows = [{"task": task, "leaders": count} for task, count in counts.items()]
    return pd.DataFrame(rows, columns=["task", "leaders"])


def _leaders(chart: Chart, roles: tuple[str, ...] = ("leads",)) -> dict[str, int]:
    counts = {line["task"]: 0 for line in chart}
    for line in chart:
        counts[line["task"]] += line["role"] in roles
    return counts


def _chart(*rows: tuple[str, str, str]) -> Chart:
    return [{"task": task, "partner": partner, "role": role} for task, partner, role in rows]


def _new_tasks(chart: Chart) -> list[tuple[dict[str, str], bool]]:
    """Each line, and whether its task is met for the first time."""
    tasks = [line["task"] for line in chart]
    return [(line, line["task"] not in tasks[:place]) for place, line in enumerate(chart)]


def _begins_anew(chart: Chart) -> pd.DataFrame:
    """The count of a task goes back to 0 when another task came in between."""
    counts: dict[str, int] = {}
    before = ""
    for line in chart:
        if line["task"] != before:
            counts[line["task"]] = 0
        counts[line["task"]] += line["role"] == "leads"
        before = line["task"]
    return _table(counts)


_TASKS = ["collect fees", "settle quarrels", "buy gloves", "train members", "check quality"]
_PARTNERS = ["cooperative", "town hall", "company", "union"]


def _draw_chart(rng: Random) -> dict[str, Any]:
    rows = [
        (task, partner, rng.choice(["leads", "helps", "is told"]))
        for task in _TASKS
        for partner in _PARTNERS
        if rng.random() < 0.7
    ]
    rng.shuffle(rows)
    return {"chart": _chart(*rows, ("keep the books", "union", "helps"))}


leaders_by_task = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    rows_in_order=True,
    outcome="M9.4",
    read="reading#three-partners-three-purses",
    answer=lambda chart: _table(_leaders(chart)),
    examples=[
        {
            "chart": _chart(
                ("collect fees", "cooperative", "leads"),
                ("settle quarrels", "town hall", "helps"),
                ("collect fees", "town hall", "leads"),
                ("buy gloves", "town hall", "leads"),
                ("buy gloves", "cooperative", "is told"),
                ("buy gloves", "union", "helps"),
            )
        },
        {
            "chart": _chart(
                ("weigh waste", "union", "leads"),
                ("pay wages", "cooperative", "is told"),
                ("weigh waste", "town hall", "leads"),
                ("weigh waste", "company", "leads"),
            )
        },
    ],
    edges=[
        {"chart": _chart(("collect fees", "town hall", "is told"))},
        {"chart": _chart(*(("buy gloves", partner, "leads") for partner in _PARTNERS))},
    ],
    draw=_draw_chart,
    mistakes={
        "counts-everybody": lambda chart: _table(_leaders(chart, ("leads", "helps", "is told"))),
        "helpers-only": lambda chart: _table(_leaders(chart, ("helps",))),
        "first-line-not-counted": lambda chart: _table(
            {
                task: sum(
                    line["role"] == "leads" for line in [x for x in chart if x["task"] == task][1:]
                )
                for task in _leaders(chart)
            }
        ),
        "by-partner": lambda chart: _table(
            _leaders([{"task": line["partner"], "role": line["role"]} for line in chart])
        ),
        "helpers-lead": lambda chart: _table(_leaders(chart, ("leads", "helps"))),
        "leaderless-left-out": lambda chart: _table(
            {t: n for t, n in _leaders(chart).items() if n}
        ),
        "begins-with-one": lambda chart: _table({t: n + 1 for t, n in _leaders(chart).items()}),
        "nobody-leads": lambda chart: _table(dict.fromkeys(_leaders(chart), 0)),
        "at-most-one": lambda chart: _table({t: min(n, 1) for t, n in _leaders(chart).items()}),
        "last-line-only": lambda chart: _table(
            {line["task"]: int(line["role"] == "leads") for line in chart}
        ),
        "begins-anew": _begins_anew,
        "first-line-always-leads": lambda chart: _table(
            _leaders([line | {"role": "leads"} if new else line for line, new in _new_tasks(chart)])
        ),
    },
)
