"""The key of module 2: what is right, what is wrong and why."""

from __future__ import annotations

from random import Random
from typing import Any

from solidarity.check import Exercise, Mistake

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
    mistakes=[
        Mistake(
            "upside-down",
            110 / 65,
            "You divided all by those that lasted, and got more than 1. "
            "A part of a whole is at most 1: the part stands above, the whole below.",
        ),
        Mistake(
            "those-that-stopped",
            45 / 110,
            "That is the part of the collectives that stopped. "
            "The question asks for those that were still active.",
        ),
        Mistake(
            "as-percent",
            100 * 65 / 110,
            "That is in percent. Here the part is asked as a number between 0 and 1, "
            "so that one half is 0.5.",
        ),
        Mistake(
            "against-those-that-stopped",
            65 / 45,
            "You compared those that lasted with those that stopped. "
            "A part is counted of all of them together: 110.",
        ),
    ],
    hints=[
        "Which number is the whole, and which is a part of it?",
        "Divide the part by the whole. The result lies between 0 and 1.",
        "The part is 65, and the whole is 110. Write `still_active = `, and behind it "
        "the one divided by the other.",
    ],
)

# --- 2. Papers that show autonomy ----------------------------------------------------------------

shows_autonomy = Exercise(
    kind="choice",
    points=1,
    outcome="M2.1",
    read="reading#what-shows-autonomy",
    answer={"a", "d"},
    options={
        "a": "The by-laws, which say that members elect the board and can remove it.",
        "b": 'The sign at the door, with the word "cooperative" and a logo.',
        "c": "A letter in which a foundation confirms its grant.",
        "d": "The minutes of last year's meeting, with the votes for each member of the board.",
        "e": "The certificate that an office has registered the group.",
    },
    mistakes=[
        Mistake(
            "trusts-the-logo",
            "b",
            "Anybody can paint a sign. It tells what the group calls itself, "
            "and not who can give it orders.",
        ),
        Mistake(
            "trusts-the-grant",
            "c",
            "The letter shows that money came. It may even show the opposite of autonomy, "
            "if the giver has conditions.",
        ),
        Mistake(
            "trusts-the-certificate",
            "e",
            "An office that registers a group notes a name and an address. "
            "A group that takes orders from outside can be registered too.",
        ),
        Mistake(
            "passes-over-the-by-laws",
            "a",
            "Look again at the by-laws. Who elects the board and can remove it "
            "is the very question of autonomy.",
        ),
        Mistake(
            "passes-over-the-minutes",
            "d",
            "By-laws tell what should happen. The minutes show whether it did: look again at them.",
        ),
    ],
    hints=[
        "Ask of each paper: does it tell who can appoint and remove those who lead?",
        "Two of the five papers tell it. One says what the rule is, the other what was done.",
        "A logo, a grant and a certificate tell nothing about orders. Which two are left?",
    ],
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
            "second": {"cooperative", "association", "foundation", "mutual"},
        },
    ],
    edges=[
        {"first": {"club"}, "second": {"union"}},
        {"first": {"club", "union"}, "second": {"club", "union"}},
        {"first": set(), "second": {"union"}},
    ],
    edges_about="two lists that are the same, or that have nothing in common, or an empty list",
    draw=_draw_lists,
    mistakes=[
        Mistake(
            "all-together-as-both",
            lambda first, second: _compared(first - second, second - first, first | second),
            "Under both you put everything that is in either list. "
            "In both means: in the first and also in the second, `first & second`.",
        ),
        Mistake(
            "and-for-two-sets",
            lambda first, second: _compared(first - second, second - first, first and second),
            "The word `and` joins a yes and a no; of two sets it gives the second one. "
            "What is in both sets is `first & second`.",
        ),
        Mistake(
            "the-other-way-round",
            lambda first, second: _compared(second - first, first - second, first & second),
            "Only first and only second are exchanged. "
            "`first - second` is the first list without what is in the second.",
        ),
        Mistake(
            "whole-lists",
            lambda first, second: _compared(first, second, first & second),
            "You gave the whole lists. Only first means: take away what is in the second too, "
            "with `first - second`.",
        ),
        Mistake(
            "same-difference-twice",
            lambda first, second: _compared(first ^ second, first ^ second, first & second),
            "That is everything that is in one list alone, from both sides at once. "
            "Keep the two sides apart: `first - second` and `second - first`.",
        ),
        Mistake(
            "nothing-in-both",
            lambda first, second: _compared(
                first - second, second - first, (first - second) & (second - first)
            ),
            "Your set for both is always empty: you looked for it after you had taken away "
            "what is in both. Use `first & second`.",
        ),
    ],
    hints=[
        "Draw two circles that overlap. Which part of the drawing is each of the three sets?",
        "`first & second` is the overlap, and `first - second` is the rest of the first circle.",
        'Return `{"only first": first - second, "only second": …, "both": …}`, '
        "with the other two filled in.",
    ],
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
            "members": ["Farida", "Gita", "Hana", "Indu", "Jaya"],
            "slips": ["Farida", "Gita", "Hana", "Hana", "Gita", "Uma", "Farida"],
        },
    ],
    edges=[
        {"members": ["Asha", "Bela"], "slips": []},
        {"members": ["Asha", "Bela", "Chitra"], "slips": ["Chitra", "Asha", "Bela"]},
        {"members": ["Asha", "Bela"], "slips": ["Esha", "Esha", "Uma"]},
    ],
    edges_about="a meeting where nobody voted, where everybody did, or where only strangers did",
    draw=_draw_meeting,
    mistakes=[
        Mistake(
            "counts-every-slip",
            lambda members, slips: len(slips) / len(members),
            "You counted slips, not members. Somebody may stand on two slips, "
            "and somebody may be no member.",
        ),
        Mistake(
            "counts-strangers",
            lambda members, slips: len(set(slips)) / len(members),
            "You counted people who are no members. "
            "Keep only those who are in both: `set(members) & set(slips)`.",
        ),
        Mistake(
            "counts-twice",
            lambda members, slips: len([name for name in slips if name in members]) / len(members),
            "A member who stands on two slips counts twice in your answer. "
            "A set holds each name once: `set(slips)`.",
        ),
        Mistake(
            "part-of-the-voters",
            lambda members, slips: len(set(members) & set(slips)) / len(set(slips)) if slips else 0,
            "You divided by those who voted. The question is what part of the members came: "
            "divide by `len(members)`.",
        ),
        Mistake(
            "those-who-stayed-away",
            lambda members, slips: len(set(members) - set(slips)) / len(members),
            "That is the part of the members who did not vote. Use `&` in place of `-`.",
        ),
        Mistake(
            "a-number-of-people",
            lambda members, slips: len(set(members) & set(slips)),
            "That is how many members voted. Divide by the number of members "
            "to get a part between 0 and 1.",
        ),
        Mistake(
            "all-names-together",
            lambda members, slips: len(set(members) | set(slips)) / len(members),
            "With `|` you counted all names of both lists. "
            "Those who are in both lists are `set(members) & set(slips)`.",
        ),
    ],
    hints=[
        "Who counts: must a name be on one of the lists, or on both?",
        "Make two sets, and take what is in both: `set(members) & set(slips)`.",
        "`voted = set(members) & set(slips)`. Then return `len(voted) / len(members)`.",
    ],
)

