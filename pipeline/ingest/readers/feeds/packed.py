"""JSON Feed -> items, whatever is missing in it or of another type than it should be."""

from __future__ import annotations

import json
from typing import Any

from pipeline.ingest.atom import Words
from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.moments import moment
from pipeline.ingest.readers.feeds.item import Channel, Enclosure, Item, Picture
from pipeline.ingest.salvage import Broken, salvaged
from pipeline.model.errors import ArchiveError

LARGEST = 512 << 20


def packed(text: str, member: str, intake: Intake) -> tuple[Channel, list[Item]]:
    """The channel and the items of a JSON Feed. Raises ArchiveError for what is no JSON."""
    try:
        feed = json.loads(text, parse_int=_number, strict=False)
    except (ValueError, RecursionError) as error:
        feed = _salvaged(text, member, intake)
        if feed is None:
            raise _refused(error, member, intake) from error
    feed = feed if isinstance(feed, dict) else {}
    items = feed.get("items")
    found: list[Item] = []
    for at, entry in enumerate(items if isinstance(items, list) else [], 1):
        if isinstance(entry, dict):
            found.append(item_of(entry))
        else:
            source = intake.source(member)
            why = "broken JSON" if isinstance(entry, Broken) else "not an item of a feed"
            intake.bench.set_aside("post", f"item {at}", source, why)
    return channel_of(feed), found


def _salvaged(text: str, member: str, intake: Intake) -> dict[str, Any] | None:
    """What can be read of a feed that is broken; None where no item can."""
    found = salvaged(text)
    feed = found.value if found is not None and isinstance(found.value, dict) else {}
    items = feed.get("items")
    if found is None or not isinstance(items, list) or not any(isinstance(i, dict) for i in items):
        return None
    intake.bench.find(
        "feed.broken-json",
        "error",
        f"This feed is broken, at {found.first}. What can be read was read.",
        place=member,
        todo="download it again: it may be cut short",
    )
    return feed


def _refused(error: Exception, member: str, intake: Intake) -> ArchiveError:
    return refused(
        intake.archive.path,
        f"{member}, line {error.lineno}" if isinstance(error, json.JSONDecodeError) else member,
        "this feed is not JSON",
        cause=error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep",
        todo="download it again: it may be cut short",
    )


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits


def said(entry: dict[str, Any], *names: str) -> str:
    """The first of these fields that is a text, or a number in the place of one."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def channel_of(feed: dict[str, Any]) -> Channel:
    return Channel(
        title=said(feed, "title"),
        url=said(feed, "home_page_url"),
        author=", ".join(_authors(feed)),
        language=said(feed, "language"),
        own=said(feed, "feed_url"),
        next=said(feed, "next_url"),
    )


def item_of(entry: dict[str, Any]) -> Item:
    html, text = said(entry, "content_html"), said(entry, "content_text")
    picture = said(entry, "image", "banner_image")
    return Item(
        id=said(entry, "id"),
        url=said(entry, "url"),
        title=Words(said(entry, "title")),
        content=Words(html, "html") if html else Words(text),
        summary=Words(said(entry, "summary")),
        published=moment(said(entry, "date_published")),
        updated=moment(said(entry, "date_modified")),
        authors=_authors(entry),
        tags=[tag.strip() for tag in _list(entry.get("tags")) if isinstance(tag, str)],
        enclosures=[
            Enclosure(said(file, "url"), said(file, "mime_type").lower(), said(file, "title"))
            for file in _list(entry.get("attachments"))
            if isinstance(file, dict) and said(file, "url")
        ],
        pictures=[Picture(picture)] if picture else [],
        external=said(entry, "external_url"),
        language=said(entry, "language"),
    )


def _authors(entry: dict[str, Any]) -> list[str]:
    people = [*_list(entry.get("authors")), *_list(entry.get("author"))]
    names = [said(one, "name") for one in people if isinstance(one, dict)]
    return list(dict.fromkeys(name for name in names if name and "@" not in name))
