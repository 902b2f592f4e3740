"""A trial: one spoilt archive brought before the readers, and whether they bore it."""

from __future__ import annotations

import resource
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from types import FrameType

from pipeline.ingest import read
from pipeline.ingest.identify import known
from pipeline.ingest.intake import Reader
from pipeline.ingest.unpack import Unpacked, digest_of
from pipeline.inspect.counters import every
from pipeline.model import codec
from pipeline.model.bench import Bench
from pipeline.model.errors import BookworksError
from pipeline.model.handoff import Archive, Archives, Posts
from pipeline.shop import conservation
from tests.fuzz.strokes import Members, change, spoil
from tests.hostile.case import brought
from tests.specimens import SPECIMENS, bluesky
from tests.specimens.cbor import repository
from tests.specimens.specimen import Specimen, put, zipped

SECONDS = 5.0
"""Of the processor, for one small archive: nothing in it is worth more."""

MEGABYTES = 512
"""Above what the process holds before the first trial."""

WHOLE = 25
"""One case in so many is made into a book."""

FAULT = "fault of the shop"


class Late(BaseException):
    """A trial took longer than it may. No reader catches it as one item's fault."""


@dataclass(frozen=True)
class Spoilt:
    """A case, made again from its number."""

    specimen: Specimen
    form: str
    members: Members

    def lay(self, folder: Path) -> Path:
        name = self.specimen.name
        if self.form == "file":
            return put(folder / Path(self.specimen.alone).name, self.members[self.specimen.alone])
        if self.form == "zip":
            return put(folder / f"{name}.zip", zipped(self.members))
        return _folder(self.members, folder / name)


def spoilt(format: str, seed: int, number: int) -> Spoilt:
    dice = Random(f"{seed} {format} {number}")
    specimen = dice.choice([one for one in SPECIMENS if one.format == format])
    others = [one.members for one in SPECIMENS if one is not specimen]
    members = spoil(_records(specimen, dice), others, dice)
    forms = ["zip", "folder"] + ["file"] * (2 * (specimen.alone in members))
    return Spoilt(specimen, dice.choice(forms), members)


def _records(specimen: Specimen, dice: Random) -> Members:
    """The members. Bytes of a repository are named by their digest, so that a stroke at random
    spoils the name too: its records are changed before they are packed."""
    if specimen.format != "bluesky" or dice.random() < 0.4:
        return specimen.members
    records = _copied(bluesky.RECORDS)
    for _ in range(dice.choice((1, 2, 5))):
        records = change(records, dice)
    if not isinstance(records, dict) or not all(map(_is_packable, records.values())):
        return specimen.members
    return {**specimen.members, specimen.alone: repository(records, bluesky.DELETED)}


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _is_packable(value: object) -> bool:
    match value:
        case dict():
            return all(isinstance(key, str) for key in value) and all(
                map(_is_packable, value.values())
            )
        case list():
            return all(map(_is_packable, value))
        case str():
            return not any("\ud800" <= sign <= "\udfff" for sign in value)
        case int():
            return abs(value) < 2**63
        case None | bytes():
            return True
        case _:
            return type(value).__name__ == "Cid"


def _folder(members: Members, folder: Path) -> Path:
    """The members as files, those left out that no disk takes under such a name."""
    folder.mkdir(parents=True)
    for name, data in members.items():
        if _is_name(name):
            with suppress(OSError):
                put(folder / name, data)
    return folder


def _is_name(name: str) -> bool:
    """Whether a folder can hold a file of this name, and within itself."""
    path = Path(name)
    plain = bool(path.parts) and ".." not in path.parts and not path.is_absolute()
    fits = all(len(part.encode("utf-8", "replace")) < 250 for part in path.parts)
    return plain and fits and "\0" not in name and bool(name.strip())


# -- the trial -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """How a trial ended: "read", "refused", or what was found."""

    end: str
    find: str = ""


