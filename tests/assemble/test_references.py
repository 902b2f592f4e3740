"""Cross-references: links between posts of one book lead within it."""

import pytest

from pipeline.assemble import divisions, references, threads
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import Link, Paragraph, Strong, Text
from pipeline.model.walk import every_division, inlines, plain
from pipeline.shop.conservation import check


def post(id, created, *content, title="", **fields):
    blocks = (Paragraph(content or (Text(f"Words of {id}."),), (Origin(0, id, 0),)),)
    return Post(id, 0, "post", created, blocks, (Text(title),) if title else (), **fields)


def linked(*posts, language="en", **options):
    """The book's paragraphs by item, and their links."""
    before = threads.run(
        Posts(Profile(language=language), posts, ()), threads.Options(), Bench(None)
    )
    book = divisions.run(before, divisions.Options(dates="none"), Bench(None))
    bench = Bench(None)
    after = references.run(book, before, references.Options(**options), bench)
    check("assemble.references", book, after, bench)
    blocks = [b for d in every_division(after.divisions) for b in d.blocks if b.origin]
    texts = {block.origin[0].item: plain(block) for block in blocks}
    found = [node for block in blocks for node in inlines(block) if isinstance(node, Link)]
    return texts, found, after is book


def test_a_bare_link_to_a_tweet_of_the_book_says_its_date():
    url = "https://twitter.com/ada/status/1"
    texts, (link,), _ = linked(
        post("1", "2013-04-03T08:00:00Z"),
        post("2", "2013-05-01", Text("As I said "), Link((Text("twitter.com/ada/status/1"),), url)),
    )
    assert texts["2"] == "As I said (see 3 April 2013)"
    assert (link.item, link.url) == ("1", url)


def test_a_bare_link_to_a_titled_post_says_its_title_in_the_books_language():
    url = "https://example.org/fog/"
    texts, _, _ = linked(
        post("1", "2013-04-03", title="Nebel", url="http://www.example.org/fog"),
        post("2", "2013-05-01", Link((Text(url),), url), title="Regen"),
        language="de",
    )
    assert texts["2"] == "(siehe „Nebel“)"


def test_a_link_with_words_of_its_own_keeps_them():
    told = Link((Text("the fog of April"),), "https://x.com/i/status/1")
    texts, (link,), _ = linked(post("1", "2013-04-03"), post("2", "2013-05-01", Strong((told,))))
    assert texts["2"] == "the fog of April"
    assert link.item == "1"


def test_a_link_into_a_thread_leads_to_the_thread():
    _, (link,), _ = linked(
        post("1", "2013-04-03"),
        post("2", "2013-04-03", reply_to="1"),
        post("3", "2013-05-01", Link((Text("there"),), "https://twitter.com/ada/status/2?s=20")),
    )
    assert link.item == "1"


def test_a_link_to_what_is_not_in_the_book_leads_outward():
    gone = Link((Text("there"),), "https://twitter.com/ada/status/7", item="7")
    _, (link,), _ = linked(post("2", "2013-05-01", gone))
    assert (link.item, link.url) == ("", gone.url)


def test_bare_links_stay_bare_when_the_recipe_says_so():
    url = "https://twitter.com/ada/status/1"
    texts, (link,), _ = linked(
        post("1", "2013-04-03"), post("2", "2013-05-01", Link((Text(url),), url)), bare="keep"
    )
    assert (texts["2"], link.item) == (url, "1")


@pytest.mark.parametrize("url", ["https://example.org/", "", "mailto:x", "http://[", "//"])
def test_a_book_without_links_of_its_own_is_the_very_same_object(url):
    _, _, same = linked(post("1", "2013-04-03"), post("2", "2013-05-01", Link((Text("x"),), url)))
    assert same
