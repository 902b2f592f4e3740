"""Notes, lists, tables, pictures, links, sections, properties: each as Word itself has it."""

import pytest
from msgspec.structs import replace

from pipeline.export.press import sheet
from pipeline.export.word import draft
from pipeline.export.word.relations import LONGEST, address
from pipeline.model.finding import agreed
from pipeline.model.manuscript import Division
from pipeline.model.text import Cell, Figure, Image, Link, List, Note, Paragraph, Table, Text
from tests.export.word.conftest import W, text_of
from tests.export.word.sample import ARABIC, HEBREW, JAPANESE, block, entry, front, manuscript

PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def book_of(*blocks, **said):
    return manuscript((entry("1", blocks),), **said)


def value(element, path):
    found = element.find(path)
    return None if found is None else found.get(f"{W}val")


# -- notes -----------------------------------------------------------------------------------------


def test_notes_are_words_own_in_the_style_for_notes_with_no_space_before_them(made):
    file = made(manuscript())
    notes = file.part("word/footnotes.xml").findall(f"{W}footnote")
    assert [row.get(f"{W}type") for row in notes[:2]] == ["separator", "continuationSeparator"]
    assert [text_of(row) for row in notes[2:]] == [
        "The board’s minutes call it “an extravagance”.They were not wrong.",
        "On a clear night.",
    ]
    styles = {value(p, f"{W}pPr/{W}pStyle") for row in notes for p in row.iter(f"{W}p")}
    assert styles == {"FootnoteText"}
    marks = file.part().iter(f"{W}footnoteReference")
    assert [row.get(f"{W}id") for row in marks] == ["1", "2"]


def test_a_note_in_a_note_stands_in_brackets(made):
    inner = Note((Paragraph((Text("inner"),), ()),))
    outer = Note((Paragraph((Text("outer "), inner), ()),))
    file = made(book_of(Paragraph((Text("x"), outer), ())))
    assert text_of(file.part("word/footnotes.xml")) == "outer [inner]"
    assert "docx.note-in-note" in file.codes()


def test_a_note_that_holds_a_list_begins_with_its_mark(made):
    items = List(((block("1", 1, "a"),), (block("1", 2, "b"),)), ())
    table = Table((), ((Cell((Text("c"),)),),), (), ())
    for held in ((items,), (table,), ()):
        note = made(book_of(Paragraph((Note(held),), ()))).part("word/footnotes.xml")[2]
        assert note[0].find(f"{W}r/{W}footnoteRef") is not None


def test_links_are_words_where_the_option_says_so(made):
    link = Paragraph((Link((Text("there"),), "https://x.org/a"),), ())
    assert made(book_of(link)).part().find(f".//{W}hyperlink") is not None
    assert made(book_of(link), links="text").part().find(f".//{W}hyperlink") is None


# -- lists and tables ------------------------------------------------------------------------------


def test_each_ordered_list_counts_for_itself_from_its_own_start(made):
    lists = [List(((block("1", n, "x"),),), (), True, start) for n, start in ((0, 1), (1, 7))]
    file = made(book_of(*lists))
    ids = [value(row, f"{W}numId") for row in file.part().iter(f"{W}numPr")]
    rows = {row.get(f"{W}numId"): row for row in file.part("word/numbering.xml").iter(f"{W}num")}
    starts = [value(rows[id], f"{W}lvlOverride/{W}startOverride") for id in ids]
    assert starts == ["1", "7"]


def test_an_item_has_one_number_however_many_paragraphs_and_lists_it_holds(made):
    inner = List(((block("1", 1, "inner"),),), ())
    outer = List(((inner, block("1", 2, "after")), (), (block("1", 3, "c"),)), (), True)
    rows = made(book_of(outer)).part()[0].findall(f"{W}p")
    levels = [(text_of(p), value(p, f"{W}pPr/{W}numPr/{W}ilvl")) for p in rows]
    assert levels == [("", "0"), ("inner", "1"), ("after", None), ("", "0"), ("c", "0")]


def test_a_table_has_a_head_that_comes_again_and_cells_that_span(made):
    rows = list(made(manuscript()).part().iter(f"{W}tr"))
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert [len(row.findall(f"{W}tc")) for row in rows] == [3, 3, 3, 1]
    assert rows[2].find(f"{W}tc/{W}tcPr/{W}vMerge") is not None
    assert value(rows[3], f"{W}tc/{W}tcPr/{W}gridSpan") == "3"
    assert value(rows[1], f"{W}tc[3]/{W}p/{W}pPr/{W}pStyle") == "TableTextRight"


