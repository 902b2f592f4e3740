"""What blocks hold, told once."""

from pipeline.model import glance as glances
from pipeline.model.glance import forget, glance, opened
from pipeline.model.runs import prose
from pipeline.model.text import (
    BlockQuote,
    Code,
    CodeBlock,
    Emph,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    SceneBreak,
    Text,
)

LAMP, MAP = Image("lamp.png"), Image("map.png")
WITHIN = Link((Emph((Text("a chart"), MAP)),), "https://a.example")
NOTED = Link((Text("the log"),), "https://b.example")


def paragraph(*nodes):
    return Paragraph(nodes, ())


def test_it_says_what_prose_says():
    noted = paragraph(Text("See"), Note((paragraph(NOTED),)), Text(" it."))
    blocks = (noted, List(((noted, BlockQuote((paragraph(Code("x")),), ())),), ()), noted)
    assert glance(blocks).prose == prose(blocks)


def test_it_finds_links_and_pictures_wherever_they_stand():
    note = Note((paragraph(NOTED),))
    blocks = (BlockQuote((paragraph(Text("By "), WITHIN, note),), ()), Figure((LAMP,), (), ()))
    assert glance(blocks).links == (WITHIN, NOTED)
    assert glance(blocks).images == (MAP, LAMP)


def test_it_counts_the_lines_of_its_prose_and_not_the_breaks_within_a_text():
    blocks = (paragraph(Text("a\nb"), LineBreak(), Text("c d")), SceneBreak(()))
    assert (glance(blocks).breaks, glance(blocks).spaces) == (2, 1)


def test_blocks_are_plain_where_they_are_text_alone():
    title = Heading(2, (Emph((Text("Fog"),)),), ())
    assert glance((title, paragraph(Text("It rose."), LineBreak()))).plain
    assert not glance((title, paragraph(Code("fog()")))).plain
    assert not glance((Heading(2, (), ()),)).plain


def test_code_stands_apart_from_prose():
    assert glance((CodeBlock("ada@a.example", ()),)).apart
    assert not glance((paragraph(Code("x")),)).apart


def test_the_very_same_blocks_are_gone_through_once():
    blocks = (paragraph(Text("Once.")),)
    assert glance(blocks) is glance(blocks)
    assert glance((paragraph(Text("Once.")),)) is not glance(blocks)


def test_what_is_forgotten_is_looked_at_again():
    blocks = (paragraph(Text("Twice.")),)
    before = glance(blocks)
    forget()
    assert glance(blocks) is not before
    assert glance(blocks) == before


def test_blocks_with_others_in_front_are_known_without_being_gone_through_again():
    note = Note((paragraph(NOTED),))
    rest = (paragraph(Text("By "), WITHIN, note), CodeBlock("fog()", ()), Figure((LAMP,), (), ()))
    for opening in (paragraph(Text("3 May")),), (SceneBreak(()),), (paragraph(NOTED, Code("x")),):
        forget()
        wanted = glance((*opening, *rest))
        glance(rest)
        whole = opened(opening, rest)
        known = glances._known[id(whole)]
        assert known == wanted
        assert known.blocks is whole
