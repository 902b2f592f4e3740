"""The bytes of a handoff are those of the whole, however large the parts they come in."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec import Raw
from msgspec.structs import replace

from pipeline.model import codec
from pipeline.model.handoff import Archive, Archives, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Media, Post, Profile
from pipeline.model.text import Paragraph, Text

SAID = some.text(max_size=5)
SOURCES = some.lists(some.builds(Source, SAID, SAID, SAID), max_size=3).map(tuple)
MEDIA = some.lists(some.builds(Media, SAID), max_size=3).map(tuple)


def post(number: int, said: str) -> Post:
    at = Origin(0, str(number), 0)
    return Post(str(number), 0, "post", "2001-05-05", (Paragraph((Text(said),), (at,)),))


def division(number: int, said: str) -> Division:
    return Division("chapter", f"d{number}", (Text(said),), (Paragraph((Text(said),), ()),))


POSTS = some.builds(
    lambda count, said, sources, media: Posts(
        Profile(title=said), tuple([post(at, said) for at in range(count)]), sources, media
    ),
    some.sampled_from([0, 1, 15, 16, 255, 256, 257, 600]),
    SAID,
    SOURCES,
    MEDIA,
)
BOOKS = some.builds(
    lambda count, said, sources, media: Manuscript(
        Book(said, said), tuple([division(at, said) for at in range(count)]), sources, media
    ),
    some.sampled_from([0, 1, 3, 16, 40]),
    SAID,
    SOURCES,
    MEDIA,
)


def at_once(handoff: Handoff) -> bytes:
    head = f"bookworks {type(handoff).__name__} {codec.VERSION}\n".encode()
    return head + msgspec.msgpack.encode(handoff)


@given(some.one_of(POSTS, BOOKS))
def test_parts_are_the_whole_and_give_it_back(handoff: Posts | Manuscript):
    data = b"".join(codec.encode(handoff))
    assert data == at_once(handoff)
    assert codec.decode(data, type(handoff)) == handoff


@pytest.mark.parametrize("empty", [Archives((Archive("d", "n", "p"),)), Deliverables(())])
def test_small_handoffs_are_bytes_like_any_other(empty: Archives | Deliverables):
    assert b"".join(codec.encode(empty)) == at_once(empty)


@given(BOOKS, some.integers(0, 40))
def test_divisions_that_are_encoded_already_stand_in_their_place(book: Manuscript, at: int):
    told = [Raw(msgspec.msgpack.encode(one)) for one in book.divisions[at:]]
    mixed = replace(book, divisions=(*book.divisions[:at], *told))
    assert b"".join(codec.encode(mixed)) == at_once(book)
