"""The published vectors, brought to a desk over a socket: the good are received, no other is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pipeline.desk import peers
from pipeline.transmit.courier import Courier, Refused
from pipeline.transmit.packed import Packed
from pipeline.transmit.parcel import Folder
from tests.desk.counter import Counter
from tests.transmit import shops
from tests.transmit.tampering import Case, applied
from tests.vectors import FOLDER

CASES = msgspec.json.decode((FOLDER / "tampered.json").read_bytes(), type=list[Case])
NAME = "T-2026-0001_v1"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    good = Packed(FOLDER / "good" / f"{NAME}.zip")
    paper = msgspec.json.decode(good.open("metadata/transmittal.json").read())
    house = {"peer_id": paper["recipient"]["peer_id"], "name": paper["recipient"]["name"]}
    counter = Counter(tmp_path / "desk", **house)
    ada, may = counter.account("ada", "sender"), counter.account("may", "recipient")
    with counter.desk.writing() as db:
        row = peers.register(db, ada, (FOLDER / "peer.json").read_bytes())
        peers.pin(db, may, row.id)
    counter.ada = ada
    yield counter
    counter.close()


@pytest.fixture
def courier(counter: Counter) -> Courier:
    return counter.courier(counter.token(counter.ada))


def test_both_good_versions_are_received(courier: Courier) -> None:
    for version in (1, 2):
        parcel = Packed(FOLDER / "good" / f"T-2026-0001_v{version}.zip")
        assert courier.send(parcel).version["state"] == "received"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_tampered_one_is_not_received_and_its_reason_is_told(
    case: Case, counter: Counter, courier: Courier, tmp_path: Path
) -> None:
    with zipfile.ZipFile(FOLDER / "good" / f"{NAME}.zip") as package:
        files = {name.partition("/")[2]: package.read(name) for name in package.namelist()}
    folder = shops.laid(applied(files, case.edits), tmp_path / NAME)
    try:
        version = courier.send(Folder(folder)).version
    except Refused as refused:
        told = refused.document
        assert courier.ask("GET", "/v1/transmittals")["transmittals"] == []
    else:
        assert version["state"] == "unprocessable"
        told = version
        for name in ("ada", "may"):  # whatever lies in it, both can look at it
            page = counter.sign_in(name).get("/books/quill.example/T-2026-0001")
            assert page.status == 200
    codes = {one["code"] for one in told.get("problems", [])}
    assert case.code in codes, told
