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

    def rows(self) -> dict[str, list[str]]:
        """One row for each thing that a test looks at: test, light, attribute, what is known."""
        looked_at = [(test, part) for test, parts in self.parts.items() for part in parts]
        return {
            "test": [test for test, _ in looked_at],
            "light": [WORDS[self.lights[test]] for test, _ in looked_at],
            "looks at": [part.replace("_", " ") for _, part in looked_at],
            "what is known, and from which source": [self.says(part) for _, part in looked_at],
        }

    def by_test(self) -> pd.DataFrame:
        """The rows as a table."""
        import pandas as pd

        test, light, part, known = self.rows().values()
        return pd.DataFrame(
            {
                "test (name)": test,
                "light (yes, no or not known)": light,
                "looks at (attribute)": part,
                "known (words and source)": known,
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
