"""Whole archives: who may read what, who answers whom, what the members are."""

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.readers import mastodon
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model.errors import ArchiveError
from pipeline.model.text import Embed, Link, Paragraph
from tests.ingest.mastodon.conftest import (
    ACTOR,
    ADA,
    FOLLOWERS,
    PUBLIC,
    Reading,
    answer,
    boost,
    outbox,
    read_at,
    toot,
)

TOVE = "https://boat.example/users/tove"


@pytest.mark.parametrize(
    ("to", "cc", "visibility"),
    [
        ([PUBLIC], [FOLLOWERS], "public"),
        (["as:Public"], [], "public"),
        ([FOLLOWERS], [PUBLIC], "unlisted"),
        (FOLLOWERS, PUBLIC, "unlisted"),
        ([FOLLOWERS], [], "followers"),
        (["https://pond.example/users/ada/followers"], [TOVE], "followers"),
        ([TOVE], [], "direct"),
        ([], [], "direct"),
        (None, {"not": "an address"}, "direct"),
        (["https://light.example/#Public"], [FOLLOWERS], "private"),
    ],
)
def test_who_may_read_a_toot_follows_from_whom_it_is_sent_to(
    read: Callable[..., Reading], to: Any, cc: Any, visibility: str
) -> None:
    assert read(toot(1, "<p>Fog.</p>", to=to, cc=cc)).posts["1"].visibility == visibility


def test_where_the_sending_and_the_toot_differ_the_fewer_readers_count(
    read: Callable[..., Reading],
) -> None:
    sent = toot(1, "<p>Fog.</p>") | {"to": [FOLLOWERS], "cc": []}
    quiet = toot(2, "<p>Fog.</p>", directMessage=True)
    posts = read(sent, quiet).posts
    assert [post.visibility for post in posts.values()] == ["followers", "direct"]


# -- answers ---------------------------------------------------------------------------------------


def mention(address: str, name: str) -> dict[str, str]:
    return {"type": "Mention", "href": address, "name": name}


def test_an_answer_to_oneself_names_the_own_toot(read: Callable[..., Reading]) -> None:
    by_page = toot(3, "<p>c</p>", inReplyTo="https://light.example/@ada/2")
    posts = read(toot(1, "<p>a</p>"), answer(2, 1, "<p>b</p>"), by_page).posts
    assert [(post.reply_to, post.reply_author) for post in posts.values()] == [
        ("", ""), ("1", ""), ("2", ""),
    ]  # fmt: skip


def test_an_answer_to_an_own_toot_that_is_gone_is_still_to_oneself(
    read: Callable[..., Reading],
) -> None:
    post = read(answer(2, 1, "<p>b</p>")).posts["2"]
    assert (post.reply_to, post.reply_author) == ("1", "")


@pytest.mark.parametrize(
    ("address", "tags", "author"),
    [
        (f"{TOVE}/statuses/7", [mention(TOVE, "@tove@boat.example")], "tove@boat.example"),
        (f"{TOVE}/statuses/7", [], "tove@boat.example"),
        ("https://boat.example/@tove/7", [], "tove@boat.example"),
        ("https://boat.example/ap/users/11/statuses/7",
         [mention("https://x.example/u/1", "@x@x.example"),
          mention("https://boat.example/ap/users/11", "@tove@boat.example")], "tove@boat.example"),
        ("https://boat.example/objects/6f0c", [mention(TOVE, "@tove@boat.example")],
         "tove@boat.example"),
        ("https://light.example/users/ben/statuses/7",
         [mention("https://light.example/users/ben", "@ben")], "ben@light.example"),
        ("https://boat.example/objects/6f0c", [], "boat.example"),
        ("nonsense", [], "?"),
    ],
)  # fmt: skip
def test_an_answer_to_someone_else_says_to_whom(
    read: Callable[..., Reading], address: str, tags: list[Any], author: str
) -> None:
    post = read(toot(1, "<p>yes</p>", inReplyTo=address, tag=tags)).posts["1"]
    assert (post.reply_to, post.reply_author) == (address, author)


def test_a_quoted_toot_of_ones_own_is_a_link_within_the_book(
    read: Callable[..., Reading],
) -> None:
    posts = read(toot(1, "<p>a</p>"), toot(2, "<p>as I said</p>", quote=f"{ADA}/statuses/1")).posts
    last = posts["2"].blocks[-1]
    assert isinstance(last, Paragraph)
    assert isinstance(last.content[0], Link)
    assert last.content[0].item == "1"


