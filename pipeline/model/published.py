"""JSON Schemas as we publish them: their patterns in the words of ECMA 262, as JSON Schema wants.

Ours are Python's. There `$` lets one line's end pass behind it, so that ours end with `\\Z`; and
`\\w` means letters of every script, where theirs means those of ASCII.
"""

from __future__ import annotations

import re
from typing import Any

_LETTERS = r"\p{L}\p{N}_"
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\w|\\Z")


def published(schema: Any) -> Any:
    """A schema, its patterns translated."""
    match schema:
        case dict():
            return {
                key: ecma(part) if key == "pattern" and isinstance(part, str) else published(part)
                for key, part in schema.items()
            }
        case list():
            return [published(part) for part in schema]
        case _:
            return schema


def ecma(pattern: str) -> str:
    """A pattern of Python's in ECMA's words."""
    return _CLASS.sub(_piece, pattern)


def _piece(found: re.Match[str]) -> str:
    said = found[0]
    if said == r"\Z":
        return "$"
    return f"[{_LETTERS}]" if said == r"\w" else said.replace(r"\w", _LETTERS)
