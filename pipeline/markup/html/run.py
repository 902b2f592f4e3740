"""A run: inlines on their way into a paragraph. Strings stand for text not yet joined."""

import re
from collections.abc import Callable

from pipeline.model.text import (
    Code,
    Emph,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)

Piece = str | Inline
Run = list[Piece]
Wrap = Callable[[Inlines], Inlines]
Container = Emph | Strong | Strike | SmallCaps | Superscript | Subscript | Link

CONTAINERS = (Emph, Strong, Strike, SmallCaps, Superscript, Subscript, Link)
_SPACES = re.compile(r"[ \t\n]+")


def collapse(text: str) -> str:
    """Each stretch of spaces, tabs and newlines as one space; no-break spaces are kept."""
    return _SPACES.sub(" ", text)


def rstrip(run: Run) -> None:
    """Takes the collapsed space from the end of a run, and the line breaks that end it."""
    while run:
        last = run[-1]
        if isinstance(last, str):
            run[-1] = last = last.rstrip(" ")
            if last:
                return
        elif isinstance(last, CONTAINERS):
            inner: Run = list(last.content)
            rstrip(inner)
            if len(inner) == len(last.content) and inner[-1] is last.content[-1]:
                return
            if inner:
                run[-1] = _again(last, finish(inner))
                return
        elif isinstance(last, Text):
            stripped = last.text.rstrip(" ")
            if stripped:
                run[-1] = last if stripped == last.text else Text(stripped)
                return
        elif not isinstance(last, LineBreak):
            return
        run.pop()


def _again(node: Container, content: Inlines) -> Container:
    if isinstance(node, Link):
        return Link(content, node.url, node.title, node.item)
    return type(node)(content)


def finish(run: Run) -> Inlines:
    """A run as inlines, neighbouring strings joined."""
    if len(run) == 1:
        only = run[0]
        return (Text(only),) if isinstance(only, str) else (only,)
    out: list[Inline] = []
    held: list[str] = []
    for piece in run:
        if isinstance(piece, str):
            held.append(piece)
            continue
        if held:
            out.append(Text("".join(held)))
            held = []
        out.append(piece)
    if held:
        out.append(Text("".join(held)))
    return tuple(out)


def is_blank(run: Run) -> bool:
    """Whether a reader would see nothing of it."""
    for piece in run:
        if isinstance(piece, str):
            if piece and not piece.isspace():
                return False
        elif isinstance(piece, Text):
            if not piece.text.isspace():
                return False
        elif not isinstance(piece, LineBreak):
            return False
    return True


def coded(content: Inlines) -> Inlines:
    """Inlines with their text as literal text."""
    out: list[Inline] = []
    for node in content:
        if isinstance(node, Text):
            out.append(Code(node.text))
        elif isinstance(node, Link):
            out.append(_again(node, coded(node.content)))
        elif isinstance(node, CONTAINERS):
            out.extend(coded(node.content))
        else:
            out.append(node)
    return tuple(out)


def peel(content: Inlines) -> tuple[Inlines, Inlines, Inlines]:
    """A run in three: the pictures before its text, what stands between, the pictures after."""
    start, end = 0, len(content)
    while start < end and _is_shown_alone(content[start]):
        start += 1
    while end > start and _is_shown_alone(content[end - 1]):
        end -= 1
    middle: Run = list(content[start:end])
    if middle and isinstance(middle[0], Text):
        middle[0] = Text(middle[0].text.lstrip(" "))
    rstrip(middle)
    return content[:start], finish(middle), content[end:]


def _is_shown_alone(node: Inline) -> bool:
    """Whether a node is a picture, or the space around one."""
    if isinstance(node, CONTAINERS):
        return all(map(_is_shown_alone, node.content))
    return isinstance(node, Image | LineBreak) or (isinstance(node, Text) and node.text.isspace())


def pictures(content: Inlines) -> list[Image]:
    """The pictures of a run, in order."""
    found: list[Image] = []
    for node in content:
        if isinstance(node, Image):
            found.append(node)
        elif isinstance(node, CONTAINERS):
            found += pictures(node.content)
    return found