def test_a_table_is_always_followed_by_a_paragraph(made):
    table = Table((), ((Cell((Text("a"),)),),), (), ())
    body = made(book_of(table, table)).part()[0]
    tags = [row.tag.removeprefix(W) for row in body]
    assert tags == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_wider_than_word_allows_stands_as_lines(made):
    row = tuple(Cell((Text(str(n)),)) for n in range(70))
    spans = (Cell((Text("all"),), columns=10**9, rows=10**9),)
    file = made(book_of(Table((), (row,), (), ()), Table((), (spans,), (), ())))
    assert file.paragraphs()[0][1] == "\t".join(str(n) for n in range(70))
    assert "docx.wide-table" in file.codes()


def test_rows_of_unequal_length_make_a_square_table(made):
    rows = ((Cell((Text("a"),), rows=5), Cell((Text("b"),))), (Cell((Text("c"),)),), ())
    table = Table((), (*rows, (Cell((Text("d"),)), Cell((Text("e"),)))), (), ())
    made_rows = list(made(book_of(table)).part().iter(f"{W}tr"))
    assert {len(row.findall(f"{W}tc")) for row in made_rows} == {3}


# -- pictures --------------------------------------------------------------------------------------


def test_a_picture_is_kept_once_and_shown_with_its_words_at_a_size_that_fits(made):
    file = made(manuscript())
    kept = [name for name in file.package().namelist() if "media" in name]
    shown = list(file.part().iter(f"{PICTURE}inline"))
    assert (len(kept), len(shown)) == (4, 5)  # two pictures are the same
    words = [row.find(f"{PICTURE}docPr").get("descr") for row in shown]
    assert words == ["a dot", "The lamp, “lit” & turning", "The lens", "A copy", "The tower"]
    ids = [row.find(f"{PICTURE}docPr").get("id") for row in shown]
    assert len(set(ids)) == len(ids)
    sizes = [
        [int(v) / 12700 for v in row.find(f"{PICTURE}extent").attrib.values()] for row in shown
    ]
    assert sizes[0] == [9, 9]  # never larger than it is
    assert sizes[1] == [432, 270]  # as wide as the text
    width, height = sizes[4]
    assert height < 400
    assert width / height == pytest.approx(400 / 1800, rel=0.01)


def test_a_picture_that_is_missing_leaves_its_words_and_a_finding(made):
    file = made(manuscript())
    assert ("MissingPicture", "A boat that is not in the archive") in file.paragraphs()
    assert "docx.picture" in file.codes()


def test_pictures_may_lie_beside_the_file_with_their_names_in_their_places(made):
    figure = Figure((Image("lens.png", "The lens"),), (), ())
    file = made(book_of(figure), images="placed")
    (docx, art) = file.files
    name = art.name.removeprefix("art/")
    assert file.paragraphs()[0] == ("Figure", f"[{name}: The lens]")
    assert file.bytes(1).startswith(b"\x89PNG")
    assert docx.format == "docx"


# -- links -----------------------------------------------------------------------------------------


def test_addresses_that_word_can_follow_are_made_of_those_that_it_could_not():
    assert address("https://example.org/a?b=1&c=2#d") == "https://example.org/a?b=1&c=2#d"
    assert address("http://example.org/a b/“x”") == "http://example.org/a%20b/%E2%80%9Cx%E2%80%9D"
    assert address("https://bücher.example/100%") == "https://xn--bcher-kva.example/100%25"
    assert address("https://x.org/#a/b#c") == "https://x.org/#a/b%23c"
    assert address("mailto:ada@example.org") == "mailto:ada@example.org"
    for bad in ("javascript:alert(1)", "/about", "file:///etc/passwd", "https://", "http://[x", "",
                "https://ada:secret@example.org/", "https://x.org/" + "a" * LONGEST):  # fmt: skip
        assert address(bad) == ""


def test_one_address_is_one_relation(made):
    link = Paragraph(
        (Link((Text("x"),), "https://x.org/"), Link((Text("y"),), "https://x.org/")), ()
    )
    rows = made(book_of(link)).part("word/_rels/document.xml.rels")
    assert len([row for row in rows if row.get("TargetMode") == "External"]) == 1


# -- scripts ---------------------------------------------------------------------------------------


