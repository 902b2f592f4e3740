"""Pictures and films -> figures and embeds, by the names that archives give their files."""

from __future__ import annotations

import re

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.twitter.raw import Medium
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.text import Block, Embed, Figure, Image, Text

_FOLDER = re.compile(
    r"(?:.*/)?(?:tweets?|community_tweet|deleted_tweets?|twitter_circle_tweet)_media/([^/]+)",
    re.DOTALL,
)


class Pictures:
    """The pictures of one archive, by name."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._members: dict[str, str] = {}
        for member in intake.archive.members:
            if found := _FOLDER.fullmatch(member.name):
                self._members[found[1]] = member.name

    def held(self, tweet: str, medium: Medium) -> str | None:
        """The member that holds a picture's or a film's bytes: `{tweet}-{name at the platform}`,
        where a film may go by any of its variants' names."""
        addresses = [medium.address]
        if medium.video_info is not None:
            addresses = [variant.url for variant in medium.video_info.variants] + addresses
        names = [f"{tweet}-{_name(address)}" for address in addresses]
        return next((self._members[name] for name in names if name in self._members), None)

    def blocks(
        self, tweet: str, media: tuple[Medium, ...], first: Origin, *, own: bool
    ) -> list[Block]:
        """One figure of all pictures, then each film as an embed. A picture of someone else's
        tweet that the archive does not hold is an embed too: nobody is asked to find it."""
        images: list[Image] = []
        embeds: list[Medium] = []
        for medium in media:
            image = self._image(tweet, medium, own=own)
            if image is not None:
                images.append(image)
            if image is None or medium.moves:
                embeds.append(medium)
        out: list[Block] = []
        if images:
            out.append(Figure(tuple(images), (), (first,)))
        for medium in embeds:
            at = Origin(first.source, first.item, first.block + len(out))
            out.append(_embed(medium, at))
        return out

    def _image(self, tweet: str, medium: Medium, *, own: bool) -> Image | None:
        alt = clean_text(medium.ext_alt_text or medium.alt_text or "")
        name = f"{tweet}-{_name(medium.address)}"
        if name in self._members:
            return Image(self._intake.picture(self._members[name]), alt)
        if medium.moves or not own:
            return None
        why = (
            f"the archive does not hold {name}"
            if self._members
            else "the archive holds no pictures"
        )
        return Image(self._intake.absent(clean_text(medium.address), clean_text(why)), alt)


def _name(address: str) -> str:
    return address.split("?", 1)[0].split("#", 1)[0].rsplit("/", 1)[-1]


def _embed(medium: Medium, origin: Origin) -> Embed:
    about = medium.additional_media_info
    words = medium.ext_alt_text or medium.alt_text or (about and (about.title or about.description))
    address = medium.expanded_url or medium.address
    words = clean_text(words or medium.display_url or address)
    kind = "video" if medium.moves else "link"
    return Embed(clean_text(address), (Text(words),) if words else (), (origin,), kind)
