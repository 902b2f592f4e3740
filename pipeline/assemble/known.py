"""Known posts: which item of the book an address leads to, and which division holds it."""

import re

from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import Link
from pipeline.model.walk import every_division

_STATUS = re.compile(
    r"(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:#!/)?[^/]+/status(?:es)?/(\d+)(?:[/?#].*)?\Z",
    re.DOTALL,
)
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)


class Known:
    """The items of a book. `item` tells for a link the one under whose anchor the reader finds
    what the link is about: of a thread, the thread's own."""

    def __init__(self, book: Manuscript, posts: Posts) -> None:
        self.posts = {post.id for post in posts.posts}
        self.divisions: dict[str, str] = {}
        for division in every_division(book.divisions):
            holder = self.holder(division)
            if holder:
                self.divisions[holder] = holder
                for block in division.blocks:
                    if block.origin:
                        self.divisions.setdefault(block.origin[0].item, holder)
        self.addresses = {
            _plain(url): post.id
            for post in reversed(posts.posts)
            if post.id in self.divisions
            for url in (post.url, *post.links)
            if url
        }
        self._led: dict[str, str] = {}

    def holder(self, division: Division) -> str:
        """The id of the post that a division was made of; "" for any other division."""
        origins = division.origin or next((b.origin for b in division.blocks if b.origin), ())
        return origins[0].item if origins and origins[0].item in self.posts else ""

    def item(self, link: Link) -> str:
        """The item whose division holds what a link leads to; "" where the book does not."""
        if link.item in self.divisions:
            return self.divisions[link.item]
        led = self._led.get(link.url)
        if led is None:
            led = self._led[link.url] = self._lead(link.url)
        return led

    def _lead(self, address: str) -> str:
        url = _plain(address)
        if url in self.addresses:
            return self.addresses[url]
        status = _STATUS.match(url)
        return self.divisions.get(status[1], "") if status else ""


def _plain(url: str) -> str:
    """An address without what does not tell pages apart: its scheme, `www.`, a last slash, and
    a fragment, which leads to a place within the page."""
    found = _SCHEME.match(url)
    plain = url[found.end() :] if found else url
    plain = plain.removeprefix("www.")
    return plain.partition("#")[0].rstrip("/") if "#!" not in plain else plain.rstrip("/")
