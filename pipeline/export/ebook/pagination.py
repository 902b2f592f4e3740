"""Pagination: the marks of a print edition's pages in a bound EPUB, and the list of them."""

import io
import re
import zipfile
from typing import BinaryIO

from msgspec import Struct

from pipeline.export.ebook.words import words
from pipeline.export.site.marks import attribute, escape
from pipeline.export.word.package import Package

ROOT = "EPUB"
_BEGINNING = re.compile(r'<(\w+)(?: [\w:-]+="[^"]*")*? id="([^"]*)"')
_NOTES = '<aside epub:type="footnote"'
_HOLDERS = re.compile(r"<(p|h[1-6]|hr|pre|figure|table)\b|<li>(?!<)")
_WITHIN = frozenset({"p", "pre", "figure", "li"})
"""What holds a mark itself; before anything else of `_HOLDERS` a mark stands."""

_FEATURES = ("pageBreakMarkers", "pageNavigation")


class Leaf(Struct, frozen=True):
    """A printed page, and the first block that begins on it."""

    number: int  # counted from the first leaf of the book
    label: str  # what is printed on it: "iv", "12"
    name: str


class _Mark(Struct, frozen=True):
    leaf: Leaf
    part: str
    at: int

    @property
    def id(self) -> str:
        return f"page-{self.leaf.label}"

    @property
    def href(self) -> str:
        return f"{self.part.removeprefix(f'{ROOT}/')}#{self.id}"


def paged(data: bytes, out: BinaryIO, leaves: list[Leaf], source: str, language: str) -> int:
    """Write the EPUB again with its pages told, to `out`; how many there are. `source` says which
    edition's pages they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as bound:
        marks = _marks(bound, leaves)
        label = words(language).pages
        package = Package(out)
        for member in bound.infolist():
            part, content = member.filename, bound.read(member)
            if member.compress_type == zipfile.ZIP_STORED:
                package.store(part, content)
                continue
            text = content.decode()
            if marks:
                text = _changed(part, text, marks, label, source)
            package.add(part, text)
        package.close()
    return len(marks)


def _changed(part: str, text: str, marks: list[_Mark], label: str, source: str) -> str:
    match part.removeprefix(f"{ROOT}/"):
        case "nav.xhtml":
            return text.replace("</body>", f"{_list(marks, label)}</body>", 1)
        case "toc.ncx":
            return _targeted(text, marks, label)
        case "package.opf":
            return text.replace("</metadata>", f"{_told(source)}</metadata>", 1)
        case _:
            return _marked(text, [mark for mark in marks if mark.part == part])


# -- where the pages begin -------------------------------------------------------------------------


def _marks(bound: zipfile.ZipFile, leaves: list[Leaf]) -> list[_Mark]:
    """Each page with its place, in reading order. A page whose block is not here, or stands before
    that of the page before, is left out; so is one whose number has been given."""
    wanted = {leaf.name for leaf in leaves}
    found: dict[str, tuple[int, int]] = {}
    parts = [name for name in bound.namelist() if name.startswith(f"{ROOT}/text/")]
    for number, part in enumerate(parts):
        text = bound.read(part).decode().partition(_NOTES)[0]
        for begun in _BEGINNING.finditer(text):
            if begun[2] in wanted and begun[2] not in found:
                at = _inside(text, begun.start())
                if at >= 0:
                    found[begun[2]] = (number, at)
    marks: list[_Mark] = []
    last, given = (0, -1), set[str]()
    for leaf in leaves:
        place = found.get(leaf.name, (-1, -1))
        if place > last and leaf.label not in given:
            last = place
            given.add(leaf.label)
            marks.append(_Mark(leaf, parts[place[0]], place[1]))
    return marks


def _inside(text: str, at: int) -> int:
    """Where a mark stands for what begins here; -1 where there is nothing to stand at. It stands
    within a paragraph, so that no paragraph's looks depend on it, and not within a heading, whose
    name is read aloud."""
    holder = _HOLDERS.search(text, at)
    if holder is None:
        return -1
    name = holder[1] or "li"
    return text.index(">", holder.start()) + 1 if name in _WITHIN else holder.start()


def _marked(text: str, marks: list[_Mark]) -> str:
    pieces, before = [], 0
    for mark in marks:
        pieces += [text[before : mark.at], _sign(mark)]
        before = mark.at
    return "".join([*pieces, text[before:]])


def _sign(mark: _Mark) -> str:
    """A mark: nothing to be seen, and a number for those who ask for it."""
    label = attribute(mark.leaf.label)
    return (
        f'<span epub:type="pagebreak" role="doc-pagebreak" id="{attribute(mark.id)}"'
        f' aria-label="{label}"></span>'
    )


# -- lists -----------------------------------------------------------------------------------------


def _list(marks: list[_Mark], label: str) -> str:
    rows = "".join(
        [f'<li><a href="{attribute(m.href)}">{escape(m.leaf.label)}</a></li>\n' for m in marks]
    )
    return (
        '<nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden"'
        f' aria-label="{attribute(label)}">\n<h2>{escape(label)}</h2>\n'
        f"<ol>\n{rows}</ol>\n</nav>\n"
    )


def _targeted(text: str, marks: list[_Mark], label: str) -> str:
    """The list that readers of EPUB 2 know."""
    numbers = [int(m.leaf.label) for m in marks if _is_number(m.leaf.label)]
    for name, value in (("totalPageCount", len(marks)), ("maxPageNumber", max(numbers, default=0))):
        text = text.replace(f'"dtb:{name}" content="0"', f'"dtb:{name}" content="{value}"', 1)
    first = text.count("<navPoint ") + 1
    rows = "".join([_target(mark, order) for order, mark in enumerate(marks, first)])
    told = (
        f"<pageList>\n<navLabel><text>{escape(label)}</text></navLabel>\n{rows}</pageList>\n</ncx>"
    )
    return text.replace("</ncx>", told, 1)


def _target(mark: _Mark, order: int) -> str:
    leaf = mark.leaf
    body = _is_number(leaf.label)
    sort, value = ("normal", leaf.label) if body else ("front", str(leaf.number))
    return (
        f'<pageTarget id="{attribute(mark.id)}" type="{sort}" value="{value}" playOrder="{order}">'
        f"<navLabel><text>{escape(leaf.label)}</text></navLabel>"
        f'<content src="{attribute(mark.href)}"/></pageTarget>\n'
    )


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdigit()


def _told(source: str) -> str:
    features = "".join([
        f'<meta property="schema:accessibilityFeature">{feature}</meta>\n' for feature in _FEATURES
    ])  # fmt: skip
    return f'{features}<meta property="pageBreakSource">{escape(source)}</meta>\n'
