"""The keyring: our own key as it lies on the disk, and peers.toml, the peers whose keys we pinned.

Both are for people to keep: the key as PEM, which other programs read as well, and the peers in a
file that can be read, copied and put right by hand.
"""

from __future__ import annotations

import base64
import json
import tomllib

from msgspec import Struct

from pipeline.model.fit import Misfit, fit
from pipeline.transmit import dsse, peer
from pipeline.transmit.contract import Closed, PeerId
from pipeline.transmit.peer import Key, Peer
from pipeline.transmit.strict import Malformed


class Known(Struct, frozen=True):
    """A peer that we pinned, and the folder that we share with it, if any."""

    peer: Peer
    folder: str = ""


class _Row(Closed, frozen=True, kw_only=True):
    name: str
    contact: str = ""
    keys: tuple[str, ...]  # base64 of the public keys; the newest first
    folder: str = ""


def peers(text: str) -> dict[str, Known]:
    """What peers.toml says. Raises Malformed."""
    try:
        rows = fit(tomllib.loads(text), dict[PeerId, _Row])
    except tomllib.TOMLDecodeError as error:
        raise Malformed(f"this is not TOML: {error}") from error
    except Misfit as misfit:
        where = f"{misfit.where}: " if misfit.keys else ""
        raise Malformed(f"{where}{misfit.message}") from misfit
    return {id: Known(_peer(id, row), row.folder) for id, row in rows.items()}


def _peer(id: str, row: _Row) -> Peer:
    keys = tuple([Key(keyid=_keyid(key), public=key) for key in row.keys])
    said = Peer(peer_id=id, name=row.name, contact=row.contact, keys=keys)
    return peer.decode(peer.encode(said))


def _keyid(public: str) -> str:
    try:
        return dsse.keyid(base64.b64decode(public, validate=True))
    except ValueError as error:
        raise Malformed("a key is not base64") from error


def row(known: Known) -> str:
    """A peer as it stands in peers.toml."""
    one = known.peer
    lines = [
        f"[{_text(one.peer_id)}]",
        f"# {peer.fingerprint(one)}",
        f"name = {_text(one.name)}",
        f"contact = {_text(one.contact)}",
        f"keys = [{', '.join(_text(key.public) for key in one.keys)}]",
    ]
    lines += [f"folder = {_text(known.folder)}"] if known.folder else []
    return "\n".join(lines) + "\n"


def _text(said: str) -> str:
    return json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")


# -- our own key -----------------------------------------------------------------------------------


def new_seed() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def pem(seed: bytes) -> bytes:
    """A private key as PKCS 8 in PEM."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())


def seed(pem: bytes) -> bytes:
    """The private key that a PEM file holds. Raises Malformed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise Malformed("this is not a private key in PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Malformed("this is not an Ed25519 key")
    return key.private_bytes_raw()
