"""The five tests of the United Nations for a social and solidarity economy (SSE) entity.

Resolution A/RES/77/281 of 2023 (source keys U2 and U3 in ``course/sources.toml``) asks of an
entity: collective or general interest; voluntary cooperation and mutual aid; democratic and/or
participatory governance; autonomy and independence; people and social purpose before capital when
surplus and assets are used. It gives no numbers and does not say how to read a description. The
reading here, and the limit of one half for capital, are ours and for teaching.

What a description leaves out is None, "not known". A test then says None too, unless what is known
decides it: False and unknown is False, True or unknown is True.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, get_args

from solidarity.models.domain import demand

Light = bool | None
"""The answer of one test: yes, no, or None where the description does not tell."""

Serves = Literal["members", "community", "owners"]
Votes = Literal["per member", "per share", "none"]
Assets = Literal["in common", "by shares"]
Verdict = Literal["SSE", "not yet", "insufficient information"]

CAPITAL_LIMIT = 0.5
"""At most this share of the surplus may be paid on capital: an illustrative limit."""

PARTS: dict[str, tuple[str, ...]] = {
    "interest": ("serves",),
    "cooperation": ("voluntary", "mutual_aid"),
    "democracy": ("votes", "consulted"),
    "autonomy": ("independent",),
    "people first": ("on_capital", "assets"),
}
"""The five tests in the order of the resolution, and what each looks at in a description."""

_WORDS = {"serves": Serves, "votes": Votes, "assets": Assets}


@dataclass(frozen=True)
class Organisation:
    """A description of an organisation; None is what nobody has documented.

    serves: whom it works for. voluntary: people join and leave as they wish. mutual_aid: members
    pool something and help each other. votes: how votes are counted, also for representatives.
    consulted: members take part in decisions in another way. independent: nobody outside can
    appoint or remove its leaders. on_capital: share of the surplus paid on shares (0 to 1).
    assets: where property goes when the organisation closes.
    Raises ValueError for a word or a number that has no meaning here.
    """

    serves: Serves | None = None
    voluntary: bool | None = None
    mutual_aid: bool | None = None
    votes: Votes | None = None
    consulted: bool | None = None
    independent: bool | None = None
    on_capital: float | None = None
    assets: Assets | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None:
                continue
            if field.name == "on_capital":
                demand(field.name, value, 0, 1)
                continue
            known = get_args(_WORDS[field.name]) if field.name in _WORDS else (True, False)
            if value not in known:
                names = ", ".join(map(str, known))
                raise ValueError(f"{field.name} is {value!r}, and must be one of: {names}")


def five_tests(
    organisation: Organisation, capital_limit: float = CAPITAL_LIMIT, look_at_assets: bool = True
) -> dict[str, Light]:
    """The light of each test, in the order of PARTS.

    capital_limit: the largest share of the surplus (0 to 1) that may be paid on capital.
    look_at_assets: the resolution says "as well as assets"; False leaves them out.
    Raises ValueError for a limit outside 0 to 1.
    """
    demand("capital_limit", capital_limit, 0, 1)
    one = organisation
    surplus = None if one.on_capital is None else one.on_capital <= capital_limit
    return {
        "interest": None if one.serves is None else one.serves != "owners",
        "cooperation": both(one.voluntary, one.mutual_aid),
        "democracy": either(_equal(one.votes, "per member"), one.consulted),
        "autonomy": one.independent,
        "people first": both(surplus, _equal(one.assets, "in common"))
        if look_at_assets
        else surplus,
    }


def verdict(lights: Mapping[str, Light]) -> Verdict:
    """One clear no is enough for "not yet"; without one, a light not known leaves it open."""
    answers = list(lights.values())
    if False in answers:
        return "not yet"
    if None in answers:
        return "insufficient information"
    return "SSE"


def both(one: Light, other: Light) -> Light:
    """Yes if both are; no as soon as one is no."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: Light, other: Light) -> Light:
    """Yes as soon as one is; no if both are no."""
    if one is True or other is True:
        return True
    return None if one is None or other is None else False


def _equal(value: str | None, wanted: str) -> Light:
    return None if value is None else value == wanted
