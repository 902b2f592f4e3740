"""Every pair of a state and an event, by either side; and chains that show their rewriting."""

from __future__ import annotations

import itertools
from typing import get_args

import msgspec
import pytest

from pipeline.transmit import events
from pipeline.transmit.events import Event, Signed
from pipeline.transmit.states import STATES, TABLE, Side, State, may_follow, step
from tests.transmit.shops import TIME, seed

S, R = "sender", "recipient"

MAY: dict[tuple[State, State], str] = {
    ("draft", "sent"): S,
    ("sent", "received"): R,
    ("sent", "unprocessable"): R,
    ("sent", "withdrawn"): S,
    ("sent", "superseded"): S,
    ("received", "accepted"): R,
    ("received", "changes-requested"): R,
    ("received", "declined"): R,
    ("received", "withdrawn"): S,
    ("received", "superseded"): S,
    ("changes-requested", "changes-requested"): R,
    ("changes-requested", "accepted"): R,
    ("changes-requested", "declined"): R,
    ("changes-requested", "withdrawn"): S,
    ("changes-requested", "superseded"): S,
    ("unprocessable", "superseded"): S,
    ("withdrawn", "superseded"): S,
}
"""Written down a second time, on purpose: whoever alters the table says so here."""


def test_every_state_is_in_the_table_and_nothing_else() -> None:
    assert set(STATES) == set(TABLE) == set(get_args(State))


@pytest.mark.parametrize(("state", "event"), [*itertools.product(STATES, STATES)])
def test_a_state_takes_an_event_of_the_right_side_or_not_at_all(state: State, event: State) -> None:
    allowed = MAY.get((state, event))
    for side in get_args(Side):
        assert step(state, event, side) == (event if side == allowed else None)


def test_what_is_final_stays_so() -> None:
    final = {state for state in STATES if not TABLE[state]}
    assert final == {"accepted", "declined", "superseded"}
    assert {state for state in STATES if not may_follow(state)} == {"draft", "declined"}


# -- chains ----------------------------------------------------------------------------------------


def chained(side: str, *rows: tuple[str, int, Signed | None], note: str = "") -> list[Signed]:
    """A side's events: type, version, and what of the other side's was seen."""
    made: list[Signed] = []
    for number, (kind, version, seen) in enumerate(rows, 1):
        event = msgspec.convert(
            {
                "source": f"{side}.example", "type": kind, "time": TIME,
                "transmittal": "T-2026-0001", "version": version, "tagmanifest_sha256": "0" * 64,
                "seq": number, "prev_sha256": made[-1].digest if made else "",
                "seen_sha256": seen.digest if seen else "", "note": note,
            },
            Event,
        )  # fmt: skip
        made.append(events.sign(event, seed(side)))
    return made


def test_two_shops_read_the_same_from_both_chains() -> None:
    sent = chained("quill", ("sent", 1, None))
    answers = chained("lantern", ("received", 1, sent[0]), ("changes-requested", 1, sent[0]))
    sent = chained("quill", ("sent", 1, None), ("sent", 2, answers[1]))
    assert not events.faults(sent, answers) + events.faults(answers, sent)
    found = events.standing(sent, answers)
    assert found.versions == {1: "superseded", 2: "sent"}
    assert found.void == []


def test_of_two_that_cross_the_recipients_counts_and_the_other_is_kept_void() -> None:
    sent = chained("quill", ("sent", 1, None))
    answers = chained("lantern", ("received", 1, sent[0]), ("accepted", 1, sent[0]))
    sent = chained("quill", ("sent", 1, None), ("withdrawn", 1, answers[0]))
    found = events.standing(sent, answers)
    assert found.versions == {1: "accepted"}
    assert [one.event.type for one in found.void] == ["withdrawn"]


def test_an_old_event_rewritten_contradicts_the_one_after_it() -> None:
    sent = chained("quill", ("sent", 1, None), ("withdrawn", 1, None))
    other = chained("quill", ("sent", 1, None), ("withdrawn", 1, None), note="not so")
    assert "rewritten" in " ".join(events.faults([other[0], sent[1]], []))


def test_an_event_rewritten_contradicts_what_the_other_side_saw() -> None:
    sent = chained("quill", ("sent", 1, None))
    answers = chained("lantern", ("received", 1, sent[0]))
    rewritten = chained("quill", ("sent", 1, None), note="not so")
    assert "not here" in " ".join(events.faults(answers, rewritten))


def test_an_event_left_out_is_missed() -> None:
    sent = chained("quill", ("sent", 1, None), ("withdrawn", 1, None), ("sent", 2, None))
    assert events.faults([sent[0], sent[2]], []) == ["event 2 of quill.example is missing"]
    assert events.faults(sent[1:], []) == ["event 1 of quill.example is missing"]
