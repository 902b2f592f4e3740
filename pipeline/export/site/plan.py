"""The plan: which divisions share a page, what each page is called, and where every item stands.

A page's name follows from the division's id and from the title that its post had in the archive,
so that it stays the same in every edition, whatever is edited or comes before it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from pipeline.export.site.marks import fragment
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import TITLE, anchor
from pipeline.model.post import Post
from pipeline.model.walk import leaves, text

HOME, COLOPHON = "index.html", "colophon.html"
_OPENING = frozenset({"halftitle", "titlepage", "copyright", "dedication", "epigraph"})
"""Kinds that stand on the page of what they open: the book's, or the volume's."""

_OWN = re.compile(r"_bw_(?:in_)?([a-z][a-z0-9_]{1,30})\Z")
"""An id of the shop's own making, which says what it is: `_bw_year_2014`."""

_SLUG = 48
_LABEL = 80


class Page(Struct):
    """One page: the divisions that begin on it (with the entries in them), in reading order."""

    path: str
    title: str
    divisions: list[Division]
    depth: int  # of its title in the contents, from 0
    kind: str
    language: str = ""


class Plan:
    """All pages of a book."""

    def __init__(self, book: Manuscript, posts: Posts | None) -> None:
        self.book = book.book
        self.posts: dict[str, Post] = {post.id: post for post in posts.posts} if posts else {}
        self._taken = {HOME, "404.html", COLOPHON}
        self.home = Page(HOME, book.book.title, [], 0, "home")
        self.pages = [self.home]
        self._lay(book.divisions, self.home, 0)
        self._places: dict[str, str] | None = None

    def place(self, item: str) -> str:
        """The address of an item; "" where it is not in the book."""
        if self._places is None:
            self._places = dict(self._found())
        return self._places.get(item, "")

    def _lay(self, divisions: Iterable[Division], opener: Page, depth: int) -> None:
        for division in divisions:
            if division.kind == "entry":
                continue
            if division.kind in _OPENING and not division.title:
                opener.divisions.append(division)
                continue
            page = self._page(division, depth)
            self.pages.append(page)
            inside = page if division.kind == "volume" else opener
            self._lay(division.divisions, inside, depth + 1)

    def _page(self, division: Division, depth: int) -> Page:
        title = line(_unnoted(text(division.title))) or label(division)
        path = COLOPHON if division.kind == "colophon" else self._path(division, title)
        self._taken.add(path)
        return Page(path, title, [division], depth, division.kind, division.language)

    def _path(self, division: Division, title: str) -> str:
        if division.matter != "body" and division.kind not in ("chapter", "matter"):
            return self._free(division.kind, division.id)
        own = _OWN.match(division.id) if not _is_of_items(division) else None
        if own:
            return self._free(own[1].replace("_", "-"), division.id)
        item = next((row.item for row in division.origin), "")
        post = self.posts.get(item) if item else None
        words = slug(text(post.title) if post and post.title else title)
        mark = hashlib.sha256(division.id.encode("utf-8", "replace")).hexdigest()[:6]
        return self._free(f"{words}-{mark}" if words else f"p-{mark}", division.id)

    def _free(self, name: str, id: str) -> str:
        path, more = f"{name}.html", ""
        while path in self._taken:
            more = hashlib.sha256(f"{id}{more}".encode("utf-8", "replace")).hexdigest()[:8]
            path = f"{name}-{more}.html"
        return path

    def _found(self) -> Iterator[tuple[str, str]]:
        """Every item and its address; where an item stands twice, its own place counts."""
        own: list[tuple[str, str]] = []
        for page in self.pages:
            for top in page.divisions:
                for division in (top, *entries(top)):
                    to = f"{page.path}{fragment(division.id)}"
                    seen: set[str] = set()
                    for row in _rows(division):
                        if row.item in seen:
                            continue
                        seen.add(row.item)
                        if anchor(row.item) == division.id:
                            own.append((row.item, to))
                        else:
                            yield row.item, f"{page.path}{fragment(_id(row.item, row.block))}"
        yield from reversed(own)


def _id(item: str, block: int) -> str:
    return anchor(item, block if block >= 0 else TITLE)


def _rows(division: Division) -> Iterator:  # type: ignore[type-arg]
    yield from division.origin
    for leaf in leaves(division.blocks):
        yield from leaf.origin


def _is_of_items(division: Division) -> bool:
    """Whether a division is a post's, and no group that the shop made."""
    return bool(division.origin) or any(block.origin for block in division.blocks)


def entries(division: Division) -> Iterator[Division]:
    """The entries inside a division, which stand on its page."""
    for inner in division.divisions:
        if inner.kind == "entry":
            yield inner
            yield from entries(inner)


def label(division: Division) -> str:
    """What a division without a title is called where it must be called something: the beginning
    of its text."""
    for leaf in leaves(division.blocks):
        said = text(leaf.content) if hasattr(leaf, "content") else ""
        if said.strip() and getattr(leaf, "role", "") != "dateline":
            return cut(_unnoted(said), _LABEL)
    return ""


def line(words: str) -> str:
    """Text in one line. A space that no line may end at stays one: before a French ? there is."""
    return re.sub("[ \t-\r]+", " ", words).strip()


def cut(words: str, longest: int) -> str:
    """Text in one line, no longer than that, cut between words."""
    words = line(words[: longest * 4])
    if len(words) <= longest:
        return words
    head = words[:longest].rpartition(" ")[0] or words[:longest]
    return f"{head.rstrip(' ,;:.—–-')}…"


def _unnoted(words: str) -> str:
    return re.sub("⟦[^⟧]*⟧", "", words) if "⟦" in words else words


def slug(title: str) -> str:
    """A title as a part of a file's name: a-z, 0-9 and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(words) > _SLUG:
        words = words[:_SLUG].rpartition("-")[0] or words[:_SLUG]
    return words
