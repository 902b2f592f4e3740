"""The account: every item once, also where an archive holds it twice."""

from pipeline.model.account import Received
from pipeline.model.handoff import Merge, Posts, SetAside
from pipeline.model.post import Post, Profile
from pipeline.model.traveler import Size
from pipeline.shop.account import draw_up
from pipeline.shop.slip import Slip


def drawn(received, set_asides=(), merges=(), held=()):
    slips = [Slip("ingest.read", Size(), Size(), received, set_asides, merges, (), ())]
    posts = tuple(Post(id, 0, "post", "", ()) for id in held)
    return draw_up(slips, Posts(Profile(), posts, ()))


def items(*ids):
    return tuple(Received("post", id) for id in ids)


def test_an_item_that_an_archive_holds_twice_is_counted_twice():
    twice = (Merge("post", "a", 0, "a", "received twice"),)
    account = drawn(items("a", "a", "b"), merges=twice, held="ab")
    (row,) = account.sums
    assert (row.seen, row.included, row.merged) == (3, 2, {"received twice": 1})
    assert account.balanced


def test_two_of_one_name_set_aside_are_two():
    asides = (SetAside("post", "a", 0, "a menu"),) * 2
    (row,) = drawn(items("a", "a"), asides).sums
    assert (row.seen, row.set_aside) == (2, {"a menu": 2})


def test_an_item_that_went_nowhere_is_named():
    account = drawn(items("a", "b"), held="a")
    assert [one.item for one in account.lost] == ["b"]
    assert not account.balanced
