"""What became of each request: kept beside the recipe, in requests/<peer>/<id>.json, or
<transmittal>.<id>.json: two publishers may give one name to two requests, and one publisher does so
in two transmittals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.model.errors import RecipeError, UsageError, nearest
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole
from pipeline.transmit.change import ANSWER, Answer, Request, Status
from pipeline.transmit.change_reading import digest, made, write

FOLDER = "requests"
WAITING: tuple[Status, ...] = ("needs-answer",)


class Kept(Struct, frozen=True):
    """A request with its answer."""

    request: Request
    answer: Answer


def answer(request: Request, status: Status, **more: Any) -> Answer:
    return Answer(
        format=ANSWER,  # type: ignore[arg-type]
        request=request.id,
        request_sha256=digest(request),
        kind=request.kind,
        status=status,
        **more,
    )


def keep(book: str, places: Places, request: Request, said: Answer) -> Path:
    path = _path(book, request, places)
    plain = {"request": msgspec.json.decode(write(request)), "answer": msgspec.to_builtins(said)}
    write_whole(path, msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n")
    return path


def kept(book: str, places: Places) -> list[Kept]:
    """Every request that was looked at, by id."""
    folder = places.recipe(book).parent / FOLDER
    return [_read(path) for path in sorted(folder.glob("*/*.json"))]


def find(book: str, request: Request, places: Places) -> Kept | None:
    """What became of this request, or of the one that had its name."""
    path = _path(book, request, places)
    return _read(path) if path.is_file() else None


def must_find(book: str, name: str, places: Places) -> Kept:
    """A request by its id, or by `peer/id`. Raises UsageError where that is none, or several."""
    every = kept(book, places)
    found = [one for one in every if name in _names(one.request)]
    if len(found) > 1:
        several = ", ".join([_full(one.request) for one in found])
        raise UsageError(f"several publishers asked '{name}'", todo=f"say which: {several}")
    if not found:
        known = [one.request.id for one in every]
        raise UsageError(f"{book} was never asked '{name}'", todo=nearest(name, known))
    return found[0]


def _full(request: Request) -> str:
    of = "" if request.transmittal == "draft" else f"{request.transmittal}."
    return f"{request.requested_by}/{of}{request.id}"


def _names(request: Request) -> tuple[str, str, str]:
    """What people may call a request."""
    return request.id, f"{request.requested_by}/{request.id}", _full(request)


def _path(book: str, request: Request, places: Places) -> Path:
    return places.recipe(book).parent / FOLDER / f"{_full(request)}.json"


def _read(path: Path) -> Kept:
    try:
        value = msgspec.json.decode(path.read_bytes())
        return Kept(made(value["request"]), msgspec.convert(value["answer"], Answer))
    except (msgspec.MsgspecError, KeyError, TypeError, RecipeError) as error:
        raise RecipeError(
            "this is not a request with its answer",
            file=str(path),
            cause=str(error),
            todo="delete it, and apply the request again",
        ) from error
