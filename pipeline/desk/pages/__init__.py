"""What people see of the desk."""

from __future__ import annotations

from fastapi import Request, Response

from pipeline.desk.pages import book, bring, change, door, hooks, own, shelf, signing
from pipeline.desk.problems import Problem

routers = (
    signing.router, shelf.router, book.router, change.router, own.router, hooks.router,
    bring.router,
)  # fmt: skip


def problem(request: Request, problem: Problem) -> Response:
    return door.problem(request, problem)
