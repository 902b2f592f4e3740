"""Blocks as a person reads them in a golden file: one line each, its number and kind first."""

from collections.abc import Iterator

from pipeline.model.text import (
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
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

SIGNS = {Emph: "*", Strong: "**", Strike: "~~", SmallCaps: "^^", Superscript: "^", Subscript: "_"}


def outline(blocks: Blocks) -> str:
    """The outline of blocks: text in the open, marks around what is marked."""
    return "\n".join(lines(blocks, "")) + "\n"


def line(content: Inlines) -> str:
    return "".join(inline(node) for node in content)


def inline(node: Inline) -> str:
    match node:
        case Text():
            return node.text
        case LineBreak():
            return " / "
        case Code():
            return f"`{node.text}`"
        case Math():
            return f"${node.text}$"
        case Image():
            return f"![{node.alt}]({node.media})"
        case Note():
            return "{" + " | ".join(lines(node.blocks, "")) + "}"
        case Link():
            return f"[{line(node.content)}]({f'item {node.item}' if node.item else node.url})"
        case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
            return SIGNS[type(node)] + line(node.content) + SIGNS[type(node)]
        case _:
            return repr(node)


def lines(blocks: Blocks, indent: str) -> Iterator[str]:
    for block in blocks:
        number = block.origin[0].block if block.origin else "-"
        lead = f"{indent}{number} {type(block).__name__.lower()}"
        match block:
            case Paragraph():
                role = "" if block.role == "body" else f" ({block.role})"
                yield f"{lead}{role}: {line(block.content)}"
            case Heading():
                yield f"{lead} {block.level}: {line(block.content)}"
            case BlockQuote():
                yield lead
                yield from lines(block.blocks, indent + "  ")
            case List():
                yield lead + (f" from {block.start}" if block.ordered else "")
                for item in block.items:
                    first, *rest = lines(item, indent + "    ")
                    yield indent + "  - " + first.lstrip()
                    yield from rest
            case Figure():
                yield f"{lead}: {line(block.images)} — {line(block.caption)}".rstrip(" —")
            case Table():
                yield f"{lead}: {line(block.caption)}".rstrip(": ")
                for sign, rows in (("=", block.head), ("|", block.body)):
                    for row in rows:
                        yield f"{indent}  {sign} " + " | ".join(map(cell, row))
            case CodeBlock():
                yield f"{lead} {block.language}: {block.text!r}".replace(" :", ":")
            case Verse():
                yield lead
                yield from (f"{indent}  > {line(verse)}" for verse in block.lines)
            case Embed():
                yield f"{lead} ({block.kind}): {block.url} — {line(block.content)}".rstrip(" —")
            case SceneBreak():
                yield lead
            case _:
                yield repr(block)


def cell(given: object) -> str:
    """A cell's text, and where it is more than one plain cell, how it stands."""
    content, align, columns, rows = (
        getattr(given, name) for name in ("content", "align", "columns", "rows")
    )
    marks = [align] if align else []
    marks += [f"{columns} wide"] if columns > 1 else []
    marks += [f"{rows} high"] if rows > 1 else []
    return line(content) + (f" <{', '.join(marks)}>" if marks else "")
