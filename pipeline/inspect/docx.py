"""inspect.docx: styles, notes, pictures, bookmarks, and no stray formatting, in each docx."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import cast

from lxml import etree

from pipeline.inspect.package import Package
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.house import House, load
from pipeline.model.origin import LONGEST_ANCHOR

READS = ("recipe:house",)

Fault = tuple[str, str, str]
"""Code, sentence, what to do."""

_ALLOWED_RUN = ("rStyle", "lang", "rtl", "cs", "rFonts[@w:hint][count(@*)=1]")
_ALLOWED_PARAGRAPH = ("pStyle", "numPr", "bidi", "sectPr")
"""What a paragraph or a run may carry itself: its style, its number, and what language it is in."""

_REPORT = "the export wrote something that no house takes: report this with the file"


def run(files: Deliverables, bench: Bench) -> Deliverables:
    house = load(bench.house)
    for file in files.files:
        if file.format != "docx" or not file.name.endswith(".docx"):
            continue
        package = Package(file.name, bench.blobs.get(file.digest))
        for code, message, todo in inspect(package, house):
            bench.find(f"docx.{code}", "error", message, place=file.name, todo=todo)
        paragraphs = len(package.values("//w:p/w:pPr/w:pStyle/@w:val"))
        bench.find(
            "docx.inspected",
            "note",
            f"{paragraphs:,} paragraphs, each in one of the house's styles; {_held(package)}.",
            place=file.name,
        )
    return files


def inspect(package: Package, house: House | None) -> Iterator[Fault]:
    """The faults of one docx; without a house, styles are only held to be defined."""
    yield from _styles(package, house)
    yield from _formatting(package)
    yield from _notes(package)
    yield from _bookmarks(package)
    yield from _relations(package)
    yield from _pictures(package)


def _held(package: Package) -> str:
    bookmarks = len(package.values("//w:bookmarkStart/@w:name"))
    pictures = sum(part.startswith("word/media/") for part in package.parts)
    return f"{bookmarks:,} bookmarks, {len(package.notes) - 2:,} notes, {pictures:,} pictures"


def _styles(package: Package, house: House | None) -> Iterator[Fault]:
    bare = len(package.values("//w:p[not(w:pPr/w:pStyle)]/@w:rsidR | //w:p[not(w:pPr/w:pStyle)]"))
    if bare:
        yield "unstyled", f"{bare:,} paragraphs have no style.", _REPORT
    used = Counter(package.values("//w:pStyle/@w:val | //w:rStyle/@w:val"))
    for style in sorted(used.keys() - package.styles.keys()):
        yield "undefined-style", f"The style '{style}' is used and not defined.", _REPORT
    if house:
        worn = {package.styles[style] for style in used if style in package.styles}
        for name in sorted(name for name in worn if not _is_of(name.lower(), house)):
            yield "foreign-style", f"The style '{name}' is not one of the house's.", _REPORT


def _is_of(name: str, house: House) -> bool:
    """Whether a style is the house's, or follows from one: a level of a heading or of a list, an
    alignment in a table, several character styles joined. Word compares names without case."""
    known = {style.lower() for style in (*house.styles, house.roles["heading"])}
    base, _, last = name.rpartition(" ")
    level = base in known and (last.isdigit() or last in ("right", "center"))
    return name in known or level or _joined(name, known)


def _joined(name: str, known: set[str]) -> bool:
    """Whether a name is made of known names: a run that is two things at once wears both."""
    return any(
        name == first or (name.startswith(f"{first} ") and _joined(name[len(first) + 1 :], known))
        for first in known
    )


def _formatting(package: Package) -> Iterator[Fault]:
    for what, allowed in (("rPr", _ALLOWED_RUN), ("pPr", _ALLOWED_PARAGRAPH)):
        spared = " or ".join(f"self::w:{name}" for name in allowed)
        stray = package.values(
            f"name(//w:body//w:{what}/*[not({spared})][not(parent::w:rPr/parent::w:pPr)])"
        )
        if stray != [""]:
            yield "stray-formatting", f"A paragraph or run carries {stray[0]} of its own.", _REPORT


def _notes(package: Package) -> Iterator[Fault]:
    marks = package.values("//w:footnoteReference/@w:id | //w:endnoteReference/@w:id")
    notes = {id for id in package.notes if int(id) > 0}
    if len(marks) != len(set(marks)):
        yield "note-twice", "A note is referred to twice.", _REPORT
    if set(marks) != notes:
        yield "note-lost", "The notes and the marks that refer to them differ.", _REPORT


def _bookmarks(package: Package) -> Iterator[Fault]:
    names = package.values("//w:bookmarkStart/@w:name")
    starts = package.values("//w:bookmarkStart/@w:id")
    ends = package.values("//w:bookmarkEnd/@w:id")
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice or len(set(starts)) != len(starts):
        yield "bookmark-twice", f"A bookmark stands twice: {', '.join(twice[:3])}.", _REPORT
    if sorted(starts) != sorted(ends):
        yield "bookmark-open", "A bookmark is not closed.", _REPORT
    if any(len(name) > LONGEST_ANCHOR for name in names):
        yield "bookmark-long", "A bookmark's name is longer than Word keeps.", _REPORT
    lost = set(package.values("//w:hyperlink/@w:anchor")) - set(names)
    if lost:
        yield "link-lost", f"A link leads to no bookmark: {min(lost)}.", _REPORT


def _relations(package: Package) -> Iterator[Fault]:
    for part in package.parts:
        if not part.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(part))
        for relation in package.tree(part):
            target = str(relation.get("Target"))
            inside = relation.get("TargetMode") != "External"
            if inside and posixpath.normpath(posixpath.join(folder, target)) not in package.parts:
                yield "part-lost", f"{part} names {target}, which is not there.", _REPORT


def _pictures(package: Package) -> Iterator[Fault]:
    silent = cast(
        list[etree._Element],
        package.document.xpath("//*[local-name()='docPr'][not(@descr)]"),
    )
    if silent:
        yield (
            "picture-without-alt",
            f"{len(silent):,} pictures have no place for an alt text.",
            _REPORT,
        )
