"""peer.json: who somebody is, and by which keys we know what they signed."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pipeline.transmit import dsse
from pipeline.transmit.contract import Closed, Party, PeerId
from pipeline.transmit.strict import Malformed, read

FORMAT = "f2f.peer/1"


class Key(Closed, frozen=True, kw_only=True):
    keyid: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    algorithm: Literal["ed25519"] = "ed25519"
    public: Annotated[str, Meta(description="base64 of the 32 bytes")]


class Peer(Closed, frozen=True, kw_only=True):
    format: Literal["f2f.peer/1"] = FORMAT  # type: ignore[assignment]
    peer_id: PeerId
    name: str
    contact: str = ""
    keys: Annotated[tuple[Key, ...], Meta(min_length=1)]

    @property
    def party(self) -> Party:
        return Party(peer_id=self.peer_id, name=self.name, contact=self.contact)

    @property
    def pinned(self) -> dict[str, bytes]:
        """The keys by their ids, as envelopes name them."""
        return {key.keyid: base64.b64decode(key.public) for key in self.keys}


def make(seed: bytes, peer_id: str, name: str, contact: str = "") -> Peer:
    """The public side of a private key."""
    key = dsse.public(seed)
    shown = base64.b64encode(key).decode()
    keys = (Key(keyid=dsse.keyid(key), public=shown),)
    return decode(encode(Peer(peer_id=peer_id, name=name, contact=contact, keys=keys)))


def encode(peer: Peer) -> bytes:
    return msgspec.json.format(msgspec.json.encode(peer), indent=1) + b"\n"


def decode(data: bytes) -> Peer:
    """A peer.json. Raises Malformed, also where a key is not the one that its id names."""
    peer = read(data, Peer)
    for key in peer.keys:
        try:
            raw = base64.b64decode(key.public, validate=True)
        except ValueError as error:
            raise Malformed("a key is not base64") from error
        if len(raw) != 32 or dsse.keyid(raw) != key.keyid:
            raise Malformed("a key is not the one that its id names")
    return peer


def fingerprint(peer: Peer) -> str:
    """What two people read to each other, in groups of four: the id of the first key."""
    id = peer.keys[0].keyid
    return " ".join(id[at : at + 4] for at in range(0, len(id), 4))
