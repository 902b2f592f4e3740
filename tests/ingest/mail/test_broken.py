"""Broken and hostile letters: each is a post, or set aside with its reason; nothing raises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.readers.mail import parts, written
from pipeline.ingest.readers.mail.cleaning import Cleaned, masked
from pipeline.ingest.readers.mail.head import Head
from tests.ingest.mail.conftest import Reading, letter, raw

Read = Callable[..., Reading]


def nested(depth: int) -> bytes:
    heads = "".join(
        f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(depth)
    )
    return raw("Subject: x\n" + heads.split("\n", 1)[0], heads.split("\n\n", 1)[1] + "\nLit.\n")


HOSTILE = {
    "nested parts": nested(500),
    "nested letters": raw(
        "Content-Type: message/rfc822", "Content-Type: message/rfc822\n\n" * 5000
    ),
    "a boundary of nothing": raw("Content-Type: multipart/mixed; boundary=", "--\nLit.\n"),
    "no boundary": raw("Content-Type: multipart/alternative", "Lit."),
    "a long field": raw("Subject: " + "(" * 200_000),
    "many fields": raw("\n".join(f"X-{at}: {at}" for at in range(20_000))),
    "encoded words": raw("Subject: " + "=?utf-8?q?a?= " * 20_000),
    "comments": raw("From: " + "((" * 20_000 + " <x@y.example>"),
    "broken base64": raw("Content-Transfer-Encoding: base64", "====" * 50_000),
    "html tags": raw("Content-Type: text/html", "<div>" * 100_000 + "Lit"),
    "html tables": raw("Content-Type: text/html", "<table><tr><td>" * 20_000 + "Lit"),
    "html quotes": raw("Content-Type: text/html", "Yes<blockquote type=cite>a</blockquote>" * 9000),
    "text quotes": raw("Subject: x", ">" * 100_000 + " a\n" + "> b\n" * 50_000),
    "one long line": raw("Subject: x", "a" * 3_000_000),
    "many short lines": raw("Subject: x", "- a\n" * 100_000),
    "addresses": raw("Content-Type: text/html", "a@" * 200_000 + "https://x/?" + "&a" * 200_000),
    "hidden": raw("Content-Type: text/html", "<p style='display:none'>" * 20_000 + "Lit"),
    "nothing": raw("Subject: x", ""),
    "controls": raw("Subject: \x00\x07\x1b", b"\x00\x01\xff\xfe" * 1000),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(20)
def test_a_hostile_letter_costs_no_other(name: str, read: Read) -> None:
    reading = read(letter(7), HOSTILE[name], letter(8))
    assert len(reading.posts) + len(reading.bench.set_asides) == 3
    assert {finding.code for finding in reading.bench.findings} <= {
        "mail.files", "mail.furniture", "mail.addresses", "mail.letter", "mail.faults"}  # fmt: skip


def test_one_letter_that_cannot_be_read_is_told(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = parts.letter_of

    def stumbling(message: parts.Mail) -> parts.Letter:
        if "CANARY" in str(message):
            raise ValueError("CANARY")
        return known(message)

    monkeypatch.setattr(parts, "letter_of", stumbling)
    reading = read(letter(1), letter(2, text="CANARY"), letter(3))
    assert (len(reading.posts), reading.reasons()) == (2, ["it could not be read"])
    assert [finding.place for finding in reading.bench.findings] == ["lamps.mbox, letter 2"]
    assert "CANARY" not in repr(vars(reading.bench))


LINES = st.lists(
    st.sampled_from(["> a", ">> b", "", "-- ", "--", "On Mon, A wrote:", "- item", "  more", "===",
                     "A line of text", "-----Original Message-----", "a " * 40, "From: x",
                     "---------- Forwarded message ----------", "_" * 30, "trailing "]),
    max_size=14,
)  # fmt: skip


@given(LINES.map("\n".join), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_plain_text_loses_a_word_that_is_not_told(text: str, flowed: bool) -> None:
    told: list[str] = []
    made = written.markup(
        text, flowed=flowed, without_spaces=False, dropped=lambda rule, gone: told.append(gone)
    )
    for word in ("item", "more", "line", "wrote", "Original", "trailing", "Forwarded"):
        assert text.count(word) == made.count(word) + "\n".join(told).count(word)


TAGS = [
    "<p>", "</p>", "<div class=gmail_quote>", "</div>", "<blockquote type=cite>", "</blockquote>",
    "lamp ", "<table>", "<tr>", "<td>", "</table>", "<img src=cid:x>", "<a href=x.png>", "</a>",
    "<div style='display:none'>", "On Mon, A wrote:", "<div id=divRplyFwdMsg>", "\u200b",
    "<div class=gmail_signature>",
]  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=14).map("".join), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_html_loses_a_word_that_is_not_told(text: str, forwarded: bool) -> None:
    told: list[str] = []
    made = Cleaned(text, lambda rule, gone: told.append(gone), forwarded=forwarded).html
    assert text.count("lamp") == made.count("lamp") + " ".join(told).count("lamp")


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_a_head_or_a_letter(data: bytes) -> None:
    head = Head(data)
    assert isinstance((head.sender(), head.created(), head.id(), head.answers()), tuple)
    assert isinstance(parts.letter_of(parts.parsed(data)).pieces, list)


def test_an_address_is_found_however_it_is_written() -> None:
    text = "A@B.example b@b.example &lt;c@c.example&gt; https://x.example/a@b.example/y?c=d"
    assert masked(text, {"a@b.example"})[0] == (
        "[e-mail address withheld] b@b.example [e-mail address withheld] https://x.example"
    )
    assert masked("@ada at git@host and https://medium.com/@ada", None)[1] == 0
