"""Nothing private of an archive reaches a book, a bundle, the ledger, the store or a log."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.shop.job import build
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from tests.samples.canaries import BLOG, TWITTER

ROOT = Path(__file__).resolve().parents[2]


def everything_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and every member of every package."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, data
            if data[:2] == b"PK":
                with zipfile.ZipFile(io.BytesIO(data)) as package:
                    for name in package.namelist():
                        yield f"{path.name}/{name}", package.read(name)


@pytest.mark.parametrize(("book", "canaries"), [("twitter", TWITTER), ("blog", BLOG)])
def test_no_canary_sings_anywhere(tmp_path: Path, book: str, canaries: tuple[str, ...]) -> None:
    shutil.copytree(ROOT / "recipes", tmp_path / "recipes")
    shutil.copytree(ROOT / "sources" / book, tmp_path / "sources" / book)
    places = Places(tmp_path, tmp_path / "build" / ".shop")
    log: list[str] = []
    build(Order(book), places, lambda step, done, total: log.append(step), log.append)
    found = [
        (canary, name)
        for name, data in everything_below(tmp_path / "build")
        for canary in canaries
        if canary.encode() in data
    ]
    assert canaries
    assert not found
    assert not [canary for canary in canaries if canary in "\n".join(log)]
