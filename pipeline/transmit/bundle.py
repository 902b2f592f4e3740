"""transmit.bundle: a BagIt folder with the book and every paper a press asks for with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import msgspec

from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.house import load
from pipeline.model.manuscript import Manuscript
from pipeline.model.traveler import Traveler, plain
from pipeline.transmit import bag, sheets

READS = ("recipe:house",)

SENT = ("docx", "epub", "pdf")
"""What goes to a press. The web book is for the author's own host."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def run(
    files: Deliverables, book: Manuscript, account: Account, traveler: Traveler, bench: Bench
) -> Deliverables:
    papers = _papers(book, account, traveler, bench.house)
    payload = [bag.payload(file) for file in files.files if file.format in SENT]
    laid = len(payload)
    payload += [bag.write(f"data/{name}", data, bench) for name, data in papers.items()]
    bag.seal(payload, book.book, bench)
    return Deliverables((*files.files, *payload[:laid], *bench.files))


def _papers(book: Manuscript, account: Account, traveler: Traveler, house: str) -> dict[str, bytes]:
    said = sheets.texts(book)
    sums = {"balanced": account.balanced, "sums": account.sums}
    return {
        "traveler.json": _json(plain(traveler)),
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
