"""Fitting: what people wrote is made into the type that it is to be. What does not fit is told by
its place and in the words of a writer, who knows nothing of types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import fields

T = TypeVar("T")
Keys = tuple[str | int, ...]

_LONGEST = 60
"""Characters of a value that a message shows."""

_NAMES = {int: "a whole number", float: "a number", str: "text"}


class Misfit(ValueError):
    """A value that is not of its type."""

    def __init__(
        self,
        keys: Keys,
        kind: Literal["unknown", "missing", "unfit"],
        message: str,
        known: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.keys = keys  # from the outside in; of a missing key as well
        self.kind = kind
        self.message = message
        self.known = known  # what could stand in an unknown key's place

    @property
    def key(self) -> str:
        """The innermost key; of a list's entry the key of the list."""
        return next((key for key in reversed(self.keys) if isinstance(key, str)), "")

    @property
    def where(self) -> str:
        """The keys in words: 'find' of entry 2 of 'words'."""
        said = [f"entry {key + 1}" if isinstance(key, int) else f"'{key}'" for key in self.keys]
        return " of ".join(reversed(said))


def fit(value: object, kind: type[T]) -> T:
    """A value of plain lists, dicts, texts and numbers as the type. Raises Misfit."""
    try:
        return convert(value, kind)
    except ValidationError as error:
        # A key that is misspelt is missing as well: the misspelling says more.
        raise _stray(value, kind, ()) or _misfit(value, kind, error, ()) from error


def _stray(value: object, kind: Any, keys: Keys) -> Misfit | None:
    """The first key that its type does not know."""
    known = _known(kind)
    if known and isinstance(value, dict):
        for key in value:
            if key not in known:
                said = f"the key '{key}' is unknown"
                return Misfit((*keys, str(key)), "unknown", said, known)
    for key, part, its in _parts(value, kind):
        found = _stray(part, its, (*keys, key))
        if found:
            return found
    return None


def _misfit(value: object, kind: Any, error: ValidationError, keys: Keys) -> Misfit:
    """Why a value does not fit: the innermost part of it that does not, taken by itself."""
    for key, part, its in _parts(value, kind):
        try:
            convert(part, its)
        except ValidationError as inner:
            return _misfit(part, its, inner, (*keys, key))
    if error.__cause__:  # a check of the type's own has the words for it
        return Misfit(keys, "unfit", str(error.__cause__))
    plain = _plain(kind)[0]
    if _is_struct(plain) and isinstance(value, dict):
        needed = [row.encode_name for row in fields(plain) if row.required]
        missing = [name for name in needed if name not in value]
        if missing:
            said = f"the key '{missing[0]}' is missing"
            return Misfit((*keys, missing[0]), "missing", said)
    takes = _takes(kind, value)
    said = f"it must be {_either(takes)}{_said(value)}" if takes else str(error)
    return Misfit(keys, "unfit", said)


# -- types -----------------------------------------------------------------------------------------


def _plain(kind: Any) -> tuple[Any, list[Meta]]:
    """A type without what is said of it, and that."""
    if get_origin(kind) is not Annotated:
        return kind, []
    inner, *said = get_args(kind)
    return inner, [row for row in said if isinstance(row, Meta)]


def _is_struct(plain: Any) -> bool:
    return isinstance(plain, type) and issubclass(plain, Struct)


def _known(kind: Any) -> tuple[str, ...]:
    """The keys that a type has; none if any will do."""
    plain, _ = _plain(kind)
    if _is_struct(plain):
        return tuple(plain.__struct_encode_fields__)
    names = get_args(plain)[:1] if get_origin(plain) is dict else ()
    return get_args(names[0]) if names and get_origin(names[0]) is Literal else ()


def _parts(value: object, kind: Any) -> Iterator[tuple[str | int, object, Any]]:
    """What a value holds: its key, the value there, and the type that it is to be."""
    plain, _ = _plain(kind)
    shape, inner = get_origin(plain), get_args(plain)
    match value:
        case dict() if _is_struct(plain):
            types = {row.encode_name: row.type for row in fields(plain)}
            yield from ((key, part, types[key]) for key, part in value.items() if key in types)
        case dict() if shape is dict:
            yield from ((str(key), part, inner[1]) for key, part in value.items())
        case list() | tuple() if shape in (list, tuple) and inner[1:] in ((), (...,)):
            yield from ((at, part, inner[0]) for at, part in enumerate(value))


# -- words -----------------------------------------------------------------------------------------


def _takes(kind: Any, value: object) -> list[str]:
    """What a type takes, choice by choice; nothing of a type that there are no words for."""
    plain, said = _plain(kind)
    name = next((row.title for row in said if row.title), "")
    if name:
        examples = next((row.examples for row in said if row.examples), [])
        return [f"{name}, such as {', '.join(map(str, examples))}" if examples else name]
    shape = get_origin(plain)
    if shape is Literal:
        return [f"'{choice}'" for choice in get_args(plain)]
    if shape in (Union, UnionType):
        return [words for part in get_args(plain) for words in _takes(part, value)]
    if plain is bool:
        return ["true", "false"]
    if shape is dict or _is_struct(plain):
        return ["keys with their values, each as 'key: value'"]
    if shape in (tuple, list):
        least = " of at least one entry" if any(row.min_length for row in said) else ""
        return [f"a list{least}, in [brackets] or with a dash before each entry"]
    return [_NAMES[plain] + _limits(said) + _quotes(plain, value)] if plain in _NAMES else []


def _limits(said: list[Meta]) -> str:
    limits = [f" of at least {row.ge}" for row in said if row.ge is not None]
    limits += [f" of at most {row.le}" for row in said if row.le is not None]
    limits += [f" of at least {_counted(row.min_length)}" for row in said if row.min_length]
    forms = [row.pattern.removeprefix("^").removesuffix(r"\Z") for row in said if row.pattern]
    limits += [f" of the form {form}" for form in forms]
    return " and".join(limits)


def _counted(count: int) -> str:
    return "1 character" if count == 1 else f"{count} characters"


def _quotes(plain: Any, value: object) -> str:
    """YAML takes 1984 and true for something other than text, and "2" for text."""
    if plain is str:
        return ", in quotes" if isinstance(value, bool | int | float) else ""
    return ", without quotes" if isinstance(value, str) and value.strip("-").isdecimal() else ""


def _either(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _said(value: object) -> str:
    if value is None:
        return ", and it is empty"
    text = isinstance(value, str)
    said = f"'{value}'" if text else json.dumps(value, ensure_ascii=False, default=str)
    return f"; it says {said if len(said) <= _LONGEST else said[: _LONGEST - 1] + '…'}"
