"""Two hands at one book: nobody can tell it from one hand's, whatever befalls the mate."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from pipeline.model.errors import OperationError
from pipeline.model.handoff import Change
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.share import halved
from pipeline.model.text import Paragraph, Text
from pipeline.model.traveler import Size
from pipeline.shop import crew, hand, mate, shift
from pipeline.shop.hand import Hand
from pipeline.shop.mate import can_branch, undivided
from pipeline.shop.routing import Planned
from pipeline.shop.slip import Slip, encode, joined, sealed
from tests.floor import Floor

branching = pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")

VOLUMES = """\
  - set: assemble.volumes
    options: {words: 12000}
"""


def floor(root: Path, more: str = "") -> Floor:
    """A book of several volumes with straight quotation marks in each."""
    made = Floor(root)
    for year in range(2001, 2009):
        said = f'"The bell rang," she wrote in {year}, and nobody came -- not one.\n\n'
        made.post(f"{year}-05-05-log", f"---\ntitle: Log '{year}'\n---\n\n" + said * 400)
    made.override(VOLUMES + more)
    return made


@pytest.fixture
def mates(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The steps that both hands made, counted for each mate that was called."""
    counts: list[int] = []
    made, called = crew.Crew.make, crew.Crew.__init__

    def counted(self, *args):  # type: ignore[no-untyped-def]
        found = made(self, *args)
        counts[-1] += 1
        return found

    def calling(self, *args):  # type: ignore[no-untyped-def]
        counts.append(0)
        called(self, *args)

    monkeypatch.setattr(crew.Crew, "make", counted)
    monkeypatch.setattr(crew.Crew, "__init__", calling)
    return counts


def blobs(floor: Floor) -> set[str]:
    """All that was kept, slips and handoffs too, by digest."""
    store = floor.places.store
    return {path.parent.name + path.name for path in store.glob("??/*")}


def identities(floor: Floor) -> set[str]:
    """Those of all runs that the ledger knows."""
    with closing(sqlite3.connect(floor.places.ledger)) as ledger:
        return {row[0] for row in ledger.execute("SELECT identity FROM runs")}


OWN = """
    from pipeline.model.bench import Bench
    from pipeline.model.manuscript import Manuscript

    def by_volume(bench: Bench) -> bool:
        return APART

    def run(book: Manuscript, bench: Bench) -> Manuscript:
        return book
"""


@branching
@pytest.mark.parametrize(
    ("own", "steps"),
    [("", [6]), ("True", [7]), ("False", [3, 3])],
    ids=["", "and a step of one's own", "before and behind a step of one's own"],
)
def test_two_hands_make_the_bytes_that_one_makes(
    own: str, steps: list[int], tmp_path: Path, mates: list[int]
):
    step = "  - after: style.roles\n    run: operations/own.py\n    why: a test\n" if own else ""
    two, one = floor(tmp_path / "two", step), floor(tmp_path / "one", step)
    for each in two, one:
        each.operation("own", OWN.replace("APART", own))
    made = two.build()
    assert mates == steps  # three of style, the export, two inspections
    with undivided():
        one.build()
    assert len([name for name in made.files if name.endswith(".docx")]) > 2
    assert two.files() == one.files()
    assert blobs(two) == blobs(one)
    assert identities(two) == identities(one)


@branching
def test_the_mate_looks_at_the_last_of_this_hands_volumes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    two = floor(tmp_path)
    seen: list[tuple[int, list[int]]] = []
    look = crew._Member.make

    def noted(self: crew._Member, planned: Planned) -> object:
        made = look(self, planned)
        if planned.step.name == "inspect.docx":
            seen.append((self.hand.share.first, [file.volume for file in made[0].files]))
        return made

    monkeypatch.setattr(crew._Member, "make", noted)
    assert len(two.build().files) > 3
    (first, ours), whole = seen[0], list(range(1, volumes_of(two) + 1))
    assert (first, ours) == (1, whole[: len(ours)])
    half = whole[: len(ours) + 1]  # its own were one more
    assert 1 < len(half) < len(whole)


def volumes_of(made: Floor) -> int:
    return len([name for name in made.files() if name.endswith(".docx")])


@branching
def test_another_choice_at_the_export_calls_two_hands_for_what_it_reaches(
    tmp_path: Path, mates: list[int]
):
    two, one = floor(tmp_path / "two"), floor(tmp_path / "one")
    plain = VOLUMES + "  - set: export.docx\n    options: {bookmarks: posts}\n"
    two.build()
    two.override(plain)
    two.build()
    assert mates == [6, 3]
    one.override(plain)
    with undivided():
        one.build()
    assert two.files() == one.files()


