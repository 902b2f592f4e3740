"""No output drifts from another: four files of one job, read by four programs, say the same."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.model.house import load
from tests.whole.line import archive, bookworks
from tests.whole.second_eyes import Words, read

ROOT = Path(__file__).resolve().parents[2]
BOOKS = ("twitter", "blog", "ghost-bhuron.json", "twitter-2020-dsajg.zip")
_BLOCKS = "p, h1, h2, h3, h4, h5, h6, pre, td, th, figcaption, caption"
_IN_METADATA = ("halftitle", "titlepage")  # of an EPUB, pandoc reads these from elsewhere
_COVERS = 2  # as often does pandoc show the cover
_BLOCK_ID = re.compile(r'\bid="(_bw_\w+?_\d+)"')


class Outputs:
    """The four files of one job."""

    def __init__(self, edition: Path, house: str, pandoc: str) -> None:
        self.edition = edition
        self.not_in_docx = load(house).left_out
        self.docx = self._one("docx")
        self.epub = self._one("epub")
        self.pdf = self._one("pdf")
        self._pandoc = pandoc

    def _one(self, suffix: str) -> Path:
        (found,) = self.edition.glob(f"*.{suffix}")
        return found

    @cached_property
    def in_docx(self) -> Words:
        return read(self.docx, self._pandoc)

    @cached_property
    def in_epub(self) -> Words:
        return read(self.epub, self._pandoc)

    @cached_property
    def pages(self) -> list[LexborHTMLParser]:
        """The pages of the site in reading order, without what the shop adds to them."""
        folder, name, found = self.edition / "web", "index.html", []
        while name:
            page = LexborHTMLParser((folder / name).read_text("utf-8"))
            following = page.css_first(".turn a[rel=next]")
            for node in page.css("[data-shop]"):
                node.decompose()
            found.append(page)
            name = str(following.attributes["href"]) if following else ""
        return found

    def blocks(self, without: tuple[str, ...] = ()) -> list[str]:
        """The letters of each block of the site, notes left out."""
        return [letters(node.text()) for node in self._nodes(_BLOCKS, without) if node.text()]

    def headings(self, without: tuple[str, ...] = ()) -> list[str]:
        """As `blocks`."""
        return [letters(node.text()) for node in self._nodes("h1,h2,h3,h4,h5,h6", without)]

    @property
    def notes(self) -> str:
        return "".join(letters(note.text()) for p in self.pages for note in p.css("small.note"))

    def _nodes(self, wanted: str, without: tuple[str, ...]) -> Iterator[LexborNode]:
        left_out = ", ".join(["small.note", *(f"section.{kind}" for kind in without)])
        for page in self.pages:
            copy = LexborHTMLParser(page.css_first("main").html or "")
            for node in copy.css(left_out):
                node.decompose()
            yield from copy.css(wanted)


def letters(text: str) -> str:
    """The letters and figures of a text, whatever stands between them."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


@pytest.fixture(scope="module", params=BOOKS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc comes with the dev dependencies")
    floor = tmp_path_factory.mktemp("outputs")
    book = request.param
    if "." in book:
        book = archive(book)
    else:
        for folder in ("recipes", "sources"):
            shutil.copytree(ROOT / folder, floor / folder)
    done = bookworks(floor, "book", book, "--only", "docx,epub,web,pdf", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    recipe = floor / "recipes" / str(book) / "recipe.yaml"
    said = (
        re.search(r"^house: (\w+)", recipe.read_text(), re.MULTILINE) if recipe.exists() else None
    )
    edition = Path(json.loads(done.stdout)["folder"])
    return Outputs(edition, said[1] if said else "generic", str(pypandoc.get_pandoc_path()))


def test_docx_epub_and_site_say_the_same_words_in_the_same_order(made: Outputs) -> None:
    site = made.blocks(without=made.not_in_docx)
    for line in made.in_docx.title:  # which pandoc takes for metadata
        if letters(line) in site[:20]:
            site.remove(letters(line))
    assert_alike("".join(site), letters("".join(made.in_docx.body)), "docx")
    site = made.blocks(without=_IN_METADATA)
    assert_alike("".join(site), letters("".join(made.in_epub.body)), "EPUB")


def assert_alike(one: str, other: str, name: str) -> None:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None and len(one) != len(other):
        at = min(len(one), len(other))
    if at is not None:
        pytest.fail(f"site: …{one[at - 40 : at + 60]}\n{name}: …{other[at - 40 : at + 60]}")
    assert len(one) > 1000


def test_all_have_the_same_notes(made: Outputs) -> None:
    assert letters("".join(made.in_docx.notes)) == made.notes
    assert _words("".join(made.in_epub.notes)) == _words(made.notes)  # pandoc reads their numbers


def test_all_have_the_same_headings(made: Outputs) -> None:
    left_out = {*made.not_in_docx, *_IN_METADATA}
    assert [*map(letters, made.in_docx.headings)] == made.headings(without=tuple(left_out))
    assert [*map(letters, made.in_epub.headings)] == made.headings(without=_IN_METADATA)


def test_all_have_the_same_pictures(made: Outputs) -> None:
    site = [str(img.attributes.get("alt") or "") for page in made.pages for img in page.css("img")]
    site = [" ".join(alt.split()) for alt in site]
    assert made.in_docx.pictures == site
    assert made.in_epub.pictures[_COVERS:] == site


def test_a_block_is_known_by_one_name_in_all(made: Outputs) -> None:
    with zipfile.ZipFile(made.epub) as package:
        names = [name for name in package.namelist() if name.endswith(".xhtml")]
        epub = {id for name in names for id in _BLOCK_ID.findall(package.read(name).decode())}
    pages = (made.edition / "web").glob("*.html")
    site = {id for page in pages for id in _BLOCK_ID.findall(page.read_text("utf-8"))}
    with zipfile.ZipFile(made.docx) as package:
        document = package.read("word/document.xml").decode()
    docx = set(re.findall(r'w:name="(_bw_\w+?_\d+)"', document))
    assert site == epub
    assert docx <= site
    assert len(docx) > 0.8 * len(site)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here to read the PDF")
def test_the_pdf_says_each_block_of_the_site_in_the_same_order(made: Outputs) -> None:
    read = subprocess.run(["pdftotext", "-raw", made.pdf, "-"], capture_output=True, check=True)
    paper, at = _words(read.stdout.decode()), 0
    long = [block for block in map(_words, made.blocks()) if len(block) > 30]
    for block in long:  # a page may end within one of these, and not within all
        found = [paper.find(part, at) for part in (block[:24], block[-24:], block[5:29])]
        assert max(found) >= 0, f"after …{paper[at - 60 : at]}: {block[:80]}"
        at = min(place for place in found if place >= 0)
    assert len(long) > 20


def _words(text: str) -> str:
    """Letters alone: on paper, figures are those of notes and pages too."""
    return "".join(filter(str.isalpha, letters(text)))
