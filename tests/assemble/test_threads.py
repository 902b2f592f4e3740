"""Threads: joined whatever shape their replies have, each block still the post's it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assemble.threads import Options, run
from pipeline.assemble.trees import trees
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import Figure, Image, LineBreak, Paragraph, Text
from pipeline.model.walk import plain
from pipeline.shop.conservation import check


def tweet(id, reply_to="", text="", **fields):
    blocks = (Paragraph((Text(text or f"Tweet {id}."),), (Origin(0, id, 0),)),)
    return Post(id, 0, "tweet", "2013-04-01", fields.pop("blocks", blocks),
                reply_to=reply_to, **fields)  # fmt: skip


def joined(*posts, **options):
    """The posts that come out, by the law, and the bench on which it was declared."""
    before, bench = Posts(Profile(), posts, ()), Bench(None)
    after = run(before, Options(**options), bench)
    check("assemble.threads", before, after, bench)
    return after.posts, bench


def items(post):
    return [block.origin[0].item for block in post.blocks]


def texts(post):
    return [plain(block) for block in post.blocks]


def test_a_thread_becomes_one_post_and_every_block_keeps_its_origin():
    posts, bench = joined(tweet("1"), tweet("2", "1"), tweet("9"), tweet("3", "2"))
    assert [post.id for post in posts] == ["1", "9"]
    assert items(posts[0]) == ["1", "2", "3"]
    assert [(merge.item, merge.into) for merge in bench.merges] == [("2", "1"), ("3", "1")]
    assert bench.findings[0].message == "1 thread joined, the longest of 3 posts."


def test_an_aside_stands_beside_what_it_answers_and_the_thread_runs_on_unbroken():
    posts, _ = joined(
        tweet("1"), tweet("2", "1"), tweet("3", "1"), tweet("4", "2"), tweet("5", "4")
    )
    assert items(posts[0]) == ["1", "3", "2", "4", "5"]


def test_what_was_added_after_the_end_of_a_thread_follows_it():
    posts, _ = joined(tweet("1"), tweet("2", "1"), tweet("3", "2"), tweet("4", "1"))
    assert items(posts[0]) == ["1", "2", "3", "4"]


def test_a_reply_to_what_is_not_in_the_book_opens_its_own_thread():
    posts, _ = joined(tweet("2", "gone"), tweet("3", "2"), tweet("4", "elsewhere"))
    assert [items(post) for post in posts] == [["2", "3"], ["4"]]


def test_posts_that_answer_each_other_in_a_circle_are_kept():
    posts, _ = joined(tweet("1", "3"), tweet("2", "1"), tweet("3", "2"), tweet("4", "4"))
    assert [items(post) for post in posts] == [["1", "2", "3"], ["4"]]


def test_a_thread_of_five_thousand_posts_is_no_burden():
    posts, _ = joined(tweet("0"), *[tweet(str(n), str(n - 1)) for n in range(1, 5000)])
    assert len(posts) == 1
    assert items(posts[0])[-1] == "4999"


def test_a_thread_shorter_than_the_least_stays_apart():
    posts, bench = joined(tweet("1"), tweet("2", "1"), least=3)
    assert [post.id for post in posts] == ["1", "2"]
    assert not bench.merges


def test_a_thread_is_known_by_the_addresses_and_tags_of_all_its_posts():
    first = tweet("1", url="https://example.org/1", tags=("sea",))
    second = tweet("2", "1", url="https://example.org/2", tags=("fog", "sea"))
    (post,), _ = joined(first, second)
    assert (post.url, post.links) == ("https://example.org/1", ("https://example.org/2",))
    assert post.tags == ("sea", "fog")


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (["1/ Fog.", "2/ Wind.", "3/ Rain."], ["Fog.", "Wind.", "Rain."]),
        (["Fog. 1/3", "Wind. 2/3", "Rain. 3/3"], ["Fog.", "Wind.", "Rain."]),
        (["Fog. (1/n)", "Wind. (2/n)", "Rain."], ["Fog.", "Wind.", "Rain."]),
        (["1/9 - Fog.", "2/9 – Wind."], ["Fog.", "Wind."]),
        (["A start", "[2/4] Wind.", "[3/4]: Rain."], ["A start", "Wind.", "Rain."]),
        (["1/2 cup of oil", "and salt"], ["1/2 cup of oil", "and salt"]),
        (["Open 24/7", "and on 1/5/2013"], ["Open 24/7", "and on 1/5/2013"]),
        (["Open 24/7", "and more 25/7"], ["Open 24/7", "and more 25/7"]),
        (["3/ Fog.", "2/ Wind."], ["3/ Fog.", "2/ Wind."]),
    ],
)
def test_marks_are_cut_only_where_they_count_the_thread(given, left):
    tweets = [tweet(str(n), str(n - 1), text) for n, text in enumerate(given)]
    (post,), _ = joined(*tweets)
    assert texts(post) == left


def test_marks_stay_when_the_recipe_says_so():
    (post,), bench = joined(tweet("1", "", "1/ Fog."), tweet("2", "1", "2/ Wind."), numbers="keep")
    assert texts(post) == ["1/ Fog.", "2/ Wind."]
    assert not bench.changes


def test_a_mark_on_a_line_of_its_own_takes_its_line_break_along():
    lines = (Text("2/"), LineBreak(), Text("Wind."))
    second = tweet("2", "1", blocks=(Paragraph(lines, (Origin(0, "2", 0),)),))
    (post,), bench = joined(tweet("1", "", "1/ Fog."), second)
    assert texts(post) == ["Fog.", "Wind."]
    assert (bench.changes[1].before, bench.changes[1].after) == ("2/\nWind.", "Wind.")


def test_marks_beside_what_goes_with_a_post_are_cut_too():
    def part(id, reply_to, words):
        above = Paragraph((Text("a warning"),), (Origin(0, id, 0),), "tags")
        said = Paragraph((Text(words),), (Origin(0, id, 1),))
        picture = Figure((Image("lamp.jpg"),), (), (Origin(0, id, 2),))
        return tweet(id, reply_to, blocks=(above, said, picture))

    ended, _ = joined(part("1", "", "Fog. 1/2"), part("2", "1", "Rain. (2/2)"))
    begun, _ = joined(part("1", "", "1/2 Fog."), part("2", "1", "2/2 Rain."))
    said = ["a warning", "Fog.", "", "a warning", "Rain.", ""]
    assert texts(ended[0]) == texts(begun[0]) == said


def test_signs_that_announce_more_are_cut_only_when_asked():
    thread = tweet("1", "", "Fog. 🧵👇"), tweet("2", "1", "Wind 👇")
    assert texts(joined(*thread)[0][0]) == ["Fog. 🧵👇", "Wind 👇"]
    assert texts(joined(*thread, signs="cut")[0][0]) == ["Fog.", "Wind 👇"]


@given(st.lists(st.integers(-1, 30), max_size=31))
def test_every_node_of_any_forest_or_circle_is_laid_out_at_most_once(parents):
    parents = [p if p < len(parents) and p != n else -1 for n, p in enumerate(parents)]
    found = trees(parents)
    nodes = [node for tree in found for node in tree]
    assert len(nodes) == len(set(nodes))
    assert {n for n, p in enumerate(parents) if p >= 0} <= set(nodes)
    for tree in found:
        assert all(parents[node] in tree[:at] for at, node in enumerate(tree) if at)
