"""Posts as a reader of the book sees them: text, names, pictures, cards, quotations."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.readers.bluesky import dates
from pipeline.ingest.readers.bluesky.richtext import Rich
from pipeline.model import walk
from pipeline.model.text import Figure, Hashtag, Link, Mention, Text
from tests.ingest.bluesky.conftest import Reading
from tests.ingest.bluesky.encoder import (
    DID,
    POST,
    REVISION,
    blob,
    cid,
    facet,
    post,
    reply,
    tid,
    uri,
)
from tests.outline import outline

TOVE = "did:plc:tove"
LENS, LOG = blob(b"lens"), blob(b"log", "image/png")
NAMED = str(cid(b"lens", 0x55))


def images(*shown: tuple[dict[str, Any], str]) -> dict[str, Any]:
    return {
        "$type": "app.bsky.embed.images",
        "images": [{"image": image, "alt": alt} for image, alt in shown],
    }


def external(url: str, title: str = "A title", about: str = "") -> dict[str, Any]:
    card = {"uri": url, "title": title, "description": about, "thumb": LENS}
    return {"$type": "app.bsky.embed.external", "external": card}


def quote(address: str) -> dict[str, Any]:
    ref = {"uri": address, "cid": str(cid(b"any"))}
    return {"$type": "app.bsky.embed.record", "record": ref}


# -- text ------------------------------------------------------------------------------------------


def test_facets_count_the_bytes_of_the_text(read: Callable[..., Reading]) -> None:
    said = "🌊🌊 Né seen by @tove.example off #Skerryvore — harbour.example/tables/2..."
    facets = [
        facet(said, "harbour.example/tables/2...", "link", uri="https://harbour.example/tables/22"),
        facet(said, "@tove.example", "mention", did=TOVE),
        facet(said, "#Skerryvore", "tag", tag="Skerryvore"),
    ]
    found = read(post(said, facets=facets, tags=["fog", "Skerryvore"])).posts[tid(1)]
    [paragraph] = found.blocks
    assert list(walk.inlines(paragraph))[:-1] == [
        Text("🌊🌊 Né seen by "),
        Mention("@tove.example", f"https://bsky.app/profile/{TOVE}"),
        Text(" off "),
        Hashtag("#Skerryvore"),
        Text(" — "),
        Link((Text("harbour.example/tables/22"),), "https://harbour.example/tables/22"),
    ]
    assert found.tags == ("Skerryvore", "fog")


@pytest.mark.parametrize(
    ("shown", "url", "seen"),
    [
        (
            "light.example/log...",
            "https://light.example/log/1913?x=1",
            "light.example/log/1913?x=1",
        ),
        ("https://www.light.example/l…", "https://www.light.example/log", "light.example/log"),
        ("the log...", "https://light.example/log", "the log..."),
        ("the log", "https://light.example/log", "the log"),
    ],
)
def test_an_address_that_was_cut_for_show_is_shown_whole(
    read: Callable[..., Reading], shown: str, url: str, seen: str
) -> None:
    found = read(post(f"see {shown}", facets=[facet(f"see {shown}", shown, "link", uri=url)]))
    assert walk.plain(found.posts[tid(1)].blocks[0]) == f"see {seen}"


def test_blank_lines_make_paragraphs_and_single_ones_breaks(read: Callable[..., Reading]) -> None:
    found = read(post("Lamp\nlens\n \r\nmercury\n\n\nrope\n")).posts[tid(1)]
    assert outline(found.blocks) == (
        "0 paragraph: Lamp / lens\n1 paragraph: mercury\n2 paragraph: rope\n"
    )


@pytest.mark.parametrize(
    ("start", "end"), [(1, 3), (0, 99), (3, 3), (5, 2), (-1, 3), ("0", 4), (None, None), (2**70, 4)]
)
def test_a_facet_that_points_astray_leaves_the_text_as_it_is(
    read: Callable[..., Reading], start: Any, end: Any
) -> None:
    index = {"byteStart": start, "byteEnd": end}
    if start == 2**70:
        index["byteStart"] = 2**63
    features = [{"$type": "app.bsky.richtext.facet#link", "uri": "https://x.example"}]
    reading = read(post("🌊🌊 fog", facets=[{"index": index, "features": features}]))
    assert outline(reading.posts[tid(1)].blocks) == "0 paragraph: 🌊🌊 fog\n"
    assert reading.codes() == ["bluesky.facet"]


def test_an_address_that_could_run_something_is_left_as_text(
    read: Callable[..., Reading],
) -> None:
    facets = [facet("the lamp", "lamp", "link", uri="javascript:alert(1)")]
    assert walk.targets(read(post("the lamp", facets=facets)).posts[tid(1)].blocks[0]) == []


@given(
    st.text("aé🌊\n #", max_size=20),
    st.lists(st.tuples(st.integers(-2, 50), st.integers(-2, 50)), max_size=4),
)
def test_no_character_is_lost_whatever_the_facets_say(
    said: str, places: list[tuple[int, int]]
) -> None:
    facets = [
        {"index": {"byteStart": a, "byteEnd": b},
         "features": [{"$type": "x#link", "uri": "https://x.example"}]}
        for a, b in places
    ]  # fmt: skip
    lines = Rich().lines(said, facets)
    assert "\n".join(walk.text(tuple(line)) for line in lines) == said


# -- what goes with it -----------------------------------------------------------------------------

CASES: dict[str, dict[str, Any]] = {
    "pictures": post("The lens.", embed=images((LENS, "A lens of many rings."), (LOG, ""))),
    "gallery": post("", embed={
        "$type": "app.bsky.embed.gallery",
        "items": [{"$type": "app.bsky.embed.gallery#image", "image": LENS, "alt": "The lens"}],
    }),
    "old picture": post("From the first months.", embed=images(
        ({"cid": str(cid(b"log", 0x55)), "mimeType": "image/png"}, "The log"))),
    "film": post("It turns.", embed={
        "$type": "app.bsky.embed.video", "video": blob(b"film", "video/mp4"), "alt": "It turns."}),
    "card": post("Worth reading.", embed=external("https://light.example/log", "The log of 1913")),
    "card of a link": post("light.example", embed=external("https://light.example"), facets=[
        facet("light.example", "light.example", "link", uri="https://light.example")]),
    "moving picture": post("Me, today.", embed=external(
        "https://media.tenor.com/x/y.gif?hh=1", "a cat falls", "Alt: A cat falls off a lamp.")),
    "quotation": post("She says it better.", embed=quote(uri("3aaaaaaaaaaaa", TOVE))),
    "own quotation": post("As I said.", embed=quote(uri(tid(1)))),
    "feed": post("Read this.", embed=quote(uri("lamps", TOVE, "app.bsky.feed.generator"))),
    "quotation and picture": post("Both.", embed={
        "$type": "app.bsky.embed.recordWithMedia",
        "record": quote(uri("3aaaaaaaaaaaa", TOVE)), "media": images((LENS, "The lens"))}),
    "own link": post("see here", facets=[facet("see here", "here", "link",
        uri=f"https://bsky.app/profile/ada.example/post/{tid(1)}")]),
}  # fmt: skip


def test_what_goes_with_a_post_reads_as_its_outline_says(read: Callable[..., Reading]) -> None:
    reading = read(*CASES.values(), files={f"blobs/{NAMED}.jpg": b"jpg"})
    found = "".join(
        f"{name}\n{outline(reading.posts[tid(at)].blocks)}\n" for at, name in enumerate(CASES, 1)
    )
    golden = Path(__file__).parent / "embeds.outline"
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
    assert [(c.rule, c.before) for c in reading.bench.changes] == [("bluesky.card", "A title")]


@pytest.mark.parametrize(
    "name",
    [f"{NAMED}", f"blobs/{NAMED}.jpeg", f"did_plc_adaquill/{NAMED}", f"2024-05-01_{NAMED}.png"],
)
def test_a_picture_that_lies_beside_the_repository_is_found_by_its_digest(
    read: Callable[..., Reading], name: str
) -> None:
    reading = read(post("", embed=images((LENS, ""))), files={name: b"jpg"})
    [figure] = reading.posts[tid(1)].blocks
    assert isinstance(figure, Figure)
    assert figure.images[0].media == name
    assert "archive.unknown-member" not in reading.codes()


def test_a_picture_that_is_nowhere_is_asked_for_by_its_digest(
    read: Callable[..., Reading],
) -> None:
    [media] = read(post("", embed=images((LENS, "")))).intake.media.values()
    assert (media.key, media.missing) == (NAMED, "the archive holds no pictures")


def test_a_part_of_an_unknown_sort_is_told_of(read: Callable[..., Reading]) -> None:
    reading = read(post("The poll.", embed={"$type": "app.bsky.embed.poll", "answers": ["a"]}))
    [finding] = reading.bench.findings
    assert (finding.code, finding.severity) == ("bluesky.unknown-part", "warning")
    assert "app.bsky.embed.poll" in finding.message


# -- threads ---------------------------------------------------------------------------------------


def test_an_answer_to_oneself_names_the_own_post(read: Callable[..., Reading]) -> None:
    posts = read(post("a"), post("b", reply=reply(uri(tid(1))))).posts
    assert (posts[tid(2)].reply_to, posts[tid(2)].reply_author) == (tid(1), "")


def test_an_answer_to_someone_else_says_to_whom(read: Callable[..., Reading]) -> None:
    found = read(post("yes", reply=reply(uri("3aaaaaaaaaaaa", TOVE)))).posts[tid(1)]
    assert (found.reply_to, found.reply_author) == (uri("3aaaaaaaaaaaa", TOVE), TOVE)


def test_an_answer_to_a_deleted_own_post_stands_where_its_thread_began(
    read: Callable[..., Reading],
) -> None:
    mine = post("b", reply=reply(uri("3bbbbbbbbbbbb"), uri("3bbbbbbbbbbbb")))
    hers = post("c", reply=reply(uri("3bbbbbbbbbbbb"), uri("3aaaaaaaaaaaa", TOVE)))
    posts = read(mine, hers).posts
    assert [post.reply_author for post in posts.values()] == ["", TOVE]


def test_people_are_shown_by_the_handles_that_mentions_tell(
    read: Callable[..., Reading],
) -> None:
    said = "with @tove.example"
    hers = uri("3aaaaaaaaaaaa", TOVE)
    reading = read(
        post(said, facets=[facet(said, "@tove.example", "mention", did=TOVE)]),
        post("See.", embed=quote(hers)),
    )
    assert outline(reading.posts[tid(2)].blocks[1:]) == (
        f"1 embed (post): https://bsky.app/profile/{TOVE}/post/3aaaaaaaaaaaa"
        " — bsky.app/profile/tove.example/post/3aaaaaaaaaaaa\n"
    )


def test_a_repost_is_an_address_and_whose_words_stand_there(read: Callable[..., Reading]) -> None:
    def repost(address: str) -> dict[str, Any]:
        subject = {"uri": address, "cid": "x"}
        return {"$type": "app.bsky.feed.repost", "subject": subject,
                "createdAt": "2023-11-14T22:00:00Z"}  # fmt: skip

    records = {f"app.bsky.feed.repost/{tid(8)}": repost(uri("3aaaaaaaaaaaa", TOVE)),
               f"app.bsky.feed.repost/{tid(9)}": repost(uri(tid(1)))}  # fmt: skip
    posts = read(post("a"), records=records).posts
    assert [(p.kind, p.author) for p in posts.values()] == [
        ("skeet", ""), ("repost", TOVE), ("repost", ""),
    ]  # fmt: skip
    assert f"repost/{tid(8)}" in posts


# -- dates and languages ---------------------------------------------------------------------------

LATER = "2023-11-14T22:14:20Z"  # what the key tid(1) counts


@pytest.mark.parametrize(
    ("said", "created", "believed"),
    [
        ("2023-11-14T22:00:00.123Z", "2023-11-14T22:00:00Z", True),
        ("2023-11-15T07:00:00+09:00", "2023-11-14T22:00:00Z", True),
        ("2011-04-01T09:30:00.000Z", "2011-04-01T09:30:00Z", True),
        ("2099-01-01T00:00:00Z", LATER, False),
        ("1970-01-01T00:00:00.000Z", LATER, False),
        ("0001-01-01T00:00:00Z", LATER, False),
        ("yesterday", LATER, False),
        ("", LATER, False),
        ("9" * 400, LATER, False),
    ],
)
def test_a_date_is_believed_unless_it_cannot_be(said: str, created: str, believed: bool) -> None:
    assert dates.created(said, tid(1), REVISION) == (created, believed)


@pytest.mark.parametrize(
    "key", ["self", "zzzzzzzzzzzzz", "2222222222222", "has-a-slug", tid(10**8)]
)
def test_a_key_that_counts_no_moment_dates_nothing(key: str) -> None:
    assert dates.created("", key, REVISION) == ("", False)
    assert dates.created("2024-01-01T00:00:00Z", key, REVISION)[0] == "2024-01-01T00:00:00Z"
    assert dates.created("2024-01-01T00:00:00Z", key, tid(1))[0] == ""


def test_absurd_dates_are_told_of(read: Callable[..., Reading]) -> None:
    reading = read(post("a", createdAt="2099-01-01T00:00:00Z"), post("b", createdAt=7))
    assert [post.created for post in reading.posts.values()] == [LATER, "2023-11-14T22:15:20Z"]
    assert reading.codes() == ["bluesky.date"]


@pytest.mark.parametrize(
    ("langs", "language"),
    [(["en"], "en"), (["pt-BR", "en"], "pt-BR"), (["ja"], ""), (7, ""), ([], "")],
)
def test_the_language_is_the_first_that_the_words_bear_out(
    read: Callable[..., Reading], langs: Any, language: str
) -> None:
    assert read(post("The lamp", langs=langs)).posts[tid(1)].language == language


def test_a_post_is_known_by_its_page_and_its_address(read: Callable[..., Reading]) -> None:
    found = read(post("a")).posts[tid(1)]
    assert found.url == f"https://bsky.app/profile/{DID}/post/{tid(1)}"
    assert found.links == (f"at://{DID}/{POST}/{tid(1)}",)
