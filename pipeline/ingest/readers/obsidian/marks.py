"""Marks: what the program writes beyond Markdown, as Markdown with held objects.

An object (an embed, a formula, a tag, the target of a link) is held in a list, and the text has
`![](SIGN number SIGN)` or `[label](SIGN number SIGN)` at its place. The converter of Markdown
carries it to where it belongs, and `settle` puts it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from pipeline.ingest.readers.obsidian.lines import broken
from pipeline.ingest.readers.obsidian.masking import Masked, free_sign

Kind = Literal["embed", "link", "math", "display", "tag"]


class Object(Struct, frozen=True):
    kind: Kind
    text: str  # the target of an embed or a link, TeX, or a tag with its sign
    label: str  # what an embed says behind its bar
    source: str  # as the author wrote it


class Marked(Struct, frozen=True):
    text: str
    sign: str
    objects: tuple[Object, ...]

    def object(self, address: str) -> Object | None:
        """The object that an address in the text stands for."""
        number = address.strip(self.sign)
        if address[:1] != self.sign or not number.isdecimal():
            return None
        return self.objects[int(number)]


Dropped = Callable[[str, str], None]

_CALLOUT = re.compile(
    r"(?P<marks>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?>[> \t]*)"
    r"\[!(?P<kind>[^\]\[\n|]{1,40})(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>.*)\Z"
)
_NAMELESS = frozenset(("quote", "cite"))
"""Callouts that are set as quotations are, without the name of their kind."""

_TASK = re.compile(r"([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([^\w\[\] ])\][ \t]+")
_FIELD = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__|\*|_)?\w[\w \-/]{0,40}(?:\*\*|__|\*|_)?::(?:[ \t].*)?\Z"
)
_IN_BRACKETS = re.compile(
    r"\[\w[\w \-/]{0,40}::[ \t]*((?:[^\[\]\n]|\[\[[^\[\]\n]*\]\])*)\]"
    r"|\(\w[\w \-/]{0,40}::[ \t]*([^()\n]*)\)"
)
_BLOCK_ID = re.compile(r"(?:\A|[ \t]+)\^[A-Za-z0-9-]+[ \t]*\Z")
_INLINE = re.compile(
    r"\\[\\\[\]$=#!]"
    r"|!\[\[(?P<embed>[^\[\]\n]{1,2000})\]\]"
    r"|\[\[(?P<link>[^\[\]\n]{1,2000})\]\]"
    r"|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<math>(?!\s)[^$\n]+)(?<![\s\\])\$(?!\d)"
    r"|(?<!\S)(?P<tag>#[\w/\-\u2600-\u27bf\U0001f300-\U0001faff]+)"
    r"|(?P<sized>!\[(?:[^\[\]\n]*(?=\|))?)\|?[ \d]+(?:x\d+)?(?=\]\()"
)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^=\n]+)(?<!\s)==")
_BAR = re.compile(r"\\?\|")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$!^{}])")


def marked(text: str, mask: Masked, dropped: Dropped, *, breaks: bool = False) -> Marked:
    """A masked text, or a part of one, as Markdown with held objects. With `breaks`, the ends of
    lines are the author's, as the program shows them."""
    work = _Marks(free_sign(text + "".join(mask.codes) + mask.sign))
    read = [_line(line, dropped) for line in text.split("\n")]
    lines = "\n".join([line for line in read if line is not None])
    made = work.inlines(broken(lines) if breaks else lines)
    return Marked(mask.plain(made), work.sign, tuple(work.objects))


# -- lines -----------------------------------------------------------------------------------------


def _line(line: str, dropped: Dropped) -> str | None:
    """A line without what only the program reads; None where nothing is left of it."""
    if "[!" in line and (found := _CALLOUT.match(line)):
        return _callout(found)
    if "::" in line:
        if _FIELD.match(line):
            dropped("obsidian.field", line.strip(" \t>"))
            return None
        line = _without_keys(line, dropped)
    if "^" in line and (found := _BLOCK_ID.search(line)):
        line = line[: found.start()]
    if "[" in line and (found := _TASK.match(line)):
        box = "☒" if found[2] == "-" else "☐"
        line = f"{found[1]}{box} {line[found.end() :]}"
    return line


def _callout(found: re.Match[str]) -> str:
    """The first line of a callout: its title as a paragraph of its own, in bold."""
    kind, title, marks = found["kind"].strip(), found["title"].strip(), found["marks"].rstrip()
    if not title and kind.lower() not in _NAMELESS:
        title = kind.replace("-", " ").capitalize()
    if not title:
        return marks
    shown = title if "*" in title else f"**{title}**"
    below = re.sub(r"[-*+]|\d+[.)]", lambda bullet: " " * len(bullet[0]), marks)
    return f"{marks} {shown}\n{below}"


def _without_keys(line: str, dropped: Dropped) -> str:
    """A line in which fields in brackets are no more than their values, as the program shows."""

    def value(found: re.Match[str]) -> str:
        kept = found[1] if found[1] is not None else found[2]
        dropped("obsidian.field", found[0][1 : found[0].index("::") + 2])
        return str(kept)

    return _IN_BRACKETS.sub(value, line)


# -- inlines ---------------------------------------------------------------------------------------


class _Marks:
    def __init__(self, sign: str) -> None:
        self.sign = sign
        self.objects: list[Object] = []

    def inlines(self, text: str) -> str:
        text = _INLINE.sub(self._inline, text)
        return _HIGHLIGHT.sub(r"\1", text) if "==" in text else text

    def _inline(self, found: re.Match[str]) -> str:
        match found.lastgroup:
            case "embed":
                target, *labels = _BAR.split(found["embed"])
                return self._hold("embed", target, "|".join(labels).strip(), found[0])
            case "link":
                return self._link(found["link"], found[0])
            case "display":
                tex = re.sub(r"[ \t]*\n[ \t>]*", "\n", found["display"]).strip()
                return self._hold("display", tex, "", found[0])
            case "math":
                return self._hold("math", found["math"], "", found[0])
            case "tag" if any(letter.isalpha() or ord(letter) > 0x2600 for letter in found["tag"]):
                return self._hold("tag", found["tag"].rstrip("/"), "", found[0])
            case "sized":
                return found["sized"]
            case _:
                return found[0]

    def _hold(self, kind: Kind, text: str, label: str, source: str) -> str:
        self.objects.append(Object(kind, text.strip(), label, source))
        return f"![]({self.sign}{len(self.objects) - 1}{self.sign})"

    def _link(self, inner: str, source: str) -> str:
        target, *labels = _BAR.split(inner)
        label = "|".join(labels).strip() or named(target)
        self._hold("link", target, label, source)
        shown = _SPECIAL.sub(r"\\\1", label)
        return f"[{shown}]({self.sign}{len(self.objects) - 1}{self.sign})"


def named(target: str) -> str:
    """What a link without words of its own shows: the note's name, and the heading's where it
    names one; the id of a block says nothing to a reader."""
    path, *parts = target.split("#")
    name = path.strip().rpartition("/")[2].removesuffix(".md")
    headings = [part.strip() for part in parts if part.strip() and not part.strip().startswith("^")]
    shown = " > ".join([part for part in (name, *headings) if part])
    return shown or target.strip() or "…"
