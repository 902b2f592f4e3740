"""The shapes of the archive: pages, the export, XML, JSON; pictures by every rule of naming."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.readers import tumblr
from pipeline.ingest.readers.tumblr import npf
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model.text import Text
from tests.ingest.tumblr.conftest import Reading, api, backup, official, pack, post, said
from tests.ingest.tumblr.conftest import told as told_of

Read = Callable[..., Reading]
CASES = sorted((Path(__file__).parent / "posts").glob("*.json"))
XML = """<?xml version="1.0" encoding="UTF-8"?>
<tumblr version="1.0"><posts>
<post id="11" url="https://lamps.tumblr.com/post/11" url-with-slug="https://lamps.tumblr.com/post/11/a-lamp"
 type="regular" date-gmt="2018-12-07 16:48:43 GMT" format="html" slug="a-lamp" state="published">
<regular-title>A &amp;amp; B</regular-title><regular-body>&lt;p&gt;Lit.&lt;/p&gt;</regular-body>
<tag>oil</tag><tag>wick</tag></post>
<post id="12" type="photo" state="queued" unix-timestamp="1544201323">
<photo-caption>Dusk</photo-caption>
<photo-url max-width="75">https://x.example/a_75.jpg</photo-url>
<photo-url max-width="1280">https://x.example/a_1280.jpg</photo-url></post>
<post id="13" type="conversation" state="private"><conversation-title>Noon</conversation-title>
<conversation><line name="A" label="A:">Oil?</line><line name="B" label="B:">None.</line>
</conversation></post><post id="14" type="quote" state="draft"><quote-text>Trim it.</quote-text>
<quote-source>Ada</quote-source></post>
<post id="15" type="link" state="published"><link-text>Charts</link-text>
<link-url>https://c.example/x</link-url>
<link-description>&lt;p&gt;Old.&lt;/p&gt;</link-description></post>
<post id="16" type="answer" state="published"><question>Why?</question><answer>Fog.</answer></post>
</posts></tumblr>
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_post_reads_as_its_outline_says(case: Path, read: Read) -> None:
    given = json.loads(case.read_text(encoding="utf-8"))
    reading = read(data=api(post(1, **given)))
    made = reading.posts["1"]
    found = f"title: {''.join(n.text for n in made.title if isinstance(n, Text))}\n"
    found += told_of(made.blocks) + "\n"
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_a_page_knows_its_day_tags_addresses_and_blog(read: Read) -> None:
    reading = read(
        backup(100001, "text", "<h2>Oil <i>dear</i></h2>\n<p>Text</p>", tags=("oil", "old lamps"))
    )
    made = reading.posts["100001"]
    assert made.created == "2012-10-24T13:30:55Z"
    assert made.tags == ("oil", "old lamps")
    assert (made.url, made.links) == (
        "https://lamps.tumblr.com/post/100001", ("https://tmblr.co/Z100001",))  # fmt: skip
    profile = reading.intake.profile
    assert (profile.title, profile.handle) == ("Lamps & Logs", "lamps")
    assert profile.url == "https://lamps.tumblr.com"


def test_a_chat_keeps_its_lines_and_tells_who_speaks(read: Read) -> None:
    body = "<p>Mate: Oil?<br>\nKeeper: None at:<br>\n [<i>a pause</i>]<br>\nMate: Oh</p>"
    reading = read(backup(100001, "chat", body))
    assert reading.told().split("\n") == [
        "0 verse",
        "  > **Mate:** Oil?",
        "  > **Keeper:** None at:",
        "  > [*a pause*]",
        "  > **Mate:** Oh",
    ]


def test_a_link_post_shows_where_it_leads_under_its_title(read: Read) -> None:
    body = '<h2><a href="http://www.charts.example/old/">Old charts</a></h2>\n<p>Worth it.</p>'
    reading = read(backup(100001, "link", body), backup(100002, "link", body.split("\n")[0]))
    assert reading.posts["100001"].title == (Text("Old charts"),)
    assert reading.told(100001) == (
        "0 paragraph (source): [charts.example/old](http://www.charts.example/old/)\n"
        "1 paragraph: Worth it."
    )
    assert reading.posts["100002"].kind == "link"


def test_films_and_sounds_are_embeds_that_a_reader_can_follow(read: Read) -> None:
    swf = '<embed src="https://assets.tumblr.com/swf/audio_player.swf?audio_file=x"></embed>'
    tube = '<iframe src="https://www.youtube.com/embed/abcdefghijk?feature=oembed"></iframe>'
    own = '<p><video controls><source src="../media/film.mp4">Your browser</video></p>'
    reading = read(
        backup(100001, "audio", swf + "<p>A hymn</p>", tags=("x",)),
        backup(100002, "video", tube),
        backup(100003, "video", own),
        backup(100004, "video", "False\n<p>Gone.</p>"),
    )
    embeds = [reading.told(number).split("\n")[0] for number in range(100001, 100005)]
    assert embeds == [
        "0 embed (audio): https://lamps.tumblr.com/post/100001",
        "0 embed (video): https://www.youtube.com/watch?v=abcdefghijk",
        "0 embed (video): https://lamps.tumblr.com/post/100003",
        "0 embed (video): https://lamps.tumblr.com/post/100004",
    ]


