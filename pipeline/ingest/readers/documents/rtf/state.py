"""State: what a group of RTF inherits from the one around it, and the alphabets of its fonts."""

from __future__ import annotations

import codecs
from typing import Any

from msgspec import Struct

CODEPAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip
"""By the number that a font has for its set of characters."""


class Look(Struct, frozen=True):
    """How a run of characters looks."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    caps: bool = False
    shift: int = 0  # 1 raised, -1 lowered
    link: str = ""


class Layout(Struct, frozen=True):
    """How a paragraph is set."""

    style: int = 0
    level: int = -1  # of a heading, from 0
    left: int = 0
    first: int = 0
    in_table: bool = False
    depth: int = 0  # of an item of a list


class State(Struct):
    """What holds within a group."""

    look: Look
    layout: Layout
    where: str = "text"  # the destination, "skip" for one that is no text
    skip: int = 1  # characters that stand for one that the format cannot spell
    font: int = -1
    hidden: bool = False
    starred: bool = False  # the next word may be passed over by who does not know it


class Group(Struct):
    """A group that is open: the state around it, and what is to be done as it ends."""

    state: State
    ends: str = ""
    flow: Any = None  # the stretch of blocks around it
    kept: str = ""


def codepage(number: int) -> str:
    """The name of a code page that Windows numbers."""
    name = {10000: "mac_roman", 65001: "utf-8", 936: "gb18030", 708: "cp720"}.get(number)
    name = name or f"cp{number}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
