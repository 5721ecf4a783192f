"""Nothing: None, and what pandas has for it."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from solidarity.answers.kinds.value import Closeness, Loading, Reading, Value


@dataclass(frozen=True)
class NothingValue(Value):
    """None. In the place of an expected value also one that is kept back until grading."""

    shape = ""
    json = (type(None),)

    @classmethod
    def of(cls, thing: object, reading: Reading) -> NothingValue | None:
        """None, ``pandas.NA`` and ``pandas.NaT``."""
        pandas = sys.modules.get("pandas")
        if thing is None or (pandas is not None and (thing is pandas.NA or thing is pandas.NaT)):
            return cls()
        return None

    @classmethod
    def load(cls, content: object, loading: Loading) -> NothingValue:
        return cls()

    def plain(self) -> None:
        return None

    def python(self) -> None:
        return None

    def agrees(self, given: Value, near: Closeness) -> bool:
        """Nothing, or a number that is none, is nothing."""
        return given.is_nothing()

    def is_nothing(self) -> bool:
        return True

    def described(self) -> str:
        return "None (nothing)"

    def shown(self, unit: str = "") -> str:
        return "None"

    def remedy(self) -> str:
        return (
            "Your answer is None, which means nothing. A function gives None when it ends without "
            "reaching a `return`: look below each `if`, and how far each line is set in. "
            "`print` only shows, and `append` only adds to a list."
        )
