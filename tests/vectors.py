"""The test vectors for other people's programs: `make vectors` writes vectors/ anew.

They are made of a small sample book, with keys that everybody knows. See vectors/README.md.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from pipeline.commands.schemas import contract, schema
from pipeline.shop.places import Places
from pipeline.transmit import dsse, keyring, packed, peer, succession
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
    _put(folder / "keys.json", msgspec.json.format(msgspec.json.encode(_keys()), indent=1) + b"\n")
    for name, said in schemas.items():
        _put(folder / "schemas" / f"{name}.json", f"{json.dumps(said, indent=1)}\n".encode())


def _next(first: shops.Sealed) -> shops.Order:
    event = first.sent.event
    before = Superseded(version=1, tagmanifest_sha256=event.tagmanifest_sha256)
    return shops.order(
        2, supersedes=before, before=first.transmittal, prev_sha256=first.sent.digest
    )


def _keys() -> list[dict[str, Any]]:
    """Statements on keys, one after the other; the last must be refused for its reason, or leads to
    the keys that count."""
    own, old, new, thief = shops.QUILL, *map(shops.seed, ("quill", "new", "thief"))
    rotated = succession.rotated(own, old, new, "2026-02-04T00:00:00Z")
    revoked = succession.revoked(rotated.peer, new, own.keys[0].keyid, "2026-02-05T00:00:00Z")
    heir = succession.rotated(own, old, thief, "2026-02-06T00:00:00Z").envelope
    said = dsse.opened(heir, dsse.KEYS)[1]
    stranger = dsse.sign(said, dsse.KEYS, thief)
    false = stranger.replace(dsse.keyid(dsse.public(thief)).encode(), own.keys[0].keyid.encode())
    both = [rotated.envelope, revoked.envelope]
    rows: list[tuple[str, list[bytes], str]] = [
        ("a new key, for which the old one signs", both[:1], ""),
        ("the old key called back by the new one", both, ""),
        ("a stranger's word", [stranger], "signature.key"),
        ("the name of the right key and another's signature", [false], "signature.false"),
        ("a second heir of one key", [both[0], heir], "signature.retired"),
        ("an heir of a key that was called back", [*both, heir], "signature.revoked"),
    ]
    keys = [rotated.peer.keys[0].keyid, own.keys[0].keyid]
    counts = {"a new key, for which the old one signs": keys,
              "the old key called back by the new one": keys[:1]}  # fmt: skip
    return [
        {"about": about, "statements": [one.decode() for one in statements], "code": code,
         "pinned": counts.get(about, [])}
        for about, statements, code in rows
    ]  # fmt: skip


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    write(FOLDER)
