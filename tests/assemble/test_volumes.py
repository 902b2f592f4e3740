"""Volumes: a book too long for one binding becomes several of about one size."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.assemble.pages import words_of
from pipeline.assemble.shares import Piece, shares
from pipeline.assemble.volumes import Options, run
from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import Emph, Figure, List, Paragraph, Text
from pipeline.model.walk import every_division, text
from pipeline.shop.conservation import check


def chapter(id, words, year):
    blocks = (Paragraph((Text(" ".join(["word"] * words)),), (Origin(0, id, 0),)),)
    return Division("chapter", f"_bw_{id}", (), blocks, created=f"{year}-05-01")


def part(year, *chapters):
    return Division("part", f"_bw_year_{year}", (Text(str(year)),), (), chapters)


def page(kind, matter, *lines):
    blocks = tuple(Paragraph((Text(line),), (), role) for line, role in lines)
    return Division(kind, f"_bw_page_{kind}", (), blocks, matter=matter)


TITLE = page("titlepage", "front", ("Light List", "title"), ("Ada Quill", "author"))
PREFACE, ABOUT = page("preface", "front", ("Fog.", "body")), page("about", "back", ("I.", "body"))


def bound(*divisions, **options):
    before = Manuscript(Book("Light List", "Ada Quill"), divisions, (), ())
    bench = Bench(None)
    after = run(before, Options(**options), bench)
    check("assemble.volumes", before, after, bench)
    return after, bench


def test_a_book_within_the_limit_is_the_very_same_object():
    book, _ = bound(TITLE, part(2012, chapter("1", 90, 2012)), words=100)
    assert [division.kind for division in book.divisions] == ["titlepage", "part"]


def test_volumes_end_with_a_part_and_say_their_years():
    parts = [
        part(year, chapter(f"{year}a", 50, year), chapter(f"{year}b", 45, year))
        for year in range(2010, 2014)
    ]
    book, _ = bound(*parts, words=200)
    assert [text(volume.title) for volume in book.divisions] == [
        "Volume 1 · 2010–2011", "Volume 2 · 2012–2013",
    ]  # fmt: skip
    assert book.divisions[0].divisions == tuple(parts[:2])


def test_the_last_volume_is_no_leftover():
    chapters = [chapter(str(n), 10, 2012) for n in range(11)]
    book, _ = bound(*chapters, words=100)
    assert [words_of(volume) - 4 for volume in book.divisions] == [50, 60]


def test_a_part_cut_in_two_goes_on_under_its_title():
    long = part(2012, *[chapter(str(n), 10, 2012) for n in range(4)])
    book, _ = bound(long, words=20)
    first, second = book.divisions
    assert [text(volume.divisions[0].title) for volume in (first, second)] == [
        "2012",
        "2012 (continued)",
    ]
    assert len({d.id for d in every_division(book.divisions)}) == 8


def test_front_matter_opens_the_first_volume_and_the_title_page_each():
    book, _ = bound(TITLE, PREFACE, chapter("1", 50, 2012), chapter("2", 50, 2013), ABOUT, words=60)
    assert [[d.kind for d in volume.divisions] for volume in book.divisions] == [
        ["titlepage", "preface", "chapter"], ["titlepage", "chapter", "about"],
    ]  # fmt: skip
    lines = [text(block.content) for block in book.divisions[1].divisions[0].blocks]
    assert lines == ["Light List", "Volume 2 · 2013", "Ada Quill"]
    alone, _ = bound(TITLE, chapter("1", 50, 2012), chapter("2", 50, 2013), words=60, front="first")
    assert [d.kind for d in alone.divisions[1].divisions] == ["chapter"]


def test_a_chapter_longer_than_a_volume_stays_whole_and_is_named():
    book, bench = bound(
        chapter("1", 30, 2012), chapter("2", 500, 2012), chapter("3", 30, 2013), words=100
    )
    assert [len(volume.divisions) for volume in book.divisions] == [1, 1, 1]
    assert [finding.code for finding in bench.findings] == [
        "assemble.volumes.chapter",
        "assemble.volumes",
    ]


def test_words_are_counted_across_emphasis_in_lists_captions_and_chinese():
    text = Paragraph((Text("The "), Emph((Text("old "),)), Text("lamp")), ())
    items = List(((text,), (text,)), ())
    caption = Figure((), (Text("A pier"),), ())
    chinese = Paragraph((Text("灯塔在雾中亮着" * 10),), ())
    division = Division("chapter", "_bw_1", (Text("Fog"),), (text, items, caption, chinese))
    assert words_of(division) == 1 + 3 + 6 + 2 + 70


@given(
    st.lists(st.tuples(st.integers(0, 120), st.booleans()), min_size=1, max_size=40),
    st.integers(1, 200),
)
def test_as_few_volumes_as_will_do_hold_every_chapter_once(rows, limit):
    pieces = [Piece(words, nth, -1, opens) for nth, (words, opens) in enumerate(rows)]
    parted = shares(pieces, limit)
    assert [n for start, end in parted for n in range(start, end)] == list(range(len(rows)))
    for start, end in parted:
        assert end == start + 1 or sum(piece.words for piece in pieces[start:end]) <= limit
    assert len(parted) == greedy([words for words, _ in rows], limit)


def greedy(words, limit):
    """The fewest volumes there can be: each takes all that it can."""
    volumes, held = 1, words[0]
    for count in words[1:]:
        volumes, held = (volumes, held + count) if held + count <= limit else (volumes + 1, count)
    return volumes
