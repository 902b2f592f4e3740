"""Folders of Markdown: titles, dates, visibility, pictures, links, and whose archive it is."""

import json
import zipfile

import pytest

from pipeline.ingest.readers import markdown
from pipeline.ingest.readers.markdown.dates import instant
from pipeline.ingest.unpack import Unpacked
from pipeline.model import walk
from pipeline.model.text import CodeBlock, Embed, Figure, Heading, Link, Paragraph

PIXEL = b"\x89PNG\r\n\x1a\n"


def words_of(post):
    return "\n".join(walk.plain(block) for block in post.blocks)


def links_of(post):
    return [node for block in post.blocks for node in walk.inlines(block) if isinstance(node, Link)]


# -- titles and dates ------------------------------------------------------------------------------


def test_the_first_heading_is_the_title_and_the_italic_line_under_it_the_date(folder):
    made = folder({"essays/oil.md": "# Of *oil*\n*January 2013*\n\nOil burns.\n"})
    post = made.posts["oil"]
    assert (walk.text(post.title), post.created, words_of(post)) == (
        "Of oil",
        "2013-01",
        "Oil burns.",
    )
    assert [(c.rule, c.before) for c in made.bench.changes] == [
        ("markdown.dateline", "January 2013")
    ]


def test_an_italic_line_that_is_no_date_is_text(folder):
    post = folder({"oil.md": "# Oil\n\n*January was cold*\n"}).posts["oil"]
    assert (post.created, words_of(post)) == ("", "January was cold")


def test_front_matter_names_title_date_author_and_tags(folder):
    text = """---
title: Light &amp; `oil`
date: 2013-01-05 23:30:00 -0200
author: Ada
tags: [oil, wick]
categories: log
series: Lamps
aliases: [/old/]
---
# Light & oil

Text

# Another
"""
    post = folder({"a.md": text}).posts["a"]
    assert walk.text(post.title) == "Light & oil"
    assert (post.created, post.author, post.series) == ("2013-01-06T01:30:00Z", "Ada", "Lamps")
    assert (post.tags, post.links) == (("log", "oil", "wick"), ("/old/",))
    assert [type(block) for block in post.blocks] == [Paragraph, Heading]


def test_a_file_without_either_is_titled_and_dated_by_its_name(folder):
    posts = folder({"_posts/2013-01-05-lamp_oil-prices.md": "Text", "2014-05.md": "Text"}).posts
    named, dated = posts["2013-01-05-lamp_oil-prices"], posts["2014-05"]
    assert (walk.text(named.title), named.created) == ("Lamp oil prices", "2013-01-05")
    assert (walk.text(dated.title), dated.created) == ("", "2014-05")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2006-05-22T10:34:00.000-07:00", "2006-05-22T17:34:00Z"),
        ("2008-12-11 08:06:15 -0800", "2008-12-11T16:06:15Z"),
        ("2015-05-19 16:20", "2015-05-19T16:20:00Z"),
        ("2013/1/5", "2013-01-05"),
        ("2013-02-30", ""),
        ("January 5th, 2013", "2013-01-05"),
        ("5 Jan. 2013", "2013-01-05"),
        ("May 2013", "2013-05"),
        ("soon", ""),
        ("0001-01-01T00:00:00+14:00", ""),
    ],
)
def test_a_date_is_read_as_it_was_meant(written, meant):
    assert instant(written) == meant


def test_ids_are_names_and_paths_only_where_names_meet(folder):
    made = folder({"site/en/oil.md": "a", "site/fr/oil.md": "b", "site/en/wick.md": "c",
                   "site/lamp/index.md": "d"})  # fmt: skip
    assert sorted(made.posts) == ["en/oil", "fr/oil", "lamp", "wick"]


# -- what is not public ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "front", "visibility"),
    [
        ("a.md", "draft: true", "draft"),
        ("a.md", "published: false", "draft"),
        ("a.md", "status: private", "private"),
        ("a.md", "status: future", "scheduled"),
        ("a.md", "password: x", "password"),
        ("_drafts/a.md", "title: x", "draft"),
        ("a.md", "status: publish", "public"),
    ],
)
def test_what_is_not_public_says_so(folder, name, front, visibility):
    assert folder({name: f"---\n{front}\n---\nText"}).posts["a"].visibility == visibility


