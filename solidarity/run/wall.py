"""What a worker must know of the wall round it; ``jail.bubblewrap`` builds one."""

from __future__ import annotations

from typing import Protocol


class Wall(Protocol):
    """Keeps learners' code from all else on the machine."""

    @property
    def nested(self) -> bool:
        """Whether each submission gets fresh namespaces inside one jail.

        Without it each submission gets a jail, and a worker, of its own.
        """

    @property
    def scratch(self) -> str:
        """The only folder behind it that can be written to, by its name there."""

    def command(self, arguments: list[str], scratch_bytes: int) -> list[str]:
        """What starts Python with these arguments behind it."""

    def did_not_start(self, reason: str) -> Exception:
        """What to raise where that came to nothing."""
