"""Twitter/X: what an account holds besides its tweets is most of the archive."""

from __future__ import annotations

import json
from typing import Any

from tests.specimens.photos import jpeg, png
from tests.specimens.specimen import Specimen

HANDLE = {"accountId": "7", "userName": "adaquill", "displayName": "Ada Quill"}
WHERE = {"type": "Point", "coordinates": ["54.01", "-2.66"], "spot": "CANARY-twitter-geo"}


def tweet(id: int | str, said: str, **more: Any) -> dict[str, Any]:
    """A tweet as archives from 2022 on write it."""
    entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
    return {
        "id_str": str(id),
        "id": str(id),
        "created_at": "Mon Mar 04 21:15:00 +0000 2019",
        "full_text": said,
        "lang": "en",
        "source": '<a href="https://x.example">web</a>',
        "geo": WHERE,
        "coordinates": WHERE,
        "place": {"full_name": "CANARY-twitter-place"},
        "entities": entities | more.pop("entities", {}),
    } | more


def script(name: str, *items: Any, wrapped: str = "") -> bytes:
    """A member as the platform assigns it; each item under a key of its own, where there is one."""
    rows = [{wrapped: item} for item in items] if wrapped else list(items)
    said = json.dumps(rows, ensure_ascii=False, indent=1)
    return f"window.YTD.{name}.part0 = {said}".encode()


def shown(said: str, name: str, place: str = "photo") -> dict[str, Any]:
    """The entities of a tweet that ends with a picture."""
    at = said.index("https://t.co/pic")
    picture = {
        "url": "https://t.co/pic",
        "media_url_https": f"https://pbs.twimg.example/media/{name}",
        "type": place,
        "indices": [str(at), str(at + 16)],
    }
    return {"entities": {"media": [picture]}, "extended_entities": {"media": [picture]}}


SHOWN = "The lamp room at noon, ROBIN-twitter-shown https://t.co/pic"
HIDDEN = "CANARY-twitter-deleted with a picture https://t.co/pic"
LONG = (
    "Every keeper of the outer light kept two logs: one for the board, in ink, with the wind and "
    "the oil and the visitors; and one for himself, in pencil, which nobody was ever meant to read."
)
PUBLIC = (
    tweet(9001, "Fog on the outer light, ROBIN-twitter-tweet."),
    tweet(9002, SHOWN, **shown(SHOWN, "F1shown.jpg")),
    tweet(9003, LONG[:200] + "…", created_at="Tue Mar 05 21:15:00 +0000 2019"),
    tweet(
        9004, "And the boat came back, ROBIN-twitter-thread.", in_reply_to_status_id_str="9001",
        in_reply_to_user_id_str="7", in_reply_to_screen_name="adaquill",
    ),
)  # fmt: skip


def note(id: str, said: str, day: str = "2019-03-05") -> dict[str, Any]:
    stamp = f"{day}T21:15:00.000Z"
    return {"noteTweetId": id, "createdAt": stamp, "core": {"text": said, "urls": []}}


def _message(word: str) -> dict[str, Any]:
    said = {"senderId": "7", "recipientId": "8", "text": f"CANARY-twitter-{word}", "mediaUrls": []}
    return {"conversationId": "7-8", "messages": [{"messageCreate": said}]}


PRIVATE = {
    "direct-messages": script("direct_messages", _message("dm"), wrapped="dmConversation"),
    "direct-messages-group": script("direct_messages_group", _message("dm-group")),
    "direct-message-headers": script("direct_message_headers", _message("dm-header")),
    "deleted-tweets": script(
        "deleted_tweets", tweet(9101, HIDDEN, **shown(HIDDEN, "F2gone.jpg")), wrapped="tweet"
    ),
    "deleted-note-tweet": script(
        "deleted_note_tweet", note("561", "CANARY-twitter-deleted-note"), wrapped="noteTweet"
    ),
    "twitter-circle-tweet": script(
        "twitter_circle_tweet", tweet(9102, "CANARY-twitter-circle"), wrapped="tweet"
    ),
    "article": script("article", {"id": "71", "title": "CANARY-twitter-article-title", "data": [
        {"text": "CANARY-twitter-article-draft", "type": "unstyled"}]}, wrapped="article"),
    "article-metadata": script(
        "article_metadata", {"id": "71", "visibility": "Draft"}, wrapped="articleMetadata"
    ),
    "like": script("like", {"tweetId": "1", "fullText": "CANARY-twitter-like"}, wrapped="like"),
    "bookmark": script("bookmark", {"fullText": "CANARY-twitter-bookmark"}),
    "grok-chat-item": script("grok_chat_item", {"message": "CANARY-twitter-grok"}),
    "profile": script("profile", {"description": {"bio": "CANARY-twitter-bio"}}),
    "phone-number": script("phone_number", {"device": {"phoneNumber": "CANARY-twitter-phone"}}),
    "ip-audit": script("ip_audit", {"ipAudit": {"loginIp": "CANARY-twitter-ip"}}),
    "email-address-change": script("email_address_change", {"to": "CANARY-twitter-new-email"}),
    "contact": script("contact", {"contact": {"emails": ["CANARY-twitter-contact"]}}),
    "device-token": script("device_token", {"token": "CANARY-twitter-device"}),
    "connected-application": script("connected_application", {"name": "CANARY-twitter-app"}),
    "personalization": script("personalization", {"p13nData": "CANARY-twitter-interests"}),
    "ad-impressions": script("ad_impressions", {"ad": "CANARY-twitter-ad"}),
    "block": script("block", {"blocking": {"userLink": "CANARY-twitter-block"}}),
    "mute": script("mute", {"muting": {"userLink": "CANARY-twitter-mute"}}),
    "follower": script("follower", {"follower": {"userLink": "CANARY-twitter-follower"}}),
    "saved-search": script("saved_search", {"query": "CANARY-twitter-search"}),
    "screen-name-change": script("screen_name_change", {"from": "CANARY-twitter-old-name"}),
    "key-registry": script("key_registry", {"key": "CANARY-twitter-key"}),
    "community-note": script("community_note", {"summary": "CANARY-twitter-rating"}),
}  # fmt: skip

