"""HTTP as a carrier, from the writer's floor: what breaks off goes on, what is rewritten or forged
is refused with its reason, and nothing of a hostile desk is believed."""

from __future__ import annotations

import hashlib
import json
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.commands.handover import keys, over_http, tokens
from pipeline.desk import chronicle, deciding, ownership, requests
from pipeline.desk.desk import Desk
from pipeline.desk.tables import EventRow, RequestRow
from pipeline.model.errors import UsageError
from pipeline.transmit import dsse, events, peer
from pipeline.transmit.courier import Courier
from pipeline.transmit.events import Reason
from tests.desk.counter import Counter
from tests.desk.shop import PRESS, Shop
from tests.desk.writer import Writer
from tests.floor import POSTS

OTHER = b"\x09" * 32
"""The key of somebody else."""


@pytest.fixture
def shop(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shop:  # fmt: skip
    made = Shop(tmp_path / "quill", counter, monkeypatch, capsys)
    made.keep_token()
    monkeypatch.setattr(
        over_http, "to_desk", lambda url, token: Courier(url, token, lambda s: None)
    )
    return made


def ask(shop: Shop, of: str = "T-2026-0001", **said: Any) -> None:
    """The house asks for a change, and says so."""
    with shop.counter.desk.writing() as db:
        book = ownership.book(db, shop.may, "quill.example", of)
        version = ownership.version(db, book, book.latest)
        requests.make(db, shop.may, shop.counter.desk.office, book, version, requests.Wish(**said))
        deciding.decide(
            db, shop.may, shop.counter.desk.office, book, version, "changes-requested", "Please."
        )


REPLACE = {"kind": "text.replace", "params": {"find": "at four", "replace": "at five"}}


# -- there -----------------------------------------------------------------------------------------


class Relay:
    """A line to the desk that is cut for good after so many bytes."""

    def __init__(self, port: int, most: int) -> None:
        self._goal, self._left = port, most
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self._left > 0:
            near, _ = self._server.accept()
            far = socket.create_connection(("127.0.0.1", self._goal))
            threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()
            self._pass(near, far, True)
        self._server.close()

    def _pass(self, one: socket.socket, other: socket.socket, counts: bool) -> None:
        try:
            while data := one.recv(512):
                if counts:
                    data = data[: self._left]
                    self._left -= len(data)
                other.sendall(data)
                if self._left <= 0:
                    break
        except OSError:
            pass
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def test_a_sending_that_broke_off_goes_on_from_there(shop: Shop) -> None:
    send = ["transmit", "small", "--desk"]
    assert "same again later" in shop.say(*send, Relay(shop.counter.port, 2_000).url, code=1)
    sizes = [size for _, size in sorted(shop.sizes(1).items())]  # files go by their digests
    room = sum(sizes[:3]) + 3 * 1_500  # what is said of each is shorter
    assert "same again later" in shop.say(*send, Relay(shop.counter.port, room).url, code=1)
    found = shop.told("transmit", "small")
    assert (found["version"], found["state"]) == (1, "received")
    assert found["sent_files"] + found["held_files"] == len(sizes)
    assert found["held_files"] >= 3  # what had arrived is not sent again
    assert len(shop.log().chains["sender"]) == 1


def test_what_was_not_brought_before_is_brought_first_and_in_order(shop: Shop) -> None:
    shop.say("transmit", "small", "--by", "zip")
    shop.floor.post("2019-03-02-the-lamp", POSTS["2019-03-02-the-lamp"].replace("four", "six"))
    found = shop.told("transmit", "small")
    assert (found["version"], found["state"]) == (2, "received")
    assert shop.log().standing.versions == {1: "superseded", 2: "received"}
    again = shop.told("transmit", "small")
    assert (again["version"], again["sent_files"], again["held_files"]) == (2, 0, 0)


def test_a_withdrawal_reaches_the_desk(shop: Shop) -> None:
    shop.say("transmit", "small")
    shop.say("withdraw", "T-2026-0001", "--why", "too early")
    (row,) = shop.told("fetch")["transmittals"]
    assert (row["state"], row["incidents"]) == ("withdrawn", [])
    with shop.counter.desk.reading() as db:
        assert ownership.book(db, shop.may, "quill.example", "T-2026-0001").state == "withdrawn"


def test_a_version_that_the_desk_cannot_use_is_told_with_its_signed_reasons(shop: Shop) -> None:
    folder = shop.counter.desk.office.folder
    settings = json.loads((folder / "desk.json").read_text())
    shop.counter.desk.office = replace(
        shop.counter.desk.office,
        settings=replace(shop.counter.desk.office.settings, peer_id="other.example"),
    )
    assert settings["peer_id"] == PRESS
    assert "not of press.example" in shop.say("transmit", "small", code=6)


# -- answers ---------------------------------------------------------------------------------------


def test_answers_go_over_with_the_next_version_and_what_waits_does_not(shop: Shop) -> None:
    shop.say("transmit", "small")
    ask(shop, **REPLACE)
    ask(shop, kind="table.policy", params={"form": "image"})
    ask(shop, kind="query", params={"question": "Who was the mate?", "answer": "text"})
    shop.say("fetch")
    shop.say("apply", "small", "CR-0001")
    shop.say("apply", "small", "CR-0002", code=6)
    shop.say("apply", "small", "CR-0003")
    shop.say("transmit", "small")
    assert states(shop) == ["applied", "declined", "open"]
    paper = json.loads((shop.log().version(2) / "metadata/changes.json").read_bytes())
    assert [one["request"] for one in paper["answers"]] == ["CR-0001", "CR-0002"]
    assert paper["answers"][0]["evidence"]["counts"]["replaced"] == 1
    shop.say("apply", "small", "CR-0003", "--answer", "Tom Reeve.")
    assert shop.told("transmit", "small")["version"] == 3  # for its answer alone
    assert states(shop) == ["applied", "declined", "answered"]
    with shop.counter.desk.reading() as db:
        book = ownership.book(db, shop.may, "quill.example", "T-2026-0001")
        threads = list(ownership.remarks(db, book).values())
    assert [len(thread) for thread in threads] == [1, 1, 1]  # version 3 said the first two again
    assert threads[2][0].text == "Tom Reeve."


def test_what_the_house_reopened_is_not_closed_by_the_old_answer(shop: Shop) -> None:
    shop.say("transmit", "small")
    ask(shop, **REPLACE)
    shop.say("fetch")
    shop.say("apply", "small", "CR-0001")
    shop.say("transmit", "small")
    with shop.counter.desk.writing() as db:
        book = ownership.book(db, shop.may, "quill.example", "T-2026-0001")
        row = ownership.request(db, book, "CR-0001")
        requests.answer(db, shop.may, book, row, requests.Answer(state="reopened", text="Not all."))
    shop.floor.post("2021-06-01-the-chart", POSTS["2021-06-01-the-chart"] + "\nYet.\n")
    assert shop.told("transmit", "small")["version"] == 3
    assert states(shop) == ["reopened"]


def states(shop: Shop, of: str = "T-2026-0001") -> list[str]:
    with shop.counter.desk.reading() as db:
        book = ownership.book(db, shop.may, "quill.example", of)
        return [row.state for row in ownership.requests(db, book)]


def test_two_transmittals_of_one_book_may_ask_under_one_name(shop: Shop) -> None:
    shop.say("transmit", "small")
    ask(shop, **REPLACE)
    shop.say("fetch")
    shop.say("apply", "small", "CR-0001")
    office = shop.counter.desk.office
    with shop.counter.desk.writing() as db:
        book = ownership.book(db, shop.may, "quill.example", "T-2026-0001")
        version = ownership.version(db, book, 1)
        deciding.decide(db, shop.may, office, book, version, "declined", "Not for us after all.")
    shop.say("fetch")
    assert shop.told("transmit", "small")["transmittal"] == "T-2026-0002"
    ask(shop, "T-2026-0002", kind="text.replace", params={"find": "late", "replace": "tardily"})
    shop.say("fetch", "T-2026-0002")
    assert "text.replace" in shop.say("apply", "small")
    assert shop.told("apply", "small", "CR-0001")["evidence"]["counts"]["replaced"] == 1
    assert "say which: T-2026-0001/CR-0001" in shop.say("apply", "small", "CR-0001", code=2)
    assert shop.told("apply", "small", "T-2026-0001/CR-0001")["status"] == "applied"
    assert shop.told("transmit", "small")["version"] == 2
    assert states(shop, "T-2026-0002") == ["applied"]


def test_a_request_that_is_not_understood_is_told_of_and_holds_nothing_up(shop: Shop) -> None:
    shop.say("transmit", "small")
    ask(shop, **REPLACE)
    named = rewrite_request(shop.counter.desk, kind="colour.scheme")
    rewrite_event(shop.counter.desk, seq=2, reasons=(named,))
    (row,) = shop.told("fetch")["transmittals"]
    assert (row["state"], row["requests"]) == ("changes-requested", [])
    (note,) = row["notes"]
    assert "CR-0001 cannot be used" in note
    assert "there is no kind 'colour.scheme'" in note


# -- what the desk says is not believed ------------------------------------------------------------


def rewrite_event(desk: Desk, seq: int = 1, **said: Any) -> None:
    """The house says afterwards that it had said another thing, and signs it."""
    with desk.writing() as db:
        row = db.query(EventRow).filter_by(side="recipient", seq=seq).one()
        one = replace(events.peek(row.envelope), note="We never said so.", **said)
        row.envelope = events.sign(one, desk.office.seed).envelope


def forge_event(desk: Desk) -> None:
    with desk.writing() as db:
        row = db.query(EventRow).filter_by(side="recipient", seq=2).one()
        row.envelope = events.sign(events.peek(row.envelope), OTHER).envelope


def alter_event(desk: Desk) -> None:
    with desk.writing() as db:
        row = db.query(EventRow).filter_by(side="recipient", seq=2).one()
        said = json.loads(row.envelope)
        said["signatures"][0]["sig"] = f"A{said['signatures'][0]['sig'][1:]}"
        row.envelope = json.dumps(said, separators=(",", ":")).encode()


def drop_event(desk: Desk) -> None:
    with desk.writing() as db:
        db.delete(db.query(EventRow).filter_by(side="recipient", seq=1).one())


def accept_what_was_not_sent(desk: Desk) -> None:
    with desk.writing() as db:
        row = db.query(EventRow).filter_by(side="recipient", seq=2).one()
        one = replace(events.peek(row.envelope), type="accepted", reasons=(),
                      tagmanifest_sha256="0" * 64)  # fmt: skip
        row.envelope = events.sign(one, desk.office.seed).envelope


def alter_ours(desk: Desk) -> None:
    with desk.writing() as db:
        row = db.query(EventRow).filter_by(side="sender").one()
        row.envelope = events.sign(events.peek(row.envelope), OTHER).envelope


def forge_request(desk: Desk) -> None:
    with desk.writing() as db:
        row = db.query(RequestRow).one()
        row.envelope = dsse.sign(dsse.opened(row.envelope, dsse.CHANGE)[1], dsse.CHANGE, OTHER)


def rewrite_request(desk: Desk, **said: Any) -> Reason:
    """How an event would name it."""
    with desk.writing() as db:
        row = db.query(RequestRow).one()
        value = json.loads(dsse.opened(row.envelope, dsse.CHANGE)[1]) | (
            said or {"due": "2027-01-01"}
        )
        row.envelope = dsse.sign(json.dumps(value).encode(), dsse.CHANGE, desk.office.seed)
        digest = hashlib.sha256(row.envelope).hexdigest()
    return Reason(code="", message="", file=f"requests/CR-0001.{digest}.dsse.json")


def drop_request(desk: Desk) -> None:
    with desk.writing() as db:
        db.delete(db.query(RequestRow).one())


def of_another(desk: Desk) -> None:
    rewrite_request(desk, transmittal="T-2026-0009")


WRONGS: list[tuple[Callable[[Desk], object], str]] = [
    (rewrite_event, "was rewritten"),
    (forge_event, "key that is not pinned"),
    (alter_event, "does not hold"),
    (drop_event, "is not in the desk's log any more"),
    (accept_what_was_not_sent, "a version that we did not send"),
    (alter_ours, "one that we never signed"),
    (forge_request, "key that is not pinned"),
    (rewrite_request, "shows another request"),
    (drop_request, "shows another request, or none"),
    (of_another, "signed for another transmittal"),
]


@contextmanager
def put_back(desk: Desk) -> Iterator[None]:
    """The desk's database as it was, afterwards."""
    path = desk.office.folder / "desk.sqlite3"
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(":memory:")) as before:
        now.backup(before)
        yield
        before.backup(now)


