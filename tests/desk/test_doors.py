"""Every route against everyone who may come to it. The routes are read from the desk itself: a new
one fails here until somebody has said who may pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount

from pipeline.desk import webhooks
from pipeline.desk.serving import application
from pipeline.desk.tables import PeerRow, Token
from tests.desk.counter import Answer, Browser, Counter, bearer
from tests.desk.writer import Draft, Writer, envelope

HOOK = "https://shop.example/desk"
ROLES = ("anonymous", "owner", "house", "other", "revoked", "read-only")

DOORS = {
    # What everybody may see.
    "GET /openapi.json":                            "200 200 200 200 200 200",
    "GET /.well-known/f2f.json":                    "200 200 200 200 200 200",
    "GET /sign-in":                                 "200 200 200 200 200 200",
    "POST /sign-in":                                "403 403 403 403 403 403",  # a wrong password
    # What programs ask.
    "HEAD /v1/blobs/sha256/{digest}":               "401 200 404 404 401 200",
    "PUT /v1/blobs/sha256/{digest}":                "401 200 403 422 401 403",
    "GET /v1/transmittals":                         "401 200 200 200 401 200",
    "POST /v1/transmittals":                        "401 200 403 409 401 403",
    "GET /v1/transmittals/{peer}/{id}":             "401 200 200 404 401 200",
    "GET /v1/transmittals/{peer}/{id}/events":      "401 200 200 404 401 200",
    "GET /v1/transmittals/{peer}/{id}/changes":     "401 200 200 404 401 200",
    "GET /v1/transmittals/{peer}/{id}/diff/{older}/{newer}": "401 200 200 404 401 200",
    "GET /v1/transmittals/{peer}/{id}/versions/{number}": "401 200 200 404 401 200",
    "GET /v1/transmittals/{peer}/{id}/versions/{number}/bag.zip": "401 200 200 404 401 200",
    "GET /v1/transmittals/{peer}/{id}/versions/{number}/files/{path:path}":
                                                    "401 200 200 404 401 200",
    "POST /v1/transmittals/{peer}/{id}/versions/{number}/changes": "401 403 201 404 401 403",
    "POST /v1/transmittals/{peer}/{id}/changes/{change}/answer": "401 200 409 404 401 403",
    "POST /v1/transmittals/{peer}/{id}/versions/{number}/decision": "401 403 200 404 401 403",
    "POST /v1/transmittals/{peer}/{id}/versions/{number}/withdraw": "401 200 403 404 401 403",
    "GET /v1/peers":                                "401 200 200 200 401 200",
    "POST /v1/peers":                               "401 201 403 201 401 403",
    "GET /v1/events":                               "401 200 200 200 401 200",
    "GET /v1/events/stream":                        "401 200 200 200 401 200",
    "GET /v1/webhooks":                             "401 200 200 200 401 200",
    "POST /v1/webhooks":                            "401 201 201 201 401 403",
    "GET /v1/webhooks/{webhook}":                   "401 200 404 404 401 200",
    "PATCH /v1/webhooks/{webhook}":                 "401 200 404 404 401 403",
    "DELETE /v1/webhooks/{webhook}":                "401 204 404 404 401 403",
    "POST /v1/webhooks/{webhook}/replay":           "401 202 404 404 401 403",
    # What people see. A token opens no page.
    "GET /":                                        "303 200 200 200 303 303",
    "GET /live":                                    "303 200 200 200 303 303",
    "GET /audit":                                   "303 200 200 200 303 303",
    "GET /me":                                      "303 200 200 200 303 303",
    "GET /peers":                                   "303 200 200 200 303 303",
    "GET /tokens":                                  "303 200 200 200 303 303",
    "GET /books/{peer}/{id}":                       "303 200 200 404 303 303",
    "GET /books/{peer}/{id}/ask":                   "303 403 200 404 303 303",
    "GET /books/{peer}/{id}/diff/{older}/{newer}":  "303 422 422 404 303 303",  # of one with itself
    "GET /books/{peer}/{id}/versions/{number}/bag.zip": "303 200 200 404 303 303",
    "GET /books/{peer}/{id}/versions/{number}/files/{path:path}": "303 200 200 404 303 303",
    "GET /books/{peer}/{id}/versions/{number}/look/{path:path}": "303 200 200 404 303 303",
    "POST /books/{peer}/{id}/versions/{number}/decision": "303 403 303 404 303 303",
    "POST /books/{peer}/{id}/versions/{number}/ask": "303 403 303 404 303 303",
    "POST /books/{peer}/{id}/versions/{number}/metadata": "303 403 303 404 303 303",
    "POST /books/{peer}/{id}/changes/{change}/answer": "303 303 409 404 303 303",
    "POST /peers":                                  "303 303 403 303 303 303",
    "POST /peers/{id}/pin":                         "303 403 303 404 303 303",
    "POST /peers/{id}/revoke":                      "303 303 303 404 303 303",
    "POST /tokens":                                 "303 200 200 200 303 303",
    "POST /tokens/{id}/revoke":                     "303 303 404 404 303 303",
    "GET /bring":                                   "303 200 200 200 303 303",
    "POST /bring":                                  "303 422 422 422 303 303",  # no file
    "GET /webhooks":                                "303 200 200 200 303 303",
    "POST /webhooks":                               "303 200 200 200 303 303",
    "GET /webhooks/{webhook}":                      "303 200 404 404 303 303",
    "POST /webhooks/{webhook}/replay":              "303 303 404 404 303 303",
    "POST /webhooks/{webhook}/switch":              "303 303 404 404 303 303",
    "POST /webhooks/{webhook}/delete":              "303 303 404 404 303 303",
    "POST /me/password":                            "303 403 403 403 303 303",  # not the old one
    "POST /me/totp":                                "303 422 422 422 303 303",  # not a code
    "POST /me/totp/off":                            "303 403 403 403 303 303",
    "POST /me/visits":                              "303 303 303 303 303 303",
    "POST /sign-out":                               "303 303 303 303 303 303",
}  # fmt: skip


def routes(counter: Counter) -> set[str]:
    found = set()
    for row in application(counter.desk).routes:
        inner = getattr(row, "original_router", None)
        for route in inner.routes if inner else [] if isinstance(row, Mount) else [row]:
            found |= {f"{method} {route.path}" for method in route.methods}  # type: ignore[attr-defined]
    return found - {"HEAD /openapi.json"}


class Town:
    """All who come, and for each route a book of its own."""

    def __init__(self, folder: Path, draft: Draft) -> None:
        self.folder, self.draft = folder, draft
        self.counter = counter = Counter(folder / "desk")
        self.writer, self.stranger = Writer(), Writer("other.example", b"\x21" * 32)
        self.ada = counter.account("ada", "sender")
        self.may = counter.account("may", "recipient")
        self.eve = counter.account("eve", "sender")
        self.zoe = counter.account("zoe", "sender")
        counter.pinned(self.ada, self.writer, self.may)
        counter.pinned(self.eve, self.stranger, self.may)
        self.tokens = {
            "owner": counter.token(self.ada), "house": counter.token(self.may),
            "other": counter.token(self.eve), "revoked": counter.token(self.ada),
            "read-only": counter.token(self.ada, readonly=True),
        }  # fmt: skip
        revoked = self.tokens["revoked"][4:12]
        with counter.desk.writing() as db:
            for row in db.query(Token).filter(Token.lookup == revoked):
                row.revoked = row.made
        self.count = 0

    def browser(self, role: str) -> Browser:
        """Signed in anew, since some forms end a visit."""
        counter = self.counter
        names = {"owner": "ada", "house": "may", "other": "eve", "revoked": "zoe"}
        if role not in names:
            return Browser(counter)
        browser = counter.sign_in(names[role])
        if role == "revoked":
            from pipeline.desk import accounts
            from pipeline.desk.tables import Account

            browser.token = browser.csrf()
            with counter.desk.writing() as db:
                accounts.close(db, "zoe")
            with counter.desk.writing() as db:
                for row in db.query(Account).filter(Account.name == "zoe"):
                    row.is_active = True  # for the next route; its visits have ended all the same
        return browser

    def book(self) -> dict[str, Any]:
        """A new book of the owner's, with a change request and its answer due."""
        self.count += 1
        id = f"T-2026-{1000 + self.count}"
        parcel = self.writer.seal(self.draft, self.folder / "bags", id)
        self.counter.courier(self.tokens["owner"]).send(parcel)
        house = self.counter.courier(self.tokens["house"])
        where = f"/v1/transmittals/quill.example/{id}"
        house.ask("POST", f"{where}/versions/1/changes",
                  {"kind": "query", "params": {"question": "Who?"}})  # fmt: skip
        docx = next(name for name in parcel.sizes if name.endswith(".docx"))
        listing = {"name": parcel.name, "files": _files(parcel)}
        return {"id": id, "parcel": parcel, "docx": docx, "listing": listing}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, draft: Draft) -> Iterator[Town]:
    town = Town(tmp_path_factory.mktemp("town"), draft)
    yield town
    town.counter.close()


