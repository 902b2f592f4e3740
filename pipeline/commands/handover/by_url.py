"""A bundle that lies at an address: brought here as a zip, and no more believed than any other."""

from __future__ import annotations

import http.client
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.commands.handover import keys, tokens
from pipeline.commands.handover.verifying import printable
from pipeline.model.errors import BookworksError, UsageError
from pipeline.shop.places import Places
from pipeline.shop.storage import explained
from pipeline.transmit.line import Line, TooLarge
from pipeline.transmit.parcel import MOST_BYTES


@contextmanager
def fetched(url: str, token_file: str, places: Places) -> Iterator[Path]:
    """The file at an address, for as long as it is looked at. An address that leads on to another
    is not followed: the person who trusts that one names it."""
    parts = urlsplit(url)
    try:
        line = Line(f"{parts.scheme}://{parts.netloc}")
    except ValueError as error:
        raise UsageError(str(error), file=printable(url)) from error
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with explained(places.state):
        places.state.mkdir(parents=True, exist_ok=True)
        room = tempfile.TemporaryDirectory(prefix="incoming-", dir=places.state)
    with room as folder:
        file = Path(folder) / "parcel.zip"
        _save(line, path, _given(url, token_file), file, url)
        yield file


def _save(line: Line, path: str, headers: dict[str, str], file: Path, url: str) -> None:
    try:
        with open(file, "wb") as out:
            status = line.save(path, headers, out, MOST_BYTES)
    except TooLarge as error:
        raise BookworksError(str(error), file=printable(url)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = printable(str(error) or type(error).__name__)
        todo = "run the same again later"
        raise BookworksError(
            "this did not come whole", file=printable(url), cause=cause, todo=todo
        ) from error
    if status != 200:
        raise BookworksError(
            f"the server answers {status}", file=printable(url), todo=_todo(status)
        )


def _todo(status: int) -> str:
    if status in (401, 403):
        return "name a file with the token for it: --token FILE"
    if 300 <= status < 400:
        return "it leads on to another address: open it in a browser, and name the last one"
    return ""


def _given(url: str, token_file: str) -> dict[str, str]:
    """With a token where somebody named one, or where the address is of a desk that we know."""
    if token_file:
        return {"Authorization": f"Bearer {tokens.of_file(token_file)}"}
    for id, one in keys.known().items():
        if one.desk and url.startswith(one.desk.rstrip("/") + "/"):
            return {"Authorization": f"Bearer {tokens.of_peer(id)}"}
    return {}
