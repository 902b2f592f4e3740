"""Posts: who may read them, what they are called, and what the site's tables say of them."""

from collections.abc import Callable

import pytest

from pipeline.model.text import Figure, Image, Link, Paragraph, Text
from pipeline.model.walk import inlines, plain
from tests.ingest.ghost.conftest import Reading, Row, row
from tests.outline import line


@pytest.mark.parametrize(
    ("given", "kind", "visibility"),
    [
        ({}, "post", "public"),
        ({"type": "page"}, "page", "public"),
        ({"type": None, "page": 1}, "page", "public"),
        ({"status": "draft"}, "post", "draft"),
        ({"status": "scheduled"}, "post", "scheduled"),
        ({"status": None}, "post", "draft"),
        ({"status": "sent"}, "letter", "followers"),
        ({"status": "sent", "visibility": "paid"}, "letter", "paid"),
        ({"visibility": "members"}, "post", "followers"),
        ({"visibility": "paid"}, "post", "paid"),
        ({"visibility": "tiers"}, "post", "paid"),
        ({"visibility": "product:gold"}, "post", "paid"),
        ({"visibility": None}, "post", "public"),
        ({"visibility": 7, "status": ["published"]}, "post", "draft"),
    ],
)
def test_who_may_read_a_post_is_kept(
    given: Row, kind: str, visibility: str, read: Callable[..., Reading]
) -> None:
    post = read(row(**given)).posts["a1"]
    assert (post.kind, post.visibility) == (kind, visibility)


def test_what_was_only_mailed_is_for_those_who_had_it(read: Callable[..., Reading]) -> None:
    post = read(row(), posts_meta=[{"post_id": "a1", "email_only": 1}]).posts["a1"]
    assert (post.kind, post.visibility) == ("letter", "followers")


def test_a_site_behind_a_password_has_no_public_post(read: Callable[..., Reading]) -> None:
    settings = [{"key": "is_private", "value": "true"}, {"key": "password", "value": "canary"}]
    reading = read(row(), settings=settings)
    assert reading.posts["a1"].visibility == "password"
    assert ("ghost.private", "warning") in reading.codes()
    assert "canary" not in reading.told()


@pytest.mark.parametrize(
    ("stamp", "created"),
    [("2020-05-01T10:00:00.000Z", "2020-05-01T10:00:00Z"),
     ("2020-05-01 10:00:00", "2020-05-01T10:00:00Z"),
     ("2020-05-01T12:00:00+02:00", "2020-05-01T10:00:00Z"),
     (1588327200000, "2020-05-01T10:00:00Z"), ("1588327200000", "2020-05-01T10:00:00Z"),
     (1588327200, "2020-05-01T10:00:00Z"), (None, "2020-04-30T08:00:00Z"),
     ("0000-00-00 00:00:00", "2020-04-30T08:00:00Z"), (10**40, "2020-04-30T08:00:00Z"),
     (True, "2020-04-30T08:00:00Z"), ("soon", "2020-04-30T08:00:00Z")],
)  # fmt: skip
def test_a_moment_is_known_however_a_version_wrote_it(
    stamp: object, created: str, read: Callable[..., Reading]
) -> None:
    reading = read(row(published_at=stamp))
    assert [post.created for post in reading.posts.values()] == [created] or stamp == 10**40


def test_topics_are_tags_in_their_order_and_notes_to_the_site_are_none(
    read: Callable[..., Reading],
) -> None:
    tags = [{"id": 1, "name": "Oil"}, {"id": 2, "name": "#import"}, {"id": 3, "name": "Fog"},
            {"id": 4, "name": "Hidden", "visibility": "internal"}, {"id": 5}, "x"]  # fmt: skip
    ties = [{"post_id": "a1", "tag_id": tag, "sort_order": order}
            for order, tag in enumerate((2, 3, 1, 4, 9))][::-1]  # fmt: skip
    post = read(row(), tags=tags, posts_tags=ties).posts["a1"]
    assert (post.tags, post.series) == (("Fog", "Oil"), "Fog")


def test_authors_are_those_of_the_table_or_of_the_row(read: Callable[..., Reading]) -> None:
    users = [{"id": "1", "name": "Ada Quill"}, {"id": "2", "name": "Bea Wick"}]
    ties = [{"post_id": "a1", "author_id": "2", "sort_order": 1},
            {"post_id": "a1", "author_id": "1", "sort_order": 0}]  # fmt: skip
    reading = read(row(), row("b2", author_id=2), row("c3"), users=users, posts_authors=ties)
    assert [post.author for post in reading.posts.values()] == [
        "Ada Quill, Bea Wick",
        "Bea Wick",
        "",
    ]


def test_the_export_says_whose_site_it_is(read: Callable[..., Reading]) -> None:
    profile = read(row()).intake.profile
    assert (profile.title, profile.author) == ("Lights & Keepers", "Ada Quill")
    assert profile.language == "en-GB"


