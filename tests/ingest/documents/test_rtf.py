"""RTF as several programs write it."""

from __future__ import annotations

import time

import pytest

from pipeline.ingest.readers.documents import ast, rtf
from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.readers.documents.prepared import Prepared
from pipeline.model import walk
from pipeline.model.text import (
    BlockQuote,
    Emph,
    Figure,
    Link,
    List,
    Note,
    Strong,
    Superscript,
    Table,
    Text,
)
from tests.ingest.documents.conftest import picture

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}"
    r"{\f2\fcharset128 Mincho;}}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}"
    r"{\s2 Title;}{\s3 Verse;}{\*\cs9 Footnote Anchor;}}{\info{\title Lights}{\author Ada Quill}"
    r"{\operator CANARY}}"
)


def document(*paragraphs: str) -> bytes:
    return (HEAD + "".join(rf"\pard\plain {words}\par " for words in paragraphs) + "}").encode(
        "cp1252"
    )


def nodes(post, kind):
    return [n for b in walk.every(post.blocks) for n in walk.inlines(b) if isinstance(n, kind)]


def test_letters_come_back_whatever_way_they_are_spelled(lone):
    words = (
        r"caf\'e9 \u8220\'93said\u8221\'94, \u8217?s, it\rquote s \emdash  a\~b {\f1\'cb\'e0}"
        r"{\f2\'83\'89} \uc0\u8230 . \uc2\u8364 ??\u55357 ??\u56897 ??x \{\\\} tab\tab end"
    )
    made = lone("a.rtf", document(words))
    assert made.words("a") == "café “said”, ’s, it’s — a\xa0b Лаラ …. €🙁x {\\} tab end"


def test_marks_links_and_line_breaks(lone):
    words = (
        r"{\b bold}{\i\b both\i0  one} {\ul under}{\super 2}{\strike gone}\line"
        r'{\field{\*\fldinst{HYPERLINK "https://a.example"}}{\fldrslt{\ul here}}}'
    )
    made = lone("a.rtf", document(words))
    post = made.posts["a"]
    assert [walk.text(n.content) for n in nodes(post, Strong)] == ["bold", "both", " one"]
    assert [walk.text(n.content) for n in nodes(post, Emph)] == ["both", "under"]
    assert nodes(post, Superscript) == [Superscript((Text("2"),))]
    (link,) = nodes(post, Link)
    assert (link.url, link.content) == ("https://a.example", (Text("here"),))
    assert "gone\nhere" in made.words("a")


@pytest.mark.parametrize("word", [r"\footnote", r"\*\footnote", r"\*\footnote\ftnalt"])
def test_footnotes_are_notes_however_they_are_marked(lone, word):
    note = rf"{{{word}\pard\plain{{\super\chftn}}\tab Said {{\i so}}.\par more}}"
    words = rf"Oil{{\super\chftn}}{note} burns."
    made = lone("a.rtf", document(words))
    (note,) = nodes(made.posts["a"], Note)
    assert [walk.plain(block) for block in note.blocks] == ["Said so.", "more"]
    assert made.words("a") == "Oil⟦Said so.\nmore⟧ burns."


def test_titles_headings_lists_quotations_and_tables(lone):
    made = lone("a.rtf", document(
        r"\s2 Lights", r"\s1{\b Oil}", r"{\listtext 1.\tab}\ls1 one",
        r"{\listtext a.\tab}\ls1\ilvl1 deeper", r"{\listtext\'b7\tab}\ls2 bullet",
        r"\li720 indented", r"\s3 a verse",
        r"\trowd\cellx1\cellx2\intbl a\cell\pard\intbl b\cell\row\pard after",
        r"\s1 Salt", r"Dry.",
    ))  # fmt: skip
    assert made.intake.profile.title == "Lights"
    assert made.titles() == {"a#oil": "Oil", "a#salt": "Salt"}
    ordered, bullets, quote, verse, table, after = made.posts["a#oil"].blocks
    assert isinstance(ordered, List)
    assert walk.plain(ordered) == "one\ndeeper"
    assert isinstance(ordered.items[0][1], List)
    assert isinstance(bullets, List)
    assert not bullets.ordered
    assert isinstance(quote, BlockQuote)
    assert walk.plain(verse) == "a verse"
    assert isinstance(table, Table)
    assert [walk.text(cell.content) for cell in table.body[0]] == ["a", "b"]
    assert walk.plain(after) == "after"


