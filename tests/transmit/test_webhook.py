"""A receiver believes what the desk signed, once, and nothing else."""

from __future__ import annotations

import shelve
from pathlib import Path

import msgspec
import pytest

from pipeline.transmit import webhook
from pipeline.transmit.webhook import Forged, Guard, Seen
from tests.transmit.messages import BODY, ID, MOMENT, SECRET, SEED, Case, cases
from tests.vectors import FOLDER

CASES = msgspec.json.decode((FOLDER / "webhooks.json").read_bytes(), type=list[Case])


def test_the_published_messages_are_those_of_today() -> None:
    assert cases() == CASES, "make vectors writes them anew"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_message_is_believed_or_refused_for_its_reason(case: Case) -> None:
    guard = Guard(case.key, clock=lambda: case.now)
    if not case.code:
        assert guard.opened(case.headers, case.body.encode()).id == case.headers["webhook-id"]
        return
    with pytest.raises(Forged) as refused:
        guard.opened(case.headers, case.body.encode())
    assert refused.value.code == case.code


@pytest.mark.parametrize("at", range(0, len(BODY.encode()), 7))
def test_no_bit_of_a_body_can_be_another(at: int) -> None:
    headers = webhook.signed(ID, MOMENT, BODY.encode(), SECRET, SEED)
    body = bytearray(BODY.encode())
    body[at] ^= 1
    for key in (webhook.shown(SECRET), webhook.public(SEED)):
        with pytest.raises(Forged, match="no signature holds"):
            webhook.verify(headers, bytes(body), (key,), MOMENT)


def test_what_was_dealt_with_is_known_again_and_what_was_not_is_not(tmp_path: Path) -> None:
    now = float(MOMENT)
    headers = webhook.signed(ID, MOMENT, BODY.encode(), SECRET, SEED)

    def opened() -> None:
        """By a receiver that has just been started."""
        with shelve.open(str(tmp_path / "seen")) as seen:
            guard = Guard(webhook.shown(SECRET), seen=seen, clock=lambda: now)
            message = guard.opened(headers, BODY.encode())
            if is_well:
                guard.keep(message)

    is_well = False
    opened()
    is_well = True
    opened()
    with pytest.raises(Seen):
        opened()
    now += 3 * 86_400  # the desk tries again, and signs it anew
    headers = webhook.signed(ID, int(now), BODY.encode(), SECRET, SEED)
    with pytest.raises(Seen):
        opened()


def test_what_cannot_come_again_is_forgotten() -> None:
    now, seen = float(MOMENT), dict[str, float]()
    guard = Guard(webhook.shown(SECRET), seen=seen, clock=lambda: now)
    for number in range(3):
        headers = webhook.signed(f"{ID}{number}", int(now), b"{}", SECRET, SEED)
        guard.keep(guard.opened(headers, b"{}"))
        now += webhook.REMEMBERED / 2 + 1
    assert list(seen) == [f"{ID}1", f"{ID}2"]


@pytest.mark.parametrize("body", [b"[]", b"\xff", b"[" * 19_000, b'"' + b"x" * 20_000 + b'"'])
def test_what_is_signed_and_no_event_is_refused(body: bytes) -> None:
    headers = webhook.signed(ID, MOMENT, body, SECRET, SEED)
    with pytest.raises(Forged):
        Guard(webhook.shown(SECRET), clock=lambda: MOMENT).opened(headers, body)


SHORT = ["", "whsec_", "whsec_c2hvcnQ=", "whpk_AAAA", f"whsk_{'A' * 43}=", "whsec_%%%"]


@pytest.mark.parametrize("key", SHORT)
def test_a_key_that_would_let_anybody_in_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="a key begins with"):
        Guard(key)


def test_no_id_with_a_dot_is_ever_signed() -> None:
    with pytest.raises(ValueError, match="a dot"):
        webhook.signed("msg_1.2", MOMENT, b"{}", SECRET, SEED)
