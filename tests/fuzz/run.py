"""A run: the cases of one reader in a process of its own, so that neither a crash nor an endless
loop ends the run."""

from __future__ import annotations

import mmap
import os
import select
import shutil
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from pipeline.ingest.intake import Reader
from tests.fuzz.case import Archive, made
from tests.fuzz.judge import Judge, Verdict
from tests.fuzz.seeds import Seed
from tests.fuzz.shrink import shrunk
from tests.fuzz.watch import Watch, used

_ENDS = ("book", "refused", "set aside", "find")
_TALLY = struct.Struct("<q4qd")
_PATIENCE = 300
"""Seconds of the clock that a case may keep everybody waiting, as where other work is done too."""


class Find(Struct, frozen=True):
    reader: str
    case: int
    what: str
    file: str  # the archive, made as small as it could be
    more: str = ""


class Tally(Struct):
    reader: str
    cases: int = 0
    ends: dict[str, int] = {}
    seconds: float = 0.0
    finds: dict[str, Find] = {}  # by what is wrong
    last: int = -1


class Order(Struct, frozen=True):
    reader: str
    seed: int
    seconds: float  # of the processor's time
    most: int = 1 << 60  # cases
    first: int = 0


def fuzzed(
    order: Order, seeds: list[Seed], kept: Path, readers: list[Reader] | None = None
) -> Tally:
    """What came of the cases of one reader; failing ones are kept in a folder."""
    tally = Tally(order.reader, ends=dict.fromkeys(_ENDS, 0))
    start = order.first
    while True:
        died = _child(order, start, seeds, kept, readers, tally)
        if not died:
            return tally
        number = tally.last
        _note(tally, _lost(order, number, seeds, kept, died))
        start = number + 1
        if (
            start - order.first >= order.most
            or tally.seconds >= order.seconds
            or len(tally.finds) > 50
        ):
            return tally


def archive_of(order: Order, number: int, seeds: list[Seed]) -> Archive:
    return made(seeds, f"{order.seed}/{order.reader}/{number}")


def is_forced(number: int) -> bool:
    """Whether a recipe says which reader is to read a case."""
    return number % 4 != 0


def _child(
    order: Order,
    start: int,
    seeds: list[Seed],
    kept: Path,
    readers: list[Reader] | None,
    tally: Tally,
) -> str:
    """Cases from a number on in a process of their own. "" when all were tried, or what ended it."""
    shared = mmap.mmap(-1, _TALLY.size)
    before = [tally.ends[end] for end in _ENDS]
    _TALLY.pack_into(shared, 0, start, *before, tally.seconds)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as out:
                _work(order, start, seeds, kept, readers, shared, out)
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as finds:
        waited = _listened(finds, child, shared, tally)
    _, status = os.waitpid(child, 0)
    tally.last, *ends, tally.seconds = _TALLY.unpack_from(shared)
    tally.ends = dict(zip(_ENDS, ends, strict=True))
    tally.cases = sum(ends)
    if waited:
        return waited
    return "" if status == 0 else f"the process ended with {os.waitstatus_to_exitcode(status)}"


def _listened(finds: BinaryIO, child: int, shared: mmap.mmap, tally: Tally) -> str:
    """Take down what the process finds. What ended it, where that was done here."""
    at, since, held = -1, time.monotonic(), b""
    while True:
        ready, _, _ = select.select([finds], [], [], 1.0)
        if ready:
            data = os.read(finds.fileno(), 1 << 16)
            if not data:
                return ""
            *lines, held = (held + data).split(b"\n")
            for line in lines:
                _note(tally, msgspec.json.decode(line, type=Find))
        now = _TALLY.unpack_from(shared)[0]
        if now != at:
            at, since = now, time.monotonic()
        elif time.monotonic() - since > _PATIENCE:
            os.kill(child, 9)
            return "it came to no end"


def _note(tally: Tally, find: Find) -> None:
    tally.finds.setdefault(find.what, find)


def _lost(order: Order, number: int, seeds: list[Seed], kept: Path, why: str) -> Find:
    file = _kept(archive_of(order, number, seeds), kept, order.reader, number)
    return Find(order.reader, number, why, str(file))


def _kept(archive: Archive, kept: Path, reader: str, number: int) -> Path:
    folder = kept / f"{reader}-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return archive.write(folder)


def _work(
    order: Order, start: int, seeds: list[Seed], kept: Path, readers: list[Reader] | None,
    shared: mmap.mmap, out: BinaryIO,
) -> None:  # fmt: skip
    """What the process does."""
    root = Path(tempfile.mkdtemp(prefix="bookworks-fuzz-"))
    try:
        for name in ("given", "scratch"):
            (root / name).mkdir()
        tempfile.tempdir = str(root / "scratch")
        os.chdir(root)
        judge = Judge(order.reader, Watch(root), root, readers)
        _, *ends, spent = _TALLY.unpack_from(shared)
        tally, known, begun = list(ends), set[str](), used() - spent
        for number in _numbers(order, start, begun):
            _TALLY.pack_into(shared, 0, number, *tally, used() - begun)
            archive = archive_of(order, number, seeds)
            verdict = judge(archive, is_forced(number))
            tally[_ENDS.index(verdict.end)] += 1
            if verdict.find and verdict.find not in known:
                known.add(verdict.find)
                out.write(
                    msgspec.json.encode(_found(order, number, archive, verdict, judge, kept))
                    + b"\n"
                )
                out.flush()
        _TALLY.pack_into(shared, 0, start, *tally, used() - begun)
    finally:
        os.chdir("/")
        shutil.rmtree(root, ignore_errors=True)


def _numbers(order: Order, start: int, begun: float) -> Iterator[int]:
    number = start
    while number - order.first < order.most and used() - begun < order.seconds:
        yield number
        number += 1


def _found(
    order: Order, number: int, archive: Archive, verdict: Verdict, judge: Judge, kept: Path
) -> Find:
    def fails(one: Archive) -> bool:
        return judge(one, is_forced(number)).find == verdict.find

    # What takes long takes long each time; and a peak of memory is reached but once.
    most = 5 if "seconds" in verdict.find else 0 if "MB" in verdict.find else 400
    file = _kept(shrunk(archive, fails, most), kept, order.reader, number)
    (file.parent / "traceback.txt").write_text(
        f"{verdict.find}\n{verdict.more}", encoding="utf-8", errors="replace"
    )
    return Find(order.reader, number, verdict.find, str(file), verdict.more)
