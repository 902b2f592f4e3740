"""Two shops and a folder between them, synchronised late, out of order, twice, in part, and with
kills at every file: what is received is whole, and is received once."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.cli import main
from pipeline.commands.handover import keys, receiving, record, sending
from pipeline.model.errors import Refused, StorageError
from pipeline.shop.places import Places
from tests.floor import Floor
from tests.transmit import shops
from tests.transmit.shops import LANTERN, QUILL


class Shop:
    """One end: a floor, its keys, and its own copy of the shared folder."""

    def __init__(self, root: Path, own: str, patch: pytest.MonkeyPatch) -> None:
        me, other = (QUILL, LANTERN) if own == "quill" else (LANTERN, QUILL)
        self.shared = root / "shared"
        self.shared.mkdir(parents=True)
        self.keys = shops.keys(root / "keys", own, me, other, str(self.shared))
        self.places = Places(root, root / "build" / ".shop")
        self._patch = patch

    def here(self) -> Shop:
        self._patch.setenv("BOOKWORKS_KEYS", str(self.keys))
        self._patch.chdir(self.places.root)
        return self

    def send(self) -> dict[str, object]:
        return sending.transmit("small", "", self.here().places, quiet=True)

    def receive(self, path: str = "", *, refuse: bool = False) -> dict[str, object]:
        return receiving.receive(path, self.here().places, refuse=refuse)

    def results(self, path: str = "") -> list[str]:
        return [row["result"] for row in self.receive(path)["versions"]]  # type: ignore[index,attr-defined]

    def log(self) -> record.Record:
        (root,) = record.records(self.places.root / "handover" / "received")
        return record.load(root, QUILL, LANTERN)

    def whole(self) -> list[str]:
        """What was received, held against its manifests once more."""
        folder = self.places.root / "handover" / "received"
        return [path.name for root in record.records(folder) for _, path in record.versions(root)]


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as made:
        yield made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Shop:
    """The writer's shop, with one version laid in its shared folder."""
    root = tmp_path_factory.mktemp("quill")
    shop = Shop(root, "quill", patch)
    Floor(root).build()
    shop.send()
    return shop


@pytest.fixture
def quill(made: Shop, tmp_path: Path) -> Iterator[Shop]:
    """The same shop, put back afterwards as it was."""
    for name in ("handover", "shared"):
        shutil.copytree(made.places.root / name, tmp_path / "kept" / name)
    yield made
    for name in ("handover", "shared"):
        shutil.rmtree(made.places.root / name)
        shutil.copytree(tmp_path / "kept" / name, made.places.root / name)


@pytest.fixture
def lantern(tmp_path: Path, patch: pytest.MonkeyPatch) -> Shop:
    return Shop(tmp_path / "lantern", "lantern", patch)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def sync(one: Shop, other: Shop, names: list[str] | None = None) -> None:
    for name in files(one.shared) if names is None else names:
        path = other.shared / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((one.shared / name).read_bytes())


def test_a_version_goes_over_and_its_receipt_comes_back(quill: Shop, lantern: Shop) -> None:
    sync(quill, lantern)
    assert lantern.results() == ["received"]
    assert lantern.results() == ["already"]
    sync(lantern, quill)
    found = sending.standing(quill.here().places)
    assert [row["state"] for row in found["transmittals"]] == ["received"]
    assert found["incidents"] == []
    assert len(lantern.log().chains["recipient"]) == 1


