"""Divisions: posts as parts, chapters and entries, every block exactly once in any grouping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assemble.calendar import USAGES, day, season_key, season_title, title_of
from pipeline.assemble.divisions import Options, run
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Book
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Post, Profile
from pipeline.model.text import Paragraph, SceneBreak, Text
from pipeline.model.walk import every_division, plain, text
from pipeline.shop.conservation import check


def post(id, created="", title="", **fields):
    blocks = (Paragraph((Text(f"Words of {id}."),), (Origin(0, id, 0),)),)
    named = (Text(title),) if title else ()
    return Post(id, 0, fields.pop("kind", "post"), created, fields.pop("blocks", blocks), named,
                **fields)  # fmt: skip


def laid_out(*posts, book=None, profile=None, **options):
    before = Posts(profile or Profile(), posts, (Source("d", "our.zip", ""),))
    bench = Bench(None, book=book)
    after = run(before, Options(**options), bench)
    check("assemble.divisions", before, after, bench)
    return after


def outline(divisions):
    """Titles, nested as the divisions are; an entry is its id."""
    return [
        (text(d.title) or d.id, outline(d.divisions)) if d.divisions else text(d.title) or d.id
        for d in divisions
    ]


def lines(book):
    """Every block in reading order; a scene break as a star."""
    return [
        "*" if isinstance(block, SceneBreak) else plain(block)
        for division in every_division(book.divisions)
        for block in division.blocks
    ]


def test_tweets_of_a_few_years_are_chapters_by_year():
    book = laid_out(post("1", "2012-12-31T23:59:59Z"), post("2", "2013-01-01T00:00:00Z"))
    assert outline(book.divisions) == [("2012", ["_bw_1"]), ("2013", ["_bw_2"])]
    assert [division.id for division in book.divisions] == ["_bw_year_2012", "_bw_year_2013"]


def test_tweets_of_busy_years_are_chapters_by_month_in_parts_by_year():
    busy = [
        post(f"{y}{m:02}{n}", f"{y}-{m:02}-09")
        for y in (2012, 2013)
        for m in (1, 4)
        for n in (1, 2)
    ]
    book = laid_out(*busy, longest=3, least=0)
    assert [part.kind for part in book.divisions] == ["part", "part"]
    assert [text(c.title) for part in book.divisions for c in part.divisions] == [
        "January 2012", "April 2012", "January 2013", "April 2013",
    ]  # fmt: skip
    assert book.divisions[1].divisions[1].id == "_bw_month_2013_04"


def test_quiet_months_of_a_year_share_a_chapter():
    months = [(2012, 11, 1), (2013, 1, 1), (2013, 2, 2), (2013, 3, 9), (2013, 4, 1)]
    posts = [
        post(f"{y}{m:02}{n}", f"{y}-{m:02}-09") for y, m, count in months for n in range(count)
    ]
    for order in ("oldest", "newest"):
        book = laid_out(*posts, longest=3, least=3, order=order)
        titles = [text(c.title) for part in book.divisions for c in part.divisions]
        assert sorted(titles) == ["January–February 2013", "March–April 2013", "November 2012"]


def test_a_month_ends_where_it_ends_in_utc():
    book = laid_out(
        post("1", "2013-03-31T23:59:59Z"), post("2", "2013-04-01T00:00:00Z"), by="month"
    )
    assert outline(book.divisions) == [("March 2013", ["_bw_1"]), ("April 2013", ["_bw_2"])]


def test_posts_of_a_few_lines_share_a_chapter():
    short = [post(str(n), f"2012-05-{n:02}", f"Title {n}") for n in range(1, 5)]
    assert [c.kind for c in laid_out(*short).divisions[0].divisions] == ["entry"] * 4


def test_a_blogs_posts_are_chapters_its_years_parts_and_its_pages_last():
    book = laid_out(
        post("1", "2012-05-01", "Fog"),
        post("2", "2011-01-01", "Who I am", kind="page"),
        post("3", "2013-06-01", "Rain"),
        post("4", "2013-06-02"),
        page=0,
    )
    assert outline(book.divisions) == [
        ("2012", ["Fog"]), ("2013", ["Rain", "2 June 2013"]), ("Pages", ["Who I am"]),
    ]  # fmt: skip
    assert lines(book) == [
        "1 May 2012",
        "Words of 1.",
        "1 June 2013",
        "Words of 3.",
        "Words of 4.",
        "Words of 2.",
    ]


def test_undated_posts_come_last_in_either_order():
    posts = post("1"), post("2", "2012-01-01"), post("3", "2013-01-01")
    assert outline(laid_out(*posts).divisions)[-1] == ("Undated", ["_bw_1"])
    newest = laid_out(*posts, order="newest")
    assert [text(d.title) for d in newest.divisions] == ["2013", "2012", "Undated"]


def test_the_entries_of_a_day_share_a_dateline_and_are_set_apart_by_a_break():
    posts = (
        post("1", "2013-04-03T08:00:00Z"),
        post("2", "2013-04-03T09:00:00Z"),
        post("3", "2013-04-04"),
    )
    assert lines(laid_out(*posts)) == [
        "3 April 2013", "Words of 1.", "*", "Words of 2.", "4 April 2013", "Words of 3.",
    ]  # fmt: skip
    assert lines(laid_out(*posts, dates="none")) == [
        "Words of 1.",
        "*",
        "Words of 2.",
        "*",
        "Words of 3.",
    ]
    assert lines(laid_out(*posts, dates="entry")).count("3 April 2013") == 2


def test_winter_is_one_chapter_across_the_new_year_and_summer_in_the_south():
    posts = post("1", "2013-12-24"), post("2", "2014-02-02"), post("3", "2014-03-01")
    book = laid_out(*posts, by="season")
    assert outline(book.divisions) == [
        ("Winter 2013–14", ["_bw_1", "_bw_2"]),
        ("Spring 2014", ["_bw_3"]),
    ]
    south = laid_out(*posts, by="season", hemisphere="south", parts="year")
    assert [(text(p.title), text(p.divisions[0].title)) for p in south.divisions] == [
        ("2013", "Summer 2013–14"), ("2014", "Autumn 2014"),
    ]  # fmt: skip


def test_a_post_of_several_tags_goes_to_the_one_that_most_posts_bear():
    book = laid_out(
        post("1", "2013-01-01", tags=("rare", "Sea")),
        post("2", "2013-01-02", tags=("sea",)),
        post("3", "2013-01-03", tags=("fog",)),
        post("4", "2013-01-04"),
        by="tag",
    )
    assert outline(book.divisions) == [
        ("Sea", ["_bw_1", "_bw_2"]), ("fog", ["_bw_3"]), ("Others", ["_bw_4"]),
    ]  # fmt: skip


def test_a_post_without_title_or_blocks_is_set_aside():
    before = Posts(Profile(), (post("1", blocks=()), post("2")), ())
    bench = Bench(None)
    after = run(before, Options(), bench)
    check("assemble.divisions", before, after, bench)
    assert [(a.item, a.reason) for a in bench.set_asides] == [("1", "empty")]


def test_the_title_page_says_what_the_recipe_says_and_else_what_the_archive_says():
    posts = post("1", "2009-05-01", language="fr"), post("2", "2013-04-03T10:00:00Z", language="fr")
    book = laid_out(*posts, profile=Profile(author="Ada Quill")).book
    assert (book.title, book.language, book.subtitle, book.date) == (
        "Les billets de Ada Quill", "fr", "2009–2013", "2013-04-03",
    )  # fmt: skip
    said = laid_out(*posts, book=Book("Light List", "", "en", edition=3)).book
    assert (said.title, said.language, said.edition, said.author) == ("Light List", "en", 3, "")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("The lamp was lit and it is not the fog that you see.", "en"),
        ("La lampe est dans le phare et je ne vois pas les bateaux.", "fr"),
        ("El faro y las barcas que no se ven por la niebla.", "es"),
        ("Der Turm und das Licht, ich sehe die Boote nicht.", "de"),
        ("灯りは霧の中でゆっくりと回っている", "ja"),
        ("灯塔在雾中亮着", "zh"),
        ("Lux in tenebris lucet", "en"),
    ],
)
def test_a_language_that_nobody_says_is_told_from_the_words(words, language):
    blocks = (Paragraph((Text(words),), (Origin(0, "1", 0),)),)
    assert laid_out(post("1", blocks=blocks)).book.language == language


def test_bylines_stand_only_where_there_are_several_authors():
    one = laid_out(post("1", "2013-01-01", author="Ada"), post("2", "2013-01-02", author="Ada"))
    two = laid_out(post("1", "2013-01-01", author="Ada"), post("2", "2013-01-02", author="Bo"))
    assert "Ada" not in lines(one)
    assert lines(two)[:2] == ["1 January 2013", "Ada"]


@pytest.mark.parametrize(
    ("language", "written", "month"),
    [
        ("en", "1 April 2013", "April 2013"),
        ("en-US", "April 1, 2013", "April 2013"),
        ("fr", "1er avril 2013", "Avril 2013"),
        ("es", "1 de abril de 2013", "Abril de 2013"),
        ("de", "1. April 2013", "April 2013"),
        ("it", "1º aprile 2013", "Aprile 2013"),
        ("pt-BR", "1 de abril de 2013", "Abril de 2013"),
        ("nl", "1 april 2013", "April 2013"),
        ("ja", "2013年4月1日", "2013年4月"),
        ("zh-Hant", "2013年4月1日", "2013年4月"),
        ("fi", "2013-04-01", "2013-04"),
    ],
)
def test_dates_are_written_as_the_books_language_writes_them(language, written, month):
    assert day("2013-04-01T09:30:00Z", language) == written
    assert title_of("2013-04", language) == month


def test_every_language_names_twelve_months():
    assert {len(set(known.months)) for known in USAGES.values()} == {12}


@pytest.mark.parametrize("date", ["2013-00-10", "2013-99-99", "2013", "2013-04", "0000-00-00", "x"])
def test_a_date_that_no_calendar_has_is_no_traceback(date):
    assert isinstance(day(date, "en"), str)
    assert laid_out(post("1", date), by="season").divisions
    assert season_title(season_key("2013-00-10"), "en")


dates = st.sampled_from(["", "2012", "2012-02", "2012-02-28", "2013-12-31T23:59:59Z", "2014-01-01"])
labels = st.sampled_from(["", "sea", "Sea", "fog and rain"])


@given(
    st.lists(st.tuples(dates, labels, labels, st.sampled_from(["post", "page"])), max_size=12),
    st.sampled_from(["auto", "post", "year", "month", "season", "tag", "series", "none"]),
    st.sampled_from(["auto", "year", "month", "tag", "series", "none"]),
    st.sampled_from(["oldest", "newest"]),
)
def test_every_block_is_in_the_book_exactly_once_and_every_anchor_is_one_of_a_kind(
    rows, by, parts, order
):
    posts = [
        post(str(n), date, title, tags=(tag,) if tag else (), series=tag, kind=kind)
        for n, (date, tag, title, kind) in enumerate(rows)
    ]
    book = laid_out(*posts, by=by, parts=parts, order=order)
    divisions = list(every_division(book.divisions))
    items = sorted(b.origin[0].item for d in divisions for b in d.blocks if b.origin)
    assert items == sorted(str(n) for n in range(len(rows)))
    assert len({d.id for d in divisions}) == len(divisions)
    assert all(len(d.id) <= 40 for d in divisions)
