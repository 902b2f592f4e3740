"""The runner: runs what has to be run, holds it to the law, and keeps what it made.

Steps of one station that follow each other are a stretch. The handoff at the end of a stretch is
kept; those between are made again when they are asked for, unless making them took long.
"""

from __future__ import annotations

import time
from itertools import groupby
from typing import Any

from msgspec import Struct

from pipeline.model import codec
from pipeline.model.account import Account
from pipeline.model.bench import Declared, Forsaken
from pipeline.model.errors import Refused
from pipeline.model.handoff import Archives, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Book, Manuscript
from pipeline.model.traveler import Traveler
from pipeline.model.tray import Load
from pipeline.shop import gate, identity
from pipeline.shop.account import draw_up
from pipeline.shop.aside import Aside, Doing
from pipeline.shop.crew import Divided
from pipeline.shop.early import Early
from pipeline.shop.hand import Hand
from pipeline.shop.ledger import Ledger, Run
from pipeline.shop.operation import HANDOFFS
from pipeline.shop.routing import Planned
from pipeline.shop.setting import Setting, Watch
from pipeline.shop.shift import Shift
from pipeline.shop.slip import Written, decode, encode, slip
from pipeline.shop.store import Store
from pipeline.shop.token import Token, together
from pipeline.shop.traveler import Done, fill_in

LONG = 0.5
"""Seconds; a step that took longer has its handoff kept even within a stretch."""


class Leg(Struct, frozen=True):
    """A step by its place in the stretch."""

    planned: Planned
    last: bool
    keep: bool


class Seen(Struct):
    """What each of several inspections declared."""

    declared: list[Declared]


