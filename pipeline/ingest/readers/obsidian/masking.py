"""Masking: a note's text with its code covered and its comments gone, so that what stands within
either is not taken for a link, a tag or an embed.

One pass over the text, in which whatever starts first wins: a comment may hold code, and code may
hold the signs of a comment.
"""

from __future__ import annotations

import re

from msgspec import Struct

_START = re.compile(
    r"^(?P<fence>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<ticks>`{3,}|~{3,})(?P<info>[^`\n]*))$"
    r"|(?P<code>`+)|(?P<comment>%%)|\\[\\`%]",
    re.MULTILINE,
)
_BLANK = re.compile(r"\n[ \t>]*\n")
_QUERIES = frozenset(("dataview", "dataviewjs", "tasks", "query", "base", "tracker"))
_FIELD = re.compile(r"[ \t]*(title|collapse|icon|color)[ \t]*:[ \t]*(.*)\Z")


class Masked(Struct, frozen=True):
    """A text in which `SIGN number SIGN` stands for each piece of code."""

    text: str
    sign: str
    codes: tuple[str, ...]
    comments: tuple[str, ...]
    queries: tuple[str, ...]  # programs that would list or count other notes

    def plain(self, text: str) -> str:
        """A part of the text with its code in place."""
        if self.sign not in text:
            return text
        return re.sub(
            f"{self.sign}(\\d+){self.sign}", lambda found: self.codes[int(found[1])], text
        )


def masked(body: str) -> Masked:
    """A note's body, masked. Nothing is lost: what is not in the text is in one of the lists."""
    sign = free_sign(body)
    if not any(mark in body for mark in ("`", "~~~", "%%")):
        return Masked(body, sign, (), (), ())
    work = _Mask(sign)
    text = work.over(body)
    return Masked(text, sign, tuple(work.codes), tuple(work.comments), tuple(work.queries))


def free_sign(text: str) -> str:
    """A character of no meaning that the text does not hold."""
    return next((chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text), "\uf8ff")


class _Mask:
    def __init__(self, sign: str) -> None:
        self.sign = sign
        self.codes: list[str] = []
        self.comments: list[str] = []
        self.queries: list[str] = []

    def over(self, body: str, depth: int = 0) -> str:
        out: list[str] = []
        at = place = 0
        closes: dict[int, int] = {}  # by how many ticks: up to where none close
        while found := _START.search(body, at):
            start, at = found.span()
            match found.lastgroup:
                case "info" | "fence" | "ticks":
                    at = _fence_end(body, found)
                    shown = self._fence(body[start:at], found, depth)
                case "code":
                    end = _code_end(body, found, closes)
                    if not end:
                        continue
                    at = end
                    shown = self._code(body[start:at])
                case "comment":
                    end = body.find("%%", at)
                    if end < 0:
                        continue
                    at = end + 2
                    self.comments.append(body[start:at])
                    shown = ""
                case _:
                    continue
            out += [body[place:start], shown]
            place = at
        out.append(body[place:])
        return "".join(out)

    def _cover(self, code: str) -> str:
        self.codes.append(code)
        return f"{self.sign}{len(self.codes) - 1}{self.sign}"

    def _code(self, code: str) -> str:
        """A piece of code in a line; one that Dataview would put a value in place of is no text."""
        inner = code.strip("`").lstrip()
        if inner.startswith(("= ", "$= ", "=this.")):
            self.queries.append(code)
            return ""
        return self._cover(code)

    def _fence(self, code: str, found: re.Match[str], depth: int) -> str:
        language = found["info"].strip().split(" ")[0].lower().strip("{}")
        if language in _QUERIES:
            self.queries.append(code)
            return ""
        if language.startswith("ad-") and depth < 4:
            return self.over(_admonition(code, language[3:]), depth + 1)
        return self._cover(code)


def _fence_end(body: str, found: re.Match[str]) -> int:
    """Where a fence ends: behind the line that closes it, or with the text."""
    ticks = found["ticks"]
    closing = re.compile(
        rf"^[ \t>]*{re.escape(ticks[0])}{{{min(len(ticks), 200)},}}[ \t]*$", re.MULTILINE
    )
    close = closing.search(body, found.end())
    return close.end() if close else len(body)


def _code_end(body: str, found: re.Match[str], closes: dict[int, int]) -> int:
    """Where the code that a run of ticks opens ends; 0 where none closes it in its paragraph."""
    count = found.end() - found.start()
    if closes.get(count, 0) > found.start():
        return 0
    blank = _BLANK.search(body, found.end())
    limit = blank.start() if blank else len(body)
    close = re.compile(f"(?<!`){'`' * min(count, 200)}(?!`)").search(body, found.end(), limit)
    if close is None:
        closes[count] = limit
        return 0
    return close.end()


def _admonition(code: str, kind: str) -> str:
    """A box of the plugin of that name, as the callout that the program itself has for it."""
    lines = code.split("\n")[1:]
    if lines and lines[-1].strip(" \t>`~") == "":
        lines.pop()
    title = ""
    while lines and (field := _FIELD.match(lines[0])):
        title = field[2] if field[1] == "title" else title
        lines.pop(0)
    return "\n".join([f"> [!{kind}] {title}".rstrip(), *[f"> {line}" for line in lines]])
