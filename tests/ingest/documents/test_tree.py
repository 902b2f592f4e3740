"""Every constructor of pandoc's tree, and what it becomes."""

from __future__ import annotations

import json
from typing import get_args

import msgspec
import pytest

from pipeline.ingest.readers.documents import ast, pandoc
from pipeline.ingest.readers.documents.blocks import Converter
from pipeline.markup.context import Context
from pipeline.model import walk
from pipeline.model.text import (
    BlockQuote,
    Cell,
    Code,
    CodeBlock,
    Emph,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Math,
    Note,
    Paragraph,
    SceneBreak,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)

NONE = ["", [], []]
A = {"t": "Str", "c": "a"}
PLAIN = {"t": "Plain", "c": [A]}
TAG = {"t": "AlignDefault"}


def converted(*blocks: object, dropped: list | None = None):
    tree = msgspec.json.decode(json.dumps(blocks).encode(), type=list[ast.Block])
    gone = [] if dropped is None else dropped
    context = Context(0, "x", dropped=lambda rule, text: gone.append((rule, text)))
    return Converter(context).blocks(tree)


def line(*nodes: object, dropped: list | None = None):
    (paragraph,) = converted({"t": "Para", "c": [A, *nodes]}, dropped=dropped)
    assert isinstance(paragraph, Paragraph)
    return paragraph.content[1:]


def marked(name: str):
    return {"t": name, "c": [{"t": "Str", "c": "b"}]}


B = (Text("b"),)

INLINES = {
    "Str": ({"t": "Str", "c": "b"}, ()),  # one text with the "a" before it
    "Space": ({"t": "Space"}, ()),
    "SoftBreak": ({"t": "SoftBreak"}, ()),
    "LineBreak": ({"t": "LineBreak"}, ()),  # none at the end of a paragraph
    "Emph": (marked("Emph"), (Emph(B),)),
    "Underline": (marked("Underline"), (Emph(B),)),
    "Strong": (marked("Strong"), (Strong(B),)),
    "Strikeout": (marked("Strikeout"), (Strike(B),)),
    "Superscript": (marked("Superscript"), (Superscript(B),)),
    "Subscript": (marked("Subscript"), (Subscript(B),)),
    "SmallCaps": (marked("SmallCaps"), (SmallCaps(B),)),
    "Quoted": ({"t": "Quoted", "c": [{"t": "DoubleQuote"}, [A]]}, ()),
    "Cite": ({"t": "Cite", "c": [[], [A]]}, ()),
    "Code": ({"t": "Code", "c": [NONE, "b"]}, (Code("b"),)),
    "Math": ({"t": "Math", "c": [{"t": "InlineMath"}, "b"]}, (Math("b"),)),
    "RawInline": ({"t": "RawInline", "c": ["latex", "\\b"]}, ()),
    "Link": ({"t": "Link", "c": [NONE, [A], ["https://b.example", "t"]]},
             (Link((Text("a"),), "https://b.example", "t"),)),
    "Image": ({"t": "Image", "c": [NONE, [A], ["b.png", "t"]]}, (Image("b.png", "a", "t"),)),
    "Note": ({"t": "Note", "c": [PLAIN]}, Note),
    "Span": ({"t": "Span", "c": [["", ["smallcaps"], []], [A]]}, (SmallCaps((Text("a"),)),)),
}  # fmt: skip


def test_no_constructor_of_an_inline_is_forgotten():
    assert {kind.__name__ for kind in get_args(ast.Inline)} == set(INLINES)


@pytest.mark.parametrize("name", INLINES)
def test_an_inline_becomes_what_it_means(name):
    node, wanted = INLINES[name]
    made = line(node)
    if wanted is Note:
        assert [walk.plain(block) for block in made[0].blocks] == ["a"]
    else:
        assert made == wanted


def test_quotation_marks_are_signs_and_soft_breaks_spaces_where_letters_want_one():
    (made,) = converted({"t": "Para", "c": [
        {"t": "Quoted", "c": [{"t": "SingleQuote"}, [A]]}, {"t": "SoftBreak"}, A,
        {"t": "Str", "c": "灯"}, {"t": "SoftBreak"}, {"t": "Str", "c": "油"}, {"t": "LineBreak"},
        {"t": "Space"}, A,
    ]})  # fmt: skip
    assert made.content == (Text("‘a’ a灯油"), LineBreak(), Text("a"))


