"""Shortcuts for markdown-it: rules for what most lines and most signs are, that are asked before
all others, and change nothing but the time that it takes."""

import re
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from pipeline.markup.markdown.simple import PLAIN_LINK

_HEADING = re.compile(r"(#{1,6})[ \t]+([^#]*)")
_ITEM = re.compile(r"[-*+][ \t]+[^\W_]")
_PLAIN_LINK = re.compile(PLAIN_LINK)
_TAG = re.compile(
    r"<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_][\w-]*(?:=\"[^\"]*\")?)*\s*/?>|</[A-Za-z][A-Za-z0-9-]*>",
    re.ASCII,
)


# -- blocks ----------------------------------------------------------------------------------------


def block_tokens(md: MarkdownIt, text: str, env: dict[str, Any]) -> list[Token]:
    """What `md.parse` gives for a text, as long as no rule but that of blocks is on."""
    state = _Lines(text, md, env, [])
    md.block.tokenize(state, 0, state.lineMax)
    return state.tokens


class _Lines(StateBlock):
    """The state of the parser of blocks, with its table of lines made at one go."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()  # no line, to the parser
        ends = list(accumulate(map(len, lines), lambda end, size: end + 1 + size))
        indents = [_indent(line) if line and line[0] in " \t" else (0, 0) for line in lines]
        self.src = src
        self.lineMax = len(lines)
        self.bMarks = [*[0, *[end + 1 for end in ends]][: len(lines)], len(src)]
        self.eMarks = [*ends, len(src)]
        self.tShift = [*[signs for signs, _ in indents], 0]
        self.sCount = [*[columns for _, columns in indents], 0]
        self.bsCount = [0] * (len(lines) + 1)


def _indent(line: str) -> tuple[int, int]:
    """The spaces and tabs that a line starts with, and the columns that they take."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank), len(blank.expandtabs(4))


def plain(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule for most paragraphs and headings, of one line. No other rule can want them."""
    begin = state.bMarks[start] + state.tShift[start]
    first = state.src[begin : begin + 1]
    if silent or not (first.isalpha() or first == "#"):
        return False
    if state.sCount[start] - state.blkIndent >= 4:
        return False
    if first == "#":
        return _heading(state, start, end, begin)
    if start + 1 < end and not state.isEmpty(start + 1) and not _starts_item(state, start + 1):
        return False
    state.line = start + 1
    state.push("plain", "p", 0).content = state.src[begin : state.eMarks[start]].rstrip()
    return True


def _starts_item(state: StateBlock, line: int) -> bool:
    """Whether a line is sure to start an item of a list, and so to end a paragraph above it."""
    first = state.bMarks[line] + state.tShift[line]
    return 0 <= state.sCount[line] < 4 and _ITEM.match(state.src, first) is not None


def _heading(state: StateBlock, start: int, end: int, begin: int) -> bool:
    found = _HEADING.fullmatch(state.src, begin, state.eMarks[start])
    if found is None or (start + 1 < end and _may_be_under_columns(state, start + 1)):
        return False
    state.line = start + 1
    tag = f"h{len(found[1])}"
    state.push("heading_open", tag, 1)
    state.push("inline", "", 0).content = mdTrim(found[2])
    state.push("heading_close", tag, -1)
    return True


def _may_be_under_columns(state: StateBlock, line: int) -> bool:
    """Whether a line may be the rule under the head of a table."""
    first = state.bMarks[line] + state.tShift[line]
    return state.src[first : first + 1] in ("|", "-", ":")


def render_plain(
    renderer: RendererHTML, tokens: list[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return f"<p>{renderer.renderInline(tokens[place].children or [], options, env)}</p>\n"


# -- inlines ---------------------------------------------------------------------------------------


def plain_link(state: StateInline, silent: bool) -> bool:
    """A rule for most links."""
    if state.src[state.pos] != "[":
        return False
    found = _PLAIN_LINK.match(state.src, state.pos, state.posMax)
    if found is None or not state.md.validateLink(found[2]):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": found[2]}
        state.push("text", "", 0).content = found[1]
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def tag(state: StateInline, silent: bool) -> bool:
    """A rule for most tags of raw HTML."""
    if state.src[state.pos] != "<":
        return False
    found = _TAG.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True
