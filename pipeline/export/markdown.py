"""Markdown: a handoff as a person reads it, for `bookworks show`. No operation: it writes no file.

The Markdown is Pandoc's: notes are `[^1]`, definitions follow the post or division that holds them,
and a block of a role other than running text is set in a fenced div of that name.
"""

import re
from collections.abc import Iterable
from typing import assert_never

from pipeline.export.plainmark import Run
from pipeline.model.handoff import Archives, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import anchor
from pipeline.model.post import Post
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Cell,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    List,
    Paragraph,
    PostBlock,
    SceneBreak,
    Table,
    Verse,
)

_PIPE = re.compile(r"(?<!\\)\|")
_PLAIN_ROLES = frozenset({"body", "first", "heading", "quote", "figure", "verse"})


def write(handoff: Handoff) -> str:
    """The whole handoff; always with a newline at the end."""
    match handoff:
        case Archives():
            rows = [f"- `{a.name}` {a.digest}" for a in handoff.archives]
            return _pieces(["# Archives", "\n".join(rows)])
        case Posts():
            return _posts(handoff)
        case Manuscript():
            return _manuscript(handoff)
        case Deliverables():
            rows = [f"- `{f.name}` {f.format}, {f.size:,} bytes, {f.digest}" for f in handoff.files]
            return _pieces(["# Files", "\n".join(rows)])
        case _:
            assert_never(handoff)


def write_post(post: Post) -> str:
    """One post: its title, a line of what is known of it, and its blocks."""
    run = Run(anchor(post.id).removeprefix("_bw_"))
    title = run.text(post.title) if post.title else run.escaped(post.id)
    facts = [post.kind, post.id if post.title else "", post.created, post.author, post.url]
    facts += [f"answers {post.reply_to}" if post.reply_to else "", ", ".join(post.tags)]
    if post.visibility != "public":
        facts.append(post.visibility)
    line = " · ".join([run.escaped(fact) for fact in facts if fact])
    return _pieces([f"## {title}", f"*{line}*", *_written(post.blocks, run)])


def _posts(posts: Posts) -> str:
    profile = posts.profile
    title = profile.title or profile.author or profile.handle or "Posts"
    lines = [f"# {Run().escaped(title)}", f"{len(posts.posts):,} posts"]
    return _pieces([*lines, *[write_post(post).rstrip("\n") for post in posts.posts]])


def _manuscript(manuscript: Manuscript) -> str:
    book = manuscript.book
    head = {
        "title": book.title, "subtitle": book.subtitle, "author": book.author,
        "lang": book.language, "date": book.date, "publisher": book.publisher,
        "identifier": book.isbn, "rights": book.rights,
    }  # fmt: skip
    rows = [f"{key}: {_quoted(value)}" for key, value in head.items() if value]
    out = ["\n".join(["---", *rows, f"edition: {book.edition}", "---"])]
    for division in manuscript.divisions:
        _division(division, 1, out)
    return _pieces(out)


def _division(division: Division, depth: int, out: list[str]) -> None:
    run = Run(division.id.removeprefix("_bw_"))
    title = run.text(division.title)
    kind = "" if division.kind == "entry" else f" .{division.kind}"
    if title or kind:
        out.append(f"{'#' * min(depth, 6)} {title} {{#{division.id}{kind}}}".replace("  ", " "))
    out += _written(division.blocks, run, depth)
    for inner in division.divisions:
        _division(inner, depth + 1, out)


def _written(blocks: Blocks, run: Run, depth: int = 2) -> list[str]:
    """Blocks, and after them the notes in them; headings stand below `depth`."""
    pieces = [_block(block, run, depth) for block in blocks]
    while run.notes:
        label, inner = run.notes.pop(0)
        text = _pieces([_block(block, run, depth) for block in inner]).rstrip("\n")
        pieces.append(f"[^{label}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
    return [piece for piece in pieces if piece]


def _pieces(pieces: Iterable[str]) -> str:
    return "\n\n".join([piece for piece in pieces if piece]) + "\n"


def _quoted(value: str) -> str:
    return '"' + " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


# -- blocks ----------------------------------------------------------------------------------------


def _block(block: Block, run: Run, depth: int) -> str:
    match block:
        case Paragraph():
            return _roled(block.role, run.text(block.content))
        case Heading():
            return f"{'#' * min(depth + block.level, 6)} {run.line(block.content)}"
        case BlockQuote():
            return _before("> ", _inner(block.blocks, run, depth))
        case Verse():
            return "\n".join([f"| {run.line(line)}".rstrip() for line in block.lines])
        case List():
            return _list(block, run, depth)
        case Figure():
            images = " ".join([run.text((image,)) for image in block.images])
            return "\n".join(part for part in (images, run.text(block.caption)) if part)
        case Table():
            return _table(block, run)
        case CodeBlock():
            fence = "```" if "```" not in block.text else "~" * 8
            return f"{fence}{block.language}\n{block.text}\n{fence}"
        case SceneBreak():
            return "* * *"
        case Embed():
            text = run.text(block.content)
            return f"::: {block.kind}\n{text}\n<{block.url}>\n:::" if block.url else text
        case PostBlock():
            about = run.escaped(", ".join(p for p in (block.author, block.date, block.url) if p))
            return _before("> ", f"**{about}**\n\n{_inner(block.blocks, run, depth)}")
        case _:
            assert_never(block)


def _inner(blocks: Blocks, run: Run, depth: int) -> str:
    return _pieces([_block(block, run, depth) for block in blocks]).rstrip("\n")


def _roled(role: str, text: str) -> str:
    return text if role in _PLAIN_ROLES else f"::: {role}\n{text}\n:::"


def _before(mark: str, text: str) -> str:
    return "\n".join([f"{mark}{line}".rstrip() for line in text.split("\n")])


def _list(block: List, run: Run, depth: int) -> str:
    rows: list[str] = []
    for place, item in enumerate(block.items):
        mark = f"{block.start + place}. " if block.ordered else "- "
        indent = " " * len(mark)
        rows.append(mark + _before(indent, _inner(item, run, depth))[len(mark) :])
    return "\n".join(rows)


def _table(table: Table, run: Run) -> str:
    """A pipe table; a cell over several columns or rows is followed by empty ones."""
    rows = [*table.head, *table.body]
    if not rows:
        return run.text(table.caption)
    width = max(sum([cell.columns for cell in row]) for row in rows)
    lines = [_row(row, width, run) for row in rows]
    if not table.head:
        lines.insert(0, "|" + "  |" * width)
    lines.insert(1, "|" + " --- |" * width)
    caption = run.line(table.caption)
    return "\n".join(lines) + (f"\n\n: {caption}" if caption else "")


def _row(row: tuple[Cell, ...], width: int, run: Run) -> str:
    cells: list[str] = []
    for cell in row:
        cells.append(_PIPE.sub(r"\\|", run.line(cell.content)))
        cells += [""] * (cell.columns - 1)
    cells += [""] * (width - len(cells))
    return "| " + " | ".join(cells) + " |"
