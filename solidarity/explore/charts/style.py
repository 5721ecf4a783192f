"""How charts look: colours that tell apart without colour, dashes, hatching, letters."""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1c1c1c"
GUIDE = "#d0d0d0"
FONT = "sans-serif"
TITLE_SIZE, LABEL_SIZE = 16, 13


@dataclass(frozen=True)
class Look:
    """How one series is drawn: a colour, a dash for its line, a hatching for its area.

    hatch is the angle of the white lines across an area, "dots", or "" for a plain area.
    """

    colour: str
    dash: str
    hatch: str


# Hues after Okabe and Ito, darkened until each stands out from white by 4.5 to 1 or more, and
# ordered so that neighbours differ in lightness too: a photocopy still tells them apart.
LOOKS = (
    Look("#0b5394", "", ""),
    Look("#c04a00", "9,5", "45"),
    Look("#14532d", "3,4", "dots"),
    Look("#a33a7c", "12,4,3,4", "135"),
    Look("#5c4a00", "2,7", "0"),
    Look("#333333", "6,2", "90"),
)


def look(place: int) -> Look:
    """The look of the series at this place; after the last look they begin again."""
    return LOOKS[place % len(LOOKS)]
