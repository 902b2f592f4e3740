"""Calling out: one message to an address that somebody gave, and to nothing else.

The desk stands inside the house's network, where much answers to whoever asks. So an address is
looked up once, everything that it leads to must be public, and the line goes to the very address
that was looked at: no second look-up, no redirect, no proxy. How long it takes and how much is
read is bounded, and nothing of what is read is shown to anybody.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import re
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

LONGEST = 500
"""Characters of an address."""

PATIENCE = 15.0
"""Seconds for all of it: to connect, to send, to be answered."""

_MOST = 1 << 16
"""Bytes of an answer's head."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_OPEN = ipaddress.IPv6Network("2000::/3")
"""All that is given out of the newer addresses. Others, such as the site-local fec0::/10, only look
as if they were of the open net."""

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unfit(ValueError):
    """An address that is not called; the text says why."""


class Address(Struct, frozen=True):
    host: str
    port: int
    is_secure: bool
    target: str
    is_own: bool
    """One of the house's own network, which whoever keeps the desk has named."""


class Answer(Struct, frozen=True):
    status: int
    wait: int = 0
    """Seconds for which it asks not to be tried again."""


def read(url: str, own: tuple[str, ...] = ()) -> Address:
    """An address, as far as it can be judged without asking anybody. Raises Unfit."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise Unfit("an address has plain letters and no spaces; other scripts as xn--…")
    if len(url) > LONGEST:
        raise Unfit(f"an address has at most {LONGEST} characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unfit(f"this is no address: {error}") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or parts.fragment or port == 0 or not _HOST.fullmatch(host):
        raise Unfit("an address is https://, a host and a path, without a name, password or #")
    is_own = host in own
    if parts.scheme != "https" and not (is_own and parts.scheme == "http"):
        raise Unfit("an address begins with https://")
    if not is_own:
        _check_name(host)
    is_secure = parts.scheme == "https"
    query = f"?{parts.query}" if parts.query else ""
    target = (parts.path or "/") + query
    return Address(host, port or (443 if is_secure else 80), is_secure, target, is_own)


def _check_name(host: str) -> None:
    """Raises Unfit for a number that is not public, however it is written, and for a name that can
    only be of this machine or this network."""
    try:
        numbers = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        if "." not in host or host.endswith((".localhost", ".local", ".internal")):
            raise Unfit(
                f"{host} is a name of one’s own network, where the desk calls nobody"
            ) from None
        return
    _check_public(host, [str(row[4][0]) for row in numbers])


def _check_public(host: str, found: list[str]) -> None:
    for text in found:
        if not is_public(ipaddress.ip_address(text.partition("%")[0])):
            raise Unfit(f"{host} is {text}, which is not a public address")


def is_public(ip: IP) -> bool:
    """Whether an address is one of the open net, and one only it can be meant by."""
    inner = _inner(ip)
    if inner is not None:
        return is_public(inner)
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _OPEN:
        return False
    closed = (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
        or ip.is_unspecified
    )  # fmt: skip
    return ip.is_global and not closed


def _inner(ip: IP) -> ipaddress.IPv4Address | None:
    """The older address that a newer one only wraps."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def looked_up(address: Address) -> list[tuple[int, Any]]:
    """Where an address leads, every one of them fit to be called. Raises Unfit."""
    try:
        rows = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfit(f"no address is known for {address.host}") from error
    if not address.is_own:
        _check_public(address.host, [str(row[4][0]) for row in rows])
    return [(row[0], row[4]) for row in rows]


def post(address: Address, body: bytes, headers: dict[str, str]) -> Answer:
    """Bring a message. Raises Unfit, OSError or HTTPException."""
    ends = time.monotonic() + PATIENCE
    line = _Line(_connected(address, ends), ends)
    try:
        kind = http.client.HTTPSConnection if address.is_secure else http.client.HTTPConnection
        asking = kind(address.host, address.port)
        asking.sock = line  # so that it makes no line of its own
        asking.request("POST", address.target, body, {**headers, "Connection": "close"})
        answer = asking.getresponse()
        said = answer.headers.get("Retry-After", "")
        return Answer(answer.status, int(said) if re.fullmatch("[0-9]{1,6}", said) else 0)
    finally:
        line.close()


def _connected(address: Address, ends: float) -> socket.socket:
    """A line to the first address that takes one."""
    failed: OSError = OSError("nobody is there")
    for family, place in looked_up(address):
        raw = socket.socket(family, socket.SOCK_STREAM)
        try:
            raw.settimeout(_left(ends))
            raw.connect(place)
            if not address.is_secure:
                return raw
            trust = ssl.create_default_context()
            return trust.wrap_socket(raw, server_hostname=address.host)
        except OSError as error:
            raw.close()
            failed = error
    raise failed


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left


class _Line(io.RawIOBase):
    """A line that ends: at a moment, and after so many bytes. A socket's own patience begins anew
    with each byte, so that a receiver who answers drop by drop would never let go."""

    def __init__(self, raw: socket.socket, ends: float) -> None:
        self._raw, self._ends, self._room = raw, ends, _MOST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._room <= 0:
            raise OSError("its answer is too long")
        self._raw.settimeout(_left(self._ends))
        count = self._raw.recv_into(buffer)
        self._room -= count
        return count

    def sendall(self, data: Any) -> None:
        self._raw.settimeout(_left(self._ends))
        self._raw.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        self._raw.close()
        super().close()
