"""Rows as the API tells them."""

from __future__ import annotations

import json
from typing import Any

from pipeline.desk import chronicle, deciding, kinds, peers, webhooks
from pipeline.desk.actor import Actor
from pipeline.desk.settings import Office
from pipeline.desk.tables import (
    Delivery,
    EventRow,
    Notice,
    PeerRow,
    RemarkRow,
    RequestRow,
    TransmittalRow,
    VersionRow,
    Webhook,
)


def book(row: TransmittalRow, actor: Actor) -> dict[str, Any]:
    return {
        "id": row.name,
        "peer_id": row.peer_id,
        "title": row.title,
        "author": row.author,
        "state": row.state,
        "latest": row.latest,
        "words": row.words,
        "open_changes": row.open_requests,
        "waits_for": chronicle.waits_for(row, actor),
        "changed": row.changed,
        "url": f"/v1/transmittals/{row.peer_id}/{row.name}",
    }


def version(row: VersionRow, actor: Actor) -> dict[str, Any]:
    return {
        "version": row.number,
        "state": row.state,
        "tagmanifest_sha256": row.digest,
        "problems": row.problems,
        "received": row.made,
        "actions": deciding.actions(actor, row),
    }


def change(row: RequestRow, thread: list[RemarkRow], actor: Actor) -> dict[str, Any]:
    return {
        "id": row.name,
        "state": row.state,
        "request": row.document,
        "envelope": row.envelope.decode(),
        "thread": [
            {
                "state": one.state, "text": one.text, "evidence": one.evidence, "side": one.side,
                "by": one.by, "time": one.made,
            }
            for one in thread
        ],
        "actions": kinds.follows(row.state, actor.side, row.kind),
    }  # fmt: skip


def event(row: EventRow) -> dict[str, Any]:
    return {"side": row.side, "envelope": json.loads(row.envelope)}


def notice(row: Notice, about: TransmittalRow) -> dict[str, Any]:
    return {
        "seq": row.id,
        "transmittal": about.name,
        "peer_id": about.peer_id,
        "kind": row.kind,
        "about": row.about,
        "time": row.made,
    }


def peer(row: PeerRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "peer_id": row.peer_id,
        "name": row.name,
        "state": row.state,
        "fingerprint": peers.fingerprint(row),
        "document": json.loads(row.document),
    }


def webhook(row: Webhook, office: Office) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "label": row.label,
        "is_on": row.is_on,
        "why_off": row.why_off,
        "failing_since": row.failing,
        "last_delivered": row.worked,
        "public_key": webhooks.keys(office, row).public,
        "made": row.made,
    }


def delivery(row: Delivery, about: Notice, book: TransmittalRow) -> dict[str, Any]:
    return {
        "id": row.name,
        "seq": about.id,
        "transmittal": book.name,
        "peer_id": book.peer_id,
        "kind": about.kind,
        "state": row.state,
        "tries": row.tries,
        "status": row.status,
        "outcome": row.outcome,
        "tried": row.tried,
        "due": row.due if row.state == "waiting" else "",
    }
