"""Rules: what is wrong with the pages of a PDF, in itself and by a store's rules."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.inspect.paper.pages import Paper, Sheet
from pipeline.inspect.paper.store import Store
from pipeline.model.finding import Severity, counted

_INCH = 72.0
_NEAR = 1.5  # points: a letter may overhang its margin by so much
_VARIANCE = 1 / 16  # inches

_REPORT = "the export set a page that no store takes: report this with the file"


class Fault(Struct, frozen=True):
    code: str
    severity: Severity
    message: str
    page: int = 0
    todo: str = ""


def form(paper: Paper) -> Iterator[Fault]:
    """What no print PDF may have."""
    if paper.encrypted:
        yield Fault("encrypted", "error", "The PDF is locked.", todo=_REPORT)
    if paper.bookmarks:
        yield Fault("bookmarks", "error", "The PDF has bookmarks.", todo=_REPORT)
    if paper.forms or paper.script:
        yield Fault("active", "error", "The PDF has forms or scripts.", todo=_REPORT)
    if not paper.tagged:
        yield Fault("untagged", "error", "The PDF's text has no order of reading.", todo=_REPORT)
    for font in {font.name: font for font in paper.fonts.values() if not font.embedded}.values():
        yield Fault("font", "error", f"The font {font.name} is not inside the PDF.", todo=_REPORT)
    first = paper.sheets[0].trim if paper.sheets else None
    for number, sheet in enumerate(paper.sheets, 1):
        if sheet.annotations:
            yield Fault("annotation", "error", "The page has links or comments.", number, _REPORT)
        if sheet.trim != first or sheet.media != sheet.trim:
            yield Fault("trim", "error", "The page is of another size.", number, _REPORT)


def store(paper: Paper, store: Store) -> Iterator[Fault]:
    """What one store does not take."""
    yield from _extent(paper, store)
    yield from _size(paper, store)
    yield from _margins(paper, store)
    yield from _pictures(paper, store)


def _extent(paper: Paper, store: Store) -> Iterator[Fault]:
    pages = len(paper.sheets)
    if pages > store.pages_most:
        yield Fault(
            "too-thick",
            "error",
            f"{store.title} binds up to {store.pages_most:,} pages, and the book has {pages:,}.",
            todo="split it: set assemble.volumes to fewer words in a volume, or choose a larger "
            "trim for export.pdf",
        )
    if pages < store.pages_least:
        yield Fault(
            "too-thin",
            "warning",
            f"{store.title} binds no fewer than {store.pages_least} pages, and the book has "
            f"{pages:,}.",
            todo="a book of so few pages is stapled, by another printer",
        )
    if store.even and pages % 2:
        yield Fault("odd", "error", f"{pages:,} pages is an odd number.", pages, _REPORT)
    if store.last_blank and paper.sheets and paper.sheets[-1].content.runs:
        yield Fault("last-page", "error", "The last page is not blank.", pages, _REPORT)


def _size(paper: Paper, store: Store) -> Iterator[Fault]:
    if paper.size > store.megabytes * 1_000_000:
        yield Fault("too-large", "error", f"The file is over {store.megabytes} MB.")
    if not paper.sheets:
        return
    trim = paper.sheets[0].trim
    if not any(
        abs(trim.width / _INCH - width) < 0.02 and abs(trim.height / _INCH - height) < 0.02
        for width, height in store.trims
    ):
        size = f"{trim.width / _INCH:.2f} × {trim.height / _INCH:.2f} inches"
        yield Fault("trim", "error", f"{store.title} has no pages of {size}.",
                    todo="choose another trim for export.pdf")  # fmt: skip


def _margins(paper: Paper, store: Store) -> Iterator[Fault]:
    gutter = store.gutter(len(paper.sheets)) * _INCH - _NEAR
    outside = store.outside * _INCH - _NEAR
    small: dict[float, int] = {}
    told = 0
    for number, sheet in enumerate(paper.sheets, 1):
        left, right = (gutter, outside) if number % 2 else (outside, gutter)
        box = _used(sheet)
        if box and told < 20 and (
            box[0] < left
            or box[1] < outside
            or box[2] > sheet.trim.width - right
            or box[3] > sheet.trim.height - outside
        ):  # fmt: skip
            told += 1
            yield Fault("margin", "error", f"Text or a picture stands in the margin that "
                        f"{store.title} wants clear.", number, _REPORT)  # fmt: skip
        for run in sheet.content.runs:
            if run.size < store.text_least and not run.artifact:
                small.setdefault(run.size, number)
    for size, number in sorted(small.items()):
        yield Fault("small-type", "warning", f"Type of {size:g} points is smaller than "
                    f"{store.title} advises.", number)  # fmt: skip


def _used(sheet: Sheet) -> tuple[float, float, float, float] | None:
    """What is printed on a page: left, low, right, high."""
    boxes = [
        (run.x, run.y - 0.25 * run.size, run.x + run.across, run.y + 0.75 * run.size)
        for run in sheet.content.runs
        if run.across > 0
    ]
    boxes += [drawn.box for drawn in sheet.content.pictures]
    if not boxes:
        return None
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    return min(lefts), min(lows), max(rights), max(highs)


def _pictures(paper: Paper, store: Store) -> Iterator[Fault]:
    coarse: list[tuple[int, int]] = []
    for number, sheet in enumerate(paper.sheets, 1):
        for drawn in sheet.content.pictures:
            dots = sheet.images.get(drawn.name)
            if dots and drawn.width:
                dpi = round(dots[0] / drawn.width * _INCH)
                if dpi < store.dpi_good:
                    coarse.append((dpi, number))
    blurred = [found for found in coarse if found[0] < store.dpi_least]
    if blurred:
        dpi, number = min(blurred)
        yield Fault("dpi", "warning", f"{counted(len(blurred), 'picture has', 'pictures have')} "
                    f"fewer than {store.dpi_least} "
                    f"dots to the inch, the coarsest {dpi}: {store.title} may ask about them.",
                    number, "find larger files of them, where there are any")  # fmt: skip
    elif coarse:
        dpi, number = min(coarse)
        yield Fault("dpi", "note", f"{counted(len(coarse), 'picture has', 'pictures have')} "
                                   f"fewer than {store.dpi_good} dots "
                    f"to the inch, the coarsest {dpi}.", number)  # fmt: skip
