"""Damage on the disk is told and made good; not one damaged byte reaches a book."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError
from tests.floor import Floor
from tests.proofs import trouble

NEW = "---\ntitle: New\n---\n\nOne more.\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """A floor with a finished book, whose recipe and posts ask for more than that."""
    floor = Floor(tmp_path_factory.mktemp("kept") / "floor")
    floor.build()
    floor.post("2022-01-01-new", NEW)
    return floor


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    floor = Floor(tmp_path_factory.mktemp("wanted"))
    floor.post("2022-01-01-new", NEW)
    floor.build()
    return floor.files()


def harms(data: bytes) -> Iterator[bytes]:
    """Bytes with one bit turned, here and there, and bytes cut short."""
    size = len(data)
    for at in sorted({0, size // 3, size // 2, size - 1} & set(range(size))):
        for bit in (0, 6):
            yield data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]
    for length in sorted({0, 1, size // 2, size - 1} & set(range(size))):
        yield data[:length]


def kinds(floor: Floor) -> dict[str, Path]:
    """One blob of each class, by what its first bytes say it is."""
    found: dict[str, Path] = {}
    for path in sorted(floor.places.store.glob("??/*")):
        data = path.read_bytes()
        head = data[:40].split(b"\n")[0]
        kind = head.decode() if head.startswith(b"bookworks") else data[:4].hex()
        found.setdefault(kind, path)
    return found


def test_any_damaged_blob_is_made_again(tmp_path: Path, kept: Floor) -> None:
    """Every blob of every class in turn; the book goes back to what it was, out of the store."""
    first = Floor(tmp_path / "first")
    first.build()
    count = 0
    for kind, path in kinds(kept).items():
        for number, harm in enumerate(harms(path.read_bytes())):
            floor = _copied(kept, tmp_path)
            (floor.root / "sources/posts/2022-01-01-new.md").unlink()
            for file in floor.root.glob("build/small/1/**/*.*"):
                file.unlink()  # so that they are laid down anew, out of the store
            (floor.places.store / path.relative_to(kept.places.store)).write_bytes(harm)
            floor.build()
            # What nobody read may lie there damaged still; what is laid down may not.
            assert floor.files() == first.files(), (kind, number)
            count += 1
    print(f"\n{count} harms to {len(kinds(kept))} classes of blob")


def test_all_blobs_may_be_damaged_or_gone_at_once(tmp_path: Path, kept: Floor) -> None:
    first = Floor(tmp_path / "first")
    first.build()
    for harm in (b"", b"rubbish", None):
        floor = _copied(kept, tmp_path)
        (floor.root / "sources/posts/2022-01-01-new.md").unlink()
        shutil.rmtree(floor.root / "build" / "small")
        for blob in floor.places.store.glob("??/*"):
            blob.unlink() if harm is None else blob.write_bytes(harm)
        outcome = floor.build()
        assert outcome.notes
        assert not trouble.faults(floor, first.files())


def test_a_damaged_ledger_is_begun_anew(
    tmp_path: Path, kept: Floor, wanted: dict[str, bytes]
) -> None:
    """Every page with a bit turned, and the file cut at every half page."""
    whole = kept.places.ledger.read_bytes()
    harmed = [whole[:length] for length in range(0, len(whole), 512)]
    for at in range(0, len(whole), 256):
        for offset, bit in ((3, 0), (100, 4), (231, 7)):
            place = min(at + offset, len(whole) - 1)
            turned = bytes([whole[place] ^ (1 << bit)])
            harmed.append(whole[:place] + turned + whole[place + 1 :])
    told = 0
    for number, harm in enumerate(harmed):
        floor = _copied(kept, tmp_path)
        floor.places.ledger.write_bytes(harm)
        told += _built(floor)
        assert floor.files() == wanted, number
        floor.build()
        assert floor.files() == wanted, number
    print(f"\n{len(harmed)} harms to the ledger, {told} told")


def _built(floor: Floor) -> bool:
    """Build; whether anything was told. Where the ledger forgot what it had laid down, a person is
    asked to make way for it, and does."""
    told = False
    while True:
        try:
            return bool(floor.build().notes) or told
        except StorageError as error:
            if "would be lost" not in str(error):
                raise
            told = True
            Path(error.file).unlink()


@pytest.mark.parametrize("what", ["stamps/small+1.stamp", "archives.json"])
def test_what_the_shop_remembers_is_not_believed_when_damaged(
    tmp_path: Path, kept: Floor, wanted: dict[str, bytes], what: str
) -> None:
    built = _copied(kept, tmp_path)
    built.build()
    whole = (built.places.state / what).read_bytes()
    steps = [*range(0, len(whole), max(1, len(whole) // 60)), len(whole) - 1]
    harmed = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in steps]
    harmed += [whole[:at] for at in steps]
    for harm in harmed:
        (built.places.state / what).write_bytes(harm)
        built.build()
        assert not trouble.faults(built, wanted)
        assert (built.places.state / what).read_bytes() != harm


def test_a_damaged_stamp_is_worth_nothing(tmp_path: Path) -> None:
    from pipeline.shop.standing import unchanged

    floor = Floor(tmp_path)
    floor.build()
    path = floor.places.stamp("small", "1", ())
    whole = path.read_bytes()
    assert unchanged("small", (), floor.places)
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert unchanged("small", (), floor.places) is None, at
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert unchanged("small", (), floor.places) is None, length


def test_a_damaged_finished_file_is_told_and_made_again(tmp_path: Path, kept: Floor) -> None:
    for name in kept.files():
        floor = _copied(kept, tmp_path)
        (floor.root / "sources/posts/2022-01-01-new.md").unlink()
        path = floor.root / "build" / "small" / "1" / name
        sound = path.read_bytes()
        path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
        with pytest.raises(StorageError, match="changed by hand"):
            floor.build()
        path.unlink()
        floor.build()
        assert path.read_bytes() == sound


def test_a_damaged_lock_is_told(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.build()
    lock = floor.places.state / "locks" / "small.sqlite"
    lock.write_bytes(b"rubbish " * 100)
    with pytest.raises(StorageError, match="delete this file"):
        floor.build()
    lock.unlink()
    floor.build()


def _copied(kept: Floor, folder: Path) -> Floor:
    to = folder / "copy"
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(to)
    return trouble.copied(kept.root, to)
