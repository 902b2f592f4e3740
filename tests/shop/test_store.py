"""The store tells damage, makes it again, and never serves it."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Timer

import pytest
from msgspec import Struct

from pipeline.model.errors import Damaged, StorageError
from pipeline.shop.beside import Branch
from pipeline.shop.mate import can_branch
from pipeline.shop.store import Store
from tests.floor import Floor


class Read(Struct):
    data: bytes


def test_bytes_come_back_as_they_went_in(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.put(b"light")
    with store.writer() as blob:
        blob.file.write(b"li")
        blob.file.write(b"ght")
    store.settle()
    assert blob.digest == digest
    assert store.get(digest) == b"light"


@pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")
def test_a_branch_finds_what_the_process_that_it_came_from_is_still_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, go_on = Store(tmp_path), Event()
    place = store._place

    def slow(*paths: Path) -> None:
        go_on.wait(5)
        place(*paths)

    monkeypatch.setattr(store, "_place", slow)
    digest = store.put(b"light")
    branch = Branch(lambda: Read(store.get(digest)), Read)
    assert not store.path(digest).is_file()
    Timer(0.2, go_on.set).start()
    assert branch.answer() == Read(b"light")


@pytest.mark.parametrize("harm", [b"lighT", b"ligh", b""])
def test_a_damaged_blob_is_told_and_removed(tmp_path: Path, harm: bytes) -> None:
    store = Store(tmp_path)
    digest = store.put(b"light")
    store.settle()
    store.path(digest).write_bytes(harm)
    with pytest.raises(Damaged):
        store.get(digest)
    assert not store.has(digest)


def test_every_blob_of_a_build_may_be_damaged_and_is_made_again(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.build()
    wanted = floor.files()
    for blob in sorted(floor.places.store.glob("??/*")):
        blob.write_bytes(blob.read_bytes()[:-1] + b"?")
    floor.post("2022-01-01-new", "---\ntitle: New\n---\n\nOne more.\n")
    floor.build()
    (tmp_path / "sources/posts/2022-01-01-new.md").unlink()
    outcome = floor.build()
    assert floor.files() == wanted
    assert outcome.notes, "the damage is told"


def test_a_file_changed_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.build()
    (docx,) = (tmp_path / "build/small/1").glob("*.docx")
    docx.write_bytes(docx.read_bytes() + b"by hand")
    floor.post("2022-01-01-new", "---\ntitle: New\n---\n\nOne more.\n")
    with pytest.raises(StorageError, match="changed by hand"):
        floor.build()
    assert docx.read_bytes().endswith(b"by hand")
