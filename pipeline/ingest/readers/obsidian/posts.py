"""Posts: one note of the vault, converted."""

from __future__ import annotations

import re

from pipeline.ingest.readers.obsidian.notes import Note
from pipeline.ingest.readers.obsidian.writing import Book, Writing
from pipeline.markup import markdown
from pipeline.markup.context import Context
from pipeline.model.post import Post
from pipeline.model.text import Blocks, Heading, Inlines, Text
from pipeline.model.walk import text

_LOOKS_MARKED = re.compile(r"`[^`]+`|<[a-zA-Z/]|&[#\w]+;|\*\S")


def post_of(note: Note, book: Book) -> Post | None:
    """The post that a note is; None when it says nothing, and was set aside."""
    source = book.intake.source(note.member)
    writing = Writing(book, note, source)
    context = writing.context()
    title, blocks = _titled(note, writing.whole(context), context)
    if not blocks:
        book.intake.bench.set_aside(kind_of(note), note.id, source, "nothing in it")
        return None
    front = note.front
    url = front.text("canonical_url", "url", "permalink")
    return Post(
        id=note.id,
        source=source,
        kind=kind_of(note),
        created=note.created,
        blocks=blocks,
        title=title,
        author=front.text("author", "authors"),
        url=url if "://" in url else "",
        language=front.text("lang", "language"),
        tags=_tags(note, writing.tags),
        series=front.text("series"),
        visibility=note.visibility,
    )


def kind_of(note: Note) -> str:
    return "daily" if note.daily else "note"


def _tags(note: Note, inline: list[str]) -> tuple[str, ...]:
    """The tags of the front matter, then those in the text, each once whatever its capitals."""
    found: dict[str, str] = {}
    for tag in (*note.tags, *(word.lstrip("#") for word in inline)):
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _titled(note: Note, blocks: Blocks, context: Context) -> tuple[Inlines, Blocks]:
    """The title, and the blocks without the heading that is, or repeats, the title. A heading of
    the first level that opens the note is its title, where no other is as high; a daily note has
    its day instead."""
    stated = note.front.text("title")
    heading = blocks[0] if blocks and isinstance(blocks[0], Heading) else None
    highest = [block for block in blocks if isinstance(block, Heading) and block.level == 1]
    named: Inlines = (Text(note.name),) if note.name and not note.daily else ()
    if stated:
        named = (
            markdown.inlines(stated, context) if _LOOKS_MARKED.search(stated) else (Text(stated),)
        )
    if heading is None:
        return named, blocks
    if _same(text(heading.content), text(named) or note.id.rpartition("/")[2]):
        context.dropped("obsidian.repeated-title", text(heading.content))
        return named, blocks[1:]
    if not stated and heading.level == 1 and len(highest) == 1 and text(heading.content).strip():
        return heading.content, blocks[1:]
    return named, blocks


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
