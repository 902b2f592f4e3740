"""Webhooks: what happened at a desk, told to a receiver's address and signed by the rules of
Standard Webhooks (https://www.standardwebhooks.com).

What is signed is `id.timestamp.body`, byte for byte: with a secret that both sides hold (`v1`,
HMAC-SHA256), and with a key of which the receiver holds the public half (`v1a`, Ed25519). Either is
enough. A receiver needs no more of this module than Guard.
"""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from msgspec import Struct

from pipeline.transmit import dsse

SECRET, PUBLIC = "whsec_", "whpk_"
"""How a shared secret and a public key begin, each base64."""

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
TOLERANCE = 300
"""Seconds by which two clocks may differ."""

REMEMBERED = 4 * 86_400
"""Seconds for which a message is known again: a desk tries for three days and a bit."""

LARGEST = 20_000
"""Bytes of a message: it names what happened; what it means is asked of the desk."""

_MOST_SIGNATURES = 20


class Forged(ValueError):
    """A message that is not to be believed; `code` says of which sort, the text why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Seen(Forged):
    """A message that is signed as it should be, and was dealt with before."""


def shown(secret: bytes) -> str:
    """A shared secret as people and programs hand it on."""
    return SECRET + base64.b64encode(secret).decode()


def public(seed: bytes) -> str:
    """The public half of a signing key, likewise."""
    return PUBLIC + base64.b64encode(dsse.public(seed)).decode()


def signed(id: str, moment: int, body: bytes, secret: bytes, seed: bytes) -> dict[str, str]:
    """The headers of a message, with both signatures."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if "." in id:
        raise ValueError("a dot in an id would let one message pass as another")
    content = b"%s.%d.%s" % (id.encode(), moment, body)
    shared = hmac.digest(secret, content, "sha256")
    own = Ed25519PrivateKey.from_private_bytes(seed).sign(content)
    told = f"v1,{base64.b64encode(shared).decode()} v1a,{base64.b64encode(own).decode()}"
    return dict(zip(HEADERS, (id, str(moment), told), strict=True))


# -- the receiver's side ---------------------------------------------------------------------------


def verify(
    headers: Mapping[str, str], body: bytes, keys: tuple[str, ...], now: float,
    tolerance: int = TOLERANCE,
) -> str:  # fmt: skip
    """The id of a message that one of the keys vouches for. Raises Forged.

    `body` is what came, byte for byte: whoever reads it as JSON and writes it again has another.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    if not all(lower.get(name) for name in HEADERS):
        raise Forged("header", "a header is missing: " + ", ".join(HEADERS))
    id, said, signatures = (lower[name] for name in HEADERS)
    if "." in id or not id.isascii() or not (said.isascii() and said.isdigit() and len(said) < 16):
        raise Forged("header", "its id or its time is none")
    if abs(now - int(said)) > tolerance:
        way = "old" if int(said) < now else "early"
        raise Forged("time", f"it is too {way}: more than {tolerance} seconds")
    content = f"{id}.{said}.".encode() + body
    rows = [row.partition(",") for row in signatures.split(" ")[:_MOST_SIGNATURES]]
    if not any(_holds(key, version, one, content) for key in keys for version, _, one in rows):
        raise Forged("signature", "no signature holds: it was altered, or another sent it")
    return id


def _holds(key: str, version: str, signature: str, content: bytes) -> bool:
    """Whether one signature is the one of one key. Each sort of key has its own version, so that
    nobody can pass off a public key as a secret."""
    try:
        claimed = base64.b64decode(signature, validate=True)
        if key.startswith(SECRET) and version == "v1":
            secret = base64.b64decode(key.removeprefix(SECRET), validate=True)
            return hmac.compare_digest(hmac.digest(secret, content, "sha256"), claimed)
        if key.startswith(PUBLIC) and version == "v1a":
            half = base64.b64decode(key.removeprefix(PUBLIC), validate=True)
            return dsse.holds(half, claimed, content)
    except ValueError:
        pass
    return False


def _is_key(key: str) -> bool:
    """An empty secret would let anybody in."""
    try:
        size = len(base64.b64decode(key.partition("_")[2], validate=True))
    except ValueError:
        return False
    return size == 32 if key.startswith(PUBLIC) else key.startswith(SECRET) and size >= 16


class Message(Struct, frozen=True):
    id: str
    event: dict[str, Any]


class Guard:
    """Believes a message once.

    A desk that got no answer sends a message again, with the same id: whoever dealt with it says so
    by `keep`, and the next time it is Seen (answer 200, and do nothing). What was not kept, since
    dealing with it went wrong, comes through again. `seen` may be a mapping that outlasts the
    program, for example a shelf.
    """

    def __init__(
        self, *keys: str, seen: MutableMapping[str, float] | None = None,
        clock: Callable[[], float] = time.time, tolerance: int = TOLERANCE,
    ) -> None:  # fmt: skip
        if not keys or not all(map(_is_key, keys)):
            raise ValueError(f"a key begins with {SECRET} or {PUBLIC}, and is whole")
        self._keys, self._clock, self._tolerance = keys, clock, tolerance
        self._seen: MutableMapping[str, float] = {} if seen is None else seen

    def opened(self, headers: Mapping[str, str], body: bytes) -> Message:
        """What a message says. Raises Forged; Seen, where it was dealt with before."""
        if len(body) > LARGEST:
            raise Forged("size", f"it has more than {LARGEST:,} bytes")
        id = verify(headers, body, self._keys, self._clock(), self._tolerance)
        if self._seen.get(id, 0) > self._clock() - REMEMBERED:
            raise Seen("seen", "this message was dealt with before")
        try:
            event = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Forged("body", f"it is no JSON: {error}") from error
        if not isinstance(event, dict):
            raise Forged("body", "it is no event")
        return Message(id, event)

    def keep(self, message: Message) -> None:
        """It is dealt with. What is too old to come again is forgotten."""
        now = self._clock()
        for id in [id for id, kept in self._seen.items() if kept <= now - REMEMBERED]:
            del self._seen[id]
        self._seen[message.id] = now
