"""RFC 6902: a JSON Patch on a value, and what a patched `work` comes to in a recipe."""

from __future__ import annotations

import copy
from typing import Any

from pipeline.transmit import trade


class Unpatched(ValueError):
    """A patch that does not fit what it is to change; the message says which operation, and why."""


_NEEDS = {
    "add": {"op", "path", "value"}, "replace": {"op", "path", "value"},
    "test": {"op", "path", "value"}, "remove": {"op", "path"},
    "move": {"op", "path", "from"}, "copy": {"op", "path", "from"},
}  # fmt: skip


def patched(value: Any, patch: tuple[dict[str, Any], ...]) -> Any:
    """A value after every operation, in turn; the value itself stays. Raises Unpatched."""
    out = copy.deepcopy(value)
    for number, one in enumerate(patch):
        try:
            out = _applied(out, one)
        except Unpatched as error:
            raise Unpatched(f"/params/patch/{number}: {error}") from error
    return out


def _applied(value: Any, one: dict[str, Any]) -> Any:
    op = one.get("op")
    if not isinstance(op, str) or op not in _NEEDS:
        raise Unpatched(f"there is no operation '{op}'")
    if {*one} != _NEEDS[op]:
        raise Unpatched(f"'{op}' has {' and '.join(sorted(_NEEDS[op]))}, and no more")
    path = _path(one["path"])
    match op:
        case "test":
            if not _same(_at(value, path), one["value"]):
                raise Unpatched(f"{one['path']} is not what it was thought to be")
            return value
        case "remove":
            return _removed(value, path)
        case "replace":
            _at(value, path)
            return _put(_removed(value, path), path, one["value"]) if path else one["value"]
        case "move" | "copy":
            source = _path(one["from"])
            if op == "move" and path[: len(source)] == source and path != source:
                raise Unpatched("nothing can be moved into itself")
            held = copy.deepcopy(_at(value, source))
            return _put(_removed(value, source) if op == "move" else value, path, held)
        case _:
            return _put(value, path, copy.deepcopy(one["value"]))


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _path(pointer: Any) -> list[str]:
    if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
        raise Unpatched("a path begins with '/'")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _at(value: Any, path: list[str]) -> Any:
    for part in path:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list):
            value = value[_index(part, len(value) - 1)]
        else:
            raise Unpatched(f"there is no '{part}'")
    return value


def _index(part: str, last: int) -> int:
    if not part.isascii() or not part.isdigit() or (len(part) > 1 and part[0] == "0"):
        raise Unpatched(f"'{part}' is no place in a list")
    if len(part) > 9 or int(part) > last:
        raise Unpatched(f"the list has no place {part[:12]}")
    return int(part)


def _removed(value: Any, path: list[str]) -> Any:
    _at(value, path)
    if not path:
        return None
    above = _at(value, path[:-1])
    del above[int(path[-1]) if isinstance(above, list) else path[-1]]
    return value


def _put(value: Any, path: list[str], new: Any) -> Any:
    if not path:
        return new
    above = _at(value, path[:-1])
    if isinstance(above, list):
        at = len(above) if path[-1] == "-" else _index(path[-1], len(above))
        above.insert(at, new)
    elif isinstance(above, dict):
        above[path[-1]] = new
    else:
        raise Unpatched(f"'{path[-1]}' cannot stand there")
    return value


# -- a work, as a recipe has it --------------------------------------------------------------------

_PREFIX = {trade.THEMA: "thema:", trade.BISAC: "bisac:", "12": "bic:", trade.KEYWORD: ""}
_PLAIN = ("title", "subtitle", "language", "publisher", "date")


def recipe_keys(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The keys of a recipe's `book:` that make one work into another; None takes a key out.

    Raises Unpatched for what a recipe cannot say.
    """
    keys: dict[str, Any] = {}
    for name in {*was} | {*now}:
        if was.get(name) == now.get(name):
            continue
        if name in _PLAIN:
            keys[name] = now.get(name) or None
        elif name in _OTHERS:
            keys |= _OTHERS[name](now.get(name))
        else:
            raise Unpatched(f"'{name}' is not of those that a recipe can change")
    for name in ("title", "language", "author"):
        if name in keys and not keys[name]:
            raise Unpatched(f"a book cannot be without its {name}")
    return keys


def _contributors(value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or len(value) != 1 or value[0].get("role") != "A01":
        raise Unpatched("a recipe has one author: who else is to be named is for the author to say")
    return {"author": value[0]["name"]}


def _identifiers(value: Any) -> dict[str, Any]:
    isbns = [one.get("value") for one in value or () if one.get("scheme") == trade.ISBN]
    if len(isbns) > 1:
        raise Unpatched("a recipe has one ISBN")
    if isbns and not trade.isbn(str(isbns[0])):
        raise Unpatched(f"'{isbns[0]}' is no ISBN: its digits do not add up")
    return {"isbn": isbns[0] if isbns else None}


def _descriptions(value: Any) -> dict[str, Any]:
    texts = [one.get("text") for one in value or ()]
    if len(texts) > 1:
        raise Unpatched("a recipe has one description")
    return {"description": texts[0] if texts else None}


def _subjects(value: Any) -> dict[str, Any]:
    found = []
    for one in value or ():
        scheme, code = one.get("scheme"), one.get("code")
        wrong = trade.misfit(scheme, code)
        if wrong or scheme not in _PREFIX:
            raise Unpatched(wrong or f"a recipe has no subjects of the scheme {scheme}")
        found.append(f"{_PREFIX[scheme]}{code}")
    return {"subjects": found or None}


_OTHERS = {
    "contributors": _contributors,
    "identifiers": _identifiers,
    "descriptions": _descriptions,
    "subjects": _subjects,
}
