"""Feeds: the newest posts, as Atom and as a JSON Feed. No clock is asked: the newest post's date is
the feed's."""

import json
import uuid
from typing import NamedTuple

from pipeline.export.site.marks import attribute, escape
from pipeline.model.manuscript import Book

MOST = 40
_SPACE = uuid.UUID("6f1b1a0e-3c0f-5f43-9a38-0d3a2f1f6c11")


class Entry(NamedTuple):
    id: str  # of the division
    title: str
    to: str  # page and anchor
    date: str  # ISO 8601
    summary: str


def atom(book: Book, entries: list[Entry], address: str) -> str:
    """The Atom feed. Raises IndexError where there is no entry."""
    base = f' xml:base="{attribute(address)}"' if address else ""
    author = f"<author><name>{escape(book.author or book.title)}</name></author>"
    rows = "".join([_entry(book, entry, address) for entry in entries])
    under = f"<subtitle>{escape(book.subtitle)}</subtitle>\n" if book.subtitle else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base}>\n'
        f"<title>{escape(book.title)}</title>\n{under}<id>{_id(book, '')}</id>\n"
        f"<updated>{_moment(entries[0].date)}</updated>\n{author}\n"
        f'<link rel="self" href="{attribute(address)}feed.xml"/>\n'
        f'<link rel="alternate" type="text/html" href="{attribute(address)}index.html"/>\n'
        f"{rows}</feed>\n"
    )


def _entry(book: Book, entry: Entry, address: str) -> str:
    moment = _moment(entry.date)
    return (
        f"<entry><title>{escape(entry.title)}</title><id>{_id(book, entry.id)}</id>"
        f'<link rel="alternate" type="text/html" href="{attribute(address + entry.to)}"/>'
        f"<published>{moment}</published><updated>{moment}</updated>"
        f"<summary>{escape(entry.summary)}</summary></entry>\n"
    )


def feed(book: Book, entries: list[Entry], address: str) -> str:
    """The JSON Feed."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": book.title,
        "description": book.description or book.subtitle,
        "home_page_url": f"{address}index.html",
        "feed_url": f"{address}feed.json",
        "language": book.language,
        "authors": [{"name": book.author}] if book.author else [],
        "items": [
            {
                "id": _id(book, entry.id),
                "url": f"{address}{entry.to}",
                "title": entry.title,
                "content_text": entry.summary,
                "date_published": _moment(entry.date),
            }
            for entry in entries
        ],
    }
    kept = {key: value for key, value in whole.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _id(book: Book, id: str) -> str:
    """The same in every edition, wherever the site stands."""
    name = "\n".join((book.title, book.author, id)).encode("utf-8", "replace").decode()
    return f"urn:uuid:{uuid.uuid5(_SPACE, name)}"


def _moment(date: str) -> str:
    """A date as both feeds want it: with a time, and where that is."""
    if len(date) <= 10:
        return f"{date}{'-01-01'[: 10 - len(date)] if len(date) < 10 else ''}T00:00:00Z"
    return date if date[-1] == "Z" or "+" in date[10:] else f"{date}Z"
