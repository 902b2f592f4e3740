"""Reading: all items of an archive, in whichever of the shapes they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.readers.tumblr import api, first_api, members, official, pages, raw
from pipeline.ingest.readers.tumblr.blog import Blog
from pipeline.ingest.readers.tumblr.item import Item
from pipeline.ingest.readers.tumblr.posts import Converter
from pipeline.ingest.salvage import Broken
from pipeline.ingest.unpack import WITHIN, Unpacked
from pipeline.markup.plain import clean_text
from pipeline.model.post import Post


class _Sheet(Struct, frozen=True):
    """A page: its name, and the whole name by which the archive gives its bytes."""

    name: str
    member: str


class Reading:
    """One archive, read once."""

    def __init__(self, archive: Unpacked, intake: Intake) -> None:
        self.archive = archive
        self.intake = intake
        self.blog = Blog()
        self.failed = 0

    def posts(self) -> Iterator[Post]:
        """Every item but those that are set aside. JSON and XML say more than pages do: a page is
        read where only a page is left of a post."""
        told = [*self._documents(), *self._dumps()]
        seen = {item.id for item, _ in told}
        sheets = [sheet for sheet in self._sheets() if _number(sheet.name) not in seen]
        is_official = any(members.is_official(self.archive.head(s.member)) for s in sheets[:3])
        is_official = is_official or bool(members.documents(self.archive))
        for item, _ in told:
            self.blog.learn(item)
        self.blog.ids.update([_number(sheet.name) for sheet in sheets])
        self._name_of_pages(sheets)
        self.blog.settle()
        converter = Converter(self.intake, self.blog, official=is_official)
        for item, member in told:
            yield from self._safely(item.id, item.source, lambda: converter.post(item, member))  # noqa: B023
        for sheet in sheets:
            yield from self._page(sheet, converter)
        self.intake.profile = self.blog.profile()

    def _safely(
        self, item: str, source: int, convert: Callable[[], Post | None], sort: str = "post"
    ) -> Iterator[Post]:
        """The post of an item; nothing, after setting it aside, where there is none in it."""
        bench = self.intake.bench
        try:
            post = convert()
        except Exception as error:  # one bad item never stops a reader
            bench.set_aside(sort, item, source, "its text could not be converted")
            bench.find(
                "tumblr.item",
                "error",
                f"Item {item} could not be converted ({type(error).__name__}) and was set aside.",
                place=f"item {item}",
            )
            return
        if post is None:
            bench.set_aside(sort, item, source, "nothing in it")
        else:
            yield post

    # -- pages -------------------------------------------------------------------------------------

    def _sheets(self) -> list[_Sheet]:
        names = members.pages([member.name for member in self.archive.members])
        sheets = [_Sheet(name, name) for name in names]
        for member in self.archive.members:
            if not sheets and member.name.lower().split("/")[-1] == "posts.zip":
                inner = self.archive.package(member.name)
                found = members.pages([inside.name for inside in inner.members])
                sheets += [_Sheet(name, f"{member.name}{WITHIN}{name}") for name in found]
        return sheets

    def _name_of_pages(self, sheets: list[_Sheet]) -> None:
        """The blog's title and name, which the first pages of a backup tell."""
        for sheet in sheets[:200]:
            if self.blog.title and self.blog.handle:
                return
            head = clean_text(self.archive.read(sheet.member).decode("utf-8", "replace"))
            title = re.search(r"<title>([^<]*)</title>", head[:2000])
            tagged = re.findall(r"href=[\"']?https?://([\w-]+)\.tumblr\.com/tagged/", head[-9000:])
            said = html.unescape(title[1]) if title else ""
            self.blog.title = self.blog.title or " ".join(said.split())
            self.blog.handle = self.blog.handle or (tagged[-1].lower() if tagged else "")

    def _page(self, sheet: _Sheet, converter: Converter) -> Iterator[Post]:
        source = self.intake.source(sheet.member)
        number = _number(sheet.name)
        text = self.archive.read(sheet.member).decode("utf-8", "replace")
        if members.is_backup(text[:4096].encode()):
            page = pages.Page(text)
            if page.is_liked:
                why = "a post of somebody else that was liked"
                self.intake.bench.set_aside("like", number, source, why)
                return
            yield from self._safely(
                number, source, lambda: converter.post(page.item(number, source), sheet.name)
            )
            return
        item = official.item_of(text, number, source)
        if "/submissions/" in sheet.name and not (item.asked and item.text.strip()):
            why = "a message sent to the author, without an answer"
            self.intake.bench.set_aside("ask", number, source, why)
            return
        yield from self._safely(number, source, lambda: converter.post(item, sheet.name))

    # -- documents ---------------------------------------------------------------------------------

    def _documents(self) -> Iterator[tuple[Item, str]]:
        for member in members.documents(self.archive):
            export = first_api.Export(self.archive.read(member), member, self.intake)
            source = self.intake.source(member)
            found = [first_api.item_of(made, source) for made in export.items()]
            self.blog.handle = self.blog.handle or clean_text(export.name).lower()
            self.blog.title = self.blog.title or clean_text(export.title)
            for at, item in enumerate(found, 1):
                item.id = item.id or f"post {at}"
                self._own(item)
                yield item, member

    def _own(self, item: Item) -> None:
        """The blog's name, by the address of a post of its own."""
        found = re.match(r"https?://([\w-]+)\.tumblr\.com/", item.url)
        if found and found[1] != "www" and not self.blog.handle:
            self.blog.handle = found[1].lower()

    # -- JSON --------------------------------------------------------------------------------------

    def _dumps(self) -> Iterator[tuple[Item, str]]:
        for member in members.dumps(self.archive):
            source = self.intake.source(member)
            try:
                value = raw.decoded(self.archive.read(member))
            except ValueError as error:
                if self.archive.single:
                    raise self._refused(member, "it is not JSON") from error
                self._broken(member, source)
                continue
            blog = api.blog_in(value)
            self.blog.handle = self.blog.handle or clean_text(raw.words(blog, "name")).lower()
            self.blog.title = self.blog.title or clean_text(raw.words(blog, "title"))
            for at, post in enumerate(api.posts_in(value), 1):
                if (item := self._item(post, member, source, at)) is not None:
                    self._own(item)
                    yield item, member

    def _item(self, post: object, member: str, source: int, at: int) -> Item | None:
        first = isinstance(post, dict) and any(key in post for key in ("url-with-slug", "date-gmt"))
        number = raw.words(post, "id_string", "id") or f"post {at}"
        if isinstance(post, Broken):
            self.intake.bench.set_aside("post", number, source, "broken JSON")
            said = f"Entry {at} is broken, and was set aside."
            self.intake.bench.find("tumblr.json", "error", said, place=member)
            return None
        try:
            if not isinstance(post, dict):
                raise ValueError("no object")
            item = (
                first_api.item_of(first_api.in_json(post), source)
                if first
                else api.item_of(post, source)
            )
        except Exception as error:
            self.intake.bench.set_aside("post", clean_text(number), source, "not a post")
            self.intake.bench.find(
                "tumblr.item",
                "error",
                f"Entry {at} is no post that can be read ({type(error).__name__}), and was set "
                "aside.",
                place=member,
            )
            return None
        item.id = item.id or f"post {at}"
        if name := raw.words(post, "blog_name"):
            self.blog.handle = self.blog.handle or clean_text(name).lower()
        return item

    def _broken(self, member: str, source: int) -> None:
        number = _number(member) or member
        self.intake.bench.set_aside("post", number, source, "broken JSON")
        self.intake.bench.find(
            "tumblr.json", "error", "This file is not JSON, and was set aside.", place=member
        )

    def _refused(self, member: str, cause: str) -> Exception:
        return refused(
            self.archive.path, member, "this file cannot be read as Tumblr's", cause=cause,
            todo="export the blog again",
        )  # fmt: skip


def _number(name: str) -> str:
    """The number of the post that a page or a file is of."""
    found = re.fullmatch(members.PAGE, name, re.IGNORECASE | re.DOTALL) or re.fullmatch(
        members.ONE, name, re.IGNORECASE | re.DOTALL
    )
    return found[1] if found else ""
