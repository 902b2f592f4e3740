"""Documents as archives: whose they are, their ids and chapters, and those that cannot be read."""

from __future__ import annotations

import os
import zipfile

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.order import ordered
from pipeline.ingest.readers import documents
from pipeline.ingest.readers.documents.formats import OLE
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model import walk
from pipeline.model.errors import ArchiveError
from pipeline.model.text import Link
from tests.ingest.documents.conftest import paragraph, picture, read_path, word

PAGE = word(paragraph("Words."))
TEXT = "Words.\n"
BOOK = "Oil\n===\n\nBurns, see `Salt`_.\n\nSalt\n====\n\nDry.\n"


# -- whose archive it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "reader"),
    [
        ({"a.docx": PAGE}, "documents"),
        ({"a.rst": TEXT, "b.md": TEXT}, "markdown"),
        ({"a.rst": TEXT, "b.docx": PAGE, "c.md": TEXT}, "documents"),
        ({"a.org": TEXT, "b.md": "see [[c]]", "c.md": TEXT}, "obsidian"),
        ({"a.org": TEXT, "b.org": TEXT, "c.org": TEXT, "d.md": "[[e]]", "e.md": ""}, "documents"),
        ({"main.tex": TEXT, "refs.bib": "", "x.cls": "", "out.pdf": ""}, "documents"),
        ({"data/tweets.js": "window.YTD.tweets.part0 = []", "a.docx": PAGE}, "twitter"),
        ({"~$a.docx": b"lock", "a.md": TEXT}, "markdown"),
    ],
)
def test_a_folder_is_one_of_documents_where_most_of_its_texts_are(tmp_path, files, reader):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with Unpacked.open(path) as opened:
        claimed = identify(opened)[0].NAME
    assert claimed == reader


