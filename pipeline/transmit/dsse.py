"""DSSE envelopes, signed with Ed25519: https://github.com/secure-systems-lab/dsse

An envelope of ours has one signature and one spelling, byte for byte: what is not written just so
is refused, so that nobody can alter as much as a space of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from pipeline.transmit.strict import Malformed, read

STATEMENT = "application/vnd.in-toto+json"
EVENT = "application/vnd.f2f.event+json"
KEYS = "application/vnd.f2f.keys+json"
CHANGE = "application/vnd.f2f.change+json"


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    keyid: str
    sig: str  # base64


class Envelope(Struct, frozen=True, forbid_unknown_fields=True):
    payload: str  # base64
    payloadType: str
    signatures: tuple[Signature, ...]


class Pinned(dict[str, bytes]):
    """A peer's keys by their ids. Of those that were revoked it knows when; of those that were
    given up for another, until when what they sign counts."""

    def __init__(
        self, keys: Mapping[str, bytes], revoked: Mapping[str, str], until: Mapping[str, str]
    ) -> None:
        super().__init__(keys)
        self.revoked, self.until = revoked, until


class Unsigned(ValueError):
    """An envelope that proves nothing; `code` says of which sort, the text why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def sign(payload: bytes, kind: str, seed: bytes) -> bytes:
    """The envelope around a payload, signed with the key of that seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = Signature(keyid(public(seed)), _base64(key.sign(pae(kind, payload))))
    return msgspec.json.encode(Envelope(_base64(payload), kind, (signature,)))


def payload(data: bytes, kind: str, keys: Mapping[str, bytes]) -> bytes:
    """What an envelope holds, once its signature holds with one of the pinned keys, by key id.

    Raises Unsigned.
    """
    envelope, held = opened(data, kind)
    (signature,) = envelope.signatures
    key = keys.get(signature.keyid)
    if key is None:
        _check_revoked(keys, signature.keyid)
        raise Unsigned("signature.key", "it is signed with a key that is not pinned for this peer")
    if not holds(key, _bytes(signature.sig), pae(kind, held)):
        raise Unsigned(
            "signature.false", "its signature does not hold: something in it was altered"
        )
    return held


def _check_revoked(keys: Mapping[str, bytes], keyid: str) -> None:
    when = keys.revoked.get(keyid) if isinstance(keys, Pinned) else None
    if when:
        raise Unsigned("signature.revoked", f"it is signed with a key that was revoked on {when}")


def check_date(data: bytes, time: str, keys: Mapping[str, bytes]) -> None:
    """Raises Unsigned where a key signed what is dated after it was given up for another."""
    if isinstance(keys, Pinned):
        (signature,) = read(data, Envelope).signatures
        until = keys.until.get(signature.keyid)
        if until and time > until:
            told = f"it is dated {time}, and its key was given up for another on {until}"
            raise Unsigned("signature.retired", told)


def opened(data: bytes, kind: str) -> tuple[Envelope, bytes]:
    """An envelope and what it holds, the signature not looked at. Raises Unsigned."""
    try:
        envelope = read(data, Envelope)
        held = _bytes(envelope.payload)
        for signature in envelope.signatures:
            _bytes(signature.sig)
    except (Malformed, binascii.Error, ValueError) as error:
        raise Unsigned("signature.form", f"it is no DSSE envelope: {error}") from error
    if envelope.payloadType != kind:
        raise Unsigned("signature.form", f"it holds {envelope.payloadType}, not {kind}")
    if len(envelope.signatures) != 1:
        raise Unsigned("signature.form", "it must have one signature")
    if msgspec.json.encode(envelope) != data:
        raise Unsigned("signature.form", "it is not spelled as an envelope must be, byte for byte")
    return envelope, held


def pae(kind: str, payload: bytes) -> bytes:
    """What is signed: the type and the payload, each with its length before it."""
    return b"DSSEv1 %d %s %d %s" % (len(kind.encode()), kind.encode(), len(payload), payload)


def holds(key: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public(seed: bytes) -> bytes:
    """The public key that belongs to a private one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def keyid(key: bytes) -> str:
    """sha256, hex, of a public key's 32 bytes."""
    return hashlib.sha256(key).hexdigest()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    """Base64 in its one spelling."""
    data = base64.b64decode(text, validate=True)
    if _base64(data) != text:
        raise ValueError("its base64 is not in the usual spelling")
    return data
