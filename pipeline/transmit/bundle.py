"""transmit.bundle: a BagIt folder with the book and every paper a press asks for with it.

It is the draft of a transmittal: `bookworks transmit` seals and signs it for one recipient. Nothing
here knows of keys, so that a build needs none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.claims import Claim
from pipeline.model.handoff import Deliverables
from pipeline.model.house import House, load
from pipeline.model.manuscript import Manuscript
from pipeline.model.traveler import Traveler, plain
from pipeline.transmit import bag, extent, papers, sheets
from pipeline.transmit.extent import Reckoning

READS = ("recipe:house",)

SENT = ("docx", "epub", "pdf", "art")
"""What goes to a press. The web book is for the author's own host."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ahead(book: Manuscript, bench: Bench) -> Reckoning:
    """What the papers say of the book: told volume by volume, wherever its volumes are."""
    return extent.reckon(book, load(bench.house))


def run(
    files: Deliverables, found: Reckoning, account: Account, traveler: Traveler, bench: Bench
) -> Deliverables:
    house, book = load(bench.house), found.book
    claimed = sheets.claimed(found)
    payload = [bag.payload(file) for file in files.files if file.format in SENT]
    laid = len(payload)
    logs = _logs(house, found, claimed)
    records = _records(account, traveler)
    for name, data in (logs | records).items():
        payload.append(bag.write(f"data/{name}", data, bench))
    draft = papers.draft(book, house, found, claimed, payload, traveler)
    tags = papers.tags(draft, papers.checks(traveler, account), papers.no_changes())
    for name, data in bag.sealed(draft, tags).items():
        bag.write(name, data, bench)
    for code, said in papers.misfits(book):
        bench.find(code, "warning", said, place="recipe.yaml", todo="mend it in the recipe")
    return Deliverables((*files.files, *payload[:laid], *bench.files))


def _records(account: Account, traveler: Traveler) -> dict[str, bytes]:
    return {
        "traveler.json": papers.as_json(plain(traveler)),
        "traveler.html": traveler.page.encode(),
        "account.json": papers.as_json({"balanced": account.balanced, "sums": account.sums}),
    }


def _logs(
    house: House, found: Reckoning, claimed: list[tuple[str, str, Claim]]
) -> dict[str, bytes]:
    pictures = {
        claim.url: number
        for number, (_, _, claim) in enumerate(claimed, 1)
        if claim.sort == "pictures"
    }
    return {
        "logs/art.csv": _csv(sheets.art(found, pictures)),
        "logs/permissions.csv": _csv(sheets.permissions(claimed)),
        "logs/sources.csv": _csv(sheets.sources(found)),
        "logs/styles.csv": _csv(sheets.style_map(house)),
        "logs/words.csv": _csv(sheets.word_counts(found)),
        "logs/characters.csv": _csv(sheets.characters(found)),
    }


def _csv(rows: Iterable[sheets.Cells]) -> bytes:
    """CSV as spreadsheets open it; no cell of an author's words can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, int) or cell.isalnum():
        return cell
    return f"'{cell}" if cell.startswith(_FORMULA) else " ".join(cell.split())
