"""A made-up map of twelve partners in one town, after the way Kudumbashree is built (C34, C36).

Six groups, their federation, a town hall with its school kitchen, a bank, a mill, and a
non-governmental organisation (NGO). Nobody in it is real.
"""

from __future__ import annotations

GROUPS = tuple(f"group {number}" for number in range(1, 7))
KINDS: dict[str, str] = {
    "town hall": "local government",
    "school kitchen": "local government",
    "federation": "civil society",
    "NGO": "civil society",
    "bank": "enterprise",
    "mill": "enterprise",
    **dict.fromkeys(GROUPS, "self-help group"),
}
ACTORS = tuple(KINDS)
LINKS: tuple[tuple[str, str], ...] = (
    ("town hall", "school kitchen"),
    ("town hall", "federation"),
    ("federation", "bank"),
    ("federation", "group 1"),
    ("federation", "group 4"),
    ("group 1", "group 2"),
    ("group 2", "group 3"),
    ("group 4", "group 5"),
    ("group 5", "group 6"),
    ("mill", "group 3"),
    ("mill", "group 6"),
    *(("NGO", group) for group in GROUPS),
)
SECOND_LINE = ("town hall", "NGO")
"""One more link: the NGO sits at the town hall's table too."""
