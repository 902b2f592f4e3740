"""Plain text as HTML: lines that a program broke are joined again, those of the writer stay.

Flowed text says which breaks are whose (RFC 3676). Of other text the longest lines tell: a line
that could not have held the next word was broken by a program.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import pairwise

from msgspec import Struct

from pipeline.markup.plain import clean_text

_NARROWEST, _WIDEST = 58, 100
"""Signs in the longest line of text that a program broke."""

Dropped = Callable[[str, str], None]

_ITEM = r"[ \t]{0,8}(?:([-*•·])|(\d{1,3})[.)])[ \t]+(?=\S)"
_RULE = r"[ \t]*([-=_*~#.–—])(?:[ \t]*\1){2,}[ \t]*"
_UNDER = r"([=~-])\1{2,}"
_ATTRIBUTION = (
    r"(?:on|am|le|el|il|em|op|den|dne|w dniu)\b.{0,300}(?:wrote|schrieb|a écrit|escribió|"
    r"ha scritto|escreveu|schreef|skrev|napsal|napisał)\b.{0,120}:\s*"
)
_SHORT_ATTRIBUTION = r".{0,120}\b(?:wrote|schrieb|writes):\s*"
_ORIGINAL = (
    r"[ \t]*-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale)\s*-{2,}\s*"
)
_FORWARDED = (
    r"[ \t]*-{2,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré)\s*-{2,}"
)
_HEAD_LINE = (
    r"\*?(?:from|sent|to|cc|bcc|date|subject|reply-to|von|gesendet|an|betreff|datum|de|à|objet|"
    r"envoyé|para|asunto|fecha)\*?\s*:\s.*"
)
_LIST_TAIL = (
    r"_{20,}|--\s*\nYou received this message because you are subscribed|-{5,}\s*\n.*unsubscribe"
)


class Line(Struct, frozen=True):
    depth: int  # how many quotation marks are before it
    text: str


def markup(text: str, *, flowed: bool, without_spaces: bool, dropped: Dropped) -> str:
    """A letter's plain text as HTML."""
    text = clean_text(text)
    text = _without_list_tail(text, dropped)
    raw = text.split("\n")
    lines = _flowing(raw, without_spaces) if flowed else [_quoted(line) for line in raw]
    lines = _without_signature(lines, dropped)
    lines = _without_original(lines, dropped)
    lines = _without_forward(lines, dropped)
    lines = _without_last_quotation(lines, dropped)
    return _blocks(lines, wrapped=not flowed)


# -- lines -----------------------------------------------------------------------------------------


def _quoted(line: str) -> Line:
    found = re.match(r"(?:>[ \t]?)+", line)
    if found is None:
        return Line(0, line.rstrip())
    return Line(found[0].count(">"), line[found.end() :].rstrip())


def _flowing(raw: list[str], without_spaces: bool) -> list[Line]:
    """The lines of flowed text, those that go on joined."""
    lines: list[Line] = []
    held: list[str] = []
    depth = 0
    for line in raw:
        bare = line.lstrip(">")
        deep = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if held and (deep != depth or bare == "-- "):
            lines.append(Line(depth, "".join(held).rstrip()))
            held = []
        depth = deep
        if bare.endswith(" ") and bare != "-- ":
            held.append(bare[:-1] if without_spaces else bare)
            continue
        lines.append(Line(depth, "".join(held) + (bare if bare == "-- " else bare.rstrip())))
        held = []
    if held:
        lines.append(Line(depth, "".join(held).rstrip()))
    return lines


# -- what is not the letter ------------------------------------------------------------------------


def _told(lines: list[Line]) -> str:
    return "\n".join([">" * line.depth + line.text for line in lines]).strip()


def _without_list_tail(text: str, dropped: Dropped) -> str:
    """Without what a mailing list hangs under every letter."""
    found = re.search(rf"\n(?:{_LIST_TAIL})", text[-3000:], re.IGNORECASE)
    if found is None:
        return text
    at = max(len(text) - 3000, 0) + found.start()
    tail = text[at:]
    if not text[:at].strip() or not re.search(r"list|group|subscri", tail, re.IGNORECASE):
        return text
    dropped("mail.list-footer", tail.strip())
    return text[:at]


def _without_signature(lines: list[Line], dropped: Dropped) -> list[Line]:
    """Without what stands under two hyphens at the end."""
    for at in range(len(lines) - 1, max(len(lines) - 30, 0), -1):
        if lines[at].depth == 0 and lines[at].text in ("--", "-- ") and _says(lines[:at]):
            dropped("mail.signature", _told(lines[at + 1 :]))
            return lines[:at]
    return lines


def _without_original(lines: list[Line], dropped: Dropped) -> list[Line]:
    """Without the letter that this one answers, where it is copied below whole."""
    for at, line in enumerate(lines):
        if "-" in line.text and re.fullmatch(_ORIGINAL, line.text, re.IGNORECASE):
            if not _says(lines[:at]):
                return lines
            dropped("mail.quoted-reply", _told(lines[at:]))
            return lines[:at]
    return lines


