"""Every character arrives, in a style of the house, and none is formatted by hand."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.export.word.xml import legal
from pipeline.model.house import load
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin
from pipeline.model.text import (
    BlockQuote,
    Code,
    CodeBlock,
    Emph,
    Image,
    Link,
    List,
    Note,
    Paragraph,
    Strong,
    Text,
)
from pipeline.model.walk import every_division, leaves, map_inlines, map_nodes, own_text, text
from tests.export.word.conftest import Made, W, text_of
from tests.export.word.sample import chapters, entry, front, manuscript


def without_notes(leaf):
    def drop(node):
        return () if isinstance(node, Note | Image) else node

    return own_text(map_inlines(leaf, lambda run: map_nodes(run, drop)))


def words(book):
    for division in every_division(book.divisions):
        yield text(division.title)
        for leaf in leaves(division.blocks):
            shown = re.sub("⟦.*?⟧", "", without_notes(leaf))
            yield shown or getattr(leaf, "url", "")


def squeezed(pieces):
    return re.sub(r"\s+", "", "".join(pieces))


def plain_book(*blocks, **said):
    return manuscript((Division("chapter", "c", (Text("One"),), blocks),), **said)


def test_every_character_of_the_book_is_in_the_file_in_its_order(made):
    book = manuscript()
    found = squeezed(piece for _, piece in made(book).paragraphs())
    found = found.replace("Aboatthatisnotinthearchive", "").replace("***", "")
    assert found == squeezed(words(book))


def test_every_paragraph_has_a_style_that_the_file_defines(made):
    file = made(manuscript())
    defined = {row.get(f"{W}styleId") for row in file.part("word/styles.xml").iter(f"{W}style")}
    for part in ("document", "footnotes", "header1", "footer1"):
        root = file.part(f"word/{part}.xml")
        for tag in ("pStyle", "rStyle", "tblStyle"):
            assert {row.get(f"{W}val") for row in root.iter(f"{W}{tag}")} <= defined
        assert all(p.find(f"{W}pPr/{W}pStyle") is not None for p in root.iter(f"{W}p"))


@pytest.mark.parametrize("house", ["generic", "vellum"])
def test_nothing_is_formatted_by_hand(made, house):
    file = made(manuscript(), house)
    for part in ("document", "footnotes"):
        root = file.part(f"word/{part}.xml")
        said = {etree.QName(row).localname for p in root.iter(f"{W}pPr") for row in p}
        assert said <= {"pStyle", "numPr", "bidi", "sectPr"}
        runs = [row for r in root.iter(f"{W}rPr") for row in r]
        assert {etree.QName(row).localname for row in runs} <= {"rStyle", "rFonts", "rtl", "lang"}
        assert all(set(row.attrib) == {f"{W}hint"} for row in runs if row.tag == f"{W}rFonts")


def test_two_kinds_of_stress_at_once_are_a_style_of_their_own(made):
    file = made(manuscript())
    styles = {row.get(f"{W}styleId"): row for row in file.part("word/styles.xml")}
    both = styles["EmphasisStrong"].find(f"{W}rPr")
    assert both.find(f"{W}b") is not None
    assert both.find(f"{W}i") is not None


def test_words_own_styles_have_words_own_names(made):
    names = {n.get(f"{W}val") for n in made(manuscript()).part("word/styles.xml").iter(f"{W}name")}
    assert {"heading 1", "footnote text", "caption", "Body Text", "List Bullet 2"} <= names
    assert not {"Heading 1", "Footnote Text"} & names


def test_headings_nest_in_one_house_and_lie_flat_in_another(made):
    part = Division("part", "p", (Text("Part"),), (), chapters())
    levels = {}
    for house in ("generic", "vellum"):
        rows = made(manuscript((*front(), part)), house).paragraphs()
        levels[house] = {words: style for style, words in rows if style.startswith("Heading")}
    nested, flat = levels["generic"], levels["vellum"]
    assert nested["Part"] == nested["Preface"] == "Heading1"
    assert (nested["2013: The Lamp"], nested["An Inventory"]) == ("Heading2", "Heading3")
    assert (nested["What the store held"], nested["What it lacked"]) == ("Heading4", "Heading5")
    assert (flat["Part"], flat["2013: The Lamp"], flat["An Inventory"]) == (
        "Heading1",
        "Heading1",
        "Heading2",
    )


def test_characters_that_xml_cannot_hold_are_marked_and_told(made):
    broken = "a\x00b\x0bc\ufffed\ud800e\rf"
    file = made(plain_book(Paragraph((Text(broken), Code("\x1b[0m")), (Origin(0, "1", 0),))))
    assert file.paragraphs()[-1][1] == "a\ufffdb\ufffdc\ufffdd\ufffde\rf\ufffd[0m"
    (finding,) = [row for row in file.bench.findings if row.code == "docx.illegal-character"]
    assert finding.message.startswith("5 characters")
    assert finding.origin == Origin(0, "1", 0)


characters = st.text(st.characters(codec=None), max_size=40)
runs = st.recursive(
    st.builds(Text, characters) | st.builds(Code, characters),
    lambda inner: st.builds(Emph, st.tuples(inner, inner)) | st.builds(Strong, st.tuples(inner))
    | st.builds(Link, st.tuples(inner), characters.map(lambda tail: "https://x.org/" + tail)),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(runs, min_size=1, max_size=5))
def test_any_text_comes_back_out_as_it_went_in(nodes):
    block = Paragraph(tuple(nodes), (Origin(0, "1", 0),))
    file = Made(plain_book(block, Paragraph((Note((block,)),), ())))
    paragraph = file.part()[0][1]
    assert text_of(paragraph) == legal(text(nodes))[0]
    assert text_of(file.part("word/footnotes.xml")) == legal(text(nodes))[0]


def test_what_is_nested_very_deep_is_written_all_the_same(made):
    quote = listed = Paragraph((Text("deep"),), (Origin(0, "1", 0),))
    for _ in range(200):
        quote, listed = BlockQuote((quote,), ()), List(((listed,),), ())
    rows = made(plain_book(quote, listed)).paragraphs()
    assert rows[1] == ("BlockText9", "deep")
    assert rows[-1][1] == "deep"


def test_a_paragraph_of_a_megabyte_is_written(made):
    long = "lamp & wick " * 90_000
    assert made(plain_book(Paragraph((Text(long),), ()))).paragraphs()[-1][1] == long


def test_lines_and_tabs_of_code_are_kept(made):
    code = "a\n\tb\n\n  c\n"
    style, words = made(plain_book(CodeBlock(code, ()))).paragraphs()[-1]
    assert (style, words) == ("SourceCode", code)


def test_a_role_that_the_house_has_not_heard_of_looks_like_running_text(made):
    file = made(plain_book(Paragraph((Text("x"),), (), "marginalia")))
    assert file.paragraphs()[-1] == ("BodyText", "x")
    assert "docx.unknown-role" in file.codes()


def test_every_role_of_every_house_is_a_style():
    for name in ("generic", "vellum"):
        house = load(name)
        assert {
            house.definition(style).line for style in house.roles.values() if style != "Heading"
        }


def test_an_entry_in_another_language_says_so(made):
    body = made(manuscript()).part()
    spoken = {p.get(f"{W}val") for p in body.iter(f"{W}lang")} - {None}
    assert spoken == {"de-DE"}
    assert made(plain_book(language="de")).part("word/styles.xml").find(
        f".//{W}rPrDefault//{W}lang"
    ).get(f"{W}val") == "de-DE"  # fmt: skip


def test_an_entry_is_unchanged_by_the_one_before(made):
    german = entry("1", (Paragraph((Text("Eins"),), ()),), language="de")
    english = entry("2", (Paragraph((Text("Two"),), ()),))
    chapter = Division("chapter", "c", (Text("C"),), (), (german, english))
    last = made(manuscript((chapter,))).part()[0][-2]
    assert last.find(f".//{W}lang") is None
