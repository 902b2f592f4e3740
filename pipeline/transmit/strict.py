"""JSON as the contract takes it: no key twice, no number that is none, no endless nesting."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar

from pipeline.model.fit import Misfit, fit

T = TypeVar("T")


class Malformed(ValueError):
    """What was read is not what it must be; the text says why, in plain words."""


def read(data: bytes, kind: type[T]) -> T:
    """JSON as a type. Raises Malformed."""
    try:
        return fit(plain(data), kind)
    except Misfit as misfit:
        where = f"{misfit.where}: " if misfit.keys and misfit.kind == "unfit" else ""
        raise Malformed(f"{where}{misfit.message}") from misfit


def plain(data: bytes) -> Any:
    """JSON as plain values. Raises Malformed."""
    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except Malformed:
        raise
    except RecursionError as error:
        raise Malformed("it is nested without end") from error
    except ValueError as error:
        raise Malformed(f"it is not JSON in UTF-8: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Programs do not agree which of two like keys is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Malformed(f"the key '{twice}' stands twice")
    return found


def _no_number(sign: str) -> NoReturn:
    raise Malformed(f"{sign} is no number in JSON")
