"""What the fuzzer found once: each was a fault of the shop, as small as it could be made."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.read import Options, run
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect import counters
from pipeline.model import walk
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.handoff import Archive, Archives, Posts
from pipeline.shop.conservation import check
from pipeline.shop.store import Store
from tests.hostile.byhand import entry, zipped
from tests.specimens import beehiiv, feeds, ghost, twitter
from tests.specimens.specimen import put


def received(path: Path, **options: str) -> tuple[Posts, Bench]:
    bench = Bench(Store(path.parent / "store"))
    archives = Archives((Archive("0" * 64, path.name, str(path)),))
    posts = run(archives, Options(**options), bench)  # type: ignore[arg-type]
    check("ingest.read", archives, posts, bench)
    return posts, bench


def test_a_draft_with_the_id_of_a_public_post_does_not_refuse_the_book(tmp_path: Path) -> None:
    draft = ghost.post(7, "", title="Not yet", html="<p>No.</p>", status="draft")
    public = ghost.post(7, "", title="The lamp", html="<p>Lit.</p>")
    data = {
        "db": [{"meta": {"exported_on": 1, "version": "5.1.0"}, "data": {"posts": [draft, public]}}]
    }
    posts, bench = received(put(tmp_path / "ghost.json", json.dumps(data).encode()))
    [kept], [aside] = posts.posts, bench.set_asides
    assert walk.plain(kept.blocks[0]) == "Lit."
    assert (aside.item, aside.reason) == (f"{kept.id}-2", "not public: draft")


@pytest.mark.parametrize("format", ["wordpress", "blogger", "feeds"])
def test_a_format_that_the_recipe_names_in_error_gives_nothing(format: str, tmp_path: Path) -> None:
    posts, _ = received(put(tmp_path / "lamp.md", b"The lamp."), format=format)
    assert posts.posts == ()


def test_a_date_of_two_zones_is_no_date(tmp_path: Path) -> None:
    tweet = twitter.tweet(1, "Lit.", created_at="2024-05-01 12:00 +0100 +0000")
    data = b"window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}]).encode()
    posts, _ = received(put(tmp_path / "lights" / "data" / "tweets.js", data).parents[1])
    assert len(posts.posts) == 1


@pytest.mark.parametrize("ending", [b"]", b", {]"])
def test_the_id_of_a_tweet_holds_no_control(ending: bytes, tmp_path: Path) -> None:
    tweet = json.dumps({"tweet": twitter.tweet("\x02", "Lit.")}).encode()
    data = b"window.YTD.tweets.part0 = [" + tweet + ending
    posts, _ = received(put(tmp_path / "lights" / "data" / "tweets.js", data).parents[1])
    assert [post.id for post in posts.posts] == ["\N{REPLACEMENT CHARACTER}"]


@pytest.mark.parametrize("ending", [b"]", b", {]"])
def test_the_id_of_a_long_text_is_one_line(ending: bytes, tmp_path: Path) -> None:
    note = json.dumps({"noteTweet": {"noteTweetId": "50\r\n", "core": {"text": "Lit."}}}).encode()
    data = b"window.YTD.note_tweet.part0 = [" + note + ending
    path = put(tmp_path / "lights" / "data" / "note-tweet.js", data).parents[1]
    posts, _ = received(path, format="twitter")
    assert [post.id for post in posts.posts] == ["50"]


def test_an_article_whose_text_is_a_number_costs_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "lights"
    tweet = json.dumps([{"tweet": twitter.tweet(1, "Lit.")}]).encode()
    article = json.dumps([{"article": {"id": "2", "title": "A light", "data": 3}}]).encode()
    put(folder / "data" / "tweets.js", b"window.YTD.tweets.part0 = " + tweet)
    put(folder / "data" / "article.js", b"window.YTD.article.part0 = " + article)
    posts, bench = received(folder)
    assert [post.id for post in posts.posts] == ["1"]
    assert [aside.kind for aside in bench.set_asides] == ["article"]


def test_a_feed_whose_own_address_is_none_is_read(tmp_path: Path) -> None:
    feed = feeds.JSON_FEED | {
        "home_page_url": "s://[",
        "items": [{"id": "1", "content_text": "Lit."}],
    }
    posts, _ = received(put(tmp_path / "feed.json", json.dumps(feed).encode()))
    assert len(posts.posts) == 1


def test_an_address_that_stands_for_itself_holds_no_control(tmp_path: Path) -> None:
    posts, _ = received(put(tmp_path / "lamp.md", b"See <https://x.example/%00%1B>."))
    assert "\0" not in walk.plain(posts.posts[0].blocks[0])


def test_a_note_is_named_without_controls(tmp_path: Path) -> None:
    data = zipped(entry(".obsidian/app.json", b"{}"), entry("Light\x0b.md", b"Lit."))
    posts, _ = received(put(tmp_path / "lights.zip", data), format="obsidian")
    [note] = posts.posts
    assert "\x0b" not in note.id + walk.text(note.title)


def test_posts_are_known_by_their_files_names_without_controls(tmp_path: Path) -> None:
    names = ["_posts/2019-05-02-light\x1b.md", "_posts/2019-05-02-light\x1c.md"]
    data = zipped(*[entry(name, b"Lit.") for name in names])
    posts, _ = received(put(tmp_path / "lights.zip", data), format="markdown")
    assert [post.id.isprintable() for post in posts.posts] == [True, True]


def test_what_an_unknown_archive_holds_is_told_without_controls(tmp_path: Path) -> None:
    path = put(tmp_path / "lights.zip", zipped(entry("lamp.\u202ex", b"Lit.")))
    with Unpacked.open(path) as archive, pytest.raises(ArchiveError) as caught:
        identify(archive)
    assert "\u202e" not in str(caught.value)


def test_why_an_archive_is_claimed_is_told_without_controls(tmp_path: Path) -> None:
    rows = beehiiv.SPECIMENS[0].members["posts-2024.csv"]
    path = put(tmp_path / "letters.zip", zipped(entry("po\x1bsts.csv", rows)))
    with Unpacked.open(path) as archive:
        _, claim = identify(archive)
    assert claim.why.startswith("po\\x1bsts.csv has")


def test_a_broken_post_with_a_very_long_word_is_read_at_once(tmp_path: Path) -> None:
    words = b"a" * 60_000
    xml = b'<?xml version="1.0"?>\n<tumblr version="1.0"><posts><post id="1" x=' + words
    path = put(
        tmp_path / "posts.xml", xml + b"><regular-body>Lit.</regular-body></post></posts></tumblr>"
    )
    start = time.process_time()
    received(path, format="tumblr")
    assert time.process_time() - start < 2


def test_a_long_note_that_is_referred_to_again_and_again_is_read_at_once(tmp_path: Path) -> None:
    note = (
        b"The first.[^1]\n\n[^1]: " + b"The *lamp* was lit, [four](https://x.example/).[^1]\n" * 600
    )
    start = time.process_time()
    posts, _ = received(put(tmp_path / "lamp.md", note))
    assert time.process_time() - start < 2
    assert walk.plain(posts.posts[0].blocks[0]).startswith("The first.")


def test_liquid_with_a_very_long_word_is_read_at_once(tmp_path: Path) -> None:
    post = b"---\ntitle: Lit\n---\n\nLit. {% include x " + b"a" * 30_000 + b" %}\n"
    path = put(tmp_path / "lights" / "_posts" / "2019-03-02-lamp.md", post).parents[1]
    start = time.process_time()
    received(path)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.zip", zipped(entry("lamp.json", b"{}"))[30:]),
        (
            "new.zip",
            zipped(entry("lamp.json", b"{}")).replace(
                b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"
            ),
        ),
        ("tumblr.zip", zipped(entry("posts.zip", b"PK\x05\x06"), entry("media/1.jpg", b"x"))),
        ("emails.json", b'{"": 2, "results": 0, "emails": 1}'),
    ],
    ids=["cut", "of a newer form", "within a zip", "no list"],
)
def test_no_counter_stumbles_over_what_no_program_wrote(
    name: str, data: bytes, tmp_path: Path
) -> None:
    for counts in counters.every(put(tmp_path / name, data)):
        assert all(one.number == 0 for one in counts)
