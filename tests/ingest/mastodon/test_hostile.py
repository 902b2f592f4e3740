"""Outboxes that are not well, or not meant well: each loses only what is broken, and says where."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.readers.mastodon import outbox as boxes
from pipeline.model import walk
from tests.ingest.mastodon.conftest import (
    ADA,
    FOLLOWERS,
    Reading,
    answer,
    boost,
    outbox,
    toot,
)

FINE = json.dumps(toot(1, "<p>The lamp is lit.</p>"))
LAST = json.dumps(toot(9, "<p>The lamp is out.</p>"))


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (FINE.replace('"summary": null', '"summary": '), "Expecting value"),
        (
            FINE.replace('"summary": null', '"summary": ' + "[" * 100_000 + "]" * 100_000),
            "too deep",
        ),
        (FINE.replace('"summary": null', '"summary": ' + "9" * 5_000), "too many digits"),
        (FINE.replace("lit.", "lit.\x01"), "control character"),
        (FINE.replace("lit.", 'lit."'), "delimiter"),
        (FINE[:300], "Unterminated"),
    ],
    ids=["no value", "deep", "digits", "control", "quote", "cut"],
)
def test_one_broken_item_is_set_aside_and_its_neighbours_are_read(
    read: Callable[..., Reading], broken: str, fault: str
) -> None:
    first = FINE.replace("statuses/1", "statuses/5")
    reading = read(data=outbox(raw=f"{first}, {broken}, {LAST}"))
    kept = [walk.plain(post.blocks[0]) for post in reading.posts.values()]
    assert kept == ["The lamp is lit.", "The lamp is out."]
    assert reading.aside() == [("toot", "outbox.json#2", "broken JSON")]
    [finding] = [one for one in reading.bench.findings if one.severity == "error"]
    assert finding.place == "outbox.json, item 2"
    assert "lamp" not in finding.message


def test_an_outbox_that_was_cut_off_keeps_what_came_before(read: Callable[..., Reading]) -> None:
    reading = read(data=outbox(raw=f"{FINE}, {LAST}")[:-300])
    assert set(reading.posts) == {"1"}
    assert "mastodon.broken-json" in reading.codes()


@pytest.mark.parametrize("raw", ["", "17", '"x"', "null, [], {}", "{" * 50_000, "[" * 50_000])
def test_a_list_of_nonsense_is_no_archive_of_posts_and_no_fault(
    read: Callable[..., Reading], raw: str
) -> None:
    assert read(data=outbox(raw=raw)).posts == {}


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + outbox(toot(1, "<p>fog</p>")).encode(),
        outbox(toot(1, "<p>fog</p>")).encode("utf-16"),
        outbox(toot(1, "<p>fog</p>")).replace('"sensitive"', '"x": NaN, "sensitive"').encode(),
        outbox(raw=json.dumps(toot(1, "<p>fog</p>")) + ",").encode(),
    ],
    ids=["byte order mark", "UTF-16", "NaN", "trailing comma"],
)
def test_harmless_oddities_are_read(read: Callable[..., Reading], data: bytes) -> None:
    assert walk.plain(read(data=data).posts["1"].blocks[0]) == "fog"


def test_characters_that_no_book_holds_become_marks_and_are_counted(
    read: Callable[..., Reading],
) -> None:
    reading = read(toot(1, "<p>l\ud83dmp\x01\x0b</p>", summary="\ufffe"))
    assert [walk.plain(block) for block in reading.posts["1"].blocks] == ["�", "l�mp��"]
    [finding] = [one for one in reading.bench.findings if one.severity == "warning"]
    assert (finding.code, finding.message[:12]) == ("text.control-character", "4 characters"[:12])


def test_a_toot_100_000_tags_deep_keeps_its_words(read: Callable[..., Reading]) -> None:
    deep = "<a><div>" * 100_000 + "still here"
    reading = read(toot(1, deep), toot(2, "<p>after</p>"))
    assert "still here" in walk.plain(reading.posts["1"].blocks[0])
    assert "2" in reading.posts


WRONG: tuple[Any, ...] = (
    None,
    7,
    -1.5,
    "x",
    True,
    [],
    ["x", 3, None],
    {},
    {"a": {"b": []}},
    10**40,
)
FIELDS = (*sorted(toot(1)["object"]), "name", "oneOf", "contentMap", "updated", "quote")


@pytest.mark.parametrize("field", FIELDS)
def test_fields_of_the_wrong_kind_never_stop_the_reader(
    read: Callable[..., Reading], field: str
) -> None:
    odd = [{"type": wrong, "name": wrong, "url": wrong, "mediaType": wrong} for wrong in WRONG]
    items = [toot(n, "<p>fog</p>") for n in range(1, 40)]
    for item, value in zip(items, (*WRONG, odd), strict=False):
        item["object"][field] = value
    for item, kind in zip(items[20:], ("Question", "Article", "Note"), strict=False):
        item["object"] |= {"type": kind, field: odd}
    keys = ("id", "type", "to", "actor", "object")
    whole = [toot(50) | {key: value} for key in keys for value in WRONG]
    reading = read(*items, *whole, toot(99, "<p>the last</p>"))
    assert "99" in reading.posts
    assert "its text could not be converted" not in str(reading.aside())


def test_a_toot_that_cannot_be_converted_is_set_aside_without_its_words(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.mastodon import body

    def fail(content: str, *rest: Any) -> Any:
        raise ValueError(content)

    monkeypatch.setattr(body, "blocks", fail)
    reading = read(toot(1, "<p>secret words</p>"))
    assert reading.aside() == [("toot", "1", "its text could not be converted")]
    assert "secret" not in str(reading.bench.findings)


def test_answers_in_a_circle_and_to_oneself_are_read(read: Callable[..., Reading]) -> None:
    reading = read(answer(1, 2, "<p>a</p>", summary="s"), answer(2, 1, "<p>b</p>", summary="s"),
                   answer(3, 3, "<p>c</p>", summary="s"))  # fmt: skip
    assert len(reading.posts) == 3


@pytest.mark.parametrize("piece", ['{"id": "', "{", '",', "[", ',{"@context":[', '\\"'])
@pytest.mark.timeout(20)
def test_brackets_and_quotes_without_end_take_no_time(
    read: Callable[..., Reading], piece: str
) -> None:
    read(data=outbox(raw=f"{FINE}, " + piece * 200_000))


@given(st.text('{}[]",:\\ai1', max_size=60))
def test_no_text_whatever_breaks_the_outbox(text: str) -> None:
    boxes.outbox_of(outbox(raw=text).encode())


# -- privacy ---------------------------------------------------------------------------------------


def test_nothing_private_comes_out_with_what_is_public(read: Callable[..., Reading]) -> None:
    word = "canary"
    private = {
        "summary": word, "tag": [{"type": "Hashtag", "name": f"#{word}"},
                                 {"type": "Emoji", "name": f":{word}:"},
                                 {"type": "Mention", "name": f"@{word}", "href": f"https://x/{word}"}],
        "attachment": [{"type": "Document", "mediaType": "image/png", "url": "/a/1.png",
                        "name": word}],
        "oneOf": [{"name": word}], "contentMap": {"en": word}, "updated": "2022-05-09T00:00:00Z",
    }  # fmt: skip
    hidden = [
        toot(2, f"<p>{word} :{word}: \x01</p>", to=[FOLLOWERS], cc=[], **private),
        toot(3, f"<p>{word}</p>", to=["https://x/tove"], cc=[], **private),
        toot(4, f"<p>{word}</p>", to=[FOLLOWERS], cc=[], inReplyTo={"id": [word]}),
    ]
    account = {
        "id": ADA,
        "preferredUsername": "ada",
        "summary": word,
        "email": f"{word}@x.example",
        "publicKey": {"publicKeyPem": word},
        "attachment": [{"name": word, "value": word}],
    }
    reading = read(
        toot(1, "<p>The lamp.</p>"),
        *hidden,
        boost(5, f"https://x/{word}", to=[FOLLOWERS], cc=[]),
        {"type": "Move", "summary": word, "object": word},
        toot(6, word, type="Tombstone", summary=word),
        actor=account,
        files={"likes.json": f'["{word}"]', "bookmarks.json": word},
    )
    public = [post for post in reading.posts.values() if post.visibility in ("public", "unlisted")]
    assert len(public) == 1
    bench = reading.bench
    told = (public, bench.set_asides, bench.findings, bench.changes, bench.merges)
    assert word not in repr((*told, reading.intake.profile))
