"""Heads: who wrote a letter, when, in answer to what, and under which title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.ingest.readers.mail.head import Head, named, subject
from pipeline.model.text import Text
from tests.ingest.mail.conftest import ADA, LIST, Reading, letter, raw

Read = Callable[..., Reading]


def test_a_letter_knows_its_title_day_list_and_place_on_the_web(read: Read) -> None:
    more = {"List-Archive": "<https://lamps.example/letters>", "Content-Language": "en-GB",
            "Archived-At": "<https://lamps.example/letters/1>", **LIST}  # fmt: skip
    head = "Subject: [Lamp Letters] Oil & wick\n"
    reading = read(raw(head + "\n".join(f"{name}: {value}" for name, value in more.items())))
    made = reading.one
    assert made.title == (Text("Oil & wick"),)
    assert (made.kind, made.created) == ("letter", "2021-01-05T09:00:00Z")
    assert (made.url, made.language) == ("https://lamps.example/letters/1", "en-GB")
    profile = reading.intake.profile
    assert (profile.title, profile.author) == ("Lamp Letters", "Ada Quill")
    assert profile.url == "https://lamps.example/letters"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?q?Caf=C3=A9_=26_fog?=", "Café & fog"),
        ("=?utf-8?B?TMOk?= =?utf-8?B?bXA=?=", "Lämp"),
        ("=?iso-8859-1?q?Caf=E9?= and more", "Café and more"),
        ("=?gb2312?B?tca?=", "灯"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
        ("=?no-such?q?lamp?=", "lamp"),
        ("Folded\n over lines", "Folded over lines"),
        ("Café in bare bytes", "Café in bare bytes"),
    ],
)
def test_encoded_words_are_decoded(written: str, shown: str) -> None:
    assert Head(raw(f"Subject: {written}")).text("subject") == shown


@pytest.mark.parametrize(
    ("said", "title", "sort"),
    [
        ("Re: Oil", "Oil", "answer"),
        ("RE[2]: Fwd: Oil", "Oil", "answer"),
        ("Fwd: Re: Oil", "Oil", "forward"),
        ("AW: WG: Öl", "Öl", "answer"),
        ("[lamps] Re: [lamps] Oil", "Oil", "answer"),
        ("[Part 2] Oil", "[Part 2] Oil", ""),
        ("[lamps]", "[lamps]", ""),
        ("Regarding: oil", "Regarding: oil", ""),
        ("", "", ""),
    ],
)
def test_a_subject_is_a_title_without_what_programs_put_before_it(
    said: str, title: str, sort: str
) -> None:
    assert subject(said, frozenset({"lamps"})) == (title, sort)


@pytest.mark.parametrize(
    ("date", "created"),
    [
        ("Tue, 5 Jan 2021 10:00:00 +0100", "2021-01-05T09:00:00Z"),
        ("Tue, 5 Jan 2021 10:00:00 -0000 (GMT)", "2021-01-05T10:00:00Z"),
        ("5 Jan 21 10:00 EST", "2021-01-05T15:00:00Z"),
        ("yesterday", "2021-02-03T04:05:06Z"),
        ("Tue, 5 Jan 1921 10:00:00 +0100", "2021-02-03T04:05:06Z"),
    ],
)
def test_a_day_is_the_letters_own_or_that_of_its_arrival(date: str, created: str) -> None:
    head = f"Date: {date}\nReceived: from a by b; Wed, 3 Feb 2021 04:05:06 +0000\n\n"
    assert Head(head.encode()).created() == created
    envelope = b"From x@y Wed Feb  3 04:05:06 2021\n"
    assert Head(b"Subject: x\n\n").created(envelope) == "2021-02-03T04:05:06Z"


def test_a_letter_is_known_by_its_message_id_without_an_address(read: Read) -> None:
    reading = read(letter(7))
    assert reading.one.id == named("<7.ada@lamps.example>")
    assert "@" not in reading.one.id


def test_a_letter_without_a_name_gets_one_from_what_it_says(read: Read) -> None:
    bare = letter(1).replace(b"Message-ID: <1.ada@lamps.example>\n", b"")
    first, again = read(bare).one.id, read(bare).one.id
    assert first == again
    assert first != ""


def test_answers_to_own_letters_are_threads_and_to_others_are_replies(read: Read) -> None:
    own = letter(1, **LIST)
    again = letter(2, "Re: The lamp", In_Reply_To="<1.ada@lamps.example>", **LIST)
    other = letter(3, "Re: Oil?", In_Reply_To="<x@mail.example>", **LIST)
    posts = read(own, again, other).posts
    assert [(post.reply_to, post.reply_author) for post in posts] == [
        ("", ""), (posts[0].id, ""), ("", "somebody")]  # fmt: skip


# -- whose letters they are ------------------------------------------------------------------------


def test_the_letters_of_whoever_wrote_most_go_in(read: Read) -> None:
    shop = letter(9, "Offer", text="CANARY\n", sender="Shop <shop@shop.example>")
    reading = read(letter(1), letter(2), shop)
    assert len(reading.posts) == 2
    assert reading.reasons() == ["a letter by somebody else"]
    assert reading.intake.profile.author == "Ada Quill"


def test_one_newsletter_from_two_addresses_is_one(read: Read) -> None:
    moved = letter(3, sender="Lamps <news@new.example>", **LIST)
    tagged = letter(4, sender="Ada Quill <ada+fog@lamps.example>", **LIST)
    assert len(read(letter(1, **LIST), letter(2, **LIST), moved, tagged).posts) == 4


def test_of_a_conversation_only_the_authors_letters_go_in(read: Read) -> None:
    others = [letter(20 + at, sender=f"R{at} <r{at}@mail.example>", **LIST) for at in range(5)]
    reading = read(letter(1, **LIST), letter(2, **LIST), *others)
    assert len(reading.posts) == 2
    assert reading.reasons() == ["a letter by somebody else"] * 5


def test_a_box_of_sent_mail_says_whose_the_letters_are(read: Read) -> None:
    shop = [letter(20 + at, sender="Shop <shop@shop.example>") for at in range(5)]
    sent = letter(1, X_Gmail_Labels="Sent,Important", **LIST)
    private = letter(2, "Dear Bob", X_Gmail_Labels="Sent")
    reading = read(*shop, sent, private)
    assert [post.visibility for post in reading.posts] == ["public", "direct"]


def test_among_letters_to_many_one_to_a_person_is_that_persons(read: Read) -> None:
    reading = read(letter(1, **LIST), letter(2, **LIST), letter(3, "Dear Bob"))
    assert [post.visibility for post in reading.posts] == ["public", "public", "direct"]


@pytest.mark.parametrize(
    ("more", "visibility"),
    [
        ({"X-Gmail-Labels": "Drafts"}, "draft"),
        ({"X-Gmail-Labels": "Trash"}, "trashed"),
        ({"X-Mozilla-Status": "0009"}, "deleted"),
        ({"X-Mozilla-Status": "0001"}, "public"),
    ],
)
def test_what_was_not_sent_or_was_thrown_away_is_not_public(
    more: dict[str, str], visibility: str, read: Read
) -> None:
    posts = read(letter(1, **LIST), letter(2, **LIST, **more)).posts
    assert posts[1].visibility == visibility


def test_folders_tell_drafts_and_the_bin(read: Read) -> None:
    reading = read(
        Mail__Inbox=letter(1).join([b"From x Tue Jan  5 10:00:00 2021\n", b"\n"]),
        Mail__Drafts=letter(2).join([b"From x Tue Jan  5 10:00:00 2021\n", b"\n"]),
        Mail__Trash_dot_mbox=letter(3).join([b"From x Tue Jan  5 10:00:00 2021\n", b"\n"]),
    )
    found = {post.source: post.visibility for post in reading.posts}
    names = [source.member for source in reading.intake.sources]
    assert {names[row]: visibility for row, visibility in found.items()} == {
        "Mail/Inbox": "public", "Mail/Drafts": "draft", "Mail/Trash.mbox": "trashed"}  # fmt: skip


def test_automatic_answers_are_set_aside(read: Read) -> None:
    reading = read(letter(1), letter(2, Auto_Submitted="auto-replied"))
    assert reading.reasons() == ["an automatic answer"]


def test_no_sender_no_letter(read: Read) -> None:
    nameless = letter(2).replace(f"From: {ADA}\n".encode(), b"")
    assert read(letter(1), nameless).reasons() == ["no sender"]