# --- 5. The name of the form ---------------------------------------------------------------------


def _form(group: dict[str, Any], *, skip: str = "") -> str:
    """The path of the figure; ``skip`` names a question that is never asked."""
    if not group["members"] and skip != "members":
        return "foundation"
    if group["votes"] == "per share" and skip != "votes":
        return "company"
    if group["bargains"] and skip != "bargains":
        return "workers' union"
    if group["refunds"] and skip != "refunds":
        return "cooperative"
    if group["registered"] or skip == "registered":
        return "association"
    return "self-help group"


def _registered_first(group: dict[str, Any]) -> str:
    return _form(group) if group["registered"] else "self-help group"


def _refunds_first(group: dict[str, Any]) -> str:
    return "cooperative" if group["refunds"] else _form(group)


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
    votes = rng.choice(["per member", "per member", "per share"]) if members else "none"
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
        _group(True, "per share", False, True, True),
        _group(True, "per member", True, False, True),
        _group(True, "per member", False, True, False),
        _group(True, "per member", False, False, True),
        _group(True, "per member", True, True, False),
    ],
    edges=[
        _group(True, "per member", True, True, True),
        _group(False, "none", False, False, False),
        _group(True, "per share", True, False, False),
        _group(True, "per share", False, False, False),
    ],
    edges_about="a group that fits two of the questions: then the upper one decides",
    draw=_draw_group,
    mistakes=[
        Mistake(
            "informal-is-association",
            lambda group: _form(group, skip="registered"),
            "You never ask whether the group is registered. "
            "A group that no office knows is a self-help group here, not an association.",
        ),
        Mistake(
            "union-is-association",
            lambda group: _form(group, skip="bargains"),
            "A union went down as something else. Workers who bargain together are a union: "
            "ask for that before you ask for refunds.",
        ),
        Mistake(
            "votes-not-asked",
            lambda group: _form(group, skip="votes"),
            "Votes per share make it a company here, also if it calls its payments refunds. "
            "Ask for the votes as the second question.",
        ),
        Mistake(
            "refunds-first",
            _refunds_first,
            "You took every group with refunds for a cooperative. "
            "The order matters: members first, then votes, then bargaining, then refunds.",
        ),
        Mistake(
            "registered-first",
            _registered_first,
            "You asked for the registration first. An unregistered group can still be "
            "a cooperative in the way it works: that question comes last.",
        ),
        Mistake(
            "foundation-not-asked",
            lambda group: _form(group, skip="members"),
            "A foundation has no members, and went down as something else. "
            'Ask first: `if not group["members"]:`.',
        ),
    ],
    hints=[
        "Follow one group through the figure with your finger. Where does the path end?",
        "Five questions, five times `if` with a `return` below. The sixth answer needs no `if`.",
        'After the two that are given: `if group["bargains"]:`, `if group["refunds"]:`, '
        '`if group["registered"]:`, and last `return "self-help group"`.',
    ],
)

