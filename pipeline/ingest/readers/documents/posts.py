"""Posts: one document as a post, or as a post for each of its chapters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.intake import Intake
from pipeline.ingest.letters import standfirst
from pipeline.ingest.letters import trimmed as unbroken
from pipeline.ingest.readers.documents import ast, chapters, manuscripts, styles
from pipeline.ingest.readers.documents.blocks import Converter
from pipeline.ingest.readers.documents.chapters import Chapter, Flat
from pipeline.ingest.readers.documents.facts import Facts, facts
from pipeline.ingest.readers.documents.inlines import trimmed
from pipeline.ingest.readers.documents.opening import Opened
from pipeline.ingest.readers.documents.places import Places
from pipeline.ingest.readers.documents.styles import Named
from pipeline.ingest.readers.markdown.dates import of_name
from pipeline.markup.context import Context
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post
from pipeline.model.text import Block, Blocks, Inlines, Note, Paragraph, Text
from pipeline.model.walk import map_nodes, plain, text


class Document(Struct):
    """One document under way."""

    member: str
    id: str
    source: int
    opened: Opened
    facts: Facts
    flat: Flat
    alone: bool  # whether it is all that the archive holds
    pauses: bool  # whether its empty paragraphs are scene breaks
    indents: bool  # whether what is indented is quoted
    named: Named  # what its styles mean
    seen: Counter[str]  # the letters that came out of it
    gone: list[tuple[Origin, str, str]]  # what was left out of it: where, by which rule, what


class Making:
    """The posts of documents."""

    def __init__(self, intake: Intake, places: Places, *, alone: bool) -> None:
        self.intake = intake
        self.places = places
        self.alone = alone

    def document(self, member: str, opened: Opened) -> Document:
        assert opened.tree is not None
        stated = facts(opened.tree.meta, opened.made.said, opened.fields)
        named = styles.named(self.intake.names)
        flat = chapters.flat(opened.tree.blocks, named)
        opened.tree = None  # what is converted is not held twice
        return Document(
            member,
            self.places.ids[member],
            self.intake.source(member),
            opened,
            stated,
            flat,
            self.alone,
            chapters.pauses(flat.blocks),
            chapters.indents(flat.blocks),
            named,
            Counter(),
            [],
        )

    def posts(self, document: Document) -> Iterator[Post]:
        """The post of a document, or those of its chapters; none where it holds nothing."""
        _title_of(document)
        found = self._chapters(document)
        if len(found) == 1 and found[0].heading is None:
            yield from self._whole(document)
            return
        names = chapters.slugs(found)
        ids = [f"{document.id}#{name}" for name in names]
        starts = [chapter.first for chapter in found]
        for chapter, item in zip(found, ids, strict=True):
            post = self._chapter(document, chapter, item, starts, ids)
            if post is not None:
                yield post

    def _chapters(self, document: Document) -> list[Chapter]:
        """The chapters of a document: of a book that is all in one file, what stands under its
        highest headings; of one among several, the same where it has no title of its own."""
        blocks, stated = document.flat.blocks, document.facts
        if document.named is not styles.PLAIN:
            found = manuscripts.chapters_of(blocks, document.named, document.opened.made.openings)
            named = [*{one.part for one in found}, *stated.authors, ast.words(stated.title)]
            document.seen.update("".join(named))  # they stand in the book by other ways
            return found
        places = chapters.headings(blocks)
        titled = bool(stated.title) and not document.alone
        asked = self.intake.chapters
        if asked == "files" or len(places) < 2 or (titled and asked == "auto"):
            return [Chapter(None, blocks, 0)]
        return chapters.divided(blocks, places)

    # -- one post ----------------------------------------------------------------------------------

    def _whole(self, document: Document) -> Iterator[Post]:
        stated = document.facts
        context = self._context(document, document.id, lambda anchor: "")
        converter = _converter(document, context)
        title = trimmed(converter.line(stated.title)) if stated.title else ()
        named_day, name = of_name(document.id.rpartition("/")[2])
        opening = self._opening(document, converter, whole=True)
        blocks = (*opening, *self._body(document, converter, document.flat.blocks))
        title, blocks = _without_notes(title, blocks, context)
        self._see(document, title, blocks)
        if not blocks:
            return
        words = name or ("" if named_day else document.id)
        yield self._post(
            document,
            document.id,
            "document",
            title or ((Text(words),) if words else ()),
            blocks,
            stated.created or named_day,
        )

    def _chapter(
        self, document: Document, chapter: Chapter, item: str, starts: list[int], ids: list[str]
    ) -> Post | None:
        def leads_to(anchor: str) -> str:
            place = document.flat.anchors.get(anchor)
            if place is None:
                return ""
            at = max((n for n, start in enumerate(starts) if start <= place), default=0)
            return ids[at] if ids[at] != item else ""

        context = self._context(document, item, leads_to)
        converter = _converter(document, context)
        title = converter.line(chapter.heading) if chapter.heading else ()
        first = item == ids[0]
        opening = self._opening(document, converter, whole=False) if first else ()
        body = self._body(document, converter, chapter.blocks)
        if chapter.kind == "titlepage":  # which every book makes anew
            context.dropped("documents.title-page", "\n".join(map(plain, body)))
            return None
        blocks = (*opening, *body)
        title, blocks = _without_notes(title, blocks, context)
        self._see(document, title, blocks)
        if not blocks and not title:
            return None
        if not title and document.facts.title and chapter.kind == "chapter":
            title = converter.line(document.facts.title)
        made = self._post(document, item, chapter.kind, title, blocks, "")
        return replace(made, series=chapter.part) if chapter.part else made

    def _body(self, document: Document, converter: Converter, nodes: list[ast.Block]) -> Blocks:
        converter.breaks = document.pauses
        converter.indents = document.indents
        return unbroken(converter.blocks(nodes))

    def _post(
        self, document: Document, item: str, kind: str, title: Inlines, blocks: Blocks, created: str
    ) -> Post:
        stated = document.facts
        series = stated.series
        if kind == "chapter" and not document.alone and not series:
            series = ast.words(stated.title) or document.id.rpartition("/")[2]
        return Post(
            id=item,
            source=document.source,
            kind=kind,
            created=created,
            blocks=blocks,
            title=title,
            author=", ".join(stated.authors),
            language=stated.language,
            tags=stated.tags,
            series=series,
            visibility=stated.visibility,
        )

    def _opening(self, document: Document, converter: Converter, *, whole: bool) -> Blocks:
        """What a document says at its head besides its title. Of a book, the subtitle and the date
        belong to the title page, which the recipe fills."""
        stated = document.facts
        out: list[Block] = []
        subtitle = converter.line(stated.subtitle)
        if whole and subtitle:
            above = standfirst(text(subtitle), converter.context)
            out += [replace(above, content=subtitle)] if above is not None else []
        elif subtitle:
            converter.dropped("documents.title-page", text(subtitle))
        if stated.date and whole and not stated.created:
            out.append(Paragraph((Text(stated.date),), converter.origin(), "dateline"))
        elif stated.date and not whole:
            converter.dropped("documents.title-page", stated.date)
        for name, words in stated.others:
            converter.dropped("documents.metadata", f"{name}: {words}")
        for rule, words in document.opened.made.gone:
            converter.dropped(rule, words)
        return (*out, *converter.blocks(stated.abstract))

    # -- what a post asks of the archive -----------------------------------------------------------

    def _context(self, document: Document, item: str, leads_to: object) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""
        made, packed = document.opened.made, document.opened.format.packed

        def dropped(rule: str, gone: str) -> None:
            document.seen.update(gone)
            if gone and document.facts.visibility in PUBLIC:
                origin = Origin(document.source, item, max(context.next - 1, 0))
                document.gone.append((origin, rule, gone))

        def link(address: str) -> tuple[str, str]:
            if address[:1] == "#":
                return "", leads_to(address[1:])  # type: ignore[operator]
            if "://" in address or ":" in address.split("/", 1)[0].split("::", 1)[0]:
                return address, ""
            found = self.places.item(document.member, address) or self.places.named(address)
            return "", found if found != item else ""

        context = Context(
            document.source,
            item,
            picture=lambda src: self.places.picture(document.member, made, packed, src),
            resolve=link,
            dropped=dropped,
        )
        return context

    def _see(self, document: Document, title: Inlines, blocks: Blocks) -> None:
        document.seen.update(text(title))
        for block in blocks:
            document.seen.update(plain(block))


def _converter(document: Document, context: Context) -> Converter:
    captions = document.opened.format.name == "mediawiki"
    return Converter(context, captions=captions, named=document.named)


def _title_of(document: Document) -> None:
    """Find the title of a document that states none, and take it out of the text: paragraphs whose
    style is a title's; a heading that opens the text and is above all others."""
    stated, flat = document.facts, document.flat
    _by_style(document)
    places = chapters.headings(flat.blocks)
    first = chapters.first_text(flat.blocks)
    if len(places) == 1 and places[0] == first:
        words = chapters.heading_of(flat.blocks, first)
        same = ast.words(words).casefold() == ast.words(stated.title).casefold()
        if not stated.title or same:
            document.seen.update(ast.words(words) if same else "")
            stated.title = words
            _take(flat, first)
    if not stated.title and stated.described and document.alone:
        stated.title = [ast.Str(stated.described)]


