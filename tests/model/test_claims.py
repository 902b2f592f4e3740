"""What in a book is somebody else's, told of each division and judged for the whole."""

from pipeline.model.claims import claims, others
from pipeline.model.text import BlockQuote, Link, Paragraph, Text

STATUS = "https://twitter.com/{}/status/{}"


def leads(name: str, post: str, item: str = "") -> Link:
    return Link((Text("this"),), STATUS.format(name, post), item=item)


def test_of_posts_that_are_led_to_the_book_s_own_are_not_claimed_and_others_once():
    run = (leads("ada", "1"), leads("bell", "2"), leads("bell", "2"), leads("cole", "3", "9"))
    found = others(claims((Paragraph(run, ()),), {}), {"1", "9"})
    assert [(claim.kind, claim.whose) for claim in found] == [("quoted", "@bell")]


def test_a_quotation_is_claimed_whatever_the_book_s_items_are_called():
    quoted = BlockQuote((Paragraph((Text("The fog keeps no log."),), ()),), ())
    assert [claim.kind for claim in others(claims((quoted,), {}), {""})] == ["quotation"]