@pytest.mark.parametrize("name", ["a.docx", "no ending", "a.zip", "a.doc"])
def test_a_document_is_known_by_its_bytes_whatever_it_is_called(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(PAGE)
    with Unpacked.open(path) as opened:
        claimed, claim = identify(opened)
        assert (claimed.NAME, claim.era, opened.single) == ("documents", "Word", True)


def test_a_file_that_calls_itself_word_may_be_rtf(tmp_path):
    (tmp_path / "a.doc").write_bytes(b"{\\rtf1 Words.}")
    made = read_path(tmp_path / "a.doc")
    assert made.words("a") == "Words."


@pytest.mark.parametrize("name", ["a.xlsx", "a.pptx", "a.txt", "a.md"])
def test_what_is_no_document_is_not_claimed(tmp_path, name):
    path = tmp_path / name
    if name.endswith("x"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", "<x/>")
            archive.writestr("xl/workbook.xml", "<x/>")
    else:
        path.write_text(TEXT)
    with Unpacked.open(path) as opened:
        assert documents.claim(opened) is None


def test_every_file_has_its_fate(tmp_path):
    names = ["a.docx", "b.tex", "c.bib", "d.aux", "e.png", "f.pdf", "g.md", "~$a.docx", ".x/y",
             "h.xyz", "Makefile"]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    with Unpacked.open(tmp_path) as archive:
        fates = {entry.member: entry.use for entry in inventory(archive, documents)}
    assert [name for name, use in fates.items() if use == "unknown"] == ["h.xyz"]
    assert [name for name, use in fates.items() if use == "read"] == [
        "a.docx", "b.tex", "e.png", "g.md",
    ]  # fmt: skip


# -- ids, chapters, order --------------------------------------------------------------------------


def test_ids_are_paths_and_keep_their_ending_where_two_would_be_one(folder):
    made = folder({"in/a.rst": TEXT, "in/a.org": TEXT, "b.rst": TEXT})
    assert sorted(made.posts) == ["b", "in/a.org", "in/a.rst"]


def test_chapters_are_named_by_their_headings_and_link_to_each_other(lone):
    made = lone("book.rst", "Front.\n\n" + BOOK + "\nOil\n===\n\nAgain.\n")
    assert list(made.posts) == ["book#start", "book#oil", "book#salt", "book#oil-2"]
    post = made.posts["book#oil"]
    (link,) = [n for n in walk.inlines(post.blocks[0]) if isinstance(n, Link)]
    assert link.item == "book#salt"
    assert made.aside() == {}


def test_among_several_a_file_with_a_title_of_its_own_is_one_post(folder):
    titled = "#+TITLE: Lights\n\n* Oil\n\nBurns.\n\n* Salt\n\nDry.\n"
    made = folder({"a.org": titled, "b.rst": BOOK})
    assert made.titles() == {"a": "Lights", "b#oil": "Oil", "b#salt": "Salt"}
    assert made.posts["b#oil"].series == "b"


@pytest.mark.parametrize(
    ("chapters", "ids"),
    [("files", ["book"]), ("headings", ["book#oil", "book#salt"]),
     ("auto", ["book#oil", "book#salt"])],
)  # fmt: skip
def test_a_recipe_may_say_what_a_post_is(folder, chapters, ids):
    assert list(folder({"book.rst": BOOK}, chapters).posts) == ids


def test_chapters_stay_in_the_order_of_their_file_and_files_in_that_of_their_numbers(folder):
    made = folder({"part 10.rst": BOOK, "part 9.rst": "Zeal\n====\n\nx\n\nAwe\n===\n\ny\n"})
    assert [post.id for post in ordered(list(made.posts.values()))] == [
        "part 9#zeal", "part 9#awe", "part 10#oil", "part 10#salt",
    ]  # fmt: skip


def test_a_lone_heading_at_the_top_is_the_title(folder):
    made = folder({"a.rst": "Lights\n######\n\nText.\n\nOil\n===\n\nBurns.\n", "b.rst": "x\n"})
    assert made.titles()["a"] == "Lights"
    assert made.words("a") == "Text.\nOil\nBurns."


def test_a_note_in_a_heading_stands_behind_the_first_paragraph(lone):
    text = "Oil [1]_\n========\n\nBurns.\n\nSalt\n====\n\nDry.\n\n.. [1] Said.\n"
    made = lone("a.rst", text)
    assert made.titles()["a#oil"] == "Oil"
    assert made.words("a#oil") == "Burns.⟦Said.⟧"


def test_markdown_beside_documents_is_read_with_them(folder):
    made = folder(
        {"a.rst": TEXT, "b.rst": TEXT, "c.md": "---\ntitle: Oil\n---\nBurns.[^1]\n\n[^1]: So.\n"}
    )
    assert walk.text(made.posts["c"].title) == "Oil"
    assert made.words("c") == "Burns.⟦So.⟧"


def test_a_file_is_dated_by_its_name_where_it_says_nothing_itself(folder):
    made = folder({"2013-01-05 The lamp.rst": TEXT, "b.rst": TEXT})
    post = made.posts["2013-01-05 The lamp"]
    assert (post.created, walk.text(post.title)) == ("2013-01-05", "The lamp")


def test_links_between_files_lead_to_items(folder):
    made = folder({"in/a.rst": "`b <b.rst>`_ `c <../c.html>`_ `d <gone.rst>`_\n", "in/b.rst": TEXT,
                   "c.rst": TEXT})  # fmt: skip
    links = [n for n in walk.inlines(made.posts["in/a"].blocks[0]) if isinstance(n, Link)]
    assert [link.item for link in links] == ["in/b", "c"]
    assert made.words("in/a") == "b c d"


# -- pictures --------------------------------------------------------------------------------------


def test_pictures_of_packages_are_members_within_members(folder):
    made = folder({"in/a.docx": word(paragraph("x"), extra={"word/media/p.png": picture()})})
    archive = made.intake.archive
    assert "in/a.docx!/word/media/p.png" in archive
    assert archive.read("in/a.docx!/word/media/p.png") == picture()
    assert archive.head("in/a.docx!/word/media/p.png", 4) == b"\x89PNG"
    assert archive.checksum("in/a.docx!/word/media/p.png")[0] == len(picture())
    assert "in/a.docx!/word/media/q.png" not in archive


# -- what cannot be read ---------------------------------------------------------------------------


def test_word_from_before_2007_is_refused_with_advice(tmp_path):
    (tmp_path / "a.doc").write_bytes(OLE + b"\0" * 600)
    with pytest.raises(ArchiveError) as caught:
        read_path(tmp_path / "a.doc")
    assert "save it as .docx" in caught.value.todo


def test_among_others_such_a_file_is_set_aside(folder):
    locked = OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")
    made = folder({"a.doc": OLE + b"\0" * 600, "b.docx": locked, "c.rst": TEXT})
    assert made.aside() == {
        "a": "a file of Word from before 2007",
        "b": "it is protected by a password",
    }
    assert [f.severity for f in made.bench.findings] == ["warning", "error"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", PAGE[:-200]),
        ("a.docx", b""),
        ("a.docx", b"PK\x03\x04" + b"\xff" * 100),
        ("a.odt", b"not a zip"),
        ("a.epub", PAGE),
        ("a.fb2", "<FictionBook><body><section><p>x</p>"),
        ("a.ipynb", "{"),
        ("a.ipynb", "[1]"),
        ("a.typ", "#unknown[x]"),
        ("a.tex", "\\begin{x"),
        ("a.rst", b"\x00\xff\x01"),
        ("a.rtf", b"no rtf"),
    ],
)
def test_one_that_cannot_be_read_is_set_aside_and_the_others_are_read(folder, name, data):
    made = folder({name: data, "b.rst": TEXT})
    assert list(made.posts) == ["b"]
    (aside,) = made.bench.set_asides
    assert (aside.kind, aside.item) == ("document", "a")
    assert aside.reason
    (finding,) = made.bench.findings
    assert (finding.code, finding.place) == ("documents.unread", name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", "\\begin{CANARY} CANARY \\foo{CANARY"),
        ("a.ipynb", 'CANARY {"CANARY": ['),
        ("a.ipynb", '{"cells": [{"CANARY": 1}], "nbformat": 4, "nbformat_minor": 5}'),
        ("a.fb2", "<FictionBook><CANARY>CANARY</Y>"),
        ("a.typ", "#CANARY[x]"),
        ("a.docx", "CANARY"),
    ],
)
def test_the_words_of_a_broken_document_are_not_told(folder, name, text):
    made = folder({name: text, "b.rst": TEXT})
    assert "a" in made.aside()
    assert "CANARY" not in repr((made.bench.set_asides, made.bench.findings, made.bench.changes))


def test_a_package_that_would_fill_a_disk_is_set_aside(folder):
    bomb = word(extra={"word/big.xml": b"\0" * (40 << 20)})
    made = folder({"a.docx": bomb, "b.rst": TEXT})
    assert made.aside() == {"a": "it cannot be read"}


def test_entities_in_an_ebook_read_no_file(tmp_path, folder):
    secret = tmp_path / "secret"
    secret.write_text("CANARY")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>See &x; here.</p></body></html>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="b.opf"/></rootfiles></container>'
    )
    opf = (
        f'<!DOCTYPE package [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T&x;</dc:title></metadata>'
        '<manifest><item id="p" href="p.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="p"/></spine></package>'
    )
    path = tmp_path / "a.epub"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/epub+zip")
        package.writestr("META-INF/container.xml", container)
        package.writestr("b.opf", opf)
        package.writestr("p.xhtml", page)
    made = folder({"a.epub": path.read_bytes(), "b.rst": TEXT})
    assert "CANARY" not in repr((made.posts, made.bench.findings, made.intake.profile))


