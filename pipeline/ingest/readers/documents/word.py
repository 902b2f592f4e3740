"""Word: what pandoc would pass over or should not see, put right before it reads a document.

Text boxes stand behind the paragraph that they are anchored in, as pandoc would lose one or the
other. Hidden text and the table of contents go; comments and tracked changes are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.readers.documents.prepared import (
    LARGEST_PART,
    Prepared,
    Said,
    counted,
    packed,
    tree,
    without,
)
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL_NAME = rb"http://schemas.openxmlformats.org/\1/2006/"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHART = re.compile(r"/(chart|diagram|chartex)\Z")
_TEXTS = re.compile(r"word/(document\d*|footnotes|endnotes)\.xml")
_COMMENT = re.compile(rb"<w:comment[ >]")
_LANGUAGE = re.compile(rb"<w:lang\b[^>]*?w:val=\"([A-Za-z-]{2,12})\"")
_NOT_THERE = ("del", "moveFrom", "rPrChange", "pPrChange")
_OFF = ("0", "false", "off", "none")


def prepared(package: Unpacked) -> Prepared:
    """A document of Word for pandoc. Raises Failed, and ArchiveError for a damaged package."""
    made = Prepared(b"")
    changed: dict[str, bytes] = {}
    letters = []
    names = [member.name for member in package.members if _TEXTS.fullmatch(member.name)]
    strict = any(_STRICT in package.head(name) for name in names)
    if strict:
        changed = _transitional(package)
    for name in names:
        root = tree(changed.get(name) or package.read(name))
        if _mended(root, made):
            changed[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        letters += list(_letters(root))
    if not names:
        raise Failed("it holds no text of a document")
    made.letters = counted(letters)
    made.said = _said(package)
    made.openings = _openings(package)
    made.told["comments"] = _comments(package)
    made.root = "word"
    made.data = packed(package, changed, lambda name: name.endswith((".xml", ".rels")))
    return made


def _transitional(package: Unpacked) -> dict[str, bytes]:
    """The parts of a document in the strict form of the format, in the usual form: the two differ
    in the names of their namespaces, and pandoc knows the usual ones alone."""
    return {
        member.name: _STRICT_NAME.sub(_USUAL_NAME, package.read(member.name))
        for member in package.members
        if member.name.endswith((".xml", ".rels")) and member.size <= LARGEST_PART
    }


def _mended(root: etree._Element, made: Prepared) -> bool:
    """Whether anything had to be put right in a part."""
    told = made.told
    told["insertions"] += _count(root, f"{_W}ins", f"{_W}moveTo")
    told["deletions"] += _count(root, f"{_W}del", f"{_W}moveFrom")
    told["charts"] += sum(
        1 for data in root.iter("{*}graphicData") if _CHART.search(data.get("uri") or "")
    )
    told["linked"] += sum(
        1 for blip in root.iter("{*}blip") if blip.get(f"{_R}link") and not blip.get(f"{_R}embed")
    )
    done = [
        _without_fallbacks(root),
        _without_contents(root, made),
        _without_hidden(root, made),
        _lift_boxes(root, made),
    ]
    return any(done)


def _count(root: etree._Element, *tags: str) -> int:
    """How many changes there are in the text; that of a paragraph's mark or a format is none."""
    return sum(1 for found in root.iter(*tags) if len(found))


def _without_fallbacks(root: etree._Element) -> bool:
    """What stands there for programs that do not know the newer form of the same thing."""
    fallbacks = [found for found in root.iter(f"{_MC}Fallback") if found.getprevious() is not None]
    for found in fallbacks:
        without(found)
    return bool(fallbacks)


def _without_contents(root: etree._Element, made: Prepared) -> bool:
    """The table of contents, which the book has of its own."""
    galleries = [
        found
        for found in root.iter(f"{_W}docPartGallery")
        if (found.get(f"{_W}val") or "").lower() in ("table of contents", "bibliographies entry")
    ]
    for gallery in galleries:
        block = next(gallery.iterancestors(f"{_W}sdt"), None)
        if block is not None and block.getparent() is not None:
            made.gone.append(("documents.contents", _words(block)))
            without(block)
    return bool(galleries)


