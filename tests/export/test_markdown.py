"""Handoffs as Markdown: what `bookworks show` prints."""

from textwrap import dedent

import pytest

from pipeline.export.markdown import write
from pipeline.markup.context import Context
from pipeline.markup.markdown import blocks as read
from pipeline.model.handoff import Archive, Archives, Deliverables, File, Posts
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import (
    BlockQuote,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    PostBlock,
    SceneBreak,
    Strong,
    Table,
    Text,
    Verse,
)
from pipeline.model.walk import plain

AT = (Origin(0, "7", 0),)


def p(*content, role="body"):
    return Paragraph(tuple([Text(c) if isinstance(c, str) else c for c in content]), AT, role)


def body(*blocks):
    """The Markdown of blocks, without the head of their post."""
    text = write(Posts(Profile(), (Post("7", 0, "post", "", blocks),), ()))
    return text.split("*post*\n\n", 1)[1].rstrip("\n")


def test_a_post_shows_what_is_known_of_it():
    post = Post("7", 0, "tweet", "2013-04-01", (p("Fog."),), (Text("Lamp"),), "Ada", tags=("sea",))
    assert write(Posts(Profile(title="Lights"), (post,), ())) == dedent("""\
        # Lights

        1 posts

        ## Lamp

        *tweet · 7 · 2013-04-01 · Ada · sea*

        Fog.
        """)


def test_a_book_shows_its_head_its_divisions_and_its_datelines():
    entry = Division("entry", "_bw_7", (), (p("1 April", role="dateline"), p("Fog.")))
    chapter = Division("chapter", "_bw_year_2013", (Text("2013"),), (), (entry,))
    assert write(Manuscript(Book('The "Lamp"', "Ada"), (chapter,), (), ())) == dedent("""\
        ---
        title: "The \\"Lamp\\""
        author: "Ada"
        lang: "en"
        edition: 1
        ---

        # 2013 {#_bw_year_2013 .chapter}

        ::: dateline
        1 April
        :::

        Fog.
        """)


def test_files_and_archives_are_listed():
    files = Deliverables((File("lamp.docx", "abc", 12345, "docx"),))
    assert write(files) == "# Files\n\n- `lamp.docx` docx, 12,345 bytes, abc\n"
    assert "`our.zip`" in write(Archives((Archive("abc", "our.zip", "/"),)))


def test_notes_follow_the_post_that_holds_them():
    note = Note((p("See below."), p("And there.")))
    assert body(p("Fog", note, "."), p("Rain.")) == dedent("""\
        Fog[^7-1].

        Rain.

        [^7-1]: See below.

            And there.""")


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (p(Emph((Text("old "),)), "lamp"), "*old* lamp"),
        (p(Strong((Text("a*b"),)), Code("x`y")), "**a\\*b**``x`y``"),
        (p(Link((Text("there"),), "https://example.org", item="9")), "[there](<#9>)"),
        (p("One", LineBreak(), "# two"), "One\\\n\\# two"),
        (p("2013. A year"), "2013\\. A year"),
        (p("snake_case _x_"), "snake_case \\_x\\_"),
        (Heading(2, (Text("Lamps"),), AT), "#### Lamps"),
        (BlockQuote((p("Fog."), p("Rain.")), AT), "> Fog.\n>\n> Rain."),
        (List(((p("a"), p("b")), (p("c"),)), AT, True, 3), "3. a\n\n   b\n4. c"),
        (Figure((Image("a.jpg", "A pier"),), (Text("Pier"),), AT), "![A pier](<a.jpg>)\nPier"),
        (CodeBlock("x = 1", AT, "python"), "```python\nx = 1\n```"),
        (SceneBreak(AT), "* * *"),
        (Verse(((Text("  in"),), (Text("out"),)), AT), "|   in\n| out"),
        (Embed("https://e.org", (Text("A film"),), AT, "video"),
         "::: video\nA film\n<https://e.org>\n:::"),
        (PostBlock("Bo", "2013", (p("Hi."),), AT), "> **Bo, 2013**\n>\n> Hi."),
        (Table(((Cell((Text("a|b"),)), Cell(())),), ((Cell((Text("c"),), columns=2),),), (), AT),
         "| a\\|b |  |\n| --- | --- |\n| c |  |"),
    ],
)  # fmt: skip
def test_every_block_is_written_as_a_person_would_write_it(block, written):
    assert body(block) == written


@pytest.mark.parametrize(
    "line", ["*", "# a", "- a", "1. a", "> a", "a_b_", "<b>", "[x](y)", "~~", "`", "|", "a\\"]
)
def test_characters_that_mean_something_are_read_back_as_themselves(line):
    (block,) = read(body(p(line)), Context(None, ""))
    assert plain(block) == line
