"""The whole handover over a socket: sent, verified, received, asked, answered, accepted."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.cli import main
from pipeline.desk.looking import faults
from pipeline.desk.tables import TransmittalRow
from pipeline.transmit import dsse, events
from pipeline.transmit.contract import Superseded
from pipeline.transmit.courier import Refused
from pipeline.transmit.packed import Packed
from pipeline.transmit.parcel import digest
from pipeline.transmit.verdict import verify
from tests.desk.counter import Counter, bearer
from tests.desk.writer import HOUSE, Draft, Writer, envelope

BOOK = "/v1/transmittals/quill.example/T-2026-0007"


class Handover:
    """A writer and somebody of the house, both with all their rights."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.writer = Writer()
        self.ada, self.press = counter.account("ada", "sender"), counter.account("may", "recipient")
        counter.pinned(self.ada, self.writer, self.press)
        self.ada_token, self.press_token = counter.token(self.ada), counter.token(self.press)
        self.sender = counter.courier(self.ada_token)
        self.house = counter.courier(self.press_token)


@pytest.fixture
def handover(counter: Counter) -> Handover:
    return Handover(counter)


def test_a_book_is_sent_asked_about_changed_and_accepted(
    handover: Handover, draft: Draft, second: Draft, tmp_path: Path
) -> None:
    writer, sender, house = handover.writer, handover.sender, handover.house
    first = sender.send(writer.seal(draft, tmp_path))
    assert first.version["state"] == "received"
    asked = house.ask("POST", f"{BOOK}/versions/1/changes", {
        "kind": "text.replace", "params": {"find": "at four", "replace": "at five"},
        "blocking": True, "acceptance": [{"absent": "at four"}],
    })  # fmt: skip
    house.ask("POST", f"{BOOK}/versions/1/decision", {"decision": "changes-requested"})
    sender.ask("POST", f"{BOOK}/changes/{asked['id']}/answer", {"state": "agreed"})

    again = sender.send(writer.seal(second, tmp_path, version=2))
    assert again.version["state"] == "received"
    assert 0 < again.sent < first.sent  # only what changed was moved
    said = sender.ask(
        "POST", f"{BOOK}/changes/{asked['id']}/answer", {"state": "applied", "version": 2}
    )
    evidence = said["thread"][-1]["evidence"]
    assert evidence["before"]["tagmanifest_sha256"] == first.version["tagmanifest_sha256"]
    with pytest.raises(Refused, match="settled first"):
        house.ask("POST", f"{BOOK}/versions/2/decision", {"decision": "accepted"})
    diff = house.ask("GET", f"{BOOK}/diff/1/2")
    assert ["-", "four."] in diff["text"][0]["parts"][0]
    house.ask("POST", f"{BOOK}/changes/{asked['id']}/answer", {"state": "verified"})
    house.ask("POST", f"{BOOK}/versions/2/decision", {"decision": "accepted"})

    book = sender.ask("GET", BOOK)
    assert [one["state"] for one in book["versions"]] == ["accepted", "superseded"]
    assert faults(handover.counter.desk) == []