def test_what_is_rewritten_or_forged_is_refused_and_nothing_of_it_is_taken(shop: Shop) -> None:
    shop.say("transmit", "small")
    ask(shop, **REPLACE)
    before = files(shop)
    for wrong, said in WRONGS:
        with put_back(shop.counter.desk):
            wrong(shop.counter.desk)
            (row,) = shop.told("fetch", code=6)["transmittals"]
            assert any(said in one for one in row["incidents"]), (wrong, row["incidents"])
            assert said in shop.say("transmit", "small", code=6)  # nor is anything sent there
            assert files(shop) == before, wrong
    assert "Nothing was taken in" not in shop.say("fetch")
    assert len(files(shop)) == len(before) + 2  # the event, and the request that it names


def test_a_request_that_is_rewritten_after_it_was_fetched_is_refused(shop: Shop) -> None:
    shop.say("transmit", "small")
    with shop.counter.desk.writing() as db:
        book = ownership.book(db, shop.may, "quill.example", "T-2026-0001")
        version = ownership.version(db, book, 1)
        wish = requests.Wish(**REPLACE)
        requests.make(db, shop.may, shop.counter.desk.office, book, version, wish)
    shop.say("fetch")
    rewrite_request(shop.counter.desk)
    assert "CR-0001 is not what was asked before" in shop.say("fetch", code=6)
    drop_request(shop.counter.desk)
    assert "CR-0001, which was asked before, is not there" in shop.say("fetch", code=6)


