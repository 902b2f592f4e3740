"""Kills, a refusing disk and crowds, a few of each; `make prove` tries every point there is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.errors import ArchiveError, Busy, StorageError
from pipeline.model.handoff import Deliverables, File
from pipeline.shop import ledger as ledgers
from pipeline.shop.delivery import lay_down
from pipeline.shop.job import build
from pipeline.shop.ledger import Ledger
from pipeline.shop.order import Order
from pipeline.shop.store import Store
from tests.floor import RECIPE, Floor
from tests.proofs import trouble

traced = pytest.mark.skipif(bool(trouble.missing()), reason=trouble.missing())

SOME = 6
"""Points tried here."""


@traced
def test_a_build_may_be_killed_or_refused_at_any_write(tmp_path: Path) -> None:
    undisturbed = Floor(tmp_path / "undisturbed")
    points = trouble.points(undisturbed.root)
    for number, point in enumerate(points[:: len(points) // SOME]):
        floor = Floor(tmp_path / str(number))
        if number % 2:
            assert trouble.killed(floor.root, point).code == trouble.KILLED, point
        elif point.call in ("write", "pwrite64", "fsync", "fdatasync", "mkdir", "rename"):
            ended = trouble.refused(floor.root, point, "ENOSPC")
            assert ended.code in (0, 8), (point, ended.said)
            assert "Traceback" not in ended.said
        floor.build()
        assert not trouble.faults(floor, undisturbed.files()), point


def test_builds_of_one_book_at_once_make_it_once(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    command = [sys.executable, "-m", "pipeline", "book", "small", "--json"]
    builds = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [build.communicate(timeout=60)[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0]
    assert sorted('"made": 0' in words for words in said) == [False, True]
    assert not trouble.ledger_faults(floor.places)


def test_another_book_of_the_floor_may_be_writing_meanwhile(tmp_path: Path) -> None:
    """What a build sweeps away is its own book's leftovers alone."""
    theirs = Store(tmp_path, "theirs")
    with theirs.writer() as blob:
        blob.file.write(b"half")
        Store(tmp_path, "ours").sweep()
        blob.file.write(b" and half")
    assert theirs.get(blob.digest) == b"half and half"


def test_an_edit_after_a_kill_is_not_taken_for_a_change_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build is stopped when its files lie there and the job is not yet written down."""

    def stop(*of: object) -> None:
        raise KeyboardInterrupt

    floor = Floor(tmp_path)
    floor.build()
    floor.post("2022-01-01-new", "---\ntitle: New\n---\n\nOne more.\n")
    with monkeypatch.context() as stopped:
        stopped.setattr(Ledger, "finish", stop)
        with pytest.raises(KeyboardInterrupt):
            floor.build()
    floor.post("2022-01-01-new", "---\ntitle: New\n---\n\nAnother.\n")
    floor.build()


def test_a_file_that_is_not_the_shops_is_not_overwritten(tmp_path: Path) -> None:
    store, ledger = Store(tmp_path / "store"), Ledger(tmp_path / "ledger.sqlite")
    digest = store.put(b"ours")
    files = Deliverables((File("book.docx", digest, 4, "docx"),))
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "book.docx").write_bytes(b"theirs")
    with pytest.raises(StorageError, match="not of the shop's making"):
        lay_down(folder, "book", files, {}, store, ledger)
    assert (folder / "book.docx").read_bytes() == b"theirs"


def test_an_archive_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """What was digested and what was read must be the same, or the ledger would tell untruths."""
    floor, calm = Floor(tmp_path / "floor"), Floor(tmp_path / "calm")
    calm.post("2022-01-01-new", "---\ntitle: New\n---\n\nOne more.\n")
    calm.build()
    _meddling(floor, lambda: floor.post("2022-01-01-new", "---\ntitle: New\n---\n\nOne more.\n"))
    assert floor.files() == calm.files()
    ever = iter(range(9))
    floor.post("2023-01-01-more", "A post.\n")
    with pytest.raises(ArchiveError, match="changed while"):
        _meddling(floor, lambda: floor.post("2023-01-01-more", f"Post {next(ever)}.\n"), times=9)


def test_a_recipe_that_is_edited_during_a_build_counts(tmp_path: Path) -> None:
    floor, calm = Floor(tmp_path / "floor"), Floor(tmp_path / "calm")
    calm.recipe(RECIPE.replace("Small", "Great"))
    calm.build()
    _meddling(floor, lambda: floor.recipe(RECIPE.replace("Small", "Great")))
    assert floor.files() == calm.files()


def _meddling(floor: Floor, meddle: Callable[[], object], times: int = 1) -> None:
    """Build, and meddle once the archive was read, so many times."""
    left = [meddle] * times

    def watch(step: str, done: int, total: int) -> None:
        if step.startswith("export") and not done and left:
            left.pop()()

    build(Order(floor.name, patience=5), floor.places, watch, lambda said: None)


def test_a_ledger_in_other_hands_is_waited_for_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "PATIENCE", 0.3)
    holder = Ledger(tmp_path / "ledger.sqlite")
    holder.db.execute("begin exclusive")
    with pytest.raises(Busy, match="held by another program"):
        Ledger(tmp_path / "ledger.sqlite")
    holder.db.execute("rollback")
    Ledger(tmp_path / "ledger.sqlite").close()
    holder.close()


def test_a_ledger_that_is_no_ledger_is_put_aside_and_told(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.build()
    wanted = floor.files()
    floor.places.ledger.write_bytes(b"rubbish " * 1000)
    outcome = floor.build()
    assert "ledger is damaged" in outcome.notes[0]
    assert floor.files() == wanted


def test_a_failing_write_fails_every_settling_after_it(tmp_path: Path) -> None:
    """Or a later step would be written down as safe when it is not."""
    store = Store(tmp_path / "store")
    (tmp_path / "store").write_text("not a folder")
    store.put(b"light")
    for _ in range(2):
        with pytest.raises(StorageError):
            store.settle()
    store.close()
