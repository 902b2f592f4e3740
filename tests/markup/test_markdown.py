"""Markdown -> Blocks: one golden outline for each construct, and the laws that no text escapes."""

import os
import pathlib
import re
import time

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.markup import markdown
from pipeline.markup.context import Context
from pipeline.markup.markdown import flow, parser
from pipeline.markup.markdown.flow import Flow
from pipeline.markup.markdown.run import Run
from pipeline.model.text import (
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Math,
    Mention,
    Note,
    Paragraph,
    PostBlock,
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
from pipeline.model.walk import every, plain

CASES = sorted((pathlib.Path(__file__).parent / "markdown").glob("*.md"))
WRAPS = {Emph: "em", Strong: "strong", Strike: "del", SmallCaps: "caps", Superscript: "sup",
         Subscript: "sub"}  # fmt: skip


def inline(node: Inline) -> str:
    match node:
        case Text(text=text):
            return text
        case Code(text=text):
            return f"`{text}`"
        case Link(content=content, url=url, title=title, item=item):
            return f"[{line(content)}]({url or item}{f' {title!r}' if title else ''})"
        case Image(media=media, alt=alt, title=title):
            return f"![{alt}]({media}{f' {title!r}' if title else ''})"
        case Note(blocks=blocks):
            return "⟦" + " ¶ ".join(outline(blocks)) + "⟧"
        case LineBreak():
            return "⏎"
        case Math(text=text, display=display):
            return f"$${text}$$" if display else f"${text}$"
        case Mention(text=text) | Hashtag(text=text):
            return text
        case _:
            return f"{{{WRAPS[type(node)]} {line(node.content)}}}"


def line(nodes: Inlines) -> str:
    return "".join(map(inline, nodes))


def outline(blocks: Blocks, indent: str = "") -> list[str]:
    out: list[str] = []
    for block in blocks:
        number = f"{block.origin[0].block} " if block.origin else ""
        out += [f"{indent}{number}{row}" for row in rows(block)]
        match block:
            case BlockQuote(blocks=inner) | PostBlock(blocks=inner):
                out += outline(inner, indent + "  ")
            case List(items=items):
                for item in items:
                    out += [f"{indent}  -", *outline(item, indent + "    ")]
            case _:
                pass
    return out


def rows(block: object) -> list[str]:
    match block:
        case Paragraph(content=content, role=role):
            return [f"{role}: {line(content)}"]
        case Heading(content=content, level=level):
            return [f"h{level}: {line(content)}"]
        case BlockQuote():
            return ["quote"]
        case List(ordered=ordered, start=start):
            return [f"list from {start}" if ordered else "list"]
        case Figure(images=images, caption=caption):
            return [f"figure: {line(images)} {line(caption)}".rstrip()]
        case Table(head=head, body=body):
            cells = [[f"{cell.align} {line(cell.content)}".strip() for cell in row]
                     for row in (*head, *body)]  # fmt: skip
            return ["table: " + " / ".join(" | ".join(row) for row in cells)]
        case CodeBlock(text=text, language=language):
            return [f"code {language}: {text!r}"]
        case SceneBreak():
            return ["scene break"]
        case Embed(url=url, content=content, kind=kind):
            return [f"embed {kind}: {line(content)} {url}"]
        case Verse(lines=lines):
            return ["verse: " + " / ".join(map(line, lines))]
        case _:
            return [type(block).__name__]


def blocks_of(text: str) -> Blocks:
    return markdown.blocks(text, Context(0, "item"))


def words_of(blocks: Blocks) -> str:
    return "\n".join(map(plain, blocks))


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_each_construct_becomes_the_outline_beside_it(case: pathlib.Path) -> None:
    dropped: list[str] = []
    context = Context(0, "item", dropped=lambda rule, text: dropped.append(f"{rule}: {text}"))
    made = outline(markdown.blocks(case.read_text(encoding="utf-8"), context))
    made += [f"dropped {row}" for row in dropped]
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text("\n".join(made) + "\n", encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8").splitlines()


def test_a_title_is_inlines_and_starts_no_block() -> None:
    assert line(markdown.inlines("# 1. *Of* `oil`", Context(0, "item"))) == "# 1. {em Of} `oil`"


def test_pictures_and_links_are_asked_of_the_context() -> None:
    context = Context(
        0, "item", picture=lambda src: "media/" + src, resolve=lambda url: ("", "other")
    )
    (made,) = markdown.blocks("[a](b.md) and ![c](d.png) and <img src='e.png' alt='f'>", context)
    assert rows(made) == ["body: [a](other) and ![c](media/d.png) and ![f](media/e.png)"]


def test_labels_of_notes_do_not_cross_documents() -> None:
    first, second = blocks_of("a[^1]\n\n[^1]: one"), blocks_of("b[^1]")
    assert words_of(first) == "a⟦one⟧"
    assert words_of(second) == "b[^1]"


# -- laws ------------------------------------------------------------------------------------------

FRAGMENTS = """
{} | *{}* | **{}** | ~~{}~~ | `{}` | [{}](http://x.example) | ![{}](p.png) | <b>{}</b> | <i>{} |
</i> | </b> | <div>{}</div> | <div> | </div> | <p>{} | <span class="sidenote">{}</span> | [^1] |
<table><tr><td>{}</td></tr></table> | <ul><li>{} | </ul> | <blockquote> | </blockquote> |
\\n[^1]: {}\\n | ^[{}] | \\n: {}\\n | $${}$$ | ${}$ | \\\\a | [ | ] | ( | ) | * | _ | ` | ~ |
<\\n | > | ! | & | &amp; | {{: .x}} | [ ] {} | \\n\\n | \\n | \\n> | \\n- {} | \\n  - {} |
\\n1. {} | \\n# {} |
\\n---\\n | \\n===\\n | \\n    {} | \\n```\\n{}\\n```\\n | \\n\\n[x]\\n | <pre>{}\\n\\n{}</pre> |
<kbd>{}</kbd> | <foo>{} | </foo> | <a href="q">{}</a> | <br> | <hr>
"""
PIECES = [
    piece.strip().replace("\\n", "\n").replace("\\\\", "\\")
    for piece in FRAGMENTS.replace("\n", " ").split(" | ")
] + ["\n| {} | {} |\n|---|---|\n| {} | {} | {} |\n"]


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text from pieces of markup in any order, and the words that a reader must find in it."""
    words: list[str] = []
    parts = []
    for piece in draw(st.lists(st.sampled_from(PIECES), max_size=30)):
        while "{}" in piece:
            words.append(f"w{len(words)}q")
            piece = piece.replace("{}", words[-1], 1)
        parts.append(piece.replace("{{", "{").replace("}}", "}"))
    return draw(st.sampled_from(["", " "])).join(parts), words


@settings(max_examples=400, deadline=None)
@given(documents())
def test_no_markup_in_any_order_loses_a_word(document: tuple[str, list[str]]) -> None:
    text, words = document
    told: list[str] = []
    context = Context(0, "item", dropped=lambda rule, gone: told.append(gone))
    tree = msgspec.json.encode(markdown.blocks(text, context)).decode()
    found = set(re.findall(r"w\d+q", tree + " ".join(told)))
    assert [word for word in words if word not in found] == []


SIGNS = [*"ab *_`[]()!<>&~.\n\\", "**", "[a](b)", "`c`", "“", "<b>", "</b>", "\n# ",
         "\n- a", "\n     - b", "\n# a | b\n|---|---|\n", "\n* *", "> a"]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(documents().map(lambda pair: pair[0]) | st.lists(st.sampled_from(SIGNS)).map("".join))
@example("a\n     - b")
@example("> a\n- b")
@example("# a | b\n|---|---|\n| c | d |")
@example("  # a #\n\n\t\n* b\n \t")
def test_the_shortcuts_of_our_grammar_change_nothing(text: str) -> None:
    long_way = parser.build.__wrapped__(*parser.extensions(text))
    long_way.inline.ruler.disable(["plain_link", "tag"])
    long_way.block.ruler.disable("plain", ignoreInvalid=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "simple", lambda run, text: None)
        patch.setattr(flow, "block_tokens", lambda md, text, env: md.parse(text, env))
        made = Flow(long_way, Context(0, "item")).document(text)
    assert blocks_of(text) == made


def test_what_most_paragraphs_are_made_of_needs_no_parser() -> None:
    text = "The *lamp*, as **Ada** (`lamp.py`) [wrote](https://x.example/a_b): 2 * 3, snake_case!"
    run = Flow(parser.parser_for(text), Context(0, "item")).run
    assert line(run.simple(text) or ()) == (
        "The {em lamp}, as {strong Ada} (`lamp.py`) [wrote](https://x.example/a_b): "
        "2 * 3, snake_case!"
    )
    assert run.simple("<b>raw</b>") is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \n\t*_`~[]()<>!&;#-+=|:^$\\/\"'{}1.\x00\r\ud800é")))
def test_no_text_raises(text: str) -> None:
    blocks_of(text)
    markdown.inlines(text, Context(0, "item"))


HOSTILE = {
    "quotations": ">" * 10000 + "word",
    "lists": "- " * 10000 + "word",
    "steps": "".join("  " * i + "- word\n" for i in range(400)),
    "brackets": "[" * 10000 + "word" + "]" * 10000,
    "pictures": "![" * 10000 + "word" + "](a)" * 10000,
    "emphasis": "*a **b " * 5000 + "word",
    "tags": "<b><i>" * 10000 + "word",
    "boxes": "<div>\n\n" * 10000 + "word",
    "quoted boxes": "<blockquote>\n\n" * 10000 + "word\n\n" + "</blockquote>\n\n" * 10000,
    "comments": "<!-- " * 10000 + "word",
    "notes": "".join(f"[^{i}]: see [^{i + 1}]\n\n" for i in range(2000)) + "word [^0]",
    "notes of notes": "^[" * 5000 + "word" + "]" * 5000,
    "rows": "|" * 10000 + "\n" + "|-" * 10000 + "|\nword",
    "data": "<![CDATA[" * 10000 + "word",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_nesting_keeps_its_text_and_takes_no_time(text: str) -> None:
    start = time.process_time()
    made = blocks_of(text)
    assert "word" in words_of(made)
    assert time.process_time() - start < 4


def test_blocks_are_numbered_in_reading_order_containers_first() -> None:
    made = blocks_of("a\n\n> b\n>\n> - c[^1]\n\n[^1]: d\n\ne")
    assert [block.origin[0].block for block in every(made)] == [0, 1, 2, 3, 4, 6]
