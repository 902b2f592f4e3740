"""A crew: two hands at one book, each with its share of the volumes, from station to station.

The one hand works here. The other is a mate, who was called before there was a book and is told its
share of it: so neither copies what the other holds. Either is held to the law for its own share.
What they declare and make is laid together step by step, in the order of the volumes, so that
nobody can tell afterwards whether a book was made by one hand or by two.
"""

from __future__ import annotations

from collections import deque
from itertools import takewhile
from typing import Any

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from pipeline.model import codec
from pipeline.model.bench import Blobs
from pipeline.model.handoff import Archives, Deliverables, File, Handoff
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.share import Share, halved, volumes
from pipeline.model.tray import Made, Tray
from pipeline.shop.hand import Hand
from pipeline.shop.mate import Mate, Talk, can_branch
from pipeline.shop.operation import HANDOFFS, RECORDS
from pipeline.shop.routing import Planned
from pipeline.shop.slip import Sealed, Slip, joined, sealed, slip


class Divided(Struct):
    """A book of which the later volumes are with the mate."""

    ours: Manuscript
    theirs: tuple[Raw, ...]  # their divisions, encoded; () until the mate has told of them
    before: Manuscript  # the whole as it was, of other words: with the same items

    def whole(self) -> Manuscript:
        """All of it, put together, once the mate has told of its volumes."""
        assert self.theirs
        theirs = [msgspec.msgpack.decode(told, type=Division) for told in self.theirs]
        return replace(self.ours, divisions=(*self.ours.divisions, *theirs))

    def encoded(self) -> list[bytes | memoryview]:
        """The bytes of the whole, as `codec.encode` gives them."""
        divisions = (*self.ours.divisions, *self.theirs)
        return codec.encode(replace(self.ours, divisions=divisions))


class Task(Struct, frozen=True):
    """What two hands can do of a plan, each with its own volumes."""

    steps: list[Planned]
    ahead: list[Planned]  # later steps, which find something out of the book ahead

    @property
    def moves(self) -> bool:
        """Whether a volume is moved from this hand to the mate once all are exported: this hand has
        the records to keep as well, and would be done later."""
        exports = any(planned.operation.station == "export" for planned in self.steps)
        return exports and any(map(_looks_at_files, self.steps))

    def tells(self, planned: Planned) -> bool:
        """Whether a step is one behind which the book is kept: the last of its station."""
        at = self.steps.index(planned)
        later = self.steps[at + 1 :]
        return not later or later[0].operation.station != planned.operation.station


