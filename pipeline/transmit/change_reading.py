"""Reading a change request: it comes from outside, so nothing of it is believed before it is
checked. Whatever is wrong is told by its place (`/params/map/3/to`)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from pipeline.model.errors import RecipeError, nearest
from pipeline.model.fit import Keys, Misfit, fit
from pipeline.transmit.change import FORMAT, SCOPES, Envelope, Quote, Request, Rule, Scope, Tally
from pipeline.transmit.change_params import KINDS, Closed

T = TypeVar("T")

LARGEST = 1_000_000
"""Bytes of one request."""

DEEPEST = 16
"""Levels of brackets; the types need seven, and a JSON Patch may bring a few of its own."""

LONGEST = 100_000
"""Characters of one text."""

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_PROSE: tuple[Keys, ...] = (("rationale",), ("text",), ("question",))
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def read(data: bytes, name: str = "the request") -> Request:
    """A request out of its bytes. Raises RecipeError that names the place."""
    return _request(_parsed(data, name), name)


def digest(request: Request) -> str:
    """What an answer says it answers: sha256 over the request in its plainest form."""
    return hashlib.sha256(msgspec.json.encode(_plain(request), order="deterministic")).hexdigest()


def write(request: Request) -> bytes:
    """A request as JSON, for people to read as well."""
    return msgspec.json.format(msgspec.json.encode(_plain(request)), indent=1) + b"\n"


def _plain(request: Request) -> dict[str, Any]:
    found = msgspec.to_builtins(request)
    assert isinstance(found, dict)
    return found


def made(value: dict[str, Any]) -> Request:
    """A request out of plain values, held to the same rules."""
    return read(json.dumps(value).encode(), "the request")


# -- JSON ------------------------------------------------------------------------------------------


def _parsed(data: bytes, name: str) -> Any:
    if len(data) > LARGEST:
        raise _wrong(name, (), f"it is far too large: {len(data):,} bytes, and {LARGEST:,} may be")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong(name, (), f"it is not UTF-8 text (byte {error.start})") from error
    _check_depth(text, name)
    try:
        value = json.loads(text, object_pairs_hook=_once(name), parse_constant=_no_constant(name))
    except json.JSONDecodeError as error:
        said = f"it is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        raise _wrong(name, (), said) from error
    except ValueError as error:  # a number of thousands of digits
        raise _wrong(name, (), "it holds a number that is far too long") from error
    _check_texts(value, (), name)
    return value


def _check_depth(text: str, name: str) -> None:
    depth = 0
    for match in _SIGN.finditer(text):
        sign = match.group()
        depth += (sign in "[{") - (sign in "]}") if len(sign) == 1 else 0
        if depth > DEEPEST:
            raise _wrong(name, (), f"its brackets stand more than {DEEPEST} deep")


def _once(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in found:
            if key in out:
                raise _wrong(name, (), f"the key '{key[:60]}' stands twice in one place")
            out[key] = value
        return out

    return pairs


def _no_constant(name: str) -> Callable[[str], Any]:
    def refuse(said: str) -> Any:
        raise _wrong(name, (), f"{said} is no number of JSON's")

    return refuse


def _check_texts(value: Any, keys: Keys, name: str) -> None:
    match value:
        case str():
            if len(value) > LONGEST:
                raise _wrong(name, keys, "this text is far too long")
            if value.endswith("\n") and keys[-1:] not in _PROSE:
                raise _wrong(name, keys, "this text ends with the end of a line")
            if found := _CONTROL.search(value):
                said = f"this text holds U+{ord(found.group()):04X}, which nobody can see"
                raise _wrong(name, keys, said)
        case dict():
            for key, part in value.items():
                _check_texts(key, keys, name)
                _check_texts(part, (*keys, key), name)
        case list():
            for at, part in enumerate(value):
                _check_texts(part, (*keys, at), name)


# -- types -----------------------------------------------------------------------------------------


def _request(value: Any, name: str) -> Request:
    if not isinstance(value, dict):
        raise _wrong(name, (), "a request is an object with keys")
    if value.get("format") != FORMAT:
        raise _wrong(name, ("format",), f"only '{FORMAT}' is read here")
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        said = f"there is no kind '{kind[:60]}'" if isinstance(kind, str) else "it has no kind"
        raise _wrong(name, ("kind",), said, nearest(str(kind)[:60], KINDS))
    if "params" not in value:
        raise _wrong(name, ("params",), "the key 'params' is missing")
    outer = {key: part for key, part in value.items() if key not in ("params", "scope")}
    _check_rules(outer.get("acceptance"), name)
    envelope = _fitted(outer, Envelope, (), name)
    params = _fitted(value["params"], KINDS[kind], ("params",), name)
    scope = _scope(value.get("scope", {"type": "whole"}), name)
    _check_reach(kind, scope, name)
    rest = {field: getattr(envelope, field) for field in Envelope.__struct_fields__}
    return Request(**rest, params=params, scope=scope)  # type: ignore[arg-type]


def _check_rules(value: Any, name: str) -> None:
    """Each rule by itself, so that what is wrong with one is told by its place."""
    for at, rule in enumerate(value if isinstance(value, list) else ()):
        if isinstance(rule, dict) and "count" in rule:
            _fitted(rule["count"], Tally, ("acceptance", at, "count"), name)
        _fitted(rule, Rule, ("acceptance", at), name)


def _scope(value: Any, name: str) -> Scope:
    if value == "whole":
        value = {"type": "whole"}
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in SCOPES:
        todo = nearest(str(kind)[:60], SCOPES)
        raise _wrong(name, ("scope", "type"), "it does not say how far the change reaches", todo)
    rest = {key: part for key, part in value.items() if key != "type"}
    return _fitted(rest, SCOPES[kind], ("scope",), name)  # type: ignore[return-value]


def _check_reach(kind: str, scope: Scope, name: str) -> None:
    whole = scope.__struct_config__.tag == "whole"
    if kind == "style.assign" and whole:
        said = "style.assign says which passages: the whole book cannot have one role"
        raise _wrong(name, ("scope",), said)
    if kind not in ("style.assign", "text.replace", "query", "freeform") and not whole:
        raise _wrong(name, ("scope",), f"{kind} is of the whole book: it has no smaller scope")
    if isinstance(scope, Quote) and not scope.exact.strip():
        raise _wrong(name, ("scope", "exact"), "it quotes no words")


def _fitted(value: Any, kind: type[T], at: Keys, name: str) -> T:
    try:
        return fit(value, kind)
    except Misfit as misfit:
        todo = nearest(misfit.key, misfit.known) if misfit.kind == "unknown" else ""
        raise _wrong(name, (*at, *misfit.keys), misfit.message, todo) from misfit
    except RecursionError as error:
        raise _wrong(name, at, "it is far too deep") from error


def _wrong(name: str, keys: Keys, message: str, todo: str = "") -> RecipeError:
    place = "".join([f"/{str(key)[:60]}" for key in keys])
    return RecipeError(message, file=name, place=place, todo=todo)


# -- for other people's implementations ------------------------------------------------------------


def schema() -> dict[str, Any]:
    """The JSON Schema of a request: one choice for each kind."""
    kinds: tuple[type[Struct], ...] = (Envelope, *SCOPES.values(), *KINDS.values())
    (top, *_), parts = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    whole: dict[str, Any] = parts.pop(top["$ref"].rpartition("/")[2])
    whole["properties"] |= {
        "params": {"type": "object"},
        "scope": {"oneOf": [_ref(one) for one in SCOPES.values()], "default": {"type": "whole"}},
    }
    needed = [*whole["required"], "params"]
    choices = [
        {"if": {"properties": {"kind": {"const": kind}}},
         "then": {"properties": {"params": _ref(of)}}}
        for kind, of in KINDS.items()
    ]  # fmt: skip
    parts["Rule"] |= {"minProperties": 1, "maxProperties": 1}
    more = {"required": needed, "allOf": choices, "$defs": parts}
    return {"$schema": SCHEMA, **whole, "title": FORMAT, **more}


def _ref(kind: type[Closed]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{kind.__name__}"}
