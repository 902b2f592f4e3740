"""Shops that give their keys up for others, or call them back, at the desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.desk.looking import faults
from pipeline.transmit import dsse, succession
from pipeline.transmit.courier import Refused
from tests.desk.counter import Counter, bearer
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft

NEW, THIEF = b"\x17" * 32, b"\x66" * 32
THEN = "2026-11-21T09:01:30Z"
"""After the first version was sent, and before the second."""


@pytest.fixture
def handover(counter: Counter) -> Handover:
    return Handover(counter)


def brought(handover: Handover, envelope: bytes) -> str:
    """Bring a statement at the page of peers; what the desk says of it."""
    answer = handover.counter.sign_in("ada").post("/peers", {"document": envelope.decode()})
    return answer.headers["Location"] if answer.status == 303 else answer.text


def test_a_rotation_counts_at_once_and_the_old_key_only_for_what_was_before(
    handover: Handover, draft: Draft, second: Draft, tmp_path: Path
) -> None:
    writer, sender = handover.writer, handover.sender
    old = writer.seed
    sender.send(writer.seal(draft, tmp_path))
    stated = succession.rotated(writer.peer, old, NEW, THEN)
    assert brought(handover, stated.envelope) == "/peers?said=rotated"
    late = writer.seal(second, tmp_path / "late", version=2)
    with pytest.raises(Refused, match="given up for another"):
        sender.send(late)
    writer.chains["T-2026-0007"].pop()
    writer.seed = NEW
    assert sender.send(writer.seal(second, tmp_path, version=2)).version["state"] == "received"

    stated = succession.revoked(stated.peer, NEW, dsse.keyid(dsse.public(old)), THEN)
    assert brought(handover, stated.envelope) == "/peers?said=revoked"
    page = handover.counter.sign_in("may").get("/peers").text
    assert "Keys before this one" in page
    assert "revoked 21 November 2026, 09:01" in page
    assert [one["state"] for one in sender.ask("GET", BOOK)["versions"]] == [
        "received", "superseded",
    ]  # fmt: skip
    assert faults(handover.counter.desk) == [], "what came before the revocation stays valid"


def test_a_forged_rotation_changes_no_key(handover: Handover) -> None:
    writer = handover.writer
    forged = json.loads(succession.rotated(writer.peer, writer.seed, THIEF, THEN).envelope)
    own = json.loads(dsse.sign(b"{}", dsse.KEYS, THIEF))
    forged["signatures"][0]["sig"] = own["signatures"][0]["sig"]
    assert "does not hold" in brought(handover, json.dumps(forged, separators=(",", ":")).encode())
    before = handover.sender.ask("GET", "/v1/peers")["peers"][0]["document"]
    assert [row["keyid"] for row in before["keys"]] == [dsse.keyid(dsse.public(writer.seed))]


def test_a_key_that_was_called_back_names_no_heir_and_sends_nothing(
    handover: Handover, draft: Draft, tmp_path: Path
) -> None:
    writer = handover.writer
    heir = succession.rotated(writer.peer, writer.seed, THIEF, THEN).envelope
    gone = succession.revoked(writer.peer, writer.seed, dsse.keyid(dsse.public(writer.seed)), THEN)
    answer = handover.counter.ask("POST", "/v1/peers", gone.envelope, bearer(handover.ada_token))
    assert answer.status == 201
    assert answer.json["state"] == "revoked"
    assert "No keys of quill.example" in brought(handover, heir)
    with pytest.raises(Refused, match="were revoked"):
        handover.sender.send(writer.seal(draft, tmp_path))
