"""Bringing by hand: a sealed version as one zip, come by e-mail, given to the desk in a form.

It is looked at within the zip first, so that nothing of what nobody signed is kept. Then it goes
the way that a program's files go: each kept by its digest, the whole looked at again as it lies
here, and only then received. Whoever brings it proves nothing by that: it is the sender's keys that
count, and the version becomes the sender's.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy.orm import Session

from pipeline.desk import contract, ownership, receiving
from pipeline.desk.actor import Actor
from pipeline.desk.contract import Fault, Packed, Unreadable
from pipeline.desk.desk import Desk
from pipeline.desk.problems import Problem
from pipeline.desk.tables import Account, Holding, PeerRow, TransmittalRow, VersionRow
from pipeline.desk.times import now


def bring(desk: Desk, actor: Actor, file: BinaryIO) -> tuple[TransmittalRow, VersionRow, bool]:
    """A version out of a zip; the last is whether it is new. Raises Problem, with every reason."""
    actor.need(actor.part)
    aside = desk.office.folder / "uploads"
    try:
        aside.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=aside, prefix="brought-", suffix=".zip") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
            copy.flush()
            return _bring(desk, actor, Path(copy.name))
    except Unreadable as error:
        raise receiving.refused((Fault("parcel.unreadable", str(error)),)) from error
    except OSError as error:
        raise Problem(507, "disk", "The desk’s disk cannot take it.") from error


def _bring(desk: Desk, actor: Actor, path: Path) -> tuple[TransmittalRow, VersionRow, bool]:
    packed = Packed(path)
    try:
        with desk.reading() as db:
            peer = _sender(db, actor, packed)
            owner = _owner(db, actor, peer)
            room = desk.office.settings.quota - ownership.held(db, owner)
        _check_size(desk, packed, room)
        files = {name: contract.file_digest(packed, name) for name in sorted(packed.sizes)}
        for name, digest in files.items():
            _keep(desk, owner, packed, name, digest)
    finally:
        packed.close()
    with desk.reading() as db:
        arrived = receiving.look(db, owner, desk.office, desk.blobs, packed.name, files)
    with desk.writing() as db:
        return receiving.keep(db, owner, desk.office, arrived)


def _sender(db: Session, actor: Actor, packed: Packed) -> PeerRow:
    """Whose it is. Raises Problem, where nobody whose keys are pinned here has signed it."""
    if packed.odd:
        odd = [Fault("file.odd", f"this is {why}, which a bag cannot hold", name)
               for name, why in packed.odd]  # fmt: skip
        raise receiving.refused(tuple(odd))
    peer = receiving.sender(db, actor, ownership.all_pinned(actor), packed)
    verdict = contract.verify(packed, contract.decode_peer(peer.document.encode()))
    if verdict.sent is None:
        raise receiving.refused(verdict.problems)
    return peer


def _owner(db: Session, actor: Actor, peer: PeerRow) -> Actor:
    """The account that it is received for; who brought it stays in the log."""
    account = db.get(Account, peer.account_id)
    if account is None or not account.is_active:
        told = f"The account of {peer.name} is closed: nothing is received for it."
        raise Problem(409, "account", told)
    return msgspec.structs.replace(
        actor, account_id=account.id, side="sender", scopes=("read", "send")
    )


def _check_size(desk: Desk, packed: Packed, room: int) -> None:
    largest = desk.office.settings.largest
    if max(packed.sizes.values(), default=0) > largest:
        raise Problem(413, "file.large", f"A file has at most {largest:,} bytes here.")
    if sum(packed.sizes.values()) > room:
        told = f"The sender’s account has room for {max(room, 0):,} bytes more."
        raise Problem(507, "quota", told)


def _keep(desk: Desk, owner: Actor, packed: Packed, name: str, digest: str) -> None:
    """One file, unless it is here."""
    with desk.reading() as db:
        if ownership.holding(db, owner, digest) and desk.blobs.is_here(digest):
            return
    with packed.open(name) as source:
        size = desk.blobs.add(source, digest)
    with desk.writing() as db:
        if ownership.holding(db, owner, digest) is None:
            row = Holding(account_id=owner.account_id, digest=digest, size=size, made=now())
            db.add(row)
