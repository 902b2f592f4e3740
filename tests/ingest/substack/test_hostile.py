"""Broken and hostile exports: every item a post or set aside, no traceback, no waiting."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.model.walk import plain
from tests.ingest.substack.conftest import Reading, page, row, table

Read = Callable[..., Reading]


def body_of(reading: Reading, id: str = "1") -> str:
    return "\n".join(plain(block) for block in reading.posts[id].blocks)


@pytest.mark.parametrize(
    "attrs",
    ["", "{", "[]", "null", "7", '{"src": 7, "gallery": [1]}', '{"gallery": {"images": "x"}}',
     '{"url": {"a": 1}, "full_text": null}', "[" * 100_000, '{"a":' * 5_000, "9" * 10_000,
     '{"persistentExpression": "\\ud800"}'],
    ids=lambda value: value[:12] or "nothing",
)  # fmt: skip
@pytest.mark.parametrize(
    "name",
    ["captioned-image-container", "image-gallery-embed", "tweet", "embedded-post-wrap", "comment",
     "latex-rendered", "youtube-wrap", "mention-wrap", "spotify-wrap", "native-video-embed",
     "datawrapper-wrap", "button-wrapper", "preformatted-block", "instagram"],
)  # fmt: skip
def test_data_that_is_not_what_it_should_be_loses_no_words(
    name: str, attrs: str, read: Read
) -> None:
    quoted = attrs.replace("&", "&amp;").replace('"', "&quot;")
    html = f'<p>Before.</p><div class="{name}" data-attrs="{quoted}">Words.</div><p>After.</p>'
    reading = read(row("1.a"), **{page("1.a"): html})
    said = body_of(reading) + " ".join(before for _, before in reading.changes())
    assert "Before." in said
    assert "Words." in said
    assert "After." in said
    assert "error" not in dict(reading.codes()).values()


def test_no_character_stops_a_letter(read: Read) -> None:
    html = "<p>a\x00b\x0bc\x1bd\ufffee</p>".encode() + b"<p>\xff\xfe\xed\xa0\x80</p>"
    reading = read(
        row("1.a", "T\x0bitle\x00", subtitle="\x1f\u202e", post_date="never"), **{page("1.a"): html}
    )
    assert body_of(reading).count("\ufffd") >= 5
    assert sorted(reading.codes()) == [
        ("substack.marked", "warning"),
        ("substack.undated", "warning"),
    ]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ['<div class="pullquote">', '<div class="dynamic-content-block">', "<ul><li>", "<p",
     '<a class="footnote-anchor" href="#footnote-1">', '<div class="tweet" data-attrs="', "&#0;",
     '<img class="x" srcset=", , ,', "<iframe class='spotify-wrap'>", "\n \n"],
)  # fmt: skip
def test_depth_and_repetition_take_no_time(piece: str, read: Read) -> None:
    reading = read(row("1.a"), **{page("1.a"): "<p>start</p>" + piece * 100_000 + "end"})
    assert "start" in body_of(reading)


@pytest.mark.timeout(20)
def test_a_tweet_of_spaces_takes_no_time(read: Read) -> None:
    words = "x" + " " * 200_000 + "\\n" * 100_000 + "y https://t.co/a"
    attrs = f'{{"full_text": "{words}", "video_url": "x"}}'.replace('"', "&quot;")
    reading = read(row("1.a"), **{page("1.a"): f'<div class="tweet" data-attrs="{attrs}"></div>'})
    assert body_of(reading).endswith("y")


def test_a_broken_table_keeps_the_rows_that_can_be_read(read: Read) -> None:
    whole = table(row("1.a"), row("2.b"), row("3.c"), row("4.d"))
    broken = whole.replace("2.b,", '"2.b,', 1).replace("3.c,", "3.c,,,,,,,,,,,,,,,,", 1)
    files = {page(f"{n}.{c}"): f"<p>{c}</p>" for n, c in zip("1234", "abcd", strict=True)}
    reading = read(**{"posts.csv": broken, **files})
    assert {id for id, post in reading.posts.items() if post.visibility == "public"} == {"1", "4"}
    assert reading.posts["3"].visibility == "draft"
    codes = reading.codes()
    assert codes.count(("substack.table", "warning")) == 2
    assert reading.posts["2"].visibility == "draft"  # nobody knows what its row said


EMPTY = (
    "post_id,is_published",
    "post_id,is_published\n",
    "is_published,post_id\n,\n , \n",
    "post_id,is_published\n\x00,\x00",
)


@pytest.mark.parametrize("text", EMPTY)
def test_a_table_with_nothing_in_it_gives_nothing(text: str, read: Read) -> None:
    reading = read(**{"posts.csv": text})
    assert reading.posts == {}
    assert len(reading.aside()) <= 1