def test_the_writers_shop_can_check_all_that_the_house_said(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    handover.house.ask("POST", f"{BOOK}/versions/1/changes",
                       {"kind": "query", "params": {"question": "Who was the mate?"}})  # fmt: skip
    service = handover.counter.ask("GET", "/.well-known/f2f.json").json
    keys = {row["keyid"]: dsse.base64.b64decode(row["public"]) for row in service["peer"]["keys"]}
    log = handover.sender.ask("GET", f"{BOOK}/events")["events"]
    chains = {"sender": [], "recipient": []}
    pinned = {"sender": handover.writer.peer.pinned, "recipient": keys}
    for row in log:
        raw = events.msgspec.json.encode(row["envelope"])
        chains[row["side"]].append(events.opened(raw, pinned[row["side"]]))
    assert [one.event.type for one in chains["recipient"]] == ["received"]
    assert events.faults(chains["recipient"], chains["sender"]) == []
    change = handover.sender.ask("GET", f"{BOOK}/changes")["changes"][0]
    dsse.payload(change["envelope"].encode(), "application/vnd.f2f.change+json", keys)


def test_what_its_sender_did_not_sign_is_not_received_at_all(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    parcel = Writer(seed=b"\x08" * 32).seal(draft, tmp_path)
    with pytest.raises(Refused) as refused:
        handover.sender.send(parcel)
    assert refused.value.document["problems"][0]["code"] == "signature.key"
    assert handover.sender.ask("GET", "/v1/transmittals")["transmittals"] == []


def test_what_was_signed_and_is_not_whole_is_refused_with_its_reason(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    parcel = handover.writer.seal(draft, tmp_path)
    (Path(parcel.root) / "data/account.json").write_bytes(b"{}")
    answer = handover.sender.send(type(parcel)(parcel.root))
    assert answer.version["state"] == "unprocessable"
    assert "bag.digest" in {one["code"] for one in answer.version["problems"]}
    log = handover.sender.ask("GET", f"{BOOK}/events")["events"]
    assert [row["side"] for row in log] == ["sender", "recipient"]


def test_a_version_for_another_house_is_unprocessable(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    other = type(HOUSE)(peer_id="other.example", name="Other")
    answer = handover.sender.send(handover.writer.seal(draft, tmp_path, recipient=other))
    assert [one["code"] for one in answer.version["problems"]] == ["transmittal.recipient"]


def test_a_version_that_takes_the_place_of_none_received_is_unprocessable(
    handover: Handover, draft: Draft, second: Draft, tmp_path: Path
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    made_up = handover.writer.sealed["T-2026-0007", 1].transmittal
    supersedes = Superseded(version=1, tagmanifest_sha256="0" * 64)
    answer = handover.sender.send(
        handover.writer.seal(second, tmp_path, version=2, supersedes=supersedes, before=made_up)
    )
    assert [one["code"] for one in answer.version["problems"]] == ["transmittal.supersedes"]


def test_sending_again_is_the_same_and_sending_otherwise_is_refused(
    handover: Handover, draft: Draft, second: Draft, tmp_path: Path
) -> None:
    parcel = handover.writer.seal(draft, tmp_path / "one")
    first = handover.sender.send(parcel)
    listing = {"name": parcel.name, "files": {name: digest(parcel, name) for name in parcel.sizes}}
    again = handover.counter.ask(
        "POST", "/v1/transmittals", events.msgspec.json.encode(listing),
        bearer(handover.ada_token),
    )  # fmt: skip
    assert (again.status, again.json) == (200, first.version)
    forger = Writer()
    with pytest.raises(Refused, match="never changes"):
        handover.sender.send(forger.seal(second, tmp_path / "two"))


def test_a_book_is_found_by_some_of_its_words_in_whatever_letters(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    with handover.counter.desk.writing() as db:
        db.query(TransmittalRow).one().title = "Österliche Lichter_1 (100 %)"

    def found(words: str) -> int:
        path = f"/v1/transmittals?q={quote(words)}"
        return len(handover.sender.ask("GET", path)["transmittals"])

    for words in ("öster", "ÖSTER", " Österliche ", "licht", "_1", "0 %", "t-2026", "quill"):
        assert found(words) == 1, words
    for words in ("Lichter1", "r_t", "%1", "oster", "\\"):
        assert found(words) == 0, words


def test_a_withdrawal_needs_the_writers_own_signature(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    where = f"{BOOK}/versions/1/withdraw"
    wrong = handover.writer.withdrawal(version=1, transmittal="T-2026-0008")
    with pytest.raises(Refused, match="not the withdrawal"):
        handover.sender.ask("POST", where, envelope(wrong))
    signed = handover.writer.withdrawal()
    altered = envelope(signed)
    sig = altered["signatures"][0]["sig"]
    altered["signatures"][0]["sig"] = ("B" if sig[0] == "A" else "A") + sig[1:]
    with pytest.raises(Refused, match="does not hold"):
        handover.sender.ask("POST", where, altered)
    assert handover.sender.ask("POST", where, envelope(signed))["state"] == "withdrawn"
    with pytest.raises(Refused, match="withdrawn; it cannot be accepted"):
        handover.house.ask("POST", f"{BOOK}/versions/1/decision", {"decision": "accepted"})


def test_the_bag_comes_out_of_the_desk_as_it_went_in(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    answer = handover.counter.ask(
        "GET", f"{BOOK}/versions/1/bag.zip", headers=bearer(handover.press_token)
    )
    (tmp_path / "bag.zip").write_bytes(answer.body)
    assert verify(Packed(tmp_path / "bag.zip"), handover.writer.peer).good


def test_a_version_is_sent_by_the_command_and_what_the_desk_says_is_told(
    handover: Handover, draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    parcel = handover.writer.seal(draft, tmp_path)
    words = ["desk", "send", parcel.root, "--to", handover.counter.url]
    assert main(words) == 2
    assert "needs a token" in capsys.readouterr().err
    monkeypatch.setenv("BOOKWORKS_TOKEN", handover.ada_token)
    assert main([*words[:-1], "http://elsewhere.example"]) == 2
    assert "https only" in capsys.readouterr().err
    assert main(words) == 0
    assert "T-2026-0007_v1 is received" in capsys.readouterr().out
    kept = shutil.copytree(parcel.root, tmp_path / "T-2026-0007" / "v1")  # as handover/ has it
    assert main([*words[:2], str(kept), *words[3:]]) == 0
    assert "T-2026-0007_v1 is received (0 files sent" in capsys.readouterr().out
    stranger = Writer("eve.example", b"\x41" * 32).seal(draft, tmp_path / "eve")
    assert main([*words[:2], stranger.root, *words[3:]]) == 6
    assert "not pinned here" in capsys.readouterr().err