def test_nothing_is_received_until_the_last_byte_of_the_last_file_is_here(
    quill: Shop, lantern: Shop
) -> None:
    """File by file in an order that no one chose, each first in half: the ready file early."""
    names = [name for name in files(quill.shared) if "/events/" not in name]
    random.Random(5).shuffle(names)
    ready = next(name for name in names if name.endswith(".ready.json"))
    names.remove(ready)
    names.insert(3, ready)
    for name in names:
        assert set(lantern.results()) <= {"waiting"}
        data = (quill.shared / name).read_bytes()
        path = lantern.shared / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[: len(data) // 2])
        assert set(lantern.results()) <= {"waiting"}
        assert lantern.whole() == []
        path.write_bytes(data)
    assert lantern.results() == ["received"]
    assert [one.event.type for one in lantern.log().chains["recipient"]] == ["received"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child")
@pytest.mark.parametrize("side", ["sender", "recipient"])
def test_a_kill_at_each_write_loses_nothing_and_halves_nothing(
    quill: Shop, lantern: Shop, side: str, tmp_path: Path
) -> None:
    """The process ends at its Nth write to the disk, for every N; then the same command again."""
    killed = 0
    for number in range(1, 200):
        for folder in (lantern.shared, lantern.places.root / "handover"):
            shutil.rmtree(folder, ignore_errors=True)
        lantern.shared.mkdir()
        if side == "sender":
            for folder in (quill.shared, quill.places.root / "handover"):
                shutil.rmtree(folder)
            quill.shared.mkdir()
            ended = _killed(number, quill.send)
            sync(quill, lantern)
            before = lantern.results()
            assert before in ([], ["received"])
            assert (before == ["received"]) == bool(lantern.whole())
            quill.send()
            sync(quill, lantern)
        else:
            sync(quill, lantern)
            ended = _killed(number, lantern.results)
            assert lantern.whole() in ([], ["v1"])
        lantern.results()
        assert lantern.whole() == ["v1"]
        assert [one.event.type for one in lantern.log().chains["recipient"]] == ["received"]
        assert len(lantern.log().chains["sender"]) == 1
        sync(lantern, quill)
        assert sending.standing(quill.here().places)["transmittals"][0]["state"] == "received"
        if not ended:
            break
        killed += 1
    print(f"{side}: {killed} kills")
    assert 5 < killed < 199


def _killed(number: int, run: Callable[[], object]) -> bool:
    """Run in a child that ends at its Nth sync or rename; whether it came so far."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = [number]

    def ending(real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **more: object) -> object:
            left[0] -= 1
            if not left[0]:
                os._exit(9)
            return real(*words, **more)

        return call

    os.fsync, os.replace = ending(os.fsync), ending(os.replace)  # type: ignore[assignment]
    try:
        run()
    finally:
        os._exit(0)
    return False


def test_what_synchronising_programs_leave_is_left_alone_and_told(
    quill: Shop, lantern: Shop
) -> None:
    sync(quill, lantern)
    (version,) = (lantern.shared / "to-lantern.example").glob("T-*_v1")
    litter = [
        "data/logs/words (Ada's conflicted copy 2026-02-03).csv",
        "metadata/.syncthing.onix.xml.tmp",
        "data/logs/art.sync-conflict-20260203-040506-ABCDEFG.csv",
    ]
    for name in litter:
        (version / name).write_bytes(b"x")
    ready = version.with_name(f"{version.name}.ready.json")
    ready.with_name(f"{version.name} (conflicted copy).ready.json").write_bytes(b"x")
    (row,) = lantern.receive()["versions"]  # type: ignore[misc]
    assert (row["result"], row["left"]) == ("received", sorted(litter))
    assert not set(litter) & set(files(Path(row["place"])))


def test_a_stray_file_in_the_shared_version_is_answered_as_unprocessable(
    quill: Shop, lantern: Shop
) -> None:
    sync(quill, lantern)
    (version,) = (lantern.shared / "to-lantern.example").glob("T-*_v1")
    (version / "metadata" / "extra.json").write_bytes(b"{}")
    found = lantern.receive()
    assert found["exit_code"] == 6
    assert lantern.whole() == []
    sync(lantern, quill)
    (row,) = sending.standing(quill.here().places)["transmittals"]
    assert row["state"] == "unprocessable"
    assert [one["code"] for one in row["reasons"]] == ["file.stray"]


def test_what_does_not_become_whole_is_answered_in_the_end(
    quill: Shop, lantern: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(quill, lantern, [n for n in files(quill.shared) if not n.endswith("words.csv")])
    assert lantern.results() == ["waiting"]
    assert lantern.receive()["exit_code"] == 7
    assert lantern.log().chains["recipient"] == []
    monkeypatch.setattr(receiving, "PATIENCE", 0.0)
    assert lantern.results() == ["refused"]
    assert [one.event.type for one in lantern.log().chains["recipient"]] == ["unprocessable"]
    assert lantern.results() == ["already"]


def test_the_next_version_takes_the_place_of_the_first_in_whichever_order_they_arrive(
    quill: Shop, lantern: Shop
) -> None:
    first = files(quill.shared)
    Floor.post(_floor(quill), "2023-01-01-more", "---\ntitle: More\n---\n\nMore words.\n")
    try:
        assert quill.send()["version"] == 2
        assert quill.send()["version"] == 2  # nothing new: the same again
        later = [name for name in files(quill.shared) if name not in first]
        sync(quill, lantern, [name for name in later if "/events/" not in name])
        assert lantern.results() == ["waiting"]  # what it follows is not here
        sync(quill, lantern)
        assert lantern.results() == ["already", "received"]
        assert lantern.log().standing.versions == {1: "superseded", 2: "received"}
    finally:
        (quill.places.root / "sources/posts/2023-01-01-more.md").unlink()


def _floor(shop: Shop) -> Floor:
    made = Floor.__new__(Floor)
    made.root, made.name, made.places = shop.places.root, "small", shop.places
    return made


def test_a_receipt_altered_in_any_byte_is_passed_over_and_told(quill: Shop, lantern: Shop) -> None:
    sync(quill, lantern)
    lantern.results()
    sync(lantern, quill)
    receipt = next((quill.shared / "from-lantern.example").rglob("*.dsse.json"))
    good = receipt.read_bytes()
    quill.here()
    for at in range(0, len(good), 9):
        altered = bytearray(good)
        altered[at] ^= 1
        receipt.write_bytes(altered)
        found = sending.standing(quill.places)
        assert [row["state"] for row in found["transmittals"]] == ["sent"]
        assert "passed over" in found["notes"][0]
    receipt.write_bytes(good)
    found = sending.standing(quill.places)
    assert [row["state"] for row in found["transmittals"]] == ["received"]
    assert found["notes"] == []


def test_an_event_that_a_kill_left_half_written_is_none(quill: Shop, lantern: Shop) -> None:
    sync(quill, lantern)
    assert lantern.results() == ["received"]
    for event in (lantern.places.root / "handover").rglob("0001-*.dsse.json"):
        half = event.with_name(f".writing-{event.name}")
        half.write_bytes(event.read_bytes()[:50])
        event.unlink()
    assert lantern.results() == ["received"]
    assert len(lantern.log().chains["sender"]) == len(lantern.log().chains["recipient"]) == 1


def test_an_event_altered_in_our_own_log_is_refused_by_name(quill: Shop) -> None:
    (root,) = record.records(quill.here().places.root / "handover" / "sent")
    event = root / "events" / "sender" / "0001-sent.dsse.json"
    data = bytearray(event.read_bytes())
    data[60] ^= 1
    event.write_bytes(data)
    with pytest.raises(StorageError, match="an event was altered") as failed:
        sending.standing(quill.places)
    assert failed.value.file == str(event)


def test_a_receipt_that_is_rewritten_is_an_incident_and_changes_nothing(
    quill: Shop, lantern: Shop
) -> None:
    sync(quill, lantern)
    lantern.results()
    sync(lantern, quill)
    sending.standing(quill.here().places)
    shutil.rmtree(lantern.places.root / "handover")
    shutil.rmtree(quill.shared / "from-lantern.example")
    shutil.rmtree(lantern.shared / "from-lantern.example")
    receiving.receive("", lantern.here().places, refuse=False)
    receipt = next((lantern.shared / "from-lantern.example").rglob("*received*"))
    forged = record.event(
        lantern.log(), "recipient", "lantern.example", "2030-01-01T00:00:00Z",
        lantern.log().chains["sender"][0].event, type="received", seq=1, prev_sha256="",
    )  # fmt: skip
    from pipeline.transmit import events

    receipt.write_bytes(events.sign(forged, shops.seed("lantern")).envelope)
    sync(lantern, quill)
    found = sending.standing(quill.here().places)
    assert "rewritten" in found["incidents"][0]
    assert found["transmittals"][0]["state"] == "received"


def test_a_zip_goes_by_any_way_and_the_answer_comes_back_as_a_file(
    made: Shop, lantern: Shop, quill: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    for shop in (quill, lantern):
        peers = shop.keys / "peers.toml"
        peers.write_text(
            "".join(line for line in peers.read_text().splitlines(True) if "folder" not in line)
        )
    path = str(quill.send()["place"])
    assert path.endswith("_v1.zip")
    lantern.here()
    assert main(["verify", path]) == 0
    assert main(["receive", path, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.partition("\n")[2])["versions"][0]["answer"]
    quill.here()
    assert main(["receive", answer]) == 0
    assert "is received" in capsys.readouterr().out
    data = bytearray(Path(path).read_bytes())
    data[len(data) // 2] ^= 1
    Path(path).write_bytes(data)
    lantern.here()
    assert main(["verify", path]) == 6
    shutil.rmtree(lantern.places.root / "handover")
    assert main(["receive", path]) == 6
    assert lantern.whole() == []
    with (quill.keys / "peers.toml").open("a") as file:
        file.write(f"folder = {json.dumps(str(quill.shared))}\n")


def test_a_stranger_and_a_version_for_somebody_else_are_refused(quill: Shop, lantern: Shop) -> None:
    sync(quill, lantern)
    (version,) = (lantern.shared / "to-lantern.example").glob("T-*_v1")
    stranger = shops.peer.make(shops.seed("other"), "other.example", "O")
    other = shops.keys(lantern.places.root / "other", "other", stranger, QUILL)
    lantern.keys = other
    (row,) = lantern.receive(str(version))["versions"]  # type: ignore[misc]
    assert row["result"] == "refused"
    assert "sent to lantern.example" in row["said"][0]
    (other / "peers.toml").write_text("")
    with pytest.raises(Exception, match="no key of quill"):
        lantern.receive(str(version))


def test_a_shared_folder_that_is_not_mounted_is_told(quill: Shop) -> None:
    quill.shared.rename(quill.shared.with_name("away"))
    try:
        with pytest.raises(StorageError, match="shared folder is not there"):
            quill.send()
    finally:
        quill.shared.with_name("away").rename(quill.shared)


def test_what_the_recipient_would_refuse_is_not_sent(
    quill: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft whose figures are not so, whoever made it: its digests are right."""
    (quill.places.root / "handover" / "sent").rename(quill.places.root / "handover" / "away")
    real = sending._draft

    def lying(book: str, folder: Path) -> sending.Draft:
        found = real(book, folder)
        sent = found.transmittal
        extent = replace(sent.extent, words=sent.extent.words + 1)
        return replace(found, transmittal=replace(sent, extent=extent))

    monkeypatch.setattr(sending, "_draft", lying)
    with pytest.raises(Refused, match="the extent says"):
        quill.send()
    assert list(record.records(quill.places.root / "handover" / "sent")) == []


def test_a_bundle_altered_by_hand_is_not_sent(quill: Shop) -> None:
    log = next((quill.places.root / "build").rglob("bundle/data/logs/words.csv"))
    good = log.read_bytes()
    log.write_bytes(good + b"x")
    try:
        with pytest.raises((Refused, StorageError)):
            quill.send()
    finally:
        log.write_bytes(good)


def test_no_private_key_reaches_the_folder_the_floor_or_the_bundle(quill: Shop) -> None:
    quill.here()
    secret, text = keys.seed(), (quill.keys / "key.pem").read_text().splitlines()[1]
    for folder in (quill.shared, quill.places.root / "handover", quill.places.root / "build"):
        for path in folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert secret not in data
                assert text.encode() not in data
