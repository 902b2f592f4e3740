"""Webhooks: addresses that are told what happens, as it happens."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from pipeline.desk import ownership, webhooks
from pipeline.desk.api import shapes, told
from pipeline.desk.api.door import Asking, AtDesk, troubles

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])
HookId = Annotated[int, Path(ge=1, le=2**53)]


@router.get("", response_model=shapes.Webhooks, responses=troubles())
def all_webhooks(actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """Your webhooks, and whether they work."""
    with desk.reading() as db:
        rows = webhooks.listed(db, actor)
    return {"webhooks": [told.webhook(row, desk.office) for row in rows]}


@router.post("", status_code=201, response_model=shapes.WebhookMade, responses=troubles(409))
def make(asked: shapes.WebhookAsked, actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """A new one. Its `secret` is in this answer alone; asked twice, there are two."""
    with desk.writing() as db:
        row = webhooks.make(db, actor, desk.office, asked.url, asked.label)
    secret = webhooks.keys(desk.office, row).shared
    return told.webhook(row, desk.office) | {"secret": secret}


@router.get("/{webhook}", response_model=shapes.WebhookWhole, responses=troubles())
def one(webhook: HookId, actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """One of them, with its last deliveries and what came of them."""
    with desk.reading() as db:
        row = ownership.webhook(db, actor, webhook)
        rows = webhooks.deliveries(db, row, 100)
    return told.webhook(row, desk.office) | {"deliveries": [told.delivery(*each) for each in rows]}


@router.patch("/{webhook}", response_model=shapes.WebhookShape, responses=troubles(409))
def change(
    webhook: HookId, asked: shapes.WebhookChanged, actor: Asking, desk: AtDesk
) -> dict[str, Any]:
    """Another address or name for it, or switch it off and on."""
    with desk.writing() as db:
        row = webhooks.change(db, actor, desk.office, webhook, **asked.model_dump())
    return told.webhook(row, desk.office)


@router.delete("/{webhook}", status_code=204, responses=troubles())
def remove(webhook: HookId, actor: Asking, desk: AtDesk) -> Response:
    """Delete it, and what is on its way to it."""
    with desk.writing() as db:
        webhooks.remove(db, actor, webhook)
    return Response(status_code=204)


@router.post("/{webhook}/replay", status_code=202, response_model=shapes.Replayed,
             responses=troubles(409))  # fmt: skip
def replay(webhook: HookId, asked: shapes.Replay, actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """Send again, 1,000 messages at most; `last` is where to go on from. Ids stay as they were."""
    with desk.writing() as db:
        count, last = webhooks.replay(db, actor, webhook, asked.after, asked.message)
    return {"messages": count, "last": last}
