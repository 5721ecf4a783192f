"""Four real enterprises, in six parts, as far as public documents describe them.

Every fact carries the key of its source in ``course/sources.toml``, the grade of that source, and
whether the enterprise or its promoter says it of itself. What no document that we read tells has
no entry here and is "not known": nothing is guessed. A law tells what must be, not what is.
Read in stored copies, mostly the beginning of each text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from solidarity.models.sse_tests import Organisation

Grade = Literal["A", "B", "C"]


@dataclass(frozen=True)
class Fact:
    """One attribute of an organisation as a source gives it, in our words.

    own: the enterprise, or whoever promotes it, says it of itself.
    """

    value: str | bool | float
    words: str
    source: str
    grade: Grade
    own: bool


@dataclass(frozen=True)
class Enterprise:
    """A real enterprise: its name, its form, and what is known.

    facts: attributes of ``Organisation`` by name. missing: for some of the others, what we found
    instead, with its source; the rest is simply not documented.
    """

    name: str
    form: str
    country: str
    since: int
    facts: Mapping[str, Fact]
    missing: Mapping[str, tuple[str, str]]

    def counted(self, weakest: Grade = "C", own_word: bool = True) -> dict[str, Fact]:
        """The facts from sources of this grade or better, with or without its own word."""
        return {
            name: fact
            for name, fact in self.facts.items()
            if fact.grade <= weakest and (own_word or not fact.own)
        }

    def described(self, weakest: Grade = "C", own_word: bool = True) -> Organisation:
        """The description that these facts make; all else is not known."""
        values = {name: fact.value for name, fact in self.counted(weakest, own_word).items()}
        return Organisation(**values)  # type: ignore[arg-type]


SEWA = Enterprise(
    name="SEWA, the union",
    form="workers' union",
    country="India",
    since=1972,
    facts={
        "serves": Fact(
            "members", "organises women who work informally, for fair pay", "C27", "A", False
        ),
        "voluntary": Fact(
            True, "open to every self-employed woman worker in India", "S3", "A", True
        ),
        "mutual_aid": Fact(
            True, "4,000 members paid in Rs 10 each for a bank of their own", "S7", "B", False
        ),
        "votes": Fact(
            "per member",
            "each trade elects representatives, one for so many members",
            "S3",
            "A",
            True,
        ),
        "consulted": Fact(True, "trade committees meet every month", "S3", "A", True),
        "independent": Fact(
            True, "put out of its parent union in 1981; on its own since", "S6", "B", False
        ),
        "on_capital": Fact(
            0.0, "by law, funds only for listed purposes; there are no shares", "S8", "A", False
        ),
    },
    missing={"assets": ("its own rules decide, by law; we have not seen them", "S9")},
)

SEIKATSU_1965 = Enterprise(
    name="Seikatsu, the club of 1965",
    form="club",
    country="Japan",
    since=1965,
    facts={
        "serves": Fact("members", "bought milk together for its members", "C56", "B", False),
        "voluntary": Fact(True, "began as a voluntary association", "C56", "B", False),
        "mutual_aid": Fact(
            True, "200 women ordered 300 bottles together, for a lower price", "S11", "B", False
        ),
    },
    missing={},
)

SEIKATSU = Enterprise(
    name="Seikatsu, the cooperative",
    form="cooperative",
    country="Japan",
    since=1968,
    facts={
        "serves": Fact("members", "by law, works for the daily life of members", "S12", "A", False),
        "voluntary": Fact(True, "by law, anyone may join and leave at will", "S12", "A", False),
        "mutual_aid": Fact(
            True, "members pool orders, and share out what arrives", "C57", "B", False
        ),
        "votes": Fact(
            "per member", "by law, equal votes whatever a member paid in", "S12", "A", False
        ),
        "consulted": Fact(True, "members decide with producers how food is made", "S10", "A", True),
        "independent": Fact(True, "each regional club is managed on its own", "S13", "A", True),
    },
    missing={
        "on_capital": ("by law, refunds go by use; its own division not found", "S12"),
    },
)

VSLA = Enterprise(
    name="VSLA, the method",
    form="non-formal self-help group",
    country="many countries",
    since=1991,
    facts={
        "serves": Fact("members", "saving and loans for its members", "C45", "A", True),
        "voluntary": Fact(True, "10 to 25 people who choose each other", "C45", "A", True),
        "mutual_aid": Fact(True, "members pool savings and borrow from them", "C45", "A", True),
        "consulted": Fact(True, "the group itself sets the price of a share", "C45", "A", True),
        "independent": Fact(
            True, "members elect their leaders and use no outside money", "S14", "C", True
        ),
        "on_capital": Fact(1.0, "the whole gain is shared out by shares", "C45", "A", True),
        "assets": Fact(
            "by shares", "at the end of a cycle all is divided by shares", "S14", "C", True
        ),
    },
    missing={"votes": ("yearly elections; how votes are counted is not said", "C45")},
)

CARD_BANK = Enterprise(
    name="CARD, the bank",
    form="company",
    country="Philippines",
    since=1997,
    facts={
        "serves": Fact("community", "says that it is there for the poor", "S15", "A", True),
        "votes": Fact(
            "per share", "by law, ordinary shares of a company carry votes", "S19", "A", False
        ),
    },
    missing={
        "voluntary": ("savings were compulsory, and could be turned into shares", "S15"),
        "independent": ("owned by CARD's mutual, its NGO and its staff cooperative", "S16"),
        "on_capital": ("by law, a company may pay on shares; how much is not said", "S19"),
    },
)

CARD_MBA = Enterprise(
    name="CARD, the mutual",
    form="mutual society",
    country="Philippines",
    since=1999,
    facts={
        "serves": Fact("members", "insures its members and their families", "S17", "A", True),
        "mutual_aid": Fact(
            True, "15 pesos a week from each member insure them all", "S18", "B", False
        ),
        "on_capital": Fact(0.0, "has no shares, and is not for profit", "S17", "A", True),
    },
    missing={
        "voluntary": ("all who join the bank are insured; can one refuse?", "S21"),
        "votes": ("says that members own and manage it; no voting rule found", "S17"),
        "consulted": ("member-borrowers collect suggestions; who decides is not said", "S20"),
        "independent": ("in 2007 one man chaired the bank and a board of the mutual", "S21"),
    },
)

ENTERPRISES: dict[str, Enterprise] = {
    one.name: one for one in (SEWA, SEIKATSU_1965, SEIKATSU, VSLA, CARD_BANK, CARD_MBA)
}
