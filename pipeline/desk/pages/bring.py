"""The page where somebody brings a version as a file: an editor, or a writer without a program."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from pipeline.desk.armour import LARGEST_BUNDLE
from pipeline.desk.bringing import bring
from pipeline.desk.pages.door import AtDesk, Brought, Visitor, book_path, go, page
from pipeline.desk.problems import Problem

router = APIRouter(prefix="/bring", include_in_schema=False)


@router.get("")
def form(request: Request, actor: Visitor) -> Response:
    return page(request, "bring.html", actor, problem=None, largest=LARGEST_BUNDLE)


@router.post("")
def take(request: Request, desk: AtDesk, actor: Visitor, form: Brought) -> Response:
    """To the page of its book; where it is refused, this page with each reason."""
    file = form.file("bundle")
    try:
        if file is None:
            raise Problem(422, "file", "Choose a file first.")
        book, version, is_new = bring(desk, actor, file)
    except Problem as problem:
        return page(
            request, "bring.html", actor, problem.status, problem=problem, largest=LARGEST_BUNDLE
        )
    said = "brought-before"
    if is_new:
        said = "brought-faulty" if version.state == "unprocessable" else "brought"
    return go(book_path(book), said)
