"""Texts that were posted twice."""

from pipeline.clean import duplicates
from pipeline.model.text import Link, Text
from tests.clean.desk import ids, post, posts, ran

LONG = "the lamp on the east pier is out again tonight"


def merges(bench):
    return [(merge.item, merge.into, merge.why) for merge in bench.merges]


def test_a_text_posted_twice_is_merged_into_its_first_posting():
    given = posts(post(1, LONG), post(2, "other words entirely, and more"), post(3, LONG))
    after, bench = ran(duplicates, given)
    assert ids(after) == ["1", "2"]
    assert merges(bench) == [("3", "1", "the same text")]


def test_a_greeting_is_not_a_double_on_another_day_but_is_on_the_same():
    given = posts(
        post(1, "Good morning!", created="2020-05-01T07:00:00Z"),
        post(2, "Good morning!", created="2020-05-01T07:00:04Z"),
        post(3, "Good morning!", created="2020-05-02T07:00:00Z"),
    )
    assert ids(ran(duplicates, given)[0]) == ["1", "3"]


def test_a_short_answer_is_never_a_double():
    given = posts(post(1, LONG), post(2, "Yes.", reply_to="1"), post(3, "Yes.", reply_to="1"))
    assert ran(duplicates, given)[0] is given


def test_a_part_of_a_thread_is_no_double_of_what_stands_elsewhere():
    given = posts(post(1, LONG), post(2, "guess what"), post(3, LONG, reply_to="2"))
    assert ran(duplicates, given)[0] is given


def test_a_thread_that_was_posted_twice_is_merged_part_by_part():
    other = "and nobody has come to mend it, as ever"
    given = posts(
        post(1, LONG), post(2, other, reply_to="1"), post(3, LONG), post(4, other, reply_to="3")
    )
    assert ids(ran(duplicates, given)[0]) == ["1", "2"]


def test_the_same_words_over_another_link_are_another_text():
    def linked(url):
        return (Text("new today, on the blog, at last: "), Link((Text("read it"),), url))

    given = posts(post(1, linked("https://a.example/1")), post(2, linked("https://a.example/2")))
    assert ran(duplicates, given)[0] is given


def test_answers_to_a_merged_post_answer_the_one_that_stayed():
    given = posts(post(1, LONG), post(2, LONG), post(3, "since Tuesday", reply_to="2"))
    after, _ = ran(duplicates, given)
    assert after.posts[1].reply_to == "1"


def test_the_one_that_stays_is_known_by_both_addresses_and_all_tags():
    given = posts(
        post(1, LONG, url="https://a.example/1", tags=("lamps",)),
        post(2, LONG, url="https://a.example/2", tags=("lamps", "pier")),
    )
    kept = ran(duplicates, given)[0].posts[0]
    assert kept.links == ("https://a.example/2",)
    assert kept.tags == ("lamps", "pier")


def test_a_repeat_long_after_can_be_kept():
    given = posts(post(1, LONG, created="2019-01-01"), post(2, LONG, created="2020-01-01"))
    assert ran(duplicates, given, within=30)[0] is given
    assert ids(ran(duplicates, given, within=400)[0]) == ["1"]


def test_one_address_and_one_text_is_one_item_whatever_the_format_calls_it():
    given = posts(
        post(1, LONG, kind="post", url="https://www.a.example/lamp/"),
        post("lamp.md", LONG, kind="essay", url="http://a.example/lamp"),
    )
    after, bench = ran(duplicates, given)
    assert ids(after) == ["1"]
    assert merges(bench) == [("lamp.md", "1", "the same address and text")]


def test_two_texts_at_one_address_are_kept_and_reported():
    given = posts(
        post(1, LONG, url="https://a.example/lamp"),
        post(2, "it was mended", url="https://a.example/lamp"),
    )
    after, bench = ran(duplicates, given)
    assert after is given
    assert [finding.code for finding in bench.findings] == ["duplicates.same-address"]
