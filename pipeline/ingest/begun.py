"""Begun: what is found out of archives while the shop is still being set up: whose they are, and
what their reader can take out of them without knowing anything else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from msgspec import Raw, Struct

from pipeline.ingest.identify import identify
from pipeline.ingest.intake import Intake
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.handoff import Archive, Archives


class Begun(Struct, frozen=True):
    """What readers took out of archives, by the path of each and by the reader's name. Where it is
    heard it is still encoded: of what kind it is only its reader knows."""

    taken: dict[str, dict[str, Raw]]


def begin(archives: Archives, bench: Bench) -> Begun:
    """Begin with archives. One with which anything is wrong is left to its reading, which says what
    it is."""
    return Begun({archive.path: _taken(archive, bench) for archive in archives.archives})


def _taken(archive: Archive, bench: Bench) -> dict[str, Any]:
    apart = Bench(bench.blobs)
    with suppress(ArchiveError), Unpacked.open(archive.path, archive.digest) as opened:
        reader, _ = identify(opened)
        begin = getattr(reader, "begin", None)
        taken = begin(opened, Intake(opened, apart)) if begin else None
        # What there is to declare is declared where the archive is read.
        if taken and not apart.findings and not apart.set_asides:
            return {reader.NAME: taken}
    return {}


def begun(bench: Bench, path: str, reader: str) -> Raw | None:
    """What a reader took out of an archive, waited for, and given once, as it can be large; None
    where nobody was at it."""
    found = bench.begun()
    return found.taken.get(path, {}).pop(reader, None) if isinstance(found, Begun) else None
