"""A bundle that came by e-mail, given to the desk in a form: verified as any other, or refused with
each reason on the page."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.desk import accounts, peers
from pipeline.desk.looking import faults
from pipeline.desk.tables import AuditRow, Holding, PeerRow, TransmittalRow, VersionRow
from pipeline.transmit.packed import Packed, pack
from tests.desk.counter import Answer, Browser, Counter
from tests.transmit.tampering import Case, applied
from tests.vectors import FOLDER

CASES = msgspec.json.decode((FOLDER / "tampered.json").read_bytes(), type=list[Case])
NAME = "T-2026-0001_v1"
BOOK = "/books/quill.example/T-2026-0001"


def good(version: int = 1) -> bytes:
    return (FOLDER / "good" / f"T-2026-0001_v{version}.zip").read_bytes()


def unpacked() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good())) as package:
        return {name.partition("/")[2]: package.read(name) for name in package.namelist()}


class Hatch:
    """A desk of the house that the vectors are for, and the two who come to it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        held = Packed(FOLDER / "good" / f"{NAME}.zip")
        house = msgspec.json.decode(held.open("metadata/transmittal.json").read())["recipient"]
        self.counter = Counter(folder, peer_id=house["peer_id"], name=house["name"], **settings)
        self.ada = self.counter.account("ada", "sender")
        self.press = self.counter.account("may", "recipient")
        with self.counter.desk.writing() as db:
            row = peers.register(db, self.ada, (FOLDER / "peer.json").read_bytes())
            peers.pin(db, self.press, row.id)

    def bring(self, name: str, data: bytes, **headers: str) -> Answer:
        return brought(self.counter.sign_in(name), data, **headers)

    def count(self, table: Any) -> int:
        with self.counter.desk.reading() as db:
            return db.query(table).count()


def brought(browser: Browser, data: bytes, csrf: str = "", **headers: str) -> Answer:
    """As a browser sends a form with a file."""
    mark = secrets.token_hex(12)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n'
        f"{csrf or browser.csrf()}\r\n--{mark}\r\n"
        'Content-Disposition: form-data; name="bundle"; filename="from an e-mail.zip"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
    sent = {"Content-Type": f"multipart/form-data; boundary={mark}", "Cookie": browser.cookie}
    return browser.counter.ask("POST", "/bring", body, sent | headers)


@pytest.fixture
def hatch(tmp_path: Path) -> Iterator[Hatch]:
    hatch = Hatch(tmp_path / "desk")
    yield hatch
    hatch.counter.close()


@pytest.mark.parametrize("who", ["may", "ada"])
def test_what_an_editor_or_its_writer_brings_is_received_as_the_writers(
    hatch: Hatch, who: str
) -> None:
    for version in (1, 2):
        answer = hatch.bring(who, good(version))
        assert (answer.status, answer.headers["Location"]) == (303, f"{BOOK}?said=brought")
    assert hatch.bring(who, good(2)).headers["Location"] == f"{BOOK}?said=brought-before"
    ada = hatch.counter.sign_in("ada")
    assert "version 2 of 2" in ada.get(BOOK).text
    shop = hatch.counter.courier(hatch.counter.token(hatch.ada))
    states = shop.ask("GET", BOOK.replace("/books", "/v1/transmittals"))["versions"]
    assert [one["state"] for one in states] == ["received", "superseded"]
    assert shop.send(Packed(FOLDER / "good" / "T-2026-0001_v2.zip")).sent == 0  # all is here
    with hatch.counter.desk.reading() as db:
        log = db.query(AuditRow).filter_by(act="version.send").all()
    assert {(row.who, row.account_id) for row in log} == {(who.title(), hatch.ada.account_id)}
    assert faults(hatch.counter.desk) == []


