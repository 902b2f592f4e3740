"""From a paragraph of the file back to the block that it came from."""

from msgspec.structs import replace

from pipeline.export.word.bookmarks import Bookmarks
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin, anchor
from pipeline.model.text import Link, Paragraph, Text
from pipeline.model.walk import every_division, leaves
from tests.export.word.conftest import W, text_of
from tests.export.word.sample import block, entry, manuscript


def names(file, number=0):
    roots = [file.part(number=number), file.part("word/footnotes.xml", number)]
    return [row.get(f"{W}name") for root in roots for row in root.iter(f"{W}bookmarkStart")]


def spanned(file):
    """Each bookmark's name, and the text of the paragraphs it spans."""
    found, open_ = {}, {}
    for node in file.part().iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
        if node.tag == f"{W}bookmarkStart":
            open_[node.get(f"{W}id")] = node.get(f"{W}name")
        elif node.tag == f"{W}bookmarkEnd":
            found.setdefault(open_.pop(node.get(f"{W}id")), "")
        else:
            for name in open_.values():
                found[name] = found.get(name, "") + (node.text or "")
    assert not open_
    return found


def test_each_block_has_one_bookmark_around_its_text(made):
    book = manuscript()
    marks = spanned(made(book))
    for division in every_division(book.divisions):
        for leaf in leaves(division.blocks):
            for origin in leaf.origin:
                assert anchor(origin.item, origin.block) in marks
    assert marks["_bw_501_11"] == "We have asked for a boat since Easter."
    assert marks["_bw_501_t"] == "An Inventory"
    assert marks["_bw_501_30"] == "@harbour_master 2 March 2014"
    assert marks["_bw_501_22"] == "The lights of the bar"


def test_ids_and_names_are_unique_and_within_words_limit(made):
    file = made(manuscript())
    found = names(file)
    assert len({name.lower() for name in found}) == len(found)
    assert max(map(len, found)) <= 40
    parts = (file.part(), file.part("word/footnotes.xml"))
    starts = [r.get(f"{W}id") for p in parts for r in p.iter(f"{W}bookmarkStart")]
    ends = [r.get(f"{W}id") for p in parts for r in p.iter(f"{W}bookmarkEnd")]
    assert sorted(starts) == sorted(ends)
    assert len(starts) == len(set(starts))


def test_the_second_piece_of_a_block_and_an_id_in_other_capitals_have_names_of_their_own(made):
    pieces = (block("x", 3, "one"), block("x", 3, "two"), block("x", 3, "three"))
    marks = spanned(made(manuscript((entry("x", (*pieces, block("X", 3, "four"))),))))
    assert marks["_bw_x_3"] == "one"
    assert marks["_bw_x_3b"] == "two"
    assert marks["_bw_x_3c"] == "three"
    assert marks["_bw_X_3d"] == "four"


def test_a_joined_paragraph_carries_the_bookmarks_of_both(made):
    joined = Paragraph((Text("both"),), (Origin(0, "1", 0), Origin(0, "2", 0)))
    marks = spanned(made(manuscript((entry("1", (joined,)),))))
    assert marks == {"_bw_1_0": "both", "_bw_2_0": "both"}


def test_past_the_limit_each_post_has_one_bookmark_from_its_first_block_to_its_last(made):
    file = made(manuscript(), bookmarks="posts")
    marks = spanned(file)
    assert marks["_bw_501"].startswith("An Inventory")
    assert marks["_bw_501"].endswith("fog, tea")
    assert not [name for name in marks if name.startswith("_bw_501_")]
    many = [entry(str(n), (block(str(n), 0, "a"), block(str(n), 1, "b"))) for n in range(60)]
    assert Bookmarks(many, 119).by_post
    assert not Bookmarks(many, 120).by_post


def test_a_link_home_leads_to_a_bookmark_that_is_there_and_others_stay_words(made):
    for bookmarks in ("blocks", "posts"):
        file = made(manuscript(), bookmarks=bookmarks)
        inner = [row for row in file.part().iter(f"{W}hyperlink") if row.get(f"{W}anchor")]
        assert [text_of(row) for row in inner] == ["a link home"]
        assert inner[0].get(f"{W}anchor") in names(file)


def test_a_link_into_another_volume_stays_words(made):
    there = Paragraph((Link((Text("there"),), "https://x.org/", item="2"),), (Origin(0, "1", 0),))
    volumes = [
        Division("volume", f"v{n}", (Text(f"Volume {n}"),), (), (entry(str(n), (leaf,)),))
        for n, leaf in ((1, there), (2, block("2", 0, "here")))
    ]
    file = made(manuscript(tuple(volumes)))
    assert file.part().find(f".//{W}hyperlink") is None
    assert "there" in text_of(file.part())


def test_a_chapter_that_the_shop_made_can_be_landed_on(made):
    chapter = Division("chapter", "year 2013", (Text("2013"),), (block("1", 0, "x"),))
    chapters = (chapter, replace(chapter, id="_bw_year_2014"))
    found = spanned(made(manuscript(chapters)))
    assert found["_bw_year_2014"] == "2013"
    assert found[anchor("year 2013")] == "2013"