class Crew:
    """Two hands at work. `make` has both do the next of their steps, and once all are done,
    `foreseen` has them find out what a later one asks for."""

    def __init__(self, hand: Hand, book: Manuscript, task: Task, mate: Mate) -> None:
        """Raises mate.Gone."""
        (share, ours), (other, theirs) = halved(book)
        self.task = task
        self._book = book
        self._names = frozenset(_names(task.steps))
        self._left = deque(task.steps)
        self._ours: deque[tuple[Handoff, Sealed] | Exception] = deque()  # what was made ahead
        self._member = _Member(hand, share, ours)
        self._store = hand.store
        self._files = Deliverables(())
        self._moved: list[File] | None = None  # to the mate, who is still to know
        hand.store.flush()  # the mate reads what is there
        self._mate = mate
        mate.say(_encoder.encode(_Order(other, _names(task.steps), _names(task.ahead), theirs)))

    def does(self, planned: Planned) -> bool:
        """Whether a step is one of those that both do."""
        return planned.step.name in self._names

    @property
    def is_done(self) -> bool:
        """Whether nothing is left that both could do."""
        return not self._left and not self._ours and not self.task.ahead

    def make(self, planned: Planned) -> tuple[Handoff | Divided, Sealed]:
        """What both gave, and what they declared.

        Raises mate.Gone, or what the step raises here.
        """
        if self._moved is not None:
            self._tell_moved(self._moved)
        if not self._ours:
            self._go_on()
        while self._may_go_on(planned) and not self._mate.has_told():
            self._go_on()
        made = self._ours.popleft()
        if isinstance(made, Exception):
            raise made
        after, ours = made
        told = _decoder.decode(self._mate.told())
        written = joined(ours, told.slip)
        if isinstance(after, Manuscript):
            return Divided(after, told.divisions, self._book), written
        if planned.operation.station == "export":
            assert isinstance(after, Deliverables)
            laid = [self._laid(made) for made in told.files]
            self._files = Deliverables((*after.files, *laid))
            self._moved = self._member.part() if self.task.moves else None
        return self._files, written

    def _may_go_on(self, planned: Planned) -> bool:
        """Whether more of a step's station is left to this hand: better than to wait."""
        is_left = bool(self._left) and not isinstance(self._ours[-1], Exception)
        return is_left and self._left[0].operation.station == planned.operation.station

    def _go_on(self) -> None:
        """This hand's share of the next step. What goes wrong waits for the step's own turn."""
        try:
            after, declared = self._member.make(self._left.popleft())
            self._ours.append((after, sealed(declared)))
        except Exception as error:
            self._ours.append(error)

    def _tell_moved(self, moved: list[File]) -> None:
        self._store.flush()  # the mate reads what is there
        self._mate.say(_encoder.encode(moved))
        self._moved = None

    def _laid(self, made: Made) -> File:
        digest = self._store.put(made.data)
        return File(made.name, digest, len(made.data), made.format, made.volume)

    def foreseen(self, planned: Planned) -> Any:
        """What a later step finds out ahead of all the volumes. Raises mate.Gone."""
        ahead = planned.operation.ahead
        assert ahead is not None
        ours = self._member.hand.foreseen(planned)
        return ours.joined(msgspec.msgpack.decode(self._mate.told(), type=ahead.gives))

    def end(self) -> None:
        """Let the mate go."""
        self._mate.end()


def shared(plan: list[Planned], hand: Hand, book: Manuscript) -> Task | None:
    """What two hands can do of a plan, from its first step on; None where there is no second hand,
    or nothing to divide.

    Where several exports take the book, each of them asks for all of it.
    """
    if not (can_branch() and hand.may_carry(book) and len(volumes(book.divisions)) > 1):
        return None
    steps = list(takewhile(lambda one: _changes(one) and hand.may_share(one), plan))
    rest = plan[len(steps) :]
    exports = [planned for planned in rest if planned.operation.station == "export"]
    if len(exports) == 1 and exports[0] is rest[0] and hand.may_share(exports[0]):
        steps += [planned for planned in rest if hand.may_share(planned)]
    ahead = [] if any(map(_changes, rest)) else [one for one in rest if _looks_ahead(one)]
    return Task(steps, ahead) if steps else None


def _changes(planned: Planned) -> bool:
    return planned.operation.gives is Manuscript


def _looks_at_files(planned: Planned) -> bool:
    """Whether a step looks at finished files, and at nothing besides."""
    asked = [kind for kind in planned.operation.asks if kind in HANDOFFS + RECORDS]
    return planned.operation.station == "inspect" and not asked


def _looks_ahead(planned: Planned) -> bool:
    ahead = planned.operation.ahead
    return ahead is not None and ahead.takes is Manuscript


# -- either hand -----------------------------------------------------------------------------------


