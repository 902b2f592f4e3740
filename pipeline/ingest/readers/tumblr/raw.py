"""JSON as it was received, whatever its types: every question gets an answer of the right type."""

from __future__ import annotations

import codecs
from typing import Any

_LONGEST_NUMBER = 30
_LARGEST = 10**_LONGEST_NUMBER

Json = dict[str, Any]


def decoded(data: bytes) -> object:
    """The value in JSON; a script that assigns it, or one value on each line, will do.

    Raises ValueError.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8).strip()
    if data.startswith(b"var "):
        data = data[data.find(b"=") + 1 :].strip().rstrip(b";")
    try:
        return _value(data)
    except ValueError:
        lines = data.splitlines()
        if len(lines) > 1 and lines[0].rstrip().endswith(b"}"):
            return [_value_of(line) for line in lines if line.strip()]
        found = _salvaged(data)
        if found is None:
            raise
        return found


def _salvaged(data: bytes) -> object:
    """What can be read of an answer that is broken; None where it is no answer of several posts."""
    from pipeline.ingest.salvage import salvaged

    found = salvaged(data.decode("utf-8", "replace"))
    value = found.value if found is not None else None
    answer = value.get("response") if isinstance(value, dict) else None
    several = isinstance(value, list) or any(
        isinstance(one, dict) and isinstance(one.get("posts"), list) for one in (value, answer)
    )
    return value if several else None


def _value_of(line: bytes) -> object:
    """The value on a line; the text of a line that is broken, which is no post."""
    try:
        return _value(line)
    except ValueError:
        return ""


def _value(data: bytes) -> object:
    import msgspec

    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError):
        return _leniently(data)


def _leniently(data: bytes) -> object:
    """What a stricter reader refuses: halves of surrogate pairs, bytes that are no text."""
    import json

    try:
        text = data.decode("utf-8", "replace")
        found: object = json.loads(text, parse_int=_number, strict=False)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return found


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def words(value: object, *keys: str) -> str:
    """The text under the first of the keys that has one; numbers are text too."""
    for key in keys:
        found = value.get(key) if isinstance(value, dict) else None
        if isinstance(found, str) and found:
            return found
        if type(found) is int and abs(found) < _LARGEST:
            return str(found)
    return ""


def part(value: object, *keys: str) -> Json:
    """The object under the first of the keys that has one; an empty one where none has."""
    for key in keys:
        found = value.get(key) if isinstance(value, dict) else None
        if isinstance(found, dict):
            return found
    return {}


def rows(value: object, key: str) -> list[Json]:
    """The objects in the list under a key."""
    found = value.get(key) if isinstance(value, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def texts(value: object, key: str) -> list[str]:
    """The texts in the list under a key."""
    found = value.get(key) if isinstance(value, dict) else None
    return [row for row in found if isinstance(row, str)] if isinstance(found, list) else []


def numbers(value: object, key: str) -> list[int]:
    """The whole numbers in the list under a key."""
    found = value.get(key) if isinstance(value, dict) else None
    return [row for row in found if type(row) is int] if isinstance(found, list) else []


def number(value: object, key: str, default: int) -> int:
    """The whole number under a key, also where it is spelled as text."""
    found = words(value, key)
    return int(found) if found.isdecimal() and len(found) < 10 else default


def is_true(value: object, key: str) -> bool:
    """Whether what stands under a key says yes."""
    found = value.get(key) if isinstance(value, dict) else None
    return found is True or (isinstance(found, str) and found.lower() in ("true", "1", "yes"))
