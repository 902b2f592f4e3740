"""The hand: does one step. It lays the bench, calls the operation and holds it to the law."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from pipeline.model.bench import (
    A,
    B,
    Bench,
    Blobs,
    Declared,
    Forsaken,
    NextPiece,
    in_turn,
    no_piece,
)
from pipeline.model.errors import BookworksError, OperationError
from pipeline.model.handoff import Archives, Deliverables, Handoff
from pipeline.model.manuscript import Manuscript
from pipeline.model.share import WHOLE, Share
from pipeline.model.tray import Load, Tray
from pipeline.shop import beside, conservation
from pipeline.shop.mate import WORTH_CALLING, can_branch
from pipeline.shop.operation import HANDOFFS, RECORDS
from pipeline.shop.routing import Planned
from pipeline.shop.setting import Setting, Watch
from pipeline.shop.storage import is_refusal, refusal
from pipeline.shop.store import Store

MOST_ART = 256_000_000
"""Pixels of pictures in a book of which two exports are made at the same time."""


class Hand:
    def __init__(
        self,
        store: Store,
        setting: Setting,
        watch: Watch,
        given: Callable[[type], Any],
        share: Share = WHOLE,
        tray: Tray | None = None,
    ) -> None:
        self.store = store
        self.blobs: Blobs = tray or store
        self.share = share
        self.setting = setting
        self.watch = watch
        self.given = given
        self.found: dict[str, Callable[[], Any]] = {}  # by step: where it was found out ahead
        self.begun: dict[str, NextPiece] = {}  # by step: where somebody has begun with it

    def make(
        self, planned: Planned, before: Handoff, ahead: Declared | Load | None = None
    ) -> tuple[Handoff, Bench]:
        """What a step gives, lawfully, and the bench that it declared at. `ahead` is what `look` or
        `carried` gave: the step is done, and only has to be laid down here.

        Raises OperationError, or whatever BookworksError the operation raised.
        """
        bench = self._bench(planned)
        if isinstance(ahead, Declared):
            bench.take_over(ahead)
            return before, bench
        after = self._laid(ahead, bench) if ahead else self._call(planned, before, bench)
        conservation.check(planned.step.name, before, after, bench)
        return after, bench

    def may_share(self, planned: Planned) -> bool:
        """Whether a step may be done by two hands, with some of the volumes each."""
        by_volume = planned.operation.by_volume
        return by_volume is not None and by_volume(self._bench(planned))

    def may_scout(self, archives: Handoff) -> bool:
        """Whether archives are so large that it pays to look at them beside the reading."""
        if not isinstance(archives, Archives):
            return False
        files = [Path(archive.path) for archive in archives.archives]
        size = sum([file.stat().st_size for file in files if file.is_file()])
        return can_branch() and size >= WORTH_CALLING

    def may_look(self, planned: Planned, files: Handoff) -> bool:
        """Whether an inspection may be made ahead: it asks for no records of those before it."""
        operation = planned.operation
        return (
            operation.station == "inspect"
            and isinstance(files, Deliverables)
            and sum([file.size for file in files.files]) >= WORTH_CALLING
            and not any(kind in RECORDS for kind in operation.asks)
        )

    def look(self, planned: Planned, files: Handoff) -> Declared:
        """What an inspection declares. Raises OperationError when it does more than look."""
        bench, started = self._bench(planned, quiet=True), time.perf_counter()
        if self._call(planned, files, bench) != files:
            raise OperationError(f"the inspection '{planned.step.name}' changes what it looks at")
        return replace(bench.declared(), seconds=time.perf_counter() - started)

    def may_carry(self, book: Handoff) -> bool:
        """Whether an export may be made beside others: the files that it makes are all in memory
        at once, and pictures are most of a file."""
        return (
            isinstance(book, Manuscript)
            and sum([row.width * row.height for row in book.media]) <= MOST_ART
        )

    def carried(self, planned: Planned, book: Handoff) -> Load:
        """What an export makes, on a tray."""
        tray, started = Tray(self.store), time.perf_counter()
        bench = self._bench(planned, blobs=tray)
        self._call(planned, book, bench)
        load = tray.load(bench)
        took = replace(load.declared, seconds=time.perf_counter() - started)
        return replace(load, declared=took)

    def _laid(self, load: Load, bench: Bench) -> Handoff:
        load.put_down(bench)
        return Deliverables(tuple(bench.files))

    def beside(self, here: Callable[[], A], there: Callable[[], B], kind: type[B]) -> tuple[A, B]:
        """Both at the same time, where that can be."""
        return beside.beside(here, there, kind)

    # -- a call ------------------------------------------------------------------------------------

    def _bench(self, planned: Planned, *, quiet: bool = False, blobs: Blobs | None = None) -> Bench:
        def progress(done: int, total: int) -> None:
            self.watch(planned.step.name, done, total)

        return Bench(
            blobs or self.blobs, book=self.setting.book, house=self.setting.house,
            folder=self.setting.folder, reads=planned.operation.reads,
            progress=None if quiet or blobs else progress,
            beside=self.beside if self.share.is_whole else in_turn, share=self.share,
            begun=self.begun.get(planned.step.name, no_piece),
        )  # fmt: skip

    def _call(self, planned: Planned, before: Handoff, bench: Bench) -> Handoff:
        try:
            arguments = {
                name: self._argument(planned, kind, bench) if number else before
                for number, (name, kind) in enumerate(planned.operation.takes)
            }
            after = planned.operation.run(**arguments)
        except (BookworksError, Forsaken):
            raise
        except (Exception, SystemExit) as error:
            if isinstance(error, OSError) and is_refusal(error):
                raise refusal(error, planned.operation.file) from error
            raise _raised(planned, error) from error
        if type(after) is not planned.operation.gives:
            raise OperationError(
                f"the operation '{planned.step.name}' gave {type(after).__name__}, "
                f"not {planned.operation.gives.__name__}",
                file=str(planned.operation.file),
                todo="return the handoff that the function's signature names",
            )
        return after

    def _argument(self, planned: Planned, kind: type, bench: Bench) -> Any:
        if kind is Bench:
            return bench
        if kind in HANDOFFS + RECORDS:
            return self.given(kind)
        if planned.operation.foresees(kind):
            return self.foreseen(planned, bench)
        return planned.options

    def foreseen(self, planned: Planned, bench: Bench | None = None) -> Any:
        """What an operation finds out ahead: as somebody has found it out, or else now."""
        found = self.found.pop(planned.step.name, None)
        if found:
            return found()
        ahead = planned.operation.ahead
        assert ahead is not None
        return ahead.run(self.given(ahead.takes), bench or self._bench(planned))


def _raised(planned: Planned, error: Exception | SystemExit) -> OperationError:
    """An operation's own failure, with the line of its file where it happened."""
    place, trace = "", error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == str(planned.operation.file):
            place = str(trace.tb_lineno)
        trace = trace.tb_next
    return OperationError(
        f"the operation '{planned.step.name}' failed; nothing it made was used",
        file=str(planned.operation.file),
        place=place,
        cause=f"{type(error).__name__}: {error}",
        todo="mend the operation, or skip the step in the recipe"
        if planned.operation.bespoke
        else "this is a fault of the shop: report it with this message",
    )
