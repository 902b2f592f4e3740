"""Counters count what is broken as far as it goes; a fault of theirs costs no book."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.inspect import accounting
from pipeline.inspect.counters import Held, count
from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archive, Archives, Deliverables
from tests.specimens.specimen import zipped

FILES = Deliverables(())


def test_an_id_that_is_no_text_is_counted(tmp_path: Path) -> None:
    broken = tmp_path / "posts.xml"
    broken.write_bytes(b'<tumblr version="1.0"><posts><post id="\x93"></post></posts></tumblr>')
    counted = count(broken)
    assert counted is not None
    assert [one.number for one in counted] == [1]


def test_a_package_within_an_archive_that_is_none_counts_for_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "blog.zip"
    archive.write_bytes(zipped({"posts.zip": b"no zip", "media/1.jpg": b"", "1.json": b"{}"}))
    count(archive)


def test_a_file_that_only_ends_like_a_zip_is_counted_as_the_file_it_is(tmp_path: Path) -> None:
    archive = tmp_path / "ada.car"
    data = bytearray(zipped({"a.md": b"x"}))
    data[data.index(b"PK\x01\x02")] = 0
    archive.write_bytes(bytes(data))
    assert Held(archive).names == ["ada.car"]
    count(archive)


def test_a_counter_that_fails_costs_its_opinion_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path) -> None:
        raise UnicodeDecodeError("utf-8", b"", 0, 1, "")

    monkeypatch.setattr(accounting, "every", failing)
    archives = Archives((Archive("1", "blog.zip", str(tmp_path)),))
    bench = Bench(None)  # type: ignore[arg-type]
    counted = accounting.ahead(archives, bench)
    assert accounting.run(FILES, archives, counted, Account((), (), (), ()), bench) is FILES
    assert [found.code for found in bench.findings] == [
        "accounting.failed",
        "accounting.uncounted",
    ]
