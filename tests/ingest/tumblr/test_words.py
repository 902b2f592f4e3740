"""Whose words are whose, in every shape of the archive."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.ingest.tumblr.conftest import SAID, Reading, api, backup, official, post, said

Read = Callable[..., Reading]
KEEPER = SAID.format("keeper", 900001) + "<blockquote><p>The lamp went out.</p></blockquote>"


def test_what_another_wrote_and_nothing_else_is_a_reblog(read: Read) -> None:
    reading = read(backup(100001, "text", "<h2>A dark night</h2>" + KEEPER))
    made = reading.posts["100001"]
    assert (made.kind, made.author, made.title) == ("reblog", "keeper", ())
    assert reading.told() == "0 keeper says:\n    1 heading 3: A dark night\n" \
        "    2 paragraph: The lamp went out."  # fmt: skip


def test_words_of_ones_own_below_make_it_an_own_post(read: Read) -> None:
    reading = read(backup(100001, "text", KEEPER + "<p>I lit it again.</p>"))
    made = reading.posts["100001"]
    assert (made.kind, made.author) == ("post", "")
    assert reading.told() == (
        "0 keeper says:\n    1 paragraph: The lamp went out.\n2 paragraph: I lit it again."
    )


def test_a_trail_is_unrolled_the_oldest_first(read: Read) -> None:
    trail = SAID.format("mate", 900002) + f"<blockquote>{KEEPER}<p>Again?</p></blockquote>"
    reading = read(backup(100001, "text", trail + "<p>Always.</p>"))
    assert reading.told().split("\n") == [
        "0 keeper says:",
        "    1 paragraph: The lamp went out.",
        "2 mate says:",
        "    3 paragraph: Again?",
        "4 paragraph: Always.",
    ]


def test_the_blogs_own_words_in_a_trail_are_its_own(read: Read) -> None:
    own = SAID.format("lamps", 100009) + "<blockquote><p>Oil is dear.</p></blockquote>"
    trail = SAID.format("mate", 900002) + f"<blockquote>{own}<p>So it is.</p></blockquote>"
    reading = read(
        backup(100001, "text", trail + "<p>Still.</p>", tags=("oil",)),
        backup(100002, "text", trail, tags=("oil",)),
        backup(100003, "text", own, tags=("oil",)),
        backup(100009, "text", "<p>Oil is dear.</p>", tags=("oil",)),
    )
    assert reading.told(100001).startswith("0 paragraph: Oil is dear.\n1 mate says:")
    kinds = {number: made.kind for number, made in reading.posts.items()}
    assert kinds == {"100001": "post", "100002": "reblog", "100003": "reblog", "100009": "post"}


def test_own_words_that_only_a_trail_still_holds_are_a_post(read: Read) -> None:
    own = SAID.format("lamps", 100009) + "<blockquote><p>Oil is dear.</p></blockquote>"
    reading = read(backup(100003, "text", own, tags=("oil",)))
    assert reading.posts["100003"].kind == "post"


def test_pictures_belong_to_whom_the_trail_starts_with(read: Read) -> None:
    photo = '<p><img alt="" src="../media/a_1280.jpg"></p>'
    reading = read(backup(100001, "photo", photo + KEEPER + "<p>Mine.</p>"))
    assert reading.posts["100001"].kind == "photo"
    assert "keeper says:\n    1 figure" in reading.told()


@pytest.mark.parametrize("source", ["keeper", "keeper-deactivated20130401"])
def test_a_picture_from_another_blog_without_a_word_is_a_reblog(source: str, read: Read) -> None:
    more = f" — <a title=Source href=http://keeper.tumblr.com/post/9>{source}</a>"
    photo = '<p><img alt="" src="../media/a_1280.jpg"></p>'
    reading = read(
        backup(100001, "photo", photo, more=more),
        backup(100002, "photo", photo + "<p>Look.</p>", more=more),
        backup(100003, "photo", photo, more=more.replace(f">{source}<", ">lamps.example<")),
    )
    assert [made.kind for made in reading.posts.values()] == ["reblog", "photo", "photo"]
    assert reading.posts["100001"].author == "keeper"
    assert "keeper says:\n    1 figure" in reading.told(100002)


def test_a_quotation_passed_on_is_a_reblog(read: Read) -> None:
    quote = "<blockquote><p>Trim the wick.</p></blockquote>\n<p>A. Keeper{}</p>"
    way = ' (via <a class="tumblr_blog" href="http://keeper.tumblr.com/">keeper</a>)'
    reading = read(
        backup(100001, "quote", quote.format("")), backup(100002, "quote", quote.format(way))
    )
    assert [made.kind for made in reading.posts.values()] == ["quote", "reblog"]
    assert reading.told(100001).split("\n") == [
        "0 blockquote",
        "  1 paragraph: Trim the wick.",
        "  2 paragraph (attribution): A. Keeper",
    ]


def test_a_question_stands_apart_from_its_answer(read: Read) -> None:
    reading = read(backup(100001, "answer", "<h2>Why so <b>late</b>?</h2>\n<p>Fog.</p>"))
    assert (reading.posts["100001"].kind, reading.posts["100001"].title) == ("answer", ())
    assert reading.told() == ("0 ? says:\n    1 paragraph: Why so **late**?\n2 paragraph: Fog.")


def test_the_exports_template_writes_the_question_out_as_text(read: Read) -> None:
    body = (
        "<strong>\n &lt;a href=&quot;https://mate.tumblr.com&quot;&gt;mate&lt;/a&gt;: </strong>\n"
        " &lt;p&gt;Is it &lt;i&gt;dark&lt;/i&gt;?&lt;/p&gt; </div>\n <p>Very.</p>"
    )
    reading = read(official(100001, body, "night"))
    made = reading.posts["100001"]
    assert (made.kind, made.tags, made.created) == ("answer", ("night",), "2012-10-03")
    assert reading.told() == "0 mate says:\n    1 paragraph: Is it *dark*?\n2 paragraph: Very."


def test_messages_without_an_answer_are_set_aside_without_a_word_of_them(read: Read) -> None:
    body = "<strong>\n Anonymous: </strong>\n who CANARY r u </div>"
    answered = body + "<p>A keeper.</p>"
    reading = read(
        official(100001, body, folder="posts/html/submissions"),
        official(100002, answered, folder="posts/html/submissions"),
        official(100003, "<p>CANARY, by a reader</p>", folder="posts/html/submissions"),
    )
    why = "a message sent to the author, without an answer"
    assert reading.aside() == [("ask", "100001", why), ("ask", "100003", why)]
    assert list(reading.posts) == ["100002"]
    assert "CANARY" not in repr(vars(reading.bench))


def test_the_trail_of_the_api_names_its_blogs(read: Read) -> None:
    trail = [{"blog": {"name": "keeper", "url": "https://keeper.tumblr.com/"},
              "post": {"id": "7"}, "content": [said("The lamp went out.")]},
             {"broken_blog_name": "gone-deactivated", "content": [said("Pity.")]}]  # fmt: skip
    reading = read(
        data=api(
            post(1, content=[said("I lit it.")], trail=trail, reblogged_from_id=7),
            post(2, content=[], trail=trail, reblogged_from_id=7),
        )
    )
    assert [made.kind for made in reading.posts.values()] == ["post", "reblog"]
    assert reading.told(1).split("\n") == [
        "0 keeper says:",
        "    1 paragraph: The lamp went out.",
        "2 gone says:",
        "    3 paragraph: Pity.",
        "4 paragraph: I lit it.",
    ]


def test_the_older_trail_of_the_api_does_too(read: Read) -> None:
    trail = [
        {"blog": {"name": "keeper"}, "content_raw": "<p>Out.</p>", "is_root_item": True},
        {"blog": {"name": "lamps"}, "content_raw": "<p>In.</p>", "is_current_item": True},
    ]
    nested = SAID.format("keeper", 7) + "<blockquote><p>Out.</p></blockquote><p>In.</p>"
    more = {"body": nested, "reblogged_from_name": "keeper"}
    reading = read(data=api(post(1, trail=trail, **more), post(2, **more)))
    assert reading.told(1) == "0 keeper says:\n    1 paragraph: Out.\n2 paragraph: In."
    assert reading.told(2) == reading.told(1)


def test_an_ask_in_the_newer_form_stands_under_the_askers_name(read: Read) -> None:
    blocks = [said("Is it dark?"), said("Very.")]
    ask = {"type": "ask", "blocks": [0], "attribution": {"type": "blog", "blog": {"name": "mate"}}}
    anonymous = {"type": "ask", "blocks": [0]}
    reading = read(
        data=api(
            post(1, content=blocks, layout=[ask]),
            post(2, content=blocks, layout=[anonymous]),
            post(
                3, type="answer", asking_name="mate", question="Is it dark?", answer="<p>Very.</p>"
            ),
        )
    )
    assert reading.told(1) == "0 mate says:\n    1 paragraph: Is it dark?\n2 paragraph: Very."
    assert reading.told(2).startswith("0 Anonymous says:")
    assert reading.told(3) == reading.told(1)
    assert {made.kind for made in reading.posts.values()} == {"answer"}


def test_what_a_reader_sent_in_stands_under_the_readers_name(read: Read) -> None:
    sent = {"is_submission": True, "anonymous_email": "CANARY@x.example"}
    typed = {"type": "text", "title": "The pier", "body": "<p>It is dark.</p>"}
    reading = read(
        data=api(
            post(1, post_author="tove", **typed, **sent),
            post(2, content=[said("So it is.")], anonymous_name="Tove L.", **sent),
            post(3, content=[said("Mine.")], post_author="CANARY@x.example", **sent),
            post(4, content=[said("Said the blog.")], is_submission=False, post_author="ada"),
            post(5, content=[said("By the blog itself.")], post_author="lamps", **sent),
        )
    )
    assert [(made.kind, made.author) for made in reading.posts.values()] == [
        ("submission", "tove"), ("submission", "Tove L."), ("submission", "Anonymous"),
        ("post", "ada"), ("post", ""),
    ]  # fmt: skip
    assert reading.told(1).split("\n") == [
        "0 tove says:", "    1 heading 3: The pier", "    2 paragraph: It is dark.",
    ]  # fmt: skip
    assert "CANARY" not in repr((reading.posts, vars(reading.bench)))


def test_the_first_api_says_who_sent_it_in_too(read: Read) -> None:
    made = {
        "id": 1, "url": "http://lamps.tumblr.com/post/1", "url-with-slug": "", "reblog-key": "x",
        "type": "regular", "date-gmt": "2012-10-24 13:30:55 GMT", "is-submission": True,
        "submitter": "tove", "regular-title": "", "regular-body": "<p>It is dark.</p>",
    }  # fmt: skip
    other = {**made, "id": 2, "is-submission": False}
    whole = {"tumblelog": {"name": "lamps"}, "posts": [made, other]}
    reading = read(data=f"var tumblr_api_read = {json.dumps(whole)};")
    assert [one.kind for one in reading.posts.values()] == ["submission", "post"]
    assert reading.told(1) == "0 tove says:\n    1 paragraph: It is dark."
