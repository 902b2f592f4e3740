"""What a house wants of a docx: our own files pass, and every fault of another's is found."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.inspect import docx, fidelity, house
from pipeline.inspect.acceptance.reading import read
from pipeline.model.errors import Refused
from pipeline.model.finding import Finding
from pipeline.model.handoff import Deliverables
from pipeline.model.house import load, names
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import Paragraph, Text
from tests.export.word.conftest import Made
from tests.export.word.sample import manuscript

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def made() -> dict[str, Made]:
    """The sample book as each house has it, every sort of block in it."""
    return {name: Made(numbered(), name) for name in names()}


def numbered() -> Manuscript:
    """The sample book with an ISBN on its copyright page."""
    number = Paragraph((Text("ISBN 978-0-306-40615-7, in paper"),), (), "imprint")
    return manuscript(
        tuple([
            replace(page, blocks=(*page.blocks, number)) if page.kind == "copyright" else page
            for page in manuscript().divisions
        ])
    )  # fmt: skip


def grave(findings: list[Finding]) -> list[str]:
    return [f"{one.code}: {one.message}" for one in findings if one.severity == "error"]


def codes(data: bytes, name: str, severity: str = "error", file: str = "book.docx") -> set[str]:
    found = house.check(file, data, load(name))
    return {one.code.removeprefix("house.") for one in found if one.severity == severity}


def changed(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A docx with some words of a part said otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == part:
                text = xml.decode()
                for before, after in changes:
                    assert before in text, before
                    text = text.replace(before, after, 1)
                xml = text.encode()
            new.writestr(name, xml)
    return out.getvalue()


# -- our own ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_each_house_takes_the_file_that_is_made_for_it(made: dict[str, Made], name: str) -> None:
    one = made[name]
    files = Deliverables(tuple(one.files))
    for inspection in (docx, house):
        inspection.run(files, one.bench)
    fidelity.run(files, numbered(), one.bench)
    assert grave(one.bench.findings) == []
    for file in one.files:
        if file.name.endswith(".docx"):
            data = one.blobs.get(file.digest)
            assert grave(house.check(file.name, data, load(name))) == []


@pytest.mark.parametrize("name", names())
def test_each_house_takes_a_book_in_volumes(name: str) -> None:
    page, *rest = manuscript().divisions
    said = Paragraph((Text("Volume 1 · 2013–2014"),), (), "subtitle")
    page = replace(page, blocks=(*page.blocks[:2], said, *page.blocks[2:]))
    title = (Text("Volume 1 · 2013–2014"),)
    volume = Division("volume", "_bw_volume_1", title, (), (page, *rest))
    book = manuscript((volume,))
    one = Made(book, name)
    files = Deliverables(tuple(one.files))
    fidelity.run(files, book, one.bench)
    house.run(files, one.bench)
    assert grave(one.bench.findings) == []


@pytest.mark.parametrize("name", names())
def test_no_house_takes_the_file_of_a_house_with_another_template(
    made: dict[str, Made], name: str
) -> None:
    other = "nostarch" if name == "rsuite" else "rsuite"
    assert codes(made[other].bytes(), name) & {"no-chapters", "foreign-style", "styled"}


def test_pictures_lie_beside_the_file_by_the_names_that_stand_in_it(made: dict[str, Made]) -> None:
    for name, style in (("rsuite", "Image-PlacementImg"), ("nostarch", "GraphicSlug")):
        said = [text for worn, text in made[name].paragraphs() if worn == style]
        art = [file.name for file in made[name].files if file.format == "art"]
        assert said
        assert {f"art/{one}" for one in said} <= set(art)
        assert b"<w:drawing" not in made[name].package().read("word/document.xml")


def test_a_university_press_has_callouts_and_a_document_of_captions(made: dict[str, Made]) -> None:
    one = made["university-press"]
    assert ("Callout", "<insert fig. 2 near here>") in one.paragraphs()
    assert not any("The lamp in the year" in text for _, text in one.paragraphs())
    number = [file.name.endswith("-captions.docx") for file in one.files].index(True)
    captions = one.paragraphs(number)
    assert ("Caption", "The lamp in the year it was lit") in captions
    assert any(text.startswith("Alt text: ") for _, text in captions)


def test_barnes_and_noble_sees_a_section_for_each_chapter_and_no_more(
    made: dict[str, Made],
) -> None:
    paras = read("book.docx", made["bn-press"].bytes()).body
    ends = [para.number for para in paras if para.ends_section]
    chapters = [para.number for para in paras if para.outline == 1]
    assert [number + 1 for number in ends] == [at for at in chapters if at > 1]


def test_shunn_has_a_count_of_words_a_head_line_and_an_end(made: dict[str, Made]) -> None:
    one = made["shunn"]
    paragraphs = one.paragraphs()
    assert paragraphs[-1] == ("TheEnd", "END")
    counts = [text for style, text in paragraphs if style == "WordCount"]
    assert all(re.fullmatch(r"about [\d,]+00 words", text) for text in counts)
    head = one.package().read("word/header1.xml").decode()
    assert "Quill / Light List / " in re.sub(r"<[^>]+>", "", head)


# -- Macmillan's validator -------------------------------------------------------------------------

P = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
TITLE = P.format("TitleTtl", "Again")
NOTE = '<w:footnote w:id="1"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>'


@pytest.mark.parametrize(
    ("code", "xml"),
    [
        ("heads", TITLE + TITLE),
        ("section-twice front-in-body", P.format("Section-BookBOOK", "Book")),
        ("front-in-body", P.format("Section-PrefaceSPF", "Preface")),
        ("list-nesting", P.format("Bullet-Level-3-ListBl3", "deep")),
        ("picture-name", P.format("Image-PlacementImg", "my picture.gif")),
        ("picture-name", P.format("Image-PlacementImg", "mine")),
        (
            "tracked unstyled",
            '<w:p><w:ins w:id="9" w:author="A"><w:r><w:t>x</w:t></w:r></w:ins></w:p>',
        ),
        ("picture-inside", "<w:p><w:r><w:drawing/></w:r></w:p>"),
        ("unstyled", "<w:p><w:r><w:t>In no style at all.</w:t></w:r></w:p>"),
        ("symbol-font", '<w:p><w:r><w:sym w:font="Dingbats Pro" w:char="F04A"/></w:r></w:p>'),
    ],
)
def test_what_macmillans_validator_calls_an_error_is_one(
    made: dict[str, Made], code: str, xml: str
) -> None:
    ours = made["rsuite"].bytes()
    end = re.search(r"<w:sectPr.*?</w:body>", document(ours), re.DOTALL)
    assert end
    assert codes(changed(ours, "word/document.xml", (end[0], xml + end[0])), "rsuite") == {
        *code.split()
    }


@pytest.mark.parametrize(
    ("code", "part", "change"),
    [
        ("first", "word/document.xml", ("Section-BookBOOK", "Section-PrefaceSPF")),
        ("second", "word/document.xml", ("Section-TitlepageSTI", "Body-TextTx")),
        ("title-page", "word/document.xml", ('"Author1Au1"', '"PublisherPub"')),
        ("note-style", "word/footnotes.xml", (NOTE, NOTE.replace("FootnoteText", "Body-TextTx"))),
        ("template", "docProps/custom.xml", (">6.0<", ">5.9<")),
        ("template", "docProps/custom.xml", ('"Version"', '"Vision"')),
    ],
)
def test_what_macmillans_validator_refuses_is_refused(
    made: dict[str, Made], code: str, part: str, change: tuple[str, str]
) -> None:
    assert code in codes(changed(made["rsuite"].bytes(), part, change), "rsuite")


def test_a_container_must_be_closed_before_the_next_section(made: dict[str, Made]) -> None:
    ours = made["rsuite"].bytes()
    # Our files open none, so two of the house's styles are given the names of a box and its end.
    boxed = changed(
        ours, "word/styles.xml",
        ('w:val="Source-Note (Srcnt)"', 'w:val="BOX-A (BOX-A)"'),
    )  # fmt: skip
    assert "container" in codes(boxed, "rsuite")
    closed = changed(boxed, "word/styles.xml", ('w:val="Signature (Sig)"', 'w:val="END (END)"'))
    end = P.format("SignatureSig", "END")
    changes = [(one, one + end) for one in paragraphs_in(ours, "Source-NoteSrcnt")]
    assert "container" not in codes(changed(closed, "word/document.xml", *changes), "rsuite")


def document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def paragraphs_in(data: bytes, style: str) -> list[str]:
    pattern = rf'<w:p><w:pPr><w:pStyle w:val="{style}"/>.*?</w:p>'
    return re.findall(pattern, document(data), re.DOTALL)


def test_a_book_without_an_isbn_passes_with_a_warning(made: dict[str, Made]) -> None:
    assert "no-isbn" not in codes(made["rsuite"].bytes(), "rsuite", "warning")
    bare = Made(manuscript(), "rsuite").bytes()
    assert "no-isbn" in codes(bare, "rsuite", "warning")
    assert codes(bare, "rsuite") == set()


def test_a_files_name_is_held_to_the_validators_measure(made: dict[str, Made]) -> None:
    ours = made["rsuite"].bytes()
    assert codes(ours, "rsuite", file=f"{'long' * 21}.docx") == {"file-name"}
    assert "file-name" in codes(ours, "rsuite", "warning", file="my book.docx")


# -- files that are not ours -----------------------------------------------------------------------

PAGE = """\
# One

