"""The HTTP carrier: a sealed bag to a publisher's desk, file by file, by digest, and what the desk
says of it back again.

What the desk holds is not sent again, and what broke off goes on from where it broke. Only the
standard library is needed.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from typing import Any, BinaryIO, Literal, TypeVar

import msgspec
from msgspec import Struct

from pipeline.transmit import parcel, peer
from pipeline.transmit.line import Answer, Line, TooLarge
from pipeline.transmit.parcel import Parcel
from pipeline.transmit.peer import Peer
from pipeline.transmit.strict import Malformed, plain

T = TypeVar("T")
Watch = Callable[[str, int, int], None]
_TRIES = 5
_LONGEST = 500
"""Characters of a desk's own sentence."""

_AWAY = (502, 503, 504)
"""What is answered in a desk's place while it is not there."""

_FULL = 507
"""No room, which may be over in a moment; where it is not, the desk's own sentence says why."""


class Refused(ValueError):
    """What the desk would not do; the text is its own sentence."""

    def __init__(self, status: int, document: dict[str, Any]) -> None:
        said = str(document.get("detail") or f"the desk answered {status}")[:_LONGEST]
        super().__init__("".join(sign if sign.isprintable() else "\ufffd" for sign in said))
        self.status, self.document = status, document


class Unreachable(ValueError):
    """The desk did not answer, many times over."""


class Garbled(ValueError):
    """The desk answers what no desk says."""


class Problem(Struct, frozen=True):
    message: str
    file: str = ""
    code: str = ""


class Told(Struct, frozen=True):
    """A version, as the desk tells of it."""

    version: int
    state: str
    problems: list[Problem] = []


class Delivery(Struct, frozen=True):
    """What came of sending: the desk's answer, and how many files were moved for it."""

    version: dict[str, Any]
    sent: int
    held: int
    bytes: int


class Row(Struct, frozen=True):
    """An event of the desk's log: nobody has looked at its signature yet."""

    side: Literal["sender", "recipient"]
    envelope: dict[str, Any]

    @property
    def bytes(self) -> bytes:
        """The envelope in its one spelling."""
        return msgspec.json.encode(self.envelope)


class Asked(Struct, frozen=True):
    """A change request, as the desk tells of it; what counts is its envelope."""

    id: str
    state: str
    envelope: str


class _Log(Struct, frozen=True):
    events: list[Row]


class _Changes(Struct, frozen=True):
    changes: list[Asked]


class _Service(Struct, frozen=True):
    peer: dict[str, Any]


def introduced(url: str) -> Peer:
    """Who a desk says it is. Whether that is so, only a telephone tells. Raises as `ask` does, and
    Malformed."""
    try:
        answer = Line(url).ask("GET", "/.well-known/f2f.json", b"", {})
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"nobody answers at {url}: {error}") from error
    except TooLarge as error:
        raise Garbled(str(error)) from error
    if answer.status != 200:
        raise _refused(answer)
    return peer.decode(msgspec.json.encode(_typed(_object(answer.body), _Service).peer))


