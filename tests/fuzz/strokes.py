"""Strokes: the ways in which an archive is spoilt, from its members down to a single value."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

Members = dict[str, bytes]

TOKENS: tuple[bytes, ...] = (
    b"\x00", b"\x1b[2J", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae",
    b"\\ud800", b"\\u0000", b"&#0;", b"&#xD800;", b"&amp;&lt;", b"&lol;", b"]]>", b"<![CDATA[",
    b"<!--", b"-->", b"<?xml?>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<p>", b"</div>", b"<table>",
    b"<script>", b"{{", b"{%", b"%}", b"---\n", b"\n---\n", b"```", b"[[", b"![[", b"[^1]:", b"%%",
    b"{", b"}", b"[", b"]", b'"', b"'", b",", b":", b"\n", b"\t", b"1e999", b"-1", b"9" * 400,
    b"2020-02-30T25:61:61Z", b"0000-00-00", b"null", b"NaN", b"../../../etc/passwd", b"=?utf-8?Q?=ff?=",
    b"javascript:alert(1)", b"https://[::1", b"a" * 5000, b"<b>" * 3000, b"> " * 3000, b"[" * 3000,
    b"From \n", b"\nFrom x\n\n", b"Content-Type: multipart/mixed; boundary=\n", b"\xd8\x2a\x58",
)  # fmt: skip
"""What no honest program writes at such a place."""

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**18, 10**400, "", " ", "x", "\x00\x1b", "a\ud800b", "\u202ex", "9" * 30,
    "2020-02-30", "https://[::1", "<b>x", "<p>" * 2000, [], [[]], [None], ["x", 3, None], {}, {"a": {"b": []}},
    [{}], {"type": "x"}, "\ufdd0", "🏳️‍🌈" * 9, "../../x", [0, 10**9], [5, 2], "1-1-1",
)  # fmt: skip

NAMES = (
    "../up.md", "/abs.md", "a" * 300 + ".md", "con.md", "x\x00y", "..", "data/tweets.js.js", " ",
    "é.md", "e\u0301.md", "README.MD", "posts/", "tweets.js", "outbox.json", "feed.xml", "a!/b",
)  # fmt: skip

_SCRIPT = re.compile(rb"\s*[\w.]+\s*=\s*(?=[\[{])")
_TAG = re.compile(rb"<[^<>]{1,200}>")


def spoil(members: Members, others: list[Members], dice: Random) -> Members:
    """The members after one to five strokes."""
    spoilt = dict(members)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5))):
        if not spoilt:
            break
        stroke = dice.choices(STROKES, WEIGHTS)[0]
        stroke(spoilt, others, dice)
    return spoilt


# -- members ---------------------------------------------------------------------------------------


def _drop(members: Members, _: list[Members], dice: Random) -> None:
    del members[dice.choice(sorted(members))]


def _rename(members: Members, others: list[Members], dice: Random) -> None:
    data = members.pop(dice.choice(sorted(members)))
    elsewhere = sorted(dice.choice(others)) if others and dice.random() < 0.5 else NAMES
    members[dice.choice(elsewhere)] = data


def _exchange(members: Members, _: list[Members], dice: Random) -> None:
    one, other = dice.choice(sorted(members)), dice.choice(sorted(members))
    members[one], members[other] = members[other], members[one]


def _double(members: Members, _: list[Members], dice: Random) -> None:
    name = dice.choice(sorted(members))
    stem, dot, suffix = name.rpartition(".")
    members[f"{stem} (1){dot}{suffix}"] = members[name]


def _bring(members: Members, others: list[Members], dice: Random) -> None:
    if others:
        strange = dice.choice(others)
        name = dice.choice(sorted(strange))
        members[name] = strange[name]


# -- bytes -----------------------------------------------------------------------------------------


def _cut(members: Members, _: list[Members], dice: Random) -> None:
    name, data = _one(members, dice)
    members[name] = data[: dice.randrange(len(data) + 1)]


def _flip(members: Members, _: list[Members], dice: Random) -> None:
    name, data = _one(members, dice)
    changed = bytearray(data)
    for _again in range(dice.choice((1, 1, 4, 30)) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    members[name] = bytes(changed)


def _take_out(members: Members, _: list[Members], dice: Random) -> None:
    name, data = _one(members, dice)
    start, end = _span(data, dice)
    members[name] = data[:start] + data[end:]


def _repeat(members: Members, _: list[Members], dice: Random) -> None:
    name, data = _one(members, dice)
    start, end = _span(data, dice)
    members[name] = data[:end] + data[start:end] * dice.choice((1, 2, 40)) + data[end:]


def _put_in(members: Members, _: list[Members], dice: Random) -> None:
    name, data = _one(members, dice)
    at = dice.randrange(len(data) + 1)
    members[name] = data[:at] + dice.choice(TOKENS) + data[at:]


def _graft(members: Members, others: list[Members], dice: Random) -> None:
    if others:
        name, data = _one(members, dice)
        strange = _one(dice.choice(others), dice)[1]
        start, end = _span(strange, dice)
        at = dice.randrange(len(data) + 1)
        members[name] = data[:at] + strange[start:end] + data[at:]


def _tags(members: Members, _: list[Members], dice: Random) -> None:
    """A tag taken out, doubled, or exchanged with another."""
    name, data = _one(members, dice)
    tags = list(_TAG.finditer(data))
    if len(tags) < 2:
        return
    one, other = sorted(dice.sample(tags, 2), key=lambda tag: tag.start())
    said = dice.choice((b"", one.group() * 2, other.group(), one.group() * 3000))
    members[name] = data[: one.start()] + said + data[one.end() :]


# -- values ----------------------------------------------------------------------------------------


def _values(members: Members, _: list[Members], dice: Random) -> None:
    """A value of a JSON document, or several, made what it should not be."""
    known = [name for name in sorted(members) if members[name].lstrip()[:1] in (b"{", b"[")
             or _SCRIPT.match(members[name])]  # fmt: skip
    if not known:
        return
    name = dice.choice(known)
    head, body = _split(members[name])
    try:
        tree = json.loads(body)
    except ValueError:
        return
    for _again in range(dice.choice((1, 1, 2, 6))):
        tree = change(tree, dice)
    members[name] = head + json.dumps(tree).encode("utf-8", "surrogatepass")


def change(tree: Any, dice: Random) -> Any:
    """A tree with one value changed, taken out, doubled, or exchanged with another."""
    places = list(_places(tree))
    if not places:
        return copy.deepcopy(dice.choice(VALUES))
    holder, key = dice.choice(places)
    match dice.randrange(6):
        case 0:
            del holder[key]
        case 1:
            other, at = dice.choice(places)
            holder[key] = copy.deepcopy(other[at])
        case 2 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        case 3:
            holder[key] = [holder[key]]
        case 4 if isinstance(holder[key], str) and holder[key]:
            at = dice.randrange(len(holder[key]))
            token = dice.choice(TOKENS).decode("utf-8", "surrogateescape")
            holder[key] = holder[key][:at] + token + holder[key][at:]
        case _:
            holder[key] = copy.deepcopy(dice.choice(VALUES))
    return tree


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree: what holds it, and its key there. Without recursion."""
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left:
        here = left.pop()
        keys = (
            list(here)
            if isinstance(here, dict)
            else range(len(here))
            if isinstance(here, list)
            else ()
        )
        for key in keys:
            found.append((here, key))
            if isinstance(here[key], dict | list):
                left.append(here[key])
    return found


# -- choosing --------------------------------------------------------------------------------------


def _one(members: Members, dice: Random) -> tuple[str, bytes]:
    name = dice.choice(sorted(members))
    return name, members[name]


def _span(data: bytes, dice: Random) -> tuple[int, int]:
    """A stretch of bytes, mostly a short one."""
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((1, 3, 20, 200, 2000)))


def _split(data: bytes) -> tuple[bytes, bytes]:
    script = _SCRIPT.match(data)
    return (data[: script.end()], data[script.end() :]) if script else (b"", data)


Stroke = Callable[[Members, list[Members], Random], None]

CHANCES: dict[Stroke, int] = {
    _drop: 2, _rename: 2, _exchange: 1, _double: 1, _bring: 1, _cut: 2, _flip: 3, _take_out: 4,
    _repeat: 4, _put_in: 8, _graft: 3, _tags: 6, _values: 12,
}  # fmt: skip
STROKES, WEIGHTS = list(CHANCES), list(CHANCES.values())
