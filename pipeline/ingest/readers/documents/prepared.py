"""Prepared documents: what pandoc is given, and what was learnt or taken out on the way."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lxml import etree
from msgspec import Struct, field

from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.unpack import Unpacked

LARGEST_PART = 100 << 20
"""Bytes of one part; a million words come to a fifth of that."""

_STUB = b"\x89PNG\r\n\x1a\n"
_PICTURES = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".svg", ".emf", ".wmf",
    ".eps", ".avif", ".heic", ".wdp", ".svm",
)  # fmt: skip


class Said(Struct):
    """What a document's own description says, where pandoc does not pass it on."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""


class Prepared(Struct):
    data: bytes
    said: Said = field(default_factory=Said)
    gone: list[tuple[str, str]] = field(default_factory=list)  # rule, text that was taken out
    told: Counter[str] = field(default_factory=Counter)  # how often something was met
    letters: Counter[str] | None = None  # that pandoc should give back
    titles: tuple[str, ...] = ()  # paragraphs that are a title by their style
    root: str = ""  # where within a package addresses start
    pictures: dict[str, bytes] = field(default_factory=dict)  # by the names that pandoc gives them
    odd: str = ""  # what is wrong with its bytes
    first_line: int = 0  # of LaTeX, where the text begins
    included: tuple[str, ...] = ()  # members that stand within it
    openings: frozenset[int] = frozenset()  # levels of headings that begin a page, by their styles


def tree(data: bytes, *, doctype: bool = False) -> etree._Element:
    """The tree of a part. No entity is resolved, and nothing is fetched. Raises Failed."""
    if len(data) > LARGEST_PART:
        raise Failed("a part of it is larger than can be read", f"over {LARGEST_PART:,} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Failed("a part of it is not XML") from error
    if not doctype and str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise Failed("a part of it declares a document type, which none of its kind needs")
    return root


def without(element: etree._Element) -> None:
    """Take an element out; what follows it stays."""
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)


def packed(
    package: Unpacked, changed: dict[str, bytes], wanted: Callable[[str], bool] = lambda name: True
) -> bytes:
    """A package for pandoc, with some parts changed, and a few bytes in each picture's place."""
    out = io.BytesIO()
    total = 0
    with ZipFile(out, "w", ZIP_STORED) as made:
        for member in sorted(package.members, key=lambda member: member.name != "mimetype"):
            name = member.name
            if name in changed:
                data = changed[name]
            elif name.lower().endswith(_PICTURES):
                data = _STUB
            elif wanted(name):
                data = package.read(name)
            else:
                continue
            total += len(data)
            if total > 2 * LARGEST_PART:
                raise Failed("it is larger than can be read", f"over {2 * LARGEST_PART:,} bytes")
            made.writestr(ZipInfo(name), data)
    return out.getvalue()


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each letter and figure stands in some texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    return Counter({sign: count for sign, count in counts.items() if sign.isalnum()})
