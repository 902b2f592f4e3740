"""Change requests at a page: a form for each kind, the thread, and the metadata as a form."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from pipeline.desk import comparing, kinds, ownership, requests
from pipeline.desk.api.books import BookId, Number, PeerId
from pipeline.desk.api.changes import ChangeId
from pipeline.desk.kinds import KINDS
from pipeline.desk.pages.book import FIELDS
from pipeline.desk.pages.door import AtDesk, Form, Posted, Visitor, book_path, go, page
from pipeline.desk.problems import Problem, missing

router = APIRouter(include_in_schema=False)
_BOOK = "/books/{peer}/{id}"
CHECKS = {
    "max_heading": "No heading deeper than this level",
    "absent": "These words stand nowhere",
    "style_used_only": "Only these Word styles are used",
}
EDITABLE = ("title", "subtitle", "language", "date", "publisher")


@router.get(_BOOK + "/ask")
def ask_page(
    peer: PeerId, id: BookId, request: Request, desk: AtDesk, actor: Visitor,
    kind: Annotated[str, Query(max_length=40)] = "freeform",
) -> Response:  # fmt: skip
    """A form for one kind of change request."""
    with desk.reading() as db:
        row = ownership.book(db, actor, peer, id)
        actor.need("decide")
        one = ownership.version(db, row, row.latest)
    if kind not in KINDS:
        raise missing("kind of change request")
    return page(
        request, "ask.html", actor, row=row, one=one, kind=KINDS[kind], kinds=KINDS,
        severities=kinds.SEVERITIES, scopes=kinds.SCOPES, checks=CHECKS,
        roles=comparing.paper(desk.blobs, one.files).get("style", {}).get("map", {}),
    )  # fmt: skip


@router.post(_BOOK + "/versions/{number}/ask")
def ask(
    peer: PeerId, id: BookId, number: Number, desk: AtDesk, actor: Visitor, form: Posted
) -> Response:
    with desk.writing() as db:
        row = ownership.book(db, actor, peer, id)
        actor.need("decide")
        one = ownership.version(db, row, number)
        asked = wish(form)
        if asked.kind == "metadata.set":
            work = comparing.paper(desk.blobs, one.files).get("work", {})
            requests.check_patch(asked.params.get("patch") or [], work)
        made = requests.make(db, actor, desk.office, row, one, asked)
    return go(book_path(row), "asked#" + made.name)


def wish(form: Form) -> requests.Wish:
    """A change request as a form told it. Raises Problem."""
    kind = KINDS.get(form.get("kind"))
    if kind is None:
        raise Problem(422, "change.kind", "There is no such kind of change request.")
    of = form.get("scope") or "whole"
    within = kinds.WITHIN.get(of)
    scope = {"type": of} | ({within: form.get("within").strip()} if within else {})
    return requests.Wish(
        kind=kind.name, severity=form.get("severity") or "W", scope=scope,
        blocking=bool(form.get("blocking")), rationale=form.get("rationale").strip(),
        due=form.get("due"), acceptance=_acceptance(form), params=_params(kind, form),
    )  # fmt: skip


def _params(kind: kinds.Kind, form: Form) -> dict[str, Any]:
    try:
        found = {one.name: kinds.value(one, form.get(f"p.{one.name}")) for one in kind.fields}
    except ValueError as error:
        raise Problem(422, "change", str(error)) from error
    return {name: value for name, value in found.items() if value is not None}


def _acceptance(form: Form) -> list[dict[str, Any]]:
    """What the next version must show, as checks that a machine can run."""
    found: list[dict[str, Any]] = []
    if depth := form.number("a.max_heading"):
        found.append({"max_heading": depth})
    if words := form.get("a.absent"):
        found.append({"absent": words})
    if styles := [one.strip() for one in form.get("a.style_used_only").split(",") if one.strip()]:
        found.append({"style_used_only": styles})
    if form.get("a.unchanged"):
        found.append({"text_unchanged_outside": "scope"})
    return found


@router.post(_BOOK + "/versions/{number}/metadata")
def metadata(
    peer: PeerId, id: BookId, number: Number, desk: AtDesk, actor: Visitor, form: Posted
) -> Response:
    """The metadata form: what was altered in it becomes a change request, since the bundle is the
    writer's and signed."""
    with desk.writing() as db:
        row = ownership.book(db, actor, peer, id)
        actor.need("decide")
        one = ownership.version(db, row, number)
        work = comparing.paper(desk.blobs, one.files).get("work", {})
        patch = [
            {
                "op": "replace" if name in work else "add",
                "path": f"/{name}",
                "value": form.get(name).strip(),
            }
            for name in EDITABLE
            if form.get(name).strip() != comparing.shown(work.get(name))
        ]
        if not patch:
            raise Problem(422, "metadata", "Nothing in the form is unlike what the bundle says.")
        told = ", ".join(FIELDS[step["path"][1:]].lower() for step in patch)
        made = requests.make(db, actor, desk.office, row, one, requests.Wish(
            kind="metadata.set", severity="E", params={"patch": patch},
            rationale=form.get("rationale").strip() or f"Corrected here: {told}.",
        ))  # fmt: skip
    return go(book_path(row), "asked#" + made.name)


@router.post(_BOOK + "/changes/{change}/answer")
def answer(
    peer: PeerId, id: BookId, change: ChangeId, desk: AtDesk, actor: Visitor, form: Posted
) -> Response:
    with desk.writing() as db:
        row = ownership.book(db, actor, peer, id)
        one = ownership.request(db, row, change)
        said = requests.Answer(
            state=form.get("state"), text=form.get("text"), version=form.number("version")
        )
        requests.answer(db, actor, row, one, said)
    return go(book_path(row), "answered#" + change)
