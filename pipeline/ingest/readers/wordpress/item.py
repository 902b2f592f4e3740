"""One `<item>` of an export, as it stands: nothing converted yet."""

from __future__ import annotations

from msgspec import Struct, field


class Comment(Struct, frozen=True):
    """A reader's comment: only that it is there."""

    id: str
    kind: str  # "comment", "pingback", "trackback"


class Item(Struct):
    id: str = ""
    kind: str = "post"
    status: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    published: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    excerpt: str = ""
    password: str = ""
    parent: str = ""
    file: str = ""  # of an attachment: the address of its file
    order: int = 0
    tags: list[str] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)  # nicename, name
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)


FIELDS = {
    "post_id": "id",
    "post_type": "kind",
    "status": "status",
    "title": "title",
    "link": "link",
    "guid": "guid",
    "creator": "creator",
    "pubDate": "published",
    "post_date": "date",
    "post_date_gmt": "date_gmt",
    "post_password": "password",
    "post_parent": "parent",
    "attachment_url": "file",
}


def add_category(item: Item, domain: str, nicename: str, name: str) -> None:
    """A tag or a category of an item; other domains are the program's own."""
    name = name.strip()
    if domain in ("post_tag", "tag"):
        if name and name not in item.tags:
            item.tags.append(name)
    elif domain == "category" and name not in ["", *(known for _, known in item.categories)]:
        item.categories.append((nicename, name))
