"""What nobody is to read."""

import pytest

from pipeline.clean import redactions
from pipeline.model.fit import Misfit, fit
from pipeline.model.text import (
    Code,
    CodeBlock,
    Emph,
    Figure,
    Image,
    Link,
    Mention,
    PostBlock,
    Text,
)
from tests.clean.desk import origin, post, posts, ran, said

WITHHELD = redactions.WITHHELD


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("write to ada@pier.example.org.", f"write to {WITHHELD}."),
        ("(ada.q+x@pier.example, or call)", f"({WITHHELD}, or call)"),
        ("@ada@social.example is a handle", "@ada@social.example is a handle"),
        ("5 lamps @ noon, me@home", "5 lamps @ noon, me@home"),
        ("clone git@code.example:ada/lamps.git", "clone git@code.example:ada/lamps.git"),
    ],
)
def test_an_email_address_is_withheld(before, after):
    assert said(ran(redactions, posts(post(1, before)))[0]) == [after]


def test_a_link_to_an_address_loses_it_and_keeps_its_words():
    link = Link((Text("write to me"),), "mailto:ada@pier.example")
    after, bench = ran(redactions, posts(post(1, (link,))))
    assert after.posts[0].blocks[0].content == link.content
    assert bench.changes[0].before == link.url


def test_an_address_is_seen_across_the_markup_and_in_what_a_picture_shows():
    across = (Text("ada@"), Emph((Text("pier.example"),)), Text(" it is"))
    figure = Figure((Image("card.jpg", "my card: ada@pier.example"),), (), origin(1, 1))
    after, _ = ran(redactions, posts(post(1, across, figure)))
    assert said(after) == [f"{WITHHELD} it is", f"⟦my card: {WITHHELD}⟧"]


def test_words_are_withheld_whole_wherever_they_stand():
    given = posts(
        post(
            1,
            (Text("Bea, Beatrix, and "), Mention("@Bea"), Text(" said")),
            PostBlock("Bea", "2020", (), origin(1, 1)),
            kind="post",
            title="For Bea",
        )
    )
    after, _ = ran(redactions, given, words=[{"find": "Bea", "replace": "B."}])
    assert said(after) == ["B., Beatrix, and @B. said", "B. 2020"]
    assert after.posts[0].title == (Text("For B."),)


def test_a_pattern_may_use_what_it_found():
    words = [{"find": r"\+47 (\d\d)\d+", "replace": r"+47 \1…", "regex": True}]
    after, _ = ran(redactions, posts(post(1, "call +47 5512345")), words=words)
    assert said(after) == ["call +47 55…"]


def test_a_plain_replacement_is_no_template():
    after, _ = ran(redactions, posts(post(1, "ok")), words=[{"find": "ok", "replace": r"\1"}])
    assert said(after) == [r"\1"]


def test_code_is_searched_only_when_asked():
    block = CodeBlock("git config ada@pier.example", origin(1, 1))
    given = posts(post(1, (Code("ada@pier.example"),), block))
    assert ran(redactions, given)[0] is given
    assert said(ran(redactions, given, code=True)[0]) == [WITHHELD, f"git config {WITHHELD}"]


def test_what_stands_in_an_address_is_reported_without_being_named():
    link = Link((Text("list"),), "https://a.example/?mail=ada@pier.example")
    _, bench = ran(redactions, posts(post(1, (link,))))
    assert [finding.code for finding in bench.findings] == ["redactions.in-address"]
    assert "ada" not in bench.findings[0].message


def test_a_pattern_that_is_none_is_refused_with_its_fault():
    with pytest.raises(Misfit, match="no regular expression"):
        fit({"words": [{"find": "(", "regex": True}]}, redactions.Options)


@pytest.mark.parametrize(("emails", "after"), [("mask", WITHHELD), ("keep", "ada@pier.example")])
def test_what_becomes_of_addresses_can_be_said_in_words(emails, after):
    assert said(ran(redactions, posts(post(1, "ada@pier.example")), emails=emails)[0]) == [after]