He walked **out**, and the *fog* came in.

\\* \\* \\*

It stayed.[^1]

[^1]: Until Easter.

> Denied. Row faster.
"""


@pytest.fixture(scope="module")
def pandocs(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc is not here to write the file")
    path = tmp_path_factory.mktemp("pandoc") / "book.docx"
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-o", str(path)]
    subprocess.run(command, input=PAGE.encode(), check=True, capture_output=True)
    return path.read_bytes()


def test_a_file_by_pandoc_is_told_what_each_house_minds(pandocs: bytes) -> None:
    assert codes(pandocs, "vellum") == set()
    assert "break-mark" in codes(pandocs, "vellum", "warning")
    assert codes(pandocs, "bn-press") == set()  # one chapter, and no section break
    assert codes(pandocs, "macmillan-legacy") == {"no-chapters", "foreign-style"}
    minded = {"first", "second", "template", "styled", "foreign-style", "title-page"}
    assert codes(pandocs, "rsuite") == minded


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here to write the file")
def test_a_file_by_libreoffice_is_told_what_was_set_by_hand(tmp_path: Path) -> None:
    page = (
        "<h1>One</h1><p style='text-align:right'>Set by hand.</p><p><br></p>"
        "<p><font face='Impact'>Loud</font></p><p>###</p>"
    )
    (tmp_path / "book.html").write_text(page, encoding="utf-8")
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML",
         "--outdir", str(tmp_path), str(tmp_path / "book.html")],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    data = (tmp_path / "book.docx").read_bytes()
    assert {"by-hand", "font", "break-mark", "empty"} <= codes(data, "generic", "warning")


# -- files that would do harm ----------------------------------------------------------------------


def packed(document: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        for name, data in parts.items():
            package.writestr(f"word/{name}.xml", data)
    return out.getvalue()


LOL = (
    b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="urn:x" w:a="&b;">&b;</w:document>'
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no zip", "this is not a docx"),
        (b"", "this is not a docx"),
        (b"\xd0\xcf\x11\xe0 an old one", "password"),
        (packed(b"<w:document"), "not well-formed"),
        (packed(b""), "not well-formed"),
        (packed(LOL), "it has a DTD"),
        (packed(LOL.decode().encode("utf-16")), "it has a DTD"),
        (packed(b'<?xml version="1.0" encoding="UTF-7"?><a/>'), "no plain XML"),
        (packed(b"<a>" * 5000 + b"</a>" * 5000), "not well-formed"),
        (packed(b"<a/>", styles=b" " * 210_000_000), "too large"),
        (packed(b"<a/>")[:-30], "this is not a docx"),
    ],
    ids=[
        "text", "nothing", "doc", "broken", "empty", "entities", "entities in UTF-16", "UTF-7",
        "deep", "bomb", "cut off",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        house.check("book.docx", data, load("generic"))
    assert words in str(refused.value)
    assert "book.docx" in str(refused.value)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRANGE = {
    "word/document.xml": f"""<w:document {W}><!-- a --><?b c?><w:body><!-- d -->
        <w:p><!-- e --><w:pPr><?f?><w:pStyle/></w:pPr><w:r><!-- g --><w:rPr><!-- h --></w:rPr></w:r>
        </w:p><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:p><w:tc><w:p/></w:tc></w:p></w:p>
        </w:body></w:document>""",
    "word/styles.xml": f"""<w:styles {W}><!-- a --><w:style w:styleId="a" w:type="paragraph">
        <w:name w:val="{"emphasis " * 9999}"/><w:pPr><w:outlineLvl w:val="²"/></w:pPr></w:style>
        <w:style><w:name w:val="heading {"9" * 5000}"/></w:style></w:styles>""",
    "word/_rels/document.xml.rels": "<a><!-- b --><c/><d Type='x/image' Target='../../e'/></a>",
    "docProps/custom.xml": "<a><!-- b --><c name='Version'>vv..9</c></a>",
}


def test_a_file_of_strange_shape_is_judged_and_not_stumbled_over() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in STRANGE.items():
            package.writestr(name, text)
    for name in names():
        assert codes(out.getvalue(), name)


def test_a_file_with_nothing_in_it_is_judged_and_not_stumbled_over() -> None:
    for name in names():
        assert codes(packed(b"<a/>"), name)