def test_an_ebook_that_is_locked_says_so(folder, tmp_path):
    path = tmp_path / "a.epub"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/epub+zip")
        package.writestr("META-INF/container.xml", "<container/>")
        package.writestr(
            "META-INF/encryption.xml",
            '<encryption xmlns:e="x"><e:EncryptionMethod Algorithm="http://x/aes"/></encryption>',
        )
    made = folder({"a.epub": path.read_bytes(), "b.rst": TEXT})
    assert made.aside() == {"a": "it is locked against copying"}


def test_nothing_of_this_machine_reaches_pandoc(folder, monkeypatch, tmp_path):
    home = tmp_path / "home" / ".local" / "share" / "pandoc"
    home.mkdir(parents=True)
    (home / "defaults.yaml").write_text("metadata: {title: CANARY}\n")
    monkeypatch.setitem(os.environ, "HOME", str(tmp_path / "home"))
    assert "CANARY" not in repr(folder({"a.rst": TEXT}).posts)


def test_an_independent_count_comes_to_the_same(tmp_path):
    files = {"a.rst": BOOK, "b.docx": PAGE, "c.md": TEXT, "d.doc": OLE + b"\0", "~$b.docx": b"x",
             "e.tex": "\\input{f}", "f.tex": TEXT, "g.png": picture()}  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    made = read_path(tmp_path)
    counts = count(tmp_path)
    assert counts is not None
    (one,) = counts
    seen = [post for post in made.posts.values() if post.kind in one.kinds]
    others = [a for a in (*made.bench.set_asides, *made.bench.merges) if a.kind in one.kinds]
    assert one.number == len(seen) + len(others) == 6


@pytest.mark.parametrize("name", ["a.docx", "a.rst", "no ending"])
def test_a_lone_file_is_counted_as_one(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(PAGE if name != "a.rst" else TEXT.encode())
    counts = count(path)
    assert counts is not None
    assert [one.number for one in counts] == [1]