def _without_hidden(root: etree._Element, made: Prepared) -> bool:
    """Text that its author hid: Word neither shows nor prints it."""
    hidden = []
    for mark in root.iter(f"{_W}vanish"):
        run = next(mark.iterancestors(f"{_W}r"), None)
        if run is not None and (mark.get(f"{_W}val") or "").lower() not in _OFF:
            hidden.append(run)
    made.told["hidden"] += sum(1 for run in hidden if _words(run))
    for run in hidden:
        without(run)
    return bool(hidden)


def _lift_boxes(root: etree._Element, made: Prepared) -> bool:
    """The text of boxes, put behind the paragraph that each is anchored in."""
    boxes = list(root.iter(f"{_W}txbxContent"))
    for box in reversed(boxes):  # one within another first
        anchor = None
        for above in box.iterancestors(f"{_W}p", f"{_W}txbxContent"):
            if above.tag == f"{_W}txbxContent":
                break
            anchor = above
        inner = [child for child in box if child.tag in (f"{_W}p", f"{_W}tbl", f"{_W}sdt")]
        without(box)
        if anchor is None:
            continue
        for child in reversed(inner):
            anchor.addnext(child)
        made.told["boxes"] += any(_words(child) for child in inner)
        if not _words(anchor) and not any(True for _ in anchor.iter("{*}blip", "{*}imagedata")):
            without(anchor)  # it held the box and nothing else
    return bool(boxes)


def _letters(root: etree._Element) -> Iterator[str]:
    """The text that stands in a part, without what a tracked change took out."""
    # The elements themselves: one that nobody holds gives its id() to the next.
    gone = {text for name in _NOT_THERE for found in root.iter(f"{_W}{name}")
            for text in found.iter(f"{_W}t")}  # fmt: skip
    for text in root.iter(f"{_W}t"):
        if text.text and text not in gone:
            yield text.text


def _words(element: etree._Element) -> str:
    return " ".join("".join([t.text or "" for t in element.iter(f"{_W}t")]).split())


def _comments(package: Unpacked) -> int:
    if "word/comments.xml" not in package:
        return 0
    return len(_COMMENT.findall(package.read("word/comments.xml")))


def _openings(package: Unpacked) -> frozenset[int]:
    """The levels of headings that begin a page, as the titles of parts and chapters do."""
    try:
        styles = tree(package.read("word/styles.xml")) if "word/styles.xml" in package else None
    except (Failed, ArchiveError):
        return frozenset()
    found = set()
    for look in styles.iter(f"{_W}pPr") if styles is not None else ():
        level, opens = look.find(f"{_W}outlineLvl"), look.find(f"{_W}pageBreakBefore")
        if level is None or opens is None or (opens.get(f"{_W}val") or "").lower() in _OFF:
            continue
        if (said := level.get(f"{_W}val") or "").isdigit():
            found.add(int(said) + 1)
    return frozenset(found)


def _said(package: Unpacked) -> Said:
    """Title, author and language by the description; an English that every copy of Word starts
    with says nothing."""
    said = Said()
    try:
        if "docProps/core.xml" in package:
            core = tree(package.read("docProps/core.xml"))
            said.title = _field(core, "title")
            creator = _field(core, "creator")
            said.authors = tuple([name.strip() for name in creator.split(";") if name.strip()])
            said.language = _field(core, "language")
        if not said.language and "word/styles.xml" in package:
            found = _LANGUAGE.search(package.read("word/styles.xml"))
            named = found[1].decode() if found else ""
            said.language = "" if named.lower().startswith("en") else named
    except (Failed, ArchiveError):
        pass  # a document without a description
    return said


def _field(core: etree._Element, name: str) -> str:
    found = core.find(f"{{*}}{name}")
    return " ".join((found.text or "").split()) if found is not None else ""
