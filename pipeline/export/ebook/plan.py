"""The plan: which divisions share a file, what each file is called, and where every item stands.

A file's name follows from the division's id, so that it is the same in every edition.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from pipeline.export.site.plan import label
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin, anchor
from pipeline.model.text import Image, Inline, Inlines, Note, Paragraph
from pipeline.model.walk import Leaf, leaves, map_nodes, own_text, plain, text

LARGEST = 300_000
"""Bytes of a chapter that every reader opens at once; a longer one is cut between its entries."""

_TAGS = 90  # bytes of markup around a block, roughly
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,60}\Z")


class Page(Struct):
    """One file: a division with the entries in it, or with some of them."""

    path: str
    division: Division
    label: str  # "" for a page that the contents do not name
    depth: int
    entries: tuple[Division, ...]
    continued: bool = False  # it begins with entries of a chapter that began before


class Plan:
    """All files of one volume."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.pages: list[Page] = []
        self._taken: set[str] = set()
        self._lay(divisions, 0)
        self._places: dict[str, str] | None = None

    def place(self, item: str) -> str:
        """The address of an item, from one file to another; "" where it is not in the volume."""
        if self._places is None:
            self._places = _places(self.pages)
        return self._places.get(item, "")

    def _lay(self, divisions: Iterable[Division], depth: int) -> None:
        for division in divisions:
            if division.kind == "entry" and depth:
                continue  # on the page of the chapter around it
            entries = tuple([d for d in division.divisions if d.kind == "entry"])
            inside = depth
            if shown(division) or any(map(filled, entries)):
                named = called(division)
                groups = _groups(division, entries)
                for number, group in enumerate(groups, 1):
                    path = self._path(division.id, number)
                    self.pages.append(Page(path, division, named, depth, group, number > 1))
                inside += 1
            self._lay([d for d in division.divisions if d.kind != "entry"], inside)

    def _path(self, id: str, number: int) -> str:
        stem = id.removeprefix("_bw_") if _PLAIN_ID.match(id) else ""
        stem = stem.lower() or hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()[:16]
        tried, more = f"{stem}-{number}" if number > 1 else stem, 0
        while tried in self._taken:  # ids that differ only in case are one name on some disks
            more += 1
            tried = f"{stem}-{number}-{more}"
        self._taken.add(tried)
        return f"text/{tried}.xhtml"


def titled(division: Division) -> bool:
    """Whether a division's title is to be printed: a volume's own title page may say it."""
    if division.kind != "volume" or not division.title:
        return bool(division.title)
    title = text(division.title)
    pages = [inner for inner in division.divisions if inner.kind == "titlepage"]
    return not any(own_text(leaf) == title for page in pages for leaf in leaves(page.blocks))


def shown(division: Division) -> bool:
    """Whether a division has anything of its own to show."""
    return titled(division) or bool(division.blocks)


def filled(division: Division) -> bool:
    """Whether a division shows anything, it or what is in it."""
    return shown(division) or any(map(filled, division.divisions))


def called(division: Division) -> str:
    """What the contents call a division; "" for a page that they need not name."""
    if division.title:
        return spoken(division.title) or label(division)
    return label(division) if division.kind in ("chapter", "part", "volume", "entry") else ""


def spoken(title: Inlines) -> str:
    """A title in one line, without its notes and pictures."""

    def words(node: Inline) -> Inline | Inlines:
        return () if isinstance(node, Note | Image) else node

    return " ".join(text(map_nodes(title, words)).split())


def _groups(division: Division, entries: tuple[Division, ...]) -> list[tuple[Division, ...]]:
    """The entries of each file of a chapter."""
    if len(entries) < 2:
        return [entries]
    sizes = [_size(entry) for entry in entries]
    total = sum(sizes)
    if total <= LARGEST:
        return [entries]
    most = total / -(-total // LARGEST)  # files of like size, rather than a last one with the rest
    groups: list[list[Division]] = [[]]
    held = 0.0
    for entry, size in zip(entries, sizes, strict=True):
        if groups[-1] and held + size / 2 > most * len(groups):
            groups.append([])
        groups[-1].append(entry)
        held += size
    return [tuple(group) for group in groups]


def _size(division: Division) -> int:
    """About how many bytes a division comes to."""
    own = sum([len(plain(block)) * 11 // 10 + _TAGS for block in division.blocks])
    return own + sum(map(_size, division.divisions))


# -- places ----------------------------------------------------------------------------------------


def _places(pages: list[Page]) -> dict[str, str]:
    """Where each item begins; where an item stands twice, its own entry or chapter counts."""
    first: dict[str, str] = {}
    own: dict[str, str] = {}
    for page in pages:
        file = page.path.rpartition("/")[2]
        for division in _on(page):
            for row in _rows(division):
                if row.item in own:
                    continue
                if anchor(row.item) == division.id:
                    own[row.item] = f"{file}#{division.id}"
                elif row.item not in first:
                    first[row.item] = f"{file}#{anchor(row.item, row.block)}"
    return first | own


def _on(page: Page) -> Iterator[Division]:
    """The divisions whose own text stands in a file."""
    if not page.continued:
        yield page.division
    for entry in page.entries:
        yield from _within(entry)


def _within(division: Division) -> Iterator[Division]:
    yield division
    for inner in division.divisions:
        yield from _within(inner)


def _rows(division: Division) -> Iterator[Origin]:
    if titled(division):
        yield from division.origin
    for block in division.blocks:
        if type(block) is Paragraph:
            yield from block.origin if block.content else ()
        else:
            for leaf in leaves((block,)):
                yield from leaf.origin if _leads(leaf) else ()


def _leads(leaf: Leaf) -> bool:
    """Whether a leaf puts an element with its id on the page."""
    return not isinstance(leaf, Paragraph) or bool(leaf.content)
