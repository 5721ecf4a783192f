"""The name of a value's kind, also where the value tells lies about itself."""

from __future__ import annotations


def type_name(value: object) -> str:
    """The name of a value's type, also where the type tells lies about itself."""
    name = type.__dict__["__name__"].__get__(type(value))
    return str.__str__(name) if isinstance(name, str) else "unknown"
