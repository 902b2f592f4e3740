"""`bookworks desk send`: a version to a publisher's desk, by HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pipeline.model.errors import BookworksError, Refused, UsageError
from pipeline.transmit import courier
from pipeline.transmit.packed import Packed
from pipeline.transmit.parcel import Folder, Unreadable

VARIABLE = "BOOKWORKS_TOKEN"


def deliver(path: str, url: str, token_file: str) -> dict[str, Any]:
    """Send a sealed version. What the desk says of it is in the answer."""
    try:
        one = courier.Courier(url, _token(token_file))
        parcel = Folder(path) if Path(path).is_dir() else Packed(path)
        done = one.send(parcel)
    except (Unreadable, OSError) as error:
        raise UsageError(str(error), file=path, todo="name what transmit made") from error
    except courier.Refused as error:
        raise Refused(str(error), file=path, cause=_reasons(error.document)) from error
    except courier.Unreachable as error:
        todo = "run the same again later: what the desk has is not sent twice"
        raise BookworksError(str(error), todo=todo) from error
    except ValueError as error:
        raise UsageError(str(error)) from error
    version = done.version
    return {
        "parcel": parcel.name, "state": version["state"], "problems": version["problems"],
        "sent_files": done.sent, "held_files": done.held, "sent_bytes": done.bytes,
    }  # fmt: skip


def _token(file: str) -> str:
    """Not a word of the command line, which other people of this machine can see."""
    try:
        said = Path(file).read_text(encoding="utf-8") if file else os.environ.get(VARIABLE, "")
    except OSError as error:
        raise UsageError(f"the token cannot be read: {error.strerror}", file=file) from error
    if not said.strip().isascii() or not said.strip():
        todo = f"make one on the desk's page “Tokens”, and set {VARIABLE}, or name a file"
        raise UsageError("the desk needs a token", todo=todo)
    return said.strip()


def _reasons(document: dict[str, Any]) -> str:
    rows = document.get("problems")
    said = [
        f"{one.get('file')}: {one.get('message')}" for one in rows or [] if isinstance(one, dict)
    ]
    return "; ".join(said[:5])


def text(found: dict[str, Any]) -> str:
    moved = f"{found['sent_files']} files sent, {found['held_files']} there before"
    said = [f"{found['parcel']} is {found['state']} ({moved})."]
    said += [f"  {one['file']}: {one['message']}" for one in found["problems"]]
    return "\n".join(said)