def test_right_to_left_text_is_marked_so_and_so_is_a_paragraph_that_begins_with_it(made):
    mixed = f"The sign said {HEBREW} in paint."
    rows = made(book_of(*[block("1", n, t) for n, t in enumerate((HEBREW, ARABIC, mixed))])).part()[
        0
    ]
    assert [p.find(f"{W}pPr/{W}bidi") is not None for p in rows[:3]] == [True, True, False]
    runs = [(text_of(r), r.find(f"{W}rPr/{W}rtl") is not None) for r in rows[2].findall(f"{W}r")]
    assert runs[0] == ("The sign said ", False)
    assert runs[1] == (HEBREW.rstrip("."), True)
    assert rows[0].find(f".//{W}lang").get(f"{W}bidi") == "he-IL"
    assert rows[1].find(f".//{W}lang").get(f"{W}bidi") == "ar-SA"


def test_east_asian_text_takes_its_quotation_marks_from_its_own_font(made):
    (run,) = made(book_of(block("1", 0, JAPANESE))).part()[0][0].findall(f"{W}r")
    assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"
    assert run.find(f"{W}rPr/{W}lang").get(f"{W}eastAsia") == "ja-JP"


# -- the file --------------------------------------------------------------------------------------


def test_the_first_pages_stand_alone_and_the_body_counts_from_one(made):
    ends = list(made(manuscript()).part().iter(f"{W}sectPr"))
    assert len(ends) == 6  # title, copyright, dedication, epigraph, preface, the body
    forms = [row.find(f"{W}pgNumType") for row in ends]
    assert forms[:4] == [None] * 4
    assert [(row.get(f"{W}fmt"), row.get(f"{W}start")) for row in forms[4:]] == [
        ("lowerRoman", "1"),
        ("decimal", "1"),
    ]
    assert ends[0].find(f"{W}headerReference") is None
    assert ends[5].find(f"{W}headerReference") is not None


def test_the_properties_are_the_books_own_and_hold_no_clock(made):
    core = made(manuscript()).part("docProps/core.xml")
    said = {row.tag.split("}")[1]: row.text for row in core}
    assert said["title"] == "Light List"
    assert said["creator"] == "Ada Quill"
    assert said["description"] == "Notes on <lamps> & weather"
    assert said["language"] == "en-US"
    assert said["created"] == said["modified"] == "2015-06-01T00:00:00Z"


def test_each_volume_is_a_file_of_its_own(made):
    def volume(number):
        inner = entry(str(number), (block(str(number), 0, f"words {number}"),))
        return Division("volume", f"v{number}", (Text(f"Volume {number}"),), (), (inner,))

    file = made(manuscript((*front(), volume(1), volume(2)), title="Les Épaves: “Tome”"))
    assert [(row.name, row.volume) for row in file.files] == [
        ("les-epaves-tome-volume-1.docx", 1),
        ("les-epaves-tome-volume-2.docx", 2),
    ]
    assert ("VolumeTitle", "Volume 2") in file.paragraphs(1)
    assert "words 1" not in text_of(file.part(number=1))
    assert file.part("docProps/core.xml", 1)[0].text == "Les Épaves: “Tome”: Volume 2"


def test_a_volume_whose_title_page_names_it_is_not_named_twice(made):
    page = replace(front()[0], blocks=(Paragraph((Text("Volume 1"),), (), "subtitle"),))
    volume = Division("volume", "v1", (Text("Volume 1"),), (), (page,))
    rows = [words for _, words in made(manuscript((volume,))).paragraphs()]
    assert rows.count("Volume 1") == 1


def test_a_title_without_latin_letters_still_names_a_file(made):
    assert made(book_of(block("1", 0), title="מנורה")).files[0].name == "book.docx"
    assert len(made(book_of(block("1", 0), title="long " * 60)).files[0].name) <= 85


def test_vellum_makes_its_own_title_page_and_is_told_so(made):
    file = made(manuscript(), "vellum")
    styles = [style for style, _ in file.paragraphs()]
    assert "Title" not in styles
    assert "Imprint" not in styles
    assert ("SceneBreak", "***") in file.paragraphs()
    assert len([row for row in file.bench.findings if row.code == "docx.left-out"]) == 2
    assert "word/header1.xml" not in file.package().namelist()


@pytest.mark.parametrize(
    "message", [said[1] for said in (*draft.FINDINGS.values(), *sheet.FINDINGS.values())]
)
def test_what_is_noted_reads_well_of_one_and_of_many(message):
    one, many = agreed(message, 1), agreed(message, 2)
    assert one.startswith("1 ")
    assert many.startswith("2 ")
    assert one.split()[1] + "s" == many.split()[1]
    assert "{" not in one + many
