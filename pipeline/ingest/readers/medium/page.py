"""A page of an export, taken apart: what Medium says of a post, and the tree of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from pipeline.markup.html.tree import Node, attribute, parse, text_of

_NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d|draft)_")
_ID = re.compile(r"[-_/]([0-9a-f]{8,14})\Z")
_HANDLE = re.compile(r"medium\.com/@([^/?#]+)|//([^./]+)\.medium\.com")


class Page(Struct, frozen=True):
    """One post, with the tree of its text as Medium made it."""

    id: str
    name: str  # the title by which Medium lists it, be it only its first words
    summary: str
    author: str
    handle: str
    created: str
    canonical: str
    address: str  # the short one, by its id
    tags: tuple[str, ...]
    draft: bool
    body: Node


def page_of(member: str, html: str) -> Page | None:
    """The post in cleaned HTML; None where there is none."""
    tree = parse(html)
    body = tree.css_first("section[data-field=body], .e-content")
    if body is None:
        return None
    stem = member.rpartition("/")[2].rpartition(".")[0]
    named = _NAME.match(stem)
    canonical = _address(tree, "a.p-canonical")
    address = _address(tree, "footer a[href*='/p/']")
    stamp = tree.css_first("time.dt-published")
    day = named["day"] if named else ""
    made = moment(attribute(stamp, "datetime")) if stamp is not None else ""
    author = tree.css_first("a.p-author, .p-author")
    return Page(
        id=_first_id(stem, address, canonical) or stem,
        name=_text(tree, "h1.p-name, .p-name"),
        summary=_text(tree, "section[data-field=subtitle], section[data-field=description]"),
        author=squeezed(text_of(author)) if author is not None else "",
        handle=handle_of(attribute(author, "href")) if author is not None else "",
        created=made or ("" if day == "draft" else day),
        canonical=canonical,
        address=address,
        tags=tuple(dict.fromkeys(_texts(tree.css(".p-tags a, a.p-tag, a.p-category")))),
        draft=day == "draft" or not (day or canonical or stamp is not None),
        body=body,
    )


def squeezed(text: str) -> str:
    """A text with each stretch of space, and each space that does not break, as one space."""
    return " ".join(text.split())


def moment(stamp: str) -> str:
    """A time stamp as ISO 8601 in UTC; "" for none that exists."""
    try:
        made = datetime.fromisoformat(stamp.strip())
        made = made if made.tzinfo is not None else made.replace(tzinfo=UTC)
        return made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def id_in(address: str) -> str:
    """The id at the end of the address of a post; "" where it has none."""
    bare = address.split("?", 1)[0].split("#", 1)[0].rstrip("/")
    found = _ID.search(bare)
    return found[1] if found else ""


def handle_of(address: str) -> str:
    """The handle in the address of a person's page."""
    found = _HANDLE.search(address)
    return (found[1] or found[2]) if found else ""


def _first_id(stem: str, *addresses: str) -> str:
    return next((one for one in map(id_in, (stem, *addresses)) if one), "")


def _address(tree: Node, selector: str) -> str:
    found = tree.css_first(selector)
    return attribute(found, "href").strip() if found is not None else ""


def _text(tree: Node, selector: str) -> str:
    found = tree.css_first(selector)
    return squeezed(text_of(found)) if found is not None else ""


def _texts(nodes: Iterable[Node]) -> list[str]:
    return [text for text in (squeezed(text_of(node)) for node in nodes) if text]
