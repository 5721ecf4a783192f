"""The jail from inside: what a submission's processes give up before learners' code runs."""

from __future__ import annotations

from solidarity.run.jail import namespaces, system_calls
from solidarity.run.runner import Limits


def leave(*, nested: bool) -> None:
    """Leave root's rights behind; nested: the next child is in fresh namespaces.

    Raises OSError where namespaces are refused.
    """
    namespaces.leave_root()
    if nested:
        namespaces.enter()


def shut_in(scratch: str, limits: Limits, *, nested: bool) -> None:
    """Give up, for good, all that could reach beyond this process and what it starts."""
    if nested:
        namespaces.cover(scratch, limits)
    namespaces.limit_user(limits)
    namespaces.drop_powers()
    system_calls.refuse_system_calls()
