"""The record of pictures that were fetched from the network, by the one command that does so."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from pipeline.model.errors import RecipeError

FOLDER = "media"
"""In a recipe's folder: the pictures, and the record of where they came from."""

RECORD = f"{FOLDER}/fetched.json"


class Fetched(Struct, frozen=True, omit_defaults=True):
    """One address that was asked for."""

    url: str  # as the archive has it
    file: str = ""  # beside the record; "" when nothing came of it
    sha256: str = ""
    size: int = 0  # bytes
    came_from: str = ""  # the address at the end of redirects, where it is another
    failed: str = ""  # why nothing came of it, in words


def read(text: str) -> dict[str, Fetched]:
    """The record by address. Raises RecipeError when it cannot be read."""
    if not text:
        return {}
    try:
        return {one.url: one for one in msgspec.json.decode(text, type=list[Fetched])}
    except msgspec.MsgspecError as error:
        raise RecipeError(
            "the record of fetched pictures cannot be read",
            file=RECORD,
            cause=str(error),
            todo="delete the file; bookworks fetch-media will fetch what is missing anew",
        ) from error


def written(record: dict[str, Fetched]) -> bytes:
    rows = [record[url] for url in sorted(record)]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n"
