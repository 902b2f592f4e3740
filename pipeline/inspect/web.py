"""inspect.web: well-formed pages, links that arrive, nothing from elsewhere, and every word."""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from xml.parsers import expat

from msgspec.structs import replace

from pipeline.inspect.script import script
from pipeline.inspect.site.links import Fault, faults, index_faults
from pipeline.inspect.site.sheet import Sheet, even
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Deliverables
from pipeline.model.house import House, load
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.walk import every_division

READS: tuple[str, ...] = ()

_UNDER = "web/"
_MOST = 20  # differences told one by one
_HEAVIEST = 100_000  # bytes of style and script together
_LONGEST = 4_000_000  # bytes of a page that a telephone still shows
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPORT = "the export wrote something that it should not have: report this with the page"


def run(files: Deliverables, book: Manuscript, bench: Bench) -> Deliverables:
    data = {
        file.name.removeprefix(_UNDER): bench.blobs.get(file.digest)
        for file in files.files
        if file.format == "web" and not file.name.endswith((".png", ".jpg", ".gif", ".webp"))
    }
    if not data:
        return files
    names = {f.name.removeprefix(_UNDER) for f in files.files if f.format == "web"}
    sheets = {name: Sheet(name, held) for name, held in data.items() if name.endswith(".html")}
    for code, message, place in _found(data, sheets, names, book):
        bench.find(f"web.{code}", "error", message, place=_UNDER + place, todo=_REPORT)
    characters = sum([len(sheet.text) for sheet in sheets.values()])
    bench.find(
        "web.inspected",
        "note",
        f"{counted(len(sheets), 'page is', 'pages are')} well-formed, and every link arrives; "
        f"{counted(characters, 'character')} taken back out and compared.",
    )
    for name, sheet in sheets.items():
        if len(sheet.data) > _LONGEST:
            bench.find(
                "web.page-long",
                "warning",
                f"The page has {len(sheet.data):,} bytes: a telephone may take long to show it.",
                place=_UNDER + name,
                todo="let assemble.divisions make shorter chapters",
            )
    silent = sum([said.count(' alt=""') for s in sheets.values() for said in s.of("img")])
    if silent:
        bench.find(
            "web.silent-picture",
            "warning",
            f"{counted(silent, 'picture has', 'pictures have')} no words for "
            "those who cannot see them.",
            todo="describe them with an edit",
        )
    return files


def _found(
    data: dict[str, bytes], sheets: dict[str, Sheet], names: set[str], book: Manuscript
) -> Iterator[Fault]:
    for name, sheet in sheets.items():
        fault = sheet.fault()
        if fault:
            yield "malformed", f"The page is not well-formed: {fault}.", name
        elif not sheet.is_read_alike():
            yield "read-otherwise", "A browser reads the page's words otherwise.", name
    yield from faults(sheets, names)
    yield from index_faults(data.get("search/index.js", b"").decode(), sheets)
    yield from _others(data)
    yield from _words(sheets, book)


def _others(data: dict[str, bytes]) -> Iterator[Fault]:
    """The files beside the pages."""
    for name in sorted(data):
        try:
            if name.endswith((".xml", ".svg")):
                expat.ParserCreate().Parse(data[name], True)
            elif name.endswith((".json", ".webmanifest")):
                json.loads(data[name])
        except (expat.ExpatError, ValueError) as error:
            yield "malformed", f"The file cannot be read: {error}.", name
    shell = sum([len(held) for name, held in data.items() if name in ("book.css", "book.js")])
    if not 0 < shell <= _HEAVIEST:
        yield "heavy", f"Style and script together have {shell:,} bytes.", "book.css"
    if b"url(" in data.get("book.css", b""):
        yield "remote", "The style loads something.", "book.css"


# -- every word ------------------------------------------------------------------------------------


def _words(sheets: dict[str, Sheet], book: Manuscript) -> Iterator[Fault]:
    """Page by page, whether it says what its divisions say; and whether each division stands on
    one page."""
    house = replace(load("generic"), left_out=(), scene_break="")
    lacking = frozenset([media.key for media in book.media if not media.digest])
    left: defaultdict[str, list[Division]] = defaultdict(list)
    for division in every_division(book.divisions):
        left[division.id].append(division)
    for name, sheet in sheets.items():
        wanted: list[str] = []
        for id in sheet.divisions:
            if not left[id]:
                yield "unknown-division", f"The manuscript has no division {id}.", name
                continue
            division = left[id].pop(0)
            wanted += _lines(division, house, lacking)
            if _is_of_a_post(division) and f'href="#{id}"' not in sheet.source:
                yield "no-origin", f"The page does not say where {id} came from.", name
        yield from _compared(name, even("\n".join(wanted)), even(sheet.text))
    for division in [one for several in left.values() for one in several]:
        if _lines(division, house, lacking):
            yield "division-lost", f"The {division.kind} {division.id} is on no page.", "index.html"


def _lines(division: Division, house: House, lacking: frozenset[str]) -> list[str]:
    alone = replace(division, divisions=())
    lines = [line.text for line in script((alone,), house, lacking) if line.text]
    return [_ILLEGAL.sub("\ufffd", line) for line in lines]


def _is_of_a_post(division: Division) -> bool:
    return bool(division.origin) or any(block.origin for block in division.blocks)


def _compared(name: str, wanted: str, found: str) -> Iterator[Fault]:
    if wanted == found:
        return
    was, now = wanted.split("\n"), found.split("\n")
    told = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal" and told < _MOST:
            told += 1
            old, new = " / ".join(was[a:b])[:300], " / ".join(now[c:d])[:300]
            message = f"The page says “{new}” where the manuscript says “{old}”."
            yield "difference", message, name