def test_what_was_only_liked_is_set_aside(read: Read) -> None:
    reading = read(backup(100001, "liked-text", "<p>Theirs</p>"), backup(100002, "text", "Mine"))
    assert reading.aside() == [("like", "100001", "a post of somebody else that was liked")]


def test_pictures_are_found_by_name_by_size_and_by_place(read: Read) -> None:
    shown = (
        '<p><img src="../media/tumblr_a_1280.jpg"></p><p><img src="../media/tumblr_b_1280.png"></p>'
        '<p>Text <img src="https://x.example/c_500.gif"> <img src="../media/none.jpg"></p>'
    )
    reading = read(
        backup(100001, "text", shown),
        ("media/tumblr_a_1280.jpg", b"a"),
        ("media/tumblr_b_500.png", b"b"),
        ("media/c_1280.gif", b"c"),
    )
    found = {media.member or media.missing for media in reading.intake.media.values()}
    assert found == {
        "media/tumblr_a_1280.jpg", "media/tumblr_b_500.png", "media/c_1280.gif",
        "the archive does not hold none.jpg",
    }  # fmt: skip


def test_the_exports_pictures_are_told_by_their_post_and_place(read: Read) -> None:
    web = '<figure><img src="https://64.media.tumblr.com/{}/s540x810/x.jpg"/></figure>'
    reading = read(
        official(100001, "<h1>Two</h1>" + web.format("a") + web.format("b")),
        official(100002, '<div class="caption"><p>No picture on the page.</p></div>'),
        official(100003, '<img src="../../media/100001_0.jpg"/>'),
        *[(f"media/{name}.jpg", b"x") for name in ("100001_0", "100001_1", "100002", "100003")],
    )
    told = [reading.told(number) for number in (100001, 100002, 100003)]
    assert told[0] == "0 figure: ![](media/100001_0.jpg)\n1 figure: ![](media/100001_1.jpg)"
    assert told[1].startswith("0 paragraph: No picture")
    assert told[2] == "0 figure: ![](media/100003.jpg)"


def test_the_exports_sorts_of_posts_are_told_from_one_another(read: Read) -> None:
    reading = read(
        official(100001, "<h1></h1>\n<h1>Spelled <b>out</b></h1><p>Text</p>[[MORE]]<p>Rest</p>"),
        official(100002, "&lt;p&gt;Trim it.&lt;/p&gt;<div class='caption'>&mdash; Ada</div>"),
        official(100003, '<a href=" https://href.li/?http://c.example/x">\n Charts </a>'),
        official(100004, "Mate: Oil?&lt;br/&gt;Keeper: None.&lt;br/&gt;Mate: Oh."),
        official(100005, '<img src="../../media/a.jpg"/><div class="caption"><p>Dusk</p></div>'),
        official(100006, '<iframe src="//player.vimeo.com/video/12345"></iframe>'),
    )
    kinds = [made.kind for made in reading.posts.values()]
    assert kinds == ["post", "quote", "link", "chat", "photo", "video"]
    assert reading.told(100001) == "0 paragraph: Text\n1 paragraph: Rest"
    assert [change.before for change in reading.bench.changes] == ["[[MORE]]"]
    assert "2 paragraph (attribution): Ada" in reading.told(100002)
    assert "(http://c.example/x)" in reading.told(100003)
    assert reading.told(100004).split("\n")[2] == "  > **Keeper:** None."


def test_the_exports_posts_are_read_from_the_zip_within_it(tmp_path: Path, read: Read) -> None:
    inner = pack(
        tmp_path / "inner.zip", official(100001, "<h1>Dusk</h1><p>Text</p>", folder="html")
    )
    reading = read(("posts.zip", inner.read_bytes()), ("media/100001.jpg", b"x"))
    assert list(reading.posts) == ["100001"]
    assert reading.intake.sources[0].member == "posts.zip!/html/100001.html"
    assert count(tmp_path / "lamps.zip")[0].number == 1


def test_the_exports_xml_says_who_may_read_what(read: Read) -> None:
    reading = read(data=XML)
    assert {number: made.visibility for number, made in reading.posts.items()} == {
        "11": "public", "12": "scheduled", "13": "private", "14": "draft", "15": "public",
        "16": "public",
    }  # fmt: skip
    first = reading.posts["11"]
    assert (first.created, first.tags) == ("2018-12-07T16:48:43Z", ("oil", "wick"))
    assert first.url == "https://lamps.tumblr.com/post/11/a-lamp"
    assert first.links == ("https://lamps.tumblr.com/post/11",)
    assert "![](https://x.example/a_1280.jpg)" in reading.told(12)
    assert reading.told(13) == "0 verse\n  > **A:** Oil?\n  > **B:** None."
    assert reading.told(16) == "0 ? says:\n    1 paragraph: Why?\n2 paragraph: Fog."