def test_a_post_has_the_addresses_that_the_export_knows(read: Callable[..., Reading]) -> None:
    post = read(row(canonical_url="https://old.example/light", locale="fr")).posts["a1"]
    assert (post.url, post.links) == ("https://old.example/light", ("/light-a1/",))
    assert post.language == "fr"


# -- titles ----------------------------------------------------------------------------------------


def test_a_title_is_text_and_no_markup(read: Callable[..., Reading]) -> None:
    assert read(row(title="Rock & <em>lamp")).posts["a1"].title == (Text("Rock & <em>lamp"),)


def test_an_untitled_post_is_called_by_the_subject_of_its_mail(
    read: Callable[..., Reading],
) -> None:
    meta = [{"post_id": "a1", "email_subject": "A letter"}]
    reading = read(row(title="(Untitled)"), row("b2", title="(Untitled)"), posts_meta=meta)
    assert [line(post.title) for post in reading.posts.values()] == ["A letter", ""]


def test_a_heading_that_says_the_title_again_goes(read: Callable[..., Reading]) -> None:
    reading = read(row(html="<h1>A  Light</h1><p>Lit.</p>"))
    assert [plain(block) for block in reading.posts["a1"].blocks] == ["Lit."]
    assert reading.dropped() == "left out: ghost.repeated-title: A Light\n"


# -- pictures and links ----------------------------------------------------------------------------


def test_the_picture_above_a_post_comes_first_with_its_words(read: Callable[..., Reading]) -> None:
    url = "__GHOST_URL__/content/images/2020/rock.jpg"
    caption = "<span>Photo by </span><a href='https://bea.example'>Bea</a>"
    said = {"feature_image_alt": "A rock", "feature_image_caption": caption}
    meta = [{"post_id": "a1"} | said]
    post = read(row(feature_image=url), posts_meta=meta).posts["a1"]
    first = post.blocks[0]
    assert isinstance(first, Figure)
    assert first.images == (Image("/content/images/2020/rock.jpg", "A rock"),)
    assert first.caption == (Text("Photo by "), Link((Text("Bea"),), "https://bea.example"))


@pytest.mark.parametrize(
    "given",
    [{"html": '<img src="__GHOST_URL__/content/images/size/w600/rock.jpg">'},
     {"show_title_and_feature_image": 0}, {"feature_image": ""}],
    ids=["shown in the text", "not to be shown", "none"],
)  # fmt: skip
def test_no_picture_is_shown_twice_or_against_the_author(
    given: Row, read: Callable[..., Reading]
) -> None:
    post = read(row(**{"feature_image": "/content/images/rock.jpg"} | given)).posts["a1"]
    pictures = [node for block in post.blocks for node in inlines(block) if isinstance(node, Image)]
    assert len(pictures) == ("html" in given)


def test_the_picture_of_an_old_version_is_found(read: Callable[..., Reading]) -> None:
    post = read(row(image="/content/images/rock.jpg")).posts["a1"]
    assert isinstance(post.blocks[0], Figure)


def test_links_between_posts_lead_to_the_item(read: Callable[..., Reading]) -> None:
    places = ("__GHOST_URL__/light-b2/", "/light-b2", "/2020/05/light-b2/#more", "/light-c3/",
              "https://lights.example/light-b2/")  # fmt: skip
    html = "".join(f'<p><a href="{place}">x</a></p>' for place in places)
    reading = read(row(html=html), row("b2"), row("c3", status="draft"))
    found = [(node.url, node.item) for block in reading.posts["a1"].blocks
             for node in inlines(block) if isinstance(node, Link)]  # fmt: skip
    assert found == [("", "b2"), ("", "b2"), ("", "b2"), ("", ""),
                     ("https://lights.example/light-b2/", "")]  # fmt: skip
    assert ("ghost.links", "note") in reading.codes()


def test_an_excerpt_is_the_line_under_the_title_unless_the_text_says_it_too(
    read: Callable[..., Reading],
) -> None:
    given = {"feature_image": "/content/images/rock.jpg"}
    reading = read(row(custom_excerpt="In  short.", **given), row("b2", custom_excerpt="LIT…"))
    blocks = reading.posts["a1"].blocks
    assert blocks[0] == Paragraph((Text("In short."),), blocks[0].origin, "standfirst")
    assert isinstance(blocks[1], Figure)
    assert [plain(block) for block in reading.posts["b2"].blocks] == ["Lit."]


def test_words_for_the_mail_alone_are_told(read: Callable[..., Reading]) -> None:
    lexical = '{"root":{"children":[{"type":"email","html":"<p>Dear canary</p>"}]}}'
    reading = read(row(lexical=lexical))
    assert ("ghost.email", "note") in reading.codes()
    assert "canary" not in reading.told() + repr(reading.posts)
