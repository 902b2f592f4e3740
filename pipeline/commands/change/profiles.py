"""What a publisher asked for and was agreed, kept for the next book: `publishers/<peer>/`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.model.errors import RecipeError, UsageError, nearest
from pipeline.model.house import is_own
from pipeline.shop import recipe
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole
from pipeline.transmit.change import Request
from pipeline.transmit.change_params import TextReplace
from pipeline.transmit.change_reading import made, write

HOUSE = "house.toml"
AGREED = "agreed.json"


def folder(peer: str, places: Places) -> Path:
    return places.root / "publishers" / peer


def save(book: str, request: Request, places: Places) -> None:
    """Keep what was agreed: the house as it is now, and the request that made it so."""
    where = folder(request.requested_by, places)
    job = recipe.read(places.recipe(book))
    name = job.recipe.house
    if is_own(name) and job.folder is not None:
        write_whole(where / HOUSE, (job.folder / name).read_bytes())
    some = [one for one in agreed(request.requested_by, places) if not _is_same(one, request)]
    rows = [msgspec.json.decode(write(one)) for one in (*some, _plain(request))]
    data = msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n"
    write_whole(where / AGREED, data)


def agreed(peer: str, places: Places) -> list[Request]:
    """What was agreed with a publisher so far, in its order."""
    path = folder(peer, places) / AGREED
    if not path.is_file():
        return []
    try:
        return [made(one) for one in msgspec.json.decode(path.read_bytes(), type=list[dict])]  # type: ignore[type-arg]
    except msgspec.MsgspecError as error:
        raise RecipeError(
            "this profile cannot be read", file=str(path), cause=str(error)
        ) from error


def must_know(peer: str, places: Places) -> None:
    """Raises UsageError for a publisher with whom nothing was agreed yet."""
    known = [path.parent.name for path in (places.root / "publishers").glob(f"*/{AGREED}")]
    if peer not in known:
        raise UsageError(f"nothing was agreed with '{peer}' yet", todo=nearest(peer, known))


def _plain(request: Request) -> Request:
    """A request without what held for one book alone: its figures, checks and dates."""
    from msgspec.structs import replace

    params = request.params
    of = "" if request.transmittal == "draft" else f"{request.transmittal}-"  # each begins at 1
    if isinstance(params, TextReplace):
        params = replace(params, expected_count=None)
    return replace(request, id=f"{of}{request.id}"[-64:].lstrip("-"), params=params, acceptance=(),
                   due="", base_version=0, transmittal="draft", blocking=False)  # fmt: skip


def _is_same(one: Request, other: Request) -> bool:
    plain = _plain(other)
    return one.id == plain.id or (one.kind == plain.kind and one.params == plain.params)
