"""Takeout's form: a folder for each blog, with its settings, and albums beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.readers import blogger
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model.text import Figure, Text
from tests.ingest.blogger.conftest import Reading, feed, taken

SETTINGS = (
    "blog_publishing_mode,blog_admin_permission,blog_name,blog_subdomain,blog_locale,"
    "blog_read_access_mode\nBLOGSPOT,ada@lights.example,Lights,lights,en_GB,PUBLIC\n"
)
ALBUM = "Takeout/Blogger/Albums/Lights/"
BLOG = "Takeout/Blogger/Blogs/Lights/"


def shown(address: str) -> str:
    return f'<img src="https://blogger.googleusercontent.com/img/b/R29v/{address}">'


def test_an_entry_is_what_its_own_type_says_not_its_author(take: Callable[..., Reading]) -> None:
    parent = "<blogger:parent>tag:blogger.com,1999:blog-77.post-1</blogger:parent>"
    reading = take(
        taken(1, "Text"),
        taken(2, "About", kind="PAGE"),
        taken(3, "Well said", kind="COMMENT", more=parent),
        taken(4, "?", kind="POLL"),
    )
    assert {id: post.kind for id, post in reading.posts.items()} == {"1": "post", "2": "page"}
    assert [kind for kind, _, _ in reading.aside()] == ["comment", "entry"]


@pytest.mark.parametrize(
    ("status", "trashed", "visibility"),
    [("LIVE", "", "public"), ("DRAFT", "", "draft"), ("SCHEDULED", "", "scheduled"),
     ("LIVE", "2021-07-01T00:00:00Z", "trashed"), ("SOFT_TRASHED", "", "trashed"),
     ("HAUNTED", "", "draft"), ("", "", "draft")],
)  # fmt: skip
def test_what_was_not_published_is_not_public(
    status: str, trashed: str, visibility: str, take: Callable[..., Reading]
) -> None:
    reading = take(taken(1, "Text", status=status, trashed=trashed))
    assert reading.posts["1"].visibility == visibility
    assert (("blogger.status", "warning") in reading.codes()) is (status == "HAUNTED")


def test_the_settings_beside_a_feed_tell_the_addresses_of_its_posts(
    take: Callable[..., Reading],
) -> None:
    link = '<a href="https://lights.blogspot.com/2021/05/l2.html">x</a>'
    entries = taken(1, link, title="Oil &#39;n&#39; wick"), taken(2, "There.")
    reading = take(*entries, files={BLOG + "settings.csv": SETTINGS})
    post = reading.posts["1"]
    assert post.url == "https://lights.blogspot.com/2021/05/l1.html"
    assert post.blocks[0].content[0].item == "2"
    assert (post.title, post.tags, post.created) == (
        (Text("Oil 'n' wick"),), ("oil",), "2021-05-01T09:00:00Z")  # fmt: skip
    assert reading.intake.profile.language == post.language == "en-GB"
    without = take(*entries)
    assert without.posts["1"].url == ""
    assert without.posts["1"].blocks[0].content[0].item == "2"


def test_each_of_several_blogs_is_a_series(take: Callable[..., Reading]) -> None:
    reading = take(
        taken(1, "One"),
        files={"Takeout/Blogger/Blogs/Reefs/feed.atom": feed(
            taken(2, "Two"), taken(3, "Three", author="Bo"), title="Reefs", blog=78)},
    )  # fmt: skip
    assert {id: post.series for id, post in reading.posts.items()} == {
        "1": "Lights", "2": "Reefs", "3": "Reefs"}  # fmt: skip
    assert reading.intake.profile.title == "Reefs"
    assert ("blogger.several", "note") in reading.codes()
    assert take(taken(1, "One")).posts["1"].series == ""


def test_pictures_are_found_in_the_albums_by_every_name(take: Callable[..., Reading]) -> None:
    names = ("AV1/s320/a%20rock.jpg", "AV2/s320/%25C3%25A9t%25C3%25A9.jpg", "AV3/s320/long.jpg",
             "AV4/s320/twice.jpg", "AV5/s320/gone.jpg", "AV6/s320/same.jpg")  # fmt: skip
    reading = take(
        taken(1, "".join(map(shown, names))),
        files={
            ALBUM + "a rock.jpg": b"1",
            ALBUM + "été.jpg": b"2",
            ALBUM + "lo(1).jpg": b"3",
            ALBUM + "lo(1).jpg.json": json.dumps({"filename": "LONG.jpg", "sizeBytes": "1"}),
            ALBUM + "twice.jpg": b"4",
            ALBUM + "twice(1).jpg": b"5",
            ALBUM + "twice(1).jpg.json": json.dumps({"filename": "twice.jpg"}),
            ALBUM + "same.jpg": b"6",
            "Takeout/Blogger/Albums/Old/same.jpg": b"6",
            ALBUM + "x.jpg.json": "[" * 100_000,
        },
    )
    (figure,) = reading.posts["1"].blocks
    assert isinstance(figure, Figure)
    found = [reading.intake.media[image.media] for image in figure.images]
    assert [row.member.removeprefix(ALBUM) for row in found] == [
        "a rock.jpg", "été.jpg", "lo(1).jpg", "", "", "same.jpg"]  # fmt: skip
    assert [row.missing for row in found if row.missing] == [
        "several pictures of the archive have its name", "not in the archive"]  # fmt: skip


def test_a_picture_that_two_addresses_share_a_name_with_is_told(
    take: Callable[..., Reading],
) -> None:
    one, other = shown("AV1/s320/rock.jpg"), shown("AV2/s1600/rock.jpg")
    files = {ALBUM + "rock.jpg": b"1"}
    assert ("album.same-name", "warning") in take(taken(1, one + other), files=files).codes()
    assert take(taken(1, one + one.replace("s320", "s72-c")), files=files).codes() == []


def test_every_member_of_a_takeout_is_accounted_for(tmp_path: Path) -> None:
    files = {
        BLOG + "feed.atom": feed(taken(1, "Text")),
        BLOG + "settings.csv": SETTINGS,
        BLOG + "theme-layouts.xml": "<html/>",
        BLOG + "theme-classic.html": "<html/>",
        BLOG + "film.mp4": "",
        ALBUM + "rock.jpg": "",
        ALBUM + "rock.jpg.json": "{}",
        ALBUM + "metadata.json": "{}",
        "Takeout/Blogger/Comments/Reefs/feed.atom": feed(taken(9, "Mine", kind="COMMENT")),
        "Takeout/Blogger/Profile/profile.csv": "",
        "Takeout/archive_browser.html": "",
        "Takeout/Keep/note.json": "",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(data)
    with Unpacked.open(tmp_path) as archive:
        reader, claim = identify(archive)
        assert (reader.NAME, claim.era) == ("blogger", "Google Takeout")
        uses = {entry.member: entry.use for entry in inventory(archive, blogger)}  # type: ignore[arg-type]
        assert blogger.exports(archive) == [BLOG + "feed.atom"]
    assert "unknown" not in uses.values()
    assert {name.rpartition("/")[2] for name, use in uses.items() if use == "read"} == {
        "feed.atom", "settings.csv", "rock.jpg", "rock.jpg.json"}  # fmt: skip
    assert uses["Takeout/Blogger/Comments/Reefs/feed.atom"] == "ignored"


def test_a_counter_of_its_own_counts_as_many_entries(
    take: Callable[..., Reading], tmp_path: Path
) -> None:
    reading = take(
        taken(1, "One &lt;entry&gt;"), taken(2, kind="PAGE"), taken(3, kind="COMMENT"),
        taken(4, kind="POLL"), taken(5, "Two", status="DRAFT"),
        files={"Takeout/Blogger/Comments/Reefs/feed.atom": feed(taken(9, kind="COMMENT"))},
    )  # fmt: skip
    counts = count(tmp_path / "takeout-1.zip")
    assert counts is not None
    assert {one.what: one.number for one in counts} == {
        "posts": 2, "pages": 1, "comments": 1, "other entries": 1}  # fmt: skip
    assert len(reading.posts) + len(reading.aside()) == 5
