from __future__ import annotations

import pytest

from solidarity.explore import percent


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [(0.07, 0, "7 %"), (0.125, 1, "12.5 %"), (-0.3, 0, "-30 %"), (12, 0, "1200 %")],
)
def test_a_share_is_said_as_the_readings_print_it(share: float, digits: int, said: str) -> None:
    assert percent(share, digits) == said.replace(" ", "\u00a0")
