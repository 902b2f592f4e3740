"""What machines leave in posts."""

import pytest

from pipeline.clean import noise
from pipeline.model.post import Media
from pipeline.model.text import (
    BlockQuote,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Mention,
    Paragraph,
    Text,
)
from tests.clean.desk import ids, origin, post, posts, ran, reasons, said


def test_a_post_with_neither_text_nor_picture_is_set_aside():
    given = posts(
        post(1, " \u200b"),
        post(2),
        post(3, (LineBreak(),)),
        post(4, Figure((Image("lamp.jpg"),), (), origin(4))),
        post(5, title="Only a title", kind="post"),
    )
    after, bench = ran(noise, given)
    assert ids(after) == ["4", "5"]
    assert set(reasons(bench).values()) == {"no text and no picture"}
    assert not bench.changes


def test_empty_paragraphs_go_wherever_they_stand():
    quote = BlockQuote((Paragraph((), origin(1, 2)),), origin(1, 1))
    items = ((Paragraph((Text("one"),), origin(1, 4)),), (Paragraph((), origin(1, 5)),))
    given = posts(post(1, "text", quote, List(items, origin(1, 3)), kind="post"))
    blocks = ran(noise, given)[0].posts[0].blocks
    assert blocks == (given.posts[0].blocks[0], List(items[:1], origin(1, 3)))


def test_the_own_handle_before_an_answer_to_oneself_is_cut():
    answer = (Mention("@Ada"), Text(" "), Mention("@bea"), Text(" and then it rained"))
    after, bench = ran(noise, posts(post(1, "first"), post(2, answer, reply_to="1")))
    assert said(after) == ["first", "and then it rained"]
    assert bench.changes[0].rule == "noise.answering"


@pytest.mark.parametrize("kind", ["tweet", "toot"])
def test_handles_that_a_thread_starts_with_are_not_said_again_in_each_part(kind):
    first = (Mention("@bea"), Text(" look at this"))
    second = (Mention("@bea"), Text(" and at that"))
    given = posts(post(1, first, kind=kind), post(2, second, kind=kind, reply_to="1"))
    after, _ = ran(noise, given)
    assert said(after) == ["@bea look at this", "and at that"]


def test_a_handle_that_the_author_wrote_stays():
    given = posts(
        post(1, (Mention("@bea"), Text(" came by"))),
        post(2, "and so"),
        post(3, (Mention("@cid"), Text(" came too")), reply_to="2"),
        post(4, (Mention("@ada"), Text(": as I said"))),
        post(5, (Mention("@ada"),)),
    )
    assert ran(noise, given)[0] is given


def test_a_short_link_that_leads_nobody_knows_where_is_cut_at_the_end_only():
    stub = Link((Text("https://t.co/AbC"),), "https://t.co/AbC")
    given = posts(
        post(1, "the boats are in https://t.co/xyz123"),
        post(2, (Text("the boats are out "), stub)),
        post(3, "half a link https://t.c…"),
        post(4, "see https://t.co/xyz123 for more"),
        post(5, "https://t.co/onlythis"),
    )
    after, _ = ran(noise, given)
    assert said(after) == [
        "the boats are in", "the boats are out", "half a link",
        "see https://t.co/xyz123 for more", "https://t.co/onlythis",
    ]  # fmt: skip


def test_counting_pictures_go_and_real_ones_stay():
    pixel = "https://pixel.wp.com/b.gif?host=a.example"
    dot, lamp = "dot.png", "lamp.jpg"
    media = (Media(pixel), Media(dot, width=1, height=1), Media(lamp, width=9, height=9))
    figure = Figure((Image(dot), Image(lamp)), (), origin(1, 1))
    given = posts(
        post(1, (Text("text"), Image(pixel)), figure, (Image(pixel),), kind="post"), media=media
    )
    after, _ = ran(noise, given)
    assert after.posts[0].blocks == (
        Paragraph((Text("text"),), origin(1, 0)),
        Figure((Image(lamp),), (), origin(1, 1)),
    )


def test_the_last_lines_of_a_feed_are_cut():
    site = Link((Text("The Pier"),), "https://a.example")
    onward = Link((Text("Continue reading →"),), "https://a.example/lamp")
    appeared = (Text("The post The lamp appeared first on "), site, Text("."))
    after, _ = ran(noise, posts(post(1, "text", (onward,), appeared, kind="post")))
    assert said(after) == ["text"]


def test_words_like_a_feeds_in_the_midst_of_a_text_stay():
    given = posts(
        post(1, "text", "Continue reading, he said.", "The post came first.", kind="post")
    )
    assert ran(noise, given)[0] is given


def test_a_first_heading_that_is_the_title_again_is_cut():
    heading = Heading(1, (Text("The\u00a0lamp!"),), origin(1))
    after, bench = ran(noise, posts(post(1, heading, "text", kind="post", title="The Lamp")))
    assert said(after) == ["text"]
    assert bench.changes[0].rule == "noise.repeated-title"


def test_a_post_that_says_nothing_but_its_title_keeps_saying_it():
    given = posts(post(1, "The lamp", kind="post", title="The lamp"))
    assert ran(noise, given)[0] is given