# --- 6. The votes of the top tenth ---------------------------------------------------------------


def _top_tenth(shares: list[int], rule: str) -> float:
    top = len(shares) // 10
    if rule == "per member":
        return top / len(shares)
    return sum(sorted(shares, reverse=True)[:top]) / sum(shares)


def _other(rule: str) -> str:
    return "per share" if rule == "per member" else "per member"


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
    tolerance=0.0005,
    answer=_top_tenth,
    examples=[
        {"shares": [1, 1, 1, 1, 11, 1, 1, 1, 1, 1], "rule": "per member"},
        {"shares": [1, 1, 1, 1, 11, 1, 1, 1, 1, 1], "rule": "per share"},
        {
            "shares": [2, 1, 3, 1, 1, 2, 1, 1, 2, 1, 9, 1, 1, 2, 1, 1, 3, 1, 1, 5, 1, 1, 1, 1, 2],
            "rule": "per share",
        },
    ],
    edges=[
        {"shares": [4] * 20, "rule": "per share"},
        {"shares": [0, 0, 0, 0, 0, 0, 0, 0, 0, 7], "rule": "per share"},
        {"shares": [3, 0, 2, 2, 5, 1, 1, 0, 0, 8, 1], "rule": "per member"},
    ],
    edges_about="a group where all hold the same, or where one holds everything",
    draw=_draw_shares,
    mistakes=[
        Mistake(
            "rules-exchanged",
            lambda shares, rule: _top_tenth(shares, _other(rule)),
            "The two rules are exchanged. With one vote for each member, shares do not count.",
        ),
        Mistake(
            "always-per-share",
            lambda shares, rule: _top_tenth(shares, "per share"),
            "You count shares under both rules. "
            'Ask first: `if rule == "per member":`, and then count heads.',
        ),
        Mistake(
            "always-per-member",
            lambda shares, rule: _top_tenth(shares, "per member"),
            "You count heads under both rules. With one vote for each share, "
            "the shares of the largest decide.",
        ),
        Mistake(
            "not-sorted",
            lambda shares, rule: (
                _top_tenth(shares, rule)
                if rule == "per member"
                else sum(shares[: len(shares) // 10]) / sum(shares)
            ),
            "You took the first on the list, and the list has no order. "
            "Put the largest first: `sorted(shares, reverse=True)`.",
        ),
        Mistake(
            "smallest-first",
            lambda shares, rule: (
                _top_tenth(shares, rule)
                if rule == "per member"
                else sum(sorted(shares)[: len(shares) // 10]) / sum(shares)
            ),
            "You took those with the fewest shares. `sorted` begins with the smallest, "
            "unless you write `reverse=True`.",
        ),
        Mistake(
            "only-the-largest",
            lambda shares, rule: (
                _top_tenth(shares, rule) if rule == "per member" else max(shares) / sum(shares)
            ),
            "You counted the one largest member. A tenth of 25 members is two people.",
        ),
        Mistake(
            "in-percent",
            lambda shares, rule: 100 * _top_tenth(shares, rule),
            "Your answer is in percent. The function should give 0.55 for 55 %.",
        ),
    ],
    hints=[
        "With one vote each, what part of the votes has a tenth of the members?",
        'Begin with the simple rule: `if rule == "per member":` and `return top / len(shares)`.',
        "Then `ranked = sorted(shares, reverse=True)` and "
        "`return sum(ranked[:top]) / sum(shares)`.",
    ],
)

# --- 7. A test that trusts silence ---------------------------------------------------------------


def _people_first(group: dict[str, Any]) -> bool | None:
    part = group.get("on_capital")
    return None if part is None else part <= 0.5


def _silent(group: dict[str, Any]) -> bool:
    return group.get("on_capital") is None


def _draw_surplus(rng: Random) -> dict[str, Any]:
    known = {"on_capital": round(rng.uniform(0, 1), 2)} if rng.random() < 0.7 else {}
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
    ],
    edges=[
        {"group": {"on_capital": None}},
        {"group": {"on_capital": 0}},
        {"group": {"on_capital": 1, "serves": "owners"}},
    ],
    edges_about="a group that pays nothing on capital, or whose value is `None`",
    draw=_draw_surplus,
    mistakes=[
        Mistake(
            "as-given",
            lambda group: group.get("on_capital", 0) <= 0.5,
            "The code still takes 0 for a group that says nothing, so silence passes. "
            "A missing name should lead to `None`.",
        ),
        Mistake(
            "silence-is-no",
            lambda group: False if _silent(group) else _people_first(group),
            "Now silence fails. That is no better: nothing is known of this group. "
            "Give `None` for it.",
        ),
        Mistake(
            "a-word-for-none",
            lambda group: "None" if _silent(group) else _people_first(group),
            "You give a text where `None` is asked. Leave out the quotation marks: "
            "then other functions can ask for it with `is None`.",
        ),
        Mistake(
            "the-wrong-side",
            lambda group: None if _silent(group) else group["on_capital"] > 0.5,
            "Yes and no are exchanged: people come first when little is paid on capital. "
            "At most one half is `<= 0.5`.",
        ),
        Mistake(
            "half-is-too-much",
            lambda group: None if _silent(group) else group["on_capital"] < 0.5,
            "At most half lets one half itself pass. That is `<=`, not `<`.",
        ),
        Mistake(
            "always-unknown",
            lambda group: None,
            "Your function gives `None` for every group. "
            "Does the `return None` stand inside its `if`, set in by four more spaces?",
        ),
        Mistake(
            "gives-the-part",
            lambda group: group.get("on_capital"),
            "You give the part itself. Asked is whether it is at most one half: `True` or `False`.",
        ),
    ],
    hints=[
        'What does `group.get("on_capital", 0)` give for a group that says nothing?',
        "Leave out the second value in `get`. Then ask with `if part is None:`.",
        'Three lines before the last: `part = group.get("on_capital")`, then '
        "`if part is None:`, and set in below it `return None`.",
    ],
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
        round(rng.uniform(0, 1), 2),
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
        _described("community", True, True, "none", True, True, 0.5, "by shares"),
    ],
    edges_about="a group that passes every test, one that passes none, or exactly one half",
    draw=_draw_description,
    mistakes=[
        Mistake(
            "or-for-and",
            lambda group: _tests(
                group,
                cooperation=group["voluntary"] or group["mutual_aid"],
                people_first=group["on_capital"] <= 0.5 or group["assets"] == "in common",
            ),
            "Cooperation and people first ask for two things, and both must be there. "
            "Join them with `and`.",
        ),
        Mistake(
            "or-in-cooperation",
            lambda group: _tests(group, cooperation=group["voluntary"] or group["mutual_aid"]),
            "Cooperation asks for two things: free to join, and mutual aid. "
            "Both must be there, so join them with `and`.",
        ),
        Mistake(
            "or-in-people-first",
            lambda group: _tests(
                group, people_first=group["on_capital"] <= 0.5 or group["assets"] == "in common"
            ),
            "People first asks for two things: little on capital, and property in common. "
            "Both must be there, so join them with `and`.",
        ),
        Mistake(
            "and-for-or",
            lambda group: _tests(
                group, democracy=group["votes"] == "per member" and group["consulted"]
            ),
            "For democracy one of the two is enough: votes per member, or being consulted. "
            "Join them with `or`.",
        ),
        Mistake(
            "every-vote-counts-as-democracy",
            lambda group: _tests(group, democracy=group["votes"] != "none" or group["consulted"]),
            "Votes per share went through as democracy. The test asks for votes per member: "
            "compare with `==`.",
        ),
        Mistake(
            "only-charity-counts",
            lambda group: _tests(group, interest=group["serves"] == "community"),
            "A group that serves its own members passes the first test too: "
            "they share an interest. Only the gain of owners does not count.",
        ),
        Mistake(
            "forgets-property",
            lambda group: _tests(group, people_first=group["on_capital"] <= 0.5),
            "People first looks at surplus and at property. "
            'Add what happens to the assets: `and group["assets"] == "in common"`.',
        ),
        Mistake(
            "forgets-mutual-aid",
            lambda group: _tests(group, cooperation=group["voluntary"]),
            "Cooperation asks for two things. That people join as they wish is one; "
            "that they help each other is the other.",
        ),
        Mistake(
            "forgets-free-to-join",
            lambda group: _tests(group, cooperation=group["mutual_aid"]),
            "Cooperation looked at mutual aid alone. Each of the two names needs a "
            "`group[…]` of its own, with `and` between them.",
        ),
        Mistake(
            "a-name-is-no-value",
            lambda group: _tests(
                group,
                democracy=True if group["votes"] == "per member" else "consulted",  # type: ignore[arg-type]
            ),
            "A name in quotation marks alone is a text, and not what the group says. "
            'Write `group["consulted"]`.',
        ),
        Mistake(
            "half-is-too-much",
            lambda group: _tests(
                group, people_first=group["on_capital"] < 0.5 and group["assets"] == "in common"
            ),
            "At most half lets one half itself pass. That is `<=`, not `<`.",
        ),
        Mistake(
            "much-on-capital-is-good",
            lambda group: _tests(
                group, people_first=group["on_capital"] >= 0.5 and group["assets"] == "in common"
            ),
            "People come first when little of the surplus goes to capital: at most half, `<=`.",
        ),
    ],
    hints=[
        "Read each line of the list aloud. Is there an *and* in it, or an *or*?",
        'One line begins like this: `tests["interest"] = group["serves"] != …`.',
        'Then `group["voluntary"] and group["mutual_aid"]`, '
        '`group["votes"] == "per member" or group["consulted"]`, '
        '`group["on_capital"] <= 0.5 and group["assets"] == "in common"`.',
    ],
)

