"""A site's pages: what stands on which, under what name, and in what elements."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.export.site.marks import address
from pipeline.model.manuscript import Division
from pipeline.model.origin import TITLE, Origin, anchor
from pipeline.model.text import Emph, Heading, Link, Note, Paragraph, Text
from tests.export.web.made import Site
from tests.export.word.sample import block, entry, front, manuscript

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(address="https://lights.example/book")


def chapter(item: str, title: str, *blocks: Paragraph) -> Division:
    return Division("chapter", anchor(item), (Text(title),), blocks or (block(item, 0),), (),
                    (Origin(0, item, TITLE),), created="2014-03-02")  # fmt: skip


@pytest.mark.parametrize("name", ["year-2013.html", "index.html"])
def test_a_page_is_as_it_was(site: Site, name: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(site.files[name])
    assert site.files[name] == golden.read_bytes()


def test_the_same_book_gives_the_same_bytes(site: Site) -> None:
    assert Site(address="https://lights.example/book").made == site.made


def test_a_page_keeps_its_name_when_others_come_before_it_or_its_title_is_edited() -> None:
    one, other = chapter("a1", "The Lens Room"), chapter("a2", "The Lens Room")
    names = set(Site(manuscript((one,))).files)
    assert names < set(Site(manuscript((other, one))).files)


def test_a_title_in_another_script_still_gives_a_page_its_name() -> None:
    site = Site(manuscript((chapter("a1", "灯台"), chapter("a2", "灯台"))))
    pages = [name for name in site.files if name.startswith("p-")]
    assert len(pages) == 2
    assert all(name.isascii() for name in pages)


def test_every_post_says_where_it_came_from(site: Site) -> None:
    page = site.page("year-2013.html")
    for post in page.css("section.entry"):
        said = post.css_first("footer.origin").text()
        assert "archive.zip" in said
        id = post.attributes["id"] or ""
        assert f"https://old.example/{id.removeprefix('_bw_')}" in said
        assert post.css_first(f'a.permalink[href="#{id}"]') is not None


def test_a_note_stands_at_its_mark_and_needs_no_script(site: Site) -> None:
    page = site.page("year-2013.html")
    mark = page.css_first("button.mark")
    assert mark is not None
    note = page.css_first(f"#{mark.attributes['popovertarget']}")
    assert note is not None
    assert "popover" in note.attributes
    assert "extravagance" in note.text()


def test_a_note_in_the_middle_of_a_link_cuts_the_link_in_two() -> None:
    note = Note((Paragraph((Text("Aside."),), ()),))
    link = Link((Text("before "), Emph((Text("in"), note, Text("side"))), Text(" after")),
                "https://example.org/")  # fmt: skip
    site = Site(manuscript((chapter("a1", "T", Paragraph((link,), (Origin(0, "a1", 0),))),)))
    [page] = [site.page(name) for name in site.files if name.startswith("t-")]
    assert page.css_first("a button") is None
    assert [a.text() for a in page.css("article > p a")] == ["before in", "side after"]


def test_a_link_never_runs_a_script(site: Site) -> None:
    assert b'href="javascript:' not in b"".join(site.files.values())


def test_a_picture_holds_its_place_before_it_is_loaded(site: Site) -> None:
    for image in site.page("year-2013.html").css("img"):
        said = image.attributes
        assert said["width"]
        assert said["height"]
        assert said["loading"] == "lazy"
        assert f"{said['src']}" in site.files


def test_a_wide_picture_has_a_smaller_form_for_small_screens(site: Site) -> None:
    lamp = site.page("year-2013.html").css_first('img[alt^="The lamp"]')
    forms = [form.split()[0] for form in (lamp.attributes["srcset"] or "").split(", ")]
    assert len(forms) == 2
    assert len(site.files[forms[0]]) < len(site.files[forms[1]])


def test_what_is_written_from_the_right_stands_on_the_right(site: Site) -> None:
    page = site.page("year-2014.html")
    assert page.css_first("#_bw_503_0").attributes["dir"] == "auto"
    assert "dir" not in page.css_first("#_bw_503_5").attributes
    assert Site(manuscript(language="he")).page("index.html").html.count('dir="rtl"') == 1


def test_volumes_stand_in_one_site_with_their_own_openings() -> None:
    def volume(number: int) -> Division:
        year = Division("chapter", f"_bw_year_{number}", (Text(f"Year {number}"),), (),
                        (entry(f"9{number}", (block(f"9{number}", 0),)),))  # fmt: skip
        opening = Division("titlepage", f"_bw_open_{number}", (), front()[0].blocks)
        return Division("volume", f"_bw_volume_{number}", (Text(f"Volume {number}"),), (),
                        (opening, year))  # fmt: skip

    site = Site(manuscript((volume(1), volume(2))))
    assert {"volume-1.html", "year-1.html", "volume-2.html", "year-2.html"} <= set(site.files)
    assert site.page("volume-2.html").css_first("#_bw_open_2") is not None
    assert site.page("volume-1.html").css_first('.contents a[href="year-1.html"]') is not None


def test_feeds_are_what_feed_readers_take(site: Site) -> None:
    atom = ET.fromstring(site.files["feed.xml"])
    space = "{http://www.w3.org/2005/Atom}"
    ids = [entry.findtext(f"{space}id") for entry in atom.iter(f"{space}entry")]
    feed = json.loads(site.files["feed.json"])
    assert ids == [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids)) == 4
    assert all(item["url"].startswith("https://lights.example/book/") for item in feed["items"])


def test_a_post_keeps_its_id_in_the_feeds_when_the_site_moves(site: Site) -> None:
    moved = json.loads(Site(address="https://else.example").files["feed.json"])
    here = json.loads(site.files["feed.json"])
    assert [item["id"] for item in moved["items"]] == [item["id"] for item in here["items"]]


def test_a_sitemap_needs_an_address() -> None:
    site = Site()
    assert "sitemap.xml" not in site.files
    assert "web.no-address" in {finding.code for finding in site.bench.findings}


def test_the_card_is_a_picture_that_others_can_show(site: Site) -> None:
    assert site.files["card.png"].startswith(b"\x89PNG")
    image = site.page("index.html").css_first('meta[property="og:image"]')
    assert image.attributes["content"] == "https://lights.example/book/card.png"


def test_style_and_script_come_to_tens_of_kilobytes(site: Site) -> None:
    assert len(site.files["book.css"]) + len(site.files["book.js"]) < 30_000


def test_a_book_without_a_title_page_or_a_date_is_a_site_all_the_same() -> None:
    bare = Division("chapter", "_bw_year_2013", (), (block("501", 0),))
    site = Site(manuscript((bare,), title="Bare"))
    assert site.page("index.html").css_first("h1").text() == "Bare"
    assert "feed.xml" not in site.files


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://a.example/b?c[1]=2|3", "https://a.example/b?c%5B1%5D=2%7C3"),
        ("https://a.example/#b#c", "https://a.example/#b%23c"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%C3%A9", "https://a.example/%C3%A9"),
        ("http://[::1]/a[b]", "http://[::1]/a%5Bb%5D"),
        ("https://a.example/é?a&b", "https://a.example/%C3%A9?a&amp;b"),
    ],
)
def test_an_address_holds_nothing_that_a_validator_refuses(url: str, said: str) -> None:
    assert address(url) == said


def test_no_heading_skips_a_level_whatever_its_author_did() -> None:
    deep = tuple(
        Heading(level, (Text(f"Deep {level}"),), (Origin(0, "501", level),))
        for level in (4, 2, 6, 1)
    )
    untitled = entry("501", (block("501", 9), *deep))
    year = Division("chapter", "_bw_year_2013", (), (), (untitled,))
    page = Site(manuscript((year,))).files["year-2013.html"].decode()
    ranks = [int(tag) for tag in re.findall("<h([1-6])", page)]
    assert ranks[0] == 1
    assert all(now - was <= 1 for was, now in pairwise(ranks)), ranks


def test_files_of_one_archive_are_folded_in_the_colophon() -> None:
    book = manuscript()
    many = tuple(replace(book.sources[0], member=f"{number}.md") for number in range(40))
    blocks = tuple(
        Paragraph((Text("Oil."),), (Origin(number, str(number), 0),)) for number in range(40)
    )
    made = Site(replace(manuscript((entry("1", blocks),)), sources=many))
    page = made.page("colophon.html")
    assert len(page.css(".facts > dt")) == 1
    assert len(page.css(".facts details li")) == 40


def test_a_space_that_no_line_may_end_at_stays_one_in_the_contents() -> None:
    made = Site(manuscript((chapter("700", "Pourquoi\u202f?"),)))
    assert "Pourquoi\u202f?</a>" in made.files["index.html"].decode()
