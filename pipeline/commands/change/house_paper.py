"""A house's file with a plan's changes in it: TOML is changed line by line, so that comments stay,
and what came out is read again and compared."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from pipeline.commands.change.plan import Declined

Keys = tuple[str, ...]
Changes = dict[Keys, Any]

MARK = "# What {peer} asked for, and was agreed: written by `bookworks apply`."
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_SAID = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=""")


def begun(peer: str, base: str, title: str) -> str:
    """A house of a publisher's own, on the house that the book had."""
    about = f"{title}, as {peer} asked for it."
    head = MARK.format(peer=peer)
    rows = {"extends": base, "title": f"{title} ({peer})", "about": about}
    return head + "\n" + "".join([f"{key} = {_value(value)}\n" for key, value in rows.items()])


def is_ours(text: str) -> bool:
    """Whether a house's file was begun here, and no person's."""
    return text.startswith(MARK.split("{")[0])


def amended(text: str, changes: Changes) -> str:
    """A file with other values. Raises Declined where it is written in a way that is not known."""
    wanted = tomllib.loads(text)
    out = text
    for keys, value in changes.items():
        table = wanted
        for key in keys[:-1]:
            table = table.setdefault(key, {})
        table[keys[-1]] = value
        out = _put(out, keys, value)
    try:
        came = tomllib.loads(out)
    except tomllib.TOMLDecodeError:
        came = {}
    if came != wanted:
        raise Declined("the book's own house file is written in a way that a program cannot change")
    return out


def forgotten(text: str) -> str:
    """A file of ours without the styles that were asked for so far."""
    if not is_ours(text):
        raise Declined("the house file is the writer's own: a whole new map is for them to write")
    data = tomllib.loads(text)
    kept: list[str] = []
    table: Keys = ()
    for row in text.splitlines(keepends=True):
        if row.lstrip().startswith("["):
            table = _path(row)
        if table[:1] not in (("roles",), ("styles",)):
            kept.append(row)
    out = "".join(kept)
    gone = {key: value for key, value in data.items() if key not in ("roles", "styles")}
    if tomllib.loads(out) != gone:
        raise Declined("the house file is written in a way that a program cannot change")
    return out


def _put(text: str, keys: Keys, value: Any) -> str:
    rows = text.splitlines(keepends=True)
    line = f"{_name(keys[-1])} = {_value(value)}\n"
    table: Keys = ()
    end: dict[Keys, int] = {(): 0}  # where the last row of each table is
    for number, row in enumerate(rows):
        if row.lstrip().startswith("["):
            table = _path(row)
            end[table] = number + 1
        elif found := _SAID.match(row):
            if (*table, *_path(f"{found[1]} = 0")) == keys:
                return "".join([*rows[:number], line, *rows[number + 1 :]])
            end[table] = number + 1
        elif not table and row.startswith("#") and not end[()]:
            end[()] = number + 1
    above = keys[:-1]
    if above in end:
        at = end[above]
        return "".join([*rows[:at], line, *rows[at:]])
    head = ".".join([_name(key) for key in above])
    return text.rstrip("\n") + f"\n\n[{head}]\n{line}"


def _path(row: str) -> Keys:
    try:
        data = tomllib.loads(row)
    except tomllib.TOMLDecodeError:
        return ("?",)
    path: list[str] = []
    while isinstance(data, dict) and data:
        key, data = next(iter(data.items()))
        path.append(key)
    return tuple(path)


def _name(key: str) -> str:
    return key if _BARE.match(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)
