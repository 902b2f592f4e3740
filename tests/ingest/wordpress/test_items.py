"""Items: every one is a post or is set aside, and says of itself what the export knew."""

from collections.abc import Callable

import pytest

from pipeline.model.text import Emph, Figure, Link, Text
from pipeline.model.walk import every, inlines
from tests.ingest.wordpress.conftest import Reading, attachment, item

COMMENT = """<wp:comment><wp:comment_id>{}</wp:comment_id>
<wp:comment_author>A Reader</wp:comment_author>
<wp:comment_author_email>reader@mail.example</wp:comment_author_email>
<wp:comment_content><![CDATA[Well said]]></wp:comment_content>
<wp:comment_type>{}</wp:comment_type></wp:comment>"""


def test_a_post_knows_its_title_author_day_addresses_and_topics(
    read: Callable[..., Reading],
) -> None:
    topics = (
        '<category domain="category" nicename="uncategorized">Uncategorized</category>'
        '<category domain="category" nicename="rocks">Rocks</category>'
        '<category domain="category" nicename="reefs">Reefs &amp; bars</category>'
        '<category domain="post_tag" nicename="oil">oil</category>'
        '<category domain="post_format" nicename="post-format-link">Link</category>'
    )
    post = read(
        item(7, "Text", title="Rock &amp;amp; &lt;em&gt;lamp&lt;/em&gt;", more=topics)
    ).posts["7"]
    assert post.title == (Text("Rock & "), Emph((Text("lamp"),)))
    assert (post.kind, post.author, post.language) == ("post", "Ada Quill", "en-GB")
    assert post.created == "2020-05-01T10:00:00Z"
    assert (post.url, post.links) == ("https://lights.example/7/", ("https://lights.example/?p=7",))
    assert (post.series, post.tags) == ("Rocks", ("oil", "Reefs & bars"))


def test_the_export_says_whose_blog_it_is(read: Callable[..., Reading]) -> None:
    profile = read(item(1, "Text")).intake.profile
    assert (profile.title, profile.author) == ("Lights & Keepers", "Ada Quill")
    assert (profile.url, profile.language) == ("https://lights.example", "en-GB")


@pytest.mark.parametrize(
    ("status", "visibility"),
    [("publish", "public"), ("draft", "draft"), ("pending", "pending"), ("future", "scheduled"),
     ("private", "private"), ("trash", "trashed"), ("auto-draft", "draft"), ("pitch", "draft")],
)  # fmt: skip
def test_what_was_not_published_is_not_public(
    status: str, visibility: str, read: Callable[..., Reading]
) -> None:
    assert read(item(1, "Text", status=status)).posts["1"].visibility == visibility


def test_a_post_behind_a_password_is_not_public(read: Callable[..., Reading]) -> None:
    reading = read(item(1, "x", more="<wp:post_password>sesame</wp:post_password>"))
    assert reading.posts["1"].visibility == "password"
    assert "sesame" not in repr(reading.posts) + repr(vars(reading.bench))


def test_what_is_no_text_is_set_aside_with_its_reason(read: Callable[..., Reading]) -> None:
    reading = read(
        item(1, "Text", more=COMMENT.format(31, "") + COMMENT.format(32, "pingback")),
        attachment(2, "rock.jpg"),
        item(3, kind="nav_menu_item"),
        item(4, "<p>Again</p>", kind="wp_block"),
        item(5, title=""),
    )
    assert list(reading.posts) == ["1"]
    assert reading.aside() == [
        ("comment", "31", "a comment by a reader"),
        ("comment", "32", "a ping from another site"),
        ("attachment", "2", "a file, not a text"),
        ("nav_menu_item", "3", "an entry of a menu"),
        ("wp_block", "4", "a reusable block, shown where posts use it"),
        ("post", "5", "nothing in it"),
    ]


def test_nothing_of_a_commenter_or_a_draft_is_told(read: Callable[..., Reading]) -> None:
    hidden = '<p>Seen<select><option>drafted</option></select></p><div style="x">'
    reading = read(item(1, hidden, status="draft", more=COMMENT.format(31, "")))
    told = repr(vars(reading.bench)) + repr(reading.posts) + repr(reading.intake.profile)
    assert not [word for word in ("A Reader", "mail.example", "Well said") if word in told]
    assert "drafted" not in told


def test_what_is_left_out_of_a_public_text_is_on_record(read: Callable[..., Reading]) -> None:
    reading = read(item(1, "<p>Seen <select><option>Choose</option></select></p>"))
    (change,) = reading.bench.changes
    assert (change.rule, change.before, change.after) == ("html.select", "Choose", "")


def test_a_kind_that_a_plugin_made_is_a_post_of_that_kind(read: Callable[..., Reading]) -> None:
    assert read(item(1, "A recipe.", kind="recipe")).posts["1"].kind == "recipe"


def test_a_day_without_a_zone_is_a_day(read: Callable[..., Reading]) -> None:
    bare = item(1, "Text").replace("2020-05-01 10:00:00", "0000-00-00 00:00:00")
    assert read(bare).posts["1"].created == "2020-05-01"


def test_an_excerpt_stands_in_for_a_missing_text_only(read: Callable[..., Reading]) -> None:
    reading = read(item(1, "", excerpt="In short."), item(2, "At length.", excerpt="In short."))
    texts = {
        number: [node for block in post.blocks for node in inlines(block)]
        for number, post in reading.posts.items()
    }
    assert texts == {"1": [Text("In short.")], "2": [Text("At length.")]}
    assert ("wordpress.excerpt", "note") in reading.codes()


def test_links_between_posts_lead_to_the_item_by_any_of_its_addresses(
    read: Callable[..., Reading],
) -> None:
    places = ("http://www.lights.example/2", "/2/", "https://lights.example/?p=2#more", "/3/")
    body = "".join(f'<p><a href="{place}">x</a></p>' for place in places)
    reading = read(item(1, body), item(2, "There."), item(3, "Unseen.", status="draft"))
    found = [node.item for block in every(reading.posts["1"].blocks)
             for node in inlines(block) if isinstance(node, Link)]  # fmt: skip
    assert found == ["2", "2", "2", ""]


def test_the_picture_above_a_post_comes_first_unless_it_is_there_anyway(
    read: Callable[..., Reading],
) -> None:
    shown = '<img src="https://lights.example/wp-content/uploads/rock-300x200.jpg">'
    reading = read(
        item(1, "Text", _thumbnail_id="8"),
        item(2, f"Text {shown}", _thumbnail_id="8"),
        item(3, "Text", _thumbnail_id="9"),
        attachment(8, "rock.jpg", alt="A rock"),
    )
    figures = {number: [block for block in post.blocks if isinstance(block, Figure)]
               for number, post in reading.posts.items()}  # fmt: skip
    assert [len(found) for found in figures.values()] == [1, 1, 0]
    assert reading.posts["1"].blocks[0] is figures["1"][0]
    assert figures["1"][0].images[0].alt == "A rock"
    assert ("wordpress.featured", "note") in reading.codes()


def test_pictures_that_the_archive_does_not_hold_are_said_to_be_missing(
    read: Callable[..., Reading],
) -> None:
    reading = read(item(1, '<img src="https://x.example/a.jpg?w=1024">'))
    (media,) = reading.intake.media.values()
    assert (media.key, media.missing) == ("https://x.example/a.jpg", "not in the archive")
