"""Two shops that know each other, and a version that the one sealed for the other."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from pipeline.transmit import keyring, peer
from pipeline.transmit.contract import Checks, Transmittal
from pipeline.transmit.keyring import Known
from pipeline.transmit.peer import Peer
from pipeline.transmit.sealing import Order, Sealed, seal
from tests.floor import Floor

TIME = "2026-02-03T04:05:06Z"


def seed(name: str) -> bytes:
    """A private key that everybody knows: for tests alone."""
    return hashlib.sha256(f"f2f test key of {name}".encode()).digest()


QUILL = peer.make(seed("quill"), "quill.example", "Ada Quill", "ada@quill.example")
LANTERN = peer.make(seed("lantern"), "lantern.example", "Lantern Press")

Files = dict[str, bytes]


def bundle(floor: Floor) -> Files:
    """The draft that a build left, by name."""
    floor.build()
    folder = floor.root / "build" / floor.name / "1" / "bundle"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def order(version: int = 1, **said: object) -> Order:
    return Order(
        id="T-2026-0001", version=version, sender=QUILL.party, recipient=LANTERN.party,
        time=TIME, seq=version, **said,
    )  # type: ignore[arg-type]  # fmt: skip


def sealed(draft: Files, asked: Order, by: str = "quill") -> Sealed:
    sent = msgspec.json.decode(draft["metadata/transmittal.json"], type=Transmittal)
    checks = msgspec.json.decode(draft["metadata/checks.json"], type=Checks)
    return seal(sent, checks, asked, seed(by), "test")


def whole(draft: Files, made: Sealed) -> Files:
    """All files of a version."""
    payload = {name: data for name, data in draft.items() if name.startswith("data/")}
    return {**payload, **made.files}


def laid(files: Files, folder: Path) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def keys(folder: Path, own: str, me: Peer, other: Peer, shared: str = "") -> Path:
    """A folder of keys, as `bookworks keys` makes it."""
    folder.mkdir(parents=True)
    (folder / "key.pem").write_bytes(keyring.pem(seed(own)))
    (folder / "key.pem").chmod(0o600)
    (folder / "peer.json").write_bytes(peer.encode(me))
    (folder / "peers.toml").write_text(keyring.row(Known(other, shared)), encoding="utf-8")
    return folder
