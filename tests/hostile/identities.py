"""Ids, names and dates that no platform gives: paths, endless, empty, alike, of no calendar."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.case import Case, Read
from tests.specimens import ghost, mastodon, twitter, wordpress
from tests.specimens.specimen import text

FIRST, LAST = "The first of them.", "The last of them."
KEPT = Read(3, says=(FIRST, "The middle of them.", LAST))
SAID = (FIRST, "The middle of them.", LAST)

IDS: dict[str, Any] = {
    "a path": "../../../../etc/passwd",
    "ten thousand letters": "x" * 10_000,
    "a line break": "a\nb\r\nc",
    "NUL and other controls": "a\x00b\x1b[2J",
    "overrides that turn it around": "\u202e123\u202c",
    "half a surrogate pair": "a\ud800b",
    "markup": "<b>&\"'</b>",
    "a name of the shop's own": "matter/preface",
    "a sign of the shop's own": "a#b-2_c.d",
    "a number below zero": -5,
    "a number of thirty digits": 10**30,
    "a fraction": 1.5,
    "a space": " ",
    "accents in two spellings": "e\u0301\u00e9",
}


def tweets(id: Any) -> dict[str, bytes]:
    made = [twitter.tweet(str(9000 + at), words) for at, words in enumerate(SAID)]
    made[1] |= {"id": id, "id_str": id}
    return {"data/tweets.js": b"window.YTD.tweets.part0 = "
            + json.dumps([{"tweet": one} for one in made]).encode()}  # fmt: skip


def posts(**fields: Any) -> bytes:
    made = [ghost.post(at, "", html=f"<p>{words}</p>", title=f"Light {at}", codeinjection_head=None)
            for at, words in enumerate(SAID, 1)]  # fmt: skip
    made[1] |= fields
    return json.dumps(
        {"db": [{"meta": {"exported_on": 1, "version": "5.1.0"}, "data": {"posts": made}}]}
    ).encode()


def toots(**fields: Any) -> dict[str, bytes]:
    made = [mastodon.toot(at, words) for at, words in enumerate(SAID, 1)]
    made[1]["object"] |= fields
    return {"outbox.json": json.dumps({"type": "OrderedCollection", "totalItems": 3,
                                       "orderedItems": made}).encode()}  # fmt: skip


def blog(old: str, new: str) -> bytes:
    made = [wordpress.item(at, f"<p>{words}</p>") for at, words in enumerate(SAID, 1)]
    assert old in made[1]
    return text(wordpress.HEAD + made[0] + made[1].replace(old, new) + made[2] + wordpress.FOOT)


DATES = (
    "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "99999-12-31T23:59:59Z", "-0044-03-15T00:00:00Z",
    "2020-02-30T10:00:00Z", "2020-13-45T99:99:99Z", "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00", "yesterday", "", "2020", "1e400", "NaN", "٢٠٢٠-٠٥-٠١",
    "2020-05-01T10:00:00+99:99", "2020-05-01T10:00:00.123456789123Z", "20200501T100000Z", "\x00", "-1",
    "9" * 400, "253402300800", "1588327200", "2020-05-01T10:00:60Z",
)  # fmt: skip
ODD_DATES: tuple[Any, ...] = (None, 0, -1, 10**18, 1e300, True, [], {}, [2020, 5, 1])

_TWICE = Read(3, says=(FIRST, LAST), codes=("ingest.id-twice",))
CASES = (
    *[Case(f"an id that is {name}, of a tweet", "lights", lambda id=id: tweets(id),
           KEPT if isinstance(id, str) else Read(2, {"unreadable": 1}, says=(FIRST, LAST)))
      for name, id in IDS.items()],
    *[Case(f"an id that is {name}, of a post", "ghost.json", lambda id=id: posts(id=id), KEPT)
      for name, id in IDS.items()],
    *[Case(f"an id that is {name}, of a toot", "lights", lambda id=id: toots(id=id), KEPT)
      for name, id in IDS.items()],
    *[Case(f"a slug that is {name}", "ghost.json", lambda id=id: posts(slug=id), KEPT)
      for name, id in IDS.items()],
    *[Case(f"the date {date[:40]!r} of a post", "ghost.json",
           lambda date=date: posts(published_at=date, created_at=date), KEPT) for date in DATES],
    *[Case(f"the date {date!r:.40} of a post", "ghost.json",
           lambda date=date: posts(published_at=date, created_at=date), KEPT) for date in ODD_DATES],
    *[Case(f"the date {date[:40]!r} of a toot", "lights", lambda date=date: toots(published=date), KEPT)
      for date in DATES],
    *[Case(f"the date {date[:40]!r} of a blog's post", "lights.xml",
           lambda date=date: blog("2020-05-01 10:00:00", date.replace("\0", "")), KEPT) for date in DATES],
    Case("an id that is empty, of a post", "ghost.json", lambda: posts(id="", uuid="", slug=""), KEPT),
    Case("an id that another has, of a post", "ghost.json", lambda: posts(id=f"{1:024x}"), _TWICE),
    Case("an id that another has, of a tweet", "lights", lambda: tweets("9000"),
         Read(3, says=(FIRST, LAST))),
    Case("an id that another has, of a blog's post", "lights.xml",
         lambda: blog("<wp:post_id>2<", "<wp:post_id>1<"), _TWICE),
    Case("an id that is empty, of a blog's post", "lights.xml",
         lambda: blog("<wp:post_id>2<", "<wp:post_id><"), KEPT),
    Case("names of files that differ in their ends", "lights",
         lambda: {"a.md": b"# A\n\nOne.\n", "a.markdown": b"# A\n\nTwo.\n", "b/a.md": b"# A\n\nThree.\n"},
         Read(3, says=("One.", "Two.", "Three."))),
    Case("names of files that are all dots and spaces", "lights",
         lambda: {" .md": b"# A\n\nOne.\n", "...md": b"# B\n\nTwo.\n", "-.md": b"# C\n\nThree.\n"},
         Read(3, says=("One.", "Two.", "Three."))),
    Case("an author of ten thousand letters", "lights",
         lambda: {"a.md": b"---\nauthor: " + b"x" * 10_000 + b"\n---\n\n# A\n\nOne.\n"}, Read(1, says=("One.",))),
    Case("a title of a path, from which a file is named", "lights",
         lambda: {"_config.yml": b"title: ../../../etc/passwd\nauthor: ../..\n",
                  "a.md": b"# A\n\nOne.\n", "b.md": b"# B\n\nTwo.\n", "c.md": b"# C\n\nThree.\n"},
         Read(3, says=("One.",))),
    Case("a language that is none", "lights",
         lambda: {"a.md": b"---\nlang: ../../x-\xe2\x80\xae\n---\n\n# A\n\nOne.\n"}, Read(1, says=("One.",))),
)  # fmt: skip
