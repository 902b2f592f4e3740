"""The back matter that the shop makes: index, illustrations, chronology, sources, links."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from pipeline.assemble import volumes
from pipeline.assemble.appendices import Options, run
from pipeline.assemble.back.words import WORDS
from pipeline.assemble.phrases import PHRASES
from pipeline.export import docx
from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import TITLE, Origin, Source
from pipeline.model.post import Media
from pipeline.model.text import (
    BlockQuote,
    Embed,
    Figure,
    Hashtag,
    Heading,
    Image,
    Link,
    Mention,
    Note,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.tray import Tray
from pipeline.model.walk import every_division, inlines, leaves, plain, text
from pipeline.shop.conservation import check


def entry(id, created, *content, title="", blocks=None):
    at = (Origin(0, id, 0),)
    said = tuple([Text(node) if isinstance(node, str) else node for node in content])
    return Division(
        "entry",
        f"_bw_{id}",
        (Text(title),) if title else (),
        blocks if blocks is not None else (Paragraph(said or (Text("Fog."),), at),),
        origin=(Origin(0, id, TITLE),) if title else (),
        created=created,
    )


def chapter(title, *entries):
    return Division("chapter", f"_bw_{title}", (Text(title),), (), entries)


COLOPHON = Division("colophon", "_bw_page_colophon", (Text("Colophon"),), (), matter="back")


@pytest.fixture
def backed():
    def back(*divisions, language="en", media=(), **options):
        book = Book("Light List", "Ada Quill", language)
        before = Manuscript(book, divisions, (Source("d", "our.zip", ""),), media)
        bench = Bench(None, reads=())
        after = run(before, Options(**options), bench)
        check("assemble.appendices", before, after, bench)
        return before, after, bench

    return back


def page(book, name):
    return next(d for d in every_division(book.divisions) if d.id == f"_bw_page_{name}")


def lines(division):
    return [plain(leaf) for leaf in leaves(division.blocks)]


def links(division):
    found = [node for leaf in leaves(division.blocks) for node in inlines(leaf)]
    return [(text(n.content), n.item or n.url) for n in found if isinstance(n, Link)]


def test_nothing_happens_unless_a_page_is_asked_for(backed):
    before, after, _ = backed(chapter("2013", entry("1", "2013-04-01")))
    assert after is before


def test_pages_stand_in_the_publishers_order_before_the_colophon(backed):
    body = chapter("2013", entry("1", "2013-04-01", Link((Text("a map"),), "https://m.example/")))
    _, book, bench = backed(body, COLOPHON, pages=("index", "links", "chronology"))
    assert [d.id for d in book.divisions[1:]] == [
        "_bw_page_chronology", "_bw_page_links", "_bw_page_colophon",
    ]  # fmt: skip
    assert {d.matter for d in book.divisions[1:]} == {"back"}
    assert [finding.code for finding in bench.findings] == ["assemble.appendices.empty"]


def test_all_that_the_shop_writes_carries_the_empty_origin(backed):
    post = PostBlock("Bo", "2012", (), (Origin(0, "1", 0),), "https://b.example/1")
    said = entry("1", "2013-04-01", blocks=(post,))
    _, book, _ = backed(
        chapter("2013", said), pages=("chronology", "sources", "links", "index"), least=1
    )
    assert len(book.divisions) == 5
    for division in book.divisions[1:]:
        assert not division.origin
        assert not any(leaf.origin for leaf in leaves(division.blocks))


# -- index -----------------------------------------------------------------------------------------


def test_spellings_of_one_handle_are_one_entry_under_its_letter(backed):
    _, book, _ = backed(
        chapter(
            "2013",
            entry("1", "2013-04-01", Mention("@ada"), " and ", Hashtag("#Éclair")),
            entry("2", "2013-05-02", Mention("@Ada"), Hashtag("#eclipse"), Mention("@_zed")),
            entry("3", "2013-06-03", "As ", Mention("@ada"), " says", title="Fog, again"),
        ),
        pages=("index",),
        least=1,
    )
    assert lines(page(book, "index")) == [
        "A", "@ada, 1\u00a0April\u00a02013; 2\u00a0May\u00a02013; “Fog, again”",
        "E", "#Éclair, 1\u00a0April\u00a02013", "#eclipse, 2\u00a0May\u00a02013",
        "Z", "@_zed, 2\u00a0May\u00a02013",
    ]  # fmt: skip
    assert ("“Fog, again”", "3") in links(page(book, "index"))


def test_what_is_rare_stays_out_and_what_is_common_names_only_so_many_places(backed):
    days = [entry(str(n), f"2013-04-{n:02}", Mention("@bo")) for n in range(1, 6)]
    rare = entry("9", "2013-04-09", Mention("@cy"))
    _, book, _ = backed(chapter("2013", *days, rare), pages=("index",), places=2)
    assert lines(page(book, "index")) == [
        "@bo, 1\u00a0April\u00a02013; 2\u00a0April\u00a02013; and 3 more"
    ]


def test_places_of_one_date_are_told_once_and_those_of_one_title_apart(backed):
    _, book, _ = backed(
        chapter(
            "2013",
            entry("1", "2013-04-01", Mention("@bo")),
            entry("2", "2013-04-01", Mention("@bo")),
            entry("3", "2013-04-02", Mention("@bo"), title="Fog"),
            entry("4", "2013-04-03", Mention("@bo"), title="Fog"),
        ),
        pages=("index",),
    )
    assert lines(page(book, "index")) == [
        "@bo, 1\u00a0April\u00a02013; "
        "“Fog” (2\u00a0April\u00a02013); “Fog” (3\u00a0April\u00a02013)"
    ]


def test_names_and_the_tags_under_entries_are_in_the_index(backed):
    at = (Origin(0, "1", 0),)
    blocks = (
        Paragraph((Text("Bo Pell"),), (), "byline"),
        BlockQuote((Paragraph((Text("So."),), at),
                    Paragraph((Text("— Cy Orr"),), at, "attribution")), at),
        Paragraph((Text("fog, 灯台, かもめ"),), (), "tags"),
    )  # fmt: skip
    _, book, _ = backed(
        chapter("2013", entry("1", "2013-04-01", blocks=blocks)), pages=("index",), least=1
    )
    heads = [line.split(",")[0] for line in lines(page(book, "index"))]
    assert heads == ["B", "Bo Pell", "C", "Cy Orr", "F", "fog", "か", "かもめ", "Others", "灯台"]


# -- lists -----------------------------------------------------------------------------------------


def test_pictures_are_listed_by_caption_or_description_and_the_rest_is_told(backed):
    at = (Origin(0, "1", 0),)
    figures = (
        Figure((Image("a", "A lens"),), (Text("The lens"), Note((Paragraph((), ()),))), at),
        Figure((Image("a", "A lamp"), Image("b", "A cat")), (), at),
        Figure((Image("a"),), (), at),
        Figure((Image("gone", "Nothing"),), (), at),
        Paragraph((Text("Hello "), Image("a", "☺")), at),
    )
    media = (
        Media("a", 0, "a.png", "d1"), Media("b", 0, "b.png", "d2"), Media("gone", missing="lost"),
    )  # fmt: skip
    _, book, bench = backed(
        chapter("2013", entry("1", "2013-04-01", blocks=figures)),
        media=media,
        pages=("illustrations",),
    )
    assert lines(page(book, "illustrations")) == [
        "The lens ·\u00a01\u00a0April\u00a02013", "A lamp / A cat ·\u00a01\u00a0April\u00a02013",
    ]  # fmt: skip
    assert [finding.code for finding in bench.findings] == ["assemble.appendices.wordless"]


def test_the_chronology_goes_by_year_and_month_whatever_the_order_of_the_book(backed):
    picture = Figure((Image("a"),), (), (Origin(0, "5", 0),))
    _, book, _ = backed(
        chapter("All", entry("1", "2014-02-03", "Of " + "fog " * 20),
                entry("2", "2013-11-09T08:00:00Z", title="Rain"),
                entry("3", ""), entry("4", "2013"),
                entry("5", "2014-02-04", blocks=(picture,))),
        pages=("chronology",),
    )  # fmt: skip
    made = page(book, "chronology")
    assert lines(made) == [
        "2013", "Fog.", "November 2013", "9\u2002Rain",
        "2014", "February 2014", "3\u2002Of fog fog fog fog fog fog fog fog fog…",
        "4\u00a0February\u00a02014", "Undated", "Fog.",
    ]  # fmt: skip
    assert [b.level for b in made.blocks if isinstance(b, Heading)] == [1, 2, 1, 2, 1]
    assert [item for _, item in links(made)] == ["4", "2", "1", "5", "3"]


def test_links_are_told_by_chapter_with_the_copy_of_their_day(backed):
    shown = Link((Text("m.example/chart"),), "https://m.example/chart")
    inner = Link((Text("before"),), "https://ada.example/1", item="1")
    at = (Origin(0, "2", 1),)
    embed = Embed("https://v.example/w", (Text("The song"),), at, "video")
    paragraph = Paragraph((inner, Link((Text("mail"),), "mailto:bo@b.example")), at)
    _, book, _ = backed(
        chapter("2013", entry("1", "2013-04-01", "See ", shown, " and ", shown)),
        chapter("2014", entry("2", "2014-05", blocks=(paragraph, embed))),
        pages=("links",),
    )
    assert lines(page(book, "links")) == [
        "2013",
        "1\u00a0April\u00a02013\nhttps://m.example/chart\n"
        "Archived: https://web.archive.org/web/20130401/https://m.example/chart",
        "2014",
        "The song ·\u00a0May\u00a02014\nhttps://v.example/w\n"
        "Archived: https://web.archive.org/web/201405/https://v.example/w",
    ]


# -- rights ----------------------------------------------------------------------------------------


def test_the_log_tells_what_is_not_the_authors_where_it_stands_and_whose_it_is(backed):
    at = (Origin(0, "1", 0),)

    def paragraph(*content, role="body"):
        return Paragraph(tuple([Text(c) if isinstance(c, str) else c for c in content]), at, role)

    blocks = (
        paragraph("RT ", Mention("@bo"), ": the lamp is out"),
        paragraph("I saw START ", Mention("@bo"), " there"),
        PostBlock("Cy", "2012", (paragraph("A post."), BlockQuote((paragraph("x"),), at)), at),
        BlockQuote((paragraph('"So it goes."'), paragraph("— Dee Fox", role="attribution")), at),
        BlockQuote((paragraph("Said ", Link((Text("here"),), "https://www.e.example/p")),), at),
        Embed("https://v.example/w", (), at, "video"),
        Embed("https://twitter.com/ada/status/1/video/1", (), at, "video"),
        paragraph(Link((Text("a tweet"),), "https://twitter.com/gil/status/77")),
        Figure((Image("https://p.example/x.jpg", "A cat"), Image("own")), (), at),
    )
    media = (
        Media("https://p.example/x.jpg", -1, "media/x.jpg", "d1"), Media("own", 0, "o.png", "d2"),
    )  # fmt: skip
    _, book, _ = backed(
        chapter("2013", entry("1", "2013-04-01", blocks=blocks)), media=media, pages=("sources",)
    )
    day = "1\u00a0April\u00a02013 · "
    assert lines(page(book, "sources"))[1:] == [
        "Texts",
        day + "repeated post · words: 4 · @bo\n“the lamp is out”",
        day + "post · words: 3 · Cy · 2012\n“A post. x”",
        day + "quotation · words: 3 · Dee Fox\n“So it goes.”",
        day + "quotation · words: 2 · e.example\n“Said here”\nhttps://www.e.example/p",
        "Films, sounds and posts",
        day + "film · v.example\nhttps://v.example/w",
        day + "post · @gil\nhttps://twitter.com/gil/status/77",
        "Pictures",
        day + "picture from outside the archive · p.example\n“A cat”\nhttps://p.example/x.jpg",
    ]


# -- the book --------------------------------------------------------------------------------------


def test_every_language_has_its_own_words():
    assert WORDS.keys() == PHRASES.keys()
    english = WORDS["en"]
    for known in WORDS.values():
        assert known.titles.keys() == english.titles.keys()
        assert known.kinds.keys() == english.kinds.keys()
        assert "{number}" in known.more
        assert "{address}" in known.archived


def test_a_reference_into_another_volume_is_plain_words_in_the_docx(backed):
    chapters = [
        chapter(year, entry(id, f"{year}-04-01", Mention("@bo"), " lamp" * 60))
        for id, year in (("1", "2013"), ("2", "2014"))
    ]
    _, book, _ = backed(*chapters, pages=("index",))
    bound = volumes.run(book, volumes.Options(words=70), Bench(None, reads=("recipe:house",)))
    first, last = bound.divisions
    assert "_bw_page_index" not in {d.id for d in first.divisions}
    assert page(Manuscript(book.book, (last,), (), ()), "index").matter == "back"
    tray = Tray(None)
    bench = Bench(tray, reads=("recipe:house",))
    docx.run(bound, docx.Options(), bench)
    file = next(file for file in bench.files if file.volume == 2)
    body = ZipFile(BytesIO(tray.get(file.digest))).read("word/document.xml").decode()
    index = body[body.index(">Index<") :]
    assert index.count("<w:hyperlink") == 1
    assert "1\u00a0April\u00a02013" in index
