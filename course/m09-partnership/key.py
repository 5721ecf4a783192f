"""The key of module 9: what is right, what is wrong and why."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake
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
        {"first": 80_000, "second": 20_000, "third": 15_000},
        {"first": 0, "second": 0, "third": 0},
    ],
    edges=[
        {"first": 50_000, "second": 0, "third": 0},
        {"first": 70, "second": 70, "third": 70},
        {"first": 9_000, "second": 4_500, "third": 0},
    ],
    edges_about="a town where nothing stays, or where everything does",
    draw=_draw_lm3,
    mistakes=[
        Mistake(
            "without-the-first",
            lambda first, second, third: (second + third) / first if first else 0,
            "The first round belongs to the sum too: the money did come in.",
        ),
        Mistake(
            "multiplied",
            lambda first, second, third: (
                (second / first) * (third / second) if first and second else 0
            ),
            "You multiplied the shares of the rounds. LM3 adds the money of the three rounds.",
        ),
        Mistake(
            "divided-by-all",
            lambda first, second, third: (
                first / (first + second + third) if first + second + third else 0
            ),
            "The division stands on its head: divide the sum by the first round.",
        ),
        Mistake(
            "average-of-three",
            lambda first, second, third: (first + second + third) / 3 if first else 0,
            "That is the average of the three amounts. Divide by the first round instead.",
        ),
        Mistake(
            "each-by-the-one-before",
            lambda first, second, third: (
                1 + second / first + third / second if first and second else 0
            ),
            "You divided each round by the one before it. Add the money of all three, "
            "and divide once, by the first.",
        ),
        Mistake(
            "brackets-missing",
            lambda first, second, third: first + second + third / first if first else 0,
            "Python divides before it adds. Put brackets around the sum.",
        ),
        Mistake(
            "nothing-came-in",
            lambda first, second, third: (first + second + third) / first,
            "Right for most towns, but where nothing came in Python divides by zero. "
            "Ask first with `if first == 0:` and return 0 then.",
        ),
        Mistake(
            "all-rounds-but-the-last",
            lambda first, second, third: (first + second) / first if first else 0,
            "The third round is missing: what people spend again in the town.",
        ),
    ],
    hints=[
        "Which amounts do you add, and by which one do you divide?",
        "Add all three rounds, and divide by the first. Brackets first.",
        "Begin with `if first == 0:` and `return 0`. Below it: "
        "`return (first + second + third) / first`.",
    ],
)

# --- 2. Fees for each member ---------------------------------------------------------------------

fees_per_member = Exercise(
    kind="number",
    points=1,
    outcome="M9.3",
    read="reading#a-contract-has-break-points",
    unit="dollars a year",
    relative_tolerance=0.0005,
    answer=6_800_000 / 3_500,
    mistakes=[
        Mistake(
            "a-month",
            6_800_000 / 3_500 / 12,
            "That is a month. The question asks for a year, and the fees are those of a year.",
        ),
        Mistake(
            "million-forgotten",
            6.8 / 3_500,
            "A million has six zeros: 6.8 million is 6,800,000.",
        ),
        Mistake(
            "upside-down",
            3_500 / 6_800_000,
            "You divided the members by the dollars. "
            "Dollars for each member is dollars divided by members.",
        ),
        Mistake(
            "thousands-with-a-point",
            6_800_000 / 3.5,
            "Your result is a thousand times too large. Python reads 3.500 as 3 and a half: "
            "write `3_500`.",
        ),
        Mistake(
            "hundred-thousand",
            680_000 / 3_500,
            "One zero is missing: 6.8 million is 6,800,000.",
        ),
    ],
    hints=[
        "What is divided among whom?",
        "Write 6.8 million with all its zeros.",
        "It is `6_800_000` dollars, divided by `3_500` members.",
    ],
)

# --- 3. Fifty million kilograms a day ------------------------------------------------------------

fifty_million = Exercise(
    kind="choice",
    points=1,
    outcome="M9.4",
    read="reading#who-pays-and-who-saves",
    answer="b",
    options={
        "a": "It is right: many small amounts make a large one.",
        "b": "It cannot be right: the whole city makes less than one million kilograms a day.",
        "c": "It is right, because waste pickers collect waste from other cities too.",
        "d": "It cannot be checked without going to Pune.",
    },
    mistakes=[
        Mistake(
            "believes-it",
            "a",
            "Many small amounts can be added up, so do it: 3.1 million people times 0.3 kilograms.",
        ),
        Mistake(
            "other-cities",
            "c",
            "Fifty times what the whole city makes would be the waste of fifty such cities. "
            "The cooperative works in Pune.",
        ),
        Mistake(
            "gives-up",
            "d",
            "You need not go there. Two figures of the question give you the waste of "
            "the whole city.",
        ),
    ],
    hints=[
        "How much waste does the whole city make in one day?",
        "Multiply 3.1 million people by 0.3 kilograms.",
        "That is 0.93 million kilograms. Compare it with 50 million.",
    ],
)

# --- 4. What is spent here -----------------------------------------------------------------------


def _share(records: list[dict[str, Any]], place: str, key: str = "spent") -> float:
    total = sum(record["amount"] for record in records)
    here = sum(record["amount"] for record in records if record[key] == place)
    return here / total if total else 0


def _payments(*rows: tuple[str, str, float]) -> list[dict[str, Any]]:
    return [{"office": office, "spent": spent, "amount": amount} for office, spent, amount in rows]


def _draw_share(rng: Random) -> dict[str, Any]:
    towns = ["Panabo", "Davao", "Tagum"]
    rows = [
        (rng.choice(towns), rng.choice(towns), 100 * rng.randint(1, 90))
        for _ in range(rng.randint(5, 12))
    ]
    return {"records": _payments(*rows, ("Davao", "Panabo", 700)), "place": "Panabo"}


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
                ("Panabo", "Panabo", 300), ("Davao", "Tagum", 900), ("Panabo", "Panabo", 1_200)
            ),
            "place": "Panabo",
        },
        {"records": [], "place": "Panabo"},
    ],
    edges=[
        {"records": _payments(("Davao", "Davao", 400)), "place": "Panabo"},
        {"records": _payments(("Davao", "Panabo", 400)), "place": "Panabo"},
        {"records": _payments(("Davao", "Panabo", 0)), "place": "Panabo"},
    ],
    edges_about="a budget of which nothing or all is spent here, or a payment of nothing",
    draw=_draw_share,
    mistakes=[
        Mistake(
            "letter-box",
            lambda records, place: _share(records, place, "office"),
            "You looked at the address of the office. Look at where the money is spent.",
        ),
        Mistake(
            "counts-payments",
            lambda records, place: (
                sum(record["spent"] == place for record in records) / len(records) if records else 0
            ),
            "You counted payments. A large payment weighs more than a small one: add up amounts.",
        ),
        Mistake(
            "first-payment-only",
            lambda records, place: _share(records[:1], place) if records else None,
            "Only the first payment is counted. Does the `return` stand inside the loop? "
            "It belongs after it, without the extra spaces.",
        ),
        Mistake(
            "last-payment-only",
            lambda records, place: (
                next((r["amount"] for r in records[::-1] if r["spent"] == place), 0)
                / sum(r["amount"] for r in records)
                if records
                else 0
            ),
            "Only the last payment that is spent here is counted. "
            "In the loop, add to what is there: `here = here + …`.",
        ),
        Mistake(
            "total-of-here-only",
            lambda records, place: 1 if _share(records, place) else 0,
            "Your total holds only what is spent here. Add every payment to it, "
            "before you ask with `if`.",
        ),
        Mistake(
            "upside-down",
            lambda records, place: 1 / _share(records, place) if _share(records, place) else 0,
            "The division stands on its head: divide what is spent here by all the money.",
        ),
        Mistake(
            "spent-elsewhere",
            lambda records, place: 1 - _share(records, place) if records else 0,
            "That is what is spent elsewhere. The two places must be the same: `==`.",
        ),
        Mistake(
            "amount-not-share",
            lambda records, place: sum(r["amount"] for r in records if r["spent"] == place),
            "That is the money spent here. Divide it by all the money.",
        ),
        Mistake(
            "as-percent",
            lambda records, place: 100 * _share(records, place),
            "Your answer is in percent. The function should give 0.25 for 25 %.",
        ),
        Mistake(
            "empty-budget",
            lambda records, place: (
                sum(r["amount"] for r in records if r["spent"] == place)
                / sum(r["amount"] for r in records)
            ),
            "Right for most budgets, but without any money Python divides by zero. "
            "Ask for that first and return 0.",
        ),
    ],
    hints=[
        "You need two sums: all the money, and the money that is spent here.",
        'Loop over the records. Add `record["amount"]` to the total each time, and to the other '
        'sum only if `record["spent"] == place`.',
        "After the loop: `if total == 0:` return 0, and below it return `here / total`.",
    ],
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
    answer=lambda households, fee, paying, scrap, costs: _income(
        households, fee, paying, scrap, costs
    ),
    examples=[
        {"households": 250, "fee": 75, "paying": 0.80, "scrap": 20, "costs": 1_500},
        {"households": 200, "fee": 50, "paying": 0.65, "scrap": 30, "costs": 900},
    ],
    edges=[
        {"households": 300, "fee": 75, "paying": 0, "scrap": 20, "costs": 0},
        {"households": 150, "fee": 60, "paying": 1, "scrap": 0, "costs": 0},
        {"households": 100, "fee": 20, "paying": 0.1, "scrap": 5, "costs": 2_000},
    ],
    edges_about="a round where nobody pays, or where the costs are higher than what comes in",
    draw=_draw_income,
    mistakes=[
        Mistake(
            "for-both",
            lambda households, fee, paying, scrap, costs: _income(
                households, fee, paying, scrap, costs, 1
            ),
            "That is the income of the two together. Divide it by 2.",
        ),
        Mistake(
            "everybody-pays",
            lambda households, fee, paying, scrap, costs: _income(households, fee, 1, scrap, costs),
            "You let every household pay. Multiply the fees by the share that pays.",
        ),
        Mistake(
            "scrap-of-payers-only",
            lambda households, fee, paying, scrap, costs: (
                (households * paying * (fee + scrap) - costs) / 2
            ),
            "The recyclables come from all households, also from those who do not pay.",
        ),
        Mistake(
            "costs-forgotten",
            lambda households, fee, paying, scrap, costs: _income(
                households, fee, paying, scrap, 0
            ),
            "The costs are missing. They are paid from what comes in: take them off.",
        ),
        Mistake(
            "costs-for-each",
            lambda households, fee, paying, scrap, costs: _income(
                households, fee, paying, scrap, 2 * costs
            ),
            "You took all the costs off one member. The costs are those of the two together: "
            "take them off first, then divide by 2.",
        ),
        Mistake(
            "scrap-forgotten",
            lambda households, fee, paying, scrap, costs: _income(
                households, fee, paying, 0, costs
            ),
            "The recyclables are missing: `scrap` rupees from each household.",
        ),
        Mistake(
            "percent-again",
            lambda households, fee, paying, scrap, costs: _income(
                households, fee, paying / 100, scrap, costs
            ),
            "`paying` is a share already: 0.80 is 80 %. There is nothing to divide by 100.",
        ),
        Mistake(
            "costs-added",
            lambda households, fee, paying, scrap, costs: _income(
                households, fee, paying, scrap, -costs
            ),
            "Costs are paid from what comes in: take them off.",
        ),
        Mistake(
            "scrap-once",
            lambda households, fee, paying, scrap, costs: (
                (households * fee * paying + scrap - costs) / 2
            ),
            "The recyclables of one household are counted once. Multiply by the households.",
        ),
        Mistake(
            "only-the-costs-shared",
            lambda households, fee, paying, scrap, costs: (
                households * fee * paying + households * scrap - costs / 2
            ),
            "Only the costs are halved in your answer. Put brackets around all of it, "
            "then divide by 2.",
        ),
    ],
    hints=[
        "What comes in from fees? And from recyclables? What goes out?",
        "Fees are `households * fee * paying`; recyclables are `households * scrap`.",
        "`return (fees + households * scrap - costs) / 2`.",
    ],
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
        {"fees": 8_000, "rival": 0.5, "follow": 0.9},
    ],
    edges=[
        {"fees": 12_000, "rival": 0, "follow": 1},
        {"fees": 12_000, "rival": 1, "follow": 0.3},
        {"fees": 12_000, "rival": 0.4, "follow": 0},
    ],
    edges_about="no rival at all, a rival everywhere, or neighbours who all go on paying",
    draw=_draw_rival,
    mistakes=[
        Mistake(
            "as-given",
            lambda fees, rival, follow: fees * (1 - rival),
            "The code still counts only the households that the rival serves. "
            "Of the others some stop paying too.",
        ),
        Mistake(
            "follow-without-rival",
            lambda fees, rival, follow: fees * (1 - rival) * (1 - follow),
            "You let the same share stop, however small the rival is. "
            "The share that stops is `follow * rival`.",
        ),
        Mistake(
            "taken-off-together",
            lambda fees, rival, follow: fees * (1 - rival - follow * rival),
            "You took both shares off the whole. Those who stop are a part of those who "
            "are still served: multiply twice.",
        ),
        Mistake(
            "followers-only",
            lambda fees, rival, follow: fees * (1 - follow * rival),
            "Now the rival's own households still pay in your answer. Begin with `still_served`.",
        ),
        Mistake(
            "followers-pay",
            lambda fees, rival, follow: fees * (1 - rival) * follow,
            "You multiplied by `follow`. That is about those who stop. "
            "The share that goes on paying is `1 - follow * rival`.",
        ),
        Mistake(
            "stopped-fees",
            lambda fees, rival, follow: fees * (1 - rival) * follow * rival,
            "Those are the fees that stop. The function should give what is left: "
            "multiply by `(1 - follow * rival)`.",
        ),
        Mistake(
            "a-share-taken-off",
            lambda fees, rival, follow: fees * (1 - rival) - follow * rival,
            "You took a share off rupees, or the brackets are missing. "
            "Multiply `still_served` by `(1 - follow * rival)`, with the brackets.",
        ),
        Mistake(
            "rival-twice",
            lambda fees, rival, follow: fees * (1 - rival) ** 2,
            "You took the rival off twice. Of the others the share `follow * rival` stops paying.",
        ),
        Mistake(
            "what-is-lost",
            lambda fees, rival, follow: fees - fees * (1 - rival) * (1 - follow * rival),
            "That is what is lost. The function should give what is left.",
        ),
    ],
    hints=[
        "Of those who are still served, which share goes on paying?",
        "The share that stops is `follow * rival`, so the share that goes on is one less that.",
        "In the last line multiply `still_served` by `(1 - follow * rival)`, and return that.",
    ],
)

# --- 7. Degree centrality ------------------------------------------------------------------------

_MAP = ["town hall", "federation", "NGO", "group 1", "group 2"]
_LINKS = [
    ("town hall", "federation"),
    ("federation", "group 1"),
    ("group 1", "federation"),
    ("NGO", "group 1"),
    ("NGO", "group 2"),
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
    edges_about="a map without links, or with the same link again and again",
    draw=_draw_map,
    mistakes=[
        Mistake(
            "counts-links-twice",
            lambda actors, links: {a: len(_partners(a, links)) / (len(actors) - 1) for a in actors},
            "A link that is written down twice was counted twice. A set keeps each partner once.",
        ),
        Mistake(
            "counts-itself",
            lambda actors, links: {a: len(set(_partners(a, links))) / len(actors) for a in actors},
            "You divided by all the actors. Nobody is a partner of itself: "
            "divide by the number of the others.",
        ),
        Mistake(
            "number-of-partners",
            lambda actors, links: {a: len(set(_partners(a, links))) for a in actors},
            "That is the number of partners. Divide it by the number of the others.",
        ),
        Mistake(
            "itself-for-partner",
            lambda actors, links: {
                a: len({a for _ in _partners(a, links)}) / (len(actors) - 1) for a in actors
            },
            "You put the actor itself into the set. If the actor is `one`, "
            "its partner is `other`; and the other way round.",
        ),
        Mistake(
            "everybody-on-the-map",
            lambda actors, links: {
                a: len({name for link in links for name in link}) / (len(actors) - 1)
                for a in actors
            },
            "Your set holds all names of all links. Ask first, with `if`, "
            "whether the actor is one of the two.",
        ),
        Mistake(
            "federation-for-all",
            lambda actors, links: {
                a: len(set(_partners("federation", links))) / (len(actors) - 1) for a in actors
            },
            "You asked for the federation, as in the reading. Here ask for each `actor`.",
        ),
        Mistake(
            "divided-by-links",
            lambda actors, links: {
                a: len(set(_partners(a, links))) / (len(links) - 1) for a in actors
            },
            "You divided by the links. Divide by the number of the other actors: "
            "`len(actors) - 1`.",
        ),
        Mistake(
            "brackets-missing",
            lambda actors, links: {
                a: len(set(_partners(a, links))) / len(actors) - 1 for a in actors
            },
            "Python divides before it takes away. Put brackets around `len(actors) - 1`.",
        ),
        Mistake(
            "one-direction",
            lambda actors, links: {
                a: len({y for x, y in links if x == a}) / (len(actors) - 1) for a in actors
            },
            "You looked at the first name of each pair only. A link goes both ways.",
        ),
        Mistake(
            "lonely-left-out",
            lambda actors, links: {
                a: len(set(_partners(a, links))) / (len(actors) - 1)
                for a in actors
                if _partners(a, links)
            },
            "An actor without any partner is missing. It belongs to the map too, with 0.",
        ),
    ],
    hints=[
        "Take one actor and go through all the pairs. When is somebody its partner?",
        "If the actor is `one`, add `other` to the set; if it is `other`, add `one`.",
        "After the inner loop: `result[actor] = len(partners) / (len(actors) - 1)`.",
    ],
)

# --- 8. The bridge -------------------------------------------------------------------------------


def _bridge(actors: list[str], links: list[tuple[str, str]], source: str) -> str:
    lost = {a: len(cut_off(actors, links, source, a)) for a in actors if a != source}
    return max(lost, key=lambda a: lost[a])


def _most_links(actors: list[str], links: list[tuple[str, str]], source: str) -> str:
    others = [one for one in actors if one != source]
    return max(others, key=lambda one: len(set(_partners(one, links))))


def _draw_bridge(rng: Random) -> dict[str, Any]:
    groups = [f"group {n}" for n in range(1, rng.randint(4, 6))]
    actors = ["town hall", "NGO", "federation", *groups]
    links = [("town hall", "federation"), ("federation", groups[0])]
    links += [("NGO", group) for group in groups]
    links += [pair for pair in pairwise(groups) if rng.random() < 0.5]
    rng.shuffle(links)
    return {"actors": actors, "links": links, "source": "town hall"}


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
            "actors": ["bank", "NGO", "town hall", "federation", "group 1", "group 2", "group 3"],
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
            "actors": ["town hall", "mill", "shop", "farm", "school"],
            "links": [
                ("town hall", "mill"),
                ("town hall", "shop"),
                ("mill", "farm"),
                ("shop", "school"),
            ],
            "source": "town hall",
        },
        {
            "actors": ["town hall", "mill", "shop", "farm"],
            "links": [("town hall", "mill"), ("mill", "farm"), ("farm", "shop")],
            "source": "shop",
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
    edges_about="a map where nobody is cut off, or a single long chain",
    draw=_draw_bridge,
    mistakes=[
        Mistake(
            "most-links",
            _most_links,
            "You took the actor with most links. Ask who is cut off when it is gone.",
        ),
        Mistake(
            "source-itself",
            lambda actors, links, source: source,
            "Without the source there is nothing to reach. Leave it out with `one != source`.",
        ),
        Mistake(
            "last-of-equals",
            lambda actors, links, source: _bridge(actors[::-1], links, source),
            "Of two who cut off equally many you took the later one. "
            "Replace the best only when the new one is better: use `>`.",
        ),
        Mistake(
            "fewest-lost",
            lambda actors, links, source: min(
                (a for a in actors if a != source),
                key=lambda a: len(cut_off(actors, links, source, a)),
            ),
            "That is the one who can be done without. Look for the one that cuts off most.",
        ),
        Mistake(
            "last-in-the-list",
            lambda actors, links, source: [one for one in actors if one != source][-1],
            "Your function gives the last name. When you have found a better one, "
            "put `lost` into `most` too, or every later one is better.",
        ),
        Mistake(
            "number-not-name",
            lambda actors, links, source: len(
                cut_off(actors, links, source, _bridge(actors, links, source))
            ),
            "That is how many are cut off. Return the name of the actor.",
        ),
        Mistake(
            "first-in-the-list",
            lambda actors, links, source: next(one for one in actors if one != source),
            "Your function gives the first name, whatever the map. "
            "Compare all of them before you return.",
        ),
    ],
    hints=[
        "For each actor: how many are cut off when it is missing?",
        "`len(cut_off(actors, links, source, one))` is that number. Keep the largest so far.",
        "In the loop, if `one != source`: work out `lost`, and if `lost > most`, "
        "put `one` into `best` and `lost` into `most`.",
    ],
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
            )
        },
    ],
    edges=[
        {"chart": _chart(("collect fees", "town hall", "is told"))},
        {"chart": _chart(*(("buy gloves", partner, "leads") for partner in _PARTNERS))},
    ],
    edges_about="a task that nobody leads, or one that all lead",
    draw=_draw_chart,
    mistakes=[
        Mistake(
            "counts-everybody",
            lambda chart: _table(_leaders(chart, ("leads", "helps", "is told"))),
            "You counted every line. Only those who lead are counted.",
        ),
        Mistake(
            "helpers-lead",
            lambda chart: _table(_leaders(chart, ("leads", "helps"))),
            "Who helps does not lead. Everyone being responsible means that nobody is.",
        ),
        Mistake(
            "leaderless-left-out",
            lambda chart: _table({t: n for t, n in _leaders(chart).items() if n}),
            "A task that nobody leads is missing. It is the one to talk about: it has 0.",
        ),
        Mistake(
            "begins-with-one",
            lambda chart: _table({t: n + 1 for t, n in _leaders(chart).items()}),
            "Each task has one leader too many. A new task begins with 0, not with 1.",
        ),
        Mistake(
            "nobody-leads",
            lambda chart: _table(dict.fromkeys(_leaders(chart), 0)),
            'Nobody leads in your table. Compare the role with `"leads"`, letter by letter.',
        ),
        Mistake(
            "at-most-one",
            lambda chart: _table({t: min(n, 1) for t, n in _leaders(chart).items()}),
            "Two leaders count as two. That is how you find the tasks that two claim.",
        ),
        Mistake(
            "last-line-only",
            lambda chart: _table({line["task"]: int(line["role"] == "leads") for line in chart}),
            "The last line of a task wiped out the ones before it. "
            "Add to what is there: begin with 0 once, and add 1.",
        ),
    ],
    hints=[
        "Go through the lines. What do you do when you meet a task for the first time?",
        "If the task is not in `leaders` yet, put 0 there. Then, if the role is leads, add 1.",
        'In the loop: `task = line["task"]`; `if task not in leaders:` put `leaders[task] = 0`; '
        '`if line["role"] == "leads":` add 1 to `leaders[task]`.',
    ],
)
