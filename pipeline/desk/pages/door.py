"""The door of the pages: who is there, whether a form is theirs, and how a page is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import zip_longest
from typing import Annotated, Any, BinaryIO
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import FormData, UploadFile

from pipeline.desk import secrets
from pipeline.desk.actor import Actor
from pipeline.desk.armour import is_foreign
from pipeline.desk.desk import Desk, address, at_desk, desk_of
from pipeline.desk.problems import Problem


class Away(Problem):
    """Nobody is signed in; a page leads to where that is done."""


async def visitor(request: Request) -> Actor:
    desk = desk_of(request)
    cookie = request.cookies.get(desk.cookie, "")
    actor = await desk.in_turn(lambda: desk.visitor(cookie, address(request)))
    if actor is None:
        raise Away(401, "sign-in", "Sign in first.")
    return actor


Visitor = Annotated[Actor, Depends(visitor)]
AtDesk = Annotated[Desk, Depends(at_desk)]


class Form:
    """What a form said: each field as text, once."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def get(self, name: str) -> str:
        value = self._data.get(name)
        return value.replace("\r\n", "\n").replace("\x00", "") if isinstance(value, str) else ""

    def all(self, name: str) -> list[str]:
        return [value for value in self._data.getlist(name) if isinstance(value, str)]

    def file(self, name: str) -> BinaryIO | None:
        """What was chosen, or nothing."""
        value = self._data.get(name)
        return value.file if isinstance(value, UploadFile) and value.filename else None

    def number(self, name: str) -> int:
        said = self.get(name).strip()
        return int(said) if said.isdecimal() and len(said) < 10 else 0


async def foreign_free(request: Request) -> Form:
    """A form that no other site's page sent. Raises Problem."""
    return await _read(request, 0)


async def _read(request: Request, files: int) -> Form:
    if is_foreign(request.headers, request.headers.get("host", "")):
        raise Problem(403, "csrf", "This form was sent from another site, and was not looked at.")
    return Form(await request.form(max_files=files, max_fields=500))


async def own_form(actor: Visitor, form: Annotated[Form, Depends(foreign_free)]) -> Form:
    """A form that this desk gave to this visit. Raises Problem."""
    return _own(actor, form)


async def own_form_with_file(actor: Visitor, request: Request) -> Form:
    """The same, with a file in it. Whose visit it is was looked at before a byte of it is read."""
    return _own(actor, await _read(request, 1))


def _own(actor: Actor, form: Form) -> Form:
    if not secrets.same(form.get("csrf"), actor.csrf):
        raise Problem(403, "csrf", "This form has grown old. Go back, load the page, try again.")
    return form


Foreign = Annotated[Form, Depends(foreign_free)]
Posted = Annotated[Form, Depends(own_form)]
Brought = Annotated[Form, Depends(own_form_with_file)]

# -- pages -----------------------------------------------------------------------------------------

SAID = {
    "accepted": "Accepted. The writer’s shop is told.",
    "changes-requested": "Changes are requested. The writer’s shop is told.",
    "declined": "Declined. The writer’s shop is told.",
    "asked": "The change request is made.",
    "answered": "Noted.",
    "password": "The password is changed; all other visits have ended.",
    "totp": "Codes are asked for from now on.",
    "no-totp": "Codes are not asked for any more.",
    "visits": "All other visits have ended.",
    "revoked": "Revoked.",
    "brought": "It is verified, and received.",
    "brought-faulty": "Its sender signed it, and it cannot be processed. The reasons are below.",
    "brought-before": "This version was here before.",
    "hook-on": "It is switched on. What it missed is sent only if you ask for it.",
    "hook-off": "It is switched off. Nothing is sent there now.",
    "hook-deleted": "The webhook is deleted.",
    "hook-again": "It is on its way.",
    "hook-nothing": "There is nothing that has not arrived.",
    "pinned": "These keys count from now on.",
    "rotated": "The new key is pinned: the old one signed for it.",
    "registered": "The keys wait until the house has compared the fingerprint with you.",
}
"""What a page says after a form, by the word in its address: no other words get onto a page so."""


def page(
    request: Request, template: str, actor: Actor | None, status: int = 200, **more: Any
) -> HTMLResponse:
    text = _environment().get_template(template).render(
        actor=actor, house=desk_of(request).office.settings.name, path=request.url.path,
        said=SAID.get(request.query_params.get("said", ""), ""), **more,
    )  # fmt: skip
    return HTMLResponse(text, status)


def go(where: str, said: str = "") -> Response:
    """After a form: to a page of our own."""
    return RedirectResponse(f"{where}?said={said}" if said else where, 303)


def problem(request: Request, problem: Problem) -> Response:
    if isinstance(problem, Away):
        here = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(here)}", 303)
    desk = desk_of(request)
    actor = desk.visitor(request.cookies.get(desk.cookie, ""), address(request))
    answer = page(
        request,
        "problem.html",
        actor,
        problem.status,
        problem=problem,
        is_form=request.method == "POST",
    )
    answer.headers.update(problem.headers)
    return answer


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def _day(stamp: str, month: str = "%B") -> str:
    """A time as people read it; UTC, which the page says."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{moment.day} {moment.strftime(month)} {moment:%Y, %H:%M}"


def _date(stamp: str) -> str:
    """The same where there is little room."""
    return _day(stamp, "%b")


_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome",
             "Safari/": "Safari"}  # fmt: skip
_SYSTEMS = {"Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad", "Windows": "Windows",
            "Mac OS": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip


def _browser(agent: str) -> str:
    """What somebody signed in with, as far as it says so: all of them say that they are others."""
    named = next((name for sign, name in _BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), "")
    return f"{named or 'a browser'} on {system}" if system else named or agent[:40] or "a browser"


_COUNTS = frozenset({"words", "count", "times", "bytes", "number", "width", "height", "dpi"})


def _sheet(rows: list[list[str]]) -> Markup:
    """The rows of a CSV, the first being its head; numbers to the right. Such a table is most of a
    page, and in a template each of its cells costs a good deal."""
    classes = [' class="n"' if cell in _COUNTS else "" for cell in rows[0]]
    head = [
        f'<th scope="col"{how}>{escape(cell)}</th>'
        for how, cell in zip(classes, rows[0], strict=True)
    ]
    lines = [
        "".join([f"<td{how}>{escape(cell)}</td>" for how, cell in zip_longest(classes, cells,
                                                                              fillvalue="")])
        for cells in rows[1:]
    ]  # fmt: skip
    body = "".join([f"<tr>{line}</tr>\n" for line in lines])
    return Markup(f"<thead><tr>{''.join(head)}</tr></thead>\n<tbody>{body}</tbody>")


def book_path(row: Any) -> str:
    return f"/books/{row.peer_id}/{row.name}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("pipeline.desk"), autoescape=True, undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    filters: Mapping[str, Any] = {
        "size": _size, "day": _day, "date": _date, "browser": _browser, "sheet": _sheet,
        "plain": _plain, "count": lambda n: f"{n:,}",
        "where": book_path, "quoted": lambda path: quote(path, safe="/"),
    }  # fmt: skip
    made.filters.update(filters)
    return made


def _plain(word: str) -> str:
    """A word of the contract as people read it."""
    return word.replace("-", " ").replace(".", ": ")
