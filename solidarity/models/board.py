"""The board "Is it SSE?": the five lights of a real enterprise, under rules that you choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.enterprises import ENTERPRISES, Enterprise, Fact, Grade
from solidarity.models.sse_tests import (
    CAPITAL_LIMIT,
    PARTS,
    Light,
    Verdict,
    five_tests,
    verdict,
)

if TYPE_CHECKING:
    import pandas as pd

WORDS: dict[Light, str] = {True: "yes", False: "no", None: "not known"}

LABELS = {
    "serves": "whom it works for",
    "voluntary": "free to join",
    "mutual_aid": "mutual aid",
    "votes": "how votes count",
    "consulted": "other ways to take part",
    "independent": "chooses its own leaders",
    "on_capital": "surplus paid on shares",
    "assets": "property when it closes",
}
"""What each test looks at, in words to read."""


@dataclass(frozen=True)
class Board:
    """One enterprise, the facts that count, and the light of each test."""

    enterprise: Enterprise
    facts: dict[str, Fact]
    lights: dict[str, Light]
    parts: dict[str, tuple[str, ...]]

    @property
    def verdict(self) -> Verdict:
        """What follows from the five lights."""
        return verdict(self.lights)

    def count(self, light: Light) -> int:
        """How many tests have this light."""
        return list(self.lights.values()).count(light)

    def says(self, part: str) -> str:
        """What is known of one attribute, with the key of its source, or why it is not known."""
        if part in self.facts:
            return f"{self.facts[part].words} ({self.facts[part].source})"
        if part in self.enterprise.facts:
            fact = self.enterprise.facts[part]
            return f"set aside by your rules: {fact.words} ({fact.source})"
        if part in self.enterprise.missing:
            words, source = self.enterprise.missing[part]
            return f"not known: {words} ({source})"
        return "not known: nothing found"

    def looked_at(self) -> list[tuple[str, str]]:
        """Each test with each attribute that it looks at."""
        return [(test, part) for test, parts in self.parts.items() for part in parts]

    def rows(self) -> dict[str, list[str]]:
        """A row for each attribute, to read: a test and its light stand in its first row alone."""
        first = {test: parts[0] for test, parts in self.parts.items()}
        looked_at = self.looked_at()
        return {
            "test": [test if part == first[test] else "" for test, part in looked_at],
            "light": [
                WORDS[self.lights[test]] if part == first[test] else "" for test, part in looked_at
            ],
            "looks at": [LABELS[part] for _, part in looked_at],
            "what is known, and from which source": [self.says(part) for _, part in looked_at],
        }

    def by_test(self) -> pd.DataFrame:
        """A row for each attribute, as a table to compute with."""
        import pandas as pd

        looked_at = self.looked_at()
        return pd.DataFrame(
            {
                "test (name)": [test for test, _ in looked_at],
                "light (yes, no or not known)": [WORDS[self.lights[test]] for test, _ in looked_at],
                "looks at (attribute)": [part for _, part in looked_at],
                "known (words and source)": [self.says(part) for _, part in looked_at],
            }
        )


def board(
    name: str,
    weakest: Grade = "C",
    own_word: bool = True,
    capital_limit: float = CAPITAL_LIMIT,
    look_at_assets: bool = True,
) -> Board:
    """The board of one enterprise.

    name: a name in ``ENTERPRISES``. weakest: the weakest grade of a source that counts.
    own_word: count what the enterprise or its promoter says of itself. capital_limit and
    look_at_assets: as in ``five_tests``. Raises ValueError for an unknown name.
    """
    if name not in ENTERPRISES:
        raise ValueError(f"there is no enterprise {name!r}; there are: {'; '.join(ENTERPRISES)}")
    one = ENTERPRISES[name]
    lights = five_tests(one.described(weakest, own_word), capital_limit, look_at_assets)
    parts = dict(PARTS)
    if not look_at_assets:
        parts["people first"] = ("on_capital",)
    return Board(one, one.counted(weakest, own_word), lights, parts)
