"""Simple runs, read without a parser: words with emphasis, plain links and code among them, as in
most paragraphs. Whatever may mean more than one thing is left to the parser, which makes the very
same of a simple run and takes several times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal
from unicodedata import category

from markdown_it.common.normalize_url import validateLink
from markdown_it.common.utils import isWhiteSpace

from pipeline.markup.markdown.line import Close, collapse
from pipeline.model.text import Code, Emph, Inline, Inlines, Strong, Text

Linked = Callable[[str, str], Close]

PLAIN_LINK = r"\[([^\[\]\\`<!*_~&^$\n]+)\]\(([^\s()<>\\&]+)\)"
"""A link of plain words to a plain address, as most are."""

# Each alternative starts with a sign of its own: only so are the letters between run over quickly.
_PIECE = re.compile(rf"`([^`]+)`(?!`)|{PLAIN_LINK}|\*\**|__*")
_DOUBTFUL = re.compile(r"`|\[|\\|~~|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])")
"""What may mean something where it stands among the words that are left."""


def read(text: str, linked: Linked) -> Inlines | None:
    """The inlines of a run; None where it takes the parser."""
    if "  \n" in text:
        return None
    nodes: list[Inline] = []
    outer = nodes  # around the emphasis that is open
    opened = words = ""
    done = 0
    for piece in _PIECE.finditer(text):
        start, end = piece.span()
        if _DOUBTFUL.search(text, done, start):
            return None
        words += text[done:start]
        done = end
        mark = "" if piece.lastindex else piece[0]
        role = _role(mark[0], text[start - 1 : start], text[end : end + 1]) if mark else "unit"
        if role == "letters":
            words += mark
            continue
        if words:
            nodes.append(Text(collapse(words)))
            words = ""
        if role == "unit" and (unit := _unit(piece, linked)):
            nodes += unit
        elif role == "opens" and not opened and len(mark) < 3:
            opened, outer, nodes = mark, nodes, []
        elif role == "closes" and mark == opened:
            outer.append(Emph(tuple(nodes)) if len(mark) == 1 else Strong(tuple(nodes)))
            opened, nodes = "", outer
        else:
            return None
    if opened or _DOUBTFUL.search(text, done):
        return None
    words += text[done:]
    if words:
        nodes.append(Text(collapse(words)))
    return tuple(nodes)


def _unit(piece: re.Match[str], linked: Linked) -> Inlines:
    """A piece of code or a link; nothing where it takes the parser."""
    code, label, url = piece[1], piece[2], piece[3]
    if code:
        code = code.replace("\n", " ")
        padded = code[0] == code[-1] == " " and code.strip(" ")
        return (Code(code[1:-1] if padded else code),)
    if piece.string[piece.start() - 1 : piece.start()] == "!" or not validateLink(url):
        return ()
    return linked(url, "")((Text(collapse(label)),))


@lru_cache(4096)
def _role(sign: str, before: str, after: str) -> Literal["opens", "closes", "letters", "either"]:
    """What a run of stars or underscores does between two characters ("" at an end of the text):
    CommonMark's rule of flanking runs."""
    left, right = _kind(before), _kind(after)
    may_open = right != "space" and (right != "sign" or left != "letter")
    may_close = left != "space" and (left != "sign" or right != "letter")
    if may_open and may_close:
        return "letters" if sign == "_" and left == right == "letter" else "either"
    return "opens" if may_open else "closes" if may_close else "letters"


def _kind(character: str) -> Literal["space", "sign", "letter"]:
    if not character or isWhiteSpace(ord(character)):
        return "space"
    return "sign" if category(character)[0] in "PS" else "letter"