ACCOUNT = {
    "email": "CANARY-twitter-email@mail.example",
    "createdVia": "CANARY-twitter-created-via",
    "username": "adaquill",
    "accountId": "7",
    "accountDisplayName": "Ada Quill",
    "phoneNumber": "CANARY-twitter-account-phone",
}

NEW = Specimen(
    "twitter",
    "2022",
    {
        "data/manifest.js": b"window.__THAR_CONFIG = "
        + json.dumps({"userInfo": HANDLE, "archiveInfo": {"sizeBytes": "9"}}).encode(),
        "data/account.js": script("account", ACCOUNT, wrapped="account"),
        "data/tweets.js": script("tweets", *PUBLIC, wrapped="tweet"),
        "data/note-tweet.js": script(
            "note_tweet", note("555", LONG + " ROBIN-twitter-note"), wrapped="noteTweet"
        ),
        **{f"data/{name}.js": data for name, data in PRIVATE.items()},
        "data/tweets_media/9002-F1shown.jpg": jpeg("CANARY-twitter-photo"),
        "data/deleted_tweets_media/9101-F2gone.jpg": jpeg("CANARY-twitter-gone-photo", 0x112233),
        "data/direct_messages_media/1-CANARY-twitter-dm-photo.png": png("CANARY-twitter-dm-png"),
        "data/profile_media/7-face.jpg": jpeg("CANARY-twitter-face"),
        "Your archive.html": b"<title>CANARY-twitter-viewer</title>",
    },
    named={
        "deleted": ("CANARY-twitter-deleted",),
        "followers": ("CANARY-twitter-circle",),
        "draft": ("CANARY-twitter-article-draft", "CANARY-twitter-article-title"),
    },
)

_BARE = json.dumps(PUBLIC[0]), json.dumps(PUBLIC[1])
MIDDLE = Specimen(
    "twitter",
    "2018",
    {
        "tweet.js": f"window.YTD.tweet.part0 = [ {', '.join(_BARE)} ]".encode(),
        "account.js": script("account", ACCOUNT, wrapped="account"),
        "direct-message.js": PRIVATE["direct-messages"],
        "tweet_media/9002-F1shown.jpg": jpeg("CANARY-twitter-photo"),
        "ip-audit.js": PRIVATE["ip-audit"],
        "phone-number.js": PRIVATE["phone-number"],
    },
)
LATER = Specimen(
    "twitter",
    "2020",
    {
        "data/tweet.js": script("tweet", *PUBLIC[:2], wrapped="tweet"),
        "data/account.js": MIDDLE.members["account.js"],
        "data/direct-messages.js": PRIVATE["direct-messages"],
        "data/tweet_media/9002-F1shown.jpg": jpeg("CANARY-twitter-photo"),
        "data/contact.js": PRIVATE["contact"],
    },
)


def old(id: int, said: str) -> dict[str, Any]:
    """A tweet as archives up to 2018 write it: numbers for ids, `text`."""
    user = {"id_str": "7", "screen_name": "adaquill", "name": "Ada Quill",
            "protected": False, "profile_image_url_https": "CANARY-twitter-face-url"}  # fmt: skip
    return {
        "id": id, "id_str": str(id), "text": said, "created_at": "2013-02-05 21:15:00 +0000",
        "user": user, "geo": WHERE, "source": "web", "entities": {},
    }  # fmt: skip


_OLD = old(31_000_000_000, "Fog again, ROBIN-twitter-month.")
OLD = Specimen(
    "twitter",
    "2012",
    {
        "data/js/tweets/2013_02.js": b"Grailbird.data.tweets_2013_02 = \n "
        + json.dumps([_OLD]).encode(),
        "data/js/tweet_index.js": b'var tweet_index =  [{"file_name": '
        b'"data/js/tweets/2013_02.js", "year": 2013, "month": 2, "tweet_count": 1}]',
        "data/js/user_details.js": b'var user_details =  {"expanded_url": '
        b'"CANARY-twitter-home", "screen_name": "adaquill", "location": "CANARY-twitter-town", '
        b'"full_name": "Ada Quill", "bio": "CANARY-twitter-old-bio", "id": "7"}',
        "data/js/payload_details.js": b'var payload_details =  {"tweets": 1, "created_at": '
        b'"2013-03-01 00:00:00 +0000", "lang": "en"}',
        "tweets.csv": b'"tweet_id","text"\n"31000000000","CANARY-twitter-table"\n',
    },
)

SPECIMENS = (NEW, LATER, MIDDLE, OLD)
