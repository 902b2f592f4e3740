"""Spoiling members: bytes as bytes, texts as texts, values as values, packages by their parts."""

from __future__ import annotations

import io
import json
import re
import zipfile
from random import Random
from typing import Any

from tests.fuzz import texts, values, words
from tests.specimens.specimen import zipped

Members = dict[str, bytes]

_SCRIPT = re.compile(rb"\s*(window|Grailbird)\.[\w.]+\s*=\s*")
_PICTURES = (".jpg", ".png", ".gif", ".webp")


def spoilt(members: Members, random: Random) -> Members:
    """Members with one thing wrong in or among them."""
    if not members or random.random() < 0.12:
        return among(members, random)
    name = random.choice([one for one in members if not one.endswith(_PICTURES)] or list(members))
    return members | {name: member(members[name], members, random)}


def member(data: bytes, members: Members, random: Random) -> bytes:
    """A member's bytes with one thing wrong in them, at the level of what they are."""
    chance = random.random()
    if data[:4] == b"PK\x03\x04" and chance < 0.85:
        return _package(data, random)
    if chance < 0.2:
        return bytes_(data, members, random)
    if chance < 0.75 and (value := _value(data, random)) is not None:
        return value
    try:
        return texts.spoilt(data.decode(), random).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return bytes_(data, members, random)


def _value(data: bytes, random: Random) -> bytes | None:
    """JSON, plain or behind the start of a script, spoilt as the value it is."""
    value = value_of(data)
    return None if value is None else dressed(data, values.spoilt(value, random), random)


def value_of(data: bytes) -> Any:
    """What a member says in JSON, plain or behind the start of a script; None for any other."""
    start = _start(data)
    if data[start : start + 1] not in (b"{", b"["):
        return None
    try:
        return json.loads(data[start:])
    except (ValueError, RecursionError):
        return None


def dressed(data: bytes, value: Any, random: Random) -> bytes:
    """Another value behind the start that a member had."""
    said = json.dumps(value, ensure_ascii=random.random() < 0.7)
    return data[: _start(data)] + said.encode("utf-8", "surrogatepass")


def _start(data: bytes) -> int:
    head = _SCRIPT.match(data)
    return head.end() if head else 0


def _package(data: bytes, random: Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except Exception:  # it was spoilt as bytes before
        return bytes_(data, {}, random)
    return zipped(spoilt(parts, random))


def bytes_(data: bytes, members: Members, random: Random) -> bytes:
    size = len(data)
    at, to = random.randrange(size + 1), random.randrange(size + 1)
    match random.randrange(8):
        case 0:
            return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at]
        case 2:
            return data[:at] + data[at + random.choice((1, 4, 64, 512)) :]
        case 3:
            return data[:at] + data[at : at + 64] * random.choice((2, 50)) + data[at:]
        case 4:
            other = members[random.choice(list(members))] if members else data
            cut = random.randrange(len(other) + 1)
            return data[:at] + other[cut : cut + random.choice((10, 300, 3000))] + data[to:]
        case 5:
            return data[:at] + words.raw(random) + data[at:]
        case 6 if size:
            flipped = bytearray(data)
            for _ in range(random.choice((1, 3, 20))):
                flipped[random.randrange(size)] ^= 1 << random.randrange(8)
            return bytes(flipped)
        case _:
            return random.choice((b"", data + data, data[::-1], data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data,
                                  data.decode("utf-8", "replace").encode("utf-16")))  # fmt: skip


def among(members: Members, random: Random) -> Members:
    """A member missing, under another name, twice, exchanged or too many."""
    names = list(members)
    if not names:
        return {"x.md": words.raw(random)}
    one, other = random.choice(names), random.choice(names)
    rest = {name: data for name, data in members.items() if name != one}
    folder, _, file = one.rpartition("/")
    match random.randrange(6):
        case 0:
            return rest
        case 1:
            return rest | {_named(one, random): members[one]}
        case 2:
            return members | {f"{folder}/copy of {file}".lstrip("/"): members[one]}
        case 3:
            return members | {one: members[other], other: members[one]}
        case 4:
            return members | {f"other/{one}": members[one]}
        case _:
            return members | {random.choice(("posts.csv", "x.json", "x.xml", "x.html", "a/b.md", "x.docx")): words.raw(random)}  # fmt: skip


def _named(name: str, random: Random) -> str:
    """A name with something wrong in it, which a zip may hold all the same."""
    stem, dot, end = name.rpartition(".")
    said = "".join(words.word(random)[:40]).replace("\0", "")
    return random.choice((f"{stem}{said}{dot}{end}", said or "x", f"{name}.{said}", name.upper(), f"x/{name}", f"{stem or end}"))  # fmt: skip
