"""Automatic paragraphs: a blank line ends one, a newline breaks a line, as the classic editor
leaves them out of what it stores."""

import re

_TAG = re.compile(r"(<[a-zA-Z/!][^<>]*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+[ \t]*")

_BLOCKS = frozenset(
    """table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area
    blockquote address style p h1 h2 h3 h4 h5 h6 hr fieldset legend section article aside hgroup
    header footer nav figure figcaption details menu summary iframe object embed video audio script
    param source center select option noscript""".split()  # noqa: SIM905
)
_LITERAL = frozenset({"pre", "script", "style", "textarea", "svg"})
_MAY_BE_LITERAL = re.compile(r"<(?:[pP][rR][eE]|[sS](?:[cCvV]|[tT][yY])|[tT][eE][xX])")
_ENDS = (
    "</p>", "</li>", "<ul>", "</ul>", "<ol>", "</ol>", "</blockquote>", "<blockquote>",
    "</h2>", "</h3>", "</h4>", "</figure>", "</div>", "</table>", "<hr />",
)  # fmt: skip
"""How most lines end in texts that have their paragraphs already."""

_BEFORE_ADDRESS = "hH \t"
_ADDRESS = re.compile(r"<p>[ \t]*http", re.IGNORECASE)


def in_one_line(html: str) -> str | None:
    """The HTML without its newlines, where none of them stands for anything: each line starts with
    a tag and ends with a block's, and none is an address alone. None where there is more to do."""
    lines = html.split("\n")
    for line in lines:
        if line and (
            line[0] != "<"
            or not line.endswith(_ENDS)
            or (line[3:4] in _BEFORE_ADDRESS and _ADDRESS.match(line))
        ):
            return None
    return None if _MAY_BE_LITERAL.search(html) else "".join(lines)


def paragraphs(html: str) -> str:
    """The HTML with the paragraphs and line breaks that its blank lines and newlines stand for."""
    html = html.strip(" \t\n")
    if "\n" not in html:
        return html
    parts = _TAG.split(html)
    out: list[str] = []
    literal = ""
    for at, part in enumerate(parts):
        if at % 2:
            literal = _still_literal(literal, part)
        elif not literal and "\n" in part:
            before = parts[at - 1] if at else "<p>"
            after = parts[at + 1] if at + 1 < len(parts) else "<p>"
            part = _broken(part, before, after)
        out.append(part)
    return "".join(out)


def _still_literal(literal: str, tag: str) -> str:
    """The name of the element whose newlines are its own, after one more tag."""
    name = _name(tag)
    if literal:
        return "" if tag[1] == "/" and name == literal else literal
    return name if name in _LITERAL and tag[1] != "/" and not tag.endswith("/>") else ""


def _name(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


def _broken(text: str, before: str, after: str) -> str:
    """One stretch of text between two tags."""
    name = _name(before)
    if name in _BLOCKS:
        text = text.lstrip(" \t\n")
    elif name == "br":
        bare = text.lstrip(" \t\n")
        text = ("\n\n" if text[: len(text) - len(bare)].count("\n") > 1 else "") + bare
    if _name(after) in _BLOCKS:
        text = text.rstrip(" \t\n")
    text = _BLANK.sub("<p>", text)
    return text.replace("\n", "<br>\n") if "\n" in text else text
