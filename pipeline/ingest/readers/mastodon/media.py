"""Pictures, films and sounds -> figures and embeds, by every name that archives give the files."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.mastodon.fields import Fields, address, objects, text
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text, inlines
from pipeline.model.text import Block, Embed, Figure, Image

_FOLDER = "media_attachments/"
_SHOWN = re.compile(r"\.(jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?)\Z", re.IGNORECASE)
_MOVES = re.compile(r"\.(mp4|webm|mov|m4v|3gp)\Z", re.IGNORECASE)
_SOUNDS = re.compile(r"\.(mp3|ogg|oga|wav|flac|opus|aac|m4a|wma)\Z", re.IGNORECASE)


class Pictures:
    """The pictures of one archive, by what stands behind `media_attachments/` in their paths, which
    is all that servers agree about, or by their own names where no two are alike."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._tails: dict[str, str] = {}
        self._names: dict[str, str] = {}
        names = [member.name for member in intake.archive.members if _SHOWN.search(member.name)]
        often = Counter(_name(name) for name in names)
        for member in names:
            if _FOLDER in member:
                self._tails[_tail(member)] = member
            if often[_name(member)] == 1:
                self._names[_name(member)] = member

    def blocks(self, item: Fields, page: str, context: Context) -> list[Block]:
        """One figure of all pictures of an item, then each of its films and sounds as an embed."""
        images: list[Image] = []
        embeds: list[tuple[str, str, str]] = []
        for medium in objects(item, "attachment"):
            url, kind = address(medium, "url", "href"), _kind(medium)
            alt = clean_text(text(medium, "name", "summary")).strip()
            if not url:
                continue
            if kind == "picture":
                images.append(Image(self._key(url), alt))
            else:
                embeds.append((kind, alt, url if "://" in url else page))
        out: list[Block] = []
        if images:
            out.append(Figure(tuple(images), (), context.origin()))
        for kind, alt, url in embeds:
            out.append(Embed(clean_text(url), inlines(alt), context.origin(), kind))
        return out

    def _key(self, url: str) -> str:
        path = url.split("?", 1)[0].split("#", 1)[0]
        member = self._tails.get(_tail(path)) or self._names.get(_name(path))
        if member is not None:
            return self._intake.picture(member)
        held = self._tails or self._names
        why = (
            f"the archive does not hold {_name(path)}" if held else "the archive holds no pictures"
        )
        return self._intake.absent(clean_text(url), clean_text(why))


def _tail(path: str) -> str:
    return path.rpartition(_FOLDER)[2] if _FOLDER in path else path.lstrip("/")


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1].lower()


def _kind(medium: Fields) -> str:
    """What an attachment is, by its type of file, else by its name, else by its own word."""
    links = [medium, *objects(medium, "url")]
    sort = next((found for link in links if (found := text(link, "mediaType"))), "").partition("/")[
        0
    ]
    path = address(medium, "url", "href").split("?", 1)[0]
    word = text(medium, "type")
    if sort == "image" or _SHOWN.search(path) or (not sort and word == "Image"):
        return "picture"
    if sort == "video" or _MOVES.search(path) or word == "Video":
        return "video"
    if sort == "audio" or _SOUNDS.search(path) or word == "Audio":
        return "audio"
    return "file"