class Courier:
    """One who knows a desk's address and has a token for it."""

    def __init__(self, url: str, token: str, pause: Callable[[float], None] = time.sleep) -> None:
        self._line = Line(url)
        self._token, self._pause = token, pause

    # -- there -------------------------------------------------------------------------------------

    def send(self, held: Parcel, watch: Watch | None = None) -> Delivery:
        """Bring a bag. The desk verifies it; what it says is in the answer. Raises Refused."""
        files = {name: parcel.digest(held, name) for name in sorted(held.sizes)}
        moved = weight = 0
        wanted = sorted({digest: name for name, digest in files.items()}.items())
        for done, (digest, name) in enumerate(wanted):
            if watch:
                watch("sending", done, len(wanted))
            if self._bring(held, name, digest):
                moved, weight = moved + 1, weight + held.sizes[name]
        listing = {"name": held.name, "files": files}
        key = {"Idempotency-Key": f"send-{held.name}-{files.get('tagmanifest-sha256.txt', '')}"}
        answer = self.ask("POST", "/v1/transmittals", listing, key)
        _typed(answer, Told)
        return Delivery(answer, moved, len(set(files.values())) - moved, weight)

    def withdraw(self, sender: str, id: str, version: int, envelope: bytes, key: str) -> None:
        """Bring a sender's event that takes a version back."""
        path = f"{_book(sender, id)}/versions/{version}/withdraw"
        self.ask("POST", path, json.loads(envelope), {"Idempotency-Key": f"withdraw-{key}"})

    # -- and back ----------------------------------------------------------------------------------

    def log(self, sender: str, id: str) -> list[Row]:
        """Both sides' events of a transmittal; none of one that the desk does not know."""
        return self._known(f"{_book(sender, id)}/events", _Log, _Log([])).events

    def changes(self, sender: str, id: str) -> list[Asked]:
        """The change requests of a transmittal."""
        return self._known(f"{_book(sender, id)}/changes", _Changes, _Changes([])).changes

    def _known(self, path: str, kind: type[T], none: T) -> T:
        try:
            return _typed(self.ask("GET", path), kind)
        except Refused as error:
            if error.status == 404:
                return none
            raise

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """One request and its answer. Raises Refused, Unreachable or Garbled."""
        data = b"" if body is None else json.dumps(body).encode()
        given = {"Content-Type": "application/json"} if body is not None else {}
        answer = self._tried(method, path, data, {**given, **(headers or {})})
        if not 200 <= answer.status < 300:
            raise _refused(answer)
        return _object(answer.body)

    # -- files -------------------------------------------------------------------------------------

    def _bring(self, held: Parcel, name: str, digest: str) -> bool:
        """Whether a file had to be sent."""
        path = f"/v1/blobs/sha256/{digest}"
        full: Answer | None = None
        for round in range(_TRIES):
            answer = self._tried("HEAD", path, b"", {})
            if answer.status == 200:
                return round > 0
            if answer.status not in (204, 404):
                raise _refused(answer)
            start = _offset(answer, held.sizes[name])
            try:
                answer = self._rest(held, name, path, start)
            except (OSError, http.client.HTTPException):
                self._pause(2.0**round)
                continue
            if answer.status in (200, 201):
                return True
            if answer.status != 409 and answer.status < 500:
                raise _refused(answer)
            full = answer if answer.status == _FULL else None
            self._pause(2.0**round)
        if full:
            raise _refused(full)
        raise Unreachable(f"{name} could not be sent in {_TRIES} tries")

    def _rest(self, held: Parcel, name: str, path: str, start: int) -> Answer:
        """What of a file the desk has not got yet."""
        left = held.sizes[name] - start
        with held.open(name) as file:
            _skip(file, start)
            given = {"Upload-Offset": str(start), "Content-Length": str(left)}
            return self._once("PUT", path, file, given, left)

    def _tried(self, method: str, path: str, data: bytes, headers: dict[str, str]) -> Answer:
        """Ask until there is an answer. What changes something carries a key, so that asking again
        does it once."""
        failed = ""
        for round in range(_TRIES):
            try:
                answer = self._once(method, path, data, headers, len(data))
                if answer.status not in _AWAY:
                    return answer
                failed = f"{answer.status} in its place"
            except (OSError, http.client.HTTPException) as error:
                failed = str(error) or type(error).__name__
            self._pause(2.0**round)
        raise Unreachable(f"the desk at {self._line.host} does not answer: {failed}")

    def _once(
        self, method: str, path: str, data: bytes | BinaryIO, headers: dict[str, str], length: int
    ) -> Answer:
        given = {"Authorization": f"Bearer {self._token}", **headers}
        try:
            return self._line.ask(method, path, data, given, length)
        except TooLarge as error:
            raise Garbled(str(error)) from error


def _book(sender: str, id: str) -> str:
    return f"/v1/transmittals/{sender}/{id}"


def _object(said: bytes) -> dict[str, Any]:
    try:
        found = plain(said) if said else {}
    except Malformed as error:
        raise Garbled(f"the desk's answer cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise Garbled("the desk's answer is no object")
    return found


def _typed(found: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise Garbled(f"the desk answers what no desk says: {error}") from error


def _offset(answer: Answer, size: int) -> int:
    """How much of a file is there. A desk that says nonsense gets all of it."""
    said = answer.headers.get("Upload-Offset") or "0"
    if answer.status != 204 or not (said.isascii() and said.isdigit() and len(said) < 16):
        return 0
    start = int(said)
    return start if start <= size else 0


def _skip(file: BinaryIO, count: int) -> None:
    """Go on from where it broke; a member of a zip cannot be sought in."""
    while count > 0:
        count -= len(file.read(min(count, 1 << 20)) or b"\0" * count)


def _refused(answer: Answer) -> Refused:
    try:
        return Refused(answer.status, _object(answer.body))
    except Garbled:
        return Refused(answer.status, {})