def tried(case: Spoilt, room: Path, *, whole: bool = False) -> Verdict:
    """What came of a case, in a folder of its own that is empty afterwards."""
    archive = case.lay(room / "given")
    try:
        with _in_time():
            end = _book(case, room / "book") if whole else _posts(archive)
        return Verdict(end)
    except Late:
        return Verdict("find", f"took more than {SECONDS:.0f} s")
    except Exception as error:
        return Verdict("find", f"{type(error).__name__}: {_place(error)}: {str(error)[:300]}")
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _posts(archive: Path) -> str:
    """The archive through every claim, its reader, the law, the codec and the counters."""
    try:
        with Unpacked.open(archive, digest="") as opened:
            for candidate in known():
                _claimed(candidate, opened)
        given = Archives((Archive(digest_of(archive), archive.name, str(archive)),))
        bench = Bench(Memory())
        posts = read.run(given, read.Options(), bench)
    except BookworksError as error:
        return _refused(error, archive)
    conservation.check("ingest.read", given, posts, bench)
    assert codec.decode(codec.encode(posts), Posts) == posts, "the posts do not outlive the store"
    for _ in every(archive):
        pass
    return "read"


def _claimed(candidate: Reader, opened: Unpacked) -> None:
    """A claim that fails must be the archive's fault. `identify` would hush it up."""
    try:
        candidate.claim(opened)
    except BookworksError as error:
        if FAULT in str(error):
            raise AssertionError(str(error)) from error


def _book(case: Spoilt, room: Path) -> str:
    """The archive made into a book, by the whole line."""
    room.mkdir(parents=True)
    given = case.members if case.form != "file" else case.members[case.specimen.alone]
    if isinstance(given, dict):
        given = {name: data for name, data in given.items() if _is_name(name)}
    name = Path(case.specimen.alone).name if case.form == "file" else "archive"
    try:
        answer = brought(given, name, room)
    except (NotADirectoryError, FileExistsError, IsADirectoryError):
        return "refused"  # a name that no folder can hold beside the others
    if answer.error is not None:
        return _refused(answer.error, Path(name))
    return "read"


def _refused(error: BookworksError, archive: Path) -> str:
    said = f"{error} {error.cause} {error.todo}"
    assert FAULT not in said, error.cause
    assert archive.name in f"{error.file} {said}", f"the archive is not named: {error.message}"
    assert error.todo, f"not said what to do: {error.message}"
    return "refused"


class Memory:
    """Bytes by digest, in memory."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self._held[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        return self._held[digest]

    def writer(self):  # type: ignore[no-untyped-def]
        raise AssertionError("reading an archive delivers no file")


@contextmanager
def _in_time() -> Iterator[None]:
    def late(signum: int, frame: FrameType | None) -> None:
        raise Late

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def limit_memory() -> None:
    """A wall far behind what a trial may take, for the sake of the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (8 * MEGABYTES << 20,) * 2)


def _place(error: BaseException) -> str:
    """The innermost line of the shop's that an exception passed."""
    trace, place = error.__traceback__, "?"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "/pipeline/" in file:
            place = f"pipeline/{file.rsplit('/pipeline/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


# -- a round ---------------------------------------------------------------------------------------


@dataclass
class Round:
    """What a reader was tried with."""

    format: str
    ends: dict[str, int]
    finds: list[tuple[int, str]]
    seconds: float
    megabytes: int


def tries(
    format: str, seed: int, room: Path, goes_on: Callable[[int], bool], start: int = 0
) -> Round:
    """Trials of one reader, as long as it goes on. The same find is told once."""
    ends = {"read": 0, "refused": 0, "find": 0}
    finds: dict[str, int] = {}
    started, number = time.monotonic(), start
    before = _peak()
    while goes_on(number - start):
        held = _peak()
        verdict = tried(spoilt(format, seed, number), room / str(number), whole=number % WHOLE == 0)
        if _peak() - held > MEGABYTES:
            verdict = Verdict("find", f"took more than {MEGABYTES} MB")
        ends[verdict.end] += 1
        if verdict.find:
            finds.setdefault(verdict.find.partition("\n")[0][:160], number)
        number += 1
    told = [(number, find) for find, number in finds.items()]
    return Round(format, ends, told, time.monotonic() - started, _peak() - before)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
