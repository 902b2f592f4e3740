"""Leftovers: what platforms, feeds and counters leave in a post, and how to tell it from text."""

import re
from collections.abc import Callable, Collection
from functools import cache
from operator import is_

from msgspec.structs import replace

from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Image,
    Inline,
    Inlines,
    Link,
    List,
    Mention,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import map_nodes, text

BLANK = " \t\n\u00a0\u00ad\u2002\u2003\u2009\u200a\u200b\u200e\u200f\u202f\u2060\u3000\ufeff"
"""Characters that leave the paper white."""

_SHORT = re.compile(r"https?://t\.co/\w*", re.IGNORECASE)
_APPEARED = re.compile(
    r"The post .+ (?:appeared first on|first appeared on) .+|View On WordPress|Filed under: .+"
)
_ONWARD = (
    r"(?:continue reading|keep reading|read more|read the rest of this (?:entry|post)|"
    r"lire la suite|weiterlesen|leer más|seguir leyendo|continua a leggere|läs mer|les mer)\b.*"
)
_PIXEL = (
    r"https?://(?:pixel\.wp\.com/|stats\.wordpress\.com/b\.gif|feeds\.wordpress\.com/1\.0/|"
    r"feeds\.feedburner\.com/~|feedads\.g\.doubleclick\.net/|[\w.-]*doubleclick\.net/|"
    r"(?:www|rcm|ir)[\w-]*\.(?:assoc-amazon|amazon-adsystem)\.[\w.]+/e/|[\w.-]*quantserve\.com/|"
    r"[\w.-]*scorecardresearch\.com/|blogger\.googleusercontent\.com/tracker/|"
    r"medium\.com/_/stat|[\w.-]*list-manage\.com/track/|www\.google-analytics\.com/|"
    r"[\w.-]*vgwort\.de/)"
)


def is_pixel(key: str) -> bool:
    """Whether a picture's address is one that only counts who reads."""
    return re.match(_PIXEL, key, re.IGNORECASE) is not None


def is_same(first: str, second: str) -> bool:
    """Whether two lines say the same, whatever their case, spaces and punctuation."""
    if first[:1].isalnum() and second[:1].isalnum() and not _starts_alike(first, second):
        return False  # most lines
    other = _letters(second)
    if not other.startswith(_letters(first[:_GLIMPSE])):
        return False
    one = _letters(first)
    return bool(one) and one == other


_GLIMPSE = 24
"""Characters by which most lines are told apart."""


def _starts_alike(one: str, other: str) -> bool:
    return one[:1].casefold()[:1] == other[:1].casefold()[:1]


def _letters(line: str) -> str:
    return "".join([sign for sign in line.casefold() if sign.isalnum()])


def is_boilerplate(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the line with which a feed sends its readers to the site."""
    links = [node for node in paragraph.content if type(node) is Link]
    if not links:
        return False
    content = [node for node in paragraph.content if not _is_space(node)]
    said = text(paragraph.content).strip(BLANK)
    only_link = len(links) == len(content)
    return bool(
        _APPEARED.fullmatch(said) or (only_link and re.fullmatch(_ONWARD, said, re.IGNORECASE))
    )


# -- the two ends of a tweet -----------------------------------------------------------------------


def handles(content: Inlines) -> tuple[list[str], int]:
    """The handles with which a run starts, and the place of what follows them."""
    found: list[str] = []
    for at, node in enumerate(content):
        if isinstance(node, Mention):
            found.append(node.text.lower().lstrip("@＠"))
        elif not _is_space(node):
            return found, at
    return found, len(content)


def after(content: Inlines, at: int) -> Inlines:
    """What follows a place of a run, without the spaces in between."""
    rest = content[at:]
    first = rest[0] if rest else None
    if not isinstance(first, Text) or not first.text[:1].isspace():
        return rest
    return (Text(first.text.lstrip()), *rest[1:])


def without_stub(content: Inlines) -> Inlines:
    """A run without the short links at its end of which nobody knows where they lead. A run that
    is nothing else stays."""
    kept = content
    while kept:
        last = kept[-1]
        if isinstance(last, Text) and "http" in last.text and (found := _stub().search(last.text)):
            kept = _trimmed((*kept[:-1], Text(last.text[: found.start()])))
        elif isinstance(last, Link) and _is_stub(last):
            kept = _trimmed(kept[:-1])
        else:
            break
    return kept or content


@cache
def _stub() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:https?://t\.co/\w*…?|https?://t(?:\.(?:co?)?)?…|https?:?/{0,2}…)\s*\Z",
        re.IGNORECASE,
    )


def _is_stub(link: Link) -> bool:
    return bool(_SHORT.fullmatch(link.url)) and text(link.content).startswith(("http", "t.co/"))


def _trimmed(content: Inlines) -> Inlines:
    end = len(content)
    while end and _is_space(content[end - 1]):
        end -= 1
    last = content[end - 1] if end else None
    if not isinstance(last, Text) or last.text == last.text.rstrip():
        return content[:end]
    return (*content[: end - 1], Text(last.text.rstrip()))


def _is_space(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip(BLANK)


# -- blocks and pictures ---------------------------------------------------------------------------


def without_pictures(run: Inlines, keys: Collection[str]) -> Inlines:
    """A run without some pictures, and without links that showed nothing else."""

    def node(old: Inline) -> Inline | Inlines:
        match old:
            case Image(media=key) if key in keys:
                return ()
            case Link(content=()):
                return ()
            case _:
                return old

    return map_nodes(run, node)


def filter_blocks(blocks: Blocks, stays: Callable[[Block], bool]) -> Blocks:
    """The blocks, and those within them, that stay; what held others is asked last."""
    kept = [inner for block in blocks if stays(inner := _filtered(block, stays))]
    same = len(kept) == len(blocks) and all(map(is_, kept, blocks))
    return blocks if same else tuple(kept)


def _filtered(block: Block, stays: Callable[[Block], bool]) -> Block:
    if type(block) is Paragraph:
        return block
    match block:
        case BlockQuote() | PostBlock():
            blocks = filter_blocks(block.blocks, stays)
            return block if blocks is block.blocks else replace(block, blocks=blocks)
        case List():
            items = tuple([filter_blocks(item, stays) for item in block.items])
            if all(map(is_, items, block.items)):
                return block
            return replace(block, items=tuple([item for item in items if item]))
        case _:
            return block
