"""What goes in, and why the rest does not."""

import pytest

from pipeline.clean import selection
from pipeline.model.fit import Misfit, fit
from pipeline.model.text import Mention, Text
from tests.clean.desk import ids, post, posts, ran, reasons


def test_retweets_are_set_aside_unless_the_recipe_keeps_them():
    given = posts(post(1, "mine"), post(2, "RT hers", kind="retweet"))
    after, bench = ran(selection, given)
    assert ids(after) == ["1"]
    assert reasons(bench) == {"2": "retweet"}
    assert ran(selection, given, retweets="keep")[0] is given


def test_a_thread_of_ones_own_stays_and_a_reply_to_another_goes():
    given = posts(
        post(1, "a lamp is lit"),
        post(2, "and another", reply_to="1"),
        post(3, "thanks!", reply_to="99", reply_author="bea"),
    )
    after, bench = ran(selection, given)
    assert ids(after) == ["1", "2"]
    assert reasons(bench) == {"3": "reply to another"}


def test_a_response_is_to_somebody_even_where_nobody_is_named():
    given = posts(
        post(1, "a post"), post(2, "well said", kind="response"), post(3, "x", kind="toot")
    )
    after, bench = ran(selection, given)
    assert ids(after) == ["1", "3"]
    assert reasons(bench) == {"2": "response to another"}
    assert ran(selection, given, replies="all")[0] is given
    assert ran(selection, given, keep_items=("2",))[0] is given


def test_what_hangs_on_a_reply_to_another_goes_with_it_however_deep():
    given = posts(
        post(1, "no", reply_to="99", reply_author="bea"),
        post(2, "I mean it", reply_to="1"),
        post(3, "truly", reply_to="2"),
        post(4, "an own start"),
    )
    after, bench = ran(selection, given)
    assert ids(after) == ["4"]
    assert set(reasons(bench).values()) == {"reply to another"}


def test_a_tweet_that_starts_with_a_handle_was_meant_for_its_owner():
    hers = (Mention("@bea"), Text(" did you see it?"))
    own = (Mention("@Ada"), Text(" note to self"))
    toot = post(4, hers, kind="toot")
    given = posts(post(1, hers), post(2, own), post(3, hers, kind="post"), toot)
    assert ids(ran(selection, given)[0]) == ["2", "3"]


def test_a_tweet_to_somebody_from_which_the_author_went_on_heads_an_own_thread():
    hers = (Mention("@bea"), Text(" did you see it?"))
    given = posts(post(1, hers, reply_author="bea"), post(2, "it was a whale", reply_to="1"))
    assert ran(selection, given)[0] is given


def test_posts_that_answer_each_other_in_a_circle_are_kept():
    given = posts(post(1, "hen", reply_to="2"), post(2, "egg", reply_to="1"))
    assert ran(selection, given)[0] is given


def test_an_answer_to_an_own_post_that_the_archive_lacks_is_kept():
    given = posts(post(1, "and so on", reply_to="98"))
    assert ran(selection, given)[0] is given


def test_no_replies_at_all_can_be_asked_for():
    given = posts(post(1, "first"), post(2, "second", reply_to="1"))
    assert reasons(ran(selection, given, replies="none")[1]) == {"2": "reply to oneself"}


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ({"since": "2014"}, ["2", "3"]),
        ({"until": "2014-03"}, ["1", "2"]),
        ({"since": "2014-03-09", "until": "2014-03-09"}, ["2"]),
        ({"since": 2015}, ["3"]),
    ],
)
def test_dates_are_whole_years_months_or_days(options, left):
    given = posts(
        post(1, "a", created="2013-12-31T23:59:59Z"),
        post(2, "b", created="2014-03-09"),
        post(3, "c", created="2015-01-01T00:00:00Z"),
    )
    assert ids(ran(selection, given, **options)[0]) == left


def test_a_post_without_a_date_is_not_outside_any_dates():
    given = posts(post(1, "timeless", created=""))
    assert ran(selection, given, since="2014")[0] is given


def test_tags_kinds_lengths_and_ids_choose_each_with_its_reason():
    given = posts(
        post(1, "a page", kind="page"),
        post(2, "about boats and lamps", tags=("Boats",)),
        post(3, "untagged and long enough"),
        post(4, "short", tags=("boats",)),
        post(5, "boats that rest", tags=("boats", "draft")),
        post(6, "boats that I regret", tags=("boats",)),
    )
    after, bench = ran(
        selection,
        given,
        without_kinds=["page"],
        tags=["#boats"],
        without_tags=["draft"],
        least_words=3,
        without_items=["6"],
    )
    assert ids(after) == ["2"]
    assert list(reasons(bench).values()) == [
        "kind chosen out", "tag not chosen", "too few words", "tag chosen out",
        "chosen out by the recipe",
    ]  # fmt: skip


def test_a_short_post_of_a_thread_is_not_too_short():
    given = posts(post(1, "So."), post(2, "This is why I came", reply_to="1"), post(3, "Hm."))
    assert ids(ran(selection, given, least_words=3)[0]) == ["1", "2"]


def test_a_named_item_goes_in_whatever_else_is_said():
    given = posts(post(1, "RT worth it", kind="retweet"))
    assert ran(selection, given, keep_items=["1"])[0] is given


def test_an_item_that_no_archive_holds_is_a_finding_with_the_nearest_id():
    _, bench = ran(selection, posts(post("harbour", "x")), without_items=["harbor"])
    assert bench.findings[0].code == "selection.unknown-item"
    assert "harbour" in bench.findings[0].todo


def test_a_date_that_is_none_is_refused():
    with pytest.raises(Misfit, match="a year, a month or a day"):
        fit({"since": "spring"}, selection.Options)
