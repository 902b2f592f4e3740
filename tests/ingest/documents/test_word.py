"""What Word hides, marks and boxes, in documents made by hand."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.model import walk
from pipeline.model.text import (
    BlockQuote,
    CodeBlock,
    Figure,
    Heading,
    Paragraph,
    SceneBreak,
    Verse,
)
from tests.ingest.documents.conftest import paragraph as p
from tests.ingest.documents.conftest import picture, word

CHANGED = (
    '<w:r><w:t xml:space="preserve">kept </w:t></w:r>'
    '<w:ins w:id="1" w:author="Ed"><w:r><w:t xml:space="preserve">inserted </w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="Ed"><w:r><w:delText>CANARY</w:delText></w:r></w:del>'
    '<w:moveFrom w:id="3" w:author="Ed"><w:r><w:t>CANARY</w:t></w:r></w:moveFrom>'
    '<w:moveTo w:id="4" w:author="Ed"><w:r><w:t>moved</w:t></w:r></w:moveTo>'
)
COMMENTED = (
    '<w:commentRangeStart w:id="0"/><w:r><w:t>said</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r>'
)
COMMENT = f'<w:comment w:id="0" w:author="Ed">{p("CANARY")}</w:comment>'
HIDDEN = (
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>CANARY</w:t></w:r>"
    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>'
)


def box(words: str) -> str:
    inner = f"<w:txbxContent>{p(words)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_tracked_changes_are_accepted_and_comments_counted_not_read(lone):
    made = lone("a.docx", word(p(CHANGED), p(COMMENTED), comments=COMMENT))
    assert made.words("a") == "kept inserted moved\nsaid"
    codes = made.codes()
    assert codes["documents.comments"] == "1 comment in the margins of 1 document: not read."
    assert codes["documents.changes"] == "Tracked changes were accepted: 2 insertions, 2 deletions."
    assert "CANARY" not in repr((made.posts, made.bench.changes, made.bench.findings))


def test_hidden_text_is_left_out_and_counted(lone):
    made = lone("a.docx", word(p(HIDDEN), p("x")))
    assert made.words("a") == "shown\nx"
    assert made.codes()["documents.hidden"].startswith("1 stretch of hidden text")
    assert "CANARY" not in repr(made.bench.changes)


def test_text_boxes_stand_behind_their_paragraphs(lone):
    around = '<w:r><w:t xml:space="preserve">around </w:t></w:r>'
    made = lone("a.docx", word(p("one"), p(around + box("boxed")), p(box("alone")), p("two")))
    assert made.words("a") == "one\naround\nboxed\nalone\ntwo"
    assert [type(block) for block in made.posts["a"].blocks] == [Paragraph] * 5
    assert "2 text boxes" in made.codes()["documents.boxes"]


def test_the_table_of_contents_goes_by_its_place_or_its_style(lone):
    gallery = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Contents')}{p('Oil 3')}</w:sdtContent></w:sdt>"
    )
    made = lone("a.docx", word(gallery, p("Salt 4", "TOC1"), p("Text")))
    assert made.words("a") == "Text"
    assert made.dropped("documents.contents") == ["ContentsOil 3", "Salt 4"]


def test_styles_that_mean_something_are_read_by_what_they_mean(lone):
    body = word(
        p("Oil", "ChapterTitle"), p("Be brief", "Epigraph"), p("one line", "Verse"),
        p("<w:r><w:t>two</w:t><w:br/><w:t>lines</w:t></w:r>", "Verse"), p("quoted", "Quote"),
        p("x = 1", "Listing"), p("y = 2", "Listing"), p("Salt", "ChapterTitle"), p("Text"),
    )  # fmt: skip
    made = lone("a.docx", body)
    assert made.titles() == {"a#oil": "Oil", "a#salt": "Salt"}
    epigraph, verse, more, quote, code = made.posts["a#oil"].blocks
    assert isinstance(epigraph, Paragraph)
    assert epigraph.role == "epigraph"
    assert isinstance(verse, Verse)
    assert isinstance(more, Verse)
    assert [walk.text(line) for line in (*verse.lines, *more.lines)] == ["one line", "two", "lines"]
    assert isinstance(quote, BlockQuote)
    assert isinstance(code, CodeBlock)
    assert code.text == "x = 1\ny = 2"


def test_signs_for_a_pause_are_scene_breaks_and_so_are_few_empty_paragraphs(lone):
    few = [p(f"Paragraph {n}.") for n in range(9)]
    made = lone("a.docx", word(*few, "<w:p/>", p("After."), p("* * *"), p("#"), p("-"), p("End.")))
    kinds = [type(block) for block in made.posts["a"].blocks]
    assert kinds.count(SceneBreak) == 2
    assert made.words("a").endswith("After.\n\n-\nEnd.")
    assert made.dropped("documents.scene-break") == ["* * *", "#"]


def test_many_empty_paragraphs_are_no_pauses(lone):
    made = lone("b.docx", word(*[one for n in range(9) for one in (p(f"{n}"), "<w:p/>")]))
    assert SceneBreak not in [type(block) for block in made.posts["b"].blocks]


def test_an_indent_is_a_quotation_but_not_where_all_is_indented(lone):
    indent = '<w:ind w:left="720"/>'
    made = lone("a.docx", word(p("one"), p("said", more=indent), p("two")))
    assert [type(b) for b in made.posts["a"].blocks] == [Paragraph, BlockQuote, Paragraph]
    made = lone("b.docx", word(p("one", more=indent), p("two", more=indent), p("three")))
    assert [type(b) for b in made.posts["b"].blocks] == [Paragraph] * 3


def test_a_caption_joins_its_picture_and_linked_pictures_are_told(lone):
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/styles" Target="styles.xml"/><Relationship Id="p1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        'Target="media/lamp.png"/></Relationships>'
    )
    drawn = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="A lamp. Description '
        'automatically generated"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>'
        '<a:blip r:{}="p1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
    extra = {"word/_rels/document.xml.rels": relations, "word/media/lamp.png": picture()}
    body = (p(drawn.format("embed")), p("At noon", "Caption"), p(drawn.format("link")), p("x"))
    made = lone("a.docx", word(*body, extra=extra))
    figure = made.posts["a"].blocks[0]
    assert isinstance(figure, Figure)
    assert walk.text(figure.caption) == "At noon"
    (image,) = figure.images
    assert (image.media, image.alt) == ("a.docx!/word/media/lamp.png", "A lamp.")
    assert made.intake.archive.read(image.media) == picture()
    assert "documents.linked" in made.codes()


def test_a_description_names_a_lone_document_unless_a_machine_wrote_it(lone):
    core = "<dc:title>Lights</dc:title><dc:creator>Ada Quill</dc:creator>"
    made = lone("a.docx", word(p("x"), core=core))
    assert (made.intake.profile.title, made.intake.profile.author) == ("Lights", "Ada Quill")
    core = "<dc:title>Microsoft Word - a.doc</dc:title><dc:creator>Windows User</dc:creator>"
    made = lone("b.docx", word(p("x"), core=core))
    assert (made.intake.profile.title, made.intake.profile.author) == ("b", "")


def test_a_title_within_the_text_is_a_heading(lone):
    made = lone("a.docx", word(p("x"), p("Oil", "Title"), p("y"), p("Salt", "Title"), p("z")))
    assert list(made.posts) == ["a#start", "a#oil", "a#salt"]
    assert not [b for post in made.posts.values() for b in post.blocks if isinstance(b, Heading)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<!DOCTYPE w [<!ENTITY x "y">]><w/>', "a part of it declares a document type"),
        ("<w:document", "a part of it is not XML"),
        ("", "a part of it is not XML"),
    ],
)
def test_a_part_that_is_not_sound_sets_the_document_aside(folder, body, reason):
    made = folder({"a.docx": word(extra={"word/document.xml": body}), "b.rst": "Fine.\n"})
    assert list(made.posts) == ["b"]
    assert made.aside()["a"].startswith(reason)


def test_what_pandoc_loses_is_told(lone):
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>over the line of it all here</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>and under it some more of them</w:t></w:r></w:rubyBase></w:ruby>"
        "</w:r>"
    )
    made = lone("a.docx", word(p("x"), p(ruby)))
    lost = made.codes().get("documents.letters", "")
    kept = made.words("a")
    assert "over the line" in kept or "letters of a document" in lost


def test_the_strict_form_of_the_format_is_read_like_the_usual_one(lone):
    usual_form = word(p("Strict "), p(CHANGED))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual_form)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            for usual in (b"wordprocessingml", b"officeDocument", b"drawingml"):
                data = data.replace(
                    b"http://schemas.openxmlformats.org/" + usual + b"/2006/",
                    b"http://purl.oclc.org/ooxml/" + usual + b"/",
                )
            made.writestr(name, data)
    reading = lone("a.docx", out.getvalue())
    assert reading.words("a") == "Strict\nkept inserted moved"
