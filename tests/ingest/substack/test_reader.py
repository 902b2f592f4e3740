"""The table and the pages: what is a letter, who may read it, and what stands above it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.readers import substack
from pipeline.ingest.unpack import Unpacked
from pipeline.model.text import Embed, Link, Paragraph, Text
from pipeline.model.walk import plain, text
from tests.ingest.substack.conftest import COLUMNS, Reading, page, read_at, row, table

Read = Callable[..., Reading]
BODY = "<p>The lamp was lit at four.</p>"


def test_a_row_and_its_page_are_a_letter(read: Read) -> None:
    reading = read(row("101.fog", "Fog &amp; rain", subtitle="A night"), **{page("101.fog"): BODY})
    (post,) = reading.posts.values()
    assert (post.id, post.kind, post.visibility) == ("101", "letter", "public")
    assert post.created == "2024-03-01T07:30:15Z"
    assert text(post.title) == "Fog & rain"
    first, second = post.blocks
    assert isinstance(first, Paragraph)
    assert (first.role, plain(first)) == ("standfirst", "A night")
    assert plain(second) == "The lamp was lit at four."


def test_an_episode_says_where_its_sound_is(read: Read) -> None:
    sound = "https://api.substack.com/feed/podcast/1/f.mp3"
    reading = read(
        row("1.a", type="podcast", podcast_url=sound),
        row("2.b", type="podcast", podcast_url=sound),
        **{page("1.a"): BODY},
    )
    assert reading.posts["1"].kind == "episode"
    assert reading.posts["1"].blocks[0] == Embed(
        sound, (), reading.posts["1"].blocks[0].origin, "audio"
    )
    assert [type(block) for block in reading.posts["2"].blocks] == [Embed]


def test_who_may_read_a_letter(read: Read) -> None:
    kinds = {
        "1.a": {},
        "2.b": {"audience": "only_paid"},
        "3.c": {"audience": "founding"},
        "4.d": {"audience": "only_free"},
        "5.e": {"audience": "some_new_circle"},
        "6.f": {"audience": ""},
        "7.g": {"is_published": "false", "post_date": "", "title": ""},
        "8.h": {"is_published": "FALSE"},
        "9.i": {"is_published": "TRUE"},
        "10.j": {"is_published": "perhaps"},
    }
    reading = read(*[row(id, **fields) for id, fields in kinds.items()],
                   **{page(id): BODY for id in kinds})  # fmt: skip
    assert {id: post.visibility for id, post in reading.posts.items()} == {
        "1": "public", "2": "paid", "3": "paid", "4": "followers", "5": "private", "6": "private",
        "7": "draft", "8": "draft", "9": "public", "10": "draft",
    }  # fmt: skip


def test_pages_and_threads_are_called_so_and_what_is_unknown_is_a_letter(read: Read) -> None:
    kinds = ("page", "thread", "video", "adhoc_email", "something")
    reading = read(*[row(f"{n}.x", type=kind) for n, kind in enumerate(kinds)],
                   **{page(f"{n}.x"): BODY for n in range(5)})  # fmt: skip
    assert [post.kind for post in reading.posts.values()] == [
        "page", "thread", "video", "letter", "letter",
    ]  # fmt: skip


def test_a_row_without_a_page_and_a_page_without_a_row_are_told(read: Read) -> None:
    reading = read(
        row("1.here"),
        row("2.gone"),
        row("3.empty", title="", is_published="false"),
        **{page("1.here"): BODY, page("3.empty"): "<p></p>", page("4.loose"): BODY},
    )
    assert set(reading.posts) == {"1", "4"}
    assert reading.posts["4"].visibility == "draft"
    assert reading.aside() == [
        ("letter", "2", "the archive does not hold its page"),
        ("letter", "3", "nothing in it"),
    ]
    assert reading.codes() == [("substack.unlisted", "warning"), ("substack.missing", "warning")]


def test_a_slug_that_was_changed_or_used_twice_finds_its_page(read: Read) -> None:
    reading = read(
        row("1.old-name", "One"),
        row("2.log", "Two"),
        row("3.log-e59", "Three"),
        row("4.log", "Four"),
        **{
            page("1.new-name"): "<p>one</p>",
            page("2.log"): "<p>two</p>",
            page("3.log-e59"): "<p>three</p>",
            page("4.log"): "<p>four</p>",
        },
    )
    assert [plain(post.blocks[0]) for post in reading.posts.values()] == [
        "one", "two", "three", "four",
    ]  # fmt: skip


def test_one_number_with_two_slugs_is_two_items(read: Read) -> None:
    reading = read(row("5.a"), row("5.b"), **{page("5.a"): "<p>a</p>", page("5.b"): "<p>b</p>"})
    assert set(reading.posts) == {"5.a", "5.b"}


WIDGET = (
    '<div class="subscription-widget-wrap-editor" data-attrs="{&quot;url&quot;:&quot;https://'
    'lights.example/subscribe?&quot;}"><p class="cta-caption">Thanks for reading <b>Lights</b>! '
    "Subscribe for free.</p></div>"
)


def test_the_publication_is_known_by_its_own_boxes_and_links_lead_within_it(read: Read) -> None:
    links = (
        '<p><a href="https://lights.example/p/oil?utm_source=x">oil</a> '
        '<a href="https://keepers.substack.com/p/oil">again</a> '
        '<a href="https://other.example/p/oil">another</a> '
        '<a href="https://lights.example/p/hidden">hidden</a></p>'
    )
    reading = read(
        row("1.fog"),
        row("2.oil"),
        row("3.hidden", audience="only_paid"),
        **{
            page("1.fog"): links + WIDGET,
            page("2.oil"): BODY,
            page("3.hidden"): BODY,
            "email_list.keepers.csv": "email\n",
        },
    )
    profile = reading.intake.profile
    assert (profile.title, profile.handle) == ("Lights", "keepers")
    assert profile.url == "https://lights.example"
    assert reading.posts["2"].url == "https://lights.example/p/oil"
    (paragraph,) = reading.posts["1"].blocks
    assert isinstance(paragraph, Paragraph)
    leads = [node.item for node in paragraph.content if isinstance(node, Link)]
    assert leads == ["2", "2", "", ""]


def test_a_subtitle_that_the_letter_says_again_stands_once(read: Read) -> None:
    reading = read(row("1.a", subtitle="The lamp  was lit at four."), **{page("1.a"): BODY})
    assert [plain(block) for block in reading.posts["1"].blocks] == ["The lamp was lit at four."]
    assert reading.changes() == [("letter.repeated-subtitle", "The lamp was lit at four.")]


@pytest.mark.parametrize("prefix", ["", "export/", "data/my export/"])
def test_any_folder_around_the_export_will_do(read: Read, prefix: str) -> None:
    reading = read(row("1.a"), prefix=prefix, **{page("1.a"): BODY})
    assert list(reading.posts) == ["1"]


def test_a_folder_is_read_as_its_zip_is(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts.csv").write_text(table(row("1.a")), encoding="utf-8")
    (tmp_path / page("1.a")).write_text(BODY, encoding="utf-8")
    assert list(read_at(tmp_path).posts) == ["1"]


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "\ufeff" + table(row("1.a", "Fog; rain")).replace("Fog; rain", '"Fog; rain"')
    path = tmp_path / "posts.csv"
    path.write_text(text.replace(",", ";"), encoding="utf-16")
    reading = read_at(path)
    assert reading.aside() == [("letter", "1", "the archive does not hold its page")]


def test_every_member_is_read_or_left_alone_for_a_reason(tmp_path: Path) -> None:
    for name in (
        "posts.csv", "posts/1.a.html", "posts/1.a.opens.csv", "posts/1.a.delivers.csv",
        "email_list.lights.csv", "subscriber_details.csv", "payments.csv", "images/rock.png",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(table(row("1.a")) if name == "posts.csv" else "x", encoding="utf-8")
    with Unpacked.open(tmp_path) as archive:
        found, claim = identify(archive)
        assert found is substack
        assert claim.why == "posts.csv has the columns of a table of Substack's posts"
        uses = {entry.member: entry.use for entry in inventory(archive, found)}
    assert [name for name, use in uses.items() if use == "read"] == [
        "images/rock.png", "posts.csv", "posts/1.a.html",
    ]  # fmt: skip
    assert set(uses.values()) == {"read", "ignored"}


def test_no_canary_sings(read: Read) -> None:
    canary = "CANARY"
    hidden = {"title": f"{canary}-title", "subtitle": f"{canary}-subtitle"}
    widget = WIDGET.replace("lights.example", "canary.example").replace("<b>Lights</b>", canary)
    body = f'<p>{canary}-body<a class="footnote-anchor" href="#footnote-1">1</a></p>{widget}'
    reading = read(
        row("1.open", "Open"),
        row("2.canary-draft", is_published="false", **hidden),
        row("3.canary-paid", audience="only_paid", **hidden),
        row("4.canary-gone", audience="only_paid", **hidden),
        **{
            page("1.open"): BODY,
            page("2.canary-draft"): body,
            page("3.canary-paid"): body,
            page("5.canary-loose"): body,
            "posts/1.open.opens.csv": f"{canary}-reader@example.com",
            "email_list.lights.csv": f"{canary}-list@example.com",
        },
    )
    public = [post for post in reading.posts.values() if post.visibility == "public"]
    said = [public, reading.intake.profile, reading.bench.set_asides, reading.bench.findings,
            reading.bench.changes]  # fmt: skip
    assert [post.id for post in public] == ["1"]
    assert canary.lower() not in json.dumps(msgspec.to_builtins(said)).lower()
    withheld = [post for post in reading.posts.values() if post.visibility != "public"]
    members = {reading.intake.sources[post.source].member for post in withheld}
    assert members == {"posts.csv"}


def test_a_letter_that_is_no_more_than_words_is_left_as_it_is(read: Read) -> None:
    reading = read(row("1.a"), **{page("1.a"): "Plain words."})
    (paragraph,) = reading.posts["1"].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (Text("Plain words."),)


def test_columns_in_another_order_and_without_an_audience(tmp_path: Path) -> None:
    columns = tuple(reversed([name for name in COLUMNS if name != "audience"]))
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts.csv").write_text(table(row("1.a"), columns=columns), encoding="utf-8")
    (tmp_path / page("1.a")).write_text(BODY, encoding="utf-8")
    assert read_at(tmp_path).posts["1"].visibility == "public"
