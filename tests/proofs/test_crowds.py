"""Many builds at once: one makes the book, the others wait for it, and nothing is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.model.errors import Busy
from pipeline.shop import ledger
from tests.floor import RECIPE, Floor
from tests.proofs import trouble

Build = subprocess.Popen[str]


def start(floor: Floor, book: str = "small", *more: str) -> Build:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "book", book, *more],
        cwd=floor.root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ends(builds: list[Build]) -> list[str]:
    """What each of them said besides its result; all ended well."""
    said = [build.communicate(timeout=100) for build in builds]
    assert [build.returncode for build in builds] == [0] * len(builds), said
    return [errors for _, errors in said]


@pytest.mark.parametrize("many", [2, 8])
def test_builds_of_one_book_at_once_make_it_once(tmp_path: Path, many: int) -> None:
    alone = Floor(tmp_path / "alone")
    alone.build()
    floor = Floor(tmp_path / "floor")
    said = ends([start(floor, "small", "--again") for _ in range(many)])
    assert sum("waiting for it" in words for words in said) <= many - 1
    assert not trouble.faults(floor, alone.files())
    assert runs(floor) == runs(alone)


def test_builds_of_many_books_at_once_share_a_store(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    books = [f"small-{letter}" for letter in "abcdef"]
    for book in books:
        floor.write(f"recipes/{book}/recipe.yaml", RECIPE.replace("Small", book))
    for _ in range(3):
        ends([start(floor, book, "--again") for book in books])
        assert not trouble.ledger_faults(floor.places)
        for path in floor.root.glob("sources/posts/*.md"):
            path.write_text(path.read_text() + "\nAnd more.\n")
    assert len(list(floor.root.glob("build/*/1/*.docx"))) == len(books)


def test_a_build_killed_in_a_crowd_does_not_hold_up_the_others(tmp_path: Path) -> None:
    alone = Floor(tmp_path / "alone")
    alone.build()
    floor = Floor(tmp_path / "floor")
    first = start(floor)
    deadline = time.monotonic() + 20
    while not floor.places.ledger.exists() and time.monotonic() < deadline:
        time.sleep(0.001)
    others = [start(floor) for _ in range(3)]
    first.kill()
    first.communicate()
    ends(others)
    assert not trouble.faults(floor, alone.files())


def test_a_ledger_that_another_program_holds_is_waited_for_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = Floor(tmp_path)
    floor.build()
    floor.post("2022-01-01-new", "---\ntitle: New\n---\n\nOne more.\n")
    monkeypatch.setattr(ledger, "PATIENCE", 1.5)
    with held(floor.places.ledger):
        began = time.monotonic()
        with pytest.raises(Busy, match="held by another program"):
            floor.build()
        assert 1 < time.monotonic() - began < 10
    floor.build()
    assert not trouble.faults(floor, floor.files())


def test_a_book_that_is_being_built_is_waited_for_and_told(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    lock = floor.places.state / "locks" / "small.sqlite"
    lock.parent.mkdir(parents=True)
    with held(lock), pytest.raises(Busy, match="still under way"):
        floor.build()
    floor.build()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """A database in the hands of another process."""
    script = (
        "import sqlite3, sys\n"
        f"sqlite3.connect({str(path)!r}, isolation_level=None).execute('begin exclusive')\n"
        "print('held', flush=True)\nsys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin
    assert holder.stdout
    assert holder.stdout.readline().strip() == b"held"
    try:
        yield
    finally:
        holder.stdin.close()
        holder.wait()


def runs(floor: Floor) -> list[tuple[str, str]]:
    """The ledger's runs: step, handoff."""
    database = sqlite3.connect(floor.places.ledger)
    try:
        return sorted(database.execute("select step, handoff from runs"))
    finally:
        database.close()
