"""Mending: a file that is not XML is cut into its items, and each is read by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from typing import TypeVar

from lxml import etree
from msgspec import Struct

from pipeline.ingest.xml import Document
from pipeline.markup.plain import count_bad
from pipeline.model.finding import counted

T = TypeVar("T")

_CDATA = re.compile(r"(<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z))")
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARED = re.compile(r"\sxmlns:([\w.-]+)\s*=")
_ROOT = re.compile(r"<((?:\w+:)?(?:rss|RDF|feed|tumblr))\b[^<>]*>")
_BUILT_IN = frozenset({"xml", "xmlns"})


def items(document: Document[T], error: etree.XMLSyntaxError) -> Iterator[T]:
    """The items of a file that is not XML, which the error tells of."""
    prefixes = undeclared(document.text)
    declared = declare(document.text, prefixes)
    text = mended(declared)
    if prefixes:
        document.find(
            "xml.undeclared-prefix",
            "warning",
            f"The {document.what} uses names that it does not "
            f"declare: {', '.join(prefixes)}. They were declared for it.",
            1,
        )
    try:
        found = list(document.parsed(text))
    except etree.XMLSyntaxError as left:
        yield from _one_by_one(document, text, left)
        return
    if text != declared:
        document.find(
            "xml.mended",
            "warning",
            f"The {document.what} is not XML: some signs were not "
            f"written out ({cause(error)}). They were read as they stand.",
            error.lineno or 1,
        )
    yield from found


def _one_by_one(document: Document[T], text: str, error: etree.XMLSyntaxError) -> Iterator[T]:
    """Each item by itself, so that one broken item costs no other."""
    root = _root(text)
    _read_head(document, text, root)
    count = broken = 0
    for piece in pieces(text, document.item):
        count += 1
        item = _whole(document, piece, root) if piece.whole else None
        if item is not None:
            yield item
        else:
            broken += 1
            _cut_off(document, piece)
    document.find(
        "xml.broken",
        "error" if broken or not count else "warning",
        f"The {document.what} is not XML from line {error.lineno} on ({cause(error)}): "
        f"{count - broken} of its {counted(count, 'item')} could be read.",
        error.lineno or 1,
        todo="export it again, or mend the file",
    )


def _whole(document: Document[T], piece: Piece, root: tuple[str, str]) -> T | None:
    """The item of a piece that ends where it should, as far as it can be read if need be."""
    text = root[0] + piece.text + root[1]
    try:
        return next(document.parsed(text), None)
    except etree.XMLSyntaxError as error:
        document.find(
            "xml.item",
            "warning",
            f"Item {_id(document, piece) or '?'} is not XML ({cause(error)}); "
            "its fields were read one by one.",
            piece.line,
        )
        return document.loose(text)


def _cut_off(document: Document[T], piece: Piece) -> None:
    """An item that the end of the file, or the next item, cuts off is set aside."""
    item = _id(document, piece) or f"line {piece.line}"
    source = document.intake.source(document.member)
    document.intake.bench.set_aside(document.kind, item, source, "broken XML", "cut off")
    message = f"Item {item} is cut off before its end, and was set aside."
    document.find("xml.item", "error", message, piece.line)


def _read_head(document: Document[T], text: str, root: tuple[str, str]) -> None:
    start = next((piece.start for piece in pieces(text, document.item)), len(text))
    endings = ["</channel></rss>" if root[1] == "</rss>" else root[1]]
    endings += [""] if start == len(text) else []  # it may be whole
    problem: etree.XMLSyntaxError | None = None
    for ending in endings:
        try:
            for _ in document.parsed(text[:start] + ending):
                pass
            return
        except etree.XMLSyntaxError as error:
            problem = problem or error
    if problem is not None:
        document.find(
            "xml.head",
            "warning",
            f"What the {document.what} says of the blog itself could not be read: "
            f"{cause(problem)}.",
            problem.lineno or 1,
        )


def _root(text: str) -> tuple[str, str]:
    """The tag that opens the root, with its declarations, and the one that closes it."""
    match = _ROOT.search(text)
    return (match[0], f"</{match[1]}>") if match else ("<rss>", "</rss>")


# -- characters ------------------------------------------------------------------------------------


def count_marks(document: Document[T], text: str) -> None:
    """Findings on the characters of a text that no XML may hold, item by item."""
    bad = count_bad(text)
    for piece in pieces(text, document.item):
        count = count_bad(piece.text)
        if count:
            bad -= count
            document.find(
                "xml.control-character",
                "warning",
                f"Item {_id(document, piece) or '?'} holds "
                f"{_characters(count)} that no XML may hold; a mark stands for each.",
                piece.line,
            )
    if bad:
        document.find(
            "xml.control-character",
            "warning",
            f"The {document.what} holds {_characters(bad)} outside its items that no XML may hold.",
            1,
        )


def _characters(count: int) -> str:
    return "a control character" if count == 1 else f"{count} control characters"


def mended(text: str) -> str:
    """The text with every bare ampersand outside character data written out."""
    parts = _CDATA.split(text)
    parts[::2] = [_BARE.sub("&amp;", part) for part in parts[::2]]
    return "".join(parts)


# -- names -----------------------------------------------------------------------------------------


def undeclared(text: str) -> list[str]:
    """The prefixes of names that are used outside character data and declared nowhere."""
    outside = "".join(_CDATA.split(text)[::2])
    declared = set(_DECLARED.findall(outside)) | _BUILT_IN
    used = {name for tag in re.findall(r"</?[A-Za-z][^<>]*", outside)
            for name in _PREFIX.findall(_unquoted(tag))}  # fmt: skip
    return sorted(used - declared)


def declare(text: str, prefixes: list[str]) -> str:
    """The text with the prefixes declared at its root."""
    root = _ROOT.search(text)
    if root is None:
        return text
    names = "".join(f' xmlns:{name}="urn:undeclared:{name}"' for name in prefixes)
    return text[: root.end(1)] + names + text[root.end(1) :]


def _unquoted(tag: str) -> str:
    """A tag without the values of its attributes."""
    return re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)


# -- items -----------------------------------------------------------------------------------------


class Piece(Struct, frozen=True):
    """The text of one item, where it starts, and on which line."""

    text: str
    start: int
    line: int
    whole: bool  # False where the file ends, or the next item starts, inside it


def pieces(text: str, item: str) -> Iterator[Piece]:
    """The items of a text, in order."""
    start = -1
    line, counted = 1, 0
    for match in re.finditer(
        rf"<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z)|<{item}(?=[\s>])|</{item}\s*>", text
    ):
        if match[0].startswith("<!"):
            continue
        if match[0].startswith("</"):
            if start >= 0:
                yield Piece(text[start : match.end()], start, line, True)
                start = -1
            continue
        if start >= 0:
            yield Piece(text[start : match.start()], start, line, False)
        start = match.start()
        line += text.count("\n", counted, start)
        counted = start
    if start >= 0:
        yield Piece(text[start:], start, line, False)


def fields(text: str, names: str) -> etree._Element:
    """The fields of an item that is not XML, which stands alone within a root: each as it stands
    between its own two tags, or up to the next where it is not closed. What is not XML in one is
    its text."""
    item = etree.Element("item")
    root, closing = _root(text)
    tags = list(re.finditer(rf"<(/?)((?:[\w-]+:)?(?:{names}))((?:\s[^<>]*)?)>", text))
    closings: dict[str, list[int]] = {}
    for tag in tags:
        if tag[1]:
            closings.setdefault(tag[2], []).append(tag.start())
    starts = [tag.start() for tag in tags if not tag[1]] + [len(text)]
    done = 0
    for tag in tags:
        if tag[1] or tag.start() < done:
            continue
        end = done = tag.end()
        if not tag[3].endswith("/"):
            ends = closings.get(tag[2], [])
            at = bisect_left(ends, end)
            done = ends[at] if at < len(ends) else starts[bisect_left(starts, end)]
        item.append(_field(root, tag, text[end:done], closing))
    return item


def _field(root: str, tag: re.Match[str], value: str, closing: str) -> etree._Element:
    """One field; where it is not XML, with all that stands in it as its text."""
    for inner in (value, escape(value, quote=False)):
        whole = f"{tag[0]}</{tag[2]}>" if not tag[3].endswith("/") else tag[0]
        whole = whole.replace("></", f">{inner}</", 1) if inner else whole
        with suppress(etree.XMLSyntaxError):
            found = etree.fromstring(f"{root}{whole}{closing}".encode(), _parser())
            return found[0]
    return etree.Element("lost")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False)


def _id(document: Document[T], piece: Piece) -> str:
    """The item's own id; "" where it is not to be found."""
    match = re.search(document.id, piece.text)
    return match[1] if match else ""


def cause(error: etree.XMLSyntaxError) -> str:
    """What the parser says, without the place, which stands beside it."""
    message = (error.msg or "").split(", line ")[0]
    return re.sub(r"\s+", " ", message)[:80] or "not well-formed"
