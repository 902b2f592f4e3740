"""The inline tokens, raw HTML tags among them, and what each makes of the line."""

from collections.abc import Callable

from markdown_it.token import Token

from pipeline.markup.markdown.line import Close, Line, hide, melt
from pipeline.markup.markdown.run import RULES, Rule
from pipeline.markup.markdown.tags import WRAPS, Tag, Use, literal, read_tag
from pipeline.model.text import (
    Code,
    Emph,
    Inline,
    Inlines,
    LineBreak,
    Math,
    Strike,
    Strong,
    Text,
)
from pipeline.model.walk import text as plain


def _opens(wrap: Callable[[Inlines], Inline]) -> Close:
    return lambda nodes: (wrap(nodes),) if nodes else ()


_EMPH, _STRONG, _STRIKE = _opens(Emph), _opens(Strong), _opens(Strike)


def _opening(key: str, close: Close) -> Rule:
    return lambda line, token: line.open(key, close)


def _closing(key: str) -> Rule:
    return lambda line, token: line.close(key)


def _link(line: Line, token: Token) -> None:
    attributes = token.attrs
    line.open("a", line.run.linked(str(attributes["href"]), str(attributes.get("title", ""))))


def _image(line: Line, token: Token) -> None:
    alt = plain(line.run.of(token.children)) if token.children else ""
    line.run.picture(line, str(token.attrs["src"]), alt, str(token.attrs.get("title", "")))


def _code(line: Line, token: Token) -> None:
    line.add(Code(token.content))


def _hardbreak(line: Line, token: Token) -> None:
    line.add(LineBreak())


def _math(line: Line, token: Token) -> None:
    line.add(Math(token.content, token.type != "math_inline"))


def _note(line: Line, token: Token) -> None:
    line.add(line.run.flow.note(token))


def _html(line: Line, token: Token) -> None:
    tag = read_tag(token.content)
    if tag.use == "unknown":
        line.words.append(token.content)  # no tag, but words between angle brackets
    elif tag.use == "block":
        _melt_block(line, tag)
    elif tag.closing:
        line.close("<" + tag.name)
    else:
        _HTML[tag.use](line, tag)


def _melt_block(line: Line, tag: Tag) -> None:
    """A block's tag where there is only room for a line: its edge is a break."""
    last = line.nodes[-1] if line.nodes else None
    if line.words or not (last is None or isinstance(last, LineBreak)):
        line.add(LineBreak())
    if src := tag.attributes.get("src"):
        line.run.context.dropped("markdown.embed", src)


def _wrap_tag(line: Line, tag: Tag) -> None:
    wrap = WRAPS.get(tag.name)
    line.open("<" + tag.name, _opens(wrap) if wrap else literal)


def _note_tag(line: Line, tag: Tag) -> None:
    if line.noting:
        line.open("<span", melt)  # a note holds no notes
        return
    line.flush()
    if line.nodes and isinstance(last := line.nodes[-1], Text):
        line.nodes[-1] = Text(last.text.rstrip(" "))  # a note's mark stands close to its word
    line.open("<span", line.run.noted(line))


def _link_tag(line: Line, tag: Tag) -> None:
    href = tag.attributes.get("href", "")
    inside = not href or line.is_open("a", "<a")
    close = melt if inside else line.run.linked(href, tag.attributes.get("title", ""))
    line.open("<a", close)


def _image_tag(line: Line, tag: Tag) -> None:
    known = tag.attributes.get
    line.run.picture(line, known("src", ""), known("alt", ""), known("title", ""))


_HTML: dict[Use, Callable[[Line, Tag], None]] = {
    "wrap": _wrap_tag,
    "open": lambda line, tag: line.open("<" + tag.name, melt),
    "hide": lambda line, tag: line.open("<" + tag.name, hide),
    "note": _note_tag,
    "void": lambda line, tag: None,
    "break": lambda line, tag: line.add(LineBreak()),
    "image": _image_tag,
    "link": _link_tag,
}


RULES.update(
    {
        "em_open": _opening("em", _EMPH),
        "em_close": _closing("em"),
        "strong_open": _opening("strong", _STRONG),
        "strong_close": _closing("strong"),
        "s_open": _opening("s", _STRIKE),
        "s_close": _closing("s"),
        "link_open": _link,
        "link_close": _closing("a"),
        "image": _image,
        "code_inline": _code,
        "hardbreak": _hardbreak,
        "math_inline": _math,
        "math_inline_double": _math,
        "footnote_ref": _note,
        "html_inline": _html,
    }
)
