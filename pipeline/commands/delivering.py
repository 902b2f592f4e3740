"""`bookworks desk send`: a sealed version, from wherever it lies, to a publisher's desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.commands.handover import over_http, tokens, verifying
from pipeline.commands.handover.verifying import printable
from pipeline.model.errors import UsageError
from pipeline.transmit.parcel import Unreadable


def deliver(path: str, url: str, token_file: str) -> dict[str, Any]:
    """Send a sealed version. What the desk says of it is in the answer."""
    desk = over_http.to_desk(url, tokens.of_file(token_file))
    try:
        with verifying.opened(Path(path)) as parcel, over_http.reached(path):
            done = desk.send(parcel)
    except (Unreadable, OSError) as error:
        raise UsageError(str(error), file=path, todo="name what transmit made") from error
    version = done.version
    return {
        "parcel": parcel.name, "state": version["state"], "problems": version.get("problems", []),
        "sent_files": done.sent, "held_files": done.held, "sent_bytes": done.bytes,
    }  # fmt: skip


def text(found: dict[str, Any]) -> str:
    moved = f"{found['sent_files']} files sent, {found['held_files']} there before"
    said = [f"{found['parcel']} is {printable(found['state'])} ({moved})."]
    said += [printable(f"  {one.get('file')}: {one['message']}") for one in found["problems"]]
    return "\n".join(said)
