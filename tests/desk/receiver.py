"""A shop's own program that a desk calls: a real little server on loopback."""

from __future__ import annotations

import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Takes what comes and answers as it is told: with `answers` one after the other, and with 200
    once they are used up."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.headers: dict[str, str] = {}
        self.drops: float = 0  # seconds between the bytes of an answer, where it comes by drops
        self.words = b""  # what it says instead of an answer
        self.is_silent = False  # it takes a message, and never answers
        self.is_shut = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
                if receiver.is_silent:
                    receiver.is_shut.wait()
                    return
                if receiver.drops:
                    self._drip()
                    return
                if receiver.words:
                    self.wfile.write(receiver.words)
                    return
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def _drip(self) -> None:
                for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
                    if receiver.is_shut.wait(receiver.drops):
                        return
                    self.wfile.write(bytes([byte]))

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/desk?from=press"

    def until(self, count: int, patience: float = 15) -> None:
        """Wait until so many messages came."""
        ends = time.monotonic() + patience
        while len(self.came) < count:
            assert time.monotonic() < ends, f"{len(self.came)} of {count} came"
            time.sleep(0.02)

    def close(self) -> None:
        self.is_shut.set()
        self._server.shutdown()
        self._server.server_close()
