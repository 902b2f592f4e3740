"""Bodies as the blog showed them: one golden outline for each way of writing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.readers.wordpress import autop, embeds
from pipeline.markup import html
from pipeline.markup.context import Context
from tests.ingest.wordpress.conftest import Reading, attachment, item
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "posts").glob("*.txt"))
FOOTNOTES = '[{"id":"a1","content":"The log of <em>May</em>."}]'


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_body_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    reading = read(
        item(1, case.read_text(encoding="utf-8"), footnotes=FOOTNOTES),
        item(2, "The other post."),
        attachment(80, "rock.jpg", parent=1, alt="The rock"),
        attachment(81, "reef.jpg", parent=1, caption="The <b>reef</b>"),
        item(90, "<!-- wp:paragraph --><p>Used again.</p><!-- /wp:paragraph -->", kind="wp_block"),
    )
    found = outline(reading.posts["1"].blocks)
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_a_reusable_block_that_holds_itself_comes_to_an_end(read: Callable[..., Reading]) -> None:
    again = '<!-- wp:block {"ref":90} /-->'
    reading = read(item(1, again + again), item(90, f"<p>x</p>{again}{again}", kind="wp_block"))
    assert reading.posts["1"].blocks


LINES = ["<p>Fog.</p>", "<p>He was out.</p>", "<h2>Log</h2>", "<ul>", "<li>a</li>", "</ul>", "",
         "<p>http://vimeo.com/4</p>", "http://vimeo.com/5", "<p> x</p>", "<em>b</em></p>", "rain",
         "<pre>a</p>", "<PRE>b</li>", "</pre>", "<hr />", "<3</p>", " <p>y</p>"]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_a_body_with_all_its_tags_reads_as_if_each_line_had_been_asked(lines: list[str]) -> None:
    body = "\n".join(lines)
    asked = autop.paragraphs(embeds.alone(body))
    shown = autop.in_one_line(body)
    if shown is not None:
        assert html.blocks(shown, Context(0, "1")) == html.blocks(asked, Context(0, "1"))


def test_a_body_as_most_editors_store_it_is_taken_as_it_is() -> None:
    body = "<p>Fog.</p>\n<ul>\n<li>a</li>\n</ul>\n\n<p>Here is <strong>more</strong>.</p>\n"
    assert autop.in_one_line(body) == body.replace("\n", "")


@pytest.mark.parametrize(
    "piece", ["[gallery ", "[caption]", "[code]", "[[", "<pre\n", "\n", " ", "<a"]
)
@pytest.mark.timeout(10)
def test_brackets_and_tags_without_end_take_no_time(
    piece: str, read: Callable[..., Reading]
) -> None:
    assert read(item(1, "start " + piece * 100_000 + " end")).posts["1"].blocks
