"""peer.json: who somebody is, and by which keys we know what they signed."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pipeline.transmit import dsse
from pipeline.transmit.contract import Closed, Party, PeerId
from pipeline.transmit.strict import Malformed, read

FORMAT = "f2f.peer/1"


Moment = Annotated[str, Meta(pattern=r"^[0-9-]{10}T[0-9:]{8}Z\Z")]


class Key(Closed, frozen=True, kw_only=True):
    keyid: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    algorithm: Literal["ed25519"] = "ed25519"
    public: Annotated[str, Meta(description="base64 of the 32 bytes")]
    retired: Annotated[Moment, Meta(description="given up for another then")] | UnsetType = UNSET
    revoked: Annotated[Moment, Meta(description="nothing new counts since")] | UnsetType = UNSET

    @property
    def counts(self) -> bool:
        """Whether it is one to sign with."""
        return self.retired is UNSET and self.revoked is UNSET


class Peer(Closed, frozen=True, kw_only=True):
    format: Literal["f2f.peer/1"] = FORMAT  # type: ignore[assignment]
    peer_id: PeerId
    name: str
    contact: str = ""
    keys: Annotated[tuple[Key, ...], Meta(min_length=1, description="the newest first")]

    @property
    def party(self) -> Party:
        return Party(peer_id=self.peer_id, name=self.name, contact=self.contact)

    @property
    def pinned(self) -> dsse.Pinned:
        """The keys by their ids, as envelopes name them: those of which something new counts."""
        revoked = {one.keyid: one.revoked for one in self.keys if one.revoked is not UNSET}
        until = {one.keyid: one.retired for one in self.keys if one.retired is not UNSET}
        keys = {id: key for id, key in self.ever.items() if id not in revoked}
        return dsse.Pinned(keys, revoked, until)

    @property
    def ever(self) -> dict[str, bytes]:
        """All that there were: what was taken once, by whichever key, stays what it is."""
        return {one.keyid: base64.b64decode(one.public) for one in self.keys}

    @property
    def current(self) -> Key | None:
        """The key that it signs with now; None where all are revoked."""
        return next((one for one in self.keys if one.counts), None)


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
    """What two people read to each other: the id of the key that the peer signs with."""
    return grouped((peer.current or peer.keys[0]).keyid)


def grouped(id: str) -> str:
    """A key's id in groups of four."""
    return " ".join(id[at : at + 4] for at in range(0, len(id), 4))