def test_who_presses_twice_brings_it_once(hatch: Hatch) -> None:
    browser = hatch.counter.sign_in("may")
    mark = browser.csrf()
    with ThreadPoolExecutor(3) as hands:
        rows = [hands.submit(brought, browser, good(), csrf=mark) for _ in range(3)]
    said = sorted(str(row.result().headers["Location"]) for row in rows)
    assert said == [f"{BOOK}?said=brought"] + 2 * [f"{BOOK}?said=brought-before"]
    assert faults(hatch.counter.desk) == []
    assert [path for path in (hatch.counter.folder / "uploads").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_tampered_bundle_is_received_and_the_page_says_why(hatch: Hatch, case: Case) -> None:
    answer = hatch.bring("may", pack(NAME, applied(unpacked(), case.edits).items()))
    if answer.status == 303:  # its sender's signature holds: unprocessable, for a reason
        page = hatch.counter.sign_in("may").get(answer.headers["Location"]).text
        assert "it cannot be processed" in page
    else:
        page = answer.text
        assert answer.status == 422
        assert "Nothing was received" in page
        assert hatch.count(TransmittalRow) == hatch.count(VersionRow) == hatch.count(Holding) == 0
    assert '<ul class="problems">\n<li>' in page or '<ul class="problems"><li>' in page
    with hatch.counter.desk.reading() as db:
        assert {row.state for row in db.query(VersionRow)} <= {"unprocessable"}


def test_a_bomb_a_link_and_what_is_no_zip_are_refused_before_they_are_unpacked(
    hatch: Hatch,
) -> None:
    def packed(**members: tuple[bytes, int]) -> bytes:
        out = io.BytesIO(good())
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
            for name, (data, mode) in members.items():
                row = zipfile.ZipInfo(f"{NAME}/data/{name}")
                row.external_attr, row.compress_type = mode << 16, zipfile.ZIP_DEFLATED
                package.writestr(row, data)
        return out.getvalue()

    cases = {
        "only be a bomb": packed(bomb=(bytes(40 << 20), 0o644)),
        "a link to another file": packed(link=(b"/etc/passwd", 0o120777)),
        "no whole zip file": good()[:-10],
        "must hold one folder": _two_roots(),
        "is missing": pack(NAME, [("README.html", b"words")]),
    }
    for words, data in cases.items():
        answer = hatch.bring("may", data)
        assert (answer.status, words in answer.text) == (422, True), answer.text
    assert hatch.count(Holding) == 0
    assert [path for path in (hatch.counter.folder / "uploads").rglob("*") if path.is_file()] == []


def _two_roots() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(f"{NAME}/a", "")
        package.writestr("elsewhere/b", "")
    return out.getvalue()


def test_only_whose_keys_are_pinned_here_is_received(hatch: Hatch) -> None:
    hatch.counter.account("eve", "sender")
    answer = hatch.bring("eve", good())  # another writer's
    assert (answer.status, "not for you" in answer.text) == (422, True)
    with hatch.counter.desk.writing() as db:
        peers.revoke(db, hatch.press, db.query(PeerRow).one().id)
    assert hatch.bring("may", good()).status == 422
    assert hatch.count(TransmittalRow) == 0


def test_nothing_is_received_for_a_closed_account(hatch: Hatch) -> None:
    with hatch.counter.desk.writing() as db:
        accounts.close(db, "ada")
    answer = hatch.bring("may", good())
    assert (answer.status, "is closed" in answer.text) == (409, True)


def test_there_is_no_more_room_than_the_senders_account_has(tmp_path: Path) -> None:
    hatch = Hatch(tmp_path / "desk", quota=10_000)
    answer = hatch.bring("may", good())
    hatch.counter.close()
    assert (answer.status, "room for" in answer.text) == (507, True)
    assert hatch.count(Holding) == 0


def test_a_form_from_another_site_or_without_its_mark_brings_nothing(hatch: Hatch) -> None:
    assert hatch.bring("may", good(), Origin="https://elsewhere.example").status == 403
    assert brought(hatch.counter.sign_in("may"), good(), csrf="x" * 43).status == 403
    assert brought(Browser(hatch.counter), good(), csrf="x").status == 303  # to the sign-in
    assert hatch.count(TransmittalRow) == 0


def test_what_is_larger_than_a_bundle_is_not_even_read(hatch: Hatch) -> None:
    from pipeline.desk.armour import LARGEST_BUNDLE

    headers = {"Content-Length": str(LARGEST_BUNDLE + 1), "Content-Type": "multipart/form-data"}
    assert hatch.counter.ask("POST", "/bring", b"", headers).status == 413


def test_a_desk_that_cannot_write_says_so(hatch: Hatch) -> None:
    (hatch.counter.folder / "uploads").write_bytes(b"a file where its folder should be")
    answer = hatch.bring("may", good())
    assert (answer.status, "disk cannot take it" in answer.text) == (507, True)
    assert hatch.count(TransmittalRow) == 0