def _files(parcel: Any) -> dict[str, str]:
    from pipeline.transmit.parcel import digest

    return {name: digest(parcel, name) for name in parcel.sizes}


def test_every_route_is_in_the_table(town: Town) -> None:
    assert routes(town.counter) == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_for_those_it_should_and_for_nobody_else(door: str, town: Town) -> None:
    method, path = door.split(" ", 1)
    book = town.book()
    wanted = dict(zip(ROLES, DOORS[door].split(), strict=True))
    # Whoever may change something comes last.
    for role in sorted(ROLES, key=lambda role: (role == "house", role == "owner")):
        answer = _come(town, role, method, _filled(town, path, book), book)
        assert f"{role} {answer.status}" == f"{role} {wanted[role]}", answer.body[:300]
        _tells_nothing_foreign(role, answer, book)
        assert answer.headers["Content-Security-Policy"], door
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _filled(town: Town, path: str, book: dict[str, Any]) -> str:
    given = {
        "{peer}": "quill.example", "{number}": "1", "{older}": "1", "{newer}": "1",
        "{change}": "CR-0001", "{path:path}": book["docx"],
        "{digest}": book["listing"]["files"][book["docx"]],
        "{id}": _thing(town, path) or book["id"],
        "{webhook}": _hook(town) if "{webhook}" in path else "",
    }  # fmt: skip
    for name, value in given.items():
        path = path.replace(name, value)
    return path + ("?after=999999" if path in ("/live", "/v1/events/stream") else "")


