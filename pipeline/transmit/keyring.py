"""The keyring: our own key as it lies on the disk, and peers.toml, the peers whose keys we pinned.

Both are for people to keep: the key as PEM, which other programs read as well, and the peers in a
file that can be read, copied and put right by hand.
"""

from __future__ import annotations

import base64
import json
import tomllib

from msgspec import UNSET, Struct, field

from pipeline.model.fit import Misfit, fit
from pipeline.transmit import dsse, peer
from pipeline.transmit.contract import Closed, PeerId
from pipeline.transmit.peer import Key, Moment, Peer
from pipeline.transmit.strict import Malformed


class Known(Struct, frozen=True):
    """A peer that we pinned, the folder that we share with it, and where its desk is, if any."""

    peer: Peer
    folder: str = ""
    desk: str = ""


class _Row(Closed, frozen=True, kw_only=True):
    name: str
    contact: str = ""
    keys: tuple[str, ...]  # base64 of the public keys; the newest first
    retired: dict[str, Moment] = field(default_factory=dict)  # of those, and since when
    revoked: dict[str, Moment] = field(default_factory=dict)
    folder: str = ""
    desk: str = ""


def peers(text: str) -> dict[str, Known]:
    """What peers.toml says. Raises Malformed."""
    try:
        rows = fit(tomllib.loads(text), dict[PeerId, _Row])
    except tomllib.TOMLDecodeError as error:
        raise Malformed(f"this is not TOML: {error}") from error
    except Misfit as misfit:
        where = f"{misfit.where}: " if misfit.keys else ""
        raise Malformed(f"{where}{misfit.message}") from misfit
    return {id: Known(_peer(id, row), row.folder, row.desk) for id, row in rows.items()}


def _peer(id: str, row: _Row) -> Peer:
    for key in (*row.retired, *row.revoked):
        if key not in row.keys:
            raise Malformed(f"{id}: {key} is not among its keys")
    keys = tuple([
        Key(keyid=_keyid(key), public=key, retired=row.retired.get(key, UNSET),
            revoked=row.revoked.get(key, UNSET)) for key in row.keys
    ])  # fmt: skip
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
    for name in ("retired", "revoked"):
        dates = {key.public: getattr(key, name) for key in one.keys}
        said = [f"{_text(key)} = {_text(date)}" for key, date in dates.items() if date is not UNSET]
        lines += [f"{name} = {{ {', '.join(said)} }}"] if said else []
    lines += [f"folder = {_text(known.folder)}"] if known.folder else []
    lines += [f"desk = {_text(known.desk)}"] if known.desk else []
    return "\n".join(lines) + "\n"


def replaced(text: str, known: Known) -> str:
    """peers.toml with a peer's own table written anew; what stands around it stays."""
    lines = text.splitlines(keepends=True)
    heads = {f"[{known.peer.peer_id}]", f"[{_text(known.peer.peer_id)}]"}
    start = next((at for at, line in enumerate(lines) if line.strip() in heads), len(lines))
    end = start + 1
    while end < len(lines) and not lines[end].startswith("["):
        end += 1
    gap = ["\n"] if lines[end:] or start == len(lines) else []
    rows = [row(known), *gap] if start < len(lines) else [*gap, row(known)]
    return "".join([*lines[:start], *rows, *lines[end:]])


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
