"""Posts: one text of the folder, converted."""

import re

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.dates import words
from pipeline.ingest.readers.markdown.entries import Entry
from pipeline.ingest.readers.markdown.leftovers import is_from_wordpress, shortcodes, whole
from pipeline.ingest.readers.markdown.mdx import without_code
from pipeline.ingest.readers.markdown.members import is_html
from pipeline.ingest.readers.markdown.places import Places
from pipeline.markup import html, markdown
from pipeline.markup.context import Context
from pipeline.markup.markdown.liquid import fill
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post
from pipeline.model.text import (
    Blocks,
    Emph,
    Figure,
    Heading,
    Image,
    Inlines,
    Paragraph,
    Text,
)
from pipeline.model.walk import own_text, text

_PAGES = frozenset(("page", "pages"))
_LOOKS_MARKED = re.compile(r"`[^`]+`|<[a-zA-Z/]|&[#\w]+;")


def post_of(entry: Entry, places: Places, intake: Intake) -> Post | None:
    """The post that an entry is; None when it says nothing, and was set aside."""
    source = intake.source(entry.member)
    context = _context(entry, source, places, intake)
    blocks = _cover(entry, places, context) + _blocks(entry, context)
    title, blocks = _titled(entry, blocks, context)
    created, blocks = _dated(entry, blocks, context)
    front = entry.front
    if not blocks and not front.text("title"):
        intake.bench.set_aside("post", entry.id, source, "nothing in it")
        return None
    url = front.text("canonical_url", "url", "wordpress_url", "blogger_orig_url")
    return Post(
        id=entry.id,
        source=source,
        kind="page" if front.text("type", "layout").lower() in _PAGES else "post",
        created=created,
        blocks=blocks,
        title=title,
        author=front.text("author", "authors"),
        url=url if "://" in url else "",
        language=front.text("lang", "language", "locale"),
        tags=entry.tags,
        series=front.text("series"),
        links=tuple(dict.fromkeys(entry.addresses)),
        visibility=entry.visibility,
    )


def _context(entry: Entry, source: int, places: Places, intake: Intake) -> Context:
    """What is left out of a public text is on record; nothing of a private one is."""

    def dropped(rule: str, gone: str) -> None:
        if entry.visibility in PUBLIC:
            origin = Origin(source, entry.id, max(context.next - 1, 0))
            intake.bench.change(origin, rule, gone, "")

    context = Context(
        source,
        entry.id,
        picture=lambda src: places.picture(entry.member, src),
        resolve=lambda url: places.resolve(entry.member, url),
        dropped=dropped,
    )
    return context


def _blocks(entry: Entry, context: Context) -> Blocks:
    body = entry.front.body
    if entry.jekyll:
        body = fill(body, context)
    left = is_from_wordpress(entry)
    if is_html(entry.member):
        return html.blocks(whole(body, context) if left else body, context)
    if left:
        body = shortcodes(body, context)
    if entry.member.lower().endswith(".mdx"):
        body = without_code(body, context)
    return markdown.blocks(body, context)


def _cover(entry: Entry, places: Places, context: Context) -> Blocks:
    """The picture that the front matter names, where the folder holds it: on the web a site
    may show it or only pass it on."""
    src = entry.front.text("image", "cover", "featured_image", "feature_image")
    if not src or "://" in src or not places.holds(entry.member, src):
        return ()
    return (Figure((Image(context.picture(src)),), (), context.origin()),)


# -- titles ----------------------------------------------------------------------------------------


def _titled(entry: Entry, blocks: Blocks, context: Context) -> tuple[Inlines, Blocks]:
    """The title, and the blocks without the heading that is, or repeats, the title."""
    stated = entry.front.text("title", "name")
    place = 1 if blocks and isinstance(blocks[0], Figure) and len(blocks) > 1 else 0
    first = blocks[place] if blocks else None
    heading = first if isinstance(first, Heading) and first.level == 1 else None
    if not stated:
        if heading is None or not text(heading.content).strip():
            return _by_name(entry), blocks
        return heading.content, blocks[:place] + blocks[place + 1 :]
    title = markdown.inlines(stated, context) if _LOOKS_MARKED.search(stated) else (Text(stated),)
    if heading is not None and _same(text(heading.content), text(title)):
        _declare(heading, "markdown.repeated-title", context)
        blocks = blocks[:place] + blocks[place + 1 :]
    return title, blocks


def _by_name(entry: Entry) -> Inlines:
    """A title from a file's name: `lamp_oil-prices` is "Lamp oil prices"."""
    words = " ".join(re.split(r"[-_\s]+", entry.stem)).strip()
    return (Text(words[:1].upper() + words[1:]),) if words else ()


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


# -- dates -----------------------------------------------------------------------------------------


def _dated(entry: Entry, blocks: Blocks, context: Context) -> tuple[str, Blocks]:
    """The date, and the blocks without an italic line at the top that is the date: "*May 2013*"."""
    first = blocks[0] if blocks else None
    match first:
        case Paragraph(content=(Emph(content=(Text(text=line),)),)):
            date = words(line)
        case _:
            date = ""
    if not date or not isinstance(first, Paragraph):
        return entry.created, blocks
    if entry.created and not _agree(entry.created, date):
        return entry.created, blocks
    _declare(first, "markdown.dateline", context)
    return max(entry.created, date, key=len), blocks[1:]


def _agree(one: str, other: str) -> bool:
    """Whether two dates are the same as far as both go."""
    length = min(len(one), len(other), 10)
    return one[:length] == other[:length]


def _declare(block: Heading | Paragraph, rule: str, context: Context) -> None:
    context.dropped(rule, own_text(block))
