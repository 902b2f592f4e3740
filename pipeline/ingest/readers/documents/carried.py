"""Pictures that a document carries written into its text, by the names that pandoc gives them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from typing import Any

from pipeline.ingest.readers.documents.prepared import Prepared

MOST = 256 << 20
"""Bytes of all pictures of one document."""

_BINARY = re.compile(r"<binary\b([^>]*)>([A-Za-z0-9+/=\s]*)</binary>")
_ID = re.compile(r"\bid\s*=\s*[\"']([^\"']{1,200})[\"']")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def fiction(data: bytes) -> Prepared:
    """A FictionBook in UTF-8, its pictures apart."""
    found = _DECLARED.search(data[:400])
    text = _decoded(data, found[1].decode() if found else "utf-8")
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', text)
    made = Prepared(b"")

    def apart(binary: re.Match[str]) -> str:
        name = _ID.search(binary[1])
        picture = _unpacked(binary[2])
        if name is None or not picture:
            return binary[0]
        _keep(made, name[1], picture)
        return f"<binary{binary[1]}>AA==</binary>"

    made.data = _BINARY.sub(apart, text).encode("utf-8", "replace")
    return made


def notebook(data: bytes) -> Prepared:
    """A notebook, with the pictures of its outputs and its attachments."""
    made = Prepared(data)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return made  # pandoc says what is wrong
    for cell in _list(found, "cells"):
        attachments = cell.get("attachments")
        for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
            for _, picture in _pictures(kinds):
                _keep(made, name, picture)
        for output in _list(cell, "outputs"):
            for kind, picture in _pictures(output.get("data")):
                _keep(made, _named(picture, kind), picture)
    return made


def _keep(made: Prepared, name: str, picture: bytes) -> None:
    if sum(map(len, made.pictures.values())) + len(picture) <= MOST:
        made.pictures[name] = picture


def _named(picture: bytes, kind: str) -> str:
    return f"{hashlib.sha1(picture, usedforsecurity=False).hexdigest()}.{kind}"


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode("utf-8-sig" if codec.lower() in ("utf-8", "utf8") else codec)
    except (UnicodeDecodeError, LookupError):
        return data.decode("utf-8", "replace")


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _list(holder: Any, name: str) -> list[dict[str, Any]]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _pictures(kinds: Any) -> list[tuple[str, bytes]]:
    found = []
    for mime, value in kinds.items() if isinstance(kinds, dict) else ():
        text = "".join(map(str, value)) if isinstance(value, list) else value
        picture = _unpacked(text) if mime in _KINDS and isinstance(text, str) else b""
        if picture:
            found.append((_KINDS[mime], picture))
    return found
