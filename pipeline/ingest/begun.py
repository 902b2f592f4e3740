"""Begun: what is done with archives while the shop is still being set up: whose they are, and what
their reader can do without knowing anything else. It is told piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from msgspec import Raw, Struct

from pipeline.ingest.identify import identify
from pipeline.ingest.intake import Intake
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.handoff import Archive, Archives


class Begun(Struct, frozen=True):
    """A piece of what a reader made of an archive. Where it is heard it is still encoded: of what
    kind it is only its reader knows."""

    path: str
    reader: str
    piece: Raw


def begin(archives: Archives, bench: Bench) -> Iterator[Begun]:
    """Begin with archives. One with which anything is wrong is left to its reading, which says what
    it is."""
    alone = len(archives.archives) == 1
    for archive in archives.archives:
        with suppress(ArchiveError):
            yield from _pieces(archive, Bench(bench.blobs), alone=alone)


def _pieces(archive: Archive, apart: Bench, *, alone: bool) -> Iterator[Begun]:
    with Unpacked.open(archive.path, archive.digest) as opened:
        reader, _ = identify(opened)
        begin = getattr(reader, "begin", None)
        if begin:
            for piece in begin(opened, Intake(opened, apart, held=None if alone else {})):
                yield Begun(archive.path, reader.NAME, piece)


class Pieces:
    """What is told of all archives, as they are read in their turn."""

    def __init__(self, bench: Bench) -> None:
        self._tell = bench.begun
        self._next: Begun | None = None

    def of(self, path: str, reader: str) -> Raw | None:
        """The next piece that a reader told of an archive, waited for; None where there is none."""
        found = self._next or self._tell(Begun)
        if found is None:
            return None
        mine = found.path == path and found.reader == reader
        self._next = None if mine else found
        return found.piece if mine else None
