"""Change requests on their way between two shops.

    from-PEER/T-2026-0001/requests/CR-0001.<sha256>.dsse.json

Each is signed by who asks. The event `changes-requested` names them by their files, and such a name
holds the file's digest: what is half here, or is another's, is not what was asked for. The event is
taken in together with all that it names, or waits for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline.commands.change import answers
from pipeline.commands.handover import record, shared
from pipeline.commands.handover.record import Record
from pipeline.model.errors import RecipeError, UsageError
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole
from pipeline.transmit import dsse
from pipeline.transmit.change import Request
from pipeline.transmit.change_reading import read, write
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.events import Event, Reason, Signed

FOLDER = shared.REQUESTS
_NAME = re.compile(rf"{FOLDER}/(([A-Za-z0-9][A-Za-z0-9_-]{{0,63}})\.([0-9a-f]{{64}})\.dsse\.json)")


class Paper(Struct, frozen=True):
    """A request in its envelope."""

    request: Request
    envelope: bytes

    @property
    def name(self) -> str:
        return f"{self.request.id}.{hashlib.sha256(self.envelope).hexdigest()}.dsse.json"

    @property
    def reason(self) -> Reason:
        """How an event names it."""
        request = self.request
        return Reason(code=request.kind, message=request.id, file=f"{FOLDER}/{self.name}")


def signed(request: Request, seed: bytes) -> Paper:
    return Paper(request, dsse.sign(write(request), dsse.CHANGE, seed))


def opened(envelope: bytes, keys: Mapping[str, bytes], name: str) -> Paper:
    """A request whose signature holds. Raises Unsigned or RecipeError."""
    return Paper(read(dsse.payload(envelope, dsse.CHANGE, keys), name), envelope)


def named(event: Event) -> list[str]:
    """The files that an event names, each within its transmittal's folder of requests."""
    found = [_NAME.fullmatch(reason.file) for reason in event.reasons]
    return [match[1] for match in found if match]


def keep(held_now: Record, papers: Iterable[Paper]) -> None:
    for paper in papers:
        write_whole(held_now.root / FOLDER / paper.name, paper.envelope)


def kept(held_now: Record) -> list[Paper]:
    """The requests of a transmittal that an event of its recipient names, in their order."""
    found = []
    for one in held_now.chains["recipient"]:
        for name in named(one.event):
            data = shared.read(held_now.root / FOLDER / name)
            try:
                found.append(opened(data, held_now.keys["recipient"], name))
            except (Unsigned, RecipeError):
                continue  # it was told when it came, and is of no use to anybody
    return found


# -- at the writer's -------------------------------------------------------------------------------


class Taken(Struct, frozen=True):
    """What came of a recipient's events: those that are new, the requests that they name, what
    contradicts our log, and what is passed over or still missing."""

    events: list[Signed] = []
    requests: list[Request] = []
    told: list[str] = []
    notes: list[str] = []


def take(held_now: Record, answers: list[Signed], folders: tuple[Path, ...] = ()) -> Taken:
    """Take in a recipient's events, each with the requests that it names; or say why not."""
    new, told = held_now.following("recipient", answers)
    for one in new:
        sent = held_now.sent(one.event.version)
        if sent is None or sent.event.tagmanifest_sha256 != one.event.tagmanifest_sha256:
            told.append(f"event {one.event.seq} of {one.event.source} is about a version that we "
                        "did not send")  # fmt: skip
    if told:
        return Taken(told=told)
    events: list[Signed] = []
    requests: list[Request] = []
    notes: list[str] = []
    for one in new:
        envelopes = {name: _arrived(name, folders) for name in named(one.event)}
        missing = [name.split(".")[0] for name, data in envelopes.items() if not data]
        if missing:
            notes.append(f"{', '.join(missing)} has not arrived, or not whole: the event that asks "
                         "for it waits")  # fmt: skip
            break
        papers = list(_usable(held_now, one.event, envelopes, notes))
        keep(held_now, papers)
        requests += [paper.request for paper in papers]
        held_now.keep("recipient", [one])
        events.append(one)
    return Taken(events, requests, [], notes)


def _arrived(name: str, folders: tuple[Path, ...]) -> bytes:
    """The one file that a name with a digest can mean; b"" where it is not here, or not whole."""
    digest = name.split(".")[1]
    for folder in folders:
        data = shared.read(folder / name)
        if hashlib.sha256(data).hexdigest() == digest:
            return data
    return b""


def _usable(
    held_now: Record, event: Event, envelopes: dict[str, bytes], notes: list[str]
) -> Iterator[Paper]:
    """Those that can be applied; of the others a sentence, for whoever asked signed for them."""
    for name, data in envelopes.items():
        short = name.split(".")[0]
        try:
            paper = opened(data, held_now.keys["recipient"], short)
        except (Unsigned, RecipeError) as error:
            notes.append(f"{short} cannot be used: {error}")
            continue
        one = paper.request
        if (one.requested_by, one.transmittal, one.id) != (event.source, held_now.id, short):
            notes.append(f"{short} cannot be used: it names another asker, transmittal or id")
            continue
        yield paper


def of_book(book: str, places: Places) -> Iterator[tuple[str, Request]]:
    """Every request that came for a book, with the file that it lies in: the newest last."""
    for path in sorted((places.root / "handover" / "sent").glob(f"*/T-*/{FOLDER}/[!.]*.dsse.json")):
        if record.book(path.parents[1]) != book or not _NAME.fullmatch(f"{FOLDER}/{path.name}"):
            continue
        try:
            held = dsse.opened(shared.read(path), dsse.CHANGE)[1]  # its signature held when it came
            yield str(path), read(held, path.name)
        except (Unsigned, RecipeError):
            continue


def _full(one: Request) -> tuple[str, str]:
    return f"{one.requested_by}/{one.id}", f"{one.transmittal}/{one.id}"


def must_find(book: str, name: str, places: Places) -> Request:
    """A request that came for a book, by its id, or by `peer/id` or `transmittal/id`; of several,
    the one that was not answered yet. Raises UsageError."""
    every = [one for _, one in of_book(book, places)]
    found = [one for one in every if name in (one.id, *_full(one))]
    found = [one for one in found if not answers.find(book, one, places)] or found
    whole = {msgspec.json.encode(one): one for one in found}
    if len(whole) > 1:
        todo = "say which: " + ", ".join(sorted({f"{one.transmittal}/{one.id}" for one in found}))
        raise UsageError(f"several requests that came are called '{name}'", todo=todo)
    if not whole:
        todo = "give the path of a file that `bookworks change` wrote, or the id of one that came"
        raise UsageError("this request cannot be read: there is none", file=name, todo=todo)
    return next(iter(whole.values()))
