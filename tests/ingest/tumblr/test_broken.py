"""Broken and hostile archives: nothing raises but with a file's name, and nothing private leaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest.readers.tumblr import api as second
from pipeline.ingest.readers.tumblr import first_api, official, trail
from pipeline.model.errors import ArchiveError
from tests.ingest.tumblr.conftest import SAID, Reading, api, backup, post, said
from tests.ingest.tumblr.conftest import official as page

Read = Callable[..., Reading]


def test_nothing_private_comes_out(read: Read) -> None:
    words = {
        "conversations/convo_1_mate_lamps.html": "<p>CANARY-1</p>",
        "messages.xml": "<messages>CANARY-2</messages>",
        "payload-0.json": '{"email": "CANARY-3@mail.example", "blog_name": 1, "reblog_key": 1}',
        "posts/html/submissions/100009.html": page(1, "<strong>Mate:</strong> CANARY-4 </div>")[1],
    }
    reading = read(page(100001, "<h1>Dusk</h1><p>Public.</p>"), *words.items())
    assert list(reading.posts) == ["100001"]
    out = repr((reading.posts, vars(reading.bench), reading.intake.profile, reading.intake.sources))
    assert "CANARY" not in out


def test_of_what_is_not_public_nothing_is_told(read: Read) -> None:
    hidden = "<p>CANARY</p>[[MORE]]<select><option>CANARY</option></select>"
    reading = read(data=api(post(1, body=hidden, state="private"), post(2, body="<p>x</p>")))
    assert reading.posts["1"].visibility == "private"
    assert "CANARY" not in repr((vars(reading.bench), reading.intake.profile, reading.posts["2"]))


ODD: list[Any] = [
    None, 7, "text", {}, {"id": {"a": 1}, "blog_name": [], "reblog_key": 0},
    {"id": 10**40, "type": ["text"], "body": {"x": 1}, "tags": [1, None, "ok"]},
    {"id": "9", "content": [None, 3, {"type": "image", "media": "x"}, {"type": "text"}],
     "layout": "x", "trail": {"a": 1}, "timestamp": "soon"},
    {"id": "8", "type": "photo", "photos": [None, {"alt_sizes": [7]}], "caption": 5},
    {"id": "7", "content": [said("x", formatting=[{"start": 5, "end": 2, "type": "bold"}, 3])]},
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:30])
def test_an_entry_of_odd_types_costs_no_other(odd: Any, read: Read) -> None:
    reading = read(data=api(post(1, body="<p>Good.</p>"), odd, post(2, body="<p>Good.</p>")))
    assert {"1", "2"} <= set(reading.posts)
    assert len(reading.posts) + len(reading.bench.set_asides) == 3


def test_halves_of_surrogate_pairs_and_control_characters_leave_marks(read: Read) -> None:
    text = api(post(1, body="<p>Lit LOW at BELL</p>")).replace("LOW", "\\ud800")
    assert read(data=text.replace("BELL", "\\u0007")).told(1) == "0 paragraph: Lit \ufffd at \ufffd"


def test_one_broken_file_of_json_costs_no_other(read: Read) -> None:
    reading = read(
        ("json/100001.json", json.dumps(post(100001, body="<p>x</p>"))),
        ("json/100002.json", json.dumps(post(100002))[:40]),
        ("json/100003.json", "[" * 100_000),
    )
    assert list(reading.posts) == ["100001"]
    assert [aside[1:] for aside in reading.aside()] == [
        ("100002", "broken JSON"), ("100003", "broken JSON")]  # fmt: skip
    assert reading.codes() == ["tumblr.json", "tumblr.json"]


def test_broken_lines_of_json_are_set_aside(read: Read) -> None:
    lines = [json.dumps(post(1, body="<p>x</p>")), '{"id": 2, "reblog', json.dumps(post(3))]
    reading = read(data="\n".join(lines))
    assert list(reading.posts) == ["1"]
    assert len(reading.bench.set_asides) == 2


def test_a_file_that_is_no_json_is_refused_with_its_name(read: Read) -> None:
    with pytest.raises(ArchiveError, match=r"p\.json"):
        read(data=api(post(1))[:-9])


def test_broken_xml_is_read_post_by_post(read: Read) -> None:
    whole = '<post id="{}" type="regular" url="x"><regular-body>Lit.</regular-body></post>'
    broken = (
        '<post id="12" type="regular" state="private"><regular-body>Out & <i></regular-body></post>'
    )
    body = f'<tumblr version="1.0"><posts>{whole.format(11)}{broken}{whole.format(13)}<post id="14"'
    reading = read(data=body)
    assert [(made.id, made.visibility) for made in reading.posts.values()] == [
        ("11", "public"), ("12", "private"), ("13", "public")]  # fmt: skip
    assert [aside.item for aside in reading.bench.set_asides] == ["14"]
    assert {"xml.broken", "xml.item"} <= set(reading.codes())


def test_xml_that_declares_a_type_is_refused(read: Read) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><tumblr version="1.0"><posts></posts></tumblr>'
    with pytest.raises(ArchiveError, match="document type"):
        read(data=bomb)


@pytest.mark.parametrize(
    "body",
    ["", "<p>", "<article>", "<footer>", "<h2>", "\x00\x07", "<blockquote>" * 50_000,
     (SAID.format("mate", 9) + "<blockquote>") * 5_000, "<p class=npf_chat>a: b</p>" * 20_000,
     "<object><embed><object>" * 5_000, "[[MORE]]" * 20_000, "(via <a href=x>" * 20_000],
    ids=lambda body: body[:20],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_a_page_of_any_brokenness_is_a_post_or_set_aside(body: str, read: Read) -> None:
    reading = read(
        backup(100001, "text", body), backup(100002, "photo", body), backup(100003, "quote", body),
        backup(100004, "chat", body), backup(100005, "video", body), backup(100006, "answer", body),
    )  # fmt: skip
    assert len(reading.posts) + len(reading.bench.set_asides) == 6
    assert not reading.codes()


PIECES = [
    "<p>", "</p>", "<div class=caption>", "</div>", "<strong>", "x:", "&lt;p&gt;", "<a href=x>",
    "</a>", "<h1>", "<blockquote>", "</blockquote>", "<img>", " ", "\n", "<", "&",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_text_breaks_the_pages_or_the_trail(text: str) -> None:
    assert official.item_of(page(1, text)[1], "1", 0).id == "1"
    assert isinstance(trail.voices(text + " tumblr <blockquote", frozenset()), list)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["id", "type", "content", "trail", "layout", "text", "blocks", "media",
                         "photos", "formatting", "start", "end", "blog", "dialogue", "tags",
                         "url", "subtype", "indent_level", "player", "state", "question"]),
        inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(["id", "type", "content", "trail", "layout", "photos"]), JSON)
)
@settings(max_examples=300, deadline=None)
def test_no_json_breaks_the_reading_of_an_item(value: dict[str, Any]) -> None:
    assert isinstance(second.item_of(value, 0).id, str)
    assert isinstance(first_api.item_of(first_api.in_json(value), 0).id, str)
