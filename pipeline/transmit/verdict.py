"""The verdict: whether a parcel is what a known peer sent, whole and as the contract says.

First what stands on bytes alone: names, signatures, manifests. Only what passed that is understood.
Whatever is wrong is told with a code for programs, a sentence for people, and the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pipeline.transmit import bag, dsse, events, onixread, parcel, reconcile, trade
from pipeline.transmit.contract import (
    CHANGES,
    CHECKS,
    DRAFT,
    FORMAT,
    PAPERS,
    Changes,
    Checks,
    Transmittal,
)
from pipeline.transmit.events import Signed
from pipeline.transmit.parcel import Fault, Parcel, Unreadable
from pipeline.transmit.peer import Peer
from pipeline.transmit.sealing import PREDICATES, SENT, SIGNATURES, STATEMENT
from pipeline.transmit.strict import Malformed, plain, read
from pipeline.transmit.strictbag import Bag

KNOWN_EXTENSIONS: frozenset[str] = frozenset()
"""What we understand under `extensions`, by URI."""

_FORMATS = {
    "metadata/transmittal.json": FORMAT,
    "metadata/checks.json": CHECKS,
    "metadata/changes.json": CHANGES,
}
_MAJOR = re.compile(r"f2f\.([a-z]+)/([0-9]+)\Z")


class Problem(Struct, frozen=True):
    code: str
    message: str
    file: str = ""


class Verdict(Struct, frozen=True):
    """What came of it. Without problems, `transmittal` and `sent` are there."""

    problems: tuple[Problem, ...]
    tagmanifest_sha256: str = ""
    transmittal: Transmittal | None = None
    sent: Signed | None = None  # also with problems, where the sender did sign it
    changes: Changes | None = None

    @property
    def good(self) -> bool:
        return not self.problems


def verify(held: Parcel, peer: Peer) -> Verdict:
    """Look at a parcel that is said to come from a peer whose keys are pinned."""
    try:
        return _verify(held, peer)
    except Unreadable as error:
        return Verdict((Problem("parcel.unreadable", str(error)),))


def sender(held: Parcel) -> str:
    """Who a parcel says it is from: nothing is proved by it. Raises Unreadable."""
    if SENT not in held.sizes:
        raise Unreadable(f"it holds no {SENT}, so it was not sent by anyone, or not all is here")
    try:
        return events.peek(parcel.read(held, SENT)).source
    except (dsse.Unsigned, Malformed) as error:
        raise Unreadable(f"{SENT}: {error}") from error


def _verify(held: Parcel, peer: Peer) -> Verdict:
    found = list(parcel.faults(held))
    if found:
        return Verdict(_problems(found))  # names that are not safe are not asked for their bytes
    whole = Bag(held)
    seals = _Seals(held, whole, peer)
    found = seals.faults + whole.faults
    if found:
        return Verdict(_problems(found), whole.digest, None, seals.sent)
    reading = _Papers(held)
    if reading.faults or reading.transmittal is None:
        return Verdict(_problems(reading.faults), whole.digest, None, seals.sent)
    sent = reading.transmittal
    found = list(_agreement(held, whole, sent, reading.checks, seals.sent, peer))
    found += _answers(sent, reading.changes)
    found += onixread.faults(parcel.read(held, onixread.FILE), sent)
    found += _codes(sent)
    if not found:
        found = list(_extent(held, sent))
    return Verdict(_problems(found), whole.digest, sent, seals.sent, reading.changes)


def _problems(faults: list[Fault]) -> tuple[Problem, ...]:
    return tuple([Problem(*fault) for fault in dict.fromkeys(faults)])


# -- signatures ------------------------------------------------------------------------------------


class _Seals:
    def __init__(self, held: Parcel, whole: Bag, peer: Peer) -> None:
        self.faults: list[Fault] = []
        self.sent: Signed | None = None
        self._held, self._whole, self._keys = held, whole, peer.pinned
        for name in SIGNATURES:
            if name in held.sizes:  # what is missing the bag tells
                try:
                    self._look(name)
                except dsse.Unsigned as error:
                    self.faults.append((error.code, str(error), name))
                except Malformed as error:
                    self.faults.append(("signature.form", str(error), name))

    def _look(self, name: str) -> None:
        data = parcel.read(self._held, name)
        if name == SENT:
            sent = events.opened(data, self._keys)
            if sent.event.type != "sent":
                raise dsse.Unsigned("signature.form", "it is not the event of sending")
            self._subject(name, sent.event.tagmanifest_sha256)
            self.sent = sent
            return
        statement = plain(dsse.payload(data, dsse.STATEMENT, self._keys))
        kind = (STATEMENT, PREDICATES[name])
        if not isinstance(statement, dict) or _kind(statement) != kind:
            raise dsse.Unsigned("signature.form", f"it is no statement of {PREDICATES[name]}")
        subjects = _subjects(statement)
        self._subject(name, subjects.pop(bag.TAG_MANIFEST, ""))
        for file, digest in subjects.items():
            if self._whole.payload.get(file) != digest:
                told = f"it was signed for another {file}"
                self.faults.append(("signature.subject", told, name))

    def _subject(self, name: str, digest: str) -> None:
        if digest != self._whole.digest:
            told = "it was signed for another bag: its digest is not that of the tag manifest here"
            self.faults.append(("signature.subject", told, name))


def _kind(statement: dict[str, Any]) -> tuple[Any, Any]:
    return statement.get("_type"), statement.get("predicateType")


def _subjects(statement: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    rows = statement.get("subject")
    for row in rows if isinstance(rows, list) else []:
        digest = row.get("digest") if isinstance(row, dict) else None
        if not isinstance(digest, dict) or not isinstance(row.get("name"), str):
            raise Malformed("a subject has no name or no digest")
        found[row["name"]] = str(digest.get("sha256", ""))
    return found


# -- papers ----------------------------------------------------------------------------------------


class _Papers:
    """The JSON files, read by their types."""

    def __init__(self, held: Parcel) -> None:
        self.faults: list[Fault] = []
        self.transmittal: Transmittal | None = None
        self.checks: Checks | None = None
        self.changes: Changes | None = None
        for name, kind in PAPERS.items():
            data = parcel.read(held, name)
            try:
                self._format(name, plain(data))
                found = read(data, kind)
            except Malformed as error:
                self.faults.append(("paper.field", str(error), name))
                continue
            match found:
                case Transmittal():
                    self.transmittal = found
                    self._must_understand(found, name)
                case Checks():
                    self.checks = found
                case Changes():
                    self.changes = found

    def _format(self, name: str, value: Any) -> None:
        said = value.get("format", "") if isinstance(value, dict) else ""
        major = _MAJOR.match(said) if isinstance(said, str) else None
        if major and said != _FORMATS[name]:
            told = f"it is written in {said}, and we read {_FORMATS[name]}"
            self.faults.append(("paper.format", told, name))

    def _must_understand(self, sent: Transmittal, name: str) -> None:
        for uri in sent.must_understand:
            if uri not in KNOWN_EXTENSIONS:
                told = f"it must not be read without understanding {uri}, which we do not"
                self.faults.append(("paper.extension", told, name))


def _agreement(
    held: Parcel, whole: Bag, sent: Transmittal, checks: Checks | None, event: Signed | None,
    peer: Peer,
) -> Iterator[Fault]:  # fmt: skip
    """Whether the transmittal says of the bag what the bag says of itself."""
    file = "metadata/transmittal.json"
    if sent.id == DRAFT or sent.version < 1 or sent.sender is None or sent.recipient is None:
        yield "transmittal.draft", "this is a draft, and was never sealed for anyone", file
        return
    name = f"{sent.id}_v{sent.version}"
    if held.name != name:
        yield "transmittal.folder", f"it is {name}, and lies in a folder called {held.name}", file
    if sent.sender.peer_id != peer.peer_id:
        yield "transmittal.sender", f"it says that {sent.sender.peer_id} sent it", file
    told = event.event if event else None
    if told is None or (told.source, told.transmittal, told.version) != (
        peer.peer_id, sent.id, sent.version,
    ):  # fmt: skip
        yield "transmittal.event", "the event of its sending tells of another transmittal", SENT
    older = sent.supersedes.version if sent.supersedes else 0
    if (sent.version > 1) != bool(older) or older >= sent.version:
        said = f"version {sent.version} cannot take the place of version {older or '(none)'}"
        yield "transmittal.supersedes", said, file
    rows = {item.path: (item.sha256, item.bytes) for item in sent.items}
    real = {path: (digest, held.sizes[path]) for path, digest in whole.payload.items()}
    if rows != real or len(rows) != len(sent.items):
        yield "transmittal.items", "its items are not the files that lie under data/", file
    info = parcel.read(held, "bag-info.txt").decode("utf-8", "replace").splitlines()
    if f"Payload-Oxum: {bag.oxum(sent)}" not in info:
        yield "bag.oxum", "its Payload-Oxum is not what lies under data/", "bag-info.txt"
    for check in checks.checks if checks else ():
        if check.result == "failed":
            yield "checks.failed", f"its own check failed: {check.about}", "metadata/checks.json"


def _answers(sent: Transmittal, changes: Changes | None) -> Iterator[Fault]:
    """Whether it answers what it says that it answers, each once."""
    told = [one.request for one in changes.answers] if changes else []
    if told != list(sent.answers) or len(told) != len(set(told)):
        said = f"it names {len(sent.answers)} answers, and holds {len(told)} others"
        yield "transmittal.answers", said, "metadata/changes.json"


def _codes(sent: Transmittal) -> Iterator[Fault]:
    file = "metadata/transmittal.json"
    for one in sent.work.identifiers:
        if one.scheme == trade.ISBN and not trade.is_isbn(one.value):
            yield "transmittal.isbn", f"{one.value} is no ISBN: its digits do not add up", file
    for subject in sent.work.subjects:
        wrong = trade.misfit(subject.scheme, subject.code)
        if wrong:
            yield "transmittal.subject", wrong, file


def _extent(held: Parcel, sent: Transmittal) -> Iterator[Fault]:
    held_by = {
        role: [_whole(held, item.path) for item in sent.items if (item.type, item.role) == role]
        for role in (("manuscript", "docx"), ("manuscript", "captions"))
    }
    docx, captions = held_by.values()
    if not docx:
        return
    try:
        for said in reconcile.differences(sent, docx, captions):
            yield "extent.differs", said, "metadata/transmittal.json"
    except reconcile.Unreadable as error:
        yield "docx.unreadable", f"a docx cannot be opened: {error}", "data/manuscript"


def _whole(held: Parcel, name: str) -> bytes:
    with held.open(name) as file:
        return file.read(1 << 30)
