"""Backup and restore: one file that holds the whole desk, looked at before it is believed.

A backup is made while the desk is open. The database is copied first, as of one moment; files are
only ever added, so that all which that moment knew of are there afterwards.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pipeline.desk.settings import open_office
from pipeline.model.errors import UsageError

_PAPERS = ("desk.json", "keys/signing.key", "keys/server.key")
_DATABASE = "desk.sqlite3"


class Damaged(UsageError):
    """A backup that is not whole."""

    exit_code = 5


def backup(folder: Path, out: Path) -> dict[str, int]:
    """Write the whole desk into one file, its private keys among it: keep it as one keeps keys."""
    office = open_office(folder)
    if office.settings.database:
        told = "this desk's database is not in its folder"
        raise UsageError(told, todo="back it up with its own tools (pg_dump), and keep blobs/")
    half = out.with_name(out.name + ".part")
    count = size = 0
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(aside) / _DATABASE
        _copy(folder / _DATABASE, copy)
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as tar:
                for name in _PAPERS:
                    tar.add(folder / name, name)
                tar.add(copy, _DATABASE)
                for digest in _digests(copy):
                    blob = folder / "blobs" / digest[:2] / digest
                    tar.add(blob, f"blobs/{digest[:2]}/{digest}")
                    count, size = count + 1, size + blob.stat().st_size
            raw.flush()
            os.fsync(raw.fileno())
    os.replace(half, out)
    return {"files": count, "bytes": size}


def restore(file: Path, folder: Path) -> dict[str, int]:
    """Lay a desk out from a backup, in a folder that holds none. Every file is read again."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty", todo="restore into a new folder")
    half = folder.with_name(folder.name + ".part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    try:
        found = _unpack(file, half)
        _check(half)
    except (tarfile.TarError, OSError, sqlite3.DatabaseError, EOFError) as error:
        shutil.rmtree(half, ignore_errors=True)
        raise Damaged(f"{file} cannot be restored: {error}") from error
    except Damaged:
        shutil.rmtree(half, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    os.replace(half, folder)
    return found


def _copy(database: Path, to: Path) -> None:
    with (
        closing(sqlite3.connect(database, timeout=30)) as live,
        closing(sqlite3.connect(to)) as copy,
    ):
        live.backup(copy)


def _digests(database: Path) -> Iterator[str]:
    with closing(sqlite3.connect(database)) as db:
        yield from [row[0] for row in db.execute("select distinct digest from holding order by 1")]


def _unpack(file: Path, folder: Path) -> dict[str, int]:
    """Only what a desk has, under the names that it has; nothing in a tar is taken at its word."""
    count = size = 0
    with tarfile.open(file, "r:") as tar:
        for member in tar:
            parts = member.name.split("/")
            is_blob = len(parts) == 3 and parts[0] == "blobs" and parts[2][:2] == parts[1]
            is_blob = is_blob and len(parts[2]) == 64 and parts[2].isalnum()
            if not member.isfile() or not (is_blob or member.name in (*_PAPERS, _DATABASE)):
                raise Damaged(f"{file} holds {member.name}, which no desk has")
            source = tar.extractfile(member) or io.BytesIO()
            place = folder / member.name
            place.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with os.fdopen(
                os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as out:
                while piece := source.read(1 << 20):
                    digest.update(piece)
                    out.write(piece)
            if is_blob:
                count, size = count + 1, size + member.size
                if digest.hexdigest() != parts[2]:
                    raise Damaged(f"{file} is damaged: the file {parts[2][:16]}… was altered")
    return {"files": count, "bytes": size}


def _check(folder: Path) -> None:
    """Whether all that the database knows of is there."""
    for name in (*_PAPERS, _DATABASE):
        if not (folder / name).is_file():
            raise Damaged(f"the backup is not whole: {name} is missing")
    with closing(sqlite3.connect(folder / _DATABASE)) as db:
        if db.execute("pragma integrity_check").fetchone()[0] != "ok":
            raise Damaged("the backup's database is damaged")
    for digest in _digests(folder / _DATABASE):
        if not (folder / "blobs" / digest[:2] / digest).is_file():
            raise Damaged(f"the backup is not whole: the file {digest[:16]}… is missing")
