"""WordPress exports (WXR) of every version, alone or in a zip, with or without the pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pipeline.ingest import heads
from pipeline.ingest.halves import Tally, converted
from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

if TYPE_CHECKING:
    from pipeline.ingest.readers.wordpress.document import Channel, Export
    from pipeline.ingest.readers.wordpress.item import Item
    from pipeline.ingest.readers.wordpress.site import Site

__all__ = ["MEMBERS", "NAME", "TITLE", "claim", "read"]

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


def begin(archive: Unpacked, intake: Intake) -> dict[str, Export]:
    """The exports that are XML beyond doubt, taken apart, by member."""
    from pipeline.ingest.readers.wordpress.document import Document

    members = _exports(archive)
    found = {at: Document(archive.read(at), at, intake).sound() for at in members}
    return {member: export for member, export in found.items() if export}


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post and page, of whatever visibility; all other items are set aside."""
    from pipeline.ingest.readers.wordpress.document import Document, Export
    from pipeline.ingest.readers.wordpress.posts import profile
    from pipeline.ingest.readers.wordpress.site import Site
    from pipeline.ingest.readers.wordpress.telling import tell

    site, tally = Site(intake), Tally()
    begun = intake.begun(dict[str, Export]) or {}
    exports: dict[str, Export] = {}
    for member in _exports(archive):
        export = begun.get(member) or Document(archive.read(member), member, intake).export()
        site.learn(export.items, export.channel)
        exports[member] = export
    if not exports:
        return  # a recipe names this format, and the archive is none of it
    authors: Counter[str] = Counter()
    for member, export in exports.items():
        convert = partial(_converted, site, export.channel, member)
        posts = converted(export.items, lambda item: len(item.content), convert, intake, tally)
        authors.update([post.author for post in posts])
        yield from posts
    intake.profile = profile(next(iter(exports.values())).channel, authors)
    tell(tally, intake)


def _converted(
    site: Site, channel: Channel, member: str, items: Sequence[Item], intake: Intake, tally: Tally
) -> list[Post]:
    from pipeline.ingest.readers.wordpress.posts import Converter

    return list(Converter(site.of(intake), channel, member, tally).posts(items))
