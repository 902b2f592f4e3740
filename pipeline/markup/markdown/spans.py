"""Where raw HTML opens a table, a list or a quotation in one block and closes it in another."""

import re

from markdown_it.token import Token

_TAG = re.compile(
    r"<(/?)(blockquote|table|thead|tbody|tfoot|tr|td|th|ul|ol|li|dl|dt|dd|figure)\b[^<>]*>",
    re.IGNORECASE,
)
_OPTIONAL_END = frozenset(("li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"))


def spans(tokens: list[Token]) -> dict[int, int]:
    """Each block of raw HTML that opens what a later one closes, by its place among the tokens,
    with the place of the later one. Of spans within one another only the outermost."""
    found: list[tuple[int, int]] = []
    open_tags: list[tuple[str, int]] = []
    for place, token in enumerate(tokens):
        if token.type == "html_block":
            _follow(token.content, place, open_tags, found)
    outermost: dict[int, int] = {}
    end = -1
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if first > end and _is_whole(tokens, first, last):
            outermost[first] = end = last
    return outermost


def _follow(
    source: str, place: int, open_tags: list[tuple[str, int]], found: list[tuple[int, int]]
) -> None:
    for closing, name in _TAG.findall(source):
        name = name.lower()
        if not closing:
            open_tags.append((name, place))
            continue
        while open_tags:
            opened, where = open_tags[-1]
            if opened != name and opened not in _OPTIONAL_END:
                break
            open_tags.pop()
            if opened == name:
                if where != place:
                    found.append((where, place))
                break


def _is_whole(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the tokens from `first` to `last` hold no half of a quotation or a list."""
    level = tokens[first].level
    within = all(token.level >= level for token in tokens[first:last])
    return within and tokens[last].level == level