def _thing(town: Town, path: str) -> str:
    """A peer or a token of the owner's, made for this."""
    if path.startswith("/peers/"):
        from pipeline.desk import peers
        from pipeline.transmit import peer

        with town.counter.desk.writing() as db:
            town.count += 1
            one = Writer(f"p{town.count}.example", bytes([town.count]) * 32).peer
            row: PeerRow = peers.register(db, town.ada, peer.encode(one))
            return str(row.id)
    if path.startswith("/tokens/"):
        town.counter.token(town.ada)
        with town.counter.desk.reading() as db:
            return str(db.query(Token).order_by(Token.id.desc()).first().id)  # type: ignore[union-attr]
    return ""


def _hook(town: Town) -> str:
    """A webhook of the owner's, made for this; the ones before it were for other routes."""
    with town.counter.desk.writing() as db:
        for old in webhooks.listed(db, town.ada):
            webhooks.remove(db, town.ada, old.id)
        return str(webhooks.make(db, town.ada, town.counter.desk.office, HOOK, "a test").id)


def _come(town: Town, role: str, method: str, path: str, book: dict[str, Any]) -> Answer:
    if path.startswith(("/v1/", "/.well", "/openapi")):
        headers = bearer(town.tokens[role]) if role in town.tokens else {}
        return _ask(town.counter, method, path, _body(town, path, book), headers)
    if role == "read-only":
        given = bearer(town.tokens[role]) | {"Content-Type": "application/x-www-form-urlencoded"}
        return town.counter.ask(method, path, b"", given)
    browser = town.browser(role) if path != "/sign-in" else Browser(town.counter)
    if method == "GET":
        if path.startswith("/live"):
            return _ask(town.counter, method, path, b"", {"Cookie": browser.cookie})
        return browser.get(path)
    return browser.post(path, _form(town, role, path))


def _ask(counter: Counter, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    """As Counter.ask; of a stream, the first line."""
    if "after=999999" not in path:
        return counter.ask(method, path, body, headers)
    import http.client

    line = http.client.HTTPConnection("127.0.0.1", counter.port, timeout=10)
    line.request(method, path, headers=headers)
    answer = line.getresponse()
    first = answer.readline()
    line.close()
    return Answer(answer.status, answer.headers, first)


def _body(town: Town, path: str, book: dict[str, Any]) -> bytes:
    if "/blobs/" in path:
        return b"these are not its bytes"
    bodies: dict[str, Any] = {
        "/transmittals": book["listing"],
        "/decision": {"decision": "accepted"},
        "/changes": {"kind": "freeform", "params": {"text": "Lighter."}},
        "/answer": {"state": "answered", "text": "The mate."},
        "/peers": json.loads(_own_peer(town)),
        "/webhooks": {"url": HOOK},
        "/replay": {},
    }
    if "/webhooks/" in path and not path.endswith("/replay"):
        return b'{"is_on": false}'
    if path.endswith("/withdraw"):
        found = book.setdefault("withdrawal", town.writer.withdrawal(book["id"]))
        return json.dumps(envelope(found)).encode()
    ending = "/" + path.rsplit("/", 1)[-1]
    return json.dumps(bodies[ending]).encode() if ending in bodies else b""


def _own_peer(town: Town) -> bytes:
    from pipeline.transmit import peer

    return peer.encode(Writer("late.example", b"\x31" * 32).peer)


def _form(town: Town, role: str, path: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "decision": "accepted", "kind": "freeform", "p.text": "Lighter.", "title": "Smaller Lights",
        "state": "answered", "text": "The mate.", "document": _own_peer(town).decode(),
        "label": "a test", "old": "wrong", "new": "x" * 20, "password": "wrong", "name": "nobody",
        "secret": "A" * 32, "code": "abc", "url": HOOK, "to": "off",
    }  # fmt: skip
    return fields | ({"kind": "read"} if path == "/tokens" else {})


def _tells_nothing_foreign(role: str, answer: Answer, book: dict[str, Any]) -> None:
    if role not in ("owner", "house", "read-only") or answer.status == 303:
        assert book["id"].encode() not in answer.body
        assert b"Small Lights" not in answer.body
