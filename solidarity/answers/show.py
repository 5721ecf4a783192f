"""Plain values as people read them: in a sentence, in a panel, in a feedback page."""

from __future__ import annotations

from solidarity.answers.plain import MARK, Plain, is_a
from solidarity.answers.reader import describe, shorten

ITEMS_SHOWN = 12
ROWS_SHOWN = 8
CELLS_SHOWN = 48


def number(value: float) -> str:
    """A number with thousands separators and no more decimals than it needs."""
    if isinstance(value, int):
        return f"{value:,}"
    if value != 0 and (abs(value) >= 1e12 or abs(value) < 1e-6):
        return f"{value:.6g}"
    if value != 0 and abs(value) < 1e-4:
        return f"{value:.7f}".rstrip("0")
    decimals = 2 if abs(value) >= 1000 else 4
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")


def value(item: Plain, unit: str = "") -> str:
    """A plain value in one line, with its unit where it is a single number."""
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        return f"{number(item)} {unit}".strip()
    if isinstance(item, str):
        return repr(shorten(item))
    if isinstance(item, list):
        return f"[{_some([_inside(part) for part in item])}]"
    if isinstance(item, dict):
        try:
            return _object(item)
        except (LookupError, TypeError, ValueError):
            return "a value of unknown form"
    return str(item)


def _object(item: dict[str, Plain]) -> str:
    match item.get(MARK):
        case "set":
            return _some([str(part) for part in item["items"]])
        case "dict":
            return f"{{{_some([f'{_inside(k)}: {_inside(v)}' for k, v in item['items']])}}}"
        case "series":
            return f"[{_some([_inside(part) for part in item['values']])}]"
        case "table":
            return table(item)
        case "number" | "date":
            return str(item["text"])
    return describe(item)


def _inside(item: Plain) -> str:
    """A value within another, which must not run into its neighbours: sets have their brackets,
    and thousands stand close together."""
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        return number(item).replace(",", "")
    if not is_a(item, "set"):
        return value(item)
    return f"{{{_some([value(part) for part in item['items']])}}}" if item["items"] else "set()"


def table(item: Plain) -> str:
    """A table as lines of text, columns aligned, cut after a few rows."""
    rows = [[str(name) for name in item["columns"]]]
    rows += [list(map(_cell, rows[0], row)) for row in item["rows"][:ROWS_SHOWN]]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    left = len(item["rows"]) - ROWS_SHOWN
    return "\n".join(lines + ([f"… and {left} more rows"] if left > 0 else []))


def _cell(column: str, item: Plain) -> str:
    """A year is no amount: it has no comma."""
    return _inside(item) if "year" in column.lower() else value(item)


def difference(given: Plain, expected: Plain) -> tuple[str, str]:
    """Two values that look alike when shortened, shown where they first differ."""
    if isinstance(given, list) and isinstance(expected, list):
        for place, (one, two) in enumerate(zip(given, expected, strict=False), start=1):
            if one != two:
                shown = difference(one, two)
                return f"value {place}: {shown[0]}", f"value {place}: {shown[1]}"
        return f"{len(given)} values", f"{len(expected)} values"
    return _in_full(given), _in_full(expected)


def _in_full(item: Plain) -> str:
    return repr(item) if isinstance(item, (int, float, str)) else value(item)


def _some(parts: list[str]) -> str:
    left = len(parts) - ITEMS_SHOWN
    return ", ".join(parts[:ITEMS_SHOWN]) + (f", … and {left} more" if left > 0 else "")


def call(name: str, inputs: list[list[Plain]] | None) -> str:
    """The call as a learner would type it, or the bare name of a variable."""
    if inputs is None:
        return name
    shown = [f"{label}={_argument(item)}" for label, item in inputs]
    return f"{name}({', '.join(shown)})"


def _argument(item: Plain) -> str:
    """An input as Python would show it (no thousands separators: it must be able to be typed)."""
    if is_a(item, "series"):
        return f"pd.Series({_argument(item['values'])})"
    if is_a(item, "table"):
        rows = item["rows"]
        if len(rows) * len(item["columns"]) > CELLS_SHOWN:
            return f"<table of {len(rows)} rows>"
        columns = {name: [row[n] for row in rows] for n, name in enumerate(item["columns"])}
        shown = ", ".join(f"{name!r}: {_argument(cells)}" for name, cells in columns.items())
        return f"pd.DataFrame({{{shown}}})"
    if isinstance(item, list):
        parts = [_argument(part) for part in item[:ITEMS_SHOWN]]
        more = [f"… {len(item) - ITEMS_SHOWN} more"] if len(item) > ITEMS_SHOWN else []
        return f"[{', '.join(parts + more)}]"
    if is_a(item, "dict"):
        pairs = [f"{_argument(key)}: {_argument(part)}" for key, part in item["items"]]
        return f"{{{_some(pairs)}}}"
    if is_a(item, "set") and item["items"]:
        return f"{{{_some([_argument(part) for part in item['items']])}}}"
    if isinstance(item, dict):
        return _object(item)
    return repr(item)
