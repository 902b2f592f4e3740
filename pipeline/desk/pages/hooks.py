"""The pages of an account's webhooks: make, look at what came of them, send again, switch off."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pipeline.desk import ownership, webhooks
from pipeline.desk.pages.door import AtDesk, Posted, Visitor, go, page

router = APIRouter(prefix="/webhooks", include_in_schema=False)
HookId = Annotated[int, Path(ge=1, le=2**53)]


@router.get("")
def all_hooks(request: Request, desk: AtDesk, actor: Visitor) -> Response:
    with desk.reading() as db:
        rows = webhooks.listed(db, actor)
    return page(request, "webhooks.html", actor, rows=rows, made=None, keys=None)


@router.post("")
def make(request: Request, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    """The one answer in which a secret can be read."""
    with desk.writing() as db:
        made = webhooks.make(db, actor, desk.office, form.get("url").strip(), form.get("label"))
        rows = webhooks.listed(db, actor)
    keys = webhooks.keys(desk.office, made)
    return page(request, "webhooks.html", actor, rows=rows, made=made, keys=keys)


@router.get("/{webhook}")
def hook(webhook: HookId, request: Request, desk: AtDesk, actor: Visitor) -> Response:
    with desk.reading() as db:
        row = ownership.webhook(db, actor, webhook)
        rows = webhooks.deliveries(db, row)
        lacking = webhooks.lacking(db, actor, row)
    keys = webhooks.keys(desk.office, row)
    return page(
        request, "webhook.html", actor, row=row, rows=rows, lacking=lacking, keys=keys,
        most=webhooks.SHOWN,
    )  # fmt: skip


@router.post("/{webhook}/replay")
def replay(webhook: HookId, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    """One message, where its row's button was pressed; else what has not arrived."""
    with desk.writing() as db:
        count, _ = webhooks.replay(db, actor, webhook, message=form.get("message"))
    return go(f"/webhooks/{webhook}", "hook-again" if count else "hook-nothing")


@router.post("/{webhook}/switch")
def switch(webhook: HookId, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    is_on = form.get("to") == "on"
    with desk.writing() as db:
        webhooks.change(db, actor, desk.office, webhook, is_on=is_on)
    return go(f"/webhooks/{webhook}", "hook-on" if is_on else "hook-off")


@router.post("/{webhook}/delete")
def remove(webhook: HookId, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        webhooks.remove(db, actor, webhook)
    return go("/webhooks", "hook-deleted")
