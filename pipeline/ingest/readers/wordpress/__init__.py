"""WordPress exports (WXR) of every version, alone or in a zip, with or without the pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pipeline.ingest import halves, heads
from pipeline.ingest.halves import Convert, Half, Parted, Tally
from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

if TYPE_CHECKING:
    from pipeline.ingest.readers.wordpress.export import Channel, Export
    from pipeline.ingest.readers.wordpress.item import Item
    from pipeline.ingest.readers.wordpress.site import Site

__all__ = ["MEMBERS", "NAME", "TITLE", "begin", "claim", "read"]

NAME = "wordpress"
TITLE = "WordPress export (WXR)"
MEMBERS = (
    Known(r".*\.xml", "read"),
    Known(r"(.*/)?(uploads|files)/.*\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic)", "read"),
    Known(r"(.*/)?(uploads|files)/.*", "ignored", "a file that no text shows as a picture"),
)

_HEAD = 1 << 16
_VERSION = re.compile(r"wxr_version>\s*([\d.]{1,5})|wordpress\.org/export/([\d.]{1,5})")


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when an XML member starts as the exports of WordPress do."""
    for member in _exports(archive):
        match = _VERSION.search(_head(archive, member))
        version = (match[1] or match[2]).strip("./") if match else ""
        era = f"WXR {version}" if version else ""
        return Claim(f"{member} is a feed that declares itself an export of WordPress", era)
    return None


def _exports(archive: Unpacked) -> list[str]:
    return [
        member.name
        for member in archive.members
        if (archive.single or member.name.lower().endswith(".xml"))
        and heads.is_wordpress(_head(archive, member.name))
    ]


def _head(archive: Unpacked, member: str) -> str:
    return heads.text(archive.head(member, _HEAD))


def begin(archive: Unpacked, intake: Intake) -> Iterator[dict[str, Export] | Parted | Half]:
    """The exports that are XML beyond doubt, taken apart, by member. Of a long one, the second half
    of the texts comes later, converted."""
    from pipeline.ingest.readers.wordpress.document import Document
    from pipeline.ingest.readers.wordpress.site import Site

    members = _exports(archive)
    found = {at: Document(archive.read(at), at, intake).sound() for at in members}
    exports = {member: export for member, export in found.items() if export}
    if intake.bench.findings or not exports:
        return
    if len(members) > 1:
        yield exports
        return
    ((member, export),) = exports.items()
    at = halves.parting(export.items, _length, intake)
    yield {member: export.without_texts(at)} if at else exports
    site = Site(intake)
    site.learn(export.items, export.channel)
    convert: Convert[Item] = partial(_converted, site, export.channel, member)
    yield from halves.begun(export.items, _length, convert, intake)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post and page, of whatever visibility; all other items are set aside."""
    from pipeline.ingest.readers.wordpress.export import Export
    from pipeline.ingest.readers.wordpress.posts import profile
    from pipeline.ingest.readers.wordpress.site import Site
    from pipeline.ingest.readers.wordpress.telling import tell

    site, tally = Site(intake), Tally()
    begun = intake.begun(dict[str, Export]) or {}
    exports: dict[str, Export] = {}
    for member in _exports(archive):
        export = begun.get(member) or _taken_apart(archive, member, intake)
        site.learn(export.items, export.channel)
        exports[member] = export
    if not exports:
        return  # a recipe names this format, and the archive is none of it
    authors: Counter[str] = Counter()
    for member, export in exports.items():
        convert: Convert[Item] = partial(_converted, site, export.channel, member)
        posts = halves.converted(export.items, _length, convert, intake, tally)
        authors.update([post.author for post in posts])
        yield from posts
    intake.profile = profile(next(iter(exports.values())).channel, authors)
    tell(tally, intake)


def _taken_apart(archive: Unpacked, member: str, intake: Intake) -> Export:
    from pipeline.ingest.readers.wordpress.document import Document  # not where it is begun with

    return Document(archive.read(member), member, intake).export()


def _length(item: Item) -> int:
    return len(item.content)


def _converted(
    site: Site, channel: Channel, member: str, items: Sequence[Item], intake: Intake, tally: Tally
) -> list[Post]:
    from pipeline.ingest.readers.wordpress.posts import Converter

    return list(Converter(site.of(intake), channel, member, tally).posts(items))
