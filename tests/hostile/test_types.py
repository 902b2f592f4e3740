"""Every field of every format that is written in JSON or the like, with every kind of value that it
should not have: each costs its own item at most, and the honest items around them stay."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.case import brought
from tests.specimens import bluesky, buttondown, feeds, ghost, mastodon, tumblr, twitter
from tests.specimens.cbor import repository, tid

HUGE = 10**400
WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 7, 1.5, 10**18, HUGE, "", " ", "x", "\x00\x1b", "a\ud800b", "\u202ex", "../../e",
    "9" * 30, "2020-02-30", "https://[::1", "javascript:x", "<b>x", [], [[]], [None], ["x", 3, None],
    {}, {"a": {"b": []}}, [{}], [{"type": None}], {"type": "x"},
)  # fmt: skip
HONEST, LAST = "The honest one", "The last honest one"


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place within an item, the item itself left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield (*here, key)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*here, key))


def changed(item: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = copy.deepcopy(item)
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return made


def without(item: Any, path: tuple[Any, ...]) -> Any:
    made = copy.deepcopy(item)
    place = made
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return made


def every(
    item: Callable[[int, str], Any],
    wrong: tuple[Any, ...] = WRONG,
    honest: Callable[[int, str], Any] | None = None,
) -> list[Any]:
    """An honest item, one for each wrong value of each field, and an honest item again."""
    honest = honest or item
    made = [honest(0, HONEST)]
    for path in paths(item(0, "words")):
        for value in wrong:
            made.append(changed(item(len(made), "words"), path, value))
        made.append(without(item(len(made), "words"), path))
    return [*made, honest(len(made), LAST)]


def dumped(value: Any) -> bytes:
    """JSON with numbers of any length."""
    return json.dumps(value).encode()


# -- one full item of each -------------------------------------------------------------------------


def a_tweet(at: int, said: str) -> Any:
    shown = f"{said} @tove #lamp https://t.co/l https://t.co/pic"
    made = twitter.shown(shown, "F1.jpg")
    end = [str(len(shown) - 30), str(len(shown) - 17)]
    made["entities"] |= {
        "hashtags": [{"text": "lamp", "indices": ["0", "2"]}],
        "user_mentions": [
            {"screen_name": "tove", "name": "Tove", "id_str": "8", "indices": ["0", "1"]}
        ],
        "urls": [{"url": "https://t.co/l", "expanded_url": "https://x.example/", "indices": end}],
    }
    film = {
        "variants": [
            {"url": "https://x.example/a.mp4", "bitrate": "1", "content_type": "video/mp4"}
        ]
    }
    made["extended_entities"]["media"][0] |= {"video_info": film, "ext_alt_text": "A lamp"}
    return {"tweet": twitter.tweet(
        str(9000 + at), shown, **made, in_reply_to_status_id_str="9000", in_reply_to_user_id_str="7",
        in_reply_to_screen_name="adaquill", edit_info={"initial": {"editTweetIds": ["1"]}},
    )}  # fmt: skip


def a_note(at: int, said: str) -> Any:
    made = twitter.note(str(500 + at), f"{said} {at}")
    link = {
        "fromIndex": "0",
        "toIndex": "3",
        "shortUrl": "https://t.co/l",
        "expandedUrl": "https://x",
    }
    made["core"] |= {"urls": [link], "mentions": [{"fromIndex": 0, "toIndex": 1, "screenName": "a"}],
                     "styletags": [{"fromIndex": 0, "toIndex": 2, "styleTypes": [{"name": "Bold"}]}]}  # fmt: skip
    return {"noteTweet": made}


def a_plain_note(at: int, said: str) -> Any:
    return {"noteTweet": twitter.note(str(500 + at), said)}


def a_post(at: int, said: str) -> Any:
    return ghost.post(
        at + 1, "", html=f"<p>{said} {at}.</p>", title=f"{said} {at}", feature_image="__GHOST_URL__/x.jpg",
        lexical=ghost.lexical(said), mobiledoc=ghost.mobiledoc(said), custom_excerpt="x",
        canonical_url="https://x.example/", locale="en",
    )  # fmt: skip


def a_card(at: int, said: str) -> Any:
    """A post whose cards are the item: the JSON within the JSON."""
    text = {"type": "text", "text": f"{said} {at}", "format": 1, "version": 1}
    link = {"type": "link", "url": "https://x.example", "children": [text], "rel": None}
    children = [
        {"type": "paragraph", "children": [text, link]},
        {"type": "heading", "tag": "h2", "children": [text]},
        {"type": "list", "listType": "bullet", "start": 1, "children": [
            {"type": "listitem", "value": 1, "children": [text]}]},
        {"type": "image", "src": "x.jpg", "alt": "x", "caption": "x", "width": 1},
        {"type": "gallery", "images": [{"src": "x.jpg", "row": 0}], "caption": "x"},
        {"type": "codeblock", "code": "x", "language": "c"},
        {"type": "html", "html": "<p>x</p>"},
        {"type": "bookmark", "url": "https://x", "metadata": {"title": "x", "description": "x"}},
        {"type": "embed", "url": "https://x", "html": "<iframe>", "metadata": {}},
        {"type": "callout", "calloutText": "x", "calloutEmoji": "x"},
        {"type": "toggle", "heading": "x", "content": "x"},
        {"type": "quote", "children": [text]},
    ]  # fmt: skip
    return {"root": {"type": "root", "children": children}}


def cards(items: list[Any]) -> list[Any]:
    return [
        ghost.post(at + 1, "", html=None, lexical=json.dumps(one), title=f"Light {at}")
        for at, one in enumerate(items)
    ]


def a_toot(at: int, said: str) -> Any:
    return mastodon.toot(
        at + 1, f"{said} {at} #lamp :lamp:", summary="a lamp", attachment=mastodon.image("1/a.jpg", "A lamp"),
        tag=[{"type": "Hashtag", "name": "#lamp", "href": "https://x"},
             {"type": "Emoji", "name": ":lamp:", "icon": {"url": "https://x"}},
             {"type": "Mention", "name": "@tove", "href": "https://x"}],
        contentMap={"en": "<p>x</p>"}, updated="2022-05-02T10:00:00Z", name="x",
        oneOf=[{"type": "Note", "name": "x", "replies": {"totalItems": 1}}],
        replies={"first": {"items": ["https://x"]}}, quoteUrl="https://x",
    )  # fmt: skip


def a_tumble(at: int, said: str) -> Any:
    content = [
        {"type": "text", "text": f"{said} {at}", "subtype": "heading1",
         "formatting": [{"type": "bold", "start": 0, "end": 2, "url": "https://x"}]},
        {"type": "image", "media": [{"url": "https://x/a.jpg", "width": 1, "height": 1}], "alt_text": "x"},
        {"type": "link", "url": "https://x", "title": "x"},
        {"type": "video", "url": "https://x", "media": {"url": "https://x"}},
        {"type": "audio", "title": "x", "artist": "x"},
        {"type": "poll", "question": "x", "answers": [{"answer_text": "x"}]},
    ]  # fmt: skip
    trail = [{"blog": {"name": "tove", "url": "https://x"}, "post": {"id": "1"}, "content": content[:1],
              "layout": [{"type": "ask", "blocks": [0], "attribution": {"blog": {"name": "x"}}}]}]  # fmt: skip
    return tumblr.post(
        at + 1, said, content=content, trail=trail, layout=[{"type": "rows", "display": [{"blocks": [0]}]}],
        tags=["lamp"], reblogged_root_url="https://x", reblogged_root_name="x", post_author="x", date="x",
    )  # fmt: skip


def an_old_tumble(at: int, said: str) -> Any:
    return tumblr.post(
        at + 1, said, content=None, type="photo", caption=f"<p>{said} {at}</p>", title="x", body="<p>x</p>",
        photos=[{"caption": "x", "original_size": {"url": "https://x/a.jpg"}, "alt_sizes": [{"url": "x"}]}],
        dialogue=[{"name": "x", "label": "x:", "phrase": "x"}], text="x", source="x", url="https://x",
        question="x", answer="x", asking_name="x", player=[{"embed_code": "<iframe>"}], tags=["lamp"],
    )  # fmt: skip


def said_once(at: int, said: str) -> Any:
    return tumblr.post(at + 1, f"{said} {at}")


def a_feed_item(at: int, said: str) -> Any:
    return {
        "id": f"{at}", "url": f"https://x.example/{at}", "external_url": "https://x", "title": "A light",
        "content_html": f"<p>{said} {at}</p>", "content_text": "x", "summary": "x", "image": "https://x/a.jpg",
        "banner_image": "https://x/b.jpg", "date_published": "2020-05-01T10:00:00Z",
        "date_modified": "2020-05-01T10:00:00Z", "authors": [{"name": "Ada", "url": "x", "avatar": "x"}],
        "author": {"name": "Ada"}, "tags": ["lamp"], "language": "en",
        "attachments": [{"url": "https://x/a.mp3", "mime_type": "audio/mp3", "title": "x"}],
    }  # fmt: skip


def an_email(at: int, said: str) -> Any:
    return buttondown.ROW | {"id": f"u{at}", "body": f"{said} {at}.", "slug": f"s{at}", "image": "https://x/a.jpg",
                             "description": "x", "creation_date": "2023-01-01T00:00:00Z"}  # fmt: skip


def a_skeet(at: int, said: str) -> Any:
    uri = f"at://did:plc:adaquill/{bluesky.POST}/{tid(0)}"
    facet = {"index": {"byteStart": 0, "byteEnd": 3},
             "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://x"}]}  # fmt: skip
    card = {"uri": "https://x", "title": "x", "description": "x", "thumb": {"ref": None}}
    embed = {"$type": "app.bsky.embed.recordWithMedia",
             "record": {"$type": "app.bsky.embed.record", "record": {"uri": uri, "cid": "x"}},
             "media": {"$type": "app.bsky.embed.external", "external": card}}  # fmt: skip
    return bluesky.skeet(
        at, f"{said} {at}", facets=[facet], embed=embed, tags=["lamp"],
        reply={"parent": {"uri": uri, "cid": "x"}, "root": {"uri": uri, "cid": "x"}},
        labels={"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "x"}]},
    )  # fmt: skip


WITHIN_64_BITS = tuple(one for one in WRONG if not isinstance(one, float) and one != HUGE)
FORMS: dict[str, tuple[str, Callable[[], Any]]] = {
    "tweets": ("lights", lambda: {"data/tweets.js": b"window.YTD.tweets.part0 = " + dumped(every(a_tweet))}),
    "long texts of tweets": ("lights", lambda: {
        "data/tweets.js": b"window.YTD.tweets.part0 = " + dumped([a_tweet(0, HONEST)]),
        "data/note-tweet.js": b"window.YTD.note_tweet.part0 = "
        + dumped(every(a_note, honest=a_plain_note))}),
    "posts of Ghost": ("ghost.json", lambda: ghost_of(every(a_post))),
    "cards of Ghost": ("ghost.json", lambda: ghost_of(cards(every(a_card)))),
    "toots": ("lights", lambda: {"outbox.json": dumped(
        {"type": "OrderedCollection", "totalItems": 1, "orderedItems": every(a_toot)})}),
    "posts of Tumblr": ("lamps.json", lambda: tumblr_of(every(a_tumble, honest=said_once))),
    "posts of the older Tumblr": ("lamps.json", lambda: tumblr_of(every(an_old_tumble, honest=said_once))),
    "items of feeds": ("feed.json", lambda: dumped(feeds.JSON_FEED | {"items": every(a_feed_item)})),
    "e-mails": ("emails.json", lambda: dumped({"results": every(an_email)})),
    "skeets": ("ada.car", lambda: repository({
        f"{bluesky.POST}/{tid(at)}": one for at, one in enumerate(every(a_skeet, WITHIN_64_BITS))})),
}  # fmt: skip


def ghost_of(posts: list[Any]) -> bytes:
    return dumped(
        {"db": [{"meta": {"exported_on": 1, "version": "5.1.0"}, "data": {"posts": posts}}]}
    )


def tumblr_of(posts: list[Any]) -> bytes:
    return dumped({"response": {"blog": {"name": "lamps", "title": "Lamps"}, "posts": posts}})


@pytest.mark.parametrize("name", FORMS)
def test_no_value_of_any_field_costs_more_than_its_item(name: str, tmp_path: Path) -> None:
    file, given = FORMS[name]
    answer = brought(given(), file, tmp_path)
    assert answer.error is None, answer.error
    assert HONEST in answer.text
    assert LAST in answer.text
    assert answer.kept > 20
    assert not {why for why in answer.aside if "converted" in why}, answer.aside
