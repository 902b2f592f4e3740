"""Threads that answer in circles, quotes of quotes of themselves, and crowds of answers."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.case import Case, Read
from tests.specimens import bluesky, mastodon, tumblr, twitter
from tests.specimens.cbor import repository, tid


def tweets(*made: dict[str, Any]) -> dict[str, bytes]:
    data = json.dumps([{"tweet": one} for one in made]).encode()
    handle = json.dumps([{"account": {"username": "adaquill", "accountId": "7"}}]).encode()
    return {"data/tweets.js": b"window.YTD.tweets.part0 = " + data,
            "data/account.js": b"window.YTD.account.part0 = " + handle}  # fmt: skip


def answer(id: int, to: int, **more: Any) -> dict[str, Any]:
    return twitter.tweet(
        id, f"Said by {id}.", in_reply_to_status_id_str=str(to), in_reply_to_user_id_str="7",
        in_reply_to_screen_name="adaquill", **more,
    )  # fmt: skip


def quoting(id: int, other: int) -> dict[str, Any]:
    said = f"Said by {id} https://t.co/q"
    url = {"url": "https://t.co/q", "expanded_url": f"https://twitter.com/adaquill/status/{other}",
           "indices": [str(said.index("https")), str(len(said))]}  # fmt: skip
    return twitter.tweet(id, said, entities={"urls": [url]})


def edited(id: int, *versions: int) -> dict[str, Any]:
    info = {"initial": {"editTweetIds": [str(one) for one in versions]}}
    return twitter.tweet(id, f"Said by {id}.", edit_info=info)


def toots(*made: dict[str, Any]) -> dict[str, bytes]:
    box = {"type": "OrderedCollection", "totalItems": len(made), "orderedItems": list(made)}
    return {
        "outbox.json": json.dumps(box).encode(),
        "actor.json": json.dumps(mastodon.ACTOR).encode(),
    }


def toot(id: int, to: int) -> dict[str, Any]:
    return mastodon.toot(id, f"Said by {id}.", inReplyTo=f"{mastodon.ADA}/statuses/{to}")


def skeets(*pairs: tuple[int, int]) -> bytes:
    made = {}
    for id, to in pairs:
        uri = f"at://did:plc:adaquill/{bluesky.POST}/{tid(to)}"
        reply = {"parent": {"uri": uri, "cid": "x"}, "root": {"uri": uri, "cid": "x"}}
        quoted = {"$type": "app.bsky.embed.record", "record": {"uri": uri, "cid": "x"}}
        made[f"{bluesky.POST}/{tid(id)}"] = bluesky.skeet(
            id, f"Said by {id}.", reply=reply, embed=quoted
        )
    return repository(made)


def reblogs(depth: int) -> bytes:
    """A post that quotes a post that quotes a post."""
    body = "".join(
        f'<p><a class="tumblr_blog" href="https://b{n}.tumblr.com/post/{n}">b{n}</a>:</p><blockquote>'
        for n in range(depth)
    )
    said = f"{body}<p>Said at the bottom.</p>{'</blockquote>' * depth}<p>Said by 1.</p>"
    one = {"id": 1, "blog_name": "lamps", "reblog_key": "k", "type": "text", "body": said,
           "post_url": "https://lamps.tumblr.com/post/1", "timestamp": 1351085455}  # fmt: skip
    return tumblr.answer(one)


ALL = ("Said by 1", "Said by 2", "Said by 3")
CASES = (
    Case("a tweet that answers itself", "lights", lambda: tweets(answer(1, 1), answer(2, 2)),
         Read(2, says=ALL[:2])),
    Case("three tweets that answer each other in a circle", "lights",
         lambda: tweets(answer(1, 2), answer(2, 3), answer(3, 1)), Read(3, says=ALL)),
    Case("a circle of tweets that one outside answers", "lights",
         lambda: tweets(answer(1, 2), answer(2, 1), answer(3, 1)), Read(3, says=ALL)),
    Case("tweets that quote each other in a circle", "lights",
         lambda: tweets(quoting(1, 2), quoting(2, 3), quoting(3, 1)), Read(3, says=ALL)),
    Case("a tweet that quotes itself", "lights", lambda: tweets(quoting(1, 1)), Read(1, says=ALL[:1])),
    Case("edits that are each other's", "lights",
         lambda: tweets(edited(1, 1, 2), edited(2, 2, 1), edited(3, 3, 1, 2)), Read(3, says=ALL[1:2])),
    Case("an edit of itself", "lights", lambda: tweets(edited(1, 1, 1, 1)), Read(1, says=ALL[:1])),
    Case("a thread of five thousand tweets", "lights",
         lambda: tweets(twitter.tweet(1, "Said by 1."), *[answer(n, n - 1) for n in range(2, 5001)]),
         Read(5000, says=("Said by 1", "Said by 5000"))),
    Case("a tweet that five thousand answer", "lights",
         lambda: tweets(twitter.tweet(1, "Said by 1."), *[answer(n, 1) for n in range(2, 5001)]),
         Read(5000, says=("Said by 1", "Said by 5000"))),
    Case("a thread told from its end", "lights",
         lambda: tweets(*[answer(n, n - 1) for n in range(1000, 1, -1)], twitter.tweet(1, "Said by 1.")),
         Read(1000, says=("Said by 1000",))),
    Case("a toot that answers itself", "lights", lambda: toots(toot(1, 1), toot(2, 2)),
         Read(2, says=ALL[:2])),
    Case("toots that answer each other in a circle", "lights",
         lambda: toots(toot(1, 2), toot(2, 3), toot(3, 1)), Read(3, says=ALL)),
    Case("a thread of two thousand toots", "lights",
         lambda: toots(mastodon.toot(1, "Said by 1."), *[toot(n, n - 1) for n in range(2, 2001)]),
         Read(2000, says=("Said by 2000",))),
    Case("skeets that answer and quote each other in a circle", "ada.car",
         lambda: skeets((1, 2), (2, 3), (3, 1)), Read(3, says=ALL)),
    Case("a skeet that answers and quotes itself", "ada.car", lambda: skeets((1, 1)), Read(1, says=ALL[:1])),
    Case("a post that quotes itself a hundred times deep", "lamps.json", lambda: reblogs(100),
         Read(1, says=("Said by 1", "Said at the bottom"))),
    Case("a post that quotes itself ten thousand times deep", "lamps.json", lambda: reblogs(10_000),
         Read(1, says=("Said by 1", "Said at the bottom"))),
    Case("notes that show each other in a circle", "lights",
         lambda: {"a.md": b"Said by 1. ![[b]]", "b.md": b"Said by 2. ![[c]]", "c.md": b"Said by 3. ![[a]]",
                  ".obsidian/app.json": b"{}"}, Read(3, says=ALL)),
    Case("notes that show the next twice, and so on", "lights",
         lambda: {".obsidian/app.json": b"{}", **{
             f"n{at}.md": f"Said by {at}. ![[n{at + 1}]] ![[n{at + 1}]]".encode() for at in range(40)}},
         Read(40, says=ALL)),
    Case("texts that link to each other in a circle", "lights",
         lambda: {"a.md": b"# A\n\nSaid by 1 [b](b.md)", "b.md": b"# B\n\nSaid by 2 [c](c.md)",
                  "c.md": b"# C\n\nSaid by 3 [a](a.md)"}, Read(3, says=ALL)),
)  # fmt: skip
