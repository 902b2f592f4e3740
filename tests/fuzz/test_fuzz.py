"""A small helping of the fuzzer for every reader, and proof that it finds what is wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pipeline.ingest import read as station
from pipeline.ingest.identify import known
from pipeline.ingest.intake import Claim, Intake, Known, Reader
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post
from tests.fuzz import judge
from tests.fuzz.case import Archive
from tests.fuzz.run import Order, archive_of, fuzzed
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.shrink import shrunk

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")

NAMES = [reader.NAME for reader in known()]
CASES = {"documents": 6}
SEEDS = [Seed("ours", "ours", {"a.txt": b"lamp " * 50, "b.txt": b"oil"})]


@pytest.fixture(scope="module")
def ground() -> dict[str, list[Seed]]:
    return seeds()


@pytest.mark.parametrize("name", NAMES)
def test_a_spoilt_archive_ends_as_a_book_or_in_words(
    name: str, ground: dict[str, list[Seed]], tmp_path: Path
) -> None:
    most = CASES.get(name, 40)
    tally = fuzzed(Order(name, 1, 60, most), ground[name], tmp_path)
    assert tally.finds == {}, tally.finds
    assert tally.cases == most
    assert tally.ends["book"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_the_same_each_time(name: str, ground: dict[str, list[Seed]]) -> None:
    for number in range(5):
        order = Order(name, 1, 1)
        assert archive_of(order, number, ground[name]) == archive_of(order, number, ground[name])


# -- readers that do what none may -----------------------------------------------------------------


def raises(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    raise KeyError("lamp")


def writes(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    Path(os.environ["BEYOND_THE_FLOOR"]).mkdir(exist_ok=True)
    yield from ()


def hangs(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    while archive:
        pass
    yield from ()


def crashes(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    os.kill(os.getpid(), 9)
    yield from ()


def swells(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    if len(b"lamp" * (180 << 20)):
        yield from ()


def tells(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    intake.bench.set_aside("post", "1", intake.source("a.txt"), "CANARY-ours-secret")
    yield from ()


def dirties(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    yield Post("1", intake.source("a.txt"), "post", "", (), author="\x0b")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (raises, "the reader failed: KeyError at"),
        (writes, "beyond the floor: os.mkdir"),
        (hangs, "more than 2 seconds"),
        (crashes, "the process ended with -9"),
        (swells, "more than 512 MB"),
        (tells, "a private word: CANARY-ours-secret"),
        (dirties, "a character that no book can hold, in author"),
    ],
)
def test_what_is_wrong_is_found_and_kept(
    read: Callable[..., Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = reader(read)
    monkeypatch.setenv("BEYOND_THE_FLOOR", str(tmp_path / "beyond"))
    monkeypatch.setattr(station, "identify", lambda archive: (ours, Claim("it is ours")))
    if read is swells:
        monkeypatch.setattr(judge, "SECONDS", 30.0)  # a slow machine takes long to fill its memory
    tally = fuzzed(Order("ours", 1, 60, 1), SEEDS, tmp_path, [ours])
    [find] = tally.finds.values()
    assert find.what.startswith(said)
    assert Path(find.file).exists()


def reader(read: Callable[..., Any]) -> Reader:
    def claim(archive: Unpacked) -> Claim:
        return Claim("it is ours")

    made = SimpleNamespace(
        NAME="ours", TITLE="Ours", MEMBERS=(Known(".*", "read"),), claim=claim, read=read
    )
    return cast(Reader, made)


def test_a_case_is_made_as_small_as_it_can_be() -> None:
    archive = Archive({"a": b"x" * 1000 + b"lamp" + b"y" * 1000, "b": b"oil", "c": b"wick"})
    small = shrunk(archive, lambda one: b"lamp" in one.members.get("a", b""))
    assert small.members == {"a": b"lamp"}


def test_a_run_ends_when_its_time_is_up(ground: dict[str, list[Seed]], tmp_path: Path) -> None:
    start = time.process_time()
    tally = fuzzed(Order("markdown", 1, 0.5), ground["markdown"], tmp_path)
    assert 0 < tally.cases < 10_000
    assert tally.seconds < 5
    assert time.process_time() - start < 5
