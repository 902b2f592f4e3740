"""Inlines: as on the web, with notes that a reader's own program can show in a window."""

from collections.abc import Callable

from msgspec.structs import replace

from pipeline.export.ebook.addresses import address
from pipeline.export.ebook.pictures import Pictures
from pipeline.export.ebook.words import Words
from pipeline.export.site import inlines
from pipeline.export.site.marks import attribute
from pipeline.export.site.words import words as site_words
from pipeline.model.text import Blocks, Link, Note


class Run(inlines.Run):
    """Writes the inlines of one chapter, and keeps its notes."""

    def __init__(self, pictures: Pictures, words: Words, place: Callable[[str], str]) -> None:
        super().__init__(pictures, site_words("en"), place)
        self._shown = pictures
        self._back = words.back
        self.body: Callable[[Blocks], str] = lambda blocks: ""
        self.asides: list[str] = []
        self.astray = 0  # addresses that no book may link to

    @property
    def within(self) -> bool:
        """Whether what is written now stands in a note."""
        return self._within

    def place_is(self, place: str) -> None:
        """What is written from here on, for pictures that have no words of their own."""
        self._shown.place = place

    def address(self, url: str) -> str:
        """An address that may stand in a book; "" for one that may not, which is counted."""
        good = address(url)
        self.astray += bool(url and not good)
        return good

    def _framed(self, html: str, url: str, marks: str) -> str:
        return super()._framed(html, self.address(url) if url else "", marks)

    def _link(self, node: Link) -> str:
        if node.item and self._place(node.item):
            return super()._link(node)
        good = self.address(node.url)
        same = good == node.url and not node.item
        return super()._link(node if same else replace(node, url=good, item=""))

    def _note(self, note: Note) -> str:
        if self._within:
            return super()._note(note)
        self.notes += 1
        number = self.notes
        linked, self._linked, self._within = self._linked, False, True
        body = self.body(note.blocks)
        self._linked, self._within = linked, False
        label = attribute(self._back.format(number=number))
        back = (
            f'<a class="back" role="doc-backlink" href="#ref-{number}" aria-label="{label}">'
            f"{number}</a> "
        )
        self.asides.append(
            f'<aside epub:type="footnote" role="doc-footnote" id="note-{number}">'
            f"{_begun(body, back)}</aside>\n"
        )
        return (
            f'<a class="mark" epub:type="noteref" role="doc-noteref" id="ref-{number}"'
            f' href="#note-{number}">{number}</a>'
        )

    def notes_here(self) -> str:
        """The notes since this was last asked."""
        asides, self.asides = self.asides, []
        return "".join(asides)


def _begun(body: str, back: str) -> str:
    """A note's blocks with its number at the beginning of the first."""
    if body.startswith(("<p>", "<p ")):
        head, _, rest = body.partition(">")
        return f"{head}>{back}{rest}"
    return f"<p>{back}</p>{body}"
