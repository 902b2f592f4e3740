"""transmit.bundle: a BagIt folder with the docx and every paper a press asks for with it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.house import load
from pipeline.model.manuscript import Book, Manuscript
from pipeline.model.traveler import Traveler
from pipeline.transmit import sheets

READS = ("recipe:house",)

FOLDER = "bundle"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def run(
    files: Deliverables, book: Manuscript, account: Account, traveler: Traveler, bench: Bench
) -> Deliverables:
    with tempfile.TemporaryDirectory() as folder:
        bag = Path(folder)
        for file in files.files:
            _write(bag / "manuscript" / file.name, bench.blobs.get(file.digest))
        for name, data in _papers(book, account, traveler, bench.house).items():
            _write(bag / name, data)
        _seal(bag, book.book)
        for path in sorted(path for path in bag.rglob("*") if path.is_file()):
            with bench.deliver(f"{FOLDER}/{path.relative_to(bag).as_posix()}", "bundle") as out:
                out.write(path.read_bytes())
    return Deliverables((*files.files, *bench.files))


def _papers(book: Manuscript, account: Account, traveler: Traveler, house: str) -> dict[str, bytes]:
    said = sheets.texts(book)
    sums = {"balanced": account.balanced, "sums": account.sums}
    return {
        "traveler.json": _json({**msgspec.structs.asdict(traveler), "page": None}),
        "traveler.html": traveler.page.encode(),
        "account.json": _json(sums),
        "style-map.csv": _csv(sheets.style_map(load(house))),
        "word-counts.csv": _csv(sheets.word_counts(book, said)),
        "art-log.csv": _csv(sheets.art_log(book)),
        "special-characters.csv": _csv(sheets.characters(book, said)),
    }


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _csv(rows: Iterable[sheets.Cells]) -> bytes:
    """CSV as spreadsheets open it; no cell of an author's words can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _seal(bag: Path, book: Book) -> None:
    """Make the folder a bag. Its date is the book's, so that no clock enters it."""
    import logging

    import bagit

    # What goes wrong is told by the error it raises; its log would tell it again, at length.
    logging.getLogger("bagit").addHandler(logging.NullHandler())
    info = {
        "Source-Organization": book.publisher or book.author or "unknown",
        "External-Description": f"{book.title}, edition {book.edition}",
        "Bagging-Date": book.date or "1970-01-01",
        "Bag-Software-Agent": "bookworks",
    }
    bagit.make_bag(str(bag), bag_info=info, checksums=["sha256"], processes=1)
