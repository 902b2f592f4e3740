"""HTML -> Blocks: one golden outline for each sort of tag, and the laws that no word escapes."""

import os
import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.html import page, simple
from pipeline.markup.html.flow import Flow, Page
from pipeline.markup.plain import clean_text
from pipeline.model.text import Blocks, Emph, Link, Text
from pipeline.model.walk import every, plain
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "html").glob("*.html"))


def read(text: str, dropped: list[str] | None = None) -> Blocks:
    left_out = [] if dropped is None else dropped
    return html.blocks(
        text, Context(0, "post", dropped=lambda *what: left_out.append(": ".join(what)))
    )


def words(blocks: Blocks) -> str:
    return re.sub(r"\s+", "", "".join(map(plain, blocks)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_sort_of_tag_reads_as_its_outline_says(case: Path) -> None:
    dropped: list[str] = []
    found = outline(read(case.read_text(encoding="utf-8"), dropped))
    found += "".join(f"left out: {what}\n" for what in dropped)
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


# -- laws ------------------------------------------------------------------------------------------

TAGS = """p div span b em i a ul ol li blockquote h2 table tr td sup code section dl dt dd figure
figcaption pre del q2 font article center details summary""".split()  # noqa: SIM905
WORDS = st.text("abcdé漢 \n\xa0🙂&<>\"'", min_size=1, max_size=8)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """HTML as no editor would leave it: tags opened and closed in any order, words between."""
    pieces = st.one_of(
        st.sampled_from(TAGS).map("<{}>".format),
        st.sampled_from(TAGS).map("</{}>".format),
        st.sampled_from(["<br>", "<hr>", "<img src=x.jpg>", "<a href='https://x.example/'>"]),
        WORDS.map(lambda word: escape(word, quote=False)),
    )
    return "".join(draw(st.lists(pieces, max_size=40)))


@given(markup())
@example("<figure><pre><figcaption>&lt;")
@settings(max_examples=400, deadline=None)
def test_the_text_is_all_the_characters_between_the_tags(source: str) -> None:
    bare = re.sub(r"<[^<>]*>", "", source)
    bare = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert sorted(words(read(source))) == sorted(re.sub(r"\s+", "", bare))


@given(st.text(max_size=60) | st.text("<>/='\"!-&#;xabp 0", max_size=60))
@settings(max_examples=400, deadline=None)
def test_nothing_that_is_written_makes_it_raise(source: str) -> None:
    read(source)
    html.inlines(source, Context(None, ""))


@given(markup())
@settings(max_examples=150, deadline=None)
def test_blocks_are_numbered_once_each_and_from_nought(source: str) -> None:
    numbers = [block.origin[0].block for block in every(read(source))]
    assert len(set(numbers)) == len(numbers)
    assert not numbers or min(numbers) == 0


# -- simple HTML -----------------------------------------------------------------------------------

LINKS = ['<a href="https://x.example/">', '<a href="/log?a=1&amp;b=2">', '<a href="log" rel="me">']
SIGNS = ["&nbsp;", "&rsquo;", "& ", "&#8217;", "<br>", "<!-- wp:x -->", " ", "  ", "\n", "\xa0"]
ODDITIES = ["&copy", "&notit;", "&#1;", "<!---->", '<a href="#n">up</a>', "<a href='q'>a</a>",
            '<a href="javascript:x">x</a>', '<p class="x">', "<p id=n1>", '<ol start="3">', "<",
            '<blockquote class="footnote">', "<div>", "</p>", "</em>", "</li>", ">",
            "<li>", '<sup><a href="/log#n">1</a></sup>', '<ol><li id="n">fog</li></ol>',
            ]  # fmt: skip


def closed(tags: str) -> st.SearchStrategy[str]:
    """A tag, with the one that closes it, and a place between for what it holds."""
    return st.sampled_from(tags.split()).map(lambda tag: f"<{tag}>{{}}</{tag}>")


def filled(
    frames: st.SearchStrategy[str], content: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    return st.tuples(frames, content).map(lambda pair: pair[0].replace("{}", pair[1]))


LINE = st.recursive(
    st.sampled_from(["lamp", "fog "]) | st.sampled_from(SIGNS),
    lambda line: st.lists(
        line
        | filled(closed("em i strong b code sup del"), line)
        | filled(st.sampled_from(LINKS).map(lambda tag: tag + "{}</a>"), line),
        max_size=4,
    ).map("".join),
    max_leaves=8,
)
TIDY = st.recursive(
    filled(closed("p h2 h3"), LINE) | LINE | st.sampled_from(["\n", "<hr>"]),
    lambda body: st.lists(
        body
        | filled(closed("blockquote"), body)
        | filled(closed("ul ol"), filled(closed("li"), body | LINE)),
        max_size=4,
    ).map("".join),
    max_leaves=10,
)
"""HTML as editors leave it: each tag closed where it should be."""


@given(TIDY | st.tuples(TIDY, st.sampled_from(ODDITIES), TIDY).map("".join) | markup())
@settings(max_examples=600, deadline=None)
def test_html_that_needs_no_tree_reads_as_its_tree_does(source: str) -> None:
    quickly, by_tree = Context(0, "post"), Context(0, "post")
    assert html.blocks(source, quickly) == page.blocks(clean_text(source), by_tree)
    assert quickly.next == by_tree.next


@pytest.mark.parametrize(
    "source",
    [
        "<p>One <em>lamp</em>, &amp; <a href='x'>two</a>.</p>".replace("'", '"'),
        "<h2>Log</h2>\n<ul><li>fog</li><li><b>rain</b></li></ul><!--more--><p>gale&hellip;</p>",
        '<blockquote class="wp-block-quote"><p>a<br>b</p></blockquote>',
    ],
)
def test_what_most_posts_are_made_of_needs_no_tree(source: str) -> None:
    assert simple.read(source, Flow(Page(Context(0, "post"))))


# -- hostile pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["div", "blockquote", "ul><li", "b", "table><tr><td", "figure", "pre"]
)
@pytest.mark.timeout(20)
def test_tags_a_hundred_thousand_deep_keep_the_words_among_them(tag: str) -> None:
    depth = 100_000
    source = "".join(f"<{tag}>{at}~" for at in range(0, depth, 2)) + "end"
    found = words(read(f"<{tag}>" * depth + source))
    assert found.endswith("end")
    assert sum(found.count(f"{at}~") > 0 for at in range(0, depth, 5000)) == depth // 5000


@pytest.mark.timeout(10)
def test_a_tag_of_a_hundred_thousand_attributes_takes_no_time() -> None:
    attributes = " ".join(f"a{at}=1" for at in range(100_000))
    assert words(read(f"<p {attributes}>read")) == "read"


def test_depth_that_writers_reach_keeps_its_formatting() -> None:
    source = "<div>" * 60 + "<em>deep</em>" + "</div>" * 60
    (block,) = read(source)
    assert block.content == (Emph((Text("deep"),)),)  # type: ignore[union-attr]


def test_many_unclosed_items_are_not_taken_for_depth() -> None:
    (block,) = read("<ul>" + "<li>x <b>y</b>" * 500 + "</ul>")
    assert len(block.items) == 500  # type: ignore[union-attr]


def test_control_characters_leave_a_mark_however_they_are_written() -> None:
    assert words(read("a\x00b&#1;c&#x1f;d\ufffe")) == "a\ufffdb\ufffdc\ufffdd\ufffd"


# -- what a reader may ask -------------------------------------------------------------------------


def test_a_link_to_a_post_of_the_book_names_its_item() -> None:
    context = Context(0, "post", resolve=lambda url: ("https://x.example/", "17"))
    (block,) = html.blocks("<p><a href='/there'>there</a>", context)
    assert block.content == (Link((Text("there"),), "https://x.example/", "", "17"),)  # type: ignore[union-attr]


def test_pictures_are_known_by_the_key_that_the_reader_gives() -> None:
    context = Context(0, "post", picture=lambda src: f"media/{src}", described=lambda src: "A lamp")
    assert "![A lamp](media/l.jpg)" in outline(html.blocks("<img src=l.jpg>", context))


def test_a_title_takes_no_number_and_melts_into_one_line() -> None:
    context = Context(0, "post")
    assert html.inlines("<h1>Rock &amp; <em>lamp</em></h1>", context) == (
        Text("Rock & "),
        Emph((Text("lamp"),)),
    )
    assert context.next == 0


def test_text_of_no_archive_carries_the_empty_origin() -> None:
    (block,) = html.blocks("<p>ours", Context(None, ""))
    assert block.origin == ()
