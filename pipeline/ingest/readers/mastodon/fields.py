"""Fields of a decoded object, each as the kind of thing that it should be, or empty."""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]


def text(fields: Fields, *names: str) -> str:
    """The first of these fields that is a text with something in it."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value:
            return value
    return ""


def inner(fields: Fields, name: str) -> Fields:
    """A field that is an object."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def objects(fields: Fields, name: str) -> list[Fields]:
    """A field that is a list of objects, or one alone."""
    return [value for value in _listed(fields.get(name)) if isinstance(value, dict)]


def addresses(fields: Fields, name: str) -> list[str]:
    """A field that is a list of addresses, or one alone; an object stands for its id."""
    found = [
        text(value, "id", "href") if isinstance(value, dict) else value
        for value in _listed(fields.get(name))
    ]
    return [value for value in found if isinstance(value, str) and value]


def address(fields: Fields, *names: str) -> str:
    """The first address in one of these fields."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str):
            found = value
        else:
            found = next(iter(addresses(fields, name)), "") if value else ""
        if found:
            return found
    return ""


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