def test_of_a_comment_in_liquid_the_number_of_its_words_is_on_record(folder):
    made = folder(
        {"_posts/2019-01-01-a.md": "Lit {% comment %}by the\nCANARY{% endcomment %}late."}
    )
    assert walk.plain(made.posts["2019-01-01-a"].blocks[0]) == "Lit late."
    assert [(one.rule, one.before) for one in made.bench.changes] == [
        ("markdown.comment", "[3 words]")
    ]


def test_nothing_of_a_draft_is_declared(folder):
    made = folder(
        {"a.md": "---\ndraft: true\nlayout: post\n---\n{% comment %}secret{% endcomment %}x"}
    )
    assert "secret" not in repr((made.bench.changes, made.bench.findings, made.bench.set_asides))


# -- pictures and links ----------------------------------------------------------------------------


def test_pictures_are_found_beside_the_text_and_from_the_root_of_the_site(folder):
    made = folder({"site/posts/a.md": "![x](../img/one%20two.png) and ![y](/img/three.png) and "
                                      "![z](gone.png) and ![w](https://x.example/w.png)",
                   "site/img/one two.png": PIXEL, "site/static/img/three.png": PIXEL})  # fmt: skip
    here = {key: media.member for key, media in made.intake.media.items() if media.member}
    assert list(here) == ["site/img/one two.png", "site/static/img/three.png"]
    missing = {key: media.missing for key, media in made.intake.media.items() if media.missing}
    assert missing == {
        "gone.png": "the archive does not hold gone.png",
        "https://x.example/w.png": "on the web, not in the archive",
    }


def test_links_between_texts_lead_to_items(folder):
    made = folder({
        "_posts/2013-01-05-oil.md": "---\nredirect_from: /old-oil/\n---\nx",
        "_posts/2014-01-05-a.md": "---\nlayout: post\n---\n[a]({% post_url 2013-01-05-oil %}) "
        "[b](/old-oil) [c](https://lamp.example/2013/01/05/oil/) [d](2013-01-05-oil.md#part) "
        "[e](https://lamp.example/) [f]({{ site.baseurl }}/about/)",
    })  # fmt: skip
    found = [(link.item, link.url) for link in links_of(made.posts["2014-01-05-a"])]
    assert found == [
        ("2013-01-05-oil", ""),
        ("2013-01-05-oil", "/old-oil"),
        ("2013-01-05-oil", "https://lamp.example/2013/01/05/oil/"),
        ("2013-01-05-oil", "2013-01-05-oil.md#part"),
        ("", "https://lamp.example/"),
        ("", "/about/"),
    ]


def test_texts_at_the_top_link_to_each_other(folder):
    made = folder({"a.md": "[b](b.md) [c](./c.md#part)", "b.md": "x", "c.md": "y"})
    assert [link.item for link in links_of(made.posts["a"])] == ["b", "c"]


# -- Jekyll, MDX, WordPress ------------------------------------------------------------------------


def test_liquid_is_read_in_jekyll_and_left_alone_elsewhere(folder):
    text = """{% highlight ruby %}
puts 1
{% endhighlight %}

{% include youtube.html id="abc" %}

{% if x %}Lit{% endif %} {% raw %}{{ kept }}{% endraw %} {% unknown %}
"""
    made = folder({"_posts/2013-01-05-a.md": text, "notes/b.md": text})
    code, film, line = made.posts["2013-01-05-a"].blocks
    assert isinstance(code, CodeBlock)
    assert (code.text, code.language) == ("puts 1", "ruby")
    assert isinstance(film, Embed)
    assert "abc" in film.url
    assert walk.plain(line) == "Lit {{ kept }} {% unknown %}"
    assert {c.before for c in made.bench.changes} == {"{% if x %}", "{% endif %}"}
    assert "{% raw %}{{ kept }}{% endraw %}" in words_of(made.posts["b"])


def test_posts_in_html_are_read_beside_those_in_markdown(folder):
    made = folder({"_posts/2013-01-05-a.html": "---\ntitle: A\n---\n<p>One</p><p>*Two*</p>"})
    assert words_of(made.posts["2013-01-05-a"]) == "One\n*Two*"


