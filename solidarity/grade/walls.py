"""The settings that keep learners' code and text from doing harm: a class adds to them only.

One line of a class's own file would drop the jail (``c.Autograde.autograde_preprocessors = []``)
or the cleaning of pages, and every mark and page after it would still look the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbconvert.preprocessors import ExecutePreprocessor
from traitlets.config import Config
from traitlets.utils.importstring import import_item

WALLS = (
    ("Autograde", "sanitize_preprocessors"),
    ("Autograde", "autograde_preprocessors"),
    ("Autograde", "exporter_class"),
    ("GenerateFeedback", "exporter_class"),
    ("GenerateFeedback", "preprocessors"),
    ("HTMLExporter", "template_name"),
    ("HTMLExporter", "extra_template_basedirs"),
    ("HTMLExporter", "preprocessors"),
    ("HTMLExporter", "filters"),
)


def taken_down(before: Config, after: Config) -> Iterator[tuple[str, str, str]]:
    """Each setting that no longer keeps what it kept: its section, its name, and the reason."""
    for section, option in WALLS:
        if option not in before.get(section, {}):
            continue
        reason = _missing(before[section][option], after[section][option])
        if reason:
            yield section, option, reason


def _missing(wanted: Any, found: Any) -> str:
    if isinstance(wanted, dict):
        lost = [name for name in wanted if _item(found.get(name)) != _item(wanted[name])]
    elif isinstance(wanted, list):
        items = [_item(one) for one in found]
        running = [one for one in items if _runs_cells(one) and one not in wanted]
        if running:
            return f"{_name(running[0])} runs what learners wrote, outside of the jail"
        lost = [one for one in wanted if one not in items]
        if not lost and not _in_this_order(wanted, items):
            return "the course's own steps stand in another order"
    else:
        lost = [] if _item(found) == _item(wanted) else [wanted]
    return f"it leaves out {_name(lost[0])}, which keeps everybody safe" if lost else ""


def _in_this_order(wanted: list[Any], items: list[Any]) -> bool:
    following = iter(items)
    return all(one in following for one in wanted)


def _item(one: Any) -> Any:
    """A class that is given by its name, ``package.module.Class``, as the class."""
    if isinstance(one, str) and "." in one and "/" not in one:
        try:
            return import_item(one)
        except Exception:
            # A name that leads nowhere is told by nbgrader, when it comes to that step.
            return one
    return one


def _runs_cells(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, ExecutePreprocessor)


def _name(one: Any) -> str:
    return str(getattr(one, "__name__", one))