# -- boosts ----------------------------------------------------------------------------------------


def test_a_boost_is_an_address_and_whose_words_stand_there(read: Callable[..., Reading]) -> None:
    secret = toot(1, "<p>A secret.</p>", to=[FOLLOWERS], cc=[])["object"]
    reading = read(
        boost(7, f"{TOVE}/statuses/70"),
        boost(8, f"{ADA}/statuses/1"),
        boost(9, secret, to=[FOLLOWERS], cc=[]),
    )
    found = [(p.kind, p.author, p.visibility) for p in reading.posts.values()]
    assert found == [
        ("boost", "tove@boat.example", "public"),
        ("boost", "", "public"),
        ("boost", "", "followers"),
    ]
    blocks = [block for post in reading.posts.values() for block in post.blocks]
    assert all(isinstance(block, Embed) and not block.content for block in blocks)
    assert "secret" not in repr(reading.posts)


# -- items that are none, or twice -----------------------------------------------------------------


def test_what_is_no_toot_is_set_aside_for_a_reason(read: Callable[..., Reading]) -> None:
    deleted = toot(3, type="Tombstone")
    hers = toot(4, "<p>hers</p>", attributedTo=TOVE)
    reading = read(
        {"id": f"{ADA}#follows/1", "type": "Follow", "object": TOVE},
        toot(2) | {"object": f"{ADA}/statuses/2"},
        deleted,
        hers,
        toot(5),
        boost(6, None),
        "a text",
    )
    assert reading.posts == {}
    assert sorted(reading.aside()) == sorted([
        ("activity", "outbox.json#1", "an activity without words"),
        ("toot", "outbox.json#2", "its text is not in the archive"),
        ("toot", "3", "deleted"),
        ("toot", "4", "another's words"),
        ("toot", "5", "nothing in it"),
        ("boost", "outbox.json#6", "a boost of nothing"),
        ("activity", "outbox.json#7", "not in the form of an activity"),
    ])  # fmt: skip


def test_the_same_toot_twice_is_one_in_its_last_version(read: Callable[..., Reading]) -> None:
    first, later = toot(1, "<p>Fogg.</p>"), toot(1, "<p>Fog.</p>", updated="2022-06-01T00:00:00Z")
    reading = read(first, later)
    assert [block.content[0].text for block in reading.posts["1"].blocks] == ["Fog."]  # type: ignore[union-attr]
    [merge] = reading.bench.merges
    assert (merge.kind, merge.item, merge.into) == ("toot", "1", "1")
    assert "mastodon.edited" in reading.codes()


def test_two_items_of_one_number_keep_an_id_each(read: Callable[..., Reading]) -> None:
    other = toot(1, "<p>b</p>", id="https://old.example/users/ada/statuses/1")
    assert set(read(toot(1, "<p>a</p>"), other).posts) == {
        "1", "https://old.example/users/ada/statuses/1",
    }  # fmt: skip


# -- the archive -----------------------------------------------------------------------------------


def test_the_account_tells_whose_archive_it_is(read: Callable[..., Reading]) -> None:
    profile = read(toot(1, "<p>fog</p>", contentMap={"en": "<p>fog</p>"})).intake.profile
    assert (profile.author, profile.handle) == ("Ada Quill", "ada@light.example")
    assert (profile.url, profile.language) == ("https://light.example/@ada", "en")


@pytest.mark.parametrize("actor", [None, {"id": 7, "name": ["x"]}])
def test_without_a_sound_account_the_toots_tell(
    read: Callable[..., Reading], actor: dict[str, Any] | None
) -> None:
    reading = read(toot(1, "<p>a</p>"), answer(2, 1, "<p>b</p>"), actor=actor)
    assert (reading.posts["2"].reply_to, reading.posts["2"].reply_author) == ("1", "")
    if actor is None:
        assert reading.intake.profile.handle == "ada@light.example"


def test_a_count_that_does_not_hold_is_noted(read: Callable[..., Reading]) -> None:
    reading = read(data=outbox(toot(1, "<p>a</p>"), total=1557))
    [finding] = reading.bench.findings
    assert (finding.code, finding.severity) == ("mastodon.count", "note")
    assert "1,557" in finding.message


