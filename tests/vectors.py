"""The test vectors for other people's programs: `make vectors` writes vectors/ anew.

They are made of a small sample book, with keys that everybody knows. See vectors/README.md.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import msgspec

from pipeline.commands.schemas import contract, schema
from pipeline.shop.places import Places
from pipeline.transmit import keyring, packed, peer
from pipeline.transmit.contract import Superseded
from pipeline.transmit.keyring import Known
from tests.floor import Floor
from tests.transmit import messages, shops, tampering

FOLDER = Path(__file__).resolve().parents[1] / "vectors"


def write(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as room:
        draft = shops.bundle(Floor(Path(room)))
        schemas = {name: schema(name, Places(Path(room), Path(room))) for name in contract()}
    first = shops.sealed(draft, shops.order())
    good = shops.whole(draft, first)
    second = shops.sealed(draft, _next(first))
    for version, files in ((1, good), (2, shops.whole(draft, second))):
        name = f"T-2026-0001_v{version}"
        _put(folder / "good" / f"{name}.zip", packed.pack(name, files.items()))
    cases = msgspec.json.encode(tampering.cases(good, draft))
    _put(folder / "tampered.json", msgspec.json.format(cases, indent=1) + b"\n")
    said = msgspec.json.encode(messages.cases())
    _put(folder / "webhooks.json", msgspec.json.format(said, indent=1) + b"\n")
    _put(folder / "peers.toml", keyring.row(Known(shops.QUILL)).encode())
    _put(folder / "peer.json", peer.encode(shops.QUILL))
    for name, said in schemas.items():
        _put(folder / "schemas" / f"{name}.json", f"{json.dumps(said, indent=1)}\n".encode())


def _next(first: shops.Sealed) -> shops.Order:
    event = first.sent.event
    before = Superseded(version=1, tagmanifest_sha256=event.tagmanifest_sha256)
    return shops.order(
        2, supersedes=before, before=first.transmittal, prev_sha256=first.sent.digest
    )


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    write(FOLDER)
