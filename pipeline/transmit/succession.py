"""Keys that follow one another: a shop gives its key up for another, or calls one back.

Both are statements in an envelope, signed. That a new key takes the place of an old one the old one
signs, so that whoever pinned it needs no new telephone call. A key is revoked by itself, or by the
one that the shop signs with now: whoever stole a key can only call that one back.

What was taken before stays valid. What a key that was given up signs counts up to the moment when
it was: it may have been on its way. Of a revoked key nothing new counts, whatever date it bears,
since a thief can write any.
"""

from __future__ import annotations

import base64
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from pipeline.transmit import dsse, peer
from pipeline.transmit.contract import Closed, Digest, PeerId
from pipeline.transmit.peer import Key, Moment, Peer
from pipeline.transmit.strict import Malformed, read

FORMAT = "f2f.keys/1"


class Statement(Closed, frozen=True, kw_only=True):
    """What a shop says of its keys."""

    format: Literal["f2f.keys/1"] = FORMAT  # type: ignore[assignment]
    type: Literal["rotated", "revoked"]
    peer_id: PeerId
    time: Moment
    keyid: Annotated[Digest, Meta(description="of the key that is given up or called back")]
    next: Annotated[Key, Meta(description="what takes its place")] | UnsetType = UNSET


class Stated(Struct, frozen=True):
    """A statement in its envelope, and the shop's keys once it was made."""

    envelope: bytes
    peer: Peer


def rotated(own: Peer, old: bytes, new: bytes, time: str) -> Stated:
    """The key of the seed `old` gives way to that of `new`."""
    public = dsse.public(new)
    key = Key(keyid=dsse.keyid(public), public=base64.b64encode(public).decode())
    said = Statement(
        type="rotated", peer_id=own.peer_id, time=time, keyid=dsse.keyid(dsse.public(old)), next=key
    )
    return _stated(own, said, old)


def revoked(own: Peer, seed: bytes, keyid: str, time: str) -> Stated:
    """One of the shop's keys is called back, by the key that it signs with."""
    return _stated(
        own, Statement(type="revoked", peer_id=own.peer_id, time=time, keyid=keyid), seed
    )


def _stated(own: Peer, said: Statement, seed: bytes) -> Stated:
    envelope = dsse.sign(msgspec.json.encode(said), dsse.KEYS, seed)
    return Stated(envelope, taken(own, envelope))


def peek(envelope: bytes) -> Statement:
    """What a statement says, believed by nobody yet. Raises Unsigned or Malformed."""
    return read(dsse.opened(envelope, dsse.KEYS)[1], Statement)


def taken(known: Peer, envelope: bytes) -> Peer:
    """A peer after its statement; the same where it was taken before. Raises Unsigned or Malformed
    where it proves nothing, or is not for its signer to say."""
    said = read(dsse.payload(envelope, dsse.KEYS, known.ever), Statement)
    (signature,) = dsse.opened(envelope, dsse.KEYS)[0].signatures
    if said.peer_id != known.peer_id:
        raise Malformed(f"it is about the keys of {said.peer_id}")
    signer = _key(known, signature.keyid)
    return (
        _rotated(known, said, signer) if said.type == "rotated" else _revoked(known, said, signer)
    )


def _key(known: Peer, keyid: str) -> Key:
    found = next((one for one in known.keys if one.keyid == keyid), None)
    if found is None:
        raise Malformed("it is about a key that this peer never had")
    return found


def _rotated(known: Peer, said: Statement, signer: Key) -> Peer:
    if said.next is UNSET or signer.keyid != said.keyid:
        raise Malformed("a new key takes the place of the one that signs for it, and of no other")
    if not said.next.counts:
        raise Malformed("the new key is no key to sign with")
    if said.next.keyid in known.ever and not signer.counts:
        return known
    if signer.revoked is not UNSET:
        told = f"it is signed with a key that was revoked on {signer.revoked}"
        raise dsse.Unsigned("signature.revoked", told)
    if signer.retired is not UNSET:
        told = "the key that signs for it gave way to another before: one of the two is not theirs"
        raise dsse.Unsigned("signature.retired", told)
    if said.next.keyid in known.ever:
        raise Malformed("the new key is one that it had before")
    rest = [replace(one, retired=said.time) if one == signer else one for one in known.keys]
    return _whole(replace(known, keys=(said.next, *rest)))


def _revoked(known: Peer, said: Statement, signer: Key) -> Peer:
    gone = _key(known, said.keyid)
    if said.next is not UNSET:
        raise Malformed("what is called back names no new key")
    if gone.revoked is not UNSET:
        return known
    if signer != gone and not signer.counts:
        when = signer.retired if signer.revoked is UNSET else signer.revoked
        told = f"it is signed with a key that does not count since {when}"
        raise dsse.Unsigned("signature.retired", told)
    keys = [replace(one, revoked=said.time) if one == gone else one for one in known.keys]
    return replace(known, keys=tuple(keys))


def _whole(one: Peer) -> Peer:
    """A peer whose keys are what their ids say. Raises Malformed."""
    return peer.decode(peer.encode(one))
