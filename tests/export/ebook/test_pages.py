"""The pages: what a reader sees, and what a screen reader says."""

from msgspec.structs import replace

from pipeline.export.ebook.addresses import address, language
from pipeline.export.ebook.plan import LARGEST
from pipeline.model.manuscript import Division
from pipeline.model.text import Heading, Image, Link, Note, Paragraph, Text
from tests.export.ebook.conftest import TYPE, H, faults
from tests.export.word.sample import HEBREW, LONG, block, dateline, entry, manuscript


def chapter(*entries, id="_bw_year_2001", title="Then", blocks=()):
    return Division("chapter", id, (Text(title),) if title else (), tuple(blocks), tuple(entries))


def test_each_chapter_and_page_of_matter_is_a_file_named_by_its_id(made):
    pages = [name for name in made(manuscript()).names() if name.startswith("text/")]
    assert pages == [
        "text/title.xhtml", "text/copyright.xhtml", "text/dedication.xhtml", "text/epigraph.xhtml",
        "text/preface.xhtml", "text/year_2013.xhtml", "text/year_2014.xhtml",
    ]  # fmt: skip


def test_a_note_stands_once_and_leads_to_its_mark_and_back(made):
    page = made(manuscript()).page("text/year_2013.xhtml")
    marks = page.findall(f".//{H}a[@{TYPE}='noteref']")
    notes = page.findall(f".//{H}aside[@{TYPE}='footnote']")
    assert [mark.get("href") for mark in marks] == [f"#{note.get('id')}" for note in notes]
    assert [mark.get("role") for mark in marks] == ["doc-noteref"] * 2
    for mark, note in zip(marks, notes, strict=True):
        back = note.find(f".//{H}a[@role='doc-backlink']")
        assert (note.get("role"), back.get("href")) == ("doc-footnote", f"#{mark.get('id')}")
        assert back.get("aria-label")
    assert "".join(notes[1].itertext()).split() == ["2", "On", "a", "clear", "night."]


def test_a_note_within_a_link_does_not_become_a_link_within_a_link(made):
    note = Note((block("1", 9, "aside"),))
    link = Link((Text("before "), note, Text(" after")), "https://example.org/")
    book = manuscript((chapter(entry("1", (block("1", 0, (link,)),))),))
    page = made(book).page("text/year_2001.xhtml")
    assert not page.findall(f".//{H}a//{H}a")
    assert [a.text for a in page.findall(f".//{H}p[@id='_bw_1_0']/{H}a")] == [
        "before ", "1", " after",
    ]  # fmt: skip


def test_an_entry_is_reached_from_another_file(made):
    there = Link((Text("there"),), "https://example.org/2", item="2")
    gone = Link((Text("gone"),), "https://example.org/3", item="3")
    book = manuscript(
        (
            chapter(entry("1", (block("1", 0, (there, gone)),)), id="_bw_a"),
            chapter(entry("2", (block("2", 0),)), id="_bw_b"),
        )
    )
    one = made(book)
    links = one.page("text/a.xhtml").findall(f".//{H}a")
    assert [link.get("href") for link in links] == ["b.xhtml#_bw_2", "https://example.org/3"]
    assert faults(one.inspected()) == []


def test_a_chapter_that_readers_would_choke_on_is_cut_between_entries(made):
    entries = [
        entry(str(n), (block(str(n), 0, (Text(LONG), Note((block(str(n), 1, f"note {n}"),)))),))
        for n in range(1000)
    ]
    one = made(manuscript((chapter(*entries),)))
    pages = [name for name in one.names() if name.startswith("text/")]
    assert pages == ["text/year_2001.xhtml", "text/year_2001-2.xhtml"]
    package = one.package()
    assert all(len(package.read(f"EPUB/{page}")) < LARGEST * 1.6 for page in pages)
    marks = one.page("text/year_2001-2.xhtml").findall(f".//{H}aside")
    assert marks[-1].get("id") == "note-1000"
    assert len(one.page("nav.xhtml").findall(f".//{H}nav[@id='toc']//{H}a")) == 1
    assert faults(one.inspected()) == []


