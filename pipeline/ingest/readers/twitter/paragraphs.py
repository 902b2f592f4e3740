"""Inlines with newlines in their text -> paragraphs and line breaks."""

from collections.abc import Iterable

from pipeline.model.origin import Origin
from pipeline.model.text import Block, Emph, Inline, LineBreak, Paragraph, Strike, Strong, Text

_BREAK = LineBreak()


def paragraphs(nodes: list[Inline], source: int, item: str) -> list[Block]:
    """A blank line sets paragraphs apart; a single newline breaks the line."""
    if not any(_has_newline(node) for node in nodes):
        if _is_blank(nodes):
            return []
        return [Paragraph(tuple(nodes), (Origin(source, item, 0),))]
    out: list[Block] = []
    run: list[Inline] = []
    for line in [*_lines(nodes), []]:
        if not _is_blank(line):
            run += [_BREAK, *line] if run else line
        elif run:
            out.append(Paragraph(tuple(run), (Origin(source, item, len(out)),)))
            run = []
    return out


def _has_newline(node: Inline) -> bool:
    match node:
        case Text(text=text):
            return "\n" in text
        case Emph(content=content) | Strong(content=content) | Strike(content=content):
            return any(_has_newline(inner) for inner in content)
        case _:
            return False


def _is_blank(nodes: Iterable[Inline]) -> bool:
    return all(type(node) is Text and (not node.text or node.text.isspace()) for node in nodes)


def _lines(nodes: Iterable[Inline]) -> list[list[Inline]]:
    """The inlines of each line; emphasis that runs on over lines is closed and opened again."""
    lines: list[list[Inline]] = [[]]
    for node in nodes:
        match node:
            case Text(text=text) if "\n" in text:
                parts = text.split("\n")
                pieces: list[list[Inline]] = [[Text(part)] if part else [] for part in parts]
            case Emph(content=content) | Strong(content=content) | Strike(content=content):
                pieces = [[type(node)(tuple(inner))] if inner else [] for inner in _lines(content)]
            case _:
                lines[-1].append(node)
                continue
        lines[-1] += pieces[0]
        lines += pieces[1:]
    return lines
