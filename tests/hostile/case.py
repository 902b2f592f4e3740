"""A case: an archive that is wrong, and how the shop answers it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pipeline.model.errors import ArchiveError, BookworksError
from pipeline.shop.job import build
from pipeline.shop.order import Order, Outcome
from pipeline.shop.places import Places
from tests.hostile.bounds import Bounds, bounded
from tests.hostile.carriers import Given
from tests.specimens.specimen import put
from tests.whole.search import text_of


@dataclass(frozen=True)
class Refused:
    """The archive is turned away, in these words and others."""

    words: tuple[str, ...]
    error: type[BookworksError] = ArchiveError

    def __init__(self, *words: str, error: type[BookworksError] = ArchiveError) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "error", error)


@dataclass(frozen=True)
class Read:
    """The archive is read: so many of its items are in the book, and the others set aside."""

    kept: int
    aside: dict[str, int] = field(default_factory=dict)  # by reason
    says: tuple[str, ...] = ()  # in the text of the book
    hides: tuple[str, ...] = ()  # not anywhere in the docx
    codes: tuple[str, ...] = ()  # of what was noticed


@dataclass(frozen=True)
class Case:
    name: str  # a sentence
    file: str  # what the archive is called; a folder where its bytes are given by members
    given: Callable[[], Given]
    expected: Refused | Read


@dataclass(frozen=True)
class Answer:
    """What the shop said to an archive."""

    outcome: Outcome | None
    error: BookworksError | None
    folder: Path

    @property
    def kept(self) -> int:
        return sum(row.included + sum(row.merged.values()) for row in self._sums)

    @property
    def aside(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for row in self._sums:
            found.update(row.set_aside)
        return dict(found)

    @property
    def _sums(self) -> tuple[object, ...]:
        assert self.outcome is not None, self.error
        return self.outcome.account.sums

    @property
    def docx(self) -> bytes:
        made = [path for path in self.folder.rglob("*.docx") if "bundle" not in path.parts]
        assert len(made) == 1, made
        return made[0].read_bytes()

    @property
    def text(self) -> str:
        """The words of the book, one space between them."""
        return " ".join(text_of(self.docx).split())

    @property
    def codes(self) -> set[str]:
        sheet = next(self.folder.rglob("traveler.json")).read_bytes()
        return {row["code"] for row in msgspec.json.decode(sheet)["findings"]}


def laid(given: Given, at: Path) -> Path:
    """An archive written to a path: a file, or a folder of members."""
    if isinstance(given, bytes):
        return put(at, given)
    at.mkdir(parents=True)
    for name, data in given.items():
        put(at / name, data)
    return at


def brought(given: Given, file: str, root: Path, bounds: Bounds | None = None) -> Answer:
    """A book made of an archive, or the error, within the bounds; nothing may be written but on
    the floor. An error that is not the shop's own is one of the case's."""
    archive = laid(given, root / "given" / file)
    floor = root / "floor"
    floor.mkdir()
    before = _around(root)
    outcome, error = bounded(lambda: _built(archive, floor), length(given), bounds)
    assert _around(root) == before, "something was written that is not on the floor"
    assert outcome is None or outcome.account.balanced
    return Answer(outcome, error, floor)


def _built(archive: Path, floor: Path) -> tuple[Outcome | None, BookworksError | None]:
    try:
        order = Order(str(archive), patience=5)
        return build(order, Places(floor, floor / "build" / ".shop"), None, lambda said: None), None
    except BookworksError as caught:
        return None, caught


def length(given: Given) -> int:
    """The bytes of an archive as it lies there: what a zip unpacks to is not its own text, as far
    as the bounds go."""
    return len(given) if isinstance(given, bytes) else sum(map(len, given.values()))


def _around(root: Path) -> set[Path]:
    floor = root / "floor"
    return {path for path in root.rglob("*") if floor not in path.parents}


def check(case: Case, answer: Answer) -> None:
    """Raises AssertionError where a case was not answered as it should be."""
    match case.expected:
        case Refused() as refused:
            assert answer.error is not None, "it was read"
            assert type(answer.error) is refused.error, answer.error
            said = str(answer.error)
            assert Path(case.file).name in said
            assert [word for word in refused.words if word not in said] == [], said
            assert answer.error.todo, "it does not say what to do"
            assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", said)
        case Read() as read:
            assert answer.error is None, answer.error
            found = f"{answer.kept} kept, {answer.aside}, {sorted(answer.codes)}"
            assert (answer.kept, answer.aside) == (read.kept, read.aside), found
            missing = [words for words in read.says if words not in answer.text]
            assert not missing, missing
            spelled = _unpacked(answer.docx)
            shown = [words for words in read.hides if words.encode() in spelled]
            assert not shown, shown
            assert set(read.codes) <= answer.codes, found


def _unpacked(docx: bytes) -> bytes:
    from tests.whole.search import unpacked

    return b"\n".join(data for _, data in unpacked("", docx))