def test_a_citation_in_tex_is_named_by_its_keys():
    one = {"citationId": "knuth", "citationPrefix": [A], "citationSuffix": []}
    one |= {"citationMode": {"t": "NormalCitation"}, "citationNoteNum": 0, "citationHash": 0}
    two = {**one, "citationId": "lamport", "citationPrefix": [], "citationSuffix": [A]}
    raw = {"t": "RawInline", "c": ["latex", "\\cite{knuth,lamport}"]}
    (made,) = converted({"t": "Para", "c": [{"t": "Cite", "c": [[one, two], [raw]]}]})
    assert made.content == (Text("[a knuth; lamport, a]"),)


def test_raw_tags_are_what_they_stand_for_and_all_else_raw_is_declared():
    gone: list = []
    tags = [{"t": "RawInline", "c": ["html", tag]} for tag in ("<b>", "</b>", "<br/>", "<x-y>")]
    made = line(tags[0], A, tags[1], tags[2], A, tags[3], dropped=gone)
    assert made == (Strong((Text("a"),)), LineBreak(), Text("a"))
    tex = {"t": "RawBlock", "c": ["latex", "\\x"]}
    page = {"t": "RawBlock", "c": ["html", "<p>raw <i>words</i></p>"]}
    blocks = converted(tex, page, dropped=gone)
    assert [walk.plain(block) for block in blocks] == ["raw words"]
    assert gone == [("documents.raw", "<x-y>"), ("documents.raw", "\\x")]


def table(head: list, *bodies: list, foot: list | None = None, caption: list | None = None):
    return {"t": "Table", "c": [
        NONE, [None, caption or []],
        [[{"t": "AlignRight"}, {"t": "ColWidthDefault"}], [TAG, {"t": "ColWidth", "c": 0.5}]],
        [NONE, head], [[NONE, 0, [], body] for body in bodies], [NONE, foot or []],
    ]}  # fmt: skip


def row(*cells: object):
    return [NONE, list(cells)]


def cell(words: str, down: int = 1, across: int = 1, *more: object):
    return [NONE, TAG, down, across, [{"t": "Plain", "c": [{"t": "Str", "c": words}]}, *more]]


BLOCKS = {
    "Plain": (PLAIN, Paragraph),
    "Para": ({"t": "Para", "c": [A]}, Paragraph),
    "LineBlock": ({"t": "LineBlock", "c": [[A], [], [A]]}, Verse),
    "CodeBlock": ({"t": "CodeBlock", "c": [["", ["numberLines", "python"], []], "a\n"]}, CodeBlock),
    "RawBlock": ({"t": "RawBlock", "c": ["html", "<p>a</p>"]}, Paragraph),
    "BlockQuote": ({"t": "BlockQuote", "c": [PLAIN]}, BlockQuote),
    "OrderedList": ({"t": "OrderedList",
                     "c": [[3, {"t": "Decimal"}, {"t": "Period"}], [[PLAIN], []]]}, List),
    "BulletList": ({"t": "BulletList", "c": [[PLAIN], [PLAIN]]}, List),
    "DefinitionList": ({"t": "DefinitionList", "c": [[[A], [[PLAIN]]]]}, Paragraph),
    "Header": ({"t": "Header", "c": [7, NONE, [A]]}, Heading),
    "HorizontalRule": ({"t": "HorizontalRule"}, SceneBreak),
    "Table": (table([], [row(cell("a"), cell("b"))]), Table),
    "Figure": ({"t": "Figure", "c": [NONE, [None, [PLAIN]],
                [{"t": "Plain", "c": [{"t": "Image", "c": [NONE, [], ["b.png", ""]]}]}]]}, Figure),
    "Div": ({"t": "Div", "c": [NONE, [PLAIN]]}, Paragraph),
}  # fmt: skip