class Runner:
    def __init__(
        self, store: Store, ledger: Ledger, setting: Setting, watch: Watch | None = None,
        early: Early | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        self.ledger = ledger
        self.setting = setting
        self.watch: Watch = watch or (lambda step, done, total: None)
        self.hand = Hand(store, setting, self.watch, self._given)
        self.hand.begun = early.begun if early else {}
        self.done: list[Done] = []
        self._drawn: tuple[Handoff, int, Account] | None = None
        self._wanted: set[type] = set()  # handoffs that steps of the plan ask for by name
        self.latest: dict[type, Token] = {}
        self._early = early
        self.shift = Shift(self.hand, [])
        self._clerk = Aside(1)
        self._filing: list[Doing[None]] = []

    def run(self, plan: list[Planned], archives: Archives, word: str) -> Handoff:
        """The last step's handoff. `word` stands for the archives in identities.

        Raises OperationError, Refused, or whatever BookworksError an operation raised; what was
        finished before is kept.
        """
        start = Token(word, Archives, archives)
        self.shift = Shift(self.hand, plan, self._early)
        self._wanted = {kind for one in plan for kind in one.operation.asks}
        try:
            token = self._stations(start)
        except Forsaken:
            token = self._again(start)
        finally:
            self.shift.end()
            self.file()
        return self.value(token)

    def _stations(self, token: Token) -> Token:
        self.latest = {Archives: token}
        for station, stretch in groupby(self.shift.plan, key=lambda item: item.operation.station):
            if station == "export":
                token = self._exports(list(stretch))
            else:
                token = self._stretch(list(stretch), token)
        return token

    def _again(self, start: Token) -> Token:
        """From the start, without a mate. What was filed is found made."""
        self.shift.end()
        self.hand.begun = {}
        self.file()
        self.done.clear()
        return self._stations(start)

    def value(self, token: Token) -> Handoff:
        """The handoff that a token stands for, read from the store where it is not in hand."""
        if token.value is None and token.parts:
            made = [self.value(part) for part in token.parts]
            files = [file for one in made if isinstance(one, Deliverables) for file in one.files]
            token.value = Deliverables(tuple(files))
        elif isinstance(token.value, Divided):
            token.value = token.value.whole()
        elif token.value is None:
            data = self.store.get(token.digest)
            token.value = codec.decode(data, token.kind)  # type: ignore[type-var]
        value = token.value
        assert value is not None
        assert not isinstance(value, Divided)
        return value

    def file(self) -> None:
        """Wait until all that was made is safe in the store and written down."""
        filing, self._filing = self._filing, []
        for doing in filing:
            doing.result()

    def close(self) -> None:
        self._clerk.close()

    # -- a stretch ---------------------------------------------------------------------------------

    def _stretch(self, stretch: list[Planned], token: Token) -> Token:
        words, known = self._known(stretch, token)
        for planned, run in zip(stretch, known, strict=False):
            self._reuse(planned, run)
            token = Token(words[run.identity], planned.operation.gives, digest=run.handoff)
            self.latest[planned.operation.gives] = token
        runs: list[Run] = []
        legs = _legs(stretch, self._wanted)[len(known) :]
        if legs:
            self._call(legs[0].planned, token)
        token = self._left(legs, token, runs)
        if runs:
            self._filing.append(self._clerk.submit(self._write_down, runs))
        return token

    def _call(self, first: Planned, token: Token) -> None:
        """Call those who can help with the steps from the first one on."""
        if token.kind is Archives:
            self.shift.scout(self.value(token))
        elif token.kind is Manuscript and not self.shift.crew:
            self.shift.gather(first, self.value(token))

    def _left(self, legs: list[Leg], token: Token, runs: list[Run]) -> Token:
        """The steps of a stretch that have to be made. The later inspections are made beside the
        earlier ones: none changes anything for the next."""
        here, there = (legs, []) if self.shift.crew else self._apart(legs, token)
        if not there:
            return self._steps(legs, token, runs)
        files = self.value(token)
        token, seen = self.hand.beside(
            lambda: self._steps(here, token, runs),
            lambda: Seen([self.hand.look(leg.planned, files) for leg in there]),
            Seen,
        )
        for leg, declared in zip(there, seen.declared, strict=True):
            token = self._step(leg, token, runs, declared)
        return token

    def _apart(self, legs: list[Leg], token: Token) -> tuple[list[Leg], list[Leg]]:
        """What is made here, and what beside it: of the last steps, those that only look. The first
        of these looks at the most, and stays here."""
        at = len(legs)
        while at and self.hand.may_look(legs[at - 1].planned, self.value(token)):
            at -= 1
        at += len(legs) - at > 1
        return (legs[:at], legs[at:]) if at else (legs, [])

    def _steps(self, legs: list[Leg], token: Token, runs: list[Run]) -> Token:
        for leg in legs:
            token = self._step(leg, token, runs)
        return token

    def _exports(self, stretch: list[Planned]) -> Token:
        """Each export takes the manuscript, whatever other exports there are; what they make is
        laid together. So an option of one makes no other again. Then come those that finish what
        others made."""
        book, before = self.latest[Manuscript], self.latest.get(Deliverables)
        makers = [one for one in stretch if one.operation.takes[0][1] is Manuscript]
        runs: list[Run] = []
        made = {"": before} if before else {}
        for planned, part in zip(makers, self._made(makers, book, runs), strict=True):
            made[planned.step.name] = part
        for planned in stretch:
            if planned.operation.takes[0][1] is Deliverables:
                self._finish(planned, made, runs)
        self.latest[Deliverables] = token = together(list(made.values()))
        if runs:
            self._filing.append(self._clerk.submit(self._write_down, runs))
        return token

    def _finish(self, planned: Planned, made: dict[str, Token], runs: list[Run]) -> None:
        """Have a step finish what the steps that it names made, and nothing else, so that it is
        not run again for another's sake. What it gives stands where the first of them stood."""
        names = [name for name in made if not planned.operation.of or name in planned.operation.of]
        if names:
            files = self._part(planned, together([made[name] for name in names]), runs)
            made[names[0]] = files
            for name in names[1:]:
                del made[name]

    def _made(self, stretch: list[Planned], book: Token, runs: list[Run]) -> list[Token]:
        """What each export made. The last of several that have to be made is made beside the
        others."""
        unmade = [at for at, planned in enumerate(stretch) if self._export(planned, book) is None]
        if unmade:
            self._call(stretch[unmade[0]], book)
        if self.shift.crew or len(unmade) < 2 or not self.hand.may_carry(value := self.value(book)):
            return [self._part(planned, book, runs) for planned in stretch]
        last = unmade[-1]
        parts, load = self.hand.beside(
            lambda: [self._part(planned, book, runs) for planned in stretch[:last]],
            lambda: self.hand.carried(stretch[last], value),
            Load,
        )
        parts.append(self._part(stretch[last], book, runs, load))
        return parts + [self._part(planned, book, runs) for planned in stretch[last + 1 :]]

    def _part(
        self, planned: Planned, book: Token, runs: list[Run], load: Load | None = None
    ) -> Token:
        """What one export made; `load` is what it has made already, at a bench of its own."""
        run = self._export(planned, book)
        if run is None:
            return self._step(Leg(planned, last=True, keep=True), book, runs, load)
        self._reuse(planned, run)
        return Token(run.handoff, Deliverables, digest=run.handoff)

    def _reuse(self, planned: Planned, run: Run) -> None:
        """Take a step as made. A crew that had it before it is of no more use."""
        if self.shift.does(planned):
            self.shift.dismiss()
        self.done.append(Done(planned, run, reused=True))

    def _export(self, planned: Planned, book: Token) -> Run | None:
        """The run of an export that stands."""
        mark = self._identity(planned, book, self.latest, [done.run for done in self.done])
        run = self.ledger.run(mark)
        return run if run and run.handoff and self.store.has(run.handoff) else None

    def _known(self, stretch: list[Planned], token: Token) -> tuple[dict[str, str], list[Run]]:
        """The runs of the stretch that stand: those up to the last handoff kept."""
        runs: list[Run] = []
        words: dict[str, str] = {}
        latest = dict(self.latest)
        for planned in stretch:
            mark = self._identity(planned, token, latest, [d.run for d in self.done] + runs)
            run = self.ledger.run(mark)
            if run is None:
                break
            runs.append(run)
            last = planned is stretch[-1] and run.handoff
            words[mark] = run.handoff if last else f"run:{mark}"
            token = Token(words[mark], planned.operation.gives)
            latest[planned.operation.gives] = token
        while runs and not (runs[-1].handoff and self.store.has(runs[-1].handoff)):
            runs.pop()
        return words, runs

    def _identity(
        self, planned: Planned, token: Token, latest: dict[type, Token], runs: list[Run]
    ) -> str:
        words = [token.word]
        for kind in planned.operation.asks:
            if kind in HANDOFFS:
                words.append(latest[kind].word)
            elif kind in (Account, Traveler):
                words += [run.slip for run in runs]
        return identity.of(
            planned, words, self.setting.book, self.setting.house, self.setting.folder
        )

    def _write_down(self, runs: list[Run]) -> None:
        self.store.settle()
        self.ledger.add(runs)

    # -- a step ------------------------------------------------------------------------------------

    def _step(
        self, leg: Leg, token: Token, runs: list[Run], ahead: Declared | Load | None = None
    ) -> Token:
        """One step; `ahead` is what it has declared or made already."""
        planned = leg.planned
        mark = self._identity(planned, token, self.latest, [done.run for done in self.done])
        started = time.perf_counter()
        self.watch(planned.step.name, 0, 0)
        after, written = self._made_of(planned, token, ahead)
        seconds = time.perf_counter() - started + _spent(ahead)
        kept = self._keep(token, after) if leg.keep or seconds > LONG else ""
        run = Run(mark, planned.step.run, planned.operation.gives.__name__, kept,
                  self.store.put(*encode(written)), seconds)  # fmt: skip
        runs.append(run)
        self.done.append(Done(planned, run, reused=False, slip=written))
        try:
            gate.pass_(planned, written.findings, self.setting.refuse)
        except Refused:
            runs.clear()  # a refused run is made again, and refuses again
            raise
        word = kept if leg.last else f"run:{mark}"
        digest = kept or (token.digest if after is token.value else "")
        token = Token(word, planned.operation.gives, after, digest)
        self.latest[token.kind] = token
        return token

    def _made_of(
        self, planned: Planned, token: Token, ahead: Declared | Load | None
    ) -> tuple[Handoff | Divided, Written]:
        """What a step makes of a handoff, and what it declares."""
        crew = self.shift.crew
        if crew and crew.does(planned):
            made = crew.make(planned)
            if crew.is_done:
                self.shift.dismiss()
            return made
        before = self.value(token)
        after, bench = self.hand.make(planned, before, ahead)
        return after, slip(planned.step.name, before, after, bench)

    def _keep(self, token: Token, after: Handoff | Divided) -> str:
        """The digest of a handoff in the store; what did not change is there already, and what is
        with the mate comes later."""
        if isinstance(after, Divided):
            return self.store.put(*after.encoded()) if after.theirs else ""
        if after is token.value and token.digest:
            return token.digest
        return self.store.put(*codec.encode(after))

    def _given(self, kind: type) -> Any:
        """What an operation may ask for besides what the step before it gave."""
        if kind is Account:
            return self.account()
        if kind is Traveler:
            return self.traveler(times=False)
        return self.value(self.latest[kind])

    # -- records -----------------------------------------------------------------------------------

    def slips(self) -> list[Written]:
        """The slips of every step so far."""
        for done in self.done:
            if done.slip is None:
                done.slip = decode(self.store.get(done.run.slip))
        return [done.slip for done in self.done if done.slip]

    def account(self) -> Account:
        """Where every item went, up to now: drawn up anew once something went somewhere."""
        token = self.latest.get(Manuscript) or self.latest[Posts]
        last = token.value.before if isinstance(token.value, Divided) else self.value(token)
        told = [slip for slip in self.slips() if slip.received or slip.set_asides or slip.merges]
        if self._drawn is None or self._drawn[0] is not last or self._drawn[1] != len(told):
            self._drawn = last, len(told), draw_up(told, last)
        return self._drawn[2]

    def book(self) -> Book:
        """What stands on the title page."""
        token = self.latest[Manuscript]
        made = token.value.ours if isinstance(token.value, Divided) else self.value(token)
        assert isinstance(made, Manuscript)
        return made.book

    def traveler(self, *, times: bool) -> Traveler:
        """The sheet up to now."""
        return fill_in(self.setting, self.done, self.slips(), times=times)


def _spent(ahead: Declared | Load | None) -> float:
    """Seconds that a step took somewhere else."""
    declared = ahead.declared if isinstance(ahead, Load) else ahead
    return declared.seconds if declared else 0.0


def _legs(stretch: list[Planned], wanted: set[type]) -> list[Leg]:
    """The steps of a stretch. The last one's handoff is kept, and the last of each type that some
    step asks for by name."""
    legs = []
    for at, planned in enumerate(stretch):
        gives, last = planned.operation.gives, at + 1 == len(stretch)
        turns = not last and stretch[at + 1].operation.gives is not gives
        legs.append(Leg(planned, last, keep=last or (turns and gives in wanted)))
    return legs
