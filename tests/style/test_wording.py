"""Words are said otherwise by rule, wherever an author said them, and the markup stays."""

from __future__ import annotations

import pytest

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    BlockQuote,
    CodeBlock,
    Emph,
    Heading,
    Note,
    Paragraph,
    Strong,
    Text,
)
from pipeline.model.walk import own_text, text
from pipeline.shop.conservation import check
from pipeline.style import assigned, headings, wording
from pipeline.style.wording import Options, Rule


def at(block: int, item: str = "1") -> tuple[Origin, ...]:
    return (Origin(0, item, block),)


def book(*blocks: Block) -> Manuscript:
    title = (Text("A lamp"),)
    entry = Division("entry", "e1", title, blocks, origin=at(-1))
    chapter = Division("chapter", "c1", (Text("The lamps"),), (), (entry,))
    return Manuscript(Book("Light List", "Ada"), (chapter,), (), ())


def blocks_of(made: Manuscript) -> tuple[Block, ...]:
    return made.divisions[0].divisions[0].blocks


def reworded(given: Manuscript, **rule: object) -> tuple[Manuscript, Bench]:
    bench = Bench(None)  # type: ignore[arg-type]
    after = wording.run(given, Options(rules=(Rule(**rule),)), bench)  # type: ignore[arg-type]
    check("style.wording", given, after, bench)  # every change of words is declared
    return after, bench


def test_words_are_replaced_in_titles_notes_and_across_emphasis() -> None:
    note = Note((Paragraph((Text("no lamp here"),), at(1), "note"),))
    whole = Paragraph((Text("the la"), Emph((Text("mp, a "),)), Text("lamp"), note), at(0))
    after, _ = reworded(book(whole), find="lamp", replace="light")
    (paragraph,) = blocks_of(after)
    assert isinstance(paragraph, Paragraph)
    assert own_text(paragraph) == "the light, a light⟦no light here⟧"
    assert paragraph.content[1] == Emph((Text(", a "),))
    assert text(after.divisions[0].divisions[0].title) == "A light"


def test_what_the_shop_says_itself_is_left() -> None:
    after, bench = reworded(book(Paragraph((Text("lamp"),), ())), find="lamps", replace="lights")
    assert after.divisions[0].title == (Text("The lamps"),)
    assert [finding.code for finding in bench.findings] == ["wording.idle"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"find": "Lamp", "replace": "x"}, "lamp lamps"),
        ({"find": "Lamp", "replace": "x", "case": False}, "x xs"),
        ({"find": "lamp", "replace": "x", "whole_word": True}, "x lamps"),
        ({"find": r"(la)(mp)s?\b", "replace": r"\2\1", "regex": True}, "mpla mpla"),
        ({"find": "lamp", "replace": ""}, " s"),
        ({"find": "lamp", "replace": r"\1"}, r"\1 \1s"),
        ({"find": "lamp", "replace": "x", "items": ("2",)}, "lamp lamps"),
        ({"find": "lamp", "replace": "x", "roles": ("quote",)}, "lamp lamps"),
    ],
)
def test_a_rule_says_where_it_holds(rule: dict[str, object], said: str) -> None:
    after, _ = reworded(book(Paragraph((Text("lamp lamps"),), at(0))), **rule)
    (paragraph,) = blocks_of(after)
    assert own_text(paragraph) == said  # type: ignore[arg-type]


def test_roles_are_left_alone_with_all_that_stands_in_them() -> None:
    quote = BlockQuote((Paragraph((Text("lamp"),), at(0)),), at(0))
    code = CodeBlock("lamp = 1", at(1))
    after, _ = reworded(book(quote, code), find="lamp", replace="x", exclude=("quote",))
    assert blocks_of(after) == (quote, CodeBlock("x = 1", at(1)))


@pytest.mark.parametrize("bad", ["(", "*", "(?P<a>b)(?P=c)"])
def test_a_pattern_that_is_none_is_told(bad: str) -> None:
    with pytest.raises(RecipeError, match="no regular expression"):
        wording.pattern(Rule(find=bad, replace="", regex=True))


# -- roles and headings, by rule -------------------------------------------------------------------


def test_a_spot_wins_over_its_item_and_an_item_over_a_role() -> None:
    given = book(*[Paragraph((Text("x"),), at(n)) for n in range(2)],
                 Paragraph((Text("x"),), at(0, "2")), Heading(1, (Text("h"),), at(3)))  # fmt: skip
    spot = assigned.Spot(item="1", block=1, role="verse")
    gone = assigned.Spot(item="9", block=0, role="verse")
    options = assigned.Options(roles={"body": "tags"}, items={"1": "message"}, spots=(spot, gone))
    bench = Bench(None)  # type: ignore[arg-type]
    after = assigned.run(given, options, bench)
    check("style.assigned", given, after, bench)
    roles = [block.role for block in blocks_of(after) if isinstance(block, Paragraph | Heading)]
    assert roles == ["message", "verse", "tags", "heading"]
    assert [finding.code for finding in bench.findings] == ["assigned.gone", "assigned.applied"]
    with pytest.raises(RecipeError, match="cannot be 'heading'"):
        assigned.run(given, assigned.Options(roles={"body": "heading"}), bench)


def levelled(overflow: str, *blocks: Block) -> tuple[Block, ...]:
    given = book(*blocks)
    bench = Bench(None, house="generic")  # type: ignore[arg-type]
    options = headings.Options(deepest=3, overflow=overflow)  # type: ignore[arg-type]
    after = headings.run(given, options, bench)
    check("style.headings", given, after, bench)
    return blocks_of(after)


def test_headings_too_deep_become_paragraphs_and_no_word_is_lost() -> None:
    """The chapter is level 1 and the entry 2, so that of an item's headings one level stands."""
    upper, lower = Heading(1, (Text("Up"),), at(0)), Heading(2, (Text("Down"),), at(1))
    body = Paragraph((Text("Text."),), at(2), "first")
    bold = Paragraph((Strong((Text("Down"),)),), at(1), "first")
    assert levelled("bold", upper, lower, body) == (upper, bold, body)
    plain = Paragraph((Text("Down"),), at(1), "first")
    assert levelled("paragraph", upper, lower, body) == (upper, plain, body)
    joined = (Strong((Text("Down"), Text("."))), Text(" "), Text("Text."))
    run_in = Paragraph(joined, (*at(1), *at(2)), "first")
    assert levelled("run-in", upper, lower, body) == (upper, run_in)
    assert levelled("run-in", upper, lower) == (upper, bold)  # there is nothing to run into
