"""inspect.docx: styles, notes, pictures, bookmarks, and no stray formatting, in each docx."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from pipeline.inspect.package import Package, opened
from pipeline.inspect.vocabulary import is_of
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Deliverables
from pipeline.model.house import House, load
from pipeline.model.origin import LONGEST_ANCHOR

READS = ("recipe:house",)

Fault = tuple[str, str, str]
"""Code, sentence, what to do."""

_ALLOWED = frozenset({
    "rPr", "pPr", "pStyle", "numPr", "ilvl", "numId", "bidi", "sectPr", "rStyle", "lang", "rtl",
    "cs",
})  # fmt: skip
"""What a paragraph or a run may carry itself: its style, its number, and its language."""

_PROPERTIES = re.compile(rb"<w:[rp]Pr>.*?</w:[rp]Pr>", re.DOTALL)
_PROPERTY = re.compile(rb"<w:(\w+)([^>]*)>")
_HINT = re.compile(rb' w:hint="\w+"/?')
_SECTION = re.compile(rb"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_TARGET = re.compile(rb'Target="([^"]*)"')

_REPORT = "the export wrote something that no house takes: report this with the file"


def by_volume(bench: Bench) -> bool:
    return True


def run(files: Deliverables, bench: Bench) -> Deliverables:
    house = load(bench.house)
    for file in files.files:
        if file.format != "docx" or not file.name.endswith(".docx"):
            continue
        package = opened(file, bench.blobs)
        for code, message, todo in inspect(package, house):
            bench.find(f"docx.{code}", "error", message, place=file.name, todo=todo)
        paragraphs = _styled(package)
        bench.find(
            "docx.inspected",
            "note",
            f"{counted(paragraphs, 'paragraph')}, each in one of the house's styles; "
            f"{_held(package)}.",
            place=file.name,
        )
    return files


def inspect(package: Package, house: House | None) -> Iterator[Fault]:
    """The faults of one docx; without a house, styles are only held to be defined."""
    package.well_formed("word/document.xml")
    yield from _styles(package, house)
    yield from _formatting(package)
    yield from _notes(package)
    yield from _bookmarks(package)
    yield from _relations(package)
    yield from _pictures(package)


def _held(package: Package) -> str:
    bookmarks = len(package.values("w:bookmarkStart", "w:name"))
    pictures = sum(part.startswith("word/media/") for part in package.parts)
    held = (bookmarks, "bookmark"), (len(package.notes) - 2, "note"), (pictures, "picture")
    return ", ".join([counted(count, what) for count, what in held])


def _styles(package: Package, house: House | None) -> Iterator[Fault]:
    paragraphs = package.document.count(b"</w:p>") + package.document.count(b"<w:p/>")
    bare = paragraphs - _styled(package)
    if bare:
        yield "unstyled", f"{counted(bare, 'paragraph has', 'paragraphs have')} no style.", _REPORT
    used = package.kinds("w:pStyle", "w:val") | package.kinds("w:rStyle", "w:val")
    for style in sorted(used - package.styles.keys()):
        yield "undefined-style", f"The style '{style}' is used and not defined.", _REPORT
    if house:
        worn = {package.styles[style] for style in used if style in package.styles}
        for name in sorted(name for name in worn if not is_of(name.lower(), house)):
            yield "foreign-style", f"The style '{name}' is not one of the house's.", _REPORT


def _styled(package: Package) -> int:
    """How many paragraphs name their style."""
    return len(package.values("w:pStyle", "w:val"))


def _formatting(package: Package) -> Iterator[Fault]:
    """Of all the properties that stand in a book, few are unlike: each sort is looked at once."""
    sorts = {_SECTION.sub(b"", sort) for sort in set(_PROPERTIES.findall(package.document))}
    stray = {name for sort in sorts for name, rest in _PROPERTY.findall(sort)
             if not (name == b"rFonts" and _HINT.fullmatch(rest))}  # fmt: skip
    for name in sorted({name.decode() for name in stray} - _ALLOWED):
        yield "stray-formatting", f"A paragraph or run carries w:{name} of its own.", _REPORT


def _notes(package: Package) -> Iterator[Fault]:
    marks = package.values("w:footnoteReference", "w:id")
    marks += package.values("w:endnoteReference", "w:id")
    notes = {id for id in package.notes if int(id) > 0}
    if len(marks) != len(set(marks)):
        yield "note-twice", "A note is referred to twice.", _REPORT
    if set(marks) != notes:
        yield "note-lost", "The notes and the marks that refer to them differ.", _REPORT


def _bookmarks(package: Package) -> Iterator[Fault]:
    names = package.values("w:bookmarkStart", "w:name")
    starts = package.values("w:bookmarkStart", "w:id")
    ends = package.values("w:bookmarkEnd", "w:id")
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice or len(set(starts)) != len(starts):
        yield "bookmark-twice", f"A bookmark stands twice: {', '.join(twice[:3])}.", _REPORT
    if sorted(starts) != sorted(ends):
        yield "bookmark-open", "A bookmark is not closed.", _REPORT
    if any(len(name) > LONGEST_ANCHOR for name in names):
        yield "bookmark-long", "A bookmark's name is longer than Word keeps.", _REPORT
    lost = set(package.values("w:hyperlink", "w:anchor")) - set(names)
    if lost:
        yield "link-lost", f"A link leads to no bookmark: {min(lost)}.", _REPORT


def _relations(package: Package) -> Iterator[Fault]:
    for part in package.parts:
        if not part.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(part))
        for relation in _RELATION.findall(package.well_formed(part)):
            if b'TargetMode="External"' in relation:
                continue
            target = _TARGET.search(relation)
            path = posixpath.normpath(posixpath.join(folder, target[1].decode() if target else ""))
            if path not in package.parts:
                yield "part-lost", f"{part} names {path}, which is not there.", _REPORT


def _pictures(package: Package) -> Iterator[Fault]:
    drawn, told = package.values("wp:docPr", "id"), package.values("wp:docPr", "descr")
    silent = len(drawn) - len(told)
    if silent:
        yield (
            "picture-without-alt",
            f"{counted(silent, 'picture has', 'pictures have')} no place for an alt text.",
            _REPORT,
        )
