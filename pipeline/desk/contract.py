"""The contract f2f/1, as the desk uses it: the one place where the desk knows its modules."""

from __future__ import annotations

from pipeline.transmit import change_patch, change_reading, dsse, parcel, peer, succession, webhook
from pipeline.transmit import events as log
from pipeline.transmit.change import Answer
from pipeline.transmit.contract import Checks, Transmittal
from pipeline.transmit.events import Event, Reason, Signed
from pipeline.transmit.packed import Packed
from pipeline.transmit.parcel import Parcel, Unreadable
from pipeline.transmit.peer import Peer, fingerprint
from pipeline.transmit.sealing import SENT
from pipeline.transmit.states import TABLE, Side, State, may_follow
from pipeline.transmit.strict import Malformed, read
from pipeline.transmit.verdict import Problem as Fault
from pipeline.transmit.verdict import Verdict, verify

CHANGE = dsse.CHANGE
Unsigned = dsse.Unsigned
read_change, write_change = change_reading.made, change_reading.write
change_digest = change_reading.digest
patched, Unpatched = change_patch.patched, change_patch.Unpatched
sign_event, open_event, peek_event = log.sign, log.opened, log.peek
faults, standing = log.faults, log.standing
take_keys, peek_keys, grouped = succession.taken, succession.peek, peer.grouped
make_peer, decode_peer, encode_peer = peer.make, peer.decode, peer.encode
file_digest = parcel.digest
sign = dsse.sign
signed_webhook, shown_secret, public_key = webhook.signed, webhook.shown, webhook.public


def signer(document: bytes) -> str:
    """The id of the key that an envelope says it was signed with. Raises Unsigned."""
    envelope, _ = dsse.opened(document, dsse.EVENT)
    return envelope.signatures[0].keyid


def allowed(state: str, side: str) -> list[str]:
    """What one side can do with a version that stands so."""
    if state not in TABLE:
        return []
    row = TABLE[state]
    return [event for event, who in row.items() if who == side and event != "superseded"]


__all__ = [
    "CHANGE",
    "SENT",
    "Answer",
    "Checks",
    "Event",
    "Fault",
    "Malformed",
    "Packed",
    "Parcel",
    "Peer",
    "Reason",
    "Side",
    "Signed",
    "State",
    "Transmittal",
    "Unpatched",
    "Unreadable",
    "Unsigned",
    "Verdict",
    "allowed",
    "change_digest",
    "decode_peer",
    "encode_peer",
    "faults",
    "file_digest",
    "fingerprint",
    "grouped",
    "make_peer",
    "may_follow",
    "open_event",
    "patched",
    "peek_event",
    "peek_keys",
    "public_key",
    "read",
    "read_change",
    "shown_secret",
    "sign",
    "sign_event",
    "signed_webhook",
    "signer",
    "standing",
    "take_keys",
    "verify",
    "write_change",
]  # fmt: skip
