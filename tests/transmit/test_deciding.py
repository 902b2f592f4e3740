"""Deciding without a desk: signed events and change requests in a shared folder, refused where the
table of states forbids them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands.handover import deciding, record, requested
from pipeline.model.errors import Refused, UsageError
from pipeline.transmit import events
from pipeline.transmit.states import STATES, step
from tests.floor import Floor
from tests.transmit.shops import LANTERN, QUILL
from tests.transmit.test_folder import Shop, files, sync

T = "T-2026-0001"


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as made:
        yield made


@pytest.fixture(scope="module")
def received(
    tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch
) -> tuple[Shop, Shop]:
    """A version sent by the one shop, and received by the other."""
    root = tmp_path_factory.mktemp("two")
    quill, lantern = Shop(root / "quill", "quill", patch), Shop(root / "lantern", "lantern", patch)
    Floor(root / "quill").build()
    quill.send()
    sync(quill, lantern)
    lantern.receive()
    return quill, lantern


@pytest.fixture
def two(received: tuple[Shop, Shop], tmp_path: Path) -> Iterator[tuple[Shop, Shop]]:
    """The same two, put back afterwards as they were."""
    rooms = [shop.places.root / name for shop in received for name in ("handover", "shared")]
    for at, room in enumerate(rooms):
        shutil.copytree(room, tmp_path / str(at))
    yield received
    for at, room in enumerate(rooms):
        shutil.rmtree(room)
        shutil.copytree(tmp_path / str(at), room)


def decide(shop: Shop, decision: str, **said: object) -> dict[str, object]:
    one = deciding.Said(decision=decision, name=_name(shop), **said)  # type: ignore[arg-type]
    return deciding.decide(one, shop.here().places)


def _name(shop: Shop) -> str:
    (root,) = record.records(shop.places.root / "handover" / _kind(shop))
    return root.name


def _kind(shop: Shop) -> str:
    return "sent" if (shop.places.root / "handover" / "sent").is_dir() else "received"


def state(shop: Shop) -> str:
    (root,) = record.records(shop.places.root / "handover" / _kind(shop))
    return record.load(root, QUILL, LANTERN).standing.versions[1]


def wish(shop: Shop, name: str, *words: str) -> str:
    """A request as `bookworks change` writes it."""
    path = str(shop.here().places.root / f"{name}.json")
    more = ["--by", "lantern.example", "--id", name, "--out", path]
    assert main(["change", *(words or ("query", "--question", "Who drew the map?")), *more]) == 0
    return path


@pytest.mark.parametrize("decision", ["accepted", "declined"])
def test_a_decision_is_signed_and_known_to_both_and_made_once(
    two: tuple[Shop, Shop], decision: str
) -> None:
    quill, lantern = two
    decide(lantern, decision, why="Because it is so.")
    decide(lantern, decision, why="Because it is so.")
    sync(lantern, quill)
    (row,) = quill.receive()["versions"]  # type: ignore[misc]
    assert (row["result"], row["events"]) == ("answered", ["received", decision])
    assert "  Because it is so." in row["said"]
    assert state(quill) == state(lantern) == decision
    assert [one.event.type for one in lantern.log().chains["recipient"]] == ["received", decision]
    with pytest.raises(Refused, match=f"version 1 is {decision}"):
        decide(lantern, "changes-requested", requests=(wish(lantern, "CR-1"),))


def test_what_is_withdrawn_is_told_to_the_recipient_and_cannot_be_accepted(
    two: tuple[Shop, Shop],
) -> None:
    quill, lantern = two
    sync(lantern, quill)
    decide(quill, "withdrawn")
    sync(quill, lantern)
    with pytest.raises(Refused, match="version 1 is withdrawn, so it cannot be accepted") as failed:
        decide(lantern, "accepted")
    assert "its sender took it back" in failed.value.todo
    (row,) = lantern.receive()["versions"]  # type: ignore[misc]
    assert row["said"] == ["it is withdrawn"]


@pytest.mark.parametrize(("stands", "decision"), list(product(STATES, deciding._SIDE)))
def test_the_command_forbids_what_the_table_of_states_forbids(
    two: tuple[Shop, Shop], stands: str, decision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quill, lantern = two
    shop = quill if decision == "withdrawn" else lantern
    requests = (wish(lantern, "CR-1"),) if decision == "changes-requested" else ()
    standing = events.Standing({1: stands}, [])  # type: ignore[dict-item]
    monkeypatch.setattr(record.Record, "standing", property(lambda self: standing))
    before = files(shop.places.root / "handover")
    side = deciding._SIDE[decision]  # type: ignore[index]
    if step(stands, decision, side):  # type: ignore[arg-type]
        decide(shop, decision, why="Words.", requests=requests)
        assert len(files(shop.places.root / "handover")) == len(before) + 1 + len(requests)
    else:
        with pytest.raises(Refused, match=f"is {stands}"):
            decide(shop, decision, why="Words.", requests=requests)
        assert files(shop.places.root / "handover") == before


def test_an_event_waits_for_the_last_byte_of_every_request_that_it_names(
    two: tuple[Shop, Shop],
) -> None:
    """Each file late, and first in half; beside it what a synchronising program leaves."""
    quill, lantern = two
    decide(lantern, "changes-requested", requests=(wish(lantern, "CR-1"), wish(lantern, "CR-2")))
    names = [name for name in files(lantern.shared) if name.startswith("from-")]
    papers = [name for name in names if "/requests/" in name]
    assert len(papers) == 2
    sync(lantern, quill, [name for name in names if name not in papers])
    for name in papers:
        data = (lantern.shared / name).read_bytes()
        path = quill.shared / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[: len(data) // 2])
        path.with_name(path.name.replace(".dsse", " (conflicted copy).dsse")).write_bytes(data)
        (row,) = quill.receive()["versions"]  # type: ignore[misc]
        assert "has not arrived, or not whole" in row["said"][-1]
        assert (state(quill), row["requests"]) == ("received", [])
        path.write_bytes(data)
    (row,) = quill.receive()["versions"]  # type: ignore[misc]
    assert [one["id"] for one in row["requests"]] == ["CR-1", "CR-2"]
    assert state(quill) == "changes-requested"
    assert quill.receive()["versions"] == []
    found = list(requested.of_book("small", quill.places))
    assert [one.id for _, one in found] == ["CR-1", "CR-2"]
    assert {(one.transmittal, one.base_version) for _, one in found} == {(_name(quill), 1)}


def test_a_request_altered_anywhere_is_not_what_was_asked_for(two: tuple[Shop, Shop]) -> None:
    quill, lantern = two
    decide(lantern, "changes-requested", requests=(wish(lantern, "CR-1"),))
    sync(lantern, quill)
    path = next((quill.shared / "from-lantern.example").rglob("CR-1.*"))
    good = path.read_bytes()
    for at in range(0, len(good), 37):
        altered = bytearray(good)
        altered[at] ^= 1
        path.write_bytes(altered)
        (row,) = quill.receive()["versions"]  # type: ignore[misc]
        assert (row["result"], row["requests"]) in (("answered", []), ("waiting", []))
        assert state(quill) == "received"
    path.write_bytes(good)
    assert [row["result"] for row in quill.receive()["versions"]] == ["answered"]  # type: ignore[attr-defined]


def test_a_blocking_request_stands_before_acceptance_until_somebody_says_why(
    two: tuple[Shop, Shop],
) -> None:
    _, lantern = two
    asked = wish(lantern, "CR-1", "freeform", "--text", "Shorter.", "--blocking")
    decide(lantern, "changes-requested", requests=(asked,))
    with pytest.raises(Refused, match="CR-1 was to be done before anything is accepted"):
        decide(lantern, "accepted")
    decide(lantern, "accepted", why="We set it smaller.")
    assert state(lantern) == "accepted"


def test_requests_that_are_not_ours_to_send_are_refused_by_name(two: tuple[Shop, Shop]) -> None:
    _, lantern = two
    path = Path(wish(lantern, "CR-1"))
    plain = json.loads(path.read_text())
    for key, value, why in (
        ("requested_by", "other.example", "asked for by other"),
        ("transmittal", "T-1999-0001", "about T-1999-0001"),
        ("base_version", 2, "about version 2"),
    ):
        path.write_text(json.dumps({**plain, key: value}))
        with pytest.raises(UsageError, match=why):
            decide(lantern, "changes-requested", requests=(str(path),))
    path.write_text(json.dumps(plain))
    decide(lantern, "changes-requested", requests=(str(path),))
    path.write_text(json.dumps({**plain, "rationale": "Another thing."}))
    with pytest.raises(Refused, match="CR-1 was asked before"):
        decide(lantern, "changes-requested", requests=(str(path),))
    with pytest.raises(UsageError, match="whoever is declined is told why"):
        decide(lantern, "declined")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child")
def test_a_kill_at_each_write_of_a_decision_leaves_one_decision(two: tuple[Shop, Shop]) -> None:
    from tests.transmit.test_folder import _killed

    _, lantern = two
    asked = (wish(lantern, "CR-1"), wish(lantern, "CR-2"))
    rooms = (lantern.shared, lantern.places.root / "handover")
    kept = [shutil.copytree(room, f"{room}-kept") for room in rooms]
    killed = 0
    for number in range(1, 100):
        for room, was in zip(rooms, kept, strict=True):
            shutil.rmtree(room)
            shutil.copytree(was, room)
        ended = _killed(number, lambda: decide(lantern, "changes-requested", requests=asked))
        decide(lantern, "changes-requested", requests=asked)
        said = [one.event.type for one in lantern.log().chains["recipient"]]
        assert said == ["received", "changes-requested"]
        assert len([one for one in files(lantern.shared) if "/requests/CR" in one]) == 2
        if not ended:
            break
        killed += 1
    assert 8 < killed < 99


def test_by_mail_the_files_go_one_by_one_and_the_answer_says_the_same(
    two: tuple[Shop, Shop], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    quill, lantern = two
    sync(lantern, quill)
    quill.receive()
    lines = (lantern.keys / "peers.toml").read_text().splitlines(True)
    (lantern.keys / "peers.toml").write_text("".join(one for one in lines if "folder" not in one))
    try:
        asked = wish(lantern, "CR-1")
        capsys.readouterr()
        assert main(["ask", _name(lantern), asked, "--json"]) == 0
        sent = [Path(one) for one in json.loads(capsys.readouterr().out)["files"]]
    finally:
        (lantern.keys / "peers.toml").write_text("".join(lines))
    mail = tmp_path / "mail"
    mail.mkdir()
    for path in sent:
        shutil.copy(path, mail / path.name)
    quill.here()
    assert main(["receive", str(mail / sent[0].name)]) == 0
    told = capsys.readouterr().out
    assert "version 1 is changes-requested" in told
    assert "bookworks apply small CR-1" in told
    assert main(["apply", "small"]) == 0
    assert "CR-1" in capsys.readouterr().out
    assert main(["apply", "small", "CR-1"]) == 0
    assert "needs-answer" in capsys.readouterr().out


def test_two_peers_may_give_one_number_and_the_command_asks_whose(two: tuple[Shop, Shop]) -> None:
    _, lantern = two
    (root,) = record.records(lantern.places.root / "handover" / "received")
    shutil.copytree(root, root.parents[1] / "other.example" / root.name)
    with pytest.raises(UsageError, match="several peers have a"):
        deciding.decide(
            deciding.Said(decision="accepted", name=root.name), lantern.here().places
        )  # fmt: skip
    one = deciding.Said(decision="accepted", name=f"quill.example/{root.name}")
    assert deciding.decide(one, lantern.here().places)["peer"] == "quill.example"
    with pytest.raises(UsageError, match="nothing that came is called"):
        deciding.decide(
            deciding.Said(decision="accepted", name="T-1"), lantern.here().places
        )  # fmt: skip