def test_what_is_no_text_is_passed_over_and_what_is_hidden_or_deleted_counted(lone):
    made = lone("a.rtf", document(
        r"One{\header\pard CANARY{\shptxt CANARY}\par}{\*\unknown CANARY}{\xe CANARY}"
        r"{\*\atnid x}{\*\atnauthor CANARY}{\*\annotation\pard CANARY}{\v CANARY}"
        r"{\deleted CANARY}{\revised two}{\object{\*\objdata 00ff}{\result three}}"
        r"{\upr{CANARY}{\*\ud four}}"
    ))  # fmt: skip
    assert made.words("a") == "Onetwothreefour"
    assert set(made.codes()) == {"documents.comments", "documents.hidden", "documents.changes"}
    assert "CANARY" not in repr((made.posts, made.bench.changes, made.intake.profile))


def test_boxes_stand_behind_their_paragraphs(lone):
    made = lone("a.rtf", document(
        r"around{\shp{\*\shpinst{\sp{\sn x}{\sv CANARY}}{\shptxt boxed\par}}{\shprslt CANARY}}",
        "after",
    ))  # fmt: skip
    assert made.words("a") == "around\nboxed\nafter"


def test_pictures_are_kept_and_shown_where_they_stand(lone):
    data = picture()
    made = lone("a.rtf", document(
        r"{\*\shppict{\pict\pngblip\picw8\pich6 " + data.hex() + r"}}{\nonshppict{\pict 00}}",
        r"{\pict\wmetafile8 " + "0a" * 40 + "}",
    ))  # fmt: skip
    first, second = made.posts["a"].blocks
    assert isinstance(first, Figure)
    row = made.intake.media[first.images[0].media]
    assert made.bench.blobs.held[row.digest] == data
    assert isinstance(second, Figure)


def test_binary_data_is_passed_over(lone):
    data = document("a{\\*\\x\\bin5 }}}}}}b")
    assert lone("a.rtf", data).words("a") == "ab"


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 " + b"{" * 300_000 + b"x",
        b"{\\rtf1 x" + b"}" * 300_000,
        b"{\\rtf1 " + b"\\" * 300_001,
        b"{\\rtf1 " + b"\\'zz" * 50_000,
        b"{\\rtf1 " + b"{\\footnote x" * 20_000,
        b"{\\rtf1 " + b"{\\pict " * 20_000,
        b"{\\rtf1 " + b"{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt y" * 10_000,
        b"{\\rtf1 \\u99999999999 \\uc999999 \\s-5 \\li99999999999 \\ansicpg77777 \\f-1 \\bin-5 x",
        b"{\\rtf1 \\row\\cell\\row\\cell x\\intbl\\par\\cell",
        b"{\\rtf1 \x00\x0b\xff\xfe x",
        b"{\\rtf1",
    ],
    ids=range(11),
)
def test_any_rtf_is_read_or_refused_in_time(data):
    started = time.monotonic()
    try:
        made = rtf.tree(data, Prepared(b""))
        assert isinstance(made, ast.Pandoc)
    except Failed:
        pass
    assert time.monotonic() - started < 10


def test_notes_within_notes_without_end_set_the_document_aside(folder):
    data = b"{\\rtf1 " + b"{\\footnote x" * 20_000
    made = folder({"a.rtf": data, "b.rst": "Fine.\n"})
    assert list(made.posts) == ["b"]
    assert made.aside() == {"a": "it is nested too deep to be read"}
