"""Files on their way in: whole or not at all, going on from where the line broke."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.desk.actor import Actor
from pipeline.desk.looking import faults
from pipeline.desk.tables import EventRow, Holding, TransmittalRow, VersionRow
from pipeline.transmit.courier import Courier, Refused
from pipeline.transmit.parcel import Folder, digest
from tests.desk.counter import Answer, Counter, bearer
from tests.desk.writer import Draft, Writer

DATA = bytes(range(256)) * 4096  # 1 MiB
DIGEST = hashlib.sha256(DATA).hexdigest()
PATH = f"/v1/blobs/sha256/{DIGEST}"


def put(counter: Counter, token: str, data: bytes, offset: int = 0, path: str = PATH) -> Answer:
    return counter.ask("PUT", path, data, bearer(token) | {"Upload-Offset": str(offset)})


@pytest.fixture
def ada(counter: Counter) -> Actor:
    return counter.account("ada", "sender")


@pytest.fixture
def token(counter: Counter, ada: Actor) -> str:
    return counter.token(ada)


def test_a_file_is_here_once_its_bytes_have_the_digest_of_its_address(
    counter: Counter, token: str
) -> None:
    head = counter.ask("HEAD", PATH, headers=bearer(token))
    assert head.status == 404
    assert put(counter, token, b"something else").status == 422
    assert counter.ask("HEAD", PATH, headers=bearer(token)).status == 404
    assert put(counter, token, DATA).status == 201
    head = counter.ask("HEAD", PATH, headers=bearer(token))
    assert (head.status, head.headers["Upload-Complete"]) == (200, "?1")
    assert put(counter, token, b"").status == 200  # nothing has to be brought again
    assert counter.desk.blobs.read(DIGEST) == DATA


def test_that_another_has_brought_a_file_cannot_be_seen(counter: Counter, token: str) -> None:
    put(counter, token, DATA)
    eve = counter.token(counter.account("eve", "sender"))
    assert counter.ask("HEAD", PATH, headers=bearer(eve)).status == 404
    assert put(counter, eve, b"").status == 422  # she has to bring all of it
    assert put(counter, eve, DATA).status == 201


def half_sent(port: int, token: str, count: int) -> None:
    """Send some of a file, and then let the line break."""
    line = socket.create_connection(("127.0.0.1", port))
    head = (
        f"PUT {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Length: {len(DATA)}\r\n\r\n"
    )
    line.sendall(head.encode() + DATA[:count])
    time.sleep(0.3)
    line.close()


def test_a_file_goes_on_from_where_the_line_broke(counter: Counter, token: str) -> None:
    half_sent(counter.port, token, 700_000)
    for _ in range(50):
        head = counter.ask("HEAD", PATH, headers=bearer(token))
        if head.status == 204:
            break
        time.sleep(0.05)
    offset = int(head.headers["Upload-Offset"])
    assert 0 < offset <= 700_000
    wrong = put(counter, token, DATA[offset + 1 :], offset + 1)
    assert (wrong.status, wrong.headers["Upload-Offset"]) == (409, str(offset))
    assert put(counter, token, DATA[offset:], offset).status == 201
    assert counter.desk.blobs.read(DIGEST) == DATA


def test_nothing_past_the_quota_is_written(tmp_path: Path) -> None:
    counter = Counter(tmp_path / "desk", quota=len(DATA) + 10, largest=2 * len(DATA))
    try:
        token = counter.token(counter.account("ada", "sender"))
        assert put(counter, token, DATA).status == 201
        other = hashlib.sha256(b"x" * 100).hexdigest()
        full = put(counter, token, b"x" * 100, path=f"/v1/blobs/sha256/{other}")
        assert (full.status, full.json["type"]) == (507, "urn:f2f:problem:quota")
        large = put(counter, token, DATA * 3, path=f"/v1/blobs/sha256/{other}")
        assert large.status == 413
        assert not list((counter.folder / "uploads").rglob("*.part"))
    finally:
        counter.close()


def test_who_sends_more_than_there_is_room_for_is_told_so_in_the_desks_words(
    tmp_path: Path,
) -> None:
    counter = Counter(tmp_path / "desk", quota=10_000)
    (tmp_path / "T-2026-0007_v1").mkdir()
    (tmp_path / "T-2026-0007_v1" / "large").write_bytes(bytes(1 << 20))
    try:
        token = counter.token(counter.account("ada", "sender"))
        with pytest.raises(Refused, match="has room for 10,000 bytes"):
            counter.courier(token).send(Folder(tmp_path / "T-2026-0007_v1"))
    finally:
        counter.close()


def test_what_nobody_went_on_with_for_a_week_takes_up_no_room_once_a_desk_is_opened(
    counter: Counter, token: str
) -> None:
    half_sent(counter.port, token, 700_000)
    (part,) = (counter.folder / "uploads").rglob("*.part")
    counter.close()
    week = 7 * 86_400
    for age, is_left in ((week - 60, True), (week + 60, False)):
        os.utime(part, (time.time() - age,) * 2)
        Counter(counter.folder, again=True).close()
        assert part.exists() == is_left


def test_a_file_that_goes_on_has_no_more_room_than_one_that_begins(tmp_path: Path) -> None:
    counter = Counter(tmp_path / "desk", quota=len(DATA), largest=4 * len(DATA))
    try:
        token = counter.token(counter.account("ada", "sender"))
        half_sent(counter.port, token, 700_000)
        offset = counter.desk.blobs.arrived(1, DIGEST)
        assert offset > len(DATA) // 2
        past = put(counter, token, DATA, offset)
        assert (past.status, past.json["type"]) == (507, "urn:f2f:problem:quota")
        assert put(counter, token, DATA[offset:], offset).status == 201
    finally:
        counter.close()


def test_a_body_that_is_no_file_has_a_bound(counter: Counter, token: str) -> None:
    assert counter.ask("POST", "/v1/peers", b" " * (5 << 20), bearer(token)).status == 413


class Process:
    """A desk as a process of its own, that can be killed."""

    def __init__(self, folder: Path, *words: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        given = ["desk", "serve", str(folder), "--port", str(self.port)]
        self._run = subprocess.Popen(
            [*words, sys.executable, "-m", "pipeline", *given], stdout=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[2], start_new_session=True,
        )  # fmt: skip
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the desk did not open")

    def ask(self, method: str, data: bytes, headers: dict[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, PATH, data or None, headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def kill(self) -> None:
        os.killpg(self._run.pid, signal.SIGKILL)
        self._run.wait()


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.parametrize("sent", [1, 300_000, len(DATA) - 1])
def test_a_desk_that_is_killed_during_an_upload_goes_on_and_has_nothing_half(
    counter: Counter, ada: Actor, token: str, sent: int
) -> None:
    counter.close()
    first = Process(counter.folder)
    line = socket.create_connection(("127.0.0.1", first.port))
    line.sendall(
        f"PUT {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Length: {len(DATA)}\r\n\r\n".encode()
        + DATA[:sent]
    )
    time.sleep(0.4)
    first.kill()
    line.close()
    second = Process(counter.folder)
    try:
        head = second.ask("HEAD", b"", bearer(token))
        assert head.status in (204, 404)
        offset = int(head.headers.get("Upload-Offset", "0"))
        assert offset <= sent
        given = bearer(token) | {"Upload-Offset": str(offset)}
        assert second.ask("PUT", DATA[offset:], given).status == 201
    finally:
        second.kill()
    assert counter.desk.blobs.read(DIGEST) == DATA
    with counter.desk.reading() as db:
        assert [row.size for row in db.query(Holding)] == [len(DATA)]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a small disk of its own")
def test_a_full_disk_refuses_in_words_and_keeps_what_came(counter: Counter, token: str) -> None:
    """The uploads lie on a device that is always full: every write fails as on a full disk."""
    part = counter.folder / "uploads" / "1" / f"{DIGEST}.part"
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    answer = put(counter, token, DATA)
    assert (answer.status, answer.json["type"]) == (507, "urn:f2f:problem:disk")
    assert counter.ask("HEAD", PATH, headers=bearer(token)).status == 404
    part.unlink()
    assert put(counter, token, DATA).status == 201


def test_a_problem_is_told_as_a_document(counter: Counter, token: str) -> None:
    answer = counter.ask("HEAD", "/v1/blobs/sha256/zzz", headers=bearer(token))
    assert answer.status == 422
    answer = counter.ask("POST", "/v1/transmittals", b"{", bearer(token))
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(json.loads(answer.body))


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.parametrize("moment", [0.0, 0.05, 0.1, 0.2])
def test_a_desk_that_is_killed_while_it_receives_has_the_version_whole_or_not_at_all(
    counter: Counter, ada: Actor, token: str, moment: float, draft: Draft, tmp_path: Path
) -> None:
    writer, may = Writer(), counter.account("may", "recipient")
    counter.pinned(ada, writer, may)
    parcel = writer.seal(draft, tmp_path)
    files = {name: digest(parcel, name) for name in parcel.sizes}
    for name, known in files.items():
        data = parcel.open(name).read()
        assert put(counter, token, data, path=f"/v1/blobs/sha256/{known}").status in (200, 201)
    counter.close()
    first = Process(counter.folder)
    line = http.client.HTTPConnection("127.0.0.1", first.port)
    body = json.dumps({"name": parcel.name, "files": files}).encode()
    line.request("POST", "/v1/transmittals", body, bearer(token))
    time.sleep(moment)
    first.kill()
    assert faults(counter.desk) == []
    with counter.desk.reading() as db:
        events = [row.type for row in db.query(EventRow).order_by(EventRow.id)]
        assert (
            len(events) == 2 * db.query(VersionRow).count() == 2 * db.query(TransmittalRow).count()
        )
    second = Process(counter.folder)
    try:
        answer = Courier(f"http://127.0.0.1:{second.port}", token).send(parcel)
        assert (answer.version["state"], answer.sent) == ("received", 0)
    finally:
        second.kill()
    with counter.desk.reading() as db:
        assert [row.type for row in db.query(EventRow).order_by(EventRow.id)] == [
            "sent",
            "received",
        ]
