"""A jail that is kept for the next submission: starting one takes most of a second."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Mapping

from solidarity.run.jail.outside import Jail
from solidarity.run.runner import Limits

_own = threading.local()


def kept_jail(files: Mapping[str, bytes], limits: Limits, *, nested: bool | None = None) -> Jail:
    """This thread's jail with these files and limits. Raises NoJail where none is possible.

    nested: the kind of jail (see ``Jail``); None tries which one holds here.
    """
    wanted = (dict(files), limits, nested)
    if getattr(_own, "made_for", None) != wanted:
        close_kept_jail()
        _own.jail = Jail(files, limits, nested=nested)
        _own.made_for = wanted
        atexit.register(_own.jail.close)
    jail: Jail = _own.jail
    return jail


def close_kept_jail() -> None:
    """End this thread's jail, if there is one."""
    jail = getattr(_own, "jail", None)
    if jail is not None:
        atexit.unregister(jail.close)
        jail.close()
    _own.jail = _own.made_for = None