@branching
@pytest.mark.parametrize("at", range(7))
def test_a_mate_that_is_killed_costs_nothing_but_time(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    two, one = floor(tmp_path / "two"), floor(tmp_path / "one")
    with undivided():
        one.build()
    told = iter(range(100))
    tell = mate.Mate.told

    def late(self: mate.Mate) -> bytes:
        if next(told) == at:
            os.kill(self._process, signal.SIGKILL)
            os.read(self._back._out, 1 << 16)  # what it had told is lost too
        return tell(self)

    monkeypatch.setattr(mate.Mate, "told", late)
    two.build()
    assert next(told) == at + 1  # and no other was called
    assert two.files() == one.files()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left


@branching
def test_a_scout_that_is_killed_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mates: list[int]
):
    two, one = floor(tmp_path / "two"), floor(tmp_path / "one")
    with undivided():
        one.build()
    monkeypatch.setattr(hand, "WORTH_CALLING", 0)
    stands_by, called = shift.stand_by, []

    def dies(lead: Hand, plan: list[Planned], talk: mate.Talk) -> None:
        if len(called) == 1:  # the scout; the next is called for the crew
            os.kill(os.getpid(), signal.SIGKILL)
        stands_by(lead, plan, talk)

    def calling(self: mate.Mate, task: Callable[[mate.Talk], None]) -> None:
        called.append(task)
        calls(self, task)

    calls = mate.Mate.__init__
    monkeypatch.setattr(shift, "stand_by", dies)
    monkeypatch.setattr(mate.Mate, "__init__", calling)
    two.build()
    assert len(called) == 2  # another mate is called for the crew
    assert mates == [6]
    assert two.files() == one.files()


@given(
    some.lists(some.tuples(some.text(max_size=3), some.text(max_size=3)), max_size=40),
    some.lists(some.tuples(some.text(max_size=3), some.text(max_size=3)), max_size=40),
)
def test_slips_that_are_sealed_and_joined_have_the_bytes_of_one(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]]
):
    one, other = written(ours), written(theirs)
    together = replace(written(ours + theirs), gave=Size(items=2))
    assert b"".join(encode(joined(sealed(one), sealed(other)))) == b"".join(encode(together))
    assert joined(sealed(one), sealed(other)).changed == len(ours) + len(theirs)


def written(changes: list[tuple[str, str]]) -> Slip:
    told = tuple([Change(Origin(0, "a", 1), "rule", *words) for words in changes])
    return Slip("step", Size(), Size(items=1), (), (), (), told, ())


@branching
def test_a_system_without_room_for_another_process_makes_the_same_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    two, one = floor(tmp_path / "two"), floor(tmp_path / "one")
    with undivided():
        one.build()
    monkeypatch.setattr(hand, "WORTH_CALLING", 0)
    there = len(os.listdir("/proc/self/fd"))

    def refused() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    two.build()
    assert two.files() == one.files()
    assert len(os.listdir("/proc/self/fd")) == there


DROPS = """
    from msgspec.structs import replace
    from pipeline.model.bench import Bench
    from pipeline.model.manuscript import Manuscript

    def by_volume(bench: Bench) -> bool:
        return True

    def run(book: Manuscript, bench: Bench) -> Manuscript:
        return replace(book, divisions=tuple([spoilt(top) for top in book.divisions]))

    def spoilt(top):
        if top.id != "_bw_volume_NUMBER":
            return top
        *kept, part = top.divisions
        return replace(top, divisions=(*kept, replace(part, divisions=())))
"""


@branching
@pytest.mark.parametrize("volume", [1, 3])
def test_what_either_hand_drops_in_silence_is_refused_by_name(volume: int, tmp_path: Path):
    two = floor(tmp_path, "  - after: style.roles\n    run: operations/drops.py\n    why: a test\n")
    two.operation("drops", DROPS.replace("NUMBER", str(volume)))
    with pytest.raises(OperationError, match=r"drops.* loses \d+ item"):
        two.build()


@given(
    some.lists(some.tuples(some.booleans(), some.integers(0, 9)), min_size=2, max_size=9).filter(
        lambda tops: sum(volume for volume, _ in tops) > 1
    )
)
def test_two_halves_are_the_whole_and_neither_is_empty(tops: list[tuple[bool, int]]):
    blocks = [(Paragraph((Text("A lamp."),), ()),) * number for _, number in tops]
    divisions = tuple(
        Division("volume" if volume else "part", f"d{at}", (), blocks[at])
        for at, (volume, _) in enumerate(tops)
    )
    (one, ours), (other, theirs) = halved(Manuscript(Book("Lamps", "Ada"), divisions, (), ()))
    assert ours.divisions + theirs.divisions == divisions
    assert ours.divisions
    assert theirs.divisions[0].kind == "volume"
    assert one.first == 1
    before = sum(division.kind == "volume" for division in ours.divisions)
    assert other.first == before + 1
    assert one.of == other.of == sum(volume for volume, _ in tops)