def test_a_desk_that_holds_more_of_ours_than_we_do_is_told_of(shop: Shop) -> None:
    shop.say("transmit", "small")
    log = shop.log()
    with shop.counter.desk.writing() as db:
        book = ownership.book(db, shop.may, "quill.example", "T-2026-0001")
        last = log.chains["sender"][-1]
        event = replace(last.event, type="withdrawn", seq=2, prev_sha256=last.digest)
        chronicle.take(db, book, events.sign(event, keys.seed()), "a copy of the floor")
    assert "put back from an old copy" in shop.say("fetch", code=6)


def files(shop: Shop) -> dict[str, str]:
    root = shop.floor.root / "handover"
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*") if path.is_file()}  # fmt: skip


# -- a server that is no desk ----------------------------------------------------------------------


@contextmanager
def answering(answer: bytes, endless: bytes = b"") -> Iterator[str]:
    """A server that says one thing to everybody."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                try:
                    line.recv(65536)
                    line.sendall(answer)
                    while endless:
                        line.sendall(endless)
                except OSError:
                    pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        over.set()
        server.shutdown(socket.SHUT_RDWR)  # which ends the waiting
        server.close()


def http(body: bytes, head: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


ANSWERS = {
    "a page": (http(b"<html>hello</html>"), b"", "cannot be read"),
    "no object": (http(b"[]"), b"", "no object"),
    "too deep": (http(b'{"events":' + b"[" * 50_000 + b"]" * 50_000 + b"}"), b"", "nested"),
    "another shape": (http(b'{"events": {"a": 1}}'), b"", "what no desk says"),
    "another address": (
        http(b"", "302 Found\r\nLocation: http://127.0.0.1:9/"), b"", "answered 302"),
    "without end": (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * (1 << 16), "more than 16 MB"),
    "what steers a terminal": (
        http(b'{"detail": "\\u001b[2J gone"}', "403 No"), b"", "\ufffd[2J gone"),
}  # fmt: skip


def test_a_server_that_is_no_desk_is_told_of_in_a_sentence(shop: Shop) -> None:
    shop.floor.build()
    for name, (answer, endless, said) in ANSWERS.items():
        code = 6 if name in ("another address", "what steers a terminal") else 1  # it said no
        with answering(answer, endless) as url:
            told = shop.say("transmit", "small", "--desk", url, code=code)
        assert said in told, name
        assert len(told) < 2000, name


# -- tokens ----------------------------------------------------------------------------------------


def test_a_token_comes_from_the_environment_a_file_or_the_keys_and_is_never_shown(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = keys.folder() / "tokens" / PRESS
    assert kept.stat().st_mode & 0o077 == 0
    kept.chmod(0o644)
    assert "others may read this token" in shop.say("transmit", "small", code=8)
    kept.unlink()
    assert f"keys --token {PRESS}" in shop.say("transmit", "small", code=2)
    monkeypatch.setenv("BOOKWORKS_TOKEN", "bww_" + "x" * 20)
    assert "token" in shop.say("transmit", "small", code=6)
    monkeypatch.setenv("BOOKWORKS_TOKEN", f"{shop.token}\nX-Other: 1")
    assert "no token in BOOKWORKS_TOKEN" in shop.say("transmit", "small", code=2)
    file = tmp_path / "token"
    file.write_text(f"{shop.token}\n")
    assert "received" in shop.say("transmit", "small", "--token", str(file))
    for path in shop.floor.root.rglob("*"):
        assert not path.is_file() or shop.token.encode() not in path.read_bytes(), path


def test_a_token_of_the_environment_goes_to_one_desk_alone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKWORKS_TOKEN", "bww_" + "y" * 20)
    assert tokens.of_peer(PRESS, alone=False) == shop.token
    (keys.folder() / "tokens" / PRESS).unlink()
    with pytest.raises(UsageError, match="needs a token"):
        tokens.of_peer(PRESS, alone=False)


def test_a_desk_for_which_there_is_no_token_keeps_the_news_of_no_other(
    shop: Shop, tmp_path: Path
) -> None:
    shop.say("transmit", "small")
    other = tmp_path / "other.json"
    other.write_bytes(peer.encode(Writer("other.example").peer))
    shop.say("keys", "--pin", str(other), "--desk", "https://desk.other.example")
    shop.say("transmit", "small", "--to", "other.example", "--by", "zip")
    ask(shop, **REPLACE)
    rows = {row["to"]: row for row in shop.told("fetch", code=1)["transmittals"]}
    assert [one["type"] for one in rows[PRESS]["new"]] == ["changes-requested"]
    assert "keys --token other.example" in rows["other.example"]["failed"]


# -- a bundle by its address -----------------------------------------------------------------------


def test_a_bundle_is_received_from_an_address_and_refused_when_it_was_altered(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.say("transmit", "small")
    bag = f"{shop.counter.url}/v1/transmittals/quill.example/T-2026-0001/versions/1/bag.zip"
    own = tmp_path / "press"
    (own / "recipes").mkdir(parents=True)
    quill = keys.folder() / "peer.json"
    monkeypatch.chdir(own)
    monkeypatch.setenv("BOOKWORKS_KEYS", str(own / "keys"))
    shop.say("keys", "--make", PRESS, "--name", "Light Press")
    shop.say("keys", "--pin", str(quill))
    assert "--token FILE" in shop.say("receive", bag, code=1)
    token = tmp_path / "may-token"
    token.write_text(shop.counter.token(shop.may))
    (row,) = shop.told("receive", bag, "--token", str(token))["versions"]
    assert (row["result"], row["title"]) == ("received", "Small Lights")
    whole = Path(row["place"]) / "data/account.json"
    assert whole.is_file()
    with answering(http(b"PK\x03\x04 no bag")) as url:
        assert "no whole zip" in shop.say("receive", f"{url}/x.zip", code=6)
    with answering(http(b"", "302 Found\r\nLocation: http://127.0.0.1:9/")) as url:
        assert "leads on to another address" in shop.say("receive", url, code=1)
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nPK") as url:
        assert "did not come whole" in shop.say("receive", url, code=1)
    assert "https only" in shop.say("receive", "http://elsewhere.example/a.zip", code=2)
    assert not list((own / "build").rglob("incoming-*"))


# -- the next book ---------------------------------------------------------------------------------


def test_the_next_book_for_a_publisher_begins_in_its_house_and_goes_to_its_desk(
    shop: Shop,
) -> None:
    shop.say("transmit", "small")
    ask(shop, kind="style.map", params={"mode": "merge", "map": [{"role": "body", "to": "Plain"}]})
    shop.say("fetch")
    shop.say("apply", "small", "CR-0001")
    assert "did you mean 'press.example'" in shop.say(
        "new", "next", "--from", "sources/posts", "--for", "pres.example", code=2
    )
    told = shop.say("new", "next", "--from", "sources/posts", "--for", PRESS)
    assert f"bookworks apply next --profile {PRESS}" in told
    recipe = shop.floor.root / "recipes/next/recipe.yaml"
    recipe.write_text(recipe.read_text().replace("[docx, epub, web, pdf]", "[docx]"))
    found = shop.told("transmit", "next")
    assert (found["transmittal"], found["state"]) == ("T-2026-0002", "received")
    paper = json.loads((next_log(shop) / "v1/metadata/transmittal.json").read_bytes())
    assert paper["style"]["map"]["body"] == "Plain"
    (answer,) = shop.told("apply", "next", "--profile", PRESS)["answers"]
    assert (answer["request"], answer["status"]) == ("T-2026-0001-CR-0001", "applied")


def next_log(shop: Shop) -> Path:
    return shop.floor.root / "handover" / "sent" / PRESS / "T-2026-0002"
