"""Which names of styles are a house's."""

from __future__ import annotations

from functools import lru_cache

from pipeline.model.house import House

_LONGEST = 253
"""Characters that Word gives a style's name."""


def is_of(name: str, house: House) -> bool:
    """Whether a style is the house's, or follows from one: a level of a heading or of a list, an
    alignment in a table, the first line of a page, several character styles joined. Word compares
    names without case."""
    known = _known(house.name, (*house.styles, *house.known, house.roles["heading"]))
    if name in known or house.closed:
        return name in known
    base, _, last = name.rpartition(" ")
    level = base in known and (last.isdigit() or last in ("right", "center", "opening"))
    return level or (len(name) <= _LONGEST and _joined(name, known))


@lru_cache(maxsize=16)
def _known(house: str, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset([name.lower() for name in names])


def _joined(name: str, known: frozenset[str]) -> bool:
    """Whether a name is made of known names: a run that is two things at once wears both."""
    return any(
        name == first or (name.startswith(f"{first} ") and _joined(name[len(first) + 1 :], known))
        for first in known
    )
