"""Pages and words: how much a stretch of the book holds, estimated fast."""

from pipeline.model.glance import Glance, glance
from pipeline.model.manuscript import Division
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Hashtag,
    Heading,
    Image,
    Inlines,
    LineBreak,
    Link,
    List,
    Math,
    Mention,
    Note,
    Paragraph,
    PostBlock,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)
from pipeline.model.walk import own_text
from pipeline.model.words import words

_FOREIGN = 1.2
"""Text of more bytes for its characters than this may be Chinese or Japanese, which have no spaces
between words: it is counted sign by sign."""


def words_of(division: Division) -> int:
    """About how many words a division holds, with all divisions in it: exact for running text in
    a language that sets its words apart, and close for the rest.

    The spaces are counted and not the words, which is several times as fast: every leaf's text is
    laid down with a space after it."""
    seen = glance(division.blocks)
    if seen.counted is None or seen.counted[0] is not division.title:
        seen.counted = (division.title, _own(division, seen))
    return seen.counted[1] + sum([words_of(inner) for inner in division.divisions])


def _own(division: Division, seen: Glance) -> int:
    if seen.plain and not division.title and seen.prose.isascii():
        texts, spaces = [], seen.spaces + seen.breaks
    elif seen.plain:
        title = _said((), division.title)
        texts, spaces = [seen.prose, title], seen.spaces + seen.breaks + title.count(" ")
    else:
        texts = [_said(division.blocks, division.title)]
        spaces = texts[0].count(" ")
    return sum(map(words, texts)) if _is_foreign(texts) else spaces


def _is_foreign(texts: list[str]) -> bool:
    if all(map(str.isascii, texts)):
        return False
    size = sum([len(said.encode(errors="replace")) for said in texts])
    return size > sum(map(len, texts)) * _FOREIGN


def _said(blocks: Blocks, title: Inlines) -> str:
    strings: list[str] = []
    _blocks(blocks, strings)
    _line(title, strings)
    return "".join(strings)


def _blocks(blocks: Blocks, out: list[str]) -> None:
    for block in blocks:
        if type(block) is not Paragraph:
            _block(block, out)
            continue
        for node in block.content:
            if type(node) is Text:
                out.append(node.text)
            else:
                _run((node,), out)
        out.append(" ")


def _block(block: Block, out: list[str]) -> None:
    match block:
        case Paragraph() | Heading() | Embed():
            _line(block.content, out)
        case BlockQuote() | PostBlock():
            _blocks(block.blocks, out)
        case List():
            for item in block.items:
                _blocks(item, out)
        case Figure():
            _line(block.caption, out)
        case Table() | Verse() | CodeBlock():
            out += [f"{word} " for word in own_text(block).split()]
        case _:
            pass


def _line(content: Inlines, out: list[str]) -> None:
    if content:
        _run(content, out)
        out.append(" ")


def _run(content: Inlines, out: list[str]) -> None:
    for node in content:
        if type(node) is Text:
            out.append(node.text)
            continue
        match node:
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                _run(node.content, out)
            case Mention() | Hashtag() | Code() | Math() | Text():
                out.append(node.text)
            case LineBreak():
                out.append(" ")
            case Note():
                out.append(" ")
                _blocks(node.blocks, out)
            case Image():
                pass
