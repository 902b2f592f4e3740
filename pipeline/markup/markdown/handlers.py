"""The tokens of blocks, and what each kind of them makes of the flow."""

from typing import Literal, cast

from markdown_it.token import Token

from pipeline.markup import html
from pipeline.markup.markdown.flow import RULES, Flow, Open
from pipeline.markup.markdown.rendered import render
from pipeline.markup.markdown.tags import read_tag
from pipeline.model.text import (
    BlockQuote,
    Cell,
    CodeBlock,
    Heading,
    List,
    Math,
    Paragraph,
    SceneBreak,
    Table,
)


def _paragraph(flow: Flow, tokens: list[Token], place: int) -> int:
    flow.paragraph(tokens[place + 1].content)
    return place + 3


def _heading(flow: Flow, tokens: list[Token], place: int) -> int:
    origin = flow.context.origin()
    content = flow.run.line(tokens[place + 1].content)
    if content:
        flow.blocks.append(Heading(int(tokens[place].tag[1]), content, origin))
    return place + 3


def _code(flow: Flow, tokens: list[Token], place: int) -> int:
    token = tokens[place]
    language, *more = token.info.split(maxsplit=1) or [""]
    if more:
        flow.context.dropped("markdown.code-info", more[0])
    text = token.content.removesuffix("\n")
    flow.blocks.append(CodeBlock(text, flow.context.origin(), language.strip("{}.")))
    return place + 1


def _rule(flow: Flow, tokens: list[Token], place: int) -> int:
    flow.blocks.append(SceneBreak(flow.context.origin()))
    return place + 1


def _math(flow: Flow, tokens: list[Token], place: int) -> int:
    origin = flow.context.origin()
    flow.blocks.append(Paragraph((Math(tokens[place].content.strip(), True),), origin))
    return place + 1


def _html(flow: Flow, tokens: list[Token], place: int) -> int:
    last = flow.spans.get(place)
    if last is not None:
        source = render(flow, tokens[place : last + 1])
        flow.blocks.extend(html.blocks(source, flow.context))
        return last + 1
    source = tokens[place].content
    if read_tag(source.lstrip()).use == "unknown":
        flow.paragraph(source.strip())
        return place + 1
    sources = [source]
    while _goes_on(flow, tokens, place):  # literal text with an element for each line of it
        place += 1
        sources.append(tokens[place].content)
    flow.blocks.extend(html.blocks("".join(sources), flow.context))
    return place + 1


def _goes_on(flow: Flow, tokens: list[Token], place: int) -> bool:
    """Whether raw HTML ends with literal text, and the raw HTML after it starts with such."""
    if place + 1 == len(tokens) or place + 1 in flow.spans:
        return False
    after = tokens[place + 1]
    return (
        after.type == "html_block"
        and after.content.lstrip()[:4].lower() == "<pre"
        and tokens[place].content.rstrip()[-6:].lower() == "</pre>"
    )


def _open(flow: Flow, tokens: list[Token], place: int) -> int:
    flow.open(tokens[place])
    return place + 1


def _quote_close(flow: Flow, tokens: list[Token], place: int) -> int:
    frame, blocks = flow.close()
    if blocks:
        flow.blocks.append(BlockQuote(blocks, frame.origin))
    return place + 1


def _item_close(flow: Flow, tokens: list[Token], place: int) -> int:
    flow.stack[-1].items.append(tuple(flow.blocks))
    flow.blocks = []
    return place + 1


def _list_close(flow: Flow, tokens: list[Token], place: int) -> int:
    frame, _ = flow.close()
    items = tuple([item for item in frame.items if item])
    ordered = frame.token.tag == "ol"
    start = int(frame.token.attrs.get("start", 1)) if ordered else 1
    if items:
        flow.blocks.append(List(items, frame.origin, ordered, start))
    return place + 1


def _term(flow: Flow, tokens: list[Token], place: int) -> int:
    origin = flow.context.origin()
    content = flow.run.line(tokens[place + 1].content)
    if content:
        flow.blocks.append(Paragraph(content, origin, "term"))
    return place + 3


def _definition_open(flow: Flow, tokens: list[Token], place: int) -> int:
    flow.stack.append(Open(tokens[place], (), flow.blocks))
    flow.blocks = []
    return place + 1


def _definition_close(flow: Flow, tokens: list[Token], place: int) -> int:
    _, blocks = flow.close()
    flow.blocks.extend(blocks)
    return place + 1


def _table(flow: Flow, tokens: list[Token], place: int) -> int:
    origin = flow.context.origin()
    rows: dict[str, list[tuple[Cell, ...]]] = {"head": [], "body": []}
    part = "head"
    cells: list[Cell] = []
    more: list[str] = []
    while tokens[place].type != "table_close":
        match tokens[place].type:
            case "tbody_open":
                part = "body"
            case "tr_open":
                cells = []
                more = tokens[place].meta.get("more", ())
            case "tr_close":
                cells += [Cell(flow.run.line(cell)) for cell in more]
                rows[part].append(tuple(cells))
            case "th_open" | "td_open":
                cells.append(Cell(flow.run.line(tokens[place + 1].content), _align(tokens[place])))
            case _:
                pass
        place += 1
    flow.blocks.append(Table(tuple(rows["head"]), tuple(rows["body"]), (), origin))
    return place + 1


def _align(token: Token) -> Literal["", "left", "center", "right"]:
    style = str(token.attrs.get("style", ""))
    return cast(Literal["", "left", "center", "right"], style.removeprefix("text-align:"))


RULES.update(
    {
        "paragraph_open": _paragraph,
        "heading_open": _heading,
        "fence": _code,
        "code_block": _code,
        "hr": _rule,
        "math_block": _math,
        "html_block": _html,
        "blockquote_open": _open,
        "blockquote_close": _quote_close,
        "bullet_list_open": _open,
        "ordered_list_open": _open,
        "list_item_close": _item_close,
        "bullet_list_close": _list_close,
        "ordered_list_close": _list_close,
        "dt_open": _term,
        "dd_open": _definition_open,
        "dd_close": _definition_close,
        "table_open": _table,
    }
)
