"""Rules of ours for markdown-it's block parser: where it would lose text."""

from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_block import table as table_block
from markdown_it.rules_block.table import escapedSplit, getLine

DEEPEST = 60
"""Levels of nesting that are read as such; a list takes two. What lies deeper is kept as text."""


def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule that takes all that is left at the deepest level as one paragraph: markdown-it
    itself would leave it out."""
    if state.level < DEEPEST:
        return False
    if silent:
        return True
    last = start
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.line = last
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, last, state.blkIndent, False).strip()
    state.push("paragraph_close", "p", -1)
    return True


def html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Raw HTML, which ends at a blank line; but not inside of code that it shows. A comment
    without an end is none: it would hide all that follows."""
    if _endless(state, state.bMarks[start] + state.tShift[start]):
        return False
    if not html_block(state, start, end, silent):
        return False
    if silent or state.level:
        return True
    token = state.tokens[-1]
    while (tag := _unended(token.content)) and tag not in state.env.setdefault("unended", []):
        line = _line_with(f"</{tag}", state, end)
        if line < 0:
            state.env["unended"].append(tag)  # nor will a later one find it
            break
        state.line = line + 1
        while state.line < end and not state.isEmpty(state.line):
            state.line += 1
        token.content = state.getLines(start, state.line, 0, True)
    return True


_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


def _endless(state: StateBlock, place: int) -> bool:
    for sign, end in _ENDS.items():
        if state.src.startswith(sign, place):
            last = state.env.get(end)
            if last is None:
                last = state.env[end] = state.src.rfind(end)
            return bool(last < place)
    return False


def _unended(source: str) -> str:
    low = source.lower()
    for tag in ("pre", "script", "style"):
        if low.count("<" + tag) > low.count("</" + tag):
            return tag
    return ""


def _line_with(sign: str, state: StateBlock, end: int) -> int:
    """The first line from the present one on that holds a sign, in any case; or -1."""
    for line in range(state.line, end):
        if sign in state.src[state.bMarks[line] : state.eMarks[line]].lower():
            return line
    return -1


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table. Cells beyond the last column, which markdown-it leaves out, are kept with their
    row, under `more`."""
    first = len(state.tokens)
    if not table_block(state, start, end, silent):
        return False
    rows = [] if silent else [t for t in state.tokens[first:] if t.type == "tr_open"]
    columns = sum(1 for token in state.tokens[first:] if token.type == "th_open")
    for row in rows[1:]:
        source = getLine(state, row.map[0]).strip() if row.map else ""
        if source.count("|") >= columns:
            cells = escapedSplit(source)
            cells = cells[1 if cells[0] == "" else 0 :]
            row.meta["more"] = [cell.strip() for cell in cells[columns:] if cell.strip()]
    return True