def _without_forward(lines: list[Line], dropped: Dropped) -> list[Line]:
    """Without the head of a letter that was passed on."""
    for at, line in enumerate(lines):
        if "-" in line.text and re.match(_FORWARDED, line.text, re.IGNORECASE):
            end = at + 1
            while end < len(lines) and re.fullmatch(_HEAD_LINE, lines[end].text, re.IGNORECASE):
                end += 1
            dropped("mail.forwarded-by", _told(lines[at:end]))
            return lines[:at] + lines[end:]
    return lines


def _without_last_quotation(lines: list[Line], dropped: Dropped) -> list[Line]:
    """Without the quotation of a whole letter at the end, which the answer stands above."""
    end = len(lines)
    while end and (lines[end - 1].depth or not lines[end - 1].text.strip()):
        end -= 1
    if not any(line.depth for line in lines[end:]):
        return lines
    start = end - _attribution([line.text.strip() for line in lines[max(end - 3, 0) : end]])
    if not _says(lines[:start]):
        return lines
    dropped("mail.quoted-reply", _told(lines[start:]))
    return lines[:start]


def _attribution(lines: list[str]) -> int:
    """How many lines at the end say who wrote what is quoted, and when."""
    for count in range(1, len(lines) + 1):
        if re.fullmatch(_ATTRIBUTION, " ".join(lines[-count:]), re.IGNORECASE):
            return count
    return int(
        bool(lines) and re.fullmatch(_SHORT_ATTRIBUTION, lines[-1], re.IGNORECASE) is not None
    )


def _says(lines: list[Line]) -> bool:
    return any(line.text.strip() and not line.depth for line in lines)


# -- blocks ----------------------------------------------------------------------------------------


def _blocks(lines: list[Line], *, wrapped: bool) -> str:
    """Lines as HTML: paragraphs, lists, headings that are underlined, rules, quotations."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and bool(lines[end].depth) == bool(lines[at].depth):
            end += 1
        if lines[at].depth:
            inner = [Line(line.depth - 1, line.text) for line in lines[at:end]]
            if lines[at].depth < 20:
                out.append(f"<blockquote>{_blocks(inner, wrapped=wrapped)}</blockquote>")
        else:
            said = [line.text for line in lines[at:end]]
            out.append(_paragraphs(said, _width(said) if wrapped else 0))
        at = end
    return "".join(out)


def _width(lines: list[str]) -> int:
    """How long a program let lines become; 0 where it broke none. Verse is shorter, and its lines
    end where another word would have fitted."""
    width = max((len(line) for line in lines if "://" not in line), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [
        _is_full(one, other, width)
        for one, other in pairwise(lines)
        if len(one) > width * 0.6 and other.strip() and not re.match(_ITEM, other)
    ]
    return width if pairs and sum(pairs) >= len(pairs) * 0.8 else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the line after would not have fitted on a line."""
    return len(line) + 1 + len(after.strip().split(" ", 1)[0]) > width - 3


def _paragraphs(lines: list[str], width: int) -> str:
    out: list[str] = []
    held: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            held.append(line)
        elif held:
            out += _paragraph(held, width)
            held = []
    return "".join(out)


def _paragraph(lines: list[str], width: int) -> list[str]:
    """The lines between two empty ones."""
    if len(lines) == 2 and re.fullmatch(_UNDER, lines[1].strip()) and len(lines[0]) < 100:
        level = 2 if lines[1].strip()[0] == "=" else 3
        return [f"<h{level}>{_escaped(lines[0])}</h{level}>"]
    out: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(lines):
        if re.fullmatch(_RULE, lines[at]):
            out += [*_joined(rest, width), "<hr>"]
            rest, at = [], at + 1
        elif re.match(_ITEM, lines[at]):
            out += _joined(rest, width)
            rest = []
            end = at + 1
            while end < len(lines) and (lines[end][:1] in " \t" or re.match(_ITEM, lines[end])):
                end += 1
            out.append(_list(lines[at:end], width))
            at = end
        else:
            rest.append(lines[at])
            at += 1
    return out + _joined(rest, width)


def _joined(lines: list[str], width: int) -> list[str]:
    """A paragraph of lines."""
    if not lines:
        return []
    said = [_escaped(lines[0])]
    for before, line in pairwise(lines):
        soft = width and _is_full(before, line, width)
        said.append((" " if soft else "<br>") + _escaped(line))
    return [f"<p>{''.join(said)}</p>"]


def _list(lines: list[str], width: int) -> str:
    items: list[list[str]] = []
    first = re.match(_ITEM, lines[0])
    number = first[2] if first else None
    for line in lines:
        found = re.match(_ITEM, line)
        if found:
            items.append([line[found.end() :]])
        else:
            items[-1].append(line)
    shown = ["<li>" + " ".join([_escaped(line) for line in item]) + "</li>" for item in items]
    if number:
        return f'<ol start="{number}">{"".join(shown)}</ol>'
    return f"<ul>{''.join(shown)}</ul>"


def _escaped(line: str) -> str:
    return html.escape(re.sub(r"[ \t]+", " ", line).strip(" "), quote=False)
