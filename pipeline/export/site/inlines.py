"""Inlines: a paragraph's content as HTML, with its notes at their places."""

from collections.abc import Callable
from typing import assert_never

from msgspec.structs import replace

from pipeline.export.site.marks import address, attribute, escape, illegal
from pipeline.export.site.pictures import Pictures
from pipeline.export.site.words import Words
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Code,
    Emph,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Math,
    Mention,
    Note,
    Paragraph,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    Verse,
)
from pipeline.model.walk import plain

_Held = Emph | Strong | Strike | SmallCaps | Superscript | Subscript | Link
_TAGS: dict[type, tuple[str, str]] = {
    Emph: ("<em>", "</em>"),
    Strong: ("<strong>", "</strong>"),
    Strike: ("<s>", "</s>"),
    SmallCaps: ('<span class="small-caps">', "</span>"),
    Superscript: ("<sup>", "</sup>"),
    Subscript: ("<sub>", "</sub>"),
}


class Run:
    """Writes the inlines of one page. `place` gives the address of an item of the book, "" for one
    that is not in it."""

    def __init__(self, pictures: Pictures, words: Words, place: Callable[[str], str]) -> None:
        self._pictures = pictures
        self._words = words
        self._place = place
        self.notes = 0
        self.illegal = 0
        self.missing = 0
        self._within = False  # a note
        self._linked = False
        self.mark: Callable[[Block], str] = lambda block: ""  # the id of a note's own block

    def html(self, nodes: Inlines) -> str:
        """Inlines as HTML."""
        if len(nodes) == 1 and type(nodes[0]) is Text:
            return self._text(nodes[0].text)
        return "".join([
            self._text(node.text) if type(node) is Text else self._node(node) for node in nodes
        ])  # fmt: skip

    def lines(self, lines: tuple[Inlines, ...]) -> str:
        """As `html`, for lines whose breaks are the author's."""
        return "<br/>".join([self.html(line) for line in lines])

    def picture(self, image: Image, tag: str = "span") -> str:
        """A picture; or, where there is none, words in an element of their own."""
        row = self._pictures.held(image.media)
        if row is not None:
            return self._pictures.tag(image, row)
        self.missing += 1
        words = image.alt or image.title or "[picture]"
        return f'<{tag} class="missing-picture">{self._text(words)}</{tag}>'

    def _text(self, text: str) -> str:
        html = escape(text)
        if html is not text:
            self.illegal += illegal(text)
        return html

    def _node(self, node: Inline) -> str:
        match node:
            case Text():
                return self._text(node.text)
            case Link():
                return self._link(node)
            case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
                start, end = _TAGS[type(node)]
                return f"{start}{self.html(node.content)}{end}"
            case LineBreak():
                return "<br/>"
            case Mention() | Hashtag():
                sort = "mention" if isinstance(node, Mention) else "hashtag"
                return self._framed(self._text(node.text), node.url, f' class="{sort}"')
            case Code():
                return f"<code>{self._text(node.text)}</code>"
            case Math():
                return f'<code class="math">{self._text(node.text)}</code>'
            case Note():
                return self._note(node)
            case Image():
                return self.picture(node)
            case _:
                assert_never(node)

    # -- links -------------------------------------------------------------------------------------

    def _framed(self, html: str, url: str, marks: str) -> str:
        """Words as a link, where they may be one."""
        to = address(url) if url and not self._linked else ""
        return f'<a href="{to}"{marks}>{html}</a>' if to else f"<span{marks}>{html}</span>"

    def _link(self, node: Link) -> str:
        to = self._place(node.item) if node.item else address(node.url)
        if not to or self._linked:
            return self.html(node.content)
        title = f' title="{attribute(node.title)}"' if node.title else ""
        return "".join([
            self._note(part) if isinstance(part, Note) else self._frame(part, to, title)
            for part in _around_notes(node.content)
        ])  # fmt: skip

    def _frame(self, content: Inlines, to: str, title: str) -> str:
        self._linked = True
        html = self.html(content)
        self._linked = False
        return f'<a href="{to}"{title}>{html}</a>'

    # -- notes -------------------------------------------------------------------------------------

    def _note(self, note: Note) -> str:
        """The mark, and the note behind it: beside the text where the screen is wide, and shown by
        the mark where it is not. All of it may stand within a paragraph, so no block is used."""
        if self._within:
            return f"[{self._text(' '.join([plain(block) for block in note.blocks]))}]"
        self.notes += 1
        number = self.notes
        linked, self._linked, self._within = self._linked, False, True
        body = self._note_blocks(note.blocks)
        self._linked, self._within = linked, False
        label = attribute(self._words.note.format(number=number))
        return (
            f'<button type="button" class="mark" popovertarget="note-{number}" aria-label="{label}"'
            f' data-shop="">{number}</button><small class="note" id="note-{number}" popover="auto"'
            f' role="note"><b data-shop="">{number}</b>{body}</small>'
        )

    def _note_blocks(self, blocks: Blocks) -> str:
        return "".join([self._note_block(block) for block in blocks])

    def _note_block(self, block: Block) -> str:
        match block:
            case Paragraph() | Heading():
                return f"<span{self.mark(block)}>{self.html(block.content)}</span>"
            case BlockQuote():
                return f'<span class="quote">{self._note_blocks(block.blocks)}</span>'
            case List():
                rows = [f'<span role="listitem">{self._note_blocks(r)}</span>' for r in block.items]
                return f'<span role="list">{"".join(rows)}</span>'
            case Verse():
                return f'<span class="verse">{self.lines(block.lines)}</span>'
            case _:
                lines = plain(block).replace("\t", "\n").split("\n")
                return f"<span{self.mark(block)}>{'<br/>'.join(map(self._text, lines))}</span>"


def _around_notes(nodes: Inlines) -> list[Inlines | Note]:
    """The content of a link, cut at each note: what can be pressed cannot stand in a link."""
    parts: list[Inlines | Note] = []
    run: list[Inline] = []
    for node in nodes:
        if isinstance(node, Note):
            parts += [tuple(run), node] if run else [node]
            run = []
        elif isinstance(node, _Held):
            for part in _around_notes(node.content):
                if isinstance(part, Note):
                    parts += [tuple(run), part] if run else [part]
                    run = []
                else:
                    run.append(node if part == node.content else replace(node, content=part))
        else:
            run.append(node)
    return [*parts, tuple(run)] if run else parts
