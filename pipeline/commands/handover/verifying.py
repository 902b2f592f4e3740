"""`bookworks verify`: whether what arrived is what a known peer sent. It asks no network."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from pipeline.commands.handover import keys, record
from pipeline.model.errors import UsageError
from pipeline.transmit import packed, parcel, peer, verdict
from pipeline.transmit.parcel import Parcel, Unreadable
from pipeline.transmit.peer import Peer
from pipeline.transmit.strict import Malformed
from pipeline.transmit.verdict import Problem, Verdict

MOST = 20


@contextmanager
def opened(path: Path) -> Iterator[Parcel]:
    """A bag in a folder or a zip. Raises Unreadable."""
    if not os.path.lexists(path):
        raise UsageError("there is nothing here by that name", file=str(path))
    if path.is_dir() and not path.is_symlink():
        yield parcel.Folder(path, _kept_as(path))
        return
    held = packed.Packed(path)
    try:
        yield held
    finally:
        held.close()


def _kept_as(path: Path) -> str:
    """The name of a version that lies in our own record, T-2026-0001/v1; "" for its folder's."""
    whole = path.resolve()
    if record.NUMBER.match(whole.parent.name) and re.fullmatch(r"v[1-9][0-9]*", whole.name):
        return f"{whole.parent.name}_{whole.name}"
    return ""


def verify(path: Path, said: str) -> dict[str, Any]:
    """The verdict as plain values. `said` is a pinned peer's id, a peer.json, or nothing."""
    try:
        with opened(path) as held:
            one = _peer(held, said)
            found = verdict.verify(held, one)
            name = held.name
    except Unreadable as error:
        return told(Verdict((Problem("parcel.unreadable", str(error)),)), path.name, None)
    return told(found, name, one)


def _peer(held: Parcel, said: str) -> Peer:
    if said.endswith(".json"):
        try:
            return peer.decode(Path(said).read_bytes())
        except (OSError, Malformed) as error:
            raise UsageError(f"this is no peer.json: {error}", file=said) from error
    return keys.pinned(said or verdict.sender(held)).peer


def told(found: Verdict, name: str, one: Peer | None) -> dict[str, Any]:
    sent = found.transmittal
    return {
        "good": found.good,
        "name": name,
        "peer": one.peer_id if one else "",
        "tagmanifest_sha256": found.tagmanifest_sha256,
        "title": sent.work.title if sent else "",
        "words": sent.extent.words if sent else 0,
        "files": len(sent.items) if sent else 0,
        "problems": [msgspec.to_builtins(problem) for problem in found.problems],
    }


def text(found: dict[str, Any]) -> str:
    """The verdict for people: what it is, or each thing that is wrong with it."""
    if found["good"]:
        return (
            f"{found['name']} is whole, and is what {found['peer']} sent: "
            f"{printable(found['title'])}, {found['words']:,} words, {found['files']} files."
        )
    problems = found["problems"]
    lines = [f"Refused: {printable(found['name'])} is not to be trusted."]
    lines += [f"  {said(one)}" for one in problems[:MOST]]
    lines += [f"  … and {len(problems) - MOST:,} more"] if len(problems) > MOST else []
    return "\n".join(lines)


def printable(text: str) -> str:
    """What a stranger wrote, without what could steer a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def said(problem: dict[str, str]) -> str:
    where = f"{printable(problem['file'])}: " if problem["file"] else ""
    return f"{where}{printable(problem['message'])} ({problem['code']})"
