"""What whoever keeps a desk does at its terminal."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from pipeline.desk.settings import Settings, lay_out, open_office
from pipeline.model.errors import BookworksError, UsageError


def desk(options: argparse.Namespace) -> tuple[dict[str, Any], str, int]:
    """One of the desk's words: what came of it, in words, and an exit code."""
    folder = Path(options.folder)
    match options.word:
        case "init":
            return _init(folder, options)
        case "serve":
            return _serve(folder, options)
        case "account":
            return _account(folder, options)
        case "check":
            return _check(folder)
        case "backup":
            return _backup(folder, Path(options.file))
        case _:
            return _restore(folder, Path(options.file))


def _init(folder: Path, options: argparse.Namespace) -> tuple[dict[str, Any], str, int]:
    from pipeline.desk.contract import Malformed, fingerprint

    given = Settings(
        peer_id=options.peer, name=options.name, contact=options.contact, url=options.url,
        database=options.database,
    )  # fmt: skip
    try:
        office = lay_out(folder, given)
    except Malformed as error:
        raise UsageError(f"--peer: {error}") from error
    print_ = fingerprint(office.peer)
    told = (
        f"A desk for {given.name} is laid out in {folder}.\n"
        f"Its key's fingerprint: {print_}\n\n"
        f"  bookworks desk account {folder} NAME --side recipient   somebody of the house\n"
        f"  bookworks desk account {folder} NAME --side sender      a writer\n"
        f"  bookworks desk serve {folder}"
    )
    return {"folder": str(folder), "peer_id": given.peer_id, "fingerprint": print_}, told, 0


def _serve(folder: Path, options: argparse.Namespace) -> tuple[dict[str, Any], str, int]:
    from pipeline.desk.serving import serve

    local = options.host in ("127.0.0.1", "localhost", "::1")
    url = open_office(folder).settings.url
    if not local and not url.startswith("https://"):
        told = "without https, passwords would be read on their way"
        todo = "listen on 127.0.0.1 behind a proxy with https, and set its url in desk.json"
        raise UsageError(told, todo=todo)
    print(f"The desk is open at {url or f'http://{options.host}:{options.port}'}", flush=True)
    serve(folder, options.host, options.port, proxied=bool(url))
    return {}, "The desk is closed.", 0


def _account(folder: Path, options: argparse.Namespace) -> tuple[dict[str, Any], str, int]:
    from pipeline.desk import accounts
    from pipeline.desk.desk import open_desk
    from pipeline.desk.problems import Problem

    desk = open_desk(folder)
    try:
        with desk.writing() as db:
            if options.close:
                accounts.close(db, options.name)
                return {"closed": options.name}, f"{options.name} is closed.", 0
            if not options.side:
                raise UsageError("an account needs --side sender or --side recipient")
            row = accounts.add(db, options.name, options.shown, options.side, _password())
            told = f"{row.name} can sign in now."
            return {"name": row.name, "side": row.side}, told, 0
    except Problem as error:
        raise UsageError(error.detail) from error
    finally:
        desk.database.close()


def _password() -> str:
    """From the keyboard, twice and unseen; from a pipe, its one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("the two were not the same")
    return first


def _check(folder: Path) -> tuple[dict[str, Any], str, int]:
    from pipeline.desk.desk import open_desk
    from pipeline.desk.looking import faults

    desk = open_desk(folder)
    found = faults(desk)
    desk.database.close()
    told = "\n".join(found) or "Every file, signature and state is as it should be."
    return {"faults": found}, told, 6 if found else 0


def _backup(folder: Path, file: Path) -> tuple[dict[str, Any], str, int]:
    from pipeline.desk.backup import backup

    made = backup(folder, file)
    told = f"{made['files']:,} files are in {file}, and the desk's private keys: guard it so."
    return dict(made), told, 0


def _restore(folder: Path, file: Path) -> tuple[dict[str, Any], str, int]:
    from pipeline.desk.backup import restore

    made = restore(file, folder)
    return dict(made), f"The desk stands in {folder} again, with {made['files']:,} files.", 0


def main(options: argparse.Namespace) -> int:
    """Run a word of the desk and say what came of it."""
    try:
        found, told, code = desk(options)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("pipeline"):
            raise
        todo = "pip install 'bookworks[desk]'"
        raise BookworksError(f"the desk needs {error.name}", todo=todo) from error
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else told)
    return code
