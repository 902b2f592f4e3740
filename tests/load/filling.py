"""A desk that was at work for years: its accounts, and the books that were sent to it.

Every account, version, decision and change request goes the way that those of people go, with all
that is looked at on that way. Only the files of a bag are laid in their place at once: bringing
thousands of them by digest, each synced to the disk, is what other tests look at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from pipeline.desk import accounts, deciding, ownership, peers, receiving, requests
from pipeline.desk.actor import OF_SIDE, Actor
from pipeline.desk.desk import Desk
from pipeline.desk.settings import Settings, lay_out
from pipeline.desk.tables import Holding, TransmittalRow, VersionRow
from pipeline.desk.times import now
from pipeline.transmit import peer, sealing
from pipeline.transmit.contract import Transmittal
from tests.desk.writer import HOUSE, Draft, Writer

PASSWORD = "lamp-oil and patience"
WRITERS, EDITORS = 180, 20
BOOKS = 2_000
BATCH = 100
VERSIONS = (1, 2, 1, 1, 3, 1, 2, 1)
"""How many versions books have, in turn."""

POST = (
    "---\ntitle: Night {n} at the harbour\ntags: [harbour, nights]\n---\n\n"
    "The harbour master counted {n} lights, and nobody corrected him.[^1]\n\n"
    "{middle}\n\n> It is there, whatever the chart says.\n\n[^1]: He had counted them before.\n"
)
MIDDLE = (
    "Rope, tar and patience: that is what a quay asks for, and *nothing* is what it gives back. "
)

WISHES = (
    requests.Wish(kind="heading.depth", params={"max_level": 2, "overflow": "bold"}),
    requests.Wish(kind="table.policy", severity="I", params={"form": "native"}),
    requests.Wish(kind="freeform", rationale="It reads as two books.",
                  params={"text": "Could the harbour nights stand together?"}),
)  # fmt: skip


class Filled(Struct, frozen=True):
    """Who can sign in, and which books each of them sees."""

    writers: dict[str, list[str]]
    editors: list[str]
    books: list[str]


def draft(folder: Path) -> Draft:
    """A book of sixty pieces, built as any book is."""
    posts = {
        f"20{10 + n // 12}-{1 + n % 12:02d}-01-night-{n}": POST.format(n=n, middle=MIDDLE * 30)
        for n in range(1, 58)
    }
    return Draft(folder, posts)


def fill(folder: Path, made: Draft, books: int = BOOKS) -> Filled:
    desk = Desk(lay_out(folder, Settings(peer_id=HOUSE.peer_id, name=HOUSE.name)))
    try:
        with desk.writing() as db:
            editors = [_account(db, f"editor{n}", "recipient") for n in range(EDITORS)]
            writers = [_account(db, f"writer{n}", "sender") for n in range(WRITERS)]
            shops = [_shop(db, n, one, editors[0]) for n, one in enumerate(writers)]
        seen: dict[str, list[str]] = {one.name: [] for one in writers}
        for start in range(0, books, BATCH):
            with desk.writing() as db:
                for n in range(start, min(start + BATCH, books)):
                    who = n % WRITERS
                    where = _book(db, desk, made, n, shops[who], writers[who], editors[n % EDITORS])
                    seen[writers[who].name].append(where)
        every = [where for mine in seen.values() for where in mine]
        return Filled(seen, [one.name for one in editors], every)
    finally:
        desk.database.close()


def _account(db: Session, name: str, side: str) -> Actor:
    row = accounts.add(db, name, name.title(), side, PASSWORD)
    return Actor(account_id=row.id, name=name, shown=row.shown, side=side, scopes=OF_SIDE[side])


def _shop(db: Session, n: int, actor: Actor, house: Actor) -> Writer:
    shop = Writer(f"quill{n}.example", hashlib.sha256(b"shop %d" % n).digest())
    peers.pin(db, house, peers.register(db, actor, peer.encode(shop.peer)).id)
    return shop


def _book(
    db: Session, desk: Desk, made: Draft, n: int, shop: Writer, writer: Actor, editor: Actor
) -> str:
    """One book: sent, asked changes of or not, sent again or not, decided on or not."""
    id = f"T-2026-{n + 1:04d}"
    version, last = None, VERSIONS[n % len(VERSIONS)]
    for number in range(1, last + 1):
        book, version = _send(db, desk, made, shop, writer, id, number)
        if number < last or n % 4 == 1:
            _ask(db, desk, editor, book, version, n + number)
        elif n % 4 == 2:
            deciding.decide(db, editor, desk.office, book, version, "declined", "Not for our list.")
    assert version is not None
    return f"/books/{shop.name}/{id}"


def _send(
    db: Session, desk: Desk, made: Draft, shop: Writer, writer: Actor, id: str, number: int
) -> tuple[TransmittalRow, VersionRow]:
    files = dict(_sealed(db, desk, made, shop, writer, id, number))
    db.flush()
    arrived = receiving.look(db, writer, desk.office, desk.blobs, f"{id}_v{number}", files)
    assert not arrived.verdict.problems, arrived.verdict.problems
    book, version, _ = receiving.keep(db, writer, desk.office, arrived)
    return book, version


def _sealed(
    db: Session, desk: Desk, made: Draft, shop: Writer, writer: Actor, id: str, number: int
) -> Iterator[tuple[str, str]]:
    """Seal a version, and lay its files where an upload would have left them."""
    chain = shop.chains.setdefault(id, [])
    before = shop.sealed.get((id, number - 1))
    title = f"Small Lights, volume {int(id[-4:])}"
    paper: Transmittal = replace(made.paper, work=replace(made.paper.work, title=title))
    order = sealing.Order(
        id=id, version=number, sender=shop.peer.party, recipient=HOUSE, time=now(),
        seq=len(chain) + 1, prev_sha256=chain[-1].digest if chain else "",
        before=before.transmittal if before else None,
        supersedes=sealing.Superseded(
            version=number - 1, tagmanifest_sha256=before.sent.event.tagmanifest_sha256
        ) if before else None,
    )  # fmt: skip
    sealed = sealing.seal(paper, made.checks, order, shop.seed, "load")
    chain.append(sealed.sent)
    shop.sealed[id, number] = sealed
    rows: dict[str, int] = {}
    payload = {item.path: (made.root / item.path).read_bytes() for item in sealed.transmittal.items}
    for name, data in {**sealed.files, **payload}.items():
        digest = hashlib.sha256(data).hexdigest()
        place = desk.blobs.path(digest)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        rows[digest] = len(data)
        yield name, digest
    held = ownership.holdings(db, writer, set(rows))
    db.add_all(
        Holding(account_id=writer.account_id, digest=digest, size=size, made=now())
        for digest, size in rows.items()
        if digest not in held
    )


def _ask(
    db: Session, desk: Desk, editor: Actor, book: TransmittalRow, version: VersionRow, n: int
) -> None:
    for wish in WISHES[: 1 + n % 3]:
        requests.make(db, editor, desk.office, book, version, wish)
    deciding.decide(db, editor, desk.office, book, version, "changes-requested", "")