def test_headings_leave_no_level_out_whatever_the_author_did(made):
    def at(level, number):
        return Heading(level, (Text(f"level {level}"),), block("1", number).origin)

    blocks = (at(2, 0), at(5, 1), at(2, 2), at(6, 3))
    one = made(manuscript((chapter(blocks=blocks),)))
    body = one.page("text/year_2001.xhtml").iter(*[f"{H}h{n}" for n in range(1, 7)])
    assert [element.tag[-2:] for element in body] == ["h1", "h2", "h3", "h2", "h3"]


def test_a_division_says_its_language_and_its_direction(made):
    hebrew = entry("5", (block("5", 0, HEBREW),), language="he")
    german = entry("6", (block("6", 0, "Ein Brief."),), language="de")
    page = made(manuscript((chapter(hebrew, german),))).page("text/year_2001.xhtml")
    said = [(s.get("lang"), s.get("dir")) for s in page.iter(f"{H}section")]
    assert said == [(None, None), ("he", "rtl"), ("de", None)]
    book = manuscript((chapter(hebrew),), language="he")
    one = made(book)
    assert one.page("text/year_2001.xhtml").get("dir") == "rtl"
    assert b'page-progression-direction="rtl"' in one.package().read("EPUB/package.opf")


def test_a_picture_stands_once_and_one_without_words_says_of_which_post_it_is(made):
    own = block("1", 0, (Image("lens.png"),))
    dated = entry("2", (dateline("2 March 2013"), block("2", 0, (Image("lens.png"),))))
    book = manuscript((chapter(dated, blocks=(own,)),))
    one = made(book)
    assert sum(name.startswith("images/") for name in one.names()) == 1
    images = list(one.page("text/year_2001.xhtml").iter(f"{H}img"))
    assert [image.get("alt") for image in images] == [
        "Picture from Then",
        "Picture from 2 March 2013",
    ]
    assert {image.get("class") for image in images} == {"undescribed"}
    assert ("epub.alt", "warning") in one.inspected()
    opf = one.package().read("EPUB/package.opf")
    assert b"2 of 2 pictures have no description" in opf
    assert b"conformsTo" not in opf
    assert b"conformsTo" in made(manuscript()).package().read("EPUB/package.opf")


def test_no_page_needs_anything_that_is_not_in_the_file(made):
    one = made(manuscript())
    for name in one.names():
        if name.endswith(".xhtml"):
            page = one.page(name)
            assert not [s for s in page.xpath("//@src") if "://" in s]
            assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert b"url(" not in one.package().read("EPUB/book.css")


def test_addresses_are_such_as_validators_take():
    assert address("https://example.org/a b?q=[1]|“x”#c#d") == (
        "https://example.org/a%20b?q=%5B1%5D%7C%E2%80%9Cx%E2%80%9D#c%23d"
    )
    assert address("HTTP://bücher.example/%zz") == "http://xn--bcher-kva.example/%25zz"
    assert address("mailto:ada@example.org") == "mailto:ada@example.org"
    for bad in ("javascript:alert(1)", "http://", "https://a b/", "http://x:99999/", "file:///a",
                "http://999.1.1.1/", "gemini://x/", "data:text/html,x",
                "//example.org/"):  # fmt: skip
        assert address(bad) == ""


def test_languages_are_such_as_validators_take():
    assert [language(tag) for tag in ("en_GB", "zh-Hant-TW", "de-1996", "und", "x", "en-b1")] == [
        "en-GB", "zh-Hant-TW", "de-1996", "", "", "",
    ]  # fmt: skip


def test_a_book_of_nothing_but_strange_things_is_a_good_file(made):
    odd = "\x00\x0b\ud800 & <tag> ]]> \u202e"
    blocks = (
        Paragraph((), block("1", 0).origin),
        block("1", 1, odd),
        block("1", 2, (Note((block("1", 3, (Note((block("1", 4, "inner"),)),)),)),)),
    )
    divisions = (
        chapter(title="", blocks=blocks, id="a b/ü"),
        chapter(title="", id="_bw_x"),
        chapter(title="T" * 400, id="_BW_X"),
    )
    one = made(replace(manuscript(divisions, title=odd * 9, author=""), media=()))
    assert faults(one.inspected()) == []
    assert len([name for name in one.names() if name.startswith("text/")]) == 2
