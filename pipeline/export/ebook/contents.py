"""The contents: the list that readers see, the one that old readers know, and the landmarks."""

from collections.abc import Iterator

from msgspec import Struct

from pipeline.export.ebook import words
from pipeline.export.ebook.chapter import TAIL, head, tongue
from pipeline.export.ebook.words import Words
from pipeline.export.site.marks import attribute, escape
from pipeline.model.manuscript import Book

_LABEL = 300
"""Characters of a line of the contents."""


class Line(Struct):
    """A line of the contents."""

    label: str
    href: str
    depth: int


class Landmark(Struct, frozen=True):
    sort: str  # its epub:type
    label: str
    href: str


def nav(book: Book, lines: list[Line], landmarks: list[Landmark], say: Words) -> str:
    """The navigation document, which is a page of the book too."""
    heading = words.contents(book.language)
    marks = "".join([
        f'<li><a epub:type="{mark.sort}" href="{mark.href}">{escape(mark.label)}</a></li>\n'
        for mark in landmarks
    ])  # fmt: skip
    return "".join([
        head(heading, tongue(book.language), "book.css"),
        '<body epub:type="frontmatter">\n'
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-label="{attribute(heading)}">\n'
        f"<h1>{escape(heading)}</h1>\n",
        *_listed(lines),
        '</nav>\n<nav epub:type="landmarks" id="landmarks" hidden="hidden"'
        f' aria-label="{attribute(say.landmarks)}">\n<h2>{escape(say.landmarks)}</h2>\n'
        f"<ol>\n{marks}</ol>\n</nav>\n</body>\n",
        TAIL,
    ])  # fmt: skip


def _listed(lines: list[Line]) -> Iterator[str]:
    """Lists within lists."""
    yield "<ol>\n"
    for line, depth, following in _stepped(lines):
        yield f'<li><a href="{line.href}">{escape(_cut(line.label))}</a>'
        yield (
            "\n<ol>\n" if following > depth else "</li>\n" + "</ol>\n</li>\n" * (depth - following)
        )
    yield "</ol>\n"


def _stepped(lines: list[Line]) -> Iterator[tuple[Line, int, int]]:
    """Each line, its depth, and the depth of the one that follows."""
    depths = _settled(lines)
    yield from zip(lines, depths, [*depths[1:], 0], strict=False)


def _settled(lines: list[Line]) -> list[int]:
    """The depth of each line, no line more than one deeper than the one before."""
    depths: list[int] = []
    above: list[int] = []  # the wanted depths of the lists that are open
    for line in lines:
        while above and line.depth <= above[-1]:
            above.pop()
        depths.append(len(above))
        above.append(line.depth)
    return depths


def ncx(book: Book, title: str, identifier: str, lines: list[Line]) -> str:
    """The contents as readers of EPUB 2 know them."""
    points: list[str] = []
    for number, (line, depth, following) in enumerate(_stepped(lines), 1):
        points.append(
            f'<navPoint id="n{number}" playOrder="{number}"><navLabel><text>'
            f'{escape(_cut(line.label))}</text></navLabel><content src="{line.href}"/>'
            + ("\n" if following > depth else "</navPoint>\n" * (depth - following + 1))
        )
    deepest = max(_settled(lines), default=0) + 1
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">\n<head>\n'
        f'<meta name="dtb:uid" content="{identifier}"/>\n'
        f'<meta name="dtb:depth" content="{deepest}"/>\n'
        '<meta name="dtb:totalPageCount" content="0"/>\n'
        '<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{escape(title or 'Untitled')}</text></docTitle>\n"
        f"<docAuthor><text>{escape(book.author)}</text></docAuthor>\n"
        f"<navMap>\n{''.join(points)}</navMap>\n</ncx>\n"
    )


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"