def test_xml_goes_before_the_pages_of_the_same_posts(tmp_path: Path, read: Read) -> None:
    page = official(16, "<h1>Again</h1>")[1]
    reading = read(("posts/posts.xml", XML), ("posts/html/16.html", page),
                   official(100017, "<h1>Only here</h1><p>x</p>"))  # fmt: skip
    assert len(reading.posts) == 7
    assert reading.posts["16"].kind == "answer"
    assert count(tmp_path / "lamps.zip")[0].number == 7


def test_json_of_the_first_api_reads_as_well(read: Read) -> None:
    first = {"id": 11, "url": "https://lamps.tumblr.com/post/11", "type": "regular", "slug": "a",
             "url-with-slug": "https://lamps.tumblr.com/post/11/a", "reblog-key": "k",
             "date-gmt": "2018-12-07 16:48:43 GMT", "regular-title": "A lamp",
             "regular-body": "<p>Lit.</p>", "tags": ["oil"]}  # fmt: skip
    data = {"tumblelog": {"title": "Lamps", "name": "lamps"}, "posts": [first]}
    reading = read(data="var tumblr_api_read = " + json.dumps(data) + ";\n")
    assert reading.told(11) == "0 paragraph: Lit."
    assert (reading.intake.profile.title, reading.intake.profile.handle) == ("Lamps", "lamps")


@pytest.mark.parametrize(
    ("state", "visibility"),
    [("published", "public"), ("queued", "scheduled"), ("draft", "draft"), ("private", "private"),
     ("unapproved", "pending"), ("", "public"), ("odd", "draft")],
)  # fmt: skip
def test_what_was_not_published_is_not_public(state: str, visibility: str, read: Read) -> None:
    assert read(data=api(post(1, body="<p>x</p>", state=state))).posts["1"].visibility == visibility


def test_json_of_a_backup_goes_before_its_page(tmp_path: Path, read: Read) -> None:
    reading = read(
        backup(100001, "text", "<p>From the page</p>"),
        backup(100002, "text", "<p>Page alone</p>"),
        ("json/100001.json", json.dumps(post(100001, body="<p>From the JSON</p>"))),
    )
    assert reading.told(100001) == "0 paragraph: From the JSON"
    assert reading.told(100002) == "0 paragraph: Page alone"
    assert count(tmp_path / "lamps.zip")[0].number == 2


def test_ranges_count_code_points() -> None:
    block = said("🌳 ab<c", formatting=[
        {"start": 2, "end": 4, "type": "bold"}, {"start": 3, "end": 6, "type": "italic"},
        {"start": 4, "end": 5, "type": "color", "hex": "#ff0000"},
        {"start": 5, "end": 99, "type": "bold"}, {"start": "0", "end": "1", "type": "link",
         "url": "https://a.example/?x=1&y=2"},
    ])  # fmt: skip
    assert npf.words(block) == (
        '<a href="https://a.example/?x=1&amp;y=2">🌳</a> <b>a<i>b</i></b><i>&lt;c</i>'
    )


def test_links_lead_to_the_post_of_this_blog_without_detours(read: Read) -> None:
    to = ("https://lamps.tumblr.com/post/2/x", "https://www.tumblr.com/lamps/2", "../posts/2.html",
          "http://t.umblr.com/redirect?z=https%3A%2F%2Flamps.tumblr.com%2Fpost%2F2&amp;t=x",
          "https://other.tumblr.com/post/2", "https://lamps.tumblr.com/post/3")  # fmt: skip
    body = "".join(f'<p><a href="{url}">x</a></p>' for url in to)
    body = body.replace("post/2", "post/200002").replace("lamps/2", "lamps/200002")
    body = body.replace("posts/2", "posts/200002").replace("%2F2", "%2F200002")
    body = body.replace("post/3", "post/200003")
    reading = read(
        data=api(post(1, body=body), post(200002, body="<p>There</p>"),
                 post(200003, body="<p>Unseen</p>", state="private"))
    )  # fmt: skip
    leads = [line.split("(")[1].rstrip(")") for line in reading.told(1).split("\n")]
    assert leads[:4] == ["item 200002"] * 4
    assert leads[4:] == ["https://other.tumblr.com/post/200002",
                         "https://lamps.tumblr.com/post/200003"]  # fmt: skip


def test_only_what_is_tumblrs_is_claimed(tmp_path: Path) -> None:
    others = {
        "a.zip": [("posts/123456.html", "<html><article class=post><p>x</p></article></html>")],
        "b.zip": [("posts/123456.the-lamp.html", "<p>x</p>"), ("posts.csv", "post_id,title")],
        "c.zip": [("db.json", '{"db": [{"data": {"posts": [{"id": "1", "slug": "a"}]}}]}')],
        "d.zip": [("posts.zip", "PK"), ("readme.txt", "x")],
    }
    for name, members in others.items():
        with Unpacked.open(pack(tmp_path / name, *members)) as archive:
            assert tumblr.claim(archive) is None, name
    (tmp_path / "e.xml").write_text("<rss><channel></channel></rss>")
    assert tumblr.claim(Unpacked.open(tmp_path / "e.xml")) is None
