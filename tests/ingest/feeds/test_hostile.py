"""Feeds that are broken, hostile, or say more than is anyone's business."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline.model.errors import ArchiveError
from pipeline.model.post import PUBLIC
from tests.ingest.feeds.conftest import (
    ATOM,
    ATOM_END,
    RDF,
    RDF_END,
    RSS,
    RSS_END,
    Reading,
    content,
    entry,
    full,
    item,
    json_feed,
)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (item(1, full("One") + "<wfw:comments>x</wfw:comments>"), "xml.undeclared-prefix"),
        (item(1, full("One"), title="Oil & wick &eacute;"), "xml.mended"),
        (item(1, "<open>" + full("One")), "xml.item"),
        (item(1, full("One") + "</closed>"), "xml.item"),
        (item(1, "<description>One<br></description>"), "xml.item"),
    ],
)
def test_a_broken_item_is_mended_visibly_and_costs_no_other(
    broken: str, code: str, rss: Callable[..., Reading]
) -> None:
    reading = rss(broken, item(2, full("Two")))
    assert reading.words() == {"light-1": "One", "light-2": "Two"}
    assert reading.codes()[code] == "warning"
    assert "error" not in reading.codes().values()


@pytest.mark.parametrize(
    ("head", "items", "foot"),
    [
        (RSS, [item(1, full("One")), item(2, full("Two"))], RSS_END),
        (RDF, [item(1, full("One")), item(2, full("Two"))], RDF_END),
        (ATOM, [entry(1, content("One")), entry(2, content("Two"))], ATOM_END),
    ],
)
def test_wherever_a_feed_is_cut_each_item_is_accounted_for(
    head: str, items: list[str], foot: str, read: Callable[..., Reading]
) -> None:
    whole = head + "".join(items) + foot
    for end in range(len(head), len(whole), 23):
        text = whole[:end]
        reading = read(text)
        count = text.count("<item>") + text.count("<entry>")
        assert len(reading.posts) + len(reading.aside()) == count
        assert reading.intake.profile.title


def test_control_characters_leave_a_mark_and_a_count_by_item(rss: Callable[..., Reading]) -> None:
    reading = rss(item(1, full("Lit\x0b at\x11 dusk")), item(2, full("Fine")))
    assert reading.words() == {"light-1": "Lit\ufffd at\ufffd dusk", "light-2": "Fine"}
    (finding,) = [f for f in reading.bench.findings if f.code == "xml.control-character"]
    assert "Item light-1 holds 2" in finding.message


@pytest.mark.parametrize("declaration", [
    '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://n.example/r.dtd">',
])  # fmt: skip
def test_a_document_type_is_refused(declaration: str, read: Callable[..., Reading]) -> None:
    with pytest.raises(ArchiveError, match="document type"):
        read((RSS + item(1) + RSS_END).replace("<rss", declaration + "<rss", 1))


def test_markup_that_lies_too_deep_costs_no_other_item(atom: Callable[..., Reading]) -> None:
    deep = '<content type="xhtml">' + "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "</content>"
    reading = atom(entry(1, deep), entry(2, content("<b>" * 100_000 + "deep")), entry(3))
    assert reading.words()["urn:light:1"] == reading.words()["urn:light:2"] == "deep"
    assert len(reading.posts) + len(reading.aside()) == 3


# -- JSON ------------------------------------------------------------------------------------------

ODD = [None, 1, "x", [], {}, {"id": []}, {"id": {}, "content_html": 5}, {"tags": "a", "id": "t"},
       {"id": "a", "attachments": {"url": 1}, "authors": "Bo", "content_text": "\ud800 \x00"},
       {"id": "\ud800", "title": "x"}, {"id": "d", "date_published": 7, "title": True, "url": []},
       {"id": 10**40, "content_text": "Large."}, {"id": "u", "url": "http://[", "title": "x"},
       {"id": "p", "image": "http://[::", "external_url": "javascript:alert(1)", "title": "x"},
       {"id": "same", "title": "x"}, {"id": "same", "title": "y"}]  # fmt: skip


def test_whatever_an_item_of_json_is_it_is_accounted_for(read: Callable[..., Reading]) -> None:
    reading = read(json_feed(*ODD, {"id": "well", "content_text": "Text"}))
    assert reading.words()["well"] == "Text"
    gone = len(reading.aside()) + len(reading.bench.merges)
    assert len(reading.posts) + gone == len(ODD) + 1
    repr(list(reading.posts.values())).encode()  # no half of a surrogate pair


@pytest.mark.parametrize(
    "text",
    ['{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"',
     '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000],
)  # fmt: skip
def test_json_that_is_none_is_refused_with_its_place(
    text: str | bytes, read: Callable[..., Reading]
) -> None:
    with pytest.raises(ArchiveError) as raised:
        read(text)
    assert "feed.xml" in str(raised.value)
    assert raised.value.todo


@pytest.mark.parametrize("more", [{"items": None}, {"items": "x"}, {"title": 5, "authors": 7}])
def test_an_odd_feed_without_items_is_empty(
    more: dict[str, object], read: Callable[..., Reading]
) -> None:
    assert read(json.dumps({"version": "https://jsonfeed.org/version/1"} | more)).posts == {}


def test_an_item_that_breaks_the_converter_is_set_aside(
    rss: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.feeds import posts

    def fails(text: str) -> tuple[str, list[str]]:
        if "bad" in text:
            raise RuntimeError(text)
        return text, []

    monkeypatch.setattr(posts, "without_tails", fails)
    reading = rss(item(1, full("bad words")), item(2, full("Two")))
    assert reading.words() == {"light-2": "Two"}
    assert reading.aside() == [("post", "light-1", "its text could not be converted")]
    assert "bad words" not in repr(reading.bench.findings)


@pytest.mark.parametrize(
    "piece",
    ["<title ", "<description>", "&", "<![CDATA[", "<item>", "<a:b>", "<link ", "]]>", "<!--"],
)
@pytest.mark.timeout(20)
def test_tags_without_end_take_no_time(piece: str, rss: Callable[..., Reading]) -> None:
    reading = rss(item(1, piece * 20_000), item(2, full("Two")))
    assert len(reading.posts) + len(reading.aside()) >= 1


# -- privacy ---------------------------------------------------------------------------------------

CANARY = "kittiwake"


def test_addresses_of_people_and_drafts_are_not_told(read: Callable[..., Reading]) -> None:
    draft = '<control xmlns="http://www.w3.org/2007/app"><draft>yes</draft></control>'
    hidden = f"<p>{CANARY}<select>{CANARY}</select></p><div class='feedflare'>{CANARY}</div>"
    reading = read(
        ATOM.replace("ada@lights", f"{CANARY}@lights")
        + entry(1, content("Text") + f"<author><name>{CANARY}@x.example</name></author>")
        + entry(2, draft + content(hidden), title=CANARY)
        + ATOM_END
    )
    public = [post for post in reading.posts.values() if post.visibility in PUBLIC]
    assert len(public) == 1
    assert CANARY not in repr(public) + reading.told()


@pytest.mark.parametrize(
    ("written", "name"),
    [("ada@x.example (Ada Quill)", "Ada Quill"), ("ada@x.example", ""), ("Ada Quill", "Ada Quill"),
     ("Ada Quill &lt;ada@x.example&gt;", "Ada Quill"), ("noreply@x.example (Unknown)", "Unknown")],
)  # fmt: skip
def test_of_a_person_only_the_name_is_told(
    written: str, name: str, rss: Callable[..., Reading]
) -> None:
    reading = rss(item(1, full("Text") + f"<author>{written}</author>"))
    assert reading.posts["light-1"].author == name
    assert "ada@x" not in repr(reading.posts) + reading.told()
