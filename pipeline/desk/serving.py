"""The desk as a web application, and the server that runs it."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from pipeline import __version__
from pipeline.desk import pages
from pipeline.desk.api import blobs, books, changes, webhooks
from pipeline.desk.armour import Armour
from pipeline.desk.database import AT_ONCE
from pipeline.desk.desk import Desk, open_desk
from pipeline.desk.postman import Postman
from pipeline.desk.problems import Problem

_LOG = logging.getLogger("bookworks.desk")


def application(desk: Desk, *, posts: bool = True) -> FastAPI:
    """The desk's routes and how it tells of problems. `posts`: whether it brings to webhooks what
    is on its way, for as long as it is open."""
    postman = Postman(desk) if posts else None

    @asynccontextmanager
    async def lifetime(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        gc.collect()
        gc.freeze()  # what is there from the start is not looked through again and again
        await to_thread.run_sync(desk.blobs.tidy)
        if postman:
            postman.start()
        yield
        if postman:
            await to_thread.run_sync(postman.stop)
        desk.database.close()

    app = FastAPI(
        title="Bookworks desk", version=__version__, lifespan=lifetime,
        summary="A publisher's server for transmittals (f2f/1)",
        docs_url=None, redoc_url=None, openapi_url="/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    for router in (blobs.router, books.router, changes.router, webhooks.router, *pages.routers):
        app.include_router(router)
    static = resources.files("pipeline.desk").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    _tell_problems(app)
    return app


def armoured(desk: Desk, *, posts: bool = True) -> ASGIApp:
    """The whole desk, with what every answer wears, those to its own mistakes too."""
    return Armour(application(desk, posts=posts), desk.office.settings.url)


def _tell_problems(app: FastAPI) -> None:
    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return _told(request, error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        rows = [
            {"field": ".".join(str(part) for part in one["loc"]), "message": one["msg"]}
            for one in error.errors()[:20]
        ]
        where = rows[0]["field"] if rows else ""
        told = f"{where}: {rows[0]['message']}" if rows else "It does not fit."
        return _told(request, Problem(422, "invalid", told, errors=rows))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        said = "There is no such page." if error.status_code == 404 else str(error.detail)
        return _told(request, Problem(error.status_code, "http", said, headers=headers))

    async def half(request: Request, error: Exception) -> Response:
        told = "It holds half of a character (a lone surrogate), which no file can hold."
        return _told(request, Problem(422, "text", told))

    async def met(request: Request, error: Exception) -> Response:
        told = "Somebody else did something to this at the same moment. Look again."
        return _told(request, Problem(409, "met", told))

    async def busy(request: Request, error: Exception) -> Response:
        _LOG.warning("the database cannot take this: %s", error)
        told = "The database cannot take this now. Try again in a moment."
        return _told(request, Problem(507, "database", told))

    async def mistake(request: Request, error: Exception) -> Response:
        return _told(
            request, Problem(500, "mistake", "The desk made a mistake, which is in its log.")
        )

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(UnicodeEncodeError, half)
    app.add_exception_handler(IntegrityError, met)
    app.add_exception_handler(OperationalError, busy)
    app.add_exception_handler(Exception, mistake)


def _told(request: Request, problem: Problem) -> Response:
    """A document for programs, a page for people."""
    if request.url.path.startswith(("/v1/", "/.well-known/")):
        return JSONResponse(
            problem.document, problem.status, problem.headers, "application/problem+json"
        )
    return pages.problem(request, problem)


def serve(folder: Path, host: str, port: int, *, proxied: bool) -> None:
    """Run until told to stop."""
    import uvicorn

    app = armoured(open_desk(folder))
    uvicorn.run(
        app, host=host, port=port, proxy_headers=proxied, server_header=False,
        forwarded_allow_ips="127.0.0.1" if proxied else "", timeout_graceful_shutdown=3,
        log_level="warning", timeout_keep_alive=15,
    )  # fmt: skip