def _by_style(document: Document) -> None:
    stated, flat = document.facts, document.flat
    wanted = list(document.opened.made.titles)
    while wanted and flat.blocks:
        first = chapters.first_text(flat.blocks)
        node = flat.blocks[first] if first < len(flat.blocks) else None
        if not isinstance(node, ast.Para | ast.Plain) or ast.words(node.c) != wanted.pop(0):
            break
        if not stated.title:
            stated.title = node.c
        elif not stated.subtitle:
            stated.subtitle = node.c
        else:
            break
        _take(flat, first)


def _take(flat: Flat, place: int) -> None:
    """Take a block out; what stood in it or behind it is found one place before."""
    del flat.blocks[place]
    flat.anchors = {anchor: at - 1 if at > place else at for anchor, at in flat.anchors.items()}


def _without_notes(title: Inlines, blocks: Blocks, context: Context) -> tuple[Inlines, Blocks]:
    """A title, its notes moved to the end of the first paragraph: a title stands in the table of
    contents as well."""
    notes: list[Note] = []

    def apart(node: object) -> object:
        if isinstance(node, Note):
            notes.append(node)
            return ()
        return node

    bare = map_nodes(title, apart)  # type: ignore[arg-type]
    if not notes:
        return title, blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            held = replace(block, content=(*block.content, *notes))
            return trimmed(bare), (*blocks[:place], held, *blocks[place + 1 :])
    return trimmed(bare), (*blocks, Paragraph(tuple(notes), context.origin()))
