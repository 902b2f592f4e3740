"""The store tells damage, makes it again, and never serves it."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread, Timer

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


def test_a_branch_finds_what_is_being_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    place = store._place
    begun, go_on = Event(), Event()

    def slow(*paths: Path) -> None:
        begun.set()
        go_on.wait(5)
        place(*paths)

    monkeypatch.setattr(store, "_place", slow)
    digest = store.put(b"light")
    clerk = Thread(target=store.settle)
    clerk.start()
    begun.wait(5)
    Timer(0.2, go_on.set).start()
    store.still()
    assert store.path(digest).is_file()
    clerk.join()


@pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")
def test_a_branch_waits_for_no_thread_that_it_does_not_have(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.put(b"light")
    store.still()
    store._written[digest] = Future()  # as another thread holds one, just then
    branch = Branch(lambda: Read(store.get(digest)), Read)
    found: list[Read] = []
    asked = Thread(target=lambda: found.append(branch.answer()), daemon=True)
    asked.start()
    asked.join(10)
    assert [one.data for one in found] == [b"light"]


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
