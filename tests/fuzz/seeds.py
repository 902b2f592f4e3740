"""Seeds: sound archives of every format, to be spoilt."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.ingest.readers.documents.pandoc import program
from tests.fuzz.members import Members
from tests.hostile import test_types as full
from tests.hostile.carriers import CARRIERS, Given, Item, dumped
from tests.specimens import SPECIMENS, bluesky, feeds
from tests.specimens.cbor import repository, tid
from tests.specimens.photos import jpeg


@dataclass(frozen=True)
class Seed:
    name: str
    format: str  # the reader that is to read it
    members: Members
    file: str = ""  # what it is called where it is a single file, its one member
    records: dict[str, Any] | None = None  # of a repository, which is packed from them
    guarded: bool = False  # a specimen, which holds canaries


SAID = {
    "text": (
        "The lamp was lit at 4:05, <b>&amp; \"seen\"</b> by @tove #lamp https://x.example/a?b=c&d 🏮",
        "One.\n\nTwo; *three* http://",
        "@adaquill RT @tove: late",
    ),
    "html": (
        '<h2 id="top">Lamps</h2><p>The <b>lamp</b> was <em>lit</em><br>at <a href="https://x.example/">four</a>.</p>'
        '<ul><li>oil<ol start="3"><li>wick</li></ol></li></ul><blockquote><p>Seen.</p></blockquote>',
        '<figure><img src="lamp.jpg" alt="A lamp"><figcaption>Lit</figcaption></figure><pre><code>a &lt; b</code></pre>'
        '<table><thead><tr><th>Day</th></tr></thead><tbody><tr><td colspan="2">One</td></tr></tbody></table><hr>',
        '<p>Late<sup id="fnref1"><a href="#fn1">1</a></sup>.</p><div class="footnotes"><ol><li id="fn1"><p>By far. '
        '<a href="#fnref1">↩</a></p></li></ol></div><iframe src="https://www.youtube.com/embed/x"></iframe>'
        "[caption id=\"1\"]<img src='x.png'> Lit[/caption] <dl><dt>x</dt><dd>y</dd></dl><!-- more -->",
    ),
    "markdown": (
        "# Lamps\n\nThe **lamp** was *lit*, [four](https://x.example/ \"x\"), `code`.[^1]\n\n- oil\n  1. wick\n\n[^1]: By far.\n",
        "> Seen.\n>\n> > Twice.\n\n![A lamp](lamp.jpg)\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```c\na < b\n```\n\n---\n",
        "<div class=\"x\"><p>Late</p></div>\n\nTerm\n: is this\n\n[[Light 1|there]] ![[Light 2#x]] #lamp $x^2$ ==lit== %%no%% ^id\n"
        "\n{{< figure src=\"a.jpg\" >}} {% include x %} [a][b] <https://x.example>\n\n[b]: /x 'y'\n",
    ),
}  # fmt: skip
DOCUMENT = """---
title: Lamps
author: Ada Quill
---

# The lamp

The **lamp** was *lit*, [four](https://x.example/).[^1] ~~gone~~ H~2~O

## Late

- oil
- wick

> Seen.

| Day | Light |
|-----|-------|
| 1   | lit   |

![A lamp](lamp.jpg)

`code` and $x^2$

[^1]: By far.
"""
DOCUMENTS = {"docx": "docx", "odt": "odt", "epub": "epub", "rst": "rst", "org": "org", "tex": "latex", "rtf": "rtf",
             "fb2": "fb2", "textile": "textile", "opml": "opml"}  # fmt: skip


def seeds() -> dict[str, list[Seed]]:
    """The seeds of every reader."""
    found: dict[str, list[Seed]] = {}
    for make in (_specimens, _carried, _full, _documents):
        for seed in make():
            found.setdefault(seed.format, []).append(seed)
    return found


def _specimens() -> Iterator[Seed]:
    seen = set()
    for one in SPECIMENS:
        if one.name in seen:
            continue
        seen.add(one.name)
        records = bluesky.RECORDS if one.format == "bluesky" else None
        yield Seed(one.name, one.format, one.members, records=records, guarded=True)
        if one.alone:
            file = Path(one.alone).name
            alone = {file: one.members[one.alone]}
            yield Seed(f"{one.name}-alone", one.format, alone, file, records)


def _carried() -> Iterator[Seed]:
    for carrier in CARRIERS:
        items = [Item(at, said) for at, said in enumerate(SAID[carrier.speaks])]
        yield _seed(carrier.name, carrier.format, carrier.pack(items), carrier.file)


def _seed(name: str, format: str, given: Given, file: str) -> Seed:
    if isinstance(given, bytes):
        return Seed(name, format, {file: given}, file)
    return Seed(name, format, given)


def _full() -> Iterator[Seed]:
    """Items that have every field that their format knows."""

    def three(item: Callable[[int, str], Any]) -> list[Any]:
        return [item(at, "The lamp was lit") for at in range(3)]

    tweets = b"window.YTD.tweets.part0 = " + dumped(three(full.a_tweet))
    notes = b"window.YTD.note_tweet.part0 = " + dumped(three(full.a_note))
    toots = {"type": "OrderedCollection", "totalItems": 3, "orderedItems": three(full.a_toot)}
    skeets = {f"{bluesky.POST}/{tid(at)}": one for at, one in enumerate(three(full.a_skeet))}
    yield Seed("full tweets", "twitter", {"data/tweets.js": tweets, "data/note-tweet.js": notes})
    yield Seed("full toots", "mastodon", {"outbox.json": dumped(toots)})
    yield Seed("full skeets", "bluesky", {"ada.car": repository(skeets)}, "ada.car", skeets)
    for name, format, file, data in (
        ("full posts", "ghost", "ghost.json", full.ghost_of(three(full.a_post))),
        ("full cards", "ghost", "ghost.json", full.ghost_of(full.cards(three(full.a_card)))),
        ("full tumbles", "tumblr", "lamps.json", full.tumblr_of(three(full.a_tumble))),
        ("full old tumbles", "tumblr", "lamps.json", full.tumblr_of(three(full.an_old_tumble))),
        ("full feed", "feeds", "feed.json", dumped(feeds.JSON_FEED | {"items": three(full.a_feed_item)})),
        ("full emails", "buttondown", "emails.json", dumped({"results": three(full.an_email)})),
    ):  # fmt: skip
        yield Seed(name, format, {file: data}, file)


def _documents() -> Iterator[Seed]:
    """One text in the formats that pandoc writes."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "lamp.jpg").write_bytes(jpeg("lit"))
        for end, format in DOCUMENTS.items():
            out = at / f"lamp.{end}"
            command = [
                program(),
                "--from=markdown",
                f"--to={format}",
                "--standalone",
                f"--output={out}",
            ]
            environment = {"SOURCE_DATE_EPOCH": "1700000000", "HOME": folder, "LANG": "C.UTF-8"}
            subprocess.run(command, input=DOCUMENT.encode(), cwd=at, check=True, capture_output=True,
                           env=environment)  # fmt: skip
            yield Seed(end, "documents", {out.name: out.read_bytes()}, out.name)
