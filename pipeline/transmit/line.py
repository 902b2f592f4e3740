"""A line to one server: a request and its answer, by https, bounded in size and in time.

What comes back is hostile until somebody has looked at it. Nothing is followed from here: an answer
that sends one on to another address is an answer like any other, and its token went nowhere else.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import BinaryIO
from urllib.parse import urlsplit

from msgspec import Struct

LARGEST = 16 << 20
"""Bytes of an answer that is read whole."""

_LOCAL = ("127.0.0.1", "localhost", "::1")
_SILENCE = 60.0
"""Seconds without a byte."""

_SLOWEST = 20_000
"""Bytes a second, below which a line is as good as dead."""


class Answer(Struct, frozen=True):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class TooLarge(ValueError):
    """An answer that goes on for longer than anybody asked."""


class Line:
    """An address that people named. Raises ValueError for one that a token must not go to."""

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            self.host, self._port = parts.hostname or "", parts.port
        except ValueError as error:
            raise ValueError(f"{url} is no address") from error
        if parts.scheme != "https" and not (parts.scheme == "http" and self.host in _LOCAL):
            raise ValueError("what is private goes over https only")
        if not self.host or parts.username or not url.isprintable() or not url.isascii():
            raise ValueError(f"{url} is no address of a desk")
        self._secure = parts.scheme == "https"
        self._root = parts.path.rstrip("/")

    def ask(
        self, method: str, path: str, body: bytes | BinaryIO, headers: dict[str, str],
        length: int = 0,
    ) -> Answer:  # fmt: skip
        """Raises OSError, HTTPException or TooLarge. `length` is what `body` has, of a file."""
        with self._asked(method, path, body, headers, length) as answer:
            said = answer.read(LARGEST + 1)
        if len(said) > LARGEST:
            raise TooLarge(f"{self.host} answers with more than {LARGEST >> 20} MB")
        return Answer(answer.status, answer.headers, said)

    def save(self, path: str, headers: dict[str, str], file: BinaryIO, most: int) -> int:
        """What lies at a path into a file; the status. Raises as `ask`."""
        with self._asked("GET", path, b"", headers, most) as answer:
            if answer.status == 200:
                _copy(answer, file, most, self.host)
            return answer.status

    @contextmanager
    def _asked(
        self, method: str, path: str, body: bytes | BinaryIO, headers: dict[str, str], length: int
    ) -> Iterator[http.client.HTTPResponse]:
        line = self._line()
        line.connect()
        seconds = 2 * _SILENCE + length / _SLOWEST
        watchdog = Timer(min(seconds, 1e6), _hang_up, (line.sock,))
        watchdog.daemon = True
        watchdog.start()
        try:
            line.request(method, self._root + path, body=body or None, headers=headers)
            yield line.getresponse()
        finally:
            watchdog.cancel()
            line.close()

    def _line(self) -> http.client.HTTPConnection:
        if not self._secure:
            return http.client.HTTPConnection(self.host, self._port, timeout=_SILENCE)
        return http.client.HTTPSConnection(
            self.host, self._port, timeout=_SILENCE, context=ssl.create_default_context()
        )


def _copy(answer: http.client.HTTPResponse, file: BinaryIO, most: int, host: str) -> None:
    size = 0
    while piece := answer.read(1 << 20):
        size += len(piece)
        if size > most:
            raise TooLarge(f"{host} sends more than {most:,} bytes")
        file.write(piece)
    if answer.length:  # which counts what is still to come
        raise http.client.IncompleteRead(b"", answer.length)


def _hang_up(stream: socket.socket) -> None:
    """End a line that drips for ever; whoever reads from it is told that it is over."""
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)
