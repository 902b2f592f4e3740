"""`bookworks keys rotate`, `revoke` and `add`: keys that follow one another, ours and a peer's.

A new key of ours is on the disk before anything is said of it. Once the statement is kept it holds,
for us too: whatever asks for our keys next brings to its end what a kill cut off.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import UNSET

from pipeline.commands.handover import keys, shared
from pipeline.model.errors import StorageError, UsageError
from pipeline.shop.storage import explained, write_whole
from pipeline.transmit import dsse, keyring, peer, succession
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.keyring import Known
from pipeline.transmit.peer import Key, Peer
from pipeline.transmit.strict import Malformed

_MOST = 1000

Told = dict[str, Any]
"""What came of a statement: `result` is taken, known or refused."""


def rotate() -> dict[str, Any]:
    """A new key of ours, for which the old one signs."""
    own, old = keys.ours(), keys.seed()
    path = keys.folder() / keys.NEXT
    with explained(path):
        if not path.exists():
            keys.write_private(path, keyring.pem(keyring.new_seed()))
        new = keyring.seed(path.read_bytes())
    stated = succession.rotated(own, old, new, _now())
    file = _kept(stated.envelope, "rotated")
    keys.seed()  # by which the new key takes the old one's place
    return {**keys.show(), "statement": str(file), "posted": list(_posted())}


def revoke(said: str) -> dict[str, Any]:
    """Call one of our keys back: the last that was given up, or the one whose fingerprint begins
    so. Without any left, `keys --make` begins anew, and peers must pin the new key."""
    own, seed = keys.ours(), keys.seed()
    gone = _meant(own, said)
    stated = succession.revoked(own, seed, gone.keyid, _now())
    file = _kept(stated.envelope, "revoked")
    return {**keys.show(), "statement": str(file), "posted": list(_posted())}


def _meant(own: Peer, said: str) -> Key:
    start = "".join(said.split()).lower()
    rows = [
        one for one in own.keys
        if (one.keyid.startswith(start) if start else not one.counts) and _stands(one)
    ]  # fmt: skip
    if not rows or (start and len(rows) > 1):
        known = ", ".join(one.keyid[:16] for one in own.keys if _stands(one))
        told = "no key was given up yet" if not start else f"no single key of yours begins {said}"
        raise UsageError(told, todo=f"say how the fingerprint begins: {known}")
    return rows[0]


def _stands(one: Key) -> bool:
    return one.revoked is UNSET


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _kept(envelope: bytes, kind: str) -> Path:
    number = len(keys.statements()) + 1
    file = keys.folder() / keys.STATEMENTS / f"{number:04d}-{kind}.dsse.json"
    write_whole(file, envelope)
    return file


def _posted() -> Iterator[str]:
    """All our statements laid in the folders that we share; who has none must be sent them."""
    files = keys.statements()
    for id, known in keys.known().items():
        if known.folder and files:
            try:
                place = shared.room(Path(known.folder), "sender", id) / "keys"
            except StorageError:
                continue  # the folder is not there today: `transmit` lays them there
            for file in files:
                data = file.read_bytes()
                if shared.read(place / file.name) != data:
                    write_whole(place / file.name, data)
            yield str(place)


def post() -> None:
    """The same, along with whatever else goes to a peer."""
    list(_posted())


# -- a peer's --------------------------------------------------------------------------------------


def is_statement(data: bytes) -> bool:
    """Whether this is somebody's word on its keys, true or not."""
    try:
        dsse.opened(data, dsse.KEYS)
    except Unsigned:
        return False
    return True


def collect() -> list[Told]:
    """What the peers say of their keys in the folders that we share; only what is new or wrong."""
    rows = []
    for known in keys.known().values():
        folder = Path(known.folder) / f"to-{keys.ours().peer_id}" / "keys" if known.folder else None
        files = sorted(folder.glob("*.dsse.json"))[:_MOST] if folder and folder.is_dir() else []
        for file in files:
            data = shared.read(file)
            if is_statement(data):  # what is half here is passed over until it is whole
                told = take(data, known.peer.peer_id)
                rows += [told] if told["result"] != "known" else []
    return rows


def take(data: bytes, source: str = "") -> Told:
    """A peer's statement on its keys, into peers.toml, or why it is refused."""
    try:
        said = succession.peek(data)
        id = source or said.peer_id
        known = keys.pinned(id)
        after = succession.taken(known.peer, data)
    except (Unsigned, Malformed) as error:
        return {"name": f"keys of {source}" if source else "keys", "result": "refused",
                "said": [f"{error}; speak with the peer"]}  # fmt: skip
    if after == known.peer:
        return {"name": f"keys of {id}", "result": "known", "said": ["this was known"]}
    path = keys.folder() / keys.PEERS
    text = path.read_text(encoding="utf-8")
    write_whole(path, keyring.replaced(text, Known(after, known.folder, known.desk)).encode())
    key = peer.grouped(said.keyid)
    told = [f"{said.type} on {said.time}: {key}"]
    if after.current is None:
        told.append("no key of theirs counts now: compare a new one, and pin it")
    else:
        told.append(f"the key that counts now: {peer.fingerprint(after)}")
    return {"name": f"keys of {id}", "result": "keys", "said": told}


def add(file: Path, folder: str) -> dict[str, Any]:
    """What came by itself: a peer's statement, or its peer.json."""
    data = shared.read(file)
    if not is_statement(data):
        return keys.pin(file, folder)
    told = take(data)
    return {"versions": [told], "exit_code": 6 if told["result"] == "refused" else 0}


def shown(found: dict[str, Any]) -> str:
    if "versions" not in found:
        return keys.shown(found)
    words = {"keys": "Told", "known": "Known", "refused": "Refused"}
    rows = [[f"{words[one['result']]}: {one['name']}", *[f"  {said}" for said in one["said"]]]
            for one in found["versions"]]  # fmt: skip
    return "\n".join([line for row in rows for line in row])
