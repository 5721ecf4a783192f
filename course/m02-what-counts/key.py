"""The key of module 2: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from random import Random
from typing import Any

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import Way, given, then, with_

NAMES = (
    *("Asha", "Bela", "Chitra", "Devi", "Esha", "Farida", "Gita", "Hana", "Indu", "Jaya"),
    *("Kiran", "Lata", "Maya", "Nila", "Omana", "Puja", "Rani", "Sita", "Tara", "Uma"),
)

# --- 1. How many lasted --------------------------------------------------------------------------

still_active = Exercise(
    kind="number",
    points=1,
    outcome="M2.5",
    read="reading#a-community-enterprise-in-three-questions",
    tolerance=0.005,
    answer=65 / 110,
    mistakes={
        "upside-down": 110 / 65,
        "those-that-stopped": 45 / 110,
        "as-percent": 100 * 65 / 110,
        "against-those-that-stopped": 65 / 45,
        "of-both-together": 65 / 175,
        "of-a-hundred": 0.65,
        "one-digit": 0.6,
        "how-many": 65,
        "how-many-stopped": 45,
        "number-of-the-example": 0.5,
        "whole-part": 0,
        "rounded-to-whole": 1,
    },
)

# --- 2. Papers that show autonomy ----------------------------------------------------------------

shows_autonomy = Exercise(
    kind="choice",
    points=1,
    outcome="M2.1",
    read="reading#what-shows-autonomy",
    answer={"a", "d"},
    mistakes={
        "trusts-the-logo": "b",
        "trusts-the-grant": "c",
        "trusts-the-certificate": "e",
        "passes-over-the-by-laws": "a",
        "passes-over-the-minutes": "d",
    },
)

# --- 3. Two lists --------------------------------------------------------------------------------

FORMS = (
    "cooperative",
    "association",
    "club",
    "union",
    "self-help group",
    "mutual",
    "foundation",
    "social enterprise",
    "network",
    "credit union",
)


def _compared(only_first: Any, only_second: Any, both: Any) -> dict[str, Any]:
    return {"only first": only_first, "only second": only_second, "both": both}


def _draw_lists(rng: Random) -> dict[str, Any]:
    forms = rng.sample(FORMS, 8)
    # At least one only in each list, and at least two in both.
    return {"first": set(forms[:5]), "second": set(forms[3 : rng.randint(6, 8)])}


compare_lists = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M2.3",
    read="reading#three-lists",
    answer=lambda first, second: _compared(first - second, second - first, first & second),
    examples=[
        {"first": {"club", "union"}, "second": {"union", "mutual"}},
        {
            "first": {"cooperative", "association", "club"},
            "second": {"cooperative", "association", "foundation", "self-help group"},
        },
    ],
    edges=[
        {"first": {"club"}, "second": {"union"}},
        {"first": {"club", "union"}, "second": {"club", "union"}},
        {"first": set(), "second": {"union"}},
    ],
    draw=_draw_lists,
    mistakes={
        "all-together-as-both": lambda first, second: _compared(
            first - second, second - first, first | second
        ),
        "and-for-two-sets": lambda first, second: _compared(
            first - second, second - first, first and second
        ),
        "the-other-way-round": lambda first, second: _compared(
            second - first, first - second, first & second
        ),
        "whole-lists": lambda first, second: _compared(first, second, first & second),
        "same-difference-twice": lambda first, second: _compared(
            first ^ second, first ^ second, first & second
        ),
        "same-side-twice": lambda first, second: _compared(
            first - second, first - second, first & second
        ),
        "one-side-as-both": lambda first, second: _compared(
            first - second, second - first, first ^ second
        ),
        "both-and-only-exchanged": lambda first, second: _compared(
            first & second, first & second, first - second
        ),
        "nothing-in-both": lambda first, second: _compared(
            first - second, second - first, (first - second) & (second - first)
        ),
    },
)

# --- 4. Who voted --------------------------------------------------------------------------------


def _draw_meeting(rng: Random) -> dict[str, Any]:
    people = rng.sample(NAMES, 16)
    members, strangers = people[:13], people[13:]
    voted = rng.sample(members, rng.randint(4, 10))
    # Three slips are there twice, and two are of strangers: each mistake then counts differently.
    slips = voted + voted[:3] + strangers[:2]
    rng.shuffle(slips)
    return {"members": members, "slips": slips}


turnout = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M2.5",
    read="reading#three-lists",
    tolerance=0.005,
    answer=lambda members, slips: len(set(members) & set(slips)) / len(members),
    examples=[
        {
            "members": ["Asha", "Bela", "Chitra", "Devi"],
            "slips": ["Bela", "Devi", "Devi", "Esha"],
        },
        {
            "members": ["Farida", "Gita", "Hana", "Indu", "Jaya", "Kiran", "Lata"],
            "slips": ["Gita", "Farida", "Gita", "Hana", "Uma", "Tara", "Uma", "Uma"],
        },
    ],
    edges=[
        {"members": ["Asha", "Bela"], "slips": []},
        {"members": ["Asha", "Bela", "Chitra"], "slips": ["Chitra", "Asha", "Bela"]},
        {"members": ["Asha", "Bela"], "slips": ["Esha", "Esha", "Uma"]},
    ],
    draw=_draw_meeting,
    mistakes={
        "counts-every-slip": lambda members, slips: len(slips) / len(members),
        "counts-strangers": lambda members, slips: len(set(slips)) / len(members),
        "counts-twice": lambda members, slips: (
            len([name for name in slips if name in members]) / len(members)
        ),
        "part-of-the-voters": lambda members, slips: (
            len(set(members) & set(slips)) / len(set(slips)) if slips else 0
        ),
        "part-of-the-slips": lambda members, slips: len(set(members) & set(slips)) / len(slips),
        "part-of-all-names": lambda members, slips: (
            len(set(members) & set(slips)) / len(set(members) | set(slips))
        ),
        "strangers-only": lambda members, slips: len(set(slips) - set(members)) / len(members),
        "strangers-taken-off": lambda members, slips: (
            (len(set(members) & set(slips)) - len(set(slips) - set(members))) / len(members)
        ),
        "at-most-all": lambda members, slips: min(1, len(slips) / len(members)),
        "upside-down": lambda members, slips: len(members) / len(set(slips)),
        "those-who-stayed-away": lambda members, slips: (
            len(set(members) - set(slips)) / len(members)
        ),
        "a-number-of-people": lambda members, slips: len(set(members) & set(slips)),
        "all-names-together": lambda members, slips: len(set(members) | set(slips)) / len(members),
    },
)

# --- 5. The name of the form ---------------------------------------------------------------------


QUESTIONS: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "members": ("foundation", lambda group: not group["members"]),
    "votes": ("company", lambda group: group["votes"] == "per share"),
    "bargains": ("workers' union", lambda group: group["bargains"]),
    "refunds": ("cooperative", lambda group: group["refunds"]),
    "registered": ("association", lambda group: group["registered"]),
}


def _form(
    group: dict[str, Any],
    *,
    order: tuple[str, ...] = tuple(QUESTIONS),
    last: str = "self-help group",
    asked: Mapping[str, Callable[[dict[str, Any]], bool]] | None = None,
) -> str:
    """The path of the figure; ``asked``: questions that are asked in another way."""
    for question in order:
        form, fits = QUESTIONS[question]
        if (asked or {}).get(question, fits)(group):
            return form
    return last


def _skip(question: str) -> Way:
    return with_(order=tuple(name for name in QUESTIONS if name != question))


def _group(members: bool, votes: str, bargains: bool, refunds: bool, registered: bool) -> Any:
    return {
        "group": {
            "members": members,
            "votes": votes,
            "bargains": bargains,
            "refunds": refunds,
            "registered": registered,
        }
    }


def _draw_group(rng: Random) -> dict[str, Any]:
    def coin() -> bool:
        return rng.random() < 0.5

    members = rng.random() < 0.85
    votes = rng.choice(["per member", "per member", "per share", "none"]) if members else "none"
    return _group(members, votes, rng.random() < 0.3, coin(), coin())  # type: ignore[no-any-return]


form_of = Exercise(
    points=3,
    edge_points=1,
    outcome="M2.2",
    read="reading#forms-of-groups",
    answer=_form,
    examples=[
        _group(True, "per member", False, False, False),
        _group(False, "none", False, False, True),
        _group(True, "per share", True, True, True),
        _group(True, "per share", False, True, False),
        _group(True, "per member", True, True, True),
        _group(True, "per member", False, True, True),
        _group(True, "none", False, False, True),
        _group(True, "none", False, False, False),
        _group(True, "none", False, True, False),
        _group(True, "none", True, False, False),
    ],
    edges=[
        _group(False, "per share", False, False, False),
        _group(False, "none", True, True, True),
        _group(False, "none", False, True, False),
    ],
    draw=_draw_group,
    mistakes={
        "informal-is-association": with_(
            order=("members", "votes", "bargains", "refunds"), last="association"
        ),
        "union-is-association": _skip("bargains"),
        "votes-not-asked": _skip("votes"),
        "refunds-not-asked": _skip("refunds"),
        "foundation-not-asked": _skip("members"),
        "foundation-where-members-are": with_(asked={"members": lambda group: group["members"]}),
        "no-votes-is-foundation": with_(asked={"members": lambda group: group["votes"] == "none"}),
        "one-vote-each-is-company": with_(
            asked={"votes": lambda group: group["votes"] == "per member"}
        ),
        "union-before-company": with_(
            order=("members", "bargains", "votes", "refunds", "registered")
        ),
        "refunds-before-bargaining": with_(
            order=("members", "votes", "refunds", "bargains", "registered")
        ),
        "refunds-first": with_(order=("refunds", "members", "votes", "bargains", "registered")),
        "registered-before-refunds": with_(
            order=("members", "votes", "bargains", "registered", "refunds")
        ),
        "registered-before-bargaining": with_(
            order=("members", "votes", "registered", "bargains", "refunds")
        ),
        "only-registered-unions": with_(
            asked={"bargains": lambda group: group["bargains"] and group["registered"]}
        ),
        "only-voting-cooperatives": with_(
            asked={"refunds": lambda group: group["refunds"] and group["votes"] == "per member"}
        ),
        "ends-exchanged": with_(asked={"registered": lambda group: not group["registered"]}),
        "last-that-fits": with_(order=tuple(reversed(QUESTIONS))),
        "last-question-alone": with_(order=("registered",)),
        "ends-at-the-second": with_(order=("members",), last="company"),
        "true-as-text": with_(order=("members", "votes")),
        "ask-on": with_(order=("members", "votes"), last="ask on"),
        "no-votes-no-self-help-group": with_(
            asked={"registered": lambda group: group["registered"] or group["votes"] == "none"}
        ),
    },
)

# --- 6. The votes of the top tenth ---------------------------------------------------------------


def _top_tenth(
    shares: list[int],
    rule: str,
    *,
    tenth: Callable[[int], int] = lambda members: members // 10,
    top_votes: Callable[[list[int], int], float] = lambda ranked, top: sum(ranked[:top]),
    all_votes: Callable[[list[int], int], float] = lambda ranked, top: sum(ranked),
) -> float:
    ranked = sorted(shares, reverse=True)
    top = tenth(len(shares))
    if rule == "per member":
        return top / len(shares)
    return top_votes(ranked, top) / all_votes(ranked, top)


def _other(rule: str) -> str:
    return "per share" if rule == "per member" else "per member"


SHARES_OF_28 = [int(digit) for digit in "2131121121911211911511112112"]


def _draw_shares(rng: Random) -> dict[str, Any]:
    members = rng.randint(20, 60)
    shares = [rng.randint(1, 5) for _ in range(members)]
    for place in rng.sample(range(members // 2, members), 3):
        shares[place] = rng.randint(10, 60)
    return {"shares": shares, "rule": rng.choice(["per member", "per share", "per share"])}


top_tenth = Exercise(
    points=3,
    edge_points=1,
    outcome="M2.2",
    read="reading#one-member-one-vote",
    tolerance=0.00051,
    answer=_top_tenth,
    examples=[
        {"shares": [1, 1, 1, 1, 11, 1, 1, 1, 1, 1], "rule": "per member"},
        {"shares": [1, 1, 1, 1, 11, 1, 1, 1, 1, 1], "rule": "per share"},
        {"shares": SHARES_OF_28, "rule": "per share"},
        {"shares": SHARES_OF_28[:23], "rule": "per member"},
    ],
    edges=[
        {"shares": [4] * 20, "rule": "per share"},
        {"shares": [0, 0, 0, 0, 0, 0, 0, 0, 0, 7], "rule": "per share"},
        {"shares": [3, 0, 2, 2, 5, 1, 1, 0, 0, 8, 1], "rule": "per member"},
    ],
    draw=_draw_shares,
    mistakes={
        "rules-exchanged": given(rule=_other),
        "always-per-share": given(rule="per share"),
        "always-per-member": given(rule="per member"),
        "not-sorted": lambda shares, rule: (
            _top_tenth(shares, rule)
            if rule == "per member"
            else sum(shares[: len(shares) // 10]) / sum(shares)
        ),
        "smallest-first": lambda shares, rule: (
            _top_tenth(shares, rule)
            if rule == "per member"
            else sum(sorted(shares)[: len(shares) // 10]) / sum(shares)
        ),
        "only-the-largest": with_(top_votes=lambda ranked, top: ranked[0]),
        "the-next-alone": with_(top_votes=lambda ranked, top: ranked[top]),
        "one-person-more": with_(top_votes=lambda ranked, top: sum(ranked[: top + 1])),
        "ten-people": with_(top_votes=lambda ranked, top: sum(ranked[:10])),
        "the-rest": with_(top_votes=lambda ranked, top: sum(ranked[top:])),
        "rounded-up": with_(tenth=lambda members: ceil(members / 10)),
        "rounded-to-the-nearest": with_(tenth=lambda members: round(members / 10)),
        "always-a-tenth": lambda shares, rule: (
            0.1 if rule == "per member" else _top_tenth(shares, rule)
        ),
        "over-the-members": with_(all_votes=lambda ranked, top: len(ranked)),
        "over-the-others": lambda shares, rule: (
            _top_tenth(shares, rule) / (1 - _top_tenth(shares, rule))
        ),
        "how-many-votes": lambda shares, rule: (
            len(shares) // 10
            if rule == "per member"
            else sum(sorted(shares, reverse=True)[: len(shares) // 10])
        ),
        "eleven-of-the-example": with_(top_votes=lambda ranked, top: 11),
        "example-only": lambda shares, rule: 0.1 if rule == "per member" else 0.55,
        "in-percent": then(lambda right: 100 * right),
    },
)

# --- 7. A test that trusts silence ---------------------------------------------------------------


def _people_first(group: dict[str, Any]) -> bool | None:
    part = group.get("on_capital")
    return None if part is None else part <= 0.5


def _silent(group: dict[str, Any]) -> bool:
    return group.get("on_capital") is None


def _draw_surplus(rng: Random) -> dict[str, Any]:
    known = {"on_capital": rng.randint(1, 99) / 100} if rng.random() < 0.7 else {}
    return {"group": {"votes": rng.choice(["per member", "per share"]), **known}}


people_first = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M2.1",
    read="reading#yes-no-and-not-known",
    answer=_people_first,
    examples=[
        {"group": {"on_capital": 0.3}},
        {"group": {"votes": "per member"}},
        {"group": {"on_capital": 0.8, "votes": "per share"}},
        {"group": {"on_capital": 0.5}},
        {"group": {"on_capital": 0.45, "serves": "members"}},
    ],
    edges=[
        {"group": {"on_capital": None}},
        {"group": {"on_capital": 0}},
        {"group": {"on_capital": 1, "serves": "owners"}},
    ],
    draw=_draw_surplus,
    mistakes={
        "as-given": lambda group: group.get("on_capital", 0) <= 0.5,
        "silence-is-no": lambda group: False if _silent(group) else _people_first(group),
        "a-word-for-none": lambda group: "None" if _silent(group) else _people_first(group),
        "votes-as-in-the-reading": lambda group: (
            group["votes"] == "per member" if "votes" in group else None
        ),
        "another-word-for-none": lambda group: (
            "not known" if _silent(group) else _people_first(group)
        ),
        "stops-at-none": lambda group: group.get("on_capital") <= 0.5,
        "stops-at-a-missing-name": lambda group: group["on_capital"] <= 0.5,
        "the-wrong-side": lambda group: None if _silent(group) else group["on_capital"] > 0.5,
        "at-least-half": lambda group: None if _silent(group) else group["on_capital"] >= 0.5,
        "fifty-for-a-half": lambda group: None if _silent(group) else group["on_capital"] <= 50,
        "limit-of-the-example": lambda group: (
            None if _silent(group) else group["on_capital"] <= 0.3
        ),
        "half-is-too-much": lambda group: None if _silent(group) else group["on_capital"] < 0.5,
        "always-unknown": lambda group: None,
        "gives-the-part": lambda group: group.get("on_capital"),
    },
)

# --- 8. The five tests ---------------------------------------------------------------------------


def _tests(
    group: dict[str, Any],
    **otherwise: bool,
) -> dict[str, bool]:
    """The five answers; ``otherwise`` puts another answer in the place of some."""
    right = {
        "interest": group["serves"] != "owners",
        "cooperation": group["voluntary"] and group["mutual_aid"],
        "democracy": group["votes"] == "per member" or group["consulted"],
        "autonomy": group["independent"],
        "people first": group["on_capital"] <= 0.5 and group["assets"] == "in common",
    }
    return right | {name.replace("_", " "): answer for name, answer in otherwise.items()}


def _described(
    serves: str,
    voluntary: bool,
    mutual_aid: bool,
    votes: str,
    consulted: bool,
    independent: bool,
    on_capital: float,
    assets: str,
) -> dict[str, Any]:
    return {
        "group": {
            "serves": serves,
            "voluntary": voluntary,
            "mutual_aid": mutual_aid,
            "votes": votes,
            "consulted": consulted,
            "independent": independent,
            "on_capital": on_capital,
            "assets": assets,
        }
    }


def _draw_description(rng: Random) -> dict[str, Any]:
    def coin() -> bool:
        return rng.random() < 0.5

    return _described(
        rng.choice(["members", "community", "owners"]),
        coin(),
        coin(),
        rng.choice(["per member", "per share", "none"]),
        coin(),
        coin(),
        rng.randint(1, 99) / 100,
        rng.choice(["in common", "by shares"]),
    )


sse_test = Exercise(
    points=4,
    edge_points=1,
    outcome="M2.1",
    read="reading#an-example-by-hand",
    answer=_tests,
    examples=[
        _described("community", True, True, "per member", False, False, 0.3, "in common"),
        _described("members", True, False, "per share", True, True, 0.2, "by shares"),
        _described("owners", False, True, "per share", False, False, 0.9, "in common"),
        _described("members", True, True, "none", False, True, 0.5, "in common"),
    ],
    edges=[
        _described("owners", False, False, "none", False, False, 1, "by shares"),
        _described("members", True, True, "per member", True, True, 0, "in common"),
        _described("community", True, True, "none", True, True, 0, "by shares"),
    ],
    draw=_draw_description,
    mistakes={
        "or-for-and": lambda group: _tests(
            group,
            cooperation=group["voluntary"] or group["mutual_aid"],
            people_first=group["on_capital"] <= 0.5 or group["assets"] == "in common",
        ),
        "or-in-cooperation": lambda group: _tests(
            group, cooperation=group["voluntary"] or group["mutual_aid"]
        ),
        "or-in-people-first": lambda group: _tests(
            group, people_first=group["on_capital"] <= 0.5 or group["assets"] == "in common"
        ),
        "and-for-or": lambda group: _tests(
            group, democracy=group["votes"] == "per member" and group["consulted"]
        ),
        "every-vote-counts-as-democracy": lambda group: _tests(
            group, democracy=group["votes"] != "none" or group["consulted"]
        ),
        "no-vote-counts-as-democracy": lambda group: _tests(
            group, democracy=group["votes"] != "per share" or group["consulted"]
        ),
        "forgets-consulting": lambda group: _tests(group, democracy=group["votes"] == "per member"),
        "forgets-votes": lambda group: _tests(group, democracy=group["consulted"]),
        "owners-pass": lambda group: _tests(group, interest=group["serves"] == "owners"),
        "only-members-count": lambda group: _tests(group, interest=group["serves"] == "members"),
        "half-a-question": lambda group: _tests(
            group,
            interest=True if group["serves"] == "members" else "community",  # type: ignore[arg-type]
        ),
        "only-charity-counts": lambda group: _tests(group, interest=group["serves"] == "community"),
        "forgets-property": lambda group: _tests(group, people_first=group["on_capital"] <= 0.5),
        "forgets-surplus": lambda group: _tests(group, people_first=group["assets"] == "in common"),
        "property-by-shares": lambda group: _tests(
            group, people_first=group["on_capital"] <= 0.5 and group["assets"] == "by shares"
        ),
        "forgets-mutual-aid": lambda group: _tests(group, cooperation=group["voluntary"]),
        "forgets-free-to-join": lambda group: _tests(group, cooperation=group["mutual_aid"]),
        "a-name-is-no-value": lambda group: _tests(
            group,
            democracy=True if group["votes"] == "per member" else "consulted",  # type: ignore[arg-type]
        ),
        "half-is-too-much": lambda group: _tests(
            group, people_first=group["on_capital"] < 0.5 and group["assets"] == "in common"
        ),
        "much-on-capital-is-good": lambda group: _tests(
            group, people_first=group["on_capital"] >= 0.5 and group["assets"] == "in common"
        ),
    },
)

# --- 9. The verdict ------------------------------------------------------------------------------

TESTS = ("interest", "cooperation", "democracy", "autonomy", "people first")


def _verdict(tests: dict[str, Any]) -> str:
    if False in tests.values():
        return "not yet"
    return "insufficient information" if None in tests.values() else "SSE"


_EXCHANGED = {"not yet": "insufficient information", "insufficient information": "not yet"}


def _of_one(light: bool | None) -> str:
    return _verdict({"light": light})


def _count(tests: dict[str, Any], light: bool) -> int:
    return list(tests.values()).count(light)


def _lights(*lights: bool | None) -> dict[str, Any]:
    return {"tests": dict(zip(TESTS, lights, strict=True))}


def _draw_lights(rng: Random) -> dict[str, Any]:
    # Whoever passes over one of the five is seen where that one alone is no yes.
    if rng.random() < 0.6:
        lights: list[bool | None] = [True] * 5
        lights[rng.randrange(5)] = rng.choice([False, None])
        return _lights(*lights)
    # Five lights at random would nearly always hold a no: choose first which kinds there are.
    kinds = rng.choice([(True,), (True, None), (True, None), (True, False), (True, False, None)])
    return _lights(*rng.sample([*kinds, *(rng.choice(kinds) for _ in range(5 - len(kinds)))], 5))


verdict = Exercise(
    points=3,
    edge_points=1,
    outcome="M2.1",
    read="reading#yes-no-and-not-known",
    answer=_verdict,
    examples=[
        _lights(True, True, True, True, True),
        _lights(True, True, True, True, None),
        _lights(False, True, True, True, True),
        _lights(True, False, None, True, True),
        _lights(True, True, None, False, True),
        _lights(True, None, None, True, None),
        _lights(False, None, False, False, None),
    ],
    edges=[
        _lights(None, None, None, None, None),
        _lights(False, False, False, False, False),
        _lights(None, None, None, None, False),
    ],
    draw=_draw_lights,
    mistakes={
        "everything-passes": lambda tests: "SSE",
        "two-answers": lambda tests: (
            "SSE" if all(light is True for light in tests.values()) else "not yet"
        ),
        "silence-passes": lambda tests: "not yet" if False in tests.values() else "SSE",
        "unknown-first": lambda tests: (
            "insufficient information" if None in tests.values() else _verdict(tests)
        ),
        "no-means-unknown": lambda tests: (
            "SSE" if all(light is True for light in tests.values()) else "insufficient information"
        ),
        "no-is-forgotten": lambda tests: (
            "insufficient information" if None in tests.values() else "SSE"
        ),
        "two-texts-exchanged": lambda tests: _EXCHANGED.get(_verdict(tests), "SSE"),
        "first-that-is-no-yes": lambda tests: _of_one(
            next((light for light in tests.values() if light is not True), True)
        ),
        "first-test-decides": lambda tests: _of_one(next(iter(tests.values()))),
        "last-test-decides": lambda tests: _of_one(list(tests.values())[-1]),
        "one-yes-is-enough": lambda tests: (
            "SSE"
            if True in tests.values()
            else "insufficient information"
            if None in tests.values()
            else "not yet"
        ),
        "most-count": lambda tests: "SSE" if _count(tests, True) >= 3 else "not yet",
        "most-decide": lambda tests: (
            "SSE"
            if _count(tests, True) >= 3
            else "not yet"
            if _count(tests, False) >= 3
            else "insufficient information"
        ),
        "four-are-enough": lambda tests: "SSE" if _count(tests, True) >= 4 else _verdict(tests),
        "only-one-unknown": lambda tests: (
            "SSE" if False not in tests.values() and _count(tests, True) != 4 else _verdict(tests)
        ),
    },
)
