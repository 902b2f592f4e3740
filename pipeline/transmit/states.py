"""The states of a version, as one table.

An event leads to the state of its own name. Only what stands in the table can happen; who may do it
stands beside it. `superseded` is no message of its own: sending the next version does it. Accepted
and declined are final. To reopen what was accepted is to send a new version, which leaves the
acceptance as it was.
"""

from __future__ import annotations

from typing import Literal

State = Literal[
    "draft", "sent", "received", "accepted", "changes-requested", "declined", "unprocessable",
    "withdrawn", "superseded",
]  # fmt: skip
Side = Literal["sender", "recipient"]

STATES: tuple[State, ...] = (
    "draft", "sent", "received", "accepted", "changes-requested", "declined", "unprocessable",
    "withdrawn", "superseded",
)  # fmt: skip

TABLE: dict[State, dict[State, Side]] = {
    "draft": {"sent": "sender"},
    "sent": {
        "received": "recipient",  # only a signed receipt is one; delivery by a carrier is not
        "unprocessable": "recipient",
        "withdrawn": "sender",
        "superseded": "sender",
    },
    "received": {
        "accepted": "recipient",
        "changes-requested": "recipient",
        "declined": "recipient",
        "withdrawn": "sender",
        "superseded": "sender",
    },
    "changes-requested": {
        "changes-requested": "recipient",  # one more, while the first is under way
        "accepted": "recipient",  # after all
        "declined": "recipient",
        "withdrawn": "sender",
        "superseded": "sender",
    },
    "unprocessable": {"superseded": "sender"},
    "withdrawn": {"superseded": "sender"},
    "accepted": {},
    "declined": {},
    "superseded": {},
}

VERBS: dict[State, tuple[str, str]] = {
    "sent": ("Offer", "SUBMITTED"),
    "received": ("TentativeAccept", "WORKING"),
    "accepted": ("Accept", "COMPLETED"),
    "changes-requested": ("TentativeReject", "INPUT_REQUIRED"),
    "declined": ("Reject", "REJECTED"),
    "unprocessable": ("Flag", "FAILED"),
    "withdrawn": ("Undo", "CANCELED"),
}
"""What the same is called in COAR Notify and among A2A's tasks."""


def step(state: State, event: State, side: Side) -> State | None:
    """The state that an event of one side leads to; None where it cannot happen."""
    return event if TABLE[state].get(event) == side else None


def may_follow(state: State) -> bool:
    """Whether a next version may be sent after one that stands so."""
    return state != "draft" and state != "declined"