def test_an_address_by_which_a_toot_is_known_leads_to_it(read: Callable[..., Reading]) -> None:
    post = read(toot(1, "<p>a</p>")).posts["1"]
    assert (post.url, post.links) == ("https://light.example/@ada/1", (f"{ADA}/statuses/1",))
    assert post.created == "2022-05-02T10:00:00Z"


def test_every_member_of_an_archive_is_accounted_for(read: Callable[..., Reading]) -> None:
    files: dict[str, str | bytes] = {
        "likes.json": outbox(raw=f'"{TOVE}/statuses/1"').replace("outbox.json", "likes.json"),
        "bookmarks.json": "{}",
        "avatar.png": b"",
        "header.jpg": b"",
        "following_accounts.csv": "",
        "media_attachments/files/1/2/original/0123456789abcdef.mp4": b"",
    }
    reading = read(toot(1, "<p>a</p>"), files=files)
    assert set(reading.codes()) == {"archive.ignored"}


@pytest.mark.parametrize("name", ["outbox.json", "archive-2022/outbox.json", "x/y/outbox.json"])
@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_is_known_in_any_folder(
    read: Callable[..., Reading], name: str, packed: bool
) -> None:
    reading = read(toot(1, "<p>a</p>"), name=name, packed=packed)
    assert reading.why.startswith(f"{name} is the ordered collection")
    assert reading.intake.profile.author == "Ada Quill"


def test_an_outbox_by_itself_is_an_archive(tmp_path: Path) -> None:
    (tmp_path / "outbox (1).json").write_text(outbox(toot(1, "<p>a</p>")))
    assert set(read_at(tmp_path / "outbox (1).json").posts) == {"1"}


def test_an_outbox_as_pleroma_writes_it_is_read(tmp_path: Path) -> None:
    """The count comes last, images have lists of addresses, ids are no numbers."""
    id = "https://pond.example/objects/6f0c2d1e-8d6e-4a39-9b0e-0f2f6a7c8d9e"
    medium = {"type": "Document", "mediaType": "image/png", "name": "A pond.",
              "url": [{"type": "Link", "mediaType": "image/png",
                       "href": "https://pond.example/media/0a/pond.png"}]}  # fmt: skip
    item = toot(
        1, "still<br/>water", id=id, attachment=[medium], published="2022-05-02T10:00:00.5Z"
    )
    (tmp_path / "outbox.json").write_text(
        '{\n  "@context": "https://www.w3.org/ns/activitystreams",\n  "id": "outbox.json",\n'
        f'  "type": "OrderedCollection",\n  "orderedItems": [\n\n{json.dumps(item)}\n],\n'
        '  "totalItems": 1}'
    )
    reading = read_at(tmp_path)
    [post] = reading.posts.values()
    assert post.id == "6f0c2d1e-8d6e-4a39-9b0e-0f2f6a7c8d9e"
    assert post.created == "2022-05-02T10:00:00Z"
    assert list(reading.intake.media) == ["https://pond.example/media/0a/pond.png"]
    assert "Pleroma" in reading.why


def test_likes_are_no_outbox(tmp_path: Path) -> None:
    likes = outbox(raw=f'"{TOVE}/statuses/1"').replace("outbox.json", "likes.json")
    (tmp_path / "likes.json").write_text(likes)
    with Unpacked.open(tmp_path) as archive:
        assert mastodon.claim(archive) is None


def test_an_archive_packed_as_a_tar_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "outbox.json").write_text(outbox(toot(1, "<p>a</p>")))
    packed = tmp_path / "archive-20180501.tar.gz"
    with tarfile.open(packed, "w:gz") as tar:
        tar.add(tmp_path / "outbox.json", "outbox.json")
    with Unpacked.open(packed) as archive, pytest.raises(ArchiveError, match="unpack it"):
        identify(archive)


def test_the_independent_count_knows_toots_from_boosts(tmp_path: Path) -> None:
    said = '<p>"type": "Create"</p>'
    items = [toot(1, said), boost(2, f"{TOVE}/statuses/1"), toot(3, said, type="Question")]
    (tmp_path / "outbox.json").write_text(outbox(*items))
    (tmp_path / "actor.json").write_text(json.dumps(ACTOR))
    counts = count(tmp_path) or []
    assert [(one.what, one.number) for one in counts] == [("toots", 2), ("boosts", 1)]
