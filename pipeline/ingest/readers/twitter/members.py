"""Every member that an archive of any era may hold: read, or ignored, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from pipeline.ingest.intake import Known
from pipeline.ingest.unpack import Member
from pipeline.model.post import Visibility

_PART = r"(-part\d+)?\.js"


def _data(*names: str) -> str:
    """A pattern for data files: at the root or under `data/`, whole or in parts."""
    return r"(.*/)?(" + "|".join(names) + ")" + _PART


def _read(*names: str) -> Known:
    return Known(_data(*names), "read")


def _ignored(why: str, *names: str) -> Known:
    return Known(_data(*names), "ignored", why)


PRIVATE = "private messages and contacts are never read"
ACCOUNT = "settings and records of the account, not prose"

MEMBERS: tuple[Known, ...] = (
    Known(r"(.*/)?js/tweets/\d{4}_\d{2}\.js", "read"),
    Known(r"(.*/)?js/(tweet_index|user_details|payload_details)\.js", "read"),
    Known(r"(.*/)?tweets\.csv", "ignored", "the same tweets as in data/js/tweets"),
    _read("tweets?", "note-tweet", "community-tweet", "deleted-tweets?", "deleted-note-tweet"),
    _read("twitter-circle-tweet", "(twitter-)?article", "(twitter-)?article-metadata"),
    _read("manifest", "account"),
    Known(
        r"(.*/)?(tweets?|community_tweet|deleted_tweets?|twitter_circle_tweet)_media/.*\.(mp4|m3u8|mov)",
        "ignored",
        "a page cannot hold a film; a link stands in its place",
    ),
    Known(r"(.*/)?(tweets?|community_tweet|deleted_tweets?|twitter_circle_tweet)_media/.+", "read"),
    Known(r"(.*/)?(twitter_)?article_media/.+", "read"),
    Known(r"(.*/)?direct_messages?(_group)?_media/.*", "ignored", PRIVATE),
    Known(r"(.*/)?\w+_media/.*", "ignored", "pictures of the account, not of its tweets"),
    _ignored(PRIVATE, "direct-messages?.*", "audio-video-calls-in-dm.*", "contact", "grok-chat.*"),
    _ignored("other people's words", "like", "likes", "bookmarks?"),
    _ignored("the ids and times that the tweets themselves carry", "(deleted-)?tweet-headers"),
    _ignored("advertising records", "ads?-.*", "ad-.*", "personalization", "branch-links"),
    _ignored("notes on other people's posts", "community-notes?(-.*)?", "birdwatch-.*"),
    _ignored("collections of other people's posts", "moment", "lists?-.*", "saved-search"),
    _ignored("broadcasts and spoken rooms", "periscope-.*", "spaces-metadata"),
    _ignored(
        "records of a shop",
        "catalog-item",
        "commerce-catalog",
        "product-.*",
        "shop.*",
        "twitter-shop",
        "professional-data",
    ),
    _ignored(
        ACCOUNT,
        "account-.*",
        "ageinfo",
        "app",
        "block",
        "connected-application",
        "device-token",
        "email-address-change",
        "expanded-profile",
        "facebook-connection",
        "follow(er|ing)",
        "ip-audit",
        "key-registry",
        "mute",
        "ni-devices",
        "phone-number",
        "profile",
        "protected-history",
        "reply-prompt",
        "screen-name-change",
        "smartblock",
        "sso",
        "tweetdeck",
        "twitter-circle(-member)?",
        "user-link-clicks",
        "verified(-.*)?",
    ),
    Known(r"(.*/)?(Your archive|index)\.html?", "ignored", "the archive's own viewer"),
    Known(r"(.*/)?(assets|css|img|lib|data/csv)/.*", "ignored", "the archive's own viewer"),
    Known(r"(.*/)?js/.*", "ignored", "the archive's own viewer"),
    Known(r"(.*/)?README(\.txt|\.md)?", "ignored", "the platform's description of the archive"),
)


class Prose(Struct, frozen=True):
    """Members whose items are tweets: what they are, and who may read them."""

    member: str
    kind: str
    visibility: Visibility


_PROSE: tuple[tuple[str, str, Visibility], ...] = (
    (_data("twitter-circle-tweet"), "tweet", "followers"),
    (_data("deleted-tweets?"), "tweet", "deleted"),
    (_data("tweets?"), "tweet", "public"),
    (r"(.*/)?js/tweets/\d{4}_\d{2}\.js", "tweet", "public"),
    (_data("community-tweet"), "community tweet", "public"),
)
"""Those with the fewest readers first: what they hold is theirs, wherever else it stands."""

_ASSIGNED = (
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:window\.)?YTD\.(?P<name>\w+)\.part\d+|Grailbird\.data\.\w+)\s*="
)
_BARE_LIST = rb'(?:\xef\xbb\xbf)?\s*\[\s*\{\s*"tweet"\s*:'


class Shelf(Struct, frozen=True):
    """The members of one archive by what they are for."""

    prose: tuple[Prose, ...]
    notes: tuple[tuple[str, Visibility], ...]
    articles: tuple[str, ...]
    article_facts: tuple[str, ...]
    details: tuple[str, ...]
    manifest: str
    account: str
    index: str


def shelf_of(members: Iterable[Member]) -> Shelf:
    names = [member.name for member in members]
    # Every reader is asked for every archive: most have nothing that these patterns could match.
    names = sorted([name for name in names if name.casefold().endswith(".js")], key=_in_order)

    def those(pattern: str, flags: int = re.IGNORECASE | re.DOTALL) -> tuple[str, ...]:
        known = re.compile(pattern, flags) if names else None
        return tuple(name for name in names if known and known.fullmatch(name))

    def first(pattern: str) -> str:
        return next(iter(those(pattern)), "")

    prose = [
        Prose(name, kind, visibility)
        for pattern, kind, visibility in _PROSE
        for name in those(pattern, re.IGNORECASE)
    ]
    notes: list[tuple[str, Visibility]] = [(name, "public") for name in those(_data("note-tweet"))]
    notes += [(name, "deleted") for name in those(_data("deleted-note-tweet"))]
    return Shelf(
        tuple(prose),
        tuple(notes),
        those(_data("(twitter-)?article")),
        those(_data("(twitter-)?article-metadata")),
        those(r"(.*/)?js/(user|payload)_details\.js"),
        first(r"(.*/)?manifest\.js"),
        first(r"(.*/)?account\.js"),
        first(r"(.*/)?js/tweet_index\.js"),
    )


def _in_order(name: str) -> list[tuple[int, str]]:
    """`tweets-part2.js` before `tweets-part10.js`."""
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d{1,18})", name)
    ]


def holds_tweets(head: bytes) -> bool:
    """Whether a member starts as the platform's files do."""
    return bool(re.match(_ASSIGNED, head, re.IGNORECASE) or re.match(_BARE_LIST, head))
