"""The HTTP carrier: a sealed bag to a publisher's desk, file by file, by digest.

What the desk holds is not sent again, and what broke off goes on from where it broke. Only the
standard library is needed.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from msgspec import Struct

from pipeline.transmit import parcel
from pipeline.transmit.parcel import Parcel

_TRIES = 5
_LARGEST_ANSWER = 16 << 20
_LOCAL = ("127.0.0.1", "localhost", "::1")


class Refused(ValueError):
    """What the desk would not do; the text is its own sentence."""

    def __init__(self, status: int, document: dict[str, Any]) -> None:
        super().__init__(str(document.get("detail") or f"the desk answered {status}"))
        self.status, self.document = status, document


class Unreachable(ValueError):
    """The desk did not answer, many times over."""


class Delivery(Struct, frozen=True):
    """What came of sending: the desk's answer, and how many files were moved for it."""

    version: dict[str, Any]
    sent: int
    held: int
    bytes: int


class Courier:
    """One who knows a desk's address and has a token for it."""

    def __init__(self, url: str, token: str, pause: Callable[[float], None] = time.sleep) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise ValueError("a token goes over https only")
        if not parts.hostname:
            raise ValueError(f"{url} is no address of a desk")
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._root = parts.path.rstrip("/")
        self._token, self._pause = token, pause

    def send(self, held: Parcel) -> Delivery:
        """Bring a bag. The desk verifies it; what it says is in the answer. Raises Refused."""
        files = {name: parcel.digest(held, name) for name in sorted(held.sizes)}
        moved = weight = 0
        for digest, name in sorted({digest: name for name, digest in files.items()}.items()):
            if self._bring(held, name, digest):
                moved, weight = moved + 1, weight + held.sizes[name]
        listing = {"name": held.name, "files": files}
        key = {"Idempotency-Key": f"send-{held.name}-{files.get('tagmanifest-sha256.txt', '')}"}
        answer = self.ask("POST", "/v1/transmittals", listing, key)
        return Delivery(answer, moved, len(set(files.values())) - moved, weight)

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """One request and its answer. Raises Refused or Unreachable."""
        data = b"" if body is None else json.dumps(body).encode()
        given = {"Content-Type": "application/json"} if body is not None else {}
        status, _, said = self._tried(method, path, data, {**given, **(headers or {})})
        try:
            found = json.loads(said) if said else {}
        except ValueError:
            found = {}
        if status >= 400 or not isinstance(found, dict):
            raise Refused(status, found if isinstance(found, dict) else {})
        return found

    def _bring(self, held: Parcel, name: str, digest: str) -> bool:
        """Whether a file had to be sent."""
        path = f"/v1/blobs/sha256/{digest}"
        for round in range(_TRIES):
            status, headers, said = self._tried("HEAD", path, b"", {})
            if status == 200:
                return round > 0
            if status not in (204, 404):
                raise _refused(status, said)
            start = int(headers.get("Upload-Offset") or 0) if status == 204 else 0
            try:
                with held.open(name) as file:
                    _skip(file, start)
                    given = {
                        "Upload-Offset": str(start),
                        "Content-Length": str(held.sizes[name] - start),
                    }
                    status, _, said = self._once("PUT", path, file, given)
            except (OSError, http.client.HTTPException):
                self._pause(2.0**round)
                continue
            if status in (200, 201):
                return True
            if status != 409 and status < 500:
                raise _refused(status, said)
            self._pause(2.0**round)
        raise Unreachable(f"{name} could not be sent in {_TRIES} tries")

    def _tried(
        self, method: str, path: str, data: bytes, headers: dict[str, str]
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Ask until there is an answer. What changes something carries a key, so that asking again
        does it once."""
        for round in range(_TRIES):
            try:
                return self._once(method, path, data, headers)
            except (OSError, http.client.HTTPException) as error:
                failed = error
            self._pause(2.0**round)
        raise Unreachable(f"the desk at {self._host} does not answer: {failed}")

    def _once(
        self, method: str, path: str, data: bytes | BinaryIO, headers: dict[str, str]
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        if self._secure:
            line: http.client.HTTPConnection = http.client.HTTPSConnection(
                self._host, self._port, timeout=60, context=ssl.create_default_context()
            )
        else:
            line = http.client.HTTPConnection(self._host, self._port, timeout=60)
        try:
            given = {"Authorization": f"Bearer {self._token}", **headers}
            line.request(method, self._root + path, body=data or None, headers=given)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read(_LARGEST_ANSWER)
        finally:
            line.close()


def _skip(file: BinaryIO, count: int) -> None:
    """Go on from where it broke; a member of a zip cannot be sought in."""
    while count > 0:
        count -= len(file.read(min(count, 1 << 20)) or b"\0" * count)


def _refused(status: int, said: bytes) -> Refused:
    try:
        found = json.loads(said) if said else {}
    except ValueError:
        found = {}
    return Refused(status, found if isinstance(found, dict) else {})