class _Member:
    """One of the two, with what it made last."""

    def __init__(
        self, lead: Hand, share: Share, book: Manuscript, tray: Tray | None = None
    ) -> None:
        watch = (lambda step, done, total: None) if tray else lead.watch
        self.hand = Hand(lead.store, lead.setting, watch, self._given, share, tray)
        self.latest: dict[type, Handoff] = {Manuscript: book}
        self._share = share
        self._looks_at: tuple[Share, Deliverables] | None = None  # where it is not its own volumes

    def _given(self, kind: type) -> Handoff:
        return self.latest[kind]

    def make(self, planned: Planned) -> tuple[Handoff, Slip]:
        if _looks_at_files(planned) and self._looks_at:
            self.hand.share, files = self._looks_at
            seen, bench = self.hand.make(planned, files)
            return seen, slip(planned.step.name, files, seen, bench)
        self.hand.share = self._share
        before = self.latest[planned.operation.takes[0][1]]
        after, bench = self.hand.make(planned, before)
        self.latest[type(after)] = after
        return after, slip(planned.step.name, before, after, bench)

    def part(self) -> list[File]:
        """The files of the last of several volumes, which somebody else looks at from now on."""
        own = self.latest[Deliverables]
        assert isinstance(own, Deliverables)
        last = max([file.volume for file in own.files], default=0)
        moved = [file for file in own.files if file.volume == last > self._share.first]
        kept = tuple([file for file in own.files if file not in moved])
        self._looks_at = self._share, Deliverables(kept)
        return moved

    def join(self, moved: list[File]) -> None:
        """Look at these files as well from now on: they stand before its own."""
        own = self.latest[Deliverables]
        assert isinstance(own, Deliverables)
        first = min([file.volume for file in moved], default=self._share.first)
        share = replace(self._share, first=first)
        self._looks_at = share, Deliverables((*moved, *own.files))


# -- the mate --------------------------------------------------------------------------------------


class Scouting(Struct, array_like=True):
    """What the mate is to find out first: for which steps, and of which archives."""

    steps: list[str]
    archives: Archives


class _Order(Struct, array_like=True):
    """What the mate is to do then: which steps, and what to find out ahead of which."""

    share: Share
    steps: list[str]
    ahead: list[str]
    book: Manuscript


class _Told(Struct, array_like=True):
    """What the mate tells of a step."""

    slip: Sealed
    files: list[Made] = []
    divisions: tuple[Division, ...] = ()


class _Heard(Struct, array_like=True):
    """What the mate told, as it is taken here."""

    slip: Sealed
    files: list[Made]
    divisions: tuple[Raw, ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Heard)


def stand_by(hand: Hand, plan: list[Planned], talk: Talk) -> None:
    """All that a mate does: it finds out for the scouts what the archives tell, and waits for the
    order of a crew."""
    named = {planned.step.name: planned for planned in plan}
    scouting = msgspec.msgpack.decode(talk.heard(), type=Scouting)
    scout = Hand(hand.store, hand.setting, hand.watch, lambda kind: scouting.archives)
    for name in scouting.steps:
        talk.tell(_encoder.encode(scout.foreseen(named[name])))
    order = msgspec.msgpack.decode(talk.heard(), type=_Order)
    task = Task([named[name] for name in order.steps], [named[name] for name in order.ahead])
    _work(_Member(hand, order.share, order.book, Tray(hand.store)), task, talk)


def _work(member: _Member, task: Task, talk: Talk) -> None:
    moved = task.moves
    for planned in task.steps:
        if moved and _looks_at_files(planned):
            member.join(msgspec.msgpack.decode(talk.heard(), type=list[File]))
            moved = False
        after, written = member.make(planned)
        told = _Told(sealed(written))
        if isinstance(after, Manuscript) and task.tells(planned):
            told.divisions = after.divisions
        elif isinstance(after, Deliverables) and planned.operation.station == "export":
            told.files = [_made(file, member.hand.blobs) for file in after.files]
        talk.tell(_encoder.encode(told))
    for planned in task.ahead:
        talk.tell(_encoder.encode(member.hand.foreseen(planned)))


def _made(file: File, blobs: Blobs) -> Made:
    return Made(file.name, file.format, file.volume, blobs.get(file.digest))


def _names(steps: list[Planned]) -> list[str]:
    return [planned.step.name for planned in steps]
