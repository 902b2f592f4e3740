"""Carriers: an archive of every format around texts that a case gives, so that one wicked text can
be brought in by every door."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from tests.specimens import (
    beehiiv,
    blogger,
    bluesky,
    feeds,
    ghost,
    mail,
    mastodon,
    medium,
    obsidian,
    substack,
    tumblr,
    twitter,
    wordpress,
)
from tests.specimens.cbor import repository, tid

Given = bytes | dict[str, bytes]
"""A single file, or the members of an archive."""


@dataclass(frozen=True)
class Item:
    """One item: its number, its text, and its title where the format has titles."""

    number: int
    said: str
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or f"Light {self.number}"

    @property
    def day(self) -> int:
        return 1 + self.number % 28


@dataclass(frozen=True)
class Carrier:
    name: str
    speaks: str  # what its texts are written in: html, text or markdown
    file: str  # what a single file is called; "" for an archive of members
    pack: Callable[[Sequence[Item]], Given]
    format: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "format", self.format or self.name.split(" ")[0])


def raw(said: str) -> bytes:
    """The bytes of a text, half surrogate pairs and all: some decode to nothing, as on bad days."""
    return said.encode("utf-8", "surrogatepass")


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def _twitter(items: Sequence[Item]) -> Given:
    tweets = [twitter.tweet(str(9000 + item.number), item.said) for item in items]
    return {"data/tweets.js": b"window.YTD.tweets.part0 = "
            + dumped([{"tweet": tweet} for tweet in tweets])}  # fmt: skip


def _twitter_old(items: Sequence[Item]) -> Given:
    tweets = [twitter.old(31_000_000_000 + item.number, item.said) for item in items]
    return {"data/js/tweets/2013_02.js": b"Grailbird.data.tweets_2013_02 = " + dumped(tweets)}


def _wordpress(items: Sequence[Item]) -> Given:
    said = [wordpress.item(item.number, item.said, title=escape(item.name)) for item in items]
    return raw(wordpress.HEAD + "".join(said) + wordpress.FOOT)


def _blogger(items: Sequence[Item]) -> Given:
    said = [blogger.entry(item.number, item.said, title=item.name) for item in items]
    return raw(blogger.HEAD + "".join(said) + blogger.FOOT)


def _ghost(items: Sequence[Item]) -> Given:
    posts = [ghost.post(item.number, "", html=item.said, title=item.name) for item in items]
    return dumped(
        {"db": [{"meta": {"exported_on": 1, "version": "5.1.0"}, "data": {"posts": posts}}]}
    )


def _ghost_lexical(items: Sequence[Item]) -> Given:
    posts = [
        ghost.post(item.number, "", html=None, lexical=ghost.lexical(item.said), title=item.name)
        for item in items
    ]
    return dumped(
        {"db": [{"meta": {"exported_on": 1, "version": "5.1.0"}, "data": {"posts": posts}}]}
    )


def _medium(items: Sequence[Item]) -> Given:
    made: dict[str, bytes] = {}
    for item in items:
        id = f"{item.number:012x}"
        by = medium.BY.format(id=id, slug="x", author="Ada Quill")
        page = medium.PAGE.format(title=escape(item.name), subtitle="", body=item.said, footer=by)
        made[f"posts/2018-05-{item.day:02}_Light-{id}.html"] = raw(page)
    return made


def _mastodon(items: Sequence[Item]) -> Given:
    toots = [mastodon.toot(item.number, "", content=item.said) for item in items]
    box = {"@context": "x", "id": "outbox.json", "type": "OrderedCollection",
           "totalItems": len(toots), "orderedItems": toots}  # fmt: skip
    return {"outbox.json": dumped(box), "actor.json": dumped(mastodon.ACTOR)}


def _bluesky(items: Sequence[Item]) -> Given:
    skeets = {f"{bluesky.POST}/{tid(item.number)}": bluesky.skeet(item.number, item.said)
              for item in items}  # fmt: skip
    return repository(skeets)


def _substack(items: Sequence[Item]) -> Given:
    rows = [substack.row(f"{item.number}.light", item.name) for item in items]
    pages = {f"posts/{item.number}.light.html": raw(item.said) for item in items}
    return {"posts.csv": _table(substack.COLUMNS, rows), **pages}


def _beehiiv(items: Sequence[Item]) -> Given:
    rows = [beehiiv.row(f"post_{item.number}", item.said, web_title=item.name) for item in items]
    return _table(beehiiv.COLUMNS, rows)


def _table(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    """A table as spreadsheets quote it, whatever is in its cells."""
    lines = [",".join(columns)]
    for row in rows:
        cells = [row.get(column, "").replace('"', '""') for column in columns]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return raw("\r\n".join(lines) + "\r\n")


def _buttondown(items: Sequence[Item]) -> Given:
    return {
        f"emails/light-{item.number}.md": _lettered(item) for item in items
    }  # fmt: skip


def _lettered(item: Item) -> bytes:
    front = (
        f"id: e{item.number}\nsubject: {json.dumps(item.name)}\nstatus: sent\nemail_type: public\n"
        f"slug: light-{item.number}\npublish_date: 2023-01-{item.day:02}T21:25:27Z\n"
    )
    return raw(f"---\n{front}---\n\n{item.said}\n")


def _tumblr_api(items: Sequence[Item]) -> Given:
    posts = [tumblr.post(item.number, item.said) for item in items]
    return dumped({"response": {"blog": {"name": "lamps", "title": "Lamps"}, "posts": posts}})


def _tumblr_pages(items: Sequence[Item]) -> Given:
    return {f"posts/{item.number}.html": raw(tumblr.backup(item.number, "@").decode()
            .replace("@\n<footer", item.said + "\n<footer")) for item in items}  # fmt: skip


def _tumblr_official(items: Sequence[Item]) -> Given:
    return {
        f"posts/html/{item.number}.html": raw(
            tumblr.OFFICIAL.format(body=f"<h1>{escape(item.name)}</h1>{item.said}")
        )
        for item in items
    }


def _tumblr_xml(items: Sequence[Item]) -> Given:
    said = [tumblr.element(item.number, "@").replace("&lt;p&gt;The lamp was lit, @.&lt;/p&gt;",
                                                     escape(item.said)) for item in items]  # fmt: skip
    head, _, _ = tumblr.XML.partition("<post ")
    return raw(head + "".join(said) + "</posts></tumblr>")


def _rss(items: Sequence[Item]) -> Given:
    said = [feeds.item(item.number, item.said) for item in items]
    return raw(feeds.RSS_HEAD + "".join(said) + "</channel></rss>")


def _atom(items: Sequence[Item]) -> Given:
    said = [
        feeds.entry(item.number, "@").replace("&lt;p&gt;@&lt;/p&gt;", escape(item.said))
        for item in items
    ]
    return raw(feeds.ATOM_HEAD + "".join(said) + "</feed>")


def _json_feed(items: Sequence[Item]) -> Given:
    said = [{"id": str(item.number), "title": item.name, "content_html": item.said,
             "date_published": f"2020-05-{item.day:02}T10:00:00Z"} for item in items]  # fmt: skip
    return dumped(feeds.JSON_FEED | {"items": said})


def _markdown(items: Sequence[Item]) -> Given:
    return {
        f"2019-05-{item.day:02}-light-{item.number}.md": raw(
            f"---\ntitle: {json.dumps(item.name)}\n---\n\n{item.said}\n"
        )
        for item in items
    }


def _jekyll(items: Sequence[Item]) -> Given:
    return {
        f"_posts/2019-05-{item.day:02}-light-{item.number}.md": raw(
            f"---\nlayout: post\ntitle: {json.dumps(item.name)}\n---\n\n{item.said}\n"
        )
        for item in items
    }


def _mdx(items: Sequence[Item]) -> Given:
    return {name.replace(".md", ".mdx"): data for name, data in _given(_markdown(items)).items()}


def _given(given: Given) -> dict[str, bytes]:
    assert isinstance(given, dict)
    return given


def _obsidian(items: Sequence[Item]) -> Given:
    notes = {f"Light {item.number}.md": raw(f"{item.said}\n") for item in items}
    return {".obsidian/app.json": obsidian.SPECIMENS[0].members[".obsidian/app.json"], **notes}


def _mail(kind: str) -> Callable[[Sequence[Item]], Given]:
    def pack(items: Sequence[Item]) -> Given:
        box = ""
        for item in items:
            said = item.said.replace("\nFrom ", "\n>From ")
            box += mail.FROM + mail.letter(
                str(item.number), said, day=f"{item.day:02}", Subject=item.name,
                Content_Type=f"text/{kind}; charset=utf-8", Content_Transfer_Encoding="8bit",
            )  # fmt: skip
        return raw(box)

    return pack


CARRIERS = (
    Carrier("twitter 2022", "text", "", _twitter),
    Carrier("twitter 2012", "text", "", _twitter_old),
    Carrier("wordpress", "html", "lights.xml", _wordpress),
    Carrier("blogger", "html", "blog.xml", _blogger),
    Carrier("ghost html", "html", "ghost.json", _ghost),
    Carrier("ghost lexical", "text", "ghost.json", _ghost_lexical),
    Carrier("medium", "html", "", _medium),
    Carrier("mastodon", "html", "", _mastodon),
    Carrier("bluesky", "text", "ada.car", _bluesky),
    Carrier("substack", "html", "", _substack),
    Carrier("beehiiv", "html", "posts.csv", _beehiiv),
    Carrier("buttondown", "markdown", "", _buttondown),
    Carrier("tumblr api", "text", "lamps.json", _tumblr_api),
    Carrier("tumblr pages", "html", "", _tumblr_pages),
    Carrier("tumblr official", "html", "", _tumblr_official),
    Carrier("tumblr xml", "html", "posts.xml", _tumblr_xml),
    Carrier("feeds rss", "html", "feed.xml", _rss),
    Carrier("feeds atom", "html", "feed.atom", _atom),
    Carrier("feeds json", "html", "feed.json", _json_feed),
    Carrier("markdown", "markdown", "", _markdown),
    Carrier("markdown jekyll", "markdown", "", _jekyll),
    Carrier("markdown mdx", "markdown", "", _mdx),
    Carrier("obsidian", "markdown", "", _obsidian),
    Carrier("mail text", "text", "lights.mbox", _mail("plain")),
    Carrier("mail html", "html", "lights.mbox", _mail("html")),
)
