"""A desk's folder: who the house is, its keys, and where everything lies."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline.desk.contract import Peer, make_peer
from pipeline.model.errors import UsageError

_FILE = "desk.json"


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """desk.json."""

    peer_id: str
    name: str
    contact: str = ""
    url: str = ""
    """The address that people use, for example https://desk.example; without one, loopback."""
    database: str = ""
    """A database's URL; without one, SQLite in this folder."""
    largest: int = 2 << 30
    """Bytes of one file."""
    quota: int = 20 << 30
    """Bytes that one account may hold here."""
    webhook_hosts: tuple[str, ...] = ()
    """Hosts of the house's own network that webhooks may reach, each by its name: for these alone
    plain http will do, and an address that is not public."""


class Office(Struct, frozen=True):
    """A desk's folder, opened."""

    folder: Path
    settings: Settings
    seed: bytes
    """The house's private key, which signs what the house decides."""
    server_key: bytes
    """Without it, nobody can make or check a token, even with the database in hand."""

    @property
    def peer(self) -> Peer:
        return make_peer(
            self.seed, self.settings.peer_id, self.settings.name, self.settings.contact
        )

    @property
    def database(self) -> str:
        return self.settings.database or f"sqlite:///{(self.folder / 'desk.sqlite3').as_posix()}"

    @property
    def is_secure(self) -> bool:
        return self.settings.url.startswith("https://")


def lay_out(folder: Path, settings: Settings) -> Office:
    """A new desk in a folder that holds none yet. Its keys are made here, and never leave."""
    if (folder / _FILE).exists():
        raise UsageError(f"there is a desk in {folder} already", todo="choose another folder")
    office = Office(folder, settings, secrets.token_bytes(32), secrets.token_bytes(32))
    _ = office.peer  # a name that cannot be one is refused before anything is written
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    for room in (folder, keys):
        room.chmod(0o700)  # books that are not out yet are nobody else’s to read
    for name, data in (("signing", office.seed), ("server", office.server_key)):
        _private(keys / f"{name}.key", data.hex().encode())
    _private(folder / _FILE, msgspec.json.format(msgspec.json.encode(settings), indent=1))
    return office


def open_office(folder: Path) -> Office:
    """A desk that was laid out before."""
    try:
        settings = msgspec.json.decode((folder / _FILE).read_bytes(), type=Settings)
        seed, server = [
            bytes.fromhex((folder / "keys" / f"{name}.key").read_text())
            for name in ("signing", "server")
        ]
    except FileNotFoundError as error:
        told = f"there is no desk in {folder}: {Path(error.filename).name} is missing"
        raise UsageError(told, todo="bookworks desk init DIR lays one out") from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise UsageError(f"the desk in {folder} cannot be read: {error}") from error
    return Office(folder, settings, seed, server)


def _private(path: Path, data: bytes) -> None:
    """A file that its owner alone can read, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
