"""Pages: each as a book has it, and said of itself what the export knew."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.text import Paragraph, Strong, Text
from pipeline.model.walk import plain
from tests.ingest.medium.conftest import NAME, Reading, page, titled
from tests.outline import line, outline

CASES = sorted((Path(__file__).parent / "pages").glob("*.html"))
OTHER = "posts/2018-06-02_The-other-light-111111111111.html"
LOG = "0a1b2c3d4e5f"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    other = page(titled("<p>There.</p>", "The other light"), item="1" * 12)
    files = {f"posts/{NAME}": page(case.read_text(encoding="utf-8")), OTHER: other,
             "images/0_held.png": b"a picture"}  # fmt: skip
    reading = read(files=files)
    post = reading.posts[LOG]
    dropped = "".join(f"left out: {c.rule}: {c.before}\n" for c in reading.bench.changes)
    found = f"title: {line(post.title)}\n{outline(post.blocks)}{dropped}"
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_a_post_knows_its_author_moment_and_addresses(read: Callable[..., Reading]) -> None:
    footer = ('<p class="p-tags">Tagged in <a href="https://medium.com/tag/oil" class="p-tag">Oil'
              '</a>, <a href="https://medium.com/tag/fog" class="p-tag">Fog</a></p>')  # fmt: skip
    text = page(titled("<p>Lit.</p>")).replace("<footer>", "<footer>" + footer)
    post = read(files={f"posts/{NAME}": text}).posts[LOG]
    assert (post.kind, post.visibility, post.author) == ("post", "public", "Ada Quill")
    assert post.created == "2018-05-01T10:20:30Z"
    assert post.url == f"https://medium.com/@ada/the-keepers-log-{LOG}"
    assert post.links == (f"https://medium.com/p/{LOG}",)
    assert post.tags == ("Oil", "Fog")


def test_a_page_without_a_footer_has_the_day_of_its_name(read: Callable[..., Reading]) -> None:
    post = read(files={f"posts/{NAME}": page(titled("<p>Lit.</p>"), footer="")}).posts[LOG]
    assert (post.created, post.visibility) == ("2018-05-01", "public")


def test_a_draft_is_told_by_its_name(read: Callable[..., Reading]) -> None:
    footer = '<p><a href="https://medium.com/p/222222222222">View original.</a></p>'
    text = page("<p class='graf'>Not yet lit.</p><select><option>x</select>", footer=footer)
    reading = read(files={"posts/draft_The-keeper-s-log-222222222222.html": text})
    post = reading.posts["2" * 12]
    assert (post.kind, post.visibility, post.created) == ("post", "draft", "")
    assert post.url == "https://medium.com/p/222222222222"
    assert reading.bench.changes == []


# -- titles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heading"),
    [("The keeper’s log", "The\u00a0keeper's  LOG"),
     ("The keeper’s log of the…", "The keeper’s log of the year of the great storm"),
     ("Of the storm: a log", "Of the storm")],
)  # fmt: skip
def test_a_title_is_said_once_as_the_text_has_it(
    name: str, heading: str, read: Callable[..., Reading]
) -> None:
    text = page(titled("<p>Lit.</p>", heading), name=name)
    post = read(files={f"posts/{NAME}": text}).posts[LOG]
    assert line(post.title) == heading.replace("  ", " ")
    assert [plain(block) for block in post.blocks] == ["Lit."]


def test_a_heading_that_repeats_the_name_is_the_title_without_any_mark(
    read: Callable[..., Reading],
) -> None:
    post = read("<h3>The keeper's log</h3><p>Lit.</p><h3>Oil</h3>").posts[LOG]
    assert line(post.title) == "The keeper's log"
    assert outline(post.blocks) == "0 paragraph: Lit.\n1 heading 1: Oil\n"


def test_a_poem_is_called_by_its_first_line_where_that_is_its_name(
    read: Callable[..., Reading],
) -> None:
    text = page("<p><strong>Dusk</strong></p><p>A lamp,<br>a gull</p>", name="Dusk",
                summary="a poem")  # fmt: skip
    post = read(files={f"posts/{NAME}": text}).posts[LOG]
    assert (post.kind, post.title) == ("post", (Text("Dusk"),))
    assert [plain(block) for block in post.blocks] == ["A lamp,\na gull"]


def test_a_bold_word_within_a_title_stays_bold(read: Callable[..., Reading]) -> None:
    post = read(titled("<p>Lit.</p>", "The <strong>great</strong> lamp")).posts[LOG]
    assert post.title == (Text("The "), Strong((Text("great"),)), Text(" lamp"))


# -- responses -------------------------------------------------------------------------------------

WORDS = "I kept such a lamp myself once, and it never went out in the seven years that I kept it."


def response(**more: str) -> str:
    given = {"name": WORDS[:60] + "…", "summary": WORDS[:50] + "…"} | more
    return page(f'<p class="graf graf--p graf--leading">{WORDS}</p>', **given)


def test_a_text_without_a_title_is_a_response(read: Callable[..., Reading]) -> None:
    reading = read(files={f"posts/{NAME}": response()})
    post = reading.posts[LOG]
    assert (post.kind, post.visibility, post.title) == ("response", "public", ())
    assert post.blocks[0] == Paragraph((Text(WORDS),), post.blocks[0].origin)
    assert reading.codes() == [("medium.responses", "note")]


@pytest.mark.parametrize(
    "text",
    [
        response().replace('<p class="graf', titled('<p class="graf'), 1),
        response(summary="What a keeper knows"),
        response(canonical="https://medium.com/the-lights/such-a-lamp-{}"),
        response().replace("<footer>", '<footer><p class="p-tags"><a class="p-tag">Oil</a></p>'),
        response().replace("</p></div>", '</p><h4 class="graf graf--h4">Oil</h4></div>'),
    ],
    ids=["title", "subtitle", "publication", "topics", "heading"],
)
def test_what_only_a_post_has_makes_a_text_a_post(text: str, read: Callable[..., Reading]) -> None:
    assert read(files={f"posts/{NAME}": text}).posts[LOG].kind == "post"


def test_a_long_response_is_named_by_its_id_as_what_may_be_a_post(
    read: Callable[..., Reading],
) -> None:
    long = response().replace("once,", "once, " + "and once again " * 200)
    (finding,) = read(files={f"posts/{NAME}": long}).bench.findings
    assert LOG in finding.todo
    assert "such a lamp" not in finding.message + finding.todo
