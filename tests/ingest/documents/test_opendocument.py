"""What OpenDocument hides, frames and looks up, in texts made by hand."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.model import walk
from pipeline.model.text import Figure, Note, Paragraph, Verse
from tests.specimens.documents import docx, odt

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{short}="{_URN}{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "draw": "drawing", "style": "style", "table": "table",
        "meta": "meta", "svg": "svg-compatible", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Verse"/>'
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
)


def text(body: str, meta: str = "", kind: str = "text") -> bytes:
    """A text of OpenDocument with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f'<office:document-content {_SPACES} office:version="1.2"><office:automatic-styles>'
            f"{_STYLES}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
        )
        package.writestr(
            "styles.xml",
            f"<office:document-styles {_SPACES}><office:styles/></office:document-styles>",
        )
        package.writestr(
            "meta.xml",
            f"<office:document-meta {_SPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        )
        package.writestr("META-INF/manifest.xml", "<x/>")
    return out.getvalue()


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_changes_are_accepted_and_comments_hidden_text_and_contents_left_out(lone):
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"{p('CANARY')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    remark = f"<office:annotation><dc:creator>Ed</dc:creator>{p('CANARY')}</office:annotation>"
    hidden = '<text:span text:style-name="T1">CANARY</text:span>'
    contents = (
        '<text:table-of-content text:name="t"><text:index-body>'
        f"{p('Oil 3')}</text:index-body></text:table-of-content>"
    )
    body = deleted + contents + p(f"One{remark} two{hidden} three"
                                  '<text:change text:change-id="c1"/>')  # fmt: skip
    made = lone("a.odt", text(body))
    assert made.words("a") == "One two three"
    assert set(made.codes()) == {"documents.comments", "documents.hidden", "documents.changes"}
    assert made.dropped("documents.contents") == ["Oil 3"]
    assert "CANARY" not in repr((made.posts, made.bench.changes, made.bench.findings))


def test_frames_and_shapes_stand_behind_their_paragraphs(lone):
    frame = f"<draw:frame><draw:text-box>{p('framed')}{p('twice')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{p('shaped')}</draw:custom-shape>"
    made = lone("a.odt", text(frame + p(f"{shape}around") + p("after")))
    assert made.words("a") == "framed\ntwice\naround\nshaped\nafter"
    assert made.codes()["documents.boxes"].startswith("2 text boxes in 1 document")


def test_words_that_a_field_looks_up_are_words(lone):
    body = p(
        'Table <text:sequence text:name="T">1</text:sequence> by '
        "<text:author-name>Ada</text:author-name>, <text:placeholder>here</text:placeholder>"
    )
    made = lone("a.odt", text(body))
    assert made.words("a") == "Table 1 by Ada, here"
    assert "documents.letters" not in made.codes()


def test_titles_and_other_styles_are_known_by_their_parents_too(lone):
    picture = '<draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame>'
    body = (p("Lights", "P1") + p("In two parts", "Subtitle") + p("a line", "P2")
            + p("another", "P2") + p(picture) + p("At noon", "Caption") + p("Text"))  # fmt: skip
    made = lone("a.odt", text(body))
    assert made.titles() == {"a": "Lights"}
    under, verse, figure, last = made.posts["a"].blocks
    assert isinstance(under, Paragraph)
    assert (walk.plain(under), under.role) == ("In two parts", "standfirst")
    assert isinstance(verse, Verse)
    assert len(verse.lines) == 2
    assert isinstance(figure, Figure)
    assert walk.text(figure.caption) == "At noon"
    assert walk.plain(last) == "Text"


def test_a_note_is_no_quotation_though_it_is_indented(lone):
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{p('Said so.')}</text:note-body></text:note>"
    )
    made = lone("a.odt", text(p(f"One{note}.")))
    (held,) = [n for n in walk.inlines(made.posts["a"].blocks[0]) if isinstance(n, Note)]
    assert isinstance(held.blocks[0], Paragraph)
    assert walk.plain(held.blocks[0]) == "Said so."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (text("", kind="spreadsheet"), "it is no text, but a sheet, a drawing or slides"),
        (text("<!-- -->").replace(b"<x/>", b"<x/>"), "nothing in it"),
    ],
)
def test_what_is_no_text_is_set_aside(folder, data, reason):
    made = folder({"a.odt": data, "b.rst": "Fine.\n"})
    assert made.aside() == {"a": reason}


def test_a_locked_text_says_so(folder):
    locked = io.BytesIO()
    with zipfile.ZipFile(locked, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", b"\x00\x01")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    made = folder({"a.odt": locked.getvalue(), "b.rst": "Fine.\n"})
    assert made.aside() == {"a": "it is protected by a password"}


@pytest.mark.parametrize(("name", "data"), [("a.odt", odt()), ("a.docx", docx())])
def test_letters_of_margins_and_of_what_was_deleted_are_not_looked_for(lone, name, data):
    for _ in range(10):  # whether they were looked for once depended on where in memory they lay
        assert "documents.letters" not in lone(name, data).codes()
