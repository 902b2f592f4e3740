"""Downloads: one address at a time, from public addresses only, and never more than was allowed.

What an archive says is hostile until checked, and an address in it may lead into the writer's own
network. So each name is looked up once, every address that it has must be a public one, and the
connection is made to that very address; a redirect is followed only after the same check.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from msgspec import Struct

from pipeline import __version__

CHUNK = 1 << 16
HOPS = 5
"""Redirects."""

PATIENCE = 20.0
"""Seconds to wait for the next bytes."""

LONGEST = 120.0
"""Seconds for one file, however steadily it drips."""

_AGENT = f"Bookworks/{__version__} (fetching the pictures of its writer's own book)"
_PORTS = (80, 443)


class Unfetched(Exception):
    """Why nothing was fetched, in words for the writer."""


class Download(Struct, frozen=True):
    data: bytes
    url: str  # where it came from in the end
    type: str  # as the server says: "image/png"


def is_public(host: str) -> bool:
    """Whether an address, in figures, is one of the open internet's."""
    address = ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (mapped is None or mapped.is_global)


class Fetcher:
    def __init__(
        self,
        most: int,
        *,
        allowed: Callable[[str], bool] = is_public,
        ports: tuple[int, ...] = _PORTS,
    ) -> None:
        """`most` is in bytes, of one file. `allowed` judges addresses in figures."""
        self.most = most
        self.allowed = allowed
        self.ports = ports

    def fetch(self, url: str) -> Download:
        """What lies at an address. Raises Unfetched."""
        ends = time.monotonic() + LONGEST
        for _ in range(HOPS + 1):
            try:
                found = self._ask(url, ends)
            except Unfetched:
                raise
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise Unfetched(_words(error)) from error
            if isinstance(found, Download):
                return found
            url = found
        raise Unfetched(f"it was sent on more than {HOPS} times")

    def _ask(self, url: str, ends: float) -> Download | str:
        """The file, or the address that the server sends us on to."""
        parts = urlsplit(url)
        connection = self._connected(parts)
        watchdog = Timer(max(ends - time.monotonic(), 0), _hang_up, (connection.sock,))
        watchdog.start()
        try:
            path = quote(parts.path or "/", safe="/%:=&~!*'();@,+$-._")
            query = f"?{quote(parts.query, safe='/%:=&~!*();@,+$-._?')}" if parts.query else ""
            headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": _AGENT,
                       "Accept": "image/*", "Accept-Encoding": "identity"}  # fmt: skip
            connection.request("GET", path + query, headers=headers)
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308):
                return urljoin(url, answer.getheader("Location") or "")
            if answer.status != 200:
                raise Unfetched(f"the server answers {answer.status} {answer.reason[:40]}".strip())
            return Download(self._body(answer), url, _type(answer))
        finally:
            watchdog.cancel()
            connection.close()

    def _connected(self, parts: SplitResult) -> http.client.HTTPConnection:
        """A connection to an address that was checked, not to whatever the name says next."""
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unfetched("it is no address of the web")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if port not in self.ports:
            raise Unfetched(f"it asks for port {port}, where no pictures are")
        stream = socket.create_connection((self._looked_up(parts.hostname, port), port), PATIENCE)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            stream = context.wrap_socket(stream, server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=PATIENCE)
        connection.sock = stream
        return connection

    def _looked_up(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unfetched(f"there is no such server: {host[:100]}") from error
        addresses = [str(row[4][0]) for row in found]
        if not addresses or not all(map(self.allowed, addresses)):
            raise Unfetched("it leads into a private network")
        return addresses[0]

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        if (answer.getheader("Content-Encoding") or "identity") != "identity":
            raise Unfetched("the server packs it, though it was asked not to")
        said = answer.getheader("Content-Length") or ""
        if said.isdecimal() and int(said) > self.most:
            raise Unfetched(f"it is larger than {self.most >> 20} MB")
        pieces: list[bytes] = []
        size = 0
        while piece := answer.read(CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > self.most:
                raise Unfetched(f"it is larger than {self.most >> 20} MB")
        if said.isdecimal() and size < int(said):
            raise Unfetched("the connection broke off, or was too slow")
        return b"".join(pieces)


def _hang_up(stream: socket.socket) -> None:
    """End a connection that drips for ever; whoever reads from it is told that it is over."""
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def _type(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, ssl.SSLError):
        return "the server's certificate cannot be trusted"
    if isinstance(error, ConnectionRefusedError):
        return "the server refuses to talk"
    return f"the connection failed ({type(error).__name__})"