def test_what_wordpress_left_behind_is_read_as_wordpress_reads_it(folder):
    front = "---\ntitle: A\nstatus: publish\ntype: post\npublished: true\n---\n"
    body = (
        'One\ntwo\n\n[caption caption="The lamp"]<img src="x.png" alt="y" />[/caption]\n\n[at] last'
    )
    made = folder({"_posts/2013-01-05-a.html": front + body})
    first, figure, last = made.posts["2013-01-05-a"].blocks
    assert walk.plain(first) == "One\ntwo"
    assert isinstance(figure, Figure)
    assert walk.text(figure.caption) == "The lamp"
    assert walk.plain(last) == "[at] last"


def test_the_program_in_mdx_is_left_out_and_its_words_stay(folder):
    made = folder({"a.mdx": "import X from 'x'\n\n<Note kind={1}>\n\nMind the *oil*.\n\n</Note>\n\n"
                            "```js\nimport Y from 'y'\n```\n"})  # fmt: skip
    assert words_of(made.posts["a"]) == "Mind the oil.\nimport Y from 'y'"
    assert len(made.bench.changes) == 3


# -- accounts --------------------------------------------------------------------------------------


def test_what_speaks_of_the_folder_is_set_aside_and_so_is_what_is_empty(folder):
    files = {"README.md": "# The site", "LICENSE.md": "MIT", "posts/a.md": "Text"}
    empty = "---\ndate: 2013-01-05\n---\n\n"
    made = folder({**files, "posts/b.md": empty, "posts/c.md": b"\x00\xff"})
    assert list(made.posts) == ["a"]
    reasons = {aside.item: (aside.kind, aside.reason) for aside in made.bench.set_asides}
    assert reasons["README"] == ("file", "about the folder, not a text of it")
    assert reasons["LICENSE"] == ("file", "about the folder, not a text of it")
    assert reasons["b"] == ("post", "nothing in it")
    assert reasons["c"] == ("post", "no text, by its bytes")
    assert len(made.posts) + len(reasons) == 5


def test_a_readme_beside_its_texts_is_one_of_them(folder):
    assert sorted(folder({"README.md": "a", "b.md": "b"}).posts) == ["README", "b"]


def test_a_text_of_old_windows_is_read_and_told(folder):
    made = folder({"a.md": "caf\u00e9".encode("cp1252")})
    assert words_of(made.posts["a"]) == "café"
    assert [finding.code for finding in made.bench.findings] == ["markdown.encoding"]


def test_broken_front_matter_is_told_and_the_body_read(folder):
    made = folder({"a.md": "---\ntitle: 'open\n---\nText"})
    assert words_of(made.posts["a"]) == "Text"
    assert [finding.code for finding in made.bench.findings] == ["markdown.front-matter"]


TWEETS = "window.YTD.tweets.part0 = " + json.dumps([])


@pytest.mark.parametrize(
    ("files", "claimed"),
    [
        ({"a.md": "x"}, True),
        ({"_posts/2013-01-05-a.html": "x", "index.html": "y", "css/a.css": ""}, True),
        ({"data/tweets.js": TWEETS, "stray.md": "x"}, False),
        ({"data/tweets.js": TWEETS, "README.md": "x", "a/b.md": "x", "a/c.md": "x"}, False),
        ({"data/tweets.js": TWEETS, "a.md": "x", "b.md": "x", "c.md": "x"}, True),
        ({"data/tweets.js": TWEETS, "_posts/2013-01-05-a.md": "x"}, True),
        ({"blog.xml": "<rss xmlns:wp='http://wordpress.org/export/1.2/'>", "a.md": "x"}, False),
        ({"atom.xml": "<feed/>", "a.md": "x"}, True),
        ({"posts/1.html": "x", "posts/2.html": "y", "NOTES.md": "x"}, False),
        ({"a.txt": "x", "b.png": "y"}, False),
    ],
)
def test_only_a_folder_of_markdown_is_claimed(tmp_path, files, claimed):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with Unpacked.open(path, digest="0" * 64) as archive:
        assert (markdown.claim(archive) is not None) is claimed
