"""A real desk on loopback, and those who come to it with a browser's or a program's requests."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from pipeline.desk import accounts, peers, tokens
from pipeline.desk.actor import OF_SIDE, Actor
from pipeline.desk.desk import Desk
from pipeline.desk.serving import armoured
from pipeline.desk.settings import Settings, lay_out, open_office
from pipeline.transmit import peer
from pipeline.transmit.courier import Courier
from tests.desk.writer import Writer

PASSWORD = "lamp-oil and patience"


class Answer:
    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Counter:
    """A desk that listens. Unless told so (`posts`), it calls no webhook: a test does that itself,
    with a clock of its own."""

    ada: Actor
    """Somebody that a test gave it."""

    def __init__(
        self, folder: Path, *, again: bool = False, posts: bool = False, **settings: Any
    ) -> None:
        given = {"peer_id": "press.example", "name": "Light Press"} | settings
        office = open_office(folder) if again else lay_out(folder, Settings(**given))
        self.folder = folder
        self.desk = Desk(office)
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            armoured(self.desk, posts=posts),
            log_level="critical",
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), daemon=True
        )
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body or None, headers or {})
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    # -- who comes ---------------------------------------------------------------------------------

    def account(self, name: str, side: str) -> Actor:
        with self.desk.writing() as db:
            row = accounts.add(db, name, name.title(), side, PASSWORD)
            return Actor(
                account_id=row.id, name=name, shown=row.shown, side=side, scopes=OF_SIDE[side]
            )

    def token(self, actor: Actor, *, readonly: bool = False, scopes: str = "") -> str:
        with self.desk.writing() as db:
            wanted = scopes.split() or list(actor.scopes)
            key = self.desk.office.server_key
            return tokens.make(db, actor, "a test", wanted, key, is_readonly=readonly)

    def pinned(self, actor: Actor, writer: Writer, house: Actor) -> None:
        with self.desk.writing() as db:
            row = peers.register(db, actor, peer.encode(writer.peer))
            peers.pin(db, house, row.id)

    def courier(self, token: str) -> Courier:
        return Courier(self.url, token, lambda seconds: None)

    def sign_in(self, name: str, password: str = PASSWORD, code: str = "") -> Browser:
        browser = Browser(self)
        answer = browser.post(
            "/sign-in", {"name": name, "password": password, "code": code}, with_csrf=False
        )
        assert answer.status == 303, answer.text
        return browser


class Browser:
    """What a browser does with cookies and forms; scripts are not run."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.cookie = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(
        self, path: str, fields: dict[str, Any] | None = None, *, with_csrf: bool = True,
        headers: dict[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        given = dict(fields or {})
        if with_csrf:
            given["csrf"] = self.csrf()
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._ask("POST", path, urlencode(given, doseq=True).encode(), sent)

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/me").text)
        return found[1] if found else ""

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        given = dict(headers or {})
        if self.cookie:
            given["Cookie"] = self.cookie
        answer = self.counter.ask(method, path, body, given)
        set_ = answer.headers.get("Set-Cookie", "")
        if set_:
            self.cookie = set_.partition(";")[0] if "Max-Age=0" not in set_ else ""
        return answer


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
