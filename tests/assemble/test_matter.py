"""Matter: the pages before and after the book, written in matter/*.md or made by the shop."""

import pytest

from pipeline.assemble.matter import READS, Options, run
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin, Source
from pipeline.model.text import Paragraph, Text
from pipeline.model.walk import plain, text
from pipeline.shop.conservation import check


def entry(id, created):
    paragraph = Paragraph((Text("The lamp was lit at dusk."),), (Origin(0, id, 0),))
    return Division("entry", f"_bw_{id}", (), (paragraph,), created=created)


ENTRIES = entry("1", "2009-04-01T10:00:00Z"), entry("2", "2024-05-02")
BODY = (Division("chapter", "_bw_all_posts", (Text("Lights"),), (), ENTRIES),)
BOOK = Book("Light *List*", "Ada Quill", "en", subtitle="2009–2024", edition=2, date="2024-05-02")


@pytest.fixture
def bound(tmp_path):
    def bind(book=BOOK, /, files=None, **options):
        for name, content in (files or {}).items():
            path = tmp_path / "matter" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        before = Manuscript(book, BODY, (Source("d", "our.zip", ""),), ())
        bench = Bench(None, folder=tmp_path, reads=READS)
        after = run(before, Options(**options), bench)
        check("assemble.matter", before, after, bench)
        return after, bench

    return bind


def page(book, kind):
    return next(division for division in book.divisions if division.kind == kind)


def lines(division):
    return [(block.role, plain(block)) for block in division.blocks]


def test_a_recipe_without_matter_gets_a_title_page_a_copyright_page_and_a_colophon(bound):
    book, _ = bound()
    assert [division.kind for division in book.divisions] == [
        "titlepage", "copyright", "chapter", "colophon",
    ]  # fmt: skip
    assert lines(page(book, "titlepage")) == [
        ("title", "Light *List*"), ("subtitle", "2009–2024"), ("author", "Ada Quill"),
    ]  # fmt: skip
    assert [line for _, line in lines(page(book, "copyright"))] == [
        "© 2024 Ada Quill",
        "All rights reserved.",
        "Edition 2",
        "Set from the author’s own archive: 2 posts written from 1 April 2009 to 2 May 2024.",
    ]
    assert "2 posts, about 13 words" in plain(page(book, "colophon").blocks[0])


def test_each_made_page_can_be_left_out(bound):
    book, _ = bound(title_page=False, copyright_page=False, colophon=False)
    assert book.divisions == BODY


def test_pages_stand_in_the_order_that_publishers_keep_to(bound):
    names = [
        "about",
        "preface",
        "epigraph",
        "dedication",
        "acknowledgments",
        "introduction",
        "copyright",
        "foreword",
    ]
    book, _ = bound(files={f"{name}.md": f"Words of {name}." for name in names})
    assert [(division.kind, division.matter) for division in book.divisions] == [
        ("titlepage", "front"), ("copyright", "front"), ("dedication", "front"),
        ("epigraph", "front"), ("foreword", "front"), ("preface", "front"),
        ("introduction", "front"), ("chapter", "body"), ("acknowledgements", "back"),
        ("about", "back"), ("colophon", "back"),
    ]  # fmt: skip


def test_numbers_of_files_give_the_order_and_are_no_part_of_the_anchor(bound):
    book, _ = bound(files={"01-preface.md": "One.", "02-dedication.md": "Two."})
    kinds = [division.kind for division in book.divisions]
    assert kinds[:4] == ["titlepage", "copyright", "preface", "dedication"]
    plainly, _ = bound(files={"preface.md": "One."})
    assert page(book, "preface").id in {division.id for division in plainly.divisions}


def test_a_page_is_traced_to_its_file(bound):
    book, _ = bound(files={"preface.md": "# Before the lamp\n\nFog.\n\n— A. Q."})
    preface = page(book, "preface")
    assert text(preface.title) == "Before the lamp"
    assert lines(preface) == [("body", "Fog."), ("signature", "— A. Q.")]
    assert preface.blocks[0].origin == (Origin(1, "matter/preface", 1),)
    assert book.sources[1] == Source("", "matter", "matter/preface.md")


def test_pages_are_dressed_in_the_roles_of_their_kind(bound):
    book, _ = bound(
        files={
            "title-page.md": "# Light List\n\n## A diary\n\nAda Quill\n\nLamp Press",
            "epigraph.md": "> The sea.\n\n— a keeper",
            "dedication.md": "For B.",
        }
    )
    assert [role for role, _ in lines(page(book, "titlepage"))] == [
        "title", "subtitle", "author", "publisher",
    ]  # fmt: skip
    assert lines(page(book, "epigraph")) == [
        ("epigraph", "The sea."),
        ("attribution", "— a keeper"),
    ]
    assert lines(page(book, "dedication")) == [("dedication", "For B.")]


def test_placeholders_are_filled_in_and_never_read_as_markup(bound):
    words = "*{title}* by {author}, {year}, {posts} posts, {words} words, {first}–{last}. {lamp}"
    book, bench = bound(files={"preface.md": words})
    assert plain(page(book, "preface").blocks[0]) == (
        "Light *List* by Ada Quill, 2024, 2 posts, 13 words, 1 April 2009–2 May 2024. {lamp}"
    )
    assert [finding.code for finding in bench.findings] == ["assemble.matter.placeholder"]


def test_front_matter_names_title_place_and_kind(bound):
    note = "---\ntitle: On {title}\nplace: back\nkind: appendix\n---\nWords."
    book, _ = bound(files={"some-note.md": note})
    appendix = page(book, "appendix")
    assert (text(appendix.title), appendix.matter) == ("On Light *List*", "back")


def test_a_page_of_no_known_name_is_a_page_of_its_own(bound):
    book, _ = bound(files={"how-to-read.md": "Slowly."})
    assert text(page(book, "matter").title) == "How to read"


@pytest.mark.parametrize("line", ["kind: prefice", "place: middle", "kind: chapter"])
def test_an_unknown_kind_or_place_is_refused_by_file_and_key(bound, line):
    with pytest.raises(RecipeError, match=r"matter/preface\.md") as refused:
        bound(files={"preface.md": f"---\n{line}\n---\nWords."})
    assert refused.value.todo


def test_made_pages_speak_the_books_language(bound):
    book, _ = bound(Book("Journal", "Ada", "fr", date="2024-05-02"))
    assert text(page(book, "colophon").title) == "Colophon"
    assert "1er avril 2009" in lines(page(book, "copyright"))[-1][1]


@pytest.mark.parametrize("title", ["{", "{author}", "[x](y)", "# 1. <b>", "\\", "{title}"])
def test_a_title_of_any_characters_stands_as_it_is(bound, title):
    book, _ = bound(Book(title, "Ada", "en"), files={"preface.md": "About {title} now"})
    assert plain(page(book, "preface").blocks[0]) == f"About {title} now"
