"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from pipeline.desk import accounts
from pipeline.desk.desk import address
from pipeline.desk.pages.door import AtDesk, Foreign, Posted, Visitor, go, page

router = APIRouter(include_in_schema=False)
_WRONG = "The name, the password or the code is not right."


@router.get("/sign-in")
def sign_in_page(
    request: Request, desk: AtDesk, next: Annotated[str, Query(max_length=500)] = "/"
) -> Response:
    with desk.reading() as db:
        has_accounts = accounts.count(db) > 0
    return page(
        request, "sign-in.html", None, next=_inside(next), wrong="", name="",
        has_accounts=has_accounts,
    )  # fmt: skip


@router.post("/sign-in")
def sign_in(request: Request, desk: AtDesk, form: Foreign) -> Response:
    name, here = form.get("name").strip().casefold(), address(request)
    with desk.reading() as db:
        accounts.check_tries(db, name, here)
        found = accounts.proven(db, name, form.get("password"), form.get("code"))
    with desk.writing() as db:
        if found is None:
            accounts.note_try(db, name, here)
        else:
            agent = request.headers.get("user-agent", "")
            secret = accounts.enter(db, *found, agent, here)
    if found is None:
        return page(
            request, "sign-in.html", None, 403, next=_inside(form.get("next")), wrong=_WRONG,
            name=name, has_accounts=True,
        )  # fmt: skip
    answer = go(_inside(form.get("next")))
    answer.set_cookie(
        desk.cookie, secret, max_age=14 * 86400, secure=True, httponly=True, samesite="lax",
        path="/",
    )  # fmt: skip
    return answer


@router.post("/sign-out")
def sign_out(desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        accounts.leave(db, actor)
    answer = go("/sign-in")
    answer.delete_cookie(desk.cookie, path="/", secure=True, httponly=True, samesite="lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _inside(path: str) -> str:
    """A path on this desk, whatever was asked for: `//elsewhere` and `/\\elsewhere` are not."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine and "\\" not in path else "/"
