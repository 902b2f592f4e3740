"""Pictures: what a book's items show, which of it is there, and how large it is.

Of a picture no more is read than its head, which says its size. Whether all of it is sound will be
seen when the book is made.
"""

from __future__ import annotations

import warnings
from collections import Counter
from contextlib import ExitStack

from pipeline.commands.survey.facts import Pictures, most_first
from pipeline.ingest.media import SMALL
from pipeline.ingest.pictures import Unprintable, opened, prepared
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError
from pipeline.model.handoff import Archives, Posts
from pipeline.model.post import Media
from pipeline.model.presence import found
from pipeline.model.text import Image, Paragraph

_HEAD = 1 << 16
"""Bytes, in which nearly every picture says how large it is."""


def pictures(posts: Posts, archives: Archives) -> Pictures:
    if not posts.media:
        return Pictures()
    described = _described(posts)
    rows = {row.key: row for row in posts.media}
    shown = [rows.get(key, Media(key, missing="the archive does not hold it")) for key in described]
    missing = [row for row in shown if row.missing]
    held = [row for row in shown if not row.missing]
    unreadable: Counter[str] = Counter()
    small = 0
    for size in _sizes(held, posts, archives):
        if isinstance(size, str):
            unreadable[size] += 1
        else:
            small += size < SMALL
    return Pictures(
        shown=len(shown),
        held=len(held) - unreadable.total(),
        missing=most_first(Counter(_sort(row.missing) for row in missing)),
        unreadable=most_first(unreadable),
        small=small,
        without_alt=sum([not alt for alt in described.values()]),
        with_address=sum([row.key.startswith(("http://", "https://")) for row in missing]),
    )


def _described(posts: Posts) -> dict[str, bool]:
    """Every picture that is shown, and whether it is described wherever it is."""
    described: dict[str, bool] = {}
    for post in posts.posts:
        blocks = (Paragraph(post.title, ()), *post.blocks) if post.title else post.blocks
        for image in found(blocks, Image):
            has = bool(image.alt.strip())
            described[image.media] = described.get(image.media, True) and has
    return described


def _sizes(rows: list[Media], posts: Posts, archives: Archives) -> list[int | str]:
    """The longer side of each picture in pixels, or why it cannot be shown."""
    if not rows:
        return []
    from PIL.Image import DecompressionBombWarning

    with ExitStack() as stack, warnings.catch_warnings():
        warnings.simplefilter("error", DecompressionBombWarning)
        library = {
            archive.digest: stack.enter_context(Unpacked.open(archive.path, archive.digest))
            for archive in archives.archives
        }
        return [_size(library[posts.sources[row.source].digest], row.member) for row in rows]


def _size(archive: Unpacked, member: str) -> int | str:
    try:
        try:
            return _longer(archive.head(member, _HEAD))
        except Exception:  # its size lies farther in, or nowhere
            picture = prepared(archive.read(member), 3000)
            return max(picture.width, picture.height)
    except Unprintable as error:
        return _sort(str(error))
    except ArchiveError as error:
        return error.message


def _longer(head: bytes) -> int:
    with opened(head) as image:
        return max(image.size)


def _sort(reason: str) -> str:
    """A reason without names of files and numbers, so that many of a sort are told together."""
    words = ["the file" if "/" in word or "." in word[:-1] else word for word in reason.split()]
    return " ".join(words)