def test_no_constructor_of_a_block_is_forgotten():
    assert {kind.__name__ for kind in get_args(ast.Block)} == set(BLOCKS)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_becomes_what_it_means(name):
    node, kind = BLOCKS[name]
    made = converted(node)
    assert isinstance(made[0], kind)
    assert "a" in walk.plain(made[0]) or kind in (SceneBreak, Figure)
    if name == "DefinitionList":
        assert [block.role for block in made] == ["term", "definition"]
    if name == "OrderedList":
        assert (made[0].ordered, made[0].start, len(made[0].items)) == (True, 3, 1)
    if name == "CodeBlock":
        assert (made[0].text, made[0].language) == ("a", "python")
    if name == "Figure":
        assert (made[0].images, made[0].caption) == ((Image("b.png"),), (Text("a"),))
    if name == "Header":
        assert made[0].level == 6


def test_a_table_keeps_its_cells_their_reach_and_its_caption():
    head = [row(cell("x"), cell("y"))]
    body = [row(cell("a", 9, 1), cell("b")), row(cell("c", 1, 2, PLAIN))]
    (made,) = converted(table(head, body, foot=[row(cell("z", 1, 2))], caption=[PLAIN]))
    assert made.caption == (Text("a"),)
    assert made.head == ((Cell((Text("x"),), "right"), Cell((Text("y"),))),)
    assert made.body[0][0] == Cell((Text("a"),), "right", 1, 2)
    assert made.body[1] == (Cell((Text("c"), LineBreak(), Text("a")), "right", 2),)
    assert walk.text(made.body[2][0].content) == "z"


def test_a_table_that_only_lays_out_melts_into_its_blocks():
    one = converted(table([], [[NONE, [cell("a")]], [NONE, [cell("b")]]]))
    assert [walk.plain(block) for block in one] == ["a", "b"]
    within = cell("x", 1, 1, table([], [row(cell("a"), cell("b"))]))
    made = converted(table([], [row(within, cell("y"))]))
    assert [type(block) for block in made] == [Paragraph, Table, Paragraph]


def test_numbers_follow_the_reading_order_with_notes_before_their_paragraph():
    note = {"t": "Note", "c": [{"t": "BlockQuote", "c": [PLAIN]}]}
    quote, paragraph = converted(
        {"t": "BlockQuote", "c": [PLAIN, {"t": "BulletList", "c": [[PLAIN]]}]},
        {"t": "Para", "c": [A, note]},
    )
    numbers = [block.origin[0].block for block in walk.every((quote,))]
    assert numbers == [0, 1, 2, 3]
    assert paragraph.origin[0].block == 5
    assert paragraph.content[1].blocks[0].origin[0].block == 4


def test_a_tree_of_another_shape_is_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'[{"t": "Novelty", "c": []}]', type=list[ast.Block])


def test_what_is_nested_deep_melts_and_keeps_its_words():
    node: object = PLAIN
    for _ in range(80):
        node = {"t": "BlockQuote", "c": [node, PLAIN]}
    (made,) = converted(node)
    assert walk.plain(made).split() == ["a"] * 81


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04", b"\xff\xfe\x00\x00"])
def test_what_is_no_document_fails_with_a_reason(data):
    with pytest.raises(pandoc.Failed) as caught:
        pandoc.read(data, "docx")
    assert caught.value.reason == "pandoc cannot read it"


def test_pandoc_is_stopped_when_its_time_is_up():
    text = ("* " * 3000 + "x\n") * 200
    with pytest.raises(pandoc.Failed) as caught:
        pandoc.read(text.encode(), "rst", seconds=0.05)
    assert caught.value.reason in (
        "pandoc did not come to an end with it",
        "pandoc needs more memory for it than it may have",
    )


def test_pandoc_reads_no_other_file(tmp_path):
    secret = tmp_path / "secret.rst"
    secret.write_text("CANARY")
    for format, text in {
        "rst": f".. include:: {secret}\n",
        "latex": f"\\input{{{secret}}}",
        "org": f'#+INCLUDE: "{secret}"\n',
        "typst": f'#include "{secret}"',
    }.items():
        try:
            output = pandoc.read(text.encode(), format)
        except pandoc.Failed:
            continue
        assert "CANARY" not in repr(output.tree)