# --- 9. The verdict ------------------------------------------------------------------------------

TESTS = ("interest", "cooperation", "democracy", "autonomy", "people first")


def _verdict(tests: dict[str, Any]) -> str:
    if False in tests.values():
        return "not yet"
    return "insufficient information" if None in tests.values() else "SSE"


def _lights(*lights: bool | None) -> dict[str, Any]:
    return {"tests": dict(zip(TESTS, lights, strict=True))}


def _draw_lights(rng: Random) -> dict[str, Any]:
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
        _lights(True, None, True, True, True),
        _lights(True, True, True, False, True),
        _lights(True, None, True, False, True),
        _lights(False, True, None, True, False),
        _lights(False, None, False, False, None),
    ],
    edges=[
        _lights(None, None, None, None, None),
        _lights(False, False, False, False, False),
        _lights(None, None, None, None, False),
    ],
    edges_about="a group of which nothing is known, or only one thing, or whose every light is no",
    draw=_draw_lights,
    mistakes=[
        Mistake(
            "everything-passes",
            lambda tests: "SSE",
            "Your function lets everything pass. `False in tests` looks at the names; "
            "the answers are in `tests.values()`.",
        ),
        Mistake(
            "two-answers",
            lambda tests: "SSE" if all(light is True for light in tests.values()) else "not yet",
            "You have two answers, and there are three. Where nothing speaks against a group "
            "and something is not known, say so.",
        ),
        Mistake(
            "silence-passes",
            lambda tests: "not yet" if False in tests.values() else "SSE",
            "You never ask for `None`, so what is not known passes as a yes. "
            "Ask with `if None in tests.values():`.",
        ),
        Mistake(
            "unknown-first",
            lambda tests: "insufficient information" if None in tests.values() else _verdict(tests),
            "You ask for `None` first. One clear no is enough, whatever else is not known: "
            "ask for `False` first.",
        ),
        Mistake(
            "no-means-unknown",
            lambda tests: (
                "SSE"
                if all(light is True for light in tests.values())
                else "insufficient information"
            ),
            "A clear no is information, and it decides. "
            "Ask for `False` first, and return the text for it.",
        ),
        Mistake(
            "one-yes-is-enough",
            lambda tests: "SSE" if True in tests.values() else "not yet",
            "One yes made it pass. The five tests belong together: "
            "a single no is enough for not yet.",
        ),
        Mistake(
            "most-count",
            lambda tests: "SSE" if list(tests.values()).count(True) >= 3 else "not yet",
            "You let the majority of the tests decide. They are no votes: "
            "a single no is enough for not yet.",
        ),
    ],
    hints=[
        "Which of the three texts must win when there is a no and also something not known?",
        "Two questions, in this order: is there a `False`? is there a `None`?",
        "`if False in tests.values():` with its return, then `if None in tests.values():` "
        'with its return, and last `return "SSE"`.',
    ],
)
