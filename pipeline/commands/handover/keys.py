"""`bookworks keys`: our key, and the peers that we know by theirs.

They lie in the writer's own configuration, outside every floor and store, so that no build, no copy
of a floor and no bundle can hold the private key.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from pipeline.model.errors import StorageError, UsageError, nearest
from pipeline.shop.storage import explained, sync_folder, write_whole
from pipeline.transmit import dsse, keyring, peer, succession
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.keyring import Known
from pipeline.transmit.peer import Peer
from pipeline.transmit.strict import Malformed

KEY, NEXT, SELF, PEERS = "key.pem", "key-next.pem", "peer.json", "peers.toml"
STATEMENTS = "statements"

_HEAD = """\
# The shops that Bookworks takes transmittals from and sends them to. A key belongs here once its
# fingerprint was compared by telephone or in person. Keys of a peer: the newest first.
"""


def folder() -> Path:
    """Where keys lie: $BOOKWORKS_KEYS, or the user's configuration."""
    said = os.environ.get("BOOKWORKS_KEYS")
    if said:
        return Path(said).expanduser()
    base = os.environ.get("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "bookworks"


def make(peer_id: str, name: str, contact: str) -> dict[str, Any]:
    """A key of our own, once."""
    room = folder()
    if (room / KEY).exists():
        todo = f"to begin anew, move {room / KEY} away; peers must then pin the new key"
        raise UsageError("there is a key already, and it is not overwritten", todo=todo)
    seed = keyring.new_seed()
    try:
        made = _after(peer.make(seed, peer_id, name, contact), room / SELF)
    except Malformed as error:
        raise UsageError(f"that cannot be a peer: {error}", todo="see --help") from error
    with explained(room):
        room.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(room / SELF, peer.encode(made))
        write_private(room / KEY, keyring.pem(seed))
    return show()


def _after(made: Peer, path: Path) -> Peer:
    """A key made anew once all before it were revoked: what they signed is known by them still."""
    before = peer.decode(path.read_bytes()) if path.exists() else None
    if before is None or before.peer_id != made.peer_id or before.current is not None:
        return made
    return replace(made, keys=(*made.keys, *before.keys))


def write_private(path: Path, data: bytes) -> None:
    """A file that from its first byte on nobody else may read, there whole or not at all."""
    temporary = path.with_name(f".writing-{path.name}")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def show() -> dict[str, Any]:
    """Our key's public side and the peers, as plain values."""
    room = folder()
    own = _own()
    rows = [
        {"peer_id": id, "name": one.peer.name, "fingerprint": peer.fingerprint(one.peer),
         "folder": one.folder, "desk": one.desk, "gone": _gone(one.peer)}
        for id, one in known().items()
    ]  # fmt: skip
    return {
        "folder": str(room),
        "self": {"peer_id": own.peer_id, "name": own.name, "fingerprint": peer.fingerprint(own),
                 "file": str(room / SELF), "gone": _gone(own)} if own else None,
        "peers": rows,
    }  # fmt: skip


def _own() -> Peer | None:
    """Our public side, if there is a key to sign with."""
    if not (folder() / KEY).exists():
        return None
    try:
        return ours()
    except UsageError:
        return None  # the last of them was called back


def _gone(one: Peer) -> list[str]:
    """The keys that nobody signs with any more, as lines."""
    return [
        f"{peer.grouped(key.keyid)}, revoked {key.revoked}" if key.revoked is not UNSET
        else f"{peer.grouped(key.keyid)}, given up {key.retired}"
        for key in one.keys if not key.counts
    ]  # fmt: skip


def pin(file: Path, shared: str, desk: str = "") -> dict[str, Any]:
    """Take a peer's peer.json into peers.toml. Comparing the fingerprint is for people."""
    try:
        return take(peer.decode(file.read_bytes()), shared, desk)
    except OSError as error:
        raise UsageError("this file cannot be read", file=str(file)) from error
    except Malformed as error:
        raise UsageError(f"this is no peer.json: {error}", file=str(file)) from error


def take(one: Peer, shared: str, desk: str) -> dict[str, Any]:
    """Take a peer into peers.toml, with the folder we share or its desk."""
    check_address(desk)
    held, path = known().get(one.peer_id), folder() / PEERS
    if held is not None and held.peer.current is None:
        return _pinned_anew(path, one, held, shared, desk)
    if held is not None:
        todo = f"to change it, edit {folder() / PEERS}"
        raise UsageError(f"{one.peer_id} is pinned already", todo=todo)
    old = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    row = keyring.row(Known(one, shared and str(Path(shared).expanduser().resolve()), desk))
    write_whole(path, f"{old}\n{row}".encode())
    return show()


def _pinned_anew(path: Path, one: Peer, held: Known, shared: str, desk: str) -> dict[str, Any]:
    """A new key for a peer that had to revoke all; those stay, for what they signed before."""
    if one.current is None or one.current.keyid in held.peer.ever:
        raise UsageError(
            f"this names no new key of {one.peer_id}", todo="ask for the new peer.json"
        )
    after = replace(one, keys=(one.current, *held.peer.keys))
    place = str(Path(shared).expanduser().resolve()) if shared else held.folder
    text = keyring.replaced(
        path.read_text(encoding="utf-8"), Known(after, place, desk or held.desk)
    )
    write_whole(path, text.encode())
    return show()


def check_address(desk: str) -> None:
    """Raises UsageError for a desk that a token must not go to."""
    from pipeline.transmit.line import Line

    try:
        Line(desk or "https://desk.example")
    except ValueError as error:
        todo = "give it as https://desk.example"
        raise UsageError(f"this cannot be a desk's address: {error}", todo=todo) from error


def shown(found: dict[str, Any]) -> str:
    own = found["self"]
    if own is None:
        lines = ["There is no key yet: bookworks keys --make NAME.EXAMPLE --name 'Your Name'"]
    else:
        lines = [
            f"You are {own['peer_id']} ({own['name']}).",
            f"  fingerprint  {own['fingerprint']}",
            f"  to give away {own['file']}",
            *[f"  before       {line}" for line in own["gone"]],
        ]
    if found.get("statement"):
        lines.append(f"  statement    {found['statement']}")
        lines += [f"  posted to    {place}" for place in found["posted"]]
        lines += ["", "Peers without a shared folder must be sent the statement."]
    for one in found["peers"]:
        lines += ["", f"{one['peer_id']} ({one['name']})", f"  fingerprint  {one['fingerprint']}"]
        lines += [f"  before       {line}" for line in one["gone"]]
        lines += [f"  shared       {one['folder']}"] if one["folder"] else []
        lines += [f"  desk         {one['desk']}"] if one["desk"] else []
    if found["peers"]:
        lines += ["", "A fingerprint counts once both of you have read it aloud to each other."]
    return "\n".join(lines)


# -- for the other commands ------------------------------------------------------------------------


def ours() -> Peer:
    """Our own public side."""
    path = folder() / SELF
    try:
        found = _settled(peer.decode(path.read_bytes())) if (folder() / KEY).exists() else None
        if found is None or found.current is None:
            todo = "bookworks keys --make NAME.EXAMPLE --name 'Your Name'"
            raise UsageError("you have no key to sign with", todo=todo)
        return found
    except OSError as error:
        raise StorageError("this file cannot be read", file=str(path)) from error
    except Malformed as error:
        raise StorageError(f"this is no peer.json: {error}", file=str(path)) from error


def statements() -> list[Path]:
    """What we said of our keys, the oldest first."""
    return sorted((folder() / STATEMENTS).glob("[0-9]*.dsse.json"))


def _settled(own: Peer) -> Peer:
    """Our keys as our last statement has them: once it is kept, nothing is signed as before."""
    said = statements()
    marks = [mark for one in own.keys for mark in (one.retired, one.revoked) if mark is not UNSET]
    if len(said) > len(marks):
        try:
            own = succession.taken(own, said[-1].read_bytes())
        except (Unsigned, Malformed) as error:
            told = f"this is no statement of ours: {error}"
            raise StorageError(told, file=str(said[-1])) from error
        write_whole(folder() / SELF, peer.encode(own))
    if own.current is None:
        (folder() / KEY).unlink()
    return own


def seed() -> bytes:
    """Our private key. One that others could read is not used."""
    path, own = folder() / KEY, ours()
    coming = path.with_name(NEXT)
    data = read_private(path, "private key")
    upcoming = read_private(coming, "private key") if coming.exists() else b""
    try:
        found = keyring.seed(data)
        follows = keyring.seed(upcoming) if upcoming else found
    except Malformed as error:
        raise StorageError(str(error), file=str(path)) from error
    if not _is_ours(found, own) and _is_ours(follows, own):
        os.replace(coming, path)  # the last step of a rotation
        sync_folder(path.parent)
        found = follows
    if not _is_ours(found, own):
        raise StorageError(f"this is not the key that {SELF} names", file=str(path))
    return found


def _is_ours(seed: bytes, own: Peer) -> bool:
    return own.current is not None and dsse.keyid(dsse.public(seed)) == own.current.keyid


def read_private(path: Path, what: str) -> bytes:
    """A file that nobody else may read. One that others could read is not used."""
    with explained(path):
        if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            todo = f"chmod 600 {path}; if others use this machine, make a new one"
            raise StorageError(f"others may read this {what}", file=str(path), todo=todo)
        return path.read_bytes()


def known() -> dict[str, Known]:
    path = folder() / PEERS
    if not path.exists():
        return {}
    try:
        rows = keyring.peers(path.read_text(encoding="utf-8"))
    except (Malformed, UnicodeDecodeError) as error:
        raise UsageError(str(error), file=str(path)) from error
    return {
        id: Known(one.peer, os.path.expanduser(one.folder), one.desk) for id, one in rows.items()
    }


def pinned(peer_id: str) -> Known:
    found = known()
    if peer_id not in found:
        todo = nearest(peer_id, found) if found else "bookworks keys --pin PEER.json"
        raise UsageError(f"no key of {peer_id} is pinned", todo=todo)
    return found[peer_id]
